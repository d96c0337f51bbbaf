"""The CSV files of a territory folder: which columns they have and what must be true of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from reformsim.errors import Mistakes, Near, Problem
from reformsim.territory import events, procedures
from reformsim.territory.csvtable import Table, read_table

UNIT_COLUMNS = ("code", "name", "province", "population", "population_basis", "area_km2", "x", "y")
ADJACENCY_COLUMNS = ("code_a", "code_b", "border_km", "type")
LINKS = ("", "border", "water", "bridge", "dam", "tunnel", "ferry")
FIXED_LINKS = frozenset({"dam", "bridge", "tunnel"})
"""Links over water across which municipalities may merge; not a ferry, and not open water."""
MOST_PEOPLE = 10**10
PEOPLE = f"a whole number from 1 to {MOST_PEOPLE:,}"

FARTHEST = 2e7
"""Metres from the origin of the map: half way round the earth."""
SMALLEST, LARGEST = 1e-4, 1e9
"""Square kilometres of a unit: a house, twice the earth."""
LONGEST = 40_000
"""Kilometres of a border or a gap: round the earth."""

COORDINATE = f"a coordinate in metres from {-FARTHEST:,.0f} to {FARTHEST:,.0f}"
AREA = f"an area in km2 from {SMALLEST} to {LARGEST:,.0f}"
BORDER = f"a length in km from 0 to {LONGEST:,}"
GAP = f"a distance in km from 0 to {LONGEST:,}"


Edge = tuple[float, bool, str, float]
"""Length of the shared border (km), whether only water lies between, link, width of that water (km)."""


@dataclass
class Draft:
    """What the files say, before it is frozen; values are ``None`` where a mistake was found.

    Parameters
    ----------
    provinces, council_population
        By code of the province its name, and the inhabitants that set its council in office (``None``: not said).
    units
        By code 'name', 'province', 'population', 'basis' (how the figure is known), 'area_km2', 'x', 'y' and
        'reference' (year of the inhabitants that set the council in office; ``None``: not said).
    edges
        By the codes of two neighbours, in order.
    regions
        By division and code of the region its name, and the year and basis of the division.
    membership
        By division and code of the unit the code of its region.
    population
        Inhabitants by year and code of the unit.
    events, procedures
        ``None`` where there is no such file.
    """

    provinces: dict[str, str] = field(default_factory=dict)
    council_population: dict[str, int | None] = field(default_factory=dict)
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    regions: dict[str, dict[str, tuple[str, int, str]]] = field(default_factory=dict)
    membership: dict[str, dict[str, str]] = field(default_factory=dict)
    population: dict[int, dict[str, int]] = field(default_factory=dict)
    events: list[events.MapEvent] | None = None
    procedures: list[procedures.UnderWay] | None = None

    @property
    def links(self) -> list[tuple[str, str]]:
        """Pairs of units that may be in one municipality without another."""
        return [pair for pair, (_, water, link, _) in self.edges.items() if not water or link in FIXED_LINKS]


class FolderReader:
    """Reads the CSV files of one folder into a :class:`Draft`, collecting all mistakes."""

    def __init__(self, folder: Path, shown: str, problems: Mistakes):
        self.folder, self.shown, self.problems = folder, shown, problems
        self.draft = Draft()
        self.councils: tuple[Table, list[int | None]] | None = None
        """``units.csv`` and the reference years of its rows, where it has them."""

    def name_of(self, file: str) -> str:
        """Give a file's name as it stands in messages."""
        return f"{self.shown}/{file}"

    def _table(
        self, file: str, required: tuple[str, ...], optional: tuple[str, ...] = (), *, empty: bool = False
    ) -> Table | None:
        return read_table(self.folder / file, self.name_of(file), required, optional, self.problems, empty=empty)

    def read(
        self,
        there: Collection[str],
        year: int | None,
        islands: tuple[str, ...],
        *,
        complete: bool = False,
        alone: bool = True,
    ) -> Draft:
        """Read all files that are ``there``.

        Parameters
        ----------
        year
            Of territory.yaml; ``None`` if that file is unusable.
        islands
            Codes of the units that need no neighbour, and may have none.
        complete
            Until when the record of events is complete is known, so that it need not have rows.
        alone
            The map is no part of a record, which would say itself when councils were elected.
        """
        self.read_provinces()
        self.read_units()
        self.read_adjacency(frozenset(islands))
        if "divisions.csv" in there or "regions.csv" in there:
            self.read_regions()
            self.read_divisions()
        if "population.csv" in there:
            self.read_population(year)
        if "events.csv" in there:
            self.read_events(year, complete)
        if "procedures.csv" in there:
            self.read_procedures(year)
        if alone:
            self.check_reference_years(year)
        return self.draft

    def read_provinces(self) -> None:
        """Read ``provinces.csv`` into the draft."""
        optional = ("council_population", "council_population_basis")
        table = self._table("provinces.csv", ("code", "name"), optional)
        if table is None:
            return
        names = table.words("name")
        people: list[int | None] = [None] * len(table)
        if "council_population" in table.columns:
            people = table.whole("council_population", low=1, high=MOST_PEOPLE, what=PEOPLE)
        first: dict[str, int] = {}
        for row, code in enumerate(table.words("code")):
            form = "the province '{}' stands twice, first on line {}"
            if code and not table.again(row, "code", form, code, key=code, first=first):
                self.draft.provinces[code] = names[row]
                self.draft.council_population[code] = people[row]

    def read_units(self) -> None:
        """Read ``units.csv``; the provinces must have been read."""
        table = self._table("units.csv", UNIT_COLUMNS, ("council_reference_year",))
        if table is None:
            return
        names, basis = table.words("name"), table.words("population_basis")
        # Without provinces there is one message about that file; not one more for every unit.
        homes = table.column("province")
        known = self.draft.provinces
        provinces = table.known("province", known, "province") if known else [False] * len(table)
        people = table.whole("population", low=1, high=MOST_PEOPLE, what=PEOPLE)
        area = table.numbers("area_km2", low=SMALLEST, high=LARGEST, what=AREA)
        x, y = (table.numbers(name, low=-FARTHEST, high=FARTHEST, what=COORDINATE) for name in ("x", "y"))
        years: list[int | None] = [None] * len(table)
        if "council_reference_year" in table.columns:
            years = table.whole("council_reference_year", low=1800, high=2200, what="a year")
            self.councils = table, years
        first: dict[str, int] = {}
        for row, code in enumerate(table.words("code")):
            form = "the unit '{}' stands twice, first on line {}"
            if not code or table.again(row, "code", form, code, key=code, first=first):
                continue
            self.draft.units[code] = {
                "name": names[row],
                "province": homes[row] if provinces[row] else None,
                "population": people[row],
                "basis": basis[row],
                "area_km2": area[row],
                "x": x[row],
                "y": y[row],
                "reference": years[row],
            }
        used = {unit["province"] for unit in self.draft.units.values()}
        if used and None not in used:
            unused = sorted(set(self.draft.provinces) - used)
            self._without("provinces.csv", unused, "the province ", " has no units")

    def _without(self, file: str, codes: Sequence[str], before: str, after: str) -> None:
        """Tell the same of several codes, as a mistake of a whole file."""
        name = self.name_of(file)
        self.problems.add((name, before, after), codes, lambda code: Problem(name, f"{before}'{code}'{after}"))

    def read_adjacency(self, islands: frozenset[str]) -> None:
        """Read ``adjacency.csv`` and tell units without a neighbour that are not among the islands."""
        table = self._table("adjacency.csv", ADJACENCY_COLUMNS, ("link", "link_name", "gap_km"))
        if table is None or not self.draft.units:
            return
        ends = [table.known(name, self.draft.units, "unit") for name in ("code_a", "code_b")]
        border = table.numbers("border_km", low=0, high=LONGEST, what=BORDER)
        gap = table.numbers("gap_km", low=0, high=LONGEST, what=GAP, default="0")
        kinds, links = table.column("type"), table.column("link")
        a_codes, b_codes = table.column("code_a"), table.column("code_b")
        first: dict[tuple[str, str], int] = {}
        twice = "the pair '{}', '{}' stands twice, first on line {}"
        for row in range(len(table)):
            kind, link = kinds[row], links[row]
            if kind not in ("land", "water"):
                table.wrong(row, "type", "'{}' is wrong", kind, near=Near(kind, ("land", "water")))
            if link not in LINKS:
                table.wrong(row, "link", "unknown link '{}'", link, near=Near(link, LINKS[1:]))
            if kind == "land" and border[row] == 0:
                table.wrong(row, "border_km", "a land border has length 0, expected more (or type 'water')")
            if not (ends[0][row] and ends[1][row]):
                continue
            a, b = sorted((a_codes[row], b_codes[row]))
            if a == b:
                table.wrong(row, "code_b", "'{}' is named as its own neighbour", a)
            elif not table.again(row, "code_b", twice, a, b, key=(a, b), first=first):
                self.draft.edges[a, b] = (border[row] or 0.0, kind == "water", link, gap[row] or 0.0)
        self._check_islands(islands)

    def _check_islands(self, islands: frozenset[str]) -> None:
        linked = {code for pair in self.draft.edges for code in pair}
        units = self.draft.units
        name = self.name_of("adjacency.csv")
        after = "has no neighbour; add one, or list it under 'islands'"
        self.problems.add(
            (name, after),
            sorted(units.keys() - linked - islands),
            lambda code: Problem(name, f"'{code}' ({units[code]['name']}) {after}"),
        )
        listed = " has neighbours, but is listed under 'islands' in territory.yaml"
        self._without("adjacency.csv", sorted(linked & islands), "", listed)

    def read_regions(self) -> None:
        """Read ``regions.csv``: the divisions and the names of their regions."""
        table = self._table("regions.csv", ("division", "region", "name", "year", "basis"))
        if table is None:
            return
        names, basis = table.words("name"), table.words("basis")
        years = table.whole("year", low=1800, high=2200, what="a year")
        divisions = table.words("division")
        common: dict[str, tuple[str, str, int]] = {}
        first: dict[tuple[str, str], int] = {}
        for row, region in enumerate(table.words("region")):
            division = divisions[row]
            if not division or not region or years[row] is None:
                continue
            form = "the region '{}' of '{}' stands twice, first on line {}"
            if table.again(row, "region", form, region, division, key=(division, region), first=first):
                continue
            year, why = str(years[row]), basis[row]
            was = common.setdefault(division, (year, why, table.lines[row]))
            if was[:2] != (year, why):
                column, old = ("year", was[0]) if was[0] != year else ("basis", was[1])
                form = "differs within the division '{}', expected '{}' as on line {}"
                table.wrong(row, column, form, division, old, was[2])
            self.draft.regions.setdefault(division, {})[region] = (names[row], int(year), why)

    def read_divisions(self) -> None:
        """Read ``divisions.csv``; units and regions must have been read."""
        table = self._table("divisions.csv", ("code", "division", "region"))
        if table is None or not self.draft.units or not self.draft.regions:
            return
        units = table.known("code", self.draft.units, "unit")
        divisions = table.known("division", self.draft.regions, "division")
        codes, names, regions = (table.column(name) for name in ("code", "division", "region"))
        first: dict[str, dict[str, int]] = {name: {} for name in self.draft.regions}
        for row, (code, name, region) in enumerate(zip(codes, names, regions, strict=True)):
            if not divisions[row]:
                continue
            if region not in self.draft.regions[name]:
                near = Near(region, self.draft.regions[name])
                table.wrong(row, "region", "unknown region '{}' of the division '{}'", region, name, near=near)
            elif units[row]:
                form = "'{}' already lies in a region of '{}', on line {}; expected one at most"
                table.again(row, "region", form, code, name, key=code, first=first[name])
        self.draft.membership = {
            name: {code: regions[row] for code, row in rows.items()} for name, rows in first.items() if rows
        }
        for name, members in self.draft.regions.items():
            filled = set(self.draft.membership.get(name, {}).values())
            empty = sorted(members.keys() - filled)
            self._without("regions.csv", empty, "the region ", f" of '{name}' has no units")

    def read_population(self, start: int | None) -> None:
        """Read ``population.csv``; its figures of the year of the start must be those of the units."""
        table = self._table("population.csv", ("code", "year", "population", "basis"))
        if table is None or not self.draft.units:
            return
        units = table.known("code", self.draft.units, "unit")
        years = table.whole("year", low=1800, high=2200, what="a year")
        people = table.whole("population", low=1, high=MOST_PEOPLE, what=PEOPLE)
        table.words("basis")
        codes = table.column("code")
        first: dict[int, dict[str, int]] = {}
        for row, (code, unit, year) in enumerate(zip(codes, units, years, strict=True)):
            if not unit or year is None:
                continue
            form = "'{}' already has a figure for {}, on line {}"
            table.again(row, "year", form, code, year, key=code, first=first.setdefault(year, {}))
        for code, row in first.get(start or 0, {}).items():
            here = self.draft.units[code]["population"]
            if None not in (here, people[row]) and people[row] != here:
                form = "'{}' is wrong, expected {} as in units.csv for the start year {}"
                table.wrong(row, "population", form, people[row], here, start)
        for year, rows in first.items():
            self.draft.population[year] = {code: people[row] or 1 for code, row in rows.items()}
        self._check_years()

    def _check_years(self) -> None:
        codes = sorted(self.draft.units)
        for year, given in sorted(self.draft.population.items()):
            absent = len(codes) - len(given)
            if absent:
                more = f" and {absent - 3:,} more" if absent > 3 else ""
                first = islice((code for code in codes if code not in given), 3)
                listed = ", ".join(f"'{code}'" for code in first)
                said = f"the year {year} has no figure for {listed}{more}"
                self.problems.append(Problem(self.name_of("population.csv"), said))

    def read_events(self, start: int | None, complete: bool) -> None:
        """Read ``events.csv``: how the map really changed after the start."""
        self.draft.events = []
        table = self._table("events.csv", events.COLUMNS, events.EXTRA_COLUMNS, empty=complete)
        if table is not None and self.draft.units:
            self.draft.events = events.read_events(table, self.draft.units, start)

    def read_procedures(self, start: int | None) -> None:
        """Read ``procedures.csv``: the merger procedures under way on the first day; neighbours must have been read."""
        self.draft.procedures = []
        table = self._table("procedures.csv", procedures.COLUMNS, procedures.EXTRA_COLUMNS, empty=True)
        if table is None or not self.draft.units or not self.draft.edges:
            return
        self.draft.procedures = procedures.read_procedures(table, self.draft.units, self.draft.links, start)

    def check_reference_years(self, start: int | None) -> None:
        """A council's reference year must be a year with figures."""
        if self.councils is None or start is None:
            return
        table, given = self.councils
        years = sorted({*self.draft.population, start})
        listed = ", ".join(map(str, years)) if len(years) <= 12 else f"{years[0]}-{years[-1]}"
        with_figures = {None, *years}
        for row, year in enumerate(given):
            if year not in with_figures:
                form = "there are no figures for {}, expected one of {}"
                table.wrong(row, "council_reference_year", form, year, listed)
