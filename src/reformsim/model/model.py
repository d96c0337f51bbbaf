"""The model: a Mesa model whose schedule is seven phases a year on the arrays of the state."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import mesa
from mesa.agent import AgentSet

from reformsim.history import History, Snapshot
from reformsim.law import Law, load_law
from reformsim.levers.changes import SetRule
from reformsim.model.agents import CooperationBody, Municipality, Province, WaterBoard
from reformsim.model.allocation import grow_scales, waves
from reformsim.model.autonomy import drift
from reformsim.model.capacity import assess_municipalities, assess_provinces
from reformsim.model.cooperation import cooperate
from reformsim.model.demography import grow, population_path
from reformsim.model.elections import elect_councils, elect_provincial_councils, election_day
from reformsim.model.europe import execute_directives
from reformsim.model.faces import Faces
from reformsim.model.memberships import recount
from reformsim.model.mergers import Mergers, take_over
from reformsim.model.money import update_money
from reformsim.model.politics import Step, decided, in_order
from reformsim.model.recording import history_of, snapshot
from reformsim.model.reforms import carry_out
from reformsim.model.replay import RecordedMergers
from reformsim.model.rules import Rules
from reformsim.model.statute import apply_statute
from reformsim.model.threads import on_one_thread
from reformsim.model.water_boards import elect_water_boards
from reformsim.model.world import World
from reformsim.scenario import GivenScenario, Scenario, scenario_of
from reformsim.tasks import load_tasks
from reformsim.territory import Territory, load_territory
from reformsim.world.neighbours import Graph
from reformsim.world.start import start_state
from reformsim.world.state import State
from reformsim.world.streams import Streams

DEFAULT_LARGEST = 5
"""Most members of a coalition, unless a reform sets rule ``merger.max_size`` higher."""


@lru_cache(maxsize=8)
def _law_as_of(day: date) -> Law:
    return load_law().as_of(day)


def law_of(scenario: Scenario, territory: Territory) -> Law:
    """The law a run starts with: as it stood on the first day, or with what was really enacted later."""
    return load_law() if scenario.law == "enacted" else _law_as_of(date(territory.year, 1, 1))


class ReformModel(mesa.Model):
    """One replicate of a scenario.

    Parameters
    ----------
    scenario
        What to simulate; as for :class:`ReformModel`.
    replicate
        Number of the replicate, from 0; with the scenario's seed it fixes every random number.

    Attributes
    ----------
    world
        Territory, law, rules, behaviour, state and events.
    mergers
        Candidate coalitions and procedures under way.
    schedule
        The phases of a year, in order.

    Examples
    --------
    >>> model = ReformModel("baseline-2011")
    >>> model.municipality("GM0363").name
    'Amsterdam'
    """

    @on_one_thread
    def __init__(self, scenario: GivenScenario, replicate: int = 0):
        super().__init__(seed=0)  # Mesa's own generator is not used; draws are keyed (world.streams).
        scenario = scenario_of(scenario)
        self.scenario, self.replicate = scenario, replicate
        territory, tasks, behaviour = (
            load_territory(scenario.territory),
            load_tasks(),
            scenario.behaviour_values(),
        )
        law = law_of(scenario, territory)
        path = population_path(territory, scenario.horizon.end, behaviour["demography.growth_shift"])
        streams = Streams(scenario.seed, replicate)
        self.world = World(
            territory,
            tasks,
            behaviour,
            law,
            Rules(),
            streams,
            start_state(territory, law, tasks),
            path,
            reforms=decided(scenario.levers, scenario.horizon.end, territory, streams, behaviour),
            principles=scenario.thresholds(),
        )
        self.agenda: tuple[Step, ...] = in_order(self.world.reforms, scenario.horizon.end)
        recount(self.state, self.state.live)
        assess_municipalities(self.state, behaviour)
        assess_provinces(self.state, behaviour)
        self._first = snapshot(self.world)
        sizes = [size for size in self._ever("merger.max_size") if isinstance(size, int)]
        support = [share for share in self._ever("merger.min_support") if share is not None]
        majority = bool(support) or "majority" in self._ever("merger.consent")
        largest = max([DEFAULT_LARGEST, *sizes])
        self._largest, self._majority = largest, majority
        self.mergers: Mergers | RecordedMergers
        if scenario.mergers == "replay":
            self.mergers = RecordedMergers(self.world, scenario.horizon.end, largest)
        elif scenario.replay_until is not None:
            self.mergers = RecordedMergers(self.world, scenario.replay_until, largest, beyond=False)
        else:
            self.mergers = Mergers(self.world, largest, majority=majority)
        self.mergers.warm_up()
        self._years: list[Snapshot] = []
        self.phase_seconds = dict.fromkeys((name for name, _ in self.schedule), 0.0)
        self._faces = Faces()

    @property
    def state(self) -> State:
        """The arrays."""
        return self.world.state

    @property
    def schedule(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        """The seven phases of a year, in order."""
        return (
            ("1 January: mergers take effect, population", self._first_january),
            ("law and tasks", self._law_and_tasks),
            ("elections", self._elections),
            ("capacity", self._capacity),
            ("cooperation", self._cooperation),
            ("mergers", self._mergers),
            ("record", self._record),
        )

    @property
    def years_done(self) -> int:
        """Years simulated so far."""
        return len(self._years)

    @on_one_thread
    def step(self) -> None:
        """Simulate one year: the first call is the first year of the horizon itself."""
        if self._years:
            self.state.year += 1
        for name, phase in self.schedule:
            began = time.perf_counter()
            phase()
            self.phase_seconds[name] += time.perf_counter() - began

    def run(self) -> History:
        """Simulate to the end of the horizon."""
        while not self._years or self.state.year < self.scenario.horizon.end:
            self.step()
        return self.history()

    # --- the phases ------------------------------------------------------------------------------------

    def _first_january(self) -> None:
        self.mergers.take_effect()
        grow(self.state, self.world.path[self.state.year])

    def _law_and_tasks(self) -> None:
        for reform in self.world.reforms:
            if reform.announced.year == self.state.year and reform.told:
                rejected = reform.enacted is None
                self.world.tell("reform_rejected" if rejected else "reform_delayed", reform.id, (), reform.told)
        for step in self.agenda:
            if step.day.year == self.state.year:
                self.world.day = step.day
                carry_out(self.world, step.change, step.reform)
        self.world.day = date.min
        apply_statute(self.world)
        for reason, move in waves(self.world) if self._years else ():
            carry_out(self.world, move, reason)
        update_money(self.world)

    def _elections(self) -> None:
        world, year = self.world, self.state.year
        if not self._years:
            return  # The first day's councils are data; see world.start.
        reference = world.reference_population(year - 1)
        if (day := election_day(world.law, "council_elections", year)) is not None:
            excused = self.mergers.excused(day)
            elect_councils(self.state, world.law, day, reference, world.territory.codes, excused)
        if (day := election_day(world.law, "provincial_elections", year)) is not None:
            elect_provincial_councils(self.state, world.law, day, world.path)
        elect_water_boards(world)

    def _capacity(self) -> None:
        if self._years:
            grow_scales(self.world)
        execute_directives(self.world)
        assess_municipalities(self.state, self.world.behaviour)
        assess_provinces(self.state, self.world.behaviour)

    def _cooperation(self) -> None:
        # The network of the first year is that of the inventory; only what the law asks for is added to it.
        if self._years:
            drift(self.world)
        cooperate(self.world, self.graph, voluntary=bool(self._years))

    def _mergers(self) -> None:
        if self.scenario.replay_until == self.state.year:
            self.mergers = take_over(self.world, self._largest, majority=self._majority)
        self.mergers.update_estimates()
        self.mergers.start(self.state.year)
        self.mergers.advance(self.state.year)

    def _record(self) -> None:
        self._years.append(snapshot(self.world, self._years[-1] if self._years else self._first))

    # --- looking in ------------------------------------------------------------------------------------

    @property
    def _met(self) -> Faces:
        """The agents, with a face for all that exist now."""
        self._faces.meet(self)
        return self._faces

    @property
    def agents(self) -> AgentSet:
        """All agents of this moment."""
        self._faces.meet(self)
        return super().agents

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], AgentSet]:
        """The agents of this moment by class."""
        self._faces.meet(self)
        found: dict[type[mesa.Agent], AgentSet] = super().agents_by_type
        return found

    @property
    def agent_types(self) -> list[type]:
        """Classes of the agents of this moment."""
        self._faces.meet(self)
        found: list[type] = super().agent_types
        return found

    @property
    def graph(self) -> Graph:
        """Neighbours across land and water, on the map as it is."""
        return self.world.neighbours.all

    def municipality(self, code: str) -> Municipality:
        """The municipality with a code (also one that has ceased to exist)."""
        return self._met.municipalities[self.state.row_of(code)]

    def province(self, code: str) -> Province:
        """The province with a code (also one that has ceased to exist)."""
        return self._met.provinces[self.state.provinces.codes.index(code)]

    def water_board(self, code: str) -> WaterBoard:
        """The water board with a code (also one that has ceased to exist)."""
        return self._met.water_boards[self.state.water_boards.codes.index(code)]

    def body(self, number: int) -> CooperationBody:
        """The cooperation body with a number; its face is made when it is first looked at."""
        bodies = self._met.bodies
        if number not in bodies:
            bodies[number] = CooperationBody(self, number)
        return bodies[number]

    def history(self) -> History:
        """What the run has left behind so far."""
        told = self.scenario.name, self.replicate, self.scenario.seed
        return history_of(self.world, self._first, self._years, *told)

    def _ever(self, rule: str) -> list[object]:
        """Values that the reforms of this run give a rule."""
        changes = [step.change for step in self.agenda]
        return [c.value for c in changes if isinstance(c, SetRule) and c.rule == rule]


def simulate(scenario: GivenScenario, replicate: int) -> History:
    """Simulate one replicate of a scenario from its first year to its last.

    Parameters
    ----------
    scenario
        What to simulate; as for :class:`ReformModel`.
    replicate
        Number of the replicate, from 0.

    Returns
    -------
    History
        Snapshots of the first day and of every year, and events.
    """
    return ReformModel(scenario, replicate).run()
