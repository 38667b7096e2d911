"""What a file says that a ballot may hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voting.tally.model import Project


@dataclass(frozen=True)
class BallotLimits:
    """The limits of one ballot; None is no limit.

    Money is in smallest units of the file, points in points units. The limits per category hold for each of
    ``themes`` apart.
    """

    min_length: int | None = None
    max_length: int | None = None
    min_sum_cost: int | None = None
    max_sum_cost: int | None = None
    min_points: int | None = None
    max_points: int | None = None
    min_sum_points: int | None = None
    max_sum_points: int | None = None
    min_length_per_category: int | None = None
    max_length_per_category: int | None = None
    min_sum_cost_per_category: Mapping[str, int] = field(default_factory=dict)
    max_sum_cost_per_category: Mapping[str, int] = field(default_factory=dict)
    themes: tuple[str, ...] = ()

    def broken(self, chosen: Sequence[Project], points: Sequence[int] | None = None) -> tuple[str, ...]:
        """The names of the limits that a ballot breaks. A blank ballot breaks none: it is always allowed."""
        if not chosen:
            return ()
        cost = sum(project.cost for project in chosen)
        found = [
            ("length", len(chosen), self.min_length, self.max_length),
            ("sum_cost", cost, self.min_sum_cost, self.max_sum_cost),
        ]
        if points is not None:
            found += [
                ("points", min(points), self.min_points, None),
                ("points", max(points), None, self.max_points),
                ("sum_points", sum(points), self.min_sum_points, self.max_sum_points),
            ]
        return _outside(found) + (self._broken_themes(chosen) if self._per_theme else ())

    @property
    def _per_theme(self) -> bool:
        lengths = bool(self.min_length_per_category) or self.max_length_per_category is not None
        return lengths or bool(self.min_sum_cost_per_category or self.max_sum_cost_per_category)

    def _broken_themes(self, chosen: Sequence[Project]) -> tuple[str, ...]:
        length = Counter(dict.fromkeys(self.themes, 0))
        length.update(project.theme for project in chosen)
        cost = Counter(dict.fromkeys(self.min_sum_cost_per_category, 0))
        for project in chosen:
            cost[project.theme] += project.cost
        found = [
            ("length_per_category", count, self.min_length_per_category, self.max_length_per_category)
            for count in length.values()
        ]
        found += [
            (
                "sum_cost_per_category",
                spent,
                self.min_sum_cost_per_category.get(theme),
                self.max_sum_cost_per_category.get(theme),
            )
            for theme, spent in cost.items()
        ]
        return tuple(dict.fromkeys(_outside(found)))


def _outside(found: Sequence[tuple[str, int, int | None, int | None]]) -> tuple[str, ...]:
    names: list[str] = []
    for name, value, least, most in found:
        if least is not None and value < least:
            names.append(f"min_{name}")
        if most is not None and value > most:
            names.append(f"max_{name}")
    return tuple(names)
