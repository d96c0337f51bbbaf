"""Loading and checking of territories: embedded ones by name, a user's own by folder."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from reformsim.errors import Mistakes, Problem, RunError, TerritoryError, UnknownNameError
from reformsim.marked import stamp_of
from reformsim.territory import accounts, boundaries
from reformsim.territory.belonging import check_belonging
from reformsim.territory.freezing import freeze
from reformsim.territory.frozen import Territory
from reformsim.territory.institutions import TerritoryFile
from reformsim.territory.record.reading import READ as RECORD_READ
from reformsim.territory.record.reading import Record, read_record
from reformsim.territory.record.starting import check_record, territory_of
from reformsim.territory.start import check_start, read_territory_file
from reformsim.territory.tables import Draft, FolderReader

DATA = Path(__file__).parent / "data"
FILES = ("territory.yaml", "provinces.csv", "units.csv", "adjacency.csv")
READ = (*FILES, "regions.csv", "divisions.csv", "population.csv", "events.csv", "procedures.csv", "accounts.csv")


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Path]:
    """Folders of what comes with the package; a map within a record that is whole in itself has the names of both."""
    found = {path.parent.name: path.parent for path in DATA.glob("*/territory.yaml")}
    return found | {
        f"{path.parents[1].name}-{path.parent.name}": path.parent for path in DATA.glob("*/*/territory.yaml")
    }


def embedded_territories() -> tuple[str, ...]:
    """Give the names of the territories that come with the package."""
    return tuple(sorted(_shipped()))


def load_territory(
    name_or_path: str | Path, year: int | None = None, *, tasks: Collection[str] | None = None
) -> Territory:
    """Load an embedded territory by name, or one's own by the path of its folder.

    Parameters
    ----------
    year
        The map of 1 January of this year, from a record of several; the last one it has unless given.
    tasks
        As for :func:`check_territory`.

    Raises
    ------
    UnknownNameError
        If it is neither an embedded name nor a folder.
    TerritoryError
        If the folder has mistakes; carries all of them.
    RunError
        If it has no map of that year.
    """
    found = nearest_map(name_or_path, year, tasks)
    if year is not None and (said := start_problem(found, year)):
        raise RunError(f"horizon.start: {said}")
    return found


def nearest_map(name_or_path: str | Path, year: int | None, tasks: Collection[str] | None = None) -> Territory:
    """Give what :func:`load_territory` gives, and for a year that it has no map of the nearest that it has."""
    text = str(name_or_path)
    if not isinstance(name_or_path, Path) and text in _shipped():
        return _embedded(text, year if _several(text) else None)
    folder = Path(name_or_path)
    if not os.path.isdir(folder):
        raise UnknownNameError("territory", text, embedded_territories())
    known = None if tasks is None else frozenset(tasks)
    asked = year if is_record(folder) else None
    return _kept(folder.resolve(), _called(text), known, asked, tuple(map(stamp_of, files_of(folder))))


def start_problem(territory: Territory, year: int) -> str:
    """Say that a run on a territory cannot start in a year; empty if it can."""
    if territory.starts is not None:
        first, last = territory.starts
        years = f"{first} to {last}, the years of territory '{territory.name}'"
        return "" if first <= year <= last else f"expected {years}, not {year}"
    of = f"the year of territory '{territory.name}'"
    return "" if year == territory.year else f"expected {territory.year}, {of}, not {year}"


def end_problem(territory: Territory, year: int) -> str:
    """Say that a run on a territory cannot go on to a year; empty if it can."""
    last = territory.horizon_until
    if last is None or year <= last:
        return ""
    return f"expected {last} or earlier, the last year of territory '{territory.name}', not {year}"


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
    folder = _shipped().get(text, Path(path))
    if not os.path.isdir(folder):
        what = "is a file, expected a folder" if os.path.exists(folder) else "there is no such folder"
        return [Problem(text, what)]
    problems, shown = Mistakes(), _called(text)
    units: Collection[str] = ()
    if is_record(folder):
        record = _read_record(folder, shown, problems)
        if record is not None:
            check_record(record, shown, problems, None if tasks is None else frozenset(tasks))
            units = {code for figures in record.inhabitants.published.values() for code in figures}
    else:
        _, draft = _parse(folder, shown, problems, tasks)
        units, file = draft.units, folder / boundaries.FILE
        if os.path.exists(file):
            boundaries.read_boundaries(file, f"{shown}/{boundaries.FILE}", units, draft.provinces, problems)
    if os.path.exists(folder / accounts.FILE):
        accounts.read_accounts(folder / accounts.FILE, f"{shown}/{accounts.FILE}", problems, units, tasks)
    return sorted(problems.told(), key=_order)


def _called(text: str) -> str:
    """Give a folder as messages call it, to which the name of a file is added with a slash."""
    return text.rstrip("/") or "/"


@lru_cache(maxsize=8)
def _several(name: str) -> bool:
    """Whether an embedded territory is a record of several maps."""
    return is_record(_shipped()[name])


def is_record(folder: Path) -> bool:
    """Whether a folder holds a record of several maps: it has no units of its own, and its file names maps."""
    try:
        text = (folder / FILES[0]).read_text("utf-8", "replace")
    except OSError:
        return False
    return not (folder / "units.csv").exists() and re.search(r"^maps *:", text, re.MULTILINE) is not None


def files_of(folder: Path) -> tuple[Path, ...]:
    """Give the files that a territory is read from, whether they are there or not; those of a record's maps too."""
    inner = sorted(path for path in folder.iterdir() if path.is_dir()) if is_record(folder) else []
    found = tuple(one / name for one in (folder, *inner) for name in (*READ, *RECORD_READ))
    # Beside the tables there may be a country file, whatever it is called.
    return (*found, *(path for path in sorted(folder.glob("*.y*ml")) if path.name != FILES[0]))


