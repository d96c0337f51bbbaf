"""Bodies on one subject with members in common become one, if both boards agree: mechanism ``bodies_merge``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.cooperation.boards.ballots import Ballot, put, raised, voters
from reformsim.model.cooperation.memberships import take_out
from reformsim.model.cooperation.scope import carried_out
from reformsim.model.cooperation.terms import voluntary
from reformsim.model.world import World


@dataclass(frozen=True, slots=True)
class Mergeable:
    """Pairs of voluntary bodies with the same tasks and subjects, and a member in common.

    Attributes
    ----------
    body, into : (P,) int64
        Which would go up in which; every pair stands both ways.
    overlap : (P,) float64
        Share of the members of the first that sit in the second too.
    """

    body: Ints
    into: Ints
    overlap: Floats


def mergeable(world: World) -> Mergeable:
    """Give the pairs of bodies that could become one, as the world is."""
    bodies, rows = world.state.bodies, len(world.state.alive)
    free = voluntary(bodies)
    about = np.packbits(np.concatenate([bodies.say[: bodies.count], bodies.tasks[: bodies.count]], axis=1), axis=1)
    at = free.take(bodies.edge_body).nonzero()[0]
    body = bodies.edge_body[at]
    seats = csr_array((np.ones(len(at)), (body, bodies.edge_row[at])), shape=(bodies.count, rows))
    common = (seats @ seats.T).tocoo()
    one, other = (part.astype(np.int64) for part in common.coords)
    alike = (one != other) & (about[one] == about[other]).all(axis=1) & bodies.say[one].any(axis=1)
    order = np.lexsort((other[alike], one[alike]))
    one, other, both = one[alike][order], other[alike][order], common.data[alike][order]
    return Mergeable(one, other, both / bodies.sizes()[one])


def merging_chance(world: World, pairs: Mergeable) -> Floats:
    """Yearly chance that the first goes up in the second as the register has it, (P,)."""
    level = world.behaviour["bodies.merging"]
    if level <= 0.0:
        return np.zeros(len(pairs.body))
    value = np.log(level / (1.0 - level)) + world.behaviour["bodies.merging_overlap"] * (pairs.overlap - 1.0)
    result: Floats = 1.0 / (1.0 + np.exp(-value))
    return result


def merger_of(world: World, pairs: Mergeable, of: Ints, other: Ints) -> Ballot:
    """Put the merger of bodies ``of`` with ``other`` to the members of the first; who sits in both is for it."""
    member, place = voters(world, of)
    both = world.state.bodies.holds(other[place], member)
    yes = np.where(both, 1.0, world.behaviour["bodies.merger_support"])
    return put(world, "change", of, both[:, None].astype(float), yes, world.state.bodies.key[other])


def mergers_raised(world: World) -> float:
    """By what mergers are proposed more often than they come about, so that as many do as by the register."""
    pairs = mergeable(world)
    agreed = (
        merger_of(world, pairs, pairs.body, pairs.into).chance * merger_of(world, pairs, pairs.into, pairs.body).chance
    )
    return raised(merging_chance(world, pairs), agreed)


def asking_to_merge(world: World, pairs: Mergeable) -> tuple[Floats, Bools]:
    """Chance that each merger is proposed this year, and whether it is, (P,) each."""
    bodies = world.state.bodies
    with np.errstate(over="ignore"):
        keys = bodies.key[pairs.body] + bodies.key[pairs.into] * np.uint64(3)  # Both ways have a chance of their own.
    chance = np.minimum(merging_chance(world, pairs) * world.raised_mergers, 1.0)
    return chance, world.streams.uniform("bodies.merge", world.state.year, keys) < chance


def merge_voluntarily(world: World) -> set[int]:
    """Let bodies go up in others this year; returns the rows of their members.

    A body goes up in one other at most, and not in one that goes up itself; of two proposals the first by number holds.
    """
    bodies, pairs = world.state.bodies, mergeable(world)
    _, drawn = asking_to_merge(world, pairs)
    some = Mergeable(pairs.body[drawn], pairs.into[drawn], pairs.overlap[drawn])
    votes = [merger_of(world, some, some.body, some.into), merger_of(world, some, some.into, some.body)]
    yes = [one.cast(world, "bodies.merger") for one in votes]
    passed = [one.boards.passes(cast).tolist() for one, cast in zip(votes, yes, strict=True)]
    said = [one.count(cast) for one, cast in zip(votes, yes, strict=True)]
    touched, taken = set[int](), set[int]()
    for at, (body, into) in enumerate(zip(some.body.tolist(), some.into.tolist(), strict=True)):
        if taken & {body, into}:
            continue
        names = bodies.names[body], bodies.names[into]
        if not (passed[0][at] and passed[1][at]):
            world.tell("merger_of_bodies_refused", names[1], (), f"{names[0]}: {said[0][at]}; {said[1][at]}")
            continue
        taken |= {body, into}
        touched |= _go_up(world, body, into)
        told = f"{names[0]} ({said[0][at]}; {said[1][at]})"
        world.tell("bodies_merged", names[1], world.codes_of(bodies.members(into)), told)
    return touched


def _go_up(world: World, body: int, into: int) -> set[int]:
    """Let a body go up in another one, which carries out for all members what it did."""
    state, bodies = world.state, world.state.bodies
    members = bodies.members(body)
    block = state.executor[members]
    state.executor[members] = np.where(block == body, into, block)
    bodies.add_members(np.full(len(members), into), members)
    carried_out(world, into, bodies.members(into))
    gone = take_out(state, [body])
    return {*gone.tolist(), *bodies.members(into).tolist()}
