"""How sure a weight is: where it may lie, by quantile, and the joint posterior of the weights that are estimated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Floats

EDGE = 2.0**-54
"""Nearest that a normal draw comes to 0 or 1: less than half of the step between two draws."""

STEEPEST = 4.0
"""How many times as long as the other one a side of a distribution may be and still have the density in common."""


@dataclass(frozen=True, slots=True)
class TwoPiece:
    """A distribution on ``low``-``high`` with median ``middle``, where it is most dense, and no density at its ends.

    Each side of the middle has half of the mass. Towards its end the density of the shorter side falls in a straight
    line, that of the longer one so much faster that the two meet at the middle without a jump (up to sides
    :data:`STEEPEST` times as long): an end that lies far off is an extreme, not a likely value. A side without
    width has its half at the middle: a weight whose default is an end of its range is as likely as not just that.
    """

    low: float
    middle: float
    high: float

    def ppf(self, u: Floats) -> Floats:
        """Quantiles: the value below which the share ``u`` (0 to 1) lies, of the shape of ``u``."""
        share, left, right = np.asarray(u, dtype=np.float64), self.middle - self.low, self.high - self.middle
        below = self.low + left * np.power(2.0 * np.minimum(share, 0.5), 1.0 / _power(left, right))
        above = self.high - right * np.power(2.0 * np.minimum(1.0 - share, 0.5), 1.0 / _power(right, left))
        result: Floats = np.clip(np.where(share < 0.5, below, above), self.low, self.high)
        return result


def _power(own: float, other: float) -> float:
    """Power of the distance from its end with which the mass of a side grows; 2 is a density in a straight line."""
    return 2.0 * (STEEPEST if own > STEEPEST * other else max(own / other, 1.0) if other > 0.0 else 1.0)


@dataclass(frozen=True, eq=False)
class Joint:
    """The joint posterior of estimated weights: normal about its mode, and truncated.

    A weight that is drawn outside its range is put at the end of it, and the weights after it in ``names`` are drawn
    given the value that it then has. So the last one, the constant of a rule, makes up for what was cut off as far
    as the posterior says that it does, and without truncation the draws have the posterior's covariance.

    Parameters
    ----------
    names
        The m weights, in the order in which they are drawn.
    mode, low, high : (m,) float64
        Mode of the posterior, and the range.
    covariance : (m, m) float64
        Of the posterior, by its curvature at the mode; positive definite.
    """

    names: tuple[str, ...]
    mode: Floats
    covariance: Floats
    low: Floats
    high: Floats

    def ppf(self, unit: Floats) -> Floats:
        """Values of points of the unit cube, (n, m), by Rosenblatt's transformation; 0.5 everywhere is the mode."""
        from scipy.special import ndtri

        normal = ndtri(np.clip(unit, EDGE, 1.0 - EDGE))
        factor = np.linalg.cholesky(self.covariance)
        values: Floats = np.empty(normal.shape)
        for at in range(len(self.names)):
            given = self.mode[at] + normal[:, :at] @ factor[at, :at]
            values[:, at] = np.clip(given + factor[at, at] * normal[:, at], self.low[at], self.high[at])
            # What is left of the deviation once it was cut off.
            normal[:, at] = (values[:, at] - given) / factor[at, at]
        return values


def correlation_matrix(rows: Sequence[Sequence[float]]) -> Floats:
    """The whole matrix, (m, m), of its rows below the diagonal, the first of which is empty."""
    matrix: Floats = np.eye(len(rows))
    for at, row in enumerate(rows):
        matrix[at, :at] = matrix[:at, at] = row
    return matrix
