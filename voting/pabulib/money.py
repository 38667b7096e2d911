"""All money of a file, brought to one smallest unit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from voting.pabulib.amounts import common_unit, scaled
from voting.pabulib.limits import BallotLimits
from voting.pabulib.meta import Meta, split_names
from voting.pabulib.projects import ProjectRow


class Money:
    """Budget, caps and limits as META gives them, and the unit that makes them and all costs whole numbers.

    Raises:
        PabulibError: for a missing, negative or unreadable amount, or amounts too large to count with.
    """

    def __init__(self, meta: Meta, rows: Sequence[ProjectRow]) -> None:
        self._meta = meta
        self._themes = {row.theme for row in rows if row.theme}
        areas = {row.area for row in rows if row.area}
        self._budget = self._needed_budget()
        theme_caps = meta.amounts_by_name("budget_per_category", "categories", self._themes)
        area_caps = meta.amounts_by_name("budget_per_neighborhood", "neighborhoods", areas)
        sums = [meta.limit(f"{end}_sum_cost") for end in ("min", "max")]
        per_theme = [
            meta.limits_by_name(f"{end}_sum_cost_per_category", "categories", self._themes)
            for end in ("min", "max")
        ]
        found = [self._budget, *(row.cost for row in rows), *filter(None, sums)]
        for amounts in (theme_caps, area_caps, *per_theme):
            found += amounts.values()
        self.unit = common_unit(found)
        self._check_size(found)
        self.budget = scaled(self._budget, self.unit)
        self.theme_caps = self._units(theme_caps)
        self.area_caps = self._units(area_caps)
        self._sums = [None if value is None else scaled(value, self.unit) for value in sums]
        self._per_theme = [self._units(amounts) for amounts in per_theme]
        self._remark_uncapped(rows)

    def limits(self, vote_type: str, points_unit: int) -> BallotLimits:
        """The limits of one ballot; a ``choose-1`` file allows one project unless it says otherwise."""
        meta = self._meta
        max_length = meta.whole_limit("max_length")
        names = split_names(meta.text("categories"), self._themes) or sorted(self._themes)
        return BallotLimits(
            min_length=meta.whole_limit("min_length"),
            max_length=1 if max_length is None and vote_type == "choose-1" else max_length,
            min_sum_cost=self._sums[0],
            max_sum_cost=self._sums[1],
            min_points=_least(meta.limit("min_points"), points_unit),
            max_points=_most(meta.limit("max_points"), points_unit),
            min_sum_points=_least(meta.limit("min_sum_points"), points_unit),
            max_sum_points=_most(meta.limit("max_sum_points"), points_unit),
            min_length_per_category=meta.whole_limit("min_length_per_category"),
            max_length_per_category=meta.whole_limit("max_length_per_category"),
            min_sum_cost_per_category=self._per_theme[0],
            max_sum_cost_per_category=self._per_theme[1],
            themes=tuple(names),
        )

    def _needed_budget(self) -> Decimal:
        budget, notices = self._meta.amount("budget"), self._meta.notices
        if budget is None:
            raise notices.error(self._meta.line("budget"), "het budget ontbreekt in META")
        if budget < 0:
            raise notices.error(self._meta.line("budget"), "het budget is negatief")
        return budget

    def _units(self, amounts: Mapping[str, Decimal]) -> dict[str, int]:
        return {name: scaled(amount, self.unit) for name, amount in amounts.items()}

    def _check_size(self, amounts: Sequence[Decimal]) -> None:
        try:
            for amount in amounts:
                scaled(amount, self.unit)
        except ValueError:
            message = "een bedrag is te groot (of heeft te veel decimalen) om exact mee te tellen"
            raise self._meta.notices.error(self._meta.line("budget"), message) from None

    def _remark_uncapped(self, rows: Sequence[ProjectRow]) -> None:
        for caps, key, word in (
            (self.theme_caps, "budget_per_category", "category"),
            (self.area_caps, "budget_per_neighborhood", "neighborhood"),
        ):
            for row in rows if caps else ():
                value = row.theme if word == "category" else row.area
                if value not in caps:
                    self._meta.notices.add(
                        row.line,
                        f"{key} noemt geen bedrag voor {word} {value!r}: geen plafond voor dit project",
                    )
        for name in self._meta:
            if name.lower().startswith("budget_per_") and name.lower() not in (
                "budget_per_category",
                "budget_per_neighborhood",
            ):
                self._meta.notices.add(self._meta.line(name.lower()), f"{name} is onbekend en niet toegepast")


def _least(value: Decimal | None, unit: int) -> int | None:
    return None if value is None else math.ceil(value * unit)


def _most(value: Decimal | None, unit: int) -> int | None:
    return None if value is None else math.floor(value * unit)
