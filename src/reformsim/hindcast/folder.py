"""What a folder with a hindcast holds; equal hindcasts give equal bytes (but for the time in the manifest)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import reformsim
from reformsim.hindcast import scoring
from reformsim.hindcast.forecast import MEASURES, WIDE
from reformsim.hindcast.kept import Kept, kept
from reformsim.hindcast.span import MODEL, Hindcast
from reformsim.hindcast.tables import report
from reformsim.hindcast.yardstick import OneYear
from reformsim.scenario import dump

if TYPE_CHECKING:
    import pandas as pd

    from reformsim.experiment.store.output import Writer


def write_hindcast(result: Hindcast, folder: Path, *, command: str | None = None) -> Path:
    """Write scores, bands, chances of municipalities and pairs, coalitions, the table as Markdown, and figures.

    Raises
    ------
    OutputError
        If the folder holds something else, or the disk refuses.
    """
    from reformsim.experiment.store.folder import csv

    one = kept(result)
    contents: dict[str, Writer] = {
        "scores.csv": partial(csv, score_table(one)),
        "bands.csv": partial(csv, band_table(result)),
        "municipalities.csv": partial(csv, municipality_table(result)),
        "pairs.csv": partial(csv, pair_table(result)),
        "coalitions.csv": partial(csv, coalition_table(result)),
        "reliability.csv": partial(csv, reliability_table(_chances(result))),
        "scores.md": partial(_text, report(one)),
        "scenario.yaml": partial(_text, _scenario(result)),
        **_figures(result),
    }
    return _write(folder, contents, result, command)


def write_one_year(result: OneYear, folder: Path, *, command: str | None = None) -> Path:
    """Write scores, chances of pairs, the table as Markdown and the reliability figure; raises as the other does."""
    import pandas as pd

    from reformsim.experiment.store.folder import csv
    from reformsim.report.figures.hindcast import draw_reliability

    one, chances = kept(result), {"pairs": (result.happened, result.chances)}
    first, second = zip(*result.codes, strict=True) if result.codes else ((), ())
    pairs = pd.DataFrame({"year": result.year, "code_a": first, "code_b": second})
    pairs = pairs.assign(together=result.happened.astype(int), **_rounded(result.chances))
    points = {"Pairs of neighbours, one year ahead": _points(*chances["pairs"])}
    contents: dict[str, Writer] = {
        "scores.csv": partial(csv, score_table(one)),
        "pairs.csv": partial(csv, pairs),
        "reliability.csv": partial(csv, reliability_table(chances)),
        "scores.md": partial(_text, report(one)),
    }
    for ending in ("png", "svg"):
        contents[f"figures/reliability.{ending}"] = partial(draw_reliability, points, source=_source(result))
    return _write(folder, contents, result, command)


def score_table(one: Kept) -> pd.DataFrame:
    """A row per forecast and score."""
    import pandas as pd

    rows = [
        (forecast, measure, MEASURES[measure].title, MEASURES[measure].better, value)
        for forecast, found in one.scores.items()
        for measure, value in found.items()
    ]
    return pd.DataFrame(rows, columns=["forecast", "score", "title", "better", "value"])


def band_table(result: Hindcast) -> pd.DataFrame:
    """Municipalities by forecast and year: real, mean, median and 80 % band."""
    import pandas as pd

    parts = []
    for one in result.forecasts:
        middle, low, high = scoring.band(one.counts)
        parts.append(
            pd.DataFrame(
                {
                    "forecast": one.name,
                    "year": result.past.years,
                    "real": result.past.counts,
                    "mean": one.counts.mean(axis=0),
                    "median": middle,
                    "low": low,
                    "high": high,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def municipality_table(result: Hindcast) -> pd.DataFrame:
    """Municipalities of the first year: whether each merged, and the chance that each forecast gave it."""
    import pandas as pd

    past = result.past
    head = {"code": past.codes, "name": past.names, "inhabitants": past.people[0], "merged": past.merged.astype(int)}
    return pd.DataFrame(head).assign(**_rounded({one.name: one.merged[-1] for one in result.forecasts}))


def pair_table(result: Hindcast) -> pd.DataFrame:
    """Pairs of neighbours of the first year: whether each became one, and the chances given."""
    import pandas as pd

    past = result.past
    codes, names = np.array(past.codes), np.array(past.names)
    a, b = past.pairs.T
    head = {"code_a": codes[a], "name_a": names[a], "code_b": codes[b], "name_b": names[b]}
    table = pd.DataFrame({**head, "together": past.together.astype(int)})
    return table.assign(**_rounded({one.name: one.together[-1] for one in result.forecasts}))


def coalition_table(result: Hindcast) -> pd.DataFrame:
    """Whole coalitions: the real ones, and those that the model gave most often."""
    import pandas as pd

    past = result.past
    real, found = scoring.coalitions(past.labels[-1]), scoring.frequencies(result.forecasts[0].maps[:, -1])
    ranked = sorted(found, key=lambda one: (-found[one], sorted(one)))
    chosen = dict.fromkeys([*ranked[: WIDE * len(real)], *sorted(real, key=sorted)])
    count = len(result.forecasts[0].maps)
    rows = [
        (
            ";".join(past.codes[m] for m in sorted(one)),
            "; ".join(past.names[m] for m in sorted(one)),
            round(found[one] / count, 6),
            int(one in real),
        )
        for one in chosen
    ]
    return pd.DataFrame(rows, columns=["members", "names", "chance", "real"])


def reliability_table(chances: Mapping[str, tuple[np.ndarray, Mapping[str, np.ndarray]]]) -> pd.DataFrame:
    """Deciles of the chances given: cases, mean chance, share that happened."""
    import pandas as pd

    rows = [
        (what, name, at, one.cases, round(one.forecast, 6), round(one.happened, 6))
        for what, (happened, given) in chances.items()
        for name, chance in given.items()
        for at, one in enumerate(scoring.reliability(chance, happened), start=1)
    ]
    return pd.DataFrame(rows, columns=["of", "forecast", "bin", "cases", "chance", "happened"])


def _chances(result: Hindcast) -> dict[str, tuple[np.ndarray, dict[str, np.ndarray]]]:
    # A forecast without chances (nothing changes) has one bin only, which tells nothing.
    told = [one for one in result.forecasts if len(np.unique(one.merged[-1])) > 1]
    return {
        "municipalities": (result.past.merged, {one.name: one.merged[-1] for one in told}),
        "pairs": (result.past.together, {one.name: one.together[-1] for one in told}),
    }


def _points(happened: np.ndarray, given: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Bins of each forecast as an array of cases, mean chance and share that happened, (b, 3)."""
    return {
        name: np.array([(one.cases, one.forecast, one.happened) for one in scoring.reliability(chance, happened)])
        for name, chance in given.items()
    }


