"""The published bundle: whole, the same for the same input, and nothing in it can be changed unseen."""

import hashlib
import json
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from voting import bundle
from voting.bundle import Facts, SeedProcedure, Terms
from voting.pabulib import read
from voting.tally import (
    Completion,
    Leftover,
    Project,
    RuleName,
    TallyRule,
    TieBreak,
    TieKind,
)

SEED = "trekking 20-11-2026: 07 12 31"
FACTS = Facts(
    meta={
        "description": "Wijk aan Zet: een proef",
        "country": "Netherlands",
        "unit": "Haarlem",
        "instance": "2026",
        "date_begin": "01.11.2026",
        "date_end": "14.11.2026",
        "language": "nl",
        "currency": "EUR",
        "max_sum_cost": "70000",
    },
    projects=(
        Project("12", 1_200_050, "Groen", "Boerhaavewijk"),
        Project("7", 4_000_000, "Op straat", "Molenwijk"),
        Project("31", 3_000_000, "Groen", "Molenwijk"),
        Project("8", 2_900_000, "Elkaar ontmoeten", "Meerwijk"),
    ),
    names={"12": "Bankjes; en meer", "7": 'Speel"tuin', "31": "Bomen, veel bomen", "8": "Koffie"},
    ballots=[("12", "7"), ("31",), (), ("7", "12"), ("31", "12"), ("8",), ("8", "12")],
    budget=7_000_000,
    unit=100,
)
TERMS = Terms(
    rule=TallyRule(min_votes=1, theme_caps={"Groen": 4_300_000}),
    tie_break=TieBreak(TieKind.LOT, SEED),
    seed=SeedProcedure(
        announced="De winnende getallen van de eerste trekking na de sluiting",
        announced_on="Haarlems Weekblad, 1 november 2026",
        commitment=hashlib.sha256(SEED.encode()).hexdigest(),
    ),
    program="wijkaanzet 0.1.0",
)
RECEIPTS = ["K7P2-QX4M", "A1B2-C3D4", "ZZ9Y-8X7W", "M4N5-P6Q7", "R8S9-T0V1", "W2X3-Y4Z5", "H6J7-K8M9"]
FILES = ["SHA256SUMS", "leesmij.txt", "ontvangstcodes.txt", "stemmen.pb", "uitslag.json"]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    folder = tmp_path / "uitslag"
    bundle.write(folder, FACTS, TERMS, RECEIPTS)
    return folder


def sign_again(folder: Path) -> None:
    """What an attacker does after changing a file: make the checksums fit."""
    names = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines))


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text, (name, old)
    (folder / name).write_text(text.replace(old, new, 1))


def fails(folder: Path) -> str:
    report = bundle.verify(folder)
    assert not report.ok
    assert report.difference
    assert "\n" not in report.difference
    return report.difference


def test_a_bundle_verifies_and_says_what_it_checked(published):
    report = bundle.verify(published)
    assert report.ok, report.difference
    assert len(report.checked) == 5
    assert sorted(path.name for path in published.iterdir()) == FILES
    assert report.checksum == hashlib.sha256((published / "SHA256SUMS").read_bytes()).hexdigest()


def test_other_tools_agree_about_the_checksums(published):
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("no sha256sum here")
    subprocess.run(
        [tool, "--check", "--strict", "SHA256SUMS"], cwd=published, check=True, capture_output=True
    )


def test_the_same_input_gives_the_same_bytes(published, tmp_path):
    first = bundle.write(tmp_path / "nog een", FACTS, TERMS, RECEIPTS)
    assert first == bundle.verify(published).checksum
    for name in FILES:
        assert (tmp_path / "nog een" / name).read_bytes() == (published / name).read_bytes()


def test_the_ballots_are_a_pabulib_file_that_says_everything(published):
    election = read(published / "stemmen.pb")
    assert all("geen plafond" in line for line in election.warnings)
    assert list(election.meta)[:4] == ["description", "country", "unit", "instance"]
    assert election.meta["rule"] == "greedy-threshold"
    assert election.declared.rule == replace(TERMS.rule, theme_caps={"Groen": 43_000 * election.unit})
    assert [set(row.chosen) for row in election.rows] == [set(ballot) for ballot in FACTS.ballots]
    assert election.names == FACTS.names
    assert election.published is not None


