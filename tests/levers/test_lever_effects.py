"""Every lever moves what the note wants moved: its example beside the run without it, on the map of 2011."""

import re
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pytest
import yaml

from reformsim.experiment.replicate import simulate
from reformsim.history import Record
from reformsim.levers import LEVERS
from reformsim.levers.base import Lever
from reformsim.measures import MEASURES
from reformsim.scenario import Scenario, load_scenario

FIRST, BEGUN, LAST = 2011, 2012, 2016
"""Years of a run, and in which a lever begins at the latest: councils and provinces are elected in between."""
HORIZON = {"start": FIRST, "end": LAST}
BASE = Scenario(**{**dict(load_scenario("baseline-2011")), "horizon": HORIZON, "measures": "all"})
BY_LAW = ("offices", "structure", "decentralisation", "water boards", "money", "Europe")
"""Families whose levers work by law and arithmetic, so that even one replicate shows their direction."""
REPLICATES = 2


@pytest.fixture(scope="module", params=list(LEVERS))
def name(request):
    """Each lever in turn, with all that is asked of its runs."""
    return request.param


@cache
def baseline(replicate: int) -> Record:
    return simulate(BASE, replicate)


def example(name: str) -> Lever:
    lever = LEVERS[name].model_validate(yaml.safe_load(LEVERS[name].example))
    return lever.model_copy(update={"date": lever.date.replace(year=min(lever.date.year, BEGUN))})


@lru_cache(maxsize=1)
def reformed(name: str) -> tuple[Record, ...]:
    scenario = Scenario(**{**dict(BASE), "levers": (example(name),)})
    number = 1 if LEVERS[name].family in BY_LAW else REPLICATES
    return tuple(simulate(scenario, replicate) for replicate in range(number))


def difference(name: str, indicator: str) -> np.ndarray:
    """Paired differences in the last year, one per replicate."""
    at = baseline(0).indicators.index(indicator)
    pairs = ((with_it, baseline(replicate)) for replicate, with_it in enumerate(reformed(name)))
    return np.array([with_it.values[-1, at] - without.values[-1, at] for with_it, without in pairs])


def test_a_lever_moves_what_it_says_in_the_direction_it_says(name):
    assert LEVERS[name].moves, "a lever says what it moves"
    wrong = []
    for indicator, way in LEVERS[name].moves.items():
        assert indicator in MEASURES, indicator
        by = difference(name, indicator)
        moved = {"lower": by.mean() < 0, "higher": by.mean() > 0, "same": not by.any()}[way]
        if not moved:
            wrong.append(f"{indicator}: expected {way}, moved by {by.tolist()}")
    assert wrong == []


def test_a_lever_moves_nothing_in_the_years_before_its_date(name):
    years = example(name).date.year - FIRST
    for replicate, with_it in enumerate(reformed(name)):
        assert with_it.values[:years].tobytes() == baseline(replicate).values[:years].tobytes()


TOY = Path(__file__).parents[1] / "toy"
PLACED = re.compile(r"\b(GM|PV|WP|WS|VR)\d+|area: ")
ON_THE_TOY = [n for n, kind in LEVERS.items() if kind.family in BY_LAW and not PLACED.search(kind.example)]


@cache
def on_the_toy(name: str) -> Record:
    levers = () if not name else (example(name),)
    return simulate(Scenario(name="toy", territory=str(TOY), horizon=HORIZON, levers=levers, measures="all"), 0)


@pytest.mark.parametrize("lever", ON_THE_TOY)
def test_on_the_toy_province_a_lever_of_law_moves_nothing_the_wrong_way_and_something_the_right_way(lever):
    right, wrong = [], []
    for indicator, way in LEVERS[lever].moves.items():
        at = on_the_toy("").indicators.index(indicator)
        by = float(on_the_toy(lever).values[-1, at] - on_the_toy("").values[-1, at])
        ok = {"lower": by < 0, "higher": by > 0, "same": by == 0}[way]
        (right if ok else wrong if by else []).append((indicator, way, by))
    assert wrong == []
    assert right
