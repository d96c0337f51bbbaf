"""Years without mergers at the end of a record are known years: replayed, foretold and estimated on."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim.errors import RunError
from reformsim.estimation.record import moments
from reformsim.experiment.replicate import simulate
from reformsim.hindcast import one_year
from reformsim.hindcast.past import load_past, load_steps
from reformsim.scenario import load_scenario
from reformsim.territory import load_territory
from tests.hindcast.records import RECORD, recorded, scenario


def calm_until(folder: Path, year: int) -> str:
    """The toy province, whose record is complete up to a year after its last change."""
    territory = recorded(folder)
    with (Path(territory) / "territory.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f"events_until: {year}\n")
    return territory


def test_a_replay_runs_to_the_end_of_the_record(tmp_path):
    record = simulate(scenario(calm_until(tmp_path, 2018), end=2018, mergers="replay"), 0)
    assert [len(set(owner)) for owner in record.owner[-4:].tolist()] == [9, 9, 9, 9]


def test_the_check_of_a_scenario_knows_the_end_of_the_record(tmp_path):
    territory = calm_until(tmp_path, 2018)
    path = tmp_path / "mine.yaml"
    text = f"name: mine\nterritory: {territory}\nmergers: replay\nhorizon: {{start: 2011, end: %d}}\n"
    path.write_text(text % 2018, encoding="utf-8")
    assert load_scenario(path).horizon.end == 2018
    path.write_text(text % 2019, encoding="utf-8")
    with pytest.raises(Exception, match="expected 2018 or earlier, the last year of the record of territory 'toy'"):
        load_scenario(path)


def test_the_past_has_the_years_in_which_nothing_changed(tmp_path):
    territory = load_territory(calm_until(tmp_path, 2018))
    past = load_past(territory, 2014, 2018)
    assert past.counts.tolist() == [10, 9, 9, 9, 9]
    assert [(step.year, step.fewer) for step in load_steps(territory, 2015, 2030)] == [
        (2015, 1), (2016, 0), (2017, 0), (2018, 0),
    ]  # fmt: skip
    with pytest.raises(RunError, match=r"--until: expected 2015 to 2018, not 2019; .* holds 2011 to 2018"):
        load_past(territory, 2014, 2019)


def test_a_change_of_borders_makes_a_year_known(tmp_path):
    territory = load_territory(recorded(tmp_path, RECORD + "2017,T05,T06,Fortmond,0.01,border\n"))
    assert load_past(territory, 2014, 2017).counts.tolist() == [10, 9, 9, 9]


def test_no_pair_became_one_in_a_year_without_mergers(tmp_path):
    found = one_year(scenario(calm_until(tmp_path, 2018), end=2018), 2016, 2018)
    assert found.years == (2016, 2017, 2018) and not found.happened.any()


def test_the_choices_of_a_year_without_mergers_are_no_events(tmp_path):
    territory = calm_until(tmp_path, 2017)
    found = {moment.year: int(moment.event.sum()) for moment in moments(territory, 2015, 2017, 6.0)}
    assert found == {2015: 1, 2016: 0, 2017: 0}
    with pytest.raises(RunError, match="expected years within 2012-2017, the record of territory 'toy', not 2015-2018"):
        next(moments(territory, 2015, 2018, 6.0))
