"""Residents as the model knows them: they vote, and they compare their municipality with its neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def turnout(usual: Floats | float, formed: NDArray[np.bool_], loss: Floats | float) -> Floats:
    """Turnout at the last council election of municipalities, share of voters, shape of ``formed``.

    The national figure of law table ``council_turnout`` (an observation; with ``law: at_start`` that of the first
    day goes on), less ``residents.merger_turnout`` where the municipality was formed after the first day: the loss
    lasts for at least five elections (Allers et al. 2021), so to the end of any horizon used here. Mergers before
    the first day are in the observed figure already.

    Parameters
    ----------
    usual
        National turnout.
    formed
        Whether a municipality was formed after the first day.
    loss
        What such a municipality loses.
    """
    result: Floats = np.maximum(usual - loss * formed, 0.0)
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


def own_policy(say: NDArray[np.bool_], frames: Floats | float, competition: Floats | float) -> Floats:
    """Part of a task's policy that a municipality still sets by itself, shape of ``say``, 0-1.

    National frames bind a part where the Rijk has a say (``residents.national_frames``), and competition for
    residents and firms another part everywhere (``residents.policy_competition``).
    """
    return np.asarray((1.0 - frames * np.asarray(say)) * (1.0 - competition), np.float64)
