"""The tables of a run and of a comparison."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment import Comparison, Run, compare, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.summary import quantiles, share_better
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model


@pytest.fixture(scope="module")
def outcome() -> Run:
    return run(_short("note-2011"), simulate=fake_model.simulate)


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare([_short("baseline-2011"), _short("note-2011")], simulate=fake_model.simulate)


def _short(name: str) -> Scenario:
    return adjusted(load_scenario(name), replicates=5, until=2015)


def test_the_yearly_table_is_ordered_by_replicate_year_and_indicator(outcome: Run) -> None:
    table = outcome.yearly
    assert list(table.columns) == ["scenario", "replicate", "year", "indicator", "value"]
    assert len(table) == 5 * 5 * len(outcome.indicators)
    row = table[(table["replicate"] == 3) & (table["year"] == 2013)]
    assert row["indicator"].tolist() == list(outcome.indicators)
    assert row["value"].tolist() == outcome.values[3, 2].tolist()
    expected = fake_model.simulate(outcome.scenario, 3).values[2]
    assert np.array_equal(outcome.values[3, 2], expected)


def test_the_map_follows_a_merger_in_its_own_replicate(outcome: Run) -> None:
    assert outcome.map_of(2012, replicate=0).to_dict() == {
        "U01": "U01+U02", "U02": "U01+U02", "U03": "U03", "U04": "U04",
    }  # fmt: skip
    assert outcome.map_of(2012, replicate=1)["U01"] == "U01"
    table = outcome.map_table
    held = table[(table["replicate"] == 1) & (table["year"] == 2013) & (table["unit"] == "U02")]
    assert held["municipality"].tolist() == ["U01+U02"]


def test_events_name_their_members_in_one_cell(outcome: Run) -> None:
    first = outcome.events.iloc[0].to_dict()
    assert first == {
        "scenario": "note-2011", "replicate": 0, "year": 2012, "kind": "merger", "subject": "U01+U02",
        "members": "U01;U02", "detail": "by consent, in council",
    }  # fmt: skip


def test_a_run_without_events_has_an_empty_table_with_its_columns() -> None:
    def quiet(scenario: Scenario, replicate: int) -> object:
        from dataclasses import replace

        return replace(fake_model.simulate(scenario, replicate), events=())

    table = run(_short("baseline-2011"), simulate=quiet).events  # type: ignore[arg-type]
    assert table.empty
    assert list(table.columns) == ["scenario", "replicate", "year", "kind", "subject", "members", "detail"]


def test_the_summary_gives_median_and_quantiles_at_start_and_end(outcome: Run) -> None:
    table = outcome.summary().set_index("indicator")
    name = outcome.indicators[1]
    ends = sorted(outcome.of(name)[:, -1])
    assert table.loc[name, "end"] == ends[2]
    assert table.loc[name, "end_low"] == pytest.approx(ends[0] + 0.4 * (ends[1] - ends[0]))
    assert table.loc[name, "end_high"] == pytest.approx(ends[3] + 0.6 * (ends[4] - ends[3]))
    assert table.loc[name, "start"] == np.median(outcome.of(name)[:, 0])
    in_2013 = outcome.summary(years=(2012, 2013)).set_index("indicator")
    assert in_2013.loc[name, "end"] == np.median(outcome.of(name)[:, 2])


def test_asking_for_what_is_not_in_the_run_names_what_is(outcome: Run) -> None:
    with pytest.raises(RunError, match="year 2031 is not in the run; it has 2011 to 2015"):
        outcome.map_of(2031)
    with pytest.raises(RunError, match="replicate 5 is not in the run; it has 0 to 4"):
        outcome.map_of(2012, replicate=5)
    with pytest.raises(UnknownNameError, match="unknown indicator 'municipalitys'; did you mean 'municipalities'"):
        outcome.of("municipalitys")


def test_the_arrays_of_a_run_cannot_be_changed(outcome: Run) -> None:
    with pytest.raises(ValueError, match="read-only"):
        outcome.values[0, 0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        outcome.owner[0, 0, 0] = 1


def test_replicates_that_describe_different_years_are_refused() -> None:
    def uneven(scenario: Scenario, replicate: int) -> object:
        return fake_model.simulate(adjusted(scenario, until=2013 + replicate % 2), replicate)

    with pytest.raises(RunError, match="replicate 1 of 'baseline-2011' differs"):
        run(_short("baseline-2011"), simulate=uneven)  # type: ignore[arg-type]


def test_the_comparison_joins_the_tables_of_its_runs(compared: Comparison) -> None:
    table = compared.yearly
    assert len(table) == 2 * len(compared.runs[0].yearly)
    assert table["scenario"].unique().tolist() == ["baseline-2011", "note-2011"]
    assert table["indicator"].dtype.name == "category"
    assert len(compared.map_table) == sum(len(r.map_table) for r in compared.runs)


def test_the_comparisons_summary_has_no_difference_for_the_scenario_compared_against(
    compared: Comparison,
) -> None:
    table = compared.summary()
    base, note = (table[table["scenario"] == name] for name in compared.names)
    assert base["difference"].isna().all()
    assert np.allclose(note["difference"], -len(compared.runs[1].scenario.levers))
    turned = compared.differences((2015,), against="note-2011")
    assert np.allclose(turned["difference"], len(compared.runs[1].scenario.levers))


def test_a_missing_value_stays_missing_and_spoils_no_other_replicate() -> None:
    values = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]])
    middle, low, high = quantiles(values)
    assert middle[0] == 2.0 and low[0] == pytest.approx(1.2) and high[0] == pytest.approx(2.8)
    assert np.isnan([middle[1], low[1], high[1]]).all()


@pytest.mark.parametrize(("direction", "expected"), [("lower", 0.5), ("higher", 0.25)])
def test_better_is_the_share_of_replicates_that_go_the_wanted_way(direction: str, expected: float) -> None:
    assert share_better(np.array([-2.0, -1.0, 0.0, 4.0]), direction) == expected


def test_where_no_direction_is_wanted_nothing_is_better() -> None:
    assert np.isnan(share_better(np.array([-2.0, 1.0]), "none"))


def test_results_show_themselves_in_words_and_in_a_notebook(outcome: Run, compared: Comparison) -> None:
    assert repr(outcome) == "<Run note-2011: 5 replicates, 2011-2015, 4 indicators>"
    assert repr(compared) == "<Comparison baseline-2011 | note-2011: 5 paired replicates, 2011-2015>"
    page = outcome._repr_html_()
    assert "<caption>" in page and outcome.scenario.title in page and "5 replicates" in page
    assert page.count("<tr>") == 1 + 3  # the head and the headline indicators
    assert "baseline-2011" in compared._repr_html_()
