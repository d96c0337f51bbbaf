"""Nation-wide coverage that a reform asks for: regional bodies formed voluntarily, or imposed after the grace."""

from __future__ import annotations

import numpy as np

from reformsim.levers.changes import RequireCoverage
from reformsim.model.provinces.care import sooner
from reformsim.model.world import Obligation, World
from reformsim.tasks import GEMEENTE
from reformsim.world.bodies import legal_of
from reformsim.world.streams import key_of

WEEKS_PER_MONTH = 365.25 / 12 / 7


def fulfil_obligations(world: World) -> set[int]:
    """Form the regional bodies asked for; returns the municipality rows concerned.

    Each year of grace a region forms by itself with chance ``cooperation.voluntary_region``, higher where the province
    presses (:func:`reformsim.model.provinces.care.sooner`); when the grace
    is over, what is missing is imposed if the reform or the rule ``cooperation.obligation`` says so, once the clock of
    Wgr art. 99-100 has run (:func:`ladder_years`), and otherwise may still form. A reform without years of grace
    that says 'imposed' wants coverage on its date: the clock has run before it, and all is imposed at once.
    """
    seats: list[tuple[int, np.ndarray]] = []
    state = world.state
    for obligation in world.obligations:
        change = obligation.change
        division = world.territory.divisions[change.division]
        due = state.year - obligation.since >= change.grace_years
        impose = due and _clock_has_run(world, obligation)
        area = division.label[state.leader[state.live]]
        for number, region in enumerate(division.region_codes):
            if region in obligation.formed or (change.regions is not None and region not in change.regions):
                continue
            key = np.array([key_of(f"{change.division}/{region}/{change.tasks}")], np.uint64)
            u = world.streams.uniform("cooperation.region", state.year, key)[0]
            rows = state.live[area == number]
            usual = world.behaviour["cooperation.voluntary_region"]
            willing = not impose and bool(u < sooner(world, rows, usual))
            if not (willing or impose):
                continue
            obligation.formed[region] = state.year
            if len(rows) >= 2:
                name = division.region_names[number]
                seats.append((form_region(world, change, region, name, rows, imposed=impose), rows))
    if seats:
        body = np.repeat([b for b, _ in seats], [len(rows) for _, rows in seats])
        state.bodies.add_members(body.astype(np.int32), np.concatenate([rows for _, rows in seats]))
    # All members: an earlier body may hold a municipality that has since come to lie in another region.
    return {int(r) for b, _ in seats for r in state.bodies.members(b)}


def ladder_years(world: World) -> int:
    """Whole years that the ladder of Wgr art. 99-100 takes: consultation, own term, and the imposing itself."""
    day = world.today
    months = world.law.value("wgr_obligation_term_months", day) + world.law.value("wgr_obligation_impose_months", day)
    weeks = world.law.value("wgr_obligation_consultation_weeks", day)
    return int((months + weeks / WEEKS_PER_MONTH) / 12.0)


def _clock_has_run(world: World, obligation: Obligation) -> bool:
    """Whether what did not form may be imposed this year; the ladder begins when the grace is over."""
    change, year = obligation.change, world.state.year
    if change.fallback != "imposed" and not world.rules["cooperation.obligation"]:
        obligation.ladder = None
        return False
    if change.fallback == "imposed" and not change.grace_years:
        return True
    if obligation.ladder is None:
        obligation.ladder = year
    return year - obligation.ladder >= ladder_years(world)


def form_region(
    world: World, change: RequireCoverage, region: str, name: str, rows: np.ndarray, *, imposed: bool
) -> int:
    """Let the municipalities of a region carry tasks together; returns the body, whose members are to be entered.

    A body founded for the same region by an earlier request takes the tasks on; otherwise one is founded.
    """
    state, bodies = world.state, world.state.bodies
    say = [world.tasks.index(t) for t in change.tasks]
    tasks = say if change.carried_out else []
    body = bodies.of_region(f"region_{change.division}", region)
    if body is None:
        body = bodies.add(
            name=f"{name} ({', '.join(change.tasks)})",
            kind=f"region_{change.division}",
            form=change.form,
            legal=legal_of(change.form),
            region=region,
            tasks=tasks,
            say=say,
            founded=state.year,
            obliged=imposed,
        )
    else:
        bodies.tasks[body, tasks] = True
        bodies.say[body, say] = True
        bodies.obliged[body] |= imposed
    for k in tasks:
        municipal = rows[state.carrier[rows, k] == GEMEENTE]
        state.executor[municipal, k] = body
    world.tell(
        "region_imposed" if imposed else "region_formed",
        bodies.names[body],
        world.codes_of(rows),
        change.division,
    )
    return body
