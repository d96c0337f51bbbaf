"""Measure the product beside its yardsticks, write the ratios, or compare with those written.

python -m benchmarks.run                     everything; writes benchmarks/results.json and docs/performance.md
python -m benchmarks.run speed startup       these parts alone; the others stay as they are in the file
python -m benchmarks.run --compare           the quick parts again, beside the file: exit code 1 if a ratio is worse
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it runs from any folder

from benchmarks import results, scale
from benchmarks.speed import speed, startup

PARTS = ("speed", "startup", "ensembles", "exploration", "scale")
QUICK = ("speed", "startup")
ENSEMBLES = ("variance", "speed", "memory", "total")


def main(words: list[str] | None = None) -> int:
    """Do what the options say; gives the exit code."""
    asked = _asked(words)
    parts = asked.parts or (QUICK if asked.compare else PARTS)
    measured = {name: _measure(name, asked) for name in PARTS if name in parts}
    if asked.compare:
        known = results.load(asked.results)
        if not known:
            print(f"expected {asked.results.name} to compare with; make bench writes it")
            return 2
        print(results.tables({name: {**part, "machine": results.machine()} for name, part in measured.items()}))
        found = results.worse(known, measured)
        print("\n".join(found) or f"no ratio is worse by more than {results.WORSE:.0%}".replace("%", " %"))
        return int(bool(found))
    if asked.no_write:
        print(json.dumps(measured, indent=2))
        return 0
    known = results.save(asked.results, measured)
    results.write_page(known, asked.page)
    print(results.tables(known))
    return 0


def _measure(name: str, asked: argparse.Namespace) -> dict[str, Any]:
    print(f"measuring {name} ...", file=sys.stderr, flush=True)
    if name == "speed":
        return speed(asked.times, asked.straight_times, 0 if asked.compare else asked.valued_times)
    if name == "startup":
        return startup(asked.times)
    if name == "exploration":
        from benchmarks.exploration import explored

        return explored(asked.draws, asked.trajectories)
    if name == "scale":
        return scale.scale(tuple(asked.sizes), asked.years)
    return _ensembles(asked)


def _ensembles(asked: argparse.Namespace) -> dict[str, float]:
    from benchmarks import ensembles

    found: dict[str, float] = {}
    for part in asked.ensembles:
        if part == "variance":
            found |= ensembles.variance(asked.replicates)
        elif part == "speed":
            found |= ensembles.speed(asked.blocks)
        elif part == "memory":
            found |= ensembles.memory(tuple(asked.memory))
        else:
            found |= ensembles.total(asked.total)
    return found


def _asked(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure [everything]")
    parser.add_argument("--compare", action="store_true", help="compare with the file instead of writing it")
    parser.add_argument("--no-write", action="store_true", help="print only")
    parser.add_argument("--results", type=Path, default=results.RESULTS, help="file of measurements")
    parser.add_argument("--page", type=Path, default=results.PAGE, help="page with the table")
    parser.add_argument("--times", type=int, default=20, help="runs of which the median counts [20]")
    parser.add_argument("--straight-times", type=int, default=3, help="the same for straight Mesa, which is slow [3]")
    parser.add_argument("--valued-times", type=int, default=1, help="with every coalition valued: slower still [1]")
    parser.add_argument("--sizes", type=int, nargs="+", default=scale.SIZES, help="sizes of the synthetic maps")
    parser.add_argument("--years", type=int, default=scale.YEARS, help="years of runs on synthetic maps [20]")
    parser.add_argument("--ensembles", nargs="+", choices=ENSEMBLES, default=ENSEMBLES, help="parts of ensembles")
    parser.add_argument("--replicates", type=int, default=200, help="for the variance of differences [200]")
    parser.add_argument("--blocks", type=int, default=6, help="blocks of runs for the speed of ensembles [6]")
    parser.add_argument("--memory", type=int, nargs="+", default=(100, 10_000), help="replicates for peak memory")
    parser.add_argument("--total", type=int, default=1000, help="replicates of the long runs [1000]")
    parser.add_argument("--draws", type=int, default=256, help="draws of an exploration [256]")
    parser.add_argument("--trajectories", type=int, default=10, help="trajectories of its screening [10]")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
