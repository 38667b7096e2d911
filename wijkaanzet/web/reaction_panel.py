"""What the page of a plan, and that of all its reactions, show of reactions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from phases.reactions import EDIT_TIME, Closed, Thread, may_edit
from wijkaanzet.actions import notices
from wijkaanzet.actions import reactions as reacting
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.records import PlanRecord
from wijkaanzet.web import views
from wijkaanzet.web.reaction_forms import HINTS, KINDS, ReactionForm
from wijkaanzet.web.services import account, edition, now

SHOWN_WITH_PLAN = 10
PAGE = 30


@dataclass(frozen=True)
class ReactionsPanel:
    """The reactions on a plan's page.

    Attributes:
        plan: the plan's number.
        href: the plan's address.
        count: how many reactions and replies can be read.
        threads: those that are shown here.
        pages: how many pages all of them take; ``page`` is this one.
        closed: why nobody can react (any more); None while one can.
        form: to write one.
        me: the reader's account.
        may_reply: whether the reader submitted the plan, or is an organiser.
        editable: the ids of the reader's own reactions that can still be changed.
        following: whether the reader hears of the plan; ``mine`` because they submitted it.
    """

    plan: int
    title: str
    href: str
    count: int
    threads: list[Thread]
    page: int
    pages: int
    closed: Closed | None
    form: ReactionForm
    me: int | None
    may_reply: bool
    editable: frozenset[int]
    following: bool
    mine: bool

    @property
    def more(self) -> bool:
        """Whether there are more than are shown with the plan."""
        return self.pages > 1

    kinds = KINDS
    hints = HINTS
    edit_minutes = EDIT_TIME.seconds // 60


def reactions_panel(db: Session, plan: PlanRecord, *, page: int | None = None) -> ReactionsPanel:
    """The reactions to a plan: the first ones, or a page of them all."""
    someone = account()
    me = someone.id if someone else None
    threads = reacting.threads_of(db, edition(), plan.number, viewer=me)
    size = SHOWN_WITH_PLAN if page is None else PAGE
    pages = max(-(-len(threads) // size), 1)
    first = (min(max(page or 1, 1), pages) - 1) * size
    mine = me is not None and me in submitters_of(db, edition(), plan.number)
    closed = reacting.why_closed(db, edition(), plan, now())
    everything = [one for thread in threads for one in (thread.first, *thread.replies)]
    return ReactionsPanel(
        plan.number,
        plan.title,
        views.plan_href(plan),
        sum(one.readable for one in everything),
        threads[first : first + size],
        first // size + 1,
        pages,
        closed,
        _blank_form(db),
        me,
        closed is None and (mine or (someone is not None and "organiser" in someone.roles)),
        frozenset(one.id for one in everything if may_edit(one, me, now())),
        me is not None and notices.is_following(db, edition(), plan.number, me),
        mine,
    )


def _blank_form(db: Session) -> ReactionForm:
    someone = account()
    form = ReactionForm(None)
    form.fit(
        signed_in=someone is not None,
        organiser=someone is not None and "organiser" in someone.roles,
        name=reacting.name_used(db, edition(), someone.id) if someone else "",
    )
    return form