def test_the_order_inside_a_ballot_is_that_of_the_ballot_paper(published):
    rows = read(published / "stemmen.pb").rows
    assert rows[0].chosen == rows[3].chosen == ("12", "7")


def test_the_outcome_tells_rule_lot_and_reasons(published):
    values = json.loads((published / "uitslag.json").read_text())
    assert values["tie_break"]["seed"] == SEED
    assert values["tie_break"]["announced"] == TERMS.seed.announced
    assert values["rule"]["theme_caps"] == {"Groen": "43000"}
    assert values["ballots"]["count"] == values["receipts"]["count"] == 7
    assert values["ballots"]["blank"] == 1
    assert values["projects"][0]["cost"] == "12000.5"
    assert all(project["reason"] for project in values["projects"])


def test_the_readme_gives_one_command(published):
    text = (published / "leesmij.txt").read_text()
    assert "wijkaanzet verify ." in text
    assert SEED in text


@pytest.mark.parametrize("name", FILES)
def test_any_changed_byte_is_seen(published, name):
    data = (published / name).read_bytes()
    rng = random.Random(name)
    for at in sorted(rng.sample(range(len(data)), 25)):
        (published / name).write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        fails(published)
    (published / name).write_bytes(data + b"\n")
    fails(published)
    (published / name).write_bytes(data[:-1])
    fails(published)


@pytest.mark.parametrize("name", [name for name in FILES if name != "SHA256SUMS"])
def test_any_changed_byte_is_seen_when_the_checksums_were_made_anew(published, name):
    data = (published / name).read_bytes()
    rng = random.Random(f"again {name}")
    for at in sorted(rng.sample(range(len(data)), 40)):
        (published / name).write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        sign_again(published)
        if name != "ontvangstcodes.txt" or data[at : at + 1] != b"\n":
            assert not bundle.verify(published).ok, (name, at)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("stemmen.pb", "2;31\n", "2;8\n", "hertelling"),
        ("stemmen.pb", "2;31\n", "", "ontvangstcodes"),
        ("stemmen.pb", "2;31\n", "2;31,31\n", "stemmen.pb"),
        ("stemmen.pb", "2;31\n", "2;99\n", "stemmen.pb:"),
        ("stemmen.pb", "1;12,7\n", "1;7,12\n", "stemmen.pb:"),
        ("stemmen.pb", "7;12,8\n", "7;12,8\n8;7\n", "ontvangstcodes"),
        ("stemmen.pb", "12;12000.5;", "12;12000.4;", "cost"),
        ("stemmen.pb", "budget;70000", "budget;90000", ""),
        ("stemmen.pb", "threshold;1", "threshold;2", "stemmen.pb:"),
        ("stemmen.pb", "budget_per_category;43000", "budget_per_category;30000", "stemmen.pb:"),
        ("stemmen.pb", "rule;greedy-threshold", "rule;greedy-no-skip", "stemmen.pb:"),
        ("stemmen.pb", "Koffie", "Thee", "name"),
        ("stemmen.pb", "unit;Haarlem", "unit;Zaandam", ""),
        ("uitslag.json", '"min_votes": 1', '"min_votes": 3', ""),
        ("uitslag.json", '"name": "greedy"', '"name": "greedy-stop"', ""),
        ("uitslag.json", '"name": "greedy"', '"name": "dobbelen"', "telregel"),
        ("uitslag.json", '"Groen": "43000"', '"Groen": "44000"', ""),
        ("uitslag.json", "07 12 31", "07 12 32", "seed"),
        ("uitslag.json", '"kind": "lot"', '"kind": "order"', ""),
        ("uitslag.json", "eerste trekking", "tweede trekking", "leesmij.txt"),
        ("uitslag.json", '"selected": true', '"selected": false', "hertelling"),
        ("uitslag.json", '"votes": 4', '"votes": 5', "hertelling"),
        ("uitslag.json", '"cost": "40000"', '"cost": "30000"', "hertelling"),
        ("uitslag.json", '"blank": 1', '"blank": 0', "hertelling"),
        ("uitslag.json", "{", "[", "JSON"),
        ("ontvangstcodes.txt", "K7P2-QX4M\n", "", "ontvangstcodes"),
        ("ontvangstcodes.txt", "K7P2-QX4M", "K7P2-QX4N", "receipts"),
        ("ontvangstcodes.txt", "K7P2-QX4M", "A1B2-C3D4", "twee keer"),
        ("ontvangstcodes.txt", "K7P2-QX4M\nA1B2-C3D4", "A1B2-C3D4\nK7P2-QX4M", "receipts"),
        ("leesmij.txt", "verify", "Verify", "leesmij.txt"),
    ],
)
def test_each_kind_of_forgery_is_named_though_the_checksums_fit(published, name, old, new, said):
    change(published, name, old, new)
    assert "SHA256SUMS" in fails(published)
    sign_again(published)
    assert said in fails(published)


