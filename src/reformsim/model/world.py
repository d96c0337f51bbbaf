"""Everything a phase may read or change, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from reformsim.behaviour import Behaviour
from reformsim.history.outcome import Event, Reform
from reformsim.law import Law
from reformsim.levers.changes import RequireCoverage
from reformsim.model.rules import Rules
from reformsim.tasks import TaskCatalogue
from reformsim.territory import Territory
from reformsim.territory.divided import origins, start_map
from reformsim.world.neighbours import Neighbours, row_graphs
from reformsim.world.state import State
from reformsim.world.streams import Streams


@lru_cache(maxsize=64)
def _layers_of_profiles(
    ids: tuple[str, ...], municipality: tuple[str, ...], province: tuple[str, ...], water_board: tuple[str, ...]
) -> Mapping[str, str]:
    """Layer of each of the tasks that stands in one of the profiles, by id."""
    lists = {"gemeente": municipality, "provincie": province, "waterschap": water_board}
    return MappingProxyType({task: layer for layer, tasks in lists.items() for task in tasks if task in ids})


@dataclass(slots=True)
class Obligation:
    """A request for nation-wide coverage that is running: what is asked, since when, which regions did it.

    ``ladder`` is the year in which the ladder of obligation began (Wgr art. 99), ``None`` if it has not.
    """

    change: RequireCoverage
    since: int
    formed: dict[str, int] = field(default_factory=dict)
    ladder: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """A merger of this run: the row that came of it, the year, its units (u,) and their rows before (u,)."""

    row: int
    year: int
    units: NDArray[np.int64]
    before: NDArray[np.int32]


@dataclass(slots=True)
class World:
    """The world of one run.

    Law and rules change by reforms, the state in every phase; events are only added to. The rest stays, but that a
    reform may divide units of the territory.

    Attributes
    ----------
    territory
        Where a reform has divided units it has pieces behind those of ``start_map``.
    path
        Inhabitants of the units (and pieces) on 1 January, (n,) int64, by year.
    obligations
        Requests for coverage that are running.
    reforms
        What is announced within the horizon, with what becomes of it.
    principles
        Principles that are switched on, each with its threshold (0 where it has none).
    acting
        Mechanisms that work.
    day
        Of the reform that is being carried out; the first of all days if none is.
    remade
        Rows of municipalities that reforms of this year have made or changed.
    lineage
        Mergers of the run, in order.
    refused
        Units of sets that no Act may merge.
    usual_served
        Share of the budget that voluntary bodies carry out for municipalities, in the mean of the first day.
    raised_applications, raised_mergers
        By what joining and merging bodies are asked for more often than they come about, where members vote on it
        (``cooperation.boards``), by the bodies of the first day.
    """

    territory: Territory
    tasks: TaskCatalogue
    behaviour: Behaviour
    law: Law
    rules: Rules
    streams: Streams
    state: State
    path: dict[int, NDArray[np.int64]]
    events: list[Event] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    reforms: tuple[Reform, ...] = ()
    principles: Mapping[str, float] = field(default_factory=dict)
    acting: frozenset[str] = frozenset()
    day: date = date.min
    remade: list[int] = field(default_factory=list)
    lineage: list[Merged] = field(default_factory=list)
    refused: list[frozenset[int]] = field(default_factory=list)
    usual_served: float = 0.0
    raised_applications: float = 1.0
    raised_mergers: float = 1.0
    _neighbours: tuple[int, Neighbours] | None = None

    @property
    def profile(self) -> Mapping[str, str]:
        """Layer whose profile holds each task (rules ``profiles.*``), by id; tasks in no profile are left out."""
        rules = self.rules
        lists = rules["profiles.municipality"], rules["profiles.province"], rules["profiles.water_board"]
        return _layers_of_profiles(self.tasks.ids, *lists)

    @property
    def start_map(self) -> Territory:
        """The territory as it was on the first day."""
        return start_map(self.territory)

    @property
    def unit_codes(self) -> NDArray[np.str_]:
        """Code of every unit, of a piece that of the unit it was cut out of."""
        return np.asarray(self.start_map.codes)[origins(self.territory)]

    @property
    def neighbours(self) -> Neighbours:
        """Who borders on whom on the map as it is."""
        state = self.state
        if self._neighbours is None or self._neighbours[0] != state.map_version:
            graphs = row_graphs(self.territory, state.owner, len(state.alive))
            self._neighbours = (state.map_version, graphs)
        return self._neighbours[1]

    @property
    def today(self) -> date:
        """Last day of the year: what took effect during it is in force."""
        return date(self.state.year, 12, 31)

    def tell(self, kind: str, subject: str, members: tuple[str, ...] = (), detail: str = "") -> None:
        """Enter an event of this year."""
        self.events.append(Event(self.state.year, kind, subject, members, detail))

    def codes_of(self, rows: NDArray[np.integer] | Sequence[int]) -> tuple[str, ...]:
        """Codes of municipality rows."""
        codes = self.state.codes
        return tuple([codes[row] for row in (rows.tolist() if isinstance(rows, np.ndarray) else rows)])

    def counted_for(self, election: date) -> NDArray[np.int64]:
        """Inhabitants of the start units that set the seats of councils elected on a day (Gemeentewet art. 1(2))."""
        return self.reference_population(
            election.year - round(self.law.value("council_reference_years_before", election))
        )

    def reference_population(self, year: int) -> NDArray[np.int64]:
        """Inhabitants of the start units on 1 January of a year, or of the first year with a figure."""
        return self.path[max(year, min(self.path))]
