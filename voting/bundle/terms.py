"""The terms of a count (rule, tie-break, how the seed came about) as texts in a published file, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any

from voting.pabulib.amounts import amount_text, number, scaled
from voting.tally.model import Completion, Leftover, RuleName, TallyRule, TieBreak, TieKind

_MONEY = ("theme_caps", "area_caps")
_PABULIB_NAMES = {RuleName.GREEDY: "greedy", RuleName.GREEDY_STOP: "greedy-no-skip"}


class TermsError(ValueError):
    """The published terms cannot be read; the message is one Dutch line."""


@dataclass(frozen=True)
class SeedProcedure:
    """How the seed of the public lot came about, so that anyone can see that nobody chose it.

    Attributes:
        announced: what was announced before the vote closed, in a sentence for residents.
        announced_on: when and where that was announced, as text.
        commitment: the SHA-256 (hexadecimal) of the seed, when that was published beforehand; else empty.
    """

    announced: str = ""
    announced_on: str = ""
    commitment: str = ""


@dataclass(frozen=True)
class Terms:
    """Everything besides projects and ballots that decides the outcome, and the program that counted."""

    rule: TallyRule
    tie_break: TieBreak
    seed: SeedProcedure
    program: str

    def fault(self) -> str:
        """What is wrong with the terms themselves, or nothing."""
        if self.seed.commitment:
            digest = hashlib.sha256(self.tie_break.seed.encode()).hexdigest()
            if digest != self.seed.commitment.lower():
                return "de onthulde seed past niet bij het vooraf bekendgemaakte controlegetal van de seed"
        return ""


def terms_json(terms: Terms, unit: int) -> dict[str, Any]:
    """The terms as plain values; money in whole currency units, exact, as text."""
    rule: dict[str, Any] = {}
    for field in fields(TallyRule):
        value = getattr(terms.rule, field.name)
        if field.name in _MONEY:
            value = {name: amount_text(cap, unit) for name, cap in value.items()}
        rule[field.name] = value.value if isinstance(value, StrEnum) else value
    seed = terms.seed
    return {
        "program": terms.program,
        "rule": rule,
        "tie_break": {
            "kind": terms.tie_break.kind.value,
            "seed": terms.tie_break.seed,
            "announced": seed.announced,
            "announced_on": seed.announced_on,
            "commitment": seed.commitment,
        },
    }


def read_terms(values: Mapping[str, Any], unit: int) -> Terms:
    """The way back; amounts are brought to ``unit``.

    Raises:
        TermsError: when a part is missing, unknown or of the wrong kind.
    """
    try:
        tie, rule = dict(values["tie_break"]), dict(values["rule"])
        kind, seed = TieKind(tie.pop("kind")), _text(tie.pop("seed"))
        options = {field.name: _option(field, rule.pop(field.name), unit) for field in fields(TallyRule)}
        if rule:
            raise TermsError(f"uitslag.json: onbekende optie in rule: {', '.join(rule)}")
        procedure = SeedProcedure(**{name: _text(value) for name, value in tie.items()})
        return Terms(TallyRule(**options), TieBreak(kind, seed), procedure, _text(values["program"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, TermsError):
            raise
        raise TermsError(f"uitslag.json: de telregel of de loting is niet te lezen ({error})") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"geen tekst: {value!r}")
    return value


def _option(field: Any, value: Any, unit: int) -> Any:
    if field.name in _MONEY:
        return {_text(name): scaled(number(_text(cap)), unit) for name, cap in value.items()}
    default = field.default if field.default is not MISSING else field.default_factory()
    if isinstance(default, StrEnum):
        return type(default)(value)
    if type(value) is not type(default):
        raise TypeError(f"{field.name} is {value!r}")
    return value


def rule_meta(terms: Terms, unit: int) -> dict[str, str]:
    """What META of the Pabulib file says about the rule: Pabulib's own words, and ours in the comment."""
    rule = terms.rule
    meta = {"rule": _pabulib_name(rule)}
    if rule.min_votes:
        meta["min_project_score_threshold"] = str(rule.min_votes)
    for caps, names, budgets in (
        (rule.theme_caps, "categories", "budget_per_category"),
        (rule.area_caps, "neighborhoods", "budget_per_neighborhood"),
    ):
        if caps:
            meta[names] = ",".join(caps)
            meta[budgets] = ",".join(amount_text(cap, unit) for cap in caps.values())
    if rule.leftover is Leftover.PART_PAY:
        meta["leftover_budget"] = "Partially fund one additional project with highest score"
    options = json.dumps(terms_json(terms, unit)["rule"], ensure_ascii=False)
    meta["comment"] = f"#1: Telregel: {options} #2: Gelijke stand: {terms.tie_break}"
    return meta


def _pabulib_name(rule: TallyRule) -> str:
    if rule.leftover is Leftover.TOP_UP_80:
        return "greedy-custom"
    if rule.name is RuleName.GREEDY and rule.min_votes:
        return "greedy-threshold"
    if rule.name is RuleName.EQUAL_SHARES:
        return {Completion.NONE: "equalshares", Completion.ADD1: "equalshares/add1"}.get(
            rule.completion, "unknown"
        )
    return _PABULIB_NAMES.get(rule.name, "unknown")
