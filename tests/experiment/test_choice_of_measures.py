"""What is measured is chosen, stands in the identity of results, and can be measured again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import reformsim
from reformsim.cli.app import app
from reformsim.dossier.page import report_files
from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment.plan import Plan, differences
from reformsim.history import History
from reformsim.measures import HEADLINES, MEASURES, REPORT, local_of, measured
from reformsim.measures.shipped import SHIPPED
from reformsim.model import simulate
from reformsim.scenario import Scenario, check_files, load_scenario
from reformsim.tasks import load_tasks
from tests.experiment import fake_model

EXPECTED = "expected headline, report, all or a list of names of indicators"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def history() -> History:
    return simulate(load_scenario("note-2011").model_copy(update={"horizon": {"start": 2011, "end": 2012}}), 0)


def short(**given: object) -> reformsim.Run:
    return reformsim.run("note-2011", replicates=2, until=2012, **given)


def _of_2011(name: str) -> bool:
    """Whether a measure is of no task, or of one that there was in 2011."""
    kind, _, task = name.partition(".")
    return not task or kind not in ("thin", "lost_to_scale") or task in load_tasks().ids


def test_a_word_or_names_say_what_is_measured_in_the_order_of_the_register():
    assert short(measures="headline").indicators == HEADLINES
    assert short().indicators == tuple(name for name in REPORT if _of_2011(name))
    assert short(measures="all").indicators == tuple(name for name in MEASURES if _of_2011(name))
    assert short(measures=["turnout_council", "autonomy"]).indicators == ("autonomy", "turnout_council")
    assert short(measures="headline, autonomy").indicators == tuple(
        name for name in MEASURES if name in {*HEADLINES, "autonomy"}
    )


def test_only_what_is_asked_for_is_computed(history, monkeypatch):
    asked: list[str] = []
    for name, one in SHIPPED.items():
        for part in ("function", "by_municipality"):
            function = getattr(one, part)
            if function is not None:
                noted = lambda s, function=function, name=name: asked.append(name) or function(s)  # noqa: E731
                monkeypatch.setattr(type(one), "__setattr__", object.__setattr__)
                monkeypatch.setattr(one, part, noted)
    record = measured(history, ("autonomy", "provinces"))
    assert set(asked) == {"autonomy", "provinces"}
    assert record.indicators == ("autonomy", "provinces")
    assert record.local is not None and record.local.indicators == ("autonomy",)


def test_what_is_measured_does_not_depend_on_what_else_is(history):
    whole = measured(history)
    for names in (HEADLINES, REPORT):
        part = measured(history, names)
        columns = [whole.indicators.index(name) for name in names]
        assert np.array_equal(part.values, whole.values[:, columns], equal_nan=True)
        local = [whole.local.indicators.index(name) for name in local_of(names)]
        assert np.array_equal(part.local.by_unit, whole.local.by_unit[..., local], equal_nan=True)
        assert np.array_equal(part.local.by_province, whole.local.by_province[..., local], equal_nan=True)


def test_the_report_of_a_default_run_misses_nothing_that_a_run_of_all_has(tmp_path):
    pages = []
    for measures in ("report", "all"):
        pair = ["baseline-2011", "note-2011"]
        found = reformsim.compare(pair, replicates=2, until=2012, measures=measures)
        files = report_files(found, lang="en")
        made = []
        for name, write in sorted(files.items()):
            if name == "report.html":
                path = tmp_path / f"{measures}.html"
                write(path)
                made.append(path.read_text("utf-8"))
        pages.append((sorted(files), made))
    assert pages[0][0] == pages[1][0]
    assert len(pages[0][1]) == 1 and _told(pages[0][1][0]) == _told(pages[1][1][0])


def _told(page: str) -> str:
    """A page without how it was made, which names the choice of measures."""
    import re

    without = re.sub(r'<section[^>]*id="made".*?</section>', "", page, flags=re.S)
    return re.sub(r"(?s)measures|hash [0-9a-f]+", "", without)


@pytest.mark.parametrize(("given", "told"), [
    ("measures: report\n", []),
    ("measures: [headline, autonomy]\n", []),
    ("measures: reprot\n", ["x.yaml:2:11: measures[0]: unknown indicator 'reprot'; did you mean 'report'?"]),
    ("measures: [headline, autonmy, coucillors]\n", [
        "x.yaml:2:22: measures[1]: unknown indicator 'autonmy'; did you mean 'autonomy'?",
        "x.yaml:2:31: measures[2]: unknown indicator 'coucillors'; did you mean 'councillors'?",
    ]),
    ("measures: 5\n", [f"x.yaml:2:11: measures: {EXPECTED}, not 5"]),
    ("measures: []\n", [f"x.yaml:2:11: measures: {EXPECTED}, not an empty list"]),
    ("measures: [3]\n", ["x.yaml:2:12: measures[0]: expected text, not 3"]),
])  # fmt: skip
def test_a_choice_in_a_scenario_file_is_checked_with_the_rest(here, given, told):
    (here / "x.yaml").write_text(f"extends: baseline-2011\n{given}", "utf-8")
    assert [str(problem) for problem in check_files(["x.yaml"])] == told


def test_a_wrong_word_on_the_command_line_or_in_python_is_told_in_a_sentence():
    done = CliRunner().invoke(app, ["run", "note-2011", "--measures", "report,turnout_counci"])
    assert (done.exit_code, done.stderr) == (2, "unknown indicator 'turnout_counci'; did you mean 'turnout_council'?\n")
    with pytest.raises(UnknownNameError, match="unknown indicator 'al'"):
        short(measures="al")


@pytest.mark.parametrize("given", ["headline", ["headline"], {"headline"}, (word for word in ["headline"])], ids=type)
def test_measures_are_given_in_any_form_and_stand_in_the_scenario_as_a_file_says_them(given):
    both = reformsim.compare(
        ["baseline-2011", "note-2011"], until=2012, replicates=1, measures=given, simulate=fake_model.simulate
    )
    assert [run.scenario.measures for run in both.runs] == [("headline",)] * 2


def test_a_run_in_which_nothing_is_measured_is_refused():
    for ask in (lambda: short(measures=[]), lambda: short(measures="headline").measured_again([])):
        with pytest.raises(RunError, match="no indicator is asked for"):
            ask()


def test_the_choice_is_part_of_what_results_follow_from_and_of_no_scenarios_hash():
    some, other = (Scenario(name="x", horizon={"start": 2011, "end": 2012}, measures=m) for m in ("report", "headline"))
    assert some.hash == other.hash
    assert differences(Plan((some,), 1).identity(), Plan((other,), 1).identity()) == "measures"


def test_what_was_not_measured_is_told_with_how_to_get_it():
    run = short(measures="headline")
    expected = (
        "'autonomy' was not measured in these results; simulate with --measures report,autonomy (in Python "
        "measures=['report', 'autonomy']), or measure what is there again: reformsim results DIR --measures autonomy "
        "(in Python measured_again('autonomy'))"
    )
    for ask in (lambda: run.of("autonomy"), lambda: run.plot("autonomy"), lambda: run.map(2012, indicator="autonomy")):
        with pytest.raises(RunError) as caught:
            ask()
        assert str(caught.value) == expected
    with pytest.raises(UnknownNameError, match="did you mean 'autonomy'"):
        run.of("autonmy")


def test_finished_replicates_are_measured_again_and_give_what_they_would_have_given():
    whole, few = short(measures="all"), short(measures="headline", out="out")
    for run in (few, reformsim.load_results("out")):
        again = run.measured_again(["autonomy", "turnout_council"], workers=2)
        assert again.indicators == ("autonomy", "turnout_council")
        assert np.array_equal(again.of("autonomy"), whole.of("autonomy"))
        assert list(again.places.columns[6:]) == ["autonomy", "turnout_council"]
    one = few.measured_again("autonomy", replicates=[1])
    assert one.numbers == (1,) and np.array_equal(one.of("autonomy")[0], whole.of("autonomy")[1])


def test_what_is_measured_again_of_all_replicates_is_kept_and_of_some_only_if_none_is_missing_before_them(here):
    run = reformsim.run("note-2011", replicates=12, until=2011, measures="headline")
    run.measured_again("autonomy").write("all", figures=False)
    assert reformsim.load_results("all").numbers == tuple(range(12))
    run.measured_again("autonomy", replicates=range(2)).write("two", figures=False)
    found = reformsim.load_results("two")
    assert (found.numbers, found.scenario.replicates) == ((0, 1), 2)
    with pytest.raises(OutputError, match="of 'note-2011' only some replicates are there, and a folder holds all"):
        run.measured_again("autonomy", replicates=[1]).write("one")
    assert not (here / "one").exists()


def test_what_does_not_come_out_again_is_not_measured(monkeypatch):
    from dataclasses import replace

    run = short(measures="headline", out="out")
    (piece,) = run.pieces
    values = piece.values.copy()
    values[1, -1, 0] += 1
    changed = replace(run, pieces=[replace(piece, values=values)])
    with pytest.raises(RunError, match="replicate 1 of 'note-2011' does not come out as these results have it"):
        changed.measured_again("autonomy")
    with pytest.raises(RunError, match=r"replicates \[5\] are not in 'note-2011'"):
        run.measured_again("autonomy", replicates=[5])
    monkeypatch.setattr("reformsim.experiment.plan.fingerprint", lambda: "other")
    with pytest.raises(RunError) as caught:
        reformsim.load_results("out").measured_again("autonomy")
    assert str(caught.value) == "these results cannot be measured again here; different: reformsim's code or data"


def test_the_command_shows_and_exports_what_it_measures_again(here):
    short(measures="headline", out="out")
    done = CliRunner(env={"COLUMNS": "80"}).invoke(app, ["results", "out", "--measures", "autonomy"])
    assert done.exit_code == 0 and "Autonomy of municipalities" in done.stdout and "Councillors" not in done.stdout
    words = ["export", "out", "--measures", "autonomy", "-o", "tables", "-f", "csv", "-t", "yearly"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.stderr
    lines = (here / "tables" / "yearly.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + 2 * 2 and lines[1].startswith("note-2011,0,2011,autonomy,")
