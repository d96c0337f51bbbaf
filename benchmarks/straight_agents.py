"""Municipalities, bodies and coalitions as plain objects, with the rules that concern one of them at a time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import mesa

from benchmarks.straight_draws import MASK, prepared
from reformsim.tasks import LAYERS

GEMEENTE, REGIO = LAYERS.index("gemeente"), LAYERS.index("regio")


@dataclass(slots=True)
class Circumstances:
    """What municipalities find in place in a year: what tasks ask and get, and the weights of behaviour."""

    year: int
    behaviour: Mapping[str, float]
    budget: list[float]
    need: list[float]
    efficient_scale: list[float]
    money: list[float]
    staff: list[float]


@dataclass(eq=False, slots=True)
class Body:
    """A cooperation body and its members; ``say`` has the tasks on which it has a say, ``tasks`` those it does."""

    number: int
    key: int
    kind: int
    regional: bool
    carries: bool
    obliged: bool
    private: bool
    joint: bool
    tasks: list[int]
    say: list[int]
    members: list[Municipality] = field(default_factory=list)
    scale: float = 1.0

    @property
    def voluntary(self) -> bool:
        """Whether a member may leave it."""
        return not (self.obliged or self.carries or self.regional)

    @property
    def counts(self) -> bool:
        """Whether it is a voluntary body of public law, as the register has them."""
        return self.voluntary and not self.private

    def precedence(self) -> tuple[bool, int, int]:
        """Place among bodies for one subject: first what cannot be left, then by members, then by key."""
        return self.voluntary, -len(self.members), self.key

    def assess(self, now: Circumstances) -> None:
        """Find the scale at which it works: its members' inhabitants, discounted for coordination."""
        b = now.behaviour
        count = max(len(self.members), 1)
        people = max(float(sum(m.population for m in self.members)), 1.0)
        crowd = sum(len(m.seats) for m in self.members) / count
        overlap = 1.0 / (1.0 + b["capacity.overlap_discount"] * crowd / 25.0)
        self.scale = max(people * overlap, 1.0)


class Municipality(mesa.Agent):  # type: ignore[misc]
    """A municipality with all it knows of itself.

    ``number`` is its place in the order of foundation; ``borders`` has the km of border with each neighbour that it
    may merge with; ``executor`` the body that carries out each task, if one does; ``seats`` the bodies it sits in.
    """

    def __init__(self, model: Any, number: int, code: str, key: int, leader: int, units: list[int]):
        super().__init__(model)
        self.number, self.code, self.key, self.leader, self.units = number, code, key, leader, units
        self.population, self.area, self.x, self.y = 0, 0.0, 0.0, 0.0
        self.province, self.founded = 0, 0
        self.carrier: list[int] = []
        self.executor: list[Body | None] = []
        self.seats: list[Body] = []
        self.borders: dict[Municipality, float] = {}
        self.adequacy: list[float] = []
        self.capacity = 0.0
        self.taste = 0.0
        self.alone: list[tuple[int, float]] = []
        self.around_km = 0.0

    def grow(self) -> None:
        """Take the inhabitants of the year, that of its units together."""
        self.population = sum(self.model.people[unit] for unit in self.units)

    def weights(self, now: Circumstances) -> list[float]:
        """Share of each task in its budget; 0 for what another layer carries."""
        asked = [
            budget if carrier == GEMEENTE else 0.0 for budget, carrier in zip(now.budget, self.carrier, strict=True)
        ]
        total = max(sum(asked), 1e-12)
        return [one / total for one in asked]

    def assess(self) -> None:
        """Find the adequacy of every task at the scale at which it is carried out, and the capacity."""
        now: Circumstances = self.model.now
        b = now.behaviour
        steepness = b["capacity.steepness"]
        self.adequacy = []
        capacity = 0.0
        for k, weight in enumerate(self.weights(now)):
            body = self.executor[k]
            scale = float(self.population) if body is None else body.scale
            level = 1.0 / (1.0 + (now.efficient_scale[k] / scale) ** steepness)
            self.adequacy.append(level)
            paid = now.budget[k] / now.need[k] if now.need[k] > 0.0 else 1.0
            money = (paid * now.money[self.carrier[k]]) ** b["capacity.funding"]
            staff = now.staff[self.carrier[k]] ** b["capacity.staff"]
            capacity += weight * min(level * money * staff, 1.0)
        self.capacity = capacity

    def served(self, now: Circumstances) -> float:
        """Share of its budget that voluntary bodies carry out, a joint civil service left out."""
        done = zip(self.weights(now), self.executor, strict=True)
        return sum(weight for weight, body in done if body is not None and body.counts and not body.joint)

    def take_stock(self) -> None:
        """Look at what it does alone and at its borders, before it weighs mergers."""
        weights = self.weights(self.model.now)
        self.alone = [(k, w) for k, w in enumerate(weights) if w > 0.0 and self.executor[k] is None]
        self.around_km = sum(self.borders.values())


class Coalition:
    """Neighbours that may merge, with what stays the same as long as they are all there."""

    __slots__ = (
        *("key", "half", "members", "between_km", "extent", "taste"),
        *("estimate", "fewer", "outside", "terms"),
    )

    def __init__(self, members: tuple[Municipality, ...]):
        self.members = members
        self.key = sum(m.key for m in members) & MASK
        self.half = prepared(self.key)
        self.between_km = sum(m.borders.get(other, 0.0) for at, m in enumerate(members) for other in members[at + 1 :])
        self.extent = max(
            math.dist((m.x, m.y), (other.x, other.y)) for at, m in enumerate(members) for other in members[at + 1 :]
        ) / 1000.0  # fmt: skip
        self.estimate = self.taste = self.fewer = self.outside = self.terms = 0.0


@dataclass(slots=True)
class Procedure:
    """A merger procedure under way."""

    coalition: Coalition
    started: int
    route: str
    passed: int = 0


Sets = dict[tuple[int, ...], tuple[Municipality, ...]]


def connected_sets(seeds: Iterable[Municipality], largest: int) -> list[tuple[Municipality, ...]]:
    """Every connected set of two up to ``largest`` municipalities with a seed among them."""
    found: list[tuple[Municipality, ...]] = []
    level: Sets = {(seed.number,): (seed,) for seed in seeds}
    for _ in range(2, largest + 1):
        wider: Sets = {}
        for members in level.values():
            for member in members:
                for neighbour in member.borders:
                    if neighbour not in members:
                        more = sorted((*members, neighbour), key=_number)
                        wider.setdefault(tuple([m.number for m in more]), tuple(more))
        found.extend(wider.values())
        level = wider
    return found


def _number(one: Municipality) -> int:
    return one.number
