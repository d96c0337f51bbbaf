"""What a folder of an exploration holds beside its pieces, and how the draws in it are read back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.errors import OutputError
from reformsim.experiment.explore.design import CHANCE, MORRIS, SOBOL, Design
from reformsim.experiment.explore.rules import Limit
from reformsim.experiment.store.checked import ANEW
from reformsim.experiment.store.folder import csv, failure_files
from reformsim.experiment.store.output import Writer

if TYPE_CHECKING:
    from reformsim.experiment.explore.better import Better
    from reformsim.experiment.explore.result import Exploration

DRAWS, DESIGN = "draws.csv", "design.csv"

RULES = (
    "scenario", "beside", "indicator", "better_in", "rule", "limits", "better", "mass", "purity", "coverage",
    "accuracy", "guess",
)  # fmt: skip
BOXES = (
    "scenario", "beside", "indicator", "parameter", "low", "high", "qp_low", "qp_high", "coverage", "density", "mass",
    "base", "unseen_coverage", "unseen_density",
)  # fmt: skip


def exploration_files(result: Exploration, *, boxes: bool) -> dict[str, Writer]:
    """Give the files: draws, parameters and outcomes, and the tables that the design and what failed allow.

    Parameters
    ----------
    boxes
        Whether boxes are looked for too.
    """
    moved = pd.DataFrame(result.factors.rows.moved, columns=[*result.factors.names, CHANCE])
    contents: dict[str, Writer] = {
        DRAWS: partial(csv, result.draws),
        DESIGN: partial(csv, moved),
        "parameters.csv": partial(csv, result.parameters),
        "outcomes.csv": partial(csv, result.outcomes),
        **failure_files(result.runs),
    }
    whole = result.only(result.complete)
    if result.design.kind == MORRIS:
        return {**contents, **({"screening.csv": _table(whole.screening)} if whole.indicators else {})}
    if result.design.kind == SOBOL and whole.indicators:
        contents["indices.csv"] = _table(whole.indices)
    contents["bands.csv"] = _table(result.bands)
    contents["tornado.csv"] = _table(partial(tornado_table, result))
    contents["worth.csv"] = _table(result.worth)
    contents["robustness.csv"] = _table(result.robustness)
    if len(result.scenarios) > 1:
        contents["regret.csv"] = _table(result.regret)
        contents["satisficing.csv"] = _table(result.satisficing)
        contents["rules.csv"] = _table(partial(rules_table, result))
        if boxes:
            contents["boxes.csv"] = _table(partial(boxes_table, result))
    return contents


def _table(made: Callable[[], pd.DataFrame]) -> Writer:
    return lambda path: csv(made(), path)


def tornado_table(result: Exploration) -> pd.DataFrame:
    """Give the tornado of every level and effect, under one another, with the skill of the regression behind each."""
    return result.table(lambda name, one: _with_skill(result.tornado(one, name)))


def _with_skill(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(mean=table.attrs["mean"], skill=table.attrs["skill"])


def _pairs(result: Exploration) -> list[Better]:
    """Every other scenario beside the first, on every indicator that has a better way."""
    base, *others = result.scenarios
    return [result.when_better(other, base, name) for other in others for name in result.directed]


def rules_table(result: Exploration) -> pd.DataFrame:
    """Give the rules by which each scenario is better than the first, a row for each leaf."""
    rows = []
    for one in _pairs(result):
        found = one.rules
        for number, rule in enumerate(found.rules, start=1):
            limits = " and ".join(map(limit_text, rule.limits))
            head = (one.a, one.b, one.indicator, one.share, number, limits, rule.better)
            rows.append((*head, rule.mass, rule.purity, rule.coverage, found.accuracy, found.guess))
    return pd.DataFrame(rows, columns=list(RULES))


def limit_text(limit: Limit) -> str:
    """Give a limit in signs, with all digits of its number."""
    return f"{limit.parameter} {'<=' if limit.below else '>'} {limit.value!r}"


def boxes_table(result: Exploration) -> pd.DataFrame:
    """Give the box in which each scenario is better than the first, a row for each side."""
    rows = []
    for one in _pairs(result):
        box = one.box
        if box is None:
            continue
        judged = (box.coverage, box.density, box.mass, box.base, box.unseen_coverage, box.unseen_density)
        rows += [(one.a, one.b, one.indicator, *side, *judged) for side in box.sides.itertuples(index=False)]
    return pd.DataFrame(rows, columns=list(BOXES))


def read_design(folder: Path, design: Design) -> Floats:
    """Read the coordinates (rows, k + 1) of a design as they were written.

    Raises
    ------
    OutputError
        If the file is none of ours, or not of this design.
    """
    path, columns = folder / DESIGN, [*design.names, CHANCE]
    try:
        moved = pd.read_csv(path, usecols=columns)[columns].to_numpy(np.float64)
    except (OSError, ValueError, KeyError) as error:
        raise OutputError(f"{path} holds no design that reformsim wrote ({error}); {ANEW}") from error
    if len(moved) != design.rows:
        raise OutputError(f"{path} has {len(moved)} rows, not {design.rows}; {ANEW}")
    return moved
