"""Randstad, provinces and economic areas: who governs there, how provinces agree, and how the economy fares."""

from __future__ import annotations

import numpy as np

from reformsim.measures.decisions.agreed import arrangements
from reformsim.measures.kind import Measure
from reformsim.measures.places.areas import (
    ECONOMIC,
    SOUTH,
    WINGS,
    congestion,
    inhabitants_in,
    marks,
    provinces_in,
    randstad_bodies,
    randstad_governments,
    units_of,
)
from reformsim.measures.view.along import running_product
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Bools, Floats, Ints
from reformsim.tasks import PROVINCIE, REGIO, RIJK
from reformsim.world.commuting import staying, work_at_home

ELSEWHERE = "; on a territory without that area, the whole of it"


def growth(rate: Floats, brake: Floats, drukte: Floats) -> Floats:
    """Factor by which the economy of the Randstad grows in a year; the shapes broadcast.

    Parameters
    ----------
    rate
        Growth at the congestion of the first day (``economy.growth``).
    brake
        Part of the growth that goes as congestion doubles (``economy.drukte_to_growth``).
    drukte
        Bestuurlijke drukte there, first day = 1.
    """
    return 1.0 + rate * (1.0 - brake * (drukte - 1.0))


def economy(s: Snapshots) -> Floats:
    """Size of the economy of the Randstad, 100 in the first year, (S,)."""
    drukte = np.mean([part / s.then(part) for part in congestion(s)], axis=0)
    factor = growth(s.weight("economy.growth"), s.weight("economy.drukte_to_growth"), drukte)
    grown = np.arange(len(s.shots)) > s.first + 1
    return 100.0 * running_product(s, np.where(grown, factor, 1.0))


def boards_that_agree(s: Snapshots, units: Ints) -> Floats:
    """Provincial boards that must agree on each task there, shape (S, K); 0 where provinces have no say.

    A province counts where it has a say of its own; those in an arrangement count less while it is young:
    m provinces in it count as m - relief (m - 1).
    """
    present = _with_a_say(s, units)
    boards: Floats = present.sum(axis=1, dtype=np.float64)
    every = arrangements(s)
    if every is None:
        return boards
    together = (present[every.snap] & every.member[:, :, None]).sum(axis=1) * every.tasks
    saved = np.zeros(boards.shape)
    np.maximum.at(saved, every.snap, every.relief[:, None] * np.maximum(together - 1, 0))
    boards -= saved
    return boards


def _with_a_say(s: Snapshots, units: Ints) -> Bools:
    """Provinces in which some units lie and that have a say of their own on a task there, shape (S, P, K)."""
    say = s.say[:, None, :, PROVINCIE]
    if s.ceded is None:
        return provinces_in(s, units)[:, :, None] & say
    at, unit, task = (~s.ceded[:, :, PROVINCIE]).take(s.owner[:, units], axis=0).nonzero()
    shape = (*s.by_province.shape, len(s.tasks))
    own = marks(s.unit_province[at, units[unit]] * shape[2] + task, s.by_province.size * shape[2])
    return own.reshape(shape) & say


@once
def _boards_by_area(s: Snapshots) -> list[tuple[Floats, Floats]]:
    """Inhabitants of each economic area, (S,), and the boards that must agree there, (S, K)."""
    return [(s.unit_people[:, units].sum(axis=1), boards_that_agree(s, units)) for units in units_of(s, *ECONOMIC)]


def boards_to_agree(s: Snapshots) -> Floats:
    """Boards that must agree, mean over the tasks of provinces and over the economic areas by inhabitants, (S,)."""
    say = s.say[:, :, PROVINCIE]
    areas = [(people, _mean_where(say, boards, 0.0)) for people, boards in _boards_by_area(s)]
    return _over_areas(areas)


def resolved_in_areas(s: Snapshots) -> Floats:
    """Issues resolved between the boards that must agree, mean as for those boards, (S,)."""
    say, cost = s.say[:, :, PROVINCIE], s.weight("coordination.between_provinces")[:, None]
    resolved = [(people, 1.0 / (1.0 + cost * np.maximum(boards - 1.0, 0.0))) for people, boards in _boards_by_area(s)]
    return _over_areas([(people, _mean_where(say, share, 1.0)) for people, share in resolved])


def _mean_where(marked: Bools, values: Floats, otherwise: float) -> Floats:
    """Mean of the marked values of each row, (S,); another value for rows without any."""
    number = marked.sum(axis=1)
    return np.where(number > 0, (values * marked).sum(axis=1) / np.maximum(number, 1), otherwise)


def _over_areas(areas: list[tuple[Floats, Floats]]) -> Floats:
    """Mean of values over areas, weighted by inhabitants, (S,)."""
    people, values = np.array(areas).transpose(1, 0, 2)
    return (people * values).sum(axis=0) / people.sum(axis=0)


