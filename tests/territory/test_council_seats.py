"""Who was elected into councils: what the record holds, and how a unit of a start map voted last."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.model.councils.parties import USUAL_LOCAL
from reformsim.territory import load_territory
from reformsim.territory.seats import KINDS, LOCAL, last_election, load_elected, votes_of
from tests.model.worlds import toy

MARCH_2018, MARCH_2022, MARCH_2026 = date(2018, 3, 21), date(2022, 3, 16), date(2026, 3, 18)


def unit(territory, code: str) -> int:
    return int(territory.index(code))


@pytest.mark.parametrize(
    ("day", "councils", "seats", "share"),
    [(MARCH_2018, 335, 7991, 0.329), (MARCH_2022, 333, 8237, 0.373), (MARCH_2026, 340, 8554, 0.372)],
)
def test_all_councils_of_a_regular_election_are_there_with_the_published_seats(day, councils, seats, share):
    found = load_elected("netherlands")[day]
    by_kind = np.array([one.seats for one in found.values()]).sum(axis=0)
    assert (len(found), by_kind.sum()) == (councils, seats)
    assert by_kind[LOCAL] / seats == pytest.approx(share, abs=0.0006)


def test_no_council_of_the_record_is_of_even_size():
    assert all(sum(one.seats) % 2 for found in load_elected("netherlands").values() for one in found.values())


def test_the_usual_local_share_is_the_mean_of_the_record():
    shares = [one.mix[LOCAL] for found in load_elected("netherlands").values() for one in found.values()]
    assert np.mean(shares) == pytest.approx(USUAL_LOCAL, abs=0.005)


def test_before_the_first_election_nothing_is_known():
    land = load_territory("netherlands", 2018)
    assert not votes_of(land, date(2018, 3, 20)).known.any()
    assert votes_of(land, MARCH_2018).known.sum() == 335


def test_a_municipality_that_stays_has_its_own_seats():
    land = load_territory("netherlands", 2018)
    stadskanaal = unit(land, "GM0037")
    for day, local in ((MARCH_2018, 3), (MARCH_2022, 5), (MARCH_2026, 4)):
        assert votes_of(land, day).mix[stadskanaal] * 23 == pytest.approx([23 - local, 0, local])


def test_one_that_merges_votes_in_what_it_becomes_part_of():
    """Haren and Ten Boer became part of Groningen on 1 January 2019, whose council was elected the November before."""
    land = load_territory("netherlands", 2018)
    places = [unit(land, code) for code in ("GM0014", "GM0017", "GM0009")]
    assert not votes_of(land, MARCH_2018).known[places].any()
    voted = votes_of(land, date(2018, 12, 31))
    assert (voted.mix[places] == voted.mix[places[0]]).all() and voted.known[places].all()
    whole = load_elected("netherlands")[date(2018, 11, 21)]["GM0014"].votes
    assert voted.per_inhabitant[places] @ land.population[places] == pytest.approx(whole)


def test_a_map_of_its_own_has_no_elections_on_record():
    assert last_election(toy()) == date.min
    assert not votes_of(toy(), date(2030, 1, 1)).known.any() and KINDS[LOCAL] == "local"
