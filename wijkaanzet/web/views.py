"""What templates receive, and how values become it: nothing here asks the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from phases.calendar import Phase
from phases.money import format_money
from phases.plan import PlanState, slug_of, state_of
from voting.tally.model import RuleName, Satisfaction
from wijkaanzet.pictures import SMALL
from wijkaanzet.records import EditionRecord, PictureRecord, PlanRecord
from wijkaanzet.web import services as context
from wijkaanzet.web import texts
from wijkaanzet.web.i18n import _


@dataclass(frozen=True)
class Picture:
    """A picture as templates show it; ``full`` is the address of the large one."""

    src: str
    full: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class PlanCard:
    """A plan in a list or on the ballot. ``id`` is what the ballot sends; ``cost`` is in cents."""

    id: int
    cost: int
    href: str
    title: str
    summary: str
    theme: str
    area: str
    place: str
    cost_text: str
    likes: int | None
    threshold: int
    status: str
    tone: str
    conditions: tuple[str, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True)
class ComparedRule:
    """One rule beside the binding one. ``share`` and ``gini`` are percentages with one decimal."""

    name: str
    binding: bool
    chosen: int
    spent: int
    represented: int
    share: str
    gini: str


@dataclass(frozen=True)
class HomePage:
    """The home page in one glance."""

    area: str
    title: str
    budget_text: str
    phase_name: str
    phase_sentence: str
    until_text: str
    action_label: str
    action_href: str | None
    secondary: list[tuple[str, str]]
    figures: list[tuple[str, str]]


def public_state(edition: EditionRecord, plan: PlanRecord, chosen: frozenset[int] | None) -> PlanState:
    """Where a plan stands, as residents may know it now."""
    facts = plan.facts(
        verdicts_public=edition.verdicts_published_at is not None,
        chosen=None if chosen is None else plan.number in chosen,
    )
    return state_of(facts, edition.spec.calendar, edition.spec.like_threshold, context.now())


def plan_href(plan: PlanRecord) -> str:
    """The plan's address: ``/plannen/12-buurtmoestuin``."""
    return url_for("public.plan", number=plan.number, slug=slug_of(plan.title))


def plan_card(edition: EditionRecord, plan: PlanRecord, chosen: frozenset[int] | None) -> PlanCard:
    """A plan as a card, showing what is public."""
    public = edition.verdicts_published_at is not None
    state = public_state(edition, plan, chosen)
    label, tone = texts.STATES[state]
    cost = plan.cost if public else plan.estimate
    gathering = state in (PlanState.GATHERING, PlanState.TOO_FEW_LIKES)
    return PlanCard(
        id=plan.number,
        cost=cost,
        href=plan_href(plan),
        title=plan.title,
        summary=plan.summary,
        theme=plan.theme,
        area=plan.area or (_("Hele wijk") if edition.spec.areas else ""),
        place=plan.place,
        cost_text=format_money(cost, edition.spec.currency) if cost else "",
        likes=plan.likes if gathering else None,
        threshold=edition.spec.like_threshold,
        status="" if state in (PlanState.SUBMITTED, PlanState.GATHERING) else str(label),
        tone=tone,
        conditions=plan.verdict.conditions if public and plan.verdict else (),
        picture=picture(plan.picture, small=True) if plan.picture else None,
    )


def picture(found: PictureRecord, *, small: bool) -> Picture:
    """A picture with its addresses, its measures those of the size that is shown."""
    full = url_for("pictures.file", picture=found.id, size="groot")
    if not small:
        return Picture(full, full, found.alt, found.width, found.height)
    shrink = min(1, SMALL / max(found.width, found.height))
    src = url_for("pictures.file", picture=found.id, size="klein")
    return Picture(src, full, found.alt, round(found.width * shrink), round(found.height * shrink))


def home_page(edition: EditionRecord, figures: list[tuple[str, str]]) -> HomePage:
    """The home page for the edition's now."""
    spec, now = edition.spec, context.now()
    phase = spec.calendar.phase_at(now)
    coming = spec.calendar.next_at(now)
    if phase is not None:
        sentence, until = str(texts.PHASE_SENTENCES[phase]), texts.until_text(spec.calendar[phase])
        name = str(texts.PHASE_NAMES[phase])
    elif coming is not None:
        name = _("Even wachten")
        sentence = _("De volgende fase is ‘%(name)s’.", name=texts.PHASE_NAMES[coming])
        until = _("begint op %(day)s", day=texts.long_day(spec.calendar[coming].first_day))
    else:
        name, sentence, until = _("Afgerond"), _("Deze editie is klaar. Bekijk wat er is gemaakt."), ""
    label, href = _main_action(phase, over=spec.calendar.is_over(Phase.VOTING, now))
    return HomePage(
        area=spec.area,
        title=spec.name,
        budget_text=format_money(spec.budget, spec.currency),
        phase_name=name,
        phase_sentence=sentence,
        until_text=until,
        action_label=label,
        action_href=href,
        secondary=[(_("Zo werkt het: de spelregels"), url_for("public.rules"))],
        figures=figures,
    )


def _main_action(phase: Phase | None, *, over: bool) -> tuple[str, str]:
    """The one thing a resident can do now."""
    if phase is None:
        return (
            (_("Bekijk de uitslag"), url_for("results.show"))
            if over
            else (_("Lees de spelregels"), url_for("public.rules"))
        )
    return {
        Phase.SUBMIT: (_("Dien uw plan in"), url_for("submitting.start")),
        Phase.LIKES: (_("Geef een plan uw like"), url_for("finding.plans")),
        Phase.FEASIBILITY: (_("Bekijk de plannen"), url_for("finding.plans")),
        Phase.VOTING: (_("Stem met uw pincode"), url_for("vote.code")),
        Phase.EXECUTION: (_("Volg de uitvoering"), url_for("public.execution")),
    }[phase]


def compared_rules(outcome: Mapping[str, Any]) -> list[ComparedRule]:
    """The binding rule and the others, when the edition shows them."""
    return [
        ComparedRule(
            name=_rule_name(one),
            binding=one["binding"],
            chosen=len(one["selected"]),
            spent=one["spent"],
            represented=one["represented"],
            share=_percentage(one["mean_share"]),
            gini=_percentage(one["gini"]),
        )
        for one in outcome.get("comparison", [])
    ]


def _rule_name(one: Mapping[str, Any]) -> str:
    name = str(texts.RULES[RuleName(one["rule"])])
    if one["rule"] != RuleName.EQUAL_SHARES:
        return name
    return f"{name}, {texts.SATISFACTIONS[Satisfaction(one['satisfaction'])]}"


def _percentage(thousandths: int) -> str:
    return f"{thousandths // 10},{thousandths % 10}\u00a0%"
