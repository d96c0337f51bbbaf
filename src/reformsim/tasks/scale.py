"""What a task loses by its scale, and how many people carry it out: pure functions of inhabitants."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

THIN = 2.0
"""Full-time people below which a task is thin: who falls ill, leaves or goes on holiday leaves one or nobody."""

REFERENCE = 30_000.0
"""Inhabitants at which ``staff`` of the catalogue holds: about the middle of the class of 20,000 to 50,000."""

STAFF_EXPONENT = 0.121
"""Slope of log staff per inhabitant on log inhabitants (robust standard error 0.020).

Of 364 municipalities of 5,000 inhabitants or more, counts of about 2014; derived by ``tools/staff_by_task.py``. With
the six smallest, mostly islands with many summer guests, it is 0.049 (0.036). It holds of all tasks together; a larger
municipality also does more for its surroundings and hands over less to bodies.
"""


def lost(
    scale: npt.ArrayLike,
    depth: npt.ArrayLike,
    half_life: npt.ArrayLike,
    optimum: npt.ArrayLike = np.inf,
    rise: npt.ArrayLike = 0.0,
) -> Floats:
    """Give the share of a euro that is lost by the scale at which a task is carried out.

    With S the scale, d the depth, h the half-life, o the optimum and r the rise::

        S <= o:  d (2^(-S/h) - 2^(-o/h)) / (1 - 2^(-o/h))      (2^(-o/h) = 0 where no optimum was found)
        S >= o:  r (1 - o / S)

    Every ``half_life`` inhabitants more halve what is lost (exactly so where there is no optimum). The loss is nought
    at the optimum, falls before it and rises after it: at twice the optimum it is half of ``rise``, which it never
    reaches.

    Parameters
    ----------
    scale
        Inhabitants served where the task is carried out (0 or more).
    depth
        Share lost at the smallest scale, the limit at no inhabitants: 0 where the evidence finds no loss, below 1.
    half_life
        Inhabitants (above 0).
    optimum
        Inhabitants at which a euro buys most; infinite where none was found.
    rise
        Share lost at a scale far beyond the optimum, below 1.

    Returns
    -------
    ndarray of float64
        Shares from 0 to below 1, in the shape to which the arguments broadcast.

    Notes
    -----
    A loss that falls exponentially with size is one of the forms in which stochastic frontiers let inefficiency
    depend on a feature of the office (Alvarez et al. 2006); Niaounakis and Blank (2017), on Dutch tax offices, cite
    that work, but which form they chose was not read. Cost functions with a square of size have an optimum and rise
    after it (Bikker and Van der Linde 2016). The size of the rise was read for roads only (Niaounakis 2021), so the
    rule for it is ours, kept simple enough to be checked by heart.
    """
    s, d, h, o, r = (np.asarray(each, dtype=np.float64) for each in (scale, depth, half_life, optimum, rise))
    least = np.exp2(-o / h)
    before = d * (np.exp2(-np.minimum(s, o) / h) - least) / (1.0 - least)
    beyond = s > o
    after = r * (1.0 - np.where(beyond, o, 1.0) / np.where(beyond, s, 1.0))
    shares: Floats = np.where(beyond, after, before)
    return shares


def full_time(scale: npt.ArrayLike, staff: npt.ArrayLike, exponent: float = 0.0) -> Floats:
    """Give the full-time people that a task rests on where it is carried out.

    Parameters
    ----------
    scale
        Inhabitants served where the task is carried out.
    staff
        Full-time people per 1,000 inhabitants at :data:`REFERENCE`.
    exponent
        Of staff per inhabitant in size: 0 (in proportion to inhabitants) or :data:`STAFF_EXPONENT`, by which places
        smaller than :data:`REFERENCE` have fewer people, so that more of their tasks are thin.

    Returns
    -------
    ndarray of float64
        ``staff x scale / 1,000 x (scale / REFERENCE) ^ exponent``.
    """
    s = np.asarray(scale, dtype=np.float64)
    people: Floats = np.asarray(staff, dtype=np.float64) * s / 1000.0 * (s / REFERENCE) ** exponent
    return people


def thin_below(staff: npt.ArrayLike, exponent: float = STAFF_EXPONENT) -> Floats:
    """Give the inhabitants below which a task is thin: :func:`full_time` turned round, quicker for many places.

    Parameters
    ----------
    staff, exponent
        As of :func:`full_time`; a task without staff, as a scenario may add one, is thin everywhere.
    """
    at_reference = np.asarray(staff, dtype=np.float64) * REFERENCE / 1000.0
    with np.errstate(divide="ignore"):
        inhabitants: Floats = REFERENCE * (THIN / at_reference) ** (1.0 / (1.0 + exponent))
    return inhabitants
