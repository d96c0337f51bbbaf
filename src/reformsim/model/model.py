"""The model: a Mesa model whose schedule is seven phases a year on the arrays of the state."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import mesa
import numpy as np
from mesa.agent import AgentSet

from reformsim.behaviour import Behaviour
from reformsim.history import History, Snapshot
from reformsim.model.accounts.phase import keep_accounts
from reformsim.model.capacity.adequacy import assess_municipalities, assess_provinces
from reformsim.model.capacity.allocation import grow_scales, waves
from reformsim.model.capacity.europe import execute_directives
from reformsim.model.capacity.presence import presence
from reformsim.model.cooperation.autonomy import drift
from reformsim.model.cooperation.phase import cooperate
from reformsim.model.councils.seating import elect_parties
from reformsim.model.faces.agents import CooperationBody, Municipality, Province, WaterBoard
from reformsim.model.faces.meeting import Faces
from reformsim.model.first_day import first_day
from reformsim.model.government.demography import grow
from reformsim.model.government.elections import elect_councils, elect_provincial_councils, election_day
from reformsim.model.government.politics import Step, in_order
from reformsim.model.government.reforms import carry_out
from reformsim.model.government.statute import apply_statute
from reformsim.model.government.water_board_mergers import MECHANISM as WATER_BOARD_MERGERS
from reformsim.model.government.water_board_mergers import merge_willing
from reformsim.model.government.water_boards import elect_water_boards
from reformsim.model.mergers.course import Course, MergersOfAnother
from reformsim.model.mergers.named.merging import about_to_merge
from reformsim.model.mergers.phase import Mergers
from reformsim.model.mergers.replay import RecordedMergers
from reformsim.model.mergers.whose import MergersOfRun
from reformsim.model.money import update_money
from reformsim.model.provinces.merging import merge_of_own_accord
from reformsim.model.recording import history_of, snapshot
from reformsim.model.threads import on_one_thread
from reformsim.scenario import GivenScenario, Scenario, scenario_of
from reformsim.world.neighbours import Graph
from reformsim.world.state import State


class ReformModel(mesa.Model):
    """One replicate of a scenario.

    Parameters
    ----------
    scenario
        What to simulate: a scenario, the name of a shipped one, or the path of a file.
    replicate
        Number of the replicate, from 0; with the scenario's seed it fixes every random number.
    behaviour
        In place of the scenario's own, for what an estimate tries out.

    Attributes
    ----------
    world
        Territory, law, rules, behaviour, state and events.
    schedule
        The phases of a year, in order.

    Examples
    --------
    >>> model = ReformModel("baseline-2011")
    >>> model.municipality("GM0363").name
    'Amsterdam'
    """

    @on_one_thread
    def __init__(self, scenario: GivenScenario, replicate: int = 0, behaviour: Behaviour | None = None):
        super().__init__(seed=0)  # Mesa's own generator is not used; draws are keyed (world.streams).
        self.scenario, self.replicate = scenario_of(scenario), replicate
        self.world = first_day(self.scenario, replicate, behaviour)
        self.agenda: tuple[Step, ...] = in_order(self.world.reforms, self.scenario.horizon.end)
        self._first = snapshot(self.world)
        followed = _unreformed(self.scenario, replicate) if self.scenario.mergers == "unreformed" else None
        self._merging = MergersOfRun(self.world, self.scenario, self.agenda, followed)
        self._years: list[Snapshot] = []
        self.phase_seconds = dict.fromkeys((name for name, _ in self.schedule), 0.0)
        self._faces = Faces()

    @property
    def mergers(self) -> Mergers | RecordedMergers | MergersOfAnother:
        """Candidate coalitions and procedures under way, the record that is replayed, or the run that is followed."""
        return self._merging.now

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
        if self._years and WATER_BOARD_MERGERS in self.world.acting:
            merge_willing(self.world)

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
        merge_of_own_accord(self.world, self.scenario.horizon.start)
        if self.world.remade:
            self.mergers.map_changed([row for row in self.world.remade if self.state.alive[row]])
            self.world.remade.clear()
        apply_statute(self.world)
        for reason, move in waves(self.world) if self._years else ():
            carry_out(self.world, move, reason)
        update_money(self.world)

    def _elections(self) -> None:
        world, year = self.world, self.state.year
        if year <= world.territory.offices_of:
            return  # The first day's councils are data; see world.start.
        if (day := election_day(world.law, "council_elections", year)) is not None:
            excused = np.concatenate([self.mergers.excused(day), about_to_merge(world, self.agenda, day)])
            rows = elect_councils(self.state, world.law, day, world.counted_for(day), world.territory.codes, excused)
            elect_parties(world, rows, day)
        if (day := election_day(world.law, "provincial_elections", year)) is not None:
            elect_provincial_councils(self.state, world.law, day, world.path)
        elect_water_boards(world)

    def _capacity(self) -> None:
        if self._years:
            grow_scales(self.world)
        execute_directives(self.world)
        self.state.finances.presence = presence(self.world)
        assess_municipalities(self.state, self.world.behaviour)
        assess_provinces(self.state, self.world.behaviour)
        keep_accounts(self.world)

    def _cooperation(self) -> None:
        # The network of the first year is that of the inventory; only what the law asks for is added to it.
        if self._years:
            drift(self.world)
        cooperate(self.world, self.graph, voluntary=bool(self._years))

    def _mergers(self) -> None:
        self._merging.decide()

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


def _unreformed(scenario: Scenario, replicate: int) -> Course:
    """Mergers of the same scenario without its levers, in the same replicate."""
    bare = scenario.only(()).model_copy(update={"name": "unreformed", "mergers": "simulated", "reforms": "whole"})
    return _course(bare, replicate)


@lru_cache(maxsize=1024)  # A course is small, and the scenarios of an attribution follow the same two or three.
def _course(scenario: Scenario, replicate: int) -> Course:
    model = ReformModel(scenario, replicate)
    model.run()
    return model._merging.course
