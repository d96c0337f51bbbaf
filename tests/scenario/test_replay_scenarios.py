"""The key `mergers`: simulated unless said otherwise; a replay needs a record as long as the horizon."""

from pathlib import Path

import pytest

from reformsim.scenario import check_files, json_schema, load_scenario, show

TOY = Path(__file__).parents[1] / "toy"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def told(text: str) -> list[str]:
    Path("mine.yaml").write_text(text, encoding="utf-8")
    return [str(problem) for problem in check_files(["mine.yaml"])]


def test_mergers_are_simulated_unless_the_file_says_replay():
    assert told("horizon: {start: 2011, end: 2018}\nmergers: replay\n") == []
    assert load_scenario("mine.yaml").mergers == "replay"
    assert load_scenario("baseline-2011").mergers == "simulated"


def test_the_effective_scenario_and_the_schema_have_the_key():
    told("extends: baseline-2011\nhorizon: {end: 2018}\nmergers: replay\n")
    assert "mergers: replay" in show("mine.yaml")
    assert json_schema()["properties"]["mergers"]["enum"] == ["simulated", "replay", "unreformed"]


def test_a_replay_beyond_the_last_recorded_year_is_told_at_the_end_of_the_horizon():
    said = "expected 2018 or earlier, the last year of the record of territory 'netherlands-2011', not 2020"
    assert told("horizon: {start: 2011, end: 2020}\nmergers: replay\n") == [
        f"mine.yaml:1:29: horizon.end: {said} (mergers: replay)"
    ]


def test_a_replay_of_a_territory_without_a_record_is_told_at_the_key():
    said = "territory 'toy' has no recorded events (events.csv), expected 'simulated'"
    assert told(f"territory: {TOY}\nhorizon: {{start: 2011, end: 2012}}\nmergers: replay\n") == [
        f"mine.yaml:3:10: mergers: {said}"
    ]


def test_another_word_than_the_three_is_told():
    assert told("horizon: {start: 2011, end: 2018}\nmergers: replayed\n") == [
        "mine.yaml:2:10: mergers: expected simulated, replay or unreformed, not 'replayed'; did you mean 'replay'?"
    ]


def test_history_is_a_replay_of_the_law_as_enacted_to_2018():
    history = load_scenario("history")
    assert (history.mergers, history.law, history.horizon.end) == ("replay", "enacted", 2018)


def test_a_replay_may_end_in_a_year_and_the_model_go_on():
    assert told("horizon: {start: 2011, end: 2030}\nreplay_until: 2015\n") == []
    scenario = load_scenario("mine.yaml")
    assert (scenario.mergers, scenario.replay_until) == ("simulated", 2015)
    assert "replay_until: 2015" in show("mine.yaml")
    assert load_scenario("baseline-2011").replay_until is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("horizon: {start: 2011, end: 2030}\nreplay_until: 2019\n",
         "2:15: replay_until: expected 2018 or earlier, the last year of the record of territory "
         "'netherlands-2011', not 2019"),
        ("horizon: {start: 2011, end: 2013}\nreplay_until: 2014\n",
         "2:15: replay_until: 2014 lies outside the horizon 2011-2013"),
        ("horizon: {start: 2011, end: 2018}\nmergers: replay\nreplay_until: 2014\n",
         "3:15: replay_until: expected mergers: simulated beside it; with mergers: replay all years are recorded"),
        (f"territory: {TOY}\nhorizon: {{start: 2011, end: 2018}}\nreplay_until: 2014\n",
         "3:15: replay_until: territory 'toy' has no recorded events (events.csv)"),
        ("horizon: {start: 2011, end: 2018}\nreplay_until: soon\n",
         "2:15: replay_until: expected a whole number, not 'soon'"),
    ],
)  # fmt: skip
def test_a_year_up_to_which_nothing_can_be_replayed_is_told_at_its_key(text, said):
    assert told(text) == [f"mine.yaml:{said}"]
