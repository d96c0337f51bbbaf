"""What an exploration costs: draws of two scenarios, screening of all weights, the tables made of them, memory.

Each is timed in a process of its own, from the call to the last table in the folder, on two workers.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.ensembles import again
from benchmarks.scale import peak_mb
from reformsim import exploration, explore

PAIR = ("baseline-2011", "note-2011")
WORKERS = 2


def explored(draws: int = 256, trajectories: int = 10, memory: tuple[int, ...] = (64, 512)) -> dict[str, float]:
    """Measure explorations of the note beside the run without reforms, to 2030.

    Parameters
    ----------
    draws
        Of the Latin hypercube.
    trajectories
        Of Morris' screening of all weights.
    memory
        Draws for the peak memory, with records of the real model given again.
    """
    found: dict[str, float] = {"draws": float(draws), "trajectories": float(trajectories)}
    for name, asked in (("lhs", {"draws": draws}), ("morris", {"design": "morris", "draws": trajectories})):
        seconds, telling, runs, peak = _apart(_timed, asked)
        found |= {f"{name}_seconds": seconds, f"{name}_runs": runs, f"{name}_peak_mb": peak}
        print(f"{name}: {runs:,.0f} runs and their tables {seconds:,.0f} s, told again {telling:.1f} s, {peak:,.0f} MB")
        if name == "lhs":
            found["telling_seconds"] = telling
    for count in memory:
        (found[f"peak_mb_{count}"],) = _apart(_held, {"draws": count})
        print(f"{count:>6} draws, records given again: {found[f'peak_mb_{count}']:,.0f} MB")
    return found


def _timed(asked: dict[str, Any]) -> tuple[float, float, float, float]:
    """Seconds to explore, seconds to read the folder back and tell of it, simulations, peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        out, began = Path(folder) / "r", time.perf_counter()
        result = explore(PAIR, **asked, workers=WORKERS, out=out)
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        exploration(out).summary()
        return seconds, time.perf_counter() - began, float(result.timing.simulated), peak_mb()


def _held(asked: dict[str, Any]) -> tuple[float]:
    with tempfile.TemporaryDirectory() as folder:
        explore(PAIR, **asked, out=Path(folder) / "r", simulate=again, measures="report")
        return (peak_mb(),)


def _apart(work: Callable[[dict[str, Any]], tuple[float, ...]], asked: dict[str, Any]) -> tuple[float, ...]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(work, asked, theirs))
    process.start()
    found: tuple[float, ...] = ours.recv()
    process.join()
    return found


def _answer(work: Callable[[dict[str, Any]], tuple[float, ...]], asked: dict[str, Any], answer: Connection) -> None:
    answer.send(work(asked))


if __name__ == "__main__":
    explored()
