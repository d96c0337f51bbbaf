"""Administrators by office: persons in office by law; board seats in cooperation bodies are positions beside them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View, once
from reformsim.world.state import WATER_BOARD_MODES


def councillors(view: View) -> float:
    """Members of municipal councils (Gemeentewet art. 8)."""
    return float(view.seats.sum())


def aldermen(view: View) -> float:
    """Aldermen in office (Gemeentewet art. 36 times the share in office)."""
    return float(view.state.aldermen[view.live].sum())


def aldermen_fte(view: View) -> float:
    """Time of the aldermen in office, full-time equivalents (Gemeentewet art. 36)."""
    return float(view.state.aldermen_fte[view.live].sum())


def mayors(view: View) -> float:
    """One mayor per municipality (Gemeentewet art. 6)."""
    return len(view.live) * view.world.law.value("mayors_per_municipality", view.today)


def provincial_councillors(view: View) -> float:
    """Members of provincial councils (Provinciewet art. 8)."""
    p = view.state.provinces
    return float(p.seats[p.alive].sum())


def deputies(view: View) -> float:
    """Deputies in office (Provinciewet art. 35a)."""
    p = view.state.provinces
    return float(p.deputies[p.alive].sum())


def deputies_fte(view: View) -> float:
    """Time of the deputies in office, full-time equivalents (Provinciewet art. 35a)."""
    p = view.state.provinces
    return float(p.deputies_fte[p.alive].sum())


def commissioners(view: View) -> float:
    """King's commissioners (Provinciewet art. 61)."""
    return view.state.provinces.alive.sum() * view.world.law.value("kings_commissioners_per_province", view.today)


def water_board_members(view: View) -> float:
    """Members of general boards and chairs of water boards (Waterschapswet art. 13, 46)."""
    w = view.state.water_boards
    chairs = len(w.live) * view.world.law.value("water_board_chairs", view.today)
    return float(w.seats[w.live].sum() + chairs)


def sub_municipal(view: View) -> float:
    """Members and executives of sub-municipal councils, or of the commissions in their place."""
    s = view.state.sub_municipal
    return float((s.councillors + s.executives)[s.alive].sum())


@once
def board_positions(view: View) -> float:
    """Seats on the boards of cooperation bodies: positions, mostly held by aldermen, mayors and councillors."""
    bodies = view.state.bodies
    return float(bodies.seats_per_member.take(bodies.edge_body).sum())


@once
def total(view: View) -> float:
    """All administrators."""
    return float(sum(count(view) for count in OFFICES))


OFFICES = (
    councillors,
    aldermen,
    mayors,
    provincial_councillors,
    deputies,
    commissioners,
    water_board_members,
    sub_municipal,
)
"""Offices that make up the total."""


def directly_elected(view: View) -> float:
    """Share of administrators who are directly elected by residents.

    Councillors, provincial councillors, members of sub-municipal councils or elected commissions and, in boards that
    residents chose, the water board members outside the reserved seats.
    """
    s, w = view.state.sub_municipal, view.state.water_boards
    elected = councillors(view) + provincial_councillors(view) + float(s.councillors[s.alive & s.elected].sum())
    residents = w.alive & (w.mode != WATER_BOARD_MODES.index("indirect_councils"))
    elected += float((w.seats - w.reserved)[residents].sum())
    return elected / max(total(view), 1.0)


def per_local_representative(view: View) -> NDArray[np.float64]:
    """Inhabitants by elected representative within the municipality, sub-municipal ones included, shape (m,)."""
    result: NDArray[np.float64] = view.people / np.maximum(view.representatives, 1.0)
    return result


def municipal_office_holders(view: View) -> NDArray[np.float64]:
    """Councillors, aldermen and mayor of each municipality, shape (m,)."""
    one = view.world.law.value("mayors_per_municipality", view.today)
    return np.asarray(view.seats + view.state.aldermen[view.live] + one, np.float64)


