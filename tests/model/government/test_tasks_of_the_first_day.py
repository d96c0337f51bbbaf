"""A run takes the tasks of its first day and keeps them: one basket, to which later law adds no subject."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from reformsim.measures import HEADLINES, MEASURES, Snapshots, measured
from reformsim.model import ReformModel
from reformsim.scenario import Scenario, check_files
from reformsim.tasks import LAYERS, load_tasks
from tests.model.worlds import TOY

STILL = {
    "merger.constant": -20.0,
    "cooperation.founding": 0.0,
    "cooperation.joining": 0.0,
    "tasks.drift": 0.0,
    "politics.reversal": 0.0,
}
NEW = ("wmo", "sheltered_living", "local_teams", "community_reception", "public_order", "green")


@pytest.fixture(scope="module")
def land(tmp_path_factory) -> Path:
    """The toy province as if its map were of 2018."""
    folder = tmp_path_factory.mktemp("lands") / "later"
    shutil.copytree(TOY, folder)
    text = (folder / "territory.yaml").read_text("utf-8").replace("year: 2011", "year: 2018")
    kept = [line for line in text.splitlines() if "plusregio" not in line and "police_region" not in line]
    (folder / "territory.yaml").write_text("\n".join(kept) + "\n", "utf-8")
    people = [line.split(",") for line in (folder / "population.csv").read_text("utf-8").splitlines()]
    later = [[code, str(int(year) + 7), *rest] for code, year, *rest in people[1:]]
    (folder / "population.csv").write_text("\n".join(",".join(row) for row in [people[0], *later]) + "\n", "utf-8")
    units = (folder / "units.csv").read_text("utf-8").replace(",2009", ",2017").replace(",2010", ",2017")
    (folder / "units.csv").write_text(units, "utf-8")
    return folder


def run(land: Path, law: str, end: int = 2023) -> ReformModel:
    model = ReformModel(
        Scenario(name="later", territory=str(land), horizon={"start": 2018, "end": end}, law=law, behaviour=STILL)
    )
    model.run()
    return model


@pytest.fixture(scope="module")
def enacted(land) -> ReformModel:
    return run(land, "enacted")


def carriers(model: ReformModel, task: str) -> set[str]:
    state, k = model.state, model.world.tasks.index(task)
    return {LAYERS[layer] for layer in np.unique(state.carrier[state.live, k]).tolist()}


def test_a_start_in_2018_has_the_tasks_and_budgets_of_2018(enacted):
    assert enacted.world.tasks == load_tasks(date(2018, 1, 1), enacted=True)
    assert carriers(enacted, "youth_care") == {"gemeente"} and carriers(enacted, "police") == {"rijk"}


def test_the_law_as_enacted_gives_integration_to_the_municipalities_in_2022_and_says_so(enacted, land):
    told = [(e.year, e.subject, e.detail) for e in enacted.world.events if e.kind == "task_moved"]
    assert told == [(2022, "integration", "to gemeente (by law)")]
    assert carriers(enacted, "integration") == {"gemeente"}
    assert carriers(run(land, "at_start"), "integration") == {"rijk"}


def test_the_basket_is_the_same_in_every_year_of_a_run(enacted):
    s = Snapshots([enacted.history()])
    assert s.basket.shape == (29,) and s.basket.sum() == pytest.approx(1.0)
    assert s.basket[enacted.world.tasks.index("youth_care")] == pytest.approx(270.8 / 3653.3, rel=1e-3)
    assert {shot.adequacy.shape[1] for shot in s.shots} == {29}


def test_new_tasks_are_measured_and_those_of_other_days_have_no_value(enacted):
    names = [f"{kind}.{task}" for kind in ("thin", "lost_to_scale") for task in (*NEW, "integration", "awbz_guidance")]
    found = measured(enacted.history(), names)
    values = dict(zip(found.indicators, found.values.T, strict=True))
    for task in NEW:
        assert np.isfinite(values[f"thin.{task}"]).all()
        assert (values[f"lost_to_scale.{task}"] == 0.0).all()
    # With 0.065 people per 1,000 inhabitants sheltered living is thin below about 30,000: for 125,000 of the 290,000
    # if each did it alone, less where drawn bodies carry it out. Green, with 0.213, is thin below about 10,800.
    assert 125 / 290 > values["thin.sheltered_living"][0] > values["thin.green"][0] > 0.0
    assert np.isnan(values["thin.integration"][:4]).all() and np.isfinite(values["thin.integration"][4:]).all()
    assert np.isnan(values["thin.awbz_guidance"]).all()


def test_what_is_measured_by_default_has_the_tasks_of_the_first_day_and_a_name_asks_for_any(land):
    later = Scenario(name="later", territory=str(land), horizon={"start": 2018, "end": 2020})
    before = Scenario(name="before", territory=str(TOY), horizon={"start": 2011, "end": 2013})
    assert "thin.wmo" in later.measured and "thin.wmo_support" not in later.measured
    assert "thin.wmo" not in before.measured and "thin.wmo_support" in before.measured
    assert set(HEADLINES) <= set(before.measured) & set(later.measured)
    asked = before.model_copy(update={"measures": ("thin.wmo", "all")})
    assert len(asked.measured) == len(before.model_copy(update={"measures": ("all",)}).measured) + 1
    assert sum(one.task == "wmo" for one in MEASURES.values()) == 2


LEVER = "levers:\n  - {lever: decentralise_task, date: 2019-01-01, task: %s, carrier: provincie, source: assumption}\n"


@pytest.mark.parametrize(
    ("territory", "start", "task", "told"),
    [
        ("toy", 2011, "wmo", "task 'wmo' is not in the catalogue of 2011-01-01; it is there from 2015-01-01 on"),
        (
            "later",
            2018,
            "wmo_support",
            "task 'wmo_support' is not in the catalogue of 2018-01-01; it is there until 2015-01-01, then in wmo",
        ),
        ("later", 2018, "wom", "unknown task 'wom'; did you mean 'wmo'?"),
    ],
)
def test_a_reform_of_a_task_of_other_days_is_told_with_these_days(land, tmp_path, territory, start, task, told):
    where = TOY if territory == "toy" else land
    path = tmp_path / "case.yaml"
    path.write_text(
        f"name: case\ntitle: A case\nterritory: {where}\nhorizon: {{start: {start}, end: 2021}}\n" + LEVER % task
    )
    (problem,) = check_files([path])
    assert (problem.path, f"{problem.message}{problem.near.hint if problem.near else ''}") == ("levers[0].task", told)


def test_a_territory_whose_bodies_have_tasks_of_other_days_is_refused_in_words(land, tmp_path):
    folder = tmp_path / "wrong"
    shutil.copytree(land, folder)
    text = (folder / "territory.yaml").read_text("utf-8").replace("say: [work_participation]", "say: [wmo_support]")
    (folder / "territory.yaml").write_text(text, "utf-8")
    path = tmp_path / "case.yaml"
    path.write_text(f"name: case\ntitle: A case\nterritory: {folder}\nhorizon: {{start: 2018, end: 2021}}\n")
    (problem,) = check_files([path])
    assert str(problem).endswith(
        "territory: its bodies of kind 'labour_market_region': task 'wmo_support' is not in the catalogue of "
        "2018-01-01; it is there until 2015-01-01, then in wmo"
    )
