"""What indicators look at: the world of one year, with shared intermediate results computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.network import Network
from reformsim.model.world import World
from reformsim.tasks import LAYERS

if TYPE_CHECKING:
    from reformsim.indicators.issues import Issues

Floats = NDArray[np.float64]
Counts = NDArray[np.int32]
Result = TypeVar("Result")
REGIO = LAYERS.index("regio")

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


class View(Network):
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
        super().__init__(world)
        self.start = start
        self.results: dict[object, Any] = {}

    @cached_property
    def sub_municipal_tier(self) -> NDArray[np.bool_]:
        """(m,) has sub-municipal councils."""
        s = self.state.sub_municipal
        here = np.zeros(len(self.state.alive), bool)
        here[self.state.owner[s.unit[s.council_tier & s.alive]]] = True
        return here.take(self.live)

    @cached_property
    def ceded(self) -> NDArray[np.bool_] | None:
        """(m, K, layers) layers that brought their say on a task into a body; ``None`` where none did anywhere."""
        ceded = self.state.ceded.take(self.live, axis=0)
        return ceded if ceded.any() else None

    @cached_property
    def involved(self) -> Counts:
        """Layers with a say of their own on a subject, (K,), or (m, K) where some brought theirs into a body."""
        everywhere: Counts = self.state.involved[:, :REGIO].sum(axis=1, dtype=np.int32)
        if self.ceded is None:
            return everywhere
        result: Counts = np.tile(everywhere, (len(self.live), 1))
        for layer in range(REGIO):
            result -= self.ceded[:, :, layer] & self.state.involved[:, layer]
        return result

    @cached_property
    def representatives(self) -> Floats:
        """(m,) councillors and directly elected members of sub-municipal councils or commissions."""
        s = self.state.sub_municipal
        held = s.alive & s.elected
        row, rows = self.state.owner.take(s.unit.compress(held)), len(self.state.alive)
        near = np.bincount(row, weights=s.councillors.compress(held), minlength=rows).astype(float)
        result: Floats = self.seats + near.take(self.live)
        return result

    @cached_property
    def in_quarters(self) -> NDArray[np.bool_]:
        """(m, K) municipal tasks on which sub-municipal councils have a say."""
        return self.sub_municipal_tier[:, None] & self.municipal

    @cached_property
    def regional_tier(self) -> NDArray[np.bool_]:
        """(m, K) whether a body that carries tasks in its own right has a say."""
        return self.state.tiers.take(self.live, axis=0)

    @cached_property
    def authorities(self) -> Counts:
        """(m, K) authorities with a say on a subject: layers, sub-municipal councils and cooperation bodies."""
        bodies = self.state.authorities.take(self.live, axis=0)
        return (self.involved + self.european + self.agencies) + bodies + self.in_quarters

    @cached_property
    def layers(self) -> Counts:
        """(m, K) layers with a say: the territorial and functional ones, regions in their own right, deelgemeenten."""
        return (self.involved + self.european) + self.regional_tier + self.in_quarters

    @cached_property
    def authorities_per_subject(self) -> Floats:
        """(m,) authorities with a say, mean over subjects."""
        return mean_over_subjects(self.authorities)

    @cached_property
    def layers_per_subject(self) -> Floats:
        """(m,) layers with a say, mean over subjects."""
        return mean_over_subjects(self.layers)

    @cached_property
    def european(self) -> NDArray[np.bool_]:
        """(K,) tasks on which the European Union counts as a layer with a say (rule ``europe.layer``)."""
        return self.world.tasks.european & bool(self.world.rules["europe.layer"])

    @cached_property
    def agencies(self) -> NDArray[np.bool_]:
        """(K,) tasks on which a national agency counts as an authority (rule ``agencies.uwv``)."""
        tasks = self.world.tasks
        theirs = np.zeros(len(tasks), bool)
        theirs[[tasks.index(task) for task in AGENCY_TASKS if task in tasks]] = bool(self.world.rules["agencies.uwv"])
        return theirs

    @cached_property
    def incongruence(self) -> Floats:
        """(m,) 1 - Jaccard likeness of the member sets of the bodies each municipality sits in."""
        from reformsim.indicators.congruence import incongruence

        return incongruence(self.state.bodies.edge_body, self.member_place, self.body_sizes, len(self.live))

    @cached_property
    def colleges(self) -> Floats:
        """(m,) members of the college: aldermen and mayor."""
        return self.state.aldermen.take(self.live).astype(np.float64) + 1.0

    @cached_property
    def addresses(self) -> Floats:
        """(m,) authorities at an address: Rijk, province, municipality, water board, deelgemeente and bodies."""
        drained = np.bincount(
            self.state.owner,
            weights=self.state.unit_population * (self.state.water_boards.label >= 0),
            minlength=len(self.state.alive),
        ).take(self.live)
        return 3.0 + drained / self.people + self.sub_municipal_tier + self.memberships

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
            authorities=self.by_people(self.authorities_per_subject),
            layers=self.by_people(self.layers_per_subject),
            graph=self.nodes + self.relations,
            incongruence=self.by_people(self.incongruence),
            bodies=float(self.memberships.mean()),
            college=self.by_people(self.colleges),
            council=self.by_people(self.seats.astype(float)),
            address=self.by_people(self.addresses),
            administrators=self.administrators,
            strength=self.by_people(self.strength),
            service=self.by_people(self.service),
            spending=self.gross_spending,
        )


def once(function: Callable[[View], Result]) -> Callable[[View], Result]:
    """Compute a function of a view alone once for each view: several indicators ask it.

    What it gives is shared by all who ask, and must not be changed.
    """

    @wraps(function)
    def computed(view: View) -> Result:
        if function not in view.results:
            view.results[function] = function(view)
        result: Result = view.results[function]
        return result

    return computed


def mean_over_subjects(number: NDArray[np.integer] | NDArray[np.bool_]) -> Floats:
    """Mean over the tasks of whole numbers (m, K), shape (m,)."""
    tasks = number.shape[1]
    result: Floats = number @ np.ones(tasks) / tasks
    return result
