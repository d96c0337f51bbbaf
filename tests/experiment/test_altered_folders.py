"""Folders of results that were altered: told by whoever reads them, by the name of the file and what is odd in it."""

from __future__ import annotations

import io
import json
import os
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from reformsim.cli.app import app
from reformsim.errors import OutputError
from reformsim.experiment import Run, load_results, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.attribution import attribute
from reformsim.experiment.local import squeezed
from reformsim.experiment.store.checked import read_manifest
from reformsim.experiment.store.output import check_target
from reformsim.scenario import load_scenario
from tests.experiment import fake_model, rich_model
from tests.experiment.altering import bytes_of, in_place_of, npy, npz, resealed, scenario, stopping

PIECE = "pieces/note-2011/000000-000002.npz"


# --- checksums -----------------------------------------------------------------------------------------

READERS: dict[str, Callable[[Path], object]] = {
    "Python": load_results,
    "results": lambda folder: _type("results", folder),
    "export": lambda folder: _type("export", folder, "--format", "csv", "--out", folder.with_name("tables")),
    "report": lambda folder: _type("report", folder),
    "plot": lambda folder: _type("plot", folder, fake_model.headline_names()[0]),
    "map": lambda folder: _type("map", folder),
}


def _type(*words: object) -> None:
    told = CliRunner().invoke(app, [str(word) for word in words])
    if told.exit_code == 2:
        raise OutputError(told.stderr.strip())
    assert told.exit_code == 0, told.output


def files_of(folder: Path) -> list[str]:
    manifest = read_manifest(folder)
    assert manifest is not None
    return [entry["name"] for entry in manifest["files"] if entry["name"] != "log.jsonl"]


def test_every_file_of_the_results_is_held_against_its_checksum(folder: Path) -> None:
    names = files_of(folder)
    assert {name.split("/")[0] for name in names} >= {"pieces", "scenarios", "figures", "levels.csv", "summary.csv"}
    for name in names:
        before = (folder / name).read_bytes()
        altered = bytearray(before)
        altered[len(altered) // 2] ^= 1
        (folder / name).write_bytes(altered)
        with pytest.raises(OutputError) as caught:
            load_results(folder)
        assert str(caught.value) == f"{folder / name} is missing or damaged; the command that made it makes it anew"
        (folder / name).write_bytes(before)
    load_results(folder)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["scenarios/note-2011.yaml", "differences.csv", "figures"])
def test_who_reads_altered_results_refuses_them(folder: Path, name: str, reader: str) -> None:
    name = next(one for one in files_of(folder) if one.startswith(name))
    with (folder / name).open("ab") as stream:
        stream.write(b"\n")
    with pytest.raises(OutputError, match=f"{name} is missing or damaged"):
        READERS[reader](folder)


def test_altered_results_are_made_anew_by_the_command_that_made_them(tmp_path: Path) -> None:
    run(scenario(), out=tmp_path / "x", simulate=fake_model.simulate)
    expected = bytes_of(tmp_path / "x")
    altered = {"levels.csv": b",2011,", "scenarios/note-2011.yaml": b"police", "manifest.json": b'"seed": 2011'}
    for name, what in altered.items():
        assert what in expected[name]
        (tmp_path / "x" / name).write_bytes(expected[name].replace(what, what.upper().replace(b"1", b"2")))
        run(scenario(), out=tmp_path / "x", simulate=fake_model.simulate)
        found = bytes_of(tmp_path / "x")
        assert {**found, "log.jsonl": b""} == {**expected, "log.jsonl": b""}


def test_an_altered_scenario_of_unfinished_work_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(scenario().model_copy(update={"replicates": 13}), out=tmp_path / "x", simulate=stopping(11))
    with (tmp_path / "x.part" / "scenarios" / "note-2011.yaml").open("a") as stream:
        stream.write("# mine\n")
    with pytest.raises(OutputError, match=r"scenarios/note-2011\.yaml is missing or damaged"):
        load_results(tmp_path / "x")


def test_altered_replicates_of_a_piece_that_was_begun_are_simulated_again(tmp_path: Path) -> None:
    run(scenario(), out=tmp_path / "y", simulate=fake_model.simulate)
    with pytest.raises(KeyboardInterrupt):
        run(scenario(seed=9), out=tmp_path / "z", simulate=stopping(2))
    with pytest.raises(KeyboardInterrupt):
        run(scenario(), out=tmp_path / "x", simulate=stopping(2))
    name = "pieces/note-2011/000000-000002.begun"
    shutil.copyfile(tmp_path / "z.part" / name, tmp_path / "x.part" / name)
    run(scenario(), out=tmp_path / "x", simulate=fake_model.simulate)
    assert (tmp_path / "x" / PIECE).read_bytes() == (tmp_path / "y" / PIECE).read_bytes()


