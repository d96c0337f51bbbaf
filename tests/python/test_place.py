"""``reformsim.place``: a municipality on a day, found by code, by name, by a former name, or refused in exact words."""

from __future__ import annotations

from datetime import date

import pytest

import reformsim
from reformsim.errors import AmbiguousNameError, DayError, ReformsimError, UnknownNameError


def test_aalsmeer_sits_in_ten_bodies_on_1_january_2020():
    here = reformsim.place("GM0358", "2020-01-01")
    assert (here.name, here.province, here.inhabitants, here.seats) == ("Aalsmeer", "Noord-Holland", 31_859, 23)
    assert here.neighbours == ("Amstelveen", "Haarlemmermeer", "Kaag en Braassem", "Uithoorn")
    assert here.regions["veiligheidsregio"] == "Amsterdam-Amstelland" and "wgr_plus" not in here.regions
    assert len(here.bodies) == 10 and here.drawn > 0
    (joint,) = [seat for seat in here.bodies if seat.form == "joint civil service"]
    assert joint.members == ("Aalsmeer", "Amstelveen") and joint.since == date(2013, 1, 1)
    assert (joint.source, joint.quality, joint.basis, joint.mark) == ("ROO", "A", "recorded", "keyword")


@pytest.mark.parametrize("name", ["Aalsmeer", "aalsmeer ", "gm0358", "AALSMEER"])
def test_a_place_is_found_by_its_code_and_by_its_name_in_any_case(name: str):
    assert reformsim.place(name, "2020-01-01").code == "GM0358"


def test_accents_and_signs_need_not_be_typed():
    assert reformsim.place("sudwest fryslan", date(2020, 1, 1)).name == "Súdwest-Fryslân"
    assert reformsim.place("s Gravenhage", "2020-01-01").code == "GM0518"


def test_a_place_is_found_by_what_it_is_commonly_called():
    assert reformsim.place("Den Haag", "2020-01-01").name == "'s-Gravenhage"


def test_a_name_of_which_one_is_left_needs_no_brackets():
    assert reformsim.place("Hengelo", "2006-01-01").code == "GM0164"  # that in Gelderland went into Bronckhorst in 2005
    with pytest.raises(AmbiguousNameError):
        reformsim.place("Hengelo", "2004-01-01")


def test_who_lies_across_a_ferry_or_open_water_is_no_neighbour():
    assert reformsim.place("Texel", "2020-01-01").neighbours == ()
    assert set(reformsim.place("Terneuzen", "2020-01-01").neighbours) == {"Borsele", "Hulst", "Sluis"}  # by tunnel too


def test_without_a_day_it_is_the_last_of_the_record():
    here = reformsim.place("Utrecht")
    assert here.day == date(2026, 5, 16) and len(here.bodies) >= 4


def test_a_municipality_that_was_merged_away_is_found_in_its_successor_which_is_said():
    here = reformsim.place("Boskoop", "2020-01-01")
    assert (
        here.name == "Alphen aan den Rijn"
        and here.note == "Boskoop (GM0499) is part of Alphen aan den Rijn on this day"
    )
    assert reformsim.place("Boskoop", "2013-12-31").note == ""


def test_what_is_carried_back_has_no_day_since_which_it_is_known():
    here = reformsim.place("Enschede", "2011-01-01")
    known = {seat.basis: seat.since for seat in here.bodies}
    assert known["by_division"] is None and known["recorded"] is not None
    assert {seat.form for seat in here.bodies} >= {"plusregio", "public body"}


def test_drawn_bodies_are_counted_apart_from_those_that_are_listed():
    for day in ("2011-01-01", "2026-01-01"):
        here = reformsim.place("Groningen", day)
        assert here.drawn > 0 and all(seat.source in ("ROO", "OSF", "LAW", "AF") for seat in here.bodies)


@pytest.mark.parametrize(
    ("name", "on", "kind", "said"),
    [
        ("Aalsmer", "2020-01-01", UnknownNameError, "unknown municipality 'Aalsmer'; did you mean 'Aalsmeer'?"),
        ("GM9999", "2020-01-01", UnknownNameError, "unknown municipality 'GM9999'"),
        ("Altena", "2015-03-01", DayError, "Altena (GM1959) was formed on 2019-01-01, after 2015-03-01"),
        ("Bergen", "2020-01-01", AmbiguousNameError,
         "'Bergen' may be any of these: Bergen (NH.) (GM0373), Bergen (L.) (GM0893)"),
        ("Aalsmeer", "morgen", DayError, "expected a day such as 2020-01-01, not 'morgen'"),
        ("Aalsmeer", "2020-02-30", DayError, "expected a day such as 2020-01-01, not '2020-02-30'"),
        ("Aalsmeer", "2027-01-01", DayError,
         "the record of cooperation bodies runs from 2003-01-01 to 2026-05-16, not to 2027-01-01"),
        ("Aalsmeer", "2002-12-31", DayError,
         "the record of cooperation bodies runs from 2003-01-01 to 2026-05-16, not to 2002-12-31"),
    ],
)  # fmt: skip
def test_what_cannot_be_found_is_told_in_exact_words(name: str, on: str, kind: type[ReformsimError], said: str):
    with pytest.raises(kind) as refused:
        reformsim.place(name, on)
    assert str(refused.value) == said
