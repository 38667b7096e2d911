"""The sections of the evaluation that look closer: residents, results, process, effects, plans, money, trends, checkpoints."""

from __future__ import annotations

from letters.document import Bars, Block, Figures, Heading, Points, Table, Text
from phases.report import Group, Report
from phases.report_facts import GroupTurnout, PlanFact, Subject, share
from phases.table_clock import WEEKS
from wijkaanzet.report_words import Words


def residents(report: Report, words: Words) -> tuple[Block, ...]:
    """Who took part: who the plans are for, who voted as far as it may be told, and which way."""
    _ = words._
    audiences = tuple(
        Group(
            words.audiences.get(g.name, g.name), g.plans, g.likes, g.on_ballot, g.votes, g.chosen, g.granted
        )
        for g in report.audiences
    )
    blocks: list[Block] = [*_turnout(report, words)]
    if audiences:
        blocks.append(_group_table(_("Per doelgroep"), _("Voor wie"), audiences, words))
        blocks.append(Text(_("Een plan kan voor meer dan één doelgroep zijn.")))
    return (*blocks, *_learned(report, words, Subject.RESIDENTS))


def results(report: Report, words: Words) -> tuple[Block, ...]:
    """What the plans show of the wijk: by theme and by wijk."""
    _ = words._
    areas = tuple(g for g in report.areas if g.name or g.plans)
    blocks: list[Block] = [
        Text(_("Wat bewoners indienen, laat zien wat de wijk nodig heeft. Dat is een agenda voor jaren.")),
        _group_table(_("Per thema"), _("Thema"), report.themes, words),
    ]
    if areas:
        blocks.append(_group_table(_("Per wijk"), _("Wijk"), areas, words))
    return (*blocks, *_learned(report, words, Subject.RESULTS))


def _group_table(caption: str, label: str, groups: tuple[Group, ...], words: Words) -> Table:
    _ = words._
    has_ballot, has_result = (
        any(g.on_ballot is not None for g in groups),
        any(g.chosen is not None for g in groups),
    )
    columns = [label, _("Plannen"), _("Likes")]
    if has_ballot:
        columns.append(_("Op biljet"))
    if has_result:
        columns += [_("Stemmen"), _("Gekozen"), _("Geld")]

    def row(group: Group) -> tuple[str, ...]:
        cells = [group.name or _("Hele wijk"), words.number(group.plans), words.number(group.likes)]
        if has_ballot:
            cells.append(words.number(group.on_ballot))
        if has_result:
            cells += [words.number(group.votes), words.number(group.chosen), words.money(group.granted)]
        return tuple(cells)

    return Table(caption, tuple(columns), tuple(row(group) for group in groups))


def process(report: Report, words: Words) -> tuple[Block, ...]:
    """How residents and municipality worked together: the ja-mits table against its six weeks."""
    return (*_table_clock(report, words), *_learned(report, words, Subject.PROCESS))


def _table_clock(report: Report, words: Words) -> tuple[Block, ...]:
    _, timing = words._, report.timing
    if timing is None or not timing.verdicts:
        return ()
    late = timing.verdicts - timing.in_time
    figures = [
        (words.number(timing.verdicts), _("plannen met een oordeel")),
        (words.number(timing.in_time), _("oordelen binnen %(weeks)s weken", weeks=WEEKS)),
        (words.number(timing.middle), _("dagen tot de helft van de oordelen")),
        (words.number(timing.last), _("dagen tot het laatste oordeel")),
    ]
    rows = tuple(
        (_("Week %(week)s", week=week), count, words.number(count))
        for week, count in enumerate(timing.by_week, 1)
    )
    reserved = _(
        "In de kalender stonden %(days)s dagen. Zes weken zijn %(six)s dagen.",
        days=timing.reserved,
        six=timing.days,
    )
    if late:
        told = words.ngettext(
            "%(num)s oordeel kwam later dan zes weken.", "%(num)s oordelen kwamen later dan zes weken.", late
        )
    else:
        told = _("Alle oordelen kwamen binnen zes weken.")
    return (
        Figures(tuple(figures)),
        Text(f"{reserved} {told}"),
        Bars(_("Oordelen per week van de tafel"), _("Week"), _("Oordelen"), rows),
    )


