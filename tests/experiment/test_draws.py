"""Assumptions drawn by default: which replicate has which draw, and that nothing else decides it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import reformsim
from reformsim.errors import OutputError, UnknownNameError
from reformsim.experiment.computing.choice import choose
from reformsim.experiment.computing.simulating import How, simulated
from reformsim.experiment.draws import Draws
from reformsim.experiment.replicate import simulate as model
from reformsim.scenario import Assumptions, Scenario, load_scenario
from tests.experiment import fake_model

BASE = "baseline-2011"
LEVER = {"lever": "province_push", "id": "push", "date": "2012-01-01", "source": "assumption", "strength": 0.4}


def small(name: str = "small", **values) -> Scenario:
    return Scenario(**{"name": name, "horizon": {"start": 2011, "end": 2012}, "replicates": 6, **values})


def telling(scenario, replicate):
    """A model that tells the weight it is given: outcome number one is ``merger.finance``, the second the lever's."""
    record = fake_model.simulate(scenario, replicate)
    values = record.values.copy()
    values[:, 0] = scenario.behaviour_values()["merger.finance"]
    values[:, 1] = scenario.levers[0].strength if scenario.levers else 0.0
    return replace(record, values=values)


def test_of_every_four_replicates_the_last_two_share_their_draw():
    assert [Draws().draw_of(i) for i in range(9)] == [0, 1, 2, 2, 3, 4, 5, 5, 6]
    assert len({Draws().draw_of(i) for i in range(128)}) == 96 == Draws().draw_of(127) + 1
    assert [Draws(twins=False).draw_of(i) for i in range(5)] == [0, 1, 2, 3, 4]


def test_every_replicate_is_simulated_with_its_draw_and_the_results_hold_it():
    scenario = small()
    run = reformsim.run(scenario, simulate=telling)
    drawn = run.assumptions
    assert drawn["draw"].tolist() == [0, 1, 2, 2, 3, 4] and drawn["replicate"].tolist() == list(range(6))
    assert run.values[:, -1, 0].tolist() == drawn["merger.finance"].tolist()
    expected = [Assumptions.of(scenario).values(draw) for draw in (0, 1, 2, 2, 3, 4)]
    pd.testing.assert_frame_equal(drawn[list(expected[0])], pd.DataFrame(expected))


def test_a_fixed_run_draws_nothing_and_estimated_ones_leave_the_assumed_alone():
    fixed = reformsim.run(small(), simulate=telling, assumptions="fixed")
    assert (
        fixed.assumptions.columns.tolist() == ["scenario", "replicate", "draw"] and not fixed.assumptions["draw"].any()
    )
    assert set(fixed.values[:, -1, 0]) == {0.4}
    some = reformsim.run(small(), simulate=telling, assumptions="estimated")
    assert set(some.values[:, -1, 0]) == {0.4} and some.assumptions["merger.extent"].nunique() == 5
    with pytest.raises(
        UnknownNameError, match="unknown way to draw assumptions 'some'; expected one of all, estimated, fixed"
    ):
        reformsim.run(small(), simulate=telling, assumptions="some")


def test_all_scenarios_compared_have_the_same_draws_and_what_one_sets_is_its_own():
    pair = [small("free", levers=[LEVER]), small("held", behaviour={"merger.finance": 0.9})]
    found = reformsim.compare(pair, simulate=telling)
    free, held = (run.assumptions.drop(columns="scenario") for run in found.runs)
    pd.testing.assert_frame_equal(free[held.columns], held)
    assert set(free.columns) - set(held.columns) == {"merger.finance"}
    assert set(found.run("held").values[:, -1, 0]) == {0.9}
    both = found.assumptions
    assert both["scenario"].tolist() == ["free"] * 6 + ["held"] * 6
    assert both["merger.finance"].isna().tolist() == [False] * 6 + [True] * 6


