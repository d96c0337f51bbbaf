"""The municipalities of all snapshots and the tasks there: who carries what, with which money and how adequately."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reformsim.measures.view.stack import Bools, Floats, Ints, Stack
from reformsim.tasks import GEMEENTE, LAYERS


class Municipalities(Stack):
    """Arrays are by municipality of a snapshot (N), by task (K) and by layer of government (L)."""

    @cached_property
    def seats(self) -> NDArray[np.int32]:
        """(N,) council seats."""
        return self.along("seats")

    @cached_property
    def aldermen(self) -> NDArray[np.int32]:
        """(N,) aldermen in office."""
        return self.along("aldermen")

    @cached_property
    def carrier(self) -> NDArray[np.int8]:
        """(N, K) layer that carries each task (index into ``tasks.LAYERS``)."""
        return self.along("carrier")

    @cached_property
    def municipal(self) -> Bools:
        """(N, K) tasks carried by the municipality."""
        return self.carrier == GEMEENTE

    @cached_property
    def executor(self) -> NDArray[np.int32]:
        """(N, K) number, within its snapshot, of the body that carries out a municipal task; -1 for none."""
        return self.along("executor")

    @cached_property
    def shared(self) -> Bools:
        """(N, K) tasks that a body carries out for the municipality."""
        return self.executor >= 0

    @cached_property
    def decided_alone(self) -> Bools:
        """(N, K) tasks the municipality carries and no body carries out for it."""
        return self.municipal & ~self.shared

    @cached_property
    def carried(self) -> Ints:
        """(S, L, K) municipalities in which each layer carries each task."""
        return np.stack([self.total(self.carrier == layer) for layer in range(len(LAYERS))], axis=1)

    @cached_property
    def carrier_place(self) -> Ints:
        """(N, K) place of the layer that carries each task in a table (S, L, K) laid out flat."""
        tasks = self.carrier.shape[1]
        places = self.carrier * np.int64(tasks) + np.arange(tasks)
        places += (self.snap * (len(LAYERS) * tasks))[:, None]
        return places

    @cached_property
    def prices(self) -> Floats:
        """(S, K) budget of each task, euro per inhabitant."""
        return self.table("budget")

    @cached_property
    def basket(self) -> Floats:
        """(K,) share of each task in the budgets of the catalogue: the same in all years and scenarios.

        By it, what a reform moves to another layer or pays less for weighs as much as before.
        """
        result: Floats = self.tasks.budget / self.tasks.budget.sum()
        return result

    def over_basket(self, values: NDArray[Any]) -> Floats:
        """Mean over the basket of a value by task, (..., K): shape (...), whatever snapshots stand beside it."""
        result: Floats = (values * self.basket).sum(axis=-1)
        return result

    @cached_property
    def need(self) -> Floats:
        """(S, K) euro per inhabitant that each task asks."""
        return self.table("need", "finances")

    @cached_property
    def price_share(self) -> Floats:
        """(S, K) share of each task in the budget of all."""
        result: Floats = self.prices / np.maximum(self.prices.sum(axis=1, keepdims=True), 1e-12)
        return result

    @cached_property
    def budget(self) -> Floats:
        """(N, K) budget of municipal tasks, euro per inhabitant."""
        result: Floats = self.each(self.prices) * self.municipal
        return result

    @cached_property
    def budgets(self) -> Floats:
        """(N,) budget of all municipal tasks together, euro per inhabitant; a hair above 0 where there are none."""
        result: Floats = np.maximum(self.weighted(self.municipal, self.prices), 1e-12)
        return result

    @cached_property
    def funded(self) -> Floats:
        """(S, L, K) part of what tasks ask that is paid, by the layer that carries them."""
        money = self.table("money", "finances")
        paid = np.where(self.need > 0, self.prices / np.maximum(self.need, 1e-12), 1.0)
        result: Floats = paid[:, None, :] * money[:, :, None]
        return result

    @cached_property
    def staff(self) -> Floats:
        """(S, L) officials of each layer relative to those of the first day."""
        return self.table("staff", "finances")

    @cached_property
    def officials_there(self) -> Floats:
        """(S, L, K) officials at work on each task relative to the first day, by the layer that carries it."""
        result: Floats = self.staff[:, :, None] * self.table("presence", "finances")
        return result

    @cached_property
    def paid_in_full(self) -> bool:
        """Whether every task is paid in full, with the officials of the first day, in all snapshots."""
        return bool((self.funded == 1.0).all() and (self.officials_there == 1.0).all())

    @cached_property
    def resources(self) -> Floats:
        """(N, K) factor on adequacy for money and officials short (or to spare)."""
        money, staff = self.weight("capacity.funding"), self.weight("capacity.staff")
        by_layer = np.power(self.funded, money[:, None, None]) * np.power(self.officials_there, staff[:, None, None])
        return by_layer.take(self.carrier_place)

    @cached_property
    def scale_adequacy(self) -> Floats:
        """(N, K) adequacy of tasks by the scale at which they are carried out alone."""
        return self.along("adequacy")

    @cached_property
    def adequacy(self) -> Floats:
        """(N, K) adequacy of tasks with the money and the officials there are."""
        if self.paid_in_full:
            return self.scale_adequacy
        return np.minimum(self.scale_adequacy * self.resources, 1.0)

    @cached_property
    def inadequate(self) -> Bools:
        """(N, K) municipal tasks below the threshold of adequacy."""
        result: Bools = self.municipal & (self.adequacy < self.each(self.weight("capacity.threshold"))[:, None])
        return result

    # --- units, provinces, borders --------------------------------------------------------------------

    @cached_property
    def owner(self) -> Ints:
        """(S, n) position among the N of the municipality that governs each unit of the start map."""
        result: Ints = self.table("owner") + self.start[:, None]
        return result

    @cached_property
    def unit_people(self) -> Floats:
        """(S, n) inhabitants of each unit of the start map."""
        return self.table("unit_people").astype(float)

    @cached_property
    def provinces(self) -> int:
        """Most rows of provinces that any snapshot has (P); those of another snapshot may be fewer."""
        return max(len(shot.provinces.alive) for shot in self.shots)

    @cached_property
    def province_place(self) -> Ints:
        """(N,) place of each municipality's province in a table (S, P) laid out flat."""
        result: Ints = self.along("province") + self.snap * self.provinces
        return result

    @cached_property
    def unit_province(self) -> Ints:
        """(S, n) place of each unit's province in a table (S, P) laid out flat."""
        result: Ints = self.table("province_of") + np.arange(len(self.shots))[:, None] * self.provinces
        return result

    @cached_property
    def by_province(self) -> Floats:
        """(S, P) inhabitants of each province."""
        size = len(self.shots) * self.provinces
        people = np.bincount(self.unit_province.ravel(), weights=self.unit_people.ravel(), minlength=size)
        return people.astype(np.float64, copy=False).reshape(len(self.shots), self.provinces)

    def of_provinces(self, name: str) -> NDArray[np.float64]:
        """An array by row of province, (S, P), 0 in rows that a snapshot does not have."""
        parts = [getattr(shot.provinces, name) for shot in self.shots]
        return padded(parts, self.provinces)

    @cached_property
    def borders(self) -> tuple[Ints, Ints, Floats]:
        """Land borders between units of different municipalities: positions (E',) among the N of the two, and km.

        Those of one pair of municipalities stand apart, in the order of the territory's edges, by snapshot.
        """
        land = self.territory
        a, b = self.owner.take(land.edges[:, 0], axis=1), self.owner.take(land.edges[:, 1], axis=1)
        border = ((a != b) & (land.border_km > 0)).ravel().nonzero()[0]
        km = np.broadcast_to(land.border_km, a.shape).ravel()
        return a.ravel().take(border), b.ravel().take(border), km.take(border)


def padded(parts: list[NDArray[np.generic]], width: int) -> NDArray[np.float64]:
    """Arrays of different lengths as rows of one table, filled up with 0, shape (len(parts), width)."""
    table = np.zeros((len(parts), width))
    for row, part in zip(table, parts, strict=True):
        row[: len(part)] = part
    return table
