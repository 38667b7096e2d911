"""No order of acts counts a pincode twice: a machine that votes, replaces, moves, mixes and counts as it likes."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, CLOSED, KEY, Poll, open_poll, people
from wijkaanzet.actions import counting, pincodes, secrecy, voting
from wijkaanzet.errors import DomainError
from wijkaanzet.storage.ballots import Ballot, Receipt
from wijkaanzet.storage.voters import Pincode

VOTERS = st.integers(0, 3)
BALLOTS = st.lists(st.sampled_from([1, 2, 3]), unique=True)


class Neighbourhood(RuleBasedStateMachine):
    """Four voters who do what they like with every code they ever held, against a model of who has voted."""

    session: Session

    @initialize()
    def begin(self) -> None:
        self.outer = self.session.begin_nested()
        self.poll: Poll = open_poll(self.session, voters=4)
        self.codes = [[code] for code in self.poll.codes]
        self.voted: dict[int, str] = {}
        self.receipts: set[str] = set()
        self.counted = False

    def attempt(self, act: Any, *arguments: Any, **options: Any) -> Any:
        """Do it in a transaction of its own; the code of a refusal."""
        try:
            with self.session.begin_nested():
                return act(self.session, self.poll.edition, *arguments, **options)
        except DomainError as error:
            return error.code

    @rule(voter=VOTERS, which=st.integers(0, 5), numbers=BALLOTS, late=st.booleans())
    def vote(self, voter: int, which: int, numbers: list[int], late: bool) -> None:
        code = self.codes[voter][which % len(self.codes[voter])]
        newest = code == self.codes[voter][-1]
        answer = self.attempt(voting.cast_ballot, code, numbers, now=CLOSED if late else AT[Phase.VOTING])
        if isinstance(answer, str):
            honest = newest and voter not in self.voted and not late and not self.counted
            assert not honest or answer == "ballot-invalid", answer
        else:
            assert newest
            assert voter not in self.voted
            self.voted[voter] = ",".join(map(str, sorted(numbers)))
            self.receipts.add(answer.symbols)

    @rule(voter=VOTERS)
    def lose_the_letter(self, voter: int) -> None:
        options = {"key": KEY, "reason": "kwijt", "actor": ACTOR, "now": AT[Phase.VOTING]}
        answer = self.attempt(pincodes.replace_pincode, self.poll.voters[voter], **options)
        assert (answer == "code-used") == (voter in self.voted)
        if not isinstance(answer, str):
            self.codes[voter].append(answer.pincode.hashed(KEY, self.poll.edition.id))

    @rule(voter=VOTERS)
    def make_a_second_code(self, voter: int) -> None:
        options = {"key": KEY, "actor": ACTOR, "now": AT[Phase.VOTING]}
        answer = self.attempt(pincodes.make_pincodes, [self.poll.voters[voter]], **options)
        assert answer == "code-exists"

    @rule()
    def mix(self) -> None:
        assert self.attempt(secrecy.mix) == len(self.voted)

    @rule()
    def count(self) -> None:
        outcome = self.attempt(counting.close_and_count, actor=ACTOR, now=CLOSED)
        assert outcome.voters == len(self.voted)
        self.counted = True

    @rule()
    def somebody_moves_in(self) -> None:
        self.attempt(pincodes.entitle, people(1))

    @invariant()
    def everybody_is_counted_once(self) -> None:
        edition = self.poll.edition.id
        ballots = list(self.session.scalars(select(Ballot.choices).where(Ballot.edition_id == edition)))
        receipts = set(self.session.scalars(select(Receipt.receipt).where(Receipt.edition_id == edition)))
        query = select(Pincode.voter_id).where(Pincode.edition_id == edition, Pincode.state == "used")
        used = list(self.session.scalars(query))
        assert sorted(ballots) == sorted(self.voted.values())
        assert receipts == self.receipts
        assert sorted(used) == sorted(self.poll.voters[voter] for voter in self.voted)

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            self.outer.rollback()
            self.session.expunge_all()


def test_no_order_of_acts_counts_a_pincode_twice(session: Session) -> None:
    machine = type("Machine", (Neighbourhood,), {"session": session})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
        ),
    )
