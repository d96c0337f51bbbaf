"""A smaller Parliament and cabinet: context of the note (9/22), which counts them among the cuts."""

from typing import ClassVar, Literal

from pydantic import Field

from reformsim.levers.base import Lever
from reformsim.levers.fields import Mechanisms, Moves, Targets, Whole


class SmallerParliament(Lever):
    """Fewer members of Parliament (Grondwet art. 51) and of the cabinet, from the elections after its date."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Smaller Parliament and cabinet"
    title_nl: ClassVar[str] = "Kleiner parlement en kabinet"
    items: ClassVar[tuple[int, ...]] = (10, 36, 40)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the seats, and pay and staff of those who go are saved",
        "input": "the number of ministers",
    }
    example: ClassVar[str] = """\
lever: smaller_parliament
date: 2017-01-01
house: 100
senate: 50
source: Kamerstukken 33 345 (withdrawn on 27-11-2012); date an assumption, after two readings
"""
    moves: ClassVar[Moves] = {
        "members_of_parliament": "lower",
        "cabinet_members": "same",
        "administrators_total": "same",
        "spending_per_inhabitant": "lower",
    }
    amends: ClassVar[Targets] = {
        "house": "house_seats",
        "senate": "senate_seats",
        "cabinet": "cabinet_members",
    }
    at_least_one: ClassVar[tuple[str, ...]] = ("house", "senate", "cabinet")

    lever: Literal["smaller_parliament"] = "smaller_parliament"
    house: Whole | None = Field(None, ge=1, le=600, description="Members of the House of Representatives (law: 150).")
    senate: Whole | None = Field(None, ge=1, le=300, description="Members of the Senate (law: 75).")
    cabinet: Whole | None = Field(None, ge=1, le=100, description="Ministers and state secretaries (20 in 2010).")
