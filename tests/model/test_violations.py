"""Violations of principles that are switched on: told when they change, and written down as spells of years."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from reformsim.experiment.replicate import simulate
from reformsim.measures import Snapshots, measured
from reformsim.measures.principles.following import Watched, watched
from reformsim.model import ReformModel
from reformsim.model.recording import history_of, snapshot
from reformsim.model.world import World
from reformsim.principles import PRINCIPLES
from reformsim.scenario import Scenario
from reformsim.tasks import LAYERS
from tests.model.worlds import TOY, bare, found, row, statutory, world_of

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


def regional(world: World, *tasks: str) -> None:
    """Let regions carry these tasks in T02 and provinces elsewhere, and provinces alone all other tasks."""
    state = world.state
    state.carrier[state.live] = LAYERS.index("provincie")
    for task in tasks:
        state.carrier[row(world, "T02"), world.tasks.index(task)] = LAYERS.index("regio")


def followed(world: World, years: Iterable[Callable[[], object]]) -> Watched:
    """Violations of the principles of a world in which something happens every year, from the first day on."""
    shots = [snapshot(world)]
    for happens in years:
        happens()
        shots.append(snapshot(world, shots[-1]))
        world.state.year += 1
    return watched(Snapshots([history_of(world, shots[0], shots[1:])]), 0)


def test_only_a_change_of_what_violates_a_principle_is_told():
    world = world_of(statutory())
    world.principles = {"single_owner": 0.0}
    none, one, both, other = ((), ("nature",), ("nature", "waste"), ("waste",))
    log = followed(world, [partial(regional, world, *tasks) for tasks in (one, one, both, none, none, other)])
    told = [(e.year, e.kind, e.subject, e.detail) for e in log.events]
    assert told == [
        (2011, "principle_violated", "single_owner", "1 task: nature"),
        (2013, "principle_violated", "single_owner", "2 tasks: nature, waste"),
        (2014, "principle_kept", "single_owner", "no tasks"),
        (2016, "principle_violated", "single_owner", "1 task: waste"),
    ]
    how = "provincie in 11, regio in 1 municipalities"
    spells = [(s.subject, s.first, s.last, s.members, s.detail) for s in log.spells]
    assert spells == [
        ("nature", 2011, 2013, ("T02",), how),
        ("waste", 2013, 2013, ("T02",), how),
        ("waste", 2016, 2016, ("T02",), how),
    ]


def test_members_and_detail_of_a_spell_are_those_of_its_first_year():
    world = world_of(statutory())
    world.principles = {"single_owner": 0.0}

    def also_in_t03() -> None:
        world.state.carrier[row(world, "T03"), world.tasks.index("nature")] = LAYERS.index("regio")

    (spell,) = followed(world, [partial(regional, world, "nature"), also_in_t03]).spells
    assert (spell.first, spell.last, spell.members) == (2011, 2012, ("T02",))
    assert spell.detail == "provincie in 11, regio in 1 municipalities"


def test_what_happens_in_a_year_is_told_before_what_came_of_it():
    world = world_of(statutory())
    world.tell("reform_delayed", "before the first day")
    world.principles = {"single_owner": 0.0}

    def reform() -> None:
        regional(world)
        world.tell("task_moved", "all")

    log = followed(world, [partial(regional, world, "nature"), reform, partial(world.tell, "law_changed", "x")])
    told = [(e.year, e.kind) for e in log.events]
    assert told == [
        (2011, "reform_delayed"),
        (2011, "principle_violated"),
        (2012, "task_moved"),
        (2012, "principle_kept"),
        (2013, "law_changed"),
    ]


def test_an_event_names_five_and_counts_the_rest():
    world = world_of(statutory())
    world.principles = {"single_owner": 0.0}
    seven = world.tasks.ids[:7]
    (told,) = followed(world, [partial(regional, world, *seven)]).events
    assert told.detail == f"7 tasks: {', '.join(seven[:5])} and 2 more"


def test_two_bodies_of_one_name_are_two_spells():
    world = world_of(bare())
    world.principles = {"sober_bodies": 0.0}
    for task in ("waste", "roads"):
        world.state.bodies.names[found(world, "T01 T02", task)] = "Noord"
    spells = followed(world, [lambda: None, lambda: None]).spells
    assert [(s.subject, s.first, s.last, s.detail) for s in spells] == [
        ("Noord", 2011, 2012, "1 tasks: waste"),
        ("Noord", 2011, 2012, "1 tasks: roads"),
    ]


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


def test_the_measure_counts_at_the_threshold_of_the_scenario():
    few, many = (simulate(scenario(two_layers=n), 0) for n in (4, 1))
    at = few.indicators.index("violations.two_layers")
    assert few.values[0, at] < many.values[0, at]


def test_every_year_of_a_spell_is_counted_once_by_the_measure():
    model = ReformModel(scenario((END_OF_REGION,), **dict.fromkeys(PRINCIPLES, True)))
    record = measured(model.run())
    for name in PRINCIPLES:
        column = record.values[:, record.indicators.index(f"violations.{name}")]
        spells = [s for s in record.violations if s.principle == name]
        for number, year in zip(column, record.years, strict=True):
            assert number == sum(s.first <= year <= s.last for s in spells), (name, year)
