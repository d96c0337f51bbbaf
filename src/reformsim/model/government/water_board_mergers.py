"""Water boards that merge by themselves: pairs of neighbours of which both boards consent, at the recorded rate.

Mechanism ``water_board_mergers``. Provinces make a water board by ordinance, boards having been heard (Waterschapswet
art. 2-9). That both boards wished for the four mergers on record is general knowledge, unverified.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.levers.changes import MergeWaterBoards
from reformsim.model.government.water_boards import merge_water_boards
from reformsim.model.world import World
from reformsim.world.streams import pair_keys

MECHANISM = "water_board_mergers"


class Willing(NamedTuple):
    """Pairs of neighbouring water boards in a year, and which of the two consent.

    Attributes
    ----------
    first, second : (P,) int64
        Rows of the boards, the lower one first.
    chance : float
        That a board consents to a given neighbour in a year.
    consents : (P, 2) bool
        Whether the first and the second do.
    """

    first: Ints
    second: Ints
    chance: float
    consents: Bools

    @property
    def agreed(self) -> Ints:
        """Places of the pairs that merge: both consent, and neither merges with an earlier pair of the year."""
        found, taken = [], set[int]()
        for at in np.flatnonzero(self.consents.all(axis=1)).tolist():
            pair = {int(self.first[at]), int(self.second[at])}
            if not pair & taken:
                found.append(at)
                taken |= pair
        return np.array(found, np.int64)


def consent_chance(pair_chance: float) -> float:
    """Chance that one board consents, where that of both is ``pair_chance`` and nothing is known of who is keener."""
    return float(np.sqrt(pair_chance))


def bordering(world: World) -> tuple[Ints, Ints]:
    """Rows of the water boards that border on each other on land, (P,) each, in order."""
    label, edges = world.state.water_boards.label, world.territory.edges
    if not len(edges):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    ends = label[edges].astype(np.int64)
    apart = (ends[:, 0] != ends[:, 1]) & (ends >= 0).all(axis=1) & ~world.territory.edge_water
    pairs = np.unique(np.sort(ends[apart], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def willing(world: World, year: int) -> Willing:
    """Which pairs of water boards consent to merge in a year, as the boards stand."""
    first, second = bordering(world)
    keys = world.state.water_boards.keys
    likely = consent_chance(world.behaviour["water_boards.merging"])
    draws: list[Floats] = [
        # The draw of each of the two is its own: the key is that of the one that decides, and of the pair.
        world.streams.uniform("water_boards.consent", year, pair_keys(keys[first], keys[second]) + keys[one])
        for one in (first, second)
    ]
    return Willing(first, second, likely, np.stack(draws, axis=1) < likely)


def merge_willing(world: World) -> None:
    """On 1 January, merge the water boards that agreed in the year before."""
    boards = world.state.water_boards
    pairs = willing(world, world.state.year - 1)
    for at in pairs.agreed.tolist():
        rows = [int(pairs.first[at]), int(pairs.second[at])]
        codes, names = ([of[row] for row in rows] for of in (boards.codes, boards.names))
        change = MergeWaterBoards(tuple(codes), " and ".join(names), "+".join(codes))
        merge_water_boards(world, change, "both boards consent")
