"""Bodies that decide, scored on later years beside the rules of before; their levels on and off beside the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from reformsim.arrays import Floats
from reformsim.estimation.cooperation.cases import Cases, cases
from reformsim.estimation.cooperation.estimate import FIRST, LAST, SCORED, ending_rate
from reformsim.estimation.cooperation.fitting import Events, regress
from reformsim.estimation.cooperation.scoring import auc, interval, resampled
from reformsim.estimation.cooperation.steps import LISTS_SINCE, TERRITORY, recorded_world, step
from reformsim.estimation.cooperation.voting import (
    Applications,
    VotesFit,
    applications,
    end_chance,
    fit_ending,
    fit_votes,
    merging_cases,
)
from reformsim.model.cooperation.boards.admitting import ADMITTING
from reformsim.model.cooperation.boards.ballots import raised
from reformsim.model.cooperation.scope import outsourced
from reformsim.model.cooperation.terms import MEMBERS
from reformsim.model.world import World

LEVEL = 0.8
"""Share of votes for a usual applicant (``bodies.admission``)."""
MECHANISMS = ("bodies_admit", "bodies_end", "bodies_merge", "bodies_extend", "bodies_contribute")
REPLICATES = 20
BODIES, SEATS = "bodies at the end", "of them a municipality sits in"
SHARE, CHANGE = "part of the budget that bodies get, %", "the same, change since the first year"
KINDS = ("founded", "joined", "left", "ended", "went up in another")
Score = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class VoteScore:
    """How well something is told on later years without votes and with them.

    Attributes
    ----------
    events, before, after
        That happened, expected without votes, and with them.
    auc_before, auc_after, gain
        Chance that what happened ranks above what did not; log score an event better with votes: value, 80 % interval.
    """

    rule: str
    events: float
    before: float
    after: float
    auc_before: Score
    auc_after: Score
    gain: Score


def fit_and_score() -> tuple[VotesFit, list[VoteScore], float]:
    """Fit on the steps to 2022 and score on those since; the last is by what asking to join is raised."""
    known, later = ([step(year) for year in years] for years in (range(FIRST, LAST + 1), range(LAST + 1, SCORED + 1)))
    rate = ending_rate()
    train, test = cases(known, rate), cases(later, rate)
    asked, merging = applications(known), (merging_cases(known), merging_cases(later))
    found = fit_votes(train, asked, merging[0], LEVEL)
    joining, by = _joining(train, test, (asked, applications(later)), found)
    return found, [joining, _ending(train.ending, test.ending), _merging(*merging)], by


def _joining(
    train: Cases, test: Cases, asked: tuple[Applications, Applications], found: VotesFit
) -> tuple[VoteScore, float]:
    rule = regress(train.joining, "chance")
    weights = np.array([found.values[name] for name in ADMITTING])
    passing, new = (one.passing(LEVEL, weights) for one in asked)
    by = raised(rule.expected(train.joining.terms), passing)
    before = rule.expected(test.joining.terms)
    return score("joining", test.joining, before, np.minimum(before * new * by, 1.0)), by


def _ending(train: Events, test: Events) -> VoteScore:
    (level, support), _ = fit_ending(train)
    after = end_chance(MEMBERS * np.exp(test.terms[:, 0]), float(level), float(support))
    return score("ending", test, regress(train, "chance").expected(test.terms), after)


def _merging(train: Events, test: Events) -> VoteScore:
    flat = regress(replace(train, terms=train.terms[:, :0]), "chance").expected(test.terms[:, :0])
    return score("went up in another", test, flat, regress(train, "chance").expected(test.terms))


def score(rule: str, test: Events, before: Floats, after: Floats) -> VoteScore:
    """Score two sets of chances, (n,) each, on the same cases."""
    happened, weight = test.happened > 0, test.weight
    logs = [np.where(happened, np.log(one), np.log1p(-np.minimum(one, 1.0 - 1e-9))) for one in (before, after)]
    over, draws = (logs[1] - logs[0]) * weight, resampled(test.group)

    def gain(times: Floats) -> float:
        return float((over * times).sum() / max((test.happened * weight * times).sum(), 1e-9))

    def ranks(by: Floats) -> Callable[[Floats], float]:
        return lambda times: auc(by[times > 0], test.happened[times > 0], times[times > 0])

    first, second = (interval(ranks(one), draws[:200]) for one in (before, after))
    events = float((test.happened * weight).sum())
    return VoteScore(rule, events, float(before.sum()), float(after.sum()), first, second, interval(gain, draws))


def recorded() -> dict[str, float]:
    """What the register has a year, in the steps since both lists of members are there; changes of the map apart."""
    steps = [step(year) for year in range(LISTS_SINCE, SCORED + 1)]
    found, merging = cases(steps, 0.0), merging_cases(steps)
    came = merging.happened > 0
    # Where a body went up in one of several, it is one.
    gone = len(set(zip(merging.year[came].tolist(), merging.group[came].tolist(), strict=True)))
    ended = float(found.ending.happened.sum())
    numbers = (sum(len(one.foundings) for one in steps), found.joining.happened.sum(), found.leaving.happened.sum())
    found_a_year = zip(KINDS, (float(n) / len(steps) for n in (*numbers, ended - gone, gone)), strict=True)
    return {**dict(found_a_year), **_at_the_end(recorded_world(SCORED))}


def _at_the_end(world: World) -> dict[str, float]:
    """Bodies, and how many of them a municipality sits in, on the last day of the record."""
    state, bodies = world.state, world.state.bodies
    return {BODIES: float(bodies.alive[: bodies.count].sum()), SEATS: float(state.memberships[state.live].mean())}


def _paid(world: World) -> float:
    """What bodies get of the budgets of municipalities, % in the mean of their inhabitants."""
    state = world.state
    return 100.0 * float(np.average(outsourced(world), weights=state.population[state.live]))


def simulated(switches: Mapping[str, bool], replicates: int = REPLICATES) -> dict[str, float]:
    """What happens a year from 2018 on, and what is there at the end, with the recorded network and mergers.

    Parameters
    ----------
    switches
        Mechanisms of the scenario.
    """
    from reformsim.model import ReformModel
    from reformsim.scenario import Scenario

    scenario = Scenario.model_validate({
        "name": "bodies", "territory": TERRITORY, "horizon": {"start": LISTS_SINCE - 1, "end": SCORED}, "replicates": 1,
        "law": "enacted", "network": "recorded", "mergers": "replay", "assumptions": "fixed",
        "mechanisms": dict(switches),
    })  # fmt: skip
    events, ends = Counter[str](), dict.fromkeys((BODIES, SEATS, SHARE, CHANGE), 0.0)
    for replicate in range(replicates):
        model = ReformModel(scenario, replicate)
        share = _paid(model.world)
        model.run()
        now = {**_at_the_end(model.world), SHARE: _paid(model.world), CHANGE: _paid(model.world) - share}
        ends = {what: ends[what] + now[what] for what in ends}
        events.update(kind for one in model.world.events if (kind := _kind(one.kind, one.detail)))
    years = (SCORED - LISTS_SINCE + 1) * replicates
    of_all = {what: ends[what] / replicates for what in (BODIES, SEATS, SHARE, CHANGE)}
    return {kind: events[kind] / years for kind in KINDS} | of_all


def _kind(kind: str, detail: str) -> str:
    """Which of :data:`KINDS` an event is, '' if none."""
    if kind == "body_dissolved":
        return "ended" if detail == "ended" else "went up in another" if detail.startswith("goes on") else ""
    return {"body_founded": "founded", "body_joined": "joined", "body_left": "left", "bodies_merged": KINDS[-1]}.get(
        "" if detail.startswith("one body for a subject") else kind, ""
    )
