"""What several scenarios leave open, as one set of parameters, and the rows of a design as draws of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from reformsim.behaviour import load_behaviour
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.explore.design import REPLICATES, Design, Rows, rows_of
from reformsim.experiment.explore.sampled import Factors
from reformsim.experiment.store.loading import EXPLORATION
from reformsim.experiment.tabled import DRAW_COLUMNS
from reformsim.scenario.assumptions import Assumptions

if TYPE_CHECKING:
    from reformsim.arrays import Floats
    from reformsim.experiment.results import Run
    from reformsim.scenario import Scenario

ESTIMATED, ASSUMED, PUT_IN = "estimated", "assumed", "put_in"
"""What a parameter rests on; what is put in is a figure of a lever."""


def drawn_in(scenario: Scenario) -> tuple[str, ...]:
    """Give the names of what is drawn in a scenario by its own mode; not the estimated weights that it sets."""
    unknown = Assumptions.of(scenario)
    return tuple(name for name in unknown.names if name not in unknown.held)


def unknowns(scenarios: Sequence[Scenario], asked: Iterable[str] | None = None) -> tuple[str, ...]:
    """Give what is drawn in some of the scenarios, the same in all.

    Parameters
    ----------
    scenarios
        With the mode by which they are explored.
    asked
        Names, or first words of names, to which the exploration is limited; everything unless given. What is left out
        stays at the middle of its distribution.

    Raises
    ------
    UnknownNameError
        If nothing is drawn by a name that was asked for.
    RunError
        If two scenarios draw the same from different ranges, or nothing is drawn.
    """
    names = tuple(dict.fromkeys(name for one in scenarios for name in drawn_in(one)))
    _refuse_other_ranges(scenarios)
    if asked is not None:
        words = {*names, *(name.partition(".")[0] for name in names)}
        wanted = list(asked)
        for word in wanted:
            if word not in words:
                raise UnknownNameError("parameter that is drawn", word, words)
        names = tuple(name for name in names if name in wanted or name.partition(".")[0] in wanted)
    if not names:
        raise RunError("nothing to explore: the scenarios set all weights themselves, or their assumptions are fixed")
    return names


def _refuse_other_ranges(scenarios: Sequence[Scenario]) -> None:
    known: dict[str, tuple[str, Any]] = {}
    for one in scenarios:
        unknown = Assumptions.of(one)
        own: dict[str, Any] = dict(unknown.single)
        if unknown.joint is not None:
            joint = unknown.joint
            ends = zip(joint.names, joint.mode.tolist(), joint.low.tolist(), joint.high.tolist(), strict=True)
            own |= {name: what for name, *what in ends if name not in unknown.held}
        for name, what in own.items():
            other, theirs = known.setdefault(name, (one.name, what))
            if theirs != what:
                raise RunError(
                    f"'{other}' and '{one.name}' draw {name} from different ranges, and an exploration has one draw "
                    "for all: give both the same value and `uncertainties:`"
                )


def source_of(name: str) -> str:
    """Give what a parameter rests on."""
    joint = load_behaviour().joint
    if joint is not None and name in joint.names:
        return ESTIMATED
    return ASSUMED if name in load_behaviour().parameters else PUT_IN


def points_of(unknown: Assumptions, names: Sequence[str], unit: Floats) -> Floats:
    """Give points of the cube of one scenario (n, m) from those of a design (n, k).

    Parameters
    ----------
    names
        (k,): what the design moves; all else is in the middle of its distribution.
    """
    place = {name: at for at, name in enumerate(names)}
    points = np.full((len(unit), len(unknown.names)), 0.5)
    for at, name in enumerate(unknown.names):
        if name in place:
            points[:, at] = unit[:, place[name]]
    return points


@dataclass(frozen=True)
class Points:
    """The rows of a design in place of replicates: what :mod:`reformsim.experiment.draws` asks for."""

    design: Design
    places: bool = field(default=False, init=False)

    def draw_of(self, row: int) -> int:
        """Give the number of the draw: rows of one number have the same parameters."""
        return int(rows_of(self.design).draw[row])

    def chance_of(self, row: int) -> int:
        """Give the number of the replicate whose chance a row has."""
        return int(rows_of(self.design).chance[row])

    def values(self, scenario: Scenario, row: int) -> Mapping[str, float]:
        """Give what is drawn in a scenario, at the row's point of the unit cube."""
        return dict(_values(self.design, scenario, row))

    def identity(self) -> dict[str, Any]:
        """Give what tells the design from others, from which it can be made again."""
        design = self.design
        told = {
            "kind": design.kind,
            "draws": design.draws,
            "replicates": design.replicates,
            "parameters": list(design.names),
            "groups": list(design.groups),
            "digest": rows_of(design).digest,
        }
        return {EXPLORATION: told}


