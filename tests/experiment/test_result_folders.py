"""Folders of results: whole or not at all, and never over someone else's files."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from reformsim.errors import OutputError
from reformsim.experiment import Run, compare, output, run
from reformsim.experiment.output import check_target, write_folder
from reformsim.experiment.results import EVENT_COLUMNS, MAP_COLUMNS, PLACE_COLUMNS, YEARLY_COLUMNS
from reformsim.experiment.runner import adjusted
from reformsim.experiment.violations import COLUMNS as SPELL_COLUMNS
from reformsim.indicators import INDICATORS
from reformsim.model import Event
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
    assert {entry["name"] for entry in manifest["files"]} == set(found)
    for entry in manifest["files"]:
        assert entry["sha256"] == hashlib.sha256(found[entry["name"]]).hexdigest()
    rows = {entry["name"]: entry.get("rows") for entry in manifest["files"]}
    assert rows["yearly.csv"] == len(outcome.yearly) == found["yearly.csv"].count(b"\n") - 1
    assert rows["map.csv"] == 3 * 3 * 4
    assert manifest["scenarios"] == [{"name": "note-2011", "hash": outcome.scenario.hash}]
    assert (manifest["seed"], manifest["replicates"]) == (outcome.scenario.seed, 3)
    assert manifest["horizon"] == {"start": 2011, "end": 2013}
    assert manifest["territory"]["name"] == "netherlands-2011"
    assert manifest["command"] == "reformsim run note-2011"
    assert sorted(name for name in found if name.startswith("figures/")) == sorted(
        f"figures/{name}.png" for name in outcome.indicators if INDICATORS[name].headline
    )
    assert os.listdir(tmp_path / "deep") == ["results"]


def test_places_are_written_for_the_first_and_the_last_year_and_add_up_to_the_nation(tmp_path: Path) -> None:
    real = run(load_scenario("note-2011"), replicates=1, until=2012)
    rows = list(csv.DictReader((real.write(tmp_path / "r", figures=False) / "places.csv").open(encoding="utf-8")))
    for year in ("2011", "2012"):
        here = [r for r in rows if r["year"] == year]
        provinces = [r for r in here if r["level"] == "province"]
        assert [r["name"] for r in provinces][:2] == ["Groningen", "Fryslân"]
        national = real.of("councillors")[0, int(year) - 2011]
        for level in ("province", "municipality"):
            assert sum(float(r["councillors"]) for r in here if r["level"] == level) == national
    assert len(rows) == 2 * 12 + 418 + int(real.of("municipalities")[0, 1])


def test_numbers_in_the_yearly_file_read_back_to_the_same_floats(outcome: Run, tmp_path: Path) -> None:
    folder = outcome.write(tmp_path / "r", figures=False)
    raw = (folder / "yearly.csv").read_bytes()
    assert b"\r" not in raw
    rows = list(csv.DictReader(raw.decode().splitlines()))
    assert [float(row["value"]) for row in rows] == outcome.values.ravel().tolist()
    assert rows[0] == {
        "scenario": "note-2011", "replicate": "0", "year": "2011", "indicator": outcome.indicators[0],
        "value": repr(float(outcome.values[0, 0, 0])),
    }  # fmt: skip


def test_equal_runs_give_equal_bytes_in_every_file_but_the_manifest(outcome: Run, tmp_path: Path) -> None:
    again = run(outcome.scenario, simulate=fake_model.simulate)
    first, second = _files(outcome.write(tmp_path / "a")), _files(again.write(tmp_path / "b"))
    assert first.pop("manifest.json") != b"" and second.pop("manifest.json") != b""
    assert first == second


def test_the_written_scenario_loads_to_the_scenario_that_was_run(tmp_path: Path) -> None:
    whole = run(adjusted(load_scenario("note-2011"), replicates=2, seed=4), simulate=fake_model.simulate)
    folder = whole.write(tmp_path / "r", figures=False)
    assert load_scenario(folder / "scenario.yaml") == whole.scenario


def test_the_written_scenario_of_a_shortened_run_names_the_reforms_it_did_not_reach(
    outcome: Run, tmp_path: Path
) -> None:
    path = outcome.write(tmp_path / "r", figures=False) / "scenario.yaml"
    reached = [lever.id for lever in outcome.scenario.levers if lever.date.year <= 2013]
    assert [lever.id for lever in load_scenario(path).levers] == reached
    heading, left_out = path.read_text().splitlines()[0].split(": ")
    assert heading == "# Left out, for after 2013"
    assert left_out.split(", ") == [x.id for x in outcome.scenario.levers if x.id not in reached]


def test_a_comparison_is_written_with_each_scenario_and_the_differences(tmp_path: Path) -> None:
    pair = [adjusted(load_scenario(n), replicates=2, until=2012) for n in ("baseline-2011", "note-2011")]
    folder = compare(pair, simulate=fake_model.simulate).write(tmp_path / "r")
    found = _files(folder)
    assert {"scenarios/baseline-2011.yaml", "scenarios/note-2011.yaml", "differences.csv"} <= set(found)
    assert found["yearly.csv"].count(b"baseline-2011,") == found["yearly.csv"].count(b"note-2011,") > 0


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


@pytest.mark.parametrize("manifest", ["", "[]", '{"program": "other", "files": []}', '{"program": "reformsim"}'])
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
    check_target(folder)
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
    for folder in (outcome.write(tmp_path / "run"), both.write(tmp_path / "both")):
        for name in _files(folder):
            top = name.split("/")[0]
            assert f"`{name}`" in guide or f"`{top}/" in guide, name
    kinds = re.findall(r"'([a-z_]+)'", (Event.__doc__ or "").partition("kind")[2].partition("subject")[0])
    assert len(kinds) > 10
    assert [kind for kind in kinds if f"`{kind}`" not in guide] == []
    for columns in (YEARLY_COLUMNS, EVENT_COLUMNS, MAP_COLUMNS, PLACE_COLUMNS, SPELL_COLUMNS):
        assert [column for column in columns if column not in guide] == []
