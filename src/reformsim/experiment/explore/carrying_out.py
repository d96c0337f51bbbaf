"""The whole way of an exploration: draw, simulate, write; and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.computing.choice import choose
from reformsim.experiment.computing.simulating import How, simulated
from reformsim.experiment.explore.boxes import need_library
from reformsim.experiment.explore.design import DRAWS, LHS, Design, grouped, laid, rows_of
from reformsim.experiment.explore.result import Exploration
from reformsim.experiment.explore.files import exploration_files, read_draws
from reformsim.experiment.explore.unknowns import Drawn, factors_of, source_of, unknowns
from reformsim.experiment.plan import check_same_world
from reformsim.experiment.runner import for_all
from reformsim.experiment.store.checked import ANEW
from reformsim.experiment.store.loading import read_runs

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Simulate
    from reformsim.experiment.computing.simulating import Progress
    from reformsim.measures import GivenMeasures
    from reformsim.scenario import GivenScenario, GivenYear, Scenario

MEASURED = "headline"
"""Measured unless something else is asked for: every measure is told of in every table."""


def explore(
    scenarios: GivenScenario | Sequence[GivenScenario],
    *,
    design: str = LHS,
    draws: int | None = None,
    replicates: int = 1,
    groups: str = "none",
    parameters: Iterable[str] | None = None,
    assumptions: str = "all",
    seed: int | None = None,
    until: GivenYear | None = None,
    measures: GivenMeasures | None = None,
    allow_code: bool = False,
    workers: int = 1,
    cluster: str | None = None,
    out: str | Path | None = None,
    boxes: bool = False,
    fail_fast: bool = False,
    restart: bool = False,
    command: str | None = None,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
) -> Exploration:
    """Draw what is uncertain, simulate every draw in every scenario, and tell what the outcomes hang on.

    Parameters
    ----------
    scenarios
        One, or several of which the first is compared against; each as for :func:`reformsim.run`.
    design
        'lhs': a sample, for ranges, rules, regret and the worth of knowing; 'morris': screening of many parameters;
        'sobol': shares of the variance of few parameters or groups. Chance is a factor beside them.
    draws
        Draws (lhs), trajectories (morris) or base points (sobol, a power of two); 256, 10 or 64 unless given.
    replicates
        How often each draw of lhs is simulated, with other chance each time; with 1 every fourth draw a second time.
    groups
        What morris and sobol move as one: 'none' (each parameter by itself), 'name' (by first word) or 'source' (what
        is estimated, assumed, put in).
    parameters
        Names, or first words of names, to draw; the others stay at the middle of their distribution. All unless given.
    assumptions
        'all' or 'estimated': what is drawn.
    boxes
        Also look for boxes (PRIM) for the files; needs ``reformsim[explore]``.
    seed, until, measures, allow_code, workers, cluster, out, fail_fast, restart, command, progress, simulate
        As for :func:`reformsim.run`, but that the headline measures alone are measured unless others are named.

    Raises
    ------
    RunError, ScenarioError, UnknownNameError
        If there is nothing to draw, or the arguments cannot be or do not go together.
    OutputError
        If the folder cannot be written or is not ours; what was there before is kept.

    Examples
    --------
    >>> reformsim.explore(["baseline-2011", "note-2011"]).tornado("administrators_total")  # doctest: +SKIP
    """
    used, factors = planned(
        scenarios,
        design=design,
        draws=draws,
        replicates=replicates,
        groups=groups,
        parameters=parameters,
        assumptions=assumptions,
        seed=seed,
        until=until,
        measures=measures,
        allow_code=allow_code,
    )
    if boxes:
        need_library()
    folder = None if out is None else Path(out)
    how = How(choose(workers, cluster), folder, fail_fast, restart, command, progress, simulate, factors)
    with simulated(used, factors.factors.design.rows, how) as work:
        result = Exploration(work.runs, factors.factors, work.runs[0].years[-1])
        work.finish(lambda: exploration_files(result, boxes=boxes))
    return result


def planned(
    scenarios: GivenScenario | Sequence[GivenScenario],
    *,
    design: str,
    draws: int | None,
    replicates: int,
    groups: str,
    parameters: Iterable[str] | None,
    assumptions: str,
    seed: int | None,
    until: GivenYear | None,
    measures: GivenMeasures | None,
    allow_code: bool,
) -> tuple[list[Scenario], Drawn]:
    """Give what :func:`explore` would simulate with these arguments: scenarios, and what is drawn."""
    if assumptions not in ("all", "estimated"):
        raise UnknownNameError("what to draw", assumptions, ("all", "estimated"))
    chosen = _adjusted(scenarios, assumptions, seed, until, measures, allow_code)
    names = unknowns(chosen, parameters)
    known = DRAWS.get(design, 1) if draws is None else draws
    if groups != "none" and design == LHS:
        raise RunError("groups are moved as one by morris and sobol; lhs draws every parameter by itself")
    by = grouped(names, [source_of(name) for name in names], groups)
    whole = Design(design, names, known, chosen[0].seed, replicates, by)
    used = [one.model_copy(update={"replicates": whole.rows}) for one in chosen]
    return used, Drawn(factors_of(whole, rows_of(whole), used))


def _adjusted(
    scenarios: GivenScenario | Sequence[GivenScenario],
    assumptions: str,
    seed: int | None,
    until: GivenYear | None,
    measures: GivenMeasures | None,
    allow_code: bool,
) -> list[Scenario]:
    from reformsim.scenario import Scenario, scenario_of

    given = [scenarios] if isinstance(scenarios, Scenario | str | Path) else list(scenarios)
    if not given:
        raise RunError("an exploration needs a scenario")
    loaded = [scenario_of(one, allow_code) for one in given]
    named = loaded[0].seed if seed is None else seed
    asked = for_all(loaded, MEASURED if measures is None else measures)
    used = [adjusted(one, seed=named, until=until, measures=asked) for one in loaded]
    check_same_world(used)
    return [one.model_copy(update={"assumptions": assumptions}) for one in used]


def exploration(folder: str | Path, *, allow_code: bool = False) -> Exploration:
    """Read a folder of an exploration, finished or not; of unfinished work the draws that are done in every scenario.

    Parameters
    ----------
    folder
        As ``reformsim explore`` wrote it, or ``out=`` in Python.
    allow_code
        As for :func:`reformsim.load_results`.

    Raises
    ------
    OutputError
        If it is no folder of ours, or if a file of it is missing or is not as it was written.
    RunError
        If it holds no exploration, or no draw is finished.

    Examples
    --------
    >>> reformsim.exploration("results/baseline-2011-vs-note-2011-lhs").summary()  # doctest: +SKIP
    """
    place, manifest, runs = read_runs(Path(folder), allow_code)
    said = manifest["identity"].get("design")
    if said is None:
        raise RunError(f"{place} holds no exploration; reformsim.load_results('{place}') reads it")
    design = Design(
        said["kind"],
        tuple(said["parameters"]),
        said["draws"],
        manifest["identity"]["seed"],
        said["replicates"],
        tuple(said["groups"]),
    )
    scenarios = [run.scenario for run in runs]
    if manifest["finished"]:
        moved, values = read_draws(place, design)
        factors = factors_of(design, laid(moved, design), scenarios, values)
    else:
        factors = factors_of(design, rows_of(design), scenarios)
    if factors.digest != said["digest"]:
        raise OutputError(f"the draws of {place} are not those that it was made with; {ANEW}")
    return Exploration(runs, factors, runs[0].years[-1])
