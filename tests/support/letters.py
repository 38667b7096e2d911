"""Holds what was printed against what was stored."""

from collections import Counter
from pathlib import Path

from sqlalchemy import select

from letters.manifest import read_manifest, sha256_of
from letters.readback import read_back
from tests.support.editions import KEY
from voting.pincode import Pincode as PlainPincode
from wijkaanzet.actions.letter_files import damaged, list_batches
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.voters import Pincode, Voter


def check_whole(database: Database, edition: EditionRecord, out: Path) -> None:
    """Everybody holds one open code, it is on one page of one file, and there is nothing else in the folder."""
    with database.read() as session:
        rows = session.execute(
            select(Pincode.voter_id, Pincode.letter, Pincode.code_hash, Pincode.state)
        ).all()
        voters = set(session.scalars(select(Voter.id)))
        batches = list_batches(session, edition)
    assert {row.state for row in rows} == {"open"}
    assert Counter(row.voter_id for row in rows) == Counter(voters)
    drawn = [pair for batch in batches for pair in read_back(out / batch.file)]
    on_paper = {number: PlainPincode.parse(code).hashed(KEY, edition.id) for number, code in drawn}
    assert len(drawn) == len(on_paper) == len(voters)
    assert on_paper == {row.letter: row.code_hash for row in rows}
    assert sorted(path.name for path in out.iterdir()) == [*(batch.file for batch in batches), "manifest.csv"]
    assert damaged(batches, out) == []
    listed = read_manifest(out / "manifest.csv")
    assert [row.sha256 for row in listed] == [sha256_of(out / batch.file) for batch in batches]


def named_codes_work(database: Database, edition: EditionRecord, out: Path) -> None:
    """Every code on a file that has a name is stored: whoever takes it to the print shop posts working letters."""
    with database.read() as session:
        stored = set(session.scalars(select(Pincode.code_hash).where(Pincode.state == "open")))
    for file in out.glob("brieven-*.pdf"):
        for _, code in read_back(file):
            assert PlainPincode.parse(code).hashed(KEY, edition.id) in stored, file.name
