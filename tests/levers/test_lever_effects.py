"""Every lever moves what the note wants moved: its example beside the run without it, on the map of 2011."""

import re
from functools import lru_cache
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

BASE = load_scenario("baseline-2011").model_copy(update={"measures": "all"})
BY_LAW = ("offices", "structure", "decentralisation", "water boards", "money", "Europe")
"""Families whose levers work by law and arithmetic, so that even one replicate shows their direction."""
REPLICATES = 4
MANY = {"merger_initiators": 12}
"""Levers that move a municipality or two, which four replicates may hide."""
YEARS_AFTER = 5
"""Long enough for the next elections of councils and provinces, and for mergers to take effect."""


@pytest.fixture(scope="module", params=list(LEVERS))
def name(request):
    """Each lever in turn, with all that is asked of its runs."""
    return request.param


@lru_cache(maxsize=16)
def baseline(replicate: int) -> Record:
    return simulate(BASE, replicate)


def example(name: str) -> Lever:
    return LEVERS[name].model_validate(yaml.safe_load(LEVERS[name].example))


@lru_cache(maxsize=1)
def reformed(name: str) -> tuple[Record, ...]:
    lever = example(name)
    horizon = {"start": 2011, "end": min(lever.date.year + YEARS_AFTER, BASE.horizon.end)}
    scenario = Scenario(**{**dict(BASE), "horizon": horizon, "levers": (lever,)})
    number = 1 if LEVERS[name].family in BY_LAW else MANY.get(name, REPLICATES)
    return tuple(simulate(scenario, replicate) for replicate in range(number))


def difference(name: str, indicator: str) -> np.ndarray:
    """Paired differences in the last year of the shorter run, one per replicate."""
    at = baseline(0).indicators.index(indicator)
    pairs = ((with_it, baseline(replicate)) for replicate, with_it in enumerate(reformed(name)))
    return np.array([with_it.values[-1, at] - without.values[len(with_it.years) - 1, at] for with_it, without in pairs])


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
    years = example(name).date.year - BASE.horizon.start
    for replicate, with_it in enumerate(reformed(name)):
        assert with_it.values[:years].tobytes() == baseline(replicate).values[:years].tobytes()


TOY = Path(__file__).parents[1] / "toy"
PLACED = re.compile(r"\b(GM|PV|WP|WS|VR)\d+|area: ")
ON_THE_TOY = [n for n, kind in LEVERS.items() if kind.family in BY_LAW and not PLACED.search(kind.example)]


@lru_cache(maxsize=64)
def on_the_toy(name: str) -> Record:
    levers = () if not name else (example(name),)
    horizon = {"start": 2011, "end": 2030}
    return simulate(Scenario(name="toy", territory=str(TOY), horizon=horizon, levers=levers, measures="all"), 0)


@pytest.mark.parametrize("lever", ON_THE_TOY)
def test_on_the_toy_province_a_lever_of_law_moves_nothing_the_wrong_way_and_something_the_right_way(lever):
    year = min(example(lever).date.year + YEARS_AFTER, 2030) - 2011
    right, wrong = [], []
    for indicator, way in LEVERS[lever].moves.items():
        at = on_the_toy("").indicators.index(indicator)
        by = float(on_the_toy(lever).values[year, at] - on_the_toy("").values[year, at])
        ok = {"lower": by < 0, "higher": by > 0, "same": by == 0}[way]
        (right if ok else wrong if by else []).append((indicator, way, by))
    assert wrong == []
    assert right
