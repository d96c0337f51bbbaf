"""How issues are decided, by hand on the toy province: each claim of the note by itself, and none of them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.behaviour import load_behaviour
from reformsim.history import Snapshot
from reformsim.levers.changes import AbolishSubMunicipal, JoinProvinces, MergeProvinces, MoveTask, SetRule
from reformsim.measures import MEASURES, drukte, service
from reformsim.measures.decisions import taking
from reformsim.measures.decisions.issues import Issues, border_between_provinces, issues
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.mapchange import merge, settle
from reformsim.model.recording import snapshot
from reformsim.model.world import World
from tests.model.worlds import bare, found, last, local, row, seen, statutory, toy, value, world_of

NO_EFFECT = {
    "decisions__drukte_to_delay": 0.0,
    "decisions__drukte_to_accountability": 0.0,
    "decisions__veto_points": 0.0,
    "decisions__executive_size_to_speed": 0.0,
    "decisions__sub_layer_delay": 0.0,
    "decisions__penalty_effect": 0.0,
    "decisions__seat_time": 0.0,
    "councils__focus": 0.0,
    "coordination__between_provinces": 0.0,
}
TIME = ("decision_time", "decided_in_time", "issue_resolution", "rounds_per_issue", "decisiveness")

PARTS = ("weeks", "in_time", "resolved", "rounds", "at_once", "clarity")


def issues_in(world: World, start: Snapshot | None = None) -> SimpleNamespace:
    """What becomes of issues in the living municipalities."""
    s = seen(world, start)
    found = issues(s)
    return SimpleNamespace(**{part: last(s, getattr(found, part)) for part in PARTS})


def weeks_beside(world: World, authorities: float, college: float, time: float = 1.0) -> np.ndarray:
    """Decision time beside so many authorities per subject, members of a college, and time left to it by boards."""
    s = seen(world)
    return last(s, Issues(s, np.full(2, authorities), np.full(2, college), np.full(2, time)).weeks)


def only(world, task: str) -> int:
    """Position of a task; all others get as many authorities, so that the mean over subjects is that task's."""
    k = world.tasks.index(task)
    state = world.state
    state.involved[:] = state.involved[k]
    for name in ("authorities", "tiers", "carrier"):
        getattr(state, name)[:] = getattr(state, name)[:, [k]]
    return k


def abolish_everything(world) -> None:
    carry_out(world, AbolishSubMunicipal(), "a test")
    carry_out(world, MergeProvinces(("PA", "PB"), "PC", "Land"), "a test")
    for task in world.tasks.tasks:
        carry_out(world, MoveTask(task.id, "gemeente", ("gemeente",)), "a test")
    rows = (row(world, "T01"), row(world, "T04"))
    settle(world, {merge(world, rows, "a test"): rows})


def test_with_no_claim_true_an_issue_takes_the_same_time_whatever_is_abolished():
    world = world_of(toy(), **NO_EFFECT)
    start = snapshot(world)
    before = {name: value(name, world, start) for name in (*TIME, "accountability", "quality_of_control")}
    # 20 weeks against a term of 26 with spread 3: 1 / (1 + (20/26)^3).
    assert before["decision_time"] == pytest.approx(20.0)
    assert before["decided_in_time"] == pytest.approx(1 / (1 + (20 / 26) ** 3))
    assert [before[n] for n in ("issue_resolution", "rounds_per_issue", "accountability")] == pytest.approx([1, 1, 1])
    abolish_everything(world)
    assert {name: value(name, world, start) for name in before} == pytest.approx(before)


def test_with_the_claims_of_the_note_abolishing_everything_makes_government_quick_and_answerable():
    world = world_of(toy())
    start = snapshot(world)
    before = {name: value(name, world, start) for name in (*TIME, "accountability")}
    abolish_everything(world)
    after = {name: value(name, world, start) for name in before}
    for name in before:
        better = after[name] < before[name] if MEASURES[name].direction == "lower" else after[name] > before[name]
        assert better, name


