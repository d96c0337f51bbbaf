"""The weights of behaviour on the command line: listed, set for one run, and alone in a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from typer.main import get_command
from typer.testing import CliRunner, Result

from reformsim.behaviour import Parameter, load_behaviour
from reformsim.cli.app import app
from reformsim.errors import ScenarioError
from reformsim.levers import changes
from reformsim.report.words import catalogue
from reformsim.scenario import check_files, load_scenario

WEIGHTS = load_behaviour().parameters
EXTENT = WEIGHTS["merger.extent"]
SPAN = f"{EXTENT.low:g} to {EXTENT.high:g}, the range of this parameter"


def _type(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, list(words))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_weights_are_listed_with_value_basis_range_and_unit() -> None:
    result = _type("behaviour")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    for weight in WEIGHTS.values():
        (line,) = [line for line in lines if line.split()[:1] == [weight.name]]
        told = [weight.name, f"{float(f'{weight.value:.4g}'):g}", weight.basis[0], f"{weight.low:g}..{weight.high:g}"]
        assert line.split()[:4] == told
        assert line.split()[4] == weight.unit.split()[0]
    assert f"{len(WEIGHTS)} weights; a: assumed" in result.stdout


@pytest.mark.parametrize("name", ["merger.extent", "staff.per_1000_rijk", "water_boards.turnout_separate"])
def test_one_weight_is_shown_with_its_meaning_and_source(name: str) -> None:
    weight, told = WEIGHTS[name], " ".join(_type("behaviour", name).stdout.split())
    for part in (weight.meaning, f"source ({weight.basis}): {weight.source}", f"--set {name}={weight.value:g}"):
        assert " ".join(part.split()) in told
    assert "merger.size" not in told


def test_a_group_shows_every_weight_in_it() -> None:
    told = _type("behaviour", "merger").stdout
    heads = re.findall(r"^(\w+\.\w+): ", told, re.M)
    assert heads == [name for name in WEIGHTS if name.startswith("merger.")]


def test_a_weight_nobody_knows_is_told_with_the_nearest() -> None:
    result = _type("behaviour", "merger.extend")
    said = "unknown behavioural parameter 'merger.extend'; did you mean 'merger.extent'?\n"
    assert (result.exit_code, result.stderr, result.stdout) == (2, said, "")


@pytest.mark.parametrize(("source", "error", "basis"), [
    ("assumption", 0.1, "estimated"),
    ("note 19/22; size: assumption", None, "assumed"),
    ("about 117,000 FTE, from general knowledge, unverified", None, "unverified"),
    ("press: 43-44 % on 18 March 2015", None, "published"),
])  # fmt: skip
def test_a_weight_says_what_its_value_rests_on(source: str, error: float | None, basis: str) -> None:
    assert Parameter("a.b", 0.5, 0, 1, "share", "what it means", source, error=error).basis == basis


def test_the_estimated_weights_are_those_that_have_a_standard_error() -> None:
    estimated = {name for name, weight in WEIGHTS.items() if weight.basis == "estimated"}
    assert estimated == {name for name, weight in WEIGHTS.items() if weight.source.startswith("estimated on")}
    assert "merger.extent" in estimated


def test_no_change_that_a_lever_can_bring_about_is_one_of_a_weight() -> None:
    kinds = [kind for kind in vars(changes).values() if hasattr(kind, "__dataclass_fields__")]
    assert len(kinds) > 10
    assert not {"behaviour", "parameter", "weight"} & {field for kind in kinds for field in kind.__dataclass_fields__}


def test_every_command_that_the_report_names_is_there() -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set()
    # Where it says what went wrong, the name of the program is the subject of a sentence.
    told = {key: text for key, text in catalogue().items() if not key.startswith(("errors.", "terminal.broke"))}
    for text in (text for languages in told.values() for text in languages.values()):
        for found in re.findall(r"reformsim ([a-z]+(?:, [a-z]+)*)", text):
            named |= set(found.split(", "))
    assert "behaviour" in named
    assert named - known == set()


def test_a_run_with_a_weight_set_keeps_it_in_its_effective_scenario(here: Path) -> None:
    words = ("run", "baseline-2011", "-n", "1", "--until", "2011", "-q")
    assert _type(*words, "--set", "merger.extent=0.4", "--set", "merger.size=1").output == ""
    folder = here / "results/baseline-2011"
    kept = yaml.safe_load((folder / "scenarios/baseline-2011.yaml").read_text("utf-8"))
    assert kept["behaviour"] == {"merger.extent": 0.4, "merger.size": 1.0}
    identity = json.loads((folder / "manifest.json").read_text("utf-8"))["identity"]
    assert _type(*words).output == ""
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["identity"] != identity


def test_a_comparison_sets_a_weight_in_every_scenario(here: Path) -> None:
    pair = ("compare", "baseline-2011", "note-2011")
    words = (*pair, "-n", "1", "--until", "2011", "-q", "--no-report", "--sources", "0")
    assert _type(*words, "--set", "merger.extent=0.4").output == ""
    for name in ("baseline-2011", "note-2011"):
        kept = here / f"results/baseline-2011-vs-note-2011/scenarios/{name}.yaml"
        assert yaml.safe_load(kept.read_text("utf-8"))["behaviour"]["merger.extent"] == 0.4


MISTAKES = [
    ("merger.extent=9", f"behaviour.merger.extent: expected {SPAN}, not 9"),
    ("merger.extend=0.1", "behaviour.merger.extend: unknown behavioural parameter 'merger.extend'; did you mean "
     "'merger.extent'?"),
    ("merger.extent=far", "behaviour.merger.extent: expected a number, not 'far'"),
    ("merger.extent=nan", "behaviour.merger.extent: expected a finite number, not nan"),
    ("merger.extent", "expected NAME=VALUE, such as merger.extent=0.4"),
    ("=0.4", "expected NAME=VALUE, such as merger.extent=0.4"),
]  # fmt: skip


@pytest.mark.parametrize("command", [
    ["run", "note-2011"], ["compare", "baseline-2011", "note-2011"], ["show", "note-2011"], ["attribute", "note-2011"],
], ids=lambda words: words[0])  # fmt: skip
@pytest.mark.parametrize(("setting", "message"), MISTAKES)
def test_a_weight_set_wrongly_is_told_with_what_was_expected(
    here: Path, command: list[str], setting: str, message: str
) -> None:
    result = _type(*command, "--set", setting)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"--set {setting}: {message}\n"


def test_all_weights_set_wrongly_are_told_at_once_beside_the_mistakes_of_the_file(here: Path) -> None:
    (here / "a.yaml").write_text("extends: note-2011\nseed: x\nbehaviour: {merger.size: 99}\n", "utf-8")
    given = ["merger.extent=9", "merger.larg=1", "merger.unequal=0", "merger.unequal=1"]
    result = _type("check", "a.yaml", *(word for one in given for word in ("--set", one)))
    assert result.exit_code == 2
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == [
        "a.yaml:2:7",
        "a.yaml:3:26",
        "--set merger.extent=9",
        "--set merger.larg=1",
        "--set merger.unequal=1",
        "5 mistakes in 1 of 1 file",
    ]
    assert "merger.unequal is set already, by --set merger.unequal=0" in result.stderr
    assert _type("check", "note-2011", "--set", "merger.extent=9").stderr.splitlines()[-1] == "1 mistake"


def test_a_setting_takes_the_place_of_what_a_file_says_and_show_tells_so(here: Path) -> None:
    (here / "a.yaml").write_text("extends: note-2011\nbehaviour: {merger.extent: 0.1, merger.size: 2}\n", "utf-8")
    told = _type("show", "a.yaml", "--set", "merger.extent=0.3").stdout
    assert "  merger.extent: 0.3  # --set merger.extent=0.3\n" in told
    assert "  merger.size: 2.0  # a.yaml:2\n" in told
    assert _type("show", "a.yaml+note-2011", "--set", "merger.size=9").exit_code == 2
    assert load_scenario("a.yaml", ["merger.extent=0.3"]).behaviour == {"merger.extent": 0.3, "merger.size": 2.0}


def test_an_attribution_can_be_made_with_a_weight_set(here: Path) -> None:
    lever = "{lever: smaller_councils, date: 2011-06-01, factor: 0.9, source: assumption}"
    (here / "a.yaml").write_text(f"extends: baseline-2011\nlevers:\n- {lever}\n", "utf-8")
    words = ("attribute", "a.yaml", "-n", "1", "--until", "2011", "-q", "--set", "merger.extent=0.4")
    assert _type(*words).output == ""
    kept = yaml.safe_load((here / "results/a-attribution/scenario.yaml").read_text("utf-8"))
    assert kept["behaviour"] == {"merger.extent": 0.4}


def test_a_file_that_extends_another_may_hold_weights_alone(here: Path) -> None:
    (here / "near.yaml").write_text("extends: note-2011\nbehaviour: {merger.extent: 0.4}\n", "utf-8")
    found, base = load_scenario("near.yaml"), load_scenario("note-2011")
    assert (found.name, found.horizon, found.levers) == ("near", base.horizon, base.levers)
    assert found.behaviour == {**base.behaviour, "merger.extent": 0.4}


def test_weights_alone_in_a_file_can_be_added_to_a_scenario(here: Path) -> None:
    (here / "near.yaml").write_text("behaviour: {merger.extent: 0.4}\n", "utf-8")
    found = load_scenario("note-2011+near.yaml")
    assert (found.name, found.behaviour["merger.extent"]) == ("note-2011+near", 0.4)


def test_weights_alone_in_a_file_that_extends_nothing_are_told_what_would_do(here: Path) -> None:
    (here / "near.yaml").write_text("behaviour: {merger.extent: 0.4}\n", "utf-8")
    with pytest.raises(ScenarioError, match="`extends: baseline-2011` would take it from there"):
        load_scenario("near.yaml")
    (here / "lost.yaml").write_text("extends: nowhere.yaml\n", "utf-8")
    assert [problem.path for problem in check_files(["lost.yaml"])] == ["extends"]
