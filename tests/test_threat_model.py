"""Every claim of the threat model names its test, and a test that is named is there."""

import ast
import re

from tests.support.sources import ROOT

DOCUMENT = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROW = re.compile(r"^\| (?P<claim>[^|]+) \| (?P<proof>[^|]+) \|$", re.M)


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_named_test_is_there() -> None:
    named = NAMED.findall(DOCUMENT)
    assert len(named) > 30
    files = {path: names_in(path) for path, _ in named}
    assert [f"{path}::{name}" for path, name in named if name not in files[path]] == []


def test_every_claim_names_a_test_or_says_that_it_is_out_of_reach() -> None:
    rows = [row for row in ROW.finditer(DOCUMENT) if not re.fullmatch(r"-+|claim", row["claim"].strip())]
    assert len(rows) > 25
    unproven = [
        row["claim"] for row in rows if not NAMED.search(row["proof"]) and "out of reach" not in row["proof"]
    ]
    assert unproven == []


def test_everybody_who_could_attack_is_there() -> None:
    headings = re.findall(r"^## (.+)$", DOCUMENT, re.M)
    for who in (
        "neighbour",
        "collects letters",
        "guess",
        "organiser",
        "print shop",
        "operator",
        "live access",
    ):
        assert any(who in heading for heading in headings), who
