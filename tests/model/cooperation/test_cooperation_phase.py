"""Cooperation by hand: who looks for partners, what they weigh, and with whom they end up.

Everywhere g = 1, no discounts and no tastes unless said, so that adequacy of taxes (efficient scale 66,260) is
S / (S + 66,260): 4,000 0.0569; 9,000 0.1196; 12,000 0.1533; 13,000 0.1640; 16,000 0.1945; 25,000 0.2739.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.behaviour import load_behaviour
from reformsim.law.tables import Entry
from reformsim.levers.changes import SetRule
from reformsim.model.cooperation.agreements import consents, openness
from reformsim.model.cooperation.costs import worth_of_sharing
from reformsim.model.cooperation.grip import council_grip
from reformsim.model.cooperation.options import body_middles
from reformsim.model.cooperation.phase import cooperate
from reformsim.model.cooperation.seeking import seek, seekers
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from reformsim.tasks import LAYERS
from tests.model.worlds import assess, bare, events, found, neighbours_of, row, world_of

WGR_DAY = date(2012, 1, 1)
PLAIN = {
    "capacity__steepness": 1, "capacity__members_discount": 0, "capacity__unequal_discount": 0,
    "capacity__overlap_discount": 0, "capacity__startup_dip": 0, "cooperation__attention": 1, "cooperation__gain": 10,
    "cooperation__autonomy": 0, "cooperation__coordination": 0, "cooperation__founding_cost": 0,
    "cooperation__joining_cost": 0, "cooperation__extending_cost": 0, "cooperation__taste_spread": 0,
    "cooperation__host_ratio": 1000, "cooperation__leaving": 0, "cooperation__ending": 0,
    "cooperation__distance": 0,
}  # fmt: skip


def with_task(codes: str, replicate: int = 0, *, task: str = "taxes", **changed: float) -> World:
    """Only the municipalities named have a task, and only that one; the Rijk does everything else."""
    world = world_of(bare(), replicate=replicate, **{**PLAIN, **changed})
    state = world.state
    state.carrier[state.live] = LAYERS.index("rijk")
    state.carrier[[row(world, c) for c in codes.split()], world.tasks.index(task)] = LAYERS.index("gemeente")
    assess(world)
    return world


def executor(world: World, code: str, task: str = "taxes") -> int:
    return int(world.state.executor[row(world, code), world.tasks.index(task)])


def test_the_worth_of_sharing_by_hand():
    """gain 4 * 0.2 - autonomy 4 * 0.05 - coordination 0.25 * ln 4 - founding 0.5 = -0.2466; with grip 0.5: + 0.1."""
    one = (np.array([0.2]), np.array([0.05]), np.array([4.0]), 0.5)
    assert worth_of_sharing(*one, 0.0, load_behaviour()) == pytest.approx([0.8 - 0.2 - 0.25 * np.log(4) - 0.5])
    assert worth_of_sharing(*one, 0.5, load_behaviour()) == pytest.approx([0.8 - 0.1 - 0.25 * np.log(4) - 0.5])


def test_a_municipality_founds_a_body_with_the_neighbour_from_which_it_gains_most():
    """T01's neighbours are T02 (13,000 together) and T04 (16,000 together): T04, gaining 0.1376 against 0.1071."""
    world = with_task("T01 T02 T04")
    seek(world, neighbours_of(world))
    assert events(world, "body_founded") == [("T01", "T04")]
    assert executor(world, "T01") == executor(world, "T04") >= 0
    assert executor(world, "T02") == -1, "T02 wanted T01 too, which was taken"
    bodies = world.state.bodies
    assert bodies.members(0).tolist() == [0, 3] and bodies.founded[0] == 2011 and not bodies.obliged[0]


def test_the_year_after_the_one_left_over_joins():
    """16,000 + 9,000 = 25,000: T02 gains 0.2739 - 0.1196."""
    world = with_task("T01 T02 T04")
    cooperate(world, neighbours_of(world))
    world.state.year = 2012
    assess(world)
    cooperate(world, neighbours_of(world))
    assert events(world, "body_joined") == [("T02",)]
    assert world.state.bodies.members(0).tolist() == [0, 1, 3]
    assert world.state.memberships[[0, 1, 3]].tolist() == [1, 1, 1]
    k = world.tasks.index("taxes")
    assert world.state.authorities[[0, 1, 3], k].tolist() == [1, 1, 1]


