"""What a measure asks of a run: each is computed on snapshots that write down what is read of them.

``python -m tests.measures.asking`` writes ``measures/needs.yaml`` anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import reformsim
from reformsim.history import History
from reformsim.law import Law
from reformsim.measures import MEASURES
from reformsim.measures.registry import local, local_of, national
from reformsim.measures.view.snapshots import Snapshots
from reformsim.model import simulate

FILE = Path(reformsim.__file__).parent / "measures" / "needs.yaml"
OFFICES = {"seats": "council_seats", "aldermen": "aldermen_share", "aldermen_fte": "aldermen_share"}
IN_PROVINCES = {
    "seats": "provincial_council_seats",
    "deputies": "deputies_in_office",
    "deputies_fte": "deputies_in_office",
}
OF_TASKS = {
    *("carrier", "involved", "budget", "efficient_scale", "moved", "finances", "directives", "province_capacity"),
}
THROUGH_BODIES = {"executor", "adequacy", "capacity", "authorities", "tiers", "ceded"}
"""What is of tasks and hangs on the bodies that carry them out or have a say in them."""


class Seen:
    """Something whose attributes are written down when they are read."""

    def __init__(self, thing: Any, note: Any):
        self._thing, self._note = thing, note

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._thing, name)
        if isinstance(self._thing, Law):
            return self._of_law(found)
        deeper = self._note(name)
        return found if deeper is None else Seen(found, deeper)

    def __getitem__(self, name: str) -> Any:
        self._note(name)
        return self._thing[name]

    def _of_law(self, found: Any) -> Any:
        if not callable(found):
            return found

        def asked(*given: Any, **more: Any) -> Any:
            if given and isinstance(given[0], str):
                self._note(given[0])
            return found(*given, **more)

        return asked


def needs_of(history: History) -> Iterator[tuple[str, list[str]]]:
    """Give every shipped measure with the tables of law and the institutions that it is made of."""
    of_family: dict[str, set[str]] = {}
    for name in (name for name, one in MEASURES.items() if one.shipped):
        asked: set[str] = set()
        seen = replace(
            history, first=Seen(history.first, _of_snapshot(asked)),
            years=tuple(Seen(shot, _of_snapshot(asked)) for shot in history.years),
        )  # fmt: skip
        snapshots = Snapshots([seen])
        national(snapshots, (name,))
        local(snapshots, local_of((name,)))
        one = MEASURES[name]
        if one.task:
            # The tasks of the run are those of one day; what is measured of others is made of the same.
            asked |= of_family.setdefault(name.removesuffix(one.task), asked)
        if "€" in one.unit or "EUR" in one.unit:
            asked.add("euro")
        yield name, sorted(asked)


def _of_snapshot(asked: set[str]) -> Any:
    def note(name: str) -> Any:
        if name in OFFICES:
            asked.add(OFFICES[name])
        elif name in OF_TASKS:
            asked.add("tasks")
        elif name in THROUGH_BODIES:
            asked.update(("bodies", "tasks"))
        elif name in ("merger_grants", "merger_log"):
            asked.add("merger_grant_base")
        elif name == "books":
            asked.add("accounts")
        elif name == "councils":
            asked.add("parties")
        parts = {
            "law": asked.add,
            "rules": lambda rule: asked.add("agencies") if rule.startswith("agencies.") else None,
            "provinces": lambda inner: asked.add(IN_PROVINCES[inner]) if inner in IN_PROVINCES else None,
            "water_boards": lambda inner: asked.add("water_boards"),
            "sub_municipal": lambda inner: asked.add("sub_municipal"),
            "network": lambda inner: asked.add("bodies"),
        }
        return parts.get(name)

    return note


def of_toy() -> dict[str, list[str]]:
    """Give the needs of all measures as a year on the toy province shows them."""
    toy = Path(__file__).resolve().parents[1] / "toy"
    scenario = reformsim.load_scenario("note-2011").model_copy(
        update={"territory": str(toy), "levers": (), "groups": {}, "horizon": {"start": 2011, "end": 2012}}
    )
    return dict(needs_of(simulate(scenario, 0)))


def written() -> str:
    """Give the file as it should be."""
    head = (
        "# What each measure is made of: tables of law and institutions; written by python -m tests.measures.asking.\n"
    )
    return head + "".join(f"{name}: [{', '.join(needs)}]\n" for name, needs in of_toy().items() if needs)


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
