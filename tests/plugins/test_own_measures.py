"""Measures and levers of a user's own: where they count, and what a mistake in one costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import reformsim
from reformsim.cli.app import app
from reformsim.errors import OutputError, RunError, ScenarioError
from reformsim.experiment.plan import Plan
from reformsim.levers import LEVERS
from reformsim.measures import MEASURES, Snapshots, chosen, measure, measured
from reformsim.model import simulate
from reformsim.scenario import check_files, load_scenario
from reformsim.tasks import load_tasks
from reformsim.territory import load_territory
from tests.plugins.own_code import HEAD, LEVER, LOCAL, SMALL, WITH_LEVER, alone, beside, scenario

REPORTED = chosen("report", (), load_tasks().ids)
"""What a run from 2011 measures: measures of later tasks are none of its own."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    alone(monkeypatch)
    return tmp_path


def told(path: Path, *, allow_code: bool = True) -> list[str]:
    return [str(problem) for problem in check_files([path.name], allow_code=allow_code)]


def bad(body: str, name: str = "odd", more: str = "") -> str:
    return f'\n@measure("{name}", unit="x", title="Odd"{more})\ndef odd(s):\n    {body}\n'


# --- where they count -------------------------------------------------------------------------------------------------


def test_a_measure_of_five_lines_stands_in_the_tables_beside_the_shipped_ones(here):
    run = reformsim.run(scenario(here, SMALL), allow_code=True)
    assert run.indicators == (*REPORTED, "small_municipalities")
    people = load_territory("netherlands-2011").population
    assert run.of("small_municipalities")[:, 0].tolist() == [float((people < 20_000).sum())] * 2
    row = run.summary().set_index("indicator").loc["small_municipalities"]
    assert (row["title"], row["unit"]) == ("Municipalities under 20,000 inhabitants", "municipalities")


def test_a_local_measure_is_given_by_municipality_and_taken_together_for_provinces_and_country(here):
    run = reformsim.run(scenario(here, LOCAL), allow_code=True, replicates=1)
    places = run.places[run.places["year"] == 2011]
    towns = places[places["level"] == "municipality"]
    start = load_territory("netherlands-2011")
    people = towns["place"].map(dict(zip(start.codes, start.population.tolist(), strict=True)))
    assert run.of("seats_per_head")[0, 0] == pytest.approx(np.average(towns["seats_per_head"], weights=people))
    assert len(places[places["level"] == "province"]) == 12
    assert reformsim.draw_map(run, 2013, indicator="seats_per_head") is not None


def test_a_comparison_measures_what_the_plugin_of_one_adds_in_all(here):
    found = reformsim.compare(["baseline-2011", scenario(here, SMALL)], until=2012, replicates=1, allow_code=True)
    assert all("small_municipalities" in run.indicators for run in found.runs)
    assert (found.differences().set_index("indicator").loc["small_municipalities", "difference"] == 0).all()


def test_levers_and_measures_of_a_file_work_on_several_processes_as_on_one(here):
    path = scenario(here, SMALL, LEVER, more=WITH_LEVER)
    one, two = (reformsim.run(path, allow_code=True, workers=n, measures="all") for n in (1, 2))
    assert one.failures == two.failures == ()
    assert np.array_equal(one.values, two.values, equal_nan=True)
    without = reformsim.run("baseline-2011", until=2013, replicates=2, measures="all")
    at = without.indicators.index("authorities_per_subject")
    assert (one.of("authorities_per_subject")[:, 1:] > without.values[:, 1:, at]).all()


def test_a_lever_of_a_file_is_listed_and_checked_as_the_others(here):
    path = scenario(here, LEVER, more=WITH_LEVER.replace("assumption}", "assumption, size: 3}"))
    assert told(path) == [
        "own.yaml:7:62: levers[0].size: unknown key 'size'; expected one of date, id, lever, passage, source, "
        "source_nl, where"
    ]
    assert "count_uwv" in LEVERS


