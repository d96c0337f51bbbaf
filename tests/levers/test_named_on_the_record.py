"""Reforms by name on the Netherlands of any first day: names of the record, tasks that the law moves, figures drawn."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from reformsim.levers import LEVERS
from reformsim.levers.figures import with_figures
from reformsim.levers.places import on_record
from reformsim.model import ReformModel
from reformsim.scenario import Scenario, check_files
from reformsim.territory import load_territory

COMMON = {"source": "assumption"}
SERVICE = {
    **COMMON, "lever": "assign_task", "task": "integration", "body": "Inburgering", "form": "openbaar_lichaam",
    "members": ["Assen", "Emmen"],
}  # fmt: skip
SEATS = {
    **COMMON, "lever": "set_statute", "id": "seats", "date": "2019-01-01", "table": "council_seats",
    "of_class": {"value": 51},
}  # fmt: skip
PARTS = {
    **COMMON, "lever": "split_municipality", "id": "part", "date": "2020-01-01", "municipality": "Almere",
    "parts": [{"name": "Haven", "share": 0.4}, {"name": "Buiten", "share": 0.2}],
}  # fmt: skip


def told(folder: Path, *levers: dict, **values: object) -> list[tuple[str, str]]:
    file = folder / "some.yaml"
    content = {"name": "some", "territory": "netherlands", "horizon": {"start": 2018, "end": 2024}, **values}
    file.write_text(yaml.safe_dump({**content, "levers": list(levers)}), encoding="utf-8")
    return [(p.path, p.message) for p in check_files([file])]


@lru_cache(maxsize=1)
def north() -> ReformModel:
    """Groningen of 1 January 2019, on which the mergers that the record has under way took effect first."""
    merged = {**COMMON, "lever": "merge_municipalities", "date": "2019-01-01", "name": "Stad en Land"}
    levers = ({**merged, "members": ("Groningen", "Westerkwartier")},)
    model = ReformModel(
        Scenario(name="x", territory="netherlands", horizon={"start": 2018, "end": 2019}, levers=levers)
    )
    model.run()
    return model


def test_what_a_procedure_on_record_has_formed_goes_by_its_name_of_the_record():
    state, land = north().state, north().world.start_map
    row = state.names.index("Stad en Land")
    names = {land.names[unit] for unit in range(len(land)) if state.owner[unit] == row}
    assert names == {"Groningen", "Haren", "Ten Boer", "Grootegast", "Leek", "Marum", "Zuidhorn"}
    assert not [e for e in north().world.events if e.kind == "reform_impossible"]


def test_the_record_knows_what_it_has_formed_from_that_year_on():
    land = load_territory("netherlands", 2018)
    assert on_record("Het Hogeland", land, 2018) == ()
    assert len(on_record("het hogeland", land, 2019)) == 4
    assert on_record("Groningen", land, 2019) == ("GM0009", "GM0014", "GM0017")


def test_a_task_that_the_law_gives_to_municipalities_can_be_given_to_a_body_in_the_years_after(tmp_path):
    """Civic integration is municipal from 1 January 2022 (Wet inburgering 2021); in that year reforms come first."""
    refused = [("levers[0]", "task 'integration' is carried by 'rijk', not by municipalities")]
    assert told(tmp_path, {**SERVICE, "date": "2023-01-01"}, law="enacted") == []
    assert told(tmp_path, {**SERVICE, "date": "2022-01-01"}, law="enacted") == refused
    assert told(tmp_path, {**SERVICE, "date": "2023-01-01"}) == refused


def test_moving_a_task_to_where_the_law_has_put_it_is_told(tmp_path):
    move = {**COMMON, "lever": "decentralise_task", "task": "integration", "carrier": "gemeente", "date": "2023-01-01"}
    assert told(tmp_path, move) == []
    ((path, message),) = told(tmp_path, move, law="enacted")
    assert path == "levers[0]"
    assert message == "task 'integration' is with 'gemeente' already, and nothing else changes"


def test_figures_of_tables_that_count_are_drawn_whole_and_those_of_others_are_not():
    seats = with_figures(LEVERS["set_statute"].model_validate(SEATS), {"of_class.value": 54.93})
    assert seats.of_class.value == 55.0
    cost = {**SEATS, "table": "merger_grant_base", "value": 100_000}
    del cost["of_class"]
    assert with_figures(LEVERS["set_statute"].model_validate(cost), {"value": 1000.5}).value == 1000.5


@pytest.mark.parametrize(
    ("ranges", "lever", "expected"),
    [
        (
            {"seats.of_class.value": {"low": -3, "high": 57}},
            SEATS,
            (
                "uncertainties.seats.of_class.value.low",
                "lever 'seats' refuses -3: table 'council_seats': -3 seats is out of range, expected 0 to 1000",
            ),
        ),
        (
            {"part.parts.0.share": {"low": 0.2, "high": 0.6}, "part.parts.1.share": {"low": 0.1, "high": 0.5}},
            PARTS,
            (
                "uncertainties.part.parts.1.share.high",
                "lever 'part' refuses the high ends of its ranges at once: "
                "expected shares that add up to less than 1: the rest goes on",
            ),
        ),
    ],
)
def test_ranges_from_which_a_lever_would_be_refused_are_told(tmp_path, ranges, lever, expected):
    assert told(tmp_path, lever, uncertainties=ranges) == [expected]
