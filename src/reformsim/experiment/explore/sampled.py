"""One outcome over the draws, in the forms that the analyses ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.errors import RunError
from reformsim.experiment.explore.conditional import Known, known
from reformsim.experiment.explore.design import MORRIS, Design, Rows
from reformsim.experiment.explore.fitted.surrogate import CrossFit, Surrogate, cross_fit, fit

FEWEST_VALUES = 8
"""Draws with a value without which nothing is told."""

LEVEL, EFFECT = "level", "effect"
"""What an outcome is: that of the first scenario, or the difference of another one with it."""


@dataclass(frozen=True, eq=False)
class Factors:
    """The parameters that are drawn, and their values.

    Parameters
    ----------
    rows
        Of the design.
    values
        (rows, k): in every row of the design, NaN in one that did not come about.
    sources
        What each rests on: 'estimated', 'assumed' or 'put_in' (a figure of a lever).
    units
        Of each.
    blocks
        Parameters of the same number are drawn jointly.
    """

    design: Design
    rows: Rows
    values: Floats
    sources: tuple[str, ...]
    units: tuple[str, ...]
    blocks: tuple[int, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Name of each."""
        return self.design.names

    @cached_property
    def by_source(self) -> Mapping[str, tuple[int, ...]]:
        """Positions of the parameters by what they rest on."""
        found: dict[str, list[int]] = {}
        for at, source in enumerate(self.sources):
            found.setdefault(source, []).append(at)
        return {source: tuple(at) for source, at in sorted(found.items())}


@dataclass(frozen=True, eq=False)
class Sampled:
    """An outcome as a sample of the distributions of the parameters.

    Parameters
    ----------
    outcome
        (rows,): in every row of the design, NaN where there is none.

    Raises
    ------
    RunError
        If the design is no sample, or too few draws have a value.
    """

    factors: Factors
    outcome: Floats
    _known: dict[tuple[int, ...], Known] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.factors.design.kind == MORRIS:
            raise RunError(
                "Morris' trajectories screen, and are no sample of what may be: explore with --design lhs for this"
            )
        if len(self.draws) < FEWEST_VALUES:
            raise RunError(f"only {len(self.draws)} draws have a value; at least {FEWEST_VALUES} are needed")

    @cached_property
    def _there(self) -> Bools:
        return np.asarray(self.factors.rows.sample & np.isfinite(self.outcome))

    @cached_property
    def single(self) -> Floats:
        """The outcomes of all rows of the sample: each a draw of assumptions and chance."""
        return self.outcome[self._there]

    @cached_property
    def draws(self) -> Ints:
        """Numbers of the draws (m,) that have a value, each once."""
        return np.unique(self.factors.rows.draw[self._there])

    @cached_property
    def mean(self) -> Floats:
        """Mean outcome (m,) of each draw over its chance."""
        draw = self.factors.rows.draw[self._there]
        _, at = np.unique(draw, return_inverse=True)
        return np.asarray(np.bincount(at, self.single) / np.bincount(at), dtype=np.float64)

    @cached_property
    def _first(self) -> Ints:
        """Row (m,) that stands for each draw."""
        draw = self.factors.rows.draw
        rows = np.flatnonzero(self._there)
        return rows[np.unique(draw[rows], return_index=True)[1]]

    @property
    def unit(self) -> Floats:
        """Coordinates (m, k) of each draw."""
        return self.factors.rows.unit[self._first]

    @property
    def values(self) -> Floats:
        """Values (m, k) of the parameters in each draw."""
        return self.factors.values[self._first]

    @cached_property
    def apart(self) -> tuple[Floats, Ints]:
        """Deviations from the mean of their draw, where a draw was simulated more than once, and which draw it is.

        They are stretched by what a mean of so few takes away, so their mean square is the variance that chance makes.
        """
        draw = self.factors.rows.draw
        rows = np.flatnonzero(np.isfinite(self.outcome))
        _, at, count = np.unique(draw[rows], return_inverse=True, return_counts=True)
        mean = np.bincount(at, self.outcome[rows]) / count
        more = count[at] > 1
        stretch = np.sqrt(count[at][more] / (count[at][more] - 1.0))
        return (self.outcome[rows] - mean[at])[more] * stretch, at[more]

    @cached_property
    def surrogate(self) -> Surrogate:
        """The polynomial that stands for the expected outcome."""
        return fit(self.unit, self.mean, self.factors.design.seed)

    def known(self, chosen: tuple[int, ...]) -> Known:
        """Give what is expected if the parameters at these positions were known."""
        if chosen not in self._known:
            factors = self.factors
            self._known[chosen] = known(self.crossed, self.values, factors.blocks, chosen, factors.design.seed)
        return self._known[chosen]

    @cached_property
    def crossed(self) -> CrossFit:
        """Polynomials that are judged on draws they did not see."""
        return cross_fit(self.unit, self.mean, self.factors.design.seed)
