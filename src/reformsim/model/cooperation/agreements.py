"""What comes of a wish to cooperate: a neighbour agrees or not, and a body is used, joined or founded."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reformsim.model.capacity.adequacy import GEMEENTE, adequacy, effective_scale
from reformsim.model.cooperation.areas import area_pull
from reformsim.model.cooperation.costs import distance_aversion, partner_crossing, transaction_cost, worth_of_sharing
from reformsim.model.cooperation.forms import form_of_new_body, legal_of
from reformsim.model.cooperation.grip import council_grip
from reformsim.model.cooperation.options import FOUND, JOIN, USE, kilometres
from reformsim.model.cooperation.scope import room_to_share
from reformsim.model.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Changes:
    """What a year of seeking changes, applied at its end."""

    body: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)


def openness(world: World, rows: Ints) -> Floats:
    """Taste of municipalities for cooperation, in logits: their own, which lasts, and what draws them into it."""
    draws = world.streams.bounded_normal("cooperation.taste", 0, world.state.key[rows])
    result: Floats = world.behaviour["cooperation.taste_spread"] * draws + area_pull(world, rows)
    return result


def consents(world: World, rows: Ints, askers: Ints, tasks: Ints) -> NDArray[np.bool_]:
    """Whether municipalities agree to found a body with a neighbour that asks.

    A host (much larger than the guest) is paid for what it does: it needs openness only. A partner weighs
    gain and cost as the asker does.

    Parameters
    ----------
    rows, askers, tasks : (n,)
        Who is asked, by whom, for which task.
    """
    state, behaviour = world.state, world.behaviour
    own, theirs = state.population[rows].astype(float), state.population[askers].astype(float)
    taste = openness(world, rows)
    hosts = own >= behaviour["cooperation.host_ratio"] * theirs
    both, two = own + theirs, np.full(len(rows), 2.0)
    crowd = (state.memberships[rows] + state.memberships[askers]) / 2.0
    scale = effective_scale(both, two, np.maximum(own, theirs) / both, crowd, behaviour)
    level = adequacy(scale, state.efficient_scale[tasks], behaviour["capacity.steepness"])
    apart = kilometres(state.hall_x[rows] - state.hall_x[askers], state.hall_y[rows] - state.hall_y[askers])
    share = state.budget[tasks] / (state.budget * (state.carrier[rows] == GEMEENTE)).sum(axis=1)
    value = worth_of_sharing(
        level - state.adequacy[rows, tasks],
        share,
        two,
        transaction_cost(world, FOUND) + distance_aversion(world) * apart + partner_crossing(world, rows, askers),
        council_grip(behaviour, world.rules.values(), world.law, world.today),
        behaviour,
    )
    agreed = taste + value > 0
    if (room := room_to_share(world)) is not None:
        agreed &= share <= room[rows]
    result: NDArray[np.bool_] = np.where(hosts, taste + behaviour["cooperation.taste_spread"] > 0, agreed)
    return result


def carry_out(world: World, row: int, task: int, way: int, other: int, agreed: bool, changes: Changes) -> None:
    """Give a task of a municipality to a body it uses, joins or founds with a neighbour that agrees."""
    state, bodies = world.state, world.state.bodies
    if state.executor[row, task] >= 0:
        return  # A neighbour's initiative came first.
    name = world.tasks.tasks[task].id
    if way == USE:
        if not bodies.tasks[other, task]:
            bodies.tasks[other, task] = True
            world.tell("body_extended", bodies.names[other], (state.codes[row],), name)
        state.executor[row, task] = other
    elif way == JOIN:
        changes.body.append(other)
        changes.row.append(row)
        state.executor[row, task] = other
        world.tell("body_joined", bodies.names[other], (state.codes[row],), name)
    elif agreed and state.executor[other, task] < 0:
        body = _found(world, row, other, task)
        changes.body.extend((body, body))
        changes.row.extend((row, other))
        state.executor[[row, other], task] = body
        changes.touched.add(other)
    else:
        return
    changes.touched.add(row)


def _found(world: World, row: int, other: int, task: int) -> int:
    """Found a body of two: a host municipality where one is much larger, otherwise in the form of the rules."""
    state = world.state
    host = bool(state.population[other] >= world.behaviour["cooperation.host_ratio"] * state.population[row])
    key = state.key[[row]] + state.key[[other]] + np.uint64(task + 1)
    form = form_of_new_body(world, world.tasks.tasks[task], key, host=host)
    title = world.tasks.tasks[task].name_en
    body = state.bodies.add(
        name=f"{title}, {state.names[row]} and {state.names[other]} ({state.year})",
        kind="private" if legal_of(form) == "private" else "public",
        form=form,
        legal=legal_of(form),
        region="",
        tasks=[task],
        say=[task],
        founded=state.year,
    )
    state.bodies.key[body] = key[0]
    world.tell("body_founded", state.bodies.names[body], world.codes_of([row, other]), world.tasks.tasks[task].id)
    return body
