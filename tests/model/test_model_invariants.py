"""What must hold in every year of every run, whatever the reforms and the parameters."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reformsim.experiment.replicate import simulate
from reformsim.history import Record, map_from_events
from reformsim.measures import measured
from reformsim.model import ReformModel
from reformsim.model.faces import agents
from reformsim.scenario import Scenario, load_scenario
from reformsim.tasks import LAYERS
from tests.model.worlds import TOY, beyond_ranges
from tests.properties.invariants import every_indicator_is_a_number

LEVERS = (
    {"lever": "abolish_wgr_plus", "date": date(2013, 1, 1), "tasks_to": {"regional_transport": "provincie"}},
    {"lever": "abolish_sub_municipal_councils", "date": date(2014, 3, 19)},
    {"lever": "minimum_size", "date": date(2013, 1, 1), "inhabitants": 30_000},
    {"lever": "mergers_from_below", "date": date(2012, 1, 1), "consent": "majority", "max_size": 6},
    {"lever": "require_coverage", "date": date(2012, 1, 1), "tasks": ("environmental_permits",),
     "division": "jeugdregio", "grace_years": 1},
    {"lever": "prefer_public_law", "date": date(2012, 1, 1), "preference": 1.0, "private_allowed": False},
    {"lever": "province_push", "date": date(2012, 1, 1), "strength": 1.0},
)  # fmt: skip


def scenario(levers=(), end: int = 2026, seed: int = 1, territory: Path = TOY, **behaviour: float) -> Scenario:
    return beyond_ranges(
        name="tried", measures="all", territory=str(territory), horizon={"start": 2011, "end": end}, seed=seed,
        levers=[{**lever, "source": "a test"} for lever in levers],
        behaviour={k.replace("__", "."): v for k, v in behaviour.items()},
    )  # fmt: skip


def check(model: ReformModel, gone: set[int]) -> None:
    state, bodies = model.state, model.state.bodies
    assert state.alive[state.owner].all() and not gone & set(state.live.tolist())
    assert state.population[state.live].sum() == state.unit_population.sum()
    assert (state.unit_province == state.province[state.owner]).all()
    alive = bodies.alive[: bodies.count]
    assert (bodies.sizes()[alive] >= 2).all() and (bodies.sizes()[~alive] == 0).all()
    assert state.alive[bodies.edge_row].all() and alive[bodies.edge_body].all()
    shared = state.executor[state.live]
    body = shared[shared >= 0]
    assert alive[body].all()
    assert (state.carrier[state.live][shared >= 0] == LAYERS.index("gemeente")).all()
    row, task = np.nonzero(shared >= 0)
    assert bodies.tasks[body, task].all(), "who carries out a task has it among its tasks"
    members = set(zip(bodies.edge_body.tolist(), bodies.edge_row.tolist(), strict=True))
    assert {(int(b), int(state.live[r])) for b, r in zip(body, row, strict=True)} <= members
    counted = np.bincount(bodies.edge_row, minlength=len(state.alive))
    assert np.array_equal(state.memberships, counted)
    say = np.zeros_like(state.authorities)
    np.add.at(say, bodies.edge_row, bodies.say[bodies.edge_body].astype(np.int32))
    assert np.array_equal(state.authorities[state.live], say[state.live])
    assert ((state.capacity[state.live] > 0) & (state.capacity[state.live] < 1)).all()
    busy = [r for p in [*model.mergers.procedures, *model.mergers.completed] for r in p.rows]
    assert len(busy) == len(set(busy)) and state.alive[busy].all()


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(
    levers=st.sets(st.integers(0, len(LEVERS) - 1)).map(lambda which: [LEVERS[i] for i in sorted(which)]),
    seed=st.integers(0, 10_000),
    constant=st.floats(-6, 0),
    founding=st.floats(0, 0.5),
    joining=st.floats(0, 0.3),
    leaving=st.floats(0, 0.2),
    ending=st.floats(0, 0.1),
)
def test_every_year_of_every_run_is_a_possible_world(levers, seed, constant, founding, joining, leaving, ending):
    model = ReformModel(
        scenario(
            levers, seed=seed, merger__constant=constant, cooperation__founding=founding,
            cooperation__joining=joining, cooperation__leaving=leaving, cooperation__ending=ending,
        )
    )  # fmt: skip
    gone: set[int] = set()
    for _ in range(2011, 2027):
        model.step()
        check(model, gone)
        gone |= set(range(model.state.next_row)) - set(model.state.live.tolist())
    record = measured(model.history())
    every_indicator_is_a_number(record)
    for at, year in enumerate(record.years):
        now = map_from_events(record.units, record.events, year)
        assert [now[u] for u in record.units] == [record.municipalities[o] for o in record.owner[at]]


@cache
def plain(replicate: int) -> Record:
    return lively(replicate)


def lively(replicate: int, *levers: dict[str, object]) -> Record:
    """A run in which many merge and cooperate."""
    return simulate(scenario(levers, merger__constant=-2.0, cooperation__founding=0.1), replicate)


def test_the_same_seed_gives_the_same_run_to_the_last_bit_and_another_seed_another():
    eager = {"merger__constant": -2.0}
    one, again = (simulate(scenario(LEVERS, **eager), 3) for _ in range(2))
    assert one.values.tobytes() == again.values.tobytes() and one.events == again.events
    other = simulate(scenario(LEVERS, seed=2, **eager), 3)
    assert one.values.tobytes() != other.values.tobytes()


def test_a_reform_to_come_changes_nothing_before_its_date():
    plain, reformed = simulate(scenario(), 0), simulate(scenario([{**LEVERS[0], "date": date(2020, 1, 1)}]), 0)
    before = [i for i, year in enumerate(plain.years) if year < 2020]
    assert np.array_equal(plain.values[before], reformed.values[before], equal_nan=True)
    assert not np.array_equal(plain.values[len(before)], reformed.values[len(before)])


def test_a_territory_of_nothing_but_units_runs(tmp_path: Path):
    for name in ("units.csv", "provinces.csv", "adjacency.csv"):
        (tmp_path / name).write_text((TOY / name).read_text("utf-8"), "utf-8")
    facts = yaml.safe_load((TOY / "territory.yaml").read_text("utf-8"))
    kept = ("name", "title", "year", "country", "attribution", "crs", "growth_after_data")
    (tmp_path / "territory.yaml").write_text(yaml.safe_dump({k: facts[k] for k in kept}, sort_keys=False), "utf-8")
    units = [line.rsplit(",", 1)[0] for line in (tmp_path / "units.csv").read_text("utf-8").splitlines()]
    (tmp_path / "units.csv").write_text("\n".join(units) + "\n", "utf-8")
    model = ReformModel(scenario(territory=tmp_path, merger__constant=-3.0, cooperation__founding=0.1))
    for _ in range(2011, 2027):
        model.step()
        check(model, set())
    every_indicator_is_a_number(measured(model.history()))
    assert model.state.bodies.count > 0, "voluntary bodies are founded where there were none"


@pytest.mark.parametrize("lever", LEVERS, ids=[str(lever["lever"]) for lever in LEVERS])
def test_every_lever_tried_here_makes_a_difference_in_some_replicate(lever):
    assert any(not np.array_equal(plain(r).values, lively(r, lever).values) for r in range(8))


def test_a_merged_province_has_a_face_and_its_members_have_none():
    model = ReformModel(load_scenario("note-2011"))
    while not model._years or model.state.year < 2016:
        model.step()
    codes = {p.code for p in model.agents_by_type[agents.Province]}
    assert "PV32" in codes and not codes & {"PV24", "PV26", "PV27"} and len(codes) == 10
    assert model.province("PV32").council_seats == model.state.provinces.seats[-1]
    assert len(model.agents_by_type[agents.Municipality]) == len(model.state.live)


def test_a_body_has_one_face():
    model = ReformModel(load_scenario("baseline-2011"))
    assert model.body(3) is model.body(3)
    assert model.body(3).members == model.world.codes_of(model.state.bodies.members(3))


def test_who_looks_at_the_end_only_meets_the_agents_that_one_who_looks_every_year_meets():
    late, often = (ReformModel(load_scenario("merge-track")) for _ in range(2))
    for year in range(2011, 2016):
        late.step()
        often.step()
        assert len(often.agents_by_type[agents.Municipality]) == len(often.state.live), year
    assert len(often.state.live) < len(often.world.territory), "some came and went"
    assert sorted(map(repr, late.agents)) == sorted(map(repr, often.agents))
    gone = late.municipality(late.world.territory.codes[int(np.flatnonzero(~late.state.alive)[0])])
    assert not gone.alive and gone not in late.agents