def _turnout(report: Report, words: Words) -> tuple[Block, ...]:
    _, vote = words._, report.facts.vote
    if vote is None:
        return ()
    figures = [(words.number(vote.voters), _("bewoners stemden"))]
    if vote.entitled:
        figures += [
            (words.number(vote.entitled), _("bewoners mochten stemmen")),
            (words.percentage(share(vote.voters, vote.entitled)), _("opkomst")),
        ]
    blocks: list[Block] = [Figures(tuple(figures))]
    for caption, label, groups in (
        (_("Opkomst per wijk"), _("Wijk"), vote.areas),
        (_("Opkomst per leeftijd"), _("Leeftijd"), vote.ages),
    ):
        if groups:
            blocks.append(_turnout_bars(caption, label, groups, words))
    if vote.days:
        rows = tuple(
            (_("tot en met %(day)s", day=words.short_day(d)), n, words.number(n)) for d, n in vote.days
        )
        note = _("Dagen met te weinig stemmen zijn samengenomen.")
        blocks.append(Bars(_("Stemmen per dag"), _("Dagen"), _("Stemmen"), rows, note=note))
    channels = report.channels
    rows_of_ways = (
        (_("Likes"), words.number(channels.likes_online), words.number(channels.likes_on_paper)),
        (_("Stemmen"), words.shown(channels.votes_online), words.shown(channels.votes_on_paper)),
    )
    blocks.append(
        Table(_("Op de site en op papier"), (_("Wat"), _("Op de site"), _("Op papier")), rows_of_ways)
    )
    return tuple(blocks)


def _turnout_bars(caption: str, label: str, groups: tuple[GroupTurnout, ...], words: Words) -> Bars:
    _ = words._
    rows = []
    for group in groups:
        part = share(group.voted, group.entitled)
        if part is not None:
            text = _(
                "%(share)s (%(voted)s van %(entitled)s)",
                share=words.percentage(part),
                voted=words.number(group.voted),
                entitled=words.number(group.entitled),
            )
            rows.append((group.name or _("onbekend"), part, text))
    hidden = [group.name or _("onbekend") for group in groups if group.voted is None]
    note = _("Te klein om te laten zien: %(names)s.", names=", ".join(hidden)) if hidden else ""
    return Bars(caption, label, _("Opkomst"), tuple(rows), note=note, whole=1000)


def plans(report: Report, words: Words) -> tuple[Block, ...]:
    """The chosen plans and how far they are."""
    _ = words._
    if not report.chosen:
        return ()

    def row(plan: PlanFact) -> tuple[str, ...]:
        carried = words.carried[plan.carried] if plan.carried else words.unknown
        return (plan.title, plan.theme, words.number(plan.votes), words.money(plan.granted), carried)

    return (
        Table(
            _("Deze plannen koos de wijk"),
            (_("Plan"), _("Thema"), _("Stemmen"), _("Geld"), _("Stand")),
            tuple(row(plan) for plan in report.chosen),
            in_words=frozenset({1, 4}),
        ),
    )


def effects(report: Report, words: Words) -> tuple[Block, ...]:
    """What it did to the wijk beside the chosen plans: neighbours who help each other, and plans that land elsewhere."""
    _, given = words._, report.facts.reactions
    blocks: list[Block] = []
    if sum(given.values()):
        blocks = [
            Text(_("Buren dachten mee met elkaars plannen.")),
            Figures(
                (
                    (words.number(given.get("tip", 0)), _("tips")),
                    (words.number(given.get("question", 0)), _("vragen")),
                    (words.number(given.get("offer", 0)), _("keer hulp aangeboden")),
                    (words.number(given.get("concern", 0)), _("zorgen")),
                )
            ),
        ]
    return (*blocks, *_others(report, words), *_learned(report, words, Subject.EFFECTS))


def _others(report: Report, words: Words) -> tuple[Block, ...]:
    _ = words._
    if not report.others:
        return ()
    figures = tuple((words.number(report.landings.get(k, 0)), name) for k, name in words.landings.items())
    blocks: list[Block] = [
        Heading(_("Niet gekozen, wel verder")),
        Text(
            _(
                "Een wijkbudget is geen wedstrijd. Ook een plan dat nu niet is gekozen, kan er komen. Elk plan wordt gevolgd tot het geland is."
            )
        ),
        Figures(figures),
    ]
    if report.routes:
        rows = tuple(
            (name, n, words.number(n)) for k, name in words.routes.items() if (n := report.routes.get(k, 0))
        )
        blocks.append(Bars(_("Langs welke weg"), _("Weg"), _("Plannen"), rows))
    rows_of_plans = tuple(
        (
            plan.title,
            words.routes[plan.route] if plan.route else _("nog geen weg gekozen"),
            words.landings[plan.landing] if plan.landing else words.unknown,
        )
        for plan in report.others
    )
    blocks.append(
        Table(
            _("Plan voor plan"), (_("Plan"), _("Weg"), _("Stand")), rows_of_plans, in_words=frozenset({1, 2})
        )
    )
    return tuple(blocks)


