"""What cannot be done is told in plain Dutch: every code has its text, every page a way on."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from phases.calendar import Phase
from phases.money import format_money
from phases.plan import Exit
from phases.reactions import NameProblem
from tests.support.sources import python_sources
from tests.support.stages import Site
from tests.support.visitor import Visitor
from voting.ballot import BallotProblem, ProblemKind
from wijkaanzet.errors import DomainError
from wijkaanzet.web import errors

People = dict[tuple[Phase, str], Visitor]
OTHER_WAYS = {"ballot-invalid", "too-early", "too-late"}
"""Codes whose text is made by a function of its own."""
COMPUTED = {
    "f'code-{state}'": [f"code-{state}" for state in ("wrong", "used", "void", "reserved")],
    "f'plan-{left.kind}'": [f"plan-{kind}" for kind in (Exit.MERGED, Exit.FORWARDED)],
    "f'code-{left}'": ["code-used", "code-reserved"],
    "wrong": list(NameProblem),
    "error.code": ["picture-unreadable", "picture-too-large"],
}
"""What an expression in a DomainError stands for; an open code is no failure, and a hidden plan is none at all."""


def raised_codes() -> Iterator[str]:
    """Every code with which a DomainError is made anywhere in the program."""
    for path, text in python_sources("wijkaanzet").items():
        for node in ast.walk(ast.parse(text, path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "DomainError":
                yield from codes_of(node.args[0])


def codes_of(code: ast.expr) -> Iterator[str]:
    """The codes that an expression can be."""
    if isinstance(code, ast.Constant):
        yield str(code.value)
    elif isinstance(code, ast.IfExp):
        yield from (*codes_of(code.body), *codes_of(code.orelse))
    elif ast.unparse(code) in COMPUTED:
        yield from COMPUTED[ast.unparse(code)]
    else:
        pytest.fail(f"which codes can this be? {ast.unparse(code)}")


def test_every_code_has_a_text_and_every_text_a_code() -> None:
    codes = set(raised_codes())
    assert codes - OTHER_WAYS - errors._TEXTS.keys() == set()
    assert errors._TEXTS.keys() - codes == set()
    assert errors._STATUS.keys() - codes == set()


FACTS: dict[str, object] = {
    "said": "regel 1: het bestand is leeg",
    "folder": "/brieven",
    "street": "Merelpad",
    "typed": "12",
    "letter": 12,
    "number": 3,
    "until": datetime(2026, 11, 16, tzinfo=UTC),
    "minutes": 15,
    "theme": "Water",
    "area": "Eendenwijk",
    "likes": 3,
    "threshold": 50,
    "numbers": [1, 2],
    "slug": "oefening",
    "used": 3,
    "slips": 3,
    "forms": 4,
    "form": 4,
    "fewest": 10,
    "stage": "cast",
    "wait": 90,
    "ballots": 2,
    "receipts": 3,
    "left": 1000,
    "count": 2,
    "amount": "1.005",
    "drawn": 2,
    "read": 1,
    "tie": "plan 1 en plan 2",
    "into": 3,
    "most": 12,
    "reference": "12-A",
    "over": 1000,
    "what": "Hout",
    **dict.fromkeys(("first", "last", "latest", "day"), date(2027, 3, 1)),
}


def test_every_text_is_whole(shown: dict[Phase, Site]) -> None:
    """Filled in with its facts, ending as a sentence."""
    app = shown[Phase.SUBMIT].app
    with app.test_request_context("/"):
        app.preprocess_request()
        for code in errors._TEXTS:
            text = errors.domain_text(DomainError(code, **FACTS))
            assert text.endswith((".", "?")), text
            assert "%(" not in text
            assert 400 <= errors.domain_status(DomainError(code)) < 500
        for kind in ProblemKind:
            problem = BallotProblem(kind, "Op straat", 8_000_000, 7_000_000)
            assert errors.ballot_text(problem).endswith("."), kind
        over = errors.ballot_text(BallotProblem(ProblemKind.OVER_BUDGET, "", 8_000_000, 7_000_000))
        assert format_money(1_000_000) in over


def test_error_pages_say_what_to_do(people: People) -> None:
    visitor = Visitor(people[Phase.SUBMIT, ""].site)
    organiser = people[Phase.SUBMIT, "organiser"]
    for answer, status, words in (
        (visitor.get("/nergens"), 404, "Misschien is het adres verkeerd getypt"),
        (organiser.get("/balie"), 403, "uw account mag deze pagina niet gebruiken"),
        (visitor.get("/stem"), 403, "Dit kan nog niet. De fase ‘De wijk stemt’ begint op"),
        (organiser.post("/beheer/publiceren"), 409, "Er is nog niet geteld"),
        (organiser.post("/beheer/tellen"), 409, "Tellen kan pas als het stemmen voorbij is"),
        (organiser.post("/beheer/oordelen"), 403, "Dit kan nog niet"),
        (visitor.get("/plannen/1%00"), 400, "Er klopt iets niet"),
        (visitor.post("/oefening/klok", {"moment": "gisteren"}), 400, "Er klopt iets niet"),
    ):
        assert answer.status_code == status
        assert words in answer.text
        assert "Naar de startpagina" in answer.text


@pytest.mark.parametrize("path", ["/plannen/" + "9" * 30, "/plannen/" + "9" * 19, "/plannen/" + "9" * 5000])
def test_a_number_that_no_database_holds(people: People, path: str) -> None:
    assert people[Phase.SUBMIT, ""].get(path).status_code == 404
    assert people[Phase.FEASIBILITY, "checker"].get(path.replace("plannen", "tafel")).status_code == 404


def test_a_nul_reaches_no_database(people: People) -> None:
    visitor = people[Phase.SUBMIT, "resident"]
    for path, fields in (
        ("/plannen/nieuw", {"title": "Een\x00plan"}),
        ("/inloggen", {"email": "anna\x00@voorbeeld.nl"}),
        ("/stem", {"pincode": "\x00"}),
    ):
        assert visitor.post(path, fields).status_code == 400
    assert visitor.get("/uitslag/%00").status_code == 400
    assert visitor.get("/plannen?thema=%00").status_code == 400
