"""Folders of results: whole or not at all, and never over someone else's files."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reformsim.errors import OutputError
from reformsim.experiment import Run, compare, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.byplace.localtables import PLACE_COLUMNS
from reformsim.experiment.plan import LIBRARIES
from reformsim.experiment.store import output, piecefiles, shelf
from reformsim.experiment.store.checked import read_manifest
from reformsim.experiment.store.exporting import export
from reformsim.experiment.store.loading import log_of
from reformsim.experiment.store.lock import alone
from reformsim.experiment.store.output import check_target, recover, write_folder
from reformsim.experiment.store.pieces import Piece
from reformsim.experiment.tabled import EVENT_COLUMNS, MAP_COLUMNS, YEARLY_COLUMNS
from reformsim.experiment.violations import COLUMNS as SPELL_COLUMNS
from reformsim.history import Event
from reformsim.measures import MEASURES
from reformsim.scenario import load_scenario
from tests.experiment import fake_model


@pytest.fixture(scope="module")
def outcome() -> Run:
    return run(adjusted(load_scenario("note-2011"), replicates=3, until=2013), simulate=fake_model.simulate)


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _text(content: str) -> output.Writer:
    return lambda path: path.write_text(content) and None


def _broken(path: Path) -> None:
    path.write_text("half")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_run_is_written_with_a_manifest_that_lists_every_file(outcome: Run, tmp_path: Path) -> None:
    folder = outcome.write(tmp_path / "deep" / "results", command="reformsim run note-2011")
    found = _files(folder)
    manifest = json.loads(found.pop("manifest.json"))
    entries = {entry["name"]: entry for entry in manifest["files"]}
    assert set(entries) == set(found)
    assert set(entries["log.jsonl"]) == {"name"}  # the one file that differs between equal runs
    for name in set(found) - {"log.jsonl"}:
        assert entries[name]["sha256"] == hashlib.sha256(found[name]).hexdigest()
        assert entries[name]["bytes"] == len(found[name])
    assert entries["levels.csv"]["rows"] == 3 * len(outcome.indicators) == found["levels.csv"].count(b"\n") - 1
    assert (manifest["finished"], manifest["replicates"]) == (True, 3)
    assert sorted(name for name in found if name.startswith("figures/")) == sorted(
        f"figures/{name}.png" for name in outcome.indicators if MEASURES[name].headline
    )
    assert [name for name in os.listdir(tmp_path / "deep") if not name.startswith(".")] == ["results"]


def test_the_manifest_says_all_that_the_numbers_follow_from_and_the_log_when_and_by_what(
    outcome: Run, tmp_path: Path
) -> None:
    folder = outcome.write(tmp_path / "r", figures=False, command="reformsim run note-2011")
    identity = json.loads((folder / "manifest.json").read_text("utf-8"))["identity"]
    assert set(identity) >= {
        "reformsim", "model", "code_and_data", "python", "libraries", "scenarios", "territory", "seed", "horizon",
    }  # fmt: skip
    assert [one["name"] for one in identity["scenarios"]] == ["note-2011"]
    assert (identity["seed"], identity["horizon"]) == (outcome.scenario.seed, {"start": 2011, "end": 2013})
    assert identity["territory"]["name"] == "netherlands-2011"
    assert set(identity["libraries"]) == set(LIBRARIES)
    (line,) = log_of(folder)
    assert (line["what"], line["command"]) == ("written", "reformsim run note-2011")
    assert line["started"] == outcome.timing.started.isoformat(timespec="seconds")


def test_replicates_are_kept_in_pieces_of_ten(tmp_path: Path) -> None:
    scenario = adjusted(load_scenario("note-2011"), replicates=12, until=2012)
    run(scenario, out=tmp_path / "r", simulate=fake_model.simulate)
    assert sorted(path.name for path in (tmp_path / "r" / "pieces" / "note-2011").iterdir()) == [
        "000000-000009.npz", "000010-000011.npz",
    ]  # fmt: skip
    entry = next(one for one in read_manifest(tmp_path / "r")["files"] if one["name"].endswith("000010-000011.npz"))
    second = piecefiles.read(tmp_path / "r", entry)
    assert second.numbers == (10, 11)
    assert np.array_equal(second.values[1], fake_model.simulate(scenario, 11).values)


def test_places_are_told_for_every_year_and_add_up_to_the_nation() -> None:
    real = run(load_scenario("note-2011"), replicates=1, until=2013)
    table = real.places
    for year in (2011, 2012, 2013):
        here = table[table["year"] == year]
        assert here[here["level"] == "province"]["name"].tolist()[:2] == ["Groningen", "Fryslân"]
        national = real.of("councillors")[0, year - 2011]
        assert here.groupby("level")["councillors"].sum().to_dict() == {"municipality": national, "province": national}
    assert len(table) == 3 * 12 + int(real.of("municipalities").sum())
    assert real.local_of(0).equals(table)


def test_numbers_in_the_table_of_levels_read_back_to_the_same_floats(outcome: Run, tmp_path: Path) -> None:
    folder = outcome.write(tmp_path / "r", figures=False)
    raw = (folder / "levels.csv").read_bytes()
    assert b"\r" not in raw
    rows = list(csv.DictReader(raw.decode().splitlines()))
    for column in ("median", "low", "high", "mean", "sd"):
        assert [float(row[column]) for row in rows] == outcome.levels[column].tolist()
    assert {**rows[0], "low": "", "high": "", "mean": "", "sd": ""} == {
        "scenario": "note-2011", "year": "2011", "indicator": outcome.indicators[0],
        "median": repr(float(np.median(outcome.values[:, 0, 0]))), "low": "", "high": "", "mean": "", "sd": "",
        "chance_low": "", "chance_high": "", "chance_share": "", "chance_error": "", "replicates": "3",
    }  # fmt: skip


def test_equal_runs_give_equal_bytes_in_every_file_but_the_log(outcome: Run, tmp_path: Path) -> None:
    again = run(outcome.scenario, simulate=fake_model.simulate)
    first, second = _files(outcome.write(tmp_path / "a")), _files(again.write(tmp_path / "b"))
    assert first.pop("log.jsonl") != b"" and second.pop("log.jsonl") != b""
    assert first == second


def test_a_run_kept_while_it_goes_on_and_one_written_afterwards_hold_the_same(outcome: Run, tmp_path: Path) -> None:
    run(outcome.scenario, out=tmp_path / "kept", simulate=fake_model.simulate)
    kept, written = _files(tmp_path / "kept"), _files(outcome.write(tmp_path / "written"))
    # The log has its date, and the manifest names the model that simulated, which a run in memory cannot know.
    apart = {"log.jsonl", "manifest.json"}
    assert {name: kept[name] for name in kept if name not in apart} == {
        name: written[name] for name in written if name not in apart
    }


def test_the_written_scenario_loads_to_the_scenario_that_was_run(tmp_path: Path) -> None:
    whole = run(adjusted(load_scenario("note-2011"), replicates=2, seed=4), simulate=fake_model.simulate)
    folder = whole.write(tmp_path / "r", figures=False)
    assert load_scenario(folder / "scenarios" / "note-2011.yaml") == whole.scenario


def test_the_written_scenario_of_a_shortened_run_names_the_reforms_it_did_not_reach(
    outcome: Run, tmp_path: Path
) -> None:
    path = outcome.write(tmp_path / "r", figures=False) / "scenarios" / "note-2011.yaml"
    reached = [lever.id for lever in outcome.scenario.levers if lever.date.year <= 2013]
    assert [lever.id for lever in load_scenario(path).levers] == reached
    heading, left_out = path.read_text().splitlines()[0].split(": ")
    assert heading == "# Left out, for after 2013"
    assert left_out.split(", ") == [x.id for x in outcome.scenario.levers if x.id not in reached]


def test_a_comparison_is_written_with_each_scenario_and_the_differences(tmp_path: Path) -> None:
    pair = [adjusted(load_scenario(n), replicates=2, until=2012) for n in ("baseline-2011", "note-2011")]
    folder = compare(pair, simulate=fake_model.simulate).write(tmp_path / "r")
    found = _files(folder)
    assert {"scenarios/baseline-2011.yaml", "scenarios/note-2011.yaml", "differences.csv", "horizon.csv"} <= set(found)
    assert found["levels.csv"].count(b"baseline-2011,") == found["levels.csv"].count(b"note-2011,") > 0


def test_replicates_that_failed_are_in_a_file_of_their_own(tmp_path: Path) -> None:
    scenario = adjusted(load_scenario("note-2011"), replicates=4, until=2012)
    run(scenario, out=tmp_path / "r", simulate=fake_model.fail_in_third)
    assert (tmp_path / "r" / "failures.csv").read_text("utf-8").splitlines() == [
        "scenario,replicate,seed,error",
        "note-2011,2,2011,replicate 2: inhabitants were lost in 2014",
    ]


def test_results_in_memory_are_not_written_over_unfinished_work(outcome: Run, tmp_path: Path) -> None:
    (tmp_path / "r.part").mkdir()
    with pytest.raises(
        OutputError, match=r"r\.part holds unfinished work; finish or remove it, or name another folder"
    ):
        outcome.write(tmp_path / "r")
    assert os.listdir(tmp_path) == ["r.part"]


def test_results_that_another_process_writes_are_left_to_it(outcome: Run, tmp_path: Path) -> None:
    class Slow:
        """Pieces that take so long to read that another process begins its work."""

        def __iter__(self) -> Iterator[Piece]:
            (tmp_path / "r.part").mkdir()
            return iter(outcome.pieces)

    with alone(tmp_path / "r"), pytest.raises(OutputError, match="is being written by another process"):
        replace(outcome, pieces=Slow()).write(tmp_path / "r")
    assert (tmp_path / "r.part").is_dir()


def test_of_what_cannot_be_written_from_memory_nothing_is_left_nor_said_to_be(
    outcome: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shelf.os, "fsync", full)
    with pytest.raises(OutputError, match=r"cannot write results to .*r: no space left on device; nothing was changed"):
        outcome.write(tmp_path / "r")
    assert not (tmp_path / "r").exists() and not (tmp_path / "r.part").exists()


def test_a_folder_of_ours_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    write_folder(folder, {"a.csv": _text("1"), "figures/b.png": _text("2")}, {})
    write_folder(folder, {"c.csv": _text("3")}, {})
    assert set(_files(folder)) == {"c.csv", "manifest.json"}
    assert os.listdir(tmp_path) == ["r"]


def test_a_folder_that_someone_else_filled_is_refused_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="was not written by reformsim"):
        write_folder(folder, {"a.csv": _text("1")}, {})
    assert _files(folder) == {"thesis.txt": b"years of work"}


@pytest.mark.parametrize("manifest", ["[]", "3", '{"program": "other", "files": []}'])
def test_a_manifest_that_is_not_ours_gives_no_leave_to_overwrite(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "manifest.json").write_text(manifest)
    with pytest.raises(OutputError, match="was not written by reformsim"):
        check_target(tmp_path / "r")


def test_notes_that_a_user_put_among_our_files_are_not_deleted(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "r", {"a.csv": _text("1")}, {})
    (folder / "notes.md").write_text("look at 2014")
    with pytest.raises(OutputError, match=r"holds what reformsim did not write \(notes.md\)"):
        write_folder(folder, {"a.csv": _text("2")}, {})
    assert (folder / "a.csv").read_text() == "1"


def test_a_full_disk_leaves_the_old_results_whole_and_nothing_else(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "r", {"a.csv": _text("old")}, {"run": 1})
    before = _files(folder)
    with pytest.raises(OutputError, match=r"cannot write results to .*: no space left on device"):
        write_folder(folder, {"a.csv": _text("new"), "b.csv": _broken}, {"run": 2})
    assert _files(folder) == before
    assert os.listdir(tmp_path) == ["r"]


def test_stopping_in_the_middle_of_writing_leaves_the_old_results_whole(tmp_path: Path) -> None:
    def stop(path: Path) -> None:
        raise KeyboardInterrupt

    folder = write_folder(tmp_path / "r", {"a.csv": _text("old")}, {})
    with pytest.raises(KeyboardInterrupt):
        write_folder(folder, {"a.csv": _text("new"), "b.csv": stop}, {})
    assert (folder / "a.csv").read_text() == "old"
    assert os.listdir(tmp_path) == ["r"]


def test_a_failed_move_puts_the_old_results_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path / "r", {"a.csv": _text("old")}, {})
    real = os.rename

    def failing(source: Path, target: Path) -> None:
        if str(source).endswith(".part"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(source, target)

    monkeypatch.setattr(output.os, "rename", failing)
    with pytest.raises(OutputError, match="input/output error"):
        write_folder(folder, {"a.csv": _text("new")}, {})
    assert (folder / "a.csv").read_text() == "old"
    assert os.listdir(tmp_path) == ["r"]


def test_what_was_killed_between_the_two_moves_is_put_back_at_the_next_run(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "r", {"a.csv": _text("old")}, {})
    folder.rename(tmp_path / ".r.previous")
    recover(folder)
    assert _files(folder)["a.csv"] == b"old"
    folder.rename(tmp_path / ".r.previous")
    with pytest.raises(OutputError, match="no space left on device"):
        write_folder(folder, {"a.csv": _broken}, {})
    assert (folder / "a.csv").read_text() == "old"
    assert os.listdir(tmp_path) == ["r"]


def test_a_file_or_the_current_folder_in_place_of_a_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="it exists and is not a folder"):
        check_target(tmp_path / "file")
    with pytest.raises(OutputError, match=r"file is a file, not a folder|not a directory"):
        check_target(tmp_path / "file" / "inside")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="the current folder lies in it"):
        check_target(Path())


def test_a_place_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By asking the system and not by permissions, for tests may run as root, who may write anywhere.
    monkeypatch.setattr(output.os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="no permission to write in"):
        check_target(tmp_path / "r")


def test_the_guide_to_results_names_every_file_column_and_kind_of_event(outcome: Run, tmp_path: Path) -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "results.md").read_text("utf-8")
    both = compare([outcome.scenario, outcome.scenario.model_copy(update={"name": "b"})], simulate=fake_model.simulate)
    broken = run(outcome.scenario, simulate=fake_model.fail_in_third)
    written = [made.write(tmp_path / name) for name, made in (("run", outcome), ("both", both), ("broken", broken))]
    export(both, tmp_path / "tables")
    for folder in (*written, tmp_path / "tables"):
        for name in _files(folder):
            top = name.split("/")[0]
            assert f"`{name}`" in guide or f"`{top}/" in guide, name
    kinds = re.findall(r"'([a-z_]+)'", (Event.__doc__ or "").partition("kind")[2].partition("subject")[0])
    assert len(kinds) > 10
    assert [kind for kind in kinds if f"`{kind}`" not in guide] == []
    short = (both.levels, both.differences(), both.horizon(), outcome.summary(), both.summary())
    named = set(re.findall(r"[a-z_]+", guide))
    for columns in (
        YEARLY_COLUMNS, EVENT_COLUMNS, MAP_COLUMNS, PLACE_COLUMNS, SPELL_COLUMNS, *(table.columns for table in short),
    ):  # fmt: skip
        assert [column for column in columns if column not in named] == []
