"""The yardstick of one year ahead: which pairs of neighbours become one on the next 1 January.

The model's own rule gives every coalition the chance to start a procedure in a year; with the chance that a
procedure is not broken off, that is the rate at which it is completed. A pair's chance is the sum over the coalitions
that hold both. Three simplifications, told in the documentation: who started one or two years ago is not looked
at, rivals do not exclude each other, and neighbours' procedures (contagion) are not known to a replay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats, Ints
from reformsim.country import NETHERLANDS
from reformsim.hindcast.forecast import chance_scores
from reformsim.hindcast.nulls import fit_logit, pair_sizes
from reformsim.hindcast.past import Step, border_flags, calibration, check_span, load_steps
from reformsim.hindcast.span import MODEL, as_known, replayed
from reformsim.scenario import GivenScenario, GivenYear, Scenario, scenario_of, year_of
from reformsim.territory import Territory

if TYPE_CHECKING:
    from reformsim.behaviour import Behaviour
    from reformsim.model import ReformModel
    from reformsim.model.mergers.coalitions import Candidates

NODES = 7
"""Points at which the unknown taste of a coalition is averaged over (Gauss-Hermite)."""


@dataclass(frozen=True, eq=False)
class OneYear:
    """Chances of pairs of neighbours by several models, all years together.

    Attributes
    ----------
    years
        1 January of these years.
    year : (p,) int64
        Of each pair of neighbours in a year.
    codes : (p) tuple of pairs of str
        The two municipalities.
    happened : (p,) bool
        Whether they became one.
    chances
        Chances by model, each (p,); the model's own first.
    scores
        By model, then by measure.
    learned
        First and last year that the regressions learned from; ``None`` if there was none.
    """

    scenario: Scenario
    years: tuple[int, ...]
    year: Ints
    codes: tuple[tuple[str, str], ...]
    happened: NDArray[np.bool_]
    chances: dict[str, Floats]
    scores: dict[str, dict[str, float]]
    learned: tuple[int, int] | None


def one_year(scenario: GivenScenario, first: GivenYear, last: GivenYear) -> OneYear:
    """Score the chances of the model's merger rule, a year ahead, beside logistic regressions.

    Parameters
    ----------
    scenario
        As for :func:`reformsim.run`: its territory, law and reforms; mergers are replayed.
    first, last
        The mergers of 1 January of these years are foretold, each from the year before.

    Raises
    ------
    RunError
        If the record does not hold the years.
    """
    from reformsim.model import ReformModel

    scenario, first, last = scenario_of(scenario), year_of(first), year_of(last)
    territory = scenario.land()
    check_span(territory, first, last, ahead=True)
    model = ReformModel(as_known(replayed(scenario, last), first - 1))
    steps = load_steps(territory, first, last)
    rows, codes = [], []
    for step in steps:
        while model.years_done < step.year - territory.year:
            model.step()
        rows.append(pair_chances(model, step))
        owner = model.state.owner[step.unit]
        codes += [(model.state.codes[owner[a]], model.state.codes[owner[b]]) for a, b in step.pairs]
    source, learned = calibration(territory, first - 1)
    chances = {MODEL: np.concatenate(rows), **_logits(source, learned, territory, steps)}
    happened = np.concatenate([step.together for step in steps])
    return OneYear(
        model.scenario,
        tuple(step.year for step in steps),
        np.concatenate([np.full(len(step.pairs), step.year) for step in steps]),
        tuple(codes),
        happened,
        chances,
        {name: chance_scores("pair", chance, happened) for name, chance in chances.items()},
        (learned[0].year, learned[-1].year) if learned else None,
    )


def pair_chances(model: ReformModel, step: Step) -> Floats:
    """Chance of each pair of a step to become one, by the merger rule in the world as it is, (p,).

    Parameters
    ----------
    model
        Has replayed history to the year before the step.
    """
    candidates = coalitions_of(model)
    done = completion_chance(model, candidates)
    row = model.state.owner[step.unit].astype(np.int64)
    count = len(model.state.alive)
    a, b = np.triu_indices(candidates.members.shape[1], k=1)
    ends = np.sort(np.stack([candidates.members[:, a], candidates.members[:, b]], axis=-1), axis=-1)
    there = ends[..., 0] >= 0
    held = ends[there]
    weight = np.broadcast_to(done[:, None], there.shape)[there]
    key, place = np.unique(held[:, 0] * count + held[:, 1], return_inverse=True)
    total = np.bincount(place, weights=weight)
    wanted = np.sort(row[step.pairs], axis=1)
    wanted_key = wanted[:, 0] * count + wanted[:, 1]
    at = np.minimum(np.searchsorted(key, wanted_key), len(key) - 1)
    result: Floats = np.where(key[at] == wanted_key, np.minimum(total[at], 1.0), 0.0)
    return result


def coalitions_of(model: ReformModel) -> Candidates:
    """All connected sets of two to five municipalities of the map as it is."""
    from reformsim.estimation.record import LARGEST
    from reformsim.model.mergers.coalitions import grow_sets, pack

    state = model.state
    return pack(grow_sets(model.mergers.graph, state.key, state.live, LARGEST), state.key, LARGEST)


def completion_chance(model: ReformModel, candidates: Candidates) -> Floats:
    """Chance a year that each coalition completes a merger, averaged over its tastes, (S,)."""
    from reformsim.estimation.fit import survival
    from reformsim.estimation.record import LARGEST
    from reformsim.model.mergers.phase import Mergers
    from reformsim.model.mergers.waves import is_low

    world = model.world
    behaviour, year = world.behaviour, world.state.year + 1
    home = world.territory.country == NETHERLANDS
    # Of the wave no more is known than how much waves differ.
    level = behaviour["merger.wave_spread"] ** 2 / 2.0 - behaviour["merger.cycle"] * (home and is_low(world.law, year))
    common, consent = Mergers(world, LARGEST).common_and_consent(candidates)
    spread = taste_spread(candidates.size.astype(float), world.behaviour)
    node, weight = np.polynomial.hermite_e.hermegauss(NODES)
    value = (common + consent + level)[:, None] + spread[:, None] * node[None, :]
    start = (1.0 / (1.0 + np.exp(-value))) @ (weight / weight.sum())
    result: Floats = start * survival(world.behaviour)
    return result


def taste_spread(size: Floats, behaviour: Behaviour) -> Floats:
    """Standard deviation of a coalition's taste: the mean of its members' and of its pairs', (S,)."""
    own, pair = behaviour["merger.taste_spread"], behaviour["merger.pair_taste_spread"]
    result: Floats = np.sqrt(own**2 / size + pair**2 / (size * (size - 1.0) / 2.0))
    return result


def _logits(source: Territory, learned: list[Step], here: Territory, steps: list[Step]) -> dict[str, Floats]:
    """Chances by logistic regressions on the smaller and larger inhabitants, without and with borders."""
    if not any(step.together.any() for step in learned):
        return {}

    def sizes(some: list[Step]) -> Floats:
        return np.concatenate([pair_sizes(step.people, step.pairs) for step in some])

    def borders(territory: Territory, some: list[Step]) -> Floats:
        return np.concatenate([border_flags(territory, step) for step in some])

    happened = np.concatenate([step.together for step in learned])
    plain = fit_logit(sizes(learned), happened)(sizes(steps))
    more, asked = borders(source, learned), borders(here, steps)
    found = {"logit pair": plain}
    if more.shape[1] == asked.shape[1]:
        fitted = fit_logit(np.hstack([sizes(learned), more]), happened)
        found["logit border"] = fitted(np.hstack([sizes(steps), asked]))
    return found
