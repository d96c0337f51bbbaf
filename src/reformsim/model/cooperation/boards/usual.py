"""What votes of members refuse on the first day, so that as much comes about as the register tells of."""

from __future__ import annotations

from reformsim.model.cooperation.boards.merging import mergers_raised
from reformsim.model.cooperation.joining import usual_applications
from reformsim.model.world import World


def count_refusals(world: World) -> None:
    """Set by what asking is more frequent than what comes about: the register knows only who was let in.

    By the bodies and the weights of the first day: draws of weights move who is let in, not how many, and a reform of
    the run moves both.
    """
    if "bodies_admit" in world.acting:
        world.raised_applications = usual_applications(world, world.neighbours.all)
    if "bodies_merge" in world.acting:
        world.raised_mergers = mergers_raised(world)
