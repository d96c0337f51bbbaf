"""Run a scenario, or compare several with the same chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformsim.errors import RunError
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.attribution.beside import sources_beside
from reformsim.experiment.compared import Comparison
from reformsim.experiment.computing.choice import choose
from reformsim.experiment.computing.simulating import How, simulated
from reformsim.experiment.plan import check_same_world
from reformsim.experiment.store.folder import comparison_files, run_files
from reformsim.experiment.store.loading import with_sources

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Simulate
    from reformsim.experiment.computing.simulating import Progress
    from reformsim.experiment.results import Run
    from reformsim.experiment.store.output import Writer
    from reformsim.measures import GivenMeasures
    from reformsim.scenario import GivenScenario, GivenYear, Scenario


def run(
    scenario: GivenScenario,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    until: GivenYear | None = None,
    measures: GivenMeasures | None = None,
    assumptions: str | None = None,
    allow_code: bool = False,
    workers: int = 1,
    cluster: str | None = None,
    out: str | Path | None = None,
    fail_fast: bool = False,
    restart: bool = False,
    command: str | None = None,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
) -> Run:
    """Simulate a scenario.

    Parameters
    ----------
    scenario
        As loaded or built, or the name of a shipped scenario or the path of a file.
    replicates, seed, until, measures
        In place of the scenario's own: numbers, the last year, and 'headline', 'report', 'all' or a list of indicators.
    assumptions
        What replicates draw beside chance, in place of the scenario's own: 'all', 'estimated' or 'fixed' (nothing).
    allow_code
        Run the Python files that a scenario file names as its plugins.
    workers, cluster
        Processes, or a dask scheduler (``tcp://host:port``) whose workers simulate; results are the same for any.
    out
        Folder for the results, kept there as they come in: after a stop the same call goes on. In memory without it.
    fail_fast, restart
        Stop at the first replicate that fails, which is told in ``failures`` else; simulate anew what ``out`` holds.
    command
        What the user typed, for the log.
    progress
        Called with (replicates done, replicates in all) after each replicate.
    simulate
        Computes one replicate; the model unless given (it must be importable for more than one worker).

    Raises
    ------
    RunError, ScenarioError, UnknownNameError
        For what cannot be simulated, if every replicate failed, or if one did and ``fail_fast`` was asked for.
    OutputError
        If the folder cannot be written or is not ours; what was there is kept.

    Examples
    --------
    >>> reformsim.run("note-2011", replicates=5).summary()  # doctest: +SKIP
    """
    asked: Any = {"replicates": replicates, "seed": seed, "until": until, "measures": measures}
    used = adjusted(scenario, assumptions=assumptions, allow_code=allow_code, **asked)
    how = How(choose(workers, cluster), _path(out), fail_fast, restart, command, progress, simulate)
    with simulated([used], used.replicates, how) as work:
        work.finish(lambda: run_files(work.runs[0]))
    return work.runs[0]


def compare(
    scenarios: Sequence[GivenScenario],
    *,
    replicates: int | None = None,
    seed: int | None = None,
    until: GivenYear | None = None,
    measures: GivenMeasures | None = None,
    assumptions: str | None = None,
    allow_code: bool = False,
    workers: int = 1,
    cluster: str | None = None,
    out: str | Path | None = None,
    fail_fast: bool = False,
    restart: bool = False,
    command: str | None = None,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
    sources: int = 0,
    also: Callable[[Comparison], Mapping[str, Writer]] | None = None,
) -> Comparison:
    """Simulate several scenarios with the same chance and the same assumptions, and pair them.

    Parameters
    ----------
    scenarios
        Two or more, each as for :func:`run`, the one to compare against first; the first one's replicates, seed,
        assumptions and measures hold for all unless others are given.
    replicates, seed, until, measures, assumptions, allow_code, workers, cluster, out, fail_fast, restart, command
        As for :func:`run`, and so are progress and simulate.
    sources
        Replicates, at most all, that tell what headline differences rest on, of 16 worlds each; 0 for none.
    also
        Gives more files for the folder, such as a report, by their names in it.

    Raises
    ------
    RunError
        As :func:`run`, and for fewer than two scenarios, two of the same name, or different territories or horizons.
    OutputError
        As :func:`run`.
    """
    from reformsim.scenario import scenario_of

    if isinstance(scenarios, str) or len(scenarios) < 2:  # a text is a sequence of letters
        given = f", in a list, not '{scenarios}'" if isinstance(scenarios, str) else ""
        raise RunError(f"a comparison needs at least two scenarios{given}")
    chosen = [scenario_of(one, allow_code) for one in scenarios]
    first, how = chosen[0], How(choose(workers, cluster), _path(out), fail_fast, restart, command, progress, simulate)
    count = first.replicates if replicates is None else replicates
    asked: dict[str, Any] = {"replicates": count, "seed": first.seed if seed is None else seed, "until": until}
    asked["measures"] = for_all(chosen, first.measures if measures is None else measures)
    asked["assumptions"] = first.assumptions if assumptions is None else assumptions
    used = [adjusted(one, **asked) for one in chosen]
    check_same_world(used)
    with simulated(used, count, how) as work:
        if work.whole and how.out is not None:
            return with_sources(Comparison(work.runs), how.out)
        result = Comparison(work.runs, sources_beside(used, min(sources, count), how))
        work.finish(lambda: {**comparison_files(result), **(also(result) if also is not None else {})})
    return result


def for_all(scenarios: Sequence[Scenario], measures: GivenMeasures) -> tuple[str, ...]:
    """Give a choice of measures that is the same for all: what the plugin of one adds to a set, the others have too."""
    from reformsim.measures import chosen
    from reformsim.measures.choice import words_of

    words, files = words_of(measures), {plugin.file for one in scenarios for plugin in one.plugins}
    return chosen(words, files) if files else words


def _path(out: str | Path | None) -> Path | None:
    return None if out is None else Path(out)
