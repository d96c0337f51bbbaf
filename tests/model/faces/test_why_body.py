"""A body asked why: what was open to it, by which terms, and how each member votes."""

from __future__ import annotations

import pytest

from reformsim.model import ReformModel
from reformsim.model.faces.why import Decision, asked
from reformsim.scenario import Scenario
from tests.model.worlds import TOY

ALL = ("bodies_end", "bodies_merge", "bodies_extend", "bodies_contribute", "bodies_admit")


def model(**mechanisms: bool) -> ReformModel:
    years = {"start": 2011, "end": 2014}
    return ReformModel(Scenario(name="votes", territory=str(TOY), horizon=years, mechanisms=mechanisms, replicates=1))


@pytest.fixture(scope="module")
def told() -> tuple[Decision, ...]:
    """What the first voluntary body with a task that others border on decides in 2012."""
    run = model(**dict.fromkeys(ALL, True))
    bodies, state = run.state.bodies, run.state
    free = [b for b in range(bodies.count) if bodies.alive[b] and not bodies.obliged[b] and bodies.legal[b] == 0]
    carrying = [b for b in free if (state.executor == b).any()]
    return asked(run, str(carrying[0]), 2012).decisions


def test_a_body_tells_each_decision_that_its_mechanisms_open(told):
    assert {one.question.en.split(",")[0].split(" (")[0] for one in told} >= {
        "to end", "to take a task on for all members", "what members pay", "whom to let in",
    }  # fmt: skip
    assert all("Wgr art." in one.question.en and "Wgr art." in one.question.nl for one in told)


def test_each_way_has_its_chance_and_terms_and_every_member_its_vote(told):
    ways = [way for one in told for way in one.ways]
    assert all(way.chance is not None and 0 <= way.chance <= 1 and way.terms for way in ways)
    voted = [one for one in told if one.said]
    assert voted and len({len(one.said) for one in voted}) == 1, "the same members every time"
    assert {said.what.en.split(":")[0] for one in voted for said in one.said} <= {"is for", "is against"}


def test_a_body_without_mechanisms_decides_nothing():
    run = model()
    number = next(b for b in range(run.state.bodies.count) if run.state.bodies.alive[b])
    assert asked(run, str(number), 2011).decisions == ()
