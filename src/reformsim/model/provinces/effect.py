"""A province's own effect: how much more than others it favours mergers within it, in a run and in a year.

Two parts, in logits: a leaning for the whole run, and one for the procedures that start in a year, both drawn with mean
nought and keyed by the province's code. What the record says of each province did not last, only that they differ
(``behaviour/provinces.yaml``, docs/protocol-mergers.md). A part of the variance is taken off, so that the number of
mergers stays what it was.
"""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Floats
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.together import crosses
from reformsim.model.world import World

PUSH = "province_push"
"""The mechanism by which the effect acts on mergers."""
TAKEN_OFF = 0.25
"""Part of the variance that is taken off an effect, so that as many mergers come about as without. A half would do for
one coalition alone; but those of a province that a wave lifts are rivals. By simulation from 2026 to 2036 (64 pairs of
runs, `baseline-2026`): with a quarter 0.5 municipalities fewer (standard error 0.9), with a half 5.1 more (1.2)."""


def parts_of(world: World, year: int) -> tuple[tuple[str, Floats], ...]:
    """What the effects on procedures that start in a year are made of, by name of the weight, (P,) each."""
    keys = world.state.provinces.keys

    def drawn(purpose: str, when: int, spread: float) -> Floats:
        result: Floats = spread * world.streams.bounded_normal(purpose, when, keys) - TAKEN_OFF * spread**2
        return result

    names = ("province.leaning_spread", "province.wave_spread")
    leaning, wave = (world.behaviour[name] for name in names)
    parts = (drawn("province.leaning", 0, leaning), drawn("province.wave", year, wave))
    return tuple(zip(names, parts, strict=True))


def own_effect(world: World, year: int) -> Floats:
    """Logits by which each province favours procedures that start in a year, (P,)."""
    result: Floats = np.sum([part for _, part in parts_of(world, year)], axis=0)
    return result


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
