"""The table of docs/effects.md: what the headline effects of the note rest on."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from reformsim import attribute
from reformsim.experiment.attribution.sources import SOURCES
from reformsim.measures import MEASURES
from reformsim.report.numbers import MISSING, decimals_for, shown
from reformsim.report.words import words
from tests.golden.outcomes import known

PAGE = Path(__file__).parents[2] / "docs" / "effects.md"
SCENARIO, REPLICATES, YEAR = "note-2011", 5, 2030
KEPT, CHECKED = Path(__file__).with_name("effects.json"), 2015
"""What the page was written with: its checksum, and the parts in this year of one replicate."""

Checked: TypeAlias = dict[str, dict[str, float | None]]

_HEAD = f"""\
# What the effects of the note rest on

Written by `python -m tests.golden.update`, of
`reformsim attribute {SCENARIO} --by source --replicates {REPLICATES} --assumptions fixed`:
the effect of the package in {YEAR} by what it rests on. What each part means, and where it ends, is in
[results.md](results.md).

| | effect | law | own figures | estimated behaviour | assumptions | rests mostly on |
|---|---:|---:|---:|---:|---:|---|
"""


def page() -> str:
    """The page as the model now gives it."""
    table = _sources(REPLICATES, YEAR)
    rows = []
    for row in table[table["year"] == YEAR].to_dict("records"):
        about = MEASURES[str(row["indicator"])]
        parts = [float(row[name]) for name in ("whole", *SOURCES)]
        places = min(decimals_for(parts, about.unit) + 1, 4)
        cells = [shown(part, places, signed=True) for part in parts]
        origin = words("en")(f"page.sources.origin.{row['origin']}") if row["origin"] else MISSING
        rows.append(f"| {about.title_en} ({about.unit}) | {' | '.join(cells)} | {origin} |\n")
    return _HEAD + "".join(rows)


def digest(text: str) -> str:
    """Checksum of a page."""
    return hashlib.sha256(text.encode()).hexdigest()


def checked() -> Checked:
    """Of one replicate and the first years, the parts of every headline: the page takes minutes, this seconds."""
    table = _sources(1, CHECKED)
    last = table[table["year"] == CHECKED].set_index("indicator")
    return {name: {part: known(last.at[name, part]) for part in ("whole", *SOURCES)} for name in last.index}


def update() -> None:
    """Write the page and, with its checksum, what the tests hold the model against."""
    text = page()
    PAGE.write_text(text, "utf-8", newline="\n")
    content = {"page": digest(text), "parts": checked()}
    KEPT.write_text(json.dumps(content, indent=1) + "\n", "utf-8", newline="\n")


def _sources(replicates: int, until: int) -> pd.DataFrame:
    result = attribute(
        SCENARIO, by="source", replicates=replicates, until=until, measures="headline", assumptions="fixed"
    )
    return result.sources()