def transport_coherence(s: Snapshots) -> Floats:
    """Chance that two inhabitants of one wing have their regional transport from the same authority, (S,)."""
    k = s.tasks.index("regional_transport")
    member, carrying, task = s.regional_tasks
    body = s.body_start.take(s.snap)
    body[member[task == k]] = carrying[task == k]
    # Who it is within its layer: the body, the province, the municipality; there is one Rijk.
    layer = s.carrier[:, k].take(s.owner).astype(np.int64)
    who = np.where(layer == REGIO, body.take(s.owner), np.where(layer == PROVINCIE, s.unit_province, s.owner))
    who = np.where(layer == RIJK, np.arange(len(s.shots))[:, None], who)
    authority = layer * (who.max(initial=0) + 1) + who
    same = everyone = np.zeros(len(s.shots))
    for units in units_of(s, *WINGS):
        here, people = authority[:, units], s.unit_people[:, units]
        served = np.bincount(here.ravel(), weights=people.ravel())
        inhabitants = people.sum(axis=1)
        same = same + (people * served.take(here)).sum(axis=1) / inhabitants
        everyone = everyone + inhabitants
    return same / everyone


def urban_bodies_to_province(s: Snapshots) -> Floats:
    """Budget that bodies carry in the south wing, in their own right or for members, by that of the province, (S,)."""
    (units,) = units_of(s, SOUTH)
    people = inhabitants_in(s, units)
    by_bodies = s.total(people * s.weighted((s.carrier == REGIO) | s.shared, s.prices))
    by_province = s.total(people * s.weighted(s.carrier == PROVINCIE, s.prices))
    return by_bodies / np.maximum(by_province, 1e-9)


def fixed_sums(s: Snapshots) -> Floats:
    """Fixed sums of the provincial fund, before its fund factor, M€ a year, (S,)."""
    euro = [
        sum(
            shot.law.value("fixed_sum_province", day, code)
            for code, alive in zip(shot.provinces.codes, shot.provinces.alive.tolist(), strict=True)
            if alive
        )
        for shot, day in zip(s.shots, s.today, strict=True)
    ]
    return np.array(euro, np.float64) / 1e6


@once
def work_elsewhere(s: Snapshots) -> Floats:
    """Share of the workers of each municipality who work in another, shape (N,)."""
    reach, decline = s.weight("commuting.reach_km").tolist(), s.each(s.weight("commuting.decline"))
    stays = np.stack([staying(s.territory, km, shot.owner) for km, shot in zip(reach, s.shots, strict=True)])
    years = s.each(s.year - s.territory.year)
    return 1.0 - work_at_home(stays, s.owner, s.unit_people, years, decline, len(s.snap))


MEASURES = (
    Measure(
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
    Measure(
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
    Measure(
        "randstad_economy",
        "start = 100",
        "Economy of the Randstad",
        "Economie van de Randstad",
        "Exogenous growth, more or less of it as congestion in the Randstad (authorities per subject and governments "
        f"active, each relative to the first day) falls or rises{ELSEWHERE}.",
        "higher",
        "note 7/22, 15/22, 17/22; OECD 2010 without effect size; growth and weight: assumption",
        economy,
        items=(96, 97, 136),
    ),
    Measure(
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
    Measure(
        "provincial_boards_to_agree",
        "boards",
        "Provincial boards that must agree in an economic area",
        "Provinciebesturen die het eens moeten worden",
        "Provinces with a say of their own in an economic area (wings of the Randstad, Brainport, delta), mean over "
        "the tasks in which provinces have a say and over inhabitants; those in an arrangement count less while it is "
        "young. On a territory without these areas, the whole of it.",
        "lower",
        "note 15/22, 19/22; relief: assumption (coordination.*)",
        boards_to_agree,
        items=(98, 99, 104, 105, 110),
    ),
    Measure(
        "area_issue_resolution",
        "0-1",
        "Issues resolved between provinces",
        "Kwesties die provincies samen oplossen",
        "Share of issues in the economic areas on which the provincial boards that must agree come to agree: "
        "1 / (1 + cost (boards - 1)), mean as for those boards.",
        "higher",
        "note 17/22, 19/22; cost: assumption (coordination.between_provinces)",
        resolved_in_areas,
        items=(32, 104),
    ),
    Measure(
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
    Measure(
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
    Measure(
        "work_elsewhere_share",
        "share",
        "Workers who work outside their municipality",
        "Werkenden die buiten hun gemeente werken",
        "Share of workers who work in another municipality than they live in, mean over inhabitants; a gravity model, "
        "since no matrix of commuting is in the data.",
        "none",
        "note 11/22 (no labour market is local); reach and decline: assumption (commuting.*)",
        lambda s: s.by_people(work_elsewhere(s)),
        work_elsewhere,
        items=(55, 60, 77),
    ),
)