def test_a_measure_of_a_cell_or_script_is_measured_where_it_is_named():
    @measure("units_seen", unit="units", title="Units")
    def units(s: Snapshots) -> object:
        return np.full(len(s.shots), s.unit_people.shape[1])

    run = reformsim.run("baseline-2011", until=2012, replicates=1, measures=["headline", "units_seen"])
    assert run.of("units_seen").tolist() == [[418.0, 418.0]]
    assert "units_seen" not in reformsim.run("baseline-2011", until=2012, replicates=1).indicators


def test_municipalities_without_a_value_are_left_out_of_the_country_as_of_provinces():
    @measure("size_of_towns", unit="inhabitants", title="Size of towns", together="municipalities")
    def towns(s: Snapshots) -> object:
        return np.where(s.people >= 20_000, s.people, np.nan)

    @measure("of_no_town", unit="inhabitants", title="Of no town", together="sum")
    def none(s: Snapshots) -> object:
        return np.full(len(s.people), np.nan)

    run = reformsim.run("baseline-2011", until=2011, replicates=1, measures=["size_of_towns", "of_no_town"])
    people = load_territory("netherlands-2011").population
    assert run.of("size_of_towns")[0, 0] == pytest.approx(people[people >= 20_000].mean())
    assert np.isnan(run.of("of_no_town")[0, 0])


# --- only where the user says so --------------------------------------------------------------------------------------


def test_a_plugin_runs_only_if_the_user_lets_it(here):
    path = scenario(here, f"\nopen({str(here / 'ran')!r}, 'w')\n", more="measures: [report, small_municipalities]\n")
    expected = [
        "own.yaml:5:11: plugins[0]: mine.py is code of the scenario's maker, and runs only if you let it: --allow-code "
        "on the command line, allow_code=True in Python"
    ]
    assert told(path, allow_code=False) == expected
    with pytest.raises(ScenarioError) as caught:
        reformsim.run("own.yaml")
    assert str(caught.value).splitlines() == expected
    done = CliRunner().invoke(app, ["run", "own.yaml"])
    assert (done.exit_code, done.stderr.splitlines()) == (2, expected)
    assert not (here / "ran").exists()


@pytest.mark.parametrize(("given", "message"), [
    ("mine.txt", "expected a file whose name ends in .py, not 'mine.txt'"),
    ("gone.py", "gone.py: cannot be read: no such file or directory"),
    ("{file: mine.py, sha256: '%s'}" % ("0" * 64),
     "mine.py: is not the file that the scenario was made with (another sha256)"),
])  # fmt: skip
def test_what_is_no_plugin_is_told_at_its_place(here, given, message):
    (here / "mine.py").write_text("", "utf-8")
    (problem,) = told(beside(here, file=given))
    assert problem == f"own.yaml:5:11: plugins[0]: {message}"


@pytest.mark.parametrize(("code", "message"), [
    ("def\n", "line 2: not valid Python: invalid syntax"),
    ("\nimport nowhere_at_all\n", "line 3: ModuleNotFoundError: No module named 'nowhere_at_all'"),
    (bad("return s.count", "municipalities"), "line 3: measure 'municipalities' of mine.py: another measure has this "
     "name, reformsim's own; give it another"),
    (bad("return 1", "Two Words"), "line 3: measure 'Two Words' of mine.py: expected a name of small letters, digits, "
     "points and underscores, and no word for a set"),
    (bad("return 1", more=', direction="up"'), "line 3: measure 'odd' of mine.py: expected lower, higher, none, "
     "not 'up'"),
    (bad("return 1", more=', together="mean"'), "line 3: measure 'odd' of mine.py: expected sum, inhabitants, "
     "councillors, municipalities, representatives, not 'mean'"),
    (bad("return 1", more=', definition="=1+1"'), "line 3: measure 'odd' of mine.py: '=1+1' begins with =, which a "
     "spreadsheet takes for a formula; expected a letter or digit first"),
    (SMALL + SMALL, "line 7: measure 'small_municipalities' of mine.py: another measure has this name, of mine.py; "
     "give it another"),
    (LEVER.replace("count_uwv", "smaller_councils"), "line 7: TypeError: two lever classes have the name "
     "'smaller_councils'"),
])  # fmt: skip
def test_a_mistake_in_a_plugin_is_told_with_its_line_and_leaves_nothing_behind(here, code, message):
    before = tuple(MEASURES), tuple(LEVERS)
    assert told(scenario(here, code)) == [f"own.yaml:5:11: plugins[0]: mine.py: {message}"]
    assert (tuple(MEASURES), tuple(LEVERS)) == before


