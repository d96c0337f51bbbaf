"""``reformsim attribute`` as a user types it."""

from __future__ import annotations

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from reformsim.cli.app import app

SCENARIO = """\
territory: {toy}
horizon: {{start: {year}, end: {end}}}
replicates: 2
groups:
  offices: [smaller_councils, smaller_colleges]
levers:
  - {{lever: smaller_councils, date: {next}-01-01, factor: 0.8, source: assumption}}
  - {{lever: smaller_colleges, date: {next}-01-01, share: 0.2, source: assumption}}
  - {{lever: province_push, date: {next}-01-01, strength: 0.5, source: assumption}}
"""


def typed(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(app, ["attribute", *words])


@pytest.fixture
def package(tmp_path, monkeypatch):
    from pathlib import Path

    from reformsim.territory import load_territory

    toy = Path(__file__).resolve().parents[1] / "toy"
    year = load_territory(toy).year
    text = SCENARIO.format(toy=toy, year=year, end=year + 5, next=year + 1)
    (tmp_path / "package.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_parts_are_printed_in_a_hundred_columns_and_written(package):
    result = typed("package.yaml")
    assert result.exit_code == 0, result.output
    assert "4 scenarios x 2 replicates = 8 simulations at most" in result.stderr
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("Offices ") for line in lines)
    assert "Results in results/package-attribution" in result.stdout
    table = pd.read_csv("results/package-attribution/attribution.csv")
    parts = table[table["part"] != "whole"].groupby(["year", "indicator"])["effect"].sum()
    whole = table[table["part"] == "whole"].set_index(["year", "indicator"])["effect"]
    assert (parts - whole).abs().max() < 1e-9
    assert whole["horizon", "councillors"] < 0


def test_one_indicator_is_shown_in_detail(package):
    result = typed("package.yaml", "--method", "one-out", "-i", "councillors", "--year", "horizon", "--out", "there")
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 100
    for word in ("Councillors (persons)", "80 % range", "Replicate SE", "Only together", "Whole package", "100 %"):
        assert word in result.stdout, word


@pytest.mark.parametrize(("words", "told"), [
    (["--year", "1999"], "--year: expected"),
    (["-i", "councilors"], "unknown indicator 'councilors'; did you mean 'councillors'?"),
    (["--method", "shap"], "unknown method 'shap'"),
    (["--permutations", "3"], "permutations must be an even number"),
])  # fmt: skip
def test_a_mistake_is_told_before_anything_is_simulated(package, words, told):
    result = typed("package.yaml", *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (package / "results").exists()


def test_quiet_says_nothing(package):
    result = typed("package.yaml", "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