@lru_cache(maxsize=8)  # asked for once to simulate, and once to be kept
def _values(design: Design, scenario: Scenario, row: int) -> tuple[tuple[str, float], ...]:
    unknown = Assumptions.of(scenario)
    unit = rows_of(design).unit[row : row + 1]
    values = unknown.from_unit(points_of(unknown, design.names, unit))[0].tolist()
    return tuple(zip(unknown.names, values, strict=True))


def factors_of(design: Design, rows: Rows, runs: Sequence[Run]) -> Factors:
    """Give the parameters of a design with the values that runs hold, and what is known of them.

    Parameters
    ----------
    runs
        Of the scenarios. The value of a parameter is that in the first scenario that draws it; it is missing in rows
        that did not come about.
    """
    table = load_behaviour().parameters
    sources = [source_of(name) for name in design.names]
    # What is estimated is drawn from one joint posterior.
    blocks = [-1 if source == ESTIMATED else at for at, source in enumerate(sources)]
    units = [table[name].unit if name in table else _unit(name) for name in design.names]
    values = np.full((len(rows.unit), len(design.names)), np.nan)
    for run in reversed(runs):
        held = run.scenario.behaviour.keys() - run.scenario.uncertainties.keys()
        drawn = run.assumptions
        for at, name in enumerate(design.names):
            if name in drawn.columns and name not in held:
                values[list(run.numbers), at] = drawn[name].to_numpy(np.float64)
    return Factors(design, rows, values, tuple(sources), tuple(units), tuple(blocks))


def _unit(name: str) -> str:
    return f"as of the lever's {name.partition('.')[2]}"


def as_drawn(runs: Sequence[Run]) -> tuple[Design, Rows]:
    """Give the draws that runs have anyway as a design: a row for each replicate, up to the last that came about.

    Raises
    ------
    RunError
        If nothing was drawn, or not as this version draws.
    """
    names = unknowns([run.scenario for run in runs])
    count = 1 + max(number for run in runs for number in run.numbers)
    draw = np.array([runs[0].draws.draw_of(number) for number in range(count)], dtype=np.int64)
    for run in runs:  # what is held goes before what would be drawn now
        draw[list(run.numbers)] = run.assumptions["draw"].to_numpy(np.int64)
    unit = np.full((count, len(names)), np.nan)
    for run in reversed(runs):
        unknown = Assumptions.of(run.scenario)
        points = unknown.unit(draw.tolist())
        _refuse_other_draws(run, unknown, points)
        for at, name in enumerate(unknown.names):
            if name in names and name not in unknown.held:
                unit[:, names.index(name)] = points[:, at]
    number = np.arange(count)
    first = np.isin(number, np.unique(draw, return_index=True)[1])
    moved = np.column_stack([unit, (number + 0.5) / count])
    return Design(REPLICATES, names, count, runs[0].scenario.seed), Rows(unit, number, moved, draw, first).sealed()


def _refuse_other_draws(run: Run, unknown: Assumptions, points: Floats) -> None:
    held = run.assumptions
    same = set(unknown.names) == set(held.columns[len(DRAW_COLUMNS) :])
    if same:
        values = unknown.from_unit(points[list(run.numbers)])
        same = np.allclose(values, held[list(unknown.names)].to_numpy(np.float64), rtol=1e-9, atol=1e-12)
    if not same:
        raise RunError(f"the assumptions of '{run.name}' were drawn by another version; simulate it anew to explore it")
