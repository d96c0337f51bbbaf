"""Figures and maps of results, one call each; results have them as methods (``run.plot(...)``)."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from reformsim.errors import OutputError, RunError, UnknownNameError, writing
from reformsim.experiment.lacking import held

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run
    from reformsim.report.page.picture import Absent, Picture
    from reformsim.scenario import GivenYear


class Seen:
    """A figure that shows itself in a notebook, with its words for who cannot see it."""

    def __init__(self, picture: Picture):
        self.picture = picture

    def save(self, path: str | Path) -> Path:
        """Write the figure to a file; its ending says whether as PNG or SVG.

        Raises
        ------
        OutputError
            For another ending, or if it cannot be written.
        """
        from reformsim.report.page.saving import save

        file = Path(path)
        if file.suffix not in (".png", ".svg"):
            raise OutputError(f"cannot write {file}: expected a name that ends in .png or .svg")
        with writing(file):
            save(self.picture.figure, file)
        return file

    def __repr__(self) -> str:
        return f"<{self.picture.title}>"

    def _repr_html_(self) -> str:
        from reformsim.report.page.drawn import Drawn

        drawn = Drawn(self.picture)
        note = f"<p><small>{escape(drawn.note)}</small></p>" if drawn.note else ""
        # A page that is narrower than the figure shrinks it; one that is wider leaves it as it was drawn.
        inside = str(drawn.inlined()).replace("<img ", '<img style="width:100%" ', 1)
        return f'<div style="background:#fff;max-width:{drawn.width}px">{inside}</div>{note}'


def plot(results: Run | Comparison, indicator: str, *, lang: str = "en") -> Seen:
    """Draw an indicator by year: a line for the median and a band for 80 % of the replicates per scenario.

    Parameters
    ----------
    indicator
        Name of an indicator; ``reformsim indicators`` lists them.
    lang
        'en' or 'nl'.

    Raises
    ------
    UnknownNameError
        If there is no such indicator or language.
    RunError
        If the indicator was not measured.
    """
    from reformsim.dossier.figures.catalogue import single
    from reformsim.dossier.subject import subject
    from reformsim.report.words import words

    about = subject(results, words(lang))
    held(about.indicators, indicator)
    return Seen(single(about, indicator))


def figure(results: Run | Comparison, name: str, *, lang: str = "en") -> Seen:
    """Draw one of the figures of the report.

    Parameters
    ----------
    name
        'lines', 'fan', 'timeline', 'drukte', 'layers', 'network', 'sizes', 'tasks' or 'offices'.
    lang
        'en' or 'nl'.

    Raises
    ------
    UnknownNameError
        If there is no such figure or language.
    RunError
        If these results do not allow it.
    """
    from reformsim.dossier.figures.catalogue import SECTIONS
    from reformsim.dossier.subject import subject
    from reformsim.report.words import words

    if name not in SECTIONS:
        raise UnknownNameError("figure", name, SECTIONS)
    return Seen(_there(SECTIONS[name](subject(results, words(lang)))))


def draw_map(
    results: Run | Comparison,
    *years: GivenYear,
    indicator: str = "inhabitants",
    scenario: str | None = None,
    lang: str = "en",
) -> Seen:
    """Draw the map of some years, a row per scenario: the municipalities of its most typical replicate.

    Parameters
    ----------
    years
        The first and the last year of the results unless given.
    indicator
        What the colours say: 'inhabitants', 'merger_chance' (up to the last of the years) or an indicator of
        municipalities.
    scenario
        One scenario of several; all unless given.
    lang
        'en' or 'nl'.

    Raises
    ------
    UnknownNameError
        If there is no such scenario, indicator or language.
    RunError
        If a year is not in the results.
    """
    from reformsim.dossier.figures.mapped import CHANCE, chance_of_merging
    from reformsim.dossier.figures.maps import chance_alt, map_of
    from reformsim.dossier.subject import Subject
    from reformsim.experiment.compared import runs_of
    from reformsim.report.page.picture import Picture
    from reformsim.report.words import words
    from reformsim.scenario import years_of

    w, wanted = words(lang), years_of(years)
    drawn = map_of(results, wanted, indicator=indicator, scenario=scenario, lang=lang)
    runs, said = runs_of(results, scenario), []
    first, last = min(wanted or runs[0].years), max(wanted or runs[0].years)
    if indicator == CHANCE:
        found = {run.name: chance_of_merging(run, last) for run in runs}
        alt = chance_alt(found, runs[0].years[0], last, w)
        return Seen(Picture("map", w("page.section.chance"), drawn, alt))
    for run in runs:
        counts = run.level.median[:, run.indicators.index("municipalities")]
        start, end = (counts[run.year_index(year)] for year in (first, last))
        said.append(w("page.maps.each", name=run.name, start=w.number(start, 1), end=w.number(end, 1)))
    alt = w("page.maps.alt", place=Subject(runs, w).place, each="; ".join(said))
    return Seen(Picture("map", w("page.section.maps"), drawn, alt))


def _there(made: Picture | Absent) -> Picture:
    from reformsim.report.page.picture import Absent

    if isinstance(made, Absent):
        raise RunError(f"{made.title}: {made.why}")
    return made
