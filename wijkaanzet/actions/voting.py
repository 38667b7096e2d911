"""Phase 4: a pincode is recognised, and one transaction claims it and stores a ballot and a receipt.

Nothing that is stored or logged here tells which code cast which ballot, or when.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, String, bindparam, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from phases.calendar import Phase
from voting.ballot import BallotProblem, check_ballot
from voting.guessing import wait_s
from voting.receipt import Receipt as PlainReceipt
from wijkaanzet.actions.guards import require_phase
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.ballots import Ballot, PincodeFailure, Receipt, Tally
from wijkaanzet.storage.plan_queries import (
    PLANS_LEFT,
    BallotPaper,
    ballot_choices,
    ballot_paper,
    remembered_paper,
)
from wijkaanzet.storage.statements import Statement
from wijkaanzet.storage.voters import Pincode

__all__ = [
    "BallotPaper",
    "ballot_choices",
    "ballot_paper",
    "cast_ballot",
    "count_failure",
    "failures_since",
    "recognise",
    "store_ballot",
    "wrong_code",
]

ALL_NETWORKS = "*"

# The voting days are when the program must be quick.
_CLAIM = Statement(
    update(Pincode.__table__)  # type: ignore[arg-type]
    .where(
        Pincode.edition_id == bindparam("edition"),
        Pincode.code_hash == bindparam("code"),
        Pincode.state == "open",
    )
    .where(PLANS_LEFT.scalar_subquery() == bindparam("plans_left"))
    .values(state="used")
)
_STATE = Statement(
    select(Pincode.state, PLANS_LEFT.scalar_subquery()).where(
        Pincode.edition_id == bindparam("edition"), Pincode.code_hash == bindparam("code")
    )
)
_STORE_BALLOT = Statement(
    insert(Ballot.__table__).values(  # type: ignore[arg-type]
        edition_id=bindparam("edition"), ballot_key=bindparam("key"), choices=bindparam("choices")
    )
)
# Not when the count was quicker. On PostgreSQL the ballot's foreign key waits for a count under way, and this statement, the
# one after, sees it.
_STORE_RECEIPT = Statement(
    insert(Receipt.__table__)  # type: ignore[arg-type]
    .from_select(
        ["edition_id", "receipt"],
        select(bindparam("edition", type_=Integer), bindparam("receipt", type_=String)).where(
            ~exists().where(Tally.edition_id == bindparam("edition"))
        ),
    )
    .returning(Receipt.receipt)
)


def recognise(session: Session, edition: EditionRecord, code_hash: bytes, *, now: datetime) -> int:
    """Check that a code can be used now; how many plans are still on the ballot.

    Raises:
        DomainError: "too-early" or "too-late"; "code-wrong", "code-used", "code-void", "code-reserved".
    """
    require_phase(edition, Phase.VOTING, now)
    state, plans_left = _STATE.look(session, edition=edition.id, code=code_hash) or ("wrong", 0)
    if state != "open":
        raise DomainError(f"code-{state}")
    return int(plans_left)


def cast_ballot(
    session: Session, edition: EditionRecord, code_hash: bytes, numbers: Sequence[int], *, now: datetime
) -> PlainReceipt:
    """Claim the code and store the ballot; the voter's receipt. Of many tries at once, one gets through.

    Args:
        code_hash: the keyed hash of the voter's code.
        numbers: the chosen plan numbers; none is a blank ballot.

    Raises:
        DomainError: what :func:`recognise` raises; "ballot-invalid" with the broken rules.
    """
    require_phase(edition, Phase.VOTING, now)
    paper = remembered_paper(session, edition)
    if _problems(numbers, paper, edition) or not _claim(session, edition, code_hash, paper):
        # The code cannot be used, which recognise says; or the paper is an old one; or the ballot cannot be.
        plans_left = recognise(session, edition, code_hash, now=now)
        paper = ballot_paper(session, edition, plans_left)
        problems = _problems(numbers, paper, edition)
        if problems:
            raise DomainError("ballot-invalid", problems=problems)
        if not _claim(session, edition, code_hash, paper):
            raise DomainError("code-used")
    return store_ballot(session, edition, numbers)


def _problems(
    numbers: Sequence[int], paper: BallotPaper, edition: EditionRecord
) -> tuple[BallotProblem, ...]:
    return check_ballot(numbers, paper.choices, edition.spec.budget, edition.spec.ballot_rule)


def _claim(session: Session, edition: EditionRecord, code_hash: bytes, paper: BallotPaper) -> bool:
    claimed = _CLAIM.run(session, edition=edition.id, code=code_hash, plans_left=paper.plans_left)
    return bool(claimed.rowcount == 1)


def store_ballot(session: Session, edition: EditionRecord, numbers: Sequence[int]) -> PlainReceipt:
    """Store a ballot whose code was claimed in this transaction, and its receipt.

    Raises:
        DomainError: "too-late" when the count was quicker: a ballot is counted or refused, never stored uncounted.
    """
    receipt = PlainReceipt.generate()
    choices = ",".join(str(n) for n in sorted(numbers))
    _STORE_BALLOT.run(session, edition=edition.id, key=secrets.token_bytes(16), choices=choices)
    stored = _STORE_RECEIPT.run(session, edition=edition.id, receipt=receipt.symbols).fetchone()
    if stored is None:
        raise DomainError("too-late", phase=Phase.VOTING, span=edition.spec.calendar[Phase.VOTING])
    return receipt


def count_failure(session: Session, edition: EditionRecord, network: str, *, now: datetime) -> int:
    """Count a failed try for a network and for all together; the network's tries in this hour.

    Kept whatever happens next: the caller commits before the code is answered for.
    """
    return _count_both(session, edition, network, now)[1]


def wrong_code(session: Session, edition: EditionRecord, network: str, *, now: datetime) -> int:
    """Count a wrong code; the seconds that its network is asked to wait, which holds for wrong codes only."""
    in_all, tries = _count_both(session, edition, network, now)
    return wait_s(tries, in_all)


def failures_since(session: Session, edition: EditionRecord, *, since: datetime) -> int:
    """All failed tries since a moment, for the organiser's calm warning."""
    query = select(PincodeFailure.tries).where(
        PincodeFailure.edition_id == edition.id,
        PincodeFailure.network == ALL_NETWORKS,
        PincodeFailure.hour >= since - timedelta(hours=1),
    )
    return sum(session.scalars(query))


def _count_both(session: Session, edition: EditionRecord, network: str, now: datetime) -> tuple[int, int]:
    """Count for all together and for one network, always in this order, so that two hosts cannot block each other."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    in_all = _count_up(session, edition.id, ALL_NETWORKS, hour)
    return in_all, _count_up(session, edition.id, network, hour)


def _count_up(session: Session, edition_id: int, network: str, hour: datetime) -> int:
    raise_count = (
        update(PincodeFailure)
        .where(
            PincodeFailure.edition_id == edition_id,
            PincodeFailure.network == network,
            PincodeFailure.hour == hour,
        )
        .values(tries=PincodeFailure.tries + 1)
        .returning(PincodeFailure.tries)
    )
    tries = session.scalar(raise_count)
    if tries is None:
        try:
            with session.begin_nested():
                session.execute(
                    insert(PincodeFailure),
                    {"edition_id": edition_id, "network": network, "hour": hour, "tries": 1},
                )
            return 1
        except IntegrityError:  # another host made the row first
            tries = session.scalar(raise_count)
    return int(tries or 0)
