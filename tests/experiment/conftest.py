"""Results of the fake model in a folder, made once, and a copy for whoever alters them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reformsim.dossier.page import write_report
from reformsim.experiment import compare
from reformsim.experiment.adjusting import adjusted
from reformsim.scenario import load_scenario
from tests.experiment import fake_model


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "r"
    pair = [adjusted(load_scenario(name), replicates=3) for name in ("baseline-2011", "note-2011")]
    compare(pair, out=folder, simulate=fake_model.simulate)
    write_report(folder, folder.with_name("shown"))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "r"))
