"""What is asked of a machine that shows a page: how much at once, how long, how large."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one may ask from the page; beyond it a request is refused or cut off, never begun.

    Parameters
    ----------
    body
        Bytes of a request; a scenario written by hand has some thousands.
    years
        Years of a run, the first and the last included.
    replicates, usual
        Replicates of a run at most, and as the page begins.
    run_seconds
        Of a run, after which it is ended.
    request_seconds
        In which a request must have come in whole.
    answer_seconds
        In which an answer must have gone out whole.
    connections
        At once; one more is closed unheard.
    runs
        Since the start: each leaves a folder.
    """

    body: int = 100_000
    years: int = 40
    replicates: int = 16
    usual: int = 4
    run_seconds: float = 1800.0
    request_seconds: float = 10.0
    answer_seconds: float = 60.0
    connections: int = 16
    runs: int = 200
