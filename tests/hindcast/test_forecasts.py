"""Forecasts of a toy province whose record is known: labels of pairs, null models, and the model itself."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.errors import RunError
from reformsim.estimation.fit import survival
from reformsim.hindcast import chosen_scenario, hindcast, nulls, one_year
from reformsim.hindcast.forecast import MEASURES, Forecast, scores
from reformsim.hindcast.past import calibration, load_past, load_steps
from reformsim.hindcast.span import forward
from reformsim.hindcast.yardstick import completion_chance, pair_chances, taste_spread
from reformsim.territory import load_territory
from tests.hindcast.records import recorded, scenario


@pytest.fixture
def toy(tmp_path):
    return load_territory(recorded(tmp_path))


def named(past, values) -> dict[str, object]:
    return dict(zip(past.codes, values.tolist(), strict=True))


def pairs_of(past) -> list[str]:
    return [f"{past.codes[a]}-{past.codes[b]}" for a, b in past.pairs]


def test_the_past_counts_the_municipalities_of_every_year(toy):
    past = load_past(toy, 2011, 2015)
    assert dict(zip(past.years, past.counts.tolist(), strict=True)) == {2011: 12, 2012: 11, 2013: 10, 2014: 10, 2015: 9}


def test_who_ends_with_another_merged_and_a_new_name_is_no_merger(toy):
    merged = named(load_past(toy, 2011, 2015), load_past(toy, 2011, 2015).merged)
    assert {code for code, found in merged.items() if found} == {"T01", "T02", "T09", "T10", "T11"}


def test_pairs_with_a_land_border_are_labelled_by_the_end(toy):
    past = load_past(toy, 2011, 2015)
    assert "T11-T12" not in pairs_of(past)  # a ferry
    together = [pair for pair, same in zip(pairs_of(past), past.together, strict=True) if same]
    assert together == ["T01-T02", "T09-T11", "T10-T11"]


def test_a_later_start_is_on_the_map_as_it_had_become(toy):
    past = load_past(toy, 2013, 2015)
    assert len(past.codes) == 10 and "T20" in past.codes and "T01" not in past.codes
    assert "T09-T20" in pairs_of(past) and "T02-T04" in pairs_of(past)  # borders pass to whoever takes over
    assert [pair for pair, same in zip(pairs_of(past), past.together, strict=True) if same] == ["T09-T20"]
    assert named(past, past.people[0])["T20"] == toy.population_in(2013)[[9, 10]].sum()


def test_null_models_learn_from_the_years_up_to_the_start_only(toy):
    assert [step.year for step in calibration(toy, 2013)[1]] == [2012, 2013]
    assert calibration(toy, 2011)[1] == []
    source, steps = calibration(load_territory("netherlands-2011"), 2011)
    assert source.name == "netherlands-2003" and [step.year for step in steps] == list(range(2004, 2012))


def test_a_later_event_changes_no_null_model(tmp_path):
    before = load_past(load_territory(recorded(tmp_path / "a")), 2013, 2015)
    rows = "2012,T10,T20,Zuidrand,1,merge\n2012,T11,T20,Zuidrand,1,merge\n2013,T01,T02,Beekzicht,1,absorb\n"
    other = load_past(load_territory(recorded(tmp_path / "b", rows + "2015,T04,T05,Eemstad,1,absorb\n")), 2013, 2015)
    for one, two in zip(
        nulls.null_forecasts(before, calibration(before.territory, 2013)[1], 4, 1),
        nulls.null_forecasts(other, calibration(other.territory, 2013)[1], 4, 1),
        strict=True,
    ):
        assert np.array_equal(one.maps, two.maps) and np.array_equal(one.merged, two.merged)


def test_the_yardstick_has_the_pairs_that_the_record_gives():
    territory = load_territory("netherlands-2003")
    learn, test = load_steps(territory, 2004, 2011), load_steps(territory, 2012, 2017)
    assert [sum(len(s.pairs) for s in some) for some in (learn, test)] == [9387, 6197]
    assert [sum(int(s.together.sum()) for s in some) for some in (learn, test)] == [89, 40]


def test_a_perfect_forecast_gets_the_best_of_every_score(toy):
    past = load_past(toy, 2011, 2015)
    found = scores(Forecast("oracle", np.stack([past.labels] * 3), past), past)
    best = {"merged_expected": 5.0, "pair_expected": 3.0, "count_in_band": 4.0}
    assert set(found) == set(MEASURES)
    for name, measure in MEASURES.items():
        assert found[name] == pytest.approx(best.get(name, {"lower": 0.0, "higher": 1.0}.get(measure.better)))


def test_no_change_is_useless_and_as_far_off_as_the_map_changed(toy):
    past = load_past(toy, 2011, 2015)
    found = scores(nulls.no_change(past), past)
    assert found["count_crps"] == (1 + 2 + 2 + 3) / 4 and found["fewer_crps"] == 3 / 4
    assert (found["merged_auc"], found["pair_auc"], found["map_agreement"]) == (0.5, 0.5, 0.0)
    assert found["merged_brier"] == pytest.approx(5 / 12) and found["coalition_hits"] == 0.0


def test_random_neighbours_join_at_the_rate_of_the_years_before(toy):
    past, steps = load_past(toy, 2013, 2015), calibration(toy, 2013)[1]
    counts = nulls.random_neighbours(past, steps, 50, 1).counts
    assert {step.fewer for step in steps} == {1} and (counts == [10, 9, 8]).all()


def test_the_logit_of_sizes_recovers_a_rule_that_is_known():
    size = np.linspace(-3, 3, 4000)[:, None]
    chance = 1 / (1 + np.exp(-(-1.0 + 1.5 * size[:, 0])))
    happened = np.random.default_rng(1).random(len(size)) < chance
    assert np.abs(nulls.fit_logit(size, happened)(size) - chance).max() < 0.05


def test_a_hindcast_of_the_whole_record_has_no_years_to_learn_from(toy, tmp_path):
    result = hindcast(scenario(str(tmp_path / "region")), 2011, 2015, replicates=3)
    assert [one.name for one in result.forecasts] == ["reformsim", "no change"] and result.learned is None
    assert result.forecasts[0].maps.shape == (3, 5, 12)
    assert (result.forecasts[0].counts[:, 0] == 12).all()


def test_a_hindcast_with_a_later_start_begins_on_the_real_map(toy, tmp_path):
    result = hindcast(scenario(str(tmp_path / "region")), 2013, 2015, replicates=3)
    assert result.scenario.replay_until == 2013 and result.learned == (2012, 2013)
    assert len(result.forecasts) == 5 and (result.forecasts[0].counts[:, 0] == 10).all()


def test_the_model_is_asked_a_year_ahead_on_the_replayed_map(toy, tmp_path):
    result = one_year(scenario(str(tmp_path / "region")), 2012, 2015)
    assert result.years == (2012, 2013, 2014, 2015) and result.learned is None
    found = {(int(y), *c) for y, c, h in zip(result.year, result.codes, result.happened, strict=True) if h}
    assert found == {(2012, "T10", "T11"), (2013, "T01", "T02"), (2015, "T09", "T20")}
    chance = result.chances["reformsim"]
    assert ((chance > 0) & (chance < 1)).all() and len(np.unique(chance)) > len(chance) / 2


def test_a_pair_has_the_chances_of_all_sets_that_hold_it(tmp_path):
    from reformsim.hindcast.yardstick import coalitions_of
    from reformsim.model import ReformModel

    model = ReformModel(scenario(recorded(tmp_path), mergers="replay"))
    model.step()
    (step,) = load_steps(model.world.territory, 2012, 2012)
    candidates = coalitions_of(model)
    done = completion_chance(model, candidates)
    a, b = (model.state.codes.index(code) for code in ("T10", "T11"))
    held = [{a, b} <= set(members.tolist()) for members in candidates.members]
    pair = [{a, b} == {int(x) for x in step.pairs[at]} for at in range(len(step.pairs))].index(True)
    assert 1 < sum(held) < len(candidates)
    assert pair_chances(model, step)[pair] == pytest.approx(min(float(done[held].sum()), 1.0))


def test_a_chance_to_complete_counts_tastes_and_every_stage(tmp_path):
    from reformsim.behaviour import load_behaviour

    behaviour = load_behaviour().override(
        {"merger.taste_spread": 0.6, "merger.pair_taste_spread": 0.4, "merger.break_off_design": 0.5}
    )
    assert taste_spread(np.array([2.0, 3.0]), behaviour) == pytest.approx(
        [np.sqrt(0.36 / 2 + 0.16), np.sqrt(0.36 / 3 + 0.16 / 3)]
    )
    later = (1 - behaviour["merger.break_off_advice"]) * (1 - behaviour["merger.break_off_act"])
    assert survival(behaviour) == pytest.approx(0.5 * later)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (2010, 2015, "--from: expected 2011 to 2014, not 2010"),
        (2015, 2016, "--from: expected 2011 to 2014, not 2015"),
        (2011, 2016, "--until: expected 2012 to 2015, not 2016"),
        (2013, 2013, "--until: expected 2014 to 2015, not 2013"),
    ],
)
def test_a_span_outside_the_record_is_refused(toy, tmp_path, first, last, said):
    with pytest.raises(RunError) as caught:
        hindcast(scenario(str(tmp_path / "region")), first, last, replicates=1)
    assert str(caught.value) == f"{said}; the record of territory 'toy' holds 2011 to 2015"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (2011, 2015, "--from: expected 2012 to 2015, not 2011"),
        (2013, 2012, "--until: expected 2013 to 2015, not 2012"),
    ],
)
def test_a_year_that_has_no_year_before_it_in_the_record_cannot_be_foretold(toy, tmp_path, first, last, said):
    with pytest.raises(RunError) as caught:
        one_year(scenario(str(tmp_path / "region")), first, last)
    assert str(caught.value) == f"{said}; the record of territory 'toy' holds 2011 to 2015"


def test_a_territory_without_a_record_is_refused():
    from tests.model.worlds import TOY

    with pytest.raises(RunError, match=r"territory 'toy' has no recorded events \(events.csv\)"):
        hindcast(scenario(str(TOY)), 2011, 2015, replicates=1)


def test_a_start_before_the_shipped_history_takes_the_record_of_2003():
    assert chosen_scenario(None, 2011).name == "history"
    early = chosen_scenario(None, 2005)
    assert (early.name, early.territory, early.law) == ("record-2003", "netherlands", "enacted")
    assert (early.horizon.start, early.horizon.end) == (2003, 2026)


def test_years_that_the_shipped_history_does_not_hold_take_the_record_of_2011():
    assert [chosen_scenario(None, first, None, last).name for first, last in ((2011, 2018), (2012, None))] == [
        "history",
        "history",
    ]
    late = [chosen_scenario(None, first, None, last).name for first, last in ((2011, 2019), (2018, None), (2020, 2025))]
    assert late == ["record-2011"] * 3


def test_a_record_may_start_in_any_year_and_is_told_where_it_may_not():
    chosen = chosen_scenario("record-2018")
    assert (chosen.name, chosen.horizon.start, chosen.horizon.end) == ("record-2018", 2018, 2026)
    with pytest.raises(RunError, match="expected 2003 to 2026, the years of territory 'netherlands', not 1999"):
        chosen_scenario("record-1999")


def test_a_forecast_of_known_years_does_not_know_the_mergers_that_were_under_way():
    record = chosen_scenario("record-2018")
    assert len(record.land().procedures or ()) == 12
    assert forward(record, 2018, 2020).procedures == "drawn"
    assert forward(record, 2018, 2020).land().procedures is None
