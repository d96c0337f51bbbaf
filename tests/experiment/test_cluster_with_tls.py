"""A cluster of several hosts (here addresses of the loopback) that asks for certificates."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import dask
import distributed  # noqa: F401 - its defaults are in place before configuration is set for a while
import pytest
import trustme
from typer.testing import CliRunner

from reformsim.cli.app import app
from reformsim.errors import RunError
from reformsim.experiment import load_results
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.computing import cluster as module
from reformsim.experiment.computing.cluster import Cluster
from reformsim.experiment.computing.executors import Here
from reformsim.scenario import Scenario, load_scenario
from tests.experiment.test_executors import outcomes, same

HOSTS = ("127.0.0.2", "127.0.0.3")
ROOT = Path(__file__).resolve().parents[2]
TOY = f"name: toy\ntitle: Toy\nterritory: {ROOT / 'tests' / 'toy'}\nhorizon: {{start: 2011, end: 2012}}\n"


def settings(place: Path, authority: trustme.CA) -> dict[str, object]:
    """Certificates of an authority for all ends, in dask's configuration."""
    issued = authority.issue_cert("127.0.0.1", *HOSTS)
    authority.cert_pem.write_to_path(place / "ca.pem")
    issued.private_key_and_cert_chain_pem.write_to_path(place / "host.pem")
    own = {"cert": str(place / "host.pem"), "key": str(place / "host.pem")}
    return {
        "distributed.comm.tls.ca-file": str(place / "ca.pem"),
        "distributed.comm.require-encryption": True,
        **{f"distributed.comm.tls.{end}": own for end in ("scheduler", "worker", "client")},
    }


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return settings(tmp_path_factory.mktemp("trusted"), trustme.CA())


@pytest.fixture(scope="module")
def address(trusted: dict[str, object]) -> Iterator[str]:
    """A scheduler and, as processes on addresses of their own, two workers."""
    variables = {
        f"DASK_{key.upper().replace('.', '__').replace('-', '_')}": repr(value) for key, value in trusted.items()
    }
    paths = os.pathsep.join(map(str, (ROOT / "src", ROOT)))
    environment = {**os.environ, **variables, "PYTHONPATH": paths}
    with ExitStack() as stack:

        def start(*command: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command, "--no-dashboard"],
                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            stack.callback(process.communicate)
            stack.callback(process.terminate)
            return process

        scheduler = start("scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", "0")
        assert scheduler.stderr is not None
        told = (re.search(r"Scheduler at:\s+(tls://\S+)", line) for line in scheduler.stderr)
        where = next(found[1] for found in told if found)
        for host in HOSTS:
            start("worker", where, "--host", f"tls://{host}", "--nthreads", "1", "--no-nanny")
        yield where


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return [adjusted(load_scenario("baseline-2011"), until=2012)]


def test_runs_on_several_addresses_with_certificates_come_out_as_here(
    scenarios: list[Scenario], trusted: dict[str, object], address: str
) -> None:
    with dask.config.set(trusted):
        found = outcomes(Cluster(address), scenarios)
        with module._connected(address) as client:
            client.wait_for_workers(len(HOSTS), timeout=60)
            hosts = {worker["host"] for worker in client.scheduler_info()["workers"].values()}
    assert all(same(a, b) for (_, a), (_, b) in zip(found, outcomes(Here(), scenarios), strict=True))
    assert hosts == set(HOSTS)


def test_the_command_simulates_with_certificates_what_it_simulates_without_a_cluster(
    trusted: dict[str, object], address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("toy.yaml").write_text(TOY, encoding="utf-8")
    asked = ["run", "toy.yaml", "--replicates", "3", "--quiet", "--out"]
    with dask.config.set(trusted):
        spread = CliRunner().invoke(app, [*asked, "spread", "--cluster", address])
    assert spread.exit_code == 0, spread.output
    assert CliRunner().invoke(app, [*asked, "alone"]).exit_code == 0
    there, here = (load_results(folder) for folder in ("spread", "alone"))
    assert there.yearly.equals(here.yearly)  # type: ignore[union-attr]


def test_a_client_without_tls_or_with_certificates_of_strangers_is_refused_in_a_line(
    scenarios: list[Scenario], address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECT", 1.0)
    plain = address.replace("tls", "tcp")
    with pytest.raises(RunError, match=rf"no dask scheduler answers at {plain}; .* or tls://host:8786 with"):
        outcomes(Cluster(plain), scenarios)
    with (
        dask.config.set(settings(tmp_path, trustme.CA())),
        pytest.raises(RunError, match=rf"no dask scheduler answers at {address}; .* that both sides trust"),
    ):
        outcomes(Cluster(address), scenarios)


def test_the_command_tells_a_plain_client_so_and_shows_no_traceback(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "CONNECT", 1.0)
    Path("toy.yaml").write_text(TOY, encoding="utf-8")
    told = CliRunner().invoke(app, ["run", "toy.yaml", "--quiet", "--cluster", address.replace("tls", "tcp")])
    assert told.exit_code == 2
    assert told.stderr.startswith("no dask scheduler answers at tcp://")
    assert told.stderr.count("\n") == 1


def test_an_address_with_tls_needs_certificates_that_can_be_read(scenarios: list[Scenario], tmp_path: Path) -> None:
    with pytest.raises(
        RunError, match=r"^tls://127\.0\.0\.1:1 needs certificates, and dask's configuration names none"
    ):
        outcomes(Cluster("tls://127.0.0.1:1"), scenarios)
    missing = {**settings(tmp_path, trustme.CA()), "distributed.comm.tls.ca-file": str(tmp_path / "none.pem")}
    with (
        dask.config.set(missing),
        pytest.raises(RunError, match=r"^the certificates for tls://127\.0\.0\.1:1 cannot be read: "),
    ):
        outcomes(Cluster("tls://127.0.0.1:1"), scenarios)
