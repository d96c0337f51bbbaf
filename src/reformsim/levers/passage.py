"""What may become of a reform on its way through Parliament: passed, late, or rejected."""

from typing import Literal

from pydantic import Field

from reformsim.levers.fields import Share, Whole
from reformsim.levers.sealed import Sealed


class Passage(Sealed):
    """The chance that a reform is enacted, and how late; drawn once per replicate.

    Of the reforms around 2011 the auxiliary tiers were abolished late, the cuts in elected offices and the merger
    of provinces failed in the Senate or before it, and tasks were decentralised late but larger than planned.
    """

    chance: Share = Field(1.0, description="Chance that the reform is enacted at all, 0 to 1.")
    delay_years: Whole = Field(0, ge=0, le=30, description="Years that it comes later than its date.")
    delay_spread: Whole = Field(
        0, ge=0, le=30, description="Most years that chance adds to the delay, each number equally likely."
    )
    advice: Literal["positive", "none", "negative"] = Field(
        "none", description="Advice of the Council of State and other advisers; weighs by politics.advice."
    )
