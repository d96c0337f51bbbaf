"""Folders of results read back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import reformsim
from reformsim.errors import OutputError, RunError
from reformsim.experiment import Comparison, Run, compare, load_results, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.store import piecefiles
from reformsim.experiment.store.exporting import export
from reformsim.experiment.store.shelf import part_of
from reformsim.measures import MEASURES
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model, rich_model

TABLES = ("yearly", "events", "map_table", "places", "violations", "levels")


@pytest.fixture(scope="module")
def pair() -> list[Scenario]:
    # To the end of their horizon, so that no reform is left out of the written scenario.
    return [adjusted(load_scenario(name), replicates=13) for name in ("baseline-2011", "note-2011")]


@pytest.fixture(scope="module")
def both(pair: list[Scenario]) -> Comparison:
    return compare(pair, simulate=rich_model.fail_in_twelfth)


@pytest.fixture(scope="module")
def folder(pair: list[Scenario], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made") / "both"
    compare(pair, out=made, simulate=rich_model.fail_in_twelfth)
    return made


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "both"))


def stop_in_thirteenth(scenario: object, replicate: int) -> fake_model.FakeRecord:
    """End everything after ten replicates of both scenarios and two more of the first."""
    if replicate == 12:
        raise KeyboardInterrupt
    return rich_model.simulate(scenario, replicate)


def equal(one: Run | Comparison, other: Run | Comparison) -> None:
    """Hold two results against each other, to the last bit and type."""
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)


def test_a_comparison_read_back_is_the_one_that_was_made(both: Comparison, folder: Path) -> None:
    found = load_results(folder)
    assert isinstance(found, Comparison)
    equal(found, both)
    pd.testing.assert_frame_equal(found.differences(), both.differences(), check_exact=True)
    pd.testing.assert_frame_equal(found.horizon(), both.horizon(), check_exact=True)
    pd.testing.assert_frame_equal(found.summary(), both.summary(), check_exact=True)
    assert (found.pairs, found.names) == (both.pairs, both.names)
    assert [one.scenario for one in found.runs] == [one.scenario for one in both.runs]
    assert [one.failures for one in found.runs] == [one.failures for one in both.runs]
    assert [len(one.failures) for one in found.runs] == [0, 1]


def test_a_run_read_back_is_the_one_that_was_made(pair: list[Scenario], tmp_path: Path) -> None:
    made = run(pair[1], out=tmp_path / "r", simulate=rich_model.simulate)
    found = reformsim.load_results(str(tmp_path / "r"))
    assert isinstance(found, Run)
    for other in (made, run(pair[1], simulate=rich_model.simulate)):
        equal(found, other)
        pd.testing.assert_frame_equal(found.summary(), other.summary(), check_exact=True)
        assert np.array_equal(found.values, other.values, equal_nan=True)
        assert np.array_equal(found.owner, other.owner)
        assert (found.numbers, found.municipalities, found.names) == (other.numbers, other.municipalities, other.names)
        assert found.map_of(2012, replicate=11).equals(other.map_of(2012, replicate=11))


def test_pieces_are_read_once_as_long_as_there_is_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = piecefiles.read_sound
    monkeypatch.setattr(piecefiles, "read_sound", lambda *of: (read.append(of[1]["name"]), whole(*of))[1])
    (run, _) = load_results(folder).runs
    assert [run.piece_of(number)[1] for number in (0, 9, 10, 0, 10)] == [0, 9, 0, 0, 0]
    assert [piece.numbers for piece in run.pieces] == [run.pieces.at(0).numbers, run.pieces.at(1).numbers]
    assert np.array_equal(np.concatenate(list(run.pieces.values())), run.block(slice(None)), equal_nan=True)
    assert len(read) == len(set(read)) == 4  # two pieces of two scenarios
    monkeypatch.setattr(piecefiles, "HELD", 0)
    before = len(read)
    (none, _) = load_results(folder).runs
    once = len(read) - before
    assert none.piece_of(10)[0].numbers == run.piece_of(10)[0].numbers
    assert len(read) == before + once + 1


def test_the_real_model_is_read_back_as_it_was(tmp_path: Path) -> None:
    short = adjusted(load_scenario("note-2011"), replicates=2, until=2013)
    made = run(short)
    assert len(made.places) > 0 and len(made.violations) > 0
    found = load_results(made.write(tmp_path / "r", figures=False))
    assert isinstance(found, Run)
    equal(found, made)


def test_what_is_written_again_is_the_same(folder: Path, tmp_path: Path) -> None:
    again = load_results(folder).write(tmp_path / "again", figures=False)
    names = sorted(path.relative_to(again).as_posix() for path in again.rglob("*.*") if path.is_file())
    same = [name for name in names if name not in ("log.jsonl", "manifest.json")]
    assert len(same) == 2 * 2 + 2 + 5 + 1
    for name in same:
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_what_is_written_again_follows_from_what_made_it_and_not_from_what_is_here(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(folder: Path) -> object:
        return json.loads((folder / "manifest.json").read_text("utf-8"))["identity"]

    loaded, before = load_results(copy), said(copy)
    monkeypatch.setattr("reformsim.experiment.plan.fingerprint", lambda: "other")
    assert said(loaded.write(tmp_path / "again", figures=False)) == before
    fresh = run(loaded.runs[0].scenario, simulate=rich_model.simulate)
    with pytest.raises(OutputError, match=r"not made alike.*; different: model .*, reformsim's code or data"):
        Comparison((fresh, loaded.runs[1])).write(tmp_path / "both")


def test_unfinished_work_is_found_by_the_name_of_what_it_will_be(pair: list[Scenario], tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        compare(pair, out=tmp_path / "r", simulate=stop_in_thirteenth)
    assert not (tmp_path / "r").exists()
    for place in (tmp_path / "r", part_of(tmp_path / "r")):
        found = load_results(place)
        assert isinstance(found, Comparison)
        assert found.pairs == tuple(range(10))
        equal(found, compare(pair, replicates=10, simulate=rich_model.simulate))


def test_of_unfinished_work_only_what_every_scenario_has_is_given(pair: list[Scenario], tmp_path: Path) -> None:
    def stop(scenario: Scenario, replicate: int) -> object:
        if replicate == 10 and scenario.levers:
            raise KeyboardInterrupt
        return rich_model.simulate(scenario, replicate)

    with pytest.raises(KeyboardInterrupt):
        compare(pair, out=tmp_path / "r", simulate=stop)  # type: ignore[arg-type]
    assert len(list((tmp_path / "r.part" / "pieces" / "baseline-2011").iterdir())) == 2
    found = load_results(tmp_path / "r")
    assert isinstance(found, Comparison)
    assert [one.replicates for one in found.runs] == [10, 10]


def test_unfinished_work_is_not_written_elsewhere_as_if_it_were_whole(pair: list[Scenario], tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        compare(pair, out=tmp_path / "r", simulate=stop_in_thirteenth)
    with pytest.raises(OutputError, match="these results are unfinished; the command that began them goes on"):
        load_results(tmp_path / "r").write(tmp_path / "copy")
    assert not (tmp_path / "copy").exists() and not part_of(tmp_path / "copy").exists()


def test_what_was_begun_of_a_piece_leaves_no_trace_when_another_number_is_asked_for(
    pair: list[Scenario], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reformsim.experiment.replicate.simulate", stop_in_thirteenth)
    with pytest.raises(KeyboardInterrupt):
        run(pair[0], out=tmp_path / "r")
    assert (tmp_path / "r.part" / "pieces" / "baseline-2011" / "000010-000012.begun").is_file()
    monkeypatch.setattr("reformsim.experiment.replicate.simulate", rich_model.simulate)
    for count in (15, 12):
        run(pair[0], replicates=count, out=tmp_path / "r")
        names = sorted(path.name for path in (tmp_path / "r" / "pieces" / "baseline-2011").iterdir())
        assert names == ["000000-000009.npz", f"000010-{count - 1:06d}.npz"]


def test_unfinished_work_without_a_finished_piece_is_told(pair: list[Scenario], tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(pair[0], out=tmp_path / "r", simulate=fake_model.interrupt_in_third)
    with pytest.raises(RunError, match=r"r\.part holds no finished replicate yet$"):
        load_results(tmp_path / "r")


def test_a_damaged_piece_is_refused_by_its_name(copy: Path) -> None:
    name = copy / "pieces" / "note-2011" / "000010-000012.npz"
    content = bytearray(name.read_bytes())
    content[len(content) // 2] ^= 1
    name.write_bytes(content)
    with pytest.raises(OutputError) as caught:
        load_results(copy)
    assert str(caught.value) == f"{name} is missing or damaged; the command that made it makes it anew"


def test_a_piece_that_is_gone_is_refused_by_its_name(copy: Path) -> None:
    (copy / "pieces" / "baseline-2011" / "000000-000009.npz").unlink()
    with pytest.raises(OutputError, match=r"pieces/baseline-2011/000000-000009\.npz is missing or damaged"):
        load_results(copy)


def test_a_folder_that_is_not_ours_or_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nothing: there is no such folder"):
        load_results(tmp_path / "nothing")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "manifest.json").write_text(json.dumps({"program": "other", "files": []}))
    with pytest.raises(OutputError, match="thesis: is not a folder of results of run or compare"):
        load_results(tmp_path / "thesis")


def test_tables_that_were_exported_are_not_taken_for_results(folder: Path, tmp_path: Path) -> None:
    export(load_results(folder), tmp_path / "tables", tables=["levels"])
    with pytest.raises(OutputError, match="tables: is not a folder of results of run or compare"):
        load_results(tmp_path / "tables")


def test_results_of_a_version_with_other_indicators_are_told_when_they_are_described(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = load_results(folder)
    gone = fake_model.headline_names()[0]
    monkeypatch.setattr("reformsim.measures.MEASURES", {k: v for k, v in MEASURES.items() if k != gone})
    with pytest.raises(RunError, match=f"hold indicators of another version of reformsim: {gone}"):
        found.summary()
