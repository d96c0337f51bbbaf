"""``reformsim plot``: a figure per indicator, beside the results and never inside them."""

from __future__ import annotations

from pathlib import Path

import matplotlib.image
import pytest
from typer.testing import CliRunner, Result

from reformsim.cli.app import app
from reformsim.experiment.runner import run
from reformsim.scenario import Scenario
from tests.experiment import fake_model

pytestmark = pytest.mark.painted


@pytest.fixture
def results(tmp_path: Path) -> Path:
    named = Scenario(name="quiet", horizon={"start": 2011, "end": 2014})
    return run(named, replicates=3, simulate=fake_model.simulate).write(tmp_path / "results", figures=False)


def _type(*words: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, [str(word) for word in words])


def test_each_indicator_gets_a_figure_beside_the_results_and_its_path_is_printed(results: Path):
    before = sorted(path.name for path in results.rglob("*"))
    names = fake_model.headline_names()[:2]
    done = _type("plot", results, *names, names[0])
    assert done.exit_code == 0, done.output
    paths = [results.parent / "results-figures" / f"{name}.png" for name in names]
    assert done.stdout.split() == [str(path) for path in paths]
    assert all(matplotlib.image.imread(path).size for path in paths)
    assert sorted(path.name for path in results.rglob("*")) == before


def test_the_words_are_dutch_where_asked_and_an_svg_holds_them_as_text(results: Path, tmp_path: Path):
    name = fake_model.headline_names()[0]
    done = _type("plot", results, name, "--lang", "nl", "--svg", "--out", tmp_path / "here", "-s", "quiet")
    assert done.exit_code == 0, done.output
    assert "mediaan en de spreiding" in (tmp_path / "here" / f"{name}.svg").read_text(encoding="utf-8")


def test_all_unknown_names_are_told_at_once_with_the_nearest_right_one(results: Path):
    done = _type("plot", results, "municipalitis", "nonsense", "-s", "quite")
    assert done.exit_code == 2
    told = done.stderr.strip().split("\n")
    assert len(told) == 3
    assert "did you mean 'municipalities'?" in told[0] and "'nonsense'" in told[1]
    assert "did you mean 'quiet'?" in told[2]
    assert not (results.parent / "results-figures").exists()


@pytest.mark.parametrize("inside", [".", "figures"])
def test_figures_are_never_written_into_the_results(results: Path, inside: str):
    done = _type("plot", results, fake_model.headline_names()[0], "--out", results / inside)
    assert done.exit_code == 2 and "which reformsim wrote; name another place" in done.stderr


def test_a_language_that_there_is_not_and_a_folder_of_something_else_are_refused(results: Path, tmp_path: Path):
    assert "unknown language 'de'" in _type("plot", results, "municipalities", "--lang", "de").stderr
    assert _type("plot", tmp_path, "municipalities").exit_code == 2


def test_without_an_indicator_those_that_the_results_hold_are_listed(results: Path) -> None:
    done = _type("plot", results)
    assert done.exit_code == 0
    assert {"municipalities", "administrators_total"} <= {line.split()[0] for line in done.stdout.splitlines()}
