"""Every mistake in a scenario file is told in full, with its place (cases: broken_scenarios.yaml)."""

from pathlib import Path

import pytest
import yaml

from reformsim.behaviour import load_behaviour
from reformsim.errors import ScenarioError, UnknownNameError
from reformsim.scenario import check_files, load_scenario

CASES = yaml.safe_load(Path(__file__).with_name("broken_scenarios.yaml").read_text("utf-8"))
GOOD = "horizon: {start: 2011, end: 2020}\n"


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_broken_scenario_gets_exactly_these_messages(case, tmp_path):
    behaviour = load_behaviour()
    span = f"{behaviour.low('capacity.threshold'):g} to {behaviour.high('capacity.threshold'):g}"
    expected = [told.replace("{threshold}", span) for told in case["told"]]
    name = write(tmp_path, "broken.yaml", case["file"])
    assert [str(problem) for problem in check_files([name])] == expected
    with pytest.raises(ScenarioError) as caught:
        load_scenario(name)
    assert [str(problem) for problem in caught.value.problems] == expected


def test_there_are_at_least_forty_broken_scenarios_all_different():
    assert len({case["file"] for case in CASES}) == len(CASES) >= 40


def test_a_file_that_is_not_utf8_is_told_with_the_place_of_the_byte(tmp_path):
    (tmp_path / "latin.yaml").write_bytes(GOOD.encode() + "title: Súdwest-Fryslân\n".encode("latin-1"))
    told = [str(problem) for problem in check_files(["latin.yaml"])]
    assert told == ["latin.yaml:2:9: not UTF-8 text (byte 0xFA); save the file as UTF-8"]


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    (tmp_path / "marked.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert check_files(["marked.yaml"]) == []


def test_a_missing_file_is_told():
    assert [str(p) for p in check_files(["nowhere.yaml"])] == ["nowhere.yaml: no such file"]


def test_a_folder_is_not_a_scenario(tmp_path):
    (tmp_path / "folder.yaml").mkdir()
    told = [str(problem) for problem in check_files(["folder.yaml"])]
    assert told == ["folder.yaml: cannot be read: is a folder, expected a file"]


def test_a_misspelt_shipped_name_is_told_with_the_right_one():
    told = "unknown scenario 'note-2012'; did you mean 'note-2011'?"
    assert [str(p) for p in check_files(["note-2012"])] == [f"note-2012: {told}"]
    with pytest.raises(UnknownNameError) as caught:
        load_scenario("note-2012")
    assert str(caught.value) == told


def test_aliases_that_explode_are_refused_before_they_do(tmp_path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    name = write(tmp_path, "bomb.yaml", "\n".join(lines))
    told = check_files([name])
    assert [problem.message for problem in told] == ["more than 20,000 values once its aliases are written out"]
    assert (told[0].line, told[0].column) == (5, 5)


@pytest.mark.parametrize("opening", ["[", "- ", "{a: "])
def test_nesting_without_end_is_refused_and_does_not_end_the_process(tmp_path, opening):
    name = write(tmp_path, "deep.yaml", "a: " * (opening != "- ") + opening * 100_000 + "\n")
    assert [problem.message for problem in check_files([name])] == ["nested more than 50 deep"]


def test_a_circle_of_files_is_named_with_the_whole_chain(tmp_path):
    write(tmp_path, "a.yaml", "extends: b.yaml\n" + GOOD)
    write(tmp_path, "b.yaml", "title: second\nextends: c.yaml\n")
    write(tmp_path, "c.yaml", "extends: a.yaml\n")
    told = [str(problem) for problem in check_files(["a.yaml"])]
    assert told == ["c.yaml:1:10: extends: extends in a circle: a.yaml -> b.yaml -> c.yaml -> a.yaml"]


def test_mistakes_of_a_base_are_told_in_its_own_file_after_those_of_the_scenario(tmp_path):
    write(tmp_path, "base.yaml", GOOD + "replicates: none\n")
    write(tmp_path, "child.yaml", "extends: base.yaml\nseed: x\n")
    assert [str(problem) for problem in check_files(["child.yaml"])] == [
        "child.yaml:2:7: seed: expected a whole number, not 'x'",
        "base.yaml:2:13: replicates: expected a whole number, not 'none'",
    ]


def test_a_base_that_cannot_be_read_does_not_hide_the_scenarios_own_mistakes(tmp_path):
    write(tmp_path, "base.yaml", "horizon: [\n")
    write(tmp_path, "child.yaml", "extends: base.yaml\nseed: x\n")
    assert [str(problem) for problem in check_files(["child.yaml"])] == [
        "child.yaml:2:7: seed: expected a whole number, not 'x'",
        "base.yaml:2:1: not valid YAML: did not find expected node content",
    ]


def test_several_files_are_checked_together_and_a_common_base_is_told_once(tmp_path):
    write(tmp_path, "base.yaml", GOOD + "replicates: 0\n")
    for name in ("one.yaml", "two.yaml"):
        write(tmp_path, name, "extends: base.yaml\n")
    told = [str(problem) for problem in check_files(["one.yaml", "two.yaml"])]
    assert told == ["base.yaml:2:13: replicates: expected 1 or more, not 0"]


def test_a_broken_territory_of_ones_own_is_told_through_the_scenario(tmp_path):
    (tmp_path / "map").mkdir()
    name = write(tmp_path, "s.yaml", GOOD + "territory: ./map\n")
    told = check_files([name])
    assert told
    assert all(problem.file.startswith("map") or problem.file.startswith("./map") for problem in told)


def test_a_file_whose_name_cannot_be_a_scenarios_name_must_give_one(tmp_path):
    name = write(tmp_path, "my plan.yaml", GOOD)
    assert [str(problem) for problem in check_files([name])] == [
        "my plan.yaml:1:1: name: missing key 'name', and the file's own name 'my plan' will not do: expected "
        "letters (a to z), digits, points, hyphens or underscores"
    ]


def test_the_name_of_a_base_does_not_stand_in_for_that_of_the_file(tmp_path):
    name = write(tmp_path, "mijn plan.yaml", "extends: baseline-2011\n")
    assert [str(problem) for problem in check_files([name])] == [
        "mijn plan.yaml:1:1: name: missing key 'name', and the file's own name 'mijn plan' will not do: expected "
        "letters (a to z), digits, points, hyphens or underscores"
    ]


def test_mistakes_of_one_place_come_in_the_order_of_their_numbers(tmp_path):
    text = f"{GOOD}levers:\n  - &a {{lever: pollice, date: 2013-01-01}}\n" + "  - *a\n" * 11
    problems = check_files([write(tmp_path, "many.yaml", text)])
    assert [problem.path for problem in problems] == [f"levers[{at}].lever" for at in range(12)]
    assert len({(problem.line, problem.column) for problem in problems}) == 1
