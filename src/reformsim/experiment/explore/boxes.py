"""When is one better: a box of parameters that holds most such draws and few others (PRIM, by ema-workbench).

Friedman & Fisher 1999; for policies Bryant & Lempert 2010; the implementation is that of Kwakkel's EMA workbench.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reformsim.arrays import Bools, Floats
from reformsim.errors import RunError
from reformsim.experiment.explore.fitted.surrogate import folds_of

MOST_SIDES = 4
"""Parameters that a box limits; more than these nobody can tell."""

LEAST_MASS = 0.1
"""Share of the draws that a box holds at least."""

SIGNIFICANT = 0.05
"""Quasi-p value below which a side of a box counts."""

SIDES = ("parameter", "low", "high", "qp_low", "qp_high")


@dataclass(frozen=True, eq=False)
class Box:
    """Limits of some parameters within which nearly all draws are of interest.

    Parameters
    ----------
    sides
        parameter, low and high (missing where that side is open), qp_low and qp_high: quasi-p values, how likely a side
        sets so much apart by chance.
    coverage
        Share of the draws of interest that lie in the box.
    density
        Share of the draws in the box that are of interest.
    mass
        Share of all draws that lie in the box.
    base
        Share of all draws that are of interest.
    unseen_coverage, unseen_density
        The same two on draws that a box was not made from, each fifth of the draws in turn; NaN where none fell in a
        box.
    """

    sides: pd.DataFrame
    coverage: float
    density: float
    mass: float
    base: float
    unseen_coverage: float
    unseen_density: float

    def holds(self, values: Floats, names: Sequence[str]) -> Bools:
        """Say which draws (n,) lie in the box, by the values (n, k) of the named parameters."""
        inside = np.ones(len(values), np.bool_)
        for parameter, low, high in self.sides[["parameter", "low", "high"]].itertuples(index=False):
            column = values[:, names.index(parameter)]
            inside &= ~(column < low) & ~(column > high)  # a missing limit limits nothing
        return inside


def find_box(values: Floats, names: Sequence[str], wanted: Bools, seed: int) -> Box | None:
    """Find the box in which draws are of interest.

    Parameters
    ----------
    values
        (n, k): parameters among which a box may limit some, the strongest.
    names
        (k,): their names.
    wanted
        (n,): which draws are of interest.
    seed
        Of the fifths that boxes are judged on.

    Returns
    -------
    Box or None
        ``None`` where all draws are of interest, or fewer than a tenth.

    Raises
    ------
    RunError
        If ema-workbench is not there; the message says how to get it.
    """
    prim = _library()
    if wanted.all() or wanted.mean() < LEAST_MASS:
        return None
    sides = _limits(prim, values, names, wanted)
    fold = folds_of(len(wanted), seed)
    unseen = np.zeros(len(wanted), np.bool_)
    for k in range(fold.max() + 1):
        seen = fold != k
        if wanted[seen].any() and not wanted[seen].all():
            one = _limits(prim, values[seen], names, wanted[seen])
            unseen[~seen] = _box(one, values[seen], names, wanted[seen]).holds(values[~seen], names)
    found = _box(sides, values, names, wanted)
    hit = float((unseen & wanted).sum())
    density = hit / float(unseen.sum()) if unseen.any() else float("nan")
    return Box(sides, found.coverage, found.density, found.mass, found.base, hit / float(wanted.sum()), density)


def _box(sides: pd.DataFrame, values: Floats, names: Sequence[str], wanted: Bools) -> Box:
    nan = float("nan")
    inside = Box(sides, nan, nan, nan, nan, nan, nan).holds(values, names)
    hit = float((inside & wanted).sum())
    density = hit / float(inside.sum()) if inside.any() else nan
    return Box(sides, hit / float(wanted.sum()), density, float(inside.mean()), float(wanted.mean()), nan, nan)


def _limits(prim: Any, values: Floats, names: Sequence[str], wanted: Bools) -> pd.DataFrame:
    """Peel a box, then once more with only the parameters that count in it, until all of its sides do."""
    chosen = list(range(len(names)))
    while True:
        sides = _sides(*_peeled(prim, values[:, chosen], [names[j] for j in chosen], wanted))
        least = sides[["qp_low", "qp_high"]].min(axis=1).to_numpy()
        order = [i for i in np.argsort(least, kind="stable") if least[i] < SIGNIFICANT][:MOST_SIDES]
        if len(order) == len(sides) or not order:
            return sides.iloc[order].sort_values("parameter", ignore_index=True)
        kept = set(sides["parameter"].iloc[order])
        chosen = [j for j, name in enumerate(names) if name in kept]


def _peeled(prim: Any, values: Floats, names: Sequence[str], wanted: Bools) -> tuple[Any, int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it uses what newer versions of pandas warn of
        table = pd.DataFrame(values, columns=list(names))
        box = prim.Prim(table, wanted.astype(np.int64), threshold=0.5, mass_min=LEAST_MASS).find_box()
    path = box.peeling_trajectory
    coverage, density = path["coverage"].to_numpy(), path["density"].to_numpy()
    # As much of one as of the other: the harmonic mean, and of equal ones the larger box.
    score = 2.0 * coverage * density / np.maximum(coverage + density, 1e-12)
    order = np.lexsort((-path["mass"].to_numpy(), -np.round(score, 12)))
    return box, int(order[0])


def _sides(box: Any, at: int) -> pd.DataFrame:
    limits, rows = box.box_lims[at], []
    for name, (low, high) in box.qp[at].items():
        # A quasi-p value of -1 is a side that was left open.
        ends = [float(limits[name].iloc[i]) if qp >= 0.0 else np.nan for i, qp in enumerate((low, high))]
        rows.append((name, *ends, low if low >= 0.0 else np.nan, high if high >= 0.0 else np.nan))
    return pd.DataFrame(sorted(rows), columns=list(SIDES))


def need_library() -> None:
    """Raise :class:`RunError` if boxes cannot be found here; before the work rather than after it."""
    _library()


def _library() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other libraries that it does without
            from ema_workbench.analysis import prim
    except ImportError as error:
        raise RunError(
            f"boxes are found by ema-workbench, which is not installed ({error}); pip install 'reformsim[explore]'"
        ) from None
    return prim