def test_decision_time_grows_with_authorities_by_the_elasticity():
    """Taxes: one authority, two in T01 and T04 with their body and in T05 with its deelgemeenten.

    Against a start of one authority and an elasticity of one: 20 weeks, and 40 for T01, T04, T05.
    """
    world = world_of(bare(), **NO_EFFECT | {"decisions__drukte_to_delay": 1.0})
    found(world, "T01 T04", "taxes")
    only(world, "taxes")
    weeks = weeks_beside(world, authorities=1.0, college=1.0)
    assert weeks == pytest.approx([40 if i in (0, 3, 4) else 20 for i in range(12)])
    # Beside the mean of the first day itself: (154 + 2 * 136) / 290 authorities.
    assert local("decision_time", world) == pytest.approx(weeks * 290 / 426)
    assert value("decision_time", world) == pytest.approx(20.0)


def test_each_authority_beyond_the_one_that_decides_may_hold_an_issue_up():
    """Housing in T01: three layers, so two others: resolved at once with 0.9^2, in 1 / 0.81 rounds, each 20 weeks."""
    world = world_of(bare(), **NO_EFFECT | {"decisions__veto_points": 0.1})
    only(world, "housing_programme")
    now, at = issues_in(world), 0
    assert now.resolved[at] == pytest.approx(0.81)
    assert now.rounds[at] == pytest.approx(1 / 0.81)
    assert now.weeks[at] == pytest.approx(20 / 0.81)
    assert now.at_once[at] == pytest.approx(0.81 / (1 + (20 / 0.81 / 26) ** 3))
    # Eemstad has its deelgemeenten as a fourth.
    assert now.resolved[4] == pytest.approx(0.729)


def test_sub_municipal_councils_delay_municipal_subjects_of_their_own_city_only():
    world = world_of(bare(), **NO_EFFECT | {"decisions__sub_layer_delay": 0.1})
    only(world, "taxes")
    weeks = local("decision_time", world)
    assert weeks[4] == pytest.approx(22.0)
    assert [*weeks[:4], *weeks[5:]] == pytest.approx([20.0] * 11)
    carry_out(world, AbolishSubMunicipal(), "a test")
    assert value("decision_time", world) == pytest.approx(20.0)


def test_a_larger_college_takes_longer_only_if_that_claim_holds():
    """T05: 39 seats; against a college of half its size on the first day and an elasticity of one: twice the time."""
    for elasticity, factor in ((0.0, 1.0), (0.3, 2**0.3)):
        world = world_of(bare(), **NO_EFFECT | {"decisions__executive_size_to_speed": elasticity})
        members = float(world.state.aldermen[4] + 1)
        assert weeks_beside(world, authorities=1.0, college=members / 2)[4] == pytest.approx(20 * factor)


def test_a_penalty_presses_as_far_as_issues_would_be_late_without_it():
    """Late without it: 1 - 1 / (1 + (20 / 26)^3) = 0.3128. A tenth of that is saved of 20 weeks: 19.374."""
    world = world_of(bare(), **NO_EFFECT | {"decisions__penalty_effect": 0.1})
    assert value("decision_time", world) == pytest.approx(20.0)
    world.rules.set("principles.late_penalty", 1.0)
    late = 1 - 1 / (1 + (20 / 26) ** 3)
    assert value("decision_time", world) == pytest.approx(20 * (1 - 0.1 * late)) == pytest.approx(19.374, abs=1e-3)
    # A term of twice the length is met more often, so that nobody needs to hurry as much.
    before = value("decided_in_time", world)
    world.rules.set("principles.deadline_weeks", 52.0)
    assert value("decided_in_time", world) > before
    assert value("decision_time", world) == pytest.approx(20 * (1 - 0.1 * (1 - 1 / (1 + (20 / 52) ** 3))))


