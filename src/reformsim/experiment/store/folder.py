"""What a folder of results holds beside its pieces, and how each file in it is written.

Numbers in the CSV files are the shortest decimal that reads back to the same float (as Python's ``repr``),
lines end in a line feed, a missing value is an empty cell, and rows are in the order scenario, year, then
indicator: equal runs give equal bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from reformsim.errors import OutputError
from reformsim.experiment.plan import Plan, differences
from reformsim.experiment.store.output import Writer
from reformsim.experiment.store.pieces import SIZE
from reformsim.experiment.store.shelf import opened, part_of
from reformsim.experiment.tabled import DRAW_COLUMNS

if TYPE_CHECKING:
    from reformsim.experiment.compared import Comparison
    from reformsim.experiment.results import Run

SOURCES = "sources.csv"
"""Name of the table of what effects rest on."""


def run_files(run: Run, *, figures: bool = True) -> dict[str, Writer]:
    """Give the files of a run: levels, summary, failures and the headline figures."""
    return {
        "levels.csv": partial(csv, run.levels),
        "summary.csv": partial(csv, run.summary()),
        **_common([run], figures),
    }


def comparison_files(comparison: Comparison, *, figures: bool = True) -> dict[str, Writer]:
    """Give the files of a comparison: as of a run, of all scenarios, and the paired differences."""
    return {
        "levels.csv": partial(csv, comparison.levels),
        "differences.csv": partial(csv, comparison.differences()),
        "horizon.csv": partial(csv, comparison.horizon()),
        "summary.csv": partial(csv, comparison.summary()),
        **({} if comparison.sources is None else {SOURCES: partial(csv, comparison.sources)}),
        **_common(comparison.runs, figures),
    }


def write_pieces(
    runs: Sequence[Run], folder: Path, contents: Callable[[], Mapping[str, Writer]], command: str | None
) -> Path:
    """Write runs that are in memory, with the files of their analysis, all of it or nothing.

    Raises
    ------
    OutputError
        If the folder is not ours or cannot be written, unfinished work for it lies beside it, or the runs lack
        replicates or were not made alike; what was there before is kept.
    """
    if part_of(folder).exists():
        raise OutputError(f"{part_of(folder)} holds unfinished work; finish or remove it, or name another folder")
    plan = Plan(tuple(run.scenario for run in runs), runs[0].scenario.replicates, draws=runs[0].draws)
    piles = [list(run.pieces) for run in runs]
    if sum(map(len, piles)) < len(list(plan)):
        raise OutputError("these results are unfinished; the command that began them goes on with them")
    for place in plan:
        piece = piles[place.scenario][place.first // SIZE]
        if len(piece.numbers) + len(piece.failures) < len(place.replicates):
            name = runs[place.scenario].name
            raise OutputError(f"of '{name}' only some replicates are there, and a folder holds all of them")
    timing = runs[0].timing
    started = timing.started.isoformat(timespec="seconds")
    # After a failure all is in memory still, and a half would be in the way.
    with opened(folder, plan, restart=True, keep=False, identity=_identity(runs, plan)) as store:
        for place in plan:
            store.put(place, piles[place.scenario][place.first // SIZE])
        store.log("written", started=started, duration_s=round(timing.duration_s, 3), command=command)
        store.finish(contents())
    return folder


def _identity(runs: Sequence[Run], plan: Plan) -> dict[str, Any]:
    """Give what the numbers follow from: of runs that were read from a folder, what that said and not what is here."""
    now = plan.identity()
    said = [now if run.identity is None else run.identity for run in runs]
    for one in said[1:]:
        if other := differences({**said[0], "scenarios": []}, {**one, "scenarios": []}):
            raise OutputError(f"these runs were not made alike, so no folder holds them together; different: {other}")
    scenarios = [
        next(scenario for scenario in one["scenarios"] if scenario["name"] == run.name)
        for run, one in zip(runs, said, strict=True)
    ]
    return {**said[0], "scenarios": scenarios}


def read_sources(path: Path) -> pd.DataFrame:
    """Read a table of sources as it was written; years are numbers again.

    Raises
    ------
    OutputError
        If it is none.
    """
    try:
        table = pd.read_csv(path, dtype={"scenario": str, "year": str, "indicator": str, "origin": str})
        table["year"] = [int(year) if year.isdecimal() else year for year in table["year"]]
        table["origin"] = table["origin"].fillna("")
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise OutputError(f"{path} is not a table of sources that reformsim wrote ({error})") from error
    return table


def csv(table: pd.DataFrame, path: Path) -> int:
    """Write a table and give its number of rows."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return len(table)


def failure_files(runs: Sequence[Run]) -> dict[str, Writer]:
    """Give the table of what failed, where something did."""
    failed = [(f.scenario, f.replicate, f.seed, f.error) for run in runs for f in run.failures]
    columns = ["scenario", "replicate", "seed", "error"]
    return {"failures.csv": partial(csv, pd.DataFrame(failed, columns=columns))} if failed else {}


def _common(runs: Sequence[Run], figures: bool) -> dict[str, Writer]:
    contents: dict[str, Writer] = {}
    drawn = pd.concat([run.assumptions for run in runs], ignore_index=True)
    if len(drawn.columns) > len(DRAW_COLUMNS):
        contents["assumptions.csv"] = partial(csv, drawn)
    return {**contents, **failure_files(runs), **(_figures(runs) if figures else {})}


def _figures(runs: Sequence[Run]) -> Mapping[str, Writer]:
    from reformsim.measures import MEASURES
    from reformsim.report.figures.lines import Band, draw, source_line

    headline = [name for name in runs[0].indicators if MEASURES[name].headline]
    note = source_line(runs[0].scenario.land().attribution)

    def writer(name: str, path: Path) -> None:
        bands = [Band.of(run, name) for run in runs]
        draw(MEASURES[name].title_en, MEASURES[name].unit, bands, path, source=note)

    return {f"figures/{name}.png": partial(writer, name) for name in headline}
