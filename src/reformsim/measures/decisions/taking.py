"""Deciding: certainty and change at once, in time, and by someone who answers for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.measures import drukte
from reformsim.measures.administrators import aldermen, board_positions
from reformsim.measures.decisions.issues import issues
from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats

NOTE = "note 1/22, 7/22, 9/22; claims with ranges that include no effect (decisions.*), see docs/odd.md"


def stability(s: Snapshots) -> Floats:
    """Share left alone for ``decisions.stability_years``, (S,): mean over tasks, municipalities and bodies.

    Tasks count by budget, municipalities by inhabitants, bodies each once (where there are any).
    """
    before = s.year - s.weight("decisions.stability_years")
    tasks = (s.price_share * (s.table("moved") <= before[:, None])).sum(axis=1)
    municipalities = s.by_people(s.along("founded") <= s.each(before))
    bodies = s.per_snapshot(s.body_alive & np.less_equal(s.of_bodies("founded"), before.take(s.body_snap)))
    bodies /= np.maximum(s.living_bodies, 1.0)
    return (tasks + municipalities + bodies) / (2.0 + (s.living_bodies > 0))


@once
def control(s: Snapshots) -> Floats:
    """Quality of the council's control, first day = 100, shape (N,): by the size of the council alone."""
    usual = s.then(s.by_people(s.seats))
    return beside_usual(s.seats, s.each(usual), s.each(s.weight("councils.focus")))


def beside_usual(seats: NDArray[np.int32], usual: Floats, focus: Floats) -> Floats:
    """Quality of the control by councils, usual = 100: usual seats relative to theirs, to the power of the focus."""
    return 100.0 * (usual / np.maximum(seats, 1)) ** focus


@once
def address(s: Snapshots) -> Floats:
    """Authorities at an address, mean over inhabitants, shape (S,)."""
    return s.by_people(s.addresses)


def recognisability(s: Snapshots) -> Floats:
    """How far residents recognise one government, first day = 100, (S,).

    To those who see the government as one (``residents.single_view``) it is the more recognisable, the fewer layers
    a subject and authorities an address there are; to the others nothing changes.
    """
    layers, here = drukte.layers(s), address(s)
    seen = (s.then(layers) / layers + s.then(here) / here) / 2.0
    single = s.weight("residents.single_view")
    return 100.0 * (single * seen + 1.0 - single)


def ties(s: Snapshots) -> Floats:
    """Seats on boards of cooperation bodies per alderman in office, (S,)."""
    return board_positions(s) / np.maximum(aldermen(s), 1)


MEASURES = (
    Measure(
        "decision_time",
        "weeks",
        "Decision time",
        "Doorlooptijd van besluiten",
        "Typical (median) time until an issue is decided, mean over subjects and inhabitants: grows with authorities "
        "that have a say, rounds, sub-municipal councils and the size of the college, as far as the claims hold.",
        "lower",
        f"{NOTE}; base: assumption (decisions.base_weeks)",
        lambda s: s.by_people(issues(s).weeks),
        lambda s: issues(s).weeks,
        headline=True,
        items=(12, 30, 32, 43, 45, 129),
    ),
    Measure(
        "decided_in_time",
        "share",
        "Issues decided in time",
        "Besluiten binnen de termijn",
        "Share of issues decided within the deadline (rule principles.deadline_weeks), with decision times "
        "log-logistic around the typical one; mean over subjects and inhabitants.",
        "higher",
        f"{NOTE}; term of Awb art. 3:18 unverified; spread: assumption (decisions.spread)",
        lambda s: s.by_people(issues(s).in_time),
        lambda s: issues(s).in_time,
        items=(12, 129),
    ),
    Measure(
        "issue_resolution",
        "share",
        "Issues resolved in one round",
        "Onderwerpen in één ronde beslecht",
        "Share of issues that no authority with a say holds up, nor a border between provinces that must agree; mean "
        "over subjects and inhabitants.",
        "higher",
        f"{NOTE}; note 17/22, 19/22; chances: assumption (decisions.veto_points, coordination.between_provinces)",
        lambda s: s.by_people(issues(s).resolved),
        lambda s: issues(s).resolved,
        items=(32, 104),
    ),
    Measure(
        "rounds_per_issue",
        "rounds",
        "Decision rounds per issue",
        "Besluitrondes per onderwerp",
        "Rounds until an issue is decided, where each of the other authorities with a say may hold it up; mean over "
        "subjects and inhabitants.",
        "lower",
        "note 7/22; proxy; chance: assumption (decisions.veto_points)",
        lambda s: s.by_people(issues(s).rounds),
        lambda s: issues(s).rounds,
        items=(128,),
    ),
    Measure(
        "decisiveness",
        "share",
        "Decisiveness",
        "Doorzettingsmacht",
        "Share of issues decided at once: in the first round and within the deadline; mean over subjects and "
        "inhabitants.",
        "higher",
        "note 1/22 (certainty and change at once); proxy of the project",
        lambda s: s.by_people(issues(s).at_once),
        lambda s: issues(s).at_once,
        items=(1,),
    ),
    Measure(
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
    Measure(
        "accountability",
        "0-1",
        "Clarity of responsibility",
        "Aanspreekbaarheid",
        "1 where one authority has a say on a subject, less with each further one by "
        "decisions.drukte_to_accountability; mean over subjects and inhabitants.",
        "higher",
        f"{NOTE}; note 7/22 (transparency, accountability)",
        lambda s: s.by_people(issues(s).clarity),
        lambda s: issues(s).clarity,
        items=(30,),
    ),
    Measure(
        "quality_of_control",
        "start = 100",
        "Quality of the council's control",
        "Kwaliteit van de controle door de raad",
        "Size of the council on the first day relative to now, to the power of councils.focus; mean over inhabitants. "
        "100 throughout where that is 0, as no evidence was found.",
        "higher",
        "note 9/22 (debate on main lines); assumption (councils.focus)",
        lambda s: s.by_people(control(s)),
        control,
        items=(42,),
    ),
    Measure(
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
    Measure(
        "authorities_per_address",
        "authorities",
        "Authorities per address",
        "Overheden per adres",
        "Rijk, province, municipality, water board, sub-municipal council and cooperation bodies that an inhabitant "
        "falls under, mean over inhabitants.",
        "lower",
        "note 3/22 (residents fall under more than one authority); proxy",
        address,
        lambda s: s.addresses,
        items=(17, 128),
    ),
    Measure(
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