def money(report: Report, words: Words) -> tuple[Block, ...]:
    """The wijk's money, and what the edition itself cost."""
    _, area, costs = words._, report.facts.money, report.costs
    blocks: list[Block] = []
    if area is not None:
        rows = (
            (_("Uitgegeven"), area.spent, words.money(area.spent)),
            (_("Toegezegd aan plannen"), area.promised, words.money(area.promised)),
            (_("Vrij"), area.free, words.money(area.free)),
        )
        caption = _("Het wijkbudget van %(budget)s", budget=words.money(area.budget))
        blocks.append(Bars(caption, _("Deel"), _("Bedrag"), rows, whole=area.budget))
    if costs is not None:
        rows_of_costs = tuple(
            (line.what, words.number(line.pieces), words.money(line.price), words.money(line.total))
            for line in costs.lines
        )
        figures = [(words.money(costs.total), _("kostte de editie zelf"))]
        if costs.per_voter is not None:
            figures.append((words.money(costs.per_voter), _("per uitgebrachte stem")))
        if costs.of_budget is not None:
            figures.append((words.percentage(costs.of_budget), _("van het wijkbudget, en daarbovenop")))
        blocks += [
            Heading(_("Wat de editie zelf kostte")),
            Figures(tuple(figures)),
            Table(
                _("De kosten van de editie"),
                (_("Waarvoor"), _("Aantal"), _("Prijs per stuk"), _("Samen")),
                rows_of_costs,
                foot=(_("Totaal"), "", "", words.money(costs.total)),
            ),
        ]
    return tuple(blocks)


def trends(report: Report, words: Words) -> tuple[Block, ...]:
    """This edition beside earlier ones."""
    _ = words._
    if len(report.trends) < 2:
        return ()
    dash = "–"

    def number(count: int | None) -> str:
        return dash if count is None else words.number(count)

    rows = []
    for one in report.trends:
        name = f"{one.name} {one.year}" if str(one.year) not in one.name else one.name
        cells = (one.plans, one.enough_likes, one.on_ballot, one.chosen, one.realised, one.voters)
        part = dash if one.turnout is None else words.percentage(one.turnout)
        rows.append((name + ("*" if one.by_hand else ""), *(number(count) for count in cells), part))
    columns = (
        _("Editie"),
        _("Plannen"),
        _("Genoeg likes"),
        _("Op biljet"),
        _("Gekozen"),
        _("Klaar"),
        _("Stemmen"),
        _("Opkomst"),
    )
    blocks: list[Block] = [Table(_("Edities naast elkaar"), columns, tuple(rows))]
    if any(one.by_hand for one in report.trends):
        blocks.append(
            Text(_("* Deze cijfers heeft de organisatie ingevuld. Een streepje betekent: niet bekend."))
        )
    bars = tuple(
        (f"{one.name} ({one.year})", one.plans, words.number(one.plans))
        for one in report.trends
        if one.plans is not None
    )
    if len(bars) > 1:
        blocks.append(Bars(_("Ingediende plannen per editie"), _("Editie"), _("Plannen"), bars))
    return tuple(blocks)


CHECKPOINTS = (Subject.PREPARATION, Subject.PLANS, Subject.VOTING, Subject.AFTERCARE, Subject.MUNICIPALITY)


def checkpoints(report: Report, words: Words) -> tuple[Block, ...]:
    """What to do next time, phase by phase, and what it asks of the municipality."""
    learned = dict(report.lessons)
    pairs = ((Heading(words.subjects[one]), Points(learned[one])) for one in CHECKPOINTS if one in learned)
    return tuple(block for pair in pairs for block in pair)


def _learned(report: Report, words: Words, subject: Subject) -> tuple[Block, ...]:
    """What the team learned about something, under its figures."""
    texts = dict(report.lessons).get(subject, ())
    return (Heading(words._("Wat wij leerden")), Points(texts)) if texts else ()
