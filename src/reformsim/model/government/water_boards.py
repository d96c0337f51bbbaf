"""Water boards: their elections, on days of their own, with the provincial councils or by councils; and mergers."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from reformsim.law import Law
from reformsim.levers.changes import MergeWaterBoards
from reformsim.model.government.elections import election_day
from reformsim.model.rules import Rules
from reformsim.model.world import World
from reformsim.world.state import WATER_BOARD_MODES

DIRECT, COMBINED, INDIRECT = (
    WATER_BOARD_MODES.index(mode) for mode in ("direct", "combined_provincial", "indirect_councils")
)


def voting(law: Law, rules: Rules, year: int) -> tuple[date, int] | None:
    """Day on which general boards are chosen in a year, and how; ``None`` if they are not.

    Parameters
    ----------
    law, rules
        Those in force in the run. Rule ``water_boards.election`` counts as it is on the day of the vote: 'law' has
        the days of table ``water_board_elections``, a vote together with the provincial councils where they fall on
        one day.
    """
    together = election_day(law, "provincial_elections", year)
    enacted = election_day(law, "water_board_elections", year)
    ways = {
        "law": (enacted, COMBINED if enacted == together else DIRECT),
        "direct": (election_day(law, "water_board_separate_elections", year), DIRECT),
        "combined_provincial": (together, COMBINED),
        "indirect_councils": (election_day(law, "council_elections", year), INDIRECT),
    }
    held = [(day, mode) for way, (day, mode) in ways.items() if day and rules.on("water_boards.election", day) == way]
    return max(held, default=None)


def board_size(law: Law, day: date, regulation: NDArray[np.int32], codes: list[str]) -> NDArray[np.int32]:
    """Members of general boards chosen on a day: by regulation, unless a reform fixes or scales them.

    Parameters
    ----------
    regulation : (m,)
        Members by the provincial regulation of each board (Waterschapswet art. 13).
    codes
        Their codes.
    """
    least, most = (law.value(table, day) for table in ("water_board_seats_minimum", "water_board_seats_maximum"))
    seats = regulation.copy()
    for at, code in enumerate(codes):
        fixed = law.value("water_board_seats_fixed", day, code)
        factor = law.value("water_board_seats_factor", day, code)
        if fixed or factor != 1.0:
            seats[at] = round(min(max(fixed or float(regulation[at]) * factor, least), most))
    return seats


def elect_water_boards(world: World) -> None:
    """Choose the general boards where this is the year for it; the reserved seats are those of the law of the day."""
    chosen = voting(world.law, world.rules, world.state.year)
    if chosen is not None:
        _take_office(world, world.state.water_boards.live, *chosen)


def merge_water_boards(world: World, change: MergeWaterBoards, lever: str) -> None:
    """A new water board takes the place of several (Waterschapswet art. 2-9).

    Its general board is chosen for the day of the merger: by councils if rule ``water_boards.election`` says so,
    else by residents on a day of its own. It has the seats that the reform names, or those of its largest member.
    Merging costs once ``water_boards.merger_cost`` for each inhabitant outside the most populous of them.
    """
    w = world.state.water_boards
    old = [row for row in w.live if w.codes[row] in change.members]
    if len(old) < 2:
        return
    inside = w.label >= 0
    people = np.bincount(w.label[inside], weights=world.state.unit_population[inside], minlength=len(w.codes))
    new = len(w.codes)
    w.codes.append(change.code)
    w.names.append(change.name)
    w.alive = np.append(w.alive, True)
    w.alive[old] = False
    w.label = np.where(np.isin(w.label, old), new, w.label).astype(np.int32)
    regulation = change.seats if change.seats is not None else int(w.regulation[old].max())
    w.regulation = np.append(w.regulation, regulation).astype(np.int32)
    for name in ("seats", "reserved", "mode"):
        setattr(w, name, np.append(getattr(w, name), 0).astype(np.int32))
    mode = INDIRECT if world.rules["water_boards.election"] == "indirect_councils" else DIRECT
    _take_office(world, np.array([new]), date(world.state.year, 1, 1), mode)
    joining = people[old].sum() - people[old].max()
    world.state.finances.one_off += world.behaviour["water_boards.merger_cost"] * float(joining)
    world.tell("water_boards_merged", change.code, tuple(w.codes[row] for row in old), lever)


def _take_office(world: World, rows: NDArray[np.int64], day: date, mode: int) -> None:
    law, w = world.law, world.state.water_boards
    w.seats[rows] = board_size(law, day, w.regulation[rows], [w.codes[row] for row in rows])
    w.reserved[rows] = np.minimum(round(law.value("water_board_reserved_minimum", day)), w.seats[rows])
    w.mode[rows] = mode
