"""In which draws one scenario is better than another, and what tells them from the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.experiment.explore.boxes import Box, find_box
from reformsim.experiment.explore.fitted.surrogate import fit
from reformsim.experiment.explore.rules import Rules, find_rules
from reformsim.experiment.explore.sampled import Sampled

STRONGEST = 8
"""Parameters among which a box or a tree may choose: those that the difference hangs on most."""


@dataclass(frozen=True, eq=False)
class Better:
    """Draws in which one scenario is better than another.

    Parameters
    ----------
    a, b, indicator
        Is ``a`` better than ``b`` on the indicator?
    difference
        ``a`` less ``b`` in every draw.
    sign
        1 where more is better, -1 where less is.
    """

    a: str
    b: str
    indicator: str
    difference: Sampled
    sign: float

    @cached_property
    def _gain(self) -> Floats:
        return np.asarray(self.difference.mean * self.sign)

    @property
    def wanted(self) -> Bools:
        """Whether it is better in each draw, on average over the chances of the draw, (draws,)."""
        return np.asarray(self._gain > self._slack)

    @property
    def share(self) -> float:
        """Share of the draws in which it is better."""
        return float(self.wanted.mean())

    @property
    def same(self) -> float:
        """Share of the draws in which there is no difference."""
        return float((np.abs(self._gain) <= self._slack).mean())

    @property
    def _slack(self) -> float:
        return 1e-12 * max(1.0, float(np.abs(self._gain).max()))

    @cached_property
    def rules(self) -> Rules:
        """A shallow tree as rules; see :class:`rules.Rules`."""
        data = self.difference
        return find_rules(data.values, data.factors.names, self.wanted, self._strongest, data.factors.design.seed)

    @cached_property
    def box(self) -> Box | None:
        """The box in which it is better (PRIM), if there is one; see :class:`boxes.Box`.

        Raises
        ------
        RunError
            If ema-workbench is not installed: ``pip install 'reformsim[explore]'``.
        """
        data = self.difference
        columns = self._strongest(np.ones(len(data.mean), np.bool_))
        names = [data.factors.names[j] for j in columns]
        return find_box(data.values[:, columns], names, self.wanted, data.factors.design.seed)

    def _strongest(self, seen: Bools) -> list[int]:
        """Parameters that the difference hangs on most, from the draws that may be seen."""
        data = self.difference
        model = fit(data.unit[seen], data.mean[seen], data.factors.design.seed)
        weight = model.importance(len(data.factors.names))
        order = np.argsort(-weight, kind="stable")[:STRONGEST]
        chosen = {int(j) for j in order if weight[j] > 0.0}
        # What is drawn jointly cannot be told apart by coordinates: with one of them come those that it goes with most.
        blocks = data.factors.blocks
        together = {blocks[j] for j in chosen if blocks.count(blocks[j]) > 1}
        return sorted(chosen | self._alike(seen, together, len(chosen)))

    def _alike(self, seen: Bools, together: set[int], there: int) -> set[int]:
        data = self.difference
        if not together or there >= STRONGEST:
            return set()
        members = [j for j, block in enumerate(data.factors.blocks) if block in together]
        values, gain = data.values[seen][:, members], data.mean[seen]
        with np.errstate(invalid="ignore", divide="ignore"):
            strength = [abs(np.corrcoef(values[:, i], gain)[0, 1]) for i in range(len(members))]
        order = np.argsort(-np.nan_to_num(strength), kind="stable")
        return {members[int(i)] for i in order[: STRONGEST - there]}

    def words(self, lang: str = "en") -> str:
        """Say it in English ('en') or Dutch ('nl')."""
        from reformsim.experiment.explore.telling import better_words

        return better_words(self, lang)

    def __str__(self) -> str:
        return self.words()
