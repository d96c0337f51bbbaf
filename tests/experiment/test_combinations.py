"""Every combination of a scenario's levers or groups, simulated with the same draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment import load_results, run
from reformsim.experiment.combinations import combinations, combine
from reformsim.experiment.combinations.worlds import MOST, set_apart, worlds_of
from reformsim.experiment.draws import Draws
from reformsim.scenario import Scenario
from tests.experiment import fake_model

LEVERS = (
    {
        "lever": "smaller_councils",
        "id": "one",
        "date": "2012-01-01",
        "delta": {"le40k": -2, "gt40k": -4},
        "source": "assumption",
    },
    {"lever": "province_push", "id": "two", "date": "2012-01-01", "strength": 1.0, "source": "assumption"},
    {"lever": "knowledge_support", "id": "three", "date": "2012-01-01", "level": 1.0, "source": "assumption"},
)


def package(**keys) -> Scenario:
    given = {"horizon": {"start": 2011, "end": 2014}, "levers": LEVERS, "groups": {"both": ("two", "three")}}
    return Scenario(name="package", **{**given, **keys})


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("combined") / "c"
    combine(package(), replicates=3, out=folder, simulate=fake_model.simulate)
    return folder


def test_of_a_lever_and_a_group_there_are_four_worlds_of_which_the_first_has_none_and_the_last_all():
    plan = worlds_of(package())
    assert [player.name for player in plan.players] == ["one", "both"]
    held = [tuple(lever.id for lever in world.levers) for world in plan.scenarios]
    assert held == [(), ("one",), ("two", "three"), ("one", "two", "three")]


def test_a_lever_set_apart_comes_and_goes_by_itself():
    plan = worlds_of(set_apart(package(), ["three"]))
    assert [player.name for player in plan.players] == ["one", "both", "three"]
    assert [player.levers for player in plan.players] == [("one",), ("two",), ("three",)]


def test_a_lever_that_is_not_there_is_not_set_apart():
    with pytest.raises(UnknownNameError, match="unknown lever 'thre'; did you mean 'three'"):
        set_apart(package(), ["thre"])


def test_more_levers_than_a_page_can_switch_are_refused():
    levers = tuple({**LEVERS[1], "id": f"push-{at}"} for at in range(MOST + 1))
    with pytest.raises(RunError, match="has 11 levers or groups, at most 10 can be combined"):
        worlds_of(package(levers=levers, groups={}))


def test_what_is_written_is_read_back_the_same(made):
    told = combinations(made)
    assert [player.name for player in told.players] == ["one", "both"]
    again = combine(package(), replicates=3, simulate=fake_model.simulate)
    for name in told.indicators:
        assert told.values(name).tobytes() == again.values(name).tobytes()
    assert told.players == again.players


def test_values_are_by_world_replicate_and_year(made):
    told = combinations(made)
    assert told.values(told.indicators[0]).shape == (4, 3, 4)
    assert told.world(["both"]) == 2
    assert told.world(["both", "one"]) == 3
    with pytest.raises(UnknownNameError):
        told.world(["all"])


def test_a_world_gives_what_the_scenario_with_these_levers_gives_with_the_same_draws(made):
    told = combinations(made)
    alone = run(told.runs[3].scenario, replicates=3, simulate=fake_model.simulate)
    assert told.numbers == alone.numbers
    assert [told.runs[3].draws.draw_of(r) for r in range(3)] == [Draws(twins=False).draw_of(r) for r in range(3)]


def test_the_table_has_the_effect_beside_the_world_without_any(made):
    table = combinations(made).table()
    assert (table[table["world"] == 0]["effect"] == 0.0).all()
    assert set(table["players"]) == {"", "one", "both", "one both"}
    assert np.isfinite(table["level"]).all()


def test_a_folder_of_combinations_is_no_comparison_and_the_other_way_round(made, tmp_path):
    with pytest.raises(RunError, match="holds combinations of levers, not a comparison"):
        load_results(made)
    run(package(), replicates=1, out=tmp_path / "run", simulate=fake_model.simulate)
    with pytest.raises(RunError, match="holds no combinations"):
        combinations(tmp_path / "run")


def test_the_command_refuses_what_is_about_draws_alone():
    from reformsim.cli.app import app

    told = CliRunner().invoke(app, ["explore", "note-2011", "--combinations", "--design", "morris", "--draws", "4"])
    assert told.exit_code == 2
    assert "--design, --draws cannot go with --combinations" in told.stderr


def test_the_command_refuses_levers_apart_without_combinations():
    from reformsim.cli.app import app

    told = CliRunner().invoke(app, ["explore", "note-2011", "--apart", "work"])
    assert (told.exit_code, "name them with --combinations" in told.stderr) == (2, True)
