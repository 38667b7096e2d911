"""The steps of a file's rehearsal, each in transactions of its own, with a progress bar for each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from letters.readback import read_back
from phases.calendar import Phase
from voting import bundle
from voting.pabulib import Election, amount_text
from voting.pincode import Pincode
from voting.receipt import Receipt
from voting.tally import Outcome
from wijkaanzet import utc_now
from wijkaanzet.actions import counting, editions, feasibility, file_rehearsal, pincodes, voting
from wijkaanzet.actions.file_rehearsal import Moments
from wijkaanzet.actions.letters import print_letters
from wijkaanzet.cli.voting_client import VotingClient, served
from wijkaanzet.config import Config
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.security import load_secrets
from wijkaanzet.transactions import Transactions

T = TypeVar("T")
ACTOR = "rehearse"
CODES_AT_A_TIME = 2000


@dataclass(frozen=True)
class Closing:
    """What came of a rehearsal after voting.

    Attributes:
        outcome: the count, in cents.
        ballots: ballots counted.
        receipts_found: receipts of this run's voters that are on the published list (all receipts that are on it,
            when the ballots came from elsewhere).
        off_ballot: the projects that could not be voted for, as the JSON shows projects.
        report: the independent recount of the published bundle.
    """

    outcome: Outcome
    ballots: int
    receipts_found: int
    off_ballot: list[dict[str, Any]]
    report: bundle.Report


class RehearsalRun:
    """One rehearsal of one file in one database."""

    def __init__(
        self, config: Config, database: Transactions, election: Election, slug: str, folder: Path
    ) -> None:
        self.config = config
        self.database = database
        self.election = election
        self.slug = slug
        self.folder = folder
        self.letters = self.refused = 0
        self.rows = election.rows[:0]
        self.codes: list[str] = []
        self.receipts: list[str] = []

    @property
    def breaking(self) -> int:
        """How many of the voters' rows break a limit that the file itself declares."""
        return sum(bool(self.election.broken_limits(row)) for row in self.rows)

    def exists(self) -> bool:
        """Whether the database holds this rehearsal already."""
        with self.database.read() as session:
            return editions.find_edition(session, self.slug) is not None

    def edition(self) -> EditionRecord:
        """The edition as it stands."""
        with self.database.read() as session:
            found = editions.find_edition(session, self.slug)
        if found is None:
            raise DomainError("no-such-edition", slug=self.slug)
        return found

    def open_voting(self, voters: int | None, letters: int) -> list[str]:
        """Everything up to voting; the plain code of each voter, in the file's order."""
        self.rows = self.election.rows[:voters]
        moments = Moments.around(utc_now())
        spec = file_rehearsal.spec_for(self.election, self.slug, moments)
        with self.database.write() as session:
            editions.create_edition(session, spec, actor=ACTOR, now=moments[Phase.SUBMIT])
        projects = len(self.election.projects)
        self._phase(
            "plannen",
            projects,
            lambda s, e: file_rehearsal.submit(s, e, self.election, moments[Phase.SUBMIT]),
        )
        self._phase("likes", projects, lambda s, e: file_rehearsal.like(s, e, moments[Phase.LIKES]))
        self._phase(
            "oordelen", projects, lambda s, e: file_rehearsal.decide(s, e, moments[Phase.FEASIBILITY])
        )
        with self.database.write() as session:
            feasibility.publish_verdicts(session, self.edition(), actor=ACTOR, now=moments[Phase.FEASIBILITY])
            pincodes.entitle(session, self.edition(), file_rehearsal.homes(len(self.rows)))
        self.codes = self._drawn_codes(letters, moments) + self._other_codes(moments)
        return self.codes

    def cast_all(self, *, over_http: bool) -> None:
        """Every voter's ballot with the voter's own code."""
        numbers = {project.id: place for place, project in enumerate(self.election.projects, start=1)}
        ballots = [[numbers[item] for item in row.chosen] for row in self.rows]
        if over_http:
            with served(self.config) as address:
                client = VotingClient(address, f"/e/{self.slug}")
                self._cast(ballots, client.vote)
        else:
            self._cast(ballots, self._caster())

    def close(self, now: datetime) -> Closing:
        """Count, publish, verify, and set the clock after voting."""
        edition = self.edition()
        after = edition.spec.calendar[Phase.VOTING].end
        with self.database.write() as session:
            outcome = counting.close_and_count(session, edition, actor=ACTOR, now=after)
            counting.publish(session, edition, actor=ACTOR, now=after)
            editions.turn_clock(session, edition, after, now=now)
            files = counting.bundle_files(session, edition)
        bundle.save(self.folder / "bundle", files)
        published = set(files["ontvangstcodes.txt"].decode().split())
        found = len(published.intersection(self.receipts)) if self.codes else len(published)
        return Closing(
            outcome, outcome.voters, found, self._off_ballot(outcome), bundle.verify(self.folder / "bundle")
        )

    def notes(self) -> list[str]:
        """What should be known about rehearsing this file."""
        notes = []
        if self.election.ballots.points is not None:
            notes.append("een stembiljet noemt hier plannen, geen punten: elk genoemd plan telt als één stem")
        if self.refused:
            notes.append(
                f"{self.refused} stembiljetten zijn geweigerd, omdat ze een grens van het bestand breken"
            )
        return notes

    def _phase(self, label: str, length: int, act: Callable[[Session, EditionRecord], Iterable[int]]) -> None:
        """One phase in one transaction."""
        edition = self.edition()
        with self.database.write() as session:
            for _ in _progress(label, length, act(session, edition)):
                pass

    def _drawn_codes(self, letters: int, moments: Moments) -> list[str]:
        """The codes of the sample, read back from the letters that were drawn."""
        wanted = min(letters, len(self.rows))
        if not wanted:
            return []
        out = self.folder / "letters"
        made = print_letters(
            self.database,
            self.edition(),
            config=self.config,
            key=load_secrets(self.config).pincode_key,
            out=out,
            actor=ACTOR,
            now=moments[Phase.FEASIBILITY],
            limit=wanted,
        )
        read = [
            pair for pdf in sorted(out.glob("*.pdf")) for pair in _progress("brieven", wanted, read_back(pdf))
        ]
        self.letters = len(read)
        if self.letters != sum(row.letters for row in made) or [n for n, _ in read] != list(
            range(1, wanted + 1)
        ):
            raise DomainError("letters-not-read-back", drawn=wanted, read=self.letters)
        return [code for _, code in read]

    def _other_codes(self, moments: Moments) -> list[str]:
        """The codes of everybody else."""
        codes: list[str] = []
        edition, key = self.edition(), load_secrets(self.config).pincode_key
        with self.database.read() as session:
            waiting = pincodes.voters_without_code(session, edition)
        parts = [waiting[i : i + CODES_AT_A_TIME] for i in range(0, len(waiting), CODES_AT_A_TIME)]
        for part in _progress("pincodes", len(parts), parts):
            with self.database.write() as session:
                issued = pincodes.make_pincodes(
                    session, edition, part, key=key, actor=ACTOR, now=moments[Phase.FEASIBILITY]
                )
            codes += [str(one.pincode) for one in issued]
        return codes

    def _caster(self) -> Callable[[str, list[int]], str | None]:
        """Casting through the same action as the site; None for a refused ballot."""
        edition, key = self.edition(), load_secrets(self.config).pincode_key

        def cast(code: str, numbers: list[int]) -> str | None:
            code_hash = Pincode.parse(code).hashed(key, edition.id)
            try:
                with self.database.write() as session:
                    receipt: Receipt = voting.cast_ballot(session, edition, code_hash, numbers, now=utc_now())
            except DomainError as error:
                if error.code != "ballot-invalid":
                    raise
                return None
            return str(receipt)

        return cast

    def _cast(self, ballots: list[list[int]], cast: Callable[[str, list[int]], str | None]) -> None:
        pairs = list(zip(self.codes, ballots, strict=True))
        for code, numbers in _progress("stemmen", len(pairs), pairs):
            receipt = cast(code, numbers)
            if receipt is None:
                self.refused += 1
            else:
                self.receipts.append(receipt)

    def _off_ballot(self, outcome: Outcome) -> list[dict[str, Any]]:
        on_ballot = {result.id for result in outcome.projects}
        return [
            {
                "id": project.id,
                "cost": amount_text(project.cost, self.election.unit),
                "votes": 0,
                "selected": False,
                "reason": "stond niet op het stembiljet, want het kost meer dan het hele budget",
            }
            for project in self.election.projects
            if project.id not in on_ballot
        ]


def _progress(label: str, length: int, things: Iterable[T]) -> Iterator[T]:
    """The things, with a bar on standard error."""
    with click.progressbar(
        things, length=length, label=f"{label:<10}", show_pos=True, file=sys.stderr
    ) as bar:
        yield from bar
