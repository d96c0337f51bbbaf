"""The mechanisms of bodies on and off: off nothing of them is there, on each changes what happens."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from reformsim.history import History
from reformsim.model import ReformModel
from reformsim.model.world import World
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, beyond_ranges
from tests.properties.invariants import Watch

NAMES = ("bodies_admit", "bodies_end", "bodies_merge", "bodies_extend", "bodies_contribute")
LIVELY = {
    "cooperation.joining": 0.3, "cooperation.ending": 0.15, "cooperation.leaving": 0.05, "cooperation.founding": 0.2,
    "bodies.admission": 0.4, "bodies.end_support": 0.6, "bodies.merging": 0.3, "bodies.extension": 0.5,
    "bodies.contribution_proposals": 1.0, "bodies.contribution_step": 0.06,
}  # fmt: skip
TOLD = {
    "bodies_admit": "admission_refused", "bodies_end": "end_refused", "bodies_merge": "bodies_merged",
    "bodies_extend": "extension_refused",
}  # fmt: skip


def lively(*on: str) -> Scenario:
    """Eight years in which much happens, with these mechanisms."""
    return beyond_ranges(
        name="switched", territory=str(TOY), horizon={"start": 2011, "end": 2018}, replicates=1, behaviour=LIVELY,
        mechanisms=dict.fromkeys(on, True),
    )  # fmt: skip


@lru_cache(maxsize=8)
def run(*on: str) -> tuple[History, World]:
    model = ReformModel(lively(*on))
    return model.run(), model.world


def same(one: History, other: History) -> bool:
    pairs = zip(one.years, other.years, strict=True)
    return one.events == other.events and all(
        np.array_equal(getattr(a.network, what), getattr(b.network, what))
        for a, b in pairs
        for what in ("alive", "tasks", "say", "body", "member", "price")
    )


def test_off_no_vote_is_told_and_nothing_is_paid_otherwise():
    history, world = run()
    assert not {one.kind for one in history.events} & {*TOLD.values(), "merger_of_bodies_refused"}
    assert world.raised_applications == world.raised_mergers == 1.0
    assert all((year.network.price == 1.0).all() for year in history.years)


@pytest.mark.parametrize("name", NAMES)
def test_on_each_changes_what_happens_and_tells_it(name):
    (off, _), (on, _) = run(), run(name)
    assert not same(off, on)
    if name in TOLD:
        assert TOLD[name] in {one.kind for one in on.events}
    else:
        assert any((year.network.price != 1.0).any() for year in on.years)


def test_with_all_of_them_what_must_hold_holds_every_year():
    record = Watch(ReformModel(lively(*NAMES))).run()
    assert len(record.years) == 8
