"""What was read of a territory, put in order and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from reformsim.arrays import Ints
from reformsim.territory.accounts import own_digest
from reformsim.territory.belonging import belongs
from reformsim.territory.frozen import Division, Territory
from reformsim.territory.institutions import Area, AreaRule, TerritoryFile
from reformsim.territory.tables import Draft


def freeze(start: TerritoryFile, draft: Draft, folder: Path, home: Path | None = None, **more: Any) -> Territory:
    """Give the territory that a file and its tables, without mistakes, tell of; ``more`` are further fields of it.

    ``folder`` is that of the map, ``home`` that of ``territory.yaml`` where it is another one.
    """
    country, digest = belongs(start.country, home or folder)
    codes = tuple(sorted(draft.units))
    units = [draft.units[code] for code in codes]
    provinces = tuple(sorted(draft.provinces))
    province_place = {code: index for index, code in enumerate(provinces)}
    population = np.array([unit["population"] for unit in units], dtype=np.int64)
    years = tuple(sorted({*draft.population, start.year}))
    by_year = np.array(
        [population if year == start.year else [draft.population[year][code] for code in codes] for year in years],
        dtype=np.int64,
    )
    growth = start.growth_after_data
    reference = [start.year if unit["reference"] is None else unit["reference"] for unit in units]
    return Territory(
        name=start.name,
        title=start.title,
        title_nl=start.title_nl,
        year=start.year,
        attribution=start.attribution,
        attribution_nl=start.attribution_nl,
        growth_after_data=growth.rate,
        growth_source=growth.source,
        codes=codes,
        names=tuple(unit["name"] for unit in units),
        province=np.array([province_place[unit["province"]] for unit in units], dtype=np.int16),
        population=population,
        population_basis=tuple(unit["basis"] for unit in units),
        area_km2=np.array([unit["area_km2"] for unit in units], dtype=np.float64),
        x=np.array([unit["x"] for unit in units], dtype=np.float64),
        y=np.array([unit["y"] for unit in units], dtype=np.float64),
        council_reference_year=np.array(reference, dtype=np.int32),
        province_codes=provinces,
        province_names=tuple(draft.provinces[code] for code in provinces),
        province_council_population=_council_population(draft, provinces, codes, population),
        **_borders(draft, {code: index for index, code in enumerate(codes)}),
        divisions={name: _division(name, draft, codes) for name in sorted(draft.regions)},
        population_years=years,
        population_by_year=by_year,
        sub_municipal=tuple(sorted(start.sub_municipal_councils, key=lambda each: each.unit)),
        statutory_bodies=tuple(sorted(start.statutory_bodies, key=lambda body: body.kind)),
        inventory=start.inventory,
        water_boards=start.water_boards,
        events=tuple(draft.events or ()),
        events_until=start.events_until or max((event.year for event in draft.events or ()), default=None),
        procedures=None if draft.procedures is None else tuple(draft.procedures),
        areas=tuple(_area(rule, draft) for rule in sorted(start.areas, key=lambda rule: rule.name)),
        **_records(start, home or folder),
        country=country,
        country_digest=digest,
        # Absolute, for the user may stand elsewhere by the time a map is drawn.
        folder=str(folder.resolve()),
        growth_range=None if growth.low is None or growth.high is None else (growth.low, growth.high),
        **{"offices_until": start.offices_until} | more,
    )


def _records(start: TerritoryFile, home: Path) -> dict[str, Any]:
    """Give the records that belong to it; accounts in its own folder go before those that it names."""
    digest = own_digest(home)
    accounts = start.accounts if digest is None else str(home.resolve())
    return {"network": start.network, "accounts": accounts, "accounts_digest": digest}


def _borders(draft: Draft, place: Mapping[str, int]) -> dict[str, Any]:
    """Give the pairs of neighbours by their positions, in order, and what is known of each."""
    pairs = sorted(draft.edges)
    facts = [draft.edges[pair] for pair in pairs]
    return {
        "edges": np.array([(place[a], place[b]) for a, b in pairs], dtype=np.int32).reshape(-1, 2),
        "border_km": np.array([fact[0] for fact in facts], dtype=np.float64),
        "edge_water": np.array([fact[1] for fact in facts], dtype=np.bool_),
        "edge_link": tuple(fact[2] for fact in facts),
        "gap_km": np.array([fact[3] for fact in facts], dtype=np.float64),
    }


def _area(rule: AreaRule, draft: Draft) -> Area:
    """Give an area with its units: those named, those of the provinces and those of the regions."""
    units = {code for code, unit in draft.units.items() if unit["province"] in rule.provinces}
    units.update(rule.units)
    for division, regions in rule.regions.items():
        units.update(code for code, region in draft.membership.get(division, {}).items() if region in regions)
    return Area(
        name=rule.name, title=rule.title, units=tuple(sorted(units)), source=rule.source, title_nl=rule.title_nl
    )


def _council_population(draft: Draft, provinces: tuple[str, ...], codes: tuple[str, ...], now: Ints) -> Ints:
    """Give the inhabitants that set each provincial council: those of the start where nothing is said."""
    total = dict.fromkeys(provinces, 0)
    for code, inhabitants in zip(codes, now.tolist(), strict=True):
        total[draft.units[code]["province"]] += inhabitants
    return np.array([draft.council_population[code] or total[code] for code in provinces], dtype=np.int64)


def _division(name: str, draft: Draft, codes: tuple[str, ...]) -> Division:
    regions = draft.regions[name]
    region_codes = tuple(sorted(regions))
    place = {code: index for index, code in enumerate(region_codes)}
    member = draft.membership.get(name, {})
    _, year, basis = regions[region_codes[0]]
    label = np.array([place[member[code]] if code in member else -1 for code in codes], dtype=np.int32)
    return Division(name, year, basis, region_codes, tuple(regions[code][0] for code in region_codes), label)
