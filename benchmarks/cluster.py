"""What a cluster of several hosts does with many draws when one of them is lost, and what it needs.

    python -m benchmarks.cluster --draws 10000

Scheduler and workers are processes of this machine on addresses of their own (127.0.0.1, 127.0.0.2, ...), which speak
TLS with certificates made here; no traffic leaves the loopback. One worker is killed (SIGKILL) when half of the draws
are done. The same draws in fewer number are computed with and without the cluster, and the files compared. What comes
of all is exported as Parquet datasets and read by pandas, polars and DuckDB.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars
import psutil
import trustme

ROOT = Path(__file__).resolve().parents[1]
TOY = f"""\
name: toy
title: Six municipalities for some years
territory: {ROOT / "tests" / "toy"}
horizon: {{start: 2011, end: 2014}}
"""


def lost_one(draws: int, few: int, hosts: int = 3) -> dict[str, Any]:
    """Measure an exploration on a cluster that loses a worker half way.

    Parameters
    ----------
    draws, few
        Draws of the measured exploration, and of those that are compared with runs without a cluster.
    hosts
        Workers, each on an address of its own.
    """
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}", **certificates(place)}
        (place / "toy.yaml").write_text(TOY, encoding="utf-8")
        scheduler, address = stack.enter_context(started_scheduler(environment))
        workers = [stack.enter_context(started_worker(environment, address, n)) for n in range(2, hosts + 2)]
        alone = explored(place, environment, "alone", few)
        small = explored(place, environment, "small", few, address)
        watch = Watch(scheduler, workers, place / "many.part" / "pieces", draws)
        watch.start()
        many = explored(place, environment, "many", draws, address)
        watch.stop()
        return {
            "draws": draws,
            "workers": hosts,
            "seconds_alone": alone,
            "seconds_cluster": small,
            "files_compared": same_files(place / "alone", place / "small"),
            "seconds_many": many,
            **watch.found(),
            "bytes_a_draw": sum(p.stat().st_size for p in (place / "many" / "pieces").rglob("*.npz")) / draws,
            **exported(place, environment),
        }


def certificates(place: Path) -> dict[str, str]:
    """Make an authority and one certificate for all addresses, and give what tells dask of them."""
    authority = trustme.CA()
    issued = authority.issue_cert(*(f"127.0.0.{n}" for n in range(1, 10)))
    authority.cert_pem.write_to_path(place / "ca.pem")
    issued.private_key_and_cert_chain_pem.write_to_path(place / "host.pem")
    (place / "host.pem").chmod(0o600)
    tls = "DASK_DISTRIBUTED__COMM__TLS"
    ends = [f"{tls}__{end}__{what}" for end in ("SCHEDULER", "WORKER", "CLIENT") for what in ("CERT", "KEY")]
    return {
        f"{tls}__CA_FILE": str(place / "ca.pem"),
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
        **dict.fromkeys(ends, str(place / "host.pem")),
    }


def explored(place: Path, environment: dict[str, str], out: str, draws: int, address: str | None = None) -> float:
    """Explore by the command, and give its seconds."""
    began = time.perf_counter()
    where = ["--cluster", address] if address else []
    command = ["explore", "toy.yaml", "--draws", str(draws), "--out", out, "--quiet", *where]
    subprocess.run([sys.executable, "-m", "reformsim", *command], cwd=place, env=environment, check=True)
    return time.perf_counter() - began


def exported(place: Path, environment: dict[str, str]) -> dict[str, float]:
    """Export the many draws, read them by each program, and give seconds, bytes and rows; all must read the same."""
    began = time.perf_counter()
    command = ["export", "many", "--format", "parquet", "--out", "tables", "--table", "outcomes", "--table", "yearly"]
    subprocess.run([sys.executable, "-m", "reformsim", *command], cwd=place, env=environment, check=True)
    wrote = time.perf_counter() - began
    files = f"{place / 'tables' / 'yearly'}/*.parquet"
    table = pd.read_parquet(place / "tables" / "yearly")
    means = np.array(
        [
            table["value"].mean(),
            polars.read_parquet(files)["value"].drop_nulls().drop_nans().mean(),
            duckdb.connect().execute(f"SELECT avg(value) FROM '{files}' WHERE NOT isnan(value)").fetchall()[0][0],
        ],
        np.float64,
    )
    if not np.allclose(means, means[0], rtol=1e-9):
        raise SystemExit(f"pandas, polars and DuckDB read different means: {means}")
    size = sum(p.stat().st_size for p in (place / "tables").rglob("*.parquet"))
    return {
        "export_seconds": wrote,
        "parquet_bytes": size,
        "rows_of_yearly": len(table),
        "rows_of_outcomes": len(pd.read_parquet(place / "tables" / "outcomes")),
    }


def same_files(one: Path, other: Path) -> int:
    """Give how many files of replicates both folders hold with the same checksums; none may differ."""
    sums = [
        {f["name"]: f.get("sha256") for f in json.loads((folder / "manifest.json").read_text("utf-8"))["files"]}
        for folder in (one, other)
    ]
    differ = {name for name in {*sums[0], *sums[1]} if sums[0].get(name) != sums[1].get(name)}
    if differ:
        raise SystemExit(f"these files differ with a cluster: {', '.join(sorted(differ))}")
    return len(sums[0])


class Watch(threading.Thread):
    """Looks on while the draws are computed: memory of scheduler and workers; kills the last worker half way."""

    def __init__(self, scheduler: int, workers: list[int], pieces: Path, draws: int) -> None:
        super().__init__(daemon=True)
        self._scheduler, self._workers = psutil.Process(scheduler), [psutil.Process(w) for w in workers]
        self._pieces, self._half, self._ended = pieces, draws / 20, threading.Event()
        self._peak = {"scheduler": 0.0, "worker": 0.0}
        self._killed: float | None = None
        self._began, self._done, self._took = time.perf_counter(), 0, 0.0

    def run(self) -> None:
        """Look twice a second."""
        while not self._ended.wait(0.5):
            self._peak["scheduler"] = max(self._peak["scheduler"], _mb(self._scheduler))
            self._peak["worker"] = max(self._peak["worker"], *(_mb(w) for w in self._workers))
            done = sum(1 for _ in self._pieces.rglob("*.npz"))
            if done > self._done:
                self._done, self._took = done, time.perf_counter() - self._began
            if self._killed is None and done >= self._half:
                self._workers[-1].send_signal(signal.SIGKILL)
                self._killed = done * 10

    def stop(self) -> None:
        """End looking."""
        self._ended.set()
        self.join()

    def found(self) -> dict[str, float | None]:
        """Give peak memory in MB, after how many draws a worker was killed, and seconds until the last was there."""
        told = {"killed_after_draws": self._killed, "seconds_draws": self._took, "runs": self._done * 10}
        return {**told, **{f"{who}_peak_mb": mb for who, mb in self._peak.items()}}


def _mb(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.NoSuchProcess:
        return 0.0


@contextmanager
def started_scheduler(environment: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Start a scheduler on a free port; gives its process and address. What it says goes to the screen."""
    command = ["scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    with _process(environment, *command) as process:
        assert process.stderr is not None
        told = (re.search(r"Scheduler at:\s+(tls://\S+)", line) for line in process.stderr)
        address = next(found[1] for found in told if found)
        threading.Thread(target=_tell, args=(process.stderr,), daemon=True).start()
        yield process.pid, address


def _tell(lines: Iterator[str]) -> None:
    for line in lines:
        if "Remove worker" in line or "lost" in line or "ERROR" in line or "recomputed" in line:
            print(line, end="", file=sys.stderr)


@contextmanager
def started_worker(environment: dict[str, str], address: str, number: int) -> Iterator[int]:
    """Start a worker on 127.0.0.NUMBER; gives its process."""
    command = ["worker", address, "--host", f"tls://127.0.0.{number}", "--nthreads", "1", "--no-nanny"]
    with _process(environment, *command, "--no-dashboard", quiet=True) as process:
        yield process.pid


@contextmanager
def _process(environment: dict[str, str], *command: str, quiet: bool = False) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if quiet else subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--draws", type=int, default=10_000)
    reader.add_argument("--few", type=int, default=200, help="draws compared with a run without a cluster")
    reader.add_argument("--hosts", type=int, default=3)
    given = reader.parse_args()
    print(json.dumps(lost_one(given.draws, given.few, given.hosts), indent=1))
