"""What becomes of a reform in Parliament: enacted, late, or rejected, drawn from its id alone."""

from datetime import date

import pytest

from reformsim.experiment.replicate import simulate
from reformsim.scenario import Scenario, load_scenario

BASE = load_scenario("baseline-2011").model_copy(update={"measures": "all"})
YEARS = {"start": 2011, "end": 2019}


def with_passage(passage, **more):
    lever = {
        "lever": "abolish_sub_municipal_councils",
        "date": date(2013, 1, 1),
        "source": "assumption",
        **more,
    }
    if passage is not None:
        lever["passage"] = passage
    return Scenario(**{**dict(BASE), "horizon": YEARS, "levers": [lever]})


def of(record, name):
    return dict(zip(record.years, record.values[:, record.indicators.index(name)].tolist(), strict=True))


def test_without_a_passage_a_reform_takes_effect_on_its_date():
    councils = of(simulate(with_passage(None), 0), "sub_municipal_bodies")
    assert (councils[2012], councils[2013]) == (21, 0)


def test_a_certain_passage_changes_nothing():
    plain, certain = simulate(with_passage(None), 0), simulate(with_passage({"chance": 1.0}), 0)
    assert plain.values.tobytes() == certain.values.tobytes()
    assert plain.events == certain.events


def test_a_delay_of_two_years_is_told_and_kept():
    record = simulate(with_passage({"delay_years": 2}), 0)
    councils = of(record, "sub_municipal_bodies")
    assert (councils[2013], councils[2014], councils[2015]) == (21, 21, 0)
    (told,) = [e for e in record.events if e.kind == "reform_delayed"]
    assert (told.year, told.detail) == (2013, "takes effect on 2015-01-01")
    assert of(record, "reform_delay") == {y: 2.0 if y >= 2015 else 0.0 for y in record.years}
    assert of(record, "reforms_in_force")[2019] == 1


def test_a_reform_without_a_chance_is_rejected_on_its_date_and_changes_nothing_else():
    record, plain = simulate(with_passage({"chance": 0.0}), 0), simulate(with_passage(None, where={"units": []}), 0)
    assert [(e.year, e.subject) for e in record.events if e.kind == "reform_rejected"] == [
        (2013, "abolish_sub_municipal_councils")
    ]
    rejected = of(record, "reforms_rejected")
    assert (rejected[2012], rejected[2013]) == (0, 1)
    differing = {
        name
        for i, name in enumerate(record.indicators)
        if record.values[:, i].tobytes() != plain.values[:, i].tobytes()
    }
    assert differing == {"reforms_rejected"}


def fates(passage, behaviour=None, replicates=400):
    from reformsim.behaviour import load_behaviour
    from reformsim.model.government.politics import decided
    from reformsim.territory import load_territory
    from reformsim.world.streams import Streams

    scenario = with_passage(passage)
    territory, weights = load_territory(scenario.territory), load_behaviour().override(behaviour or {})
    return [
        decided(scenario.levers, 2030, territory, Streams(1, replicate), weights)[0] for replicate in range(replicates)
    ]


def test_half_a_chance_passes_in_half_of_the_replicates():
    passed = sum(fate.enacted is not None for fate in fates({"chance": 0.5}))
    assert 170 <= passed <= 230


def test_negative_advice_weighs_by_its_parameter_and_not_at_zero():
    def passed(**behaviour):
        advised = {"chance": 0.5, "advice": "negative"}
        return sum(fate.enacted is not None for fate in fates(advised, {"politics.advice": behaviour["weight"]}))

    assert passed(weight=2.0) < passed(weight=0.5) < passed(weight=0.0)
    assert passed(weight=0.0) == sum(fate.enacted is not None for fate in fates({"chance": 0.5}))


def test_the_spread_of_the_delay_gives_every_number_of_years():
    delays = [fate.delay for fate in fates({"delay_years": 1, "delay_spread": 2})]
    assert set(delays) == {1, 2, 3}
    assert all(90 <= delays.count(years) <= 180 for years in (1, 2, 3))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_levers_of_one_day_give_the_same_in_either_order(order):
    levers = [
        {"lever": "merge_provinces", "members": ["PV24", "PV26"], "name": "Two", "code": "PV99"},
        {"lever": "smaller_provincial_councils", "factor": 0.5},
    ]
    chosen = [{**levers[i], "date": date(2013, 1, 1), "source": "assumption"} for i in order]
    record = simulate(Scenario(**{**dict(BASE), "horizon": YEARS, "levers": chosen}), 0)
    seats = of(record, "provincial_councillors")
    # 566 less the 39 of Flevoland and the 47 of Utrecht, and for their 1.6 million half of 51: 25, halfway going down.
    assert seats[2013] == 505
