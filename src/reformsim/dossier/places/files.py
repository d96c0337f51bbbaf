"""The page of all places and the CSV beside it, as files of a report."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import reformsim
from reformsim.dossier.places.shared import Places
from reformsim.dossier.places.sheets import shelves
from reformsim.dossier.places.table import write_all
from reformsim.dossier.sections.screen import title
from reformsim.report.page.lookup import Lookup, render_lookup

if TYPE_CHECKING:
    from reformsim.dossier.sections.shared import Matter
    from reformsim.experiment.store.output import Writer

STEM: Final = "report"
"""Name of a report without its ending, unless it is named."""


def names_beside(stem: str) -> tuple[str, str]:
    """Give the names of the page and the CSV beside a report: of ``report`` they are ``places``.

    Examples
    --------
    >>> names_beside("report"), names_beside("note")
    (('places.html', 'places.csv'), ('note-places.html', 'note-places.csv'))
    """
    name = "places" if stem == STEM else f"{stem}-places"
    return f"{name}.html", f"{name}.csv"


def places_files(matter: Matter, subtitle: str, stem: str = STEM) -> Mapping[str, Writer]:
    """Give the page and the CSV of all places, beside a report of this name; made when they are written.

    Parameters
    ----------
    subtitle
        Where, when, and of how many replicates.
    """
    page, table = names_beside(stem)
    places = Places(matter.runs, matter.w)
    return {page: partial(_write_page, places, matter, subtitle, stem), table: partial(write_all, places)}


def _write_page(places: Places, matter: Matter, subtitle: str, stem: str, path: Path) -> None:
    path.write_text(render_lookup(lookup(places, matter, subtitle, stem), matter.w), encoding="utf-8")


def lookup(places: Places, matter: Matter, subtitle: str, stem: str = STEM) -> Lookup:
    """Give the page of all places."""
    w, (_, table) = places.w, names_beside(stem)
    keys = tuple((run.name, w.own(run.scenario, "title"), places.colour(at)) for at, run in enumerate(places.runs))
    notes = (
        w("place.page.note", year=places.years[0], name=places.base.name),
        w("place.page.missing"),
    )
    links = ((f"{stem}.html", w("place.page.report")), (table, w("place.page.csv")))
    foot = w("page.foot", version=reformsim.__version__, attribution=matter.attribution.rstrip("."))
    name = w("place.page.title", question=title(matter))
    return Lookup(name, subtitle, keys, notes, links, shelves(places), foot)
