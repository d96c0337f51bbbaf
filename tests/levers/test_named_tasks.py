"""A task that government did not have: nothing before its date, and from then on carried, paid and counted."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from reformsim.levers import LEVERS
from reformsim.measures import MEASURES, measured
from reformsim.model import ReformModel
from reformsim.model.government.sources import parts_of
from reformsim.scenario import Scenario, check_files
from reformsim.tasks import LAYERS, load_tasks
from tests.model.worlds import TOY, toy

ENERGY = {
    "lever": "add_task", "date": "2014-01-01", "task": "energy", "name": "Energy", "domain": "physical",
    "carrier": "gemeente", "involved": ["rijk"], "budget": 30, "staff": 0.2, "efficient_scale": 100_000,
    "curve": {"depth": 0.2, "half_life": 30_000}, "source": "assumption",
}  # fmt: skip
STILL = {
    "merger.constant": -20.0,
    "cooperation.founding": 0.0,
    "cooperation.joining": 0.0,
    "cooperation.leaving": 0.0,
    "cooperation.ending": 0.0,
}


def run_of(*levers, **more):
    horizon = {"start": 2011, "end": 2015}
    made = Scenario(name="x", territory=str(TOY), horizon=horizon, levers=levers, behaviour=STILL, **more)
    model = ReformModel(made)
    return model, measured(model.run(), list(MEASURES))


@lru_cache(maxsize=1)
def without():
    return run_of()[1]


@lru_cache(maxsize=1)
def with_it():
    return run_of(ENERGY)


def value(record, name, year):
    return record.values[record.years.index(year), record.indicators.index(name)]


def more(name, year=2014, record=None):
    return value(record or with_it()[1], name, year) - value(without(), name, year)


def test_before_its_date_it_changes_nothing_to_the_last_bit():
    model, record = with_it()
    assert record.values[:3].tobytes() == without().values[:3].tobytes()
    first = model.history().first
    assert first.budget[-1] == 0 and not first.involved[-1].any()
    assert (first.carrier[:, -1] == LAYERS.index("rijk")).all()


def test_from_its_date_it_is_carried_paid_and_said():
    model, _ = with_it()
    state, k = model.state, model.world.tasks.index("energy")
    assert k == len(load_tasks()) and len(state.budget) == k + 1
    assert (state.carrier[state.live, k] == LAYERS.index("gemeente")).all() and state.budget[k] == 30
    assert [LAYERS[i] for i in np.flatnonzero(state.involved[k])] == ["rijk", "gemeente"]
    (event,) = [e for e in model.world.events if e.kind == "task_added"]
    assert event == (2014, "task_added", "energy", (), "to gemeente (add_task)")


def test_it_is_added_to_what_is_spent_and_carried_by_as_much_as_it_asks():
    assert more("spending_per_inhabitant") == pytest.approx(30)
    assert more("municipal_task_load") == pytest.approx(30)
    # Two layers have a say in it, and in the quarters of Eemstad a third: one of now 25 subjects.
    old, people = value(without(), "subjects_over_two_layers", 2014), with_it()[0].history().years[3].people
    assert more("subjects_over_two_layers") == pytest.approx((people[4] / people.sum() - old) / 25, abs=1e-4)


@pytest.mark.parametrize("name", ["lost_to_scale", "thin_tasks", "authorities_per_subject", "layers_per_subject"])
def test_what_is_measured_on_the_basket_of_the_first_day_leaves_it_out(name):
    assert more(name) == pytest.approx(0, abs=1e-12)


def test_municipalities_carry_it_at_their_own_scale_unless_a_body_does():
    model, _ = with_it()
    own = model.state.adequacy[[4, 11], -1]
    assert own[0] > 0.5 > own[1] > 0  # 120,000 and 1,000 inhabitants; it asks 100,000
    house = {"lever": "assign_task", "date": "2015-01-01", "task": "energy", "body": "Warmtebedrijf",
             "members": ["T10", "T11", "T12"], "form": "openbaar_lichaam", "source": "assumption"}  # fmt: skip
    shared, _ = run_of(ENERGY, house)
    assert shared.state.adequacy[11, -1] > own[1]


def test_it_may_be_moved_later_as_any_task():
    up = {
        "lever": "decentralise_task",
        "date": "2015-01-01",
        "task": "energy",
        "carrier": "provincie",
        "source": "x: a",
    }
    model, record = run_of(ENERGY, up)
    assert (model.state.carrier[model.state.live, -1] == LAYERS.index("provincie")).all()
    assert more("municipal_task_load", 2015, record) == pytest.approx(0)


def test_its_money_is_the_scenarios_own_figure_and_its_carrier_law():
    (change,) = LEVERS["add_task"].model_validate(ENERGY).changes(toy())
    (law,) = parts_of((change,), "law")
    assert (law.budget, law.staff, law.carrier, law.task) == (0.0, 0.0, "gemeente", "energy")
    assert parts_of((change,), "figures") == ()
    model, _ = run_of(ENERGY, reforms="law")
    assert model.state.budget[-1] == 0 and model.state.involved[-1].any()


def test_a_sum_for_the_country_is_shared_by_its_inhabitants():
    model, _ = run_of({**{k: v for k, v in ENERGY.items() if k != "budget"}, "budget_meur": 3, "earmarked": True})
    people = model.history().years[3].people.sum()
    assert model.state.budget[-1] == pytest.approx(3e6 / people) and model.state.finances.earmarked[-1]


def test_rejected_by_parliament_it_is_in_no_catalogue():
    model, _ = run_of({**ENERGY, "passage": {"chance": 0.0}})
    assert model.world.tasks == load_tasks()


def told(tmp_path, *levers):
    path = tmp_path / "x.yaml"
    lines = [", ".join(f"{k}: {v}" for k, v in one.items()).replace("'", "") for one in levers]
    path.write_text("extends: baseline-2011\nlevers:\n" + "".join(f"  - {{{x}}}\n" for x in lines), encoding="utf-8")
    return [(p.path, p.message) for p in check_files([path])]


MOVE = {"lever": "decentralise_task", "date": "2015-01-01", "task": "energy", "carrier": "provincie", "source": "some"}


@pytest.mark.parametrize(
    ("levers", "path", "message"),
    [
        ([{**ENERGY, "task": "waste"}], "levers[0]", "task 'waste' is in the catalogue already; expected another id"),
        (
            [ENERGY, {**ENERGY, "id": "b", "date": "2015-01-01"}],
            "levers[1]",
            "task 'energy' is added by 'add_task' on 2014-01-01 already",
        ),
        (
            [ENERGY, {**MOVE, "date": "2013-01-01"}],
            "levers[1]",
            "task 'energy' is not there yet on that day; it is added later",
        ),
        ([{**MOVE, "task": "wastee"}], "levers[0].task", "unknown task 'wastee'; did you mean 'waste'?"),
        (
            [{**ENERGY, "budget_meur": 1}],
            "levers[0].budget_meur",
            "expected exactly one of budget, budget_meur, not both",
        ),
        ([{**ENERGY, "involved": "[gemeente]"}], "levers[0].involved", "a word is named twice, or is the carrier"),
    ],
)
def test_what_cannot_be_is_told_at_its_place(tmp_path, levers, path, message):
    assert told(tmp_path, *levers) == [(path, message)]


def test_another_lever_may_name_it(tmp_path):
    assert told(tmp_path, ENERGY, MOVE) == []
