"""The toy province with a record of what really became of its municipalities."""

from __future__ import annotations

import shutil
from pathlib import Path

from reformsim.scenario import Scenario
from tests.model.worlds import TOY

HEADER = "year,old_code,new_code,new_name,share,kind\n"
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
    """Give a copy of the toy province with these changes; its years are 2011 to 2015."""
    copy = folder / "region"
    if not copy.exists():
        shutil.copytree(TOY, copy)
    (copy / "events.csv").write_text(HEADER + rows, encoding="utf-8")
    return str(copy)


def scenario(territory: str, end: int = 2015, **keys: object) -> Scenario:
    return Scenario(name="toy", territory=territory, horizon={"start": 2011, "end": end}, **keys)
