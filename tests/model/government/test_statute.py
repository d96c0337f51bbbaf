"""What the law ends by itself, on the real map of 2011 and with the law as it was really enacted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.levers import LEVERS
from reformsim.measures import measured
from reformsim.model import ReformModel
from reformsim.model.government.statute import apply_statute
from reformsim.scenario import Scenario, check_files
from reformsim.tasks import LAYERS
from tests.model.worlds import toy, world_of

PROVINCIE, GEMEENTE, REGIO = (LAYERS.index(x) for x in ("provincie", "gemeente", "regio"))
STILL = {"merger.constant": -20.0, "cooperation.founding": 0.0, "cooperation.joining": 0.0}


def run(*levers: dict, law: str = "enacted", end: int = 2015) -> ReformModel:
    made = tuple(LEVERS[v["lever"]].model_validate({"source": "assumption", **v}) for v in levers)
    model = ReformModel(
        Scenario(name="law", horizon={"start": 2011, "end": end}, levers=made, law=law, behaviour=STILL)
    )
    model.run()
    return model


def series(model: ReformModel, name: str) -> dict[int, float]:
    record = measured(model.history(), [name])
    return dict(zip(record.years, record.values[:, 0].tolist(), strict=True))


@pytest.fixture(scope="module")
def enacted() -> ReformModel:
    return run()


def test_sub_municipal_councils_end_in_2014_as_enacted(enacted):
    assert series(enacted, "sub_municipal_bodies") == {2011: 21, 2012: 21, 2013: 21, 2014: 0, 2015: 0}
    assert series(enacted, "sub_municipal_office_holders")[2014] == 0


def test_plusregios_end_in_2015_as_enacted_and_transport_goes_to_the_provinces(enacted):
    assert series(enacted, "plusregios") == {2011: 8, 2012: 8, 2013: 8, 2014: 8, 2015: 0}
    state, tasks = enacted.state, enacted.world.tasks
    for task, layer in (("regional_transport", PROVINCIE), ("housing_programme", GEMEENTE)):
        assert set(state.carrier[state.live, tasks.index(task)].tolist()) == {layer}
    assert not (state.carrier[state.live] == REGIO)[:, tasks.index("youth_care")].any()


def test_the_log_says_that_the_law_did_it(enacted):
    told = {(e.year, e.kind, e.detail) for e in enacted.world.events if "by law" in e.detail}
    assert told == {(2014, "sub_municipal_abolished", "none (by law)"), (2015, "bodies_abolished", "by law")}


def test_the_law_as_it_stood_at_the_start_ends_nothing():
    model = run(law="at_start")
    assert set(series(model, "plusregios").values()) == {8}
    assert set(series(model, "sub_municipal_bodies").values()) == {21}
    assert not [e for e in model.world.events if "by law" in e.detail]


def test_a_lever_that_does_it_earlier_goes_first_and_leaves_nothing_to_the_law():
    heirs = [{"name": "Metropoolregio", "regions": ["WP02", "WP03"]}]
    model = run(
        {"lever": "abolish_wgr_plus", "date": date(2013, 1, 1), "tasks_to": {}, "successors": heirs},
        {
            "lever": "abolish_sub_municipal_councils",
            "date": date(2014, 3, 19),
            "replacement": "bestuurscommissie",
            "replacement_share": 0.5,
        },
    )
    assert series(model, "plusregios")[2013] == 0
    assert model.state.bodies.of_kind("successor"), "the successor of a lever is not ended by the law"
    assert series(model, "sub_municipal_office_holders")[2014] == round(203 / 2) + 136, "nor are its commissions"
    assert not [e for e in model.world.events if "by law" in e.detail]


def test_boards_are_elected_with_the_provincial_councils_in_2015_as_enacted(enacted):
    assert series(enacted, "water_board_turnout") == pytest.approx(
        {2011: 0.235, 2012: 0.235, 2013: 0.235, 2014: 0.235, 2015: 0.435}
    )


def test_the_law_asks_nothing_of_a_year_before_its_tables_begin():
    world = world_of(toy())
    world.state.year = 1990
    apply_statute(world)
    assert not world.events and world.state.bodies.of_kind("plusregio")


def test_applying_the_law_twice_is_applying_it_once():
    world = world_of(toy())
    world.state.year = 2016
    apply_statute(world)
    events, carrier = len(world.events), world.state.carrier.copy()
    apply_statute(world)
    assert len(world.events) == events and np.array_equal(world.state.carrier, carrier)
    assert not world.state.sub_municipal.alive.any()


def test_a_lever_later_than_the_law_is_refused(tmp_path):
    path = tmp_path / "late.yaml"
    path.write_text(
        "horizon: {start: 2011, end: 2020}\nlaw: enacted\nlevers:\n"
        "  - {lever: abolish_wgr_plus, date: 2016-01-01, tasks_to: {}, source: x1x}\n"
        "  - {lever: abolish_sub_municipal_councils, date: 2016-01-01, source: x1x}\n",
        encoding="utf-8",
    )
    assert [p.message for p in check_files([path])] == [
        "bodies of kind 'plusregio' are abolished by law on 2015-01-01 already",
        "sub-municipal councils are abolished by law on 2014-03-19 already",
    ]
