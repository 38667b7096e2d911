"""Phase 2: liking, signatures on paper, waves that are set aside, and how the phase ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.likes import WAVE_SIZE
from tests.support.editions import AT, CALENDAR, account, like, make_edition, submit
from wijkaanzet.actions import accounts, feasibility, like_waves, likes, likes_end, paper_likes, plans
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.likes import Like, PaperLikes
from wijkaanzet.storage.outbox import OutgoingMail

NOW = AT[Phase.LIKES]
OVER = CALENDAR[Phase.LIKES].end
SITE = "https://wijk.voorbeeld.invalid"


def counted(session: Session, edition: EditionRecord, number: int) -> int:
    """The likes of a plan as lists, the table and the interface see them."""
    session.flush()
    plan = plans.find_plan(session, edition.id, number)
    assert plan is not None
    assert plan.likes == likes.count_likes(session, edition, number)
    return plan.likes


def test_a_like_counts_once_and_can_be_taken_back(session: Session, edition: EditionRecord) -> None:
    [one, two] = submit(session, edition, 2)
    fan, other, now = account(session, "fan"), account(session, "ander"), AT[Phase.LIKES]
    assert [likes.like_plan(session, edition, one, account=fan, now=now) for _ in range(3)] == [1, 1, 1]
    assert likes.like_plan(session, edition, one, account=other, now=now) == 2
    assert likes.like_plan(session, edition, two, account=fan, now=now) == 1
    assert likes.likes_of(session, edition, fan) == {one, two}
    assert [likes.unlike_plan(session, edition, one, account=fan, now=now) for _ in range(2)] == [1, 1]
    assert likes.likes_of(session, edition, fan) == {two}
    assert [plan.likes for plan in plans.list_plans(session, edition.id)] == [1, 1]


@pytest.mark.parametrize(
    ("phase", "code"),
    [(Phase.SUBMIT, "too-early"), (Phase.FEASIBILITY, "too-late"), (Phase.VOTING, "too-late")],
)
@pytest.mark.parametrize("act", [likes.like_plan, likes.unlike_plan])
def test_liking_has_its_phase(
    session: Session, edition: EditionRecord, phase: Phase, code: str, act: Callable[..., int]
) -> None:
    [number] = submit(session, edition)
    with pytest.raises(DomainError, match=code):
        act(session, edition, number, account=account(session), now=AT[phase])


def test_only_a_plan_that_is_there_can_be_liked(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    now, fan = AT[Phase.LIKES], account(session, "fan")
    with pytest.raises(DomainError, match="no-such-plan"):
        likes.like_plan(session, edition, 99, account=fan, now=now)
    plans.withdraw_plan(session, edition, number, account=account(session), now=now)
    with pytest.raises(DomainError, match="plan-withdrawn"):
        likes.like_plan(session, edition, number, account=fan, now=now)


def test_likes_of_a_withdrawn_plan_stay_with_it(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    like(session, edition, [number])
    plans.withdraw_plan(session, edition, number, account=account(session), now=AT[Phase.LIKES])
    [plan] = plans.list_plans(session, edition.id)
    assert (plan.withdrawn, plan.likes) == (True, 2)


def add_list(session: Session, edition: EditionRecord, number: int, **changes: object) -> int:
    given = {
        "amount": 12,
        "reference": "lijst 3",
        "checked": 4,
        "account": account(session, "balie"),
        "now": NOW,
    }
    return paper_likes.record_list(session, edition, number, **(given | changes))  # type: ignore[arg-type]


def test_signatures_on_paper_count_and_a_mistake_is_put_right_by_an_entry(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    like(session, edition, [number])
    entry = add_list(session, edition, number)
    assert counted(session, edition, number) == 14
    assert likes.figures_of(session, edition, number).on_paper == 12
    with pytest.raises(DomainError, match="list-exists"):
        add_list(session, edition, number, reference="LIJST  3")
    clerk = account(session, "balie")
    paper_likes.take_off(session, edition, entry, reason="verkeerd geteld", account=clerk, now=NOW)
    with pytest.raises(DomainError, match="list-corrected"):
        paper_likes.take_off(session, edition, entry, reason="nog eens", account=clerk, now=NOW)
    assert counted(session, edition, number) == 2
    add_list(session, edition, number, amount=11)
    assert counted(session, edition, number) == 13
    assert sorted(session.scalars(select(PaperLikes.amount))) == [-12, 11, 12]
    assert [(e.amount, e.corrected) for e in paper_likes.list_entries(session, edition)] in (
        [(11, False), (12, True)],
        [(12, True), (11, False)],
    )
    kept = [e.details for e in trail(session, edition.id) if e.act.startswith("signatures")]
    assert kept[0] == {"signatures": 12, "checked": 4, "list": "lijst 3"}
    assert kept[1]["reason"] == "verkeerd geteld"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": 0}, "list-amount"),
        ({"amount": 1001}, "list-amount"),
        ({"checked": 13}, "list-checked"),
        ({"checked": -1}, "list-checked"),
        ({"now": AT[Phase.SUBMIT]}, "too-early"),
        ({"now": OVER}, "too-late"),
    ],
)
def test_a_list_that_cannot_count(
    session: Session, edition: EditionRecord, change: dict[str, object], code: str
) -> None:
    [number] = submit(session, edition)
    with pytest.raises(DomainError, match=code):
        add_list(session, edition, number, **change)
    assert counted(session, edition, number) == 0


def flood(session: Session, edition: EditionRecord, number: int, count: int = WAVE_SIZE) -> list[int]:
    """New addresses from one network, one a minute."""
    people = []
    for i in range(count):
        moment = NOW + timedelta(minutes=i)
        person = accounts.account_for(session, f"golf{i}@voorbeeld.invalid", now=moment)
        likes.like_plan(session, edition, number, account=person, now=moment, network=b"one network")
        people.append(person)
    return people


def test_a_wave_is_set_aside_with_a_reason_and_counts_nowhere(session: Session) -> None:
    edition = make_edition(session, like_threshold=WAVE_SIZE + 2)
    [number, other] = submit(session, edition, 2)
    like_by_one = account(session, "buur")
    likes.like_plan(session, edition, number, account=like_by_one, now=NOW, network=b"another")
    people = flood(session, edition, number)
    add_list(session, edition, number, amount=1, checked=0)
    assert like_waves.seen_waves(session, edition)[0].open == tuple(people)
    assert [p.number for p in feasibility.plans_at_table(session, edition)] == [number]
    chief = account(session, "organisator")
    wave = like_waves.seen_waves(session, edition)[0].name
    with pytest.raises(DomainError, match="reason-missing"):
        like_waves.set_aside(session, edition, wave, reason=" ", account=chief, now=NOW)
    aside = like_waves.set_aside(session, edition, wave, reason="één netwerk", account=chief, now=NOW)
    assert (aside, counted(session, edition, number)) == (WAVE_SIZE, 2)
    figures = likes.figures_of(session, edition, number)
    assert figures.set_aside == ((WAVE_SIZE, "één netwerk"),)
    assert likes.figures_of(session, edition, other).set_aside == ()
    assert feasibility.plans_at_table(session, edition) == []
    assert like_waves.seen_waves(session, edition) == []
    with pytest.raises(DomainError, match="no-such-wave"):
        like_waves.set_aside(session, edition, wave, reason="nog eens", account=chief, now=NOW)
    [decision] = like_waves.decisions(session, edition)
    assert (decision.likes, decision.undone_at) == (WAVE_SIZE, None)
    assert not any("golf" in str(e.details) for e in trail(session, edition.id))


def test_who_was_set_aside_cannot_give_the_like_anew(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    people, chief = flood(session, edition, number), account(session, "organisator")
    wave = like_waves.seen_waves(session, edition)[0].name
    like_waves.set_aside(session, edition, wave, reason="golf", account=chief, now=NOW)
    for act in (likes.unlike_plan, likes.like_plan):
        assert act(session, edition, number, account=people[0], now=NOW) == 0


def test_setting_aside_is_undone_and_the_wave_that_grew_is_seen_again(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    flood(session, edition, number)
    chief = account(session, "organisator")
    wave = like_waves.seen_waves(session, edition)[0].name
    like_waves.set_aside(session, edition, wave, reason="golf", account=chief, now=NOW)
    flood(session, edition, number, WAVE_SIZE + 2)
    [grown] = like_waves.seen_waves(session, edition)
    assert (grown.name, len(grown.open), counted(session, edition, number)) == (wave, 2, 2)
    [decision] = like_waves.decisions(session, edition)
    assert like_waves.count_again(session, edition, decision.id, account=chief, now=OVER) == WAVE_SIZE
    assert counted(session, edition, number) == WAVE_SIZE + 2
    with pytest.raises(DomainError, match="no-such-decision"):
        like_waves.count_again(session, edition, decision.id, account=chief, now=OVER)
    assert likes.figures_of(session, edition, number).set_aside == ()


def test_networks_are_forgotten_when_the_phase_is_over(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    flood(session, edition, number)
    assert like_waves.forget_networks(session, edition, now=OVER - timedelta(seconds=1)) == 0
    assert like_waves.forget_networks(session, edition, now=OVER) == WAVE_SIZE
    session.expire_all()
    assert set(session.scalars(select(Like.network))) == {None}
    assert like_waves.seen_waves(session, edition) == []


def test_submitters_hear_once_how_it_ended(session: Session, edition: EditionRecord) -> None:
    enough, few, taken_back = submit(session, edition, 3)
    like(session, edition, [enough])
    plans.withdraw_plan(session, edition, taken_back, account=account(session), now=NOW)
    before = CALENDAR[Phase.LIKES].end - timedelta(seconds=1)
    assert likes_end.tell_outcome(session, edition, site=SITE, now=before) == 0
    assert likes_end.tell_outcome(session, edition, site=SITE, now=OVER) == 2
    assert likes_end.tell_outcome(session, edition, site=SITE, now=OVER + timedelta(days=1)) == 0
    mails = {mail.subject: mail.text for mail in session.scalars(select(OutgoingMail))}
    assert set(mails) == {"Uw plan gaat door: Plan 0", "Zo kunt u verder met uw plan: Plan 1"}
    assert f"{SITE}/plannen/{few}-plan-1" in mails["Zo kunt u verder met uw plan: Plan 1"]
    assert "uitdaagrecht" in mails["Zo kunt u verder met uw plan: Plan 1"]


def test_an_old_edition_mails_nobody(session: Session, edition: EditionRecord) -> None:
    submit(session, edition)
    moment = AT[Phase.VOTING]
    assert likes_end.tell_outcome(session, edition, site=SITE, now=moment) == 0
