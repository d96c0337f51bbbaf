"""The toy province with a record of what really became of its municipalities."""

from __future__ import annotations

from pathlib import Path

from reformsim.scenario import Scenario
from tests.model.recorded import recorded as toy_with_record
from tests.model.worlds import beyond_ranges

RECORD = """\
2012,T10,T20,Zuidrand,1,merge
2012,T11,T20,Zuidrand,1,merge
2013,T01,T02,Beekzicht,1,absorb
2014,T03,T21,Cappel,1,rename
2015,T20,T22,Zuidland,1,merge
2015,T09,T22,Zuidland,1,merge
"""
"""12 municipalities in 2011, 11 in 2012, 10 in 2013 and 2014, 9 in 2015; the third change is a new name only."""


def recorded(folder: Path, rows: str = RECORD) -> str:
    """The toy province with this record of changes."""
    return toy_with_record(folder, rows)


def scenario(territory: str, end: int = 2015, **keys: object) -> Scenario:
    keys = {"behaviour": {}} | keys
    return beyond_ranges(name="toy", territory=territory, horizon={"start": 2011, "end": end}, **keys)
