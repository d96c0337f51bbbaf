"""What running many replicates costs and gains: pairing, workers, overhead, memory.

Timed things are measured alternately in one process, so that a machine that slows down slows both. The numbers of the
real model are used everywhere; only for memory, and for the time that keeping a replicate takes, records of the real
model are given again and again, since what is asked there is what the ensemble does, not what the model does.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import psutil

from benchmarks import plain_mesa
from benchmarks.scale import peak_mb
from reformsim import compare, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.computing.executors import Simulate
from reformsim.experiment.replicate import simulate
from reformsim.experiment.tabled import describe
from reformsim.history import Record
from reformsim.scenario import Scenario, load_scenario
from reformsim.territory import load_territory

BLOCKS, PER_BLOCK = 6, 10


def variance(replicates: int = 200) -> dict[str, float]:
    """Variance of the difference between the two scenarios, with common chance and with independent seeds.

    Returns the median over headline indicators of the ratio between the two, and the share that is at most half.
    """
    base, note = load_scenario("baseline-2011"), load_scenario("note-2011")
    paired = compare([base, note], replicates=replicates, workers=2, assumptions="fixed")
    other = run(adjusted(note, seed=note.seed + 1), replicates=replicates, workers=2, assumptions="fixed")
    about = describe(other.indicators)
    together = paired.difference("note-2011")[:, -1].var(axis=0, ddof=1)
    apart = (other.values - paired.runs[0].values)[:, -1].var(axis=0, ddof=1)
    print(f"variance of note-2011 against baseline-2011 in {other.years[-1]}, {replicates} replicates")
    print(f"{'':<32}{'common chance':>15}{'independent':>15}{'ratio':>8}")
    ratios = []
    for at in np.flatnonzero(about["headline"].to_numpy()):
        if apart[at] == 0:
            print(f"{about['indicator'][at]:<32}{together[at]:>15.4g}{apart[at]:>15.4g}       -")
            continue
        ratios.append(together[at] / apart[at])
        told = "" if ratios[-1] <= 0.5 else "  missed"
        print(f"{about['indicator'][at]:<32}{together[at]:>15.4g}{apart[at]:>15.4g}{ratios[-1]:>8.2f}{told}")
    met = sum(ratio <= 0.5 for ratio in ratios)
    print(f"at most half (the aim): {met} of {len(ratios)}; median ratio {statistics.median(ratios):.2f}\n")
    return {"paired_variance_median": statistics.median(ratios), "paired_variance_met": met / len(ratios)}


def speed(blocks: int = BLOCKS, per_block: int = PER_BLOCK) -> dict[str, float]:
    """Replicates per second with one and with two workers, and what the ensemble adds to a bare loop."""
    scenario = load_scenario("baseline-2011")
    simulate(scenario, 0)
    # Starting workers and drawing figures are paid once in an ensemble, so both are timed over many replicates.
    few, many = 2 * per_block, 8 * per_block
    bare: list[float] = []
    taken: dict[tuple[int, int], list[float]] = {(workers, n): [] for workers in (1, 2) for n in (few, many)}
    for block in range(blocks):
        bare.append(_seconds(lambda: [simulate(scenario, r) for r in range(per_block)]) / per_block)
        if block % 3 == 0:
            for (workers, n), times in taken.items():
                times.append(_seconds(lambda workers=workers, n=n: _kept(scenario, n, workers)))  # type: ignore[misc]
    loop = statistics.median(bare)
    median = {asked: statistics.median(times) for asked, times in taken.items()}
    alone, shared = median[1, many] / many, median[2, many] / many
    further = (median[1, many] - median[1, few]) / (median[2, many] - median[2, few]) / 2
    overhead = _keeping(scenario) / loop
    print(f"replicates per second, {scenario.name} to {scenario.horizon.end}, medians; {many} replicates with workers")
    print(f"bare loop {1 / loop:.2f}, one worker {1 / alone:.2f}, two workers {1 / shared:.2f}")
    print(f"overhead per run over a bare loop, without the final tables and figures: {overhead:.1%} (aim 5 %)")
    print(f"parallel efficiency at 2: {alone / shared / 2:.2f} (aim 0.85); of further replicates {further:.2f}\n")
    return {
        "runs_per_second": 1 / loop,
        "runs_per_second_one_worker": 1 / alone,
        "runs_per_second_two_workers": 1 / shared,
        "overhead": overhead,
        "efficiency_two_workers": alone / shared / 2,
        "efficiency_further": further,
    }


def _keeping(scenario: Scenario) -> float:
    """Seconds that an ensemble adds to each replicate: records given again, so that nothing else is timed."""
    _records(scenario.name)
    slopes = []
    for _ in range(5):
        few, many = (_seconds(lambda n=count: _kept(scenario, n, 1, again)) for count in (50, 250))  # type: ignore[misc]
        slopes.append((many - few) / 200)
    return statistics.median(slopes)


def memory(counts: tuple[int, ...] = (100, 10_000)) -> dict[str, float]:
    """Peak memory, in MB, of a comparison kept on disk, at 100 and at 10,000 replicates."""
    peaks = {}
    print("peak memory of a comparison of two scenarios kept on disk (records of the real model given again)")
    for replicates in counts:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_peak, args=(replicates, theirs))
        process.start()
        peak, seconds = ours.recv()
        process.join()
        print(f"{replicates:>6} replicates: {peak:,.0f} MB, {seconds:.0f} s")
        peaks[f"peak_mb_{replicates}"] = peak
    print()
    return peaks


def _peak(replicates: int, answer: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scenarios = [load_scenario(name) for name in ("baseline-2011", "note-2011")]
        began = time.perf_counter()
        compare(scenarios, replicates=replicates, out=Path(folder) / "r", simulate=again)
        seconds = time.perf_counter() - began
    answer.send((peak_mb(), seconds))  # type: ignore[attr-defined]


def again(scenario: Scenario, replicate: int) -> Record:
    """Give one of five records of the real model as that of any replicate."""
    return replace(_records(scenario.name)[replicate % 5], replicate=replicate)


@lru_cache(maxsize=2)
def _records(name: str) -> tuple[Record, ...]:
    return tuple(simulate(load_scenario(name), number) for number in range(5))


def worker(counts: tuple[int, ...] = (100, 10_000), until: int = 2012) -> dict[str, float]:
    """Memory, in MB, that a worker process holds after so many replicates of note-2011 to an early year."""
    scenario = adjusted(load_scenario("note-2011"), until=until)
    held: dict[int, float] = {}

    def look(done: int, _: int) -> None:
        if done in counts:
            workers = psutil.Process().children(recursive=True)
            # The fork server, which every worker is a fork of, holds least.
            held[done] = max(one.memory_info().rss for one in workers) / 1e6
            print(f"{done:>6} replicates of {scenario.name} to {until}: {held[done]:,.0f} MB in the largest worker")

    with tempfile.TemporaryDirectory() as folder:
        run(scenario, replicates=max(counts), workers=2, out=Path(folder) / "r", progress=look)
    return {f"worker_mb_{count}": found for count, found in held.items()}


def total(replicates: int = 1000) -> dict[str, float]:
    """Seconds of a thousand replicates with two workers, from the call to the last figure.

    Of the note alone, also beside plain Mesa (a) doing as many years one after the other, and of both scenarios.
    """
    baseline, note = (load_scenario(name) for name in ("baseline-2011", "note-2011"))
    territory, years = load_territory(note.territory), len(note.horizon.years)
    plain = statistics.median(_seconds(partial(plain_mesa.run_plain, n, territory)) for n in range(20))
    alone = _seconds(lambda: _kept(note, replicates, 2))
    ratio = alone / (plain * replicates * years / plain_mesa.YEARS)
    print(f"{replicates:,} replicates of {note.name}, 2 workers: {alone:.0f} s, {ratio:.2f} times plain Mesa\n")
    with tempfile.TemporaryDirectory() as folder:
        both = _seconds(lambda: compare([baseline, note], replicates=replicates, workers=2, out=Path(folder) / "r"))
    print(f"{replicates:,} replicates x 2 scenarios, 2 workers: {both:.0f} s\n")
    return {
        "total_replicates": float(replicates),
        "note_seconds": alone,
        "note_to_plain_mesa": ratio,
        "pair_seconds": both,
    }


def _kept(scenario: Scenario, replicates: int, workers: int, model: Simulate = simulate) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run(scenario, replicates=replicates, workers=workers, out=Path(folder) / "r", simulate=model)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Measure what is asked for, or everything."""
    parts: dict[str, Callable[[], dict[str, float]]] = {
        "variance": variance,
        "speed": speed,
        "memory": memory,
        "worker": worker,
        "total": total,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*parts, []], help="what to measure [everything]")
    chosen = parser.parse_args().parts or parts
    for name in itertools.chain(chosen):
        parts[name]()


if __name__ == "__main__":
    main()
