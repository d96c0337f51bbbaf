"""Provinces that become one of their own accord (Wet arhi art. 13-16): an initiative, two councils, and an Act.

No province has merged since 1986, when there came to be twelve, and the one attempt of those years (Noord-Holland,
Utrecht and Flevoland, 2012-2014) was the cabinet's: the three councils were against it and the bill was withdrawn.
So the chance of an initiative is next to nothing, and its range has nought in it. What is drawn is drawn in the year of
the initiative; the merger takes effect on the 1 January that the terms of the Act and Parliament allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np

from reformsim.arrays import Bools, Ints, Ints32
from reformsim.levers.changes import MergeProvinces
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.procedures import stage_months
from reformsim.model.world import World
from reformsim.territory import Territory
from reformsim.world.neighbours import Graph, row_graphs
from reformsim.world.streams import pair_keys

MERGING = "province_mergers"
"""The mechanism by which provinces merge."""
WHY = "own initiative"


@dataclass(frozen=True, slots=True)
class Attempts:
    """What pairs of neighbouring provinces made of merging in a year, m pairs.

    Attributes
    ----------
    first, second : (m,) int64
        Rows of the provinces.
    chance
        Chance of an initiative of each pair in a year.
    begun : (m,) bool
        There was an initiative.
    agreed : (m, 2) bool
        Whether the council of each would have agreed, or did.
    passed : (m,) bool
        Whether Parliament would have passed the Act, or did.
    """

    first: Ints
    second: Ints
    chance: float
    begun: Bools
    agreed: Bools
    passed: Bools

    @property
    def done(self) -> Bools:
        """Pairs that become one, (m,)."""
        result: Bools = self.begun & self.agreed.all(axis=1) & self.passed
        return result


def neighbouring(world: World) -> tuple[Ints, Ints]:
    """Rows of the pairs of provinces with a common border by land or a fixed link, the lower first, (m,) each."""
    return _pairs(world.neighbours.mergeable, world.state.province)


def _pairs(graph: Graph, province: Ints32) -> tuple[Ints, Ints]:
    one, other = province[graph.source].astype(np.int64), province[graph.target].astype(np.int64)
    count = int(province.max(initial=0)) + 1
    first, second = np.divmod(np.unique((one * count + other)[one < other]), count)
    return first, second


@lru_cache(maxsize=8)
def pairs_at_first(land: Territory) -> int:
    """Number of such pairs on the first day: what is drawn of a year is then the same whenever it is asked."""
    graph = row_graphs(land, np.arange(len(land), dtype=np.int32), len(land)).mergeable
    return len(_pairs(graph, np.asarray(land.province, np.int32))[0])


def attempts(world: World, year: int) -> Attempts:
    """What provinces that exist now made of merging in a year."""
    behaviour, streams = world.behaviour, world.streams
    first, second = neighbouring(world)
    keys = world.state.provinces.keys
    pair = pair_keys(keys[first], keys[second])
    chance = behaviour["province.merger_initiative"] / max(pairs_at_first(world.start_map), 1)

    def below(purpose: str, key: np.ndarray, limit: float) -> Bools:
        result: Bools = streams.uniform(purpose, year, key) < limit
        return result

    begun = below("province.initiative", pair, chance)
    consent = behaviour["province.merger_consent"]
    agreed = np.stack([below("province.consent", pair + keys[own], consent) for own in (first, second)], axis=1)
    return Attempts(
        first, second, chance, begun, agreed, below("province.act", pair, behaviour["province.merger_act"])
    )  # fmt: skip


def years_taken(world: World) -> int:
    """Whole years from an initiative to the merger: the terms of a province's own procedure, and Parliament's."""
    return ceil(stage_months(world.law, world.today, "above")[2] / 12.0)


def merge_of_own_accord(world: World, first_year: int) -> None:
    """Let provinces become one whose initiative of some years ago has come through; nothing when the mechanism is off.

    Parameters
    ----------
    first_year
        Of the run; before it there was no initiative.
    """
    if MERGING not in world.acting:
        return
    began = world.state.year - years_taken(world)
    if began < first_year:
        return
    found, provinces = attempts(world, began), world.state.provinces
    for at in np.flatnonzero(found.done).tolist():
        members = (int(found.first[at]), int(found.second[at]))
        if provinces.alive[list(members)].all():
            codes, names = ([of[row] for row in members] for of in (provinces.codes, provinces.names))
            carry_out(world, MergeProvinces(tuple(codes), " and ".join(names), "+".join(codes)), WHY)
