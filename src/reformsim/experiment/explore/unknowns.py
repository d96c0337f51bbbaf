"""What several scenarios leave open, as one set of parameters, and a scenario as it is in a row of a design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from reformsim.behaviour import load_behaviour
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.explore.design import Design, Rows, rows_of
from reformsim.experiment.explore.sampled import Factors
from reformsim.scenario.assumptions import Assumptions

if TYPE_CHECKING:
    from reformsim.arrays import Floats
    from reformsim.experiment.computing.executors import Simulate
    from reformsim.history import Record
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


def factors_of(design: Design, rows: Rows, scenarios: Sequence[Scenario], values: Floats | None = None) -> Factors:
    """Give the parameters of a design with their values and what is known of them.

    Parameters
    ----------
    values
        (rows, k): as they were drawn, where that is known already.
    """
    table = load_behaviour().parameters
    sources = [source_of(name) for name in design.names]
    # What is estimated is drawn from one joint posterior.
    blocks = [-1 if source == ESTIMATED else at for at, source in enumerate(sources)]
    units = [table[name].unit if name in table else _unit(name) for name in design.names]
    if values is None:
        values = np.full((len(rows.unit), len(design.names)), np.nan)
        for scenario in reversed(scenarios):
            for name, column in _values(scenario, design, rows.unit).items():
                values[:, design.names.index(name)] = column
    return Factors(design, rows, values, tuple(sources), tuple(units), tuple(blocks))


def _unit(name: str) -> str:
    return f"as of the lever's {name.partition('.')[2]}"


def _values(scenario: Scenario, design: Design, unit: Floats) -> dict[str, Floats]:
    """Values of what a scenario draws and the design moves, at points of the unit cube."""
    unknown = Assumptions.of(scenario)
    values = unknown.from_unit(_points(unknown, design, unit))
    moved = set(design.names) - set(unknown.held)
    return {name: values[:, at] for at, name in enumerate(unknown.names) if name in moved}


def _points(unknown: Assumptions, design: Design, unit: Floats) -> Floats:
    """Points of the cube of one scenario; what the design does not move is in its middle."""
    place = {name: at for at, name in enumerate(design.names)}
    points = np.full((len(unit), len(unknown.names)), 0.5)
    for at, name in enumerate(unknown.names):
        if name in place:
            points[:, at] = unit[:, place[name]]
    return points


def scenario_at(scenario: Scenario, design: Design, rows: Rows, row: int) -> Scenario:
    """Give a scenario as it is in a row of a design, with nothing more to draw."""
    unknown = Assumptions.of(scenario)
    values = unknown.from_unit(_points(unknown, design, rows.unit[row : row + 1]))[0].tolist()
    return unknown.applied(scenario, dict(zip(unknown.names, values, strict=True)))


@dataclass(frozen=True)
class AtRow:
    """Computes a row of a design where a replicate is asked for: its parameters in the scenario, by its chance.

    Local values are left out: a thousand draws would fill a disk with what no analysis of draws asks for.
    """

    design: Design
    simulate: Simulate

    def __call__(self, scenario: Scenario, row: int) -> Record:
        """As any model: gives the record of replicate ``row``."""
        rows = rows_of(self.design)
        there = scenario_at(scenario, self.design, rows, row)
        record = self.simulate(there, int(rows.chance[row]))
        return replace(record, replicate=row, local=None)


@dataclass(frozen=True, eq=False)
class Drawn:
    """The parameters of a design as what is simulated in place of replicates."""

    factors: Factors

    @property
    def identity(self) -> Mapping[str, Any]:
        """What tells it from other designs of the same scenarios, as plain words and numbers."""
        design = self.factors.design
        return {
            "kind": design.kind,
            "draws": design.draws,
            "replicates": design.replicates,
            "parameters": list(design.names),
            "groups": list(design.groups),
            "digest": self.factors.digest,
        }

    def by(self, simulate: Simulate) -> Simulate:
        """Give what computes a row by a model that computes replicates."""
        return AtRow(self.factors.design, simulate)
