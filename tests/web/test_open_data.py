"""Open data for people: the page that says what there is, and tables that every program and no spreadsheet runs."""

import csv
import io

import pytest

from phases.calendar import Phase
from phases.plan_draft import PlanDraft
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from voting import pabulib
from wijkaanzet.actions import accounts, plans
from wijkaanzet.spreadsheet import open_amount, write_open_table
from wijkaanzet.web.open_data import AFTER_VOTE, MONEY, TABLES

People = dict[tuple[Phase, str], Visitor]
EVIL = '=HYPERLINK("http://evil.example","klik")'


def read(visitor: Visitor, name: str) -> list[dict[str, str]]:
    """A table as a program reads it; its bytes are RFC 4180."""
    answer = visitor.get(f"/gegevens/{name}.csv")
    assert answer.status_code == 200, name
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="oefening-{name}.csv"'
    data = answer.get_data()
    assert not data.startswith(b"\xef\xbb\xbf"), "a mark would be read as part of the first name"
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(TABLES[name].columns)}
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_tables_and_interface_tell_the_same(people: People) -> None:
    visitor = people[Phase.EXECUTION, ""]
    for name, table in TABLES.items():
        rows, data = read(visitor, name), visitor.get(f"/api/v1/{name}").get_json()
        listed = data if isinstance(data, list) else data.get("plannen")
        if listed is None:
            continue
        assert len(rows) == len(listed) > 0, name
        for row, one in zip(rows, listed, strict=True):
            for column in table.columns:
                value = one.get(column, one.get("naam") if column in ("thema", "wijk") else None)
                if isinstance(value, bool):
                    assert row[column] == ("ja" if value else "nee")
                elif isinstance(value, int):
                    told = f"{value // 100}.{value % 100:02d}" if column in MONEY else str(value)
                    assert row[column] == told, (name, column)
                elif isinstance(value, str):
                    assert row[column] == value


def test_turnout_adds_up_in_the_table(people: People) -> None:
    rows = read(people[Phase.EXECUTION, ""], "opkomst")
    whole = rows[0]
    assert (whole["soort"], whole["stemgerechtigden"], whole["gestemd"]) == ("totaal", "160", "96")
    areas = [row for row in rows if row["soort"] == "wijk"]
    assert sum(int(row["stemgerechtigden"]) for row in areas) == 160
    assert all(not row["gestemd"] or int(row["gestemd"]) >= 10 for row in rows)


def test_what_a_resident_writes_is_a_text_in_a_spreadsheet(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    edition = site.edition()
    draft = PlanDraft(EVIL, '+1 "en"\r\n-2;\n@x, y', "Lang.", edition.spec.themes[0], place="\t=1")
    moment = edition.local_now(site.clock.now)
    number = site.act(
        lambda s: plans.submit_plan(
            s, edition, draft, submitter=accounts.account_for(s, "x@voorbeeld.nl", now=moment), now=moment
        )
    )
    row = next(row for row in read(Visitor(site), "plannen") if row["nummer"] == str(number))
    assert row["titel"] == f"'{EVIL}"
    assert row["samenvatting"].startswith("'+1")
    assert row["plek"].startswith("'")
    assert row["kosten"] == "", "not known is empty, and no nought"


def test_every_field_survives_being_written_and_read() -> None:
    cells = ['a "b"', "c,d", "e\r\nf", "g;h", "Şefika", "", " i "]
    data = write_open_table(["x"] * len(cells), [cells]).decode()
    assert next(iter(list(csv.reader(io.StringIO(data, newline="")))[1:])) == cells
    assert write_open_table(["a", "b", "c", "d"], [(None, True, False, -5)]) == b"a,b,c,d\r\n,ja,nee,-5\r\n"
    assert [open_amount(cents) for cents in (None, 0, 5, 1_234_50, -7_05)] == [
        *("", "0.00", "0.05", "1234.50", "-7.05")
    ]


@pytest.mark.parametrize("phase", [Phase.SUBMIT, Phase.EXECUTION], ids=lambda phase: phase.key)
def test_the_page_leads_to_what_there_is_and_to_nothing_else(people: People, phase: Phase) -> None:
    visitor = people[phase, ""]
    visitor.get("/")
    assert "/gegevens" in {link["href"] for link in visitor.page.all("a")}, "the footer leads there"
    visitor.get("/gegevens")
    links = {link["href"] for link in visitor.page.all("a")}
    has_result = phase is Phase.EXECUTION
    wanted = {f"/gegevens/{name}.csv" for name in TABLES if has_result or name not in AFTER_VOTE}
    assert {link for link in links if link.endswith(".csv")} == wanted
    assert ("/uitslag/stemmen.pb" in links) is has_result
    assert "/api/v1/openapi.json" in links
    for link in wanted:
        assert visitor.get(link).status_code == 200


def test_all_ballots_are_a_pabulib_file(people: People) -> None:
    visitor = people[Phase.EXECUTION, ""]
    election = pabulib.parse(visitor.get("/uitslag/stemmen.pb").get_data(), "stemmen.pb")
    result = visitor.get("/api/v1/uitslag").get_json()
    assert len(election.rows) == result["stemmers"] == 96
    assert {project.id for project in election.projects} == {plan["kenmerk"] for plan in result["plannen"]}


def test_another_edition_has_its_own_tables(site_in: OpenSite) -> None:
    site: Site = site_in(Phase.SUBMIT)
    site.make_edition(slug="zuid", rehearsal=False)
    answer = Visitor(site, "/e/zuid").get("/gegevens/plannen.csv")
    assert answer.text.count("\r\n") == 1
    assert 'filename="zuid-plannen.csv"' in answer.headers["Content-Disposition"]
