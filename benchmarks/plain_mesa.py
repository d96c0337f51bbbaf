"""The yardstick: the same kind of world as a good Mesa user writes it, agent by agent, in plain Python.

The 418 municipalities of 1 January 2011 with their real inhabitants and borders; every year each looks at
its neighbours, scores them by size and by how evenly matched the two are, and proposes to the best; where
both want each other and luck is with them, they merge. Five numbers are collected every year. It has none of
the tasks, law, bodies and procedures of reformsim: it measures what a modeller would get without arrays.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

import mesa

from reformsim.territory import Territory, load_territory

YEARS = 25
GROWTH = 1.004
SMALL = 40_000
ZEAL = 0.14


class Municipality(mesa.Agent):  # type: ignore[misc]
    """A municipality with its inhabitants and the codes of its neighbours."""

    def __init__(self, model: Netherlands, code: str, population: int):
        super().__init__(model)
        self.code = code
        self.population = float(population)
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
            score = self.worth(other) * self.random.uniform(0.7, 1.3)
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
        if self.random.random() < ZEAL:
            self.model.merge(self, other)


class Netherlands(mesa.Model):  # type: ignore[misc]
    """All municipalities and the data collected every year."""

    def __init__(self, territory: Territory, seed: int):
        super().__init__(seed=seed)
        self.by_code: dict[str, Municipality] = {}
        for code, population in zip(territory.codes, territory.population.tolist(), strict=True):
            self.by_code[code] = Municipality(self, code, population)
        for a, b in territory.edges.tolist():
            self.by_code[territory.codes[a]].neighbours.add(territory.codes[b])
            self.by_code[territory.codes[b]].neighbours.add(territory.codes[a])
        self.mergers = 0
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "municipalities": lambda m: len(m.agents),
                "inhabitants": lambda m: sum(a.population for a in m.agents),
                "median_population": lambda m: statistics.median(a.population for a in m.agents),
                "small_share": lambda m: sum(a.population < SMALL for a in m.agents) / len(m.agents),
                "mergers": lambda m: m.mergers,
            }
        )
        self.datacollector.collect(self)

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
        gone.remove()
        self.mergers += 1

    def step(self) -> None:
        """Simulate a year."""
        self.agents.do("grow")
        self.agents.do("look_around")
        self.agents.shuffle_do("merge_if_agreed")
        self.datacollector.collect(self)


def run_plain(seed: int, territory: Territory | None = None) -> dict[str, Any]:
    """Simulate 25 years; give the collected numbers of the last year."""
    model = Netherlands(load_territory("netherlands-2011") if territory is None else territory, seed)
    for _ in range(YEARS):
        model.step()
    return {name: values[-1] for name, values in model.datacollector.model_vars.items()}


def main() -> None:
    """Print the median time of 20 runs and what they gave."""
    territory = load_territory("netherlands-2011")
    run_plain(0, territory)
    seconds, left = [], []
    for seed in range(20):
        began = time.perf_counter()
        result = run_plain(seed, territory)
        seconds.append(time.perf_counter() - began)
        left.append(result["municipalities"])
    print(f"plain Mesa, {YEARS} years, median of 20: {1000 * statistics.median(seconds):.1f} ms")
    print(f"municipalities at the end: {min(left)} to {max(left)}")


if __name__ == "__main__":
    main()