def test_a_member_that_uses_its_own_body_does_not_join_it_again():
    """T01 sits in a body that does waste for T04 and taxes for T04; it gives its taxes to it without joining."""
    world = with_task("T01 T04")
    found(world, "T01 T04", "taxes")
    world.state.executor[row(world, "T01"), world.tasks.index("taxes")] = -1
    assess(world)
    seek(world, neighbours_of(world))
    assert executor(world, "T01") == 0
    assert not events(world, "body_joined") and not events(world, "body_founded")


@pytest.mark.parametrize(
    "dear",
    [
        {"cooperation__autonomy": 50},
        {"cooperation__founding_cost": 5},
        {"cooperation__coordination": 5},
        {"cooperation__gain": 0},
    ],
    ids=["autonomy", "founding cost", "coordination", "no weight of gain"],
)
def test_where_the_price_is_higher_than_the_gain_nobody_cooperates(dear):
    # T01's best gain is worth 10 * 0.1376 = 1.38: less than 50 * 1 (all its budget), 5, or 5 * ln 2 = 3.5.
    world = with_task("T01 T02 T04", **dear)
    seek(world, neighbours_of(world))
    assert not world.events and world.state.bodies.count == 0


def test_a_partner_that_would_lose_by_it_refuses():
    """T02 gains 0.6607 - 0.1196 = 0.5411 with T05, worth 5.4 - 0.5, and asks.

    T05 gains 0.6607 - 0.6443 = 0.0164, worth 0.164: less than the cost of 0.5, more than one of 0.1.
    """
    world = with_task("T02 T05", cooperation__founding_cost=0.5)
    seek(world, neighbours_of(world))
    assert world.state.bodies.count == 0
    cheap = with_task("T02 T05", cooperation__founding_cost=0.1)
    seek(cheap, neighbours_of(cheap))
    assert events(cheap, "body_founded") == [("T02", "T05")]


def test_who_does_a_task_adequately_does_not_look_for_partners():
    world = with_task("T01 T04 T05")
    rows, tasks, share = seekers(world)
    assert world.codes_of(rows) == ("T01", "T04"), "T05's adequacy is 0.64, above the threshold of 0.5"
    assert set(tasks.tolist()) == {world.tasks.index("taxes")} and share == pytest.approx([1.0, 1.0])


def test_the_most_pressing_task_is_the_largest_gap_times_its_budget():
    """T01. Waste (105 euro, s 50,000): 0.5 - 4/54 = 0.4259, times 105 44.7. Back office (200): 0.4431 * 200 = 88.6."""
    world = with_task("T01", task="waste")
    world.state.carrier[0, world.tasks.index("back_office")] = LAYERS.index("gemeente")
    assess(world)
    _, tasks, share = seekers(world)
    assert tasks.tolist() == [world.tasks.index("back_office")] and share == pytest.approx([200 / 305])


def test_nobody_looks_without_attention_and_a_pushing_province_raises_it():
    world = with_task("T01 T02 T04", cooperation__attention=0)
    assert len(seekers(world)[0]) == 0
    looks = {}
    for push in (0.0, 1.0):
        world = world_of(bare(), **{**PLAIN, "cooperation__attention": 0.4})
        carry_out(world, SetRule("province.push", push), "a test")
        for year in range(2011, 2041):
            world.state.year = year
            looks[push] = looks.get(push, 0) + len(seekers(world)[0])
    # 11 municipalities with a gap or 12, 30 years, chance 0.4 or 0.8.
    assert looks[1.0] / looks[0.0] == pytest.approx(2.0, abs=0.25)


@pytest.mark.parametrize("replicate", range(6))
def test_a_much_larger_neighbour_acts_as_host_if_it_is_open_enough(replicate):
    """T05 is ten times T04: it needs a taste above minus the spread, not to gain; the body is a centrumgemeente."""
    world = with_task("T04 T05", replicate, cooperation__host_ratio=2.5, cooperation__taste_spread=0.8)
    is_open = float(openness(world, np.array([row(world, "T05")]))[0]) > -0.8
    asked, asker = np.array([row(world, "T05")]), np.array([row(world, "T04")])
    assert consents(world, asked, asker, np.array([world.tasks.index("taxes")])).tolist() == [is_open]
    seek(world, neighbours_of(world))
    assert world.state.bodies.forms == (["centrumgemeente"] if is_open else [])


def test_some_hosts_are_open_and_some_are_not():
    """A triangular taste lies below minus one deviation with chance (1 - 1 / sqrt 6)^2 / 2 = 0.175."""
    world = with_task("T04 T05", cooperation__taste_spread=0.8)
    tastes = openness(world, world.state.live.astype(np.int64))
    assert (tastes > -0.8).any() and np.abs(tastes).max() <= 0.8 * np.sqrt(6)


