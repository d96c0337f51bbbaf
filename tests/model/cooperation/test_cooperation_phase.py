"""Cooperation by hand: who begins a body and with whom, who joins, who leaves, and what becomes of bodies that end."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law.tables import Entry
from reformsim.levers.changes import SetRule
from reformsim.model.cooperation.departures import end, ending_chance
from reformsim.model.cooperation.founding import WAVE_UNTIL, ideas_open, partner_value, starting_chance
from reformsim.model.cooperation.founding import found as found_bodies
from reformsim.model.cooperation.grip import council_grip
from reformsim.model.cooperation.joining import join, joining_chance
from reformsim.model.cooperation.phase import cooperate
from reformsim.model.cooperation.terms import JOINING_AT, joinable, starting_terms, ties, voluntary
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from reformsim.network import load_foundings, load_subjects
from tests.model.worlds import bare, events, found, neighbours_of, row, world_of

WGR_DAY = date(2012, 1, 1)
STILL = {
    "cooperation__founding": 0, "cooperation__joining": 0, "cooperation__leaving": 0, "cooperation__ending": 0,
}  # fmt: skip
EVEN = {
    "cooperation__joining_habit": 0, "cooperation__joining_neighbours": 0, "cooperation__joining_province": 0,
    "cooperation__joining_members": 0, "cooperation__joining_served": 0,
}  # fmt: skip
EAGER = {"cooperation__founding": 50, "cooperation__founding_need": 0, "cooperation__founding_size": 0}


def quiet(**changed: float) -> World:
    """No bodies, and nobody who begins, joins, leaves or ends one unless said."""
    return world_of(bare(), **{**STILL, **changed})


def executor(world: World, code: str, task: str = "taxes") -> int:
    return int(world.state.executor[row(world, code), world.tasks.index(task)])


def rule(world: World, name: str, value: object) -> None:
    carry_out(world, SetRule(name, value), "a test")


# --- founding --------------------------------------------------------------------------------------------


def test_the_chance_to_begin_a_body_by_hand():
    """T09 has 30,000 inhabitants, so its size adds nothing; one that lacks 0.1 more begins exp(0.2) times as often."""
    world = quiet(cooperation__founding=0.02, cooperation__founding_need=2, cooperation__founding_size=0.5,
                  cooperation__founding_wave=0)  # fmt: skip
    rows = np.array([row(world, "T09"), row(world, "T05")])
    (_, lacks), (large, less) = starting_terms(world, rows)
    assert large == pytest.approx(np.log(4))
    rate = 0.02 * np.exp([2 * lacks, 2 * less + 0.5 * np.log(4)])
    assert starting_chance(world, rows) == pytest.approx(1 - np.exp(-rate))


def test_more_bodies_were_begun_in_the_wave_than_since():
    world = quiet(cooperation__founding=0.02, cooperation__founding_wave=1)
    rows = world.state.live.astype(np.int64)
    world.state.year = WAVE_UNTIL
    then = -np.log1p(-starting_chance(world, rows))
    world.state.year = WAVE_UNTIL + 1
    assert then / -np.log1p(-starting_chance(world, rows)) == pytest.approx(np.e)


def test_bodies_are_founded_as_those_of_the_record_were():
    """In a subject of the record and its form, by as many as founded one such body there, or all there are."""
    world = quiet(**EAGER)
    found_bodies(world, neighbours_of(world), ties(world))
    bodies, titles = world.state.bodies, {one.title_en for one in load_subjects().values()}
    assert bodies.count > 6
    sizes = {one.members for one in load_foundings()}
    assert {int(n) for n in bodies.sizes()} <= {min(n, 12) for n in sizes}
    assert {name.split(",")[0] for name in bodies.names} <= titles
    assert len(events(world, "body_founded")) == bodies.count and not bodies.obliged.any()


def test_a_body_carries_out_its_tasks_for_founders_that_did_them_alone():
    world = quiet(**EAGER)
    before = found(world, "T01 T04", "taxes")
    found_bodies(world, neighbours_of(world), ties(world))
    assert executor(world, "T01") == executor(world, "T04") == before
    bodies = world.state.bodies
    carrying = [b for b in range(1, bodies.count) if bodies.tasks[b].any()]
    assert any((world.state.executor == b).any() for b in carrying)


def test_nobody_founds_a_body_about_what_is_not_municipal():
    """Youth care was the provinces' in 2011."""
    world = quiet(**EAGER)
    found_bodies(world, neighbours_of(world), ties(world))
    assert not world.state.bodies.say[:, world.tasks.index("youth_care")].any()


