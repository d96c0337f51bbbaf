"""Print what became of the seats of municipalities that merged: how many years a doubled seat lasts.

Usage::

    python tools/seats_after_mergers.py RAW_FOLDER

``RAW_FOLDER`` holds mergers.csv, register/wgr_panel.csv and register/wgr_lineages.csv (memberships of arrangements on
1 January, 2018-2026). Two questions, for the mergers of 2019-2023:

- Of bodies in which two or more parts sat: has the new municipality one seat, or has the body ended?
- Of pairs of bodies for one subject (``task_guess``) that parts brought along, none of whom sat in both: in which year
  is one of them left, or does it end? A year from one 1 January to the next is one trial; the last 1 January is not.

The share of trials with a leaving is the hazard a year; its range is exact (Clopper and Pearson, 95 %) for trials
that do not depend on each other, which they do here.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from csvfiles import read
from scipy.stats import beta

FIRST, LAST, SEEN = 2019, 2023, 2026
MAIN = 0.5  # a divided municipality counts as a part of the successor that takes over half of its people


def exact(events: int, trials: int, outside: float = 0.05) -> tuple[float, float]:
    """Give the Clopper-Pearson range of a share."""
    low = beta.ppf(outside / 2, events, trials - events + 1) if events else 0.0
    high = beta.ppf(1 - outside / 2, events + 1, trials - events) if events < trials else 1.0
    return float(low), float(high)


def mergers(raw: Path, seats: dict[tuple[int, str], set[str]]) -> Iterator[tuple[int, str, str, set[str]]]:
    """Give year, code, name and parts of each municipality that came of two or more."""
    parts: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for row in read(raw / "mergers.csv"):
        if (
            FIRST <= int(row["year"]) <= LAST
            and row["kind"] in ("merge", "absorb", "split")
            and float(row["share"]) > MAIN
        ):
            parts[int(row["year"]), row["new_code"], row["new_name"]].add(row["old_code"])
    for (year, code, name), olds in sorted(parts.items()):
        own = {code} if (year - 1, code) in seats else set()
        if len(olds | own) > 1:
            yield year, code, name, olds | own


def main() -> None:
    """Print the two answers with every pair."""
    raw = Path(sys.argv[1])
    seats: dict[tuple[int, str], set[str]] = defaultdict(set)
    size: Counter[tuple[int, str]] = Counter()
    subject: dict[str, str] = {}
    rows = read(raw / "register" / "wgr_panel.csv")
    for row in rows:
        seats[int(row["year"]), row["code"]].add(row["lineage_id"])
        size[int(row["year"]), row["lineage_id"]] += 1
        subject[row["lineage_id"]] = row["task_guess"]
    times = Counter((row["year"], row["code"], row["lineage_id"]) for row in rows)
    print(f"rows of the panel {len(rows):,}; most rows of one municipality in one body and year: {max(times.values())}")
    name = {row["lineage_id"]: row["body_name"] or row["name"] for row in read(raw / "register" / "wgr_lineages.csv")}
    shared = joined = ended = number = 0
    at_the_merger, trials, events = [0, 0], 0, 0
    for year, code, called, parts in mergers(raw, seats):
        number += 1
        held = {part: seats[year - 1, part] for part in parts}
        holders: dict[str, set[str]] = defaultdict(set)
        for part, bodies in held.items():
            for body in bodies:
                holders[body].add(part)
        for body, by in holders.items():
            if len(by) > 1:
                shared += 1
                joined += body in seats[year, code]
                ended += not size[year, body]
        for one, other in combinations(sorted(holders, key=lambda b: (size[year - 1, b], b)), 2):
            if subject[one] != subject[other] or holders[one] & holders[other]:
                continue
            kept = [(one in seats[y, code], other in seats[y, code]) for y in range(year, SEEN + 1)]
            print(
                f"{year} {called}, {subject[one]}: {name[one]} ({size[year - 1, one]}) "
                f"{''.join('x' if a else '.' for a, _ in kept)} | {name[other]} ({size[year - 1, other]}) "
                f"{''.join('x' if b else '.' for _, b in kept)}"
            )
            at_the_merger[1] += 1
            if kept[0] != (True, True):
                at_the_merger[0] += 1
                continue
            for after in kept[1:]:
                trials += 1
                if after != (True, True):
                    events += 1
                    break
    print(f"mergers {number}; bodies with two or more parts {shared}: one seat after {joined}, body ended {ended}")
    answers: tuple[tuple[str, int, int], ...] = (
        ("brought together on the day of the merger", at_the_merger[0], at_the_merger[1]),
        ("a year after that", events, trials),
        ("both", at_the_merger[0] + events, at_the_merger[1] + trials),
    )
    for label, k, n in answers:
        low, high = exact(k, n)
        print(f"{label}: {k} of {n}, {k / n:.2f} ({low:.2f} to {high:.2f})")


if __name__ == "__main__":
    main()
