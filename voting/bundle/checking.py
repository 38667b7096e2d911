"""Verifying a bundle: an independent recount from its files alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from voting.bundle.files import BALLOTS, OUTCOME, README, RECEIPTS, SUMS, checksums, digest, make_files
from voting.bundle.terms import Terms, TermsError, read_terms
from voting.pabulib import Election, PabulibError, parse

_FILES = (BALLOTS, OUTCOME, RECEIPTS, README, SUMS)


@dataclass(frozen=True)
class Report:
    """What a verification found.

    Attributes:
        difference: the first thing that is not as it should be, in one Dutch line; empty when all is well.
        checked: what was checked and found right, one Dutch line each.
        checksum: SHA-256 of ``SHA256SUMS``, to compare with the number that was published elsewhere.
    """

    difference: str
    checked: tuple[str, ...] = ()
    checksum: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.difference


class _Differs(Exception):  # noqa: N818 - not an error: the finding that ends a verification
    """Carries the one line."""


def verify(folder: Path) -> Report:
    """Recount a bundle and compare every byte of it with what follows from its ballots, receipts and terms.

    The result in ``uitslag.json`` is not used to count; it is what the recount is compared with. What no recount
    can see is a bundle of which *all* files were replaced by a forgery that agrees with itself; that shows only
    when :attr:`Report.checksum` is compared with the number published elsewhere.
    """
    checked: list[str] = []
    checksum = ""
    try:
        files = _read(folder)
        checksum = digest(files[SUMS])
        _compare_sums(files)
        checked.append("de controlegetallen in SHA256SUMS kloppen met de bestanden")
        election = _election(files[BALLOTS])
        values, terms = _terms(files[OUTCOME], election)
        checked.append(f"telregel: {terms.rule.name.value}; gelijke stand: {terms.tie_break}")
        _compare_receipts(files[RECEIPTS], election)
        checked.append(f"{election.ballots.voters} stemmen en evenveel verschillende ontvangstcodes")
        expected = _expected(files, terms)
        _compare_outcome(json.loads(expected[OUTCOME]), values)
        _compare_bytes(expected, files)
        selected = ", ".join(values["selected"]) or "geen enkel plan"
        checked.append(f"de hertelling geeft dezelfde uitslag: {selected}")
        checked.append("alle bestanden zijn byte voor byte zoals ze uit de stemmen volgen")
    except _Differs as found:
        return Report(str(found), tuple(checked), checksum)
    return Report("", tuple(checked), checksum)


def _read(folder: Path) -> dict[str, bytes]:
    files = {}
    for name in _FILES:
        try:
            files[name] = (folder / name).read_bytes()
        except OSError:
            raise _Differs(f"{name} ontbreekt of is niet te lezen in {folder}") from None
    return files


def _compare_sums(files: Mapping[str, bytes]) -> None:
    lines = files[SUMS].decode(errors="replace").splitlines()
    for line, right in zip_longest(lines, checksums(files).decode().splitlines(), fillvalue=""):
        if line != right:
            name = right.partition("  ")[2] or SUMS
            raise _Differs(f"{name}: het controlegetal in SHA256SUMS hoort niet bij dit bestand")
    if files[SUMS] != checksums(files):
        raise _Differs("SHA256SUMS: de regeleinden zijn veranderd")


def _election(data: bytes) -> Election:
    try:
        return parse(data, BALLOTS)
    except PabulibError as error:
        raise _Differs(str(error)) from None


def _terms(data: bytes, election: Election) -> tuple[dict[str, Any], Terms]:
    try:
        values = json.loads(data)
        if not isinstance(values, dict):
            raise TermsError("uitslag.json: geen uitslag")
        terms = read_terms(values, election.unit)
    except TermsError as error:
        raise _Differs(str(error)) from None
    except (ValueError, RecursionError):
        raise _Differs("uitslag.json is geen geldige JSON") from None
    if terms.fault():
        raise _Differs(f"uitslag.json: {terms.fault()}")
    return values, terms


def _compare_receipts(data: bytes, election: Election) -> None:
    receipts = data.splitlines()
    if len(receipts) != election.ballots.voters:
        raise _Differs(
            f"ontvangstcodes.txt: {len(receipts)} ontvangstcodes bij {election.ballots.voters} stemmen"
        )
    if len(set(receipts)) != len(receipts):
        raise _Differs("ontvangstcodes.txt: een ontvangstcode staat er twee keer in")


def _expected(files: Mapping[str, bytes], terms: Terms) -> dict[str, bytes]:
    try:
        return make_files(files[BALLOTS], files[RECEIPTS], terms)
    except ValueError as error:
        raise _Differs(f"de stemmen zijn met deze telregel niet te tellen: {error}") from None


def _compare_outcome(expected: dict[str, Any], found: dict[str, Any]) -> None:
    """Compare value by value, most telling first, to name the first that differs."""
    for key in ("selected", "projects", "spent", "ballots", "receipts"):
        if found.get(key) != expected[key]:
            where, right, wrong = _first_difference(key, expected[key], found.get(key))
            raise _Differs(f"uitslag.json: {where} is {wrong}, maar de hertelling geeft {right}")


def _first_difference(where: str, expected: Any, found: Any) -> tuple[str, str, str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *found]:
            if expected.get(key) != found.get(key):
                return _first_difference(f"{where}.{key}", expected.get(key), found.get(key))
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for right, wrong in zip(expected, found, strict=True):
            if right != wrong:
                name = right["id"] if isinstance(right, dict) and "id" in right else ""
                return _first_difference(f"{where} {name}".strip(), right, wrong)
    return where, json.dumps(expected, ensure_ascii=False), json.dumps(found, ensure_ascii=False)


def _compare_bytes(expected: Mapping[str, bytes], files: Mapping[str, bytes]) -> None:
    for name in (BALLOTS, OUTCOME, README):
        pairs = zip_longest(expected[name].split(b"\n"), files[name].split(b"\n"))
        for line, (right, wrong) in enumerate(pairs, start=1):
            if right != wrong:
                raise _Differs(
                    f"{name}:{line}: deze regel volgt niet uit de stemmen, de telregel en de loting"
                )