def test_near_partners_of_the_own_area_that_one_sits_with_are_worth_more():
    """Of T04's partners: T01 10 km off and in a body with it, T05 as far and in none."""
    nothing = {f"cooperation__partner_{term}": 0 for term in ("area", "safety", "border", "served")}
    world = quiet(cooperation__partner_distance=-1, cooperation__partner_habit=2, **nothing)
    found(world, "T01 T04", "waste")
    tied, none = ties(world), np.zeros(len(world.tasks), bool)
    worth = partner_value(world, neighbours_of(world), tied, row(world, "T04"), none)
    state = world.state
    apart = np.hypot(state.hall_x - state.hall_x[3], state.hall_y - state.hall_y[3]) / 1000
    assert worth[row(world, "T01")] == pytest.approx(2 - np.log1p(apart[row(world, "T01")]))
    assert worth[row(world, "T05")] == pytest.approx(-np.log1p(apart[row(world, "T05")]))


def test_distance_matters_less_each_year_if_travel_gets_easier():
    world = quiet(cooperation__partner_distance=-1, residents__reach=0.02)
    tied, none = ties(world), np.zeros(len(world.tasks), bool)

    def worth() -> float:
        values = partner_value(world, neighbours_of(world), tied, 0, none)
        return float(values[1] - values[11])

    now = worth()
    world.state.year += 10
    weight = 0.98**10
    apart = np.log1p(
        np.hypot(world.state.hall_x - world.state.hall_x[0], world.state.hall_y - world.state.hall_y[0]) / 1000
    )
    assert worth() - now == pytest.approx((1 - weight) * (apart[1] - apart[11]))


# --- joining ---------------------------------------------------------------------------------------------


def test_only_who_has_a_neighbour_in_a_body_may_join_it():
    world = quiet(cooperation__joining=0.5, **EVEN)
    body = found(world, "T01 T04", "taxes")
    graph = neighbours_of(world)
    pairs = joinable(world, graph, ties(world), voluntary(world.state.bodies))
    near = {int(r) for code in ("T01", "T04") for r in graph.neighbours(row(world, code))}
    assert set(pairs.row.tolist()) == near - {row(world, "T01"), row(world, "T04")}
    assert set(pairs.body.tolist()) == {body}


def test_the_chance_to_join_by_hand():
    """At the values that the level is told for it is the level itself; a term moves its logit."""
    world = quiet(cooperation__joining=0.1, **{**EVEN, "cooperation__joining_served": -1})
    found(world, "T01 T04", "taxes")
    pairs = joinable(world, neighbours_of(world), ties(world), voluntary(world.state.bodies))
    assert joining_chance(world, pairs) == pytest.approx(0.1)
    found(world, "T02 T05", "taxes")
    pairs = joinable(world, neighbours_of(world), ties(world), voluntary(world.state.bodies))
    served = (pairs.body == 0) & (pairs.row == row(world, "T02"))
    assert joining_chance(world, pairs)[served] == pytest.approx(1 / (1 + 9 * np.e))
    assert JOINING_AT[4] == 0


def test_who_joins_has_the_body_carry_out_its_task():
    world = quiet(cooperation__joining=1 - 1e-12, **EVEN)
    body = found(world, "T01 T04", "taxes")
    join(world, neighbours_of(world), ties(world))
    assert executor(world, "T02") == body and row(world, "T02") in world.state.bodies.members(body)
    assert ("T02",) in events(world, "body_joined")


@pytest.mark.parametrize(
    "facts", [{"obliged": True}, {"kind": "private", "form": "foundation", "legal": "private"}], ids=["law", "private"]
)
def test_nobody_joins_leaves_or_ends_what_the_law_imposes_or_what_is_of_private_law(facts):
    world = quiet(cooperation__joining=1 - 1e-12, cooperation__leaving=1, cooperation__ending=1 - 1e-12, **EVEN)
    body = found(world, "T01 T04", "taxes", **facts)
    cooperate(world, neighbours_of(world))
    assert world.state.bodies.alive[body] and world.state.bodies.members(body).tolist() == [0, 3]
    assert not world.events


# --- leaving and ending ----------------------------------------------------------------------------------


def test_a_member_that_leaves_does_the_task_itself_and_a_body_of_one_ends():
    world = quiet(cooperation__leaving=1)
    body = found(world, "T04 T05", "taxes")
    cooperate(world, neighbours_of(world))
    assert events(world, "body_left") == [("T04",), ("T05",)]
    assert not world.state.bodies.alive[body] and executor(world, "T04") == executor(world, "T05") == -1
    assert world.state.memberships[[3, 4]].tolist() == [0, 0]


def test_members_leave_with_the_chance_of_the_parameter():
    left = 0
    for replicate in range(60):
        world = world_of(bare(), replicate=replicate, **{**STILL, "cooperation__leaving": 0.2})
        found(world, " ".join(world.state.codes[:12]), "taxes")
        cooperate(world, neighbours_of(world))
        left += len(events(world, "body_left"))
    assert left / 720 == pytest.approx(0.2, abs=0.06), "four standard errors of 0.015"