@lru_cache(maxsize=16)
def _embedded(name: str, year: int | None) -> Territory:
    folder = _shipped()[name]
    return _of_record(_embedded_record(name), year) if _several(name) else _read_folder(folder, name, None)


@lru_cache(maxsize=2)
def _embedded_record(name: str) -> Record:
    return _whole_record(_shipped()[name], name, None)


@lru_cache(maxsize=4)
def _kept(
    folder: Path,
    shown: str,
    tasks: frozenset[str] | None,
    year: int | None,
    files: tuple[tuple[int, int, int] | None, ...],
) -> Territory:
    """Read a folder, or give what was read from it while its files are the same (every replicate asks again)."""
    if is_record(folder):
        return _of_record(_whole_record(folder, shown, tasks), year)
    return _read_folder(folder, shown, tasks)


def _of_record(record: Record, year: int | None) -> Territory:
    """Give the map of a year; the nearest that there is for a year that it has not, which is told by who asked."""
    starts = record.file.starts
    return territory_of(record, min(max(year or starts.last, starts.first), starts.last))


def _whole_record(folder: Path, shown: str, tasks: frozenset[str] | None) -> Record:
    problems = Mistakes()
    record = _read_record(folder, shown, problems)
    if record is not None and tasks is not None:
        check_record(record, shown, problems, tasks)
    if record is None or problems:
        raise TerritoryError(sorted(problems.told(), key=_order))
    return record


def _read_folder(folder: Path, shown: str, tasks: frozenset[str] | None) -> Territory:
    problems = Mistakes()
    start, draft = _parse(folder, shown, problems, tasks)
    if problems or start is None:
        raise TerritoryError(sorted(problems.told(), key=_order))
    return freeze(start, draft, folder)


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
def _read_record(folder: Path, shown: str, problems: Mistakes) -> Record | None:
    return read_record(folder, shown, problems)


@_uncollected()
def _parse(
    folder: Path, shown: str, problems: Mistakes, tasks: Collection[str] | None
) -> tuple[TerritoryFile | None, Draft]:
    try:
        there = frozenset(os.listdir(folder))
        (folder / FILES[0]).lstat()
    except FileNotFoundError:  # told with the file
        pass
    except OSError as error:
        problems.append(Problem(shown, f"cannot be read: {error.strerror or error}"))
        return None, Draft()
    if there.isdisjoint(FILES):
        problems.append(Problem(shown, f"is not a territory: the folder holds none of {', '.join(FILES)}"))
        return None, Draft()
    start, read = read_territory_file(folder / FILES[0], f"{shown}/{FILES[0]}", TerritoryFile)
    reader = FolderReader(folder, shown, problems)
    if start is None:
        draft = reader.read(there, None, ())
    else:
        draft = reader.read(there, start.year, start.islands, complete=start.events_until is not None)
        check_start(start, read, draft, tasks)
        check_belonging(start.country, folder, shown, read)
    problems += read.problems
    return start, draft


def _order(problem: Problem) -> tuple[int, float, int]:
    """Sort by file, then line; what is wrong with a whole file comes after its lines."""
    name = problem.file.rpartition("/")[2]
    line = float("inf") if problem.line is None else problem.line
    files = (*READ, boundaries.FILE)
    return files.index(name) if name in files else -1, line, problem.column or 0
