"""The evaluation in words: from figures to sections that a page and a PDF are made of.

The order follows the evaluation of Schalkwijk aan Zet: what was chosen, then four things to focus on (residents, results,
process, effects), each with its figures and what was learned, then what to mind the next time, phase by phase.
"""

from __future__ import annotations

from collections.abc import Callable

from letters.document import Bars, Block, Document, Figures, Points, Section, Table, Text
from phases.calendar import Phase
from phases.plan import Exit
from phases.report import Report
from phases.report_facts import Stage
from wijkaanzet.edition import EditionSpec
from wijkaanzet.report_parts import (
    checkpoints,
    effects,
    money,
    plans,
    process,
    residents,
    results,
    trends,
)
from wijkaanzet.report_words import Words


def report_document(report: Report, spec: EditionSpec, *, language: str = "nl") -> Document:
    """The evaluation as a document; sections without anything to tell are left out."""
    words = Words(language, spec.currency)
    _ = words._
    makers: tuple[tuple[str, str, Callable[[Report, Words], tuple[Block, ...]]], ...] = (
        ("kort", _("In het kort"), _short),
        ("gekozen", _("De gekozen plannen"), plans),
        ("opzet", _("Zo was deze editie opgezet"), lambda _report, words: _set_up(spec, words)),
        ("trechter", _("Van plan tot uitvoering"), _funnel),
        ("fasen", _("Cijfers per fase"), lambda report, words: _phases(report, words)),
        ("bewoners", _("Focus op bewoners"), residents),
        ("resultaten", _("Focus op resultaten"), results),
        ("proces", _("Focus op het proces"), process),
        ("effecten", _("Focus op het effect in de wijk"), effects),
        ("geld", _("Het geld"), money),
        ("trends", _("Naast eerdere edities"), trends),
        ("aandachtspunten", _("Aandachtspunten"), checkpoints),
        ("verantwoording", _("Over deze cijfers"), _about),
    )
    made = ((key, title, make(report, words)) for key, title, make in makers)
    place = ", ".join(dict.fromkeys(part for part in (spec.area, spec.municipality) if part))
    return Document(
        title=_("Evaluatie %(edition)s", edition=spec.name),
        about=f"{place}, {report.facts.year}",
        author=spec.municipality or spec.name,
        language=language,
        contents=_("Inhoud"),
        sections=tuple(Section(key, title, blocks) for key, title, blocks in made if blocks),
    )


def _short(report: Report, words: Words) -> tuple[Block, ...]:
    _, facts = words._, report.facts
    items = [
        (words.money(facts.budget), _("voor plannen van bewoners")),
        (words.number(report.reached(Stage.SUBMITTED)), _("plannen ingediend")),
        (words.number(report.likes), _("likes")),
    ]
    if facts.vote is not None:
        items += [
            (words.number(facts.vote.voters), _("bewoners stemden")),
            (words.number(report.reached(Stage.CHOSEN)), _("plannen gekozen")),
            (words.number(report.reached(Stage.REALISED)), _("plannen al gerealiseerd")),
        ]
    if report.landed:
        items.append((words.number(report.landed), _("plannen op een andere manier geland")))
    return (
        Text(
            _(
                "Bewoners bedachten plannen voor hun wijk, kozen samen welke plannen er komen, en voeren die uit. Dit verslag laat zien hoe dat ging, wat het opleverde en wat wij ervan leerden."
            )
        ),
        Figures(tuple(items)),
    )


def _set_up(spec: EditionSpec, words: Words) -> tuple[Block, ...]:
    _ = words._
    rows = []
    for phase in Phase:
        span = spec.calendar[phase]
        days = (span.last_day - span.first_day).days + 1
        weeks = words.ngettext("%(num)s week", "%(num)s weken", max(1, round(days / 7)))
        rows.append(
            (
                f"{phase.value}. {words.phases[phase]}",
                words.day(span.first_day),
                words.day(span.last_day),
                weeks,
            )
        )
    first, last = spec.calendar[Phase.SUBMIT].first_day, spec.calendar[Phase.EXECUTION].last_day
    points = [
        _("Het wijkbudget was %(budget)s.", budget=words.money(spec.budget)),
        _("Een plan met ten minste %(likes)s likes ging door.", likes=spec.like_threshold),
        _("Iedereen vanaf %(age)s jaar kreeg een brief met een pincode.", age=spec.minimum_age),
        _("De thema’s waren: %(themes)s.", themes="; ".join(spec.themes)),
    ]
    if spec.areas:
        points.append(_("De wijken waren: %(areas)s.", areas="; ".join(spec.areas)))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return (
        Table(
            _("De vijf fasen"),
            (_("Fase"), _("Van"), _("Tot en met"), _("Duur")),
            tuple(rows),
            in_words=frozenset({1, 2}),
        ),
        Text(_("De hele cyclus duurt %(months)s maanden.", months=months)),
        Points(tuple(points)),
    )


