"""What must always hold: on random reforms of small territories, and on the real country."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reformsim.behaviour import load_behaviour
from reformsim.history import Record
from reformsim.model import ReformModel
from reformsim.scenario import load_scenario
from tests.fuzzing import TIMES
from tests.model.worlds import beyond_ranges
from tests.properties.invariants import Watch
from tests.properties.random_reforms import NAMES, scenarios, territories

# Without shrinking: a failing scenario is printed as it is, and found again by the same test.
EXPLORE = settings(
    derandomize=TIMES == 1,
    database=None,
    max_examples=25 * TIMES,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


SEEDS = range(min(2 * TIMES, 20))


@EXPLORE
@given(scenario=scenarios(), replicate=st.integers(0, 3))
def test_whatever_the_reforms_the_rules_of_the_world_hold_every_year(scenario, replicate):
    Watch(ReformModel(scenario, replicate)).run()


@pytest.mark.parametrize("name", ["baseline-2011", "note-2011"])
@pytest.mark.parametrize("replicate", range(min(TIMES, 2)))
def test_in_the_real_country_the_rules_of_the_world_hold_every_year(name, replicate):
    Watch(ReformModel(load_scenario(name), replicate)).run()


EAGER = {name: 0.0 for name in load_behaviour().names if name.startswith("merger.")} | {
    "merger.constant": 3.0,
    "merger.taste_spread": 1.0,
}
"""Nothing holds municipalities back from merging, across borders of provinces and regions too."""


def _merging_to_the_last(name: str, levers: tuple[dict, ...], seed: int) -> Record:
    folder = territories()[NAMES.index(name)]
    dated = tuple({**lever, "source": "assumption"} for lever in levers)
    horizon = {"start": 2011, "end": 2024}
    scenario = beyond_ranges(name="eager", territory=folder, horizon=horizon, seed=seed, levers=dated, behaviour=EAGER)
    return Watch(ReformModel(scenario)).run()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_the_rules_hold_in_a_country_that_merges_to_the_last(name, seed):
    record = _merging_to_the_last(name, (), seed)
    assert len(set(record.owner[-1].tolist())) < 0.6 * len(record.units)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_the_rules_hold_where_reforms_meet_a_map_that_has_changed(name, seed):
    coverage = {"lever": "require_coverage", "division": "arbeidsmarktregio", "fallback": "imposed", "grace_years": 0}
    levers = (
        {**coverage, "id": "first", "date": "2012-01-01", "tasks": ["public_health"]},
        {**coverage, "id": "second", "date": "2017-01-01", "tasks": ["work_participation", "wmo_support"]},
        {**coverage, "id": "third", "date": "2020-01-01", "tasks": ["culture_sport"]},
        {
            "lever": "abolish_sub_municipal_councils",
            "date": "2019-01-01",
            "replacement": "gebiedscommissie",
            "replacement_share": 0.5,
        },
        {"lever": "abolish_wgr_plus", "date": "2018-01-01", "tasks_to": {"regional_transport": "provincie"}},
        {
            "lever": "decentralise_task",
            "date": "2021-01-01",
            "task": "police",
            "carrier": "gemeente",
            "dissolves": "police_region",
        },
    )
    _merging_to_the_last(name, levers, seed)
