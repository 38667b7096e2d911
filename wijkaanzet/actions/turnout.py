"""Turnout by wijk and by age group, made when the result is published, so that it stays when personal data go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from phases.suppression import suppressed
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.voters import Address, Pincode, Voter


def turnout_values(session: Session, edition: EditionRecord) -> dict[str, Any]:
    """How many people could vote and did, in all and by group, as plain values for JSON.

    A group's ``voted`` is None where too few people stand behind it, or where it would give such a figure away. Neither
    table is made when there is one group only: it would say no more than the total.
    """
    entitled, voted = _sums(session, edition)
    return {
        "entitled": entitled,
        "voted": voted,
        "areas": _table(session, edition, Address.area),
        "ages": _table(session, edition, Voter.age_group),
    }


def _sums(session: Session, edition: EditionRecord) -> tuple[int, int]:
    row = session.execute(
        select(func.count(), func.coalesce(func.sum(case((Pincode.state == "used", 1), else_=0)), 0)).where(
            Pincode.edition_id == edition.id, Pincode.state != "void"
        )
    ).one()
    return row[0], row[1]


def _table(
    session: Session, edition: EditionRecord, group: InstrumentedAttribute[str]
) -> list[Mapping[str, Any]]:
    query = (
        select(group, func.count(), func.sum(case((Pincode.state == "used", 1), else_=0)))
        .select_from(Pincode)
        .join(Voter, (Voter.edition_id == Pincode.edition_id) & (Voter.id == Pincode.voter_id))
        .join(Address, (Address.edition_id == Voter.edition_id) & (Address.id == Voter.address_id))
        .where(Pincode.edition_id == edition.id, Pincode.state != "void")
        .group_by(group)
    )
    found = {name: (entitled, voted) for name, entitled, voted in session.execute(query)}
    if len(found) < 2:
        return []
    shown = suppressed({name: voted for name, (_entitled, voted) in found.items()})
    names = sorted(found, key=_order)
    return [{"name": name, "entitled": found[name][0], "voted": shown[name]} for name in names]


def _order(name: str) -> tuple[bool, int, str]:
    """Ages by their first number, names by the alphabet, what is not known last."""
    number = re.match(r"\d+", name)
    return not name, int(number[0]) if number else 0, name.casefold()
