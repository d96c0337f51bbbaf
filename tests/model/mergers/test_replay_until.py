"""History replayed up to a year, and the model's own mergers from there on."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.errors import RunError
from reformsim.experiment.replicate import simulate
from reformsim.model import ReformModel
from tests.hindcast.records import recorded, scenario


def owners(record) -> dict[int, set[str]]:
    return {year: {record.municipalities[m] for m in record.owner[at]} for at, year in enumerate(record.years)}


def test_the_map_is_the_recorded_one_up_to_the_year_and_the_models_own_after_it(tmp_path):
    record = simulate(scenario(recorded(tmp_path), end=2040, replay_until=2013, behaviour={"merger.constant": 2.0}), 0)
    by_year = owners(record)
    assert len(by_year[2012]) == 11 and "T20" in by_year[2012]
    assert len(by_year[2013]) == 10 and {"T02", "T20"} <= by_year[2013]
    mergers = [event for event in record.events if event.kind == "merger"]
    assert {event.detail for event in mergers if event.year <= 2013} == {"recorded"}
    later = [event for event in mergers if event.year > 2013]
    assert later and all(event.detail.startswith("started") for event in later)


def test_what_the_replay_formed_may_merge_again(tmp_path):
    keys = {"end": 2040, "replay_until": 2013, "behaviour": {"merger.constant": 2.0}}
    again = set()
    for replicate in range(4):
        record = simulate(scenario(recorded(tmp_path), **keys), replicate)
        again |= {m for e in record.events if e.kind == "merger" and e.year > 2013 for m in e.members}
    assert {"T20", "T02"} & again


def test_nothing_of_the_record_after_the_year_is_known(tmp_path):
    short = "2012,T10,T20,Zuidrand,1,merge\n2012,T11,T20,Zuidrand,1,merge\n2013,T01,T02,Beekzicht,1,absorb\n"
    whole = simulate(scenario(recorded(tmp_path / "a"), end=2018, replay_until=2013), 0)
    cut = simulate(scenario(recorded(tmp_path / "b", short), end=2018, replay_until=2013), 0)
    assert np.array_equal(whole.owner, cut.owner) and np.array_equal(whole.values, cut.values, equal_nan=True)
    assert whole.events == cut.events


def test_procedures_under_way_in_that_year_are_drawn_and_told(tmp_path):
    drawn = 0
    for replicate in range(8):
        keys = {"end": 2018, "replay_until": 2013, "behaviour": {"merger.constant": 1.0}}
        model = ReformModel(scenario(recorded(tmp_path), **keys), replicate)
        for _ in range(3):
            model.step()
        kinds = [event.kind for event in model.world.events]
        # What the replay told stays, before it.
        assert "merger" in kinds
        if "procedure_under_way" in kinds:
            drawn += 1
            assert kinds.index("merger") < kinds.index("procedure_under_way")
    assert drawn


def test_a_replay_beyond_the_record_is_refused(tmp_path):
    with pytest.raises(
        RunError,
        match=r"^replay_until: expected 2015 or earlier, the last year of the record of territory 'toy'",
    ):
        ReformModel(scenario(recorded(tmp_path), end=2018, replay_until=2016))
