"""A scenario on the record of the Netherlands: its years, what is told of years without data, and who is on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from reformsim.cli.app import app
from reformsim.dossier.ends import run_out
from reformsim.errors import RunError
from reformsim.report.words import words
from reformsim.scenario import Scenario, check_files, load_scenario
from reformsim.scenario.endings import Ending, endings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def told(text: str) -> list[str]:
    Path("mine.yaml").write_text(f"territory: netherlands\n{text}", encoding="utf-8")
    return [str(problem) for problem in check_files(["mine.yaml"])]


def on(start: int, end: int, **more: object) -> Scenario:
    horizon = {"start": start, "end": end}
    return Scenario.model_validate({"name": "x", "territory": "netherlands", "horizon": horizon, **more})


@pytest.mark.parametrize("start", range(2003, 2027))
def test_a_horizon_may_start_in_any_year_of_the_record(start):
    assert told(f"horizon: {{start: {start}, end: 2050}}\n") == []


def test_years_outside_are_told_at_their_keys_all_at_once():
    assert told("horizon: {start: 2027, end: 2051}\n") == [
        "mine.yaml:2:18: horizon.start: expected 2003 to 2026, the years of territory 'netherlands', not 2027",
        "mine.yaml:2:29: horizon.end: expected 2050 or earlier, the last year of territory 'netherlands', not 2051",
    ]
    assert told("horizon: {start: 2002, end: 2010}\n") == [
        "mine.yaml:2:18: horizon.start: expected 2003 to 2026, the years of territory 'netherlands', not 2002"
    ]


def test_what_a_lever_names_is_looked_up_on_the_map_of_the_first_year():
    where = "where: {units: [GM1961]}, source: assumption"
    lever = f"levers:\n  - {{lever: smaller_councils, date: 2027-01-01, factor: 0.9, {where}}}\n"
    assert told(f"horizon: {{start: 2026, end: 2030}}\n{lever}") == []
    assert told(f"horizon: {{start: 2018, end: 2030}}\n{lever}") == []  # what it is formed of in 2019 is meant
    unknown = lever.replace("GM1961", "GM9961")
    assert "unknown municipality 'GM9961'" in told(f"horizon: {{start: 2018, end: 2030}}\n{unknown}")[0]


def test_a_replay_runs_to_2026_and_no_further():
    assert told("horizon: {start: 2011, end: 2026}\nmergers: replay\n") == []
    said = "expected 2026 or earlier, the last year of the record of territory 'netherlands', not 2027"
    assert told("horizon: {start: 2011, end: 2027}\nmergers: replay\n") == [
        f"mine.yaml:2:29: horizon.end: {said} (mergers: replay)"
    ]


def test_a_scenario_made_in_python_is_refused_likewise():
    with pytest.raises(RunError, match=r"^horizon\.start: expected 2003 to 2026, .* not 2001$"):
        on(2001, 2010).land()
    with pytest.raises(RunError, match=r"^horizon\.end: expected 2050 or earlier, .* not 2060$"):
        on(2026, 2060).land()
    assert on(2007, 2010).land().year == 2007


def test_procedures_may_be_left_unknown_and_the_hash_tells_them_apart():
    known, drawn = on(2026, 2030), on(2026, 2030, procedures="drawn")
    assert len(known.land().procedures or ()) == 1 and drawn.land().procedures is None
    assert known.hash != drawn.hash
    assert told("horizon: {start: 2026, end: 2030}\nprocedures: none\n") == [
        "mine.yaml:3:13: procedures: expected recorded or drawn, not 'none'"
    ]


def test_what_ends_before_the_run_is_known_with_its_last_year():
    assert endings(on(2018, 2026)) == ()
    assert endings(on(2018, 2030)) == (Ending("inhabitants", 2026, 0.0049, 0.0026, 0.0075),)
    late = {one.what: one.last for one in endings(on(2026, 2050, law="enacted"))}
    assert list(late) == ["inhabitants", "council_elections", "provincial_elections", "water_board_elections", "law"]
    assert all(2026 <= last < 2050 for last in late.values())
    moved = endings(on(2026, 2030, behaviour={"demography.growth_shift": 0.001}))[0]
    assert moved.rate == pytest.approx(0.0059)


def test_it_is_said_in_both_languages():
    (said,) = run_out(load_scenario("baseline-2011"), words("en"))
    assert said == (
        "Inhabitants are known to 1 January 2018; after it every municipality grows by 0.45 % a year, an assumption."
    )
    (said,) = run_out(load_scenario("baseline-2026"), words("nl"))
    assert said == (
        "Inwonertallen zijn bekend tot en met 1 januari 2026; daarna groeit elke gemeente met 0,49 % per jaar, een "
        "aanname (0,26 tot 0,75 % kan ook)."
    )


def test_a_run_says_where_its_data_end():
    done = CliRunner().invoke(
        app, ["run", "baseline-2026", "-n", "1", "--until", "2027", "--measures", "municipalities"]
    )
    assert done.exit_code == 0
    assert "Inhabitants are known to 1 January 2026" in done.output
    refused = CliRunner().invoke(app, ["run", "baseline-2026", "-n", "1", "--until", "2051"])
    assert refused.exit_code == 2
    assert refused.stderr.strip().endswith("the last year of territory 'netherlands', not 2051")


def test_the_list_of_territories_says_from_which_years_a_run_may_start():
    said = CliRunner().invoke(app, ["territory", "list"]).output
    assert "netherlands       2003-2026" in said and "netherlands-2011  2011 " in said
