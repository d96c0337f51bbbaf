"""Faces of those beside the governments of the main structure: EU, umbrellas, agencies, residents, areas, districts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from reformsim.model.capacity.europe import has_a_say
from reformsim.model.councils.referenda import turnout_of
from reformsim.model.government.residents import national_frames, own_policy
from reformsim.tasks import RIJK

if TYPE_CHECKING:
    from reformsim.model.model import ReformModel


class EuropeanUnion(mesa.Agent):
    """The European Union: the rules that decentral authorities must carry out (note 7/22, 15/22)."""

    def __repr__(self) -> str:
        return f"<EuropeanUnion, {self.directives:.0f} directives a year, {self.waiting:.0f} waiting>"

    @property
    def directives(self) -> float:
        """Directives that came to decentral authorities this year."""
        return self.model.state.directives.arrived

    @property
    def waiting(self) -> float:
        """Directives that wait to be carried out."""
        return self.model.state.directives.waiting

    @property
    def tasks(self) -> tuple[str, ...]:
        """Tasks on which it counts as a layer with a say."""
        return has_a_say(self.model.world)


class Association(mesa.Agent):
    """An umbrella organisation of governments: VNG, IPO or the union of water boards."""

    def __init__(self, model: ReformModel, name: str, kind: str):
        super().__init__(model)
        self.name, self.kind = name, kind

    def __repr__(self) -> str:
        return f"<Association {self.name}, {len(self.members)} members>"

    @property
    def members(self) -> tuple[str, ...]:
        """Codes of its members: the governments of its kind that exist."""
        state = self.model.state
        if self.kind == "gemeente":
            return self.model.world.codes_of(state.live)
        rows = state.provinces if self.kind == "provincie" else state.water_boards
        return tuple(code for code, alive in zip(rows.codes, rows.alive, strict=True) if alive)

    @property
    def european_input(self) -> float:
        """How far it takes part in Dutch input to the Commission, 0-1 (rule ``europe.umbrella``)."""
        return float(self.model.world.rules["europe.umbrella"])


class Agency(mesa.Agent):
    """A national body at a distance: the employee insurance agency (UWV), or all autonomous agencies (ZBO's)."""

    def __init__(self, model: ReformModel, name: str):
        super().__init__(model)
        self.name = name

    def __repr__(self) -> str:
        return f"<Agency {self.name}, {self.number} in number>"

    @property
    def number(self) -> int:
        """How many bodies it stands for this year."""
        rules = self.model.world.rules
        if self.name == "UWV":
            return 1
        counts = rules["agencies.counts"]
        return int(counts[min(max(self.model.state.year - rules["agencies.since"], 0), len(counts) - 1)])

    @property
    def tasks(self) -> tuple[str, ...]:
        """Tasks on which it counts as an authority with a say."""
        shown = self.name == "UWV" and self.model.world.rules["agencies.uwv"]
        return ("work_participation",) if shown else ()

    @property
    def counted(self) -> bool:
        """Whether it is a node of the governance network."""
        return self.name != "UWV" and bool(self.model.world.rules["agencies.counted"])


class Residents(mesa.Agent):
    """Residents and firms: they vote, see one government or many, and compare their municipality with the next."""

    def __repr__(self) -> str:
        return f"<Residents, {self.number:,}>"

    @property
    def number(self) -> int:
        """How many they are on 1 January."""
        return int(self.model.state.unit_population.sum())

    @property
    def single_view(self) -> float:
        """Share who see the government as one (note 1/22, 7/22, 9/22)."""
        return self.model.world.behaviour["residents.single_view"]

    def turnout(self, code: str) -> float:
        """Turnout at the last council election of a living municipality, share of voters."""
        world = self.model.world
        return float(turnout_of(world, np.array([world.state.row_of(code)]))[0])

    def own_policy(self, task: str) -> float:
        """Part of a task's policy that frames and competition for residents and firms leave to a municipality."""
        world = self.model.world
        frames, competition = (world.behaviour[f"residents.{x}"] for x in ("national_frames", "policy_competition"))
        frames = float(national_frames(frames, world.rules["burden.rules_cut"]))
        return float(own_policy(world.state.involved[world.tasks.index(task), RIJK], frames, competition))


class NamedArea(mesa.Agent):
    """A named area, such as a wing of the Randstad or the four big cities: who governs there."""

    def __init__(self, model: ReformModel, name: str):
        super().__init__(model)
        self.name = name

    def __repr__(self) -> str:
        return f"<NamedArea {self.name}, {self.population:,} inhabitants>"

    @property
    def population(self) -> int:
        """Inhabitants on 1 January."""
        return int(self.model.state.unit_population[self.model.world.territory.area_units(self.name)].sum())

    @property
    def municipalities(self) -> tuple[str, ...]:
        """Codes of the municipalities that govern a part of it."""
        return self.model.world.codes_of(self._rows)

    @property
    def largest(self) -> str:
        """Code of the most populous of them, which leads cooperation as a host (note 7/22, 17/22)."""
        rows = self._rows
        return self.model.state.codes[int(rows[np.argmax(self.model.state.population[rows])])]

    @property
    def provinces(self) -> tuple[str, ...]:
        """Codes of the provinces in which it lies."""
        state = self.model.state
        rows = np.unique(state.unit_province[self.model.world.territory.area_units(self.name)])
        return tuple(state.provinces.codes[int(row)] for row in rows)

    @property
    def bodies(self) -> tuple[int, ...]:
        """Numbers of the cooperation bodies with a member there."""
        bodies = self.model.state.bodies
        return tuple(int(b) for b in np.unique(bodies.edge_body[np.isin(bodies.edge_row, self._rows)]))

    @property
    def _rows(self) -> np.ndarray:
        state = self.model.state
        return np.unique(state.owner[self.model.world.territory.area_units(self.name)])


class SubMunicipality(mesa.Agent):
    """The sub-municipal councils (deelgemeenten) of a city, or the commissions in their place."""

    def __init__(self, model: ReformModel, place: int):
        super().__init__(model)
        self.place = place

    def __repr__(self) -> str:
        return f"<SubMunicipality {self.code}, {self.councillors + self.executives} office holders>"

    @property
    def code(self) -> str:
        """Code of the unit of the start map in which they lie."""
        return self.model.world.territory.codes[int(self.model.state.sub_municipal.unit[self.place])]

    @property
    def tier(self) -> bool:
        """Whether they are councils, a tier of their own (Gemeentewet art. 87-92, until 19-3-2014)."""
        s = self.model.state.sub_municipal
        return bool(s.alive[self.place] and s.council_tier[self.place])

    @property
    def councillors(self) -> int:
        """Members of the councils or commissions."""
        s = self.model.state.sub_municipal
        return int(s.councillors[self.place]) if s.alive[self.place] else 0

    @property
    def executives(self) -> int:
        """Members of their executives."""
        s = self.model.state.sub_municipal
        return int(s.executives[self.place]) if s.alive[self.place] else 0


def enter(model: ReformModel) -> None:
    """Give each of them its face."""
    for place in range(len(model.state.sub_municipal.unit)):
        SubMunicipality(model, place)
    for area in model.world.territory.area_names:
        NamedArea(model, area)
    EuropeanUnion(model)
    Residents(model)
    for name, kind in (("VNG", "gemeente"), ("IPO", "provincie"), ("Unie van Waterschappen", "waterschap")):
        Association(model, name, kind)
    for name in ("UWV", "ZBO's"):
        Agency(model, name)
