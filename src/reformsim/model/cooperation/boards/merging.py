"""Bodies on one subject with members in common become one, if both boards agree: mechanism ``bodies_merge``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.cooperation.boards.ballots import Ballot, put, raised, voters
from reformsim.model.cooperation.memberships import take_out
from reformsim.model.cooperation.scope import serve
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
    bodies = world.state.bodies
    free = voluntary(bodies) & bodies.say[: bodies.count].any(axis=1)
    numbers = free.nonzero()[0]
    about = np.concatenate([bodies.say[numbers], bodies.tasks[numbers]], axis=1)
    alike = np.zeros(bodies.count, np.int64)
    alike[numbers] = np.unique(np.packbits(about, axis=1), axis=0, return_inverse=True)[1].ravel()
    at = free.take(bodies.edge_body).nonzero()[0]
    # Who sits in several bodies that are alike: seats of one municipality and subject side by side.
    place = bodies.edge_row[at].astype(np.int64) * (len(numbers) + 1) + alike[bodies.edge_body[at]]
    order = place.argsort(kind="stable")
    place, body = place[order], bodies.edge_body[at[order]].astype(np.int64)
    _, start, many = np.unique(place, return_index=True, return_counts=True)
    one = np.arange(len(place)).repeat(many.repeat(many))
    other = np.arange(len(one)) - (many.repeat(many).cumsum() - many.repeat(many)).repeat(many.repeat(many))
    other += start.repeat(many * many)
    pair = body[one] * bodies.count + body[other]
    pair, common = np.unique(pair[one != other], return_counts=True)
    first, second = np.divmod(pair, max(bodies.count, 1))
    return Mergeable(first, second, common / bodies.sizes()[first])


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
    serve(world, into, bodies.members(into))
    gone = take_out(state, [body])
    return {*gone.tolist(), *bodies.members(into).tolist()}
