"""Violations of principles that are switched on: told when they change, and written down as spells of years."""

from __future__ import annotations

from datetime import date

from reformsim.indicators.principles import Violation
from reformsim.model import ReformModel, simulate
from reformsim.model.violations import Violations
from reformsim.principles import PRINCIPLES
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, statutory, world_of

TWO = PRINCIPLES["two_layers"]
END_OF_REGION = {
    "lever": "abolish_wgr_plus",
    "date": date(2013, 1, 1),
    "tasks_to": {"regional_transport": "provincie", "housing_programme": "gemeente"},
    "source": "assumption",
}


def scenario(levers: tuple[dict[str, object], ...] = (), **principles: object) -> Scenario:
    return Scenario(
        name="checked", territory=str(TOY), horizon={"start": 2011, "end": 2015}, levers=levers, principles=principles
    )


def test_only_a_change_of_what_violates_a_principle_is_told():
    world, log = world_of(statutory()), Violations()
    a, b = Violation("a", "a", (), "3 layers"), Violation("b", "b", ("T01",), "4 layers")
    for found in ([a], [a], [a, b], [], [], [b]):
        log.note(world, TWO, found)
        world.state.year += 1
    told = [(e.year, e.kind, e.subject, e.detail) for e in world.events]
    assert told == [
        (2011, "principle_violated", "two_layers", "1 task: a"),
        (2013, "principle_violated", "two_layers", "2 tasks: a, b"),
        (2014, "principle_kept", "two_layers", "no tasks"),
        (2016, "principle_violated", "two_layers", "1 task: b"),
    ]
    spells = [(s.subject, s.first, s.last, s.members, s.detail) for s in log.spells(["two_layers"])]
    assert spells == [
        ("a", 2011, 2013, (), "3 layers"),
        ("b", 2013, 2013, ("T01",), "4 layers"),
        ("b", 2016, 2016, ("T01",), "4 layers"),
    ]


def test_an_event_names_five_and_counts_the_rest():
    world = world_of(statutory())
    Violations().note(world, TWO, [Violation(str(i), f"task{i}") for i in range(7)])
    assert world.events[-1].detail == "7 tasks: task0, task1, task2, task3, task4 and 2 more"


def test_two_bodies_of_one_name_are_two_spells():
    world, log = world_of(statutory()), Violations()
    log.note(world, PRINCIPLES["sober_bodies"], [Violation("1", "Noord"), Violation("2", "Noord")])
    assert len(log.spells(["sober_bodies"])) == 2


def test_what_is_not_switched_on_is_measured_and_not_told():
    record = simulate(scenario(), 0)
    assert record.violations == ()
    assert not [e for e in record.events if e.kind.startswith("principle_")]
    assert record.values[0, record.indicators.index("violations.single_owner")] == 2


def test_a_reform_ends_the_violations_in_its_year():
    record = simulate(scenario((END_OF_REGION,), single_owner=True, equal_footing=True, sober_bodies=3), 0)
    spells = [(s.principle, s.subject, s.first, s.last) for s in record.violations]
    assert spells == [
        ("single_owner", "housing_programme", 2011, 2012),
        ("single_owner", "regional_transport", 2011, 2012),
        ("equal_footing", "Stadsregio Eemstad (plusregio)", 2011, 2012),
    ]
    kept = [(e.year, e.subject) for e in record.events if e.kind == "principle_kept"]
    assert kept == [(2013, "single_owner"), (2013, "equal_footing")]
    column = record.values[:, record.indicators.index("violations.single_owner")]
    assert column.tolist() == [2, 2, 0, 0, 0]


def test_checking_principles_moves_no_other_number_and_draws_no_chance():
    plain, checked = (simulate(s, 1) for s in (scenario(), scenario(**dict.fromkeys(PRINCIPLES, True))))
    assert plain.values.tobytes() == checked.values.tobytes()
    assert [e for e in checked.events if not e.kind.startswith("principle_")] == list(plain.events)


def test_the_indicator_counts_at_the_threshold_of_the_scenario():
    few, many = (simulate(scenario(two_layers=n), 0) for n in (4, 1))
    at = few.indicators.index("violations.two_layers")
    assert few.values[0, at] < many.values[0, at]


def test_every_year_of_a_spell_is_counted_once_by_the_indicator():
    model = ReformModel(scenario((END_OF_REGION,), **dict.fromkeys(PRINCIPLES, True)))
    record = model.run()
    for name in PRINCIPLES:
        column = record.values[:, record.indicators.index(f"violations.{name}")]
        spells = [s for s in record.violations if s.principle == name]
        for number, year in zip(column, record.years, strict=True):
            assert number == sum(s.first <= year <= s.last for s in spells), (name, year)
