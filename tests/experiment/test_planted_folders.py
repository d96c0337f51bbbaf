"""Folders planted where results go, or named like unfinished work: told, never followed, never deleted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reformsim.dossier.page import write_report
from reformsim.errors import OutputError
from reformsim.experiment import load_results, run
from reformsim.experiment.store.lock import alone
from reformsim.experiment.store.output import check_target, recover, write_folder
from tests.experiment import fake_model
from tests.experiment.altering import as_fake, bytes_of, scenario, stopping


@pytest.mark.parametrize("name", ["x.part", "X.PART", ".x.previous", ".x.lock", ".x.lock-holder"])
def test_results_may_not_have_a_name_that_unfinished_work_has(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is that of unfinished work; name another"):
        run(scenario("x.part"), out=tmp_path / name, simulate=fake_model.simulate)
    assert os.listdir(tmp_path) == []


def test_a_scenario_may_have_such_a_name_where_its_folder_has_not(tmp_path: Path) -> None:
    run(scenario("x.part"), out=tmp_path / "x", simulate=fake_model.simulate)
    assert load_results(tmp_path / "x").replicates == 3  # type: ignore[union-attr]


def test_a_restart_never_deletes_finished_results_of_another_name(tmp_path: Path) -> None:
    run(scenario(), out=tmp_path / "y", simulate=fake_model.simulate)
    (tmp_path / "y").rename(tmp_path / "x.part")
    before = bytes_of(tmp_path / "x.part")
    with pytest.raises(OutputError, match=r"x\.part holds finished results, which --restart does not delete"):
        run(scenario(seed=9), out=tmp_path / "x", restart=True, simulate=fake_model.simulate)
    with pytest.raises(OutputError, match=r"x\.part holds the unfinished work of another run"):
        run(scenario(seed=9), out=tmp_path / "x", simulate=fake_model.simulate)
    assert bytes_of(tmp_path / "x.part") == before


def test_a_restart_never_deletes_what_someone_else_filled(tmp_path: Path) -> None:
    (tmp_path / "x.part").mkdir()
    (tmp_path / "x.part" / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match=r"x\.part exists and was not written by reformsim"):
        run(scenario(), out=tmp_path / "x", restart=True, simulate=fake_model.simulate)
    assert bytes_of(tmp_path / "x.part") == {"thesis.txt": b"years of work"}


def test_a_restart_throws_away_unfinished_work(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(scenario(seed=9), out=tmp_path / "x", simulate=stopping(2))
    run(scenario(), out=tmp_path / "x", restart=True, simulate=fake_model.simulate)
    assert not (tmp_path / "x.part").exists()


def test_work_that_was_killed_just_before_it_was_moved_is_not_done_again(tmp_path: Path) -> None:
    run(scenario(), out=tmp_path / "x", simulate=fake_model.simulate)
    expected = bytes_of(tmp_path / "x")
    (tmp_path / "x").rename(tmp_path / "x.part")
    calls: list[int] = []

    def counted(what: object, replicate: int) -> fake_model.FakeRecord:
        calls.append(replicate)
        return fake_model.simulate(what, replicate)

    run(scenario(), out=tmp_path / "x", simulate=as_fake(counted))
    assert calls == []
    found = bytes_of(tmp_path / "x")
    assert found.pop("log.jsonl") != expected.pop("log.jsonl")
    assert found == expected


def test_results_are_never_written_into_other_results(folder: Path) -> None:
    before = bytes_of(folder)
    with pytest.raises(OutputError, match=r"it lies in .*r, which reformsim wrote; name another place"):
        run(scenario(), out=folder / "deep" / "in", simulate=fake_model.simulate)
    for write in (
        lambda: write_folder(folder / "tables", {}, {}),
        lambda: write_report(folder, folder / "figures" / "one.html"),
    ):
        with pytest.raises(OutputError, match="which reformsim wrote; name another place"):
            write()
    assert bytes_of(folder) == before


def test_a_link_in_place_of_who_holds_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("secret")
    (tmp_path / ".x.lock-holder").symlink_to(tmp_path / "diary")
    run(scenario(), out=tmp_path / "x", simulate=fake_model.simulate)
    assert (tmp_path / "diary").read_text() == "secret"


def test_what_a_link_points_to_is_not_told_as_who_holds_the_lock(tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("process 1")
    with alone(tmp_path / "x"):
        (tmp_path / ".x.lock-holder").unlink()
        (tmp_path / ".x.lock-holder").symlink_to(tmp_path / "diary")
        with pytest.raises(OutputError, match=r"written by another process \(unknown\)"), alone(tmp_path / "x"):
            pass


@pytest.mark.parametrize("name", [".x.lock", "x.part", ".x.previous"])
@pytest.mark.parametrize("restart", [False, True])
def test_a_link_where_something_of_ours_belongs_is_refused(name: str, restart: bool, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link, which reformsim does not make; remove it"):
        run(scenario(), out=tmp_path / "x", restart=restart, simulate=fake_model.simulate)
    assert os.listdir(tmp_path / "elsewhere") == []


@pytest.mark.parametrize("name", ["pieces", "log.jsonl", "manifest.json.half"])
def test_a_link_inside_unfinished_work_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(scenario(), out=tmp_path / "x", simulate=stopping(2))
    place = tmp_path / "x.part" / name
    shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    (tmp_path / "elsewhere").mkdir()
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link, which reformsim does not make; remove it"):
        run(scenario(), out=tmp_path / "x", simulate=fake_model.simulate)
    assert os.listdir(tmp_path / "elsewhere") == []


def test_a_link_among_results_keeps_them_from_being_replaced(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "mine").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match=r"holds what reformsim did not write \(mine\)"):
        check_target(folder)


def test_a_link_in_place_of_results_set_aside_is_not_put_back(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".x.previous").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link"):
        recover(tmp_path / "x")
    assert not (tmp_path / "x").exists()
