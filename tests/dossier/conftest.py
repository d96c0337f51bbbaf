"""Results of the real model for all tests of this folder: two replicates of four years of the note."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim.experiment import compare
from tests.dossier.given import scenario


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "small"
    compare([scenario("none"), scenario("note", 40)], replicates=2, out=folder)
    return folder
