"""The estimate on real history: it comes out again, knows no later year, and finds a rule that is known."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.estimates import load_estimates
from reformsim.cli.app import app
from reformsim.errors import RunError
from reformsim.estimation import choices, estimate, variants, yaml_text
from reformsim.estimation.choices import TERMS, Choices, everything
from reformsim.estimation.command import BESIDE, Result, choices_beside, record_of, run_estimate
from reformsim.estimation.fit import NAMES, SPREAD, Together, offset
from reformsim.estimation.fitness import pair_chances
from reformsim.estimation.level import TOLERANCE, mean_lost, municipalities_lost
from reformsim.estimation.record import moments
from reformsim.hindcast.trained import NONE_KNOWN, knows, trained, weights
from reformsim.model.mergers.search import chance
from reformsim.model.mergers.worth import MEMBER_TERMS, SHARED_TERMS
from reformsim.territory import Territory, load_territory

COMMITTED = Path(str(files("reformsim.behaviour"))) / "estimated.yaml"


def land() -> Territory:
    return record_of("netherlands", 2004)


@lru_cache(maxsize=1)
def history() -> Choices:
    return choices(land(), 2004, 2026, load_behaviour())


@lru_cache(maxsize=1)
def found() -> Together:
    behaviour = load_behaviour()
    others = (choices_beside(one, 2004, 2026, behaviour) for one in BESIDE)
    return estimate([history(), *others], behaviour)


def until(last: int) -> Choices:
    return history().take(history().year <= last)


def test_every_dutch_merger_since_2004_is_a_possible_coalition():
    """None of more than five municipalities, none of municipalities apart."""
    years = np.bincount(history().year[history().event], minlength=2027)[2004:]
    assert years.tolist() == [3, 11, 4, 9, 0, 2, 5, 8, 1, 3, 3, 5, 2, 1, 6, 12, 0, 2, 4, 2, 0, 0, 0]
    assert set(history().size[history().event]) <= {2, 3, 4, 5}


def test_the_three_records_give_the_committed_estimates_again():
    committed, fit = load_estimates(COMMITTED), found().fits[0]
    assert (committed.territory, committed.beside) == ("netherlands", BESIDE)
    assert (committed.first, committed.last) == (fit.first, fit.last) == (2004, 2026)
    assert tuple(committed.parameters) == NAMES
    level = {"merger.constant": committed.level}
    for name, one in committed.parameters.items():
        assert fit.values[name] + level.get(name, 0.0) == pytest.approx(one.value, abs=1e-4), name
        assert fit.coefficients[name].error == pytest.approx(one.error, abs=1e-4), name
    spread = np.array([one.error for one in committed.parameters.values()])
    assert committed.covariance / np.outer(spread, spread) == pytest.approx(fit.correlations, abs=1e-3)
    for year, wave in committed.waves.items():
        assert (fit.waves[year].value, fit.waves[year].error) == pytest.approx((wave.value, wave.error), abs=1e-3)
    again = Result("netherlands", fit, committed.level, BESIDE, found())
    assert yaml_text(again).splitlines()[:8] == COMMITTED.read_text("utf-8").splitlines()[:8]


def test_a_run_over_the_years_of_the_estimate_loses_as_many_municipalities_as_there_really_were():
    really = municipalities_lost(land(), 2026)
    assert really == 489 - 342
    assert mean_lost("netherlands", 2004, 2026, load_behaviour()) == pytest.approx(really, rel=TOLERANCE)


def test_the_estimates_are_the_default_behaviour_and_say_what_they_rest_on():
    behaviour, committed = load_behaviour(), load_estimates(COMMITTED)
    for name, one in committed.parameters.items():
        assert behaviour[name] == one.value
        source = behaviour.parameters[name].source
        assert source.startswith("estimated on the 83 mergers of 2004-2026") and "standard error" in source
    assert behaviour.waves.keys() == set(range(2004, 2027))


def test_the_estimate_of_a_forecast_from_the_past_knows_no_later_year():
    assert [knows(year) for year in (2010, 2011, 2017, 2018, 2025)] == [None, 2011, 2011, 2018, 2018]
    for last, one in trained().items():
        assert (one.first, one.last, one.beside) == (2004, last, ("switzerland",))
        assert one.events == until(last).event.sum()
        assert max(one.waves) == last
    assert weights(2012)["merger.small"] == trained()[2011].parameters["merger.small"].value
    assert all(weights(year)["merger.waves_until"] == NONE_KNOWN for year in (2005, 2012, 2020))
    assert weights(2026) == {}, "a forecast of today knows all that is on record"


def test_the_dutch_years_up_to_2011_give_nearly_what_they_give_with_the_swiss_year_beside_them():
    alone = estimate([until(2011)], load_behaviour()).fits[0]
    for name, one in trained()[2011].parameters.items():
        level = trained()[2011].level if name == "merger.constant" else 0.0
        assert abs(alone.values[name] + level - one.value) < one.error, name


def test_an_estimate_that_knows_two_years_of_shared_work_leaves_it_out(monkeypatch):
    shared = {name for name, _ in (*SHARED_TERMS, *MEMBER_TERMS)}
    data = until(2018)
    known = {name for (name, _), column in zip(TERMS, data.columns.T, strict=True) if column.any()}
    assert shared < known, "the record has them"
    monkeypatch.setattr("reformsim.estimation.command.find_level", lambda lost, really: 0.0)
    result = run_estimate(load_behaviour(), last=2018, beside=(), data=data)
    monkeypatch.setattr("reformsim.estimation.stability.choices", lambda *given: data)
    for one in variants(load_behaviour(), result):
        assert shared <= {name for name in NAMES if abs(one.fit.values[name]) < 1e-9}, one.title
    fit = result.fit
    assert set(trained()[2018].parameters) == set(NAMES) - shared
    for name, one in trained()[2018].parameters.items():
        level = trained()[2018].level if name == "merger.constant" else 0.0
        assert abs(fit.values[name] + level - one.value) < one.error, name


def test_no_merger_after_the_last_year_changes_anything():
    cut = replace(land(), events=tuple(event for event in land().events if event.year != 2013), events_until=2018)
    other, same = choices(cut, 2004, 2011, load_behaviour()), until(2011)
    for name in Choices.__slots__:
        assert np.array_equal(getattr(other, name), getattr(same, name)), name
    assert municipalities_lost(cut, 2011) == municipalities_lost(land(), 2011) == 489 - 418


TRUE = dict(zip(NAMES, (-4.0, 0.8, 4.0, 3.0, -1.0, 1.2, 1.5, 2.0, 1.0, 0.8, 0.7, 1.0, 2.0), strict=True))


def drawn(share: float, seed: int = 7) -> Choices:
    """The real choices, with events drawn from the rule with the weights ``TRUE``; of the others a share is kept."""
    random = np.random.default_rng(seed)
    world = replace(history(), kept=np.ones(len(history())))
    value = world.columns @ np.array([TRUE[name] for name in NAMES]) + offset(world, load_behaviour())
    event = random.random(len(world)) < chance(value)
    stay = event | (random.random(len(world)) < share)
    return replace(world, event=event, split=event & False, kept=np.full(len(event), share)).take(stay)


@pytest.mark.parametrize("share", [1.0, 0.2])
def test_the_coefficients_of_a_known_rule_are_found_again_also_from_a_sample(share):
    fit = estimate([drawn(share)], load_behaviour()).fits[0]
    assert fit.events > 1000
    for name, true in TRUE.items():
        one = fit.coefficients[name]
        assert abs(one.value - true) < 3.0 * one.error + 0.1, (name, one, true)


def test_a_wrong_correction_for_sampling_would_be_seen():
    data = drawn(0.2)
    wrong = estimate([replace(data, kept=np.ones(len(data)))], load_behaviour()).fits[0]
    one = wrong.coefficients["merger.constant"]
    assert one.value - TRUE["merger.constant"] > 3.0 * one.error


def test_countries_that_agree_draw_one_another_near_and_a_small_record_leans_on_a_large_one():
    """One year of the same rule alone, and beside all others: it comes nearer to what is true and is surer."""
    few, many = drawn(0.2).take(drawn(0.2).year == 2010), drawn(0.2, seed=8)
    alone = estimate([few], load_behaviour()).fits[0]
    beside = estimate([few, many], load_behaviour()).fits[0]
    for name in ("merger.size", "merger.small", "merger.enclosed", "merger.extent"):
        assert beside.coefficients[name].error < alone.coefficients[name].error
    gap = {one: sum(((fit.values[name] - TRUE[name]) * SPREAD[name]) ** 2 for name in NAMES[1:])
           for one, fit in (("alone", alone), ("beside", beside))}  # fmt: skip
    assert gap["beside"] < gap["alone"]


def test_the_rule_estimated_is_the_rule_simulated():
    """The columns of the record give the value that a run gives on the same map, nothing assumed beside them."""
    from reformsim.model import ReformModel
    from reformsim.model.mergers.phase import Mergers
    from reformsim.scenario import Scenario

    off = dict.fromkeys(("merger.finance", "merger.recent", *(name for name, _ in (*SHARED_TERMS, *MEMBER_TERMS))), 0.0)
    behaviour = load_behaviour().override(off)
    moment = next(moments(land(), 2004, 2004, behaviour["merger.recent_years"]))
    scenario = Scenario.model_validate(
        {"name": "one", "territory": "netherlands", "horizon": {"start": 2003, "end": 2004}, "mergers": "replay"}
    )
    model = ReformModel(scenario, 0, behaviour)
    model.step()
    mergers = Mergers(model.world, 5)
    some = moment.candidates.take(np.arange(0, len(moment.candidates), 50))
    common, consent = mergers.common_and_consent(some)
    rule = everything(moment).columns[::50] @ np.array([behaviour[name] for name in NAMES])
    cycle = behaviour["merger.cycle"] * moment.low
    assert common + consent == pytest.approx(rule + cycle, abs=1e-9)


def test_only_the_second_january_after_council_elections_is_low():
    low = {m.year for m in moments(land(), 2004, 2026, 6.0) if m.low}
    assert low == {2004, 2008, 2012, 2016, 2020, 2024}
    column = [name for name, _ in TERMS].index("merger.cycle")
    assert set(np.unique(history().columns[:, column])) == {-1.0, 0.0}


def test_pairs_get_the_chances_of_all_coalitions_that_hold_both():
    moment = next(moments(land(), 2019, 2019, 6.0))
    pairs, truth = pair_chances(moment, np.ones(len(moment.candidates)))
    inside = (moment.candidates.members >= 0).sum(axis=1)
    # Members of a coalition that do not border on one another are no pair of neighbours.
    assert pairs.sum() < (inside * (inside - 1) / 2).sum() and pairs.min() >= 1.0
    assert truth.sum() == 35, "twelve mergers of 37 municipalities"


def test_years_outside_the_record_are_refused():
    said = r"expected years within 2004-2026, the record of territory 'netherlands-2003', not 1999-2011"
    with pytest.raises(RunError, match=said.replace("netherlands-2003", land().name)):
        choices(land(), 1999, 2011, load_behaviour())


def test_a_territory_without_a_record_is_refused():
    toy = str(Path(__file__).parents[1] / "toy")
    name = load_territory(toy).name
    result = CliRunner().invoke(app, ["estimate", "--territory", toy])
    assert result.exit_code == 2
    said = f"territory '{name}' has no recorded events (events.csv), so nothing can be estimated"
    assert said in result.output


def test_years_without_a_merger_are_refused():
    with pytest.raises(RunError, match="no merger of two to five neighbours took effect in 2008-2008"):
        estimate([history().take(history().year == 2008)], load_behaviour())


def test_a_wave_drawn_for_later_years_is_partly_the_one_before():
    """Over many replicates: mean nought, the spread of the table, and the share of it that lasts."""
    from reformsim.model.mergers.waves import wave
    from reformsim.world.streams import Streams

    behaviour = load_behaviour().override({"merger.wave_lasting": 0.5, "merger.waves_until": 1900.0})
    two = np.array([[wave(Streams(1, r), behaviour, year, known=True) for year in (2040, 2041)] for r in range(600)])
    assert two.mean() == pytest.approx(0.0, abs=0.08)
    assert two.std() == pytest.approx(behaviour["merger.wave_spread"], rel=0.08)
    assert np.corrcoef(two.T)[0, 1] == pytest.approx(0.5, abs=0.1)
    known = [wave(Streams(1, r), load_behaviour(), 2019, known=True) for r in range(300)]
    assert np.mean(known) == pytest.approx(load_behaviour().waves[2019].value, abs=0.1)
