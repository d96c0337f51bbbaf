"""What of a scenario is unknown, and how it is drawn: replicate by replicate the same in every scenario.

A draw is a point of the unit cube, by its number. Weights of the model have a scrambled Halton sequence (Owen 2017;
scipy.stats.qmc), a dimension for each weight of the table, so that what one scenario sets or leaves out moves no
other draw. (A Sobol sequence would be evener in thousands of draws; in a hundred of them many of its dimensions go
together, up to a correlation of 0.9, so that no effect could be told from another.) Figures of levers, whose names are
the scenario's own, have a keyed number each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.behaviour import load_behaviour
from reformsim.behaviour.distributions import Joint, TwoPiece
from reformsim.levers.figures import figure_of, figures, with_figures

if TYPE_CHECKING:
    from reformsim.scenario.schema import Scenario

Mode = Literal["fixed", "estimated", "all"]
"""What is drawn: nothing, what is estimated, or that and what is assumed."""

MODES: tuple[Mode, ...] = get_args(Mode)

BLOCK = 128
"""Draws that are made at a time."""


@dataclass(frozen=True, eq=False)
class Assumptions:
    """The unknowns of a scenario.

    Parameters
    ----------
    single
        Distribution by name of what is drawn on its own: assumed weights, and figures of levers as ``ID.FIGURE``.
    joint
        Posterior of the estimated weights; ``None`` where none is drawn.
    held
        Estimated weights that the scenario sets: they have their dimension, so that the others are drawn as in every
        scenario, and keep their value.
    seed
        From which the draws follow.
    whole
        Names in ``single`` of which only a whole number will do: the nearest is drawn.
    """

    single: Mapping[str, TwoPiece]
    joint: Joint | None
    held: Mapping[str, float]
    seed: int
    whole: frozenset[str] = frozenset()

    @classmethod
    def of(cls, scenario: Scenario, mode: Mode | None = None) -> Assumptions:
        """Give what is unknown in a scenario, by its own mode unless another is given."""
        mode = mode or scenario.assumptions
        if mode == "fixed":
            return cls({}, None, {}, scenario.seed)
        values, table, acting = scenario.behaviour_values(), load_behaviour().parameters, scenario.acting
        fixed = scenario.behaviour.keys() - scenario.uncertainties.keys()
        single: dict[str, TwoPiece] = {}
        for name, one in table.items() if mode == "all" else ():
            idle = one.mechanism is not None and one.mechanism not in acting
            if one.kind == "assumed" and name not in fixed and not idle:
                span = scenario.uncertainties.get(name)
                usual = one.distribution
                # A value of the scenario's own may lie outside the range from which the default is drawn.
                single[name] = usual if span is None else TwoPiece(span.low, values[name], span.high)
        whole: set[str] = set()
        if mode == "all":
            for name, span in scenario.uncertainties.items():
                if name not in table:
                    lever, figure = figure_of(name, scenario.levers)
                    stated = figures(lever)[figure]
                    single[name] = TwoPiece(span.low, float(stated), span.high)
                    whole |= {name} if lever.only_whole(figure, stated) else set()
        joint = load_behaviour().joint
        free = [] if joint is None else [name for name in joint.names if name not in fixed]
        held = {} if joint is None else {name: values[name] for name in joint.names if name in fixed}
        drawn = _truncated(joint, scenario, values) if free else None
        return cls(single, drawn, held, scenario.seed, frozenset(whole))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What is drawn, the estimated weights first; those that the scenario sets have a place among them."""
        return (*(self.joint.names if self.joint is not None else ()), *self.single)

    def from_unit(self, unit: Floats) -> Floats:
        """Give the values of points of the unit cube.

        Parameters
        ----------
        unit : (n, k) float64
            A column for each of :attr:`names`, from 0 to 1.

        Returns
        -------
        (n, k) float64
            In the units of what is drawn; in an estimated weight that the scenario sets, that value throughout.
        """
        values = np.array(unit, dtype=np.float64)
        first = 0
        if self.joint is not None:
            first = len(self.joint.names)
            values[:, :first] = self.joint.ppf(values[:, :first])
            for name, value in self.held.items():
                values[:, self.joint.names.index(name)] = value
        for at, (name, one) in enumerate(self.single.items(), start=first):
            values[:, at] = one.ppf(values[:, at])
            if name in self.whole:
                values[:, at] = np.rint(values[:, at])
        return values

    def unit(self, indices: Iterable[int] | NDArray[np.integer]) -> Floats:
        """Points of the unit cube by number, (n, k); a point depends on its number, the seed and the names alone."""
        numbers, columns = np.fromiter(indices, dtype=np.int64), _columns()
        points = np.empty((len(numbers), len(self.names)))
        known = np.array([at for at, name in enumerate(self.names) if name in columns], dtype=np.int64)
        where = np.array([columns[self.names[at]] for at in known.tolist()], dtype=np.int64)
        for block in np.unique(numbers // BLOCK).tolist():
            rows = np.flatnonzero(numbers // BLOCK == block)
            points[np.ix_(rows, known)] = _block(self.seed, block)[np.ix_(numbers[rows] % BLOCK, where)]
        for at, name in enumerate(self.names):
            if name not in columns:
                points[:, at] = [_keyed(self.seed, number, name) for number in numbers.tolist()]
        return points

    def values(self, index: int) -> dict[str, float]:
        """Give draw ``index``: the value of everything that is drawn."""
        if not self.names:
            return {}
        return dict(zip(self.names, self.from_unit(self.unit([index]))[0].tolist(), strict=True))


def applied(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Give a scenario with drawn values of weights and of figures of its levers, and nothing more to draw.

    A weight that the scenario sets, and does not call uncertain, keeps its value. What results of an older version drew
    and is no weight any more has no say.
    """
    table = load_behaviour().parameters
    fixed = scenario.behaviour.keys() - scenario.uncertainties.keys()
    weights = {name: value for name, value in values.items() if name in table and name not in fixed}
    moved: dict[str, dict[str, float]] = {}
    for name, value in values.items():
        if name not in table and any(name.startswith(f"{one.id}.") for one in scenario.levers):
            lever, figure = figure_of(name, scenario.levers)
            moved.setdefault(lever.id, {})[figure] = value
    levers = tuple(with_figures(one, moved[one.id]) if one.id in moved else one for one in scenario.levers)
    change = {"behaviour": {**scenario.behaviour, **weights}, "levers": levers}
    return scenario.model_copy(update={**change, "assumptions": "fixed", "uncertainties": {}})


def _truncated(joint: Joint | None, scenario: Scenario, values: Mapping[str, float]) -> Joint | None:
    """The joint posterior about the scenario's values, within the ranges that it names."""
    if joint is None:
        return None
    named = scenario.uncertainties
    if not any(name in named for name in joint.names):
        return joint
    low, high = joint.low.copy(), joint.high.copy()
    mode = joint.mode.copy()
    for at, name in enumerate(joint.names):
        if name in named:
            low[at], high[at], mode[at] = named[name].low, named[name].high, values[name]
    return Joint(joint.names, mode, joint.covariance, low, high)


@lru_cache(maxsize=1)
def _columns() -> dict[str, int]:
    """The dimension of each weight that may be drawn: the first ones are the evenest, so the estimated are there.

    Weights of mechanisms come last: a further one moves no draw of the others.
    """
    free = [(name, one) for name, one in load_behaviour().parameters.items() if one.kind != "chosen"]
    order = sorted(free, key=lambda x: (x[1].mechanism is not None, x[1].kind != "estimated"))
    drawn = [name for name, _ in order]
    return {name: at for at, name in enumerate(drawn)}


@lru_cache(maxsize=16)
def _block(seed: int, number: int) -> Floats:
    """Points ``number`` * BLOCK and following of the scrambled sequence, (BLOCK, weights)."""
    from scipy.stats import qmc

    engine = qmc.Halton(len(_columns()), scramble=True, rng=np.random.default_rng(_key(f"{seed}/assumptions")))
    if number:
        engine.fast_forward(number * BLOCK)
    points: Floats = engine.random(BLOCK)
    points.setflags(write=False)
    return points


def _keyed(seed: int, number: int, name: str) -> float:
    """A number strictly between 0 and 1 of a draw for a name."""
    return ((_key(f"{seed}/{number}/assumptions/{name}") >> 11) + 0.5) * 2.0**-53


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
