"""Reads the imports of a tree of Python sources and holds them against the arrows of the architecture.

    web, cli  ->  actions  ->  storage
    actions, storage  ->  phases, voting
    actions  ->  letters

`phases`, `voting` and `letters` stand alone. A module of `wijkaanzet` that belongs to no layer (config, errors, mail)
is looked through: what it imports counts for the layer that imports it, so that it cannot become a back door.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FACTORY = "wijkaanzet.__init__"
FRAMEWORKS = {"flask", "sqlalchemy"}
FORBIDDEN = {
    "phases": {"voting", "letters", "wijkaanzet", *FRAMEWORKS},
    "voting": {"phases", "letters", "wijkaanzet", *FRAMEWORKS},
    "letters": {"phases", "voting", "wijkaanzet", *FRAMEWORKS},
    "wijkaanzet.storage": {
        "letters",
        "wijkaanzet.actions",
        "wijkaanzet.web",
        "wijkaanzet.cli",
        FACTORY,
        "flask",
    },
    "wijkaanzet.actions": {"wijkaanzet.web", "wijkaanzet.cli", FACTORY, "flask"},
    "wijkaanzet.web": {"letters", "wijkaanzet.storage", "wijkaanzet.cli", FACTORY},
    "wijkaanzet.cli": {"wijkaanzet.storage", "wijkaanzet.web"},
}


@dataclass(frozen=True)
class Import:
    """One import: where it stands and the module it names."""

    path: str
    line: int
    target: str
    at_top: bool


def broken_arrows(sources: Mapping[str, str]) -> list[str]:
    """Return a line for every import that breaks an arrow.

    Args:
        sources: the Python files of the tree, text by path from its root ("phases/plan.py").
    """
    imports = _read(sources)
    found = set()
    for module in imports:
        layer = _layer(module)
        for origin, through in _seen_from(module, imports):
            banned = _banned(layer, origin.target)
            if banned:
                chain = f" (through {through})" if through != module else ""
                found.add(f"{origin.path}:{origin.line}: {layer} must not import {banned}{chain}")
    return sorted(found)


def hidden_imports(sources: Mapping[str, str]) -> list[str]:
    """Return a line for every import that stands neither at the top of its module nor in `if TYPE_CHECKING`."""
    everything = [one for imports in _read(sources).values() for one in imports]
    return sorted(
        f"{one.path}:{one.line}: imports {one.target} out of sight" for one in everything if not one.at_top
    )


def _read(sources: Mapping[str, str]) -> dict[str, list[Import]]:
    known = {_module(path) for path in sources}
    return {_module(path): list(_imports(path, text, known)) for path, text in sources.items()}


def _module(path: str) -> str:
    """Name the module of a file; a package goes by its `__init__`, to tell `wijkaanzet` from what is inside it."""
    return path.removesuffix(".py").replace("/", ".")


def _imports(path: str, text: str, known: set[str]) -> Iterator[Import]:
    tree = ast.parse(text, path)
    top = set(_top_statements(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(path, node)
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield Import(path, node.lineno, _resolve(name, known), node in top)


def _top_statements(tree: ast.Module) -> Iterator[ast.stmt]:
    for statement in tree.body:
        yield statement
        if isinstance(statement, ast.If) and ast.unparse(statement.test).endswith("TYPE_CHECKING"):
            yield from statement.body


def _absolute(path: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parents = _module(path).split(".")[: -node.level]
    return ".".join([*parents, node.module] if node.module else parents)


def _resolve(name: str, known: set[str]) -> str:
    """Turn `package.module.thing` into the module of the tree that it stands in, when it stands in the tree."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        prefix = ".".join(parts[:length])
        for candidate in (prefix, f"{prefix}.__init__"):
            if candidate in known:
                return candidate
    return name


def _layer(module: str) -> str | None:
    return next((layer for layer in FORBIDDEN if _inside(module, layer)), None)


def _inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _seen_from(module: str, imports: Mapping[str, list[Import]]) -> Iterator[tuple[Import, str]]:
    """Yield what a module imports, also by way of modules that belong to no layer, and the module that does it."""
    if _layer(module) is None:
        return
    waiting, seen = [module], {module}
    while waiting:
        current = waiting.pop()
        for one in imports[current]:
            yield one, current
            # The factory wires every layer to every other: who may import it is said in FORBIDDEN.
            passage = one.target in imports and _layer(one.target) is None and one.target != FACTORY
            if passage and one.target not in seen:
                seen.add(one.target)
                waiting.append(one.target)


def _banned(layer: str | None, target: str) -> str | None:
    """Return the entry of FORBIDDEN that a target falls under; `flask_login` falls under `flask`."""
    if layer is None:
        return None
    if target == "wijkaanzet":
        target = FACTORY
    family = target.split(".")[0].split("_")[0]
    return next((ban for ban in sorted(FORBIDDEN[layer]) if _inside(target, ban) or family == ban), None)
