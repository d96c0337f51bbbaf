"""A Dutch municipality on a day: its neighbours, council, regions, and the cooperation bodies it really sits in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from reformsim.errors import DayError, UnknownNameError
from reformsim.law import load_law
from reformsim.network import JOINT_FORM, Membership, NetworkRecord, load_record, load_subjects
from reformsim.places.kind import Place, Seat, day_of, on_map, plain
from reformsim.tasks import load_tasks
from reformsim.territory import Territory, load_territory
from reformsim.territory.events import homes
from reformsim.world.bodies import ORIGINS
from reformsim.world.neighbours import mergeable_edges
from reformsim.world.start import start_state

RECORD = "netherlands"
"""Name of the territory, and of its record of cooperation bodies, that a Dutch municipality is looked up in."""

FORMS: Mapping[str, str] = {
    "openbaar_lichaam": "public body",
    "bedrijfsvoeringsorganisatie": "business organisation",
    "gemeenschappelijk_orgaan": "joint organ",
    "centrumgemeente": "host municipality",
    "light": "without body",
    JOINT_FORM: "joint civil service",
    "plusregio": "plusregio",
    "cooperative": "cooperative",
}
"""Legal forms in English."""


def dutch_place(name: str, on: date | str | None = None) -> Place:
    """Give a Dutch municipality as it was on a day, with the bodies it sat in; see :func:`reformsim.place`."""
    record = load_record(RECORD)
    day = day_of(on, record.last)
    record.check(day)
    land = load_territory(RECORD, day.year)
    code, note = _found(name, land, day)
    unit = land.index(code)
    state = start_state(land, load_law(), load_tasks(date(land.year, 1, 1)), "both")
    mine = state.bodies.edge_body[state.bodies.edge_row == unit]
    beside = {b if a == unit else a for a, b in land.edges[mergeable_edges(land)].tolist() if unit in (a, b)}
    return Place(
        code=code,
        name=land.names[unit],
        province=land.province_names[int(land.province[unit])],
        day=day,
        inhabitants=int(land.population[unit]),
        seats=int(state.seats[unit]),
        neighbours=tuple(sorted(land.names[one] for one in beside)),
        regions=_regions(land, unit),
        bodies=_seats(record, land, code, day),
        drawn=int((state.bodies.origin[mine] == ORIGINS.index("drawn")).sum()),
        note=note,
    )


def _regions(land: Territory, unit: int) -> dict[str, str]:
    """Give the regions of the divisions that the law goes by on that day, the water board, and the COROP area."""
    used = {"corop", *(rule.division for rule in land.statutory_bodies)}
    if land.water_boards is not None:
        used.add(land.water_boards.division)
    return {
        name: division.region_names[int(division.label[unit])]
        for name, division in land.divisions.items()
        if name in used and division.label[unit] >= 0
    }


def _seats(record: NetworkRecord, land: Territory, code: str, day: date) -> tuple[Seat, ...]:
    named, names = record.members(day), dict(zip(land.codes, land.names, strict=True))
    seats = (_seat(record, one, tuple(sorted(names[c] for c in named[one.body])), day) for one in record.of(code, day))
    return tuple(sorted(seats, key=lambda seat: (seat.name, seat.id)))


def _seat(record: NetworkRecord, one: Membership, members: tuple[str, ...], day: date) -> Seat:
    body, since = record.bodies[one.body], one.days.since
    return Seat(
        id=body.id,
        name=body.name,
        form=FORMS[body.form(day)],
        subject=load_subjects()[body.subject].title_en,
        mark=body.mark,
        members=members,
        others=body.others,
        # What is carried back begins with the record, or with the map: no day is known.
        since=None if one.basis in ("carried_back", "by_division") else since,
        basis=one.basis,
        source=body.source,
        quality=body.quality,
    )


def _found(name: str, land: Territory, day: date) -> tuple[str, str]:
    """Give the code on the map of the day of what was asked for, and what must be known of it."""
    now = dict(zip(land.codes, land.names, strict=True))
    if (mine := on_map(name, now)) is not None:
        return mine, ""
    wanted, ever = plain(name), _ever()
    once = sorted(code for code, names in ever.items() if wanted in (code.lower(), *map(plain, names)))
    if not once:
        known = {*now.values(), *(other for names in ever.values() for other in names)}
        raise UnknownNameError("municipality", name, sorted(known))
    here = _heir(once[-1], day.year)
    if here in now:
        gone = ever[once[-1]][-1]
        renamed = once[-1] == here
        return (
            here,
            f"{name} is now {now[here]}" if renamed else f"{gone} ({once[-1]}) is part of {now[here]} on this day",
        )
    born = _born(once[-1])
    raise DayError(f"{ever[once[-1]][-1]} ({once[-1]}) was formed on {born}, after {day}")


@lru_cache(maxsize=1)
def _ever() -> dict[str, list[str]]:
    """Give all codes of the record with the names they had, in time."""
    first = load_territory(RECORD, load_record(RECORD).first.year)
    names: dict[str, list[str]] = defaultdict(list)
    for code, name in zip(first.codes, first.names, strict=True):
        names[code].append(name)
    for event in first.events:
        if event.kind != "border" and event.name not in names[event.new]:
            names[event.new].append(event.name)
    return dict(names)


def _heir(code: str, year: int) -> str:
    """Follow a municipality to the one that took its place by a year."""
    first = load_territory(RECORD, load_record(RECORD).first.year)
    return homes(first.events, (code,), first.year, year)[code]


def _born(code: str) -> date:
    """Give the 1 January from which a municipality that was formed within the record is on the map."""
    first = load_territory(RECORD, load_record(RECORD).first.year)
    return date(min(event.year for event in first.events if event.new == code and event.kind != "border"), 1, 1)
