"""The switches: the books change no other number, and wealth in the choice to merge changes something."""

from __future__ import annotations

import re
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reformsim.errors import ScenarioError
from reformsim.measures import MEASURES, measured
from reformsim.measures.known import lacking
from reformsim.measures.means import accounts
from reformsim.model import ReformModel, simulate
from reformsim.model.faces.why import Explanation, why
from reformsim.model.faces.why.finances import balancing
from reformsim.model.faces.why.telling import told
from reformsim.scenario import Scenario, load_scenario
from reformsim.territory import load_territory
from reformsim.world.accounts import PASSING
from tests.model.accounts.given import folder, world_with_books
from tests.model.worlds import TOY, beyond_ranges

LIVELY = {"merger.constant": -4.0, "cooperation.founding": 0.3, "cooperation.joining": 0.05}
OF_BOOKS = [one.name for one in accounts.MEASURES]
OTHERS = [name for name in MEASURES if name not in OF_BOOKS]


def toy(**keys) -> Scenario:
    mechanisms = keys.pop("mechanisms", {"accounts": True})
    horizon, behaviour = {"start": 2011, "end": 2016}, {**LIVELY, **keys.pop("behaviour", {})}
    given_ = {"territory": str(folder()), "horizon": horizon, "behaviour": behaviour, "mechanisms": mechanisms}
    return beyond_ranges(name="toy", **given_, **keys)


@pytest.fixture(scope="module")
def with_books():
    return simulate(toy(), 0)


def test_the_books_change_no_number_but_their_own_to_the_last_bit(with_books):
    without = measured(simulate(toy(mechanisms={}), 0), OTHERS)
    assert measured(with_books, OTHERS).values.tobytes() == without.values.tobytes()


def test_indicators_of_the_books_are_there_with_them_and_absent_without(with_books):
    assert np.isfinite(measured(with_books, OF_BOOKS).values).all()
    assert np.isnan(measured(simulate(toy(mechanisms={}), 0), OF_BOOKS).values).all()


def test_what_a_run_without_books_lacks_is_said_by_name():
    land = load_territory(folder())
    assert lacking(land, ["solvency", "municipalities"], acting=()) == {"solvency": ("accounts",)}
    assert lacking(land, ["solvency"]) == {}


def test_the_classes_of_solvency_hold_every_municipality_once(with_books):
    names = ["solvency_most_at_risk", "solvency_neutral", "solvency_least_at_risk", "municipalities"]
    values = measured(with_books, names).values
    assert (values[:, :3].sum(axis=1) == values[:, 3]).all()
    assert values[0, 0] >= 1  # T01 begins with a solvency of 10 %


def test_wealth_counts_in_the_choice_to_merge_where_it_is_switched_on(with_books):
    pushed = {"merger.weak_finance": -5.0}
    moved = simulate(toy(mechanisms={"finances_decide": True}, behaviour=pushed), 0)
    assert measured(moved, OTHERS).values.tobytes() != measured(with_books, OTHERS).values.tobytes()


def test_a_territory_without_accounts_is_told_at_the_check(tmp_path):
    file = tmp_path / "one.yaml"
    file.write_text(f"territory: {TOY}\nhorizon: {{start: 2011, end: 2012}}\nmechanisms: {{finances_decide: true}}\n")
    with pytest.raises(ScenarioError) as told:
        load_scenario(file)
    (problem,) = told.value.problems
    assert (problem.line, problem.path) == (3, "mechanisms.finances_decide")
    assert problem.message == "expected false: no accounts are known of territory 'toy'"


def test_a_mistake_in_the_accounts_is_told_at_the_check_of_a_scenario_that_keeps_books(tmp_path):
    shutil.copytree(folder(), tmp_path / "own")
    rows = (tmp_path / "own" / "accounts.csv").read_text().splitlines()
    (tmp_path / "own" / "accounts.csv").write_text(
        "\n".join([*rows[:3], rows[3].replace(",2011,", ",MMXI,"), *rows[4:]])
    )
    file = tmp_path / "one.yaml"
    text = f"territory: {tmp_path}/own\nhorizon: {{start: 2011, end: 2012}}\nmechanisms: {{accounts: SWITCH}}\n"
    file.write_text(text.replace("SWITCH", "true"))
    with pytest.raises(ScenarioError) as told:
        load_scenario(file)
    assert [(p.line, p.message) for p in told.value.problems] == [(4, "'MMXI' is wrong, expected a year")]
    file.write_text(text.replace("SWITCH", "false"))
    assert load_scenario(file).acting == frozenset()