def test_a_body_that_ends_gives_its_tasks_back():
    world = quiet(cooperation__ending=1 - 1e-12, cooperation__fusing=0)
    body = found(world, "T01 T04", "taxes")
    cooperate(world, neighbours_of(world))
    assert not world.state.bodies.alive[body] and executor(world, "T01") == -1
    assert events(world, "body_dissolved") == [("T01", "T04")]
    assert world.state.authorities[[0, 3], world.tasks.index("taxes")].tolist() == [0, 0]


def test_bodies_of_more_members_end_less_often_by_the_weight():
    """Five members: 0.02; two: odds of 0.02 / 0.98 times (2 / 5) to the power of minus 0.5."""
    world = quiet(cooperation__ending=0.02, cooperation__ending_members=-0.5)
    few, five = found(world, "T01 T04", "taxes"), found(world, "T01 T02 T03 T04 T05", "waste")
    odds = 0.02 / 0.98 * 0.4**-0.5
    assert ending_chance(world, np.array([few, five])) == pytest.approx([odds / (1 + odds), 0.02])


def test_a_body_may_go_on_in_the_one_on_its_subject_where_its_members_and_their_neighbours_sit():
    """The two of taxes end for sure, bodies of five hardly ever; that of waste is about something else."""
    for goes_on, held in ((1.0, 7), (0.0, 5)):
        world = quiet(cooperation__fusing=goes_on, cooperation__ending=1e-6, cooperation__ending_members=-40)
        old, heir = found(world, "T01 T04", "taxes"), found(world, "T02 T03 T05 T06 T07", "taxes")
        found(world, "T01 T04 T05 T06 T07", "waste")
        end(world, neighbours_of(world))
        assert not world.state.bodies.alive[old] and len(world.state.bodies.members(heir)) == held
        assert executor(world, "T01") == (heir if goes_on else -1)


# --- rules -----------------------------------------------------------------------------------------------


def test_in_a_year_without_voluntary_cooperation_nothing_is_founded_left_or_ended():
    world = quiet(cooperation__leaving=1, cooperation__ending=1 - 1e-12, **EAGER)
    found(world, "T02 T03", "waste")
    cooperate(world, neighbours_of(world), voluntary=False)
    assert not world.events and world.state.bodies.alive[0]


@pytest.mark.parametrize(("name", "value", "times"), [
    ("province.push", 1.0, 2.0), ("policy.track_bias", 1.0, 0.5), ("policy.track_bias", -1.0, 1.5),
    ("cooperation.knowledge", 0.5, 1.15),
])  # fmt: skip
def test_provinces_tracks_and_knowledge_move_how_many_bodies_are_begun(name, value, times):
    world = quiet(cooperation__founding=0.02, cooperation__track=0.5, cooperation__learning=0.3)
    rows = world.state.live.astype(np.int64)
    before = np.log1p(-starting_chance(world, rows))
    rule(world, name, value)
    assert np.log1p(-starting_chance(world, rows)) / before == pytest.approx(times)


def test_rules_on_objects_narrow_what_is_founded():
    world = quiet()
    rule(world, "cooperation.types", ("bedrijfsvoering",))
    ideas, share = ideas_open(world)
    support = {t.id for t in world.tasks.tasks if t.domain == "support"}
    assert ideas and share[-1] == pytest.approx(1.0)
    assert all({world.tasks.ids[k] for k in np.flatnonzero(one.about)} <= support for one in ideas)


@pytest.mark.parametrize(
    ("right", "weeks", "grip"),
    # Half of the grip of 0.5 for consent, all of it for a veto; 0.02 for each week beyond the six of 2011.
    [
        ("view", 6, 0.0),
        ("consent", 6, 0.25),
        ("veto", 6, 0.5),
        ("view", 12, 0.12),
        ("veto", 8, 0.54),
        ("veto", 40, 1.0),
    ],
)
def test_councils_keep_a_grip_by_their_rights_and_the_weeks_they_have(right, weeks, grip):
    world = world_of(bare(), cooperation__grip=0.5, cooperation__grip_per_week=0.02)
    rule(world, "cooperation.budget_consent", right)
    if weeks != 6:
        change = Entry(since=WGR_DAY, value=float(weeks), source="a test")
        world.law = world.law.as_of(date(2011, 1, 1)).amend("wgr_draft_budget_weeks", change)
        world.state.year = WGR_DAY.year
    kept = council_grip(world.behaviour, world.rules.values(), world.law, world.today)
    assert kept == pytest.approx(grip)
