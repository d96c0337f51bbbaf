"""Bodies that are re-formed along the regions of a master division, by hand on the toy map.

Labour-market regions: AM1 is T01 T02 T04 T05 T07 T08; AM2 is T03 T06 T09; AM3 is T10 T11 T12.
"""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.levers.changes import SetRule
from reformsim.model.cooperation.regrouping import regroup
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from tests.model.worlds import bare, events, found, neighbours_of, row, world_of


def held_to(strength: float = 1.0, *, seed: int = 1, **changed: float) -> World:
    world = world_of(bare(), seed=seed, **{"cooperation__regrouping": 1.0, **changed})
    carry_out(world, SetRule("cooperation.master_division", "arbeidsmarktregio"), "a test")
    carry_out(world, SetRule("cooperation.master_strength", strength), "a test")
    return world


def members(world: World, body: int) -> str:
    return " ".join(world.codes_of(world.state.bodies.members(body)))


def executors(world: World, task: str, codes: str) -> list[int]:
    k = world.tasks.index(task)
    return [int(world.state.executor[row(world, c), k]) for c in codes.split()]


def test_a_body_goes_on_where_most_of_its_inhabitants_live_and_splits_off_the_others():
    """T01 T02 (13,000 in AM1) and T03 T06 (65,000 in AM2): the body stays in AM2, a new one is set up in AM1."""
    world = held_to()
    body = found(world, "T01 T02 T03 T06", "taxes")
    assert regroup(world) >= {row(world, c) for c in ("T01", "T02", "T03", "T06")}
    assert members(world, body) == "T03 T06" and members(world, 1) == "T01 T02"
    assert executors(world, "taxes", "T01 T02 T03 T06") == [1, 1, 0, 0]
    assert world.state.bodies.forms[1] == "openbaar_lichaam" and world.state.bodies.founded[1] == 2011
    assert len(events(world, "body_regrouped")) == 1 and events(world, "body_founded") == [("T01", "T02")]


def test_a_single_member_elsewhere_leaves_and_does_the_task_itself():
    world = held_to()
    body = found(world, "T01 T02 T03", "taxes")
    regroup(world)
    # AM1 has 13,000 inhabitants of it and AM2 20,000, but one member is no body.
    assert members(world, body) == "T01 T02" and executors(world, "taxes", "T01 T02 T03") == [0, 0, -1]


def test_members_go_over_to_the_body_on_the_same_subject_in_their_region():
    world = held_to()
    home = found(world, "T03 T09", "taxes")
    body = found(world, "T01 T02 T06", "taxes")
    regroup(world)
    assert members(world, home) == "T03 T06 T09" and members(world, body) == "T01 T02"
    assert executors(world, "taxes", "T03 T06 T09 T01") == [home, home, home, body]


def test_two_bodies_on_one_subject_in_a_region_become_one():
    world = held_to()
    first = found(world, "T01 T02", "taxes")
    second = found(world, "T04 T05", "taxes")
    regroup(world)
    assert members(world, first) == "T01 T02 T04 T05" and not world.state.bodies.alive[second]
    assert executors(world, "taxes", "T01 T04 T05") == [first] * 3


def test_a_body_that_goes_on_in_a_region_takes_in_the_members_of_later_ones_there():
    """The first goes on in AM2 and sets up a body in AM1; the second lies in both and ends."""
    world = held_to()
    first = found(world, "T01 T02 T03 T06", "taxes")
    second = found(world, "T04 T09", "taxes")
    assert regroup(world) == {row(world, c) for c in ["T01", "T02", "T03", "T04", "T06", "T09"]}
    assert members(world, first) == "T03 T06 T09" and members(world, 2) == "T01 T02 T04"
    assert executors(world, "taxes", "T03 T09 T01 T04") == [first, first, 2, 2]
    assert not world.state.bodies.alive[second] and members(world, second) == ""


def test_without_bodies_there_is_nothing_to_re_form():
    assert regroup(held_to()) == set()


def test_bodies_on_other_subjects_or_without_the_task_are_left_apart():
    world = held_to()
    for codes, task, facts in (("T01 T02", "taxes", {}), ("T04 T05", "waste", {}), ("T07 T08", None, {"say": "taxes"})):
        found(world, codes, task, **facts)
    regroup(world)
    assert world.state.bodies.alive[:3].all() and not events(world, "body_regrouped")


@pytest.mark.parametrize("facts", [{"obliged": True}, {"legal": "private", "kind": "private"}, {"legal": "light"}])
def test_only_voluntary_bodies_of_public_law_are_re_formed(facts):
    world = held_to()
    body = found(world, "T01 T02 T03 T06", "taxes", **facts)
    regroup(world)
    assert members(world, body) == "T01 T02 T03 T06"


def test_without_a_master_division_or_strength_nothing_is_re_formed():
    for world in (held_to(0.0), held_to(cooperation__regrouping=0.0), world_of(bare(), cooperation__regrouping=1.0)):
        found(world, "T01 T02 T03 T06", "taxes")
        assert regroup(world) == set() and world.state.bodies.count == 1


def test_bodies_are_taken_up_with_the_chance_of_the_parameter_times_the_strength():
    """Chance 0.5 x 0.6 = 0.3 over 200 seeds: within four standard errors of 0.032."""
    taken = 0
    for seed in range(200):
        world = held_to(0.6, seed=seed, cooperation__regrouping=0.5)
        found(world, "T01 T02 T03 T06", "taxes")
        taken += bool(regroup(world))
    assert taken / 200 == pytest.approx(0.3, abs=0.13)


def test_what_has_been_re_formed_stays_as_it_is():
    world = held_to()
    found(world, "T01 T02 T03 T06", "taxes")
    regroup(world)
    before = world.state.bodies.edge_row.tolist()
    world.state.year = 2012
    assert regroup(world) == set() and world.state.bodies.edge_row.tolist() == before


def test_new_partners_are_sought_within_the_region():
    """Who begins a body holds it against partners in the other region of the master division."""
    from reformsim.model.cooperation.founding import partner_value
    from reformsim.model.cooperation.terms import ties

    world = world_of(bare(), cooperation__crossing_cost=6.0)
    tied, about = ties(world), np.zeros(len(world.tasks), bool)
    before = partner_value(world, neighbours_of(world), tied, 1, about)
    carry_out(world, SetRule("cooperation.master_division", "arbeidsmarktregio"), "a test")
    carry_out(world, SetRule("cooperation.master_strength", 0.5), "a test")
    after = partner_value(world, neighbours_of(world), tied, 1, about)
    label = world.territory.divisions["arbeidsmarktregio"].label
    assert before[:12] - after[:12] == pytest.approx(3.0 * (label != label[1]))
