"""What a run tells of the assumptions that were drawn for its replicates."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.errors import RunError

if TYPE_CHECKING:
    from reformsim.experiment.store.pieces import Piece, Pieces
    from reformsim.scenario import Scenario

DRAW_COLUMNS = ("scenario", "replicate", "draw")
"""Columns of the table of draws before those of what was drawn."""


class Assumed:
    """The part of a run that is about draws; they are kept with its replicates."""

    scenario: Scenario
    pieces: Pieces

    @property
    def numbers(self) -> tuple[int, ...]:
        """Numbers of the replicates that came about."""
        raise NotImplementedError

    @cached_property
    def assumptions(self) -> pd.DataFrame:
        """Table of scenario, replicate, draw, and what was drawn, a column each.

        Replicates of one draw differ by chance alone. Without draws all have number 0, the default.
        """
        # Only what was drawn is held: all pieces would not fit into memory.
        parts = [(one.numbers, one.draws, one.drawn, one.assumptions) for one in self.pieces if one.numbers]
        numbers, draws, drawn, values = zip(*parts, strict=True)
        about = {
            "scenario": pd.Categorical([self.scenario.name] * sum(map(len, numbers))),
            "replicate": [number for some in numbers for number in some],
            "draw": [draw for some in draws for draw in some],
        }
        return pd.concat([pd.DataFrame(about), pd.DataFrame(np.concatenate(values), columns=list(drawn[0]))], axis=1)

    def scenario_of(self, replicate: int) -> Scenario:
        """Give the scenario as it was in a replicate, with what was drawn; :class:`RunError` if it is not there."""
        from reformsim.scenario import applied

        piece, at = self.piece_of(replicate)
        return applied(self.scenario, piece.assumed(at)) if piece.drawn else self.scenario

    def piece_of(self, replicate: int) -> tuple[Piece, int]:
        """Give the piece that holds a replicate and its place in it; :class:`RunError` if no piece does."""
        for piece in self.pieces:
            if replicate in piece.numbers:
                return piece, piece.numbers.index(replicate)
        raise RunError(f"replicate {replicate} is not in the run; it has {_spans(self.numbers)}")


def _spans(numbers: tuple[int, ...]) -> str:
    whole = numbers == tuple(range(len(numbers)))
    return f"0 to {len(numbers) - 1}" if whole else ", ".join(map(str, numbers))
