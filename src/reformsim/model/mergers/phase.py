"""Phase 6: mergers as coalition formation, and the procedures they pass through."""

from __future__ import annotations

from datetime import date

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.accounts import FINANCES_DECIDE
from reformsim.model.accounts.wealth import finance_value
from reformsim.model.councils.on_mergers import council_consent
from reformsim.model.mergers import under_way, worth
from reformsim.model.mergers.coalitions import Candidates, grow_candidates
from reformsim.model.mergers.framework import break_off_chance, criteria, score
from reformsim.model.mergers.lapsing import NONE, elect_late, lapsing
from reformsim.model.mergers.mapchange import merge_all, passed, settle
from reformsim.model.mergers.procedures import STAGES, Procedure, stage_months, stages_due
from reformsim.model.mergers.search import chance, prices_of, searchable, start_search
from reformsim.model.mergers.shared import shared_of
from reformsim.model.mergers.stable import stable_partition
from reformsim.model.mergers.support import (
    above_allowance,
    above_allowed,
    consent_of,
    from_above,
    most_push,
    norm_push,
    push,
)
from reformsim.model.mergers.tastes import Tastes, most_taste
from reformsim.model.mergers.together import FINANCE_YEARS, Surroundings, filled, surroundings, together
from reformsim.model.mergers.waves import level_of
from reformsim.model.provinces.effect import acting_effect, favour
from reformsim.model.provinces.view import heard
from reformsim.model.world import World
from reformsim.world.neighbours import Graph

SWEEP = 1.04
"""Growth in the rows of municipalities after which sets of those that ceased to exist are put away."""


