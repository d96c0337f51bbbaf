"""Phase 6: mergers as coalition formation, and the procedures they pass through."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from reformsim.model.mergers import under_way, worth
from reformsim.model.mergers.coalitions import Candidates, grow_candidates
from reformsim.model.mergers.framework import break_off_chance, criteria, norm_by_row, score
from reformsim.model.mergers.mapchange import Merging, merge_all, settle
from reformsim.model.mergers.procedures import STAGES, Procedure, stage_months, stages_due
from reformsim.model.mergers.search import (
    Tastes,
    carried_alone,
    chance,
    most_taste,
    prices_of,
    rows_in,
    searchable,
    start_search,
    surroundings,
)
from reformsim.model.mergers.stable import stable_partition
from reformsim.model.world import World
from reformsim.world.neighbours import Graph

Floats = NDArray[np.float64]


class Mergers:
    """The merger side of a run: candidate coalitions, tastes, and procedures under way.

    Parameters
    ----------
    world
        The world of the run.
    largest
        Most members a coalition may have in this run.
    majority
        Whether a majority's consent may suffice at some time in this run.
    """

    def __init__(self, world: World, largest: int, *, majority: bool = False):
        self.world, self.largest, self.majority = world, largest, majority
        block, self.yardstick = start_search(
            world.territory, world.law, world.tasks, world.behaviour, largest, majority
        )
        # The sets of the start map, and those that mergers have added since.
        self._blocks = [block]
        self._fresh: Candidates | None = None
        self.tastes = Tastes(world.streams, world.behaviour, len(world.state.alive))
        self.tastes.enter(world.state.live, world.state.key)
        self.procedures: list[Procedure] = []
        self.completed: list[Procedure] = []
        self.capped = 0

    @property
    def graph(self) -> Graph:
        """Neighbours across which a merger is possible, on the map as it is."""
        return self.world.neighbours.mergeable

    # --- 1 January -------------------------------------------------------------------------------------

    def take_effect(self) -> None:
        """Carry out the mergers whose Act was passed last year."""
        world, state = self.world, self.world.state
        if not self.completed:
            return
        rows_of = [Merging(p.rows, f"started {p.started}, from {p.route}") for p in self.completed]
        new = dict(zip(merge_all(world, rows_of), (p.rows for p in self.completed), strict=True))
        self.completed = []
        settle(world, new)
        rows = np.array(list(new), np.int32)
        self.tastes.enter(rows, state.key)
        self._enter_sets(rows)

    def _enter_sets(self, rows: NDArray[np.int32]) -> None:
        """Take up the coalitions in which municipalities that are new on the map may sit."""
        self._fresh = grow_candidates(self.graph, self.world.state.key, rows, self.largest)

    def enter_map(self) -> None:
        """Take up what came about on the map before these mergers began (after a replay)."""
        state = self.world.state
        formed = state.live[state.live >= len(self.world.territory)]
        if len(formed):
            self._enter_sets(formed)
            self.update_estimates()

    def excused(self, day: date) -> NDArray[np.int64] | None:
        """Rows that need not elect a council: none, since on that day nobody knows which Acts will pass in time."""
        return None

    def update_estimates(self) -> None:
        """Estimate the value of candidates that came up with this year's mergers (after the capacity phase)."""
        if self._fresh is None:
            return
        w = self.world
        s = self._surroundings(np.zeros(len(w.state.alive), bool))
        whole = worth.together(self._fresh, s)
        block = searchable(self._fresh, whole, s, w.state, w.behaviour, self.yardstick, any_member=self.majority)
        self._blocks[1:] = [self._blocks[1].joined(block) if len(self._blocks) > 1 else block]
        self._fresh = None

    # --- the year --------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Enter the procedures that are under way on the first day (see :mod:`reformsim.model.mergers.under_way`)."""
        under_way.enter(self)

    def advance(self, year: int) -> None:
        """Bring every procedure through the stages that end in a year; some break off."""
        world = self.world
        months = {route: stage_months(world.law, world.today, route) for route in ("below", "above")}
        going: list[Procedure] = []
        procedures = sorted(self.procedures, key=lambda one: one.key)
        due = [stages_due(p, months[p.route], year) for p in procedures]
        passing = [(p, stage) for p, stages in zip(procedures, due, strict=True) for stage in stages]
        draws = world.streams.uniform_each(
            [(f"merger.{STAGES[stage]}", p.started) for p, stage in passing],
            np.array([p.key for p, _ in passing], np.uint64),
        )
        draw = dict(zip(((p.key, stage) for p, stage in passing), draws.tolist(), strict=True))
        for p, stages in zip(procedures, due, strict=True):
            broken = False
            for stage in stages:
                if draw[p.key, stage] < self._break_off(p, stage):
                    world.tell("procedure_broken_off", f"from {p.route}", world.codes_of(p.rows), STAGES[stage])
                    broken = True
                    break
                p.passed = stage + 1
                world.state.mergers_advised += STAGES[stage] == "advice"
            if broken:
                continue
            (self.completed if p.passed == len(STAGES) else going).append(p)
        self.procedures = going

    def _break_off(self, p: Procedure, stage: int) -> float:
        """Chance that a procedure ends at a stage; a policy framework in force judges it at the advice."""
        world = self.world
        usual = world.behaviour[f"merger.break_off_{STAGES[stage]}"]
        if STAGES[stage] != "advice":
            return usual
        world.state.mergers_assessed += 1
        weights = world.rules["merger.criteria"]
        if weights is None:
            return usual
        marks = criteria(world, self.graph, p.rows)
        over = score(marks, weights) - world.behaviour["merger.framework_mark"]
        return break_off_chance(usual, over, world.behaviour["merger.framework_strictness"])

    def start(self, year: int) -> None:
        """Start a year's procedures: of coalitions that all members want, and of those wanted from above.

        No more than the rules let start in a year (``merger.max_per_year``), those first that are most wanted.
        """
        world = self.world
        c, u, cap, taste = self._considered(year)
        if not len(c):
            return
        common, member = self._worth(c, taste)
        consent = self._consent(c, member)
        value = common + consent
        self.capped += int((value > cap).sum())
        councils = "municipality" in world.rules["merger.initiators"]
        below = np.minimum(chance(value), chance(cap)) * councils
        above = below + self._from_above(c, common, member)
        shock = -np.log(u / (1.0 - u))
        utility = (common + shock)[:, None] + np.maximum(member, consent[:, None])
        wanted = u < below
        utility[~wanted] = (np.where(u < above, above - u, -1.0))[~wanted][:, None]
        for at in stable_partition(c.members, utility)[: world.rules["merger.max_per_year"]]:
            rows = tuple(int(r) for r in c.members[at] if r >= 0)
            route = "below" if wanted[at] else "above"
            world.state.mergers_from_above += route == "above"
            self.procedures.append(Procedure(rows, int(c.key[at]), year, route))
            world.tell("procedure_started", f"from {route}", world.codes_of(rows))

    def common_and_consent(self, c: Candidates) -> tuple[Floats, Floats]:
        """Value of coalitions that all members share, tastes left out, and that of the least eager; (S,) each."""
        common, member = self._worth(c, np.zeros(len(c)))
        return common, self._consent(c, member)

    def values_of(self, c: Candidates) -> dict[str, float]:
        """Each member's value of one coalition, this year's shock left out, by code (for a look inside)."""
        state = self.world.state
        common, member = self._worth(c, self._taste(c))
        value = common[:, None] + member
        return {state.codes[r]: float(v) for r, v in zip(c.members[0], value[0], strict=True) if r >= 0}

    def features(self, c: Candidates, near: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """What the value of coalitions is made of: shared by their members, (S, 13), and by member, (3, S, K).

        The columns are those of :func:`worth.set_features` and :func:`worth.member_features`; ``near`` marks the
        rows that are near a merger, shape (R,).
        """
        state, behaviour = self.world.state, self.world.behaviour
        s, bodies = self._surroundings(near), state.bodies
        shared = worth.shared_memberships(c, bodies.edge_body, bodies.edge_row, state.memberships, bodies.count)
        steepness = behaviour["capacity.steepness"]
        alone, scale = carried_alone(state, rows_in(c.members, len(state.alive))), state.efficient_scale
        gain = worth.capacity_gain(c, s.population, alone, state.adequacy, scale, steepness)
        return worth.set_features(c, s), worth.member_features(c, s.population, gain, shared)

    def _worth(self, c: Candidates, taste: Floats) -> tuple[Floats, Floats]:
        """Value of coalitions that all members share, (S,), and that differs between them, (S, K)."""
        columns, layers = self.features(c, self._near())
        common = columns @ worth.set_weights(self.world.behaviour) + taste + self._push(c)
        return common, worth.member_worth(layers, c, self.world.behaviour)

    # --- parts -----------------------------------------------------------------------------------------

    def _surroundings(self, near: NDArray[np.bool_]) -> worth.Surroundings:
        w = self.world
        kept = w.rules["merger.fixed_sum_share"] * min(w.rules["merger.fixed_sum_years"], worth.FINANCE_YEARS)
        lost = worth.FINANCE_YEARS - kept
        mean = self.yardstick.mean_capacity
        return surroundings(w.territory, w.state, w.law, w.behaviour, mean, near, self.graph, lost)

    def _considered(self, year: int) -> tuple[Candidates, Floats, Floats, Floats]:
        """The coalitions to evaluate in a year, their draws, the caps on their values, and their tastes."""
        world, state = self.world, self.world.state
        free = state.alive.copy()
        for p in [*self.procedures, *self.completed]:
            free[list(p.rows)] = False
        above, push = self._above_allowance(), self._most_push()
        prices = prices_of(self._surroundings(free), world.behaviour)
        parts, numbers = [], []
        for block in self._blocks:
            u = world.streams.uniform_prepared("merger.shock", year, block.prepared)
            lift = push + block.moving.lift(prices)
            by_all = block.by_all is not None and not self._majority_suffices()
            estimate = block.by_all if by_all and block.by_all is not None else block.estimate
            lifted = np.ndim(lift) > 0 or lift != 0.0
            estimate = estimate + lift if lifted else estimate
            known = not lifted and not by_all
            most = block.most_chance if known else chance(estimate + most_taste(world.behaviour))
            keep = np.flatnonzero(u < above * most)
            parts.append(block.candidates.take(keep))
            numbers.append(np.stack([u[keep], estimate[keep]]))
        some = parts[0].joined(*parts[1:])
        u, estimate = np.concatenate(numbers, axis=1)
        fine = np.flatnonzero(self._possible(some, free))
        some, u, estimate = some.take(fine), u[fine], estimate[fine]
        taste = self.tastes.of_members(some)
        near = np.flatnonzero(u < above * chance(estimate + taste + self.tastes.most_pair))
        some, u, estimate = some.take(near), u[near], estimate[near]
        taste = taste[near] + self.tastes.of_pairs(some, state.key)
        cap = estimate + taste
        last = np.flatnonzero(u < above * chance(cap))
        return some.take(last), u[last], cap[last], taste[last]

    def _possible(self, c: Candidates, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """All members exist, are free, and the rules in force allow the coalition."""
        rules = self.world.rules
        fine = free[worth.filled(c.members)].all(axis=0) & (c.size <= rules["merger.max_size"])
        if "municipality" not in rules["merger.initiators"] and not self._above_allowed():
            fine[:] = False
        result: NDArray[np.bool_] = fine
        return result

    def _taste(self, c: Candidates) -> Floats:
        return self.tastes.of_members(c) + self.tastes.of_pairs(c, self.world.state.key)

    def _push(self, c: Candidates) -> Floats:
        """Support of the province for a merger within it, and the pressure of a minimum size on members below it.

        A coalition that would itself stay below the minimum relieves half of the pressure only.
        """
        state, behaviour, rules = self.world.state, self.world.behaviour, self.world.rules
        push = behaviour["merger.province_push"] * rules["province.push"]
        value: Floats = push * ~worth.crosses(c.members, state.province)
        value = value + behaviour["merger.track"] * rules["policy.track_bias"]
        if rules["merger.minimum_inhabitants"] is not None:
            inside = c.members >= 0
            norm = norm_by_row(self.world)[c.members]
            people = np.where(inside, state.population[c.members], 0)
            below = (inside & (people < norm)).sum(axis=1) / c.size
            reached = np.where(people.sum(axis=1) >= np.where(inside, norm, 0.0).max(axis=1), 1.0, 0.5)
            value = value + behaviour["merger.norm_pressure"] * below * reached
        return value

    def _most_push(self) -> float:
        """No coalition is pushed by more than this under the rules in force."""
        behaviour, rules = self.world.behaviour, self.world.rules
        norm = behaviour["merger.norm_pressure"] * (rules["merger.minimum_inhabitants"] is not None)
        track = behaviour["merger.track"] * max(rules["policy.track_bias"], 0.0)
        return float(behaviour["merger.province_push"] * rules["province.push"] + norm + track)

    def _majority_suffices(self) -> bool:
        """Whether the rules in force ask for less than the consent of every member."""
        rules = self.world.rules
        return rules["merger.min_support"] is not None or rules["merger.consent"] == "majority"

    def _consent(self, c: Candidates, member: Floats) -> Floats:
        """Value of the least eager member whose consent is needed, shape (S,)."""
        support = self.world.rules["merger.min_support"]
        if not self._majority_suffices():
            return member.min(axis=1)
        order = np.argsort(-member, axis=1, kind="stable")
        weight = np.where(c.members >= 0, self.world.state.population[c.members].astype(float), 0.0)
        held = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
        # The padded places are infinite and come first in this order, with weight 0.
        all_held = held[:, -1:]
        at = (held <= all_held / 2.0 if support is None else held < support * all_held).sum(axis=1)
        result: Floats = np.take_along_axis(np.take_along_axis(member, order, axis=1), at[:, None], axis=1)[:, 0]
        return result

    def _above_allowed(self) -> bool:
        return bool({"province", "minister"} & set(self.world.rules["merger.initiators"]))

    def _above_allowance(self) -> float:
        """How much larger than the chance from below that of starting in any way may be."""
        return 2.0 if self._above_allowed() else 1.0

    def _from_above(self, c: Candidates, common: Floats, member: Floats) -> Floats:
        """Chance of a start by the province (within it) or the minister: no member's consent is needed."""
        initiators = self.world.rules["merger.initiators"]
        inside = c.members >= 0
        mean = np.where(inside, member, 0.0).sum(axis=1) / c.size
        reach = np.full(len(c), "minister" in initiators)
        if "province" in initiators:
            reach |= ~worth.crosses(c.members, self.world.state.province)
        result: Floats = reach * chance(common + mean + self.world.behaviour["merger.province_constant"])
        return result

    def _near(self) -> NDArray[np.bool_]:
        """Rows with a neighbour in a procedure."""
        near = np.zeros(len(self.world.state.alive), bool)
        rows = np.array(sorted({r for p in self.procedures for r in p.rows}), np.int64)
        if len(rows):
            near[self.graph.expand(rows)[1]] = True
        return near


def take_over(world: World, largest: int, *, majority: bool = False) -> Mergers:
    """Give the mergers of a run that has replayed history up to this year, with procedures under way."""
    mergers = Mergers(world, largest, majority=majority)
    mergers.enter_map()
    told = list(world.events)
    mergers.warm_up()
    world.events[:0] = told
    return mergers