def test_partners_of_like_size_found_a_public_body():
    world = with_task("T01 T04")
    seek(world, neighbours_of(world))
    assert world.state.bodies.forms == ["openbaar_lichaam"]


def test_every_kilometre_between_town_halls_makes_founding_a_body_less_worth():
    """T01 gains 0.1376 with T04, worth 1.376; 10 km between town halls at 0.13 leave 0.076, at 0.15 nothing."""
    for weight, bodies in ((0.13, 1), (0.15, 0)):
        world = with_task("T01 T04", cooperation__gain=10, cooperation__distance=weight)
        k, one, other = world.tasks.index("taxes"), row(world, "T01"), row(world, "T04")
        world.state.adequacy[other, k] = world.state.adequacy[one, k]  # T04 gains as much as T01
        seek(world, neighbours_of(world))
        assert world.state.bodies.count == bodies


def test_the_middle_of_a_body_is_the_mean_place_of_its_members_town_halls():
    world = world_of(bare())
    body = found(world, "T01 T02 T04", "taxes")
    rows = [row(world, c) for c in ("T01", "T02", "T04")]
    found(world, "T05 T06", "taxes")
    (x,), (y,) = body_middles(world.state, np.array([body]))
    assert (x, y) == pytest.approx((world.state.hall_x[rows].mean(), world.state.hall_y[rows].mean()))


def test_neighbours_across_a_ferry_may_cooperate():
    world = with_task("T11 T12")
    seek(world, neighbours_of(world))
    assert events(world, "body_founded") == [("T12", "T11")]


def test_a_body_that_has_a_say_is_given_the_task_where_its_form_allows_it():
    world = with_task("T01 T04")
    body = found(world, "T01 T04", None, say="taxes")
    seek(world, neighbours_of(world))
    assert executor(world, "T01") == body and world.state.bodies.tasks[body, world.tasks.index("taxes")]
    assert events(world, "body_extended") in ([("T01",)], [("T04",)])


@pytest.mark.parametrize(
    ("task", "used"),
    # The catalogue allows a foundation for local taxes, not for social assistance.
    [("taxes", True), ("social_assistance", False)],
)
def test_a_foundation_takes_on_only_what_the_catalogue_lets_a_foundation_do(task, used):
    world = with_task("T01 T04", task=task)
    body = found(world, "T01 T04", None, say=task, kind="private", form="foundation", legal="private")
    seek(world, neighbours_of(world))
    assert (executor(world, "T01", task) == body) is used


@pytest.mark.parametrize(
    ("rule", "value"), [("cooperation.private_allowed", False), ("cooperation.public_preference", 1.0)]
)
def test_where_private_law_is_closed_a_foundation_takes_on_nothing_new(rule, value):
    world = with_task("T01 T04")
    body = found(world, "T01 T04", None, say="taxes", kind="private", form="foundation", legal="private")
    carry_out(world, SetRule(rule, value), "a test")
    seek(world, neighbours_of(world))
    assert executor(world, "T01") not in (-1, body), "they found a public body instead"
    assert events(world, "body_founded")


def test_nobody_joins_or_extends_a_body_imposed_by_law():
    world = with_task("T01 T02 T04")
    body = found(world, "T01 T04", "taxes", obliged=True)
    seek(world, neighbours_of(world))
    assert world.state.bodies.members(body).tolist() == [0, 3] and executor(world, "T02") == -1


def test_a_body_with_many_tasks_takes_on_no_more():
    world = with_task("T01 T04")
    body = found(world, "T01 T04", None, say="taxes")
    world.state.bodies.tasks[
        body,
        [k for k in range(len(world.tasks)) if k != world.tasks.index("taxes")][: world.rules["cooperation.max_tasks"]],
    ] = True
    seek(world, neighbours_of(world))
    assert executor(world, "T01") != body


def test_in_a_year_without_voluntary_cooperation_nothing_is_sought_left_or_ended():
    world = with_task("T01 T02 T04", cooperation__leaving=1, cooperation__ending=1)
    found(world, "T02 T03", "waste")
    cooperate(world, neighbours_of(world), voluntary=False)
    assert not world.events and world.state.bodies.alive[0]


