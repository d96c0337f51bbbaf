"""The whole way of an exploration: draw, simulate, write; and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from reformsim.errors import OutputError, RunError
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.computing.choice import choose
from reformsim.experiment.computing.simulating import How, simulated
from reformsim.experiment.explore.boxes import need_library
from reformsim.experiment.explore.design import DRAWS, LHS, Design, grouped, laid, rows_of
from reformsim.experiment.explore.files import exploration_files, read_design
from reformsim.experiment.explore.result import Exploration
from reformsim.experiment.explore.unknowns import Points, as_drawn, source_of, unknowns
from reformsim.experiment.plan import check_same_world
from reformsim.experiment.runner import for_all
from reformsim.experiment.store.checked import ANEW
from reformsim.experiment.store.loading import explored, read_runs

if TYPE_CHECKING:
    from typing import Unpack

    from reformsim.experiment.computing.executors import Simulate
    from reformsim.experiment.computing.simulating import Progress
    from reformsim.measures import GivenMeasures
    from reformsim.scenario import GivenScenario, GivenYear, Scenario

MEASURED = "headline"
"""Measured unless something else is asked for: every measure is told of in every table."""


@dataclass(frozen=True)
class Asked:
    """What is to be drawn and measured; see :func:`explore`."""

    design: str = LHS
    draws: int | None = None
    replicates: int = 1
    groups: str = "none"
    parameters: Iterable[str] | None = None
    assumptions: str = "all"
    seed: int | None = None
    until: GivenYear | None = None
    measures: GivenMeasures | None = None
    allow_code: bool = False


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
    boxes: bool = False,
    **how: Unpack[Carried],
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
        What morris and sobol move as one: 'none' (each parameter alone), 'name' (by first word) or 'source'.
    parameters
        Names, or first words of names, to draw; the others stay in the middle of their distribution. All unless given.
    assumptions
        'all' or 'estimated': what is drawn.
    boxes
        Also look for boxes (PRIM) for the files; needs ``reformsim[explore]``.
    seed, until, measures, allow_code, how
        As for :func:`reformsim.run`, but that the headline measures alone are measured unless others are named.

    Raises
    ------
    RunError, ScenarioError, UnknownNameError
        If there is nothing to draw, or the arguments cannot be or do not go together.
    OutputError
        If the folder cannot be written or is not ours; what was there before is kept.
    """
    asked = (design, draws, replicates, groups, parameters, assumptions, seed, until, measures, allow_code)
    used, plan = planned(scenarios, Asked(*asked))
    if boxes:
        need_library()
    with simulated(used, plan.rows, _how(how, plan)) as work:
        result = Exploration.made(work.runs, plan, rows_of(plan))
        work.finish(lambda: exploration_files(result, boxes=boxes))
    return result


class Carried(TypedDict, total=False):
    """How an exploration is carried out; see :func:`reformsim.run`."""

    workers: int
    cluster: str | None
    out: str | Path | None
    fail_fast: bool
    restart: bool
    command: str | None
    progress: Progress | None
    simulate: Simulate | None


def _how(said: Carried, design: Design) -> How:
    out = said.get("out")
    return How(
        choose(said.get("workers", 1), said.get("cluster")),
        None if out is None else Path(out),
        fail_fast=said.get("fail_fast", False),
        restart=said.get("restart", False),
        command=said.get("command"),
        progress=said.get("progress"),
        simulate=said.get("simulate"),
        draws=Points(design),
    )


def planned(scenarios: GivenScenario | Sequence[GivenScenario], asked: Asked) -> tuple[list[Scenario], Design]:
    """Give what :func:`explore` would simulate: the scenarios, and the design of their draws."""
    if asked.groups != "none" and asked.design == LHS:
        raise RunError("groups are moved as one by morris and sobol; lhs draws every parameter by itself")
    chosen = _adjusted(scenarios, asked)
    names = unknowns(chosen, asked.parameters)
    draws = DRAWS.get(asked.design, 1) if asked.draws is None else asked.draws
    groups = grouped(names, [source_of(name) for name in names], asked.groups)
    design = Design(asked.design, names, draws, chosen[0].seed, asked.replicates, groups)
    return [one.model_copy(update={"replicates": design.rows}) for one in chosen], design


def _adjusted(scenarios: GivenScenario | Sequence[GivenScenario], asked: Asked) -> list[Scenario]:
    from reformsim.scenario import Scenario, scenario_of

    given = [scenarios] if isinstance(scenarios, Scenario | str | Path) else list(scenarios)
    if not given:
        raise RunError("an exploration needs a scenario")
    loaded = [scenario_of(one, asked.allow_code) for one in given]
    seed = loaded[0].seed if asked.seed is None else asked.seed
    measures = for_all(loaded, MEASURED if asked.measures is None else asked.measures)
    change: dict[str, Any] = {"seed": seed, "until": asked.until, "assumptions": asked.assumptions}
    used = [adjusted(one, measures=measures, **change) for one in loaded]
    check_same_world(used)
    return used


def exploration(folder: str | Path, *, allow_code: bool = False) -> Exploration:
    """Read a folder as an exploration, finished or not; of unfinished work the draws that are done in every scenario.

    Parameters
    ----------
    folder
        As ``reformsim explore`` wrote it; or ``run`` or ``compare``, of which the draws are told that they have anyway.
    allow_code
        As for :func:`reformsim.load_results`.

    Raises
    ------
    OutputError
        If it is no folder of ours, or if a file of it is missing or is not as it was written.
    RunError
        If nothing was drawn, or not as this version draws, or no draw is finished.

    Examples
    --------
    >>> reformsim.exploration("results/baseline-2011-vs-note-2011-lhs").summary()  # doctest: +SKIP
    """
    place, manifest, runs = read_runs(Path(folder), allow_code)
    said = explored(manifest)
    if said is None:
        return Exploration.made(runs, *as_drawn(runs))
    names, groups = tuple(said["parameters"]), tuple(said["groups"])
    design = Design(said["kind"], names, said["draws"], manifest["identity"]["seed"], said["replicates"], groups)
    rows = laid(read_design(place, design), design) if manifest["finished"] else rows_of(design)
    if rows.digest != said["digest"]:
        raise OutputError(f"the draws of {place} are not those that it was made with; {ANEW}")
    return Exploration.made([replace(run, draws=Points(design)) for run in runs], design, rows)
