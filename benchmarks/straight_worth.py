"""What a merger is worth to each member, coalition by coalition: section 7 of docs/odd.md in plain Python."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from statistics import median
from typing import Any

from benchmarks.straight_agents import REGIO, Circumstances, Coalition, Municipality
from reformsim.law import Law

LOW, STEP = math.log(500.0), 0.02
TOP = math.log(5e6)
YEARS_LOST, SLACK, FLOOR, FORESIGHT = 10.0, 2.0, 1e-4, 25
MOST_TASTE = 6.0**0.5


def chance(value: float) -> float:
    """Logistic function."""
    return 1.0 / (1.0 + math.exp(-value)) if value > -700.0 else 0.0


class Worth:
    """The value of coalitions in one year, for the law, the rules and the weights of that year."""

    def __init__(
        self,
        now: Circumstances,
        law: Law,
        rules: Any,
        first_year: int,
        usual_served: float,
        everyone: Iterable[Municipality],
        *,
        kept_years: float = 0.0,
    ):
        municipalities = list(everyone)
        self.median = median(max(m.population, 1) for m in municipalities)
        apart = [math.hypot(m.x - n.x, m.y - n.y) / 1000.0 for m in municipalities for n in m.borders]
        self.apart_km = median(apart) if apart else 1.0
        self.now, self.rules, self.usual_served = now, rules, usual_served
        self.b: Mapping[str, float] = now.behaviour
        day = date(now.year, 12, 31)
        factor = law.value("fund_factor", day)
        self.grant_base = law.value("merger_grant_base", day) * factor
        self.grant_per_inhabitant = law.value("merger_grant_per_inhabitant", day) * factor
        self.fixed_sum = law.value("fixed_sum_municipality", day) * factor
        self.lost_years = YEARS_LOST - kept_years
        self.nearness = (1.0 - self.b["residents.reach"]) ** max(now.year - first_year, 0)
        between = [self.habit(m, n) for m in municipalities for n in m.borders]
        self.usual_habit = sum(between) / len(between) if between else 0.0

    # --- what all members share ------------------------------------------------------------------------

    def shared(self, c: Coalition, *, now: bool = True) -> float:
        """Value that all members share, tastes left out; recent mergers and shared work count only ``now``."""
        b, members = self.b, c.members
        size, people = len(members), [max(m.population, 1) for m in members]
        total, largest = sum(people), max(people)
        value = b["merger.constant"] - b["merger.size"] * (size - 2)
        value += b["merger.small"] / (1.0 + (min(people) / self.median) ** 2)
        value += b["merger.enclosed"] * 2.0 * c.between_km / max(sum(m.around_km for m in members), 1e-9)
        value -= b["merger.unequal"] * (largest / total - 1.0 / size)
        value -= b["merger.extent"] * self.nearness * c.extent / self.apart_km
        value -= b["merger.large"] * max(math.log(total / (2.0 * self.median)), 0.0)
        value -= b["merger.province_border"] * (len({m.province for m in members}) > 1)
        grant = self.grant_base * (size - 1) + self.grant_per_inhabitant * (total - largest)
        lost = self.lost_years * self.fixed_sum * (size - 1)
        value += b["merger.finance"] * (grant - lost) / total / 100.0
        if now:
            value -= b["merger.recent"] * any(self.now.year - m.founded < b["merger.recent_years"] for m in members)
            pairs = list(combinations(members, 2))
            habit = sum(self.habit(m, n) for m, n in pairs) / len(pairs)
            joint = sum(any(one.joint and one.counts for one in set(m.seats) & set(n.seats)) for m, n in pairs)
            value += b["merger.shared_bodies"] * (habit - self.usual_habit)
            value += b["merger.joint_service"] * joint / len(pairs)
        return value

    def push(self, c: Coalition) -> float:
        """Support of the province within it, the bias between the tracks, and the pressure of a minimum size."""
        b, rules, members = self.b, self.rules, c.members
        value: float = b["merger.track"] * rules["policy.track_bias"] + self.norm_push(c)
        if len({m.province for m in members}) == 1:
            value += b["merger.province_push"] * rules["province.push"]
        return value

    def norm_push(self, c: Coalition) -> float:
        """How far the coalition brings its members towards a minimum size, in logarithms, times the pressure."""
        if self.rules["merger.minimum_inhabitants"] is None:
            return 0.0
        people = {m: float(max(m.population, 1)) for m in c.members}
        whole = sum(people.values())
        steps = sum(math.log(max(min(whole, self.norm_of(m)) / own, 1.0)) for m, own in people.items())
        return self.b["merger.norm_pressure"] * steps / len(c.members)

    def most_push(self) -> float:
        """No coalition is pushed by more than this beside a minimum size."""
        b, rules = self.b, self.rules
        return float(
            b["merger.province_push"] * rules["province.push"]
            + b["merger.track"] * max(rules["policy.track_bias"], 0.0)
        )

    def norm_of(self, m: Municipality) -> float:
        """Minimum size for a municipality, lower in provinces less dense than the country if the rules say so."""
        least = self.rules["merger.minimum_inhabitants"]
        if least is None:
            return 0.0
        if not self.rules["merger.density_adjusted"]:
            return float(least)
        everyone: list[Municipality] = m.model.municipalities
        here = [one for one in everyone if one.province == m.province]
        density = _density(here) / max(_density(everyone), 1e-12)
        return float(least) * min(density, 1.0)

    # --- what differs between members --------------------------------------------------------------------

    def members_of(self, c: Coalition) -> list[float]:
        """Value that differs, for each member: how far bodies serve it already, beyond the usual."""
        return [-self.b["merger.served"] * (m.served(self.now) - self.usual_served) for m in c.members]

    def habit(self, m: Municipality, n: Municipality) -> float:
        """Voluntary bodies that two have in common, over those that either sits in."""
        mine, theirs = ({body for body in one.seats if body.counts} for one in (m, n))
        return len(mine & theirs) / max(len(mine | theirs), 1)

    def in_common(self, m: Municipality, members: tuple[Municipality, ...]) -> float:
        """Share of a member's memberships that it has in common with the others, mean over them."""
        common = sum(body in other.seats for other in members if other is not m for body in m.seats)
        return common / max(len(m.seats), 1) / (len(members) - 1)

    def consent(self, c: Coalition, member: list[float]) -> float:
        """Value of the least eager member whose consent is needed."""
        support = self.rules["merger.min_support"]
        if not self.majority_suffices():
            return min(member)
        order = sorted(range(len(member)), key=lambda at: -member[at])
        held, all_held = 0.0, float(sum(m.population for m in c.members))
        for at in order:
            held += c.members[at].population
            if held > all_held / 2.0 if support is None else held >= support * all_held:
                return member[at]
        return member[order[-1]]

    def majority_suffices(self) -> bool:
        """Whether the rules ask for less than the consent of every member."""
        return self.rules["merger.min_support"] is not None or self.rules["merger.consent"] == "majority"

    # --- the estimate that bounds attention ----------------------------------------------------------------

    def estimate(self, c: Coalition) -> float:
        """Estimate the value without tastes, what is shared and what bodies do, with the slack."""
        return self.shared(c, now=False) + SLACK

    def set_terms(self, c: Coalition) -> None:
        """Note the terms that money and distance add to the value, at the prices of now."""
        people = [max(m.population, 1) for m in c.members]
        c.fewer, c.outside = (len(people) - 1) / sum(people), 1.0 - max(people) / sum(people)
        c.terms = self.terms(c)

    def terms(self, c: Coalition, years: int = 0) -> float:
        """The same terms at the prices of now (of distance: so many years later), for the shares once noted."""
        money = self.b["merger.finance"] / 100.0
        nearness = self.nearness * (1.0 - self.b["residents.reach"]) ** years
        return (
            c.fewer * money * (self.grant_base - self.lost_years * self.fixed_sum)
            + c.outside * money * self.grant_per_inhabitant
            - c.extent / self.apart_km * self.b["merger.extent"] * nearness
        )

    def on_the_table(self, c: Coalition, estimate: float) -> bool:
        """Whether the most favourable tastes would give a chance of one in 10,000 a year."""
        most = MOST_TASTE * (self.b["merger.taste_spread"] + self.b["merger.pair_taste_spread"])
        if self.b["residents.reach"] > 0.0:
            most += max(self.terms(c, FORESIGHT) - c.terms, 0.0)
        return chance(estimate + most) >= FLOOR

    # --- the policy framework ------------------------------------------------------------------------------

    def score(self, c: Coalition, weights: tuple[float, ...]) -> float:
        """Weighted mean of the marks on the six criteria of the policy framework."""
        b, members = self.b, c.members
        total = sum(max(m.population, 1) for m in members)
        joint = [1.0 / (1.0 + (scale / total) ** b["capacity.steepness"]) for scale in self.now.efficient_scale]
        agrees, low, gained, lacking, common = 0.0, 0.0, 0.0, 0.0, 0.0
        for m, value in zip(members, self.members_of(c), strict=True):
            agrees += chance(value) / len(members)
            share = m.weights(self.now)
            low = max(low, sum(w for w, a in zip(share, m.adequacy, strict=True) if a < b["capacity.threshold"]))
            people = max(m.population, 1)
            gained += people * sum(weight * (joint[k] - m.adequacy[k]) for k, weight in m.alone)
            lacking += people * sum(weight * (1.0 - m.adequacy[k]) for k, weight in m.alone)
            common += self.in_common(m, members) / len(members)
        near = {n for m in members for n in m.borders} - set(members)
        around = sum(max(n.population, 1) for n in near) / len(near) if near else float(total)
        norm = max(self.norm_of(m) for m in members)
        marks = (
            agrees,
            low,
            max(gained, 0.0) / max(lacking, 1e-12),
            0.5 * (common + 1.0 / (1.0 + c.extent / 10.0)),
            min(total, around) / max(total, around),
            total / (norm if norm > 0 else b["merger.framework_size"]),
        )
        clipped = [min(max(mark, 0.0), 1.0) for mark in marks]
        return sum(m * w for m, w in zip(clipped, weights, strict=True)) / sum(weights)