def test_two_files_that_define_the_same_measure_are_told_apart(here):
    (here / "other.py").write_text(HEAD + SMALL, "utf-8")
    path = scenario(here, SMALL, file="mine.py")
    path.write_text(path.read_text("utf-8").replace("[mine.py]", "[mine.py, other.py]"), "utf-8")
    assert told(path) == [
        "own.yaml:5:20: plugins[1]: other.py: line 3: measure 'small_municipalities' of other.py: another measure has "
        "this name, of mine.py; give it another"
    ]


def test_a_plugin_lies_beside_the_file_that_names_it_also_where_that_is_inherited(here):
    (here / "below").mkdir()
    scenario(here / "below", SMALL)
    (here / "top.yaml").write_text("extends: below/own.yaml\n", "utf-8")
    assert [Path(one.file).parent.name for one in load_scenario("top.yaml", allow_code=True).plugins] == ["below"]


# --- a mistake in one costs no other ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("body", "why"), [
    ("return s.nothing", "AttributeError: 'Snapshots' object has no attribute 'nothing'"),
    ("return s.people", "it gives values of shape ({towns},), expected (4,)"),
    ("return [1, 2]", "it gives values of shape (2,), expected (4,)"),
    ("return ['a'] * 4", "it gives values of type <U1, expected numbers"),
    ("return [1j] * 4", "it gives values of type complex128, expected numbers"),
    ("return 1 / (s.count * 0)", "it gives infinite values"),
    ("s.people *= 2; raise ValueError('late')", "ValueError: late"),
])  # fmt: skip
def test_a_measure_that_fails_has_no_values_and_an_event_says_why(here, body, why):
    used = load_scenario(scenario(here, bad(body)), allow_code=True)
    history = simulate(used, 0)
    record, plain = measured(history, used.measured), measured(history, REPORTED)
    towns = sum(len(shot.row) for shot in (history.first, *history.years))
    assert np.isnan(record.values[:, -1]).all()
    assert np.array_equal(record.values[:, :-1], plain.values, equal_nan=True)
    assert record.events[:-1] == plain.events
    assert record.events[-1] == (2013, "measure_failed", "odd", (), f"mine.py: {why.format(towns=towns)}")