def test_a_piece_that_is_altered_after_the_folder_was_opened_is_noticed_when_it_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reformsim.experiment.store.piecefiles.HELD", 0)
    found = load_results(folder)
    shutil.copyfile(folder / PIECE.replace("note", "baseline"), folder / PIECE)
    with pytest.raises(OutputError, match=f"{PIECE} is missing or damaged"):
        _ = found.runs[1].yearly  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def attribution(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that is reported, as long as it is sound."""
    note = adjusted(load_scenario("note-2011"), replicates=3).only(("police", "youth_care"))
    place = tmp_path_factory.mktemp("attributed") / "note-2011-attribution"
    attribute(note, method="one-in", replicates=3, out=place, simulate=fake_model.simulate)
    _type("report", made, "--attribution", place, "--out", place.with_name("sound.html"))
    return place


@pytest.mark.parametrize("name", ["attribution.csv", "levels.csv", "scenario.yaml", "manifest.json"])
def test_an_altered_attribution_is_not_reported(name: str, made: Path, attribution: Path, tmp_path: Path) -> None:
    place = shutil.copytree(attribution, tmp_path / attribution.name)
    with (place / name).open("r+b") as stream:
        stream.seek(-20, os.SEEK_END)
        was = stream.read(1)
        stream.seek(-20, os.SEEK_END)
        stream.write(b"8" if was == b"9" else b"9")
    with pytest.raises(OutputError, match=rf"{name} (is missing or damaged|was changed|cannot be read)"):
        _type("report", made, "--attribution", place, "--out", tmp_path / "wrong.html")


# --- manifests -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
def test_a_manifest_that_was_altered_is_told_by_whoever_reads_it(folder: Path, reader: str) -> None:
    text = (folder / "manifest.json").read_text("utf-8")
    (folder / "manifest.json").write_text(text.replace('"seed": 2011', '"seed": 2012'), encoding="utf-8")
    with pytest.raises(OutputError, match=r"manifest\.json was changed after it was written .* --restart makes it"):
        READERS[reader](folder)


ODD: dict[str, Callable[[dict[str, Any]], object]] = {
    "no scenarios": lambda m: m["identity"].update(scenarios=[]),
    "scenario twice": lambda m: m["identity"]["scenarios"].append(m["identity"]["scenarios"][0]),
    "scenario outside": lambda m: m["identity"]["scenarios"][0].update(name="../x"),
    "identity a word": lambda m: m.update(identity="me"),
    "no horizon": lambda m: m["identity"].pop("horizon"),
    "territory a number": lambda m: m["identity"].update(territory=3),
    "replicates a word": lambda m: m.update(replicates="many"),
    "no replicates": lambda m: m.pop("replicates"),
    "finished a word": lambda m: m.update(finished="yes"),
    "files a word": lambda m: m.update(files="all"),
    "file a number": lambda m: m["files"].append(3),
    "file outside": lambda m: m["files"].append({**m["files"][0], "name": "../../etc/passwd"}),
    "file twice": lambda m: m["files"].append(m["files"][0]),
    "no checksum": lambda m: m["files"][0].pop("sha256"),
    "no size": lambda m: m["files"][0].pop("bytes"),
    "size a word": lambda m: m["files"][0].update(bytes="big"),
    "name with a nul": lambda m: m["files"][0].update(name="a\0b"),
    "scenario not listed": lambda m: m.update(files=[f for f in m["files"] if not f["name"].startswith("scen")]),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_manifest_is_told_by_its_place(folder: Path, odd: str) -> None:
    resealed(folder, ODD[odd])
    with pytest.raises(OutputError, match=r"manifest\.json is damaged: "):
        load_results(folder)


UNREADABLE = {
    b"": r"manifest\.json cannot be read: it is no JSON \(Expecting value: line 1 column 1",
    b"{\n]": r"manifest\.json cannot be read: it is no JSON \(.* line 2",
    b"\xff{}": r"manifest\.json cannot be read: it is no JSON \(",
    b"[" * 100_000: r"manifest\.json cannot be read: it is no JSON \(",
    b'{"program": "reformsim"}': r"manifest\.json is damaged: it lists no files",
}


@pytest.mark.parametrize("content", UNREADABLE, ids=range(len(UNREADABLE)))
def test_an_unreadable_manifest_is_told_as_what_it_is(content: bytes, folder: Path) -> None:
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(OutputError, match=UNREADABLE[content]):
        check_target(folder)
    with pytest.raises(OutputError):
        load_results(folder)


def test_a_manifest_that_may_not_be_read_is_told_so(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").mkdir()
    with pytest.raises(OutputError, match=r"manifest\.json cannot be read: is a directory"):
        load_results(folder)


def test_an_odd_line_of_the_log_is_left_out(folder: Path) -> None:
    with (folder / "log.jsonl").open("a") as stream:
        stream.write('[1]\n{"what": 3}\n{"what": "x", "started": "now"}\nno\n')
    _type("results", folder)
    _type("report", folder)


# --- pieces --------------------------------------------------------------------------------------------


def words_of(folder: Path, **change: object) -> np.ndarray:
    with np.load(folder / PIECE) as arrays:
        words = {**json.loads(arrays["words"].tobytes()), **change}
    return np.frombuffer(json.dumps(words).encode(), dtype=np.uint8)


def named(indicators: list[str], provinces: list[str]) -> np.ndarray:
    text = json.dumps({"indicators": indicators, "provinces": provinces})
    return np.frombuffer(text.encode(), dtype=np.uint8)


def test_a_piece_that_unpacks_to_gigabytes_is_refused_before_memory_is_taken(folder: Path) -> None:
    stream, size = io.BytesIO(), 6 * 10**8
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in ("values", "owner"):
            with archive.open(f"{name}.npy", "w") as member:
                head = {"descr": "<i4", "fortran_order": False, "shape": (size // 4,)}
                np.lib.format.write_array_header_1_0(member, head)
                for _ in range(size // 10**7):
                    member.write(bytes(10**7))
        archive.writestr("words.npy", npy(words_of(folder)))
    in_place_of(folder, PIECE, stream.getvalue())
    tracemalloc.start()
    try:
        with pytest.raises(OutputError, match=r"is no piece of results \(it unpacks to more than 500,000,000 bytes\)"):
            load_results(folder)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10**8


def test_an_array_that_says_it_is_larger_than_it_is_takes_no_memory(folder: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, archive.open("values.npy", "w") as member:
        np.lib.format.write_array_header_1_0(member, {"descr": "<f8", "fortran_order": False, "shape": (10**9,)})
    in_place_of(folder, PIECE, stream.getvalue())
    with pytest.raises(OutputError, match=r"is no piece of results \(values.npy is not as large as it says\)"):
        load_results(folder)


ODD_PIECES: dict[str, Callable[[Path], bytes]] = {
    "no archive": lambda folder: b"PK",
    "empty": lambda folder: npz(),
    "pickled": lambda folder: npz(values=np.array([{}], dtype=object)),
    "no words": lambda folder: npz(values=np.zeros((3, 3, 4)), owner=np.zeros((3, 3, 4), np.int32)),
    "words no JSON": lambda folder: odd_piece(folder, words=np.frombuffer(b"{", np.uint8)),
    "years words": lambda folder: odd_piece(folder, words=words_of(folder, years=["a", "b", "c"])),
    "events numbers": lambda folder: odd_piece(folder, words=words_of(folder, events=[1])),
    "no names of local values": lambda folder: odd_piece(folder, local=np.zeros(0, np.uint8)),
    "a province twice": lambda folder: odd_piece(folder, local=named([], ["P", "P"])),
    "too few values": lambda folder: odd_piece(folder, values=np.zeros((2, 3, 4))),
    "values whole numbers": lambda folder: odd_piece(folder, values=np.zeros((3, 20, 4), np.int64)),
    "an owner that is none": lambda folder: odd_piece(folder, owner=np.full((3, 20, 4), 99, np.int32)),
    "replicates out of order": lambda folder: odd_piece(folder, words=words_of(folder, numbers=[2, 1, 0])),
}


def odd_piece(folder: Path, **change: Any) -> bytes:
    with np.load(folder / PIECE) as arrays:
        return npz(**{**arrays, **change})


@pytest.mark.parametrize("odd", ODD_PIECES)
def test_an_odd_piece_is_told_by_its_name(folder: Path, odd: str) -> None:
    in_place_of(folder, PIECE, ODD_PIECES[odd](folder))
    with pytest.raises(OutputError, match=f"{PIECE} is no piece of results"):
        _ = load_results(folder).runs[1].yearly  # type: ignore[union-attr]


ODD_LOCAL: dict[str, tuple[np.ndarray | None, str]] = {
    "not there": (None, "local2.*is not a file in the archive"),
    "of other replicates": (squeezed(np.ones(100, np.float32)), "its local values do not fit its maps"),
    "not squeezed": (np.ones(60, np.float32), "its local values do not fit its maps"),
}


@pytest.mark.parametrize("odd", ODD_LOCAL)
def test_odd_local_values_are_told_when_they_are_read(tmp_path: Path, odd: str) -> None:
    made = run(load_scenario("note-2011"), replicates=3, out=tmp_path / "r", simulate=rich_model.simulate)
    name, yearly, (column, message) = made.local_indicators[2], made.yearly, ODD_LOCAL[odd]
    with np.load(tmp_path / "r" / PIECE) as arrays:
        content = {key: array for key, array in arrays.items() if key != "local2"}
    in_place_of(tmp_path / "r", PIECE, npz(**content, **({} if column is None else {"local2": column})))
    found = load_results(tmp_path / "r")
    assert isinstance(found, Run) and found.yearly.equals(yearly)
    for read in (lambda: found.places, lambda: found.local(name)):
        with pytest.raises(OutputError, match=rf"{PIECE} is no piece of results \(.*{message}"):
            read()


def test_a_scenario_under_the_name_of_another_is_told(folder: Path) -> None:
    in_place_of(folder, "scenarios/note-2011.yaml", (folder / "scenarios" / "baseline-2011.yaml").read_bytes())
    with pytest.raises(OutputError, match=r"note-2011\.yaml is scenario 'baseline-2011', not 'note-2011'"):
        load_results(folder)
