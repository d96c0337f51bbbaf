"""Residents as the model knows them: they vote, and they compare their municipality with its neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats

MEAN_JOINED = 0.486
"""Mean of :func:`joined` over the mergers on record in the Netherlands, 2004-2026: what an effect of a mean merger is
divided by, so that small parts bear more of it and the mean stays."""


def joined(people: NDArray[np.number], before: Floats, *, counts: bool = True) -> float:
    """How far the inhabitants of a new municipality live in one that is not their own: 0 none, near 1 all.

    Those of a part are 1 less its share of the new municipality, or what they were before, if that is more; the mean
    over inhabitants. So it is small where a city takes in a village, and greatest where many equal parts merge.

    Parameters
    ----------
    people, before : (m,)
        Inhabitants of the parts, and what their inhabitants were before.
    counts
        Whether this merger counts; if not the mean of ``before``.
    """
    share = people / people.sum()
    return float(share @ (np.maximum(before, 1.0 - share) if counts else before))


def by_joined(joined: Floats | float, imposed: Floats | float, mean: Floats | float, more: Floats | float) -> Floats:
    """Effect of mergers on municipalities: ``mean`` in a mean merger, by how far residents were joined to others.

    Parameters
    ----------
    joined, imposed
        How far (:func:`joined`), in all mergers and in those from above.
    mean, more
        The effect in a mean merger, and what one from above adds to it.
    """
    return np.asarray((mean * joined + more * imposed) / MEAN_JOINED, np.float64)


def turnout(usual: Floats | float, lost: Floats | float) -> Floats:
    """Turnout at the last council election of municipalities, share of voters, at least 0.

    The national figure of law table ``council_turnout`` (an observation; with ``law: at_start`` that of the first
    day goes on), less what mergers after the first day cost: for at least five elections (Allers et al. 2021), so to
    the end of any horizon used here. Mergers before the first day are in the observed figure already.
    """
    result: Floats = np.maximum(usual - lost, 0.0)
    return result


def national_frames(settled: Floats | float, scrapped: Floats | float) -> Floats:
    """Part of a task's policy that national frames settle where the Rijk has a say, 0-1.

    Parameters
    ----------
    settled
        The part on the first day (``residents.national_frames``).
    scrapped
        Part of the national rules that is gone since (rule ``burden.rules_cut``).
    """
    return np.asarray(settled * (1.0 - scrapped), np.float64)


def own_policy(say: Bools, frames: Floats | float, competition: Floats | float) -> Floats:
    """Part of a task's policy that a municipality still sets by itself, shape of ``say``, 0-1.

    National frames bind a part where the Rijk has a say (``residents.national_frames``), and competition for
    residents and firms another part everywhere (``residents.policy_competition``).
    """
    return np.asarray((1.0 - frames * np.asarray(say)) * (1.0 - competition), np.float64)