def test_the_terminal_tells_which_measure_failed_and_the_run_ends_well(here):
    scenario(here, SMALL, bad("raise KeyError('what')"))
    done = CliRunner().invoke(app, ["run", "own.yaml", "--allow-code", "--quiet"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "measure 'odd' has no values in 2 of 2 replicates of 'own': mine.py: KeyError: 'what'\n"


# --- what results are made of -----------------------------------------------------------------------------------------


def test_the_text_of_a_plugin_is_part_of_the_scenarios_hash_and_its_path_is_not(here):
    first = load_scenario(scenario(here, SMALL), allow_code=True)
    (here / "mine.py").rename(here / "moved.py")
    (here / "mine.py").unlink(missing_ok=True)
    with pytest.raises(ScenarioError):  # the same measure from another file, while the first is there
        load_scenario(beside(here, file="moved.py"), allow_code=True)
    changed = load_scenario(scenario(here, SMALL.replace("20_000", "30_000")), allow_code=True)
    assert len({first.hash, changed.hash, load_scenario("baseline-2011").hash}) == 3


def test_a_plugin_that_was_changed_after_the_scenario_was_read_is_refused(here):
    first = load_scenario(scenario(here, SMALL), allow_code=True)
    load_scenario(scenario(here, SMALL, LOCAL), allow_code=True)
    with pytest.raises(RunError, match=r"mine\.py was changed since the scenario was read; read the scenario anew"):
        reformsim.run(first)


def test_results_of_another_text_of_the_plugin_are_not_gone_on_with(here, monkeypatch):
    reformsim.run(scenario(here, SMALL), allow_code=True, out="out")
    finished = (here / "out" / "manifest.json").read_text("utf-8")
    again = reformsim.run(here / "own.yaml", allow_code=True, out="out")
    assert again.timing.simulated == 0
    changed = reformsim.run(scenario(here, SMALL, "\n# another\n"), allow_code=True, out="out")
    assert changed.timing.simulated == 2
    assert finished != (here / "out" / "manifest.json").read_text("utf-8")


def test_values_of_own_measures_are_read_without_their_code(here, monkeypatch):
    reformsim.run(scenario(here, LOCAL), allow_code=True, out="out")
    alone(monkeypatch)
    (here / "mine.py").unlink()
    found = reformsim.load_results("out")
    assert "seats_per_head" in found.summary()["title"].tolist() or "seats_per_head" in found.indicators
    assert found.plot("seats_per_head") is not None and found.map(2013, indicator="seats_per_head") is not None
    with pytest.raises(RunError, match="is not loaded; read the scenario or results with allow_code=True"):
        found.measured_again("autonomy")


def test_results_with_levers_of_a_plugin_are_read_only_with_it(here, monkeypatch):
    reformsim.run(scenario(here, LEVER, more=WITH_LEVER), allow_code=True, out="out")
    alone(monkeypatch)
    with pytest.raises(ScenarioError, match="runs only if you let it"):
        reformsim.load_results("out")
    assert reformsim.load_results("out", allow_code=True).scenario.levers[0].lever == "count_uwv"


def test_a_description_that_a_spreadsheet_would_compute_is_refused_in_results(here):
    reformsim.run(scenario(here, LOCAL), allow_code=True, out="out")
    from reformsim.experiment.store.output import SEAL, content_of, manifest_text

    content = content_of(here / "out" / "manifest.json")
    assert content is not None
    content["identity"]["own_measures"][0]["title_en"] = "=1+1"
    content.pop(SEAL)
    (here / "out" / "manifest.json").write_text(manifest_text(content), "utf-8")
    with pytest.raises(OutputError, match=r"own_measures\.0\.title_en.*begins with ="):
        reformsim.load_results("out")


def test_what_is_measured_and_by_which_code_is_part_of_what_results_follow_from(here):
    used = load_scenario(scenario(here, SMALL, LEVER, more=WITH_LEVER), allow_code=True)
    identity = Plan((used,), 2).identity()
    assert identity["measures"] == [*REPORTED, "small_municipalities"]
    assert [one["name"] for one in identity["own_measures"]] == ["small_municipalities"]
    assert identity["own_code"] == {}


# --- installed packages -----------------------------------------------------------------------------------------------


def test_an_installed_package_adds_measures_and_one_that_fails_is_a_warning(here, monkeypatch):
    from importlib.metadata import EntryPoint

    from reformsim import installed

    (here / "package_of_ours.py").write_text(HEAD + SMALL, "utf-8")
    monkeypatch.syspath_prepend(here)
    group = "reformsim.measures"
    entries = [EntryPoint("ours", "package_of_ours", group), EntryPoint("theirs", "not_there", group)]
    monkeypatch.setattr(installed, "entry_points", lambda group: entries if group == "reformsim.measures" else [])
    with pytest.warns(UserWarning, match=r"entry point 'theirs' of reformsim.measures \(not_there\) is left out: Mod"):
        assert "small_municipalities" in MEASURES
    used = load_scenario("baseline-2011").model_copy(update={"measures": ["headline", "small_municipalities"]})
    assert used.measured[-1] == "small_municipalities"
    assert list(Plan((used,), 1).identity()["own_code"]) == ["package_of_ours"]
