"""Members vote on a further task for their body: mechanism ``bodies_extend``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.capacity.adequacy import adequacy, body_scales
from reformsim.model.cooperation.boards.ballots import Ballot, logistic, put, voters
from reformsim.model.cooperation.scope import asked_for, related_tasks, room_to_share, serve
from reformsim.model.cooperation.terms import voluntary
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE

EXTENDING = ("bodies.extension_gain",)
EXTENDING_AT = np.array([0.0])
"""A member for whom the body would do the task as well as it does now."""


@dataclass(frozen=True, slots=True)
class Extensions:
    """Further tasks proposed to bodies that carry out related ones, (P,) each."""

    body: Ints
    task: Ints


def open_to_extension(world: World, body: int) -> list[int]:
    """Tasks that a body could take on besides, none if it is not free to."""
    return related_tasks(world, body) if _carrying(world)[body] else []


def _carrying(world: World) -> Bools:
    """Voluntary bodies that carry tasks out, fewer than the rules let them, shape (count,)."""
    bodies = world.state.bodies
    tasks = bodies.tasks[: bodies.count].sum(axis=1)
    result: Bools = voluntary(bodies) & (tasks > 0) & (tasks < world.rules["cooperation.max_tasks"])
    return result


def proposed(world: World) -> Extensions:
    """Give who is proposed a further task this year, with chance ``bodies.extension`` each."""
    state, bodies = world.state, world.state.bodies
    at = np.flatnonzero(_carrying(world))
    drawn = world.streams.uniform("bodies.extension", state.year, bodies.key[at]) < world.behaviour["bodies.extension"]
    asked = [(b, more[0]) for b in at[drawn].tolist() if (more := related_tasks(world, b))]
    pairs = np.array(asked, np.int64).reshape(len(asked), 2)
    return Extensions(pairs[:, 0], pairs[:, 1])


def extension_terms(world: World, some: Extensions) -> Floats:
    """Adequacy that each member would gain by having the body carry the task out, (n, 1); 0 if it is not its own."""
    state = world.state
    member, of = voters(world, some.body)
    task = some.task[of]
    scale = body_scales(state, world.behaviour, some.body)[of]
    new = adequacy(scale, state.efficient_scale[task], world.behaviour["capacity.steepness"])
    mine = (state.carrier[member, task] == GEMEENTE) & (state.executor[member, task] < 0)
    return ((new - state.adequacy[member, task]) * mine)[:, None]


def extension(world: World, some: Extensions) -> Ballot:
    """Put further tasks to the members of the bodies; who has no room left to share is against."""
    behaviour = world.behaviour
    terms = extension_terms(world, some)
    weights = np.array([behaviour[name] for name in EXTENDING])
    yes = logistic(behaviour["bodies.extension_support"], terms, EXTENDING_AT, weights)
    room = room_to_share(world)
    if room is not None:
        member, of = voters(world, some.body)
        wanted = np.zeros((len(some.task), len(world.tasks)), bool)
        wanted[np.arange(len(some.task)), some.task] = True
        asked = [
            float(asked_for(world, member[[at]], wanted[one], world.state.bodies.forms[some.body[one]])[0])
            for at, one in enumerate(of.tolist())
        ]
        yes = np.where(np.array(asked) > room[member], 0.0, yes)
    return put(world, "change", some.body, terms, yes)


def extend(world: World) -> set[int]:
    """Let bodies take on a further task that their members agree to; returns the rows of the members."""
    bodies = world.state.bodies
    some = proposed(world)
    ballot = extension(world, some)
    yes = ballot.cast(world, "bodies.extension_vote")
    touched = set[int]()
    outcome = zip(some.body.tolist(), some.task.tolist(), ballot.boards.passes(yes).tolist(), strict=True)
    for (body, task, passed), said in zip(outcome, ballot.count(yes), strict=True):
        name, members = world.tasks.ids[task], bodies.members(body)
        if not passed:
            world.tell("extension_refused", bodies.names[body], (), f"{name}: {said}")
            continue
        bodies.tasks[body, task] = bodies.say[body, task] = True
        serve(world, body, members.astype(np.int64))
        world.tell("body_extended", bodies.names[body], world.codes_of(members), f"{name} ({said})")
        touched |= set(members.tolist())
    return touched
