"""Of several bodies for one subject a municipality that was formed by a merger keeps the greatest."""

from __future__ import annotations

from reformsim.model.cooperation.bringing_together import bring_together
from reformsim.model.mergers.mapchange import merge, settle
from tests.model.worlds import assess, bare, events, found, row, world_of


def merging(*bodies: tuple[str, str], **facts):
    """T01 and T04 merge in a world with these bodies (members and task); gives the world and the new row."""
    world = world_of(bare())
    for codes, task in bodies:
        found(world, codes, task, **facts)
    rows = (row(world, "T01"), row(world, "T04"))
    new = merge(world, rows, "a test")
    settle(world, {new: rows})
    assess(world)
    return world, new


def sits(world, new: int) -> list[int]:
    bodies = world.state.bodies
    return [b for b in range(bodies.count) if new in bodies.members(b)]


def test_seats_in_one_body_become_one_on_the_day_of_the_merger():
    world, new = merging(("T01 T04 T05", "taxes"))
    assert world.state.bodies.members(0).tolist() == [row(world, "T05"), new]
    assert world.state.memberships[new] == 1


def test_the_lesser_of_two_bodies_for_one_subject_is_left_and_its_task_goes_to_the_other():
    """T01 with T02; T04, which has more inhabitants and so brings its body, with T05 and T06: three members."""
    world, new = merging(("T04 T05", "taxes"), ("T01 T02 T03", "taxes"))
    assert sits(world, new) == [0, 1]
    k = world.tasks.index("taxes")
    assert world.state.executor[new, k] == 0, "for most of the inhabitants"
    assert bring_together(world, chance=1.0) == {new}
    assert sits(world, new) == [1] and world.state.executor[new, k] == 1
    assert events(world, "body_left") == [(world.state.codes[new],)]


def test_of_two_as_great_the_one_with_the_lower_key_is_kept():
    world, new = merging(("T04 T05", "taxes"), ("T01 T02", "taxes"))
    bring_together(world, chance=1.0)
    key = world.state.bodies.key
    assert sits(world, new) == [0 if key[0] < key[1] else 1]


def test_a_body_that_the_law_asks_for_is_kept_and_the_voluntary_one_left_however_great():
    world = world_of(bare())
    found(world, "T01 T02", "safety", obliged=True)
    found(world, "T04 T05 T06 T07", "safety")
    rows = (row(world, "T01"), row(world, "T04"))
    new = merge(world, rows, "a test")
    settle(world, {new: rows})
    bring_together(world, chance=1.0)
    assert sits(world, new) == [0]


def test_two_that_the_law_asks_for_both_stay():
    world, new = merging(("T04 T05", "safety"), ("T01 T02", "safety"), obliged=True)
    assert bring_together(world, chance=1.0) == set() and sits(world, new) == [0, 1]


def test_bodies_for_other_subjects_and_of_who_did_not_merge_are_left_alone():
    world, new = merging(("T04 T05", "taxes"), ("T01 T02", "waste"))
    found(world, "T06 T09", "taxes")
    found(world, "T06 T11", "taxes")
    assert bring_together(world, chance=1.0) == set() and sits(world, new) == [0, 1]


def test_it_takes_years_by_the_chance_of_the_register():
    world, new = merging(("T04 T05", "taxes"), ("T01 T02 T03", "taxes"))
    assert world.behaviour["merger.leaves_lesser"] == 0.42
    assert bring_together(world, chance=0.0) == set()
    years = 0
    while len(sits(world, new)) == 2:
        bring_together(world)
        world.state.year += 1
        years += 1
    assert 1 <= years <= 12


def test_what_the_body_that_is_kept_has_no_right_to_carry_out_falls_back_to_the_municipality():
    world, new = merging(("T04 T05", "taxes"))
    found(world, "T06 T07", None, say="taxes", carries=True)
    world.state.bodies.add_members([1], [new])
    bring_together(world, chance=1.0)
    assert sits(world, new) == [1]
    assert world.state.executor[new, world.tasks.index("taxes")] == -1
