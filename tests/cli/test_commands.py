"""The commands as a user types them: what they print, where, and how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner, Result

import reformsim
from reformsim.cli.app import app
from reformsim.levers.registry import LEVERS
from reformsim.measures import MEASURES
from reformsim.principles import PRINCIPLES
from reformsim.scenario import shipped_scenarios
from tests.experiment import fake_model

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    *("mesa", "matplotlib", "pandas", "scipy", "sklearn", "shapely", "networkx", "rich"),
    *(
        "reformsim.model",
        "reformsim.experiment",
        "reformsim.measures.registry",
        "reformsim.report.page",
        "reformsim.dossier",
    ),
)


def _type(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, list(words))


def _process(*words: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path, "COLUMNS": "80", **environment}
    return subprocess.run([sys.executable, *words], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["check", "note-2011"],
        ["schema"],
        ["show", "baseline-2011"],
        ["show", "note-2011", "--set", "merger.size=1"],
    ],
)
def test_commands_that_only_read_load_nothing_that_simulates_draws_or_tabulates(words: list[str]) -> None:
    code = (
        "import sys\nfrom reformsim.cli.app import app\n"
        f"try:\n    app({words!r})\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "assert not heavy, heavy\n"
    )
    done = _process("-c", code)
    assert done.returncode == 0, done.stderr


def test_the_public_names_load_when_asked_for_and_not_before() -> None:
    code = (
        "import sys, reformsim\nassert 'pydantic' not in sys.modules\n"
        "assert set(reformsim.__all__) <= set(dir(reformsim))\n"
        "for name in reformsim.__all__: getattr(reformsim, name)\n"
        "try:\n    reformsim.nothing\nexcept AttributeError as e: assert 'nothing' in str(e)\n"
        "else: raise SystemExit(1)\n"
    )
    done = _process("-c", code)
    assert done.returncode == 0, done.stderr


def test_every_command_explains_itself() -> None:
    group = typer.main.get_command(app)
    for name in [*group.commands, *(f"territory {n}" for n in group.commands["territory"].commands)]:  # type: ignore[attr-defined]
        result = _type(*name.split(), "--help")
        assert result.exit_code == 0
        assert "Usage:" in result.stdout


def test_run_prints_the_main_indicators_and_writes_the_results(here: Path) -> None:
    result = _type("run", "note-2011", "-n", "2", "--until", "2013", "--seed", "3")
    assert result.exit_code == 0, result.output
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    for one in MEASURES.values():
        assert (one.title_en.split()[0] in result.stdout) or not one.headline
    manifest = json.loads((here / "results/note-2011/manifest.json").read_text())
    identity = manifest["identity"]
    assert (identity["seed"], manifest["replicates"], identity["horizon"]["end"]) == (3, 2, 2013)
    assert "Results in results/note-2011 (2 replicates simulated in " in result.stdout
    assert {p.stem for p in (here / "results/note-2011/figures").iterdir()} == {
        name for name, one in MEASURES.items() if one.headline
    }


def test_a_quiet_run_prints_nothing_and_may_be_repeated_over_its_own_results(here: Path) -> None:
    words = ("run", "baseline-2011", "-n", "1", "--until", "2011", "--out", "mine")
    for _ in range(2):
        result = _type(*words, "--quiet")
        assert (result.exit_code, result.output) == (0, "")
    assert (here / "mine" / "levels.csv").is_file()
    assert "Results in mine (all there already, nothing simulated)" in _type(*words).stdout
    assert "Results in mine (1 replicate simulated in " in _type(*words, "--restart").stdout


def test_replicates_that_fail_are_told_one_by_one_with_exit_code_one(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reformsim.experiment.replicate.simulate", fake_model.fail_in_third)
    result = _type("run", "baseline-2011", "-n", "4", "--until", "2012")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "failed: 'baseline-2011', replicate 2, seed 2011: replicate 2: inhabitants were lost in 2014",
        "1 of 4 replicates failed",
    ]
    assert "Results in results/baseline-2011" in result.stdout
    assert (here / "results/baseline-2011/failures.csv").is_file()
    both = _type(
        "compare", "baseline-2011", "note-2011", "-n", "4", "--until", "2012", "-q", "--no-report", "--sources", "0"
    )
    assert (both.exit_code, both.stderr.splitlines()[-1]) == (1, "2 of 8 replicates failed")


def test_who_asks_for_it_is_stopped_at_the_first_replicate_that_fails(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reformsim.experiment.replicate.simulate", fake_model.fail_in_third)
    result = _type("run", "baseline-2011", "-n", "4", "--until", "2012", "--fail-fast")
    said = "'baseline-2011', replicate 2, seed 2011: replicate 2: inhabitants were lost in 2014\n"
    assert (result.exit_code, result.stderr, result.stdout) == (2, said, "")
    assert not (here / "results" / "baseline-2011").exists()


def test_many_failures_are_told_by_the_first_ten_and_the_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_but_first(scenario: object, replicate: int) -> object:
        if replicate:
            raise ValueError("no")
        return fake_model.simulate(scenario, replicate)

    monkeypatch.setattr("reformsim.experiment.replicate.simulate", fail_but_first)
    result = _type("run", "baseline-2011", "-n", "13", "--until", "2012", "-q")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 12
    assert result.stderr.splitlines()[-2:] == ["... and 2 more, all in failures.csv", "12 of 13 replicates failed"]


def test_compare_shows_the_paired_difference_and_writes_one_folder(here: Path) -> None:
    result = _type("compare", "baseline-2011", "note-2011", "-n", "2", "--until", "2012", "--sources", "1")
    assert result.exit_code == 0, result.output
    assert "note-2011 against baseline-2011 in 2012" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    folder = here / "results/baseline-2011-vs-note-2011"
    assert (folder / "differences.csv").is_file() and (folder / "horizon.csv").is_file()
    assert {p.name for p in (folder / "scenarios").iterdir()} == {"baseline-2011.yaml", "note-2011.yaml"}


def test_a_folder_of_someone_else_is_refused_before_anything_is_simulated(here: Path) -> None:
    (here / "thesis").mkdir()
    (here / "thesis" / "chapter.txt").write_text("x")
    result = _type("run", "note-2011", "--replicates", "100000", "--out", "thesis")
    assert result.exit_code == 2
    assert "was not written by reformsim" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "note-2012"], "unknown scenario 'note-2012'; did you mean 'note-2011'?"),
        (["run", "note-2011", "--replicates", "0"], "replicates must be between 1 and 100,000, got 0"),
        (["compare", "note-2011"], "a comparison needs at least two scenarios"),
        (["levers", "smaler_councils"], "unknown lever 'smaler_councils'; did you mean 'smaller_councils'?"),
        (["law", "council_seat"], "unknown table of law 'council_seat'; did you mean 'council_seats'?"),
        (["tasks", "polis"], "unknown task 'polis'; did you mean 'police'?"),
        (["indicators", "councilors"], "unknown indicator 'councilors'; did you mean 'councillors'?"),
        (["show", "nosuch.yaml"], "nosuch.yaml: no such file"),
        (["territory", "check", "nowhere"], "nowhere: there is no such folder\n1 mistake in nowhere"),
    ],
)
def test_a_users_mistake_is_told_on_standard_error_with_exit_code_two(
    here: Path, words: list[str], message: str
) -> None:
    result = _type(*words)
    assert (result.exit_code, result.stderr.strip(), result.stdout) == (2, message, "")


def test_a_word_that_is_no_command_or_option_is_a_users_mistake() -> None:
    assert _type("frobnicate").exit_code == 2
    assert _type("run", "note-2011", "--replicats", "3").exit_code == 2
    assert _type("law", "--on", "yesterday").exit_code == 2


def test_a_failure_of_our_own_ends_with_one_and_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("reformsim.scenario.shipped_scenarios", fail)
    result = _type("scenarios")
    assert result.exit_code == 1
    assert result.stderr.startswith("reformsim failed: ZeroDivisionError: oops")
    assert "Traceback" not in result.output


def test_ctrl_c_ends_with_130_and_the_same_command_goes_on(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("run", "baseline-2011", "-n", "5", "--until", "2012")
    monkeypatch.setattr("reformsim.experiment.replicate.simulate", fake_model.interrupt_in_third)
    result = _type(*words)
    said = "stopped; what is finished is kept in results/baseline-2011.part, and the same command goes on\n"
    assert (result.exit_code, result.stderr, result.stdout) == (130, said, "")
    assert [path.name for path in (here / "results").iterdir() if path.is_dir()] == ["baseline-2011.part"]
    monkeypatch.setattr("reformsim.experiment.replicate.simulate", fake_model.simulate)
    other = _type(*words, "--seed", "4")
    assert other.exit_code == 2
    assert "holds the unfinished work of another run; different: seed (2011, now 4)" in other.stderr
    assert "Results in results/baseline-2011 (3 replicates simulated in " in _type(*words).stdout


def test_ctrl_c_where_nothing_is_kept_says_so_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reformsim.scenario.shipped_scenarios", _stop)
    result = _type("scenarios")
    assert (result.exit_code, result.stderr) == (130, "stopped\n")


def _stop() -> None:
    raise KeyboardInterrupt


def test_check_tells_all_mistakes_of_all_files(here: Path) -> None:
    (here / "a.yaml").write_text("name: a\nhorizon: {start: 2011, end: 2020}\nreplicates: many\ntitel: x\n")
    result = _type("check", "a.yaml", "note-2011")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert [line.split(" ")[0] for line in lines[:-1]] == ["a.yaml:3:13:", "a.yaml:4:1:"]
    assert lines[-1] == "2 mistakes in 1 of 2 files"
    assert _type("check", "note-2011").stdout == "note-2011: in order\n"


def test_show_prints_a_scenario_file(here: Path) -> None:
    content = yaml.safe_load(_type("show", "note-2011").stdout)
    assert content["name"] == "note-2011"
    assert len(content["levers"]) > 10


def test_lists_name_everything_there_is() -> None:
    scenarios, levers, indicators = (_type(word).stdout for word in ("scenarios", "levers", "indicators"))
    assert all(name in scenarios for name in shipped_scenarios())
    assert all(f"\n  {name} " in levers for name in LEVERS)
    assert all(name in indicators for name in MEASURES)
    assert "netherlands-2003" in _type("territory", "list").stdout
    assert "16,655,799" in _type("territory", "list").stdout
    assert "environmental_permits" in _type("tasks").stdout
    assert "aldermen_share\n  0.2 [share]: Gemeentewet art. 36 (law)" in _type("law", "--on", "2011-01-01").stdout


@pytest.mark.parametrize("name", list(LEVERS))
def test_each_lever_shows_its_parameters_and_its_example(name: str) -> None:
    result = _type("levers", name)
    assert result.exit_code == 0
    assert all(f"works by {way}: " in result.stdout for way in LEVERS[name].mechanism)
    example = result.stdout.split("levers:\n")[1]
    (entry,) = yaml.safe_load(example)
    assert entry == yaml.safe_load(LEVERS[name].example)
    assert all(field in result.stdout for field in LEVERS[name].model_fields if field != "lever")


def test_a_table_of_law_is_printed_with_article_source_and_status() -> None:
    text = _type("law", "council_seats", "--on", "2011-01-01").stdout
    assert "Gemeentewet art. 8" in text and "status: read in the text of the law" in text
    assert "40,001 to 45,000                27" in text
    assert "nothing in force on 1900-01-01" in _type("law", "council_seats", "--on", "1900-01-01").stdout


def test_a_task_and_an_indicator_are_shown_with_their_sources() -> None:
    assert "[assumption]" in _type("tasks", "youth_care").stdout
    assert "source: " in _type("indicators", "authorities_per_subject").stdout


def test_the_schedule_has_seven_phases() -> None:
    lines = _type("schedule").stdout.splitlines()
    assert [line.split(".")[0] for line in lines] == [str(n) for n in range(1, 8)]


def test_a_synthetic_territory_passes_its_own_check_and_is_not_written_over(here: Path) -> None:
    assert _type("territory", "synthetic", "40", "--seed", "2", "--out", "made").exit_code == 0
    result = _type("territory", "check", "made")
    assert result.exit_code == 0 and "in order; 40 municipalities" in result.stdout
    again = _type("territory", "synthetic", "40", "--out", "made")
    assert (again.exit_code, again.stderr) == (2, "made exists and is not an empty folder; nothing was changed\n")


def test_the_version_is_told_without_a_command() -> None:
    assert _type("--version").stdout == f"reformsim {reformsim.__version__}\n"


def test_a_day_that_is_none_is_told_in_words() -> None:
    told = _type("law", "council_seats", "--on", "2014-13-01")
    assert told.exit_code == 2
    assert "expected a date such as 2015-01-01, not '2014-13-01'" in told.output


def test_a_lever_is_shown_with_the_words_it_takes_and_where_it_works() -> None:
    shown = " ".join(_type("levers", "decentralise_task").output.split())
    assert "works in the whole country" in shown
    assert "One of: rijk, provincie, gemeente, waterschap." in shown
    assert "fallback (imposed, none)" in shown
    assert "works in the whole country" not in _type("levers", "smaller_councils").output
    assert "Any of: municipality, province, minister." in " ".join(_type("levers", "merger_initiators").output.split())


def test_an_embedded_territory_can_be_checked_by_name() -> None:
    told = _type("territory", "check", "netherlands-2011")
    assert (told.exit_code, told.output.startswith("netherlands-2011: in order; 418 municipalities")) == (0, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("tasks", "yuth"), "unknown task 'yuth'; did you mean 'youth_care'?"),
        (("indicators", "relations_to"), "unknown indicator 'relations_to'; did you mean 'relations_to_keep_up'?"),
    ],
)
def test_a_part_of_a_name_is_enough_to_be_told_the_whole(words: tuple[str, ...], told: str) -> None:
    answer = _type(*words)
    assert (answer.exit_code, answer.output) == (2, told + "\n")


@pytest.mark.parametrize("words", [["levers"], ["tasks"], ["indicators"]])
def test_lists_break_no_word_on_a_narrow_screen(words: list[str]) -> None:
    wide, narrow = (CliRunner(env={"COLUMNS": width}).invoke(app, words).output for width in ("200", "60"))
    assert set(narrow.split()) == set(wide.split())


def test_the_summary_of_every_command_is_told_whole() -> None:
    for words in ([], ["territory"]):
        assert "..." not in _type(*words, "--help").output.replace("[ARGS]...", "")


def test_the_principles_are_listed_and_shown_one_by_one() -> None:
    listed = _type("principles")
    assert listed.exit_code == 0
    assert all(name in listed.stdout for name in PRINCIPLES)
    assert max(len(line) for line in listed.stdout.splitlines()) <= 80
    for name, one in PRINCIPLES.items():
        shown = _type("principles", name)
        assert shown.exit_code == 0 and one.title_nl in shown.stdout.replace("\n  ", " ")
    wrong = _type("principles", "two_layer")
    assert (wrong.exit_code, wrong.stderr) == (2, "unknown principle 'two_layer'; did you mean 'two_layers'?\n")


def test_a_run_says_which_principles_are_violated_in_the_end(here: Path) -> None:
    result = _type("run", "note-2011", "-n", "1", "--until", "2012")
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert "note-2011: violated in 2012: two_layers" in said and "of the 16 principles switched on)" in said
    assert _type("export", "results/note-2011", "-f", "csv", "-o", "tables", "--table", "violations").exit_code == 0
    rows = (here / "tables/violations.csv").read_text("utf-8").splitlines()
    assert rows[0] == "scenario,replicate,principle,subject,first,last,members,detail"
    assert any(row.startswith("note-2011,0,single_owner,housing_programme,2011,2012,GM") for row in rows)
    plain = _type("run", "baseline-2011", "-n", "1", "--until", "2011")
    assert plain.exit_code == 0 and "violated in" not in plain.stdout
