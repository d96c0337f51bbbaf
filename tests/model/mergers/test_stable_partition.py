"""Which coalitions come about: top coalitions first, and no better open alternative."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reformsim.model.mergers.stable import stable_partition


def choose(*offers: tuple[tuple[int, ...], tuple[float, ...]]) -> list[int]:
    """Each offer is its members and what it is worth to each of them."""
    width = max(len(m) for m, _ in offers)
    members = np.full((len(offers), width), -1, np.int32)
    utility = np.full((len(offers), width), np.nan)
    for i, (rows, worth) in enumerate(offers):
        members[i, : len(rows)], utility[i, : len(rows)] = rows, worth
    return stable_partition(members, utility)


def test_a_pair_that_both_want_comes_about():
    assert choose(((0, 1), (0.5, 0.1))) == [0]


def test_a_pair_that_one_does_not_want_stays_apart():
    assert choose(((0, 1), (5.0, -0.1))) == []
    assert choose(((0, 1), (5.0, 0.0))) == [], "nobody merges for nothing"


def test_of_two_pairs_with_a_common_member_its_better_one_comes_about():
    assert choose(((0, 1), (1.0, 1.0)), ((1, 2), (2.0, 1.0))) == [1]


def test_who_is_left_takes_what_remains_open():
    # 1 prefers 2; 0 and 3 are then free for each other.
    chosen = choose(((0, 1), (3.0, 1.0)), ((1, 2), (2.0, 2.0)), ((0, 3), (1.0, 1.0)))
    assert chosen == [1, 2]


def test_a_larger_coalition_wins_when_all_its_members_like_it_best():
    assert choose(((0, 1), (1.0, 1.0)), ((1, 2), (1.0, 1.0)), ((0, 1, 2), (2.0, 2.0, 2.0))) == [2]


def test_in_a_circle_the_coalition_whose_least_eager_member_is_most_eager_comes_about():
    # 0 wants 1, 1 wants 2, 2 wants 0: no coalition is everybody's best.
    circle = (((0, 1), (3.0, 1.0)), ((1, 2), (3.0, 1.5)), ((0, 2), (1.2, 3.0)))
    assert choose(*circle) == [1]


def test_a_tie_goes_to_the_first_offered():
    assert choose(((0, 1), (1.0, 1.0)), ((1, 2), (1.0, 1.0))) == [0]


def test_no_offers_no_mergers():
    assert stable_partition(np.zeros((0, 3), np.int32), np.zeros((0, 3))) == []


OFFERS = st.lists(
    st.sets(st.integers(0, 6), min_size=2, max_size=4).flatmap(
        lambda rows: st.tuples(
            st.just(tuple(sorted(rows))),
            st.lists(st.integers(-3, 20), min_size=len(rows), max_size=len(rows)).map(
                lambda us: tuple(float(u) for u in us)
            ),
        )
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda offer: offer[0],
)


def always_a_top_coalition(offers: list) -> bool:
    """Whether every set of offers that can be left open holds one that all its members like best."""
    left = [o for o in offers if min(o[1]) > 0]
    while left:
        best = {r: max(u for m, us in left for q, u in zip(m, us, strict=True) if q == r) for m, _ in left for r in m}
        top = [o for o in left if all(u >= best[r] for r, u in zip(*o, strict=True))]
        if not top:
            return False
        first = max(top, key=lambda o: min(o[1]))
        left = [o for o in left if not set(o[0]) & set(first[0])]
    return True


@given(OFFERS)
def test_chosen_coalitions_are_disjoint_and_wanted_by_all_their_members(offers):
    chosen = choose(*offers)
    rows = [r for i in chosen for r in offers[i][0]]
    assert len(rows) == len(set(rows))
    assert all(min(offers[i][1]) > 0 for i in chosen)


@given(OFFERS)
def test_no_wanted_coalition_of_free_members_is_left_lying(offers):
    taken = {r for i in choose(*offers) for r in offers[i][0]}
    assert not [m for m, us in offers if min(us) > 0 and not set(m) & taken]


@given(OFFERS)
def test_no_coalition_on_offer_is_better_for_all_its_members_than_what_they_got(offers):
    """Holds wherever top coalitions exist all along (Banerjee, Konishi & Sönmez 2001), tried on every offer."""
    assume(always_a_top_coalition(offers))
    got: dict[int, float] = {}
    for i in choose(*offers):
        got.update(zip(*offers[i], strict=True))
    for members, worth in offers:
        assert any(u <= got.get(r, 0.0) for r, u in zip(members, worth, strict=True))


@given(OFFERS, st.randoms())
def test_the_order_of_the_offers_plays_no_part_where_there_are_no_ties(offers, random):
    flat = [u for _, us in offers for u in us]
    assume(len(set(flat)) == len(flat))
    shuffled = random.sample(offers, len(offers))
    assert {offers[i][0] for i in choose(*offers)} == {shuffled[i][0] for i in choose(*shuffled)}


def by_definition(members: np.ndarray, utility: np.ndarray) -> list[int]:
    """The same, with every open coalition looked at again in each round."""
    left = [s for s in range(len(members)) if (utility[s][members[s] >= 0] > 0).all()]
    chosen = []
    while left:
        offers = {s: dict(zip(members[s][members[s] >= 0], utility[s][members[s] >= 0], strict=True)) for s in left}
        best: dict[int, float] = {}
        for offer in offers.values():
            best |= {r: max(u, best.get(r, u)) for r, u in offer.items()}
        top = [s for s, offer in offers.items() if all(u == best[r] for r, u in offer.items())] or left
        chosen.append(max(top, key=lambda s: (min(offers[s].values()), -s)))
        left = [s for s, offer in offers.items() if not offer.keys() & offers[chosen[-1]].keys()]
    return chosen


OFFERS = st.lists(
    st.dictionaries(st.integers(0, 9), st.integers(-1, 4).map(float), min_size=2, max_size=4), min_size=1, max_size=25
)


@settings(max_examples=100)
@given(OFFERS)
def test_the_coalitions_and_their_order_are_those_of_the_definition_also_where_members_like_several_as_much(offers):
    members, utility = np.full((len(offers), 4), -1), np.full((len(offers), 4), np.nan)
    for i, offer in enumerate(offers):
        members[i, : len(offer)], utility[i, : len(offer)] = list(offer), list(offer.values())
    assert stable_partition(members, utility) == by_definition(members, utility)