def test_penalties_are_paid_for_the_issues_that_are_late_all_the_same():
    """A euro per inhabitant if all were late; 0.2931 are, at 19.374 weeks against 26: that much more is spent."""
    world = world_of(bare(), **NO_EFFECT | {"decisions__penalty_effect": 0.1, "decisions__penalty_cost": 1.0})
    before = value("spending_per_inhabitant", world)
    world.rules.set("principles.late_penalty", 1.0)
    weeks = value("decision_time", world)
    late = 1 - 1 / (1 + (weeks / 26) ** 3)
    assert value("spending_per_inhabitant", world) - before == pytest.approx(late, abs=1e-9)
    world.rules.set("principles.late_penalty", 0.5)
    assert 0 < value("spending_per_inhabitant", world) - before < late


def test_seats_on_boards_take_time_from_a_small_college_first():
    """At a tenth of a year each, two seats leave T01 (two aldermen of 0.88 and a mayor) 1 - 0.2 / 2.76 of its time."""
    world = world_of(bare(), **NO_EFFECT | {"decisions__seat_time": 0.1})
    assert local("decision_time", world) == pytest.approx([20.0] * 12)
    found(world, "T01 T05", None)
    found(world, "T01 T05", None)
    fte = world.state.aldermen_fte[:12] + 1.0
    left = 1 - 0.1 * np.array([2, 0, 0, 0, 2] + [0] * 7) / fte
    assert weeks_beside(world, authorities=1.0, college=1.0) == pytest.approx(20 / left)
    assert left[0] < left[4] < 1.0
    # A smaller college has the same seats to fill.
    world.state.aldermen_fte[4] /= 2
    assert weeks_beside(world, authorities=1.0, college=1.0)[4] == pytest.approx(20 / (1 - 0.2 / ((fte[4] + 1) / 2)))


def test_the_union_and_the_insurance_agency_take_part_in_rounds_where_they_have_a_say():
    """One authority more that holds an issue up in a tenth of cases: 1 / 0.9 of the rounds."""
    world = world_of(bare(), **NO_EFFECT | {"decisions__veto_points": 0.1})
    for rule, task in (("europe.layer", "nature"), ("agencies.uwv", "work_participation")):
        before = value("rounds_per_issue", world), value("decision_time", world)
        k, s = world.tasks.index(task), seen(world)
        carry_out(world, SetRule(rule, True), "a test")
        more = seen(world).authorities[:12] - s.authorities[:12]
        assert (more[:, k] == 1).all()
        # Only where it has a say do rounds grow, each by a ninth.
        rounds = (0.9 ** (1.0 - s.authorities[:12])) * np.where(more > 0, 1 / 0.9, 1.0)
        people = world.state.population[:12]
        assert value("rounds_per_issue", world) == pytest.approx(people @ rounds.mean(axis=1) / people.sum())
        assert value("rounds_per_issue", world) > before[0] and value("decision_time", world) > before[1]


def test_provinces_that_act_together_let_an_issue_across_their_border_more_often():
    """T04: a third of its border, at a cost of 0.3 held up 1.1 times.

    Bound, with a relief of a half, 1.05; on an agenda, with one of a quarter, 1.075.
    """
    for binding, weight, wanted in ((True, "agreement", 1.05), (False, "agenda", 1.075)):
        relief = {f"coordination__{weight}_relief": 0.5 if binding else 0.25}
        world = world_of(bare(), **NO_EFFECT | relief | {"coordination__between_provinces": 0.3})
        only(world, "housing_programme")
        carry_out(world, JoinProvinces("Together", "delta_cooperation", ("PA", "PB"), None, binding), "a test")
        now = issues_in(world)
        assert now.rounds[[0, 3]] == pytest.approx([1.0, wanted])
        assert now.weeks[3] == pytest.approx(20 * wanted)


