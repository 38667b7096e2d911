"""Personal data goes when its time is over: every night, by the terms of ``[retention]``, with a report of what went.

What stays is what the neighbourhood keeps: plans, reactions, the result, and figures without persons. The invented people
of a rehearsal stay too.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Delete, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from phases.calendar import Phase
from wijkaanzet.actions.drafts import discard
from wijkaanzet.actions.editions import list_editions
from wijkaanzet.actions.erasing import erase, mentions
from wijkaanzet.actions.letter_files import destroy_batches, list_batches
from wijkaanzet.config import Config
from wijkaanzet.mail import INVENTED
from wijkaanzet.records import EditionRecord
from wijkaanzet.retention_config import RetentionConfig
from wijkaanzet.storage.accounts import Account, RoleGrant, SignInLink
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.ballots import PincodeFailure, Tally
from wijkaanzet.storage.documents import Document
from wijkaanzet.storage.execution import Undertaking
from wijkaanzet.storage.landings import LandingNote, PartnerOffer
from wijkaanzet.storage.lettering import AddressDraft, LetterRun, UndeliverableLetter
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.payments import Expense
from wijkaanzet.storage.reactions import HelpMessage, ReactionReport
from wijkaanzet.storage.submitting import CoInvitation, JoinRequest, KeptDraft
from wijkaanzet.storage.voters import Address, Pincode, Voter
from wijkaanzet.storage.weekly_check import ContactNote, MergeParty
from wijkaanzet.transactions import Transactions

ACTOR = "bewaartermijn"
Removed = dict[str, int]


class _LookedOnlyError(Exception):
    """Nothing is to be kept of this transaction."""


@dataclass(frozen=True)
class Report:
    """What was removed, or would be: of the installation, and by the slug of an edition. Only what was there at all."""

    installation: Mapping[str, int]
    editions: Mapping[str, Mapping[str, int]]


def tidy(database: Transactions, config: Config, *, now: datetime, look_only: bool = False) -> Report:
    """Remove all personal data whose time is over. One transaction for each edition, and one for what is of none.

    Args:
        now: the real moment; a rehearsal's own follows from it.
        look_only: remove nothing, only say what would be.
    """

    def act(do: Callable[[Session], Removed]) -> Removed:
        removed: Removed = {}
        with suppress(_LookedOnlyError), database.write() as session:
            removed = {name: count for name, count in do(session).items() if count}
            if look_only:
                raise _LookedOnlyError
        return removed

    with database.read() as session:
        editions = list_editions(session)
    by_edition = {}
    for edition in editions:
        files = None if look_only else config.data_dir

        def of_edition(
            session: Session, edition: EditionRecord = edition, files: Path | None = files
        ) -> Removed:
            return tidy_edition(
                session, edition, config.retention, data_dir=files, now=edition.local_now(now)
            )

        by_edition[edition.spec.slug] = act(of_edition)
    installation = act(lambda session: tidy_installation(session, config.retention, now=now))
    old = _old_mail_files(config, look_only=look_only, older_than=timedelta(days=config.retention.mail))
    if old:
        installation["mail-files"] = old
    if not look_only:
        database.tidy()
    return Report(installation, by_edition)


def tidy_installation(session: Session, terms: RetentionConfig, *, now: datetime) -> Removed:
    """What belongs to no edition: mail that left, sign-in links, and addresses that nothing needs any more."""
    return {
        "mails": _count(session, _old_mails(terms, now)),
        "links": _count(session, delete(SignInLink).where(SignInLink.expires_at <= now)),
        "accounts": _erase_unneeded(session, terms, now),
    }


def tidy_edition(
    session: Session, edition: EditionRecord, terms: RetentionConfig, *, data_dir: Path | None, now: datetime
) -> Removed:
    """What belongs to one edition; recorded in its audit trail when there was anything of persons.

    Args:
        data_dir: where its files with letters are; None leaves the files alone.
        now: the edition's own moment.
    """
    calendar = edition.spec.calendar
    removed = {
        "guesses": _count(
            session,
            delete(PincodeFailure).where(
                PincodeFailure.edition_id == edition.id,
                PincodeFailure.hour < now - timedelta(days=terms.guesses, hours=1),
            ),
        ),
        "invitations": _count(
            session,
            delete(CoInvitation).where(CoInvitation.edition_id == edition.id, CoInvitation.expires_at <= now),
        ),
    }
    if now >= calendar[Phase.SUBMIT].end + timedelta(days=terms.drafts):
        removed["drafts"] = _forget_drafts(session, edition, before=now - timedelta(days=terms.drafts))
    if not edition.spec.rehearsal and now >= _voters_until(session, edition, terms):
        removed |= _forget_voters(session, edition, data_dir, now)
    if now >= _accounts_until(edition, terms):
        removed |= _forget_conversations(session, edition)
    if now >= calendar[Phase.EXECUTION].end + timedelta(days=terms.receipts):
        removed["receipts"] = _forget_receipts(session, edition)
    told: dict[str, Any] = {name: count for name, count in removed.items() if count and name != "guesses"}
    if told:
        record_act(session, edition.id, "personal-data-removed", actor=ACTOR, now=now, **told)
    return removed


def _count(session: Session, statement: Delete) -> int:
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _old_mails(terms: RetentionConfig, now: datetime) -> Delete:
    """Those that left or were given up long ago; sooner when nobody confirmed the address."""
    known = exists().where(Account.email == OutgoingMail.recipient)
    ended, unconfirmed = now - timedelta(days=terms.mail), now - timedelta(days=terms.unconfirmed)
    return delete(OutgoingMail).where(
        or_(
            OutgoingMail.sent_at < ended,
            OutgoingMail.given_up_at < ended,
            (OutgoingMail.sent_at < unconfirmed) & ~known,
        )
    )


def _old_mail_files(config: Config, *, look_only: bool, older_than: timedelta) -> int:
    """Mails in the folder that takes them while no server is set."""
    folder, before = config.data_dir / "mail", time.time() - older_than.total_seconds()
    old = [file for file in folder.glob("*.eml") if file.stat().st_mtime < before]
    if not look_only:
        for file in old:
            file.unlink(missing_ok=True)
    return len(old)


def _erase_unneeded(session: Session, terms: RetentionConfig, now: datetime) -> int:
    """Erase the addresses that no edition needs any more; staff keep theirs as long as they have a role.

    An account is needed until the end of every edition in which it stands. Where it did nothing but like, that is the end
    of the likes. One that stands nowhere is needed by nobody some time after it was made.
    """
    over, liked = set(), set()
    for edition in list_editions(session):
        local = edition.local_now(now)
        if local >= _accounts_until(edition, terms):
            over.add(edition.id)
        if local >= edition.spec.calendar[Phase.LIKES].end + timedelta(days=terms.likes):
            liked.add(edition.id)
    needed = set(session.scalars(select(RoleGrant.account_id)))
    stands: dict[int, bool] = defaultdict(bool)
    for mention in mentions():
        if mention.edition is None:
            needed.update(session.scalars(select(mention.account).where(mention.account.is_not(None))))
            continue
        done = liked if mention.table.name == "likes" else over
        rows = session.execute(
            select(mention.account, mention.edition).where(mention.account.is_not(None)).distinct()
        )
        for account, edition_id in rows:
            stands[account] = True
            if edition_id not in done:
                needed.add(account)
    young = now - timedelta(days=terms.accounts)
    real = Account.erased_at.is_(None), ~Account.email.endswith(f"@{INVENTED}")
    every = session.execute(select(Account.id, Account.created_at).where(*real)).all()
    going = [i for i, made in every if i not in needed and (stands[i] or made < young)]
    for account in going:
        erase(session, account, now=now)
    return len(going)


def _accounts_until(edition: EditionRecord, terms: RetentionConfig) -> datetime:
    return edition.spec.calendar[Phase.EXECUTION].end + timedelta(days=terms.accounts)


def _voters_until(session: Session, edition: EditionRecord, terms: RetentionConfig) -> datetime:
    """After the result; an edition that never has one forgets its voters after its last day."""
    published = session.scalar(select(Tally.published_at).where(Tally.edition_id == edition.id))
    return (published or edition.spec.calendar[Phase.EXECUTION].end) + timedelta(days=terms.voters)


def _forget_drafts(session: Session, edition: EditionRecord, *, before: datetime) -> int:
    old = session.execute(
        select(KeptDraft.id, KeptDraft.account_id).where(
            KeptDraft.edition_id == edition.id, KeptDraft.saved_at < before
        )
    ).all()
    for draft, account in old:
        discard(session, edition, draft, account=account)
    return len(old)


def _forget_voters(session: Session, edition: EditionRecord, data_dir: Path | None, now: datetime) -> Removed:
    """Who may vote, where they live, whether a code was used, and every letter that is still there."""
    batches = [batch.number for batch in list_batches(session, edition) if batch.destroyed_at is None]
    if batches and data_dir is not None:
        destroy_batches(session, edition, batches, data_dir=data_dir, actor=ACTOR, now=now)
    for kind in (UndeliverableLetter, LetterRun, AddressDraft):
        session.execute(delete(kind).where(kind.edition_id == edition.id))
    return {
        "letters": len(batches),
        "codes": _count(session, delete(Pincode).where(Pincode.edition_id == edition.id)),
        "voters": _count(session, delete(Voter).where(Voter.edition_id == edition.id)),
        "addresses": _count(session, delete(Address).where(Address.edition_id == edition.id)),
    }


def _forget_receipts(session: Session, edition: EditionRecord) -> int:
    """The files, on which names may stand; what was spent on what stays."""
    session.execute(update(Expense).where(Expense.edition_id == edition.id).values(document_id=None))
    return _count(session, delete(Document).where(Document.edition_id == edition.id))


def _forget_conversations(session: Session, edition: EditionRecord) -> Removed:
    """What people told each other or the staff about a plan, not for everybody to read."""
    refusals = update(MergeParty).where(MergeParty.edition_id == edition.id, MergeParty.word != "")
    contacts = update(Undertaking).where(Undertaking.edition_id == edition.id, Undertaking.contact != "")
    removed = {
        "refusals": int(session.execute(refusals.values(word="")).rowcount),  # type: ignore[attr-defined]
        "contacts": int(session.execute(contacts.values(contact="")).rowcount),  # type: ignore[attr-defined]
    }
    kinds: dict[str, Any] = {
        "notes": ContactNote,
        "landing-notes": LandingNote,
        "offers": PartnerOffer,
        "messages": HelpMessage,
        "requests": JoinRequest,
        "reports": ReactionReport,
    }
    for name, kind in kinds.items():
        removed[name] = _count(session, delete(kind).where(kind.edition_id == edition.id))
    return removed
