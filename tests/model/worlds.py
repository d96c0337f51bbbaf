"""Small worlds for the rules: the toy province with or without its bodies, and single parameters set at will.

The numbers that come back again and again, all from ``tests/toy``: 290,000 inhabitants (T01 4,000, T02 9,000,
T03 20,000, T04 12,000, T05 120,000, T06 45,000, T07 6,000, T08 16,000, T09 30,000, T10 2,000, T11 25,000,
T12 1,000), every border 5 km, town halls on a grid of 10 km.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reformsim import measures
from reformsim.behaviour import load_behaviour
from reformsim.history import Snapshot
from reformsim.law import load_law
from reformsim.measures import Snapshots
from reformsim.model.capacity.adequacy import assess_municipalities, assess_provinces
from reformsim.model.cooperation.memberships import recount
from reformsim.model.government.demography import population_path
from reformsim.model.recording import history_of, snapshot
from reformsim.model.rules import Rules
from reformsim.model.world import World
from reformsim.scenario import Scenario
from reformsim.tasks import load_tasks
from reformsim.territory import Territory, load_territory
from reformsim.world.neighbours import Graph, row_graphs
from reformsim.world.start import start_state
from reformsim.world.streams import Streams

TOY = Path(__file__).parents[1] / "toy"


@lru_cache(maxsize=1)
def toy() -> Territory:
    """The toy province as it is."""
    return load_territory(TOY)


@lru_cache(maxsize=1)
def bare() -> Territory:
    """The toy province without any cooperation body."""
    return replace(toy(), statutory_bodies=(), inventory=None, hash="")


@lru_cache(maxsize=1)
def statutory() -> Territory:
    """The toy province with its statutory bodies only, none drawn."""
    return replace(toy(), inventory=None, hash="")


def world_of(territory: Territory, *, seed: int = 1, replicate: int = 0, until: int = 2030, **changed: float) -> World:
    """A world on its first day; parameters are named with ``__`` for the point (``merger__size=0``)."""
    behaviour = load_behaviour().override({name.replace("__", "."): value for name, value in changed.items()})
    law, tasks = load_law(), load_tasks()
    state = start_state(territory, law, tasks)
    path = population_path(territory, until, 0.0)
    world = World(territory, tasks, behaviour, law, Rules(), Streams(seed, replicate), state, path)
    assess(world)
    return world


def assess(world: World) -> None:
    """Count memberships and assess capacity anew, after a test has arranged bodies or tasks."""
    recount(world.state, world.state.live)
    assess_municipalities(world.state, world.behaviour)
    assess_provinces(world.state, world.behaviour)


def row(world: World, code: str) -> int:
    """Row of a municipality."""
    return world.state.row_of(code)


def neighbours_of(world: World) -> Graph:
    """Neighbours across land and water."""
    return row_graphs(world.territory, world.state.owner, len(world.state.alive)).all


def found(world: World, codes: str, task: str | None, **facts: object) -> int:
    """Enter a body of the municipalities named ("T01 T02"), that carries out a task for them if one is named."""
    state, bodies = world.state, world.state.bodies
    k = [] if task is None else [world.tasks.index(task)]
    say = facts.pop("say", None)
    given = {"kind": "public", "form": "openbaar_lichaam", "legal": "public", "region": "", "founded": 2000, **facts}
    name = f"{task} of {codes} ({bodies.count})"
    body = bodies.add(name=name, tasks=k, say=k if say is None else [world.tasks.index(say)], **given)  # type: ignore[arg-type]
    rows = [row(world, c) for c in codes.split()]
    bodies.add_members([body] * len(rows), rows)
    for one in k:
        state.executor[rows, one] = body
    assess(world)
    return body


def seen(world: World, start: Snapshot | None = None) -> Snapshots:
    """A world as it stands, to be measured: a run of one year that began at ``start``, or as it stands."""
    now = snapshot(world, start)
    return Snapshots([history_of(world, now if start is None else start, (now,))])


def value(name: str, world: World, start: Snapshot | None = None) -> float:
    """A measure of a world as it stands."""
    return float(measures.measure_of(name).function(seen(world, start))[-1])


def local(name: str, world: World, start: Snapshot | None = None) -> NDArray[np.float64]:
    """A measure of the living municipalities of a world as it stands, (m,)."""
    by_municipality = measures.measure_of(name).by_municipality
    assert by_municipality is not None, f"{name} is not measured by municipality"
    s = seen(world, start)
    return last(s, by_municipality(s))


def last(s: Snapshots, values: NDArray[Any]) -> NDArray[Any]:
    """Of what is by municipality of all snapshots, (N, ...), what is of the last, (m, ...)."""
    return values[s.start[-1] :]


def events(world: World, kind: str) -> list[tuple[str, ...]]:
    """Members of the events of a kind, in order."""
    return [e.members for e in world.events if e.kind == kind]


def same(a: object, b: object) -> bool:
    """Two arrays are the same to the last bit."""
    return bool(np.array_equal(np.asarray(a), np.asarray(b)))


def beyond_ranges(*, behaviour: Mapping[str, float], **keys: Any) -> Scenario:
    """A scenario with weights that no file may set: on so small a map little would happen within their ranges."""
    made = Scenario(**keys)
    state = made.__getstate__()
    inside = {**state["__dict__"], "behaviour": MappingProxyType(dict(sorted(behaviour.items())))}
    twin = Scenario.__new__(Scenario)
    twin.__setstate__({**state, "__dict__": inside, "__pydantic_fields_set__": made.model_fields_set | {"behaviour"}})
    return twin
