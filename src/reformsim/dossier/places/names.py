"""What can be looked up in results, by code, name and name of the past, and finding it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reformsim.errors import AmbiguousNameError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformsim.dossier.places.first import FirstDay
    from reformsim.experiment import Run
    from reformsim.territory import Territory

KINDS: Final = ("municipality", "province", "task", "board", "body")
"""Kinds of what has a sheet; of one name the first of these is meant."""


@dataclass(frozen=True, slots=True)
class Other:
    """A name of another time.

    Parameters
    ----------
    year
        From which it is no more, or is.
    later
        Whether it comes after the first day.
    """

    name: str
    year: int
    later: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What has a sheet.

    Parameters
    ----------
    kind
        One of ``KINDS``.
    code
        Of a body its number in the run.
    names
        What it is called, in all languages, the one to show first.
    others
        Names of other times under which it is looked for.
    small
        What tells it from another of the same name: a kind of body or the name of a province.
    """

    kind: str
    code: str
    names: tuple[str, ...]
    others: tuple[Other, ...] = ()
    small: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.names[0]

    @property
    def id(self) -> str:
        """Its address on a page."""
        return f"{self.kind}-{self.code}"


def entries(run: Run, first: FirstDay | None, lang: str) -> tuple[Entry, ...]:
    """Give all that has a sheet, by kind.

    Parameters
    ----------
    run
        The scenario compared against.
    first
        Its first day; without it there are municipalities and provinces alone.
    """
    land = first.territory if first is not None else None
    past = _others(land) if land is not None else {}
    found = [
        Entry("municipality", code, (name,), tuple(past.get(code, ())), _province(land, at))
        for at, (code, name) in enumerate(run.unit_names.items())
    ]
    found += [Entry("province", code, (name,)) for code, name in _provinces(run, land)]
    if first is not None and land is not None:
        for task in first.tasks:
            both = (task.name_en, task.name_nl)
            found.append(Entry("task", task.id, both if lang == "en" else both[::-1]))
        if land.water_boards is not None:
            division = land.divisions[land.water_boards.division]
            there = zip(division.region_codes, division.region_names, strict=True)
            found += [Entry("board", code, (name,)) for code, name in there]
        found += [Entry("body", str(one.number), (one.name,), small=one.kind) for one in first.known]
    return tuple(found)


def find(wanted: str, known: Sequence[Entry]) -> tuple[Entry, tuple[Entry, ...]]:
    """Look up a code or name; a name of today goes before one of another time.

    Returns
    -------
    tuple of Entry and Entry
        What is meant, and what else is called so.

    Raises
    ------
    UnknownNameError
        If nothing is called so; it names the nearest.
    AmbiguousNameError
        If several of the kind that goes first are.
    """
    from reformsim.places.kind import plain

    word = plain(wanted)
    ways = (
        lambda one: [one.code, *one.names],
        lambda one: [name.partition("(")[0] for name in one.names],
        lambda one: [other.name for other in one.others],
    )
    for way in ways:
        found = [one for one in known if word and any(plain(name) == word for name in way(one))]
        if found:
            return _chosen(wanted, found, later=way is ways[-1])
    names = (name for one in known for name in (*one.names, *(other.name for other in one.others)))
    raise UnknownNameError("place", wanted, tuple(dict.fromkeys(names)))


def _chosen(wanted: str, found: list[Entry], *, later: bool) -> tuple[Entry, tuple[Entry, ...]]:
    first, *rest = sorted(found, key=lambda one: KINDS.index(one.kind))
    alike = [one for one in found if one.kind == first.kind]
    # What the record forms of several later stands for each of them.
    if len(alike) > 1 and not later:
        listed = ", ".join(f"{one.name} ({one.code}{f', {one.small}' if one.small else ''})" for one in alike)
        raise AmbiguousNameError(f"'{wanted}' may be any of these: {listed}")
    return first, tuple(rest)


def _province(land: Territory | None, at: int) -> str:
    return "" if land is None else land.province_names[int(land.province[at])]


def _provinces(run: Run, land: Territory | None) -> Iterable[tuple[str, str]]:
    on_map = dict(zip(land.province_codes, land.province_names, strict=True)) if land is not None else {}
    return (on_map | dict(run.provinces)).items()


def _others(land: Territory) -> dict[str, list[Other]]:
    """Names of other times by code of the start map."""
    from reformsim.levers.places import formed_later, gone_before

    found: dict[str, list[Other]] = defaultdict(list)
    for past in gone_before(land):
        found[past.codes[0]].append(Other(past.name, past.year, later=False))
    for past in formed_later(land):
        for code in past.codes:
            found[code].append(Other(past.name, past.year, later=True))
    return found


def former(entry: Entry) -> Iterator[Other]:
    """Give the names of what has become part of it before the first day."""
    return (other for other in entry.others if not other.later)
