"""What an attacker may write into scenarios and territories: each is told in one line with its place, and nothing else.

The numbers D1 to D14 are those under which the attack listed what fell.
"""

import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reformsim import errors
from reformsim.cli.app import app
from reformsim.errors import MOST_TOLD, number_of
from reformsim.scenario import check_files
from reformsim.tasks import load_tasks
from reformsim.territory import check_territory

TOY = Path(__file__).parent.parent / "toy"
HEAD = "extends: baseline-2011\nname: attacked\n"
SCENARIOS = {
    "D1 a day that is none": (
        HEAD + "horizon: {start: 2011, end: 2030-02-31}\n",
        "s.yaml:3:29: horizon.end: '2030-02-31' looks like a date but is none",
    ),
    "D2 a forbidden character behind letters of two bytes": (
        HEAD + "title: één\ndescription: café\nauthor: a\x07b\n",
        "s.yaml:5:10: a character that YAML forbids (U+0007)",
    ),
    "D6 a number of five thousand digits": (
        HEAD + f"seed: {'9' * 5000}\n",
        f"s.yaml:3:7: seed: '{'9' * 57}...' looks like a whole number but is none, which has at most 40 characters",
    ),
    "D7 a name that no folder can have": (
        f"extends: baseline-2011\nname: {'n' * 300}\n",
        f"s.yaml:2:7: name: expected at most 100 characters, not '{'n' * 57}...'",
    ),
    "D7 a path of thousands of characters": (
        f"extends: {'a/' * 3000}x.yaml\nname: attacked\n",
        f"s.yaml:1:10: extends: no such file: {('a/' * 40)[:57]}...",
    ),
    "D7 a path with a NUL": (
        'territory: "./a\\0b"\nname: attacked\nhorizon: {start: 2011, end: 2012}\n',
        "s.yaml:1:12: territory: no such folder: ./a\\x00b",
    ),
    "D7 the root of all folders": (
        "territory: /\nname: attacked\nhorizon: {start: 2011, end: 2012}\n",
        "/: is not a territory: the folder holds none of territory.yaml, provinces.csv, units.csv, adjacency.csv",
    ),
    "D14 a file of the system": (
        "extends: /etc/passwd\nname: attacked\n",
        "s.yaml:1:10: extends: expected a shipped scenario or a file whose name ends in .yaml, not '/etc/passwd'",
    ),
    "a word that YAML takes for false": (
        "extends: baseline-2011\nname: no\n",
        "s.yaml:2:7: name: expected text, not false; YAML reads no, off and false so: put the word in quotes",
    ),
}
TERRITORIES = {
    "D3 a task that is unknown": (
        ("territory.yaml", "tasks: [safety]", "tasks: [safty]"),
        "region/territory.yaml:13:102: statutory_bodies[0].tasks[0]: unknown task 'safty'; did you mean 'safety'?",
    ),
    "D3 a place off the earth": (
        ("units.csv", "T01,Aarle,PA,4000,invented,50,0,", "T01,Aarle,PA,4000,invented,50,1e200,"),
        "region/units.csv:2:31: x: '1e200' is wrong, expected a coordinate in metres from -20,000,000 to 20,000,000",
    ),
    "D3 more bodies than can be drawn": (
        ("territory.yaml", "private: 10", "private: 99999999999"),
        "region/territory.yaml:19:25: inventory.private: 99999999999 is wrong, expected at most 1,200 bodies: 100 for "
        "each unit",
    ),
    "D14 a name that a spreadsheet runs": (
        ("units.csv", "T01,Aarle", "T01,=cmd"),
        "region/units.csv:2:5: name: '=cmd' begins with =, which a spreadsheet takes for a formula; expected a letter "
        "or digit first",
    ),
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", SCENARIOS)
def test_an_attack_in_a_scenario_is_told_in_one_line(name: str) -> None:
    text, expected = SCENARIOS[name]
    Path("s.yaml").write_text(text, "utf-8")
    told = CliRunner().invoke(app, ["check", "s.yaml"])
    assert (told.exit_code, told.output.splitlines()) == (2, [expected, "1 mistake in 1 of 1 file"])


@pytest.mark.parametrize("name", TERRITORIES)
def test_an_attack_in_a_territory_is_told_by_both_checks(name: str) -> None:
    (file, old, new), expected = TERRITORIES[name]
    shutil.copytree(TOY, "region")
    text = (Path("region") / file).read_text("utf-8")
    assert old in text
    (Path("region") / file).write_text(text.replace(old, new, 1), "utf-8")
    Path("s.yaml").write_text("territory: ./region\nname: s\nhorizon: {start: 2011, end: 2012}\n")
    assert [str(p) for p in check_territory("region", tasks=load_tasks().ids)] == [expected]
    assert [str(p) for p in check_files(["s.yaml"])] == [f"./{expected}"]


def test_a_pipe_is_no_file_and_is_not_waited_for() -> None:
    os.mkfifo("pipe.yaml")
    assert [str(p) for p in check_files(["pipe.yaml"])] == ["pipe.yaml: cannot be read: is no regular file"]


def test_of_ten_thousand_unknown_names_fifty_are_told_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("s.yaml").write_text(HEAD + "behaviour:\n" + "".join(f"  merger.foo{i}: 1\n" for i in range(10_000)))
    found, asked = errors.difflib.get_close_matches, []
    monkeypatch.setattr(errors.difflib, "get_close_matches", lambda *a, **k: asked.append(a[0]) or found(*a, **k))
    problems = check_files(["s.yaml"])
    assert number_of(problems) == 10_000
    assert [str(p) for p in problems[MOST_TOLD - 1 :]] == [
        "s.yaml:53:3: behaviour.merger.foo49: unknown behavioural parameter 'merger.foo49'; did you mean "
        "'merger.finance'?",
        "s.yaml:53:3: behaviour.merger.foo49: and 9,950 more of this kind",
    ]
    # Comparing each name with all known ones is what took minutes: it is done for those that are told.
    assert len(asked) <= 4 * MOST_TOLD


def test_of_a_hundred_thousand_unknown_neighbours_fifty_are_told_and_the_rest_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(TOY, "region")
    rows = "".join(f"X{i},Y{i},1,land\n" for i in range(100_000))
    (Path("region") / "adjacency.csv").write_text("code_a,code_b,border_km,type\n" + rows)
    found, asked = errors.difflib.get_close_matches, []
    monkeypatch.setattr(errors.difflib, "get_close_matches", lambda *a, **k: asked.append(a[0]) or found(*a, **k))
    problems = check_territory("region", tasks=load_tasks().ids)
    assert number_of(problems) == 200_012
    assert sum("unknown" in str(p) for p in problems) == 2 * MOST_TOLD
    assert len(asked) <= 8 * MOST_TOLD
