"""Which reform did it: attributions that were made of the same scenarios, from their folders."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reformsim.dossier.sections.shared import Matter
from reformsim.errors import OutputError, ReformsimError
from reformsim.experiment.attribution.beside import content
from reformsim.experiment.attribution.players import TOGETHER, WHOLE
from reformsim.experiment.attribution.sources import SOURCES as PARTS
from reformsim.experiment.store.checked import read_manifest, verify
from reformsim.experiment.store.folder import SOURCES, read_sources
from reformsim.report.page.drawn import Drawn
from reformsim.report.page.html import Block, Cell, Group, Heading, Notice, Paragraph, Row, Shown, Table
from reformsim.report.page.picture import Picture
from reformsim.report.words import Words, catalogue

if TYPE_CHECKING:
    from reformsim.experiment import Run
    from reformsim.measures import Measure
    from reformsim.scenario import Scenario

MOST_FIGURES = 3
"""Indicators whose parts are drawn, those that the package moves most in relation to their level."""

READ = ("attribution.csv", "levels.csv", "scenario.yaml")
"""Files of an attribution that a report reads."""

BY_LEVERS, BY_SOURCE = "levers", "source"

NAMED = 3
"""Parts that a figure's words name."""


@dataclass(frozen=True, eq=False)
class Found:
    """An attribution as its folder holds it: its table, the levels without and with the reforms, replicates."""

    parts: pd.DataFrame
    levels: pd.DataFrame
    replicates: int

    def at(self, indicator: str, year: int) -> tuple[pd.DataFrame, float, float]:
        """Give the rows of an indicator in a year but for the whole, and the levels without and with the reforms."""
        rows = self.parts[(self.parts["indicator"] == indicator) & (self.parts["year"] == str(year))]
        both = self.levels[(self.levels["indicator"] == indicator) & (self.levels["year"] == str(year))].iloc[0]
        return rows[rows["part"] != WHOLE], float(both["without"]), float(both["with"])


def attribution(matter: Matter) -> Iterator[Block]:
    """Show the parts of every scenario that has an attribution, and what its effects rest on, as far as known."""
    w = matter.w
    yield from _by_levers(matter)
    for at, run in enumerate(matter.runs):
        table = matter.rests_on(run.name)
        if table is not None:
            yield Heading(w("page.sources.heading", name=matter.title(run)), run.name, matter.colour(at))
            yield Paragraph(w("page.sources.method"))
            yield _sources(matter, run, table)


def _by_levers(matter: Matter) -> Iterator[Block]:
    w = matter.w
    for at, run in enumerate(matter.runs):
        folder = matter.attributions.get(run.name) if run.scenario.levers else None
        if folder is None:
            continue
        read = read_attribution(folder, run)
        if read is None:
            yield Notice(w("page.without.attribution.other", name=run.name))
            continue
        yield Heading(matter.title(run), run.name, matter.colour(at))
        yield from _parts(matter, run, read)


def read_attribution(folder: Path, run: Run) -> Found | None:
    """Read the folder of an attribution; ``None`` if it is of other reforms, years or another seed than the run.

    Raises
    ------
    OutputError
        If it is no folder of an attribution, or is not as it was written.
    """
    from reformsim.scenario import load_scenario

    manifest = _sound(folder)
    try:
        text = {"part": str, "title": str, "year": str, "indicator": str}
        parts = pd.read_csv(folder / "attribution.csv", dtype=text)
        levels = pd.read_csv(folder / "levels.csv", dtype={"year": str, "indicator": str})
        theirs = load_scenario(folder / "scenario.yaml", allow_code=None)
        found = Found(parts, levels, int(manifest["replicates"]))
    except (OSError, ValueError, KeyError, TypeError, ReformsimError) as error:
        raise OutputError(f"{folder} is not a folder that reformsim attribute wrote ({error})") from error
    return found if content(theirs) == content(run.scenario) else None


def read_own_sources(folder: Path, run: Run) -> pd.DataFrame | None:
    """Read what effects rest on from the folder of an attribution by source; as :func:`read_attribution`."""
    return None if read_attribution(folder, run) is None else read_sources(folder / SOURCES)


def by_kind(folders: Iterable[Path]) -> dict[str, list[Path]]:
    """Tell attributions by levers and by source apart."""
    found: dict[str, list[Path]] = {BY_LEVERS: [], BY_SOURCE: []}
    for folder in folders:
        found[BY_SOURCE if (folder / SOURCES).is_file() else BY_LEVERS].append(folder)
    return found


def attributed(folder: Path) -> str:
    """Give the name of the scenario that the attribution in a folder is of.

    Raises
    ------
    OutputError
        If it is no folder of an attribution, or is not as it was written.
    """
    _sound(folder)
    try:
        with (folder / "attribution.csv").open(encoding="utf-8", newline="") as stream:
            return next(csv.DictReader(stream))["scenario"]
    except (OSError, KeyError, StopIteration, UnicodeDecodeError) as error:
        raise OutputError(f"{folder} is not a folder that reformsim attribute wrote") from error


def _sound(folder: Path) -> dict[str, Any]:
    """Give the manifest of an attribution whose files, those that are read here, are as they were written."""
    manifest = read_manifest(folder)
    files = {} if manifest is None else {entry["name"]: entry for entry in manifest["files"]}
    if manifest is None or not set(READ) <= set(files):
        raise OutputError(f"{folder} is not a folder that reformsim attribute wrote")
    verify(folder, (files[name] for name in (*READ, SOURCES) if name in files))
    return manifest


