"""Drafts at once: pages that are sent together, submitting twice, and people who join a plan."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.plan_draft import MOST_DRAFTS, CostLine, PlanDraft
from tests.support.editions import AT, CALENDAR, account, like, submit
from wijkaanzet.actions import co_submitters, drafts, plans
from wijkaanzet.actions.mine import plans_of
from wijkaanzet.actions.pictures import add_picture, pictures_of, serve_picture
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.pictures import Encoded
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.outbox import OutgoingMail

NOW = AT[Phase.SUBMIT]
SITE = "https://wijk.voorbeeld.invalid"
PICTURE = Encoded(b"groot", b"klein", 4, 3)
WHOLE = {
    "title": "Bankjes",
    "summary": "Zitten.",
    "description": "Drie bankjes.",
    "theme": "Groen",
    "costs": (CostLine("Bank", 900_00),),
}


def begin(session: Session, edition: EditionRecord, **changes: object) -> int:
    return drafts.start_draft(session, edition, WHOLE | changes, account=account(session), now=NOW)


def test_pages_that_are_kept_one_after_the_other_keep_each_others_words(
    session: Session, edition: EditionRecord
) -> None:
    draft = drafts.start_draft(session, edition, {"title": "Bankjes"}, account=account(session), now=NOW)
    for changes in ({"theme": "Groen"}, {"costs": WHOLE["costs"]}, {"help_wanted": "Handen."}):
        drafts.save(session, edition, draft, changes, account=account(session), now=NOW)
    kept = drafts.find_draft(session, edition, draft, account=account(session)).content
    assert kept == PlanDraft(
        "Bankjes", theme="Groen", costs=(CostLine("Bank", 900_00),), help_wanted="Handen."
    )


def test_a_draft_is_submitted_once(session: Session, edition: EditionRecord) -> None:
    draft = begin(session, edition)
    number = drafts.submit(session, edition, draft, account=account(session), now=NOW)
    with pytest.raises(DomainError, match="no-such-draft"):
        drafts.submit(session, edition, draft, account=account(session), now=NOW)
    assert [plan.number for plan in plans.list_plans(session, edition.id)] == [number]
    assert drafts.drafts_of(session, edition, account(session)) == []


def test_what_is_not_finished_is_not_submitted(session: Session, edition: EditionRecord) -> None:
    draft = begin(session, edition, theme="", costs=())
    with pytest.raises(DomainError, match="plan-incomplete") as refused:
        drafts.submit(session, edition, draft, account=account(session), now=NOW)
    assert refused.value.facts["fields"] == ("theme", "costs")


def test_drafts_are_their_owners_own(session: Session, edition: EditionRecord) -> None:
    draft, stranger = begin(session, edition), account(session, "ander")
    for act in (
        lambda: drafts.find_draft(session, edition, draft, account=stranger),
        lambda: drafts.save(session, edition, draft, {"title": "x"}, account=stranger, now=NOW),
        lambda: drafts.submit(session, edition, draft, account=stranger, now=NOW),
        lambda: drafts.discard(session, edition, draft, account=stranger),
    ):
        with pytest.raises(DomainError, match="no-such-draft"):
            act()


def test_nobody_keeps_more_drafts_than_they_can_finish(session: Session, edition: EditionRecord) -> None:
    for _ in range(MOST_DRAFTS):
        begin(session, edition)
    with pytest.raises(DomainError, match="too-many-drafts"):
        begin(session, edition)
    assert drafts.start_draft(session, edition, {}, account=account(session, "ander"), now=NOW)


def test_a_draft_waits_but_the_phase_does_not(session: Session, edition: EditionRecord) -> None:
    draft, late = begin(session, edition), CALENDAR[Phase.SUBMIT].end
    for act in (
        lambda: drafts.save(session, edition, draft, {}, account=account(session), now=late),
        lambda: drafts.submit(session, edition, draft, account=account(session), now=late),
        lambda: drafts.start_draft(session, edition, {}, account=account(session), now=late),
    ):
        with pytest.raises(DomainError, match="too-late"):
            act()
    drafts.discard(session, edition, draft, account=account(session))


def test_pictures_of_a_draft_that_is_thrown_away_go_with_it(session: Session, edition: EditionRecord) -> None:
    mine = account(session)
    picture = add_picture(session, edition, PICTURE, alt="Een bank", owner=mine, now=NOW)
    draft = begin(session, edition)
    drafts.add_to_pictures(session, edition, draft, picture, account=mine, now=NOW)
    with pytest.raises(DomainError, match="no-such-picture"):
        serve_picture(session, edition, picture, small=True, account=account(session, "ander"))
    drafts.discard(session, edition, draft, account=mine)
    assert pictures_of(session, edition, [picture]) == []


def test_changing_a_plan_keeps_its_likes_and_its_pictures(session: Session, edition: EditionRecord) -> None:
    mine = account(session)
    picture = add_picture(session, edition, PICTURE, alt="Een bank", owner=mine, now=NOW)
    number = drafts.submit(
        session, edition, begin(session, edition, pictures=(picture,)), account=mine, now=NOW
    )
    like(session, edition, [number])
    now = AT[Phase.LIKES]
    change = drafts.start_change(session, edition, number, account=mine, now=now)
    assert drafts.start_change(session, edition, number, account=mine, now=now) == change, (
        "one goes on with it"
    )
    drafts.arrange_pictures(session, edition, change, picture, first=False, account=mine, now=now)
    drafts.save(session, edition, change, {"title": "Betere bankjes"}, account=mine, now=now)
    drafts.submit(session, edition, change, account=mine, now=now)
    plan = plans.find_plan(session, edition.id, number)
    assert plan is not None
    assert (plan.title, plan.likes, plan.version, plan.picture) == ("Betere bankjes", 2, 2, None)
    first, second = plans.versions_of(session, edition, number)
    assert (first.content.pictures, second.changes) == ((picture,), ("title", "pictures"))
    assert serve_picture(session, edition, picture, small=False, account=None).content == b"groot", (
        "an earlier version still has it"
    )


def test_a_plan_changes_until_the_table_looks_at_it(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    mine, over = account(session), CALENDAR[Phase.LIKES].end
    drafts.start_change(session, edition, number, account=mine, now=over - timedelta(microseconds=1))
    with pytest.raises(DomainError, match="too-late"):
        drafts.start_change(session, edition, number, account=mine, now=over)
    with pytest.raises(DomainError, match="not-the-submitter"):
        drafts.start_change(session, edition, number, account=account(session, "ander"), now=NOW)


def test_a_change_on_an_old_version_is_made_anew_on_the_new_one(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    mine = account(session)
    _version, said = plans.said_now(session, edition, number)
    plans.change_plan(session, edition, number, replace(said, title="Eerst"), base=1, account=mine, now=NOW)
    with pytest.raises(DomainError, match="plan-changed") as refused:
        plans.change_plan(
            session, edition, number, replace(said, summary="Later"), base=1, account=mine, now=NOW
        )
    facts = refused.value.facts
    assert (facts["draft"].title, facts["draft"].summary, facts["base"], facts["fields"]) == (
        "Eerst",
        "Later",
        2,
        (),
    )
    plans.change_plan(session, edition, number, facts["draft"], base=2, account=mine, now=NOW)
    assert plans.said_now(session, edition, number) == (3, facts["draft"])
    plans.change_plan(session, edition, number, facts["draft"], base=3, account=mine, now=NOW)
    assert len(plans.versions_of(session, edition, number)) == 3, "nothing changed"


def test_who_is_invited_joins_by_the_link_that_only_they_have(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    mine = account(session)

    def token_of(email: str) -> str:
        query = select(OutgoingMail.text).where(OutgoingMail.recipient == email)
        body = session.scalars(query).all()[-1]
        return body.partition(f"/plannen/{number}/samen/")[2].split()[0]

    def invite(email: str, **changes: object) -> None:
        options = {"site": SITE, "account": mine, "now": NOW} | changes
        co_submitters.invite(session, edition, number, email, **options)  # type: ignore[arg-type]

    with pytest.raises(DomainError, match="not-the-submitter"):
        invite("buur@voorbeeld.invalid", account=account(session, "ander"))
    with pytest.raises(DomainError, match="already-submitter"):
        invite("Indiener@voorbeeld.invalid")
    invite("buur@voorbeeld.invalid")
    old = token_of("buur@voorbeeld.invalid")
    invite("buur@voorbeeld.invalid")
    new = token_of("buur@voorbeeld.invalid")
    with pytest.raises(DomainError, match="invitation-unusable"):
        co_submitters.accept(session, edition, number, old, now=NOW)
    late = NOW + co_submitters.INVITATION_LASTS
    with pytest.raises(DomainError, match="invitation-unusable"):
        co_submitters.accept(session, edition, number, new, now=late)
    joined = co_submitters.accept(session, edition, number, new, now=NOW)
    assert joined == account(session, "buur")
    assert submitters_of(session, edition, number) == (mine, joined)
    with pytest.raises(DomainError, match="invitation-unusable"):
        co_submitters.accept(session, edition, number, new, now=NOW)
    assert plans_of(session, edition, joined) == [(number, True, 0)]
    invite("nog-een@voorbeeld.invalid", account=joined)
    (waiting,) = co_submitters.invitations_of(session, edition, number, now=NOW)
    co_submitters.take_back(session, edition, number, waiting.key, account=mine)
    assert co_submitters.invitations_of(session, edition, number, now=NOW) == []


def test_when_the_first_submitter_leaves_the_next_takes_that_place(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    mine, second, third = account(session), account(session, "tweede"), account(session, "derde")
    with pytest.raises(DomainError, match="last-submitter"):
        co_submitters.leave(session, edition, number, account=mine, now=NOW)
    for minutes, person in ((1, second), (2, third)):
        co_submitters.add_submitter(session, edition, number, person, now=NOW + timedelta(minutes=minutes))
    co_submitters.leave(session, edition, number, account=mine, now=NOW)
    assert submitters_of(session, edition, number) == (second, third)
    with pytest.raises(DomainError, match="not-the-submitter"):
        co_submitters.leave(session, edition, number, account=mine, now=NOW)
    plans.withdraw_plan(session, edition, number, account=second, now=NOW)


def test_a_plan_has_room_for_so_many_people(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    for index in range(co_submitters.MOST - 1):
        person = account(session, f"buur{index}")
        co_submitters.ask_to_join(
            session, edition, number, name="Buur", message="Ik ook.", site=SITE, account=person, now=NOW
        )
    with pytest.raises(DomainError, match="too-many-submitters"):
        co_submitters.invite(
            session, edition, number, "a@voorbeeld.invalid", site=SITE, account=account(session), now=NOW
        )
    first = account(session, "buur0")
    for welcome, person in ((True, first), (False, account(session, "buur1"))):
        co_submitters.answer_request(
            session, edition, number, person, welcome=welcome, site=SITE, account=account(session), now=NOW
        )
    assert submitters_of(session, edition, number) == (account(session), first)
    assert len(co_submitters.requests_of(session, edition, number)) == co_submitters.MOST - 3


def test_what_is_alike_takes_part(session: Session, edition: EditionRecord) -> None:
    """What is alike is found among plans that take part, never the plan itself or one that was taken back."""
    first = drafts.submit(session, edition, begin(session, edition), account=account(session), now=NOW)
    again = begin(session, edition, title="Bankjes", summary="Zitten.", description="Drie bankjes.")
    content = drafts.find_draft(session, edition, again, account=account(session)).content
    found = drafts.similar_plans(session, edition, content.title, content.description)
    assert [plan.number for plan in found] == [first]
    assert drafts.similar_plans(session, edition, content.title, content.description, but=first) == []
    plans.withdraw_plan(session, edition, first, account=account(session), now=NOW)
    assert drafts.similar_plans(session, edition, content.title, content.description) == []
