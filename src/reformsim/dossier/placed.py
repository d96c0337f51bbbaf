"""Something looked up in results, as a notebook shows it: its sheet, its numbers, and with whom it merges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reformsim.dossier.opening import write_alone
from reformsim.dossier.places.municipality import MOST_PARTNERS
from reformsim.dossier.places.names import Entry, find
from reformsim.dossier.places.shared import Places
from reformsim.dossier.places.sheets import sheet
from reformsim.dossier.places.table import write_one
from reformsim.experiment.byplace.localtables import LEVELS
from reformsim.experiment.compared import runs_of
from reformsim.report.page.fragment import fragment
from reformsim.report.page.html import Notice
from reformsim.report.words import Words, words

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run
    from reformsim.report.page.lookup import Sheet


@dataclass(frozen=True, eq=False)
class PlaceSeen:
    """Something looked up in results, which shows itself in a notebook.

    Parameters
    ----------
    entry
        What was found: a municipality of the first map, a province, task, water board or cooperation body.
    places
        The results by place.
    wanted
        The name by which it was.
    also
        What else goes by it.
    """

    results: Run | Comparison
    entry: Entry
    places: Places
    wanted: str = ""
    also: tuple[Entry, ...] = ()

    @property
    def w(self) -> Words:
        """The words to tell it in."""
        return self.places.w

    @property
    def code(self) -> str:
        """Its code; of a task its id, of a body its number in the run."""
        return self.entry.code

    @property
    def name(self) -> str:
        """What it is called."""
        return self.entry.name

    @property
    def runs(self) -> tuple[Run, ...]:
        """The scenarios, the one compared against first."""
        return runs_of(self.results)

    @cached_property
    def sheet(self) -> Sheet:
        """All that the results say of it."""
        return sheet(self.places, self.entry)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Local indicators in the first and the last year; as ``results.local(place=...)`` gives them.

        There are none of anything but a municipality or province.
        """
        first = self.runs[0]
        years = tuple(dict.fromkeys((first.years[0], first.years[-1])))
        if self.entry.kind not in LEVELS or self.code not in (*first.units, *first.provinces):
            return self.results.local((), years)
        return self.results.local(None, years, place=self.code, level=self.entry.kind)

    @cached_property
    def mergers(self) -> pd.DataFrame:
        """Chance to have merged by the last year, a row per scenario: scenario, share, then with whom and how often.

        ``partners`` are names of the first map, the most frequent first, each with its share of the replicates. There
        are no rows of anything but a municipality.
        """
        return pd.DataFrame(self._mergers(), columns=["scenario", "share", "partners"])

    def _mergers(self) -> Iterator[tuple[str, float, tuple[tuple[str, float], ...]]]:
        places = self.places
        if self.entry.kind != "municipality":
            return
        unit = places.units[self.code]
        for at, run in enumerate(self.runs):
            found = places.merging(at).partners(unit, MOST_PARTNERS)
            partners = tuple((places.unit_names[other], share) for other, share in found)
            yield run.name, float(places.merging(at).share[-1, unit]), partners

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known of the name by which it was found."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[str]:
        from reformsim.places.kind import plain

        w, word = self.w, plain(self.wanted)
        once = [one for one in self.entry.others if plain(one.name) == word]
        if once and not any(plain(name) == word for name in (self.code, *self.entry.names)):
            if once[0].later:
                names = ", ".join(one.name for one in (self.entry, *self.also))
                yield f"{w('place.note.later', name=self.wanted, year=once[0].year, names=names)}."
                return
            yield f"{w('place.note.part', name=self.wanted, into=self.name, year=once[0].year)}."
        if self.also:
            names = ", ".join(f"{w(f'place.kind.{one.kind}')} {one.name} ({one.code})" for one in self.also)
            yield f"{w('place.note.also', names=names)}."

    def write(self, file: str | Path) -> Path:
        """Write the values of every year as CSV.

        Raises
        ------
        RunError
            If results hold none, of a water board or a body.
        OutputError
            If the file cannot be written.
        """
        target = Path(file)
        write_alone(target, lambda path: write_one(self.places, self.entry, path), "the table")
        return target

    def __repr__(self) -> str:
        return f"<{self.name} ({self.code}) in {', '.join(run.name for run in self.runs)}>"

    def _repr_html_(self) -> str:
        first, told = self.runs[0], self.sheet
        kind = self.w(f"place.kind.{self.entry.kind}")
        small = self.w("place.small", kind=kind, first=first.years[0], last=first.years[-1])
        title = f"{told.name} ({self.code})" if self.entry.kind != "body" else told.name
        return fragment(title, small, (*map(Notice, self.notes), told.said, *told.blocks), self.w)


def place_in(results: Run | Comparison, name: str, *, lang: str = "en") -> PlaceSeen:
    """Look something up in results: a municipality of the first map, a province, task, water board or body.

    Parameters
    ----------
    name
        Its code or name, also one of before the first day, or one that the record forms later.
    lang
        'en' or 'nl'.

    Raises
    ------
    UnknownNameError
        If nothing is called so, with the nearest name, or for another language.
    AmbiguousNameError
        If several are.
    """
    places = Places(runs_of(results), words(lang))
    found, also = find(name, places.entries)
    return PlaceSeen(results, found, places, name, also)
