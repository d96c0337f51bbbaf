"""What indicators look at: the world of one year, with shared intermediate results computed once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reformsim.model.world import World
from reformsim.tasks import LAYERS
from reformsim.world.arrangements import Arrangement
from reformsim.world.finances import resources, unchanged

if TYPE_CHECKING:
    from reformsim.indicators.issues import Issues

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
GEMEENTE, REGIO = LAYERS.index("gemeente"), LAYERS.index("regio")


AGENCY_TASKS = ("work_participation",)
"""Tasks on which the employee insurance agency (UWV) has a say (Wet SUWI; note 5/22)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of bestuurlijke drukte that go into its index, and what else is compared with the first day.

    ``college`` and ``council`` are members of the college (mayor included) and of the council of a mean inhabitant,
    ``address`` the authorities at a mean address; ``administrators`` all office holders, ``strength`` the mean
    resources of municipalities relative to what their tasks ask, ``service`` the mean adequacy of all tasks,
    ``spending`` euro per inhabitant before any official has gone.
    """

    authorities: float
    layers: float
    graph: float
    incongruence: float
    bodies: float
    college: float = 1.0
    council: float = 1.0
    address: float = 1.0
    administrators: float = 0.0
    strength: float = 1.0
    service: float = 1.0
    spending: float = 1.0


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
    def decided_alone(self) -> NDArray[np.bool_]:
        """(m, K) tasks the municipality carries and no body carries out for it."""
        return self.municipal & (self.state.executor[self.live] < 0)

    @cached_property
    def adequacy(self) -> Floats:
        """(m, K) adequacy of tasks with the money and the officials there are."""
        scale: Floats = self.state.adequacy[self.live]
        if unchanged(self.state):
            return scale
        weights = self.world.behaviour
        factor = resources(
            self.state, self.state.carrier[self.live], weights["capacity.funding"], weights["capacity.staff"]
        )
        return np.minimum(scale * factor, 1.0)

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
    def involved(self) -> Ints:
        """Layers with a say of their own on a subject, (K,), or (m, K) where some brought theirs into a body."""
        ceded = self.state.ceded[self.live]
        if not ceded.any():
            return self.state.involved[:, :REGIO].sum(axis=1)
        result: Ints = (self.state.involved[None] & ~ceded)[:, :, :REGIO].sum(axis=2)
        return result

    @cached_property
    def representatives(self) -> Floats:
        """(m,) councillors and directly elected members of sub-municipal councils or commissions."""
        s = self.state.sub_municipal
        held = s.alive & s.elected
        near = np.zeros(len(self.state.alive))
        np.add.at(near, self.state.owner[s.unit[held]], s.councillors[held])
        result: Floats = self.state.seats[self.live] + near[self.live]
        return result

    @cached_property
    def authorities(self) -> Floats:
        """(m, K) authorities with a say on a subject: layers, sub-municipal councils and cooperation bodies."""
        layers = self.involved + self.european + self.agencies
        own = self.sub_municipal_tier[:, None] & self.municipal
        return (layers + own + self.state.authorities[self.live]).astype(float)

    @cached_property
    def layers(self) -> Floats:
        """(m, K) layers with a say: the territorial and functional ones, regions in their own right, deelgemeenten."""
        layers = self.involved + self.european
        own = self.sub_municipal_tier[:, None] & self.municipal
        return (layers + own + self.state.tiers[self.live]).astype(float)

    @cached_property
    def european(self) -> NDArray[np.bool_]:
        """(K,) tasks on which the European Union counts as a layer with a say (rule ``europe.layer``)."""
        return self.world.tasks.european & bool(self.world.rules["europe.layer"])

    @cached_property
    def agencies(self) -> NDArray[np.bool_]:
        """(K,) tasks on which a national agency counts as an authority (rule ``agencies.uwv``)."""
        theirs = np.array([task in AGENCY_TASKS for task in self.world.tasks.ids], bool)
        return theirs & bool(self.world.rules["agencies.uwv"])

    @cached_property
    def autonomous_agencies(self) -> float:
        """Autonomous agencies (ZBO's) of this year, by the rules ``agencies.counts`` and ``agencies.since``."""
        counts, since = self.world.rules["agencies.counts"], self.world.rules["agencies.since"]
        return float(counts[min(max(self.state.year - since, 0), len(counts) - 1)])

    @cached_property
    def agency_nodes(self) -> float:
        """Autonomous agencies that count as nodes of the network (rule ``agencies.counted``)."""
        return self.autonomous_agencies if self.world.rules["agencies.counted"] else 0.0

    @cached_property
    def body_alive(self) -> NDArray[np.bool_]:
        """(B,) bodies that exist."""
        return self.state.bodies.alive[: self.state.bodies.count]

    @cached_property
    def form_counts(self) -> Counter[str]:
        """Living bodies by legal form."""
        forms = self.state.bodies.forms
        return Counter([forms[b] for b in np.flatnonzero(self.body_alive).tolist()])

    @cached_property
    def body_sizes(self) -> Ints:
        """(B,) members per body."""
        return self.state.bodies.sizes()

    @cached_property
    def nodes(self) -> float:
        """Nodes of the governance graph: Rijk, provinces, water boards, municipalities, deelgemeenten, bodies.

        Arrangements between provinces alone are nodes too.
        """
        s = self.state.sub_municipal
        return float(
            1
            + self.state.provinces.alive.sum()
            + len(self.state.water_boards.live)
            + len(self.live)
            + s.bodies[s.alive & s.council_tier].sum()
            + self.body_alive.sum()
            + sum(one.body < 0 for one in self.arrangements)
            + self.agency_nodes
        )

    @cached_property
    def relations(self) -> float:
        """Relations: memberships, and each municipality's with its province, each province's with the Rijk."""
        provincial = sum(len(one.provinces) for one in self.arrangements)
        towards_rijk = self.state.provinces.alive.sum() + self.agency_nodes
        return float(len(self.state.bodies.edge_body) + provincial + len(self.live) + towards_rijk)

    @cached_property
    def arrangements(self) -> tuple[Arrangement, ...]:
        """Arrangements in which provinces sit together, those of bodies that exist included."""
        return tuple(self.state.arrangements.living(self.state.bodies.alive))

    @cached_property
    def incongruence(self) -> Floats:
        """(m,) 1 - Jaccard likeness of the member sets of the bodies each municipality sits in."""
        from reformsim.indicators.congruence import incongruence

        return incongruence(self.state.bodies.edge_body, self.state.bodies.edge_row, self.live, len(self.state.alive))

    @cached_property
    def colleges(self) -> Floats:
        """(m,) members of the college: aldermen and mayor."""
        return self.state.aldermen[self.live].astype(np.float64) + 1.0

    @cached_property
    def addresses(self) -> Floats:
        """(m,) authorities at an address: Rijk, province, municipality, water board, deelgemeente and bodies."""
        drained = np.bincount(
            self.state.owner,
            weights=self.state.unit_population * (self.state.water_boards.label >= 0),
            minlength=len(self.state.alive),
        )[self.live]
        return 3.0 + drained / self.people + self.sub_municipal_tier + self.state.memberships[self.live]

    @cached_property
    def issues(self) -> Issues:
        """What becomes of issues in each municipality."""
        from reformsim.indicators.issues import decide

        return decide(self)

    @cached_property
    def administrators(self) -> float:
        """Office holders of all kinds."""
        from reformsim.indicators.administrators import total

        return float(total(self))

    @cached_property
    def gross_spending(self) -> float:
        """Euro per inhabitant a year on tasks, administrators and coordination."""
        from reformsim.indicators.money import gross

        return gross(self)

    @cached_property
    def strength(self) -> Floats:
        """(m,) resources of municipalities relative to what their tasks ask (bestuurskracht), 0-1."""
        from reformsim.indicators.resources import strength

        return strength(self)

    @cached_property
    def service(self) -> Floats:
        """(m,) adequacy of all tasks at the scale of whoever carries them, with money and officials, 0-1."""
        from reformsim.indicators.resources import service

        return service(self)

    @cached_property
    def parts(self) -> Parts:
        """National parts of bestuurlijke drukte."""
        return Parts(
            authorities=self.by_people(self.authorities.mean(axis=1)),
            layers=self.by_people(self.layers.mean(axis=1)),
            graph=self.nodes + self.relations,
            incongruence=self.by_people(self.incongruence),
            bodies=float(self.state.memberships[self.live].mean()),
            college=self.by_people(self.colleges),
            council=self.by_people(self.state.seats[self.live].astype(float)),
            address=self.by_people(self.addresses),
            administrators=self.administrators,
            strength=self.by_people(self.strength),
            service=self.by_people(self.service),
            spending=self.gross_spending,
        )
