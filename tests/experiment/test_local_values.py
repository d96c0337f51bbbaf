"""Local values of every year: kept small, given back to the last bit, and summed up over the replicates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.dossier.figures.mapped import territory_of, values_of
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment import Comparison, Run, compare, load_results, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.byplace import localtables
from reformsim.experiment.local import spread, squeezed
from reformsim.experiment.replicate import simulate
from reformsim.experiment.store.piecefiles import to_bytes
from reformsim.experiment.store.pieces import Kept, join, single
from reformsim.history import Local
from reformsim.scenario import Scenario, load_scenario
from reformsim.territory import synthetic_territory
from tests.experiment import fake_model, rich_model

BANDS = ("median", "low", "high")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    """Two scenarios of a small map on which municipalities merge often."""
    land = tmp_path_factory.mktemp("land") / "own"
    synthetic_territory(30, 3, land)
    said = {"territory": str(land), "horizon": {"start": 2011, "end": 2015}, "replicates": 12, "measures": "all"}
    return [
        Scenario(name="often", behaviour={"merger.constant": -2.0}, **said),
        Scenario(name="seldom", behaviour={"merger.constant": -4.0}, **said),
    ]


@pytest.fixture(scope="module")
def both(pair: list[Scenario], tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("kept") / "both"
    compare(pair, out=folder, assumptions="fixed")
    found = load_results(folder)
    assert isinstance(found, Comparison)
    return found


@pytest.fixture(scope="module")
def measured_again(pair: list[Scenario]) -> list[list[Local]]:
    """The local values of every replicate of both scenarios, simulated and measured once more."""
    return [[simulate(one, number).local for number in range(12)] for one in pair]  # type: ignore[misc]


def by_hand(replicate: int) -> fake_model.FakeRecord:
    """Three units in two provinces and two years; A and B become one in the second year, in odd replicates only."""
    own = {"A": (1.0, 10.0), "B": (2.0, 20.0), "C": (3.0, 30.0), "A+1": (0.0, 15.0)}
    codes = tuple(own)
    owner = np.array([[0, 1, 2], [3, 3, 2] if replicate % 2 else [0, 1, 2]], dtype=np.int32)
    by_unit = [[own[codes[at]][year] + replicate for at in row] for year, row in enumerate(owner)]
    by_province = [[2.0, 3.0], [20.0, np.nan if replicate else 30.0]]
    return fake_model.FakeRecord(
        "toy", replicate, (2011, 2012), ("municipalities",), np.ones((2, 1)), (), ("A", "B", "C"), codes,
        {"A": "Alfa", "B": "Bravo", "C": "Charlie", "A+1": "Alfa-Bravo", "P": "Noord", "Q": "Zuid"}, owner,
        Local(("autonomy",), ("P", "Q"), np.float32(by_unit)[..., None], np.float32(by_province)[..., None]),
    )  # fmt: skip


def toy(*numbers: int) -> Run:
    return Run(load_scenario("note-2011"), Kept([join([single(by_hand(at)) for at in numbers], "toy")]))  # type: ignore[arg-type]


def test_a_unit_has_the_value_of_the_municipality_that_governs_it_and_the_middle_of_three_is_the_median() -> None:
    table = toy(0, 1, 2).local("autonomy").set_index(["year", "place"])
    # In 2012 Bravo has 20 and 22 on its own, and 15 + 1 where it is part of Alfa-Bravo.
    assert table.loc[(2012, "B"), ["name", "median", "replicates"]].tolist() == ["Bravo", 20.0, 3]
    assert table.loc[(2012, "B"), ["low", "high"]].tolist() == pytest.approx([16.8, 21.6])
    assert table.loc[(2011, "A"), list(BANDS)].tolist() == pytest.approx([2.0, 1.2, 2.8])
    # Nobody lives in Zuid in 2012 but in the first replicate.
    assert table.loc[(2012, "Q"), ["median", "low", "high", "replicates"]].tolist() == [30.0, 30.0, 30.0, 1]
    assert list(table.index[:5]) == [(2011, "P"), (2011, "Q"), (2011, "A"), (2011, "B"), (2011, "C")]


def test_a_single_replicate_is_told_by_municipality() -> None:
    one = toy(0, 1, 2).local_of(1)
    last = one[one["year"] == 2012]
    assert last[["level", "place", "name"]].to_numpy().tolist() == [
        ["province", "P", "Noord"],
        ["municipality", "A+1", "Alfa-Bravo"],
        ["municipality", "C", "Charlie"],
    ]
    assert last["autonomy"].tolist() == [20.0, 16.0, 31.0]


def test_summaries_are_plain_quantiles_over_the_replicates_measured_again(
    both: Comparison, measured_again: list[list[Local]]
) -> None:
    changed = False
    for one, again in zip(both.runs, measured_again, strict=True):
        for at, name in enumerate(one.local_indicators):
            table = one.local(name)
            for level, values in (
                ("municipality", [a.by_unit for a in again]),
                ("province", [a.by_province for a in again]),
            ):
                here, found = table[table["level"] == level], np.array(values)[..., at].astype(float)
                # Where a task is municipal in no replicate it has no value.
                there = ~np.isnan(found).all(axis=0)
                told = np.nanquantile(found[:, there], (0.5, 0.1, 0.9), axis=0).reshape(3, int(there.sum()))
                assert np.array_equal(here[list(BANDS)].to_numpy().T, told), name
                changed |= bool((told[1] < told[2]).any())
    assert changed and both.runs[0].of("municipalities")[:, -1].max() < 30


def test_differences_are_paired_by_replicate(both: Comparison, measured_again: list[list[Local]]) -> None:
    first, second = (np.array([a.by_unit for a in again], dtype=float) for again in measured_again)
    at = both.runs[0].local_indicators.index("capacity_mean")
    expected = np.quantile((second - first)[:, 2, :, at], (0.5, 0.1, 0.9), axis=0)
    table = both.local_differences("capacity_mean", 2013, level="municipality")
    assert np.array_equal(table[["difference", "low", "high"]].to_numpy().T, expected)
    assert table[["scenario", "against"]].drop_duplicates().to_numpy().tolist() == [["seldom", "often"]]
    assert (table["pairs"] == 12).all()


def test_a_replicate_on_its_own_is_as_it_is_measured_again(both: Comparison, measured_again: list[list[Local]]) -> None:
    for number in (0, 7, 11):
        table, again = both.runs[0].local_of(number), measured_again[0][number]
        municipal = table[(table["level"] == "municipality") & (table["year"] == 2014)].set_index("place")
        owner = both.runs[0].map_of(2014, number)
        assert np.array_equal(municipal.loc[owner, list(again.indicators)].to_numpy(), again.by_unit[3], equal_nan=True)


def test_a_map_of_any_year_shows_the_values_of_its_replicate(
    both: Comparison, measured_again: list[list[Local]]
) -> None:
    one = both.runs[0]
    shown = values_of(one, territory_of(one), 2013, 4, "autonomy")
    again = measured_again[0][4]
    assert np.array_equal(shown, again.by_unit[2, :, again.indicators.index("autonomy")])
    assert one.map(2013, indicator="autonomy").picture.figure is not None


def test_the_tables_do_not_depend_on_how_much_is_held_at_a_time(
    both: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("autonomy", "capacity_mean")
    whole = both.local(names), both.local_differences(names)
    monkeypatch.setattr(localtables, "BLOCK", 700)
    for one, other in zip((both.local(names), both.local_differences(names)), whole, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_replicate_seven_has_the_same_local_values_among_ten_and_among_twelve(tmp_path: Path) -> None:
    named = adjusted(load_scenario("note-2011"), until=2013)
    few = run(named, replicates=8, out=tmp_path / "r", simulate=rich_model.simulate).local_of(7)
    more = run(named, replicates=12, out=tmp_path / "r", simulate=rich_model.simulate)
    pd.testing.assert_frame_equal(few, more.local_of(7), check_exact=True)
    at_once = run(named, replicates=12, simulate=rich_model.simulate)
    pd.testing.assert_frame_equal(more.local(), at_once.local(), check_exact=True)


def test_a_piece_is_the_same_bytes_whether_its_replicates_were_joined_at_once_or_in_parts() -> None:
    named = adjusted(load_scenario("note-2011"), until=2013)
    parts = [single(rich_model.simulate(named, at)) for at in range(6)]  # type: ignore[arg-type]
    at_once, in_parts = join(parts, "x"), join([join(parts[:4], "x"), *parts[4:]], "x")
    assert to_bytes(at_once) == to_bytes(in_parts)
    for at, part in enumerate(parts):
        for name in part.local.indicators:
            alone, among = part.local_values(name), at_once.local_values(name)
            assert np.array_equal(among.by_unit[at], alone.by_unit[0], equal_nan=True)
            where = [among.provinces.index(code) for code in alone.provinces]
            assert np.array_equal(among.by_province[at][:, where], alone.by_province[0], equal_nan=True)


@settings(max_examples=200)
@given(st.lists(st.sampled_from([0.0, 1.0, 0.1, -3.5, float("nan"), float("inf"), 1e30]), max_size=70))
def test_what_is_squeezed_spreads_to_the_same_bits(values: list[float]) -> None:
    column = np.array(values, np.float32)
    assert spread(squeezed(column), len(column)).tobytes() == column.tobytes()


@pytest.mark.parametrize(
    ("kept", "count"),
    [
        (squeezed(np.ones(9, np.float32)), 8),
        (squeezed(np.ones(9, np.float32)), 17),
        (squeezed(np.ones(9, np.float32))[:-1], 9),
        (np.array([0, 0], np.uint8), 9),
        (np.array([0b01000000, 0, 0, 0, 0], np.uint8), 2),
        (np.ones(9, np.float32), 9),
        (np.zeros(10, np.uint8), 10**12),
    ],
)
def test_a_column_that_is_none_is_refused_before_memory_is_taken(kept: np.ndarray, count: int) -> None:
    with pytest.raises(ValueError, match=r"^its local values do not fit its maps$"):
        spread(kept, count)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("autnomy",), "unknown indicator of municipalities 'autnomy'; did you mean 'autonomy'?"),
        (("governance_nodes",), "unknown indicator of municipalities 'governance_nodes'; expected one of autonomy"),
        (("autonomy", 2019), "year 2019 is not in the run; it has 2011 to 2012"),
        (("autonomy", None, "Bravoo"), "unknown province or municipality 'Bravoo'; did you mean 'Bravo'?"),
        (("autonomy", None, "Noort", "province"), "unknown province 'Noort'; did you mean 'Noord'?"),
        (("autonomy", None, None, "provinces"), "unknown level 'provinces'; did you mean 'province'?"),
    ],
)
def test_a_wrong_name_or_year_is_told_with_the_nearest(asked: tuple[object, ...], message: str) -> None:
    names, years, place, level = (*asked, *(None,) * (4 - len(asked)))
    with pytest.raises((UnknownNameError, RunError)) as told:
        toy(0, 1).local(names, years, place=place, level=level)  # type: ignore[arg-type]
    assert str(told.value) == message


def test_a_place_is_asked_for_by_code_or_name_and_a_replicate_by_its_number() -> None:
    one = toy(0, 1)
    assert one.local("autonomy", 2012, place="Bravo").equals(one.local("autonomy", (2012,), place="B"))
    assert one.local(place="Noord")["year"].tolist() == [2011, 2012]
    with pytest.raises(RunError, match=r"^replicate 5 is not in the run; it has 0 to 1$"):
        one.local_of(5)


def test_results_without_local_values_have_empty_tables() -> None:
    named = adjusted(load_scenario("note-2011"), until=2013, replicates=2)
    one = run(named, simulate=fake_model.simulate)
    assert len(one.local()) == len(one.places) == len(one.local_of(0)) == 0
    other = run(named.model_copy(update={"name": "b"}), simulate=fake_model.simulate)
    assert len(Comparison((one, other)).local_differences()) == 0


def test_runs_of_other_local_indicators_are_not_compared() -> None:
    one = toy(0, 1)
    piece = join([single(replace(by_hand(at), local=None)) for at in (0, 1)], "b")  # type: ignore[arg-type]
    other = Run(one.scenario.model_copy(update={"name": "b"}), Kept([piece]))
    with pytest.raises(RunError, match=r"^'b' and 'note-2011' have different local indicators: no comparison$"):
        Comparison((one, other))
