"""The body that the law asks for in a region of a division."""

from __future__ import annotations

import numpy as np

from reformsim.tasks import TaskCatalogue
from reformsim.territory import StatutoryBody, Territory
from reformsim.world.bodies import Bodies

YEARS_THERE = 10
"""How long a body of which no year of founding is known is taken to have been there on the first day (`assumption`)."""


def statutory_body(
    territory: Territory, tasks: TaskCatalogue, bodies: Bodies, rule: StatutoryBody, region: str
) -> None:
    """Enter the body of a region, known from the law alone; none where fewer than two municipalities lie in it."""
    division = territory.divisions[rule.division]
    members = division.members(region)
    if len(members) < 2:
        return
    number = bodies.add(
        name=division.region_names[division.region_codes.index(region)],
        kind=rule.kind,
        form=rule.form,
        legal=rule.legal,
        region=region,
        tasks=[tasks.index(t) for t in rule.tasks_of(region)],
        say=[tasks.index(t) for t in rule.say_of(region)],
        founded=territory.year - YEARS_THERE,
        obliged=rule.obliged,
        origin="recorded",
        carries=rule.carries,
        seats_per_member=float(rule.board_per_member),
    )
    bodies.add_members([number] * len(members), members.astype(np.int32))
