"""Results whose answer is known, for all tests of the page: a few years of a few measures, drawn in no time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from reformsim.experiment import Comparison, compare
from reformsim.experiment.combinations import Combinations, combine
from reformsim.experiment.explore import Exploration, explore
from reformsim.interactive.gather import gather
from reformsim.scenario import Scenario
from tests.experiment.fake_model import FakeRecord
from tests.explore import known_models as known

MEASURES = (
    "administrators_total",
    "authorities_per_subject",
    "lost_to_scale",
    "inhabitants_per_councillor",
    "budget_outside_council",
)
LEVELS = dict(zip(MEASURES, (12000.0, 3.2, 0.0065, 1800.0, 0.25), strict=True))
YEARS = (2011, 2012, 2013, 2014)
REPLICATES = 96
"""Of which 72 have assumptions of their own: enough to tell what an effect hangs on."""

LEVERS = tuple(
    {"lever": "province_push", "id": name, "date": "2012-01-01", "strength": 1.0, "source": "assumption"}
    for name in ("one", "two", "three")
)


def record(drawn: Scenario, replicate: int, changes: dict[str, float]) -> FakeRecord:
    """Levels with a little chance that scenarios share, and what a scenario changes from the second year on."""
    noise = 1.0 + 0.002 * known.normal(1, replicate)
    values = np.tile([LEVELS[name] * noise for name in MEASURES], (len(YEARS), 1))
    values[1:] += [changes.get(name, 0.0) for name in MEASURES]
    owner = np.tile(np.arange(4, dtype=np.int32), (len(YEARS), 1))
    return FakeRecord(drawn.name, replicate, YEARS, MEASURES, values, (), owner=owner)


def driven(drawn: Scenario, replicate: int) -> FakeRecord:
    """'fewer' has fewer administrators by a known weight, and is better or worse on subjects as another weight has it.

    'more' has more administrators, whatever is drawn.
    """
    gain, subjects = known.unit(drawn)[:2]
    changes = {
        "fewer": {
            "administrators_total": -2000.0 + 800.0 * (gain - 0.5),
            "authorities_per_subject": 0.8 * (subjects - 0.4),
            "lost_to_scale": 0.0004 * known.normal(2, replicate),
            "budget_outside_council": 0.05,
        },
        "more": {"administrators_total": 1500.0, "lost_to_scale": -0.001},
    }
    return record(drawn, replicate, changes.get(drawn.name, {}))


def added(drawn: Scenario, replicate: int) -> FakeRecord:
    """Each lever adds its own number of administrators, and all of them together something more."""
    of_each = {"one": -100.0, "two": -20.0, "three": 7.0}
    change = sum(of_each[lever.id] for lever in drawn.levers)
    together = -1000.0 if len(drawn.levers) == len(of_each) else 0.0
    return record(drawn, replicate, {"administrators_total": change + together})


def known_parts(drawn: Scenario, replicate: int) -> FakeRecord:
    """As :func:`added`, with a known weight that makes the effect of all of them larger."""
    more = -500.0 * known.unit(drawn)[0] if drawn.levers else 0.0
    return record(drawn, replicate, {"administrators_total": -1113.0 + more} if drawn.levers else {})


def scenario(name: str, **also: object) -> Scenario:
    """A scenario of four years with titles in both languages."""
    about = {"title": f"The {name}", "title_nl": f"De {name}", "horizon": {"start": 2011, "end": 2014}, "seed": 5}
    return Scenario(**{"name": name, "measures": MEASURES, **about, **also})


@lru_cache(maxsize=1)
def compared() -> Comparison:
    """Three scenarios with enough draws for verdicts, rules and sliders."""
    three = [scenario(name) for name in ("base", "more", "fewer")]
    return compare(three, replicates=REPLICATES, simulate=driven)


@lru_cache(maxsize=1)
def combined() -> Combinations:
    """All combinations of three levers, with draws enough for a verdict."""
    return combine(scenario("package", levers=LEVERS), replicates=12, simulate=added, measures=MEASURES)


@lru_cache(maxsize=1)
def explored() -> Exploration:
    """The whole of those levers beside the base."""
    pair = [scenario("base"), scenario("package", levers=LEVERS)]
    asked = {"measures": MEASURES, "parameters": ["cooperation"], "simulate": known_parts}
    return explore(pair, design="lhs", draws=64, **asked)


@lru_cache(maxsize=1)
def compared_data() -> dict[str, Any]:
    """What the page of the scenarios shows."""
    return gather(compared())


@lru_cache(maxsize=1)
def combined_data() -> dict[str, Any]:
    """What the page of the combinations shows."""
    return gather(combined())


@lru_cache(maxsize=1)
def deep_data() -> dict[str, Any]:
    """What it shows with an exploration of the whole."""
    return gather(combined(), explored())
