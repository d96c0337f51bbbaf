"""A replicate looked at from within: layers per task, and the cooperation bodies with members.

Results hold none of this, so the replicate is simulated again. That gives the same only with the code, data and
libraries that made the results, so every indicator of every year is held against them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Floats
from reformsim.errors import ReformsimError

if TYPE_CHECKING:
    from reformsim.experiment import Run
    from reformsim.measures import Snapshots
    from reformsim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Body:
    """A cooperation body: name, kind, legal form ('public', 'private', 'statutory', 'light'), member codes.

    ``drawn`` says whether only the number of such bodies is known.
    """

    name: str
    kind: str
    legal: str
    members: tuple[str, ...]
    drawn: bool


@dataclass(frozen=True, eq=False)
class Moment:
    """The world at the end of a year.

    Parameters
    ----------
    year
        The year.
    layers
        (K,) layers with a say on each task, mean over inhabitants.
    municipalities
        Code of the municipality that governs each unit of the start map, (n).
    names, inhabitants
        By code of municipality.
    bodies
        The living bodies.
    """

    year: int
    layers: Floats
    municipalities: tuple[str, ...]
    names: dict[str, str]
    inhabitants: dict[str, int]
    bodies: tuple[Body, ...]


@dataclass(frozen=True, eq=False)
class Closeup:
    """A replicate at its start and its end, with the ids of the tasks and the values of its indicators.

    ``values`` is (years, indicators) in the order that was asked for, to hold against the results.
    """

    replicate: int
    tasks: tuple[str, ...]
    start: Moment
    end: Moment
    values: Floats


@lru_cache(maxsize=16)
def closeup(scenario: Scenario, replicate: int, indicators: tuple[str, ...]) -> Closeup:
    """Simulate a replicate again and look inside at the end of its first and of its last year.

    Raises
    ------
    ReformsimError
        If the territory cannot be read or the simulation fails.
    """
    from reformsim.measures import Snapshots, national
    from reformsim.model import simulate

    history = simulate(scenario, replicate)
    s = Snapshots([history])
    values = np.asarray(national(s, indicators)[s.reported], dtype=np.float64)
    values.setflags(write=False)
    first, last = int(s.reported[0]), int(s.reported[-1])
    return Closeup(replicate, tuple(history.tasks.ids), _moment(s, first), _moment(s, last), values)


def look(run: Run, replicate: int) -> Closeup | None:
    """Give the close-up of a replicate of a run, or ``None`` if it would not be of these results.

    That is so where the replicate does not come out to the last bit as the results have it, because another version
    of code, data or libraries made them, or where their territory cannot be read any more.
    """
    from reformsim.measures.shipped import SHIPPED

    known = tuple(name for name in run.indicators if name in SHIPPED)
    try:
        found = closeup(run.scenario_of(replicate), replicate, known)
    except ReformsimError:
        return None
    piece, place = run.piece_of(replicate)
    held = piece.values[place][:, [run.indicators.index(name) for name in known]]
    # + 0.0 turns -0.0 into 0.0, as results are kept.
    return found if known and np.array_equal(held, found.values + 0.0, equal_nan=True) else None


def _moment(s: Snapshots, at: int) -> Moment:
    """Look at one of the snapshots."""
    from reformsim.world.bodies import LEGAL, ORIGINS

    run, shot = s.runs[s.run[at]], s.shots[at]
    here = slice(s.start[at], s.start[at] + s.count[at])
    layers = s.layers_beside[here] + s.sub_municipal_share[here, None] * s.municipal[here]
    codes, rows, bodies = run.codes, shot.row.tolist(), shot.network
    members = np.split(shot.row[bodies.member], np.searchsorted(bodies.body, np.arange(1, len(bodies.alive))))
    made = [
        Body(
            run.bodies.names[b],
            run.bodies.kinds[b],
            LEGAL[int(bodies.legal[b])],
            tuple(codes[row] for row in members[b].tolist()),
            ORIGINS[int(bodies.origin[b])] == "drawn",
        )
        for b in np.flatnonzero(bodies.alive).tolist()
    ]
    return Moment(
        shot.year,
        s.people[here] @ layers / s.inhabitants[at],
        tuple(codes[row] for row in shot.row[shot.owner].tolist()),
        {codes[row]: run.names[row] for row in rows},
        dict(zip((codes[row] for row in rows), shot.people.tolist(), strict=True)),
        tuple(made),
    )
