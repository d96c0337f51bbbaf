"""This body: who leaves it, with which it merges, what it carries out, and what is said where that cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.levers.changes_by_name import AssignTask, LeaveBody, MergeBodies
from reformsim.model import ReformModel
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from reformsim.scenario import Scenario, check_files
from reformsim.tasks import LAYERS
from tests.model.worlds import TOY, bare, events, found, row, statutory, toy, world_of

WASTE = "waste of T01 T02 T04 (0)"
"""What `found` calls the first body of a bare world that it makes of three municipalities for waste."""


def of_three() -> World:
    world = world_of(bare())
    found(world, "T01 T02 T04", "waste")
    return world


def members(world: World, name: str) -> list[str]:
    body = world.state.bodies.names.index(name)
    return list(world.codes_of(world.state.bodies.members(body)))


def executor(world: World, code: str, task: str) -> str:
    body = world.state.executor[row(world, code), world.tasks.index(task)]
    return world.state.bodies.names[body] if body >= 0 else ""


def of_kind(world: World, kind: str) -> list[str]:
    bodies = world.state.bodies
    return [bodies.names[b] for b in bodies.of_kind(kind)]


def impossible(world: World) -> list[str]:
    return [e.detail for e in world.events if e.kind == "reform_impossible"]


def test_who_leaves_a_body_does_its_task_itself():
    world = of_three()
    carry_out(world, LeaveBody(WASTE, ("Aarle",)), "a test")
    assert members(world, WASTE) == ["T02", "T04"]
    assert executor(world, "T01", "waste") == "" and executor(world, "T02", "waste") == WASTE
    assert world.state.memberships[[0, 1]].tolist() == [0, 1]
    assert world.state.authorities[[0, 1], world.tasks.index("waste")].tolist() == [0, 1]
    (event,) = [e for e in world.events if e.kind == "body_left"]
    assert (event.subject, event.members, event.detail) == (WASTE, ("T01",), "a test")


def test_a_body_left_with_one_member_lapses():
    world = of_three()
    carry_out(world, LeaveBody(WASTE, ("T01", "T02")), "a test")
    assert not world.state.bodies.alive[0] and events(world, "body_dissolved") == [("T04",)]
    assert executor(world, "T04", "waste") == "" and world.state.memberships[3] == 0


def test_a_body_of_law_cannot_be_left_nor_one_of_which_one_is_no_member():
    world = world_of(statutory())
    found(world, "T01 T02 T04", "waste")
    safety = of_kind(world, "safety_region")[0]
    name = world.state.bodies.names[-1]
    carry_out(world, LeaveBody(safety, ("T01",), "safety_region"), "a test")
    carry_out(world, LeaveBody(name, ("T03",)), "a test")
    carry_out(world, LeaveBody("Nergens", ("T03",)), "a test")
    carry_out(world, LeaveBody("Nergens", ("T03",), "public"), "a test")
    assert impossible(world) == [
        f"'{safety}' is imposed by law, and nobody can leave it",
        f"Capelveen: no member of '{name}' in 2011",
        "no body is called 'Nergens' in 2011",
        "no body of kind 'public' is called 'Nergens' in 2011",
    ]


def test_of_bodies_of_one_name_the_kind_says_which():
    world = of_three()
    world.state.bodies.names[found(world, "T01 T03", "taxes", kind="private")] = WASTE
    carry_out(world, LeaveBody(WASTE, ("T01",)), "a test")
    assert impossible(world) == [f"several bodies are called '{WASTE}': private, public; say which by kind"]
    carry_out(world, LeaveBody(WASTE, ("T01",), "public"), "a test")
    assert executor(world, "T01", "waste") == "" and executor(world, "T01", "taxes") == WASTE


def test_merged_bodies_have_the_members_and_tasks_of_all():
    world = of_three()
    found(world, "T03 T04 T06", "taxes")
    other = world.state.bodies.names[1]
    carry_out(world, MergeBodies((WASTE, other), "Dienstenhuis", "bedrijfsvoeringsorganisatie"), "a test")
    bodies = world.state.bodies
    assert bodies.alive[:3].tolist() == [False, False, True] and bodies.forms[2] == "bedrijfsvoeringsorganisatie"
    assert members(world, "Dienstenhuis") == ["T01", "T02", "T03", "T04", "T06"]
    assert {world.tasks.ids[k] for k in np.flatnonzero(bodies.tasks[2])} == {"waste", "taxes"}
    # Each does by the new body what a body did for it, and no more.
    assert [executor(world, c, "waste") for c in ("T01", "T03")] == ["Dienstenhuis", ""]
    assert [executor(world, c, "taxes") for c in ("T01", "T03", "T04")] == ["", "Dienstenhuis", "Dienstenhuis"]
    assert world.state.memberships[[0, 3]].tolist() == [1, 1]
    (event,) = [e for e in world.events if e.kind == "bodies_merged"]
    assert event.subject == "Dienstenhuis" and event.detail == f"{WASTE}, {other} (a test)"


def test_bodies_that_carry_tasks_in_their_own_right_go_on_doing_so_together():
    world = world_of(statutory())
    police, before = of_kind(world, "police_region"), world.state.carrier.copy()
    carry_out(world, MergeBodies(tuple(police), "Landelijk", kind="police_region"), "a test")
    assert len(police) == 2 and impossible(world) == [] and (world.state.carrier == before).all()
    assert of_kind(world, "police_region") == ["Landelijk"] and len(members(world, "Landelijk")) == 12


def test_bodies_merge_only_with_others_alike_and_under_a_name_of_their_own():
    world = world_of(statutory())
    found(world, "T01 T02 T04", "waste")
    found(world, "T03 T04", "taxes")
    names, kinds = world.state.bodies.names, world.state.bodies.kinds
    names[kinds.index("police_region")] = own = "Politie"
    carry_out(world, MergeBodies((names[-1], own), "x"), "a test")
    carry_out(world, MergeBodies((names[-1], names[-1].upper()), "x"), "a test")
    carry_out(world, MergeBodies((names[-1], names[-2]), own), "a test")
    assert impossible(world) == [
        "only some carry their tasks in their own right: Politie",
        "its bodies are one already",
        "a body is called 'Politie' already",
    ]


def test_a_body_is_given_a_task_of_its_members_and_of_those_who_join():
    world = of_three()
    carry_out(world, AssignTask("taxes", WASTE), "a test")
    assert [executor(world, c, "taxes") for c in ("T01", "T02", "T03")] == [WASTE, WASTE, ""]
    carry_out(world, AssignTask("taxes", WASTE, ("Capelveen",)), "a test")
    assert members(world, WASTE) == ["T01", "T02", "T03", "T04"]
    assert [executor(world, "T03", task) for task in ("taxes", "waste")] == [WASTE, ""]
    assert [(e.kind, e.members) for e in world.events] == [
        ("body_extended", ("T01", "T02", "T04")),
        ("body_joined", ("T03",)),
    ]


def test_a_new_body_takes_a_task_from_the_bodies_of_before():
    world = of_three()
    carry_out(world, AssignTask("waste", "Reiniging", ("T01", "T02"), "openbaar_lichaam"), "a test")
    assert [executor(world, c, "waste") for c in ("T01", "T02", "T04")] == ["Reiniging", "Reiniging", WASTE]
    assert world.state.authorities[[0, 3], world.tasks.index("waste")].tolist() == [2, 1]
    carry_out(world, AssignTask("waste", "Reiniging", ("T04",)), "a test")
    # The old one carries it out for nobody any more, and has nothing left to do.
    assert not world.state.bodies.alive[0] and members(world, "Reiniging") == ["T01", "T02", "T04"]
    assert world.state.authorities[[0, 3], world.tasks.index("waste")].tolist() == [1, 1]


def test_a_task_that_is_not_municipal_or_in_a_form_it_may_not_have_is_not_assigned():
    world = of_three()
    carry_out(world, AssignTask("youth_care", WASTE), "a test")
    found(world, "T05 T06", "waste", form="company", legal="private", kind="private")
    private = world.state.bodies.names[-1]
    carry_out(world, AssignTask("social_assistance", private), "a test")
    carry_out(world, AssignTask("waste", private, ("T01", "T02"), "openbaar_lichaam"), "a test")
    forms = ", ".join(world.tasks["social_assistance"].forms)
    assert impossible(world) == [
        "task 'youth_care' is carried by 'provincie' there in 2011",
        f"'{private}' is of form company, and task 'social_assistance' may be shared in: {forms}",
        f"a body is called '{private}' already",
    ]


CODES = st.lists(st.sampled_from(toy().codes), min_size=2, max_size=4, unique=True)
STEP = st.one_of(
    st.tuples(st.just("leave"), st.integers(0, 30), CODES),
    st.tuples(st.just("merge"), st.integers(0, 30), st.integers(0, 30)),
    st.tuples(st.just("assign"), st.integers(0, 30), CODES, st.sampled_from(("waste", "taxes", "back_office"))),
    st.tuples(st.just("found"), st.integers(0, 9), CODES, st.sampled_from(("waste", "taxes", "back_office"))),
)


@settings(max_examples=20)
@given(st.lists(STEP, max_size=8))
def test_whatever_bodies_are_made_of_them_they_stay_sound(steps):
    world = world_of(toy())
    state, bodies = world.state, world.state.bodies
    people = state.population.copy()
    for step in steps:
        names = [bodies.names[b] for b in range(bodies.count) if bodies.alive[b]]
        one = names[step[1] % len(names)]
        if step[0] == "leave":
            change = LeaveBody(one, tuple(step[2]))
        elif step[0] == "merge":
            change = MergeBodies((one, names[step[2] % len(names)]), f"{one} and more")
        elif step[0] == "assign":
            change = AssignTask(step[3], one, tuple(step[2]))
        else:
            change = AssignTask(step[3], f"Nieuw {step[1]}", tuple(step[2]), "openbaar_lichaam")
        carry_out(world, change, "a test")
    living = bodies.alive[: bodies.count]
    assert (bodies.sizes()[living] >= 2).all(), "no body has one member"
    assert not bodies.sizes()[~living].any()
    pairs = np.stack([bodies.edge_body, bodies.edge_row])
    assert len(np.unique(pairs, axis=1).T) == len(pairs.T), "no municipality is twice in a body"
    r, k = np.nonzero(state.executor[:12] >= 0)
    body = state.executor[r, k]
    assert bodies.alive[body].all() and bodies.tasks[body, k].all() and bodies.holds(body, r).all()
    assert (state.carrier[r, k] == LAYERS.index("gemeente")).all()
    counted = np.bincount(bodies.edge_row, minlength=12)[:12]
    assert (state.memberships[:12] == counted).all() and (state.population == people).all()


def told(tmp_path, *levers):
    path = tmp_path / "x.yaml"
    lines = [
        ", ".join(f"{k}: {v}" for k, v in {"date": "2014-01-01", "source": "assumption", **x}.items()) for x in levers
    ]
    path.write_text("extends: baseline-2011\nlevers:\n" + "".join(f"  - {{{x}}}\n" for x in lines), encoding="utf-8")
    return [(p.path, p.message) for p in check_files([path])]


NEW = {
    "lever": "assign_task",
    "task": "waste",
    "body": "Reiniging",
    "members": "[Haren, Bedum]",
    "form": "openbaar_lichaam",
}


@pytest.mark.parametrize(
    ("lever", "path", "message"),
    [
        (
            {"lever": "leave_body", "body": "Zuid-Limbrug", "members": "[Heerlen]"},
            "levers[0].body",
            "unknown body 'Zuid-Limbrug'; did you mean 'Zuid-Limburg'? (territory netherlands-2011)",
        ),
        (
            {"lever": "leave_body", "body": "Zuid-Limburg", "members": "[Heerlen, heerlen]"},
            "levers[0].members[1]",
            "'GM0917' is named twice",
        ),
        (
            {"lever": "merge_bodies", "bodies": "[Zuid-Limburg, Zeeland]", "name": "x", "kind": "safety_regoin"},
            "levers[0].kind",
            "unknown kind of body 'safety_regoin'; did you mean 'safety_region'? (territory netherlands-2011)",
        ),
        ({**NEW, "members": "[Haren]"}, "levers[0].members", "expected two members or more of a new body, not 1"),
        ({**NEW, "kind": "public"}, "levers[0].kind", "expected only of a body that is there, not of a new one"),
        (
            {**NEW, "form": "light", "task": "youth_care"},
            "levers[0]",
            "task 'youth_care' is carried by 'provincie', not by municipalities",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_place(tmp_path, lever, path, message):
    assert (path, message) in told(tmp_path, lever)


def test_a_body_that_a_lever_founds_may_be_named_by_another(tmp_path):
    leave = {"lever": "leave_body", "date": "2016-01-01", "body": "Reiniging", "members": "[Haren]"}
    assert told(tmp_path, NEW, leave) == []
    assert told(tmp_path, leave)[0][1].startswith("unknown body 'Reiniging'")


def test_in_a_run_the_year_of_a_reform_sees_it():
    levers = (
        {"lever": "assign_task", "task": "waste", "body": "Reiniging", "members": ["Aarle", "T02", "T04"],
         "form": "openbaar_lichaam", "date": "2013-01-01", "source": "assumption"},
        {"lever": "leave_body", "body": "reiniging", "members": ["T01"], "date": "2014-07-01", "source": "assumption"},
    )  # fmt: skip
    still = {
        "merger.constant": -20.0,
        "cooperation.founding": 0.0,
        "cooperation.joining": 0.0,
        "cooperation.leaving": 0.0,
    }
    horizon = {"start": 2011, "end": 2014}
    model = ReformModel(Scenario(name="x", territory=str(TOY), horizon=horizon, levers=levers, behaviour=still))
    model.run()
    assert members(model.world, "Reiniging") == ["T02", "T04"]
