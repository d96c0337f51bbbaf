"""The table of docs/effects.md: what the headline effects of the note rest on."""

from __future__ import annotations

from pathlib import Path

from reformsim import attribute
from reformsim.experiment.attribution.sources import SOURCES
from reformsim.measures import MEASURES
from reformsim.report.numbers import MISSING, decimals_for, shown
from reformsim.report.words import words

PAGE = Path(__file__).parents[2] / "docs" / "effects.md"
SCENARIO, REPLICATES, YEAR = "note-2011", 5, 2030

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
    result = attribute(SCENARIO, by="source", replicates=REPLICATES, measures="headline", assumptions="fixed")
    table = result.sources()
    rows = []
    for row in table[table["year"] == YEAR].to_dict("records"):
        about = MEASURES[str(row["indicator"])]
        parts = [float(row[name]) for name in ("whole", *SOURCES)]
        places = min(decimals_for(parts, about.unit) + 1, 4)
        cells = [shown(part, places, signed=True) for part in parts]
        origin = words("en")(f"page.sources.origin.{row['origin']}") if row["origin"] else MISSING
        rows.append(f"| {about.title_en} ({about.unit}) | {' | '.join(cells)} | {origin} |\n")
    return _HEAD + "".join(rows)
