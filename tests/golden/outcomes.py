"""Expected outcomes of the shipped scenarios: what they are, where they stand, and how they are compared."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from reformsim.experiment import run
from reformsim.measures import HEADLINES
from reformsim.scenario import load_scenario
from reformsim.scenario.shipped import shipped_folder

REPLICATES = 5
BETWEEN = 2018
"""A year between the first and the last for which outcomes are kept: that of the check against reality."""
TOLERANCE = 1e-9
"""Relative; room for another order of summation on another processor, not for another outcome."""
UPDATE = "python -m tests.golden.update"

Outcomes = dict[str, Any]


def expected_file(name: str) -> Path:
    """File of the expected outcomes of a shipped scenario."""
    return shipped_folder() / "expected" / f"{name}.json"


def outcomes(name: str, replicates: int = REPLICATES) -> Outcomes:
    """Headline indicators of a shipped scenario as the model now gives them: replicate 0 and the median."""
    scenario = load_scenario(name)
    result = run(scenario, replicates=replicates, assumptions="fixed", measures="headline")
    years = sorted({result.years[0], BETWEEN, result.years[-1]} & set(result.years))
    return {
        "scenario": name,
        "seed": scenario.seed,
        "replicates": replicates,
        "indicators": {
            indicator: {
                str(year): {
                    "replicate_0": known(result.of(indicator)[0, result.year_index(year)]),
                    "median": known(np.median(result.of(indicator)[:, result.year_index(year)])),
                }
                for year in years
            }
            for indicator in HEADLINES
        },
    }


def of_replicate_0(found: Outcomes) -> Outcomes:
    """What outcomes say of the first replicate, which costs no run of the others."""
    return {
        **{key: found[key] for key in ("scenario", "seed")},
        "indicators": {
            name: {year: values["replicate_0"] for year, values in years.items()}
            for name, years in found["indicators"].items()
        },
    }


def known(value: float) -> float | None:
    """Give a number, or nothing for one that is absent."""
    return float(value) if math.isfinite(value) else None


def read(name: str) -> Outcomes:
    """The expected outcomes as committed."""
    content: Outcomes = json.loads(expected_file(name).read_text("utf-8"))
    return content


def write(name: str) -> Path:
    """Compute and write the expected outcomes of a scenario; numbers in full precision."""
    path = expected_file(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(outcomes(name), indent=1) + "\n", "utf-8", newline="\n")
    return path


def differences(expected: Any, got: Any, at: str = "") -> list[str]:
    """Say where two outcomes differ, a line each; numbers may differ by ``TOLERANCE``."""
    if isinstance(expected, dict) and isinstance(got, dict):
        lines = []
        for key in [*expected, *(k for k in got if k not in expected)]:
            here = f"{at} {key}".strip()
            if key not in got:
                lines.append(f"{here}: expected, and not there any more")
            elif key not in expected:
                lines.append(f"{here}: there, and not expected")
            else:
                lines += differences(expected[key], got[key], here)
        return lines
    both = isinstance(expected, int | float) and isinstance(got, int | float)
    if expected == got or (both and math.isclose(expected, got, rel_tol=TOLERANCE, abs_tol=0.0)):
        return []
    return [f"{at}: expected {expected!r}, got {got!r}"]
