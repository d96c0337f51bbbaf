"""The books of the toy province, kept year by year."""

import numpy as np
import pytest

from reformsim.levers.changes_by_name import MoveBorder, Part, SplitMunicipality
from reformsim.model.accounts.phase import keep_accounts
from reformsim.model.government.demography import grow
from reformsim.model.mergers.mapchange import merge
from reformsim.model.mergers.named.borders import move_border
from reformsim.model.mergers.named.taking_apart import split_named
from reformsim.tasks import LAYERS
from reformsim.world.accounts import GENERAL, PASSING, SPECIFIC, TAXES
from tests.model.accounts.given import world_with_books
from tests.model.worlds import events, row

GEMEENTE, WATERSCHAP = LAYERS.index("gemeente"), LAYERS.index("waterschap")


def a_year_later(world):
    world.state.year += 1
    grow(world.state, world.path[world.state.year])


def test_the_first_year_is_that_of_the_record():
    world = world_with_books()
    keep_accounts(world)
    books, live = world.state.accounts, world.state.live
    people = world.state.population[live].astype(float)
    assert books.income[live].sum(axis=1) == pytest.approx(2000.0 * people)
    assert books.income[live, GENERAL] == pytest.approx(1000.0 * people)
    assert books.income[live, TAXES] == pytest.approx(200.0 * people)
    assert books.spending[live].sum(axis=1) == pytest.approx(2000.0 * people)
    assert books.result[live] == pytest.approx(0.0 * people, abs=1e-3)
    assert books.spending[row(world, "T02"), world.tasks.index("sewerage")] == pytest.approx(100 * 9000)


def test_equity_of_the_end_is_that_of_the_beginning_and_the_result():
    world = world_with_books(accounts__chance=0.045)
    books, live = world.state.accounts, world.state.live
    for _ in range(3):
        before = books.equity[live].copy()
        keep_accounts(world)
        assert books.equity[live] == pytest.approx(before + books.result[live])
        a_year_later(world)
    assert np.abs(books.result[live]).max() > 1000.0


def test_a_merger_takes_the_books_of_its_members_together_and_books_its_cost_and_grant():
    world = world_with_books()
    keep_accounts(world)
    a_year_later(world)
    books, state = world.state.accounts, world.state
    equity = books.equity[[row(world, "T01"), row(world, "T02")]].sum()
    new = merge(world, (row(world, "T01"), row(world, "T02")), "")
    keep_accounts(world)
    assert books.equity[new] - books.result[new] == pytest.approx(equity)
    # 120 euro for each of the 4,040 inhabitants outside the largest, and spending on the eve.
    assert books.once[new] > 120 * 4040
    grant = (2_245_440 + 53.29 * 4040) * 1.45
    assert state.merger_grants == pytest.approx(grant)
    assert books.due[new, :3] * 1.45 == pytest.approx(0.2 * grant, rel=1e-9)
    assert books.owner.tolist() == state.owner.tolist()


def test_the_fund_is_shared_out_whole_though_a_fixed_sum_lapses():
    world = world_with_books()
    keep_accounts(world)
    a_year_later(world)
    merge(world, (row(world, "T01"), row(world, "T02")), "")
    keep_accounts(world)
    books, live = world.state.accounts, world.state.live
    assert books.income[live, GENERAL].sum() == pytest.approx(1000.0 * world.state.population[live].sum())


def test_books_follow_inhabitants_when_a_municipality_is_split_or_a_border_moves():
    world = world_with_books()
    keep_accounts(world)
    a_year_later(world)
    books = world.state.accounts
    before = {name: getattr(books, name).sum(axis=0) for name in PASSING}
    old = books.equity[row(world, "T05")]
    split_named(world, SplitMunicipality("T05", parts=(Part(name="Nieuw", share=0.25),)), "x")
    move_border(world, MoveBorder("T03", "T02", inhabitants=2000), "x")
    from reformsim.model.accounts.phase import follow_the_map

    follow_the_map(world, books)
    assert books.equity[row(world, "T05")] == pytest.approx(0.75 * old, rel=1e-4)
    # T01 to T12 grow by 1 %, and so do flows; what is owned stays.
    for name in ("equity", "balance_total", "due"):
        assert getattr(books, name).sum(axis=0) == pytest.approx(before[name])
    assert books.taxes.sum() == pytest.approx(1.01 * before["taxes"], rel=1e-4)
    assert books.people[world.state.live].tolist() == world.state.population[world.state.live].tolist()


def test_a_task_that_leaves_takes_its_money_along_a_levy_too():
    world = world_with_books()
    keep_accounts(world)
    a_year_later(world)
    k = world.tasks.index("sewerage")
    world.state.carrier[world.state.live, k] = WATERSCHAP
    keep_accounts(world)
    books, live = world.state.accounts, world.state.live
    people = world.state.population[live].astype(float)
    assert books.spending[live, k] == pytest.approx(0.0 * people, abs=1e-6)
    assert books.income[live, 3] == pytest.approx(0.0 * people, abs=1e-3)
    # Only that the fixed sum of 2012 is another one moves some of the general grant between them.
    assert books.income[live, GENERAL].sum() == pytest.approx(1000.0 * people.sum())
    assert (books.deficit[live] < 1.5 * people).all()


def test_a_task_that_comes_with_a_discount_leaves_a_deficit_of_the_discount():
    world = world_with_books()
    keep_accounts(world)
    a_year_later(world)
    k = world.tasks.index("youth_care")
    world.state.carrier[world.state.live, k] = GEMEENTE
    world.state.finances.earmarked[k] = False
    world.state.budget[k] *= 0.85
    keep_accounts(world)
    books, live = world.state.accounts, world.state.live
    people = world.state.population[live].astype(float)
    assert books.deficit[live].sum() == pytest.approx(0.15 * 225.0 * people.sum(), rel=1e-3)
    assert (books.cut[live] > 0).all() and (books.raised[live] > 0).all()


def test_a_cut_in_the_fund_is_met_until_the_books_balance_again():
    world = world_with_books()
    keep_accounts(world)
    world.state.finances.fund[:] = 0.95
    books, live, lacking = world.state.accounts, world.state.live, []
    for _ in range(3):  # In 2015 another cut begins by law.
        a_year_later(world)
        keep_accounts(world)
        lacking.append(books.deficit[live].sum() / world.state.population[live].sum())
    assert books.income[live, GENERAL].sum() == pytest.approx(950.0 * world.state.population[live].sum())
    # A quarter of what lacks each year, over the four years of the budget: 50, 37.5 and 28 euro an inhabitant.
    assert lacking == pytest.approx([50.0, 37.5, 28.1], rel=0.03)


def test_a_deep_cut_brings_municipalities_under_supervision_and_tells_so():
    world = world_with_books()
    keep_accounts(world)
    world.state.finances.fund[:] = 0.6
    a_year_later(world)
    keep_accounts(world)
    assert ("T01",) in events(world, "supervised")


def test_chance_is_keyed_and_the_books_are_the_same_again():
    def result():
        world = world_with_books(accounts__chance=0.045)
        keep_accounts(world)
        a_year_later(world)
        keep_accounts(world)
        return world.state.accounts.result.copy()

    assert np.array_equal(result(), result())


def test_social_assistance_is_paid_by_a_specific_grant():
    world = world_with_books()
    keep_accounts(world)
    books, live = world.state.accounts, world.state.live
    assert books.income[live, SPECIFIC] == pytest.approx(300.0 * world.state.population[live])
