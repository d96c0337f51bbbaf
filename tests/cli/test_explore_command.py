"""``reformsim explore`` as a user types it."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from reformsim.cli.app import app

TOY = Path(__file__).resolve().parents[1] / "toy"
PARAMETERS = "merger.province_push,cooperation.regrouping,capacity"

SCENARIO = """\
territory: {toy}
horizon: {{start: 2011, end: 2014}}
levers:
  - {{lever: smaller_councils, date: 2012-01-01, factor: 0.8, source: assumption}}
"""


def typed(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(app, ["explore", *words])


@pytest.fixture
def files(tmp_path, monkeypatch):
    text = SCENARIO.format(toy=TOY)
    (tmp_path / "fewer.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "none.yaml").write_text(text.partition("levers:")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_exploration_is_told_in_words_and_kept(files):
    result = typed("none.yaml", "fewer.yaml", "--draws", "16", "--parameters", PARAMETERS)
    assert result.exit_code == 0, result.output
    assert "20 draws of 6 parameters x 2 scenarios = 40 simulations at most" in result.stderr
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("fewer beside none, 2014: 20 draws of 6 assumptions and of chance (Latin")
    assert "Effect of fewer:" in lines and "What to find out first:" in lines
    assert any(line.startswith("  Councillors: \N{MINUS SIGN}") for line in lines)
    assert lines[-1].startswith("Tables in results/none-vs-fewer-lhs (40 simulated in ")
    outcomes = pd.read_csv("results/none-vs-fewer-lhs/outcomes.csv")
    assert len(outcomes) == 40 and {"councillors", "thin_tasks"} < set(outcomes.columns)


def test_what_should_be_known_of_a_scenario_is_said(files):
    lever = "{lever: smaller_councils, date: 2012-01-01, factor: 0.8, where: {units: [Sassenheim]}, source: assumption}"
    Path("old.yaml").write_text(f"horizon: {{start: 2011, end: 2012}}\nlevers: [{lever}]\n", encoding="utf-8")
    result = typed("old.yaml", "--apart", "smaller_councils")  # which ends it before anything is simulated
    assert result.exit_code == 2 and "note: old.yaml:2:" in result.stderr and "'Teylingen'" in result.stderr


def test_the_same_command_again_only_tells_and_another_language_tells_the_same(files):
    words = ("none.yaml", "fewer.yaml", "--draws", "8", "--parameters", PARAMETERS)
    first = typed(*words)
    again = typed(*words)
    dutch = typed(*words, "--lang", "nl")
    assert again.stdout.splitlines()[:-1] == first.stdout.splitlines()[:-1]
    assert again.stdout.endswith("Tables in results/none-vs-fewer-lhs (all there already)\n")
    assert "Effect van fewer:" in dutch.stdout and "Effect of" not in dutch.stdout


def test_screening_tells_what_moves_every_indicator_and_by_how_much(files):
    result = typed("fewer.yaml", "-d", "morris", "--draws", "2", "--groups", "name", "--out", "there", "-q")
    assert result.exit_code == 0 and result.output == ""
    table = pd.read_csv("there/screening.csv")
    assert {"merger", "cooperation", "capacity", "chance"} < set(table["factor"])
    told = typed("fewer.yaml", "-d", "morris", "--draws", "2", "--groups", "name", "--out", "there")
    assert "Level of fewer:" in told.stdout and "  Decision time (weeks): decisions " in told.stdout


def test_boxes_are_told_when_they_are_asked_for(files):
    # Its own figure, drawn about that of the other, decides which has fewer councillors.
    text = SCENARIO.format(toy=TOY).replace("smaller_councils, date", "smaller_councils, id: fewer, date")
    (files / "unsure.yaml").write_text(
        text + "uncertainties:\n  fewer.factor: {low: 0.5, high: 1.0}\n",
        encoding="utf-8",
    )
    words = ("fewer.yaml", "unsure.yaml", "--draws", "24", "--parameters", "fewer,cooperation.regrouping")
    result = typed(*words, "--indicators", "councillors", "--boxes")
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert "Box in which unsure is better than fewer (Councillors): fewer.factor is at most 0.7" in said
    assert pd.read_csv("results/fewer-vs-unsure-lhs/boxes.csv")["parameter"].tolist() == ["fewer.factor"]


@pytest.mark.parametrize(("words", "told"), [
    (["--design", "lsh"], "unknown design 'lsh'; did you mean 'lhs'?"),
    (["--draws", "4"], "lhs needs at least 8 draws, got 4"),
    (["--design", "sobol", "--draws", "10"], "sobol needs a power of two as number of draws, such as 8, got 10"),
    (["--parameters", "merger,capasity"], "unknown parameter that is drawn 'capasity'; did you mean 'capacity'?"),
    (["--indicators", "councilors"], "unknown indicator 'councilors'; did you mean 'councillors'?"),
    (["--assumptions", "fixed"], "nothing to explore: the scenarios set all weights themselves, or their"),
    (["--lang", "de"], "unknown language 'de'; expected one of en, nl"),
])  # fmt: skip
def test_mistakes_are_told_before_the_work_with_exit_code_2(files, words, told):
    result = typed("fewer.yaml", *words)
    assert result.exit_code == 2 and told in result.stderr and not (files / "results").exists()


def test_boxes_without_ema_workbench_say_how_to_get_it_before_the_work(files, monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", None)
    result = typed("none.yaml", "fewer.yaml", "--boxes", "--draws", "8")
    assert result.exit_code == 2 and "pip install 'reformsim[explore]'" in result.stderr
    assert not (files / "results").exists()
