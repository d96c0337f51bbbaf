"""What can be looked up in results, by code, name and name of the past, and finding it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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
        Entry("municipality", code, _called(name), tuple(past.get(code, ())), _province(land, at))
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


def sorted_as(name: str) -> str:
    """Give what a name is sorted by.

    Examples
    --------
    >>> sorted(["Soest", "'s-Gravenhage", "Goes"], key=sorted_as)
    ['Goes', "'s-Gravenhage", 'Soest']
    """
    return name.casefold().removeprefix("'s-").removeprefix("'t ")


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
    for names_of in (_now, _without_brackets, _once):
        found = [one for one in known if word and any(plain(name) == word for name in names_of(one))]
        if found:
            return _chosen(wanted, found, once=names_of is _once)
    names = (name for one in known for name in (*one.names, *(other.name for other in one.others)))
    raise UnknownNameError("place", wanted, tuple(dict.fromkeys(names)))


def _now(one: Entry) -> tuple[str, ...]:
    return one.code, *one.names


def _without_brackets(one: Entry) -> tuple[str, ...]:
    return tuple(name.partition("(")[0] for name in one.names)


def _once(one: Entry) -> tuple[str, ...]:
    return tuple(other.name for other in one.others)


def _chosen(wanted: str, found: list[Entry], *, once: bool) -> tuple[Entry, tuple[Entry, ...]]:
    first, *rest = sorted(found, key=lambda one: KINDS.index(one.kind))
    alike = [one for one in found if one.kind == first.kind]
    # What the record forms of several later stands for each of them.
    if len(alike) > 1 and not once:
        listed = ", ".join(f"{one.name} ({', '.join((one.code, *_told_apart(one)))})" for one in alike)
        raise AmbiguousNameError(f"'{wanted}' may be any of these: {listed}")
    return first, tuple(rest)


def _told_apart(one: Entry) -> tuple[str, ...]:
    return (one.small.replace("_", " "),) if one.small else ()


def _called(name: str) -> tuple[str, ...]:
    """Give a name and what the municipality is commonly called."""
    from reformsim.territory.naming import OTHERWISE

    return name, *(common.title() for common, official in OTHERWISE.items() if official == name.casefold())


def _province(land: Territory | None, at: int) -> str:
    return "" if land is None else land.province_names[int(land.province[at])]


def _provinces(run: Run, land: Territory | None) -> Iterable[tuple[str, str]]:
    on_map = dict(zip(land.province_codes, land.province_names, strict=True)) if land is not None else {}
    return (on_map | dict(run.provinces)).items()


def _others(land: Territory) -> dict[str, list[Other]]:
    """Names of other times by code of the start map."""
    from reformsim.levers.places import formed_later, gone_before

    found: dict[str, list[Other]] = defaultdict(list)
    # Several maps of the past may know the same.
    for code, name, year in dict.fromkeys((past.codes[0], past.name, past.year) for past in gone_before(land)):
        found[code].append(Other(name, year, later=False))
    for past in formed_later(land):
        for code in past.codes:
            found[code].append(Other(past.name, past.year, later=True))
    return found
