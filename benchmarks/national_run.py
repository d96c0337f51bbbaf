"""Time of one national run with all indicators, as a ratio to plain Mesa code in the same process.

Both are timed alternately, so that a machine that slows down slows both; the medians of 20 are compared.
Loading files and importing are left out of both: in an ensemble they are paid once.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # so that it runs from any folder

from plain_mesa import YEARS, run_plain

from reformsim.model import simulate
from reformsim.scenario import load_scenario
from reformsim.territory import load_territory

TIMES = 20


def timed(work: Callable[[int], object], number: int) -> float:
    """Seconds that one call takes."""
    began = time.perf_counter()
    work(number)
    return time.perf_counter() - began


def main(name: str = "baseline-2011") -> None:
    """Print both medians and their ratio."""
    territory = load_territory("netherlands-2011")
    scenario = load_scenario(name)
    simulate(scenario, 0)
    run_plain(0, territory)
    ours, plain = [], []
    for number in range(TIMES):
        plain.append(timed(lambda n: run_plain(n, territory), number))
        ours.append(timed(lambda n: simulate(scenario, n), number))
    own, other = 1000 * statistics.median(ours), 1000 * statistics.median(plain)
    years = f"{scenario.horizon.start}-{scenario.horizon.end}"
    print(f"reformsim {name}, {years} with all indicators, median of {TIMES}: {own:.1f} ms")
    print(f"plain Mesa, {YEARS} years, median of {TIMES}: {other:.1f} ms")
    print(f"ratio {own / other:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
