"""The headline words mean what they say: what holds of them on every map, as chance changes it by hand."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.hindcast.extremes import SHOWN, merged, real_extremes, synthetic_extremes
from reformsim.levers.changes import MoveTask
from reformsim.measures.view.snapshots import Snapshots
from reformsim.model.cooperation.memberships import carry_regionally, dissolve
from reformsim.model.government.reforms import carry_out
from reformsim.model.recording import snapshot
from reformsim.model.world import World
from reformsim.tasks import LAYERS, load_tasks
from reformsim.territory import Territory, load_territory, synthetic_territory
from tests.model.worlds import assess, found, last, seen, toy, value, world_of

DRUKTE = ("authorities_per_subject", "relations_to_keep_up")
COLUMN = {name: at for at, (name, *_) in enumerate(SHOWN)}
TASKS = load_tasks().ids
MUNICIPAL = [t.id for t in load_tasks() if t.carrier == "gemeente"]


@lru_cache(maxsize=1)
def synthetic() -> Territory:
    with TemporaryDirectory() as folder:
        return synthetic_territory(40, 3, Path(folder) / "made")


def real() -> Territory:
    return load_territory("netherlands-2011")


LANDS = st.sampled_from((toy, toy, synthetic, synthetic, real))
"""The real map is the dearest to put together."""
SEEDS = st.integers(0, 2**32 - 1)


def busy(land: Territory, seed: int) -> World:
    """A world with some more bodies than those it begins with, each of two to five municipalities."""
    world, chance = world_of(land), np.random.default_rng(seed)
    for _ in range(int(chance.integers(0, 6))):
        members = chance.choice(len(land), int(chance.integers(2, 6)), replace=False)
        codes = " ".join(world.state.codes[row] for row in members)
        found(world, codes, str(chance.choice(MUNICIPAL)))
    return world


def neighbours(world: World, seed: int) -> tuple[int, int]:
    edges = world.territory.edges
    one, other = edges[seed % len(edges)].tolist()
    return one, other


def without_quarters(s: Snapshots) -> np.ndarray:
    """Authorities by municipality and task, less deelgemeenten, under which a neighbour does not come."""
    return last(s, s.authorities_beside)


@settings(max_examples=25)
@given(LANDS, SEEDS)
def test_taking_away_a_body_never_raises_either_headline_of_drukte(land, seed):
    """No body of these maps has brought layers into it, which would take their say back."""
    world = busy(land(), seed)
    living = np.flatnonzero(world.state.bodies.alive[: world.state.bodies.count])
    before = [value(name, world) for name in DRUKTE]
    dissolve(world.state, [int(living[seed % len(living)])])
    carry_regionally(world.state, world.state.live, world.tasks.carrier_index)
    assess(world)
    after = [value(name, world) for name in DRUKTE]
    assert all(now <= then + 1e-12 for now, then in zip(after, before, strict=True))


@settings(max_examples=25)
@given(LANDS, SEEDS)
def test_two_that_merge_come_on_no_subject_above_the_higher_of_the_two_once_seats_are_together(land, seed):
    world = busy(land(), seed)
    one, other = neighbours(world, seed)
    before = without_quarters(seen(world))
    highest, nobody = before[[one, other]].max(axis=0), np.delete(before, [one, other], axis=0)
    merged(world, [(one, other)])
    s = seen(world)
    after = without_quarters(s)
    assert (after[-1] <= highest).all()
    assert (after[:-1] <= nobody).all(), "nobody else comes to have more"


@settings(max_examples=25)
@given(LANDS, SEEDS, st.sampled_from(TASKS), st.sampled_from([layer for layer in LAYERS if layer != "regio"]))
def test_moving_a_task_between_layers_changes_no_figure_within_tasks(land, seed, task, layer):
    world = busy(land(), seed)
    start = snapshot(world)
    rest = [f"{what}.{one}" for what in ("thin", "lost_to_scale") for one in TASKS if one != task]
    s = seen(world, start)
    before = {name: measured_at(name, s) for name in rest}
    carry_out(world, MoveTask(task, layer), "a test")
    assess(world)
    s = seen(world, start)
    assert measured_at("lost_to_scale_within", s) == 0.0
    change = measured_at("lost_to_scale_other", s)
    assert change == pytest.approx(measured_at("lost_to_scale", s) - measured_at("lost_to_scale", s, 0), abs=1e-12)
    for name in rest:
        assert measured_at(name, s) == pytest.approx(before[name], nan_ok=True), name


def measured_at(name: str, s: Snapshots, at: int = -1) -> float:
    from reformsim.measures import measure_of

    return float(measure_of(name).function(s)[at])


@settings(max_examples=15)
@given(LANDS, SEEDS)
def test_shares_are_shares(land, seed):
    s = seen(busy(land(), seed))
    for name in ("lost_to_scale", "thin_tasks"):
        tenth = measured_at(f"{name}_weakest_tenth", s)
        assert 0.0 <= measured_at(name, s) <= tenth + 1e-12 <= 1.0


@pytest.mark.parametrize("found_of", [real_extremes, synthetic_extremes], ids=["real", "synthetic"])
def test_maps_at_their_extremes_stand_in_the_order_that_an_expert_expects(found_of):
    """From one to twelve to 231 municipalities and all: busier; and without bodies less busy than with them."""
    whole, none, many, twelve, one = found_of()
    assert [state.municipalities for state in (many, twelve, one)] == [231, 12, 1]
    for name in DRUKTE:
        rising = [state.values[COLUMN[name]] for state in (one, twelve, many, whole)]
        assert rising == sorted(set(rising)), name
        assert none.values[COLUMN[name]] < twelve.values[COLUMN[name]]
    thin = [state.values[COLUMN["thin_tasks"]] for state in (one, twelve, many, whole)]
    assert thin == sorted(thin) and whole.values[COLUMN["thin_tasks"]] < none.values[COLUMN["thin_tasks"]]
    lost = [state.values[COLUMN["lost_to_scale"]] for state in (many, twelve, one)]
    assert lost == sorted(lost), "beyond the optimum a larger scale costs more"


def test_territories_compare_in_absolute_numbers():
    """Ten times as many municipalities of the same kind, with as many bodies each, are as busy within a tenth."""
    values = []
    for units in (100, 1_000):
        first, *_ = synthetic_extremes(units, ())
        values.append(first.values)
    small, large = np.array(values)
    assert large[: len(DRUKTE)] == pytest.approx(small[: len(DRUKTE)], rel=0.1)
