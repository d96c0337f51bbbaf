"""What a scenario's replicates gave: statistics piece by piece, arrays and tables on request.

Statistics pass over the pieces and hold a block of indicators at a time, so they need no more memory for ten
thousand replicates than for a hundred. Whole arrays and tables are made when they are first asked for: a
thousand replicates of the Netherlands take some 60 MB so. Local values are read one indicator at a time; a thousand
replicates that are kept in memory, not on disk, hold 400 MB of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reformsim.arrays import Floats, Ints32
from reformsim.errors import RunError
from reformsim.experiment.byplace.placed import Placed
from reformsim.experiment.computing.choice import choose
from reformsim.experiment.drawing import Drawable
from reformsim.experiment.draws import Design, Draws
from reformsim.experiment.lacking import held
from reformsim.experiment.local import Local
from reformsim.experiment.store.columns import BLOCK, Columns
from reformsim.experiment.store.pieces import Piece, Pieces, join
from reformsim.experiment.summary import Level, level
from reformsim.experiment.tabled import Tabled

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Failure
    from reformsim.experiment.computing.simulating import Progress
    from reformsim.measures import GivenMeasures
    from reformsim.scenario import GivenYear, Scenario


@dataclass(frozen=True)
class Timing:
    """When the work began (UTC), how many seconds it took, and for how many replicates of all scenarios."""

    started: datetime
    duration_s: float
    simulated: int = 0


@dataclass(frozen=True)
class _Outline:
    """What a first pass over the pieces tells."""

    first: Piece
    parted: tuple[tuple[int, ...], ...]  # numbers of the replicates, piece by piece
    numbers: tuple[int, ...]
    draws: tuple[int, ...]
    failures: tuple[Failure, ...]
    provinces: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Run(Drawable, Placed, Tabled):
    """The replicates of one scenario.

    Parameters
    ----------
    scenario
        The scenario as it was run: seed, replicates and horizon are those used.
    pieces
        The replicates, in memory or on disk.
    timing
        When and how long.
    identity
        What the numbers in a folder follow from, as its manifest says; ``None`` for what was simulated just now.
    draws
        How the assumptions of each replicate were chosen.

    Raises
    ------
    RunError
        If no replicate came about, or if they do not describe the same years, indicators and units.
    """

    scenario: Scenario
    pieces: Pieces
    timing: Timing = field(default_factory=lambda: Timing(datetime.now(UTC), 0.0))
    identity: Mapping[str, Any] | None = None
    draws: Design = field(default_factory=Draws)

    @cached_property
    def _outline(self) -> _Outline:
        first: Piece | None = None
        parted: list[tuple[int, ...]] = []
        numbers: list[int] = []
        draws: list[int] = []
        failures: list[Failure] = []
        provinces: dict[str, str] = {}
        for piece in self.pieces:
            parted.append(piece.numbers)
            failures.extend(piece.failures)
            if not piece.numbers:
                continue
            # Without what only tables of it need: of a thousand scenarios events alone take gigabytes.
            first = first or replace(piece, events=(), spells=())
            if piece.axes != first.axes:
                raise RunError(
                    f"replicate {piece.numbers[0]} of '{self.name}' differs in years, indicators or what is drawn"
                )
            numbers.extend(piece.numbers)
            draws.extend(piece.draws)
            for code in piece.local.provinces:
                provinces.setdefault(code, piece.names.get(code, code))
        if first is None:
            why = f"; the first failed with: {failures[0].error}" if failures else ""
            raise RunError(f"'{self.name}' gave no replicate{why}")
        return _Outline(first, tuple(parted), tuple(numbers), tuple(draws), tuple(failures), provinces)

    def check(self) -> None:
        """Raise :class:`RunError` if no replicate came about, or if they differ in years, indicators or units."""
        _ = self._outline

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    @property
    def years(self) -> tuple[int, ...]:
        """Years; values are of 31 December, municipalities and inhabitants those of 1 January."""
        return self._outline.first.years

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names of the indicators."""
        return self._outline.first.indicators

    @property
    def local_indicators(self) -> tuple[str, ...]:
        """Names of the indicators that municipalities and provinces have of their own."""
        return self._outline.first.local.indicators

    @property
    def provinces(self) -> Mapping[str, str]:
        """Names by code of every province that ever existed in some replicate; none without local indicators."""
        return self._outline.provinces

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the units of the start map."""
        return self._outline.first.units

    @property
    def unit_names(self) -> Mapping[str, str]:
        """Name of each unit of the start map by its code."""
        first = self._outline.first
        return {code: first.names.get(code, code) for code in first.units}

    @property
    def numbers(self) -> tuple[int, ...]:
        """Numbers of the replicates that came about, counted from 0."""
        return self._outline.numbers

    @property
    def drawn(self) -> tuple[int, ...]:
        """Number of the draw of the assumptions of each replicate in :attr:`numbers`; those of one differ by chance."""
        return self._outline.draws

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Replicates that failed, with what was wrong."""
        return self._outline.failures

    @property
    def replicates(self) -> int:
        """Number of replicates that came about."""
        return len(self.numbers)

    @cached_property
    def _whole(self) -> Piece:
        # Local values are read one indicator at a time; all together they would not fit into memory.
        return join([replace(piece, local=Local()) for piece in self.pieces], self.name)

    @property
    def values(self) -> Floats:
        """All values, (replicates, years, indicators)."""
        return self._whole.values

    @property
    def owner(self) -> Ints32:
        """The municipality that holds each unit, an index into :attr:`municipalities`, (replicates, years, units)."""
        return self._whole.owner

    @property
    def municipalities(self) -> tuple[str, ...]:
        """Codes of every municipality that ever existed in some replicate."""
        return self._whole.municipalities

    @property
    def names(self) -> Mapping[str, str]:
        """Name of each municipality and province code."""
        return self._whole.names

    def blocks(self) -> Iterator[slice]:
        """Give the positions of the indicators block by block, as many at a time as memory allows."""
        whole = len(self.indicators)
        step = max(1, min(whole, BLOCK // (self.replicates * len(self.years))))
        return (slice(start, min(start + step, whole)) for start in range(0, whole, step))

    def block(self, at: slice) -> Floats:
        """Values of some indicators, (replicates, years, indicators of the block)."""
        if self._columns is not None:
            return self._columns.block(at)
        return np.concatenate([values[:, :, at] for values in self.pieces.values()])

    @cached_property
    def _columns(self) -> Columns | None:
        shape = (self.replicates, len(self.years), len(self.indicators))
        return Columns(self.pieces.values(), shape) if math.prod(shape) > BLOCK else None

    @cached_property
    def level(self) -> Level:
        """Statistics over the replicates of every year and indicator."""
        return Level.joined([level(self.block(at), self.drawn) for at in self.blocks()])

    def piece_of(self, replicate: int) -> tuple[Piece, int]:
        """Give the piece that holds a replicate and its place in it; :class:`RunError` if no piece does."""
        for position, numbers in enumerate(self._outline.parted):
            if replicate in numbers:
                return self.pieces.at(position), numbers.index(replicate)
        raise RunError(f"replicate {replicate} is not in the run; it has {_spans(self.numbers)}")

    def scenario_of(self, replicate: int) -> Scenario:
        """Give the scenario as it was in a replicate, with what was drawn; :class:`RunError` if it is not there."""
        from reformsim.scenario import applied

        piece, at = self.piece_of(replicate)
        return applied(self.scenario, piece.assumed(at)) if piece.drawn else self.scenario

    def map_of(self, year: GivenYear, replicate: int = 0) -> pd.Series[str]:
        """Municipality that holds each unit on 1 January of a year.

        Raises
        ------
        RunError
            If the year or replicate is not in the run.
        """
        at, (piece, position) = self.year_index(year), self.piece_of(replicate)
        codes = [piece.municipalities[i] for i in piece.owner[position, at]]
        return pd.Series(codes, index=pd.Index(self.units, name="unit"), name="municipality")

    def of(self, indicator: str) -> Floats:
        """Values of one indicator, shape (replicates, years).

        Raises
        ------
        UnknownNameError
            If there is no such indicator.
        RunError
            If it was not measured; the message says how to get it.
        """
        held(self.indicators, indicator)
        at = self.indicators.index(indicator)
        return self.block(slice(at, at + 1))[:, :, 0]

    def measured_again(
        self,
        measures: GivenMeasures,
        *,
        replicates: Iterable[int] | None = None,
        workers: int = 1,
        cluster: str | None = None,
        progress: Progress | None = None,
    ) -> Run:
        """Measure what was not measured, by simulating the same replicates again from the same chance.

        Parameters
        ----------
        measures
            As for :func:`reformsim.run`.
        replicates
            Numbers of the replicates, all unless given.
        workers, cluster, progress
            As for :func:`reformsim.run`.

        Returns
        -------
        Run
            These measures of these replicates, in memory.

        Raises
        ------
        UnknownNameError
            If there is no such measure.
        RunError
            If a replicate is not in the run, or its national values, map and events do not come out again to the last
            bit, because other code, data or libraries made them.
        """
        from reformsim.experiment.again import measured_again

        return measured_again(self, measures, replicates, choose(workers, cluster), progress)

    def year_index(self, year: GivenYear) -> int:
        """Position of a year; :class:`RunError` if it is outside the run."""
        from reformsim.scenario import year_of

        when = year_of(year)
        if when not in self.years:
            raise RunError(f"year {when} is not in the run; it has {self.years[0]} to {self.years[-1]}")
        return self.years.index(when)

    def write(self, folder: str | Path, *, figures: bool = True, command: str | None = None) -> Path:
        """Write the run to a folder, all of it or nothing.

        Parameters
        ----------
        folder
            Made if needed; replaced if reformsim wrote it, refused if not.
        figures
            Draw a figure per headline indicator too.
        command
            What the user typed, for the log.

        Raises
        ------
        OutputError
            If the folder is not ours or cannot be written; what was there before is kept.
        """
        from reformsim.experiment.store.folder import run_files, write_pieces

        return write_pieces([self], Path(folder), lambda: run_files(self, figures=figures), command)

    def __repr__(self) -> str:
        failed = f", {len(self.failures)} failed" if self.failures else ""
        return (
            f"<Run {self.name}: {self.replicates} replicates{failed}, {self.years[0]}-{self.years[-1]}, "
            f"{len(self.indicators)} indicators>"
        )


def _spans(numbers: tuple[int, ...]) -> str:
    whole = numbers == tuple(range(len(numbers)))
    return f"0 to {len(numbers) - 1}" if whole else ", ".join(map(str, numbers))