INDICATORS = (
    Indicator(
        "administrators_total",
        "persons",
        "Administrators, all offices",
        "Bestuurders, alle ambten",
        "Councillors, aldermen, mayors, provincial councillors, deputies, King's commissioners, water board members "
        "and chairs, sub-municipal office holders.",
        "lower",
        "note 9/22; law tables",
        total,
        headline=True,
        items=(6, 10, 36, 126),
    ),
    Indicator(
        "municipal_office_holders",
        "persons",
        "Municipal office holders",
        "Gemeentelijke ambtsdragers",
        "Councillors, aldermen and mayors.",
        "lower",
        "Gemeentewet art. 6, 8, 36",
        lambda v: float(municipal_office_holders(v).sum()),
        municipal_office_holders,
        together="sum",
        items=(10, 36, 126),
    ),
    Indicator(
        "councillors",
        "persons",
        "Councillors",
        "Raadsleden",
        "Seats of municipal councils in office.",
        "lower",
        "Gemeentewet art. 8; Wet arhi art. 55",
        councillors,
        lambda v: v.seats.astype(float),
        together="sum",
        headline=True,
        items=(10, 37, 126),
    ),
    Indicator(
        "aldermen",
        "persons",
        "Aldermen",
        "Wethouders",
        "Aldermen in office: the legal maximum times the share of it in office.",
        "lower",
        "Gemeentewet art. 36; law table aldermen_fill",
        aldermen,
        lambda v: v.state.aldermen[v.live].astype(float),
        together="sum",
        items=(10, 38, 126),
    ),
    Indicator(
        "aldermen_fte",
        "FTE",
        "Aldermen, full-time equivalents",
        "Wethouders in voltijdsequivalenten",
        "Time of the aldermen in office; part-time office in small municipalities, where each works the time that the "
        "law leaves when every place is taken.",
        "lower",
        "Gemeentewet art. 36; assumption (law tables aldermen_parttime_up_to, aldermen_parttime_places)",
        aldermen_fte,
        lambda v: v.state.aldermen_fte[v.live],
        together="sum",
        items=(38, 126),
    ),
    Indicator(
        "mayors",
        "persons",
        "Mayors",
        "Burgemeesters",
        "One per municipality.",
        "lower",
        "Gemeentewet art. 6",
        mayors,
        items=(126,),
    ),
    Indicator(
        "provincial_councillors",
        "persons",
        "Members of provincial councils",
        "Statenleden",
        "Seats of provincial councils.",
        "lower",
        "Provinciewet art. 8",
        provincial_councillors,
        items=(10, 39, 103, 126),
    ),
    Indicator(
        "deputies",
        "persons",
        "Provincial deputies",
        "Gedeputeerden",
        "Deputies in office.",
        "lower",
        "Provinciewet art. 35a",
        deputies,
        items=(10, 39, 126),
    ),
    Indicator(
        "deputies_fte",
        "FTE",
        "Provincial deputies, full-time equivalents",
        "Gedeputeerden in voltijdsequivalenten",
        "Time of the deputies in office; with part-time office together at most the ceiling of the law.",
        "lower",
        "Provinciewet art. 35a; assumption (law table deputies_parttime: none is part-time)",
        deputies_fte,
        items=(39, 126),
    ),
    Indicator(
        "kings_commissioners",
        "persons",
        "King's commissioners",
        "Commissarissen van de Koning",
        "One per province.",
        "lower",
        "Provinciewet art. 61",
        commissioners,
        items=(126,),
    ),
    Indicator(
        "water_board_members",
        "persons",
        "Water board members and chairs",
        "Waterschapsbestuurders",
        "Seats of general boards, and chairs.",
        "lower",
        "Waterschapswet art. 13, 46; seats per board: assumption",
        water_board_members,
        items=(10, 41, 126),
    ),
    Indicator(
        "sub_municipal_office_holders",
        "persons",
        "Sub-municipal office holders",
        "Deelgemeentebestuurders",
        "Members and executives of sub-municipal councils, or of the commissions that replaced them.",
        "lower",
        "Kamerstukken 33 017 nr. 3",
        sub_municipal,
        items=(35, 126),
    ),
    Indicator(
        "board_positions",
        "positions",
        "Board positions in cooperation bodies",
        "Bestuurszetels in samenwerkingsverbanden",
        "Seats on boards of cooperation bodies; positions, not persons.",
        "lower",
        "Wgr art. 13",
        board_positions,
        items=(125, 126),
    ),
    Indicator(
        "directly_elected_share",
        "share",
        "Directly elected administrators",
        "Rechtstreeks gekozen bestuurders",
        "Share of administrators elected directly by residents.",
        "higher",
        "note 9/22 (three tiers with directly elected boards)",
        directly_elected,
        items=(41, 49, 133),
    ),
    Indicator(
        "inhabitants_per_local_representative",
        "inhabitants",
        "Inhabitants per local representative",
        "Inwoners per lokale volksvertegenwoordiger",
        "Inhabitants divided by councillors and directly elected members of sub-municipal councils or commissions.",
        "lower",
        "Gemeentewet art. 8, 83, 87-92; note 9/22 on proximity",
        lambda v: v.inhabitants / max(float(v.representatives.sum()), 1.0),
        per_local_representative,
        together="representatives",
        items=(35, 37, 133),
    ),
)
