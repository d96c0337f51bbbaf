"""What one types: examples in the help of every command."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

EXAMPLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "run": (
            "run baseline-2026",
            "run mine.yaml --replicates 16 --workers 4",
            "run note-2011 --set merger.extent=0.4",
        ),
        "compare": (
            "compare baseline-2011 note-2011",
            "compare baseline-2011 mine.yaml --lang nl --out results/mine",
        ),
        "attribute": ("attribute note-2011", "attribute note-2011 --by source"),
        "explore": (
            "explore baseline-2011 note-2011",
            "explore note-2011 --design morris --groups name",
            "explore note-2011 --combinations --apart mergers_from_below,merge_provinces --workers 2",
        ),
        "results": ("results results/demo", "results results/demo --measures turnout_council,autonomy"),
        "export": (
            "export results/demo",
            "export results/demo --lang nl --out note.pptx",
            "export results/demo --format csv --bom --table levels",
        ),
        "plot": ("plot results/demo", "plot results/demo municipalities administrators_total --svg"),
        "map": ("map results/demo", "map results/demo --indicator merger_chance --lang nl"),
        "report": ("report results/demo --lang nl", "report results/demo --out note.pdf"),
        "assurance": (
            "assurance results/demo",
            "assurance results/demo --again 2 --lang nl --out assurance.html",
        ),
        "page": ("page results/demo --out page.html", "page results/demo --lang nl"),
        "serve": ("serve results/demo", "serve results/demo --port 8080 --lang nl"),
        "place": (
            "place 'Oude IJsselstreek'",
            "place Aalsmeer --on 2020-01-01 --members",
            "place Gent -t flanders",
            "place Gendringen results/demo --csv one.csv",
        ),
        "accounts": ("accounts", "accounts --choices"),
        "check": ("check mine.yaml",),
        "show": ("show note-2011",),
        "schema": ("schema > scenario.schema.json",),
        "scenarios": ("scenarios",),
        "levers": ("levers", "levers merge_municipalities"),
        "indicators": ("indicators", "indicators authorities_per_subject"),
        "law": ("law", "law council_seats --on 2026-01-01"),
        "tasks": ("tasks", "tasks youth --on 2026-01-01"),
        "schedule": ("schedule", "schedule --time"),
        "why": ("why GM0358 --year 2027", "why Gendringen baseline-2011 --year 2014"),
        "mechanisms": ("mechanisms", "mechanisms water_board_mergers"),
        "behaviour": ("behaviour", "behaviour merger.extent"),
        "validate": ("validate",),
        "hindcast": ("hindcast --from 2018 --until 2025 --replicates 64", "hindcast --one-year"),
        "forecast": (
            "forecast --out my-forecast",
            "forecast --score docs/forecast-2027-2031 --record record.csv",
        ),
        "fan": ("fan", "fan results/baseline-2026"),
        "estimate": ("estimate --out estimated.yaml",),
        "estimate-cooperation": ("estimate-cooperation --out estimated-cooperation.yaml",),
        "estimate-provinces": ("estimate-provinces --out provinces.yaml",),
        "estimate-councils": ("estimate-councils --out estimated-councils.yaml",),
        "principles": ("principles", "principles two_layers"),
        "territory show": ("territory show flanders", "territory show netherlands --lang nl"),
        "territory check": ("territory check netherlands", "territory check my-territory"),
        "territory synthetic": ("territory synthetic 200 --seed 3 --out my-territory",),
        "territory list": ("territory list",),
    }
)
"""By command; each begins with it, and is what follows ``reformsim``."""


def shown(name: str) -> str | None:
    """Give the examples of a command as its help ends with them; ``None`` for a command without."""
    lines = [f"  reformsim {one}" for one in EXAMPLES.get(name, ())]
    # The mark keeps the lines from being filled up as a paragraph.
    return "\n".join(["\b", "Examples:", *lines]) if lines else None
