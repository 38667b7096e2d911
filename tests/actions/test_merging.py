"""Merging plans: everybody agrees and then it happens whole, or nothing does; also when two act at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.plan import Exit
from tests.support.editions import AT, CALENDAR, account, draft, make_edition
from wijkaanzet.actions import likes, merging, paper_likes, plan_exits, plans, proposals
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.likes import Like
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.weekly_check import MergeProposal, PlanExit

NOW = AT[Phase.LIKES]
SITE = "https://wijk.voorbeeld.invalid"
NAMES = ("anna", "bram", "carla")


def plans_of(session: Session, edition: EditionRecord, *names: str) -> list[int]:
    """A plan of each of these people."""
    return [
        plans.submit_plan(
            session,
            edition,
            draft(f"Plan van {name}"),
            submitter=account(session, name),
            now=AT[Phase.SUBMIT],
        )
        for name in names
    ]


def propose(session: Session, edition: EditionRecord, numbers: list[int], **texts: str) -> int:
    message = merging.MergeDraft(numbers[0], tuple(numbers[1:]), "Samen sterker.", **texts)
    return merging.propose(session, edition, message, site=SITE, account=account(session, "chef"), now=NOW)


def agree(
    session: Session, edition: EditionRecord, proposal: int, name: str, after: timedelta = timedelta(0)
) -> bool:
    person = account(session, name)
    return merging.agree(session, edition, proposal, site=SITE, account=person, now=NOW + after)


def like(session: Session, edition: EditionRecord, number: int, *names: str) -> None:
    for name in names:
        likes.like_plan(session, edition, number, account=account(session, name), now=NOW)


def subjects(session: Session) -> list[str]:
    session.flush()
    return sorted(
        f"{m.recipient.partition('@')[0]}: {m.subject}" for m in session.scalars(select(OutgoingMail))
    )


def test_the_plans_are_one_when_the_last_submitter_agrees(session: Session, edition: EditionRecord) -> None:
    into, other, third = numbers = plans_of(session, edition, *NAMES)
    like(session, edition, into, "fan", "buur")
    like(session, edition, other, "buur", "tante")
    like(session, edition, third, "tante", "fan", "oom")
    clerk = account(session, "balie")
    for number, amount in ((into, 5), (other, 7)):
        paper_likes.record_list(
            session, edition, number, amount=amount, reference="lijst", checked=0, account=clerk, now=NOW
        )
    proposal = propose(session, edition, numbers, title="Samen groen")
    assert [agree(session, edition, proposal, name) for name in ("anna", "carla", "anna")] == [False] * 3
    assert len(plans.list_plans(session, edition.id)) == 3
    assert agree(session, edition, proposal, "bram")
    session.expire_all()
    [joint] = plans.list_plans(session, edition.id)
    assert (joint.number, joint.title, joint.summary) == (into, "Samen groen", "Kort.")
    assert (joint.likes, joint.likes_on_paper) == (4 + 12, 12)
    assert likes.figures_of(session, edition, into).added_lists
    gone = plans.find_plan(session, edition.id, other)
    assert gone is not None
    assert gone.exit is not None
    assert (gone.exit.kind, gone.exit.into) == (Exit.MERGED, into)
    with pytest.raises(DomainError, match="plan-merged"):
        like(session, edition, other, "laat")
    asked = [f"{name}: Voorstel: samen één plan" for name in NAMES]
    done = [f"{name}: Uw plannen zijn nu één plan: Samen groen" for name in NAMES]
    assert subjects(session) == sorted([*asked, *done])
    acts = [entry.act for entry in trail(session, edition.id)]
    assert (acts.count("merge-proposed"), acts.count("plans-merged")) == (1, 1)
    with pytest.raises(DomainError, match="merge-ended"):
        agree(session, edition, proposal, "anna")
    with pytest.raises(DomainError, match="plan-not-out"):
        plan_exits.bring_back(session, edition, other, site=SITE, account=clerk, now=NOW)


def test_who_has_two_of_the_plans_is_asked_once(session: Session, edition: EditionRecord) -> None:
    numbers = plans_of(session, edition, "anna", "anna")
    proposal = propose(session, edition, numbers)
    assert subjects(session) == ["anna: Voorstel: samen één plan"]
    assert agree(session, edition, proposal, "anna")


def test_one_who_refuses_keeps_every_plan_as_it_is(session: Session, edition: EditionRecord) -> None:
    numbers = plans_of(session, edition, *NAMES)
    proposal = propose(session, edition, numbers)
    agree(session, edition, proposal, "anna")
    bram = account(session, "bram")
    merging.refuse(session, edition, proposal, "Liever alleen.", site=SITE, account=bram, now=NOW)
    found = proposals.find_proposal(session, edition, proposal, account=None, now=NOW)
    assert (found.outcome, found.refusal, found.agreed) == ("refused", "Liever alleen.", 1)
    with pytest.raises(DomainError, match="merge-ended"):
        agree(session, edition, proposal, "carla")
    assert len(plans.list_plans(session, edition.id)) == 3
    told = [line for line in subjects(session) if "apart" in line]
    assert told == [f"{name}: De plannen blijven apart: Plan van anna" for name in ("anna", "carla")]
    assert not any("Liever" in str(entry.details) for entry in trail(session, edition.id))
    propose(session, edition, numbers)  # a new try is free


def test_a_proposal_is_taken_back_or_runs_out(session: Session, edition: EditionRecord) -> None:
    numbers = plans_of(session, edition, "anna", "bram")
    chief = account(session, "chef")
    proposal = propose(session, edition, numbers)
    with pytest.raises(DomainError, match="merge-pending"):
        propose(session, edition, numbers)
    merging.take_back(session, edition, proposal, site=SITE, account=chief, now=NOW)
    with pytest.raises(DomainError, match="merge-ended"):
        merging.take_back(session, edition, proposal, site=SITE, account=chief, now=NOW)
    again = propose(session, edition, numbers)
    agree(session, edition, again, "anna")
    with pytest.raises(DomainError, match="merge-lapsed"):
        agree(session, edition, again, "bram", timedelta(days=14))
    late = proposals.find_proposal(session, edition, again, account=None, now=NOW + timedelta(days=14))
    assert late.outcome == "lapsed"
    assert len(plans.list_plans(session, edition.id)) == 2


def test_a_proposal_ends_with_the_likes(session: Session, edition: EditionRecord) -> None:
    numbers = plans_of(session, edition, "anna", "bram")
    draft_of = merging.MergeDraft(numbers[0], tuple(numbers[1:]), "Samen.")
    chief, last = account(session, "chef"), CALENDAR[Phase.LIKES].end
    near = last - timedelta(days=2)
    proposal = merging.propose(session, edition, draft_of, site=SITE, account=chief, now=near)
    assert session.get_one(MergeProposal, (edition.id, proposal)).expires_at == last
    with pytest.raises(DomainError, match="too-late"):
        merging.propose(session, edition, draft_of, site=SITE, account=chief, now=last)


def test_what_cannot_be_proposed(session: Session, edition: EditionRecord) -> None:
    one, two = plans_of(session, edition, "anna", "bram")
    for numbers, code in (
        ([one], "merge-too-few"),
        ([one, one], "merge-too-few"),
        ([one, 99], "no-such-plan"),
        ([*range(1, 8)], "merge-too-many"),
    ):
        with pytest.raises(DomainError, match=code):
            propose(session, edition, numbers)
    plans.withdraw_plan(session, edition, two, account=account(session, "bram"), now=NOW)
    with pytest.raises(DomainError, match="plan-withdrawn"):
        propose(session, edition, [one, two])


def test_a_plan_that_left_in_the_meantime_undoes_the_agreement(database: Database) -> None:
    with database.write() as session:
        edition = make_edition(session)
        one, two = plans_of(session, edition, "anna", "bram")
        proposal = propose(session, edition, [one, two])
        agree(session, edition, proposal, "anna")
        plans.withdraw_plan(session, edition, two, account=account(session, "bram"), now=NOW)
    with pytest.raises(DomainError, match="plan-withdrawn"), database.write() as session:
        agree(session, edition, proposal, "bram")
    with database.read() as session:
        found = proposals.find_proposal(session, edition, proposal, account=None, now=NOW)
        assert (found.outcome, found.agreed) == ("", 1)
        assert session.scalars(select(PlanExit)).all() == []


def test_only_who_is_asked_answers_and_a_link_is_one_persons(
    session: Session, edition: EditionRecord
) -> None:
    numbers = plans_of(session, edition, "anna", "bram")
    proposal = propose(session, edition, numbers)
    with pytest.raises(DomainError, match="no-such-proposal"):
        agree(session, edition, proposal, "vreemde")
    session.flush()
    for mail in session.scalars(select(OutgoingMail)).all():
        token = mail.text.split(f"/samenvoegen/{proposal}/")[1].split()[0]
        name = mail.recipient.partition("@")[0]
        assert proposals.party_of(session, edition, proposal, token) == account(session, name)
    with pytest.raises(DomainError, match="no-such-proposal"):
        proposals.party_of(session, edition, proposal, "geraden")
    [mine] = proposals.proposals_for(session, edition, account(session, "anna"), now=NOW)
    assert (mine.id, mine.answer) == (proposal, "")
    assert proposals.proposals_for(session, edition, account(session, "vreemde"), now=NOW) == []


@pytest.fixture
def hosts(database: Database) -> Iterator[list[Database]]:
    """Two hosts: engines that share nothing but the database."""
    second = Database(database.url)
    yield [database, second]
    second.close()


def at_once(*acts: object) -> list[object]:
    """Do these on threads of their own, at the same moment; their answers, or the code of what refused them."""
    start = Barrier(len(acts))

    def one(act: object) -> object:
        start.wait()
        try:
            return act()  # type: ignore[operator]
        except DomainError as error:
            return error.code

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


def test_submitters_who_agree_at_once_merge_once(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        edition = make_edition(session)
        proposal = propose(session, edition, plans_of(session, edition, *NAMES))

    def act(host: Database, name: str) -> object:
        with host.write() as session:
            return agree(session, edition, proposal, name)

    answers = at_once(*(lambda n=n, h=h: act(hosts[h % 2], n) for h, n in enumerate(NAMES)))  # type: ignore[misc]
    assert sorted(map(str, answers)) == ["False", "False", "True"]
    with hosts[0].read() as session:
        assert len(session.scalars(select(PlanExit)).all()) == 2
        assert [e.act for e in trail(session, edition.id)].count("plans-merged") == 1


def test_of_agreeing_and_refusing_at_once_one_holds(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        edition = make_edition(session)
        proposal = propose(session, edition, plans_of(session, edition, "anna", "bram"))
        agree(session, edition, proposal, "anna")

    def yes() -> object:
        with hosts[0].write() as session:
            return agree(session, edition, proposal, "bram")

    def no() -> object:
        with hosts[1].write() as session:
            anna = account(session, "anna")
            merging.refuse(session, edition, proposal, "", site=SITE, account=anna, now=NOW)
        return "no"

    answers = at_once(yes, no)
    assert answers in ([True, "merge-ended"], ["merge-ended", "no"])
    with hosts[0].read() as session:
        assert len(session.scalars(select(PlanExit)).all()) == (1 if answers[0] is True else 0)


def test_a_like_during_the_merger_counts_or_hears_where_to_go(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        edition = make_edition(session)
        into, other = plans_of(session, edition, "anna", "bram")
        proposal = propose(session, edition, [into, other])
        agree(session, edition, proposal, "anna")
        fans = [account(session, f"fan{i}") for i in range(6)]

    def merge() -> object:
        with hosts[0].write() as session:
            return agree(session, edition, proposal, "bram")

    def liking(fan: int) -> object:
        with hosts[1].write() as session:
            return likes.like_plan(session, edition, other, account=fan, now=NOW) > 0

    merged, *liked = at_once(merge, *(lambda fan=fan: liking(fan) for fan in fans))  # type: ignore[misc]
    assert merged is True
    assert set(liked) <= {True, "plan-merged"}
    with hosts[0].read() as session:
        joined = session.scalars(select(Like.account_id).where(Like.plan_number == into)).all()
        assert len(joined) == liked.count(True)


def test_one_person_who_likes_twice_at_once_counts_once(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        edition = make_edition(session)
        [number] = plans_of(session, edition, "anna")
        fan = account(session, "fan")

    def liking(host: int) -> object:
        with hosts[host % 2].write() as session:
            return likes.like_plan(session, edition, number, account=fan, now=NOW)

    assert at_once(*(lambda i=i: liking(i) for i in range(6))) == [1] * 6  # type: ignore[misc]