def _density(here: list[Municipality]) -> float:
    return sum(m.population for m in here) / max(sum(m.area for m in here), 1e-12)


def stable(coalitions: list[Coalition], utility: list[list[float]]) -> list[int]:
    """Choose disjoint coalitions so that no member has a better open alternative: top coalitions first."""
    left = [at for at, own in enumerate(utility) if min(own) > 0.0]
    left.sort(key=lambda at: (-min(utility[at]), at))
    chosen = []
    while left:
        best: dict[Municipality, float] = {}
        for at in left:
            for m, u in zip(coalitions[at].members, utility[at], strict=True):
                best[m] = max(u, best.get(m, u))
        winner = next(
            (at for at in left if all(u == best[m] for m, u in zip(coalitions[at].members, utility[at], strict=True))),
            left[0],
        )
        chosen.append(winner)
        taken = set(coalitions[winner].members)
        left = [at for at in left if taken.isdisjoint(coalitions[at].members)]
    return chosen


def executors(members: list[Municipality], k: int) -> Any:
    """The body that carries out a task for most of the inhabitants, none where most are served by none."""
    served: dict[Any, int] = {}
    for m in members:
        served[m.executor[k]] = served.get(m.executor[k], 0) + m.population
    return max(served, key=lambda body: (served[body], 1 if body is None else -body.number))


def carriers(members: list[Municipality], largest: Municipality) -> list[int]:
    """Who carries each task in a new municipality: a region where one did for a member, else as in the largest."""
    return [
        REGIO if any(m.carrier[k] == REGIO for m in members) else carrier for k, carrier in enumerate(largest.carrier)
    ]
