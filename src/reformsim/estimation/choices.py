"""The choices that municipalities had, year by year: which coalitions were possible, and which came about.

History is replayed with the model itself. At the end of each year every connected set of neighbours is a possible
coalition, and those that the record shows as one municipality on the next 1 January are the events.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reformsim.behaviour import Behaviour
from reformsim.errors import RunError
from reformsim.model import ReformModel
from reformsim.model.mergers.coalitions import Candidates, grow_sets, pack
from reformsim.model.mergers.phase import Mergers
from reformsim.model.mergers.together import crosses
from reformsim.model.world import World
from reformsim.scenario import Scenario
from reformsim.territory import Territory, load_territory, successions
from reformsim.world.neighbours import Graph

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LARGEST = 5
"""Most members of a coalition: no larger merger is in the record of 2004-2018."""
KEPT = {2: 1.0, 3: 1.0, 4: 0.25, 5: 0.06}
"""Share of the coalitions that did not come about that is kept, by size; there are far more large ones."""
NEAR_YEARS = 2
"""A neighbour's merger in as many years stands for its procedure, which the record does not show."""
_BLOCK = 20_000
"""Coalitions whose features are computed at once, to spare memory."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Possible coalitions of one or more years with what their value is made of.

    Attributes
    ----------
    year : (S,) int32
        Year on whose 1 January the coalition would have become one.
    shared : (S, 13) float64
        Features that all members share (``worth.set_features``).
    member : (3, S, K) float64
        Features by member (``worth.member_features``), padded with 0.
    inside : (S, K) bool
        Which places are members.
    within : (S,) bool
        All members lie in one province.
    event : (S,) bool
        The coalition came about.
    split : (S,) bool
        It came about, and one of its members was divided over several.
    kept : (S,) float64
        Share kept of the coalitions of its kind that did not come about; the correction is the same for events.
    """

    year: NDArray[np.int32]
    shared: Floats
    member: Floats
    inside: Bools
    within: Bools
    event: Bools
    split: Bools
    kept: Floats

    def __len__(self) -> int:
        return len(self.year)

    @property
    def size(self) -> NDArray[np.int64]:
        """Number of members, shape (S,)."""
        result: NDArray[np.int64] = self.inside.sum(axis=1)
        return result

    def take(self, some: Bools) -> Choices:
        """Those marked."""
        flat: dict[str, Any] = {name: getattr(self, name)[some] for name in Choices.__slots__ if name != "member"}
        return Choices(member=self.member[:, some], **flat)

    @staticmethod
    def join(parts: list[Choices]) -> Choices:
        """All of several parts."""
        return Choices(
            *(
                np.concatenate([getattr(part, name) for part in parts], axis=1 if name == "member" else 0)
                for name in Choices.__slots__
            )
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """The world at the end of a year of a replay, and what became one on the next 1 January.

    Attributes
    ----------
    year
        The next year.
    world
        The world; it moves on with the replay.
    event, split : (S,) bool
        Which of them came about, and with a divided member.
    missed
        Real mergers that are no connected set of two to five.
    """

    year: int
    world: World
    mergers: Mergers
    candidates: Candidates
    event: Bools
    split: Bools
    missed: int

    @property
    def graph(self) -> Graph:
        """Neighbours across which a merger is possible."""
        return self.mergers.graph


def check_years(territory: Territory, first: int, last: int) -> None:
    """Refuse years that the record of a territory does not cover; raises :class:`RunError`."""
    if territory.events_until is None:
        raise RunError(f"territory '{territory.name}' has no recorded events (events.csv), so nothing can be estimated")
    low, high = territory.year + 1, territory.events_until
    if not low <= first <= last <= high:
        raise RunError(
            f"expected years within {low}-{high}, the record of territory '{territory.name}', not {first}-{last}"
        )


def moments(territory: str, first: int, last: int, behaviour: Behaviour) -> Iterator[Moment]:
    """Replay history and stop at the end of each year before one from ``first`` to ``last``.

    Nothing that happened after 1 January of ``last`` is used.
    """
    land = load_territory(territory)
    check_years(land, first, last)
    standard = Behaviour(behaviour.parameters)
    scenario = Scenario.model_validate({
        "name": "estimate",
        "territory": territory,
        "horizon": {"start": land.year, "end": last},
        "replicates": 1,
        "mergers": "replay",
        "law": "enacted",
        "behaviour": {name: value for name, value in behaviour.items() if value != standard[name]},
    })  # fmt: skip
    known = [event for event in land.events if event.year <= last]
    recorded = successions(known, land.codes)
    divided = {(event.year, event.old) for event in known if event.kind == "split"}
    model = ReformModel(scenario)
    for year in range(land.year + 1, last + 1):
        model.step()
        if year < first:
            continue
        state = model.state
        mergers = Mergers(model.world, LARGEST)
        live = state.live.astype(np.int32)
        c = pack(grow_sets(mergers.graph, state.key, live, LARGEST), state.key, LARGEST)
        event, split, missed = np.zeros(len(c), bool), np.zeros(len(c), bool), 0
        for one in recorded.get(year, ()):
            rows = sorted({state.row_of(code) for code in one.members})
            if len(rows) < 2:
                continue
            with np.errstate(over="ignore"):
                at = np.flatnonzero(c.key == state.key[rows].sum(dtype=np.uint64))
            event[at] = True
            split[at] = any((year, code) in divided for code in one.members)
            missed += len(at) == 0
        yield Moment(year, model.world, mergers, c, event, split, missed)


def near_recent(moment: Moment) -> Bools:
    """Rows with a neighbour that came about by a merger in the last ``NEAR_YEARS``, shape (R,)."""
    state = moment.world.state
    young = np.flatnonzero(state.alive & (state.year - state.founded < NEAR_YEARS))
    near = np.zeros(len(state.alive), bool)
    if len(young):
        near[moment.graph.expand(young)[1]] = True
    return near


def features_of(moment: Moment, some: NDArray[np.integer], kept: Floats) -> Choices:
    """The choices at some positions among the candidates of a moment."""
    near, parts = near_recent(moment), []
    for at in np.array_split(some, max(1, -(-len(some) // _BLOCK))):
        c = moment.candidates.take(at)
        shared, member = moment.mergers.features(c, near)
        parts.append(
            Choices(
                np.full(len(c), moment.year, np.int32),
                shared,
                member,
                c.members >= 0,
                ~crosses(c.members, moment.world.state.province),
                moment.event[at],
                moment.split[at],
                kept[at],
            )
        )
    return Choices.join(parts)


def sample(moment: Moment) -> Choices:
    """All events of a year and a keyed sample of what did not come about (case-control)."""
    c = moment.candidates
    kept = np.array([0.0, 0.0, *(KEPT[size] for size in range(2, LARGEST + 1))])[c.size]
    u = moment.world.streams.uniform("estimation.controls", moment.year, c.key)
    return features_of(moment, np.flatnonzero(moment.event | (u < kept)), kept)


def choices(territory: str, first: int, last: int, behaviour: Behaviour) -> Choices:
    """The choices of all years from ``first`` to ``last``, ready for an estimate.

    Parameters
    ----------
    territory
        Name or path of a territory with recorded events.
    behaviour
        Parameters that the replay and the features use.

    Raises
    ------
    RunError
        If the territory's record does not cover the years.
    """
    return Choices.join([sample(moment) for moment in moments(territory, first, last, behaviour)])