def _figures(result: Hindcast) -> dict[str, Writer]:
    from reformsim.report.figures.hindcast import PlaceMap, draw_bands, draw_map, draw_reliability
    from reformsim.report.figures.lines import Band

    past, source = result.past, _source(result)
    real = past.counts.astype(float)
    bands = [Band("real", past.years, real, real, real)]
    for one in result.forecasts:
        middle, low, high = scoring.band(one.counts)
        if one.name != MODEL:
            low = high = middle
        bands.append(Band(one.name, past.years, middle, low, high))
    titles = {"municipalities": "Municipalities that merged", "pairs": "Pairs that became one"}
    points = {
        titles[what]: _points(happened, {name: given[name] for name in (MODEL, *list(given)[-1:]) if name in given})
        for what, (happened, given) in _chances(result).items()
    }
    t, mine = past.territory, result.forecasts[0]
    place = PlaceMap(t.x[past.unit], t.y[past.unit], past.people[0].astype(float), past.pairs)
    span = f"{past.years[0]} to {past.years[-1]}"
    chances, happened = (mine.merged[-1], mine.together[-1]), (past.merged.astype(float), past.together.astype(float))
    found: dict[str, Writer] = {}
    for ending in ("png", "svg"):
        found[f"figures/municipalities.{ending}"] = partial(draw_bands, bands, source=source)
        found[f"figures/reliability.{ending}"] = partial(draw_reliability, points, source=source)
        found[f"figures/map.{ending}"] = partial(draw_map, place, chances, happened, span=span, source=source)
    return found


def _source(result: Hindcast | OneYear) -> str:
    from reformsim.report.figures.lines import source_line

    return source_line(result.scenario.land().attribution)


def _scenario(result: Hindcast) -> str:
    """The scenario as it was run; levers after the last year did nothing and would be a mistake there."""
    used = result.scenario
    inside = tuple(lever for lever in used.levers if lever.date.year <= used.horizon.end)
    return dump(used.model_copy(update={"levers": inside}))


def _rounded(chances: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: np.round(chance, 6) + 0.0 for name, chance in chances.items()}


def _text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write(folder: Path, contents: Mapping[str, Writer], result: Hindcast | OneYear, command: str | None) -> Path:
    from reformsim.experiment.store.output import write_folder

    territory = result.scenario.land()
    manifest = {
        "reformsim": reformsim.__version__,
        "command": command,
        "written": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()),
        "scenarios": [{"name": result.scenario.name, "hash": result.scenario.hash}],
        "territory": {"name": territory.name, "hash": territory.hash},
        "seed": result.scenario.seed,
    }
    return write_folder(folder, contents, manifest)
