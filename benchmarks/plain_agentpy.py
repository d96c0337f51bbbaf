"""The pairwise rule of ``plain_mesa.py`` in AgentPy, idea by idea: the second yardstick.

The random numbers are drawn in the same order from the same generator, so the same seed gives the same mergers. AgentPy
0.1.5 installs a top-level package ``tests``: keep it out of the environment of the test suite (``make bench`` does).
"""

from __future__ import annotations

import statistics
from typing import Any

import agentpy as ap

from benchmarks.plain_mesa import GROWTH, SMALL, YEARS, ZEAL
from reformsim.territory import Territory, load_territory


class Municipality(ap.Agent):  # type: ignore[misc]
    """A municipality with its inhabitants and the codes of its neighbours."""

    def setup(self) -> None:
        """Start empty: the model gives code and inhabitants."""
        self.code, self.population = "", 0.0
        self.neighbours: set[str] = set()
        self.choice: str | None = None

    def grow(self) -> None:
        """Gain a year's growth."""
        self.population *= GROWTH

    def worth(self, other: Municipality) -> float:
        """Score a merger with a neighbour: need of scale, and how even the two are."""
        need = SMALL / (SMALL + self.population)
        even = min(self.population, other.population) / max(self.population, other.population)
        return need * (0.3 + 0.7 * even)

    def look_around(self) -> None:
        """Choose the best of the living neighbours, with some chance in it; none if too little is gained."""
        best, chosen = 0.35, None
        for code in sorted(self.neighbours):
            other = self.model.by_code[code]
            score = self.worth(other) * self.model.random.uniform(0.7, 1.3)
            if score > best:
                best, chosen = score, code
        self.choice = chosen

    def merge_if_agreed(self) -> None:
        """Merge with the chosen neighbour if it chose this one too, and luck is with them."""
        if self.choice is None or self.code not in self.model.by_code:
            return
        other = self.model.by_code.get(self.choice)
        if other is None or other.choice != self.code or self.code > other.code:
            return
        if self.model.random.random() < ZEAL:
            self.model.merge(self, other)


class Netherlands(ap.Model):  # type: ignore[misc]
    """All municipalities and the data recorded every year."""

    def setup(self) -> None:
        """Make the municipalities of the territory and their borders."""
        self.random.seed(self.p.seed)  # AgentPy has drawn from it for its other generator.
        territory: Territory = self.p.territory
        self.municipalities = ap.AgentList(self, len(territory), Municipality)
        self.by_code: dict[str, Municipality] = {}
        for one, code, population in zip(
            self.municipalities, territory.codes, territory.population.tolist(), strict=True
        ):
            one.code, one.population = code, float(population)
            self.by_code[code] = one
        for a, b in territory.edges.tolist():
            self.by_code[territory.codes[a]].neighbours.add(territory.codes[b])
            self.by_code[territory.codes[b]].neighbours.add(territory.codes[a])
        self.mergers = 0

    def merge(self, first: Municipality, second: Municipality) -> None:
        """Let the larger take the smaller in, with its neighbours."""
        keep, gone = (first, second) if first.population >= second.population else (second, first)
        keep.population += gone.population
        for code in gone.neighbours:
            neighbour = self.by_code[code]
            neighbour.neighbours.discard(gone.code)
            if neighbour is not keep:
                neighbour.neighbours.add(keep.code)
                keep.neighbours.add(code)
        keep.neighbours.discard(gone.code)
        del self.by_code[gone.code]
        self.municipalities.remove(gone)
        self.mergers += 1

    def step(self) -> None:
        """Simulate a year."""
        self.municipalities.grow()
        self.municipalities.look_around()
        order = list(self.municipalities)
        self.random.shuffle(order)
        ap.AgentList(self, order).merge_if_agreed()

    def update(self) -> None:
        """Record the numbers of the year."""
        people = list(self.municipalities.population)
        self.record("municipalities", len(people))
        self.record("inhabitants", sum(people))
        self.record("median_population", statistics.median(people))
        self.record("small_share", sum(p < SMALL for p in people) / len(people))
        self.record("mergers", self.mergers)


def run_plain(seed: int, territory: Territory | None = None) -> dict[str, Any]:
    """Simulate 25 years; give the recorded numbers of the last year."""
    known = load_territory("netherlands-2011") if territory is None else territory
    model = Netherlands({"seed": seed, "territory": known, "steps": YEARS, "report_seed": False})
    model.run(display=False)
    return {name: values[-1] for name, values in model.log.items() if name != "t"}


if __name__ == "__main__":
    print(run_plain(0))
