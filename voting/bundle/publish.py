"""Writing a bundle: whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from voting.bundle.files import (
    BALLOTS,
    REQUIRED_FACTS,
    SUMS,
    Facts,
    ballots_file,
    digest,
    make_files,
    receipts_file,
)
from voting.bundle.terms import Terms, read_terms, terms_json
from voting.pabulib import Election, parse


def build(facts: Facts, terms: Terms, receipts: Sequence[str]) -> dict[str, bytes]:
    """The files of the published result of an edition, by name.

    The order of ``facts.ballots`` and of ``receipts`` is the caller's: each random, and independent of the other.

    Raises:
        ValueError: when receipts and ballots do not agree in number, a receipt occurs twice, the terms
            contradict themselves, or the facts do not survive writing and reading.
    """
    _check(facts, terms, receipts)
    draft = ballots_file(facts, terms)
    election = parse(draft, BALLOTS)
    _check_same(election, facts, terms)
    same_terms = read_terms(terms_json(terms, facts.unit), election.unit)
    return make_files(draft, receipts_file(receipts), same_terms)


def checksum(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of ``SHA256SUMS``: the one number to publish in a second place as well."""
    return digest(files[SUMS])


def save(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a bundle to a new folder.

    The files are made in a temporary folder beside the target, flushed to disk and renamed, so that a crash
    leaves either the whole bundle or none.

    Raises:
        FileExistsError: when the folder exists and is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"de map {folder} bestaat al en is niet leeg")
    _write_folder(folder, files)


def write(folder: Path, facts: Facts, terms: Terms, receipts: Sequence[str]) -> str:
    """Build and save in one go; the bundle's checksum. Raises what :func:`build` and :func:`save` raise."""
    files = build(facts, terms, receipts)
    save(folder, files)
    return checksum(files)


def _check(facts: Facts, terms: Terms, receipts: Sequence[str]) -> None:
    missing = [key for key in REQUIRED_FACTS if not facts.meta.get(key)]
    if missing:
        raise ValueError(f"Pabulib asks for {', '.join(missing)}")
    if len(receipts) != len(facts.ballots):
        raise ValueError(f"{len(receipts)} receipts for {len(facts.ballots)} ballots")
    if len(set(receipts)) != len(receipts) or any(not r.strip() or "\n" in r for r in receipts):
        raise ValueError("a receipt is empty or occurs twice")
    known = {project.id for project in facts.projects}
    if any(len(set(ballot)) != len(ballot) or not known.issuperset(ballot) for ballot in facts.ballots):
        raise ValueError("a ballot names a project twice, or one that is not on the list")
    if terms.fault():
        raise ValueError(terms.fault())


def _check_same(election: Election, facts: Facts, terms: Terms) -> None:
    """The file must say what was meant: names with a comma or outer blanks could come back changed."""
    meant = [(p.id, p.cost * election.unit, p.theme, p.area) for p in facts.projects]
    if meant != [(p.id, p.cost * facts.unit, p.theme, p.area) for p in election.projects]:
        raise ValueError("the projects do not survive writing and reading: outer blanks or commas in an id?")
    declared = election.declared.rule
    for ours, theirs in (
        (terms.rule.theme_caps, declared.theme_caps),
        (terms.rule.area_caps, declared.area_caps),
    ):
        read_back = {name: cap * facts.unit for name, cap in theirs.items()}
        if {name: cap * election.unit for name, cap in ours.items()} != read_back:
            raise ValueError("the caps do not survive writing and reading: a comma in the name of a theme?")


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in files.items():
            with (draft / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        draft.chmod(0o755)
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    handle = os.open(folder.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
