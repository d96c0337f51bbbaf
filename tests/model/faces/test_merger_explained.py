"""A merger explained: the parts add up to what the councils saw, and the draw is the one of the run."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pytest

from reformsim.errors import RunError, UnknownNameError
from reformsim.history import History
from reformsim.model import ReformModel
from reformsim.model.accounts.wealth import FINANCE_TERMS
from reformsim.model.cooperation.boards.admitting import admission, asking
from reformsim.model.cooperation.departures import leaving_chance
from reformsim.model.cooperation.joining import joining_chance, open_to
from reformsim.model.cooperation.terms import ties
from reformsim.model.faces.choices import choices
from reformsim.model.faces.explain import TITLES, explain
from reformsim.model.faces.lookback import Course, at_decision, courses
from reformsim.model.faces.options import KINDS, options
from reformsim.model.mergers.worth import MEMBER_TERMS, SET_TERMS
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, beyond_ranges

WANTED = {"merger.constant": -1.0}
"""On so small a map some mergers must be wanted for there to be any."""


def scenario(*levers: dict[str, object], mergers: str = "simulated", **more: object) -> Scenario:
    return beyond_ranges(
        name="toy",
        territory=str(TOY),
        horizon={"start": 2011, "end": 2024},
        seed=3,
        mergers=mergers,
        behaviour=WANTED,
        levers=list(levers),
        **more,
    )


@lru_cache(maxsize=1)
def record() -> History:
    return ReformModel(scenario()).run()


def first() -> Course:
    return courses(record())[0]


def test_a_merger_of_the_run_is_found_with_its_start_and_its_members():
    found = first()
    told = {(event.year, event.kind, event.members) for event in record().events}
    assert (found.started, "procedure_started", found.members) in told
    assert (found.effect, "merger", found.members) in told
    assert found.effect > found.started


def test_the_world_of_the_decision_goes_on_to_the_very_procedure_that_the_run_began():
    model = at_decision(scenario(), first().started)
    before = {event.members for event in model.world.events if event.kind == "procedure_started"}
    dict(model.schedule)["mergers"]()
    after = {event.members for event in model.world.events if event.kind == "procedure_started"}
    assert first().members in after - before


def test_every_merger_from_below_had_a_draw_within_its_chance_and_the_consent_of_all():
    below = [course for course in courses(record()) if course.route == "below"]
    assert below
    for course in below:
        about = explain(at_decision(scenario(), course.started), course.members)
        assert about.starts
        assert all(member.consents for member in about.members)


def test_the_parts_of_a_member_add_up_to_what_it_gains():
    model = at_decision(scenario(), first().started)
    about = explain(model, first().members)
    for member in about.members:
        others = [code for code in first().members if code != member.code]
        assert member.value == pytest.approx(model.municipality(member.code).gain_from(*others))


def test_the_chance_is_that_of_the_member_that_gains_least():
    about = explain(at_decision(scenario(), first().started), first().members)
    least = min(member.value for member in about.members)
    assert about.chance == pytest.approx(1.0 / (1.0 + math.exp(-least)))


def test_without_reforms_nothing_is_added_by_policy():
    assert explain(at_decision(scenario(), 2012), ("T07", "T08")).policy == 0.0


def test_a_minimum_size_adds_its_pressure_on_members_below_it():
    pressed = scenario({"lever": "minimum_size", "date": "2012-01-01", "inhabitants": 8000, "source": "test"})
    model = at_decision(pressed, 2012)
    # T07 lies below 8,000, T08 above, and together they reach it.
    way = math.log(8_000 / model.municipality("T07").population)
    expected = model.world.behaviour["merger.norm_pressure"] * way / 2
    assert explain(model, ("T07", "T08")).policy == pytest.approx(expected)


def test_the_table_has_a_row_for_each_part_and_ends_with_their_sum():
    about = explain(at_decision(scenario(), 2011), ("T01", "T02", "T04"))
    *parts, whole = about.rows()
    assert len(parts) == len(SET_TERMS) + len(MEMBER_TERMS) + 2 + 3
    for member in about.members:
        assert whole[member.name] == pytest.approx(sum(float(row[member.name]) for row in parts))


def test_every_weight_of_the_merger_rule_has_words():
    ruled = {name for name, _ in (*SET_TERMS, *MEMBER_TERMS, *FINANCE_TERMS)}
    assert set(TITLES) == ruled | {"merger.cycle", "merger.wave"}


def test_choices_are_coalitions_with_the_municipality_the_likeliest_first():
    model = at_decision(scenario(), 2011)
    found = choices(model, "T09", most=5)
    assert len(found) == 5
    assert all("T09" in one.codes for one in found)
    assert [one.chance for one in found] == sorted((one.chance for one in found), reverse=True)
    assert found[0].inhabitants == sum(model.municipality(code).population for code in found[0].codes)


def test_a_choice_and_its_explanation_give_the_same_chance():
    model = at_decision(scenario(), 2011)
    for one in choices(model, "T05"):
        about = explain(model, one.codes)
        assert (about.chance, about.starts) == (pytest.approx(one.chance), one.starts)


def test_going_on_alone_and_bodies_and_mergers_stand_on_one_scale():
    model = at_decision(scenario(), 2013)
    code = model.world.codes_of(model.state.live)[0]
    alone, *rest = options(model, code, most=500)
    assert alone.kind == "alone" and {one.kind for one in rest} <= set(KINDS[1:])
    assert alone.chance == pytest.approx(math.prod(1.0 - one.chance for one in rest))
    assert [one.value for one in rest] == sorted((one.value for one in rest), reverse=True)
    merging = {frozenset((code, *one.partners)): one.chance for one in rest if one.kind == "merge"}
    for one in choices(model, code):
        assert merging[frozenset(one.codes)] == pytest.approx(one.chance)


def test_an_option_to_leave_is_a_body_it_sits_in_and_one_to_join_a_neighbours():
    model = at_decision(scenario(), 2012)
    seen = set()
    for code in model.world.codes_of(model.state.live):
        mine = {model.state.bodies.names[body] for body in model.municipality(code).memberships}
        for one in options(model, code, most=500):
            if one.kind in ("join", "leave"):
                assert (one.what in mine) == (one.kind == "leave")
                seen.add(one.kind)
    assert seen == {"join", "leave"}


def test_chances_to_join_and_to_leave_are_those_of_the_mechanisms_that_work():
    model = at_decision(scenario(mechanisms={"bodies_admit": True, "bodies_contribute": True}), 2012)
    world, tied = model.world, ties(model.world)
    pairs = open_to(world, model.graph, tied)
    let_in = asking(world, joining_chance(world, pairs)) * admission(world, tied, pairs).chance
    leaving = leaving_chance(world, world.state.live.astype(np.int64))
    assert len(set(leaving.tolist())) > 1, "who pays more leaves more often"
    for row, leaves in zip(world.state.live.tolist(), leaving.tolist(), strict=True):
        found = options(model, world.state.codes[row], most=500)
        assert {one.chance for one in found if one.kind == "leave"} <= {leaves}
        joins = [one.chance for one in found if one.kind == "join"]
        assert sorted(joins) == pytest.approx(sorted(let_in[pairs.row == row].tolist()))


def test_names_are_escaped_where_a_notebook_shows_them():
    model = at_decision(scenario(), 2011)
    model.state.names[model.state.row_of("T01")] = "<script>"
    page = explain(model, ("T01", "T02"))._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_an_unknown_municipality_is_told_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match="unknown municipality 'T1'"):
        explain(at_decision(scenario(), 2011), ("T1", "T02"))


def test_one_municipality_is_no_merger():
    with pytest.raises(RunError, match="two municipalities or more"):
        explain(at_decision(scenario(), 2011), ("T01", "T01"))


def test_a_municipality_that_ceased_to_exist_has_no_choices():
    gone = first().members[0]
    model = at_decision(scenario(), first().effect)
    with pytest.raises(RunError, match="has ceased to exist"):
        choices(model, gone)


def test_a_year_outside_the_horizon_is_refused():
    with pytest.raises(RunError, match="year 2040 is outside the horizon"):
        at_decision(scenario(), 2040)
