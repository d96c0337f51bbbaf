"""The scenarios that come with reformsim are in order, sourced, and say what the note says."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from reformsim.law import load_law
from reformsim.levers import LEVERS
from reformsim.levers.changes import AmendLaw, MergeProvinces, MoveTask, RequireCoverage, SetRule
from reformsim.scenario import check_files, load_scenario, shipped_scenarios
from reformsim.scenario.shipped import shipped_path
from reformsim.scenario.wording import IN_DUTCH
from reformsim.territory import load_territory


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_has_no_mistake(name):
    assert check_files([name]) == []
    assert load_scenario(name).name == name


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_tells_in_its_header_who_made_it_from_what(name):
    header = [line for line in shipped_path(name).read_text("utf-8").splitlines() if line.startswith("#")]
    words = " ".join(header)
    assert "Author:" in words
    assert "Source" in words
    assert "Covers" in words


def test_every_shipped_scenario_asks_a_question_of_its_own():
    asked = [load_scenario(name).question for name in shipped_scenarios()]
    assert all(asked)
    assert len(set(asked)) == len(asked)


def test_the_baseline_and_the_note_are_shipped():
    assert {"baseline-2011", "note-2011"} <= set(shipped_scenarios())


def test_the_baseline_has_no_reform_and_the_law_of_its_start():
    baseline = load_scenario("baseline-2011")
    assert baseline.levers == ()
    assert baseline.law == "at_start"
    assert (baseline.horizon.start, baseline.horizon.end, baseline.replicates) == (2011, 2030, 128)


def test_the_note_differs_from_the_baseline_by_its_levers_their_groups_and_principles_only():
    note, baseline = load_scenario("note-2011"), load_scenario("baseline-2011")
    own = {"name", "title", "description", "question", "levers", "groups", "principles", *IN_DUTCH}
    for field in set(type(note).model_fields) - own:
        assert getattr(note, field) == getattr(baseline, field), field


def test_the_note_checks_its_own_principles_and_the_baseline_checks_none():
    thresholds = load_scenario("note-2011").thresholds()
    assert {"two_layers", "single_owner", "main_structure", "direct_election", "subsidiarity"} <= set(thresholds)
    assert thresholds["two_layers"] == 2
    assert load_scenario("baseline-2011").thresholds() == {}


def test_every_reform_of_the_note_cites_a_page_of_it():
    for lever in load_scenario("note-2011").levers:
        assert lever.source.startswith("note "), lever.id
        assert "/22" in lever.source, lever.id


def dated(name: str) -> dict[str, dt.date]:
    return {lever.id: lever.date for lever in load_scenario(name).levers}


def test_the_dates_of_the_note_are_those_of_the_note():
    dates = dated("note-2011")
    assert dates["abolish_wgr_plus"] == dt.date(2013, 1, 1)  # 9/22
    assert dates["wadden"] == dt.date(2012, 1, 1)  # 11/22
    assert dates["abolish_sub_municipal_councils"] == dt.date(2014, 3, 19)  # with the council elections
    assert dates["work"] == dt.date(2013, 1, 1)
    assert dates["youth"] == dt.date(2016, 1, 1)


def changes_of(name: str) -> list[object]:
    territory = load_territory("netherlands-2011")
    return [change for lever in load_scenario(name).levers for change in lever.changes(territory)]


def test_the_note_leaves_mergers_to_municipalities_and_water_boards_to_councils():
    rules = {change.rule: change.value for change in changes_of("note-2011") if isinstance(change, SetRule)}
    assert rules["merger.initiators"] == ("municipality",)
    assert rules["merger.consent"] == "unanimous"
    assert rules["water_boards.election"] == "indirect_councils"


def test_the_note_merges_noord_holland_utrecht_and_flevoland():
    territory = load_territory("netherlands-2011")
    names = dict(zip(territory.province_codes, territory.province_names, strict=True))
    merged = [change for change in changes_of("note-2011") if isinstance(change, MergeProvinces)]
    assert [{names[code] for code in merge.members} for merge in merged] == [{"Noord-Holland", "Utrecht", "Flevoland"}]


def test_the_note_moves_tasks_by_profile_with_at_most_two_layers_each():
    moves = {change.task: change for change in changes_of("note-2011") if isinstance(change, MoveTask)}
    assert {task for task, move in moves.items() if move.carrier == "provincie"} == {
        "nature",
        "regional_transport",
        "wadden_fund",
        "regional_economy",
    }
    assert {"work_participation", "awbz_guidance", "youth_care"} <= {
        task for task, move in moves.items() if move.carrier == "gemeente"
    }
    assert moves["police"].carrier == "rijk"
    assert all(len(move.involved) <= 2 for move in moves.values())


def test_work_and_youth_care_need_regions_that_cover_the_country():
    required = {c.tasks: c.division for c in changes_of("note-2011") if isinstance(c, RequireCoverage)}
    assert required == {("work_participation",): "arbeidsmarktregio", ("youth_care",): "jeugdregio"}


def test_the_councils_of_the_note_are_those_of_the_bill_of_2011():
    law = load_law().as_of(dt.date(2011, 1, 1))
    for change in changes_of("note-2011"):
        if isinstance(change, AmendLaw) and change.table == "council_seats":
            law = law.amend(change.table, change.entry)
    people = [3_000, 3_001, 40_000, 40_001, 50_000, 100_001, 200_001]
    seats = law.by_class("council_seats", dt.date(2014, 3, 19), people)
    assert list(seats) == [7, 9, 23, 23, 25, 35, 41]  # reference table of bill 33 084


def test_checking_loads_neither_mesa_nor_matplotlib_nor_pandas():
    code = (
        "import sys\n"
        "from reformsim.scenario import check_files, json_schema, show\n"
        "assert check_files(['note-2011']) == []\n"
        "show('note-2011'), json_schema()\n"
        "print([m for m in ('mesa', 'matplotlib', 'pandas') if m in sys.modules])\n"
    )
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(source)},
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_every_lever_of_the_shipped_scenarios_is_in_the_register():
    used = {lever.lever for name in shipped_scenarios() for lever in load_scenario(name).levers}
    assert used <= set(LEVERS)


def test_the_example_of_the_guide_is_in_order(tmp_path):
    guide = (Path(__file__).parents[2] / "docs" / "scenario.md").read_text("utf-8")
    path = tmp_path / "guide.yaml"
    path.write_text(guide.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert check_files([path]) == []
    ids = {lever.id: lever.date.year for lever in load_scenario(path).levers}
    assert "youth" not in ids
    assert ids["smaller_councils"] == 2018


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_says_in_dutch_what_it_says_in_english(name):
    scenario = load_scenario(name)
    assert all(getattr(scenario, text) for text in IN_DUTCH)
    assert not {getattr(scenario, text) for text in IN_DUTCH} & {
        scenario.title,
        scenario.description,
        scenario.question,
    }
    bare = [one.id for one in scenario.levers if one.source_nl is None and one.source != "assumption"]
    assert bare == []


def test_words_in_dutch_change_no_outcome_and_no_hash():
    note = load_scenario("note-2011")
    levers = tuple(one.model_copy(update={"source_nl": None}) for one in note.levers)
    assert note.model_copy(update={**dict.fromkeys(IN_DUTCH, ""), "levers": levers}).hash == note.hash
