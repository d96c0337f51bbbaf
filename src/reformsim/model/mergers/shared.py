"""What municipalities share before they merge: voluntary bodies and a joint civil service; and how they are served.

Shared work ranks partners: habit is centred on the mean over bordering pairs of the map and year. What bodies do for
a municipality is measured from the mean of the first day, so that bodies which come to serve all lower the wish of all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.capacity.adequacy import task_weights
from reformsim.model.cooperation.terms import ties, voluntary
from reformsim.model.mergers.coalitions import Candidates, member_pairs
from reformsim.model.world import World
from reformsim.network import JOINT_FORM
from reformsim.world.bodies import Bodies
from reformsim.world.neighbours import Graph


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """What pairs of municipalities share, and what bodies do for each; rows are those of a map.

    Attributes
    ----------
    pair : (P,) int64
        Pairs that share a voluntary body, ascending: the number of rows times one row, plus the other.
    habit : (P,) float64
        Voluntary bodies in common, over those that either sits in.
    joint : (P,) float64
        1 for those with one civil service.
    usual : float
        Mean habit of bordering pairs.
    served : (R,) float64
        Share of the budget that voluntary bodies carry out, a joint civil service left out, beyond the usual.
    """

    pair: Ints
    habit: Floats
    joint: Floats
    usual: float
    served: Floats

    def columns(self, c: Candidates) -> tuple[Floats, Floats]:
        """Mean habit of the members' pairs beyond the usual, and the share of them with one civil service, (S,)."""
        a, b = member_pairs(c.members.shape[1])
        there = c.members[:, b] >= 0
        wanted = c.members[:, a][there].astype(np.int64) * len(self.served) + c.members[:, b][there]
        at, known = self._find(wanted)
        pairs = np.maximum(there.sum(axis=1), 1)

        def mean(values: Floats) -> Floats:
            spread = np.zeros(there.shape)
            spread[there] = np.where(known, values[at], 0.0) if len(values) else 0.0
            result: Floats = spread.sum(axis=1) / pairs
            return result

        return mean(self.habit) - self.usual, mean(self.joint)

    def _find(self, wanted: Ints) -> tuple[Ints, Bools]:
        at = np.minimum(np.searchsorted(self.pair, wanted), max(len(self.pair) - 1, 0))
        return at, self.pair[at] == wanted if len(self.pair) else np.zeros(len(wanted), bool)

    def moved(self, rows: NDArray[np.integer], count: int) -> Shared:
        """The same on another map: ``rows`` gives the row there of each row here, of ``count`` in all."""
        one, other = np.divmod(self.pair, len(self.served))
        pair = rows[one].astype(np.int64) * count + rows[other]
        order, served = np.argsort(pair, kind="stable"), np.zeros(count)
        served[rows] = self.served[: len(rows)]
        return Shared(pair[order], self.habit[order], self.joint[order], self.usual, served)


def joint_services(bodies: Bodies) -> Bools:
    """Bodies in the form of a joint civil service, shape (count,)."""
    return np.array([form == JOINT_FORM for form in bodies.forms[: bodies.count]], bool)


def served_by_bodies(world: World, rows: NDArray[np.integer] | None = None) -> Floats:
    """Share of the budget that voluntary bodies carry out, a joint civil service left out.

    Parameters
    ----------
    rows : (m,)
        Of municipalities that exist; all that do unless given.

    Returns
    -------
    (R,) float64
        Of each municipality; 0 in rows that were not asked for.
    """
    state, asked, count = world.state, world.state.live if rows is None else rows, world.state.bodies.count
    result = np.zeros(len(state.alive))
    if count:
        serves = np.append(voluntary(state.bodies) & ~joint_services(state.bodies), False)
        result[asked] = (task_weights(state, asked) * serves[state.executor[asked]]).sum(axis=1)
    return result


def shared_of(world: World, graph: Graph) -> Shared:
    """What municipalities share in the world as it is; ``graph`` has the neighbours that may merge."""
    state, tied = world.state, ties(world)
    rows, habit = len(state.alive), tied.habit.tocoo()
    row, other = habit.coords
    pair = row.astype(np.int64) * rows + other
    order = np.argsort(pair, kind="stable")
    seats = tied.seats.tocsr()[np.flatnonzero(joint_services(state.bodies))]
    together = (seats.T @ seats).tocoo()
    one = np.zeros(len(pair))
    one[np.isin(pair[order], together.coords[0].astype(np.int64) * rows + together.coords[1])] = 1.0
    served = np.where(state.alive, served_by_bodies(world) - world.usual_served, 0.0)
    found = Shared(pair[order], habit.data[order], one, 0.0, served)
    at, known = found._find(graph.source.astype(np.int64) * rows + graph.target)
    near = np.where(known, found.habit[at], 0.0) if len(found.pair) else np.zeros(len(known))
    return Shared(found.pair, found.habit, one, float(near.mean()) if len(near) else 0.0, served)
