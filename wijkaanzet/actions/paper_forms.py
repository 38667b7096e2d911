"""Typing the choice forms of a paper batch: twice, by two people who do not see each other's work.

A form knows its number in the pile and nothing of a slip. What both typed alike is agreed; what differs is shown to
both, without saying who typed what, and settled with the paper in hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from voting.ballot import check_ballot
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.paper import PaperBatch, PaperForm
from wijkaanzet.storage.plan_queries import ballot_choices

NO_VALID_CHOICE = "-"
TYPISTS = 2


@dataclass(frozen=True)
class Difference:
    """A form that two people read differently."""

    form: int
    readings: tuple[str, str]


@dataclass(frozen=True)
class Standing:
    """How the forms of a batch stand.

    Attributes:
        forms: how many there must be.
        typed: how many forms each typist has done, by account.
        agreed: what both read alike, by form.
        differences: what they read differently.
    """

    forms: int
    typed: dict[int, int]
    agreed: dict[int, str]
    differences: tuple[Difference, ...]

    @property
    def is_typed_twice(self) -> bool:
        """Whether two people did every form; only then anybody sees what differs."""
        return len(self.typed) == TYPISTS and all(count == self.forms for count in self.typed.values())

    @property
    def is_ready(self) -> bool:
        """Whether the batch can be cast: as many agreed forms as reserved codes."""
        return self.is_typed_twice and len(self.agreed) == self.forms


def reading_of(
    session: Session, edition: EditionRecord, numbers: Sequence[int], *, valid: bool = True
) -> str:
    """What a form says, as it is kept while it is being typed.

    Args:
        numbers: the plans that are ticked; none is a blank form.
        valid: False for a form that nobody can read, that breaks the ballot rule, or that is missing.

    Raises:
        DomainError: "ballot-invalid" with the broken rules.
    """
    if not valid:
        return NO_VALID_CHOICE
    problems = check_ballot(
        numbers, ballot_choices(session, edition.id), edition.spec.budget, edition.spec.ballot_rule
    )
    if problems:
        raise DomainError("ballot-invalid", problems=problems)
    return ",".join(str(number) for number in sorted(numbers))


def type_form(
    session: Session, edition: EditionRecord, number: int, form: int, reading: str, *, typist: int
) -> None:
    """Keep what a typist read on a form; typed again, the last reading stays.

    Raises:
        DomainError: "no-such-form"; "two-typists" when two others already type this batch; "batch-not-open".
    """
    batch = _typing(session, edition, number)
    if not 1 <= form <= batch.slips:
        raise DomainError("no-such-form", form=form, forms=batch.slips)
    _write(session, batch, range(form, form + 1), reading, typist)


def type_all_forms(
    session: Session, edition: EditionRecord, number: int, reading: str, *, typist: int
) -> None:
    """Keep the same reading for every form: a signature list with codes for one plan.

    Raises:
        DomainError: what :func:`type_form` raises.
    """
    batch = _typing(session, edition, number)
    _write(session, batch, range(1, batch.slips + 1), reading, typist)


def settle_form(
    session: Session,
    edition: EditionRecord,
    number: int,
    form: int,
    reading: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Settle a form that two people read differently, with the paper in hand.

    Raises:
        DomainError: "no-difference", "batch-not-open".
    """
    standing = standing_of(session, edition, _typing(session, edition, number))
    if not standing.is_typed_twice or form not in {d.form for d in standing.differences}:
        raise DomainError("no-difference")
    session.execute(
        update(PaperForm)
        .where(PaperForm.edition_id == edition.id, PaperForm.batch == number, PaperForm.form == form)
        .values(choices=reading)
    )
    # The trail says that it was settled, and by whom; never what it says.
    record_act(
        session, edition.id, "paper-form-settled", actor=actor, now=now, subject=f"batch {number}", form=form
    )


def own_forms(session: Session, edition: EditionRecord, number: int, typist: int) -> dict[int, str]:
    """What a typist read, by form; the other one's work is shown to nobody."""
    query = select(PaperForm).where(
        PaperForm.edition_id == edition.id, PaperForm.batch == number, PaperForm.typist == typist
    )
    return {row.form: row.choices for row in session.scalars(query.order_by(PaperForm.form))}


def standing_of(session: Session, edition: EditionRecord, batch: PaperBatch) -> Standing:
    """How the forms of a batch stand."""
    query = select(PaperForm).where(PaperForm.edition_id == edition.id, PaperForm.batch == batch.number)
    readings: dict[int, dict[int, str]] = {}
    for row in session.scalars(query.order_by(PaperForm.typist).execution_options(populate_existing=True)):
        readings.setdefault(row.typist, {})[row.form] = row.choices
    typed = {typist: len(forms) for typist, forms in readings.items()}
    if len(readings) < TYPISTS:
        return Standing(batch.slips, typed, {}, ())
    first, second = readings.values()
    both = sorted(first.keys() & second.keys())
    return Standing(
        batch.slips,
        typed,
        {form: first[form] for form in both if first[form] == second[form]},
        tuple(
            Difference(form, (min(first[form], second[form]), max(first[form], second[form])))
            for form in both
            if first[form] != second[form]
        ),
    )


def _typing(session: Session, edition: EditionRecord, number: int) -> PaperBatch:
    """The batch, held until this transaction ends, while its forms are being typed."""
    batch = session.get(PaperBatch, (edition.id, number), with_for_update={"key_share": True})
    if batch is None:
        raise DomainError("no-such-batch")
    if batch.stage != "forms":
        raise DomainError("batch-not-open", stage=batch.stage)
    return batch


def _write(session: Session, batch: PaperBatch, forms: range, reading: str, typist: int) -> None:
    mine = (PaperForm.edition_id == batch.edition_id, PaperForm.batch == batch.number)
    others = set(
        session.scalars(select(PaperForm.typist).where(*mine, PaperForm.typist != typist).distinct())
    )
    if len(others) >= TYPISTS:
        raise DomainError("two-typists")
    session.execute(
        delete(PaperForm).where(
            *mine, PaperForm.typist == typist, PaperForm.form.between(forms.start, forms.stop - 1)
        )
    )
    session.execute(
        insert(PaperForm),
        [
            {
                "edition_id": batch.edition_id,
                "batch": batch.number,
                "typist": typist,
                "form": form,
                "choices": reading,
            }
            for form in forms
        ],
    )
