"""What provinces favour: drawn once and every year, keyed by their codes, and felt by mergers within them alone."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.model import simulate
from reformsim.model.mergers.coalitions import pack
from reformsim.model.mergers.framework import criteria
from reformsim.model.mergers.phase import Mergers
from reformsim.model.mergers.procedures import Procedure
from reformsim.model.mergers.together import crosses
from reformsim.model.provinces import effect, view
from reformsim.model.world import World
from tests.model.worlds import TOY, bare, beyond_ranges, neighbours_of, row, world_of


def acting(*names: str, seed: int = 1, **weights: float) -> World:
    world = world_of(bare(), seed=seed, **weights)
    world.acting = frozenset(names)
    return world


def test_without_spread_provinces_are_alike():
    world = acting("province_push", province__leaning_spread=0.0, province__wave_spread=0.0)
    assert effect.own_effect(world, 2012).tolist() == [0.0, 0.0]


def test_a_leaning_lasts_and_a_wave_does_not():
    leaning = acting("province_push", province__wave_spread=0.0)
    assert (effect.own_effect(leaning, 2012) == effect.own_effect(leaning, 2020)).all()
    wave = acting("province_push", province__leaning_spread=0.0)
    assert (effect.own_effect(wave, 2012) != effect.own_effect(wave, 2013)).all()


def test_the_effects_of_a_run_are_its_own_and_come_again():
    first, again, other = (effect.own_effect(acting("province_push", seed=seed), 2012) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).all()


def test_effects_have_the_spread_that_is_asked_for_and_a_quarter_of_its_square_off():
    weights = {"province__leaning_spread": 0.3, "province__wave_spread": 0.9}
    worlds = [acting("province_push", seed=seed, **weights) for seed in range(25)]
    drawn = np.concatenate([effect.own_effect(world, year) for world in worlds for year in range(2011, 2041)])
    assert drawn.std() == pytest.approx(np.hypot(0.3, 0.9), rel=0.1)
    assert drawn.mean() == pytest.approx(-(0.3**2 + 0.9**2) / 4.0, abs=0.1)


def test_only_coalitions_within_a_province_are_favoured():
    world = acting("province_push")
    state = world.state
    pairs = [np.array([[row(world, a), row(world, b)]], np.int64) for a, b in (("T01", "T02"), ("T05", "T12"))]
    c = pack([np.concatenate(pairs)], state.key, 2)
    across = crosses(c.members, state.province)
    gained = effect.favour(np.array([0.7, -0.2]), c, state.province)
    assert across.tolist() == [state.province[one[0, 0]] != state.province[one[0, 1]] for one in pairs]
    assert (gained[across] == 0.0).all()
    within = state.province[c.members[:, 0]]
    assert (gained[~across] == np.array([0.7, -0.2])[within[~across]]).all()


def started(effects: np.ndarray | None, monkeypatch: pytest.MonkeyPatch) -> list[frozenset[str]]:
    """Members of the procedures that start in ten years, where nobody is busy, under effects that are set."""
    monkeypatch.setattr("reformsim.model.mergers.phase.acting_effect", lambda *_: effects)
    world = acting(merger__constant=-5.0)
    mergers, found = Mergers(world, 3), []
    for year in range(2012, 2022):
        world.state.year = year
        mergers.start(year)
        found += [frozenset(world.codes_of(p.rows)) for p in mergers.procedures]
        mergers.procedures.clear()
    return found


def test_the_same_chances_bring_more_mergers_where_provinces_favour_them_and_as_many_where_they_do_not_care(
    monkeypatch,
):
    plain, none, more, never = (
        started(e, monkeypatch) for e in (None, np.zeros(2), np.array([3.0, 3.0]), np.array([-30.0, -30.0]))
    )
    assert plain == none
    assert len(more) > len(plain) > 0
    assert all(len({code <= "T06" for code in one}) == 2 for one in never), "only across the border nobody minds"


def test_the_mechanism_is_off_unless_it_acts():
    assert effect.acting_effect(acting(), 2012) is None
    assert effect.acting_effect(acting("province_push"), 2012) is not None


# --- views ---------------------------------------------------------------------------------------------------------


def design(world: World, codes: str = "T01 T02", route: str = "below") -> Procedure:
    rows = tuple(sorted(row(world, code) for code in codes.split()))
    return Procedure(rows, int(world.state.key[list(rows)].sum()), 2012, route)


def test_a_view_by_hand():
    """Mean of six marks beyond the pass mark, times the weight of the criteria, and what the province favours."""
    world = acting("province_views", "province_push", province__view_criteria=4.0, merger__framework_mark=0.6)
    p, graph = design(world), neighbours_of(world)
    seen = view.view_on(world, graph, p.rows, p.started)
    own = effect.own_effect(world, 2012)[world.state.province[list(p.rows)]]
    marks = criteria(world, graph, p.rows)
    assert seen.value == pytest.approx(4.0 * (marks.mean() - 0.6) + own.mean())


def test_the_better_the_view_the_less_often_a_procedure_breaks_off():
    world = acting("province_views")
    p, graph = design(world), neighbours_of(world)
    value = view.view_on(world, graph, p.rows, p.started).value
    usual = 0.1
    heard = view.heard(world, graph, p, usual)
    assert np.log(heard / (1 - heard)) == pytest.approx(np.log(usual / (1 - usual)) - value)


@pytest.mark.parametrize(("names", "route"), [((), "below"), (("province_views",), "above")])
def test_no_view_is_heard_when_off_or_on_a_procedure_of_the_province_itself(names, route):
    world = acting(*names)
    assert view.heard(world, neighbours_of(world), design(world, route=route), 0.1) == 0.1


def test_a_minister_who_does_not_mind_hears_nothing():
    world = acting("province_views", province__view=0.0)
    assert view.heard(world, neighbours_of(world), design(world), 0.1) == 0.1


# --- whole runs ----------------------------------------------------------------------------------------------------

MECHANISMS = ("province_push", "province_views", "province_cooperation", "province_mergers")


def lived(*names: str):
    """What a run of the toy province left, in which more happens than by the weights of a country."""
    lively = {
        "merger.constant": -4.0, "cooperation.founding": 0.3, "cooperation.joining": 0.05, "province.care": 1.5,
        "merger.break_off_advice": 0.5, "province.view": 3.0,
        "province.merger_initiative": 1.0, "province.merger_consent": 1.0, "province.merger_act": 1.0,
    }  # fmt: skip
    switches = dict.fromkeys(names, True)
    span = {"start": 2011, "end": 2017}
    return simulate(
        beyond_ranges(name="on", territory=str(TOY), horizon=span, behaviour=lively, mechanisms=switches), 0
    )


@pytest.fixture(scope="module")
def untouched():
    return lived()


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_of_provinces_changes_a_run(name, untouched):
    assert lived(name).events != untouched.events
