"""Places by name: municipalities, provinces, regions and water boards as people call them, also by a name of the past.

A scenario may say a name wherever a place is asked. Here it is brought back to codes of the start map, and what is not
plain in that (the name is an old one, or one of later) is said in a note.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

from reformsim.errors import suggest
from reformsim.levers.fields import Location, Reference, references
from reformsim.levers.sealed import Sealed
from reformsim.territory import Succession, Territory, embedded_territories, load_territory, successions
from reformsim.territory.naming import official

MUNICIPALITY = "municipality"
"""Kind of a reference to a municipality of the day of a reform, which may be formed only later in the run."""

PLACES = ("unit", MUNICIPALITY, "province", "region", "water board")
"""Kinds of references that may be made by name."""

LIKE_A_CODE = re.compile(r"[A-Z]{2}\d")
FORMED_IN_A_RUN = re.compile(r"(?P<code>.+)\+\d+(/\d+)?|(?P<name>.+) c\.a\.")
"""Code and name that the model gives what its councils form: those of the largest member with a sign."""


class Meant(NamedTuple):
    """Codes of the start map that a name stands for, and what should be said of it."""

    codes: tuple[str, ...]
    note: str = ""


class Past(NamedTuple):
    """A municipality that is not on the start map: its name, whom it became part of or was made of, and when."""

    name: str
    codes: tuple[str, ...]
    year: int


def known(kind: str, territory: Territory, within: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give codes and names of the places of a kind; of regions those of the division ``within``."""
    if kind in ("unit", MUNICIPALITY):
        return territory.codes, territory.names
    if kind == "province":
        return territory.province_codes, territory.province_names
    boards = territory.water_boards
    division = within if kind == "region" else "" if boards is None else boards.division
    table = territory.divisions.get(division)
    return ((), ()) if table is None else (table.region_codes, table.region_names)


def meant(kind: str, word: str, territory: Territory, within: str = "") -> Meant | None:
    """Give what a code or name stands for; ``None`` if no place is called so, or several are.

    Parameters
    ----------
    kind
        One of ``PLACES``.
    within
        Division whose region is meant.
    """
    codes, names = known(kind, territory, within)
    if word in codes:
        return Meant((word,))
    low = official(word)
    found = [code for code, name in zip(codes, names, strict=True) if name.casefold() == low]
    if found:
        return Meant(tuple(found)) if len(found) == 1 else None
    if kind not in ("unit", MUNICIPALITY):
        return None
    return _gone(word, low, territory) or (_to_come(word, low, territory) if kind == "unit" else None)


def comes_about(word: str, territory: Territory) -> bool:
    """Whether a municipality may be called so later in a run: by the record, or where councils form it."""
    formed = FORMED_IN_A_RUN.fullmatch(word)
    if formed is not None:
        return meant("unit", formed["code"] or formed["name"], territory) is not None
    return _to_come(word, word.casefold(), territory) is not None


def on_record(word: str, territory: Territory, year: int) -> tuple[str, ...]:
    """Give the units of the municipality that the record has formed under a code or name up to 1 January of a year.

    Of several formed under it the last counts; none were if it is empty.
    """
    low = official(word)
    fitting = [
        past.codes
        for code, past in _formed(territory)
        if past.year <= year and (code == word or past.name.casefold() == low)
    ]
    return fitting[-1] if fitting else ()


def gone_before(territory: Territory) -> tuple[Past, ...]:
    """Give what earlier maps had and this one has not, each with the code of its heir here and then its own."""
    return _before(territory)


def formed_later(territory: Territory) -> tuple[Past, ...]:
    """Give what the territory's own record forms after the first day under a name of its own, with the units it has."""
    named = dict(zip(territory.codes, territory.names, strict=True))
    return tuple(past for code, past in _formed(territory) if named.get(code) != past.name)


def nearest(kind: str, word: str, territory: Territory, within: str = "") -> Collection[str]:
    """Give the words among which the one that was meant is looked for: codes for what looks like one, else names."""
    codes, names = known(kind, territory, within)
    return codes if LIKE_A_CODE.match(word) or word in names else (*codes, *names) if len(codes) <= 8 else names


