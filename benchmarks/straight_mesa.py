"""The model's rules of capacity and mergers as a Mesa user writes them: object by object, in plain Python.

It is written from docs/odd.md, with the same keyed random numbers, parameters and law, and gives the same capacity,
the same procedures and the same map as the product: the oracle that tests hold the arrays against, and the measure
of what the arrays gain.

By itself (``run``, ``step``) it goes from the first year to the last of a scenario without reforms in which nobody
cooperates anew (``QUIET``): capacity, the search for coalitions, their worth, consent, stable partition, procedures,
mergers that take effect, with what these do to bodies, carriers and executors, and seats that come together after
them. From the product it has the first day (``start_state``: bodies drawn, councils), the path of inhabitants, and the
terms of the law. Beside a product's run of any scenario (``take``) it is given, before the phases of capacity and of
mergers, what reforms and cooperation made of law, rules, tasks, money, provinces and bodies; the map, its procedures,
tastes and coalitions stay its own.
Councils, elections and indicators it leaves out: neither capacity nor mergers look at them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import mesa

from benchmarks.straight_agents import (
    GEMEENTE,
    REGIO,
    Body,
    Coalition,
    Municipality,
    Procedure,
    connected_sets,
)
from benchmarks.straight_draws import MASK, Draws, scramble
from benchmarks.straight_map import bring_together, circumstances, found_all, merge, settle, take_network
from benchmarks.straight_worth import YEARS_LOST, Worth, chance, stable
from reformsim.errors import RunError
from reformsim.law import Law
from reformsim.levers.changes import SetRule
from reformsim.model.first_day import law_of
from reformsim.model.government.demography import population_path
from reformsim.model.government.politics import decided, in_order
from reformsim.model.mergers.procedures import STAGES, stage_months
from reformsim.model.mergers.waves import wave
from reformsim.model.mergers.whose import DEFAULT_LARGEST
from reformsim.model.rules import Rules
from reformsim.scenario import Scenario, load_scenario
from reformsim.tasks import load_tasks
from reformsim.territory import load_territory
from reformsim.world.start import start_state
from reformsim.world.state import State
from reformsim.world.streams import Streams

QUIET = MappingProxyType(
    dict.fromkeys(("cooperation.founding", "cooperation.joining", "cooperation.leaving", "cooperation.ending"), 0.0)
)
"""Parameters of behaviour with which no municipality cooperates anew or ends a body, and none leaves one but after a
merger, when seats come together."""
WARM_UP_YEARS = 3


class StraightModel(mesa.Model):  # type: ignore[misc]
    """One replicate.

    Parameters
    ----------
    scenario
        What to simulate.
    replicate
        Number of the replicate, from 0.
    draws_first
        Look at a coalition's draw before its value is worked out, and work out only what could come about. With false
        every coalition on the table is valued every year; what comes about is the same.
    """

    def __init__(self, scenario: Scenario, replicate: int = 0, *, draws_first: bool = True):
        super().__init__(seed=0)
        self.scenario, self.replicate, self.draws_first = scenario, replicate, draws_first
        territory, tasks = load_territory(scenario.territory), load_tasks()
        self.territory, self.law, self.rules = territory, law_of(scenario, territory), Rules()
        self.behaviour = dict(scenario.behaviour_values())
        self.draws = Draws(scenario.seed, replicate)
        shift = self.behaviour["demography.growth_shift"]
        path = population_path(territory, scenario.horizon.end, shift)
        self.path = {year: people.tolist() for year, people in path.items()}
        self._foresee(scenario, replicate)
        state = start_state(territory, self.law, tasks)
        self.fallback = [GEMEENTE if carrier == REGIO else carrier for carrier in tasks.carrier_index.tolist()]
        self.people: list[int] = state.unit_population.tolist()
        self.municipalities: list[Municipality] = found_all(self, territory, state)
        self.founded_so_far = len(self.municipalities)
        self.bodies: list[Body] = []
        self.now = circumstances(state, self.behaviour)
        self.year, self.years_done = state.year, 0
        take_network(self, state)
        self.procedures: list[Procedure] = []
        self.completed: list[Procedure] = []
        self.events: list[tuple[int, str, frozenset[str], str]] = []
        self.capped = self.mergers = self.left = 0
        self.affinity: dict[int, float] = {}
        for m in self.municipalities:
            m.taste = self._taste_of(m)
        self.capacity_phase()
        self.coalitions: list[Coalition] = []
        self._fresh = connected_sets(self.municipalities, self.largest)
        self.usual_served = sum(m.served(self.now) for m in self.municipalities) / len(self.municipalities)
        self.merger_phase_begins()
        for year in range(self.year - WARM_UP_YEARS, self.year):
            self.start(year)
            self.advance(year)
            self.completed = []
        self.events = []
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "municipalities": lambda m: len(m.municipalities),
                "inhabitants": lambda m: sum(one.population for one in m.municipalities),
                "capacity": lambda m: sum(one.population * one.capacity for one in m.municipalities) / sum(m.people),
                "procedures": lambda m: len(m.procedures),
                "mergers": lambda m: m.mergers,
            }
        )

    def _foresee(self, scenario: Scenario, replicate: int) -> None:
        """Note the largest coalition as reforms of the run set it, and whether the model runs by itself."""
        streams = Streams(scenario.seed, replicate)
        reforms = decided(scenario.levers, scenario.horizon.end, self.territory, streams, scenario.behaviour_values())
        changes = [step.change for step in in_order(reforms, scenario.horizon.end)]
        values: dict[str, list[Any]] = {}
        for change in changes:
            if isinstance(change, SetRule):
                values.setdefault(change.rule, []).append(change.value)
        sizes = [size for size in values.get("merger.max_size", ()) if size is not None]
        self.largest = max([DEFAULT_LARGEST, *sizes])
        # Money and the law move in a run with reforms only.
        self.by_itself = not changes and scenario.law == "at_start" and scenario.mergers == "simulated"
        self.by_itself &= all(self.behaviour[name] == value for name, value in QUIET.items())
        others = ("tasks.drift", "politics.reversal", "tasks.spillover_growth", "plusregio.autonomy_drift")
        self.by_itself &= not any(self.behaviour[name] for name in others)

    # --- what is given -------------------------------------------------------------------------------------

    def take(self, law: Law, rules: Rules, state: State) -> None:
        """Take what reforms, cooperation and money made of the world of a product's run at this moment."""
        self.law, self.rules = law, rules
        self.now = circumstances(state, self.behaviour)
        take_network(self, state)

    # --- the year ------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Simulate a year by itself."""
        if not self.by_itself:
            raise RunError(f"{self.scenario.name}: expected a scenario without reforms, with cooperation as in QUIET")
        self.first_january()
        self.capacity_phase()
        bring_together(self)
        self.merger_phase()
        self.datacollector.collect(self)

    def run(self) -> StraightModel:
        """Simulate to the end of the horizon."""
        while not self.years_done or self.year < self.scenario.horizon.end:
            self.step()
        return self

    def first_january(self) -> None:
        """Let mergers take effect and take the inhabitants of the year."""
        self.year += self.years_done > 0
        self.years_done += 1
        self.now.year = self.year
        self._take_effect()
        self.people = self.path[self.year]
        for m in self.municipalities:
            m.grow()

    def capacity_phase(self) -> None:
        """Let every body and every municipality be assessed."""
        for body in self.bodies:
            body.assess(self.now)
        for m in self.municipalities:
            m.assess()

    def merger_phase(self) -> None:
        """Look at coalitions that are new, start procedures, and bring those under way further."""
        self.merger_phase_begins()
        self.start(self.year)
        self.advance(self.year)

    # --- mergers -------------------------------------------------------------------------------------------

    def merger_phase_begins(self) -> None:
        """Let municipalities take stock, and estimate the coalitions that came up with this year's mergers."""
        for m in self.municipalities:
            m.take_stock()
        worth = self._worth()
        for members in self._fresh:
            c = Coalition(members)
            c.estimate = worth.estimate(c)
            worth.set_terms(c)
            if not worth.on_the_table(c, c.estimate):
                continue
            c.taste = self._taste(c)
            self.coalitions.append(c)
        self._fresh = []

    def _worth(self) -> Worth:
        kept = self.rules["merger.fixed_sum_share"] * min(self.rules["merger.fixed_sum_years"], YEARS_LOST)
        first = self.territory.year
        return Worth(
            self.now, self.law, self.rules, first, self.usual_served, self.municipalities, kept_years=kept
        )  # fmt: skip

    def start(self, year: int) -> None:
        """Start the procedures of a year: of the coalitions whose draw lies below their chance, a stable choice."""
        worth = self._worth()
        b, rules = self.behaviour, self.rules
        busy = {m for p in [*self.procedures, *self.completed] for m in p.coalition.members}
        initiators = rules["merger.initiators"]
        councils, above_too = "municipality" in initiators, not {"province", "minister"}.isdisjoint(initiators)
        level = self._level(year)
        allowance, push = 2.0 if above_too else 1.0, worth.most_push() + level
        stream = self.draws.constant("merger.shock", year)
        self.coalitions = [c for c in self.coalitions if all(m.model is not None for m in c.members)]
        considered: list[Coalition] = []
        utilities: list[list[float]] = []
        routes: list[str] = []
        for c in self.coalitions if councils or above_too else ():
            if not busy.isdisjoint(c.members) or len(c.members) > rules["merger.max_size"]:
                continue
            u = self.draws.of_prepared(stream, c.half)
            lift = push + worth.norm_push(c) + max(worth.terms(c) - c.terms, 0.0)
            cap = c.estimate + lift + c.taste
            possible = u < allowance * chance(cap)
            if self.draws_first and not possible:
                continue
            common = worth.shared(c) + c.taste + worth.push(c) + level
            member = worth.members_of(c)
            consent = worth.consent(c, member)
            if not possible:
                continue
            value = common + consent
            self.capped += value > cap
            below = min(chance(value), chance(cap)) * councils
            reached = "minister" in initiators or (
                "province" in initiators and len({m.province for m in c.members}) == 1
            )
            mean = sum(member) / len(member)
            above = below + reached * chance(common + mean + b["merger.province_constant"])
            if u < below:
                utility = [common - _logit(u) + max(one, consent) for one in member]
            else:
                utility = [above - u if u < above else -1.0] * len(member)
            considered.append(c)
            utilities.append(utility)
            routes.append("below" if u < below else "above")
        for at in stable(considered, utilities)[: rules["merger.max_per_year"]]:
            self.procedures.append(Procedure(considered[at], year, routes[at]))
            self.tell("procedure_started", considered[at].members, f"from {routes[at]}")

    def _level(self, started: int) -> float:
        """What the year adds to every coalition: the wave, less what the place in the election cycle costs."""
        year = started + math.ceil(stage_months(self.law, date(self.year, 12, 31), "below")[2] / 12.0)
        streams = Streams(self.scenario.seed, self.replicate)
        height = wave(streams, self.scenario.behaviour_values(), year, known=True)
        held = {day.year for day in self.law.dates("council_elections", date(year - 2, 12, 31))}
        return height - self.behaviour["merger.cycle"] * (year - 2 in held)

    def advance(self, year: int) -> None:
        """Bring every procedure through the stages that end in a year; some break off."""
        day = date(self.year, 12, 31)
        months = {route: stage_months(self.law, day, route) for route in ("below", "above")}
        going: list[Procedure] = []
        for p in sorted(self.procedures, key=lambda one: one.coalition.key):
            elapsed = 12 * (year - p.started + 1)
            while p.passed < len(STAGES) and months[p.route][p.passed] <= elapsed:
                stage = STAGES[p.passed]
                if self.draws.uniform(f"merger.{stage}", p.started, p.coalition.key) < self._break_off(p, stage):
                    self.tell("procedure_broken_off", p.coalition.members, stage)
                    break
                p.passed += 1
            else:
                (self.completed if p.passed == len(STAGES) else going).append(p)
        self.procedures = going

    def _break_off(self, p: Procedure, stage: str) -> float:
        usual = self.behaviour[f"merger.break_off_{stage}"]
        weights = self.rules["merger.criteria"]
        if stage != "advice" or weights is None or usual in (0.0, 1.0):
            return usual
        over = self._worth().score(p.coalition, weights) - self.behaviour["merger.framework_mark"]
        return chance(_logit(usual) - self.behaviour["merger.framework_strictness"] * over)

    def _taste_of(self, m: Municipality) -> float:
        return self.behaviour["merger.taste_spread"] * self.draws.bounded_normal("merger.taste", m.key)

    def _taste(self, c: Coalition) -> float:
        """Mean taste of the members and mean affinity of their pairs."""
        members, pairs = c.members, 0.0
        for at, m in enumerate(members):
            for other in members[at + 1 :]:
                key = (scramble(m.key) + scramble(other.key)) & MASK
                if key not in self.affinity:
                    self.affinity[key] = self.draws.bounded_normal("merger.pair", key)
                pairs += self.affinity[key]
        size = len(members)
        pairs *= self.behaviour["merger.pair_taste_spread"] / (size * (size - 1) / 2.0)
        return sum(m.taste for m in members) / size + pairs

    def _take_effect(self) -> None:
        """Carry out the mergers whose Act was passed last year, and take up the coalitions that are new."""
        if not self.completed:
            return
        made = []
        for p in self.completed:
            made.append(merge(self, p.coalition.members))
            self.mergers += 1
            self.tell("merger", p.coalition.members, f"started {p.started}, from {p.route}")
        settle(self, list(zip(made, (p.coalition.members for p in self.completed), strict=True)))
        self.completed = []
        for new in made:
            new.taste = self._taste_of(new)
        self._fresh = connected_sets(made, self.largest)

    def tell(self, kind: str, members: Sequence[Municipality], detail: str) -> None:
        """Note an event of this year."""
        self.events.append((self.year, kind, frozenset(m.code for m in members), detail))


def _logit(u: float) -> float:
    return math.log(u / (1.0 - u))


def quiet(scenario: Scenario) -> Scenario:
    """The scenario with cooperation as it is on the first day, so that the oracle can go by itself."""
    return scenario.model_copy(update={"behaviour": MappingProxyType({**scenario.behaviour, **QUIET})})


def main() -> None:
    """Print the time of a run of its own, and what it gave."""
    began = time.perf_counter()
    model = StraightModel(quiet(load_scenario("baseline-2011")))
    built = time.perf_counter() - began
    model.run()
    print(f"straight Mesa, {model.scenario.horizon.start}-{model.year}: {time.perf_counter() - began:.1f} s")
    print(f"of which construction {built:.1f} s; {len(model.municipalities)} municipalities, {model.mergers} mergers")


if __name__ == "__main__":
    main()
