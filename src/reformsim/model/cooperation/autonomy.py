"""City regions that widen their field: the note's claim (9/22, 13/22) that Wgr-plus tends to a tier of its own."""

from __future__ import annotations

import numpy as np

from reformsim.model.cooperation.memberships import recount
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE

KINDS = ("plusregio", "successor")
"""Bodies the claim is about: plusregio's and what takes their place, where they carry tasks in their own right."""


def drift(world: World) -> None:
    """Let each of these bodies, with a yearly chance, get a say in one more municipal task of its members.

    The chance is ``plusregio.autonomy_drift``, 0 by default: the evaluation of 2010 found that the regions worked
    well. Which task is a draw too.
    """
    chance = world.behaviour["plusregio.autonomy_drift"]
    if not chance:
        return
    state, bodies = world.state, world.state.bodies
    for body in sorted(b for kind in KINDS for b in bodies.of_kind(kind) if bodies.carries[b]):
        key = bodies.key[body : body + 1]
        if world.streams.uniform("plusregio.drift", state.year, key)[0] >= chance:
            continue
        members = bodies.members(body)
        open_ = np.flatnonzero((state.carrier[members] == GEMEENTE).all(axis=0) & ~bodies.say[body])
        if not len(open_):
            continue
        k = int(open_[int(world.streams.uniform("plusregio.drift_task", state.year, key)[0] * len(open_))])
        bodies.say[body, k] = True
        recount(state, members)
        world.tell("say_gained", bodies.names[body], world.codes_of(members), world.tasks.ids[k])
