"""Officials who are there for a task: what directives and national rules take of them, by hand on the toy province."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.levers.changes import CutStaff, MoveTask, SetRule
from reformsim.model.capacity.europe import bound_share, execute_directives
from reformsim.model.capacity.presence import at_the_task, presence, push_of_provinces, staff_per_thousand
from reformsim.model.cooperation.rates import pulled
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.support import most_push
from reformsim.tasks import LAYERS
from tests.model.worlds import assess, bare, value, world_of

RIJK, PROVINCIE, GEMEENTE = (LAYERS.index(name) for name in ("rijk", "provincie", "gemeente"))
HALF = {"europe__early_effect": 0.5, "europe__staff_share": 0.1}


def year_of(world) -> np.ndarray:
    """A year of directives, and who is there for the tasks after it."""
    execute_directives(world)
    world.state.finances.presence = presence(world)
    assess(world)
    return world.state.finances.presence


def test_without_reform_all_officials_are_there():
    world = world_of(bare())
    for _ in range(3):
        assert (year_of(world) == 1.0).all()


def test_the_tasks_bound_by_the_union_have_so_many_people_outside_the_rijk():
    """Per 1,000: permits 0.34, sewerage 0.14, waste 0.097, economy 0.12, transport 0.11, water 0.59; nature 0.078."""
    world = world_of(bare())
    bound = np.asarray(world.tasks.european, bool)
    assert staff_per_thousand(world, bound) == pytest.approx(1.397)
    carry_out(world, MoveTask("nature", "provincie"), "a test")
    assert staff_per_thousand(world, bound) == pytest.approx(1.475)


def test_early_dialogue_leaves_officials_at_the_tasks_that_the_union_binds():
    """A tenth of them were on directives. In place of 48 they carry 68.57 x 0.85 out, at half the work: 29.14.

    So 1 - 29.14 / 48 = 0.393 of that tenth is back at the tasks.
    """
    world = world_of(bare(), **HALF)
    year_of(world)
    carry_out(world, SetRule("europe.dialogue", 1.0), "a test")
    there = year_of(world)
    more = 1 + 0.1 * (1 - 48 / 0.7 * 0.85 / 2 / 48)
    assert more == pytest.approx(1.0393, abs=1e-4)
    permits, taxes = world.tasks.index("environmental_permits"), world.tasks.index("taxes")
    assert there[GEMEENTE, permits] == pytest.approx(more)
    assert (there[GEMEENTE, taxes], there[RIJK, permits]) == (1.0, 1.0)


def test_officials_who_come_free_raise_capacity_by_their_weight_and_not_without_it():
    for weight in (0.0, 0.3):
        world = world_of(bare(), **HALF, capacity__staff=weight)
        year_of(world)
        before = world.state.capacity[:12].copy()
        carry_out(world, SetRule("europe.dialogue", 1.0), "a test")
        year_of(world)
        assert (world.state.capacity[:12] > before).all() == (weight > 0)
        assert (world.state.capacity[:12] >= before).all()


def test_more_directives_come_where_decentral_authorities_carry_more_of_what_the_union_binds():
    """Of 547 euro that these tasks ask 40 are for nature, at the Rijk: with it 547 / 507 of the directives come.

    Its people come along, 1.475 for 1.397: less than the work, so that officials are missed.
    """
    world = world_of(bare(), europe__staff_share=0.1, europe__directive_rate=80.0)
    year_of(world)
    assert bound_share(world, (GEMEENTE, PROVINCIE)) == pytest.approx((507 - 145) / 547)
    carry_out(world, MoveTask("nature", "provincie"), "a test")
    for _ in range(40):
        there = year_of(world)
    assert world.state.directives.arrived == pytest.approx(48 * 547 / 507)
    wanted = 1 + 0.1 * (1 - (547 / 507) / (1.475 / 1.397))
    assert there[GEMEENTE, world.tasks.index("waste")] == pytest.approx(wanted)
    assert there[GEMEENTE, world.tasks.index("waste")] < 1.0, "they take officials from their tasks"


def test_the_umbrellas_are_heard_as_far_as_their_members_carry_what_the_union_binds():
    world = world_of(bare(), europe__umbrella_effect=0.4)
    carry_out(world, SetRule("europe.umbrella", 1.0), "a test")
    execute_directives(world)
    assert world.state.directives.work == pytest.approx(0.6)
    # All that decentral authorities carry goes to a region: nobody of the umbrellas has to do with it.
    world.state.carrier[world.state.carrier != RIJK] = LAYERS.index("regio")
    execute_directives(world)
    assert world.state.directives.work == pytest.approx(1.0)


def test_input_in_europe_is_paid_and_what_it_saves_is_time():
    """0.29 million euro for full input, 290,000 inhabitants: a euro each for dialogue, half a one for the umbrellas."""
    world = world_of(bare(), europe__input_cost=0.29)
    execute_directives(world)
    before = value("spending_per_inhabitant", world)
    carry_out(world, SetRule("europe.dialogue", 1.0), "a test")
    carry_out(world, SetRule("europe.umbrella", 0.5), "a test")
    assert value("spending_per_inhabitant", world) - before == pytest.approx(1.5)


def test_officials_who_saw_to_national_rules_come_free_where_the_rijk_has_a_say_in_what_others_carry():
    """A tenth of them, half of the rules scrapped: a twentieth more."""
    world = world_of(bare(), rules__staff_share=0.1)
    carry_out(world, SetRule("burden.rules_cut", 0.5), "a test")
    there = year_of(world)
    framed = world.state.involved[:, RIJK]
    assert framed.any() and not framed.all()
    assert there[GEMEENTE] == pytest.approx(np.where(framed, 1.05, 1.0))
    assert (there[RIJK] == 1.0).all()


def test_nobody_is_fewer_than_none_at_a_task():
    assert at_the_task(0.1, 0.0) == pytest.approx(1.1)
    assert at_the_task(0.1, 3.0) == pytest.approx(0.8)
    assert at_the_task(0.1, 30.0) == 0.0


def test_a_province_pushes_with_the_officials_that_it_has():
    """A push of 0.4 by provinces with half of their officials is one of 0.2, on mergers as on cooperation."""
    world = world_of(bare(), merger__province_push=3.0)
    carry_out(world, SetRule("province.push", 0.4), "a test")
    rows = world.state.live.astype(np.int64)
    assert pulled(world, rows) == pytest.approx(1.4)
    assert (push_of_provinces(world), most_push(world)) == pytest.approx((0.4, 1.2))
    carry_out(world, CutStaff("provincie", 0.5), "a test")
    assert (push_of_provinces(world), most_push(world)) == pytest.approx((0.2, 0.6))
    assert pulled(world, rows) == pytest.approx(1.2)
