"""Randstad, provinces and economic areas: who governs there, how provinces agree, and how the economy fares."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.areas import (
    ECONOMIC,
    PROVINCIE,
    REGIO,
    SOUTH,
    WINGS,
    marks,
    randstad_bodies,
    randstad_governments,
    units_of,
)
from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View, once
from reformsim.world.commuting import work_at_home

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ELSEWHERE = "; on a territory without that area, the whole of it"


def boards_that_agree(view: View, units: Ints) -> Floats:
    """Provincial boards that must agree on each task in which provinces have a say there, shape (tasks,).

    A province counts where it has a say of its own; those in an arrangement count less while it is young:
    m provinces in it count as m - relief (m - 1).
    """
    state, behaviour = view.state, view.world.behaviour
    province, say = state.unit_province.take(units), state.involved[:, PROVINCIE]
    rows = marks(province, len(state.provinces.codes)).nonzero()[0]
    if view.ceded is None:
        present = np.broadcast_to(say, (len(rows), len(say)))
    else:
        own = ~view.ceded[view.place[state.owner[units]], :, PROVINCIE]
        units_with_own = (rows[:, None] == province).astype(np.float32) @ own
        present = (units_with_own > 0) & say
    boards, saved = present.sum(axis=0, dtype=float), np.zeros(len(say))
    here = frozenset(rows.tolist())
    for one in view.arrangements:
        if len(one.provinces & here) < 2:
            continue
        relief = behaviour["coordination.agreement_relief" if one.binding else "coordination.agenda_relief"]
        relief *= math.exp(-behaviour["coordination.fading"] * (state.year - one.founded))
        there = marks(list(one.provinces), len(state.provinces.codes))
        together = present[there[rows]].sum(axis=0) * one.tasks
        saved = np.maximum(saved, relief * np.maximum(together - 1, 0))
    result: Floats = (boards - saved).compress(say)
    return result


@once
def _boards_by_area(view: View) -> list[tuple[float, Floats]]:
    """Inhabitants of each economic area, and the boards that must agree there."""
    people = view.state.unit_population
    areas = units_of(view, *ECONOMIC)
    return [(float(people.take(units).sum()), boards_that_agree(view, units)) for units in areas]


def _over_areas(view: View, value: str) -> float:
    """Mean over the economic areas, weighted by inhabitants, of boards that must agree or of issues resolved."""
    cost = view.world.behaviour["coordination.between_provinces"]
    total = weight = 0.0
    for people, boards in _boards_by_area(view):
        each = boards if value == "boards" else 1.0 / (1.0 + cost * np.maximum(boards - 1.0, 0.0))
        total += people * (float(each.sum() / len(each)) if len(each) else float(value != "boards"))
        weight += people
    return total / weight


def transport_coherence(view: View) -> float:
    """Chance that two inhabitants of one wing have their regional transport from the same authority."""
    state, k = view.state, view.world.tasks.index("regional_transport")
    bodies = state.bodies
    member, carrying, task = view.regional_tasks
    body = np.zeros(len(state.alive), np.int64)
    transport = (task == k).nonzero()[0]
    body[member.take(transport)] = carrying.take(transport)
    most = max(len(state.alive), bodies.count, len(state.provinces.codes))
    row = state.owner
    layer = state.carrier[:, k].take(row).astype(np.int64)
    # Who it is within its layer: the body, the province, the municipality; the Rijk and water boards by layer.
    who = np.where(layer == REGIO, body.take(row), np.where(layer == PROVINCIE, state.unit_province, row))
    who[layer == 0] = 0
    authority = layer * most + who
    total = weight = 0.0
    for units in units_of(view, *WINGS):
        here, people = authority.take(units), state.unit_population.take(units).astype(float)
        everyone, served = people.sum(), np.bincount(here, weights=people)
        share = served.compress(marks(here, len(served))) / everyone
        total += float((share**2).sum()) * everyone
        weight += everyone
    return float(total / weight)


def urban_bodies_to_province(view: View) -> float:
    """Budget that bodies carry in the south wing, in their own right or for members, by that of the province."""
    state = view.state
    (units,) = units_of(view, SOUTH)
    row, people = state.owner.take(units), state.unit_population.take(units).astype(float)
    carrier = state.carrier.take(row, axis=0)
    regional = (carrier == REGIO) | (state.executor.take(row, axis=0) >= 0)
    by_bodies = people @ (regional @ state.budget)
    by_province = people @ ((carrier == PROVINCIE) @ state.budget)
    return float(by_bodies / max(by_province, 1e-9))


def fixed_sums(view: View) -> float:
    """Fixed sums of the provincial fund, before its fund factor, M€ a year."""
    law, day, p = view.world.law, view.today, view.state.provinces
    alive = [code for code, alive in zip(p.codes, p.alive, strict=True) if alive]
    return sum(law.value("fixed_sum_province", day, code) for code in alive) / 1e6


@once
def work_elsewhere(view: View) -> Floats:
    """Share of the workers of each municipality who work in another, shape (m,)."""
    behaviour = view.world.behaviour
    reach, decline = behaviour["commuting.reach_km"], behaviour["commuting.decline"]
    return 1.0 - work_at_home(view.state, view.world.territory, reach, decline).take(view.live)


INDICATORS = (
    Indicator(
        "randstad_governments",
        "governments",
        "Governments active in the Randstad",
        "Overheden in de Randstad",
        "Rijk, provinces, water boards, municipalities, sub-municipal councils, cooperation bodies with a member there "
        f"and arrangements of provinces{ELSEWHERE}.",
        "lower",
        "note 7/22 (too many governments)",
        randstad_governments,
        items=(31, 98, 136),
    ),
    Indicator(
        "randstad_bodies",
        "bodies",
        "Cooperation bodies in the Randstad",
        "Samenwerkingsverbanden in de Randstad",
        f"Living cooperation bodies with a member in the Randstad{ELSEWHERE}.",
        "lower",
        "note 7/22 (functional bodies)",
        randstad_bodies,
        items=(31, 101),
    ),
    Indicator(
        "randstad_economy",
        "start = 100",
        "Economy of the Randstad",
        "Economie van de Randstad",
        "Exogenous growth, more or less of it as congestion in the Randstad (authorities per subject and governments "
        f"active, each relative to the first day) falls or rises{ELSEWHERE}.",
        "higher",
        "note 7/22, 15/22, 17/22; OECD 2010 without effect size; growth and weight: assumption",
        lambda v: v.state.economy,
        items=(96, 97, 136),
    ),
    Indicator(
        "accessibility_coherence",
        "0-1",
        "Coherence of regional transport in the Randstad",
        "Samenhang van het regionale vervoer in de Randstad",
        "Chance that two inhabitants of one wing of the Randstad have their regional transport from the same "
        "authority, mean over the inhabitants of the wings; on a territory without wings, the whole of it.",
        "higher",
        "note 19/22 (one steering point in each wing); that a wing is one daily urban system: assumption",
        transport_coherence,
        items=(107, 108, 136),
    ),
    Indicator(
        "provincial_boards_to_agree",
        "boards",
        "Provincial boards that must agree in an economic area",
        "Provinciebesturen die het eens moeten worden",
        "Provinces with a say of their own in an economic area (wings of the Randstad, Brainport, delta), mean over "
        "the tasks in which provinces have a say and over inhabitants; those in an arrangement count less while it is "
        "young. On a territory without these areas, the whole of it.",
        "lower",
        "note 15/22, 19/22; relief: assumption (coordination.*)",
        lambda v: _over_areas(v, "boards"),
        items=(98, 99, 104, 105, 110),
    ),
    Indicator(
        "area_issue_resolution",
        "0-1",
        "Issues resolved between provinces",
        "Kwesties die provincies samen oplossen",
        "Share of issues in the economic areas on which the provincial boards that must agree come to agree: "
        "1 / (1 + cost (boards - 1)), mean as for those boards.",
        "higher",
        "note 17/22, 19/22; cost: assumption (coordination.between_provinces)",
        lambda v: _over_areas(v, "resolved"),
        items=(32, 104),
    ),
    Indicator(
        "urban_body_to_province",
        "ratio",
        "Budget of regional bodies to that of the province, Zuidvleugel",
        "Budget van regionale lichamen ten opzichte van de provincie, Zuidvleugel",
        "Budget of the tasks that bodies carry in their own right or carry out for members in the south wing, divided "
        f"by that of the tasks the province carries there{ELSEWHERE}.",
        "none",
        "note 19/22 (with stronger cooperation of cities the province may fall short); budgets: task catalogue",
        urban_bodies_to_province,
        items=(106,),
    ),
    Indicator(
        "provincial_fixed_sum",
        "M€ a year",
        "Fixed sums of provinces",
        "Vaste bedragen van provincies",
        "Fixed sums of the provincial fund for all provinces together, before the fund factor; a merger loses them.",
        "lower",
        "Financiële-verhoudingswet art. 8; law table fixed_sum_province",
        fixed_sums,
        items=(103,),
    ),
    Indicator(
        "work_elsewhere_share",
        "share",
        "Workers who work outside their municipality",
        "Werkenden die buiten hun gemeente werken",
        "Share of workers who work in another municipality than they live in, mean over inhabitants; a gravity model, "
        "since no matrix of commuting is in the data.",
        "none",
        "note 11/22 (no labour market is local); reach and decline: assumption (commuting.*)",
        lambda v: v.by_people(work_elsewhere(v)),
        work_elsewhere,
        items=(55, 60, 77),
    ),
)
