"""What a merger is worth, term by term and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reformsim.behaviour import Behaviour, load_behaviour
from reformsim.model.mergers import worth
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.shared import Shared
from reformsim.model.mergers.together import Surroundings, crosses, extent_km

# Four municipalities on a line: 10,000, 30,000, 60,000 and 20,000 inhabitants at 0, 6, 14 and 20 km.
PEOPLE = np.array([10_000.0, 30_000.0, 60_000.0, 20_000.0])
# Pairs are 4 times one row and the other, both ways. Bodies serve row 1 beyond the usual, row 0 less.
SHARED = Shared(
    np.array([1, 4, 6, 9]),
    np.array([0.5, 0.5, 0.25, 0.25]),
    np.array([1.0, 1.0, 0.0, 0.0]),
    0.2,
    np.array([-0.05, 0.1, 0.0, 0.0]),
)
TERMS = [name for name in load_behaviour() if name.startswith("merger.")]


def around(**facts: object) -> Surroundings:
    given: dict[str, object] = {
        "population": PEOPLE,
        "x": np.array([0.0, 6_000.0, 14_000.0, 20_000.0]),
        "y": np.zeros(4),
        "province": np.array([0, 0, 1, 1], np.int32),
        "recent": np.zeros(4, bool),
        "grant_base": 0.0,
        "grant_per_inhabitant": 0.0,
        "fixed_sum": 0.0,
        "median": 25_000.0,
        "apart_km": 4.0,
    }
    return Surroundings(**{**given, **facts})  # type: ignore[arg-type]


def sets(*members: tuple[int, ...]) -> Candidates:
    padded = np.full((len(members), 3), -1, np.int32)
    for i, one in enumerate(members):
        padded[i, : len(one)] = one
    return Candidates(padded, np.array([len(m) for m in members], np.int32), np.arange(len(members), dtype=np.uint64))


def only(**weights: float) -> Behaviour:
    """All merger weights 0 but those named."""
    return load_behaviour().override(dict.fromkeys(TERMS, 0.0) | {f"merger.{k}": v for k, v in weights.items()})


@pytest.mark.parametrize(
    ("weights", "facts", "pair", "triple"),
    [
        # The pair is rows 0 and 1 (40,000 inhabitants), the triple rows 0, 1 and 2 (100,000).
        ({"constant": -5.0}, {}, -5.0, -5.0),
        ({"size": 0.75}, {}, 0.0, -0.75),
        ({"unequal": 0.5}, {}, -0.5 * (30 / 40 - 1 / 2), -0.5 * (60 / 100 - 1 / 3)),
        # Sizes against the median of 25,000: the smallest has 0.4 of it. Distances against 4 km.
        ({"small": 2.0}, {}, 2.0 / 1.16, 2.0 / 1.16),
        ({"extent": 0.12}, {}, -0.12 * 6 / 4, -0.12 * 14 / 4),
        ({"large": 2.2}, {}, 0.0, -2.2 * math.log(2)),
        ({"province_border": 3.5}, {}, 0.0, -3.5),
        ({"recent": 1.5}, {"recent": np.array([False, False, True, False])}, 0.0, -1.5),
        # Rows 0 and 1 share half of their bodies and one civil service, 1 and 2 a quarter; neighbours usually a fifth.
        ({"shared_bodies": 2.0}, {"shared": SHARED}, 2.0 * (0.5 - 0.2), 2.0 * (0.75 / 3 - 0.2)),
        ({"joint_service": 0.9}, {"shared": SHARED}, 0.9, 0.9 / 3),
        ({"shared_bodies": 2.0, "joint_service": 0.9}, {}, 0.0, 0.0),
        # Grant: 1,000,000 for one less + 50 * 10,000; minus 10 years of 100,000: 500,000 / 40,000 = 12.5 euro a head.
        # Triple: 2,000,000 + 50 * 40,000 - 10 * 100,000 * 2 = 2,000,000 / 100,000 = 20 euro a head.
        (
            {"finance": 0.1},
            {"grant_base": 1e6, "grant_per_inhabitant": 50.0, "fixed_sum": 1e5},
            0.1 * 0.125,
            0.1 * 0.20,
        ),
    ],
)
def test_each_term_of_the_common_value_by_hand(weights, facts, pair, triple):
    value = worth.set_value(sets((0, 1), (0, 1, 2)), around(**facts), only(**weights))
    assert value == pytest.approx([pair, triple])


def test_up_to_twice_the_median_nobody_minds_the_size():
    # Rows 1 and 3 have exactly 50,000 together.
    assert worth.set_value(sets((1, 3)), around(), only(large=2.2)) == pytest.approx([0.0])


def test_the_extent_is_the_greatest_distance_between_any_two_town_halls():
    x, y = np.array([0.0, 3_000.0, 0.0]), np.array([0.0, 0.0, 4_000.0])
    members = np.array([[0, 1, 2], [0, 1, -1]], np.int32)
    assert extent_km(members, x, y) == pytest.approx([5.0, 3.0])  # 3-4-5


def test_a_coalition_crosses_a_border_only_if_its_members_differ():
    members = np.array([[0, 1, -1], [1, 2, -1], [0, 1, 3]], np.int32)
    # The padded place reads the last row, which lies elsewhere: it must not count.
    assert crosses(members, np.array([0, 0, 1, 1], np.int32)).tolist() == [False, True, True]


def test_whom_bodies_serve_well_wants_a_merger_least():
    """Served 2.0 times the share of the budget beyond the usual: row 1 has 0.1 more, row 0 0.05 less."""
    c = sets((0, 1))
    value = worth.member_value(c, around(shared=SHARED), only(served=2.0))
    assert value[0, :2] == pytest.approx([0.1, -0.2])
    assert value[0, 2] == np.inf, "a padded place never is the least eager"


def test_where_no_body_is_known_none_serves_and_none_is_shared():
    c = sets((0, 1), (0, 1, 2))
    none = Shared(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), 0.0, np.zeros(4))
    assert (worth.member_value(c, around(), only(served=2.0))[1] == 0.0).all()
    assert [column.tolist() for column in none.columns(c)] == [[0.0, 0.0], [0.0, 0.0]]


def test_what_is_shared_can_be_told_on_another_map():
    """Rows 0 to 3 have the rows 5, 3, 0 and 1 of six there."""
    c = sets((3, 5), (0, 3, 5))
    there = SHARED.moved(np.array([5, 3, 0, 1]), 6)
    for found, known in zip(there.columns(c), SHARED.columns(sets((0, 1), (0, 1, 2))), strict=True):
        assert found == pytest.approx(known)
    assert there.served.tolist() == [0.0, 0.0, 0.0, 0.1, 0.0, -0.05]


def test_capacity_is_gained_on_what_is_done_alone_only():
    """Two tasks at scale 40,000, g = 1. Together 40,000: adequacy 1/2.

    Row 0 does only the first alone (60 % of its budget) at 10/50 = 0.2: gains 0.6 * 0.3.
    Row 1 does both alone (60 and 40 %) at 30/70: gains 1/2 - 3/7.
    """
    alone = np.array([[0.6, 0.0], [0.6, 0.4], [0, 0], [0, 0]])
    level = np.array([[0.2, 0.9], [3 / 7, 3 / 7], [0, 0], [0, 0]])
    gain = worth.capacity_gain(sets((0, 1)), PEOPLE, alone, level, np.array([4e4, 4e4]), 1.0)
    assert gain[0] == pytest.approx([0.18, 0.5 - 3 / 7, 0.0])


def test_shared_memberships_by_hand():
    """Bodies: A {0, 1}, B {0, 1, 2}, C {0, 2}, D {2, 3}.

    Pair (0, 1): they share A and B. Row 0 sits in three: 2/3; row 1 in two: 1.
    Triple (0, 1, 2): row 0 shares 2 with row 1 and 2 with row 2: (2/3 + 2/3) / 2; row 1 shares 2 and 1 of its 2:
    (1 + 1/2) / 2; row 2 sits in three (B, C, D) and shares 2 with row 0 and 1 with row 1: (2/3 + 1/3) / 2.
    """
    body = np.array([0, 0, 1, 1, 1, 2, 2, 3, 3], np.int32)
    who = np.array([0, 1, 0, 1, 2, 0, 2, 2, 3], np.int32)
    memberships = np.bincount(who).astype(np.int32)
    shared = worth.shared_memberships(sets((0, 1), (0, 1, 2)), body, who, memberships, 4)
    assert shared[0] == pytest.approx([2 / 3, 1.0, 0.0])
    assert shared[1] == pytest.approx([2 / 3, 0.75, 0.5])


def test_without_bodies_nothing_is_shared():
    none = np.zeros(0, np.int32)
    assert (worth.shared_memberships(sets((0, 1)), none, none, np.zeros(4, np.int32), 0) == 0).all()