def test_only_the_published_checksum_shows_a_forgery_that_agrees_with_itself(published, tmp_path):
    honest = bundle.verify(published).checksum
    shutil.rmtree(published)
    bundle.write(published, replace(FACTS, ballots=[("31",)] * 7), TERMS, RECEIPTS)
    report = bundle.verify(published)
    assert report.ok
    assert report.checksum != honest


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(published, name):
    (published / name).unlink()
    assert name in fails(published)


def test_no_folder_at_all(tmp_path):
    assert "SHA256SUMS" in fails(tmp_path / "niets") or "ontbreekt" in fails(tmp_path / "niets")


@pytest.mark.parametrize(
    "rule",
    [
        TallyRule(),
        TallyRule(RuleName.GREEDY_STOP),
        TallyRule(RuleName.GREEDY_STOP, leftover=Leftover.TOP_UP_80),
        TallyRule(leftover=Leftover.PART_PAY, area_caps={"Molenwijk": 4_000_000}),
        TallyRule(RuleName.EQUAL_SHARES, completion=Completion.ADD1_UTILITARIAN),
        TallyRule(RuleName.PHRAGMEN),
        TallyRule(RuleName.MAX_VOTES, min_votes=2),
    ],
)
@pytest.mark.parametrize("tie", ["order", "id", "lot:iets met; een puntkomma"])
def test_every_rule_can_be_published_and_verified(tmp_path, rule, tie):
    terms = replace(TERMS, rule=rule, tie_break=TieBreak.parse(tie), seed=SeedProcedure())
    bundle.write(tmp_path / "uit", FACTS, terms, RECEIPTS)
    assert bundle.verify(tmp_path / "uit").difference == ""


def test_an_edition_without_voters_can_be_published(tmp_path):
    bundle.write(tmp_path / "uit", replace(FACTS, ballots=[]), TERMS, [])
    assert bundle.verify(tmp_path / "uit").ok


@pytest.mark.parametrize(
    ("facts", "terms", "receipts"),
    [
        (FACTS, TERMS, RECEIPTS[:-1]),
        (replace(FACTS, meta={"description": "Proef"}), TERMS, RECEIPTS),
        (FACTS, TERMS, [*RECEIPTS[:-1], RECEIPTS[0]]),
        (FACTS, TERMS, [*RECEIPTS[:-1], ""]),
        (replace(FACTS, ballots=[("12", "12"), *FACTS.ballots[1:]]), TERMS, RECEIPTS),
        (replace(FACTS, ballots=[("99",), *FACTS.ballots[1:]]), TERMS, RECEIPTS),
        (FACTS, replace(TERMS, seed=SeedProcedure(commitment="0" * 64)), RECEIPTS),
        (FACTS, replace(TERMS, rule=TallyRule(theme_caps={"Groen, grijs": 1})), RECEIPTS),
        (replace(FACTS, projects=(Project(" 12", 1),)), TERMS, RECEIPTS),
        (replace(FACTS, projects=(Project("12", 1), Project("12", 2))), TERMS, RECEIPTS),
    ],
)
def test_what_contradicts_itself_is_not_published(tmp_path, facts, terms, receipts):
    with pytest.raises(ValueError):
        bundle.write(tmp_path / "uit", facts, terms, receipts)
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_bundle_is_never_overwritten(published):
    with pytest.raises(FileExistsError):
        bundle.write(published, replace(FACTS, ballots=[("31",)] * 7), TERMS, RECEIPTS)
    assert bundle.verify(published).ok


def test_a_crash_leaves_no_half_bundle(tmp_path, monkeypatch):
    def full_disk(_file: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        bundle.write(tmp_path / "uit", FACTS, TERMS, RECEIPTS)
    assert list(tmp_path.iterdir()) == []
