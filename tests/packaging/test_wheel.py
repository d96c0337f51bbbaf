"""What the wheel and the source distribution carry, and that nothing of the build names a machine or a registry."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _built(source: Path, folder: Path, *targets: str) -> None:
    asked = [word for target in targets for word in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", *asked, "-d", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _built(ROOT, folder, "wheel", "sdist")
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(next(built.glob("*.whl")))


def _tracked(folder: str, ending: str) -> set[str]:
    return {p.relative_to(ROOT / folder).as_posix() for p in (ROOT / folder).rglob(f"*{ending}")}


def test_the_wheel_carries_every_module_and_data_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    packed = set(wheel.namelist())
    wanted = {f for ending in (".py", ".yaml", ".csv", ".md", ".typed") for f in _tracked("src", ending)}
    assert len(wanted) > 100
    assert wanted <= packed


def test_the_wheel_carries_the_shipped_scenarios(wheel: zipfile.ZipFile) -> None:
    packed = {name for name in wheel.namelist() if name.startswith("reformsim/scenario/shipped/")}
    beside = _tracked("scenarios", ".yaml") | _tracked("scenarios", ".json")  # with their expected outcomes
    assert packed == {f"reformsim/scenario/shipped/{name}" for name in beside}


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"reformsim"}
    assert not any("__pycache__" in name for name in wheel.namelist())


def test_the_source_distribution_builds_the_same_wheel(built: Path, wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as packed:
        packed.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    _built(source, tmp_path / "dist", "wheel")
    again = zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl")))
    assert again.namelist() == wheel.namelist()
    assert [name for name in wheel.namelist() if again.read(name) != wheel.read(name)] == []


def test_the_source_distribution_carries_what_one_adopts_and_tests_by(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as packed:
        names = {name.split("/", 1)[1] for name in packed.getnames()}
    beside = {p.name for p in ROOT.glob("*.md")} | {
        "AUTHORS",
        "LICENSE",
        "NOTICE",
        "CITATION.cff",
        "publiccode.yml",
        "Makefile",
    }
    folders = (
        "docs/install.md",
        "tests/packaging/test_wheel.py",
        "notebooks/01_first_run.ipynb",
        "scenarios/note-2011.yaml",
    )
    assert {*beside, *folders, "constraints.txt"} <= names


def test_the_wheel_carries_licence_notice_and_authors(wheel: zipfile.ZipFile) -> None:
    (about,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    for name in ("LICENSE", "NOTICE", "AUTHORS"):
        assert wheel.read(f"{about}/licenses/{name}") == (ROOT / name).read_bytes()
    assert "License-Expression: EUPL-1.2" in wheel.read(f"{about}/METADATA").decode().splitlines()


def test_the_wheel_installs_the_command_and_needs_only_named_libraries(wheel: zipfile.ZipFile) -> None:
    (points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "reformsim = reformsim.cli:main" in wheel.read(points).decode()
    (metadata,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    lines = wheel.read(metadata).decode().splitlines()
    needed = [line for line in lines if line.startswith("Requires-Dist:") and "extra ==" not in line]
    assert len(needed) == 17 and not any("@" in line for line in needed)


def test_a_program_run_from_the_unpacked_wheel_finds_its_data(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    command = [sys.executable, "-P", "-m", "reformsim", "run", "note-2011", "-n", "1", "--until", "2012", "-q"]
    environment = {"PYTHONPATH": str(tmp_path / "site"), "PATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "results" / "note-2011" / "levels.csv").is_file()


def test_constraints_are_names_and_versions_only() -> None:
    lines = [x for x in (ROOT / "constraints.txt").read_text().splitlines() if not x.startswith("#")]
    assert len(lines) > 40
    assert [x for x in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", x)] == []


def test_every_direct_dependency_is_pinned_in_the_constraints() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    direct = {re.split(r"[<>=\[]", item)[0].lower() for items in lists for item in items} - {"reformsim"}
    pinned = {x.split("==")[0].lower() for x in (ROOT / "constraints.txt").read_text().splitlines() if "==" in x}
    assert direct <= pinned
