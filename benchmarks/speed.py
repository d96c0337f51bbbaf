"""One run beside the yardsticks, in one process and by turns: a machine that slows down slows all of them.

Counted is the time that this process has of a processor, which others on the machine hardly lengthen.
"""

from __future__ import annotations

import gc
import importlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import plain_mesa
from benchmarks.straight_mesa import StraightModel, quiet
from reformsim.behaviour.mechanisms import load_mechanisms
from reformsim.experiment.replicate import simulate
from reformsim.history import History
from reformsim.measures import HEADLINES, measured
from reformsim.model import ReformModel
from reformsim.model import simulate as history_of
from reformsim.scenario import Scenario, load_scenario
from reformsim.territory import load_territory

TERRITORY, BASELINE, REFORM = "netherlands-2011", "baseline-2011", "note-2011"


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds that a call takes of this process, by the clock given; rubbish of earlier calls is cleared away first."""
    gc.collect()
    began = clock()
    work()
    return clock() - began


def with_new_weights(scenario: Scenario, number: int) -> Scenario:
    """The scenario with weights that no run before had, so that all that rests on them is worked out anew."""
    weights = {"merger.finance": 0.4 + 0.001 * (number + 1)}
    return scenario.model_copy(update={"behaviour": {**scenario.behaviour, **weights}})


def speed(times: int, straight_times: int, valued_times: int = 0) -> dict[str, Any]:
    """Time the product and the yardsticks by turns; importing and reading files are left out of all.

    Parameters
    ----------
    times
        Runs of each, of which the median counts.
    straight_times
        Runs of the straight implementation, which is slow: spread evenly among the others.
    valued_times
        The same for its variant that values every coalition on the table every year, which is slower still.

    Returns
    -------
    dict
        ``times``, ``medians`` in seconds and ``ratios``; (b) is left out where AgentPy is not installed.
    """
    territory, baseline, reform = load_territory(TERRITORY), load_scenario(BASELINE), load_scenario(REFORM)
    acting = reform.model_copy(update={"mechanisms": dict.fromkeys(load_mechanisms(), True)})
    left: dict[str, History] = {}

    def run(scenario: Scenario, number: int) -> None:
        left[scenario.name] = history_of(scenario, number)

    # Of a run's history the run itself, and measuring it, by turns too: each measures what the run before it left.
    works: dict[str, Callable[[int], object]] = {
        "plain_mesa": lambda n: plain_mesa.run_plain(n, territory),
        "product": lambda n: simulate(baseline, n),
        "product_note": lambda n: simulate(reform, n),
        "product_acting": lambda n: simulate(acting, n),
        "construction": lambda n: ReformModel(baseline, n),
        "run": lambda n: run(baseline, n),
        "run_note": lambda n: run(reform, n),
        "headlines": lambda n: measured(left[BASELINE], HEADLINES),
        "headlines_note": lambda n: measured(left[REFORM], HEADLINES),
        "all_measures": lambda n: measured(left[BASELINE]),
        "all_measures_note": lambda n: measured(left[REFORM]),
        "new_weights": lambda n: history_of(with_new_weights(baseline, n), n),
    }
    if (agentpy := _agentpy()) is not None:
        works["plain_agentpy"] = lambda n: agentpy.run_plain(n, territory)
    for work in works.values():
        work(times)  # Once for what a process computes only once.
    taken: dict[str, list[float]] = {
        name: [] for name in (*works, "straight_mesa", "straight_construction", "straight_valued")
    }
    turns, valued = (_spread(count, times) for count in (straight_times, valued_times))
    for number in range(times):
        for name, work in works.items():
            taken[name].append(seconds(lambda work=work, number=number: work(number)))  # type: ignore[misc]
        if number in turns:
            for name, part in zip(("straight_construction", "straight_mesa"), _straight(number), strict=True):
                taken[name].append(part)
        if number in valued:
            taken["straight_valued"].append(_straight(number, draws_first=False)[1])
    medians = {name: statistics.median(one) for name, one in taken.items() if one}
    ratios = {
        "product / plain Mesa (d/a)": ("product", "plain_mesa"),
        "product / AgentPy (d/b)": ("product", "plain_agentpy"),
        "product / straight Mesa (d/c)": ("product", "straight_mesa"),
        "note-2011 / plain Mesa": ("product_note", "plain_mesa"),
        "every mechanism on / off, note-2011": ("product_acting", "product_note"),
        "run alone / plain Mesa": ("run", "plain_mesa"),
        "run alone / plain Mesa, note-2011": ("run_note", "plain_mesa"),
        "measuring headlines / run": ("headlines", "run"),
        "measuring headlines / run, note-2011": ("headlines_note", "run_note"),
        "measuring everything / run": ("all_measures", "run"),
        "measuring everything / run, note-2011": ("all_measures_note", "run_note"),
        "first run with new weights / further run": ("new_weights", "run"),
        "construction / product": ("construction", "product"),
        "product / straight Mesa, steps alone": ("product", "straight_steps"),
        "product / straight Mesa, every coalition valued": ("product", "straight_valued"),
    }
    if "straight_mesa" in medians:
        medians["straight_steps"] = medians["straight_mesa"] - medians["straight_construction"]
    known = {name: medians[a] / medians[b] for name, (a, b) in ratios.items() if a in medians and b in medians}
    counts = {"straight_times": len(taken["straight_mesa"]), "valued_times": len(taken["straight_valued"])}
    return {"times": times, **counts, "medians": medians, "ratios": known}


def _spread(count: int, times: int) -> set[int]:
    """Turns out of ``times`` in which something is done that is done ``count`` times."""
    count = min(count, times)
    return {number * times // count for number in range(count)}


def _straight(replicate: int, *, draws_first: bool = True) -> tuple[float, float]:
    """Seconds of the construction and of the whole run of the straight implementation."""
    gc.collect()
    began = time.process_time()
    model = StraightModel(quiet(load_scenario(BASELINE)), replicate, draws_first=draws_first)
    built = time.process_time()
    model.run()
    return built - began, time.process_time() - began


def _agentpy() -> Any:
    try:
        return importlib.import_module("benchmarks.plain_agentpy")
    except ModuleNotFoundError as error:
        if error.name != "agentpy":
            raise
        print("AgentPy is not installed here: (b) is left out (make bench has it)")
        return None


def startup(times: int) -> dict[str, Any]:
    """Time commands that should start at once, beside the interpreter's own start.

    Returns
    -------
    dict
        ``times``, ``medians`` in seconds and ``beyond``: seconds beyond ``python -c pass``; ``ratios`` to it.
    """
    command = Path(sys.executable).with_name("reformsim")
    reformsim = [str(command)] if command.exists() else [sys.executable, "-m", "reformsim"]
    works = {
        "interpreter": [sys.executable, "-c", "pass"],
        "reformsim --help": [*reformsim, "--help"],
        f"reformsim check {REFORM}": [*reformsim, "check", REFORM],
    }
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(times):
        for name, words in works.items():
            start = partial(subprocess.run, words, check=True, capture_output=True)
            taken[name].append(seconds(start, time.perf_counter))
    medians = {name: statistics.median(one) for name, one in taken.items()}
    own = medians.pop("interpreter")
    return {
        "times": times,
        "medians": {"interpreter": own, **medians},
        "beyond": {name: median - own for name, median in medians.items()},
        "ratios": {f"{name} / interpreter": median / own for name, median in medians.items()},
    }
