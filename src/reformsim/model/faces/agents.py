"""The actors as Mesa agents: thin, named faces of rows in the arrays.

They have the domain's words and no state of their own. Neighbours, members and memberships are given as codes
or numbers, never as references to other agents.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import mesa
import numpy as np

from reformsim.model.faces.why.asking import asked
from reformsim.model.mergers.coalitions import coalition
from reformsim.tasks import GEMEENTE
from reformsim.territory.seats import KINDS
from reformsim.world.bodies import ORIGINS
from reformsim.world.state import WATER_BOARD_MODES

if TYPE_CHECKING:
    from reformsim.model.faces.why import Explanation
    from reformsim.model.model import ReformModel
    from reformsim.scenario import GivenYear


class Decides(mesa.Agent, ABC):
    """An actor with decisions of its own, which can be asked why."""

    @property
    @abstractmethod
    def code(self) -> str:
        """Code by which it is known."""

    def explain(self, year: GivenYear) -> Explanation:
        """Say what it could do in a year of this replicate, by which terms, and what came of it.

        The replicate is simulated anew up to that year. Raises as :func:`reformsim.model.faces.why.why`.
        """
        return asked(type(self.model)(self.model.scenario, self.model.replicate), self.code, year)


class Municipality(Decides):
    """A municipality: row ``row`` of the state."""

    def __init__(self, model: ReformModel, row: int):
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        return f"<Municipality {self.code} {self.name}, {self.population:,} inhabitants>"

    @property
    def code(self) -> str:
        """Code: that of the unit of the start map, or of the leading unit with the number of units."""
        return self.model.state.codes[self.row]

    @property
    def name(self) -> str:
        """Name."""
        return self.model.state.names[self.row]

    @property
    def alive(self) -> bool:
        """Whether it still exists."""
        return bool(self.model.state.alive[self.row])

    @property
    def population(self) -> int:
        """Inhabitants on 1 January."""
        return int(self.model.state.population[self.row])

    @property
    def council_seats(self) -> int:
        """Seats of the council in office (Gemeentewet art. 8)."""
        return int(self.model.state.seats[self.row])

    @property
    def council_lists(self) -> dict[str, int]:
        """Seats of national, combined and local lists; empty where they are not known (mechanism ``councils``)."""
        councils = self.model.state.councils
        if councils is None or not councils.known[self.row]:
            return {}
        return dict(zip(KINDS, councils.seats[self.row].tolist(), strict=True))

    @property
    def aldermen(self) -> int:
        """Aldermen in office."""
        return int(self.model.state.aldermen[self.row])

    @property
    def uitvoeringskracht(self) -> float:
        """Capacity to carry out its tasks, 0-1, as assessed this year."""
        return float(self.model.state.capacity[self.row])

    @property
    def tasks(self) -> dict[str, str]:
        """Its own tasks and who carries them out: 'alone' or the name of the body."""
        state, catalogue = self.model.state, self.model.world.tasks
        return {
            task.id: "alone" if state.executor[self.row, k] < 0 else state.bodies.names[state.executor[self.row, k]]
            for k, task in enumerate(catalogue.tasks)
            if state.carrier[self.row, k] == GEMEENTE
        }

    @property
    def memberships(self) -> tuple[int, ...]:
        """Numbers of the cooperation bodies it sits in."""
        bodies = self.model.state.bodies
        return tuple(int(b) for b in bodies.edge_body[bodies.edge_row == self.row])

    @property
    def neighbours(self) -> tuple[str, ...]:
        """Codes of the municipalities with which it could merge."""
        return self.model.world.codes_of(self.model.mergers.graph.neighbours(self.row))

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the units of the start map it governs."""
        return tuple(self.model.world.territory.codes[u] for u in np.flatnonzero(self.model.state.owner == self.row))

    def gain_from(self, *others: str) -> float:
        """Value for this municipality of merging with others, without this year's shock (logit; above 0 is a gain)."""
        state = self.model.state
        rows = {self.row, *(state.row_of(code) for code in others)}
        return self.model.mergers.values_of(coalition(rows, state.key))[self.code]

    def consents_to(self, *others: str) -> bool:
        """Whether it would gain from merging with others, without this year's shock."""
        return self.gain_from(*others) > 0


