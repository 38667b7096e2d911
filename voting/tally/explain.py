"""Why a project is (not) chosen, in one Dutch sentence that a resident understands (B1)."""

from __future__ import annotations

from collections.abc import Callable

from voting.tally.contest import Contest, Fate
from voting.tally.model import RuleName, Status, TieKind

LOST_BY = {
    TieKind.LOT: "verloor de loting",
    TieKind.ORDER: "stond later op de lijst",
    TieKind.ID: "kwam later in de volgorde van de nummers",
}


def money(amount: int, unit: int = 100, currency: str = "EUR") -> str:
    """An amount of smallest units the Dutch way: ``EUR 4.200`` or ``EUR 4.200,50``.

    Args:
        amount: in the smallest unit.
        unit: how many smallest units make one whole: a power of ten.
        currency: the code before the amount.
    """
    whole, rest = divmod(abs(amount), unit)
    sign = "-" if amount < 0 else ""
    decimals = f",{rest:0{len(str(unit)) - 1}d}".ljust(3, "0") if rest else ""
    return f"{currency} {sign}{_grouped(whole)}{decimals}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


class Wording:
    """Puts the fates of one count into words.

    Args:
        contest: the election that was counted.
        currency: the code before an amount.
    """

    def __init__(self, contest: Contest, currency: str) -> None:
        self._contest, self._currency = contest, currency
        self._greedy = contest.rule.name in (RuleName.GREEDY, RuleName.GREEDY_STOP)
        points = contest.rule.count_points and contest.ballots.points is not None
        self._one, self._many = ("punt", "punten") if points else ("stem", "stemmen")

    def reason(self, position: int, fate: Fate) -> str:
        """The sentence for one project."""
        if fate.status is Status.WITHDRAWN:
            return "Niet gekozen: dit plan is ingetrokken."
        if fate.status is not Status.CHOSEN and not self._contest.score[position]:
            return f"Niet gekozen: dit plan kreeg geen enkele {self._one}."
        sentences: dict[Status, Callable[[int, Fate], str]] = {
            Status.CHOSEN: self._chosen,
            Status.TOPPED_UP: self._topped_up,
            Status.PART_PAID: self._part_paid,
            Status.TOO_FEW_VOTES: self._too_few,
            Status.DOES_NOT_FIT: self._does_not_fit,
            Status.CAP_REACHED: self._cap_reached,
            Status.AFTER_STOP: self._after_stop,
            Status.LOST_LOT: self._lost_lot,
            Status.TOO_LITTLE_SUPPORT: self._too_little_support,
            Status.BETTER_SET: self._better_set,
        }
        return sentences[fate.status](position, fate)

    def _votes(self, number: int) -> str:
        return f"{_grouped(number)} {self._one if number == 1 else self._many}"

    def _money(self, amount: int | None) -> str:
        return money(amount or 0, self._contest.unit, self._currency)

    def _cost(self, position: int) -> str:
        return self._money(self._contest.costs[position])

    def _short(self, fate: Fate, chosen: str = "gekozen") -> str:
        """The tail that says how many more votes would have done it."""
        if fate.margin is None or fate.margin <= 0:
            return "."
        return f"; het zou met {self._votes(fate.margin)} meer {chosen} zijn."

    def _chosen(self, position: int, fate: Fate) -> str:
        votes, voters = self._votes(self._contest.score[position]), _grouped(self._contest.votes[position])
        if self._contest.rule.name is RuleName.MAX_VOTES:
            return f"Gekozen: dit plan hoort bij de plannen die binnen het budget samen de meeste {self._many} krijgen."
        if self._contest.costs[position] == 0 and not self._greedy:
            return f"Gekozen met {votes}: dit plan kost niets."
        if fate.completed:
            return f"Gekozen met {votes}, van het geld dat nog over was."
        if not self._greedy:
            return f"Gekozen: de {voters} kiezers van dit plan hadden er samen genoeg geld voor."
        if fate.margin is None:
            return f"Gekozen met {votes}."
        spare = self._votes(-fate.margin) if fate.margin else f"geen enkele {self._one}"
        return f"Gekozen met {votes}; het had {spare} kunnen missen."

    def _topped_up(self, position: int, fate: Fate) -> str:
        return (
            f"Gekozen met {self._votes(self._contest.score[position])}: er was nog {self._money(fate.paid)}, "
            f"minstens 80 % van de {self._cost(position)}, en de rest komt van buiten het budget."
        )

    def _part_paid(self, position: int, fate: Fate) -> str:
        part = f"Deels betaald: dit plan krijgt de laatste {self._money(fate.paid)} van de {self._cost(position)}"
        return part + self._short(fate, "helemaal betaald")

    def _too_few(self, position: int, fate: Fate) -> str:
        least, score = self._contest.rule.min_votes, self._contest.score[position]
        text = f"Niet gekozen: {self._votes(least - score)} te weinig, want een plan heeft er minstens {_grouped(least)} nodig"
        return text + (self._short(fate) if fate.margin != least - score else ".")

    def _does_not_fit(self, position: int, fate: Fate) -> str:
        if self._contest.costs[position] > self._contest.budget:
            whole = self._money(self._contest.budget)
            return f"Niet gekozen: dit plan kost {self._cost(position)} en dat is meer dan het hele budget van {whole}."
        if fate.money_left == 0:
            return f"Niet gekozen: het budget was al op{self._short(fate)}"
        left = self._money(fate.money_left)
        return (
            f"Niet gekozen: dit plan paste niet meer in het resterende budget van {left}{self._short(fate)}"
        )

    def _cap_reached(self, position: int, fate: Fate) -> str:
        of, rule = self._contest.projects[position], self._contest.rule
        names = [of.theme] if of.theme in rule.theme_caps else []
        names += [of.area] if of.area in rule.area_caps else []
        where, left = " en ".join(names), self._money(fate.room)
        return f"Niet gekozen: dit plan paste niet meer in het geld voor {where}, want daar was nog {left}{self._short(fate)}"

    def _after_stop(self, _position: int, fate: Fate) -> str:
        who = "een plan met meer stemmen" if self._greedy else "een ander plan"
        stop = f"Niet gekozen: de telling stopte toen {who} niet meer in het budget paste"
        return stop + self._short(fate)

    def _lost_lot(self, _position: int, fate: Fate) -> str:
        how = LOST_BY.get(self._contest.tie_break.kind, "viel af")
        return (
            f"Niet gekozen: dit plan had evenveel {self._many} als een ander plan en {how}{self._short(fate)}"
        )

    def _too_little_support(self, position: int, fate: Fate) -> str:
        return (
            f"Niet gekozen: de kiezers van dit plan hadden samen nog {self._money(fate.pooled)}, "
            f"en het plan kost {self._cost(position)}."
        )

    def _better_set(self, _position: int, _fate: Fate) -> str:
        return f"Niet gekozen: dit plan hoort niet bij de plannen die binnen het budget samen de meeste {self._many} krijgen."
