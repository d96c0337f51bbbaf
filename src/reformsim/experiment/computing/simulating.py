"""All replicates of some scenarios, by any executor, kept in memory or piece by piece on disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from reformsim.errors import RunError
from reformsim.experiment.computing.executors import Executor, Failure, Here, Job
from reformsim.experiment.draws import Design, Drawn, Draws
from reformsim.experiment.plan import MODEL, Place, Plan
from reformsim.experiment.results import Run, Timing
from reformsim.experiment.store.pieces import Assumed, Kept, Piece, join, single
from reformsim.experiment.store.shelf import Store, opened

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Simulate
    from reformsim.experiment.store.output import Writer
    from reformsim.scenario import Scenario

    Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class How:
    """How scenarios are simulated and where their results go; see :func:`reformsim.run`."""

    executor: Executor = field(default_factory=Here)
    out: Path | None = None
    fail_fast: bool = False
    restart: bool = False
    command: str | None = None
    progress: Progress | None = None
    simulate: Simulate | None = None
    draws: Design = field(default_factory=Draws)


class Simulated:
    """Runs of scenarios, and the folder that an analysis of them has still to finish.

    Parameters
    ----------
    runs
        One per scenario, in order.
    """

    def __init__(self, runs: tuple[Run, ...], store: Store | None, command: str | None):
        self.runs, self._store, self._command = runs, store, command

    @property
    def whole(self) -> bool:
        """Whether the folder was there already, finished."""
        return self._store is not None and self._store.whole

    def finish(self, contents: Callable[[], Mapping[str, Writer]]) -> None:
        """Write the other files and put the folder in place; nothing without a folder, or if it is there already.

        Parameters
        ----------
        contents
            Gives relative path and what writes it, in the order of the manifest.
        """
        if self._store is None or self._store.whole:
            return
        timing = self.runs[0].timing
        started = timing.started.isoformat(timespec="seconds")
        self._store.log(
            "simulated",
            started=started,
            duration_s=round(timing.duration_s, 3),
            replicates=timing.simulated,
            command=self._command,
        )
        self._store.finish(contents())


@contextmanager
def simulated(scenarios: Sequence[Scenario], replicates: int, how: How) -> Iterator[Simulated]:
    """Simulate scenarios of one territory, seed and horizon.

    Parameters
    ----------
    scenarios
        Of different names.
    replicates
        Of each.
    how
        With a folder, what is finished there already is not simulated again.

    Raises
    ------
    RunError
        If a scenario gave no replicate at all, or one failed and ``how.fail_fast`` is set.
    OutputError
        If the folder cannot be written, or is not ours; what is finished is kept.
    """
    model = MODEL if how.simulate is None else _named(how.simulate)
    plan = Plan(tuple(scenarios), replicates, model, how.draws)
    began, started = time.perf_counter(), datetime.now(UTC)
    with nullcontext() if how.out is None else opened(how.out, plan, restart=how.restart) as store:
        try:
            pieces, count = _work(plan, store, how)
        except KeyboardInterrupt as stop:
            if store is not None:
                stop.add_note(f"what is finished is kept in {store.part}, and the same command goes on")
            raise
        timing = Timing(started, time.perf_counter() - began, count)
        kept = [Kept(pieces[at]) if store is None else store.pieces(at) for at in range(len(plan.scenarios))]
        runs = tuple(Run(s, p, timing, draws=plan.draws) for s, p in zip(plan.scenarios, kept, strict=True))
        for run in runs:
            run.check()
        yield Simulated(runs, store, how.command)


def _work(plan: Plan, store: Store | None, how: How) -> tuple[list[list[Piece]], int]:
    """Simulate what is missing; give the pieces where no store keeps them, and how many replicates it were."""
    pieces: list[list[Piece]] = [[] for _ in plan.scenarios]
    if store is not None and store.whole:
        return pieces, 0
    missing = [place for place in plan if store is None or place not in store]
    # Outcomes come in order, so an earlier attempt can have begun few pieces, as a rule one.
    begun = {} if store is None else {place: piece for place in missing if (piece := store.begun(place)) is not None}
    jobs = (
        Job(place.scenario, replicate)
        for place in missing
        for replicate in place.replicates
        if place not in begun or replicate not in begun[place].numbers
    )
    done = before = plan.runs - sum(len(place.replicates) - _count(begun.get(place)) for place in missing)
    drawn = Drawn(how.simulate or _model(), plan.draws)
    with closing(how.executor.run(plan.scenarios, jobs, drawn)) as outcomes:
        for place in missing:
            parts = [begun[place]] if place in begun else []
            left = len(place.replicates) - _count(begun.get(place))
            try:
                for job, outcome in islice(outcomes, left):
                    if isinstance(outcome, Failure) and how.fail_fast:
                        raise RunError(told(outcome))
                    parts.append(single(outcome, assumed(plan.draws, plan.scenarios[job.scenario], job.replicate)))
                    done += 1
                    if how.progress is not None:
                        how.progress(done, plan.runs)
            except BaseException:
                _keep_begun(plan, store, place, parts)
                raise
            piece = join(parts, plan.scenarios[place.scenario].name)
            if store is None:
                pieces[place.scenario].append(piece)
            else:
                store.put(place, piece)
    return pieces, done - before


def assumed(design: Design, scenario: Scenario, replicate: int) -> Assumed:
    """Give what is kept of the draw of a replicate; without any draw all have number 0, the default."""
    values = design.values(scenario, replicate)
    return Assumed(design.draw_of(replicate) if values else 0, values)


def _count(piece: Piece | None) -> int:
    return 0 if piece is None else len(piece.numbers)


def _keep_begun(plan: Plan, store: Store | None, place: Place, parts: Sequence[Piece]) -> None:
    # Not those after one that failed: tried again, it would come to stand behind them.
    whole = list(takewhile(lambda part: not part.failures, parts))
    if store is not None and whole:
        store.put_begun(place, join(whole, plan.scenarios[place.scenario].name))


def told(failure: Failure) -> str:
    """Say which run failed, and how."""
    where = f"'{failure.scenario}', replicate {failure.replicate}, seed {failure.seed}"
    return f"{where}: {failure.error}"


def _named(simulate: Simulate) -> str:
    # What is called need not be a function: a partial one and an object have the name of their class.
    named: object = simulate if hasattr(simulate, "__qualname__") else type(simulate)
    return f"{named.__module__}.{getattr(named, '__qualname__')}"  # noqa: B009


def _model() -> Simulate:
    from reformsim.experiment.replicate import simulate

    return simulate
