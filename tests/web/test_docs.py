"""What scripts and operators count on is written down, and what is written down is there."""

import re
import tomllib
from dataclasses import fields

import click
import pytest

from phases.calendar import Phase
from tests.support.sources import ROOT
from tests.support.stages import Site
from tests.web.test_access import rules_of
from wijkaanzet.cli import cli
from wijkaanzet.config import (
    _MAIL_SETTINGS,
    _TEXT_SETTINGS,
    HIGHEST,
    Config,
    LettersConfig,
)
from wijkaanzet.mail_config import MailConfig
from wijkaanzet.map_config import MapConfig
from wijkaanzet.retention_config import RetentionConfig

ROW = re.compile(r"^\| `(?P<path>/[^`]*)` \| (?P<methods>[A-Z, ]+) \| (?P<who>\w+) \| .+ \|$", re.M)
SECRETS = {"secret_key", "pincode_key", "smtp_password"}

# The command line is a contract: scripts depend on it. Command -> what it takes.
COMMANDS = {
    "serve": "--host --port --workers --database",
    "rehearse": "file --json --voters --letters --http --until --database --codes",
    "edition create": "",
    "edition show": "slug",
    "edition list": "",
    "organiser invite": "email",
    "addresses check": "file",
    "addresses import": "file",
    "letters print": "--out --batch --resume",
    "tally": "file --rule --satisfaction --completion --add1-stop --min-votes --tie --json",
    "compare": "file --json",
    "publish": "slug --out",
    "report": "slug --out",
    "verify": "folder",
    "backup": "file",
    "restore": "file",
    "privacy tidy": "--dry-run",
    "privacy show": "email",
    "privacy erase": "email --yes",
}


def test_every_route_is_documented_and_every_documented_route_is_there(shown: dict[Phase, Site]) -> None:
    app = shown[Phase.SUBMIT].app
    who = rules_of(app)
    routes = {
        (rule.rule, method, who[rule.endpoint].value)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    written = {
        (row["path"], method, row["who"])
        for row in ROW.finditer((ROOT / "docs" / "routes.md").read_text("utf-8"))
        for method in row["methods"].split(", ")
    }
    assert routes - written == set(), "in docs/routes.md these are missing"
    assert written - routes == set(), "docs/routes.md names what is not there"


def command_named(name: str) -> click.Command:
    """The command with this name."""
    found: click.Command = cli
    for part in name.split():
        assert isinstance(found, click.Group)
        found = found.commands[part]
    return found


@pytest.mark.parametrize(("name", "wanted"), COMMANDS.items(), ids=list(COMMANDS))
def test_each_command_takes_what_was_promised(name: str, wanted: str) -> None:
    found = command_named(name)
    taken = {option for parameter in found.params for option in parameter.opts}
    assert set(wanted.split()) - taken == set()
    assert found.help


def test_every_command_is_in_a_guide() -> None:
    guides = "".join(file.read_text("utf-8") for file in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    missing = [name for name in cli.commands if f"wijkaanzet {name}" not in guides]
    assert missing == []


def test_every_setting_stands_in_the_shipped_file() -> None:
    shipped = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
    for table, kind in (
        ("operator", Config),
        ("mail", MailConfig),
        ("letters", LettersConfig),
        ("map", MapConfig),
        ("retention", RetentionConfig),
    ):
        known = {field.name for field in fields(kind)} - SECRETS  # type: ignore[arg-type]
        if table == "operator":
            known -= {"mail", "letters", "map", "retention", "departments", "edition", "fast_hashing"}
        assert shipped[table].keys() == known, table


def test_every_variable_of_the_environment_is_in_the_operators_guide() -> None:
    guide = (ROOT / "docs" / "operator.md").read_text("utf-8")
    names = [*_TEXT_SETTINGS, *HIGHEST, "data_dir", *(f"mail_{name}" for name in _MAIL_SETTINGS)]
    missing = [name for name in names if f"WIJKAANZET_{name.upper()}`" not in guide]
    assert missing == []
