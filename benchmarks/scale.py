"""Time and memory of a run on synthetic territories of growing size, each in a process of its own."""

from __future__ import annotations

import gc
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from reformsim.model import ReformModel
from reformsim.scenario import Scenario
from reformsim.scenario.schema import Horizon
from reformsim.territory import synthetic_territory

SIZES = (418, 2_000, 10_000, 35_000)
YEARS = 20
ROOT = Path(__file__).resolve().parents[1]


def scale(sizes: tuple[int, ...] = SIZES, years: int = YEARS) -> dict[str, Any]:
    """Measure every size in a fresh process.

    Returns
    -------
    dict
        ``years``; ``sizes``: seconds of a first run (``cold``, candidate coalitions found) and of a second one
        (``warm``), peak memory in MB, and both per municipality-year; ``slopes``: log-log over the sizes.
    """
    found: dict[str, dict[str, float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            # Making the map is no part of a run: it has a process too, so that its memory is not counted.
            _process("make", size, folder)
            found[str(size)] = _process("run", years, folder)
        one = found[str(size)]
        for what in ("cold_seconds", "warm_seconds", "peak_mb"):
            one[f"{what}_per_municipality_year"] = one[what] / (size * years)
        told = f"{one['cold_seconds']:.1f} s cold, {one['warm_seconds']:.1f} s warm, {one['peak_mb']:,.0f} MB"
        print(f"{size:>6} municipalities, {years} years: {told}", flush=True)
    slopes = (
        {what: slope(found, what) for what in ("cold_seconds", "warm_seconds", "peak_mb")} if len(found) > 1 else {}
    )
    return {"years": years, "sizes": found, "slopes": slopes}


def slope(found: dict[str, dict[str, float]], what: str) -> float:
    """Least-squares slope of the logarithm of a measure on that of the size."""
    points = [(math.log(int(size)), math.log(one[what])) for size, one in found.items()]
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    result: float = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return result


def _process(*words: object) -> Any:
    command = [sys.executable, "-m", "benchmarks.scale", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def _run(years: int, folder: str) -> dict[str, float]:
    """Seconds of two runs on the territory in a folder, and the peak memory of this process."""
    horizon = Horizon(start=2011, end=2010 + years)
    scenario = Scenario(name="scale", territory=str(Path(folder) / "map"), horizon=horizon)
    taken = []
    for replicate in range(2):
        gc.collect()  # What a run leaves is freed before the next, as in an ensemble.
        began = time.perf_counter()
        ReformModel(scenario, replicate).run()
        taken.append(time.perf_counter() - began)
    return {"cold_seconds": taken[0], "warm_seconds": taken[1], "peak_mb": peak_mb()}


def peak_mb() -> float:
    """Most memory this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux hands ``ru_maxrss`` on from the process that started this one; VmHWM begins anew.
        told = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
        return int(told.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(part: str, number: str, folder: str) -> None:
    """Do one part in this process and print what came out as JSON."""
    if part == "make":
        synthetic_territory(int(number), 1, Path(folder) / "map")
        print("null")
    else:
        print(json.dumps(_run(int(number), folder)))


if __name__ == "__main__":
    main(*sys.argv[1:4])
