"""How much each parameter moves an outcome: Morris' screening and Sobol's indices, by SALib, with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.errors import RunError
from reformsim.experiment.explore.design import LEVELS, MORRIS, SOBOL, Design, seed_for
from reformsim.experiment.summary import CONFIDENCE

RESAMPLES = 500
"""Samples by which SALib finds its intervals."""

SCREENING = ("factor", "mu_star", "mu_star_low", "mu_star_high", "mu", "sigma")
INDICES = ("factor", "first", "first_low", "first_high", "total", "total_low", "total_high")


def screening(design: Design, moved: Floats, outcome: Floats) -> pd.DataFrame:
    """Screen the factors by their elementary effects (Morris 1991; Campolongo, Cariboni & Saltelli 2007).

    Parameters
    ----------
    design
        Of the kind 'morris'.
    moved
        (rows, k + 1): its coordinates, with that of chance last.
    outcome
        (rows,): of every row of the design.

    Returns
    -------
    DataFrame
        factor (a parameter, a group, or 'chance'), the largest first; mu_star: by how much the outcome changes,
        whatever the sign, when the factor goes from the 5 % to the 95 % quantile; mu_star_low and mu_star_high: 95 %
        interval by bootstrap over trajectories; mu: the same with its sign; sigma: standard deviation of the effects,
        large where they depend on the other factors. All in the unit of the outcome; mu and sigma of groups are
        missing.

    Raises
    ------
    RunError
        If the design is another, or a row has no value.
    """
    from SALib.analyze.morris import analyze

    _refuse(design, MORRIS, outcome)
    seed = seed_for(design.seed, MORRIS, "intervals")
    said = {"num_resamples": RESAMPLES, "conf_level": CONFIDENCE, "num_levels": LEVELS, "seed": seed}
    found = analyze(design.problem, np.array(moved), np.array(outcome), **said)
    middle, half = (np.ma.filled(found[name], np.nan).astype(np.float64) for name in ("mu_star", "mu_star_conf"))
    alone = np.array([design.group_of.count(name) <= 1 for name in found["names"]])
    mu = np.where(alone, np.ma.filled(found["mu"], np.nan), np.nan)
    columns = (found["names"], middle, np.maximum(middle - half, 0.0), middle + half, mu, found["sigma"])
    return _sorted(dict(zip(SCREENING, columns, strict=True)), "mu_star")


def indices(design: Design, outcome: Floats) -> pd.DataFrame:
    """Give Sobol's indices: the shares of the variance (Saltelli et al. 2010).

    Parameters
    ----------
    design
        Of the kind 'sobol'.
    outcome
        (rows,): of every row of the design.

    Returns
    -------
    DataFrame
        factor (a parameter, a group, or 'chance'), the largest first; first: share of the variance that goes if the
        factor alone is known; total: share that stays if all others are known; each with its 95 % interval by
        bootstrap over base points. All missing where the outcome does not vary.

    Raises
    ------
    RunError
        If the design is another, or a row has no value.
    """
    from SALib.analyze.sobol import analyze

    _refuse(design, SOBOL, outcome)
    names = design.factors
    if np.ptp(outcome) <= 1e-12 * max(1.0, float(np.abs(outcome).max())):
        return pd.DataFrame({name: names if name == "factor" else np.nan for name in INDICES})
    seed = seed_for(design.seed, SOBOL, "intervals")
    said = {"calc_second_order": False, "num_resamples": RESAMPLES, "conf_level": CONFIDENCE, "seed": seed}
    found = analyze(design.problem, np.array(outcome), **said)
    ends = [
        (found[name], found[name] - found[f"{name}_conf"], found[name] + found[f"{name}_conf"]) for name in ("S1", "ST")
    ]
    columns = (names, *(column for three in ends for column in three))
    return _sorted(dict(zip(INDICES, columns, strict=True)), "total")


def _sorted(columns: dict[str, object], by: str) -> pd.DataFrame:
    return pd.DataFrame(columns).sort_values(by, ascending=False, kind="stable", ignore_index=True)


def _refuse(design: Design, kind: str, outcome: Floats) -> None:
    what = {MORRIS: "screening needs", SOBOL: "Sobol's indices need"}[kind]
    if design.kind != kind:
        raise RunError(f"{what} another design: explore with --design {kind} (in Python design='{kind}')")
    missing = np.flatnonzero(~np.isfinite(outcome))
    if len(missing):
        some = ", ".join(map(str, missing[:5])) + (" ..." if len(missing) > 5 else "")
        raise RunError(f"{what} every draw, and {len(missing)} of {len(outcome)} gave no value: {some}")
