"""The record of cooperation bodies against what was published of it, and against the municipalities of each day."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.errors import DayError, UnknownNameError
from reformsim.network import JOINT_FORM, NetworkRecord, load_record, load_subjects
from reformsim.tasks import load_tasks
from reformsim.territory import load_territory
from reformsim.territory.events import main_rows

RECORD = load_record("netherlands")
MAY_2026 = date(2026, 5, 16)
DAYS = st.dates(RECORD.first, RECORD.last)


def sizes(on: date) -> Counter[str]:
    return Counter({body: len(codes) for body, codes in RECORD.members(on).items()})


def per_municipality(on: date) -> Counter[str]:
    return Counter(code for codes in RECORD.members(on).values() for code in codes)


def test_451_arrangements_are_in_force_in_may_2026():
    """The register on 16 May 2026: 283 public bodies, 64 business organisations, 23 joint organs, 81 without a body."""
    forms = Counter(body.form(MAY_2026) for body in RECORD.in_force(MAY_2026))
    assert forms.total() == 451
    joint = [body for body in RECORD.in_force(MAY_2026) if body.form(MAY_2026) == JOINT_FORM]
    assert len(joint) == 13
    # Joint civil services are public bodies, business organisations or hosts by the register.
    registered = forms + Counter(
        next(form for form, days in body.forms if days.holds(MAY_2026) and form != JOINT_FORM) for body in joint
    )
    assert registered["openbaar_lichaam"] == 283 and registered["bedrijfsvoeringsorganisatie"] == 64
    assert registered["gemeenschappelijk_orgaan"] == 23
    assert registered["centrumgemeente"] + registered["light"] == 81


@pytest.mark.parametrize(("year", "published"), [(2018, 412), (2019, 432)])
def test_arrangements_in_force_by_the_register_on_1_january(year: int, published: int):
    assert len(RECORD.in_force(date(year, 1, 1))) == published


@pytest.mark.parametrize("year", range(2020, 2027))
def test_425_to_448_arrangements_are_in_force_in_every_year_since(year: int):
    assert 425 <= len(RECORD.in_force(date(year, 1, 1))) <= 448


def test_all_342_municipalities_of_may_2026_sit_in_4_to_19_bodies_on_average_9_3():
    seats = per_municipality(MAY_2026)
    assert set(seats) == set(load_territory("netherlands", 2026).codes) and len(seats) == 342
    assert min(seats.values()) == 4 and max(seats.values()) == 19
    assert seats.total() / 342 == pytest.approx(9.3, abs=0.05)


def test_limburg_and_the_large_cities_sit_in_more_bodies_than_the_mean():
    seats, land = per_municipality(MAY_2026), load_territory("netherlands", 2026)
    mean = seats.total() / 342
    limburg = [code for code, p in zip(land.codes, land.province, strict=True) if land.province_names[p] == "Limburg"]
    large = [code for code, people in zip(land.codes, land.population, strict=True) if people > 100_000]
    assert sum(seats[code] for code in limburg) / len(limburg) > mean + 1
    assert sum(seats[code] for code in large) / len(large) > mean


@pytest.mark.parametrize("year", [2011, 2014, 2018, 2022, 2026])
def test_25_safety_regions_hold_every_municipality(year: int):
    on = date(year, 1, 1)
    members = RECORD.members(on)
    serving = {
        region: body.id
        for body in RECORD.bodies.values()
        for division, region in body.serves
        if division == "veiligheidsregio" and body.id in members
    }
    assert len(serving) == 25
    inside = Counter(code for body in serving.values() for code in members[body])
    assert set(inside) == set(load_territory("netherlands", year).codes)
    # The register has Vijfheerenlanden on both sides while it changes from one to the other (2019-2020).
    assert {code for code, number in inside.items() if number > 1} <= {"GM1961"}


def test_bodies_founded_and_ended_a_year_are_those_of_the_register_but_for_one_or_two():
    """Published on the same register: foundings 2016-2025, and 1.77 % (standard error 0.21) that end a year.

    The difference in 2016, 2017 and 2020 is bodies that the register dates within the year, but whose members joined
    on the 1 January after or before it.
    """
    there = {
        year: {body for body in RECORD.members(date(year, 1, 1)) if RECORD.bodies[body].source == "ROO"}
        for year in range(2016, 2027)
    }
    founded = [len(there[year + 1] - there[year]) for year in range(2016, 2026)]
    assert founded == [23, 23, 8, 11, 7, 3, 6, 11, 9, 14]
    published = [24, 22, 8, 11, 6, 3, 6, 11, 9, 14]
    assert all(abs(one - other) <= 1 for one, other in zip(founded, published, strict=True))
    ended = [len(there[year] - there[year + 1]) for year in range(2016, 2026)]
    rate = sum(ended) / sum(len(there[year]) for year in range(2016, 2026))
    assert rate == pytest.approx(0.0177, abs=0.005)


def test_the_tables_of_the_readme_are_those_of_the_record():
    shown = {2003: (237, 2_175), 2011: (354, 2_900), 2016: (475, 3_622), 2018: (422, 3_214), 2026: (419, 3_167)}
    for year, (bodies, seats) in shown.items():
        held = sizes(date(year, 1, 1))
        assert (sum(number > 1 for number in held.values()), held.total()) == (bodies, seats)


def test_joint_civil_services_join_about_the_61_municipalities_of_2018_but_fewer_than_were_counted_in_2015():
    """Published: 61 municipalities in January 2018; 54 in 2015 (unverified), of which the list has 31 that are sure."""

    def joined(on: date) -> set[str]:
        bodies = [body for body in RECORD.members(on) if RECORD.bodies[body].form(on) == JOINT_FORM]
        return {code for body in bodies for code in RECORD.members(on)[body]}

    assert len(joined(date(2015, 1, 1))) == 31
    assert len(joined(date(2018, 1, 1))) == pytest.approx(61, abs=5)


def test_a_joint_civil_service_is_one_only_while_it_holds_the_staff():
    bar = RECORD.bodies["L22938625"]
    assert bar.form(date(2020, 1, 1)) == JOINT_FORM and bar.form(date(2025, 1, 1)) == "openbaar_lichaam"
    assert "BAR Organisatie" in bar.also


@given(DAYS)
def test_members_are_municipalities_of_the_day_and_sit_once_in_a_body(on: date):
    there = alive(on.year)
    for codes in RECORD.members(on).values():
        assert len(codes) == len(set(codes)) and set(codes) <= there


@given(DAYS)
def test_what_a_municipality_sits_in_is_what_counts_it_among_its_members(on: date):
    members = RECORD.members(on)
    for code in sorted(alive(on.year))[::40]:
        mine = [one.body for one in RECORD.of(code, on)]
        assert len(mine) == len(set(mine))
        assert set(mine) == {body for body, codes in members.items() if code in codes}


@given(DAYS)
def test_nobody_sits_in_a_body_before_it_began_nor_after_it_ended_as_far_as_registers_date_it(on: date):
    for body in RECORD.members(on):
        one = RECORD.bodies[body]
        # Bodies of regions by law were there before the text that the register dates.
        assert one.days.holds(on) or any(division in ("veiligheidsregio", "ggd_regio") for division, _ in one.serves)


def alive(year: int) -> set[str]:
    """Codes of the map of 1 January of a year, from the first map and the recorded changes."""
    first = load_territory("netherlands", 2003)
    codes = set(first.codes)
    for at in range(2004, year + 1):
        rows = main_rows(e for e in first.events if e.year == at and e.kind != "border")
        codes = codes - {row.old for row in rows} | {row.new for row in rows}
    return codes


def test_every_subject_is_in_the_table_and_its_tasks_in_the_catalogue():
    subjects, known = load_subjects(), set(load_tasks().ids)
    assert {body.subject for body in RECORD.bodies.values()} <= set(subjects)
    for word, subject in subjects.items():
        assert set(subject.tasks) <= known, word
        # What it is about may have another name in the catalogue of another year.
        assert not subject.say or known & set(subject.say), word
        assert not set(subject.tasks) & set(subject.say), word


def test_every_body_says_how_it_is_known():
    for body in RECORD.bodies.values():
        assert body.mark in ("keyword", "by_hand", "by_division") and body.source in ("ROO", "OSF", "LAW", "AF")
        assert body.quality == "C" if body.source != "ROO" else body.quality in "AB"
        assert body.name and body.forms, body.id


def test_names_tell_bodies_apart():
    double = [name for name, number in Counter(body.name for body in RECORD.bodies.values()).items() if number > 1]
    for name in double:
        alike = [body for body in RECORD.bodies.values() if body.name == name]
        days = [(body.days.since or RECORD.first, body.days.until or RECORD.last) for body in alike]
        assert len(set(days)) == len(days), f"{name}: {[body.id for body in alike]}"


@pytest.mark.parametrize("on", [date(2002, 12, 31), date(2026, 5, 17)])
def test_a_day_outside_the_record_is_refused(on: date):
    for ask in (RECORD.members, RECORD.in_force, lambda day: RECORD.of("GM0363", day)):
        with pytest.raises(DayError) as refused:
            ask(on)
        assert str(refused.value) == f"the record of cooperation bodies runs from 2003-01-01 to 2026-05-16, not to {on}"


def test_an_unknown_record_is_refused():
    with pytest.raises(UnknownNameError, match="unknown record of cooperation bodies 'nederland'; did you mean"):
        load_record("nederland")


def test_counts_hold_until_the_next():
    def counted(record: NetworkRecord, year: int) -> int | None:
        found = record.counted(date(year, 1, 1))
        return None if found is None else found.bodies

    assert [counted(RECORD, year) for year in (2016, 2017, 2019, 2020, 2026)] == [None, 1_095, 1_095, 1_284, 1_284]
