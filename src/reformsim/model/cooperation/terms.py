"""What founding, joining and ending hang on: the terms of the estimated rules of cooperation, for all at once.

A simulated year and an estimate compute them by these functions, so that a weight means the same in both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.capacity.adequacy import task_weights
from reformsim.model.world import World
from reformsim.world.bodies import LEGAL, Bodies
from reformsim.world.neighbours import Graph

AREAS = ("wgr_gebied", "veiligheidsregio")
"""Divisions in which municipalities found together; where a territory lacks one, nobody shares a region of it."""
STARTING = ("cooperation.founding_size", "cooperation.founding_need")
PARTNER = (
    "cooperation.partner_distance",
    "cooperation.partner_area",
    "cooperation.partner_safety",
    "cooperation.partner_habit",
    "cooperation.partner_served",
    "cooperation.partner_border",
)
JOINING = (
    "cooperation.joining_habit",
    "cooperation.joining_neighbours",
    "cooperation.joining_province",
    "cooperation.joining_members",
    "cooperation.joining_served",
)
"""Weights of the terms, in the order of the columns of each function below."""
PEOPLE, LACKING, MEMBERS = 30_000.0, 0.3, 5.0
"""A municipality and a body of these sizes have the chance that the level of a rule names."""
JOINING_AT = np.array([0.2, 0.3, 1.0, np.log(7.0), 0.0])
"""The same for joining: habit, neighbours in it, members of the own province, ln members, not served."""


def voluntary(bodies: Bodies) -> Bools:
    """Living bodies that municipalities are free to found, join, leave and end, shape (count,).

    Not those of private law: the register of arrangements, on which the rules are estimated, does not have them. Nor
    those whose area is a region: the law or a reform asks for one in every region.
    """
    count = bodies.count
    private = bodies.legal[:count] == LEGAL.index("private")
    result: Bools = bodies.unbound() & ~bodies.regional[:count] & ~private
    return result


FEW = 2_000
"""Pairs up to which each is looked up for itself."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Who sits with whom in voluntary bodies.

    Attributes
    ----------
    free : (count,) bool
        The voluntary bodies.
    seats : (count, R) sparse
        Their memberships.
    number : (R,) float64
        In how many each municipality sits.
    served : (R, K) bool
        Whether one of them has a say in a task.
    habit : (R, R) sparse
        Bodies that two municipalities have in common, over those that either sits in.
    """

    free: Bools
    seats: csr_array
    number: Floats
    served: Bools
    habit: csr_array

    def in_common(self, row: Ints, other: Ints) -> Floats:
        """Habit of pairs of rows, shape of ``row``."""
        if not len(row):
            return np.zeros(0)
        if len(row) < FEW:
            few: Floats = np.asarray(self.habit[row, other], float).ravel()
            return few
        width = self.habit.shape[1]
        known = np.arange(width).repeat(np.diff(self.habit.indptr)) * width + self.habit.indices
        order = known.argsort(kind="stable")
        known, value = np.r_[known[order], -1], np.r_[self.habit.data[order], 0.0]
        asked = row * width + other
        place = known[:-1].searchsorted(asked)
        result: Floats = np.where(known[place] == asked, value[place], 0.0)
        return result


def ties(world: World) -> Ties:
    """Give who sits with whom as the world is."""
    bodies, rows = world.state.bodies, len(world.state.alive)
    free = voluntary(bodies)
    at = free.take(bodies.edge_body).nonzero()[0]
    body, row = bodies.edge_body[at], bodies.edge_row[at]
    seats = csr_array((np.ones(len(at)), (body, row)), shape=(bodies.count, rows))
    served = np.zeros((rows, bodies.say.shape[1]), bool)
    seat, task = bodies.say[body].nonzero()
    served[row[seat], task] = True
    number = np.bincount(row, minlength=rows).astype(float)
    return Ties(free, seats, number, served, _habit(seats, number))


def _habit(seats: csr_array, number: Floats) -> csr_array:
    common = (seats.T @ seats).tocoo()
    row, other = common.coords
    return csr_array((common.data / (number[row] + number[other] - common.data), (row, other)), shape=common.shape)


def starting_terms(world: World, rows: Ints) -> Floats:
    """Terms of beginning a body, (n, 2): ln inhabitants, and capacity lacking on what is done alone (budget share)."""
    state = world.state
    alone = state.executor[rows] < 0
    lacking = ((1.0 - state.adequacy[rows]) * task_weights(state, rows) * alone).sum(axis=1)
    return np.column_stack([np.log(np.maximum(state.population[rows], 1.0) / PEOPLE), lacking - LACKING])


def partner_terms(world: World, graph: Graph, tied: Ties, row: int, subject: Bools) -> Floats:
    """Terms by which who begins a body chooses among all rows, (R, 6).

    Parameters
    ----------
    row
        Who begins.
    subject : (K,) bool
        Tasks that the body is about.
    """
    state = world.state
    apart = np.hypot(state.hall_x - state.hall_x[row], state.hall_y - state.hall_y[row]) / 1000.0
    border = np.zeros(len(state.alive))
    border[graph.neighbours(row)] = 1.0
    same = []
    for name in AREAS:
        division = world.territory.divisions.get(name)
        label = np.full(len(state.alive), -1) if division is None else division.label[state.leader]
        same.append((label == label[row]) & (label >= 0))
    common = np.zeros(len(state.alive))
    own = slice(*tied.habit.indptr[row : row + 2])
    common[tied.habit.indices[own]] = tied.habit.data[own]
    served = (tied.served & subject).any(axis=1)
    return np.column_stack([np.log1p(apart), *same, common, served, border])


@dataclass(frozen=True, slots=True)
class Joinable:
    """Municipalities with a neighbour in a voluntary body that they do not sit in.

    Attributes
    ----------
    body, row : (P,) int64
    terms : (P, 5) float64
    """

    body: Ints
    row: Ints
    terms: Floats

    def take(self, index: Ints | Bools) -> Joinable:
        """Those at the positions given, or marked."""
        return Joinable(self.body[index], self.row[index], self.terms[index])


def joinable(world: World, graph: Graph, tied: Ties, open_: Bools) -> Joinable:
    """Give who could join which of the bodies marked in ``open_``, (count,), with the terms of joining."""
    state, bodies, rows = world.state, world.state.bodies, len(world.state.alive)
    at = open_.take(bodies.edge_body).nonzero()[0]
    place, neighbour = graph.expand(bodies.edge_row[at])
    pair, near = np.unique(bodies.edge_body[at][place].astype(np.int64) * rows + neighbour, return_counts=True)
    body, row = np.divmod(pair, rows)
    outside = ~bodies.holds(body, row)
    body, row, near = body[outside], row[outside], near[outside]
    members = bodies.sizes().astype(float)
    provinces = len(state.provinces.codes)
    of_province = np.bincount(
        bodies.edge_body[at].astype(np.int64) * provinces + state.province[bodies.edge_row[at]],
        minlength=bodies.count * provinces,
    ).reshape(bodies.count, provinces)
    habit = (tied.habit @ tied.seats.T).tocsr()
    return Joinable(
        body,
        row,
        np.column_stack([
            np.asarray(habit[row, body]).ravel() / members[body] if len(row) else np.zeros(0),
            near / np.diff(graph.start)[row],
            of_province[body, state.province[row]] / members[body],
            np.log(members[body]),
            (bodies.say[body] & tied.served[row]).any(axis=1),
        ]),
    )  # fmt: skip