def test_an_arrangement_eases_its_own_tasks_alone_and_less_as_it_ages():
    """After two years at 0.3 a year e^-0.6 of the relief of a half is left."""
    fading = {"coordination__fading": 0.3, "coordination__agreement_relief": 0.5}
    world = world_of(bare(), **NO_EFFECT | fading | {"coordination__between_provinces": 0.3})
    only(world, "housing_programme")
    tasks = ("housing_programme",)
    carry_out(world, JoinProvinces("Together", "delta_cooperation", ("PA", "PB"), tasks), "a test")
    world.state.year += 2
    # One of the tasks is eased, by what is left of the relief; on all others T04 is held up 1.1 times.
    number = len(world.tasks.ids)
    eased = 1 + 0.1 * (1 - 0.5 * np.exp(-0.6))
    assert issues_in(world).rounds[3] == pytest.approx((1.1 * (number - 1) + eased) / number)


def test_provinces_that_did_not_join_do_not_agree_any_sooner():
    world = world_of(bare(), **NO_EFFECT | {"coordination__between_provinces": 0.3})
    before = value("issue_resolution", world)
    carry_out(world, JoinProvinces("Alone", "delta_cooperation", ("PA",)), "a test")
    assert value("issue_resolution", world) == before


def test_half_of_the_issues_are_decided_within_the_typical_time():
    world = world_of(bare(), **NO_EFFECT)
    world.rules.set("principles.deadline_weeks", 20.0)
    assert value("decided_in_time", world) == pytest.approx(0.5)


def test_clarity_falls_with_the_number_of_authorities():
    """Housing, exponent 1: a third in T01 (three layers), a quarter in T05 (and its deelgemeenten)."""
    world = world_of(bare(), **NO_EFFECT | {"decisions__drukte_to_accountability": 1.0})
    only(world, "housing_programme")
    clarity = local("accountability", world)
    assert (clarity[0], clarity[4]) == pytest.approx((1 / 3, 1 / 4))


@settings(max_examples=20)
@given(st.floats(0.0, 0.2), st.floats(0.0, 0.6), st.floats(0.0, 1.0))
def test_one_more_body_never_makes_government_quicker_or_clearer(veto, delay, unclear):
    effects = {
        "decisions__veto_points": veto,
        "decisions__drukte_to_delay": delay,
        "decisions__drukte_to_accountability": unclear,
    }
    world = world_of(bare(), **effects)
    start = snapshot(world)
    before = issues_in(world, start)
    found(world, "T01 T04", "taxes")
    after = issues_in(world, start)
    slack = 1e-12
    assert (after.weeks >= before.weeks - slack).all() and (after.rounds >= before.rounds - slack).all()
    assert (after.in_time <= before.in_time + slack).all() and (after.clarity <= before.clarity + slack).all()


def test_the_border_between_provinces_is_gone_when_they_merge():
    """T04: three borders of 5 km, one with T07 in the other province; T08: T05 of four; T01: none."""
    world = world_of(bare())
    s = seen(world)
    share = last(s, border_between_provinces(s))
    assert share[[0, 3, 7]] == pytest.approx([0.0, 1 / 3, 1 / 4])
    assert share[11] == 0.0, "an island has no land border"
    carry_out(world, MergeProvinces(("PA", "PB"), "PC", "Land"), "a test")
    assert not border_between_provinces(seen(world)).any()


def test_an_issue_across_a_provincial_border_gets_stuck_where_provinces_have_a_say():
    """T04 has a third of its border with the other province: at a cost of 0.3 it gets through 1 / 1.1 of times."""
    for task, wanted in (("taxes", 1.0), ("housing_programme", 1 / 1.1)):
        world = world_of(bare(), **NO_EFFECT | {"coordination__between_provinces": 0.3})
        only(world, task)
        now = issues_in(world)
        assert now.resolved[3] == pytest.approx(wanted)
        assert now.weeks[3] == pytest.approx(20 / wanted)
    carry_out(world, MergeProvinces(("PA", "PB"), "PC", "Land"), "a test")
    assert value("issue_resolution", world) == pytest.approx(1.0)


