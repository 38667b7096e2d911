"""The arrows of the architecture hold, and the check that says so catches what breaks them."""

from collections.abc import Mapping

import pytest

from tests.support.imports import broken_arrows, hidden_imports
from tests.support.sources import python_sources

PACKAGES = ("phases", "voting", "letters", "wijkaanzet")
MADE_TREE = {
    "phases/__init__.py": "",
    "phases/plan.py": "from dataclasses import dataclass\nfrom phases import __doc__",
    "voting/__init__.py": "",
    "voting/tally/__init__.py": "import numpy\nfrom .greedy import count",
    "voting/tally/greedy.py": "from ..ballot import Ballot",
    "voting/ballot.py": "",
    "letters/__init__.py": "",
    "letters/page.py": "from reportlab.pdfgen import canvas",
    "wijkaanzet/__init__.py": "from flask import Flask\nfrom wijkaanzet import web\nfrom wijkaanzet.storage import models",
    "wijkaanzet/errors.py": "import enum",
    "wijkaanzet/mail.py": "from wijkaanzet import errors",
    "wijkaanzet/storage/__init__.py": "",
    "wijkaanzet/storage/models.py": "import sqlalchemy.orm\nfrom phases.plan import Plan\nfrom wijkaanzet import errors",
    "wijkaanzet/actions/__init__.py": "",
    "wijkaanzet/actions/vote.py": "from letters import page\nfrom voting import tally\nfrom ..storage import models\nfrom .. import mail",
    "wijkaanzet/web/__init__.py": "import flask\nfrom wijkaanzet.actions import vote\nfrom voting.ballot import Ballot",
    "wijkaanzet/cli/__init__.py": "from wijkaanzet import create_app\nfrom wijkaanzet.actions.vote import cast\nimport voting, letters",
}


def test_the_sources_keep_to_the_arrows() -> None:
    sources = python_sources(*PACKAGES)
    assert {path.split("/")[0] for path in sources} == set(PACKAGES)
    broken = broken_arrows(sources)
    assert not broken, "\n".join(broken)


def test_the_sources_import_at_the_top() -> None:
    hidden = hidden_imports(python_sources(*PACKAGES))
    assert not hidden, "\n".join(hidden)


def test_a_tree_that_keeps_to_the_arrows_passes() -> None:
    assert broken_arrows(MADE_TREE) == []
    assert hidden_imports(MADE_TREE) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"phases/plan.py": "import voting.ballot"}, "phases/plan.py:1: phases must not import voting"),
        (
            {"voting/ballot.py": "\nfrom flask_login import x"},
            "voting/ballot.py:2: voting must not import flask",
        ),
        (
            {"voting/ballot.py": "import sqlalchemy.orm"},
            "voting/ballot.py:1: voting must not import sqlalchemy",
        ),
        ({"letters/page.py": "import wijkaanzet"}, "letters/page.py:1: letters must not import wijkaanzet"),
        ({"letters/page.py": "from phases import plan"}, "letters/page.py:1: letters must not import phases"),
        (
            {"wijkaanzet/storage/models.py": "from ..actions import vote"},
            "wijkaanzet/storage/models.py:1: wijkaanzet.storage must not import wijkaanzet.actions",
        ),
        (
            {"wijkaanzet/storage/models.py": "from .. import create_app"},
            "wijkaanzet/storage/models.py:1: wijkaanzet.storage must not import wijkaanzet.__init__",
        ),
        (
            {"wijkaanzet/actions/vote.py": "if TYPE_CHECKING:\n    from flask import Request"},
            "wijkaanzet/actions/vote.py:2: wijkaanzet.actions must not import flask",
        ),
        (
            {"wijkaanzet/actions/vote.py": "from wijkaanzet.web import pages"},
            "wijkaanzet/actions/vote.py:1: wijkaanzet.actions must not import wijkaanzet.web",
        ),
        (
            {"wijkaanzet/mail.py": "from flask import render_template"},
            "wijkaanzet/mail.py:1: wijkaanzet.actions must not import flask (through wijkaanzet.mail)",
        ),
        (
            {"wijkaanzet/web/__init__.py": "from wijkaanzet.storage.models import Plan"},
            "wijkaanzet/web/__init__.py:1: wijkaanzet.web must not import wijkaanzet.storage",
        ),
        (
            {"wijkaanzet/cli/__init__.py": "import wijkaanzet.storage.models"},
            "wijkaanzet/cli/__init__.py:1: wijkaanzet.cli must not import wijkaanzet.storage",
        ),
    ],
    ids=lambda value: (
        next(iter(value.values())).split("\n")[-1].strip() if isinstance(value, Mapping) else ""
    ),
)
def test_a_forbidden_arrow_is_caught(change: dict[str, str], said: str) -> None:
    assert broken_arrows(MADE_TREE | change) == [said]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("def count():\n    import numpy", 2),
        ("try:\n    import numpy\nexcept ImportError:\n    pass", 2),
        ("class Ballot:\n    from numpy import array", 2),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    import numpy", 4),
    ],
)
def test_an_import_out_of_sight_is_caught(text: str, line: int) -> None:
    [said] = hidden_imports(MADE_TREE | {"voting/ballot.py": text})
    assert said.startswith(f"voting/ballot.py:{line}: imports numpy")


def test_an_import_for_types_only_may_stand_under_type_checking() -> None:
    text = "import typing\nif typing.TYPE_CHECKING:\n    import numpy"
    assert hidden_imports(MADE_TREE | {"voting/ballot.py": text}) == []
