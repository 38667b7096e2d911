"""Eight checkers at one table: a specialism each, and a plan that all of them are asked about."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from phases.feasibility import Specialism
from tests.support.stages import Site
from wijkaanzet.actions import accounts, feasibility, table_people, table_sessions
from wijkaanzet.actions.rehearsal import account_of


def seat_eight(site: Site) -> tuple[int, dict[Specialism, str]]:
    """Put a plan on the table of the rehearsal, before one checker for each specialism; its number and a sign-in token each."""
    now = datetime.now(UTC)

    def seat(session: Session) -> tuple[int, dict[Specialism, str]]:
        edition = site.edition()
        local = edition.local_now(now)
        chair = account_of(session, edition, "organiser", now=now)
        session.flush()
        plan = next(
            p for p in feasibility.plans_at_table(session, edition) if p.title.startswith("Meidenavond")
        )
        tokens = {}
        for specialism in Specialism:
            email = f"{specialism.value}@voorbeeld.invalid"
            table_people.invite_person(
                session, edition, email, "checker", [specialism], site=None, account=chair, now=local
            )
            feasibility.ask_specialism(
                session, edition, plan.number, specialism, asked=True, account=chair, now=local
            )
            tokens[specialism] = accounts.make_sign_in_token(session, email, now=now)
        meeting = table_sessions.open_meeting(session, edition)
        assert meeting is not None
        table_sessions.put_on_table(session, edition, meeting.id, plan.number, account=chair, now=local)
        return plan.number, tokens

    return site.act(seat)
