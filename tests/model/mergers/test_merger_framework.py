"""What a merger is held against, who must agree, how many may start: the rules on mergers, by hand on the toy map."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from reformsim.behaviour import load_behaviour
from reformsim.law.tables import Entry
from reformsim.levers.changes import AmendLaw, Change, SetRule
from reformsim.model.capacity.adequacy import task_weights
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.coalitions import start_candidates
from reformsim.model.mergers.framework import CRITERIA, break_off_chance, criteria, norm_by_row, score
from reformsim.model.mergers.phase import Mergers
from reformsim.model.mergers.search import make_block, moving_terms, prices_of
from reformsim.model.mergers.support import consent_of, most_push, push
from reformsim.model.mergers.together import together
from reformsim.model.world import World
from tests.model.mergers.test_merger_phase import NEVER_BREAKS, started, started_over, strong, unsieved
from tests.model.worlds import bare, events, found, row, toy, world_of

WITHOUT_TASTE = {"merger__taste_spread": 0.0, "merger__pair_taste_spread": 0.0}


def marks(world: World, codes: str) -> dict[str, float]:
    graph = Mergers(world, 2).graph
    return dict(zip(CRITERIA, criteria(world, graph, tuple(row(world, c) for c in codes.split())), strict=True))


def rule(world: World, name: str, value: object) -> None:
    carry_out(world, SetRule(name, value), "a test")


# --- the framework ------------------------------------------------------------------------------------------


def test_cohesion_is_half_memberships_in_common_and_half_nearness():
    """T01 and T04, 10 km apart: nearness 1 / (1 + 10 / 10) = 0.5. Without bodies nothing is in common: 0.25.

    With one body of the two alone all memberships are in common: (1 + 0.5) / 2.
    """
    world = world_of(bare())
    assert marks(world, "T01 T04")["samenhang"] == pytest.approx(0.25)
    found(world, "T01 T04", "waste")
    assert marks(world, "T01 T04")["samenhang"] == pytest.approx(0.75)


def test_regional_balance_compares_the_new_municipality_with_its_neighbours():
    """T01 + T04 (16,000) borders T02 (9,000), T05 (120,000) and T07 (6,000): mean 45,000."""
    assert marks(world_of(bare()), "T01 T04")["regio"] == pytest.approx(16 / 45)


def test_sustainability_is_size_against_the_norm_of_the_rules_or_the_yardstick():
    world = world_of(bare(), merger__framework_size=32_000)
    assert marks(world, "T01 T04")["duurzaamheid"] == pytest.approx(0.5)
    rule(world, "merger.minimum_inhabitants", 20_000)
    assert marks(world, "T01 T04")["duurzaamheid"] == pytest.approx(0.8)
    assert marks(world, "T05 T06")["duurzaamheid"] == 1.0


def test_support_is_the_chance_that_councils_agree_as_far_as_bodies_serve_them():
    """Nothing is done by bodies, as usual: one half. With a body that does a part of the budget: the less."""
    world = world_of(bare(), merger__served=2.0)
    assert marks(world, "T01 T04")["draagvlak"] == pytest.approx(0.5)
    body = found(world, "T01 T04", "waste")
    rows, task = [row(world, "T01"), row(world, "T04")], list(world.tasks.ids).index("waste")
    world.state.executor[rows, task] = body
    part = task_weights(world.state, np.array(rows))[:, task]
    assert (part > 0.0).all()
    assert marks(world, "T01 T04")["draagvlak"] == pytest.approx((1 / (1 + np.exp(2.0 * part))).mean())


def test_strength_is_the_part_of_the_lacking_adequacy_that_scale_makes_up():
    """With g = 0 scale plays no part: adequacy is 0.5 whatever the size, and nothing is made up."""
    assert marks(world_of(bare(), capacity__steepness=0.0), "T01 T04")["bestuurskracht"] == 0.0
    small, large = (marks(world_of(bare()), codes)["bestuurskracht"] for codes in ("T01 T02", "T01 T05"))
    assert 0 < small < 1 and 0 < large < 1


def test_urgency_is_the_budget_the_weakest_member_carries_out_below_the_threshold():
    assert marks(world_of(bare(), capacity__threshold=0.3, capacity__steepness=0.0), "T01 T04")["urgentie"] == 0.0
    assert marks(world_of(bare(), capacity__threshold=0.7, capacity__steepness=0.0), "T01 T04")["urgentie"] == 1.0


def test_the_score_is_the_weighted_mean_of_the_marks():
    assert score(np.array([1.0, 0.0, 0.5, 0.0, 0.0, 0.0]), (2, 1, 1, 0, 0, 0)) == pytest.approx(2.5 / 4)


def test_a_score_over_the_mark_lowers_the_chance_of_breaking_off():
    """Odds 1 to 9, divided by e^(4 x 0.25) = e."""
    odds = 1 / 9 / np.e
    assert break_off_chance(0.1, 0.25, 4.0) == pytest.approx(odds / (1 + odds))
    assert break_off_chance(0.1, -0.25, 4.0) > 0.1


@pytest.mark.parametrize("usual", [0.0, 1.0])
def test_what_is_certain_stays_certain_whatever_the_score(usual):
    assert break_off_chance(usual, 0.3, 4.0) == usual


def ended(world: World, **rules: object) -> tuple[int, int]:
    """Procedures assessed and advised over ten years."""
    mergers = Mergers(world, 2)
    for name, value in rules.items():
        rule(world, name.replace("__", "."), value)
    for year in range(2011, 2021):
        mergers.start(year)
        world.state.year = year
        mergers.advance(year)
        mergers.completed.clear()
    return world.state.mergers_assessed, world.state.mergers_advised


def test_without_a_framework_or_with_no_strictness_mergers_end_as_they_always_did():
    plain = world_of(bare(), merger__constant=5.0)
    lax = world_of(bare(), merger__constant=5.0, merger__framework_strictness=0.0)
    assert ended(plain) == ended(lax, merger__criteria=(1.0,) * 6)
    assert [e for e in plain.events if e.kind != "rule_changed"] == [e for e in lax.events if e.kind != "rule_changed"]


def test_a_framework_that_no_merger_meets_lets_fewer_pass_than_one_that_all_meet():
    parameters = {"merger__constant": 5.0, "merger__break_off_advice": 0.5, "merger__framework_strictness": 10.0}
    # Cohesion without any common body is at most a quarter, below both marks.
    (seen, bad), (again, good) = (
        ended(world_of(bare(), merger__framework_mark=mark, **parameters), merger__criteria=(0, 0, 0, 1.0, 0, 0))
        for mark in (0.8, 0.4)
    )
    assert seen > 10 and again > 10
    assert bad / seen < 0.1 and good / again > bad / seen + 0.05


# --- who must agree -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("support", "value"), [(0.2, 3.0), (0.25, 1.0), (0.35, 1.0), (0.36, -2.0), (1.0, -2.0)])
def test_those_who_stand_for_the_support_asked_decide(support, value):
    """Values 3, 1 and -2 for 45,000, 20,000 and 120,000 of 185,000: shares 0.243, 0.351 with the second, then all."""
    world = strong()
    mergers, c = Mergers(world, 3), start_candidates(bare(), 3)
    one = replace(c, members=np.array([[2, 4, 5]], np.int32), size=np.array([3], np.int32), key=c.key[:1])
    rule(world, "merger.min_support", support)
    assert consent_of(mergers.world, one, np.array([[1.0, -2.0, 3.0]])) == pytest.approx([value])


def test_full_support_is_unanimity_also_where_members_are_few():
    world = strong()
    mergers, c = Mergers(world, 3), start_candidates(bare(), 3)
    value = np.where(c.members >= 0, np.arange(3)[None, ::-1], np.inf)
    plain = consent_of(mergers.world, c, value)
    rule(world, "merger.min_support", 1.0)
    assert consent_of(mergers.world, c, value) == pytest.approx(plain)


# --- how many, and what draws them --------------------------------------------------------------------------


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_mergers_start_in_a_year_than_the_limit_and_those_most_wanted_come_first(most):
    free, bound = strong(), strong()
    rule(bound, "merger.max_per_year", most)
    for world in (free, bound):
        Mergers(world, 3).start(2011)
    assert len(started(free)) > 2 and started(bound) == started(free)[:most]


def test_the_tracks_add_to_or_take_from_the_value_of_every_merger():
    world = strong(merger__track=1.5)
    mergers, c = Mergers(world, 2), start_candidates(bare(), 2)
    assert push(mergers.world, c) == pytest.approx(0.0)
    rule(world, "policy.track_bias", 0.4)
    assert push(mergers.world, c) == pytest.approx(0.6) and most_push(mergers.world) == pytest.approx(0.6)
    rule(world, "policy.track_bias", -1.0)
    assert push(mergers.world, c) == pytest.approx(-1.5) and most_push(mergers.world) == pytest.approx(0.0)


def test_a_norm_adjusted_for_density_is_lower_in_the_sparse_province():
    """PA: 210,000 on 350 km2 = 600; PB: 80,000 on 270 km2 = 296; together 290,000 on 620 km2 = 468 per km2."""
    world = world_of(bare())
    assert norm_by_row(world).max() == 0.0
    rule(world, "merger.minimum_inhabitants", 10_000)
    assert set(norm_by_row(world)[:12]) == {10_000.0}
    rule(world, "merger.density_adjusted", True)
    norm = norm_by_row(world)
    assert norm[row(world, "T01")] == pytest.approx(10_000)
    assert norm[row(world, "T08")] == pytest.approx(10_000 * (80 / 270) / (290 / 620))
    assert norm.max() <= 10_000


# --- money, terms, and the sieve ----------------------------------------------------------------------------

GRANT = Entry(since=date(2011, 1, 1), source="a test", status="scenario", value=60_000_000)
LIFTS: dict[str, tuple[Change, ...]] = {
    "a larger grant": (AmendLaw("merger_grant_base", GRANT),),
    "fixed sums that are kept": (SetRule("merger.fixed_sum_years", 10), SetRule("merger.fixed_sum_share", 1.0)),
    "the merger track": (SetRule("policy.track_bias", 1.0),),
    "a norm": (SetRule("merger.minimum_inhabitants", 25_000), SetRule("merger.density_adjusted", True)),
}


@pytest.mark.parametrize("reform", LIFTS)
def test_the_sieve_leaves_out_nothing_that_a_reform_lets_start(reform):
    """All candidates evaluated without a sieve start the same procedures as the sieved ones, year after year."""

    def started_with(sieve: bool, changes: tuple[Change, ...] = LIFTS[reform]) -> list[frozenset[str]]:
        world = world_of(toy(), merger__constant=-9.0, merger__finance=0.4, merger__track=3.0)
        mergers = Mergers(world, 4)
        for change in changes:
            carry_out(world, change, "a test")
        if not sieve:
            unsieved(mergers, world)
        for year in range(2011, 2061):
            mergers.start(year)
            mergers.procedures.clear()
        return started(world)

    sieved = started_with(True)
    assert len(sieved) > len(started_with(True, ())) and sieved == started_with(False)


def test_as_distance_shrinks_mergers_of_distant_halls_are_looked_at_too():
    """Nearness 0.95^25 = 0.28: values rise by 0.36 a km; the sieve follows them as far as it looks ahead."""

    def started_with(sieve: bool) -> list[frozenset[str]]:
        world = world_of(toy(), merger__constant=0.0, merger__extent=5.0, residents__reach=0.05, **WITHOUT_TASTE)
        return started_over(world, range(2011, 2036), sieve=sieve)

    sieved = started_with(True)
    assert len(sieved) > 20 and sieved == started_with(False)


def test_blocks_of_two_times_are_lifted_from_where_each_was_estimated():
    world = world_of(bare())
    mergers, c = Mergers(world, 2), start_candidates(bare(), 2)
    s = mergers._surroundings()
    dearer = replace(s, grant_base=s.grant_base * 3)
    whole, now = together(c, s), prices_of(dearer, world.behaviour)
    then, later = (moving_terms(c, whole, prices_of(one, world.behaviour)) for one in (s, dearer))
    assert later.lift(now) == 0.0
    rise = np.asarray(then.lift(now))
    assert (rise > 0).all()
    both = then.joined(later)
    assert np.asarray(both.lift(now)) == pytest.approx(np.concatenate([rise, np.zeros(len(c))]))
    block = make_block(c, np.zeros(len(c)), world.behaviour, s, whole)
    assert np.asarray(block.moving.lift(now)) == pytest.approx(rise)


def test_the_fixed_sums_that_are_kept_count_less_against_a_merger():
    """Of ten years that are weighed four are kept for three quarters: seven are lost."""
    world = world_of(bare())
    rule(world, "merger.fixed_sum_years", 4)
    rule(world, "merger.fixed_sum_share", 0.75)
    assert Mergers(world, 2)._surroundings().lost_years == pytest.approx(7.0)


def test_shorter_terms_let_a_merger_take_effect_a_year_earlier():
    """Preparation of 4 instead of 12 months: 17 instead of 25 months, so 1 January of the second year after."""
    world = strong(**NEVER_BREAKS)
    entry = Entry(since=date(2011, 1, 1), source="a test", status="scenario", value=4)
    carry_out(world, AmendLaw("merger_preparation_months", entry), "a test")
    mergers = Mergers(world, 2)
    mergers.start(2011)
    mergers.advance(2011)
    assert not mergers.completed
    mergers.advance(2012)
    assert mergers.completed and not mergers.procedures


def test_a_merger_is_entered_with_its_grant_before_the_factor():
    """T01 and T04: one municipality fewer, 4,000 inhabitants outside the largest."""
    from reformsim.model.mergers.mapchange import merge

    world = world_of(bare())
    merge(world, (row(world, "T01"), row(world, "T04")), "a test")
    assert world.state.merger_log == [(2011, 1, pytest.approx(2_245_440 + 53.29 * 4_000))]


def test_only_procedures_from_above_count_as_begun_from_above():
    world = strong(merger__constant=10.0, merger__province_constant=0.0)
    rule(world, "merger.initiators", ["province"])
    Mergers(world, 2).start(2011)
    assert world.state.mergers_from_above == len(events(world, "procedure_started")) > 0
    below = strong()
    Mergers(below, 2).start(2011)
    assert below.state.mergers_from_above == 0


def test_claims_on_mergers_may_be_switched_off():
    parameters = load_behaviour().parameters
    for name in ("merger.track", "merger.framework_strictness", "residents.reach"):
        one = parameters[name]
        assert one.neutral is not None and one.low <= one.neutral <= one.high
