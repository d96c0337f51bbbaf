"""Cooperation bodies as arrays: entering, membership, and what is kept in order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.world.bodies import Bodies

FACTS = {"kind": "public", "form": "openbaar_lichaam", "legal": "public", "region": "", "founded": 2000}


def a_body(bodies: Bodies, name: str = "a", tasks: tuple[int, ...] = (), say: tuple[int, ...] = (), **facts) -> int:
    return bodies.add(name=name, tasks=list(tasks), say=list(say), **{**FACTS, **facts})


def test_a_new_body_lives_and_has_no_members():
    bodies = Bodies(4, 3)
    number = a_body(bodies, tasks=(1,), say=(2,))
    assert number == 0 and bodies.alive[0] and len(bodies.members(0)) == 0
    assert bodies.tasks[0].tolist() == [False, True, False]
    assert bodies.say[0].tolist() == [False, True, True], "who carries out a task has a say in it"


def test_the_form_of_a_body_is_kept_by_name_and_by_number():
    bodies = Bodies(1, 1)
    for form in ("light", "company", "light"):
        a_body(bodies, form, form=form)
    twin = bodies.copy()
    a_body(twin, "only in the copy", form="foundation")
    assert bodies.form_names == ["light", "company"] and bodies.form[:3].tolist() == [0, 1, 0]
    assert [twin.form_names[i] for i in twin.form[:4]] == twin.forms == ["light", "company", "light", "foundation"]


def test_bodies_beyond_the_room_reserved_are_entered_all_the_same():
    bodies = Bodies(2, 1)
    numbers = [a_body(bodies, f"body {i}", founded=1900 + i) for i in range(200)]
    assert numbers == list(range(200)) and bodies.count == 200
    assert bodies.founded[:200].tolist() == list(range(1900, 2100))
    assert bodies.alive[:200].all() and not bodies.alive[200:].any()


def test_a_legal_kind_that_does_not_exist_is_refused():
    with pytest.raises(ValueError):
        a_body(Bodies(2, 1), legal="canon")


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=60))
def test_membership_is_a_set_of_pairs_whatever_the_order_or_repetition(pairs):
    bodies = Bodies(6, 1)
    for i in range(6):
        a_body(bodies, f"body {i}")
    for body, row in pairs:
        bodies.add_members([body], [row])
    wanted = sorted(set(pairs))
    assert list(zip(bodies.edge_body.tolist(), bodies.edge_row.tolist(), strict=True)) == wanted
    for body in range(6):
        assert bodies.members(body).tolist() == [r for b, r in wanted if b == body]
    assert bodies.sizes().tolist() == [sum(b == body for b, _ in wanted) for body in range(6)]


def test_members_taken_out_are_gone_and_the_others_stay():
    bodies = Bodies(2, 1)
    a_body(bodies, "a")
    a_body(bodies, "b")
    bodies.add_members([0, 0, 0, 1, 1], [4, 2, 9, 2, 4])
    bodies.remove_members((bodies.edge_body == 0) & (bodies.edge_row == 4))
    assert bodies.members(0).tolist() == [2, 9] and bodies.members(1).tolist() == [2, 4]


PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=40)


def six_bodies(pairs: list[tuple[int, int]]) -> Bodies:
    bodies = Bodies(6, 1)
    for i in range(6):
        a_body(bodies, f"body {i}")
    bodies.add_members([b for b, _ in pairs], [r for _, r in pairs])
    return bodies


def columns(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([b for b, _ in pairs], np.int64), np.array([r for _, r in pairs], np.int64)


@given(PAIRS, PAIRS)
def test_pairs_are_found_and_taken_out_whether_they_are_memberships_or_not(pairs, some):
    bodies = six_bodies(pairs)
    assert bodies.holds(*columns(some)).tolist() == [pair in pairs for pair in some]
    bodies.remove_pairs(*columns(some))
    left = list(zip(bodies.edge_body.tolist(), bodies.edge_row.tolist(), strict=True))
    assert left == sorted({*pairs} - {*some})
    assert bodies.sizes().tolist() == [sum(b == body for b, _ in left) for body in range(6)]


@given(PAIRS, st.lists(st.integers(0, 5), max_size=9))
def test_the_seats_of_some_bodies_are_those_of_each_in_turn(pairs, numbers):
    bodies = six_bodies(pairs)
    count, place = bodies.seats(np.array(numbers, np.int64))
    assert count.tolist() == [len(bodies.members(b)) for b in numbers]
    assert bodies.edge_row[place].tolist() == [r for b in numbers for r in bodies.members(b).tolist()]
    distinct, at = bodies.distinct(np.array(numbers, np.int64))
    assert distinct.tolist() == sorted({*numbers}) and distinct[at].tolist() == numbers


def test_no_memberships_at_all_is_a_state_like_any_other():
    bodies = Bodies(2, 1)
    a_body(bodies)
    bodies.add_members([0, 0], [1, 2])
    bodies.set_edges(np.zeros(0, np.int32), np.zeros(0, np.int32))
    assert bodies.sizes().tolist() == [0] and len(bodies.members(0)) == 0


@given(PAIRS, st.lists(st.integers(1, 3), min_size=10))
def test_the_most_populous_member_of_each_body_is_known_and_of_equals_the_last(pairs, people):
    bodies = six_bodies(pairs)
    wanted = [max((r for b, r in pairs if b == body), key=lambda r: (people[r], r), default=-1) for body in range(6)]
    assert bodies.largest_members(np.arange(6), np.array(people)).tolist() == wanted


def test_the_body_of_a_region_is_found_while_it_lives():
    bodies = Bodies(4, 1)
    number = a_body(bodies, kind="region_jeugdregio", region="JZ1")
    assert bodies.of_region("region_jeugdregio", "JZ1") == number
    assert bodies.of_region("region_jeugdregio", "JZ2") is None
    assert bodies.of_region("plusregio", "JZ1") is None
    bodies.alive[number] = False
    assert bodies.of_region("region_jeugdregio", "JZ1") is None


def test_a_body_founded_anew_for_a_region_takes_the_place_of_the_dissolved_one():
    bodies = Bodies(4, 1)
    first = a_body(bodies, "first", kind="k", region="R")
    bodies.alive[first] = False
    second = a_body(bodies, "second", kind="k", region="R")
    assert bodies.of_region("k", "R") == second and bodies.of_kind("k") == [second]


def test_a_copy_lives_its_own_life():
    bodies = Bodies(4, 2)
    a_body(bodies, tasks=(0,), kind="k", region="R")
    bodies.add_members([0, 0], [1, 2])
    twin = bodies.copy()
    twin.alive[0] = False
    twin.tasks[0, 1] = True
    twin.add_members([0], [3])
    a_body(twin, "only in the copy", kind="k", region="S")
    assert bodies.alive[0] and not bodies.tasks[0, 1] and bodies.members(0).tolist() == [1, 2]
    assert bodies.count == 1 and bodies.names == ["a"] and bodies.of_region("k", "S") is None
