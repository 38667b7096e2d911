"""The rule that a file itself declares, in our own terms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from voting.pabulib.meta import Meta
from voting.tally.model import Add1Stop, Completion, Leftover, RuleName, Satisfaction, TallyRule

_SHARES = TallyRule(RuleName.EQUAL_SHARES, Satisfaction.COST, Completion.ADD1, Add1Stop.OVERSPEND)
_RULES: Mapping[str, tuple[TallyRule, str]] = {
    "greedy": (TallyRule(), ""),
    "greedy-threshold": (TallyRule(), ""),
    "greedy-no-skip": (TallyRule(RuleName.GREEDY_STOP), ""),
    "greedy-custom": (
        TallyRule(RuleName.GREEDY_STOP, leftover=Leftover.TOP_UP_80),
        "greedy-custom gelezen als in Poznań: stoppen bij het eerste plan dat niet past; dat plan doet toch mee als "
        "het resterende geld minstens 80 % van de kosten is",
    ),
    "greedy-exclusive": (
        TallyRule(),
        "greedy-exclusive geteld als greedy: welke plannen elkaar uitsluiten staat niet in het bestand",
    ),
    "equalshares/add1": (_SHARES, ""),
    "equalshares": (
        _SHARES,
        "equalshares zonder vermelde afronding: geteld met add1, zoals de echte verkiezingen met deze methode",
    ),
    "unknown": (TallyRule(), "het bestand noemt geen telregel (unknown): geteld als greedy"),
}
_FITS = "fund additional projects that fit"
_PARTLY = "partially fund"


class Declared(NamedTuple):
    """The declared rule, and what should be known about reading it so; the note may be empty."""

    rule: TallyRule
    note: str


def declared_rule(
    meta: Meta,
    *,
    count_points: bool,
    points_unit: int,
    theme_caps: Mapping[str, int],
    area_caps: Mapping[str, int],
) -> Declared:
    """Read rule, threshold, caps and leftover from META.

    The threshold is "at least", in votes or (where ballots give points) in points. Caps bind under every rule.

    Raises:
        PabulibError: when the threshold is not a number.
    """
    name = meta.text("rule").lower()
    rule, note = _base(name)
    threshold = meta.amount("min_project_score_threshold")
    if threshold is None and name == "greedy-threshold":
        note = "de regel is greedy-threshold, maar het bestand noemt geen drempel"
    leftover, remark = _leftover(meta.text("leftover_budget").lower(), rule)
    rule = replace(
        rule,
        min_votes=0 if threshold is None else max(0, math.ceil(threshold * points_unit)),
        theme_caps=dict(theme_caps),
        area_caps=dict(area_caps),
        leftover=leftover,
        count_points=count_points,
    )
    return Declared(rule, "; ".join(filter(None, (note, remark))))


def _base(name: str) -> tuple[TallyRule, str]:
    if name in _RULES:
        return _RULES[name]
    base = name.removesuffix("-comparison")
    if base != name and base in _RULES:
        rule, note = _RULES[base]
        return rule, "; ".join(filter(None, (note, "de vergelijking achteraf met greedy is niet toegepast")))
    if not name:
        return TallyRule(), "het bestand noemt geen telregel: geteld als greedy"
    return TallyRule(), f"onbekende telregel {name!r}: geteld als greedy"


def _leftover(text: str, rule: TallyRule) -> tuple[Leftover, str]:
    """Filling the rest with what still fits is what greedy does anyway; paying one more in part is not."""
    greedy = rule.name in (RuleName.GREEDY, RuleName.GREEDY_STOP)
    if not text or (text.startswith(_FITS) and rule.name is RuleName.GREEDY):
        return rule.leftover, ""
    if text.startswith(_PARTLY) and greedy:
        return Leftover.PART_PAY, ""
    return rule.leftover, f"niet toegepast: leftover_budget {text!r}"
