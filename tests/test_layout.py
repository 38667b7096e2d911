"""The repository has the shape that its readers count on."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.sources import ROOT, repository_files

PACKAGES = {"phases", "voting", "letters", "wijkaanzet"}
FOLDERS = PACKAGES | {"templates", "tests", "benchmarks", "docs", ".ci"}
LONGEST_FILE = 400
BINARY = {".png", ".jpg", ".ico", ".pdf", ".woff2", ".ttf", ".mo", ".gz", ".sqlite3"}
# Where packages come from is a matter of the machine that installs them, not of this repository.
REGISTRIES = re.compile(
    r"registry\.(npmjs|yarnpkg)\.|pythonhosted\.org|pypi\.org/simple|\"resolved\": *\"http", re.I
)
# The same goes for its folders. (Neither pattern finds itself here.)
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(work|root|home/\w+|Users/\w+)/[\w.]")


def texts() -> dict[Path, str]:
    """Return the text files of the repository, by path."""
    files = [file for file in repository_files() if file.suffix not in BINARY]
    return {file: (ROOT / file).read_text(encoding="utf-8") for file in files}


def project() -> dict[str, Any]:
    """Return the `[project]` table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def test_top_level_folders() -> None:
    folders = {file.parts[0] for file in repository_files() if len(file.parts) > 1}
    assert folders - FOLDERS == set(), (
        "a new top-level folder: is it in docs/architecture.md and in this test?"
    )
    assert folders >= PACKAGES


def test_no_python_file_is_too_long_to_read() -> None:
    # A migration lists every table of its moment; it is read once and never changed.
    read = {
        file: text for file, text in texts().items() if file.suffix == ".py" and "versions" not in file.parts
    }
    lengths = {file: len(text.splitlines()) for file, text in read.items()}
    assert {file: length for file, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registry", "machine path"])
def test_nothing_of_one_machine_is_in_a_file(pattern: re.Pattern[str]) -> None:
    found = [
        f"{file}:{number}: {line.strip()[:100]}"
        for file, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_publiccode() -> None:
    published = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    required = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"}
    assert published.keys() >= required | {"description", "legal", "maintenance", "localisation"}
    assert published["publiccodeYmlVersion"] == "0.7"
    assert published["legal"]["license"] == project()["license"]
    assert published["localisation"]["availableLanguages"] == ["nl"]
    assert list(published["description"]) == ["nl", "en"]
    for description in published["description"].values():
        assert len(description["shortDescription"].strip()) <= 150
        assert 150 <= len(description["longDescription"].strip()) <= 10_000
        assert description["features"]
    # The standard asks for a named person with every kind of maintenance but this one and `contract`.
    maintenance = published["maintenance"]
    assert maintenance["type"] == "none" or maintenance.get("contacts") or maintenance.get("contractors")


def test_the_changelog_names_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(project()['version'])}\]", changelog, re.M)


def test_the_licence_is_whole() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert [f"{number}. " in licence for number in range(1, 16)] == [True] * 15
    assert "Strong\n  Reciprocity (LiLiQ-R+)" in licence
    assert licence.endswith("require the production of a new\nEUPL version.\n")