def test_smaller_councils_control_better_or_worse_as_the_claim_is_set():
    """Half of the mean council of the first day: 2^focus."""
    for focus, wanted in ((0.0, 100.0), (0.5, 100 * 2**0.5), (-0.5, 100 / 2**0.5)):
        world = world_of(bare(), councils__focus=focus)
        seats = world.state.seats[:12].copy()
        assert taking.beside_usual(seats, 2.0 * seats, world.behaviour["councils.focus"]) == pytest.approx(wanted)
        # Beside the councils of the first day also when they have changed: those of a mean inhabitant.
        start, usual = snapshot(world), (world.state.population[:12] * seats).sum() / 290_000
        world.state.seats[:12] = seats // 2
        assert local("quality_of_control", world, start) == pytest.approx(100 * (usual / (seats // 2)) ** focus)


def test_authorities_at_an_address_by_hand():
    """Rijk, province, municipality, water board: 4; each its bodies; in Eemstad its deelgemeenten.

    T05: safety, health, plusregio, police, labour market: 5 bodies, so 4 + 1 + 5 = 10; T01 without the plusregio 8.
    """
    here = local("authorities_per_address", world_of(statutory()))
    assert (here[0], here[4]) == (8.0, 10.0)
    # 52 memberships weighed by inhabitants: 4 each for all, 1 more for the 186,000 of the plusregio.
    wanted = 4 + 4 + 186 / 290 + 120 / 290
    assert value("authorities_per_address", world_of(statutory())) == pytest.approx(wanted)


def test_recognisability_is_100_on_the_first_day_and_grows_when_layers_go():
    world = world_of(statutory())
    start = snapshot(world)
    assert value("recognisability", world, start) == pytest.approx(100.0)
    carry_out(world, AbolishSubMunicipal(), "a test")
    s = seen(world, start)
    layers, address = drukte.layers(s), taking.address(s)
    wanted = 50 * (layers[0] / layers[-1] + address[0] / address[-1])
    assert value("recognisability", world, start) == pytest.approx(wanted) and wanted > 100
    other = world_of(statutory(), residents__single_view=0.0)
    carry_out(other, AbolishSubMunicipal(), "a test")
    assert value("recognisability", other, start) == pytest.approx(100.0)


def test_board_seats_per_alderman_by_hand():
    """Statutory bodies: 48 seats of one and 4 of two (plusregio) for 37 aldermen."""
    assert value("ties_per_alderman", world_of(statutory())) == pytest.approx((48 + 4 * 2) / 37)


def test_what_was_reorganised_lately_is_not_stable():
    """Nothing but T02, formed on the first day: its 9,000 of 290,000 lower the mean of tasks and municipalities."""
    world = world_of(bare())
    before = value("stability", world)
    assert before == pytest.approx((1 + 1 - 9 / 290) / 2)
    carry_out(world, MoveTask("youth_care", "gemeente"), "a test")
    part = world.state.budget[world.tasks.index("youth_care")] / world.state.budget.sum()
    assert value("stability", world) == pytest.approx(before - part / 2)
    world.state.year += 4
    assert value("stability", world) == pytest.approx(1.0)
    found(world, "T01 T04", "taxes", founded=world.state.year)
    assert value("stability", world) == pytest.approx(2 / 3)


@settings(max_examples=25)
@given(st.data())
def test_shares_stay_shares_whatever_the_claims_are(data):
    """Every parameter of these measures anywhere in its range, on the toy province as it is and after everything."""
    names = [n for n in load_behaviour().names if n.split(".")[0] in ("decisions", "services", "residents", "balance")]
    parameters = load_behaviour().parameters
    drawn = {
        name.replace(".", "__"): data.draw(st.floats(parameters[name].low, parameters[name].high), name)
        for name in names
    }
    world = world_of(toy(), **drawn)
    start = snapshot(world)
    for abolished in (False, True):
        if abolished:
            abolish_everything(world)
        s = seen(world, start)
        for one in (*taking.MEASURES, *service.MEASURES):
            result = one.function(s)[-1]
            assert np.isfinite(result), one.name
            if one.unit in ("share", "0-1"):
                assert -1e-9 <= result <= 1 + 1e-9, one.name
        assert value("rounds_per_issue", world, start) >= 1 - 1e-9