def _parts(matter: Matter, run: Run, found: Found) -> Iterator[Block]:
    w, year = matter.w, matter.last
    method = str(found.parts["method"].iloc[0])
    yield Paragraph(w(f"page.attribution.method.{method}"))
    held = set(found.levels["indicator"])
    shown = [one for one in matter.headlines if one.name in held]
    moved = sorted(shown, key=lambda one: -_moved(found, one.name, year))[:MOST_FIGURES]
    for one in moved:
        if _moved(found, one.name, year) > 0:
            yield Shown(Drawn(_waterfall(matter, run, found, one)))
    yield _table(matter, run, found, shown)


def _moved(found: Found, indicator: str, year: int) -> float:
    _, without, full = found.at(indicator, year)
    return abs(full - without) / abs(without) if without else 0.0


def part_title(w: Words, scenario: Scenario, part: str, title: str) -> str:
    """Give the title of a part in the language; a group of a file of one's own has only its name.

    Parameters
    ----------
    scenario
        With all parts.
    part, title
        Name of the lever or group, and its title where nothing better is known.
    """
    if part == TOGETHER:
        return w("page.attribution.together")
    lever = next((lever for lever in scenario.levers if lever.id == part), None)
    if lever is None and f"levers.group.{part}" in catalogue():
        words = w(f"levers.group.{part}")
        return words[:1].upper() + words[1:]
    if lever is None:
        return title
    named = w.pick(lever.title_en, lever.title_nl)
    return named if lever.id == lever.lever else f"{named}: {lever.id}"


def _table(matter: Matter, run: Run, found: Found, shown: list[Measure]) -> Table:
    """Indicators below each other, each with its parts: many short rows are read on a phone too."""
    w, groups = matter.w, []
    for one in shown:
        rows, without, full = found.at(one.name, matter.last)
        effects = [float(effect) for effect in rows["effect"]]
        places = w.decimals([without, full, *effects], one.unit)
        lines = [Row(w("page.attribution.without"), (Cell(w.number(without, places)),))]
        for part, title, effect in zip(rows["part"], rows["title"], effects, strict=True):
            lines.append(
                Row(
                    part_title(matter.w, run.scenario, str(part), str(title)),
                    (Cell(w.number(effect, places, signed=True)),),
                )
            )
        lines.append(Row(w("page.attribution.with"), (Cell(w.number(full, places)),)))
        groups.append(Group(tuple(lines), matter.named(one), matter.unit(one)))
    caption = w(
        "page.attribution.caption", name=run.name, year=matter.last, replicates=matter.replicates(found.replicates)
    )
    return Table(caption, (w("page.attribution.part"), str(matter.last)), tuple(groups), frozenset((1,)))


def _sources(matter: Matter, run: Run, found: pd.DataFrame) -> Table:
    """A row per indicator: its effect by source, as a whole, and what it rests on most."""
    w, rows = matter.w, []
    for one in (one for one in matter.headlines if one.name in found.index):
        row = found.loc[[one.name]].to_dict("records")[0]
        effects = [float(row[part]) for part in (*PARTS, WHOLE)]
        places = w.decimals(effects, one.unit)
        numbers = (Cell(w.number(effect, places, signed=True)) for effect in effects)
        cells = (*numbers, Cell(matter.origin(str(row["origin"]))))
        rows.append(Row(matter.named(one), cells, matter.unit(one)))
    parts = (w(f"page.sources.part.{part}") for part in PARTS)
    heads = (w("page.sources.effect"), *parts, w("page.sources.whole"), w("page.sources.mostly"))
    caption = w("page.sources.caption", name=run.name, year=matter.last)
    return Table(caption, heads, (Group(tuple(rows)),), frozenset(range(1, len(heads) - 1)))


def _waterfall(matter: Matter, run: Run, found: Found, one: Measure) -> Picture:
    from reformsim.report.figures.waterfall import Step, waterfall_figure

    w, year = matter.w, matter.last
    rows, without, full = found.at(one.name, year)
    error = np.sqrt(rows["replicate_error"].fillna(0.0) ** 2 + rows["sampling_error"].fillna(0.0) ** 2)
    steps = [
        Step(part_title(matter.w, run.scenario, str(part), str(title)), float(effect), float(spread), part == TOGETHER)
        for part, title, effect, spread in zip(rows["part"], rows["title"], rows["effect"], error, strict=True)
    ]
    title = matter.named(one)
    figure = waterfall_figure(
        title,
        w("page.attribution.subtitle", name=run.name, year=year),
        without,
        steps,
        unit=w.unit(one.unit),
        source=matter.subject.source,
        w=w,
    )
    places = w.decimals([without, full], one.unit)
    largest = sorted(steps, key=lambda step: -abs(step.effect))[:NAMED]
    parts = ", ".join(f"{step.label} {w.number(step.effect, places, signed=True)}" for step in largest)
    ends = {"start": w.number(without, places), "end": w.number(full, places)}
    alt = w("page.attribution.alt", title=title, name=run.name, year=year, parts=parts, **ends)
    return Picture(f"attribution-{slug(run.name)}-{slug(one.name)}", title, figure, alt)


def slug(name: str) -> str:
    """Give a name fit for a file and an address in a page."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-")
