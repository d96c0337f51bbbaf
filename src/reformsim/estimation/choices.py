"""The choices that municipalities had: which coalitions were possible, what they were like, and which came about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats
from reformsim.behaviour import Behaviour
from reformsim.estimation.record import LARGEST, Moment, moments
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.together import Around, crosses
from reformsim.model.mergers.worth import MAP_TERMS, MEMBER_TERMS, SHARED_TERMS, map_columns, shared_columns
from reformsim.territory import Territory
from reformsim.world.streams import Streams

TERMS = (*MAP_TERMS, ("merger.cycle", -1.0), *SHARED_TERMS, *MEMBER_TERMS)
"""Weights that are estimated, with their signs, in the order of the columns of ``Choices.columns``."""
SHARED_ENOUGH = 2019
"""First last year of an estimate that knows enough of shared work: on the mergers of 2017 and 2018, the first with a
list of the time, no term of it alone tells a left-out year better by what docs/protocol-mergers.md asks."""
CONTROLS = 900
"""Coalitions that did not come about that are kept of each size and year, about; there are up to half a million."""
_BLOCK = 50_000
"""Coalitions whose features are computed at once, to spare memory."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Possible coalitions of one or more years of a record.

    Attributes
    ----------
    year : (S,) int32
        Year on whose 1 January the coalition would have become one.
    columns : (S, 13) float64
        What the weights of ``TERMS`` are multiplied with, signs included.
    size : (S,) int32
        Number of members.
    province : (S,) int32
        Row of the province in which all members lie; -1 where they lie in several.
    event, split : (S,) bool
        The coalition came about; and one of its members was divided over several.
    kept : (S,) float64
        Share kept of the coalitions of its kind that did not come about; the correction is the same for events.
    """

    year: NDArray[np.int32]
    columns: Floats
    size: NDArray[np.int32]
    province: NDArray[np.int32]
    event: Bools
    split: Bools
    kept: Floats

    def __len__(self) -> int:
        return len(self.year)

    @property
    def within(self) -> Bools:
        """Whether all members lie in one province, (S,)."""
        result: Bools = self.province >= 0
        return result

    def take(self, some: Bools) -> Choices:
        """Those marked."""
        flat: dict[str, Any] = {name: getattr(self, name)[some] for name in Choices.__slots__}
        return Choices(**flat)

    @staticmethod
    def join(parts: list[Choices]) -> Choices:
        """All of several parts."""
        return Choices(*(np.concatenate([getattr(part, name) for part in parts]) for name in Choices.__slots__))


def features_of(moment: Moment, some: NDArray[np.integer], kept: Floats) -> Choices:
    """The choices at some positions among the candidates of a moment; ``kept`` is by candidate."""
    signs, parts = np.array([sign for _, sign in TERMS]), []
    for at in np.array_split(some, max(1, -(-len(some) // _BLOCK))):
        c = moment.candidates.take(at)
        own = (*map_columns(c, moment.around), np.full(len(c), float(moment.low)))
        columns = np.stack([*own, *shared_columns(c, moment.around), best_served(c, moment.around)], axis=1)
        province = np.where(crosses(c.members, moment.around.province), -1, moment.around.province[c.members[:, 0]])
        year, province = np.full(len(c), moment.year, np.int32), province.astype(np.int32)
        parts.append(
            Choices(year, columns * signs, c.size, province, moment.event[at], moment.split[at], kept[at])
        )  # fmt: skip
    return Choices.join(parts)


def best_served(c: Candidates, s: Around) -> Floats:
    """How far bodies serve that member which they serve best, beyond the usual, (S,): the least eager by the rule."""
    if s.shared is None:
        return np.zeros(len(c))
    result: Floats = np.where(c.members >= 0, s.shared.served[c.members], -np.inf).max(axis=1)
    return result


def for_estimate(part: Choices, last: int) -> Choices:
    """The choices as an estimate of years up to ``last`` takes them: without shared work before ``SHARED_ENOUGH``."""
    if last >= SHARED_ENOUGH:
        return part
    shared = np.isin([name for name, _ in TERMS], [name for name, _ in (*SHARED_TERMS, *MEMBER_TERMS)])
    return replace(part, columns=np.where(shared, 0.0, part.columns))


def everything(moment: Moment) -> Choices:
    """All choices of a moment."""
    count = len(moment.candidates)
    return features_of(moment, np.arange(count), np.ones(count))


def sample(moment: Moment) -> Choices:
    """All events of a year and a keyed sample of what did not come about (case-control)."""
    c = moment.candidates
    share = np.minimum(CONTROLS / np.maximum(np.bincount(c.size, minlength=LARGEST + 1), 1), 1.0)
    kept = share[c.size]
    u = Streams(0, -1).uniform("estimation.controls", moment.year, c.key)
    return features_of(moment, np.flatnonzero(moment.event | (u < kept)), kept)


def choices(territory: Territory | str, first: int, last: int, behaviour: Behaviour) -> Choices:
    """The choices of all years from ``first`` to ``last``, ready for an estimate.

    Parameters
    ----------
    territory
        Name or path of a territory with recorded events, or the territory itself.
    behaviour
        Says how long a merger is recent.

    Raises
    ------
    RunError
        If the territory's record does not cover the years.
    """
    recent = behaviour["merger.recent_years"]
    return Choices.join([sample(moment) for moment in moments(territory, first, last, recent)])