def _funnel(report: Report, words: Words) -> tuple[Block, ...]:
    _ = words._
    known = [(words.stages[stage], count) for stage, count in report.funnel if count is not None]
    rows = tuple((name, count, words.number(count)) for name, count in known)
    if report.landed:
        rows = (*rows, (_("Op een andere manier geland"), report.landed, words.number(report.landed)))
    merged, forwarded = report.left[Exit.MERGED], report.left[Exit.FORWARDED]
    points = []
    if merged:
        points.append(
            words.ngettext(
                "%(num)s plan ging samen met een ander plan.",
                "%(num)s plannen gingen samen met een ander plan.",
                merged,
            )
        )
    if forwarded:
        points.append(
            words.ngettext(
                "%(num)s plan ging naar een afdeling van de gemeente, buiten het wijkbudget om.",
                "%(num)s plannen gingen naar een afdeling van de gemeente, buiten het wijkbudget om.",
                forwarded,
            )
        )
    if report.withdrawn:
        points.append(
            words.ngettext(
                "%(num)s plan is door de indiener ingetrokken.",
                "%(num)s plannen zijn door de indieners ingetrokken.",
                report.withdrawn,
            )
        )
    open_stages = [words.stages[stage] for stage, count in report.funnel if count is None]
    blocks: list[Block] = [
        Bars(
            _("Zoveel plannen kwamen zo ver"),
            _("Stap"),
            _("Plannen"),
            rows,
            note=_("Nog niet bekend: %(stages)s.", stages=", ".join(open_stages).lower())
            if open_stages
            else "",
            is_funnel=True,
        )
    ]
    if points:
        blocks.append(Points(tuple(points)))
    return tuple(blocks)


def _phases(report: Report, words: Words) -> tuple[Block, ...]:
    _, facts, number = words._, report.facts, words.number
    blocks: list[Block] = [
        _table(
            words,
            Phase.SUBMIT,
            [
                (_("Plannen ingediend"), number(report.reached(Stage.SUBMITTED))),
                (_("Indieners"), number(facts.submitters)),
                (_("Plannen die de indiener later verbeterde"), number(facts.changed_plans)),
            ],
        ),
        _table(
            words,
            Phase.LIKES,
            [
                (_("Likes op de site"), number(report.channels.likes_online)),
                (_("Handtekeningen op papier"), number(report.channels.likes_on_paper)),
                (_("Plannen met genoeg likes"), number(report.reached(Stage.ENOUGH_LIKES))),
                (_("Tips van bewoners"), number(facts.reactions.get("tip", 0))),
                (_("Vragen van bewoners"), number(facts.reactions.get("question", 0))),
                (_("Mensen die hulp aanboden"), number(facts.reactions.get("offer", 0))),
                (_("Zorgen van bewoners"), number(facts.reactions.get("concern", 0))),
            ],
        ),
    ]
    if report.verdicts:
        rows = [
            (_("Oordeel: %(verdict)s", verdict=name), number(report.verdicts.get(kind, 0)))
            for kind, name in words.verdicts.items()
        ]
        rows += [
            (_("Voorwaarden bij ‘ja, mits’"), number(report.conditions)),
            (_("Plannen met andere kosten dan de indiener schatte"), number(facts.costs_changed)),
            (_("Bijeenkomsten van de tafel"), number(facts.sessions)),
        ]
        blocks.append(_table(words, Phase.FEASIBILITY, rows))
    if facts.vote is not None:
        rows = [
            (_("Brieven gemaakt"), number(facts.letters)),
            (_("Stemmen"), number(facts.vote.voters)),
            (_("Plannen op het stembiljet"), number(report.reached(Stage.ON_BALLOT))),
            (_("Geld naar de gekozen plannen"), words.money(facts.vote.spent)),
        ]
        blocks.append(_table(words, Phase.VOTING, rows))
        rows = [
            (_("Plannen: %(state)s", state=n), number(report.carried.get(k, 0)))
            for k, n in words.carried.items()
        ]
        blocks.append(_table(words, Phase.EXECUTION, rows))
    return tuple(blocks)


def _table(words: Words, phase: Phase, rows: list[tuple[str, str]]) -> Table:
    name = f"{phase.value}. {words.phases[phase]}"
    return Table(name, (words._("Wat"), words._("Aantal")), tuple(rows))


def _about(report: Report, words: Words) -> tuple[Block, ...]:
    _ = words._
    points = [
        _(
            "Dit verslag is gemaakt uit de gegevens van de site zelf. Ingevuld door de organisatie: de kosten van de editie, de lessen en de cijfers van edities van vóór deze site."
        ),
        _("Een getal dat nog niet bekend is, staat er als ‘nog niet bekend’, nooit als nul."),
        _(
            "Opkomst per dag, wijk of leeftijd, en hoe mensen stemden, staat er alleen als er ten minste tien mensen achter een getal zitten. Soms is ook een groter getal verborgen, omdat het kleine anders uit te rekenen is. Zo blijft ieders stem geheim."
        ),
        _("Hoe mensen de site vonden, houden wij niet bij."),
    ]
    if report.facts.vote is not None:
        points.append(_("De uitslag is na te tellen met de bestanden op de pagina met de uitslag."))
    return (Points(tuple(points)),)
