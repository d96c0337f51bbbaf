"""These municipalities become one on that day: what is written, what happens, and what is said where it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.levers.changes import SetRule
from reformsim.levers.changes_by_name import MergeMunicipalities
from reformsim.model import ReformModel
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.framework import CRITERIA, agreeing, criteria
from reformsim.model.world import World
from reformsim.scenario import Scenario, check_files
from tests.model.worlds import TOY, bare, events, found, row, statutory, toy, world_of

STILL = {
    "merger.constant": -20.0,
    "cooperation.founding": 0.0,
    "cooperation.joining": 0.0,
    "cooperation.leaving": 0.0,
    "cooperation.ending": 0.0,
}


def told(tmp_path, *levers, base="baseline-2011"):
    path = tmp_path / "x.yaml"
    lines = [", ".join(f"{key}: {value}" for key, value in {"source": "assumption", **one}.items()) for one in levers]
    path.write_text(f"extends: {base}\nlevers:\n" + "".join(f"  - {{{line}}}\n" for line in lines), encoding="utf-8")
    return [(p.path, p.message) for p in check_files([path])]


def lever(members, date="2014-01-01", **more):
    return {"lever": "merge_municipalities", "date": date, "members": f"[{members}]", **more}


def toy_run(*levers, until=2016, **more) -> ReformModel:
    given = [{"source": "assumption", "lever": "merge_municipalities", **one} for one in levers]
    horizon = {"start": 2011, "end": until}
    made = Scenario(name="x", territory=str(TOY), horizon=horizon, levers=given, behaviour=STILL, **more)
    model = ReformModel(made)
    model.run()
    return model


def merged(world: World, members: str, **how: object) -> World:
    carry_out(world, MergeMunicipalities(tuple(members.split()), **how), "a test")  # type: ignore[arg-type]
    return world


def test_the_members_are_one_from_that_first_of_january_on():
    model = toy_run({"date": "2014-01-01", "members": ["Aarle", "T04", "beekzicht"], "name": "Drieslag"})
    (event,) = [e for e in model.world.events if e.kind == "merger"]
    assert event == (2014, "merger", "T04+3", ("T01", "T02", "T04"), "by Act (merge_municipalities)")
    state = model.state
    new = row(model.world, "T04+3")
    assert state.names[new] == "Drieslag" and state.live.tolist().count(new) == 1 and len(state.live) == 10
    assert [len(year.row) for year in model.history().years] == [12, 12, 12, 10, 10, 10]
    # 25,000 inhabitants of 2011 and a growth of 1 %: 25,503 on 1-1-2013, so 21 seats (Gemeentewet art. 8; Wet arhi 55).
    assert state.seats[new] == 21 and state.council_year[new] == 2013
    assert state.merger_log[0][:2] == (2014, 2)


def test_a_light_merger_goes_on_under_its_code_and_name():
    model = toy_run({"date": "2014-01-01", "members": ["Eemstad", "Lange Eiland"], "into": "Eemstad"})
    new = row(model.world, "T05")
    assert new >= 12 and model.state.names[new] == "Eemstad"
    # The council sits on to the next regular election: 1,000 people more than 120,000, in the same class.
    assert model.state.founded[new] < 2011 and model.state.council_year[new] == 2014


def test_a_municipality_of_a_lever_can_be_named_by_a_later_one(tmp_path):
    first = lever("Haren, Ten Boer", name="Harenboer")
    second = lever("Harenboer, Bedum", "2016-01-01", id="b")
    assert told(tmp_path, first, second) == []
    model = toy_run(
        {"date": "2014-01-01", "members": ["T01", "T02"], "name": "Tweeling"},
        {"id": "b", "date": "2016-01-01", "members": ["tweeling", "T03"], "name": "Drieling"},
    )
    assert events(model.world, "merger") == [("T01", "T02"), ("T03", "T02+2")]


def test_a_member_that_is_not_there_is_told_and_nothing_else_happens():
    world = merged(world_of(statutory()), "T01 T02", name="Tweeling")
    world.state.year = 2015
    merged(world, "T02 T03")
    merged(world, "Drieling T03")
    merged(world, "T01 Tweeling")
    said = [e.detail for e in world.events if e.kind == "reform_impossible"]
    part = "is part of 'Tweeling' (T02+2) since 2011"
    assert said == [f"'Beekzicht' {part}", "no municipality is called 'Drieling' in 2015", f"'Aarle' {part}"]
    assert len(events(world, "merger")) == 1 and world.events[-1].subject == "a test"


def test_who_was_taken_in_is_part_of_the_one_that_goes_on_since_then_and_not_since_that_was_formed():
    world = merged(world_of(statutory()), "T01 T04", into="T04")
    world.state.year = 2014
    merged(world, "T02 T04", into="T04")
    merged(world, "T01 T03")
    merged(world, "T02 T03")
    said = [e.detail for e in world.events if e.kind == "reform_impossible"]
    assert said == [f"'{name}' is part of 'Dorperhout' (T04) since {year}" for name, year in
                    (("Aarle", 2011), ("Beekzicht", 2014))]  # fmt: skip


def test_two_municipalities_of_one_name_are_not_guessed_between():
    world = world_of(bare())
    world.state.names[3] = "Aarle"
    merged(world, "Aarle T02")
    assert world.events[-1].detail == "'Aarle' is the name of several municipalities in 2011: T01, T04"


@pytest.mark.parametrize(
    ("rule", "support", "share"),
    [("unanimous", None, 1.0), ("majority", None, 0.5), ("unanimous", 0.9, 0.9)],
)
def test_councils_that_are_asked_decide_by_the_consent_in_force(rule, support, share):
    agreed = 0
    for replicate in range(60):
        world = world_of(bare(), replicate=replicate)
        carry_out(world, SetRule("merger.consent", rule), "a test")
        carry_out(world, SetRule("merger.min_support", support), "a test")
        people = world.state.population[[0, 1, 3]]
        drawn = world.streams.uniform("merger.asked", 2011, world.state.key[[0, 1, 3]])
        yes = drawn < agreeing(world, (0, 1, 3))
        held = people[yes].sum() / people.sum()
        merged(world, "T01 T02 T04", asked=True)
        expected = held > 0.5 if support is None and rule == "majority" else held >= share
        assert bool(events(world, "merger")) == expected
        refused = [e for e in world.events if e.kind == "merger_refused"]
        assert bool(refused) != expected
        if refused:
            against = ", ".join(c for c, y in zip(("T01", "T02", "T04"), yes, strict=True) if not y)
            assert refused[0].detail == f"refused by {against}"
        agreed += expected
    assert 0 < agreed < 60


def test_a_council_agrees_as_the_criterion_of_support_has_it():
    world = world_of(statutory())
    marks = criteria(world, world.neighbours.mergeable, (0, 1, 3))
    assert marks[CRITERIA.index("draagvlak")] == pytest.approx(agreeing(world, (0, 1, 3)).mean())


def test_councils_about_to_be_merged_by_act_hold_no_regular_election():
    year = {"members": ["T01", "T02", "T04"], "name": "Drieslag", "date": "2015-01-01"}
    by_act, asked = toy_run(year, until=2015), toy_run({**year, "consent": "ask"}, until=2015)
    # Rows of members stay as they were when they ceased to exist: T03 votes in 2014, the others sit on to the merger.
    assert by_act.state.council_year[[0, 1, 2, 3]].tolist() == [2009, 2010, 2014, 2009]
    assert asked.state.council_year[[0, 1, 2, 3]].tolist() == [2014] * 4


def test_what_is_merged_by_act_may_merge_further_and_its_procedures_lapse():
    from reformsim.model.mergers.procedures import Procedure

    model = ReformModel(Scenario(name="x", territory=str(TOY), horizon={"start": 2011, "end": 2014}))
    procedure = Procedure((1, 2), 7, 2011, "below")
    model.mergers.procedures.append(procedure)  # type: ignore[union-attr]
    merged(model.world, "T01 T02")
    model.mergers.map_changed(model.world.remade)
    assert procedure not in model.mergers.procedures  # type: ignore[union-attr]
    last = model.world.events[-1]
    assert (last.kind, last.members, last.detail) == ("procedure_broken_off", ("T02", "T03"), "by an Act on the map")
    model.mergers.update_estimates()
    new = row(model.world, "T02+2")
    blocks = model.mergers._blocks[1:]  # type: ignore[union-attr]
    assert blocks and all((block.candidates.members == new).any(axis=1).all() for block in blocks)


@pytest.mark.parametrize("mergers", ["simulated", "unreformed"])
def test_before_its_date_nothing_moves_and_without_it_all_is_as_it_was(mergers):
    def runs(*levers):
        horizon = {"start": 2011, "end": 2015}
        given = [{"source": "assumption", "lever": "merge_municipalities", **one} for one in levers]
        made = Scenario(name="x", territory=str(TOY), horizon=horizon, levers=given, mergers=mergers)
        return ReformModel(made).run().years

    without, with_it = runs(), runs({"date": "2014-01-01", "members": ["T01", "T02"]})
    for before, after in zip(without[:3], with_it[:3], strict=True):
        assert np.array_equal(before.people, after.people) and np.array_equal(before.capacity, after.capacity)
    assert len(with_it[3].row) == len(without[3].row) - 1


@settings(max_examples=30)
@given(st.lists(st.lists(st.sampled_from(toy().codes), min_size=2, max_size=3, unique=True), max_size=5), st.booleans())
def test_whoever_is_merged_people_are_kept_and_bodies_are_sound(groups, light):
    world = world_of(statutory())
    found(world, "T01 T02 T04", "waste")
    state, bodies = world.state, world.state.bodies
    for group in groups:
        merged(world, " ".join(group), into=group[0] if light else None)
        state.year += 1
    live = state.live
    assert state.population[live].sum() == state.unit_population.sum() == 290_000
    assert state.alive[state.owner].all() and state.n_units[live].sum() == 12
    pairs = np.stack([bodies.edge_body, bodies.edge_row])
    assert len(np.unique(pairs, axis=1).T) == len(pairs.T), "no municipality is twice in a body"
    sizes = bodies.sizes()
    assert (sizes[bodies.alive[: bodies.count]] >= 2).all(), "no body has one member"
    assert state.alive[bodies.edge_row].all() and not sizes[~bodies.alive[: bodies.count]].any()


@pytest.mark.parametrize(
    ("levers", "path", "message"),
    [
        (
            [lever("Haren, Bedum", "2014-03-01")],
            "levers[0].date",
            "expected a 1 January, on which the municipal map changes (Wet arhi art. 1(1)h), not 2014-03-01",
        ),
        ([lever("Haren")], "levers[0].members", "expected at least 2 of them, not 1"),
        ([lever("Haren, Bedum, GM0017")], "levers[0].members[2]", "'GM0017' is named twice"),
        ([lever("Haren, Bedum", into="Winsum")], "levers[0].into", "expected one of the members, not 'GM0053'"),
        (
            [lever("Haren, Bedumm")],
            "levers[0].members[1]",
            "unknown municipality 'Bedumm'; did you mean 'Bedum'? (territory netherlands-2011)",
        ),
        (
            [lever("Haren, Bedum", name="Winsum")],
            "levers[0]",
            "'Winsum' is the name of another municipality (GM0053)",
        ),
        (
            [lever("Haren, Bedum", name="Harenbed"), lever("Haren, Winsum", "2016-01-01", id="b")],
            "levers[1]",
            "municipality 'GM0017' is merged into 'Harenbed' by 'merge_municipalities' on 2014-01-01 already",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_place(tmp_path, levers, path, message):
    assert told(tmp_path, *levers) == [(path, message)]


@pytest.mark.parametrize("members", ["Haren, Hollands Kroon", "GM0363+2, Haren", "Haren c.a., Amsterdam"])
def test_what_is_formed_in_the_run_may_be_named(tmp_path, members):
    assert told(tmp_path, lever(members)) == []
