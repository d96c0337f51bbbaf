"""What a territory is once it has been read: frozen, sorted, hashable by its content.

Units are sorted by code, provinces and regions likewise, neighbours by their pair, so that two folders
with the same content give the same object whatever the order of their rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

import reformsim
from reformsim.arrays import Bools, Floats, Ints, Ints32
from reformsim.territory.events import MapEvent
from reformsim.territory.institutions import Area, Inventory, StatutoryBody, SubMunicipal, WaterBoards
from reformsim.territory.procedures import UnderWay

if TYPE_CHECKING:
    from reformsim.territory.accounts import AccountsRecord
    from reformsim.territory.boundaries import Boundaries

Ints16 = npt.NDArray[np.int16]

_OF_RECORDS = ("growth_range", "starts", "horizon_until", "offices_until", "procedures_until", "accounts_digest")
"""Fields that say something of a map taken from a record, or of one with accounts of its own, only."""

_OF_COUNTRY = ("country", "country_digest")

_IN_DUTCH = ("title_nl", "attribution_nl")


@dataclass(frozen=True, eq=False)
class Division:
    """A division of the territory into regions, such as the safety regions.

    Parameters
    ----------
    year
        The year whose borders the division has.
    region_codes, region_names
        The regions, sorted by code.
    label
        (n,) int32: index into ``region_codes`` for each unit; -1 where a unit lies in no region.
    """

    name: str
    year: int
    basis: str
    region_codes: tuple[str, ...]
    region_names: tuple[str, ...]
    label: Ints32

    def members(self, region: str) -> Ints:
        """Give the indices of the units in a region, ascending."""
        return np.flatnonzero(self.label == self.region_codes.index(region))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (Division, _state(self))


@dataclass(frozen=True, eq=False, repr=False)
class Territory:
    """The map at the start of a run and all that is known of it.

    With n units, m pairs of neighbours and t years of figures:

    Parameters
    ----------
    name, title, attribution
        The territory's name, its title for people, and to whom thanks for the data are due.
    title_nl, attribution_nl
        The same in Dutch, where the territory has it; not in the hash, for words make no other territory.
    year
        The units are those of 1 January of this year.
    growth_after_data
        National growth of the population per year after the last year with figures, as a fraction.
    codes, names
        (n) units, sorted by code.
    province
        (n,) int16: index into ``province_codes``.
    population
        (n,) int64: inhabitants on 1 January of ``year``.
    population_basis
        (n) how each figure is known.
    area_km2, x, y
        (n,) float64: area in square kilometres, centroid in metres.
    council_reference_year
        (n,) int32: the year whose 1 January population set the size of the council in office at the start.
    province_codes, province_names
        Provinces, sorted by code.
    province_council_population
        (p,) int64: inhabitants that set the size of the provincial council in office at the start.
    edges
        (m, 2) int32: pairs of neighbours, first index smaller, sorted.
    border_km
        (m,) float64: length of the shared border; 0 across water.
    edge_water
        (m,) bool: no common land border.
    edge_link
        (m) what links the two: '' or 'border', 'water', 'bridge', 'dam', 'tunnel', 'ferry'.
    gap_km
        (m,) float64: distance over water.
    population_years
        (t) years with figures, ascending, the start year among them.
    population_by_year
        (t, n) int64: inhabitants of the units in these years.
    sub_municipal, statutory_bodies, inventory, water_boards
        The institutions at the start.
    events
        Recorded changes of the map after the start, by year and code (``events.csv``).
    events_until
        Last year of that record: it is complete up to and including this year. ``None`` where there is no record.
    procedures
        All merger procedures under way on the first day (``procedures.csv``), by members; ``None`` where they are not
        known, and drawn.
    network
        Name of the record of cooperation bodies (:mod:`reformsim.network`) that holds those of its municipalities;
        '' for none. Which of them a run takes is the scenario's choice, so it is not in the hash.
    accounts
        Name of the shipped territory whose record of municipal accounts (:mod:`reformsim.territory.accounts`) is
        that of its municipalities, or the own folder that holds an ``accounts.csv``; '' for none. Not in the hash:
        only runs with the books read it.
    accounts_digest
        SHA-256 of such a file of one's own; ``None`` where there is none.
    country
        Whose law holds: name of a country (:mod:`reformsim.country`), or path of a file of one.
    country_digest
        SHA-256 of that file; '' for a shipped country.
    areas
        Named areas, such as the Randstad, sorted by name.
    hash
        SHA-256 over the parsed content; over all that decides a number, so not over the borders drawn on maps.
    folder
        Where it was read from; ``boundaries.json`` is looked for there when maps are drawn.
    growth_range
        Lowest and highest growth that may well be instead of ``growth_after_data``; ``None`` if nothing is said.
    starts
        First and last year from which a run may start, where that is not ``year`` alone.
    horizon_until
        Last year to which a run may go; ``None`` if nothing is said.
    offices_until
        Last year whose elections the offices of the first day come from; the elections of later years are held.
        Unless said otherwise that of the territory itself.
    procedures_until
        ``procedures`` are all that take effect up to and on 1 January of this year, and later ones are drawn;
        ``None`` where they are all procedures there were.
    pieces
        Municipalities that ``boundaries.json`` draws, each with the unit it lies in, where they are not the units.
    """

    name: str
    title: str
    year: int
    attribution: str
    growth_after_data: float
    growth_source: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    province: Ints16
    population: Ints
    population_basis: tuple[str, ...]
    area_km2: Floats
    x: Floats
    y: Floats
    council_reference_year: Ints32
    province_codes: tuple[str, ...]
    province_names: tuple[str, ...]
    province_council_population: Ints
    edges: Ints32
    border_km: Floats
    edge_water: Bools
    edge_link: tuple[str, ...]
    gap_km: Floats
    divisions: Mapping[str, Division]
    population_years: tuple[int, ...]
    population_by_year: Ints
    sub_municipal: tuple[SubMunicipal, ...]
    statutory_bodies: tuple[StatutoryBody, ...]
    inventory: Inventory | None
    water_boards: WaterBoards | None
    events: tuple[MapEvent, ...] = ()
    events_until: int | None = None
    procedures: tuple[UnderWay, ...] | None = None
    areas: tuple[Area, ...] = ()
    network: str = ""
    accounts: str = ""
    accounts_digest: str | None = None
    country: str = "netherlands"
    country_digest: str = ""
    hash: str = ""
    folder: str = ""
    growth_range: tuple[float, float] | None = None
    starts: tuple[int, int] | None = None
    horizon_until: int | None = None
    offices_until: int | None = None
    procedures_until: int | None = None
    pieces: tuple[tuple[str, str], ...] = ()
    title_nl: str = ""
    attribution_nl: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        object.__setattr__(self, "divisions", MappingProxyType(dict(sorted(self.divisions.items()))))
        for division in self.divisions.values():
            division.label.setflags(write=False)
        if not self.hash:
            object.__setattr__(self, "hash", _digest(self))

    def __len__(self) -> int:
        return len(self.codes)

    def __eq__(self, other: object) -> bool:
        return self.hash == other.hash if isinstance(other, Territory) else NotImplemented

    def __hash__(self) -> int:
        return int(self.hash[:15], 16)

    def __repr__(self) -> str:
        return (
            f"Territory({self.name!r}, {self.year}: {len(self):,} units, "
            f"{len(self.province_codes)} provinces, {int(self.population.sum()):,} inhabitants)"
        )

    def _repr_html_(self) -> str:
        # Drawing lies downstream; the package's face loads it when somebody looks.
        return reformsim.territory_html(self)

    def map(self, *, lang: str = "en") -> reformsim.Seen:
        """Draw its map, coloured by inhabitants; see :func:`reformsim.draw_territory`."""
        return reformsim.draw_territory(self, lang=lang)

    def place(self, name: str) -> reformsim.Place:
        """Give one of its municipalities on its first day; see :func:`reformsim.place`.

        Raises
        ------
        UnknownNameError
            If there is none of this code or name.
        """
        return reformsim.place(name, f"{self.year}-01-01", self.network or self.folder)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (Territory, {**_state(self), "divisions": dict(self.divisions)})

    def index(self, code: str) -> int:
        """Give the position of a unit; raise :class:`KeyError` if there is none of that code."""
        position = int(np.searchsorted(np.asarray(self.codes), code))
        if position == len(self.codes) or self.codes[position] != code:
            raise KeyError(code)
        return position

    @property
    def area_names(self) -> tuple[str, ...]:
        """Names of the named areas, sorted."""
        return tuple(area.name for area in self.areas)

    def area_units(self, name: str) -> Ints:
        """Give the positions of the units of a named area, ascending.

        Raises
        ------
        KeyError
            If the territory has no area of that name.
        """
        found = [area for area in self.areas if area.name == name]
        if not found:
            raise KeyError(name)
        return np.flatnonzero(np.isin(np.asarray(self.codes), found[0].units))

    def population_in(self, year: int) -> Ints:
        """Give the inhabitants (n,) of the units in one of ``population_years``.

        Raises
        ------
        KeyError
            If the territory has no figures for that year.
        """
        if year not in self.population_years:
            raise KeyError(year)
        return np.asarray(self.population_by_year[self.population_years.index(year)])

    @property
    def offices_of(self) -> int:
        """Last year whose elections the offices of the first day come from."""
        return self.year if self.offices_until is None else self.offices_until

    def without_procedures(self) -> Territory:
        """Give the territory as if nothing were known of the procedures under way on the first day."""
        return self if self.procedures is None else _forgetful(self)

    @cached_property
    def boundaries(self) -> Boundaries | None:
        """Borders of units and provinces, ``None`` where the folder has none; read when first asked for.

        Raises
        ------
        TerritoryError
            If ``boundaries.json`` has mistakes.
        """
        from reformsim.territory.boundaries import load_boundaries

        return load_boundaries(self)

    @property
    def has_accounts(self) -> bool:
        """Whether accounts of its municipalities are known (:attr:`books`)."""
        return bool(self.accounts)

    @cached_property
    def books(self) -> AccountsRecord | None:
        """Accounts of the municipalities by year, ``None`` where none are known; read when first asked for.

        Raises
        ------
        TerritoryError
            If ``accounts.csv`` has mistakes.
        """
        from reformsim.territory.accounts import load_accounts

        return load_accounts(self)

    def council_population(self) -> Ints:
        """Give the inhabitants (n,) that set the size of the councils in office at the start.

        Each unit has its own year: Gemeentewet art. 1(2) for councils of the regular elections,
        Wet arhi art. 55(1) for those of municipalities formed since.
        """
        rows = np.searchsorted(np.asarray(self.population_years), self.council_reference_year)
        return np.asarray(self.population_by_year[rows, np.arange(len(self))])


@lru_cache(maxsize=8)
def _forgetful(territory: Territory) -> Territory:
    return replace(territory, procedures=None, procedures_until=None, hash="")


def _state(thing: Division | Territory) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing)}


def _rebuild(cls: type[Division] | type[Territory], state: dict[str, Any]) -> Division | Territory:
    # NumPy forgets in a pickle that an array was read-only.
    for value in state.values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return cls(**state)


def _digest(territory: Territory) -> str:
    digest = hashlib.sha256()

    def add(label: str, value: object) -> None:
        if isinstance(value, np.ndarray):
            # Little-endian in C order, so that the hash is the same on every machine.
            array = np.ascontiguousarray(value.astype(value.dtype.newbyteorder("<")))
            digest.update(f"{label}:{array.dtype.str}:{array.shape}:".encode())
            digest.update(array.tobytes())
        else:
            digest.update(f"{label}:{json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)}\n".encode())

    for field in fields(territory):
        if field.name == "divisions":
            for name, division in territory.divisions.items():
                for part in fields(division):
                    add(f"{name}.{part.name}", getattr(division, part.name))
        elif field.name not in ("hash", "folder", "pieces", "network", "accounts", *_IN_DUTCH, *_OF_COUNTRY):
            value = getattr(territory, field.name)
            # What a single map leaves unsaid is not in its hash either.
            if value is not None or field.name not in _OF_RECORDS:
                add(field.name, value)
    if territory.country != "netherlands":  # A file counts by what it says, not by where it lies.
        add("country", territory.country_digest or territory.country)
    return digest.hexdigest()


def _plain(value: object) -> object:
    """Write a pydantic model as JSON would."""
    dump = getattr(value, "model_dump", None)
    if dump is None:
        raise TypeError(f"no plain form of {type(value).__name__}")
    return dump(mode="json", exclude={"title_nl"})
