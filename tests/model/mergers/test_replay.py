"""History replayed: recorded mergers take effect on their own 1 January, under their own name, and no others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reformsim.errors import RunError
from reformsim.experiment.replicate import simulate
from reformsim.history import map_from_events
from reformsim.measures import measured
from reformsim.model import ReformModel
from reformsim.scenario import Scenario
from tests.model.recorded import recorded as toy_with_record
from tests.model.worlds import TOY

RECORD = """\
2012,T10,T20,Zuidrand,1,merge
2012,T11,T20,Zuidrand,1,merge
2013,T01,T02,Beekzicht,1,absorb
2013,T04,T05,Eemstad,1,absorb
2014,T07,T08,Hoogkerspel,0.6,split
2014,T07,T20,Zuidrand,0.4,split
2014,T03,T21,Cappel,1,rename
2015,T20,T22,Zuidland,1,merge
2015,T09,T22,Zuidland,1,merge
2016,T05,T06,Fortmond,0.01,border
"""


def recorded(folder: Path, rows: str = RECORD) -> str:
    """The toy province with this record of changes."""
    return toy_with_record(folder, rows)


def scenario(territory: str, end: int = 2016, **keys) -> Scenario:
    years = {"start": 2011, "end": end}
    return Scenario(name="replayed", territory=territory, horizon=years, mergers="replay", measures="all", **keys)


def living(model: ReformModel) -> set[str]:
    return {model.state.codes[r] for r in model.state.live}


@pytest.fixture
def model(tmp_path):
    return ReformModel(scenario(recorded(tmp_path)))


def upto(model: ReformModel, year: int) -> ReformModel:
    while not model._years or model.state.year < year:
        model.step()
    return model


def test_a_recorded_merger_takes_effect_on_its_1_january_and_not_before(model):
    assert {"T10", "T11"} <= living(upto(model, 2011))
    now = living(upto(model, 2012))
    assert "T20" in now and not {"T10", "T11"} & now
    zuidrand = model.municipality("T20")
    assert (zuidrand.name, zuidrand.units) == ("Zuidrand", ("T10", "T11"))


def test_nothing_merges_but_what_is_recorded(model):
    """Twelve units: two merge in 2012, two are absorbed in 2013, one is divided in 2014, two merge in 2015."""
    counts = {year: len(living(upto(model, year))) for year in range(2011, 2017)}
    assert counts == {2011: 12, 2012: 11, 2013: 9, 2014: 8, 2015: 7, 2016: 7}
    kinds = {event.kind for event in model.world.events}
    assert not {kind for kind in kinds if kind.startswith("procedure")}


def test_a_divided_municipality_goes_whole_to_the_largest_share(model):
    upto(model, 2014)
    assert model.municipality("T08").units == ("T07", "T08")
    assert model.municipality("T20").units == ("T10", "T11")


def test_a_rename_changes_code_and_name_and_nothing_else(tmp_path):
    """The same record with and without a rename of 2013: not one indicator differs in any year."""
    later = "2016,T01,T02,Beekzicht,1,absorb\n"
    plain = simulate(scenario(recorded(tmp_path, later)), 0)
    model = ReformModel(scenario(recorded(tmp_path, "2013,T03,T21,Cappel,1,rename\n" + later)))
    renamed = measured(model.run(), plain.indicators)
    differs = ~np.isclose(
        plain.values, renamed.values, rtol=1e-12, atol=1e-9, equal_nan=True
    )  # sums run in another order
    assert {plain.indicators[i] for i in np.flatnonzero(differs.any(axis=0))} == set()
    assert (model.municipality("T21").name, model.municipality("T21").units) == ("Cappel", ("T03",))
    assert not model.municipality("T03").alive
    told = [e for e in renamed.events if e.kind == "municipality_renamed"]
    assert [(e.year, e.subject, e.members, e.detail) for e in told] == [(2013, "T21", ("T03",), "Cappel")]


def test_one_that_takes_in_a_tenth_or_more_elects_its_council_for_the_merger(model):
    """T05 has 120,000 inhabitants and takes in 12,000: a tenth; T02 (9,000, 13 seats) takes in 4,000."""
    upto(model, 2013)
    eemstad, beekzicht = (model.state.row_of(code) for code in ("T05", "T02"))
    assert model.state.founded[eemstad] == 2013 and model.state.council_year[eemstad] == 2012
    assert model.state.founded[beekzicht] == 2013 and model.state.seats[beekzicht] == 15


def test_one_that_takes_in_less_keeps_its_council_and_votes_with_the_others(tmp_path):
    """T05 (120,000, 39 seats) takes in T10 (2,000): no class changes, so it votes in March 2014 as if nothing was."""
    model = ReformModel(
        scenario(recorded(tmp_path, "2013,T10,T05,Eemstad,1,absorb\n2016,T01,T02,Beekzicht,1,absorb\n"))
    )
    upto(model, 2013)
    row = model.state.row_of("T05")
    assert (model.state.founded[row], model.state.council_year[row], model.state.seats[row]) == (-9999, 2009, 39)
    upto(model, 2014)
    assert model.state.council_year[row] == 2014


LATER = "2019,T10,T05,Eemstad,1,absorb\n2020,T01,T02,Beekzicht,1,absorb\n2022,T03,T21,Cappel,1,rename\n"


def later(tmp_path, law: str) -> ReformModel:
    """The toy province with mergers of 2019 and 2020: by the enacted law, or by that of 2011."""
    return ReformModel(scenario(recorded(tmp_path, LATER), end=2022, law=law))


@pytest.mark.parametrize(("law", "founded"), [("enacted", 2019), ("at_start", -9999)])
def test_by_the_text_of_2018_every_merger_brings_an_election(tmp_path, law, founded):
    """T05 (120,000) takes in T10 (2,000): no class changes and less than a tenth joins."""
    model = upto(later(tmp_path, law), 2019)
    row = model.state.row_of("T05")
    assert (model.state.founded[row], model.state.council_year[row]) == (founded, 2018)


@pytest.mark.parametrize(("law", "voted"), [("enacted", 2019), ("at_start", 2022)])
def test_by_the_text_of_2018_a_new_council_sits_on_for_three_years_and_before_for_two(tmp_path, law, voted):
    """T02 is formed on 1 January 2020, two years and two months before the election of 16 March 2022."""
    model = upto(later(tmp_path, law), 2022)
    assert model.state.council_year[model.state.row_of("T02")] == voted
    assert model.state.council_year[model.state.row_of("T06")] == 2022


def test_a_new_council_sits_on_where_regular_elections_follow_within_two_years(model):
    upto(model, 2014)
    assert model.state.council_year[model.state.row_of("T02")] == 2012  # formed on 1 January 2013
    assert model.state.council_year[model.state.row_of("T06")] == 2014


def test_councils_that_merge_on_the_next_1_january_hold_no_regular_election(model):
    """T20 and T09 merge on 1 January 2015; T20 was formed in 2012, so that it would have voted in March 2014."""
    upto(model, 2014)
    assert model.state.council_year[model.state.row_of("T20")] == 2011
    assert model.state.council_year[model.state.row_of("T09")] == 2009
    upto(model, 2015)
    assert model.state.council_year[model.state.row_of("T22")] == 2014


def test_the_map_of_a_replay_can_be_rebuilt_from_its_events(model):
    record = measured(model.run())
    for at, year in enumerate(record.years):
        now = map_from_events(record.units, record.events, year)
        codes = [record.municipalities[i] for i in record.owner[at]]
        assert [now[unit] for unit in record.units] == codes, year


def test_chance_does_not_touch_who_merges(tmp_path):
    one, two = (simulate(scenario(recorded(tmp_path), seed=seed), 0) for seed in (1, 2))
    assert one.municipalities == two.municipalities
    assert (one.owner == two.owner).all()


def test_a_look_at_what_a_merger_would_bring_is_still_possible(model):
    upto(model, 2013)
    assert model.municipality("T02").gain_from("T05") == pytest.approx(model.municipality("T02").gain_from("T05"))


def test_the_years_after_the_record_are_refused_by_the_model_too(tmp_path):
    with pytest.raises(RunError) as caught:
        ReformModel(scenario(recorded(tmp_path), end=2017))
    assert str(caught.value).startswith("horizon.end: expected 2016 or earlier, the last year of the record of")


def test_a_territory_without_a_record_is_refused_by_the_model_too():
    with pytest.raises(RunError) as caught:
        ReformModel(scenario(str(TOY)))
    said = "mergers: territory 'toy' has no recorded events (events.csv), expected 'simulated'"
    assert str(caught.value) == said
