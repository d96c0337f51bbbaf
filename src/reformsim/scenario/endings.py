"""Where the data that a run goes by come to an end before the run does: told beside its results, and no mistake."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from reformsim.country import load_country
from reformsim.law import Law
from reformsim.scenario.schema import Scenario
from reformsim.territory.institutions import LAST_YEAR

ELECTIONS = ("council_elections", "provincial_elections", "water_board_elections")
"""Tables of election days."""
TERM = 4
"""Years between regular elections where the law tells none: after so many the next one is missing."""


class Ending(NamedTuple):
    """What a run goes on without.

    Parameters
    ----------
    what
        'inhabitants', 'law', a table of election days, or 'rule_abroad': the record that the merger rule rests on.
    last
        Last year for which there are figures, entries or days.
    rate, low, high
        Of inhabitants the yearly growth that is assumed after it (share), and its range where there is one.
    """

    what: str
    last: int
    rate: float = 0.0
    low: float | None = None
    high: float | None = None


def endings(scenario: Scenario) -> tuple[Ending, ...]:
    """Give what comes to an end before the last year of a scenario, in the order in which it is told.

    Raises
    ------
    ReformsimError
        If the territory cannot be read.
    """
    land, end = scenario.land(), scenario.horizon.end
    law = load_country(land.country).law_on(date(land.year, 1, 1), enacted=scenario.law == "enacted")
    found = []
    simulated = scenario.mergers != "replay" and (scenario.replay_until or 0) < end
    if simulated and not load_country(land.country).dutch:
        found.append(Ending("rule_abroad", land.year))
    if (last := max(land.population_years)) < end:
        shift = scenario.behaviour_values()["demography.growth_shift"]
        low, high = land.growth_range or (None, None)
        found.append(Ending("inhabitants", last, land.growth_after_data + shift, low, high))
    term = law.value("council_term_years", date(land.year, 1, 1)) or TERM
    for table in ELECTIONS:
        last = max((day.year for day in law.dates(table, date(end, 12, 31))), default=land.year)
        if table not in law.unknown and last + term <= end:
            found.append(Ending(table, last))
    if scenario.law == "enacted" and (last := last_entry(law)) < end:
        found.append(Ending("law", last))
    return tuple(found)


def last_entry(law: Law) -> int:
    """Give the year of the last change of the law that is entered; the last there may be where none is."""
    return max((entry.since.year for name in law.names for entry in law.table(name).entries), default=LAST_YEAR)
