"""``explore``: what an answer hangs on, when which scenario is better, and what to find out first."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reformsim.cli.console import progress_bar, say
from reformsim.cli.language import spoken
from reformsim.cli.running import (
    RESULTS,
    AllowCode,
    Quiet,
    Restart,
    Scheduler,
    Seed,
    Settings,
    Until,
    Workers,
    command_line,
    read,
    say_failed,
)
from reformsim.errors import RunError

if TYPE_CHECKING:
    from reformsim.experiment.explore import Exploration
    from reformsim.scenario import Scenario

Kind = Annotated[
    str, typer.Option("--design", "-d", help="lhs (ranges, rules, worth), morris (screening) or sobol (shares).")
]
Draws = Annotated[
    int | None, typer.Option("--draws", help="Draws [256], trajectories of morris [10] or base points of sobol [64].")
]
Replicates = Annotated[
    int | None,
    typer.Option("--replicates", "-n", help="Chances of each draw [1 and, of every fourth, 2; of combinations 4]."),
]
Groups = Annotated[
    str, typer.Option("--groups", help="What morris and sobol move as one: none, name (its first word) or source.")
]
Parameters = Annotated[
    str | None,
    typer.Option("--parameters", metavar="NAMES", help="What to draw: names or their first words, with commas [all]."),
]
Assumptions = Annotated[
    str, typer.Option("--assumptions", metavar="MODE", help="What to draw: all, or estimated (these alone).")
]
Indicators = Annotated[
    str | None,
    typer.Option("--indicators", metavar="NAMES", help="headline, report, all or names, with commas [headline]."),
]
Boxes = Annotated[
    bool, typer.Option("--boxes", help="Also find boxes in which one is better (PRIM; reformsim[explore]).")
]
Combinations = Annotated[
    bool, typer.Option("--combinations", help="Every combination of one scenario's levers or groups, for `page`.")
]
Apart = Annotated[
    str | None, typer.Option("--apart", metavar="IDS", help="Of combinations: levers taken out of their group.")
]
Folder = Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the results [results/NAMES-DESIGN].")]


def explore(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO", help="One, or several; the first is compared against.")
    ],
    design: Kind = "lhs",
    draws: Draws = None,
    replicates: Replicates = None,
    groups: Groups = "none",
    parameters: Parameters = None,
    assumptions: Assumptions = "all",
    indicators: Indicators = None,
    boxes: Boxes = False,
    combinations: Combinations = False,
    apart: Apart = None,
    seed: Seed = None,
    until: Until = None,
    settings: Settings = None,
    allow_code: AllowCode = False,
    out: Folder = None,
    workers: Workers = 1,
    cluster: Scheduler = None,
    restart: Restart = False,
    quiet: Quiet = False,
) -> None:
    """Draw what is uncertain, simulate every draw in every scenario, and say what the answer hangs on.

    After a stop the same command goes on where it was; when all is there, it only tells.
    """
    chosen = [read(name, settings, allow_code) for name in scenarios]
    how: dict[str, Any] = {"workers": workers, "cluster": cluster, "restart": restart}
    asked: dict[str, Any] = {"seed": seed, "until": until, "measures": indicators, "assumptions": assumptions}
    if combinations:
        from reformsim.cli.combining import combine_levers

        _refuse_mixed(design=design, draws=draws, groups=groups, parameters=parameters, boxes=boxes)
        asked |= {"replicates": replicates, "apart": _listed(apart)}
        combine_levers(chosen, asked, how, out, quiet=quiet)
        return
    if apart is not None:
        raise RunError("--apart is about combinations: name them with --combinations")
    asked |= {"design": design, "draws": draws, "replicates": 1 if replicates is None else replicates, "groups": groups}
    _explore(chosen, {**asked, "parameters": _listed(parameters)}, how, out, boxes=boxes, quiet=quiet)


def _explore(
    chosen: "list[Scenario]", asked: dict[str, Any], how: dict[str, Any], out: Path | None, *, boxes: bool, quiet: bool
) -> None:
    """Draw, simulate and tell; see :func:`reformsim.experiment.explore.explore`."""
    from reformsim.experiment.store.output import check_target

    names = "-vs-".join(s.name for s in chosen)
    folder = out or RESULTS / f"{names}-{asked['design']}"
    check_target(folder)
    from reformsim.experiment.explore import explore as carry_out
    from reformsim.experiment.explore.carrying_out import Asked, planned

    used, plan = planned(chosen, Asked(**asked))
    if not quiet:
        print(_work(len(used), plan.rows, len(plan.names)), file=sys.stderr)
    with progress_bar(names, quiet=quiet) as progress:
        result = carry_out(chosen, **asked, boxes=boxes, out=folder, progress=progress, command=command_line(), **how)
    if not quiet:
        w = spoken()
        _show(result, w.lang, boxes)
        made = {"count": w.number(result.timing.simulated), "seconds": w.number(result.timing.duration_s, 1)}
        done = w("terminal.explore.simulated", **made) if result.timing.simulated else w("terminal.where.all_draws")
        print(w("terminal.where.tables", folder=folder, made=done))
    say_failed(result.runs)


def _listed(names: str | None) -> list[str] | None:
    return None if names is None else [one.strip() for one in names.split(",")]


def _refuse_mixed(**given: Any) -> None:
    """Refuse what is about draws of assumptions alone, where combinations are asked for."""
    usual = {"design": "lhs", "groups": "none"}
    told = [f"--{name}" for name, value in given.items() if value not in (None, False, usual.get(name))]
    if told:
        raise RunError(f"{', '.join(told)} cannot go with --combinations, in which every draw counts alike")


def _work(scenarios: int, rows: int, parameters: int) -> str:
    w, all_of_it = spoken(), rows * scenarios
    of = w("terminal.explore.scenario" if scenarios == 1 else "terminal.explore.scenarios", count=scenarios)
    about = {"parameters": parameters, "scenarios": of, "all": w.number(all_of_it)}
    return w("terminal.explore.work", rows=w.number(rows), **about)


def _show(result: "Exploration", lang: str, boxes: bool) -> None:
    for line in result.summary(lang).split("\n"):
        say(line.strip(), indent=len(line) - len(line.lstrip()))
    print()
    if boxes and result.design.kind != "morris" and len(result.scenarios) > 1:
        from reformsim.experiment.explore.telling import boxes_words

        for line in boxes_words(result, lang):
            say(line)
            print()
