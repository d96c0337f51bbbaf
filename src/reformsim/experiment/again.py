"""Replicates measured again: simulated anew from their own chance, and held against what results hold of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from reformsim.errors import RunError
from reformsim.experiment.computing.executors import Executor, Failure, Job
from reformsim.experiment.draws import Drawn, Same
from reformsim.experiment.plan import Plan, differences
from reformsim.experiment.store.pieces import SIZE, Assumed, Kept, Piece, join, single

if TYPE_CHECKING:
    from reformsim.experiment.computing.simulating import Progress
    from reformsim.experiment.results import Run
    from reformsim.measures import GivenMeasures

APART: Mapping[str, Any] = {"assumptions": {}, "measures": [], "own_measures": [], "own_code": {}, "scenarios": []}
"""What of an identity may differ: how draws were chosen (they are held), what is measured and by which code, and the
scenarios it was simulated beside."""


def measured_again(
    run: Run,
    measures: GivenMeasures,
    replicates: Iterable[int] | None,
    executor: Executor,
    progress: Progress | None = None,
) -> Run:
    """Measure replicates of a run again; see :meth:`~reformsim.experiment.results.Run.measured_again`."""
    from reformsim.experiment.replicate import simulate
    from reformsim.measures import MEASURES, chosen

    numbers = run.numbers if replicates is None else tuple(dict.fromkeys(replicates))
    there = set(run.numbers)
    missing = [number for number in numbers if number not in there]
    if missing or not numbers:
        raise RunError(f"replicates {missing} are not in '{run.name}'" if missing else "no replicate is asked for")
    wanted = chosen(measures, {plugin.file for plugin in run.scenario.plugins})
    if not wanted:
        raise RunError("no indicator is asked for")
    # What the results hold of shipped measures is measured too, to be held against them.
    known = [name for name in run.indicators if name in MEASURES and MEASURES[name].shipped]
    both = chosen([*wanted, *known])
    scenario = run.scenario.model_copy(update={"measures": both})
    _refuse_other_code(run, Plan((scenario,), len(numbers)))
    jobs = [Job(0, number) for number in sorted(numbers)]
    # With the draws that the results hold, whatever design gave them.
    held = {one: Assumed(p.draws[at], p.assumed(at)) for p in run.pieces for at, one in enumerate(p.numbers)}
    drawn = Drawn(simulate, Same({number: held[number].values for number in numbers}, run.draws))
    made: dict[int, Piece] = {}
    with closing(executor.run([scenario], jobs, drawn)) as outcomes:
        for job, outcome in outcomes:
            if isinstance(outcome, Failure):
                raise RunError(f"replicate {job.replicate} of '{run.name}' fails now: {outcome.error}")
            made[job.replicate] = single(outcome, held[job.replicate])
            if progress is not None:
                progress(len(made), len(jobs))
    for piece in run.pieces:
        for at, number in enumerate(piece.numbers):
            if number in made and not _same(piece, at, made[number], known):
                raise RunError(
                    f"replicate {number} of '{run.name}' does not come out as these results have it, so nothing can be "
                    "measured of it again: other code, data or libraries made them"
                )
    # In the pieces in which a folder keeps them, so that the whole can be written to one.
    groups = groupby(made, lambda number: number // SIZE)
    pieces = [_only(join([made[number] for number in group], run.name), wanted) for _, group in groups]
    told = scenario.model_copy(update={"measures": wanted, "replicates": 1 + max(made)})
    return type(run)(told, Kept(pieces), draws=run.draws)


def _refuse_other_code(run: Run, plan: Plan) -> None:
    """Tell before the work what would show after it: that something else made the results."""
    if run.identity is None:
        return
    other = differences({**plan.identity(), **APART}, {**run.identity, **APART})
    if other:
        raise RunError(f"these results cannot be measured again here; different: {other}")


def _same(held: Piece, at: int, again: Piece, names: list[str]) -> bool:
    """Whether values, map and events of a replicate are those that results hold, to the last bit."""
    (number,) = again.numbers
    columns = [held.indicators.index(name) for name in names]
    now = [again.indicators.index(name) for name in names]
    maps = [np.array(piece.municipalities)[piece.owner[i]] for piece, i in ((held, at), (again, 0))]
    events = [
        [row for row in piece.events if row[0] == number and row[2] != "measure_failed"] for piece in (held, again)
    ]
    return (
        held.years == again.years
        and np.array_equal(held.values[at][:, columns], again.values[0][:, now], equal_nan=True)
        and np.array_equal(*maps)
        and events[0] == events[1]
    )


def _only(piece: Piece, names: tuple[str, ...]) -> Piece:
    """Give a piece with some of its indicators."""
    return replace(
        piece,
        indicators=names,
        values=piece.values[:, :, [piece.indicators.index(name) for name in names]],
        local=piece.local.only(names),
    )
