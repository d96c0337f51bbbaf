"""What is to be simulated for an attribution, known before the work begins."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.attribution.game import (
    MOST_EXACT,
    Split,
    drawn_permutations,
    exact_shapley,
    one_in,
    one_out,
    sampled_shapley,
)
from reformsim.experiment.attribution.players import Player, players_of, with_players
from reformsim.experiment.attribution.sources import references, said_by, source_players, with_sources

if TYPE_CHECKING:
    from reformsim.arrays import Ints
    from reformsim.scenario import Scenario

METHODS = ("shapley", "one-in", "one-out")
BY = ("levers", "source")
EXACT_UP_TO = 10
"""Players up to which Shapley values are exact unless permutations are asked for."""

PERMUTATIONS = 20
"""Permutations that are drawn unless another number is asked for; the reverse ones are counted."""

MOST_PERMUTATIONS = 10_000


@dataclass(frozen=True, eq=False)
class Prepared:
    """An attribution that can be carried out.

    Parameters
    ----------
    scenario
        As it is run: seed, replicates and horizon are those used.
    method
        'shapley', 'shapley-sampled', 'one-in' or 'one-out'.
    scenarios
        What is simulated, each once; the one without levers and the whole one come first.
    column
        (coalitions,): position in ``scenarios`` of each coalition.
    against
        (coalitions,): position in ``scenarios`` of the level that each is held against.
    permutations
        How many were drawn, with the reverse ones; 0 for the other methods.
    label
        What tells this attribution of the scenario from others of it.
    by
        'levers' or 'source'.
    """

    scenario: Scenario
    method: str
    players: tuple[Player, ...]
    split: Split
    scenarios: tuple[Scenario, ...]
    column: Ints
    against: Ints
    permutations: int
    label: str
    by: str


def prepare(
    scenario: Scenario,
    *,
    method: str = "shapley",
    permutations: int | None = None,
    exact: bool = False,
    by: str = "levers",
) -> Prepared:
    """Plan an attribution.

    Parameters
    ----------
    scenario
        With the replicates, seed and horizon that are simulated.
    method
        One of :data:`METHODS`.
    permutations
        How many permutations are drawn, with the reverse ones; with a number, Shapley values are always sampled.
    exact
        All coalitions, for up to 16 players; otherwise they are exact up to 10.
    by
        'levers': over levers or groups; 'source': over what the effects rest on.

    Raises
    ------
    RunError
        If the scenario has no levers, or the method, permutations and exactness cannot go together.
    UnknownNameError
        For an unknown method, or anything else to split by.
    """
    if method not in METHODS:
        raise UnknownNameError("method", method, METHODS)
    if by not in BY:
        raise UnknownNameError("what to split by", by, BY)
    if method != "shapley" and (permutations is not None or exact):
        raise RunError(f"permutations and exactness are matters of the method shapley, not of {method}")
    by_source = by == "source"
    players = source_players(scenario) if by_source else players_of(scenario)
    says = said_by(scenario) if by_source else None
    split, label, drawn = _split(scenario, players, method, permutations, exact)
    if by_source and label != "shapley":
        raise RunError("sources are split by exact Shapley values alone: leave method and permutations out")
    content = json.dumps([label, drawn, [(player.name, player.levers) for player in players]])
    mark = hashlib.sha256(content.encode()).hexdigest()[:8]
    places: dict[str, int] = {}
    scenarios: list[Scenario] = []
    column = np.zeros(len(split.coalitions), dtype=np.int64)
    for i, coalition in enumerate(split.coalitions):
        one = (
            with_players(scenario, players, coalition, mark)
            if says is None
            else with_sources(scenario, says, coalition, mark)
        )
        # The same levers are the same world, however the coalition is called.
        if one.name not in places:
            places[one.name] = len(scenarios)
            scenarios.append(one)
        column[i] = places[one.name]
    against = column[references(split.coalitions)] if by_source else np.zeros_like(column)
    return Prepared(scenario, label, players, split, tuple(scenarios), column, against, drawn, mark, by)


def _split(
    scenario: Scenario, players: Sequence[Player], method: str, permutations: int | None, exact: bool
) -> tuple[Split, str, int]:
    count = len(players)
    if method == "one-in":
        return one_in(count), method, 0
    if method == "one-out":
        return one_out(count), method, 0
    if exact and permutations is not None:
        raise RunError("give either exact or a number of permutations")
    if exact and count > MOST_EXACT:
        raise RunError(
            f"'{scenario.name}' has {count} levers or groups, exact Shapley values take at most {MOST_EXACT}; "
            "group them (`groups:` in the scenario) or let permutations be drawn"
        )
    if permutations is None and (exact or count <= EXACT_UP_TO):
        return exact_shapley(count), "shapley", 0
    wanted = PERMUTATIONS if permutations is None else permutations
    if wanted % 2 or not 4 <= wanted <= MOST_PERMUTATIONS:
        raise RunError(
            f"permutations must be an even number from 4 to {MOST_PERMUTATIONS:,} "
            f"(each comes with its reverse), got {wanted}"
        )
    orders = drawn_permutations([player.name for player in players], wanted // 2, scenario.seed)
    return sampled_shapley(count, orders), "shapley-sampled", wanted
