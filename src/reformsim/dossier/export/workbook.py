"""Results as a workbook: what it is, the answer, the tables, and what they rest on; a sheet each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformsim.dossier.export.columns import column, sheet_of, value
from reformsim.dossier.sections.made import facts
from reformsim.dossier.sections.scenarios import told
from reformsim.dossier.sections.screen import subtitle, title
from reformsim.dossier.sections.shared import Matter
from reformsim.experiment.store.exporting import LOCAL, LONG, chosen, parts
from reformsim.report.sheets import Column, Row, Sheet, write_workbook
from reformsim.report.words import Words

if TYPE_CHECKING:
    from reformsim.behaviour import Parameter

READ_ME: Final = ("years", "ranges", "chance", "draws", "verdict", "places", "formulas")
"""What stands in words on the first sheet, beside what the results are."""


def write(matter: Matter, path: Path, tables: Sequence[str] = (), command: str | None = None) -> None:
    """Write the workbook.

    Parameters
    ----------
    tables
        Names of tables, whole; without them every table over the replicates, those of places for the last year, and
        sheets with the answer, the reforms, the indicators and the weights.
    command
        What the user typed to make the results.

    Raises
    ------
    UnknownNameError
        For another table.
    RunError
        Without XlsxWriter, for a table of differences of a single run, or for one that a sheet does not hold.
    """
    found = sheets(matter, tables, command)
    write_workbook(path, found, title=title(matter), made=matter.base.timing.started)


def sheets(matter: Matter, tables: Sequence[str] = (), command: str | None = None) -> list[Sheet]:
    """Give the sheets of the workbook, in order; their rows are read once."""
    w = matter.w
    names = [name for name in chosen(matter.results, tables) if tables or name not in LONG]
    years = None if tables else (matter.last,)
    data = [
        sheet_of(name, parts(matter.results, name, years if name in LOCAL else None), w)
        for name in ([name for name in _ORDER if name in names] + [name for name in names if name not in _ORDER])
    ]
    own = {} if tables else {name: Sheet(w(f"export.sheet.{name}"), *make(matter), name) for name, make in _OWN.items()}
    answer = [own["answer"]] if own and matter.others else []
    found = [*answer, *data, *(sheet for name, sheet in own.items() if name != "answer")]
    return [_read_me(matter, [sheet.told for sheet in found], command), *found]


_ORDER: Final = ("summary", "levels", "differences", "horizon", "local", "local_differences")


def _read_me(matter: Matter, names: Sequence[str], command: str | None) -> Sheet:
    """Say what the results are, what each sheet holds, and how to read it."""
    w = matter.w
    rows: list[Row] = [(title(matter), subtitle(matter))]
    for at, run in enumerate(matter.runs):
        role = "base" if at == 0 and matter.others else "one"
        description = " ".join(w.own(run.scenario, "description").split())
        about = ". ".join(filter(None, (w.own(run.scenario, "title"), description)))
        rows.append((w(f"export.read_me.scenario.{role}", name=run.name), about))
    rows += [(w("export.read_me.sheet", name=w(f"export.sheet.{name}")), w(f"export.about.{name}")) for name in names]
    rows += [(w(f"export.read_me.{one}.head"), w(f"export.read_me.{one}")) for one in READ_ME]
    rows += facts(matter, command)
    heads = (Column(w("export.read_me.what")), Column(w("export.read_me.text")))
    return Sheet(w("export.sheet.read_me"), heads, rows, "read_me", wrapped=True)


def _answer(matter: Matter) -> tuple[Sequence[Column], Iterator[Row]]:
    """Give the main indicators of every scenario beside the first, with what may be said of each effect."""
    names = (
        *("scenario", "indicator", "title", "unit", "direction", "start", "without", "with", "difference", "low"),
        *("high", "chance_low", "chance_high", "same_sign", "verdict", "hangs_on", "rests_on"),
    )
    return [column(name, matter.w) for name in names], _answers(matter)


def _answers(matter: Matter) -> Iterator[Row]:
    w = matter.w
    start, base = matter.level(0, matter.first).median, matter.level(0, matter.last).median
    for at, run in enumerate(matter.others, start=1):
        mine, found = matter.level(at, matter.last).median, matter.change(at, matter.last)
        for i, one in enumerate(matter.headlines):
            said = matter.told(run.name, one.name)
            ends = (found.difference, found.low, found.high, found.chance_low, found.chance_high, found.same_sign)
            yield (
                *(run.name, one.name, matter.named(one), w.unit(one.unit), value("direction", one.direction, w)),
                *(float(bound[i]) for bound in (start, base, mine, *ends)),
                w(f"page.verdict.{said.verdict}") if said.verdict else None,
                w.assumption(said.hangs_on) if said.hangs_on else None,
                matter.origin(said.origin) if said.origin else None,
            )


def _reforms(matter: Matter) -> tuple[Sequence[Column], Iterator[Row]]:
    names = ("scenario", "date", "lever", "reform", "parameters", "works", "source")
    rows = (
        (
            *(run.name, lever.date.isoformat(), lever.id, matter.w.pick(lever.title_en, lever.title_nl)),
            *told(matter, lever),
        )
        for run in matter.runs
        for lever in sorted(run.scenario.levers, key=lambda lever: lever.date)
    )
    return [column(name, matter.w) for name in names], rows


def _indicators(matter: Matter) -> tuple[Sequence[Column], Iterator[Row]]:
    w, names = matter.w, ("indicator", "title", "unit", "direction", "headline", "definition", "source")
    from reformsim.measures import MEASURES

    known = (MEASURES[name] for name in matter.base.indicators if name in MEASURES)
    rows = (
        (
            *(one.name, matter.named(one), w.unit(one.unit), value("direction", one.direction, w), one.headline),
            *(" ".join(one.definition.split()), " ".join(one.source.split())),
        )
        for one in known
    )
    return [column(name, w) for name in names], rows


def _weights(matter: Matter) -> tuple[Sequence[Column], Iterator[Row]]:
    from reformsim.behaviour import load_behaviour

    names = ("weight", "meaning", "value", "lowest", "highest", "unit", "basis", "drawn_low", "drawn_high", "source")
    w, known = matter.w, load_behaviour().parameters
    return [column(name, w) for name in names], (_weight(one, w) for one in known.values())


def _weight(one: Parameter, w: Words) -> Row:
    drawn = (math.nan, math.nan)
    if one.kind == "assumed":
        drawn = (one.distribution.low, one.distribution.high)
    return (
        *(
            one.name,
            one.meaning if one.kind == "chosen" else w.assumption(one.name),
            one.value,
            one.low,
            one.high,
            one.unit,
        ),
        *(value("basis", one.kind, w), *drawn, " ".join(one.source.split())),
    )


_OWN: Final[dict[str, Callable[[Matter], tuple[Sequence[Column], Iterator[Row]]]]] = {
    "answer": _answer,
    "reforms": _reforms,
    "indicators": _indicators,
    "weights": _weights,
}
