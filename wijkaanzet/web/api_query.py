"""What may be asked of the list of plans, and how a page of it is told. The interface speaks Dutch, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from phases.finding import STATE_WORDS, Candidate
from phases.plan_audiences import AUDIENCES
from wijkaanzet.edition import EditionSpec
from wijkaanzet.web.incoming import whole_number

USUAL, MOST = 100, 500
"""Plans on a page, unless asked otherwise, and at most."""
LONGEST_TEXT = 100
ORDERS: Mapping[str, Callable[[Candidate], tuple[int, ...]]] = {
    "nummer": lambda plan: (plan.number,),
    "-nummer": lambda plan: (-plan.number,),
    "-likes": lambda plan: (-plan.likes, plan.number),
    "kosten": lambda plan: (plan.cost == 0, plan.cost, plan.number),
}
NAMES = ("q", "thema", "wijk", "status", "voorWie", "sorteer", "pagina", "perPagina")


class InvalidQueryError(Exception):
    """A question that cannot be answered. ``errors``: each as a problem document tells it."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("the query is not valid")
        self.errors = errors


@dataclass(frozen=True)
class Query:
    """What is asked for; an empty text asks for nothing. ``given``: as it came, to repeat it for other pages."""

    text: str
    theme: str
    area: str
    state: str
    audience: str
    order: str
    page: int
    size: int
    given: Mapping[str, str]

    def fits(self, plan: Candidate) -> bool:
        """Whether a plan is what is asked for; words are looked up elsewhere."""
        return (
            self.theme in ("", plan.theme)
            and self.area in ("", plan.area)
            and self.state in ("", plan.state)
            and (not self.audience or self.audience in plan.audiences)
        )

    def key(self, plan: Candidate) -> tuple[int, ...]:
        """Where a plan stands in the list."""
        return ORDERS[self.order](plan)

    def links(self, address: str, total: int) -> str:
        """The header ``Link`` (RFC 8288) for a list of so many plans."""
        last = max(1, -(-total // self.size))
        pages = {"first": 1, "prev": self.page - 1, "next": self.page + 1, "last": last}
        return ", ".join(
            f'<{address}?{urlencode({**self.given, "pagina": page})}>; rel="{name}"'
            for name, page in pages.items()
            if 1 <= page <= last
        )


def read_query(given: MultiDict[str, str], spec: EditionSpec) -> Query:
    """What an address asks for.

    Raises:
        InvalidQueryError: with everything that is wrong in it.
    """
    errors = []
    allowed = {
        "thema": spec.themes,
        "wijk": spec.areas,
        "status": tuple(STATE_WORDS.values()),
        "voorWie": AUDIENCES,
        "sorteer": tuple(ORDERS),
    }
    for name, values in given.lists():
        value = values[0]
        if name not in NAMES:
            errors.append(_error(name, "unknown", f"Kies uit: {', '.join(NAMES)}."))
        elif len(values) > 1:
            errors.append(_error(name, "repeated", "Geef deze parameter één keer."))
        elif name in allowed and value not in allowed[name]:
            errors.append(_error(name, "invalid", f"Kies uit: {', '.join(allowed[name])}."))
        elif name == "pagina" and whole_number(value) < 1:
            errors.append(_error(name, "invalid", "Geef een heel getal vanaf 1."))
        elif name == "perPagina" and not 1 <= whole_number(value) <= MOST:
            errors.append(_error(name, "invalid", f"Geef een heel getal van 1 tot en met {MOST}."))
        elif name == "q" and not 0 < len(value) <= LONGEST_TEXT:
            errors.append(_error(name, "invalid", f"Geef 1 tot en met {LONGEST_TEXT} tekens."))
    if errors:
        raise InvalidQueryError(errors)
    return Query(
        text=given.get("q", ""),
        theme=given.get("thema", ""),
        area=given.get("wijk", ""),
        state=given.get("status", ""),
        audience=given.get("voorWie", ""),
        order=given.get("sorteer", "nummer"),
        page=whole_number(given.get("pagina", ""), 1),
        size=whole_number(given.get("perPagina", ""), USUAL),
        given=given.to_dict(),
    )


def require_no_query(given: MultiDict[str, str]) -> None:
    """Refuse parameters where there are none.

    Raises:
        InvalidQueryError: with each of them.
    """
    if given:
        raise InvalidQueryError(
            [_error(name, "unknown", "Dit adres heeft geen parameters.") for name in given]
        )


def _error(name: str, code: str, detail: str) -> dict[str, Any]:
    return {"in": "query", "location": {"name": name}, "code": code, "detail": detail}
