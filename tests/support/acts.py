"""The acts that the program records in the audit trail, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.support.sources import ROOT

RECORD = "record_act"
ACT_PLACE = 2
"""``record_act(session, edition_id, act, ...)``."""


@dataclass
class Acts:
    """Acts by name, and what stands in the place of one but is no plain text."""

    names: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)


def recorded_acts() -> Acts:
    """Every act, also of functions that pass their own argument on to ``record_act``."""
    trees = [
        ast.parse(file.read_text("utf-8")) for file in sorted((ROOT / "wijkaanzet" / "actions").glob("*.py"))
    ]
    acts, shared = Acts(), {RECORD: ACT_PLACE}
    own: list[dict[str, int]] = [{} for _tree in trees]
    for _level in range(2):  # a helper of a helper
        for tree, mine in zip(trees, own, strict=True):
            for function in _functions(tree):
                taken = [one.arg for one in function.args.args]
                for value in _in_place(function, shared | mine):
                    if isinstance(value, ast.Name) and value.id in taken:
                        # A name with an underscore is only known in its own module.
                        places = mine if function.name.startswith("_") else shared
                        places.setdefault(function.name, taken.index(value.id))
    for tree, mine in zip(trees, own, strict=True):
        for function in _functions(tree):
            taken = [one.arg for one in function.args.args]
            for value in _in_place(function, shared | mine):
                found = _texts(value) or _in_loop(function, value)
                acts.names |= found
                if not found and not (isinstance(value, ast.Name) and value.id in taken):
                    acts.unread.add(ast.unparse(value))
    return acts


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _in_place(function: ast.FunctionDef, places: dict[str, int]) -> Iterator[ast.expr]:
    """What is handed over as the act by the calls in a function."""
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            place = places.get(call.func.id)
            if place is not None and len(call.args) > place:
                yield call.args[place]


def _in_loop(function: ast.FunctionDef, value: ast.expr) -> set[str]:
    """What a loop's variable can be, when the loop goes over texts that stand there."""
    if not isinstance(value, ast.Name):
        return set()
    loops = [node for node in ast.walk(function) if isinstance(node, ast.For)]
    mine = [
        loop for loop in loops if value.id in {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
    ]
    return {
        node.value
        for loop in mine
        for node in ast.walk(loop.iter)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _texts(value: ast.expr) -> set[str]:
    if isinstance(value, ast.IfExp):
        return _texts(value.body) | _texts(value.orelse)
    return {value.value} if isinstance(value, ast.Constant) and isinstance(value.value, str) else set()
