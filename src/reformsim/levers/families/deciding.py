"""The principle 'je levert tijdig': issues are decided within a term, and being late has a price (note 1/22)."""

from typing import ClassVar, Literal

from pydantic import Field

from reformsim.levers.base import Lever
from reformsim.levers.fields import Mechanisms, Moves, Number, Share, Targets


class DecideInTime(Lever):
    """A term within which every issue is to be decided, and how far an authority that is late bears it."""

    family: ClassVar[str] = "structure"
    title_en: ClassVar[str] = "Decide in time"
    title_nl: ClassVar[str] = "Je levert tijdig: beslissen binnen de termijn"
    items: ClassVar[tuple[int, ...]] = (12,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the term against which an issue is late; penalties are paid for those that are",
        "input": "how far lateness is punished",
        "behaviour": "whoever is late hurries, the more so the more issues of theirs are late",
    }
    moves: ClassVar[Moves] = {
        "decision_time": "lower",
        "decided_in_time": "higher",
        "issue_resolution": "same",
        "administrators_total": "same",
        "spending_per_inhabitant": "higher",
    }
    example: ClassVar[str] = """\
lever: decide_in_time
date: 2013-01-01
weeks: 26
penalty: 1.0
source: "note 1/22 (no figure); term of Awb art. 3:18 (unverified); penalty: assumption"
"""
    sets: ClassVar[Targets] = {"weeks": "principles.deadline_weeks", "penalty": "principles.late_penalty"}

    lever: Literal["decide_in_time"] = "decide_in_time"
    weeks: Number = Field(26.0, ge=1, le=520, description="Weeks within which an issue is to be decided.")
    penalty: Share = Field(1.0, description="How far an authority that is late bears it: 0 not at all, 1 fully.")
