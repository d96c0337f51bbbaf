"""The sheet of anything that can be looked up, and all sheets by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from reformsim.dossier.places.body import board, body
from reformsim.dossier.places.municipality import municipality
from reformsim.dossier.places.names import Entry, sorted_as
from reformsim.dossier.places.province import province
from reformsim.dossier.places.shared import Places
from reformsim.dossier.places.task import task
from reformsim.report.page.lookup import Sheet, Shelf

OF_A_KIND: Final[Mapping[str, Callable[[Places, Entry], Sheet]]] = MappingProxyType(
    {"municipality": municipality, "province": province, "task": task, "board": board, "body": body}
)
ORDER: Final = ("province", "task", "municipality", "board", "body")
"""In which kinds stand on a page."""


def sheet(places: Places, entry: Entry) -> Sheet:
    """Give the sheet of an entry."""
    return OF_A_KIND[entry.kind](places, entry)


def shelves(places: Places) -> tuple[Shelf, ...]:
    """Give all sheets, by kind and name; a kind of which there is nothing is left out."""
    found = []
    for kind in ORDER:
        sheets = [sheet(places, entry) for entry in places.entries if entry.kind == kind]
        if kind not in ("province", "task"):
            sheets.sort(key=lambda one: sorted_as(one.name))
        if sheets:
            found.append(Shelf(kind, places.w(f"place.shelf.{kind}"), tuple(sheets)))
    return tuple(found)
