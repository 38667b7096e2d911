"""Likes are added up with each person once, and waves of new addresses are seen, whatever the order they come in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from phases.likes import NEW, WAVE_SIZE, WAVE_TIME, LikeSeen, likes_to_add, waves

START = datetime(2026, 10, 5, 12, tzinfo=UTC)
HERE, ELSEWHERE = b"one network", b"another"
PEOPLE = st.frozensets(st.integers(1, 30))


def seen(
    account: int, minutes: float = 0, plan: int = 1, network: bytes = HERE, age: timedelta | None = None
) -> LikeSeen:
    made = START + timedelta(minutes=minutes)
    return LikeSeen(plan, account, network, made + (timedelta(minutes=1) if age is None else age), made)


def many(count: int, first: int = 1, every: float = 1, **where: object) -> list[LikeSeen]:
    return [replace(seen(first + i, i * every), **where) for i in range(count)]


@given(PEOPLE, st.lists(PEOPLE, max_size=4))
def test_each_person_counts_once_for_a_joint_plan(
    present: frozenset[int], others: list[frozenset[int]]
) -> None:
    added = likes_to_add(present, others)
    everybody = present.union(*others)
    assert added | present == everybody
    assert not added & present
    assert len(present) + len(added) == len(everybody)


@given(PEOPLE, st.lists(PEOPLE, max_size=4), st.randoms())
def test_in_which_order_plans_join_does_not_matter(
    present: frozenset[int], others: list[frozenset[int]], dice: object
) -> None:
    shuffled = list(others)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    one_by_one = present
    for other in shuffled:
        one_by_one |= likes_to_add(one_by_one, [other])
    assert one_by_one == present | likes_to_add(present, others)
    assert likes_to_add(one_by_one, others) == frozenset()


def test_enough_new_addresses_from_one_network_are_a_wave() -> None:
    [wave] = waves(many(WAVE_SIZE))
    assert (wave.plan, wave.accounts, wave.open) == (1, tuple(range(1, 9)), tuple(range(1, 9)))
    assert (wave.first, wave.last) == (START, START + timedelta(minutes=7))
    assert waves(many(WAVE_SIZE - 1)) == []


def test_other_networks_plans_and_older_addresses_do_not_make_one() -> None:
    rest = many(WAVE_SIZE - 1)
    for other in (
        seen(99, network=ELSEWHERE),
        seen(99, plan=2),
        seen(99, age=NEW + timedelta(seconds=1)),
        seen(99, minutes=-(WAVE_TIME / timedelta(minutes=1)) - 1),
    ):
        assert waves([*rest, other]) == []


def test_the_edges_belong_to_it() -> None:
    last = seen(99, minutes=WAVE_TIME / timedelta(minutes=1), age=NEW)
    [wave] = waves([*many(WAVE_SIZE - 1, every=0), last])
    assert wave.accounts[-1] == 99


def test_two_waves_that_touch_are_one_and_two_apart_are_two() -> None:
    [long] = waves(many(40, every=60))
    assert len(long.accounts) == 40
    apart = [
        *many(8),
        *(
            replace(one, made_at=one.made_at + timedelta(days=5), liked_at=one.liked_at + timedelta(days=5))
            for one in many(9, first=50)
        ),
    ]
    assert [len(wave.accounts) for wave in waves(apart)] == [8, 9]
    assert len({wave.name for wave in waves(apart)}) == 2


def test_likes_that_were_set_aside_are_no_longer_open_and_the_name_stays() -> None:
    before = many(9)
    after = [replace(one, set_aside=one.account <= 8) for one in before]
    [wave] = waves(after)
    assert wave.open == (9,)
    assert wave.name == waves(before)[0].name


LIKES = st.lists(
    st.builds(
        LikeSeen,
        plan=st.integers(1, 2),
        account=st.integers(1, 500),
        network=st.sampled_from([HERE, ELSEWHERE]),
        liked_at=st.just(START + timedelta(hours=50)),
        made_at=st.integers(0, 100).map(lambda hours: START + timedelta(hours=hours / 2)),
    ),
    max_size=60,
    unique_by=lambda like: (like.plan, like.account),
)


@given(LIKES, st.randoms())
def test_every_wave_keeps_the_rule_and_none_is_missed(likes: list[LikeSeen], dice: object) -> None:
    found = waves(likes)
    shuffled = list(likes)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert waves(shuffled) == found
    in_a_wave = {(wave.plan, account) for wave in found for account in wave.accounts}
    assert sum(len(wave.accounts) for wave in found) == len(in_a_wave)  # nobody is in two
    for like in likes:
        beside = [
            o for o in likes if (o.plan, o.network) == (like.plan, like.network) and o.is_new and like.is_new
        ]
        crowded = any(
            sum(start.made_at <= o.made_at <= start.made_at + WAVE_TIME for o in beside) >= WAVE_SIZE
            and start.made_at <= like.made_at <= start.made_at + WAVE_TIME
            for start in beside
        )
        assert ((like.plan, like.account) in in_a_wave) == crowded