class Province(Decides):
    """A province: row ``row`` of the provinces."""

    def __init__(self, model: ReformModel, row: int):
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        return f"<Province {self.code} {self.name}, {self.population:,} inhabitants>"

    @property
    def code(self) -> str:
        """Code."""
        return self.model.state.provinces.codes[self.row]

    @property
    def name(self) -> str:
        """Name."""
        return self.model.state.provinces.names[self.row]

    @property
    def population(self) -> int:
        """Inhabitants on 1 January."""
        state = self.model.state
        return int(state.unit_population[state.unit_province == self.row].sum())

    @property
    def council_seats(self) -> int:
        """Members of the provincial council (Provinciewet art. 8)."""
        return int(self.model.state.provinces.seats[self.row])

    @property
    def municipalities(self) -> tuple[str, ...]:
        """Codes of its municipalities."""
        state = self.model.state
        return self.model.world.codes_of(state.live[state.province[state.live] == self.row])

    @property
    def may_initiate(self) -> bool:
        """Whether the law in force lets it start a merger procedure (Wet arhi art. 8)."""
        return "province" in self.model.world.rules["merger.initiators"]


class WaterBoard(Decides):
    """A water board: row ``row`` of the water boards."""

    def __init__(self, model: ReformModel, row: int):
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        return f"<WaterBoard {self.code} {self.name}, {self.population:,} inhabitants>"

    @property
    def code(self) -> str:
        """Code."""
        return self.model.state.water_boards.codes[self.row]

    @property
    def alive(self) -> bool:
        """Whether it still exists."""
        return bool(self.model.state.water_boards.alive[self.row])

    @property
    def name(self) -> str:
        """Name."""
        return self.model.state.water_boards.names[self.row]

    @property
    def population(self) -> int:
        """Inhabitants of its area on 1 January."""
        state = self.model.state
        return int(state.unit_population[state.water_boards.label == self.row].sum())

    @property
    def board_seats(self) -> int:
        """Seats of its general board (Waterschapswet art. 13)."""
        return int(self.model.state.water_boards.seats[self.row])

    @property
    def reserved_seats(self) -> int:
        """Seats of it that are reserved for landowners, nature and businesses (geborgde zetels)."""
        return int(self.model.state.water_boards.reserved[self.row])

    @property
    def election(self) -> str:
        """How the board in office was chosen."""
        return WATER_BOARD_MODES[self.model.state.water_boards.mode[self.row]]


class CooperationBody(Decides):
    """A cooperation body: number ``number`` of the bodies."""

    def __init__(self, model: ReformModel, number: int):
        super().__init__(model)
        self.number = number

    def __repr__(self) -> str:
        return f"<CooperationBody {self.number} {self.name}, {len(self.members)} members>"

    @property
    def code(self) -> str:
        """Its number, in digits."""
        return str(self.number)

    @property
    def name(self) -> str:
        """Name; a drawn one says that it is drawn."""
        return self.model.state.bodies.names[self.number]

    @property
    def legal_form(self) -> str:
        """Legal form."""
        return self.model.state.bodies.forms[self.number]

    @property
    def origin(self) -> str:
        """Where it comes from: 'recorded' (known from data), 'drawn' to match counts, or 'founded' in the run."""
        return ORIGINS[self.model.state.bodies.origin[self.number]]

    @property
    def obliged(self) -> bool:
        """Whether membership is imposed by law."""
        return bool(self.model.state.bodies.obliged[self.number])

    @property
    def members(self) -> tuple[str, ...]:
        """Codes of its members."""
        return self.model.world.codes_of(self.model.state.bodies.members(self.number))

    @property
    def tasks(self) -> tuple[str, ...]:
        """Ids of the tasks it carries out."""
        return tuple(
            t.id for k, t in enumerate(self.model.world.tasks.tasks) if self.model.state.bodies.tasks[self.number, k]
        )


class NationalGovernment(mesa.Agent):
    """The national government (Rijk): carries out the scenario's reforms on their dates."""

    def __repr__(self) -> str:
        return f"<NationalGovernment, {len(self.agenda)} reforms to come>"

    @property
    def agenda(self) -> tuple[str, ...]:
        """Ids of the reforms still to come."""
        year = self.model.state.year
        return tuple(r.id for r in self.model.world.reforms if r.enacted is not None and r.enacted.year > year)
