"""Loading and checking of territories: embedded ones by name, a user's own by folder."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np

from reformsim.arrays import Ints
from reformsim.errors import Mistakes, Problem, TerritoryError, UnknownNameError
from reformsim.territory import boundaries
from reformsim.territory.frozen import Division, Territory
from reformsim.territory.institutions import Area, AreaRule, TerritoryFile
from reformsim.territory.start import check_start, read_territory_file
from reformsim.territory.tables import Draft, FolderReader

DATA = Path(__file__).parent / "data"
FILES = ("territory.yaml", "provinces.csv", "units.csv", "adjacency.csv")
READ = (*FILES, "regions.csv", "divisions.csv", "population.csv", "events.csv", "procedures.csv")


def embedded_territories() -> tuple[str, ...]:
    """Give the names of the territories that come with the package."""
    return tuple(sorted(path.parent.name for path in DATA.glob("*/territory.yaml")))


def load_territory(name_or_path: str | Path, *, tasks: Collection[str] | None = None) -> Territory:
    """Load an embedded territory by name, or one's own by the path of its folder.

    Parameters
    ----------
    tasks
        As for :func:`check_territory`.

    Raises
    ------
    UnknownNameError
        If it is neither an embedded name nor a folder.
    TerritoryError
        If the folder has mistakes; carries all of them.
    """
    text = str(name_or_path)
    if not isinstance(name_or_path, Path) and text in embedded_territories():
        return _embedded(text)
    folder = Path(name_or_path)
    if not os.path.isdir(folder):
        raise UnknownNameError("territory", text, embedded_territories())
    known = None if tasks is None else frozenset(tasks)
    return _kept(folder.resolve(), text, known, tuple(_as_it_is(folder / name) for name in READ))


def check_territory(path: str | Path, *, tasks: Collection[str] | None = None) -> list[Problem]:
    """Give all mistakes in a territory folder; an empty list if there are none.

    Parameters
    ----------
    path
        The folder, or the name of an embedded territory.
    tasks
        Ids of the task catalogue; if given, the tasks of the institutions must be among them.
    """
    text = str(path)
    folder = DATA / text if text in embedded_territories() else Path(path)
    if not os.path.isdir(folder):
        what = "is a file, expected a folder" if os.path.exists(folder) else "there is no such folder"
        return [Problem(text, what)]
    problems = Mistakes()
    _, draft = _parse(folder, text, problems, tasks)
    file = folder / boundaries.FILE
    if os.path.exists(file):
        shown = f"{text.rstrip('/')}/{boundaries.FILE}"
        boundaries.read_boundaries(file, shown, draft.units, draft.provinces, problems)
    return sorted(problems.told(), key=_order)


@lru_cache(maxsize=8)
def _embedded(name: str) -> Territory:
    return _read_folder(DATA / name, name, None)


@lru_cache(maxsize=4)
def _kept(
    folder: Path, shown: str, tasks: frozenset[str] | None, files: tuple[tuple[int, int, int] | None, ...]
) -> Territory:
    """Read a folder, or give what was read from it while its files are the same (every replicate asks again)."""
    return _read_folder(folder, shown, tasks)


def _as_it_is(path: Path) -> tuple[int, int, int] | None:
    """Give what changes with the content of a file: its size and its times (ns); ``None`` where it is not."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _read_folder(folder: Path, shown: str, tasks: frozenset[str] | None) -> Territory:
    problems = Mistakes()
    start, draft = _parse(folder, shown, problems, tasks)
    if problems or start is None:
        raise TerritoryError(sorted(problems.told(), key=_order))
    return _freeze(start, draft, folder)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the garbage collector rest: a large table is millions of values without a cycle, looked through in vain."""
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()


@_uncollected()
def _parse(
    folder: Path, shown: str, problems: Mistakes, tasks: Collection[str] | None
) -> tuple[TerritoryFile | None, Draft]:
    shown = shown.rstrip("/") or "/"
    try:
        there = frozenset(os.listdir(folder))
        (folder / FILES[0]).lstat()
    except FileNotFoundError:
        pass
    except OSError as error:
        problems.append(Problem(shown, f"cannot be read: {error.strerror or error}"))
        return None, Draft()
    if there.isdisjoint(FILES):
        problems.append(Problem(shown, f"is not a territory: the folder holds none of {', '.join(FILES)}"))
        return None, Draft()
    start, read = read_territory_file(folder / "territory.yaml", f"{shown}/territory.yaml")
    reader = FolderReader(folder, shown, problems)
    if start is None:
        draft = reader.read(there, None, ())
    else:
        draft = reader.read(there, start.year, start.islands, complete=start.events_until is not None)
        check_start(start, read, draft, tasks)
    problems += read.problems
    return start, draft


def _order(problem: Problem) -> tuple[int, float, int]:
    """Sort by file, then line; what is wrong with a whole file comes after its lines."""
    name = problem.file.rpartition("/")[2]
    line = float("inf") if problem.line is None else problem.line
    files = (*READ, boundaries.FILE)
    return files.index(name) if name in files else -1, line, problem.column or 0


def _freeze(start: TerritoryFile, draft: Draft, folder: Path) -> Territory:
    codes = tuple(sorted(draft.units))
    units = [draft.units[code] for code in codes]
    place = {code: index for index, code in enumerate(codes)}
    provinces = tuple(sorted(draft.provinces))
    province_place = {code: index for index, code in enumerate(provinces)}
    pairs = sorted(draft.edges)
    edges = np.array([(place[a], place[b]) for a, b in pairs], dtype=np.int32).reshape(-1, 2)
    facts = [draft.edges[pair] for pair in pairs]
    population = np.array([unit["population"] for unit in units], dtype=np.int64)
    years = tuple(sorted({*draft.population, start.year}))
    by_year = np.array(
        [population if year == start.year else [draft.population[year][code] for code in codes] for year in years],
        dtype=np.int64,
    )
    reference = [start.year if unit["reference"] is None else unit["reference"] for unit in units]
    return Territory(
        name=start.name,
        title=start.title,
        year=start.year,
        attribution=start.attribution,
        growth_after_data=start.growth_after_data.rate,
        growth_source=start.growth_after_data.source,
        codes=codes,
        names=tuple(str(unit["name"]) for unit in units),
        province=np.array([province_place[str(unit["province"])] for unit in units], dtype=np.int16),
        population=population,
        population_basis=tuple(str(unit["basis"]) for unit in units),
        area_km2=np.array([unit["area_km2"] for unit in units], dtype=np.float64),
        x=np.array([unit["x"] for unit in units], dtype=np.float64),
        y=np.array([unit["y"] for unit in units], dtype=np.float64),
        council_reference_year=np.array(reference, dtype=np.int32),
        province_codes=provinces,
        province_names=tuple(draft.provinces[code] for code in provinces),
        province_council_population=_council_population(draft, provinces, codes, population),
        edges=edges,
        border_km=np.array([fact[0] for fact in facts], dtype=np.float64),
        edge_water=np.array([fact[1] for fact in facts], dtype=np.bool_),
        edge_link=tuple(fact[2] for fact in facts),
        gap_km=np.array([fact[3] for fact in facts], dtype=np.float64),
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
        record=start.network,
        # Absolute, for the user may stand elsewhere by the time a map is drawn.
        folder=str(folder.resolve()),
    )


def _area(rule: AreaRule, draft: Draft) -> Area:
    """Give an area with its units: those named, those of the provinces and those of the regions."""
    units = {code for code, unit in draft.units.items() if unit["province"] in rule.provinces}
    units.update(rule.units)
    for division, regions in rule.regions.items():
        units.update(code for code, region in draft.membership.get(division, {}).items() if region in regions)
    return Area(name=rule.name, title=rule.title, units=tuple(sorted(units)), source=rule.source)


def _council_population(draft: Draft, provinces: tuple[str, ...], codes: tuple[str, ...], now: Ints) -> Ints:
    """Give the inhabitants that set each provincial council: those of the start where nothing is said."""
    total = dict.fromkeys(provinces, 0)
    for code, inhabitants in zip(codes, now.tolist(), strict=True):
        total[str(draft.units[code]["province"])] += inhabitants
    return np.array([draft.council_population[code] or total[code] for code in provinces], dtype=np.int64)


def _division(name: str, draft: Draft, codes: tuple[str, ...]) -> Division:
    regions = draft.regions[name]
    region_codes = tuple(sorted(regions))
    place = {code: index for index, code in enumerate(region_codes)}
    member = draft.membership.get(name, {})
    _, year, basis = regions[region_codes[0]]
    label = np.array([place[member[code]] if code in member else -1 for code in codes], dtype=np.int32)
    return Division(name, year, basis, region_codes, tuple(regions[code][0] for code in region_codes), label)
