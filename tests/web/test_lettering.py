"""The organiser's pages about letters: an address file, the letters and their files, letters once more, mail that came back."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from letters.readback import read_back
from phases.calendar import Phase
from tests.support.stages import Site, Stages, settings
from tests.support.visitor import Visitor
from voting.pincode import Pincode as PlainPincode
from wijkaanzet.actions import voting as ballots
from wijkaanzet.actions.organising import audit_trail
from wijkaanzet.jobs import make_ordered_letters
from wijkaanzet.storage.editions import Edition
from wijkaanzet.storage.lettering import AddressDraft
from wijkaanzet.storage.voters import LetterBatch, Pincode, Voter

HEAD = "straat;huisnummer;huisletter;postcode;woonplaats;voorletters;achternaam;geboortedatum;wijk\n"
LINES = [
    f"{street};{number};{letter};{code};Voorbeeldstad;A.;{name};1980-05-17;{area}\n"
    for street, code, area, name in (
        ("Merelpad", "9990AX", "Merelwijk", "Yılmaz"),
        ("Spechtlaan", "9990BX", "Spechtwijk", "de Vries"),
    )
    for number, letter in ((1, ""), (1, "A"), (2, ""), (10, ""))
]


@pytest.fixture
def site(stages: Stages, tmp_path: Path) -> Iterator[Site]:
    """A neighbourhood before its letters: verdicts are public, nobody is in the file yet."""
    site = stages.site(Phase.VOTING, settings(tmp_path))

    def empty(session: Session) -> None:
        session.execute(delete(Pincode))
        session.execute(delete(Voter))
        session.execute(update(Edition).values(letters_made=0))

    site.act(empty)
    yield site
    site.database.close()


@pytest.fixture
def organiser(site: Site) -> Visitor:
    """The organiser of that neighbourhood."""
    return Visitor(site).sign_in_as("organiser")


def send(visitor: Visitor, text: str) -> int:
    """Send an address file; the status."""
    visitor.get("/beheer/brieven/adressen")
    sent = {"csrf_token": visitor.token(), "file": (io.BytesIO(text.encode()), "adressen.csv")}
    return visitor.post_bare("/beheer/brieven/adressen", sent).status_code


def bring(visitor: Visitor, lines: list[str]) -> None:
    """Send a file and import it."""
    assert send(visitor, HEAD + "".join(lines)) == 200
    visitor.follow(visitor.submit("/beheer/brieven/adressen/inlezen"))


def make(visitor: Visitor, **fields: object) -> None:
    """Make the letters of everybody who has none, and follow to the page that says so."""
    visitor.get("/beheer/brieven")
    visitor.follow(visitor.submit("/beheer/brieven", **fields))


def codes(site: Site) -> dict[int, str]:
    """The code of every letter on the files that are there, by its number."""
    folder = site.config.data_dir / "letters" / "oefening"
    return {number: code for pdf in sorted(folder.glob("*.pdf")) for number, code in read_back(pdf)}


def states(site: Site) -> dict[int, str]:
    """The state of every code, by the number of its letter."""
    query = select(Pincode.letter, Pincode.state).order_by(Pincode.letter)
    with site.database.read() as session:
        return {row.letter: row.state for row in session.execute(query)}


def vote(site: Site, code: str) -> None:
    """A blank ballot with this code."""
    edition = site.edition()
    hashed = PlainPincode.parse(code).hashed(site.key, edition.id)
    now = edition.local_now(site.clock.now)
    site.act(lambda s: ballots.cast_ballot(s, edition, hashed, [], now=now))


def test_every_wrong_line_is_told_and_nothing_is_kept(site: Site, organiser: Visitor) -> None:
    wrong = [
        "Merelpad;3;;9990SS;Voorbeeldstad;B.;Bakker;1980-05-17;Merelwijk\n",
        "Merelpad;;;9990AX;Voorbeeldstad;B.;Bakker;1980-05-17;Merelwijk\n",
        "Merelpad;4;;9990AX;Voorbeeldstad;B.;Bakker;2024-05-17;Merelwijk\n",
        "Merelpad;5;;9990AX;Voorbeeldstad;B.;Bakker;1980-02-31;Elders\n",
    ]
    assert send(organiser, HEAD + "".join([*LINES, *wrong, LINES[0]])) == 422
    for said in (
        "6 fouten gevonden. Er is niets ingelezen en niets bewaard",
        "Regel 10 postcode ‘9990SS’ bestaat niet",
        "Regel 11 huisnummer het huisnummer ontbreekt",
        "Regel 12 geboortedatum op 30-11-2026 nog geen 16 jaar",
        "Regel 13 wijk ‘Elders’ hoort niet bij deze editie",
        "Regel 13 geboortedatum deze datum kan niet",
        "Regel 14 regel dezelfde persoon als op regel 2",
        "Brieven per wijk",
    ):
        assert said in organiser.page.text, said
    with site.database.read() as session:
        assert session.scalars(select(Voter)).all() == session.scalars(select(AddressDraft)).all() == []


def test_a_right_file_is_summed_up_and_imported_once(site: Site, organiser: Visitor) -> None:
    assert send(organiser, HEAD + "".join(LINES)) == 200
    text = organiser.page.text.replace("\u00a0", " ")
    for said in (
        "Alle regels kloppen",
        "Merelwijk 4",
        "35-49 8",
        "Porto € 7,60",
        "Samen € 8,80",
        "budget is € 70.000",
    ):
        assert said in text, said
    with site.database.read() as session:
        assert "1980" not in str(session.scalars(select(AddressDraft)).one().entries)
    page = organiser.page
    organiser.follow(organiser.submit("/beheer/brieven/adressen/inlezen"))
    assert "8 nieuw, 0 vertrokken, 0 gelijk gebleven" in organiser.page.text
    organiser.page = page
    assert organiser.submit("/beheer/brieven/adressen/inlezen").status_code == 409
    assert "Het gecontroleerde bestand is er niet meer" in organiser.page.text
    assert send(organiser, HEAD + "".join(LINES[1:])) == 200
    assert "1 vertrokken" in re.sub(
        r"vertrokken: hun ongebruikte code vervalt (\d+)", r"\1 vertrokken", organiser.page.text
    )
    organiser.follow(organiser.submit("/beheer/brieven/adressen/weg"))
    assert "niet ingelezen en niet bewaard" in organiser.page.text


def test_a_checked_file_does_not_wait_for_ever(site: Site, organiser: Visitor) -> None:
    send(organiser, HEAD + LINES[0])
    site.clock.turn(hours=25)
    assert organiser.submit("/beheer/brieven/adressen/inlezen").status_code == 409


def test_what_is_no_address_file(organiser: Visitor) -> None:
    missing = "kolom straat en huisnummer en postcode en woonplaats ontbreekt"
    for text, said in (("", "het bestand is leeg"), ("naam;land\nAnna;NL\n", missing)):
        assert send(organiser, text) == 422
        assert said in organiser.page.text
    assert organiser.post("/beheer/brieven/adressen").status_code == 422
    assert "Kies een bestand." in organiser.page.text


def test_the_letters_are_made_and_their_files_destroyed(site: Site, organiser: Visitor) -> None:
    bring(organiser, LINES)
    make(organiser)
    assert "Er zijn 8 brieven gemaakt" in organiser.page.text
    assert len(codes(site)) == 8
    folder = site.config.data_dir / "letters" / "oefening"
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    with site.database.read() as session:
        [batch] = session.scalars(select(LetterBatch))
    assert batch.sha256 in organiser.page.text
    with organiser.get("/beheer/brieven/brieven-0001.pdf") as answer:
        assert answer.headers["Cache-Control"] == "no-store"
    site.clock.turn(days=15)
    organiser.get("/beheer/brieven")
    assert "Vernietig de bestanden" in organiser.page.text
    organiser.follow(organiser.submit("/beheer/brieven/vernietigen"))
    assert "1 bestand is vernietigd" in organiser.page.text
    assert "Vernietig de bestanden" not in organiser.page.text
    assert codes(site) == {}
    assert organiser.get("/beheer/brieven/brieven-0001.pdf").status_code == 404
    assert organiser.post("/beheer/brieven/vernietigen", {"batch": "1"}).status_code == 404


def test_many_letters_are_the_job_workers(site: Site) -> None:
    small = Site.open(replace(site.config, letters=replace(site.config.letters, batch=3)))
    visitor = Visitor(small).sign_in_as("organiser")
    bring(visitor, LINES)
    make(visitor)
    assert "0 van 8 brieven" in visitor.page.text
    assert "Ververs" in visitor.page.text
    assert [s for s in visitor.page.all("script") if "letters.js" in s["src"]]
    assert visitor.get("/beheer/brieven/opdracht/1/voortgang").json == {
        "state": "waiting",
        "done": 0,
        "total": 8,
    }
    assert visitor.post("/beheer/brieven").status_code == 409
    assert make_ordered_letters(small.config, small.database, small.clock) == 8
    visitor.get("/beheer/brieven/opdracht/1")
    assert "Er zijn 8 brieven gemaakt" in visitor.page.text
    assert len(codes(small)) == 8
    small.database.close()


def test_the_drawings_to_look_at(organiser: Visitor) -> None:
    bring(organiser, LINES)
    for name, pages, words in (
        ("voorbeeld", 2, "PROEF-BRIEF"),
        ("proefvel", 1, "Doorgetrokken: altijd zichtbaar"),
        ("formulier", 2, "Uw pincode"),
    ):
        answer = organiser.get(f"/beheer/brieven/{name}.pdf")
        pdf = PdfReader(io.BytesIO(answer.data))
        assert (answer.mimetype, len(pdf.pages)) == ("application/pdf", pages)
        assert words in pdf.pages[0].extract_text()


def test_an_envelope_that_does_not_fit_is_told_before_anything_is_made(site: Site) -> None:
    letters = replace(site.config.letters, profile={"window_height": 20})
    wrong = Site.open(replace(site.config, letters=letters))
    visitor = Visitor(wrong).sign_in_as("organiser")
    bring(visitor, LINES)
    for path in ("voorbeeld", "proefvel", "formulier"):
        assert visitor.get(f"/beheer/brieven/{path}.pdf").status_code == 409
        assert "het venster is te laag" in visitor.page.text
    assert visitor.post("/beheer/brieven").status_code == 409
    assert states(wrong) == {}
    wrong.database.close()


def again(visitor: Visitor, **fields: object) -> int:
    """Ask for letters once more."""
    visitor.get("/beheer/brieven/opnieuw")
    answer = visitor.submit("/beheer/brieven/opnieuw", **({"reason": "Bij de drukker mislukt"} | fields))
    if answer.status_code == 303:
        visitor.follow(answer)
    return answer.status_code


def test_letters_once_more(site: Site, organiser: Visitor) -> None:
    bring(organiser, LINES)
    make(organiser)
    first = codes(site)
    vote(site, first[2])
    assert again(organiser, kind="street", street="merelpad") == 303, organiser.page.text
    assert "Straat opnieuw: merelpad" in organiser.page.text
    assert "Er zijn 3 brieven gemaakt" in organiser.page.text
    assert "1 brief is niet vervangen" in organiser.page.text
    assert "Briefnummers: 2" in organiser.page.text
    assert states(site) == dict.fromkeys((1, 3, 4), "void") | {2: "used"} | dict.fromkeys(
        (5, 6, 7, 8, 9, 10, 11), "open"
    )
    assert again(organiser, kind="address", postcode="9990bx", number="1 a") == 303
    assert states(site)[6] == "void"
    assert again(organiser, kind="batch", batch="2") == 303
    new = codes(site)
    still = {letter for letter, state in states(site).items() if state == "open"}
    assert still == {5, 7, 8, 12, 13, 14, 15}
    assert len(set(new.values())) == len(new) == 15
    for letter in still:
        vote(site, new[letter])


NOT_AGAIN: list[tuple[dict[str, str], int, str]] = [
    ({}, 422, "Kies welke brieven u opnieuw wilt maken"),
    ({"kind": "street"}, 422, "Vul de straat in"),
    ({"kind": "address", "postcode": "9990AX"}, 422, "Vul het huisnummer in"),
    ({"kind": "batch"}, 422, "Vul het nummer van de partij in"),
    ({"kind": "batch", "batch": "1", "reason": ""}, 422, "Schrijf op waarom"),
    ({"kind": "street", "street": "Nergensstraat"}, 404, "Nergensstraat"),
    ({"kind": "address", "postcode": "1234", "number": "1"}, 404, "Op dit adres is geen brief bekend"),
    ({"kind": "address", "postcode": "9990AX", "number": "1B"}, 404, "Op dit adres is geen brief bekend"),
    ({"kind": "batch", "batch": "7"}, 404, "Deze partij brieven is er niet"),
    ({"kind": "batch", "batch": "²"}, 404, "Deze partij brieven is er niet"),
]


def test_what_cannot_be_made_once_more(site: Site, organiser: Visitor) -> None:
    bring(organiser, LINES[:2])
    make(organiser)
    for fields, status, said in NOT_AGAIN:
        assert again(organiser, **fields) == status, fields
        assert said in organiser.page.text
        kept = dict(organiser.page.form("/beheer/brieven/opnieuw").fields)
        assert all(kept[name] == value for name, value in fields.items())
    assert set(states(site).values()) == {"open"}


def test_when_all_voted_there_is_nothing_to_replace(site: Site, organiser: Visitor) -> None:
    bring(organiser, LINES[:1])
    make(organiser)
    vote(site, codes(site)[1])
    assert again(organiser, kind="batch", batch="1") == 409
    assert "Met alle brieven die u bedoelt, is al gestemd" in organiser.page.text


def test_mail_that_comes_back(site: Site, organiser: Visitor) -> None:
    bring(organiser, LINES)
    make(organiser)
    vote(site, codes(site)[8])
    for typed, status, said in (
        ("Briefnummer 3", 303, "Brief 3 is onbestelbaar"),
        ("5", 303, "Brief 5 is onbestelbaar"),
        ("3", 409, "Brief 3 stond al op de lijst"),
        ("8", 409, "Met de code van brief 8 is al gestemd"),
        ("99", 404, "Brief ‘99’ is er niet"),
        ("drie", 404, "Brief ‘drie’ is er niet"),
        ("", 422, "Vul het briefnummer in"),
    ):
        organiser.get("/beheer/brieven/onbestelbaar")
        answer = organiser.submit("/beheer/brieven/onbestelbaar", letter=typed)
        assert answer.status_code == status, typed
        if status == 303:
            organiser.follow(answer)
        assert said in organiser.page.text
    assert "Merelwijk 1 4 Spechtwijk 1 4 Samen 2 8" in organiser.page.text
    assert {letter for letter, state in states(site).items() if state == "void"} == {3, 5}
    organiser.get("/beheer/brieven")
    assert "Iedereen heeft een brief" in organiser.page.text  # nobody gets one by itself to a wrong address
    assert again(organiser, kind="address", postcode="9990AX", number="2") == 303
    assert states(site)[9] == "open"


def test_a_mail_house_gets_a_form_and_a_table(site: Site, organiser: Visitor) -> None:
    bring(organiser, LINES)
    make(organiser, made_for="mailhouse")
    with organiser.get("/beheer/brieven/brieven-0001.csv") as answer:
        lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 9
    vote(site, lines[1].split(";")[9])


def test_the_log_names_acts_and_no_people(site: Site, organiser: Visitor) -> None:
    bring(organiser, LINES)
    make(organiser)
    again(organiser, kind="address", postcode="9990AX", number="1")
    organiser.get("/beheer/brieven/onbestelbaar")
    organiser.submit("/beheer/brieven/onbestelbaar", letter="3")
    organiser.get("/beheer/brieven")
    organiser.submit("/beheer/brieven/vernietigen")
    with site.database.read() as session:
        entries, broken = audit_trail(session, site.edition())
    acts = {entry.act for entry in entries}
    assert broken is None
    assert acts >= {
        *("addresses-imported", "letters-asked-waiting", "letters-asked-address", "pincodes-made"),
        *("pincodes-voided", "letter-returned", "letters-destroyed"),
    }
    told = " ".join(f"{entry.subject} {entry.details}" for entry in entries)
    assert not re.search(r"9990|Merelpad|Yılmaz", told)
    organiser.get("/beheer/logboek")
    assert not re.search(r"letters-|letter-|pincodes-", organiser.page.text)
