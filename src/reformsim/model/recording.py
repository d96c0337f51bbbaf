"""Writing down the world of a moment: the only way from the model to history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reformsim.history import Asked, BodyNames, CouncilSeats, History, Network, Snapshot
from reformsim.model.world import World
from reformsim.territory.divided import origins
from reformsim.world.bodies import Bodies

Made = TypeVar("Made")


OF_MUNICIPALITIES = (
    "seats", "aldermen", "aldermen_fte", "travel", "key", "province", "leader", "founded", "capacity", "joined",
    "imposed", "carrier", "executor", "adequacy", "authorities", "tiers",
)  # fmt: skip
"""Columns of the state that a snapshot has of the living municipalities, by the same names."""


def snapshot(world: World, before: Snapshot | None = None) -> Snapshot:
    """Write down a world as it stands.

    Parameters
    ----------
    world
        Copied, so that it may go on changing.
    before
        The snapshot before, so that the events since are known.
    """
    state, live, bodies = world.state, world.state.live, world.state.bodies
    place = np.zeros(len(state.alive), np.int32)
    place[live] = np.arange(len(live))
    ceded, main = state.ceded[live], _main_pieces(world)
    return Snapshot(
        year=state.year,
        law=world.law,
        rules=world.rules.values(),
        profile=world.profile,
        row=live.copy(),
        people=state.population[live],
        **{name: getattr(state, name)[live] for name in OF_MUNICIPALITIES},
        ceded=ceded if ceded.any() else None,
        owner=place[state.owner[main]],
        province_of=state.unit_province[main],
        unit_people=_people_of_units(world),
        involved=state.involved.copy(),
        budget=state.budget.copy(),
        efficient_scale=state.efficient_scale.copy(),
        moved=state.moved.copy(),
        provinces=_copied(state.provinces),
        province_capacity=state.province_capacity.copy(),
        water_boards=replace(_copied(state.water_boards), label=state.water_boards.label[main]),
        sub_municipal=_copied(state.sub_municipal),
        finances=_copied(state.finances),
        directives=replace(state.directives),
        network=_network(bodies, place),
        arrangements=tuple(state.arrangements.living(bodies.alive)),
        merger_cost=state.merger_cost,
        merger_grants=state.merger_grants,
        merger_log=tuple(state.merger_log),
        mergers_assessed=state.mergers_assessed,
        mergers_advised=state.mergers_advised,
        mergers_from_above=state.mergers_from_above,
        asked=tuple(Asked(o.change.division, o.change.regions, frozenset(o.formed)) for o in world.obligations),
        books=None if state.accounts is None else state.accounts.seen(live),
        events=(0 if before is None else before.events[1], len(world.events)),
        councils=_councils(world),
    )


def _councils(world: World) -> CouncilSeats | None:
    of = world.state.councils
    if of is None:
        return None
    return CouncilSeats(of.seats[world.state.live], of.merger_proposals, of.voted_down, of.held, of.divided)


def _main_pieces(world: World) -> NDArray[np.int64]:
    """Of every unit of the start map the piece in which most of its people live, (n,): a snapshot knows whole units."""
    n, origin, people = len(world.start_map), origins(world.territory), world.state.unit_population
    main = np.arange(n)
    for at in range(n, len(origin)):
        if people[at] > people[main[origin[at]]]:
            main[origin[at]] = at
    return main


def _people_of_units(world: World) -> NDArray[np.int64]:
    people = np.bincount(origins(world.territory), weights=world.state.unit_population)
    return people.astype(np.int64)


def history_of(
    world: World, first: Snapshot, years: Sequence[Snapshot], scenario: str = "", replicate: int = 0, seed: int = 0
) -> History:
    """What a world leaves.

    Parameters
    ----------
    world
        As it stands after the last year; what only grows, such as names, is shared with it.
    first, years
        Its first day and its years, as :func:`snapshot` wrote them down.
    scenario, replicate, seed
        What was simulated.
    """
    state, bodies = world.state, world.state.bodies
    return History(
        scenario=scenario,
        replicate=replicate,
        seed=seed,
        territory=world.start_map,
        tasks=world.tasks,
        behaviour=world.behaviour,
        thresholds=world.principles,
        reforms=world.reforms,
        codes=state.codes,
        names=state.names,
        provinces=dict(zip(state.provinces.codes, state.provinces.names, strict=True)),
        bodies=BodyNames(bodies.names, bodies.kinds, bodies.forms, bodies.regions, bodies.form_names),
        first=first,
        years=tuple(years),
        events=tuple(world.events),
    )


def _network(bodies: Bodies, place: NDArray[np.int32]) -> Network:
    """Write down the bodies and their memberships; ``place`` is the position of each row among the living ones."""
    count = bodies.count
    return Network(
        alive=bodies.alive[:count].copy(),
        obliged=bodies.obliged[:count].copy(),
        carries=bodies.carries[:count].copy(),
        origin=bodies.origin[:count].copy(),
        legal=bodies.legal[:count].copy(),
        form=bodies.form[:count].copy(),
        founded=bodies.founded[:count].copy(),
        seats_per_member=bodies.seats_per_member[:count].copy(),
        price=bodies.price[:count].copy(),
        tasks=bodies.tasks[:count].copy(),
        say=bodies.say[:count].copy(),
        body=bodies.edge_body,
        member=place[bodies.edge_row],
    )


def _copied(one: Made) -> Made:
    """A copy of a dataclass of the state, its arrays and lists copied too."""
    kept = {f.name: getattr(one, f.name) for f in fields(one)}  # type: ignore[arg-type]
    return replace(one, **{name: v.copy() for name, v in kept.items() if isinstance(v, np.ndarray | list)})  # type: ignore[type-var]
