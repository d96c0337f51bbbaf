"""The key `network`: which cooperation bodies the first day has, and what is taken where nothing is said."""

from pathlib import Path

import pytest

from reformsim.scenario import Scenario, check_files, json_schema, load_scenario, shipped_scenarios, show

TOY = Path(__file__).parents[1] / "toy"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def told(text: str) -> list[str]:
    Path("mine.yaml").write_text(text, encoding="utf-8")
    return [str(problem) for problem in check_files(["mine.yaml"])]


@pytest.mark.parametrize("word", ["drawn", "recorded", "both"])
def test_the_three_words_are_taken_and_shown(word: str):
    assert told(f"extends: baseline-2011\nnetwork: {word}\n") == []
    assert load_scenario("mine.yaml").bodies == word
    assert f"network: {word}" in show("mine.yaml")


def test_where_nothing_is_said_the_register_is_taken_from_the_year_in_which_it_is_complete():
    def bodies(territory: str, start: int) -> str:
        return Scenario(name="x", territory=territory, horizon={"start": start, "end": start}).bodies

    assert [bodies("netherlands", start) for start in (2003, 2011, 2017)] == ["drawn"] * 3
    assert [bodies("netherlands", start) for start in (2018, 2020, 2026)] == ["both"] * 3
    assert bodies("netherlands-2011", 2011) == bodies("netherlands-2003", 2003) == bodies(str(TOY), 2011) == "drawn"


def test_scenarios_from_2011_keep_the_first_day_they_had():
    early = [one for one in map(load_scenario, shipped_scenarios()) if one.horizon.start < 2018]
    assert len(early) >= 10 and {one.bodies for one in early} == {"drawn"}


def test_another_word_is_told():
    assert told("extends: baseline-2011\nnetwork: real\n") == [
        "mine.yaml:2:10: network: expected drawn, recorded or both, not 'real'"
    ]


@pytest.mark.parametrize("word", ["recorded", "both"])
def test_a_territory_without_a_record_is_told_at_the_key(word: str):
    text = f"territory: {TOY}\nhorizon: {{start: 2011, end: 2012}}\nnetwork: {word}\n"
    assert told(text) == [
        "mine.yaml:3:10: network: expected drawn: territory 'toy' has no record of cooperation bodies"
    ]


def test_the_schema_has_the_words():
    said = json_schema()["properties"]["network"]
    assert ["drawn", "recorded", "both"] in [one.get("enum") for one in (said, *said.get("anyOf", ()))]