def test_a_figure_of_a_lever_that_a_scenario_calls_uncertain_is_drawn_into_it():
    scenario = small(levers=[LEVER], uncertainties={"push.strength": {"low": 0.1, "high": 0.9}})
    run = reformsim.run(scenario, simulate=telling)
    assert run.values[:, -1, 1].tolist() == run.assumptions["push.strength"].tolist()
    assert run.values[:, -1, 1].min() < 0.4 < run.values[:, -1, 1].max()
    assert set(reformsim.run(scenario, simulate=telling, assumptions="fixed").values[:, -1, 1]) == {0.4}


def test_a_draw_is_the_same_among_more_replicates_and_with_more_workers(tmp_path: Path):
    few = reformsim.run(small(), simulate=telling, out=tmp_path / "r")
    before, values = few.assumptions, few.values
    many = reformsim.run(small(), simulate=telling, replicates=40, workers=2, out=tmp_path / "r")
    pd.testing.assert_frame_equal(many.assumptions[:6], before)
    assert (many.values[:6] == values).all()
    read = reformsim.load_results(tmp_path / "r")
    pd.testing.assert_frame_equal(read.assumptions, many.assumptions)
    kept = pd.read_csv(tmp_path / "r" / "assumptions.csv")
    assert kept["merger.finance"].tolist() == many.assumptions["merger.finance"].tolist()


def test_results_of_another_mode_are_another_work(tmp_path: Path):
    def stopping(scenario, replicate):
        if replicate == 11:
            raise KeyboardInterrupt
        return fake_model.simulate(scenario, replicate)

    with pytest.raises(KeyboardInterrupt):
        reformsim.run(small(), replicates=12, simulate=stopping, out=tmp_path / "r")
    with pytest.raises(OutputError, match="different: which assumptions are drawn"):
        reformsim.run(small(), replicates=12, simulate=stopping, assumptions="fixed", out=tmp_path / "r")


@dataclass(frozen=True)
class Corners:
    """A design of an analysis: the weight of money in mergers at either end, and all else at the default."""

    places = True

    def draw_of(self, replicate):
        return replicate % 2

    def chance_of(self, replicate):
        return replicate

    def values(self, scenario, replicate):
        return {"merger.finance": 1.0 * (replicate % 2)}

    def identity(self):
        return {"corners": ["merger.finance"]}


def test_a_plan_may_have_a_design_of_its_own(tmp_path: Path):
    how = How(choose(1, None), tmp_path / "r", simulate=telling, draws=Corners())
    with simulated([small()], 6, how) as work:
        work.finish(dict)
    found = reformsim.load_results(tmp_path / "r")
    assert found.values[:, -1, 0].tolist() == [0.0, 1.0] * 3 == found.assumptions["merger.finance"].tolist()
    assert found.identity["assumptions"] == {"mode": "all", "design": {"corners": ["merger.finance"]}}


def test_the_real_model_follows_its_draw_and_fixed_is_the_model_as_it_stands():
    """Replicates 2 and 3 share their draw; each is the model's own run of the scenario with those weights set."""
    given = {"replicates": 4, "until": 2013, "measures": "headline"}
    drawn, fixed = (reformsim.run(BASE, **given, assumptions=mode) for mode in ("all", "fixed"))
    bare = load_scenario(BASE).model_copy(update={"horizon": {"start": 2011, "end": 2013}, "measures": "headline"})
    for replicate in (0, 3):
        assert (fixed.values[replicate] == np.asarray(model(bare, replicate).values)).all()
        weights = {**bare.behaviour, **Assumptions.of(bare).values(Draws().draw_of(replicate))}
        set_ = bare.model_copy(update={"behaviour": weights})
        assert (drawn.values[replicate] == np.asarray(model(set_, replicate).values)).all()
    assert (drawn.values[2] != drawn.values[3]).any() and (drawn.values[0] != fixed.values[0]).any()
    again = drawn.measured_again(["autonomy"], replicates=[3])
    assert again.assumptions["draw"].tolist() == [2] and again.of("autonomy").shape == (1, 3)
    assert drawn.scenario_of(3).behaviour["merger.finance"] == drawn.assumptions["merger.finance"][3]
