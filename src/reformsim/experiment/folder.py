"""What a folder of results holds, and how each file in it is written.

Numbers in the CSV files are the shortest decimal that reads back to the same float (as Python's ``repr``),
lines end in a line feed, a missing value is an empty cell, and rows are in the order scenario, replicate,
year, then indicator or unit: equal runs give equal bytes.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import reformsim
from reformsim.experiment.output import Writer, write_folder
from reformsim.experiment.summary import quantiles
from reformsim.experiment.violations import switched_on

if TYPE_CHECKING:
    from reformsim.experiment.compared import Comparison
    from reformsim.experiment.results import Run, Timing
    from reformsim.scenario import Scenario


def write_run(run: Run, folder: Path, *, figures: bool = True, command: str | None = None) -> Path:
    """Write a run: yearly, events, map, places, summary, the effective scenario and the headline figures."""
    contents: dict[str, Writer] = {
        "yearly.csv": partial(_csv, run.yearly),
        "events.csv": partial(_csv, run.events),
        "map.csv": partial(_csv, run.map),
        "places.csv": partial(_csv, run.places),
        "summary.csv": partial(_csv, run.summary()),
        "scenario.yaml": partial(_scenario, run.scenario),
        **_violations([run], run.violations),
    }
    if figures:
        contents |= _figures([run])
    return write_folder(folder, contents, _manifest([run], run.timing, command))


def write_comparison(comparison: Comparison, folder: Path, *, figures: bool = True, command: str | None = None) -> Path:
    """Write a comparison: as a run, with all scenarios in each table, and the paired differences."""
    contents: dict[str, Writer] = {
        "yearly.csv": partial(_csv, comparison.yearly),
        "differences.csv": partial(_csv, comparison.differences()),
        "events.csv": partial(_csv, comparison.events),
        "map.csv": partial(_csv, comparison.map),
        "places.csv": partial(_csv, comparison.places),
        "summary.csv": partial(_csv, comparison.summary()),
        **_violations(comparison.runs, comparison.violations),
    }
    for run in comparison.runs:
        contents[f"scenarios/{run.name}.yaml"] = partial(_scenario, run.scenario)
    if figures:
        contents |= _figures(comparison.runs)
    return write_folder(folder, contents, _manifest(comparison.runs, comparison.timing, command))


def _violations(runs: Sequence[Run], table: pd.DataFrame) -> dict[str, Writer]:
    """The table of violations, where some scenario has principles checked."""
    return {"violations.csv": partial(_csv, table)} if any(switched_on(run.scenario) for run in runs) else {}


def _csv(table: pd.DataFrame, path: Path) -> int:
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return len(table)


def _scenario(scenario: Scenario, path: Path) -> None:
    """Write the effective scenario; a lever after the last year did nothing and would be a mistake there."""
    from reformsim.scenario import dump

    late = [lever for lever in scenario.levers if lever.date.year > scenario.horizon.end]
    text = dump(scenario.model_copy(update={"levers": tuple(x for x in scenario.levers if x not in late)}))
    if late:
        text = f"# Left out, for after {scenario.horizon.end}: {', '.join(x.id for x in late)}\n{text}"
    path.write_text(text, encoding="utf-8", newline="\n")


def _figures(runs: Sequence[Run]) -> Mapping[str, Writer]:
    from reformsim.indicators import INDICATORS
    from reformsim.report.figures import Band, draw, source_line

    headline = [name for name in runs[0].indicators if INDICATORS[name].headline]
    note = source_line(_territory(runs[0].scenario).attribution)

    def writer(name: str, path: Path) -> None:
        bands = [Band(run.name, run.years, *quantiles(run.of(name))) for run in runs]
        draw(INDICATORS[name].title_en, INDICATORS[name].unit, bands, path, source=note)

    return {f"figures/{name}.png": partial(writer, name) for name in headline}


def _manifest(runs: Sequence[Run], timing: Timing, command: str | None) -> Mapping[str, object]:
    first = runs[0].scenario
    territory = _territory(first)
    return {
        "reformsim": reformsim.__version__,
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in ("mesa", "numpy", "pandas", "pydantic")},
        "command": command,
        "started": timing.started.isoformat(timespec="seconds"),
        "duration_s": round(timing.duration_s, 3),
        "scenarios": [{"name": run.name, "hash": run.scenario.hash} for run in runs],
        "territory": {"name": territory.name, "hash": territory.hash},
        "seed": first.seed,
        "replicates": runs[0].replicates,
        "horizon": {"start": runs[0].years[0], "end": runs[0].years[-1]},
    }


def _territory(scenario: Scenario) -> reformsim.Territory:
    return reformsim.load_territory(scenario.territory)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
