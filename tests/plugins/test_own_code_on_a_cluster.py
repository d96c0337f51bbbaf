"""A plugin's text travels to the workers of a cluster, which need not have its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from distributed import LocalCluster

import reformsim
from tests.plugins.own_code import LEVER, SMALL, WITH_LEVER, alone, scenario


def test_levers_and_measures_of_a_file_work_on_a_cluster_without_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)
    used = reformsim.load_scenario(scenario(tmp_path, SMALL, LEVER, more=WITH_LEVER), allow_code=True)
    (tmp_path / "mine.py").unlink()
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        there = reformsim.run(used, cluster=str(cluster.scheduler_address))
    here = reformsim.run(used)
    assert there.failures == () and there.indicators == here.indicators
    assert np.array_equal(there.values, here.values, equal_nan=True)
