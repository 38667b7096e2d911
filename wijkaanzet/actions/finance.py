"""The payments of the year of execution as a table for the municipality's bookkeeping."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from phases.payments import Held
from wijkaanzet.actions.execution import PaymentLine, overview
from wijkaanzet.records import EditionRecord
from wijkaanzet.spreadsheet import amount, write_table

COLUMNS = (
    "kenmerk",
    "plan",
    "titel",
    "omschrijving",
    "bedrag",
    "stand",
    "niet_voor",
    "go_moment",
    "betaald_op",
)
_STATES = {
    None: "te betalen",
    Held.PAID: "betaald",
    Held.NOT_YET: "later",
    Held.WAITS: "wacht op go-moment",
    Held.NO_GO: "geen go",
}


def payments_table(session: Session, edition: EditionRecord, *, now: datetime) -> bytes:
    """All payments, made and planned, as CSV in euros; a refund is below zero. Dutch: bookkeeping reads it in Dutch."""
    plans = overview(session, edition, now=now).plans
    return write_table(
        COLUMNS,
        [
            (
                str(line.row.id),
                str(one.plan.number),
                one.plan.title,
                line.row.what,
                amount(line.row.amount),
                _state(line),
                line.row.not_before.isoformat() if line.row.not_before else "",
                line.gate.question if line.gate else "",
                line.row.paid_on.isoformat() if line.row.paid_on else "",
            )
            for one in plans
            for line in one.payments
        ],
    )


def _state(line: PaymentLine) -> str:
    return "terugbetaald" if line.row.amount < 0 else _STATES[line.held]
