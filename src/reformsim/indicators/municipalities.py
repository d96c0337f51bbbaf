"""The municipalities of one year as indicators see them: inhabitants, tasks, budgets and adequacy, each found once."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reformsim.model.world import World
from reformsim.tasks import LAYERS
from reformsim.world.finances import carrier_places, resources, unchanged

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
GEMEENTE = LAYERS.index("gemeente")


class Municipalities:
    """The living municipalities of a year (m of them, in row order) and the tasks there (K), read only.

    Parameters
    ----------
    world
        The world as it stands when the year is recorded.
    """

    def __init__(self, world: World):
        self.world, self.state = world, world.state

    @cached_property
    def today(self) -> date:
        """Last day of the year."""
        return self.world.today

    @cached_property
    def live(self) -> NDArray[np.int32]:
        """(m,) rows."""
        return self.state.live

    @cached_property
    def people(self) -> Floats:
        """(m,) inhabitants."""
        return self.state.population.take(self.live).astype(float)

    @cached_property
    def inhabitants(self) -> float:
        """Inhabitants of the territory."""
        return float(self.people.sum())

    @cached_property
    def by_province(self) -> Floats:
        """(P,) inhabitants of each province."""
        state = self.state
        people = np.bincount(state.unit_province, weights=state.unit_population, minlength=len(state.provinces.codes))
        return people.astype(np.float64, copy=False)

    def by_people(self, values: Floats) -> float:
        """Mean over inhabitants of a value per municipality."""
        return float(values.dot(self.people) / self.inhabitants)

    @cached_property
    def place(self) -> Ints:
        """(R,) position of each row among the living municipalities; 0 in rows that are not alive."""
        place = np.zeros(len(self.state.alive), np.int64)
        place[self.live] = np.arange(len(self.live))
        return place

    @cached_property
    def seats(self) -> NDArray[np.int32]:
        """(m,) council seats."""
        return self.state.seats.take(self.live)

    @cached_property
    def carrier(self) -> NDArray[np.int8]:
        """(m, K) layer that carries each task (index into ``tasks.LAYERS``)."""
        return self.state.carrier.take(self.live, axis=0)

    @cached_property
    def carrier_place(self) -> Ints:
        """(m, K) place of the layer that carries each task in a table (layers, K) laid out flat."""
        return carrier_places(self.carrier)

    @cached_property
    def carried(self) -> Ints:
        """(layers, K) municipalities in which each layer carries each task."""
        tasks = self.carrier.shape[1]
        return np.bincount(self.carrier_place.ravel(), minlength=len(LAYERS) * tasks).reshape(len(LAYERS), tasks)

    @cached_property
    def executor(self) -> NDArray[np.int32]:
        """(m, K) body that carries out a municipal task, -1 if the municipality itself."""
        return self.state.executor.take(self.live, axis=0)

    @cached_property
    def shared(self) -> NDArray[np.bool_]:
        """(m, K) tasks that a body carries out for the municipality."""
        return self.executor >= 0

    @cached_property
    def municipal(self) -> NDArray[np.bool_]:
        """(m, K) tasks carried by the municipality."""
        return self.carrier == GEMEENTE

    @cached_property
    def budget(self) -> Floats:
        """(m, K) budget of municipal tasks, euro per inhabitant."""
        return self.state.budget * self.municipal

    @cached_property
    def budgets(self) -> Floats:
        """(m,) budget of all municipal tasks together, euro per inhabitant; a hair above 0 where there are none."""
        result: Floats = np.maximum(self.budget.sum(axis=1), 1e-12)
        return result

    @cached_property
    def shared_budget(self) -> Floats:
        """(m, K) budget of municipal tasks that a body carries out, euro per inhabitant."""
        return self.budget * self.shared

    @cached_property
    def decided_alone(self) -> NDArray[np.bool_]:
        """(m, K) tasks the municipality carries and no body carries out for it."""
        return self.municipal & ~self.shared

    @cached_property
    def paid_in_full(self) -> bool:
        """Whether every task is paid in full, with the officials of the first day."""
        return unchanged(self.state)

    @cached_property
    def resources(self) -> Floats:
        """(m, K) factor on adequacy for money and officials short (or to spare)."""
        weights = self.world.behaviour
        by_layer = resources(self.state, weights["capacity.funding"], weights["capacity.staff"])
        return by_layer.take(self.carrier_place)

    @cached_property
    def scale_adequacy(self) -> Floats:
        """(m, K) adequacy of tasks by the scale at which they are carried out alone."""
        return self.state.adequacy.take(self.live, axis=0)

    @cached_property
    def adequacy(self) -> Floats:
        """(m, K) adequacy of tasks with the money and the officials there are."""
        if self.paid_in_full:
            return self.scale_adequacy
        return np.minimum(self.scale_adequacy * self.resources, 1.0)

    @cached_property
    def inadequate(self) -> NDArray[np.bool_]:
        """(m, K) municipal tasks below the threshold of adequacy."""
        return self.municipal & (self.adequacy < self.world.behaviour["capacity.threshold"])

    @cached_property
    def borders(self) -> tuple[Ints, Ints, Floats]:
        """Land borders between units of different municipalities: positions (E',) of the two, and km.

        Those of one pair of municipalities stand apart, in the order of the territory's edges.
        """
        land = self.world.territory
        a, b = self.place.take(self.state.owner).take(land.edges.T)
        border = ((a != b) & (land.border_km > 0)).nonzero()[0]
        return a.take(border), b.take(border), land.border_km.take(border)
