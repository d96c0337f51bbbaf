"""The names of the data that levers refer to: brought to codes where they are places, told where they do not exist."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import ValidationError

from reformsim.country import load_country
from reformsim.errors import Near, Problem
from reformsim.law import load_law
from reformsim.levers import places
from reformsim.levers.base import Lever
from reformsim.levers.fields import Reference, references
from reformsim.levers.figures import figure_of, figures, with_figures
from reformsim.scenario.load import LeverEntry
from reformsim.scenario.ranges import ENDS
from reformsim.scenario.wording import described, translated
from reformsim.tasks import not_there
from reformsim.territory import Territory

if TYPE_CHECKING:
    from reformsim.scenario.schema import Uncertainty
    from reformsim.world.bodies import Bodies


@dataclass(frozen=True, slots=True)
class Found:
    """A lever and where it was written; ``repaired`` are the keys whose mistaken values were set aside."""

    entry: LeverEntry
    lever: Lever
    repaired: frozenset[str] = frozenset()


def named(found: Iterable[Found], territory: Territory) -> tuple[list[Found], list[Problem], list[Problem]]:
    """Give the levers with codes in the place of names of places, and what should be known of some of these names.

    Last comes what is wrong with a lever only then: two words of it are one place. It stays as it is.
    """
    made, notes, problems = [], [], []
    for one in found:
        node, root = one.entry.node, one.entry.root
        try:
            lever, said = (one.lever, ()) if one.repaired else places.by_code(one.lever, territory)
        except ValidationError as error:
            lever, said = one.lever, ()
            problems += translated(error, type(lever), node, root)
        made.append(replace(one, lever=lever))
        notes += [node.problem(location, note, root=root) for location, note in said]
    return made, notes, problems


def unknown_names(found: Iterable[Found], territory: Territory, network: str) -> Iterator[Problem]:
    """Tell the names that do not exist in the data, and that no lever gives.

    ``network`` says which bodies the first day has, as ``Scenario.bodies``.
    """
    levers = tuple(found)
    given = {name.casefold() for one in levers for name in one.lever.gives}
    tasks = {task for one in levers for task in one.lever.gives_tasks}
    founded = {name.casefold() for one in levers for name in _founds(one.lever)}
    for one in levers:
        for reference in references(one.lever):
            if reference.location[0] in one.repaired:
                continue
            made = {places.MUNICIPALITY: given, "body": founded, "task": tasks}.get(reference.kind, ())
            if reference.name.casefold() in made:
                continue
            told = _mistake(reference, territory, network)
            if told is not None:
                yield one.entry.node.problem(reference.location, *told, key=reference.key, root=one.entry.root)


def _founds(lever: Lever) -> Iterator[str]:
    """Names that a lever gives, of bodies mostly."""
    for one in (lever, *getattr(lever, "successors", ())):
        for key in ("name", "body"):
            name = getattr(one, key, None)
            if isinstance(name, str) and (key == "name" or getattr(one, "form", None)):
                yield name


def complaints(found: Iterable[Found], territory: Territory) -> Iterator[Problem]:
    """Tell what else is wrong with levers on this territory; their places are known by code."""
    for one in found:
        for complaint in () if one.repaired else one.lever.complaints(territory):
            yield one.entry.node.problem(complaint.location, complaint.message, root=one.entry.root)


def ends_refused(
    ranges: Mapping[str, Uncertainty], found: Iterable[Found], territory: Territory
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Tell the ends of ranges of figures with which levers, themselves in order, would be wrong on this territory."""
    levers = [one.lever for one in found if not one.repaired]
    for name, one in ranges.items():
        try:
            lever, figure = figure_of(name, levers)
        except KeyError:
            continue
        for end in ENDS if figure in figures(lever) and not any(lever.complaints(territory)) else ():
            value = getattr(one, end)
            try:
                moved = with_figures(lever, {figure: value})
            except ValidationError:
                continue  # it is told with the form of the range
            for complaint in moved.complaints(territory):
                yield ("uncertainties", name, end), f"lever '{lever.id}' refuses {value:g}: {complaint.message}"


def _mistake(reference: Reference, territory: Territory, network: str) -> tuple[str, Near] | None:
    """Say that a name does not exist in the data; ``None`` if it does, or if its division does not."""
    kind, name, within = reference.kind, reference.name, reference.within
    if kind in ("body", "kind of any body"):
        return _no_body(name, territory, network, of_kind=kind != "body")
    if kind in places.PLACES:
        return _no_place(kind, name, territory, within)
    known: Collection[str]
    if kind == "task":
        first, country = dt.date(territory.year, 1, 1), load_country(territory.country)
        if not country.has_tasks:
            return f"unknown task '{name}': the tasks of {country.title['en']} are not known", Near(name, ())
        if (other_days := not_there(name, first)) is not None:
            return other_days, Near(name, ())
        known = country.tasks_on(first).ids
    elif kind == "table of law":
        known = load_law().names
    elif kind == "division":
        known = territory.divisions
    elif kind == "area":
        known = territory.area_names
    elif kind == "body kind":
        known = {body.kind for body in territory.statutory_bodies}
    else:
        return None
    if name in known:
        return None
    return _unknown(_CALLED.get(kind, kind), name, known, "" if kind in _OF_ALL else f" (territory {territory.name})")


def _no_place(kind: str, name: str, territory: Territory, within: str) -> tuple[str, Near] | None:
    if kind == "region" and within not in territory.divisions:
        return None
    if places.meant(kind, name, territory, within) is not None:
        return None
    if kind == places.MUNICIPALITY and places.comes_about(name, territory):
        return None
    what = f"region of {within}" if kind == "region" else _CALLED.get(kind, kind)
    return _unknown(what, name, places.nearest(kind, name, territory, within), f" (territory {territory.name})")


def _no_body(name: str, territory: Territory, network: str, *, of_kind: bool) -> tuple[str, Near] | None:
    """Say that no body of the first day is called so, or is of that kind, unless one may be founded in a run."""
    bodies = _first_bodies(territory, network)
    if of_kind:
        known = {*bodies.kinds, *KINDS_IN_A_RUN, *(f"region_{division}" for division in territory.divisions)}
        return None if name in known else _unknown("kind of body", name, known, f" (territory {territory.name})")
    names = tuple(dict.fromkeys(bodies.names))
    if FOUNDED_IN_A_RUN.fullmatch(name) or name.casefold() in {one.casefold() for one in names}:
        return None
    return _unknown("body", name, names, f" (territory {territory.name})")


KINDS_IN_A_RUN = (
    "public",
    "private",
    "successor",
    "infrastructure_authority",
    "metropolitan_region",
    "binding_cooperation",
)
"""Kinds of bodies that a run may found whatever the territory has, beside those of regions."""


@lru_cache(maxsize=4)
def _first_bodies(territory: Territory, network: str) -> Bodies:
    from reformsim.world.network import first_bodies  # the network of the first day is put together for this alone

    tasks = load_country(territory.country).tasks_on(dt.date(territory.year, 1, 1))
    return first_bodies(territory, tasks, network if territory.network else "drawn")


FOUNDED_IN_A_RUN = re.compile(r".+ \(.+\)")
"""Names that the model gives bodies: year or tasks stand behind in brackets."""

_OF_ALL = ("task", "table of law")
"""Kinds of names that are no matter of the territory."""

_CALLED = {"unit": "municipality", "body kind": "kind of body"}


def _unknown(what: str, name: str, known: Collection[str], within: str = "") -> tuple[str, Near]:
    return f"unknown {what} {described(name)}", Near(name, known, after=within)
