"""What several tests of reports are given: scenarios of a few years, and what gives English away."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reformsim.experiment.adjusting import adjusted
from reformsim.scenario import Scenario, load_scenario

BOUND = re.compile(
    r"\b(the|and|which|that|this|these|from|their|its|there|should|would|not|are|has|have|been|than|only|every|each|"
    r"years?|tasks|councils?|municipalit(y|ies)|provinces|mergers?|assumptions?|inhabitants|figures?|bills?)\b"
)
QUOTED = re.compile(r"reformsim [a-z, -]*|docs/[\w.]+|[a-z]+_[a-z_]+|[a-z]+-20\d\d|\([a-z_.]+\)|scenario record-\d+")


def scenario(name: str, first_levers: int = 0, **changed: object) -> Scenario:
    """A scenario of 2011-2014 with some levers of the note."""
    whole = adjusted(load_scenario("note-2011"), until=2014)
    picked = whole.only([lever.id for lever in whole.levers if lever.date.year <= 2014][:first_levers])
    title = changed.pop("title", f"Scenario {name}")
    return picked.model_copy(update={"name": name, "title": title, "title_nl": title, **changed})


def english(texts: Iterable[str]) -> list[str]:
    """Those of some texts that are English by what binds a sentence; names of files, levers and weights may be."""
    return [text for text in texts if BOUND.search(QUOTED.sub("", text))]
