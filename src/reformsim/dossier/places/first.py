"""The first day of a scenario by place: who carries each task where and for how many, and who sits in which body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats, Ints32
from reformsim.errors import ReformsimError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformsim.measures import Snapshots
    from reformsim.scenario import Scenario
    from reformsim.tasks import Task
    from reformsim.territory import Territory


@dataclass(frozen=True, slots=True)
class Body:
    """A cooperation body of the first day.

    Parameters
    ----------
    number
        In the run.
    kind
        What the law calls it, such as 'safety_region'; 'public', 'private' or another word for all others.
    drawn
        Whether only the number of such bodies is known.
    tasks, about
        Ids of the tasks it carries out, and of those it has a say in besides.
    members
        Positions of units, ascending.
    """

    number: int
    name: str
    kind: str
    drawn: bool
    tasks: tuple[str, ...]
    about: tuple[str, ...]
    members: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class FirstDay:
    """The first day by place, over n units of the start map and K tasks.

    Parameters
    ----------
    tasks
        Those of the run.
    layer
        (n, K) layer that carries a task, an index into ``tasks.LAYERS``.
    body
        (n, K) number of the body that carries it out, or carries it in its own right; -1 for none.
    served
        (n, K) inhabitants of all municipalities for which whoever carries a task out there does so.
    bodies
        Living bodies by number.
    """

    territory: Territory
    tasks: tuple[Task, ...]
    layer: NDArray[np.int8]
    body: Ints32
    served: Floats
    bodies: Mapping[int, Body]

    @cached_property
    def sits_in(self) -> Sequence[tuple[Body, ...]]:
        """The bodies of each unit, known before drawn and then by name."""
        found: dict[int, list[Body]] = defaultdict(list)
        for one in sorted(self.bodies.values(), key=lambda one: (one.drawn, one.name, one.number)):
            for unit in one.members:
                found[unit].append(one)
        return [tuple(found[unit]) for unit in range(len(self.territory))]

    @cached_property
    def known(self) -> tuple[Body, ...]:
        """Bodies that are known from data or by law, by name."""
        return tuple(sorted((o for o in self.bodies.values() if not o.drawn), key=lambda o: (o.name, o.number)))

    @cached_property
    def beside(self) -> Sequence[tuple[int, ...]]:
        """Positions of the units that border on each, ascending."""
        found: dict[int, set[int]] = defaultdict(set)
        for a, b in self.territory.edges.tolist():
            found[a].add(b)
            found[b].add(a)
        return [tuple(sorted(found[unit])) for unit in range(len(self.territory))]

    @cached_property
    def board(self) -> Ints32 | None:
        """Position of the water board of each unit, -1 for none; ``None`` where there are no water boards."""
        boards = self.territory.water_boards
        return None if boards is None else self.territory.divisions[boards.division].label


def first_of(scenario: Scenario, units: tuple[str, ...]) -> FirstDay | None:
    """Look at the first day of a scenario, as its first replicate has it.

    Parameters
    ----------
    units
        Codes of the start map of the results.

    Returns
    -------
    FirstDay or None
        ``None`` where the territory cannot be read any more, or has other units than the results.
    """
    from reformsim.measures import Snapshots
    from reformsim.model.first_day import first_day
    from reformsim.model.recording import history_of, snapshot

    try:
        if scenario.land().codes != units:
            return None
        world = first_day(scenario, 0)
    except ReformsimError:
        return None
    return _seen(world.territory, Snapshots([history_of(world, snapshot(world), ())]))


def _seen(territory: Territory, s: Snapshots) -> FirstDay:
    from reformsim.measures.view.scale import inhabitants_served
    from reformsim.world.bodies import ORIGINS

    (shot,), (run,) = s.shots, s.runs
    network, ids, drawn = shot.network, run.tasks.ids, ORIGINS.index("drawn")
    body = shot.executor.copy()
    unit, carrying, task = s.regional_tasks
    body[unit, task] = carrying
    members = np.split(network.member, np.searchsorted(network.body, np.arange(1, len(network.alive))))
    bodies = {
        b: Body(
            b,
            run.bodies.names[b],
            run.bodies.kinds[b],
            int(network.origin[b]) == drawn,
            tuple(ids[k] for k in np.flatnonzero(network.tasks[b])),
            tuple(ids[k] for k in np.flatnonzero(network.say[b] & ~network.tasks[b])),
            tuple(sorted(members[b].tolist())),
        )
        for b in np.flatnonzero(network.alive).tolist()
    }
    # Of some countries no tasks are known.
    served = inhabitants_served(s) if ids else np.zeros(body.shape)
    return FirstDay(territory, tuple(run.tasks.tasks), shot.carrier, body, served, bodies)
