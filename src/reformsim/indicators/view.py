"""What indicators look at: the world of one year, with shared intermediate results computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reformsim.model.world import World
from reformsim.tasks import LAYERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
GEMEENTE, REGIO = LAYERS.index("gemeente"), LAYERS.index("regio")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of bestuurlijke drukte that go into its index."""

    authorities: float
    layers: float
    graph: float
    incongruence: float
    bodies: float


class View:
    """A year of a world, read only.

    Parameters
    ----------
    world
        The world as it stands when the year is recorded.
    start
        Parts of bestuurlijke drukte on the first day, to which the index refers; ``None`` on the first day.

    Notes
    -----
    Arrays are by living municipality (m of them), in row order, and by task (K).
    """

    def __init__(self, world: World, start: Parts | None = None):
        self.world, self.state, self.start = world, world.state, start

    @cached_property
    def live(self) -> NDArray[np.int32]:
        """(m,) rows."""
        return self.state.live

    @cached_property
    def people(self) -> Floats:
        """(m,) inhabitants."""
        return self.state.population[self.live].astype(float)

    @cached_property
    def inhabitants(self) -> float:
        """Inhabitants of the territory."""
        return float(self.people.sum())

    def by_people(self, values: Floats) -> float:
        """Mean over inhabitants of a value per municipality."""
        return float(values @ self.people / self.inhabitants)

    @cached_property
    def municipal(self) -> NDArray[np.bool_]:
        """(m, K) tasks carried by the municipality."""
        return self.state.carrier[self.live] == GEMEENTE

    @cached_property
    def budget(self) -> Floats:
        """(m, K) budget of municipal tasks, euro per inhabitant."""
        return self.state.budget * self.municipal

    @cached_property
    def adequacy(self) -> Floats:
        """(m, K) adequacy of tasks."""
        return self.state.adequacy[self.live]

    @cached_property
    def inadequate(self) -> NDArray[np.bool_]:
        """(m, K) municipal tasks below the threshold of adequacy."""
        return self.municipal & (self.adequacy < self.world.behaviour["capacity.threshold"])

    @cached_property
    def sub_municipal_tier(self) -> NDArray[np.bool_]:
        """(m,) has sub-municipal councils."""
        s = self.state.sub_municipal
        here = np.zeros(len(self.state.alive), bool)
        here[self.state.owner[s.unit[s.council_tier & s.alive]]] = True
        return here[self.live]

    @cached_property
    def authorities(self) -> Floats:
        """(m, K) authorities with a say on a subject: layers, sub-municipal councils and cooperation bodies."""
        layers = self.state.involved[:, :REGIO].sum(axis=1)
        own = self.sub_municipal_tier[:, None] & self.municipal
        return (layers + own + self.state.authorities[self.live]).astype(float)

    @cached_property
    def layers(self) -> Floats:
        """(m, K) layers with a say: the territorial and functional ones, regions in their own right, deelgemeenten."""
        layers = self.state.involved[:, :REGIO].sum(axis=1)
        own = self.sub_municipal_tier[:, None] & self.municipal
        return (layers + own + self.state.tiers[self.live]).astype(float)

    @cached_property
    def body_alive(self) -> NDArray[np.bool_]:
        """(B,) bodies that exist."""
        return self.state.bodies.alive[: self.state.bodies.count]

    @cached_property
    def body_sizes(self) -> Ints:
        """(B,) members per body."""
        return self.state.bodies.sizes()

    @cached_property
    def nodes(self) -> float:
        """Nodes of the governance graph: Rijk, provinces, water boards, municipalities, deelgemeenten, bodies."""
        s = self.state.sub_municipal
        return float(
            1
            + self.state.provinces.alive.sum()
            + len(self.state.water_boards.codes)
            + len(self.live)
            + s.bodies[s.alive & s.council_tier].sum()
            + self.body_alive.sum()
        )

    @cached_property
    def relations(self) -> float:
        """Relations: memberships, and each municipality's with its province, each province's with the Rijk."""
        return float(len(self.state.bodies.edge_body) + len(self.live) + self.state.provinces.alive.sum())

    @cached_property
    def incongruence(self) -> Floats:
        """(m,) 1 - Jaccard likeness of the member sets of the bodies each municipality sits in."""
        from reformsim.indicators.congruence import incongruence

        return incongruence(self.state.bodies.edge_body, self.state.bodies.edge_row, self.live, len(self.state.alive))

    @cached_property
    def parts(self) -> Parts:
        """National parts of bestuurlijke drukte."""
        return Parts(
            authorities=self.by_people(self.authorities.mean(axis=1)),
            layers=self.by_people(self.layers.mean(axis=1)),
            graph=self.nodes + self.relations,
            incongruence=self.by_people(self.incongruence),
            bodies=float(self.state.memberships[self.live].mean()),
        )
