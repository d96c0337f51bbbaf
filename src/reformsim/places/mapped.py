"""A municipality on a day of a territory that has one map and, mostly, a record of its mergers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np

from reformsim.country import load_country
from reformsim.errors import DayError, UnknownNameError
from reformsim.places.kind import Place, day_of, on_map, plain
from reformsim.territory import Territory, load_territory, successions
from reformsim.world.neighbours import mergeable_edges
from reformsim.world.start import start_state


def mapped_place(name: str, on: date | str | None, territory: str) -> Place:
    """Give a municipality of a territory on a day; see :func:`reformsim.place`."""
    land = load_territory(territory)
    last = date(land.events_until or land.year, 12, 31)
    day = day_of(on, last)
    if not date(land.year, 1, 1) <= day <= last:
        raise DayError(f"expected a day from {land.year}-01-01 to {last}, the record of '{land.name}', not {day}")
    where, names, gone = _on(land, day.year)
    code, note = _found(name, names, gone, day)
    mine = np.array([home == code for home in where])
    leader = int(np.flatnonzero(mine)[land.population[mine].argmax()])
    known = max(year for year in land.population_years if year <= day.year)
    return Place(
        code=code,
        name=names[code],
        province=land.province_names[int(land.province[leader])],
        day=day,
        inhabitants=int(land.population_in(known)[mine].sum()),
        seats=_seats(land, mine, day),
        neighbours=_neighbours(land, where, names, code),
        regions={
            title: division.region_names[int(division.label[leader])]
            for title, division in land.divisions.items()
            if division.label[leader] >= 0
        },
        bodies=(),
        drawn=0,
        note=note,
        figures_of=None if known == day.year else known,
    )


def _on(land: Territory, year: int) -> tuple[list[str], dict[str, str], dict[str, tuple[str, str, int]]]:
    """Give by unit its municipality in a year, their names, and of codes that are not there the name, heir and year."""
    where, names = list(land.codes), dict(zip(land.codes, land.names, strict=True))
    gone: dict[str, tuple[str, str, int]] = {}
    for then, changes in successions(land.events, land.codes).items():
        for one in changes:
            if then > year:
                if one.code not in names:
                    gone.setdefault(one.code, (one.name, "", then))
                continue
            where = [one.code if home in one.members else home for home in where]
            gone |= {old: (names.pop(old), one.code, then) for old in one.members if old != one.code}
            names[one.code] = one.name
    return where, names, gone


def _found(name: str, names: dict[str, str], gone: dict[str, tuple[str, str, int]], day: date) -> tuple[str, str]:
    """Give the code on the map of the day of what was asked for, and what must be known of it."""
    if (here := on_map(name, names)) is not None:
        return here, ""
    wanted = plain(name)
    once = [code for code, (other, *_) in gone.items() if wanted in (code.lower(), plain(other))]
    if not once:
        known = {*names.values(), *(other for other, *_ in gone.values())}
        raise UnknownNameError("municipality", name, sorted(known))
    title, heir, year = gone[once[-1]]
    if not heir:
        raise DayError(f"{title} ({once[-1]}) was formed on {year}-01-01, after {day}")
    while heir not in names:
        heir = gone[heir][1]
    return heir, f"{title} ({once[-1]}) is part of {names[heir]} on this day"


def _seats(land: Territory, mine: np.ndarray, day: date) -> int | None:
    """Seats of the council on the first day; ``None`` where they are not known, or the map has changed since."""
    country = load_country(land.country)
    first = date(land.year, 1, 1)
    if "council_seats" in country.law.unknown or day.year != land.year:
        return None
    state = start_state(land, country.law_on(first, enacted=True), country.tasks_on(first))
    return int(state.seats[: len(land)][mine].sum())


def _neighbours(land: Territory, where: list[str], names: dict[str, str], code: str) -> tuple[str, ...]:
    beside: dict[str, set[str]] = defaultdict(set)
    for a, b in land.edges[mergeable_edges(land)].tolist():
        beside[where[a]].add(where[b])
        beside[where[b]].add(where[a])
    return tuple(sorted(names[other] for other in beside[code] - {code}))