def _gone(word: str, low: str, territory: Territory) -> Meant | None:
    """A municipality that ceased to exist before the first day, by the record of an earlier map."""
    for past in _before(territory):
        if word in past.codes[1:] or past.name.casefold() == low:
            here = past.codes[0]
            name = territory.names[territory.index(here)]
            return Meant((here,), f"'{word}' is part of '{name}' ({here}) since {past.year}")
    return None


def _to_come(word: str, low: str, territory: Territory) -> Meant | None:
    """A municipality that the record of the territory forms after the first day."""
    for code, past in _after(territory).items():
        if word == code or past.name.casefold() == low:
            parts = ", ".join(territory.names[territory.index(c)] for c in past.codes)
            return Meant(past.codes, f"'{word}' is formed in {past.year}; what it is formed of is meant: {parts}")
    return None


@lru_cache(maxsize=8)
def _after(territory: Territory) -> Mapping[str, Past]:
    """What the territory's own record forms under a new code, by that code, with the units it has then."""
    return {code: past for code, past in _formed(territory) if code not in territory.codes}


@lru_cache(maxsize=8)
def _formed(territory: Territory) -> tuple[tuple[str, Past], ...]:
    """All that the territory's own record forms, in order: its code, and the units it has then."""
    units: dict[str, tuple[str, ...]] = {code: (code,) for code in territory.codes}
    found: list[tuple[str, Past]] = []
    for year, one in _in_order(territory):
        units[one.code] = tuple(sorted({u for member in one.members for u in units[member]}))
        found.append((one.code, Past(one.name, units[one.code], year)))
    return tuple(found)


@lru_cache(maxsize=8)
def _before(territory: Territory) -> tuple[Past, ...]:
    """What earlier maps had and this one has not: code of the heir here, then the own code."""
    found: list[Past] = []
    for name in embedded_territories():
        earlier = load_territory(name)
        if earlier.starts is not None:
            earlier = load_territory(name, earlier.starts[0])
        if earlier.year >= territory.year or set(earlier.codes).isdisjoint(territory.codes):
            continue
        called = dict(zip(earlier.codes, earlier.names, strict=True))
        heirs: dict[str, tuple[str, int]] = {}
        for year, one in _in_order(earlier):
            if year <= territory.year:
                heirs |= {member: (one.code, year) for member in one.members if member != one.code}
                called[one.code] = one.name
        for code, (_, year) in heirs.items():
            heir = code
            while heir in heirs:
                heir = heirs[heir][0]
            if code not in territory.codes and heir in territory.codes:
                found.append(Past(called[code], (heir, code), year))
    return tuple(found)


def _in_order(territory: Territory) -> Iterator[tuple[int, Succession]]:
    for year, found in successions(territory.events, territory.codes).items():
        for one in found:
            yield year, one


Named = TypeVar("Named", bound=Sealed)


def by_code(model: Named, territory: Territory) -> tuple[Named, tuple[tuple[Location, str], ...]]:
    """Give a lever with codes in the place of names, and what is to be said of some of these, each at its place.

    A word that stands for nothing stays; a list may grow where a name stands for several.
    """
    changed: dict[Location, Meant] = {}
    notes = []
    for reference in references(model):
        found = _found(reference, territory)
        if found is None:
            continue
        if found.codes != (reference.name,) and (len(found.codes) == 1 or isinstance(reference.location[-1], int)):
            changed[reference.location] = found
        if found.note:
            notes.append((reference.location, found.note))
    if not changed:
        return model, ()
    data = _replaced(model.model_dump(exclude_unset=True), (), changed)
    return type(model).model_validate(data), tuple(notes)


def _found(reference: Reference, territory: Territory) -> Meant | None:
    if reference.kind not in PLACES:
        return None
    return meant(reference.kind, reference.name, territory, reference.within)


def _replaced(value: object, at: Location, changed: Mapping[Location, Meant]) -> object:
    if at in changed:
        return changed[at].codes[0]
    if isinstance(value, Mapping):
        return {key: _replaced(inner, (*at, key), changed) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        made: list[object] = []
        for i, inner in enumerate(value):
            here = changed.get((*at, i))
            made += here.codes if here is not None else (_replaced(inner, (*at, i), changed),)
        return tuple(made)
    return value


def unknown(what: str, word: str, territory: Territory, kind: str = MUNICIPALITY) -> str:
    """Say that no place is called so, and which may have been meant."""
    return f"unknown {what} '{word}'{suggest(word, nearest(kind, word, territory))} (territory {territory.name})"
