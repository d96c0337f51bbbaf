"""Deciding: certainty and change at once, in time, and by someone who answers for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.administrators import board_positions
from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View

NOTE = "note 1/22, 7/22, 9/22; claims with ranges that include no effect (decisions.*), see docs/odd.md"


def stability(view: View) -> float:
    """Share left alone for ``decisions.stability_years``: mean over tasks, municipalities and bodies.

    Tasks count by budget, municipalities by inhabitants, bodies each once (where there are any).
    """
    state, years = view.state, view.world.behaviour["decisions.stability_years"]
    tasks = float(state.budget @ (state.year - state.moved >= years) / max(float(state.budget.sum()), 1e-12))
    shares = [tasks, view.by_people((state.year - state.founded.take(view.live) >= years).astype(float))]
    founded = state.bodies.founded[: state.bodies.count].compress(view.body_alive)
    if len(founded):
        shares.append(np.count_nonzero(state.year - founded >= years) / len(founded))
    return sum(shares) / len(shares)


def control(view: View) -> NDArray[np.float64]:
    """Quality of the council's control, first day = 100, shape (m,): by the size of the council alone."""
    start = view.start or view.parts
    seats = np.maximum(view.seats, 1)
    result: NDArray[np.float64] = 100.0 * (start.council / seats) ** view.world.behaviour["councils.focus"]
    return result


def recognisability(view: View) -> float:
    """How far residents recognise one government, first day = 100.

    To those who see the government as one (``residents.single_view``) it is the more recognisable, the fewer layers
    a subject and authorities an address there are; to the others nothing changes.
    """
    start, now = view.start or view.parts, view.parts
    seen = (start.layers / now.layers + start.address / now.address) / 2.0
    single = view.world.behaviour["residents.single_view"]
    return 100.0 * (single * seen + 1.0 - single)


def ties(view: View) -> float:
    """Seats on boards of cooperation bodies per alderman in office."""
    return float(board_positions(view) / max(view.state.aldermen.take(view.live).sum(), 1))


INDICATORS = (
    Indicator(
        "decision_time",
        "weeks",
        "Decision time",
        "Doorlooptijd van besluiten",
        "Typical (median) time until an issue is decided, mean over subjects and inhabitants: grows with authorities "
        "that have a say, rounds, sub-municipal councils and the size of the college, as far as the claims hold.",
        "lower",
        f"{NOTE}; base: assumption (decisions.base_weeks)",
        lambda v: v.by_people(v.issues.weeks),
        lambda v: v.issues.weeks,
        headline=True,
        items=(12, 30, 32, 43, 45, 129),
    ),
    Indicator(
        "decided_in_time",
        "share",
        "Issues decided in time",
        "Besluiten binnen de termijn",
        "Share of issues decided within the deadline (rule principles.deadline_weeks), with decision times "
        "log-logistic around the typical one; mean over subjects and inhabitants.",
        "higher",
        f"{NOTE}; term of Awb art. 3:18 unverified; spread: assumption (decisions.spread)",
        lambda v: v.by_people(v.issues.in_time),
        lambda v: v.issues.in_time,
        items=(12, 129),
    ),
    Indicator(
        "issue_resolution",
        "share",
        "Issues resolved in one round",
        "Onderwerpen in één ronde beslecht",
        "Share of issues that no authority with a say holds up, nor a border between provinces that must agree; mean "
        "over subjects and inhabitants.",
        "higher",
        f"{NOTE}; note 17/22, 19/22; chances: assumption (decisions.veto_points, coordination.between_provinces)",
        lambda v: v.by_people(v.issues.resolved),
        lambda v: v.issues.resolved,
        items=(32, 104),
    ),
    Indicator(
        "rounds_per_issue",
        "rounds",
        "Decision rounds per issue",
        "Besluitrondes per onderwerp",
        "Rounds until an issue is decided, where each of the other authorities with a say may hold it up; mean over "
        "subjects and inhabitants.",
        "lower",
        "note 7/22; proxy; chance: assumption (decisions.veto_points)",
        lambda v: v.by_people(v.issues.rounds),
        lambda v: v.issues.rounds,
        items=(128,),
    ),
    Indicator(
        "decisiveness",
        "share",
        "Decisiveness",
        "Doorzettingsmacht",
        "Share of issues decided at once: in the first round and within the deadline; mean over subjects and "
        "inhabitants.",
        "higher",
        "note 1/22 (certainty and change at once); proxy of the project",
        lambda v: v.by_people(v.issues.at_once),
        lambda v: v.issues.at_once,
        items=(1,),
    ),
    Indicator(
        "stability",
        "share",
        "Stability",
        "Continuïteit",
        "Tasks (by budget), municipalities (by inhabitants) and bodies not moved, formed or founded in the last "
        "years (decisions.stability_years); mean of the three shares.",
        "higher",
        "note 1/22 (certainty); proxy of the project",
        stability,
        items=(1,),
    ),
    Indicator(
        "accountability",
        "0-1",
        "Clarity of responsibility",
        "Aanspreekbaarheid",
        "1 where one authority has a say on a subject, less with each further one by "
        "decisions.drukte_to_accountability; mean over subjects and inhabitants.",
        "higher",
        f"{NOTE}; note 7/22 (transparency, accountability)",
        lambda v: v.by_people(v.issues.clarity),
        lambda v: v.issues.clarity,
        items=(30,),
    ),
    Indicator(
        "quality_of_control",
        "start = 100",
        "Quality of the council's control",
        "Kwaliteit van de controle door de raad",
        "Size of the council on the first day relative to now, to the power of councils.focus; mean over inhabitants. "
        "100 throughout where that is 0, as no evidence was found.",
        "higher",
        "note 9/22 (debate on main lines); assumption (councils.focus)",
        lambda v: v.by_people(control(v)),
        control,
        items=(42,),
    ),
    Indicator(
        "recognisability",
        "start = 100",
        "Recognisable unity of government",
        "Herkenbaarheid van de overheid",
        "Mean of layers per subject and authorities per address, both of the first day relative to now, to the share "
        "of residents who see the government as one (residents.single_view).",
        "higher",
        "note 7/22, 9/22 (recognisable unity); proxy of the project",
        recognisability,
        items=(15, 57),
    ),
    Indicator(
        "authorities_per_address",
        "authorities",
        "Authorities per address",
        "Overheden per adres",
        "Rijk, province, municipality, water board, sub-municipal council and cooperation bodies that an inhabitant "
        "falls under, mean over inhabitants.",
        "lower",
        "note 3/22 (residents fall under more than one authority); proxy",
        lambda v: v.parts.address,
        lambda v: v.addresses,
        items=(17, 128),
    ),
    Indicator(
        "ties_per_alderman",
        "seats",
        "Board seats per alderman",
        "Bestuurszetels per wethouder",
        "Seats on boards of cooperation bodies divided by aldermen in office, who mostly hold them.",
        "lower",
        "note 7/22; Wgr art. 13; proxy",
        ties,
        items=(128,),
    ),
)