REFORMS = st.sampled_from([
    {"lever": "split_municipality", "municipality": "T05", "parts": [{"name": "Nieuw", "share": 0.3}]},
    {"lever": "split_municipality", "municipality": "T06", "parts": [{"name": "O", "share": 0.7}]},
    {"lever": "move_border", "giver": "T03", "receiver": "T02", "inhabitants": 3000},
    {"lever": "move_border", "giver": "T09", "receiver": "T08", "share": 0.2},
    {"lever": "merge_municipalities", "members": ["T01", "T02", "T04"]},
    {"lever": "merge_municipalities", "members": ["T07", "T10"]},
    {"lever": "budget_cut", "layer": "gemeente", "share": 0.2, "years": 2},
])  # fmt: skip


@settings(derandomize=True, database=None, max_examples=5, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(reforms=st.lists(st.tuples(REFORMS, st.integers(2012, 2015)), max_size=4), seed=st.integers(0, 50))
def test_accounts_balance_in_every_year_whatever_happens_to_the_map(reforms, seed):
    levers = tuple(
        {**lever, "id": f"r{i}", "date": f"{year}-01-01", "source": "assumption"}
        for i, (lever, year) in enumerate(reforms)
    )
    model = ReformModel(toy(levers=levers, seed=seed), 0)
    books = model.state.accounts
    for _ in range(6):
        before = {name: getattr(books, name).sum(axis=0) for name in ("equity", "balance_total")}
        model.step()
        balances(model, before["equity"])


def balances(model: ReformModel, equity_before: float) -> None:
    """Own means of the end are those of the beginning and the result; the dead own nothing; the fund is spent."""
    books, state = model.state.accounts, model.state
    live = state.live
    gone = np.setdiff1d(np.arange(len(state.alive)), live)
    assert books.equity.sum() == pytest.approx(equity_before + books.result[live].sum(), abs=1.0)
    assert books.result[live] == pytest.approx(
        books.income[live].sum(axis=1) - books.spending[live].sum(axis=1) - books.once[live]
    )
    for name in PASSING:
        assert not getattr(books, name)[gone].any(), name
    assert books.people[live].tolist() == state.population[live].tolist()
    assert np.isfinite(books.income).all() and np.isfinite(books.spending).all()


def test_accounts_balance_on_the_real_map_through_recorded_mergers_and_division():
    scenario = Scenario(
        name="real", territory="netherlands", horizon={"start": 2017, "end": 2021}, mergers="replay",
        mechanisms={"accounts": True}, assumptions="fixed",
    )  # fmt: skip
    model = ReformModel(scenario, 0)
    record = model.world.territory.books.years[2017]
    for _ in range(5):
        before = model.state.accounts.equity.sum()
        model.step()
        balances(model, before)
        if model.state.year == 2017:
            books, state = model.state.accounts, model.state
            told = ~np.isnan(record.equity)  # one account has no equity, and so those of another
            mine = books.result[[state.row_of(code) for code in record.codes]]
            assert mine[told] == pytest.approx(record.result[told], abs=1.0)
            assert told.sum() == 387
            assert state.population[state.live].sum() == 17_081_507


def test_a_municipality_says_how_it_meets_a_deficit_as_the_run_then_does():
    cut = ({"lever": "budget_cut", "id": "cut", "date": "2012-01-01", "layer": "gemeente", "share": 0.1, "years": 1,
            "source": "assumption"},)  # fmt: skip
    scenario = toy(levers=cut, behaviour={"merger.constant": -9.0})
    asked = why(scenario, "T05", 2012)
    decided = next(one for one in asked.decisions if "structural deficit" in one.question.en)
    model = ReformModel(scenario, 0)
    while model.years_done < 2:
        model.step()
    books, row = model.state.accounts, model.state.row_of("T05")
    people = model.state.population[row]
    *_, raised, spending = decided.ways
    assert raised.what.en.endswith(f": {books.raised[row] / people:.1f}") and raised.chosen
    (deficit,) = [term for term in spending.terms if term.title.en.startswith("structural deficit")]
    assert deficit.amount == pytest.approx(books.deficit[row] / people)
    assert deficit.amount > 10.0


def test_thousands_of_euro_an_inhabitant_are_told_as_dutch_has_them():
    world = world_with_books()
    books = world.state.accounts
    books.equity *= 10.0
    books.own[:, 1] += 2_500.0 * books.people  # more than taxes and cuts can meet: savings bridge the rest
    decisions = balancing(SimpleNamespace(world=world), "T05")
    asked = Explanation("toy", 0, "municipality", "T05", "Eemstad", 2011, decisions, (), {})
    assert re.search(r"spaargeld gebruiken: \d{4},\d,", told(asked, "nl"))
    assert re.search(r"use savings: \d{4}\.\d,", told(asked, "en"))


def test_a_run_without_books_has_no_such_decision():
    asked = why(toy(mechanisms={}), "T05", 2012)
    assert not any("structural deficit" in one.question.en for one in asked.decisions)
