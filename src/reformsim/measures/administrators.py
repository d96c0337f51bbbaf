"""Administrators by office: persons in office by law; board seats in cooperation bodies are positions beside them."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.world.state import WATER_BOARD_MODES


def councillors(s: Snapshots) -> Floats:
    """Members of municipal councils (Gemeentewet art. 8), shape (S,)."""
    return s.total(s.seats.astype(float))


def aldermen(s: Snapshots) -> Floats:
    """Aldermen in office (Gemeentewet art. 36 times the share in office), shape (S,)."""
    return s.total(s.aldermen.astype(float))


def aldermen_fte(s: Snapshots) -> Floats:
    """Time of the aldermen in office, full-time equivalents (Gemeentewet art. 36), shape (S,)."""
    return s.total(s.along("aldermen_fte"))


def mayors(s: Snapshots) -> Floats:
    """One mayor per municipality (Gemeentewet art. 6), shape (S,)."""
    return s.count * s.law("mayors_per_municipality")


def provincial_councillors(s: Snapshots) -> Floats:
    """Members of provincial councils (Provinciewet art. 8), shape (S,)."""
    return _in_provinces(s, "seats")


def deputies(s: Snapshots) -> Floats:
    """Deputies in office (Provinciewet art. 35a), shape (S,)."""
    return _in_provinces(s, "deputies")


def deputies_fte(s: Snapshots) -> Floats:
    """Time of the deputies in office, full-time equivalents (Provinciewet art. 35a), shape (S,)."""
    return _in_provinces(s, "deputies_fte")


def _in_provinces(s: Snapshots, name: str) -> Floats:
    return (s.of_provinces(name) * s.of_provinces("alive")).sum(axis=1)


def commissioners(s: Snapshots) -> Floats:
    """King's commissioners (Provinciewet art. 61), shape (S,)."""
    return s.living_provinces * s.law("kings_commissioners_per_province")


@once
def water_board_seats(s: Snapshots) -> Floats:
    """Members of the general boards of water boards (Waterschapswet art. 13), shape (S,)."""
    return (s.of_boards("seats") * s.of_boards("alive")).sum(axis=1)


def water_board_members(s: Snapshots) -> Floats:
    """Members of general boards and chairs of water boards (Waterschapswet art. 13, 46), shape (S,)."""
    return water_board_seats(s) + s.living_boards * s.law("water_board_chairs")


def sub_municipal_offices(s: Snapshots, office: str, only: str = "alive") -> Floats:
    """Councillors or executives of living sub-municipal councils and commissions, or of some alone, shape (S,)."""
    held = s.table("alive", "sub_municipal") & s.table(only, "sub_municipal")
    return (s.table(office, "sub_municipal") * held).sum(axis=1).astype(float)


def sub_municipal(s: Snapshots) -> Floats:
    """Members and executives of sub-municipal councils, or of the commissions in their place, shape (S,)."""
    return sub_municipal_offices(s, "councillors") + sub_municipal_offices(s, "executives")


def board_positions(s: Snapshots) -> Floats:
    """Seats on the boards of cooperation bodies: positions, mostly held by aldermen, mayors and councillors, (S,)."""
    return s.per_snapshot(np.multiply(s.of_bodies("seats_per_member"), s.body_sizes))


@once
def total(s: Snapshots) -> Floats:
    """All administrators, shape (S,); who is an executive and sits in the council as well counts once."""
    return np.sum([count(s) for count in OFFICES], axis=0) - s.law("executives_in_council") * np.sum(
        [count(s) for count in IN_COUNCIL], axis=0
    )


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

IN_COUNCIL = (aldermen, mayors, deputies)
"""Offices whose holders are members of their councils where the law has it so."""


def directly_elected(s: Snapshots) -> Floats:
    """Share of administrators who are directly elected by residents, shape (S,).

    Councillors, provincial councillors, members of sub-municipal councils or elected commissions and, in boards that
    residents chose, the water board members outside the reserved seats.
    """
    residents = s.of_boards("alive") * (s.of_boards("mode") != WATER_BOARD_MODES.index("indirect_councils"))
    on_boards = ((s.of_boards("seats") - s.of_boards("reserved")) * residents).sum(axis=1)
    near = sub_municipal_offices(s, "councillors", "elected")
    elected = councillors(s) + provincial_councillors(s) + near + on_boards
    return elected / np.maximum(total(s), 1.0)


def per_local_representative(s: Snapshots) -> Floats:
    """Inhabitants by elected representative within the municipality, sub-municipal ones included, shape (N,)."""
    return s.people / np.maximum(s.representatives, 1.0)


def municipal_office_holders(s: Snapshots) -> Floats:
    """Councillors, aldermen and mayor of each municipality, persons, shape (N,)."""
    executives = s.aldermen + s.each(s.law("mayors_per_municipality"))
    return s.seats + executives * (1.0 - s.each(s.law("executives_in_council")))


MEASURES = (
    Measure(
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
    Measure(
        "municipal_office_holders",
        "persons",
        "Municipal office holders",
        "Gemeentelijke ambtsdragers",
        "Councillors, aldermen and mayors.",
        "lower",
        "Gemeentewet art. 6, 8, 36",
        lambda s: s.total(municipal_office_holders(s)),
        municipal_office_holders,
        together="sum",
        items=(10, 36, 126),
    ),
    Measure(
        "councillors",
        "persons",
        "Councillors",
        "Raadsleden",
        "Seats of municipal councils in office.",
        "lower",
        "Gemeentewet art. 8; Wet arhi art. 55",
        councillors,
        lambda s: s.seats.astype(float),
        together="sum",
        headline=True,
        items=(10, 37, 126),
    ),
    Measure(
        "aldermen",
        "persons",
        "Aldermen",
        "Wethouders",
        "Aldermen in office: the legal maximum times the share of it in office.",
        "lower",
        "Gemeentewet art. 36; law table aldermen_fill",
        aldermen,
        lambda s: s.aldermen.astype(float),
        together="sum",
        items=(10, 38, 126),
    ),
    Measure(
        "aldermen_fte",
        "FTE",
        "Aldermen, full-time equivalents",
        "Wethouders in voltijdsequivalenten",
        "Time of the aldermen in office; part-time office in small municipalities, where each works the time that the "
        "law leaves when every place is taken.",
        "lower",
        "Gemeentewet art. 36; assumption (law tables aldermen_parttime_up_to, aldermen_parttime_places)",
        aldermen_fte,
        lambda s: s.along("aldermen_fte"),
        together="sum",
        items=(38, 126),
    ),
    Measure(
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
    Measure(
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
    Measure(
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
    Measure(
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
    Measure(
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
    Measure(
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
    Measure(
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
    Measure(
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
    Measure(
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
    Measure(
        "inhabitants_per_local_representative",
        "inhabitants",
        "Inhabitants per local representative",
        "Inwoners per lokale volksvertegenwoordiger",
        "Inhabitants divided by councillors and directly elected members of sub-municipal councils or commissions.",
        "lower",
        "Gemeentewet art. 8, 83, 87-92; note 9/22 on proximity",
        lambda s: s.inhabitants / np.maximum(s.total(s.representatives), 1.0),
        per_local_representative,
        together="representatives",
        items=(35, 37, 133),
    ),
)
