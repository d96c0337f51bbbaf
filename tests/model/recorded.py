"""The toy province with a record of what became of its municipalities."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.model.worlds import TOY

HEADER = "year,old_code,new_code,new_name,share,kind\n"


def recorded(folder: Path, rows: str) -> str:
    """Give a copy of the toy province with these changes on record."""
    copy = folder / "region"
    if not copy.exists():
        shutil.copytree(TOY, copy)
    (copy / "events.csv").write_text(HEADER + rows, encoding="utf-8")
    return str(copy)