class Mergers:
    """The merger side of a run: candidate coalitions, tastes, and procedures under way.

    Parameters
    ----------
    world
        The world of the run.
    largest
        Most members a coalition may have in this run.
    """

    def __init__(self, world: World, largest: int):
        self.world, self.largest = world, largest
        block = start_search(world.start_map, world.law, world.tasks, world.behaviour, largest)
        # The sets of the start map, and those that mergers have added since.
        self._blocks = [block]
        self._formed: list[int] = []
        self.tastes = Tastes(world.streams, world.behaviour, len(world.state.alive))
        self.tastes.enter(world.state.live, world.state.key)
        self._swept = len(world.start_map)
        self.procedures: list[Procedure] = []
        self.completed: list[Procedure] = []
        self._lapsed = NONE
        self._level = 0.0
        self._favour: Floats | None = None
        self._seen: Surroundings | None = None
        self.capped = 0

    @property
    def graph(self) -> Graph:
        """Neighbours across which a merger is possible, on the map as it is."""
        return self.world.neighbours.mergeable

    @property
    def busy(self) -> frozenset[int]:
        """Rows that can start nothing: of procedures under way, and of those whose Act was passed this year."""
        return frozenset(row for p in (*self.procedures, *self.completed) for row in p.rows)

    # --- 1 January -------------------------------------------------------------------------------------

    def take_effect(self) -> None:
        """Carry out the mergers whose Act was passed last year."""
        world = self.world
        if not self.completed:
            return
        new = dict(zip(merge_all(world, passed(world, self.completed)), (p.rows for p in self.completed), strict=True))
        self.completed = []
        settle(world, new)
        self._enter(list(new))

    def _enter(self, rows: list[int]) -> None:
        """Take up municipalities that are new on the map; they may sit in coalitions from this year on."""
        self.tastes.enter(np.array(rows, np.int32), self.world.state.key)
        self._formed += rows

    def map_changed(self, rows: list[int]) -> None:
        """Take up what reforms have made of the map, by its rows; procedures of municipalities that are gone lapse.

        Estimates of coalitions in which one of the rows was before are made anew.
        """
        world = self.world
        lapsed = [p for p in self.procedures if not world.state.alive[list(p.rows)].all()]
        for p in sorted(lapsed, key=lambda one: one.key):
            world.tell("procedure_broken_off", f"from {p.route}", world.codes_of(p.rows), "by an Act on the map")
        self.procedures = [p for p in self.procedures if p not in lapsed]
        changed = np.zeros(len(world.state.alive) + 1, bool)
        changed[rows] = True  # The last is for the padding of sets.
        self._blocks = [b.take(np.flatnonzero(~changed[b.candidates.members].any(axis=1))) for b in self._blocks]
        self._enter(rows)

    def enter_map(self) -> None:
        """Take up what came about on the map before these mergers began (after a replay)."""
        state = self.world.state
        formed = state.live[state.live >= len(self.world.start_map)]
        if len(formed):
            self._formed += formed.tolist()
            self.update_estimates()

    def excused(self, day: date) -> Ints:
        """Rows without a regular election, because the bill that merges them was filed in time (Wet arhi 56a-56d)."""
        self._lapsed = lapsing(self.world, self.procedures, day)
        return self._lapsed

    def update_estimates(self) -> None:
        """Estimate the value of candidates that came up with this year's mergers (after the capacity phase)."""
        w = self.world
        rows = np.array([row for row in self._formed if w.state.alive[row]], np.int32)
        self._formed.clear()
        if not len(rows):
            return
        fresh = grow_candidates(self.graph, w.state.key, rows, self.largest)
        s = self._seen = self._surroundings()  # nothing changes before the start of this year's procedures
        block = searchable(fresh, together(fresh, s), s, w.behaviour)
        self._blocks[1:] = [self._blocks[1].joined(block) if len(self._blocks) > 1 else block]
        # Sets with a member that has ceased to exist are passed over; now and then they are put away.
        if w.state.next_row >= self._swept * SWEEP:
            self._swept = w.state.next_row
            self._blocks = [one.take(np.flatnonzero(self._living(one.candidates))) for one in self._blocks]

    def _living(self, c: Candidates) -> Bools:
        """Whether all members exist, (S,)."""
        alive = self.world.state.alive
        living = alive[c.members[:, 0]]
        for column in c.members.T[1:]:
            living &= alive[column] | (column < 0)
        return living

    # --- the year --------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Enter the procedures that are under way on the first day (see :mod:`reformsim.model.mergers.under_way`)."""
        under_way.enter(self)

    def advance(self, year: int) -> None:
        """Bring every procedure through the stages that end in a year; some break off."""
        world = self.world
        going: list[Procedure] = []
        due = self.due(year)
        passing = [(p, stage) for p, stages in due for stage in stages]
        draws = world.streams.uniform_each(
            [(f"merger.{STAGES[stage]}", p.started) for p, stage in passing],
            np.array([p.key for p, _ in passing], np.uint64),
        )
        draw = dict(zip(((p.key, stage) for p, stage in passing), draws.tolist(), strict=True))
        for p, stages in due:
            broken = False
            for stage in stages:
                world.state.mergers_assessed += STAGES[stage] == "advice"
                if draw[p.key, stage] < self.break_off(p, stage):
                    world.tell("procedure_broken_off", f"from {p.route}", world.codes_of(p.rows), STAGES[stage])
                    broken = True
                    break
                p.passed = stage + 1
                world.state.mergers_advised += STAGES[stage] == "advice"
            if broken:
                continue
            (self.completed if p.passed == len(STAGES) else going).append(p)
        self.procedures = going
        elect_late(world, self._lapsed, self.completed)
        self._lapsed = NONE

    def break_off(self, p: Procedure, stage: int) -> float:
        """Chance that a procedure ends at a stage; at the advice a framework in force and the province judge it."""
        world = self.world
        usual = world.behaviour[f"merger.break_off_{STAGES[stage]}"]
        if STAGES[stage] == "act" and self._refused(p):
            return 1.0
        if STAGES[stage] != "advice":
            return usual
        weights = world.rules["merger.criteria"]
        if weights is not None:
            over = score(criteria(world, self.graph, p.rows), weights) - world.behaviour["merger.framework_mark"]
            usual = break_off_chance(usual, over, world.behaviour["merger.framework_strictness"])
        return heard(world, self.graph, p, usual)

    def _refused(self, p: Procedure) -> bool:
        """Whether Parliament refuses the merger: it would bring all units of a refused set into one municipality."""
        within = np.isin(self.world.state.owner, p.rows)
        return any(within[list(units)].all() for units in self.world.refused)

    def start(self, year: int) -> None:
        """Start a year's procedures: of coalitions that all members want, and of those wanted from above.

        No more than the rules let start in a year (``merger.max_per_year``), those first that are most wanted.
        """
        world = self.world
        self.weigh_year(year)
        s, self._seen = self._seen or self._surroundings(), None
        c, u, cap, taste = self._considered(year, s)
        if not len(c):
            return
        common, member = self._worth(c, taste, s)
        consent = consent_of(self.world, c, member)
        value = common + consent
        self.capped += int((value > cap).sum())
        councils = "municipality" in world.rules["merger.initiators"]
        below = np.minimum(chance(value), chance(cap)) * councils
        above = below + from_above(self.world, c, common, member)
        shock = -np.log(u / (1.0 - u))
        utility = (common + shock)[:, None] + np.maximum(member, consent[:, None])
        wanted, words = u < below, dict[int, str]()
        if world.state.councils is not None and councils:
            own = np.minimum(common[:, None] + member, cap[:, None]) + shock[:, None]
            asked = council_consent(world, c, own, np.minimum(value, cap) + shock, wanted)
            wanted, words, utility = asked.given, asked.words, asked.eager
            above = np.where(u < below, 0.0, above)  # What councils refused is not taken up from above this year.
        utility[~wanted] = (np.where(u < above, above - u, -1.0))[~wanted][:, None]
        for at in stable_partition(c.members, utility)[: world.rules["merger.max_per_year"]]:
            rows = tuple(int(r) for r in c.members[at] if r >= 0)
            route = "below" if wanted[at] else "above"
            world.state.mergers_from_above += route == "above"
            self.procedures.append(Procedure(rows, int(c.key[at]), year, route))
            world.tell("procedure_started", f"from {route}", world.codes_of(rows), words.get(at, ""))

    def common_and_consent(self, c: Candidates) -> tuple[Floats, Floats]:
        """Value of coalitions that all members share, tastes left out, and that of the least eager; (S,) each.

        With the level of the year in which procedures last started; nought before the first.
        """
        common, member = self._worth(c, np.zeros(len(c)), self._surroundings())
        return common, consent_of(self.world, c, member)

    def chances_of(self, c: Candidates) -> tuple[Floats, Floats]:
        """Chance of coalitions to start a procedure from below, and from above, in the year that is weighed, (S,) each.

        Not of those that are busy, or that the rules do not allow.
        """
        common, member = self._worth(c, self._taste(c), self._surroundings())
        councils = "municipality" in self.world.rules["merger.initiators"]
        below = chance(common + consent_of(self.world, c, member)) * councils
        return below, from_above(self.world, c, common, member)

    def due(self, year: int) -> list[tuple[Procedure, list[int]]]:
        """Procedures by key, each with the stages that it comes to the end of in a year if it does not break off."""
        law, day = self.world.law, self.world.today
        months = {route: stage_months(law, day, route) for route in ("below", "above")}
        procedures = sorted(self.procedures, key=lambda one: one.key)
        return [(p, stages_due(p, months[p.route], year)) for p in procedures]

    def weigh_year(self, year: int) -> None:
        """Take the level of a year, and what provinces favour in it, for what is asked of coalitions from now on."""
        self._level, self._favour = level_of(self.world, year), acting_effect(self.world, year)

    def _favoured(self, c: Candidates) -> Floats | float:
        """What the effects of provinces add to the value of coalitions, (S,); 0 where they do not act."""
        return 0.0 if self._favour is None else favour(self._favour, c, self.world.state.province)

    def values_of(self, c: Candidates) -> dict[str, float]:
        """Each member's value of one coalition, this year's shock left out, by code (for a look inside)."""
        state = self.world.state
        common, member = self._worth(c, self._taste(c), self._surroundings())
        value = common[:, None] + member
        return {state.codes[r]: float(v) for r, v in zip(c.members[0], value[0], strict=True) if r >= 0}

    def features(self, c: Candidates) -> tuple[Floats, Floats]:
        """What the value of coalitions is made of: shared by their members, (S, 12), and by member, (1, S, K).

        The columns are those of :func:`worth.set_features` and :func:`worth.member_features`.
        """
        s = self._surroundings()
        return worth.set_features(c, s), worth.member_features(c, s)

    def _worth(self, c: Candidates, taste: Floats, s: Surroundings) -> tuple[Floats, Floats]:
        """Value of coalitions that all members share, (S,), and that differs between them, (S, K)."""
        common = worth.set_value(c, s, self.world.behaviour) + taste + push(self.world, c) + self._level
        common += self._favoured(c)
        if FINANCES_DECIDE in self.world.acting:
            common += finance_value(self.world, c, self.graph)
        return common, worth.member_value(c, s, self.world.behaviour)

    # --- parts -----------------------------------------------------------------------------------------

    def _surroundings(self) -> Surroundings:
        w = self.world
        kept = w.rules["merger.fixed_sum_share"] * min(w.rules["merger.fixed_sum_years"], FINANCE_YEARS)
        lost = FINANCE_YEARS - kept
        shared = shared_of(w, self.graph)
        return surroundings(w.territory, w.state, w.law, w.behaviour, self.graph, lost, shared)

    def _considered(self, year: int, s: Surroundings) -> tuple[Candidates, Floats, Floats, Floats]:
        """The coalitions to evaluate in a year, their draws, the caps on their values, and their tastes."""
        world, state = self.world, self.world.state
        free = state.alive.copy()
        free[list(self.busy)] = False
        above, pushed = above_allowance(world), most_push(world) + self._level
        prices = prices_of(s, world.behaviour)
        parts, numbers = [], []
        for block in self._blocks:
            u = world.streams.uniform_prepared("merger.shock", year, block.prepared)
            lift = pushed + block.moving.lift(prices) + norm_push(world, block.candidates)
            lift = lift + self._favoured(block.candidates)
            lifted = np.ndim(lift) > 0 or lift != 0.0
            estimate = block.estimate + lift if lifted else block.estimate
            most = chance(estimate + most_taste(world.behaviour)) if lifted else block.most_chance
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

    def _possible(self, c: Candidates, free: Bools) -> Bools:
        """All members exist, are free, and the rules in force allow the coalition."""
        rules = self.world.rules
        fine = free[filled(c.members)].all(axis=0) & (c.size <= rules["merger.max_size"])
        if "municipality" not in rules["merger.initiators"] and not above_allowed(self.world):
            fine[:] = False
        return fine

    def _taste(self, c: Candidates) -> Floats:
        return self.tastes.of_members(c) + self.tastes.of_pairs(c, self.world.state.key)


def take_over(world: World, largest: int) -> Mergers:
    """Give the mergers of a run that has replayed history up to this year, with procedures under way."""
    mergers = Mergers(world, largest)
    mergers.enter_map()
    mergers.warm_up()
    return mergers
