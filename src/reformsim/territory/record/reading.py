"""Reading the folder of a record: its maps, the changes between them, and what is known of every year."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from reformsim.errors import Mistakes, Near, Problem
from reformsim.territory import events, procedures
from reformsim.territory.belonging import check_belonging
from reformsim.territory.csvtable import Table, read_table
from reformsim.territory.record.carried import Changes, carry
from reformsim.territory.record.form import RecordFile
from reformsim.territory.record.people import Figure, Inhabitants
from reformsim.territory.start import read_territory_file
from reformsim.territory.tables import MOST_PEOPLE, PEOPLE, Draft, FolderReader

FILE = "territory.yaml"
READ = (FILE, "events.csv", "population.csv", "councils.csv", "regions.csv", "divisions.csv", "procedures.csv")
"""Files beside the folders of the maps; the last four may be absent."""
MAP_FILES = ("provinces.csv", "units.csv", "adjacency.csv", "regions.csv", "divisions.csv", "population.csv")
_REGION = ("division", "region", "name", "year", "basis")


class Region(NamedTuple):
    """A region of a division of the record, and what came of it."""

    name: str
    year: int
    basis: str
    until: str
    successor: str


@dataclass(frozen=True, eq=False)
class Record:
    """All that a folder says.

    Parameters
    ----------
    file
        Its ``territory.yaml``.
    maps
        The maps by the first year that each is carried from.
    changes
        The recorded changes of the map.
    inhabitants
        Inhabitants by year and municipality.
    formed
        Years on whose 1 January each municipality had a council elected for that day.
    regions, divisions
        Regions by division and code, and by map, division and municipality, that stand in place of the map's own.
    under_way
        Procedures known to be under way, by first day.
    folder
        Where it was read from.
    """

    file: RecordFile
    maps: Mapping[int, Draft]
    changes: Changes
    inhabitants: Inhabitants
    formed: Mapping[str, tuple[int, ...]]
    regions: Mapping[str, Mapping[str, Region]]
    divisions: Mapping[int, Mapping[str, Mapping[str, str]]]
    under_way: Mapping[int, tuple[procedures.UnderWay, ...]]
    folder: Path


def read_record(folder: Path, shown: str, problems: Mistakes) -> Record | None:
    """Read a record; ``None`` if it has mistakes, which are then among the problems."""
    file, read = read_territory_file(folder / FILE, f"{shown}/{FILE}", RecordFile)
    if file is not None:
        check_belonging(file.country, folder, shown, read)
    problems += read.problems
    if file is None or not _maps_in_order(file, f"{shown}/{FILE}", problems):
        return None
    reading = _Reading(folder, shown, problems, file)
    record = reading.read()
    return None if problems else record


def _maps_in_order(file: RecordFile, shown: str, problems: Mistakes) -> bool:
    """Check that the maps follow one another, and hold all years from which a run may start."""
    years = [one.since for one in file.maps]
    folders = [one.folder for one in file.maps]
    before = len(problems)
    if years != sorted(set(years)):
        problems.append(Problem(shown, "the years are not ascending", path="maps"))
    if years and years[0] != file.starts.first:
        problems.append(Problem(shown, f"the first map is of {years[0]}, expected {file.starts.first}", path="maps"))
    if file.events_until < file.starts.last:
        said = f"{file.events_until} is wrong, expected {file.starts.last} or later, the last start"
        problems.append(Problem(shown, said, path="events_until"))
    for at, one in enumerate(file.maps):
        if one.borders is not None and one.borders not in folders[: at + 1]:
            said = f"unknown map '{one.borders}'"
            problems.append(Problem(shown, said, path=f"maps[{at}].borders", near=Near(one.borders, folders[: at + 1])))
    return len(problems) == before


class _Reading:
    def __init__(self, folder: Path, shown: str, problems: Mistakes, file: RecordFile):
        self.folder, self.shown, self.problems, self.file = folder, shown, problems, file

    def read(self) -> Record | None:
        maps = {}
        for one in self.file.maps:
            place = self.folder / one.folder
            there = frozenset(os.listdir(place)) if place.is_dir() else frozenset()
            reader = FolderReader(place, f"{self.shown}/{one.folder}", self.problems)
            maps[one.since] = reader.read(there.intersection(MAP_FILES), one.since, (), alone=False)
        if self.problems:
            return None
        changes = self._changes(maps[self.file.starts.first])
        followed = not self.problems
        people = Inhabitants(self._population(), changes.events)
        if not self.problems:
            self._check_codes(maps, changes, people)
        regions, divisions = self._regions(maps)
        # What was under way is checked against the map of its day, to which changes with mistakes do not lead.
        formed, under_way = self._councils(), self._under_way(maps, changes) if followed else {}
        return Record(self.file, maps, changes, people, formed, regions, divisions, under_way, self.folder.resolve())

    def _table(self, name: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Table | None:
        return read_table(self.folder / name, f"{self.shown}/{name}", required, optional, self.problems)

    def _there(self, name: str) -> bool:
        return (self.folder / name).exists()

    def _changes(self, first: Draft) -> Changes:
        table = self._table("events.csv", events.COLUMNS, (*events.EXTRA_COLUMNS, "area_share"))
        if table is None:
            return Changes(())
        found = events.read_events(table, first.units, self.file.starts.first)
        shares = table.numbers("area_share", low=0, high=1, what="a share from 0 to 1", default="1")
        if self.problems:
            return Changes(tuple(found))
        places = zip(table.column("year"), table.column("old_code"), table.column("new_code"), shares, strict=True)
        return Changes(tuple(found), {(int(year), old, new): share or 0.0 for year, old, new, share in places})

    def _population(self) -> dict[int, dict[str, Figure]]:
        table = self._table("population.csv", ("code", "year", "population", "basis"))
        found: dict[int, dict[str, Figure]] = defaultdict(dict)
        if table is None:
            return found
        first, last = self.file.starts.first, self.file.events_until
        years = table.whole("year", low=first, high=last, what=f"a year from {first} to {last}")
        people = table.whole("population", low=1, high=MOST_PEOPLE, what=PEOPLE)
        basis, seen = table.words("basis"), dict[tuple[str, int], int]()
        for row, code in enumerate(table.words("code")):
            year, number = years[row], people[row]
            if year is None or number is None:
                continue
            form = "'{}' already has a figure for {}, on line {}"
            if not table.again(row, "code", form, code, year, key=(code, year), first=seen):
                found[year][code] = number, basis[row]
        return found

    def _check_codes(self, maps: Mapping[int, Draft], changes: Changes, people: Inhabitants) -> None:
        """Every map, and the figures of every year, are of the municipalities that the changes lead to."""
        first = self.file.starts.first
        for year in range(first, self.file.events_until + 1):
            codes = set(events.homes(changes.events, maps[first].units, first, year).values())
            known = [("population.csv", f"the year {year}", set(people.published.get(year, ())))]
            if year in maps:
                known.append((f"{self.file.map_of(year).folder}/units.csv", "the map", set(maps[year].units)))
            for name, what, given in known:
                for code in sorted(codes ^ given)[:3]:
                    side = "lacks" if code in codes else "has"
                    said = f"{what} {side} '{code}', which is {'a' if code in codes else 'no'} municipality of {year}"
                    self.problems.append(Problem(f"{self.shown}/{name}", f"{said} by events.csv"))

    def _councils(self) -> dict[str, tuple[int, ...]]:
        if not self._there("councils.csv"):
            return {}
        table = self._table("councils.csv", ("code", "year"))
        if table is None:
            return {}
        years = table.whole("year", low=1800, high=2200, what="a year")
        found: dict[str, set[int]] = defaultdict(set)
        for code, year in zip(table.words("code"), years, strict=True):
            if year is not None:
                found[code].add(year)
        return {code: tuple(sorted(mine)) for code, mine in found.items()}

    def _regions(
        self, maps: Mapping[int, Draft]
    ) -> tuple[dict[str, dict[str, Region]], dict[int, dict[str, dict[str, str]]]]:
        regions: dict[str, dict[str, Region]] = defaultdict(dict)
        members: dict[int, dict[str, dict[str, str]]] = {year: defaultdict(dict) for year in maps}
        if not self._there("regions.csv"):
            return regions, members
        table = self._table("regions.csv", _REGION, ("until", "successor"))
        rows = self._table("divisions.csv", ("map", "code", "division", "region"))
        if table is None or rows is None:
            return regions, members
        years = table.whole("year", low=1800, high=2200, what="a year")
        columns = [table.column(name) for name in ("division", "region", "name", "basis", "until", "successor")]
        for year, (division, code, name, basis, until, successor) in zip(
            years, zip(*columns, strict=True), strict=True
        ):
            regions[division][code] = Region(name, year or 0, basis, until, successor)
        self._check_successors(table, regions)
        whole = {str(year): year for year in maps}
        rows.known("map", whole, "map")
        rows.known("division", regions, "division")
        columns = [rows.column(name) for name in ("map", "code", "division", "region")]
        for row, (year_text, code, division, region) in enumerate(zip(*columns, strict=True)):
            if year_text not in whole or division not in regions:
                continue
            if region not in regions[division]:
                near = Near(region, regions[division])
                rows.wrong(row, "region", "unknown region '{}' of the division '{}'", region, division, near=near)
            elif code not in maps[whole[year_text]].units:
                rows.wrong(row, "code", "unknown unit '{}' of the map of {}", code, year_text)
            else:
                members[whole[year_text]][division][code] = region
        return regions, members

    def _check_successors(self, table: Table, regions: Mapping[str, Mapping[str, Region]]) -> None:
        """Each region that ended has a successor that goes on longer, so that following them comes to an end."""
        divisions, successors = table.column("division"), table.column("successor")
        untils = table.column("until")
        for row, (division, to, until) in enumerate(zip(divisions, successors, untils, strict=True)):
            if to and to not in regions[division]:
                table.wrong(row, "successor", "unknown region '{}'", to, near=Near(to, regions[division]))
            if bool(to) != bool(until) or (until and not _is_day(until)):
                table.wrong(row, "until", "'{}' is wrong, expected a date with a successor, or neither", until)
            elif to in regions[division] and (theirs := regions[division][to].until) and theirs <= until:
                form = "'{}' ended on {}, expected a region that goes on after {}"
                table.wrong(row, "successor", form, to, theirs, until)

    def _under_way(self, maps: Mapping[int, Draft], changes: Changes) -> dict[int, tuple[procedures.UnderWay, ...]]:
        """Read the procedures on record by first day; units and borders are those of that day."""
        if not self._there("procedures.csv"):
            return {}
        table = self._table("procedures.csv", ("year", *procedures.COLUMNS), procedures.EXTRA_COLUMNS)
        if table is None:
            return {}
        starts = self.file.starts
        days = table.whole(
            "year", low=starts.first, high=starts.last, what=f"a year from {starts.first} to {starts.last}"
        )
        found = {}
        for year in sorted({day for day in days if day is not None}):
            base = self.file.map_of(year).since
            land = carry(maps[base], changes, base, year, [])
            mine = table.part([row for row, day in enumerate(days) if day == year])
            found[year] = tuple(procedures.read_procedures(mine, land.units, land.links, year))
        return found


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
