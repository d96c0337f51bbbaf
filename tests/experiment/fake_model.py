"""A model of a few lines: what comes of a replicate depends on seed and replicate only.

It stands in for the real model where a test is about ensembles, tables or files, and lives in a module of its
own so that worker processes can import it.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reformsim.errors import RunError
from reformsim.measures import MEASURES

UNITS = ("U01", "U02", "U03", "U04")


@dataclass(frozen=True)
class FakeEvent:
    year: int
    kind: str
    subject: str
    members: tuple[str, ...]
    detail: str


@dataclass(frozen=True)
class FakeRecord:
    """The fields that the experiment room reads of a record."""

    scenario: str
    replicate: int
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    values: NDArray[np.float64]
    events: tuple[FakeEvent, ...]
    units: tuple[str, ...] = UNITS
    municipalities: tuple[str, ...] = (*UNITS, "U01+U02")
    names: dict[str, str] = field(default_factory=lambda: {"U01": "Eerste", "U01+U02": "Eerste-Tweede, Nieuw"})
    owner: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int32))
    local: object = None
    violations: tuple[object, ...] = ()


def headline_names() -> tuple[str, ...]:
    """Three headline indicators and one that is not, in the order of the registry."""
    main = [name for name, i in MEASURES.items() if i.headline][:3]
    rest = [name for name, i in MEASURES.items() if not i.headline][:1]
    return tuple(name for name in MEASURES if name in {*main, *rest})


def simulate(scenario: object, replicate: int) -> FakeRecord:
    """Draw numbers from (seed, replicate); a scenario's levers lower every number by one each."""
    years = tuple(range(scenario.horizon.start, scenario.horizon.end + 1))  # type: ignore[attr-defined]
    names = headline_names()
    draws = np.random.default_rng((scenario.seed, replicate)).normal(  # type: ignore[attr-defined]
        100.0, 5.0, (len(years), len(names))
    )
    values = draws - len(scenario.levers)  # type: ignore[attr-defined]
    merged = years[0] + 1 + replicate % 3
    owner = np.tile(np.arange(4, dtype=np.int32), (len(years), 1))
    owner[[y >= merged for y in years], :2] = 4
    happened = (FakeEvent(merged, "merger", "U01+U02", ("U01", "U02"), "by consent, in council"),)
    return FakeRecord(
        scenario.name,  # type: ignore[attr-defined]
        replicate,
        years,
        names,
        values,
        happened,
        owner=owner,
    )


def fail_in_third(scenario: object, replicate: int) -> FakeRecord:
    """Break the third replicate, as a model would that finds one of its own rules broken."""
    if replicate == 2:
        raise RunError("replicate 2: inhabitants were lost in 2014")
    return simulate(scenario, replicate)


def die_in_third(scenario: object, replicate: int) -> FakeRecord:
    """End the process without a word, as one that ran out of memory."""
    if replicate == 2:
        os._exit(9)
    return simulate(scenario, replicate)


def fail_in_second(scenario: object, replicate: int) -> FakeRecord:
    """Raise in the second replicate what is not an error of ours."""
    if replicate == 1:
        raise ZeroDivisionError("division by zero")
    return simulate(scenario, replicate)


def interrupt_in_third(scenario: object, replicate: int) -> FakeRecord:
    """Ask for the end of everything, as Ctrl-C does."""
    if replicate == 2:
        raise KeyboardInterrupt
    return simulate(scenario, replicate)


def vanish_in_third(scenario: object, replicate: int) -> FakeRecord:
    """End the process as if all were well."""
    if replicate == 2:
        os._exit(0)
    return simulate(scenario, replicate)


def unsendable_in_third(scenario: object, replicate: int) -> object:
    """Give what no other process can receive."""
    return (lambda: None) if replicate == 2 else simulate(scenario, replicate)


def never_end(scenario: object, replicate: int) -> FakeRecord:
    """Give the first replicate; the others take longer than anybody waits."""
    if replicate > 0:
        time.sleep(600)
    return simulate(scenario, replicate)


@dataclass(frozen=True)
class DiesOnce:
    """A model whose process is killed in the third replicate, unless the marker shows that it was before."""

    marker: str

    def __call__(self, scenario: object, replicate: int) -> FakeRecord:
        if replicate == 2:
            with suppress(FileExistsError):
                os.close(os.open(self.marker, os.O_CREAT | os.O_EXCL))
                os.kill(os.getpid(), signal.SIGKILL)
        return simulate(scenario, replicate)


def compare_into(folder: Path, replicates: int, until: int) -> None:
    """Compare two shipped scenarios with this model and keep the results; for processes that are killed."""
    from reformsim.experiment import compare
    from reformsim.experiment.adjusting import adjusted
    from reformsim.scenario import load_scenario

    scenarios = [adjusted(load_scenario(name), until=until) for name in ("baseline-2011", "note-2011")]
    compare(scenarios, replicates=replicates, out=folder, simulate=simulate)