@pytest.mark.parametrize(
    ("right", "weeks", "grip"),
    # Half of the grip of 0.5 for consent, all of it for a veto; 0.02 for each week beyond the six of 2011.
    [
        ("view", 6, 0.0),
        ("consent", 6, 0.25),
        ("veto", 6, 0.5),
        ("view", 12, 0.12),
        ("veto", 8, 0.54),
        ("veto", 40, 1.0),
    ],
)
def test_councils_keep_a_grip_by_their_rights_and_the_weeks_they_have(right, weeks, grip):
    world = world_of(bare(), cooperation__grip=0.5, cooperation__grip_per_week=0.02)
    carry_out(world, SetRule("cooperation.budget_consent", right), "a test")
    if weeks != 6:
        change = Entry(since=WGR_DAY, value=float(weeks), source="a test")
        world.law = world.law.as_of(date(2011, 1, 1)).amend("wgr_draft_budget_weeks", change)
        world.state.year = WGR_DAY.year
    kept = council_grip(world.behaviour, world.rules.values(), world.law, world.today)
    assert kept == pytest.approx(grip)


def test_a_veto_over_the_budget_makes_councils_share_what_they_would_not():
    """T01 gains 0.1376 with T04, worth 1.376; all its budget at stake costs 2, with a full grip nothing.

    T04 gains 0.0412, worth 0.412, and consents only with that grip as well.
    """
    outcome = {}
    for right in ("view", "veto"):
        world = with_task("T01 T04", cooperation__autonomy=2, cooperation__grip=1)
        carry_out(world, SetRule("cooperation.budget_consent", right), "a test")
        seek(world, neighbours_of(world))
        outcome[right] = world.state.bodies.count
    assert outcome == {"view": 0, "veto": 1}


@pytest.mark.parametrize(("preference", "private"), [(0.0, True), (0.9, False)])
def test_a_preference_for_public_law_makes_a_foundation_less_attractive_than_a_new_public_body(preference, private):
    """T01 gains 1.376 either way. The foundation costs 0.9 * 3 = 2.7 more than founding a public body."""
    world = with_task("T01 T04", cooperation__founding_cost=0.1, cooperation__private_aversion=3)
    body = found(world, "T01 T04", None, say="taxes", kind="private", form="foundation", legal="private")
    carry_out(world, SetRule("cooperation.public_preference", preference), "a test")
    seek(world, neighbours_of(world))
    assert (executor(world, "T01") == body) is private and executor(world, "T01") >= 0


# --- leaving and ending ----------------------------------------------------------------------------------


def test_a_member_that_is_adequate_alone_leaves_and_a_body_of_one_ends():
    """T05 (120,000) is above the 66,260 of taxes, T04 is not."""
    world = with_task("T04 T05", cooperation__leaving=1, cooperation__attention=0)
    body = found(world, "T04 T05", "taxes")
    cooperate(world, neighbours_of(world))
    assert events(world, "body_left") == [("T05",)]
    assert not world.state.bodies.alive[body] and executor(world, "T04") == executor(world, "T05") == -1
    assert world.state.memberships[[3, 4]].tolist() == [0, 0]


def test_a_member_keeps_its_seat_while_the_body_does_something_else_for_it():
    """T05 does taxes and waste (50,000) adequately alone, environmental permits (150,000) not."""
    world = world_of(bare(), **{**PLAIN, "cooperation__leaving": 1, "cooperation__attention": 0})
    body = found(world, "T04 T05 T06", "taxes")
    k = world.tasks.index("environmental_permits")
    world.state.bodies.tasks[body, k] = True
    world.state.executor[[3, 4, 5], k] = body
    assess(world)
    cooperate(world, neighbours_of(world))
    assert executor(world, "T05") == -1 and executor(world, "T05", "environmental_permits") == body
    assert 4 in world.state.bodies.members(body) and not events(world, "body_left")


def test_nobody_leaves_or_ends_a_body_imposed_by_law():
    world = with_task("T04 T05", cooperation__leaving=1, cooperation__ending=1, cooperation__attention=0)
    body = found(world, "T04 T05", "taxes", obliged=True)
    cooperate(world, neighbours_of(world))
    assert world.state.bodies.alive[body] and world.state.bodies.members(body).tolist() == [3, 4]


def test_a_body_that_ends_gives_its_tasks_back():
    world = with_task("T01 T04", cooperation__ending=1, cooperation__attention=0)
    body = found(world, "T01 T04", "taxes")
    cooperate(world, neighbours_of(world))
    assert not world.state.bodies.alive[body] and executor(world, "T01") == -1
    assert events(world, "body_dissolved") == [("T01", "T04")]
    assert world.state.authorities[[0, 3], world.tasks.index("taxes")].tolist() == [0, 0]
