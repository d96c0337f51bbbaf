"""The first day of a run, put together in one place: map, councils, network, tasks, money, law, reforms, chance."""

from __future__ import annotations

from datetime import date

from reformsim.behaviour import Behaviour
from reformsim.country import load_country
from reformsim.law import Law
from reformsim.model.accounts import ACCOUNTS
from reformsim.model.accounts.books import open_books
from reformsim.model.capacity.adequacy import assess_municipalities, assess_provinces
from reformsim.model.cooperation.boards.usual import count_refusals
from reformsim.model.cooperation.memberships import recount
from reformsim.model.councils.seating import seat_councils
from reformsim.model.government.demography import population_path
from reformsim.model.government.new_tasks import with_new_tasks
from reformsim.model.government.politics import decided
from reformsim.model.government.sources import parted
from reformsim.model.mergers.shared import served_by_bodies
from reformsim.model.rules import Rules
from reformsim.model.world import World
from reformsim.scenario import Scenario
from reformsim.tasks import TaskCatalogue
from reformsim.territory import Territory
from reformsim.world.start import start_state
from reformsim.world.streams import Streams


def first_day(scenario: Scenario, replicate: int, behaviour: Behaviour | None = None) -> World:
    """Put the world of a scenario together as it is on its first day, before anything has happened.

    Parameters
    ----------
    scenario
        Which territory, law, behaviour and reforms.
    replicate
        Number of the replicate, from 0; with the scenario's seed it fixes every random number.
    behaviour
        In place of the scenario's own.
    """
    territory, behaviour = scenario.land(), behaviour or scenario.behaviour_values()
    law, end = law_of(scenario, territory), scenario.horizon.end
    streams = Streams(scenario.seed, replicate)
    reforms = parted(decided(scenario.levers, end, territory, streams, behaviour), scenario.reforms)
    tasks = with_new_tasks(tasks_of(scenario, territory), reforms, end)
    world = World(
        territory,
        tasks,
        behaviour,
        law,
        Rules(),
        streams,
        start_state(territory, law, tasks, scenario.bodies),
        population_path(territory, end, behaviour["demography.growth_shift"]),
        reforms=reforms,
        principles=scenario.thresholds(),
        acting=scenario.acting,
    )
    if ACCOUNTS in world.acting:
        world.state.accounts = open_books(world)
    recount(world.state, world.state.live)
    world.usual_served = float(served_by_bodies(world)[world.state.live].mean())
    seat_councils(world)
    assess_municipalities(world.state, behaviour)
    assess_provinces(world.state, behaviour)
    count_refusals(world)
    return world


def tasks_of(scenario: Scenario, territory: Territory) -> TaskCatalogue:
    """The tasks of a run: those of its first day, with what the law as enacted does with them later."""
    return load_country(territory.country).tasks_on(date(territory.year, 1, 1), enacted=scenario.law == "enacted")


def law_of(scenario: Scenario, territory: Territory) -> Law:
    """The law a run starts with: as it stood on the first day, or with what was really enacted later."""
    return load_country(territory.country).law_on(date(territory.year, 1, 1), enacted=scenario.law == "enacted")
