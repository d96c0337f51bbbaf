"""Folders of explorations: the same bytes whatever stops or computes the work, read back, refused when altered."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import reformsim
from reformsim import Exploration, exploration, explore, load_results
from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment.explore.design import Design, rows_of
from reformsim.scenario import Scenario
from tests.experiment.fake_model import FakeRecord
from tests.explore import known_models as known

GIVEN = {"draws": 24, "parameters": known.X[:3]}
TABLES = {
    "bands.csv", "design.csv", "draws.csv", "outcomes.csv", "parameters.csv", "regret.csv", "robustness.csv",
    "rules.csv", "satisficing.csv", "tornado.csv", "worth.csv",
}  # fmt: skip
EXPORTED = {"yearly", "events", "map", "places", "violations", "draws", "parameters", "outcomes"}


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file but the log, which says when."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    files.pop("log.jsonl")
    return files


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "explored"
    known.explore_into(out, None)
    return out


def test_a_folder_holds_draws_outcomes_and_all_tables(whole):
    assert set(bytes_of(whole)) >= TABLES
    rows = 24 + 6
    assert len(pd.read_csv(whole / "draws.csv")) == rows and len(pd.read_csv(whole / "outcomes.csv")) == 2 * rows
    bands = pd.read_csv(whole / "bands.csv")
    assert set(bands["unit"]) == {"persons", "municipalities"} and set(bands["scenario"]) == {"base", "other"}


def test_an_exploration_that_was_killed_goes_on_and_ends_with_the_same_bytes(tmp_path, whole):
    out, gate = tmp_path / "explored", tmp_path / "gate"
    started = multiprocessing.get_context("fork").Process(target=known.explore_into, args=(out, gate, 17))
    started.start()
    wait_for(lambda: len(list(tmp_path.glob("explored.part/pieces/*/*.npz"))) >= 2)
    assert started.pid is not None
    os.kill(started.pid, signal.SIGKILL)
    started.join()
    assert not out.exists()
    half = exploration(out)
    assert 0 < np.isfinite(half.of(known.LOWER)).sum() < 30, "what is done can be looked at"
    gate.touch()
    known.explore_into(out, gate)
    assert bytes_of(out) == bytes_of(whole)


def wait_for(there, seconds: float = 60.0):
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_on_two_processes_the_bytes_are_the_same(tmp_path, whole):
    explore(known.pair(), **GIVEN, out=tmp_path / "two", workers=2, simulate=known.boxed)
    assert bytes_of(tmp_path / "two") == bytes_of(whole)


@pytest.mark.parametrize("kind", ["morris", "sobol"])
def test_whatever_the_design_the_bytes_are_the_same_on_two_processes(tmp_path, kind):
    given = {"design": kind, "draws": 4, "parameters": known.X[:3], "measures": (known.LOWER,)}
    for workers in (1, 2):
        explore(known.pair(), **given, out=tmp_path / str(workers), workers=workers, simulate=known.noisy)
    assert bytes_of(tmp_path / "1") == bytes_of(tmp_path / "2")
    assert {"screening.csv" if kind == "morris" else "indices.csv", "design.csv"} < set(bytes_of(tmp_path / "1"))


def test_a_folder_read_back_tells_the_same(whole):
    given, back = explore(known.pair(), **GIVEN, simulate=known.boxed), exploration(whole)
    for table in ("draws", "outcomes", "parameters"):
        assert getattr(given, table).equals(getattr(back, table))
    assert given.summary() == back.summary() and given.design == back.design
    assert str(back) == "<Exploration base | other: lhs, 30 draws of 3 parameters, 2012>"


def test_the_same_command_again_simulates_nothing(whole):
    assert explore(known.pair(), **GIVEN, out=whole, simulate=known.boxed).timing.simulated == 0


def test_other_draws_are_not_taken_for_these(tmp_path):
    out = tmp_path / "explored"
    explore(known.pair(), **GIVEN, out=out, simulate=known.boxed)
    again = explore(known.pair(), **{**GIVEN, "draws": 16}, out=out, simulate=known.boxed)
    assert again.timing.simulated == 2 * 20 and len(exploration(out).draws) == 20


def test_an_exploration_is_not_read_as_replicates(whole):
    with pytest.raises(RunError, match="holds an exploration, not replicates"):
        load_results(whole)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_exploration_is_exported_as_what_was_drawn_and_what_came_of_each_draw(whole, tmp_path, form):
    written = reformsim.export(whole, tmp_path / "tables", form)
    assert {path.parent.name if form == "parquet" else path.stem for path in written} == EXPORTED
    told, read = exploration(whole), pd.read_csv if form == "csv" else pd.read_parquet
    ending = ".csv" if form == "csv" else ""
    for table in ("draws", "parameters", "outcomes"):
        found = read(tmp_path / "tables" / f"{table}{ending}")
        pd.testing.assert_frame_equal(found, getattr(told, table), check_dtype=False, check_exact=form == "parquet")
    yearly = read(tmp_path / "tables" / f"yearly{ending}").query("year == 2012 and scenario == 'other'")
    found = yearly.pivot(index="replicate", columns="indicator", values="value")[known.LOWER].to_numpy()
    expected = told.outcomes.query("scenario == 'other'")[known.LOWER].to_numpy()
    np.testing.assert_allclose(found, expected, rtol=0 if form == "parquet" else 1e-12)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"tables": ["levels"], "form": "csv"}, "an exploration has no levels; run and compare have"),
        ({"form": "xlsx"}, "an exploration is written as tables: --format csv or parquet"),
    ],
)
def test_an_exploration_has_no_ranges_over_replicates_and_no_workbook(whole, tmp_path, given, words):
    with pytest.raises(RunError, match=words):
        reformsim.export(whole, tmp_path / ("tables" if given["form"] == "csv" else "note.xlsx"), **given)
    assert not list(tmp_path.iterdir())


def test_a_folder_of_a_run_is_read_as_an_exploration_of_its_draws(tmp_path):
    reformsim.run(known.scenario(measures=(known.LOWER,)), replicates=32, out=tmp_path / "run", simulate=known.noisy)
    told = exploration(tmp_path / "run")
    assert told.design.kind == "replicates" and len(told.draws) == 32 and told.draws["parameters"].nunique() == 24


def test_a_design_that_was_altered_is_refused(tmp_path):
    out = tmp_path / "explored"
    explore(known.pair(), **GIVEN, out=out, simulate=known.boxed)
    table = pd.read_csv(out / "design.csv")
    table.iloc[0, 0] = 0.5
    table.to_csv(out / "design.csv", index=False, lineterminator="\n")
    with pytest.raises(OutputError, match=r"design\.csv is missing or damaged"):
        exploration(out)


def test_places_are_not_kept_for_every_draw(whole):
    assert all(run.local_indicators == () for run in exploration(whole).runs)


# --- what fails --------------------------------------------------------------------------------------------


def test_draws_that_fail_are_left_out_and_told(tmp_path):
    out = tmp_path / "explored"
    given = {"draws": 16, "parameters": known.X[:2], "measures": (known.LOWER,)}
    result = explore(known.scenario(), **given, out=out, simulate=known.failing)
    assert [failure.replicate for failure in result.runs[0].failures] == [3]
    assert np.isnan(result.of(known.LOWER)).sum() == 1 and len(result.sampled(known.LOWER).draws) == 15
    assert (out / "failures.csv").exists() and exploration(out).bands().equals(result.bands())


@dataclass
class Lacking:
    """As the noisy model, but what it is asked for the sixth time fails, or has no second measure."""

    fails: bool
    asked: int = 0

    def __call__(self, drawn: Scenario, replicate: int) -> FakeRecord:
        self.asked += 1
        if self.asked == 6 and self.fails:
            raise ZeroDivisionError("division by zero")
        y = float(known.unit(drawn)[0])
        return known.record(drawn, replicate, **{known.LOWER: y, known.HIGHER: np.nan if self.asked == 6 else y})


@pytest.mark.parametrize(("kind", "table", "draws"), [("morris", "screening.csv", 4), ("sobol", "indices.csv", 16)])
def test_a_design_that_needs_every_draw_is_kept_without_the_table_of_what_has_a_gap(tmp_path, kind, table, draws):
    given = {"design": kind, "draws": draws, "parameters": known.X[:2], "measures": (known.LOWER, known.HIGHER)}
    result = explore(known.scenario(), **given, out=tmp_path / "gap", simulate=Lacking(fails=False))
    assert set(pd.read_csv(tmp_path / "gap" / table)["indicator"]) == {known.LOWER}
    assert "Administrators" in result.summary()
    failed = explore(known.scenario(), **given, out=tmp_path / "failed", simulate=Lacking(fails=True))
    assert not (tmp_path / "failed" / table).exists() and (tmp_path / "failed" / "failures.csv").exists()
    with pytest.raises(RunError, match=r"every draw, and 1 of .* gave no value: 5"):
        failed.summary()
    if kind == "sobol":
        assert set(pd.read_csv(tmp_path / "failed" / "bands.csv")["method"]) == {"draws", "regression", "rest"}


def test_a_design_that_needs_every_draw_says_which_failed():
    from reformsim.experiment.explore.indices import indices

    design = Design("sobol", ("a.x", "a.y"), 4, 1)
    outcome = rows_of(design).unit[:, 0].copy()
    outcome[[2, 5]] = np.nan
    with pytest.raises(RunError) as error:
        indices(design, outcome)
    assert str(error.value) == "Sobol's indices need every draw, and 2 of 20 gave no value: 2, 5"


# --- what cannot be asked for ------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "told"), [
    ({"design": "lsh"}, "unknown design 'lsh'; did you mean 'lhs'?"),
    ({"draws": 3}, "lhs needs at least 8 draws, got 3"),
    ({"design": "sobol", "draws": 100}, "sobol needs a power of two as number of draws, such as 128, got 100"),
    ({"design": "morris", "replicates": 2}, "replicates are a whole number of 1 or more, and of lhs alone: chance is a "
     "factor in the others"),
    ({"groups": "name"}, "groups are moved as one by morris and sobol; lhs draws every parameter by itself"),
    ({"design": "morris", "groups": "names"}, "unknown what to group by 'names'; did you mean 'name'?"),
    ({"parameters": ["merger.constnt"]}, "unknown parameter that is drawn 'merger.constnt'; did you mean "
     "'merger.constant'?"),
    ({"assumptions": "fixed"}, "nothing to explore: the scenarios set all weights themselves, or their assumptions are "
     "fixed"),
    ({"assumptions": "al"}, "unknown way to draw assumptions 'al'; did you mean 'all'?"),
    ({"design": "sobol", "draws": 1024}, "136,192 draws of each scenario are more than 100,000: draw fewer, group the "
     "parameters, or name those to explore"),
])  # fmt: skip
def test_what_cannot_be_explored_is_told_before_any_work(given, told):
    def never(scenario, replicate):
        raise AssertionError

    with pytest.raises((RunError, UnknownNameError)) as error:
        explore(known.scenario(), **given, simulate=never)
    assert str(error.value) == told


def test_scenarios_that_draw_the_same_from_different_ranges_are_refused():
    name = known.X[0]
    narrow = known.scenario("narrow", uncertainties={name: {"low": 0.4, "high": 0.6}})
    with pytest.raises(RunError, match=f"'base' and 'narrow' draw {name} from different ranges"):
        explore([known.scenario("base"), narrow], simulate=known.noisy)


def test_what_one_scenario_sets_the_others_still_draw():
    held = known.scenario("other", behaviour={known.X[0]: 0.75})
    given = {"draws": 8, "parameters": known.X[:2], "measures": (known.LOWER,)}
    result = explore([known.scenario("base"), held], **given, simulate=known.noisy)
    assert result.factors.names == known.X[:2]
    values = [result.scenario_at(draw, "other")[0].behaviour_values()[known.X[0]] for draw in range(8)]
    assert values == [0.75] * 8 and result.draws[known.X[0]].nunique() == 8


def test_a_figure_of_a_lever_that_is_called_uncertain_is_put_in():
    push = {"lever": "province_push", "id": "push", "date": "2012-01-01", "source": "assumption", "strength": 0.4}
    unsure = known.scenario("other", levers=[push], uncertainties={"push.strength": {"low": 0.2, "high": 1.0}})
    given = {"draws": 8, "parameters": [known.X[0], "push"], "measures": (known.LOWER,)}
    result = explore([known.scenario("base"), unsure], **given, simulate=known.noisy)
    row = result.parameters.set_index("parameter").loc["push.strength"]
    assert (row["source"], row["unit"]) == ("put_in", "as of the lever's strength") and row["low"] >= 0.2
    assert result.worth()["study"].isin(["package"]).any()


# --- designs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["lhs", "morris", "sobol"])
def test_a_design_follows_from_what_it_says_and_its_seed_alone(kind):
    first = rows_of(Design(kind, ("a.x", "a.y", "b.z"), 16, 1))
    np.random.seed(1)  # nothing global takes part
    rows_of.cache_clear()
    again = rows_of(Design(kind, ("a.x", "a.y", "b.z"), 16, 1))
    other = rows_of(Design(kind, ("a.x", "a.y", "b.z"), 16, 2))
    assert first.digest == again.digest != other.digest
    assert first.unit.shape == (Design(kind, ("a.x", "a.y", "b.z"), 16, 1).rows, 3)


def test_a_hypercube_has_one_draw_in_every_slice_of_every_parameter():
    rows = rows_of(Design("lhs", tuple(f"a.{i}" for i in range(20)), 64, 3))
    sample = rows.unit[rows.sample]
    assert (np.sort(np.floor(sample * 64), axis=0) == np.arange(64)[:, None]).all()


def test_indices_do_not_touch_the_global_chance():
    design = Design("sobol", ("a.x", "a.y"), 8, 0)
    np.random.seed(7)
    before = np.random.get_state()[1].copy()
    from reformsim.experiment.explore.indices import indices

    indices(design, rows_of(design).unit.sum(axis=1))
    assert (np.random.get_state()[1] == before).all()


def test_an_exploration_shows_itself_in_a_notebook(whole):
    text = exploration(whole)._repr_html_()
    assert "other beside base, 2012" in text and isinstance(exploration(whole), Exploration)
