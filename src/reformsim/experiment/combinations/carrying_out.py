"""The whole way of combinations: plan, simulate, write; and read back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformsim.errors import RunError
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.attribution.players import Player
from reformsim.experiment.combinations.result import Combinations
from reformsim.experiment.combinations.worlds import Combining, Worlds, set_apart, worlds_of
from reformsim.experiment.computing.choice import choose
from reformsim.experiment.computing.simulating import How, simulated
from reformsim.experiment.store.folder import csv, failure_files
from reformsim.experiment.store.loading import combined, read_runs

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Simulate
    from reformsim.experiment.computing.simulating import Progress
    from reformsim.experiment.store.output import Writer
    from reformsim.measures import GivenMeasures
    from reformsim.scenario import GivenScenario, GivenYear

REPLICATES = 4
"""Draws of each world, unless another number is given."""

MEASURED = "headline"


def combine(
    scenario: GivenScenario,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    until: GivenYear | None = None,
    measures: GivenMeasures | None = None,
    assumptions: str | None = None,
    apart: Iterable[str] | None = None,
    allow_code: bool = False,
    workers: int = 1,
    cluster: str | None = None,
    out: str | Path | None = None,
    restart: bool = False,
    command: str | None = None,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
) -> Combinations:
    """Simulate every combination of a scenario's levers, or of the groups that it names, with the same draws.

    Parameters
    ----------
    scenario
        With at most ten levers or groups that take effect; as for :func:`reformsim.run`.
    replicates
        Draws of assumptions and chance in which each world is simulated; 4 unless given.
    measures
        The headline measures unless given.
    apart
        Ids of levers that are taken out of their group, each to come and go by itself.
    seed, until, assumptions, allow_code, workers, cluster, out, restart, command, progress, simulate
        As for :func:`reformsim.run`; with a folder, what is finished there is not simulated again.

    Raises
    ------
    RunError, ScenarioError, UnknownNameError
        If there is nothing to combine, or too much, or the arguments cannot be.
    OutputError
        If the folder cannot be written or is not ours; what was there before is kept.
    """
    plan = planned(scenario, replicates, seed, until, measures, assumptions, apart, allow_code)
    folder = None if out is None else Path(out)
    how = How(choose(workers, cluster), folder, False, restart, command, progress, simulate, plan.design)
    with simulated(plan.scenarios, plan.scenario.replicates, how) as work:
        result = Combinations(plan.players, work.runs)
        work.finish(lambda: combination_files(result))
    return result


def planned(
    scenario: GivenScenario,
    replicates: int | None = None,
    seed: int | None = None,
    until: GivenYear | None = None,
    measures: GivenMeasures | None = None,
    assumptions: str | None = None,
    apart: Iterable[str] | None = None,
    allow_code: bool = False,
) -> Worlds:
    """Give what :func:`combine` would simulate with these arguments."""
    change: dict[str, Any] = {"replicates": REPLICATES if replicates is None else replicates, "seed": seed}
    change |= {"until": until, "measures": MEASURED if measures is None else measures, "assumptions": assumptions}
    return worlds_of(set_apart(adjusted(scenario, allow_code=allow_code, **change), apart or ()))


def combination_files(result: Combinations) -> dict[str, Writer]:
    """Give the files of a folder beside its pieces."""
    return {"combinations.csv": partial(csv, result.table()), **failure_files(result.runs)}


def combinations(folder: str | Path, *, allow_code: bool = False) -> Combinations:
    """Read a folder of combinations; of unfinished work nothing is told before every world has a piece.

    Raises
    ------
    OutputError
        If it is no folder of ours, or a file of it is missing or is not as it was written.
    RunError
        If it holds something else.
    """
    place, manifest, runs = read_runs(Path(folder), allow_code)
    said = combined(manifest)
    if said is None:
        raise RunError(f"{place} holds no combinations: reformsim explore SCENARIO --combinations makes them")
    players = tuple(Player(name, title, tuple(levers)) for name, title, levers in said)
    return Combinations(players, tuple(replace(run, draws=Combining(players)) for run in runs))
