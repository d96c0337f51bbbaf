"""A province's own effect: how much more than others it favours mergers within it, in a run and in a year.

Two parts, in logits: a leaning for the whole run, and one for the procedures that start in a year, both drawn with mean
nought and keyed by the province's code. What the record says of each province did not last, only that they differ
(``behaviour/provinces.yaml``, docs/protocol-mergers.md). Half the variance is taken off, so that the mean of
exp(effect), and with it the number of mergers expected, stays what it was.
"""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Floats
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.together import crosses
from reformsim.model.world import World
from reformsim.world.streams import keys_of

PUSH = "province_push"
"""The mechanism by which the effect acts on mergers."""


def parts_of(world: World, year: int) -> tuple[tuple[str, Floats], ...]:
    """What the effects on procedures that start in a year are made of, by name of the weight, (P,) each."""
    behaviour, streams = world.behaviour, world.streams
    codes = tuple(world.state.provinces.codes)
    keys = keys_of(codes)
    leaning, wave = behaviour["province.leaning_spread"], behaviour["province.wave_spread"]
    return (
        ("province.leaning_spread", leaning * streams.bounded_normal("province.leaning", 0, keys) - leaning**2 / 2.0),
        ("province.wave_spread", wave * streams.bounded_normal("province.wave", year, keys) - wave**2 / 2.0),
    )


def own_effect(world: World, year: int) -> Floats:
    """Logits by which each province favours procedures that start in a year, (P,)."""
    return np.sum([part for _, part in parts_of(world, year)], axis=0)


def acting_effect(world: World, year: int) -> Floats | None:
    """The same where it acts on mergers, and ``None`` where the mechanism is off."""
    return own_effect(world, year) if PUSH in world.acting else None


def favour(effect: Floats, c: Candidates, province: np.ndarray) -> Floats:
    """Logits that coalitions gain, (S,): the effect of the province in which all members lie, nought across a border.

    Parameters
    ----------
    effect : (P,) float64
    province : (R,) int32
        Province of each municipality row.
    """
    result: Floats = np.where(crosses(c.members, province), 0.0, effect[province[c.members[:, 0]]])
    return result
