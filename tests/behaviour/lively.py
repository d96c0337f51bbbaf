"""A small world on which every weight of behaviour can act: the toy province, on which much happens."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from reformsim.behaviour import load_behaviour
from reformsim.history import History
from reformsim.measures import measured
from reformsim.model import simulate
from tests.model.accounts.given import write_accounts
from tests.model.worlds import TOY, beyond_ranges

LIVELY = {
    "merger.constant": -4.0,
    "merger.province_constant": 0.0,
    "merger.recent": 3.0,
    "merger.waves_until": 2010.0,  # else the waves of these years are known
    "cooperation.founding": 0.3,
    "cooperation.joining": 0.05,
    "cooperation.leaving": 0.05,
    "cooperation.ending": 0.1,
    "cooperation.fusing": 0.5,
    "water_boards.merging": 1.0,
    "bodies.extension": 0.5,
    "province.merger_initiative": 1.0,
    "province.merger_consent": 1.0,
    "province.merger_act": 1.0,
}
"""On twelve municipalities nothing would happen within some years by the weights of a country."""
REGION = {"name": "Together", "tasks": ["regional_economy", "spatial_planning"]}
RECORDED = ("councils", "referenda")
"""Mechanisms that act on a record, which the toy province has not: on the Netherlands, where enough happens."""
SEEDS = (3, 1, 2, 4)
"""What is rare may not come up by the first."""
LEVERS: Mapping[str, Mapping[str, Any]] = {
    "joint_agenda": {"lever": "joint_agenda", "date": "2012-01-01", **REGION},
    "autonomous_agencies": {"lever": "autonomous_agencies", "date": "2012-01-01", "uwv": True, "counts": [120, 100]},
    "amend_wgr": {"lever": "amend_wgr", "date": "2012-01-01", "version": "2022", "budget_consent": "veto"},
    "merge_water_boards": {
        "lever": "merge_water_boards", "date": "2013-01-01", "members": ["WS1", "WS2"], "name": "One", "code": "WS9",
    },
    "water_board_elections": {"lever": "water_board_elections", "date": "2012-01-01", "mode": "combined_provincial"},
    "budget_cut": {"lever": "budget_cut", "date": "2012-01-01", "layer": "gemeente", "share": 0.1, "years": 2},
    "congruent_regions": {
        "lever": "congruent_regions", "date": "2012-01-01", "division": "veiligheidsregio", "strength": 1.0,
    },
    "decentralise_task": {
        "lever": "decentralise_task", "date": "2013-01-01", "task": "youth_care", "carrier": "gemeente",
        "involved": ["gemeente"],
    },
    "decide_in_time": {"lever": "decide_in_time", "date": "2012-01-01", "weeks": 20, "penalty": 1.0},
    "economy": {"lever": "economy", "date": "2012-01-01", "growth": [-0.02], "follow_state": True},
    "eu_early_dialogue": {"lever": "eu_early_dialogue", "date": "2012-01-01", "level": 0.8},
    "eu_subsidiarity_check": {"lever": "eu_subsidiarity_check", "date": "2012-01-01", "strictness": 0.8},
    "eu_umbrella_input": {"lever": "eu_umbrella_input", "date": "2012-01-01", "level": 0.8},
    "fewer_civil_servants": {"lever": "fewer_civil_servants", "date": "2012-01-01", "layer": "gemeente", "share": 0.1},
    "fewer_rules": {"lever": "fewer_rules", "date": "2012-01-01", "share": 0.2},
    "knowledge_support": {"lever": "knowledge_support", "date": "2011-06-01", "level": 1.0},
    "merger_framework": {
        "lever": "merger_framework", "date": "2011-06-01", "criteria_weights": {"draagvlak": 1, "duurzaamheid": 2},
    },
    "merger_initiators": {
        "lever": "merger_initiators", "date": "2011-06-01", "initiators": ["municipality", "province", "minister"],
    },
    "minimum_size": {"lever": "minimum_size", "date": "2011-06-01", "inhabitants": 30000},
    "smaller_councils": {
        "lever": "smaller_councils", "date": "2012-01-01", "delta": {"le40k": -2, "gt40k": -4},
        "passage": {"chance": 0.95, "advice": "negative"},
    },
    "province_push": {"lever": "province_push", "date": "2011-06-01", "strength": 1.0},
    "delta_cooperation": {
        "lever": "delta_cooperation", "date": "2012-01-01", "name": "Two", "members": ["PA", "PB"],
    },
    "randstad_cooperation": {
        "lever": "randstad_cooperation", "date": "2011-06-01", **REGION, "binding": True, "strength": 1.0,
    },
    "require_coverage": {
        "lever": "require_coverage", "date": "2012-01-01", "tasks": ["waste"], "division": "jeugdregio",
        "grace_years": 3,
    },
    "smaller_parliament": {"lever": "smaller_parliament", "date": "2012-01-01", "house": 100, "senate": 50},
    "two_tracks": {"lever": "two_tracks", "date": "2011-06-01", "bias": 1.0},
}  # fmt: skip


@lru_cache(maxsize=1)
def land() -> str:
    """The toy province in a folder of its own, with the Wgr areas that it lacks: those of its youth regions."""
    folder = Path(tempfile.mkdtemp(prefix="reformsim-")) / "toy"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    shutil.copytree(TOY, folder)
    for name in ("divisions.csv", "regions.csv"):
        lines = (folder / name).read_text("utf-8").splitlines()
        lines += [line.replace("jeugdregio,JZ", "wgr_gebied,WG") for line in lines if "jeugdregio" in line]
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    write_accounts(folder, unlike=True)
    return str(folder)


@cache
def history(lever: str | None, seed: int, of: str | None = None) -> History:
    """A run of some years, with one lever or none, and one mechanism or those that work by default."""
    return run(lever, seed, {}, of)


def run(lever: str | None, seed: int, changed: Mapping[str, float], of: str | None = None) -> History:
    """The same with weights at other values."""
    levers = () if lever is None else ({**LEVERS[lever], "source": "assumption"},)
    here: dict[str, Any] = {
        "territory": land(),
        "horizon": {"start": 2011, "end": 2018},
        "behaviour": {**LIVELY, **changed},
    }
    if of in RECORDED:
        here = {"territory": "netherlands", "horizon": {"start": 2026, "end": 2031}, "behaviour": dict(changed)}
    mechanisms = {name: True for name in (of,) if name is not None}
    scenario = beyond_ranges(name="lively", seed=seed, levers=levers, mechanisms=mechanisms, **here)
    return simulate(scenario, 0)


def ends(weight: str) -> list[float]:
    """The ends of a weight's range, the one that is farther from its value first."""
    one = load_behaviour().parameters[weight]
    now = LIVELY.get(weight, one.value)
    return sorted({one.low, one.high} - {now}, key=lambda end: -abs(end - now))


def moved(weight: str, indicators: tuple[str, ...], lever: str | None = None) -> set[str]:
    """Which of some indicators a weight moves in any year, at an end of its range, with some chance or other."""
    found, of = set[str](), load_behaviour().parameters[weight].mechanism
    for seed, end in product(SEEDS, ends(weight)):
        before = history(lever, seed, of)
        first = measured(before, indicators).values
        # What only measures read needs no run of its own.
        measuring = replace(before, behaviour=before.behaviour.override({weight: end}))
        for after in (measuring, None):
            now = measured(after or run(lever, seed, {weight: end}, of), indicators).values
            apart = ~np.isclose(now, first, rtol=1e-9, atol=1e-12, equal_nan=True).all(axis=0)
            found |= {name for name, one in zip(indicators, apart, strict=True) if one}
            if found == set(indicators):
                return found
    return found
