"""Every import goes downstream, as the table in docs/architecture.md says."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import lru_cache

import pytest

import reformsim
from reformsim.experiment.store.fingerprint import APART
from tests.architecture.source import ROOT, Import, imports, modules

OUTSIDE = {"__init__", "__main__"}
"""The package's face, whose names are loaded when asked for, and the way in from the command line."""

MESA = {"model.model", "model.faces.agents", "model.faces.actors"}
FILES = {"csv", "io", "json", "os", "pathlib", "shutil", "tempfile", "yaml"}
RULES = ("world", "model", "measures")
READS_ITS_OWN_TABLE = {"model.rules": {"yaml"}, "model.cooperation.boards.governance": {"yaml"}}


@dataclass(frozen=True)
class Room:
    """A row of the table: what may be imported at once, in one module only, and when it is used."""

    place: int
    now: frozenset[str]
    only_in: tuple[tuple[str, str], ...]
    late: frozenset[str]


@lru_cache(maxsize=1)
def rooms() -> dict[str, Room]:
    """The table, by room in its order; a row may hold several modules."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \|([^|]*)\|([^|]*)\|$", text.partition("| room |")[2].partition("\n\n")[0], re.M)
    table = {}
    for place, (names, now, late) in enumerate(rows):
        only_in = tuple(re.findall(r"(\w+) \(in `([\w.]+)` only\)", now))
        plain = re.sub(r" \(in [^)]*\)", "", now)
        row = Room(place, _words(plain) - {one for one, _ in only_in}, only_in, _words(late))
        for name in re.findall(r"`([\w.]+)`", names):
            table[name] = row
    return table


def _words(cell: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w.]+", cell))


def room_of(module: str) -> str | None:
    """The row a module (without the package's name) belongs to: the longest that fits."""
    fitting = [room for room in rooms() if module == room or module.startswith(room + ".")]
    return max(fitting, key=len, default=None)


def inner() -> list[Import]:
    """All imports of one module of ours by another, the way in excepted."""
    return [
        one
        for module in modules()
        if module.name not in OUTSIDE
        for one in imports(module)
        if one.target.startswith("reformsim.") and one.target != "reformsim.__version__"
    ]


def outer(module_name: str) -> list[tuple[Import, str]]:
    """All imports of libraries by a module, with the library."""
    found = [one for module in modules() if module.name == module_name for one in imports(module)]
    return [(one, one.target.split(".")[0]) for one in found if not one.target.startswith("reformsim")]


def allowed(one: Import, here: str, there: str) -> bool:
    row = rooms()[here]
    if (
        there in ("errors", "arrays")
        or there in row.now
        or any(there == room and one.importer == where for room, where in row.only_in)
    ):
        return True
    return there in row.late and (one.late or one.typed)


def test_every_module_has_a_room_in_the_table():
    assert len(rooms()) >= 15
    assert [m.name for m in modules() if m.name not in OUTSIDE and room_of(m.name) is None] == []


def test_the_table_names_only_rooms_above_each_row():
    table = rooms()
    wrong = [
        (name, other)
        for name, row in table.items()
        for other in {*row.now, *row.late, *(one for one, _ in row.only_in)}
        if other not in table or table[other].place >= row.place
    ]
    assert wrong == []


def test_no_room_imports_against_the_stream():
    wrong = []
    for one in inner():
        here, there = room_of(one.importer), room_of(one.target.removeprefix("reformsim."))
        assert here is not None, one.place
        same = there is not None and rooms()[here] is rooms()[there]
        # A module of a room may use those rows of its own room that stand apart, higher up.
        own = there is not None and there.startswith(f"{here}.")
        if not same and not own and (there is None or not allowed(one, here, there)):
            wrong.append(f"{one.place}: {here} imports {one.target}")
    assert wrong == []


def test_only_what_draws_itself_reaches_downstream_by_the_packages_face():
    used = {
        (module.name, node.attr)
        for module in modules()
        if module.name not in OUTSIDE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "reformsim"
    }
    downstream = set()
    for module, word in sorted(one for one in used if one[1] in reformsim._HOME):
        here, there = room_of(module), room_of(reformsim._HOME[word].removeprefix("reformsim."))
        assert here is not None and there is not None
        if rooms()[there].place > rooms()[here].place:
            downstream.add((module, word))
    shown = ("Seen", "PlaceSeen", "plot", "figure", "draw_map", "place_in", "screen_html", "exploration_html")
    results = {("experiment.drawing", word) for word in shown}
    lands = {("territory.frozen", word) for word in ("Seen", "Place", "place", "draw_territory", "territory_html")}
    assert downstream == {*results, *lands}


def test_every_direction_the_table_allows_is_used():
    seen = {(room_of(one.importer), room_of(one.target.removeprefix("reformsim."))) for one in inner()}
    rows: dict[int, set[str]] = {}
    for name, row in rooms().items():
        rows.setdefault(row.place, set()).add(name)
    unused = [
        (name, other)
        for name, row in rooms().items()
        for other in {*row.now, *row.late, *(one for one, _ in row.only_in)}
        if not any((twin, other) in seen for twin in rows[row.place])
    ]
    assert unused == []


def test_what_results_follow_from_is_all_that_simulates_and_measures_and_no_room_else():
    table, used = rooms(), {"scenario", "model", "measures", "errors", "arrays"}
    while more := {other for name in used for other in table[name].now | table[name].late} - used:
        used |= more
    others = {f"{name.partition('.')[0]}/" for name in table.keys() - used}
    assert others == set(APART) - {"scenario/shipped/"}


def test_only_the_model_and_its_agents_know_mesa():
    users = {module.name for module in modules() for _, library in outer(module.name) if library == "mesa"}
    assert users == MESA


@pytest.mark.parametrize(("library", "rooms_that_may"), [
    ("matplotlib", {"report"}),
    ("pandas", {"report", "experiment", "hindcast", "dossier"}),
    ("typer", {"cli"}),
    ("rich", {"cli", "report"}),
])  # fmt: skip
def test_a_heavy_library_stays_in_its_room(library: str, rooms_that_may: set[str]):
    wrong = [
        one.place
        for module in modules()
        for one, name in outer(module.name)
        if name == library and module.name.split(".")[0] not in rooms_that_may
    ]
    assert wrong == []


def test_rules_read_and_write_no_files():
    wrong = [
        f"{one.place}: {library}"
        for module in modules()
        if module.name.split(".")[0] in RULES
        for one, library in outer(module.name)
        if library in FILES - READS_ITS_OWN_TABLE.get(module.name, set())
    ]
    assert wrong == []


def test_no_module_imports_itself_through_others():
    """No circle of imports, those inside functions among them; only what type checkers read may look back."""
    names = {module.name for module in modules()}
    edges: dict[str, set[str]] = {name: set() for name in names}
    for one in inner():
        if one.typed:
            continue
        parts = one.target.removeprefix("reformsim.").split(".")
        target = next((".".join(parts[:n]) for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in names), None)
        if target is not None and target != one.importer:
            edges[one.importer].add(target)
    while leaves := {name for name, targets in edges.items() if not targets & edges.keys()}:
        edges = {name: targets for name, targets in edges.items() if name not in leaves}
    assert edges == {}


@pytest.mark.parametrize(("importer", "target", "late", "fine"), [
    ("law.tables", "territory", False, False),
    ("measures.service", "model.government.residents", False, True),
    ("measures.service", "model.mergers", False, False),
    ("model.model", "history.snapshot", False, True),
    ("model.mergers.phase", "measures.view.snapshots", False, False),
    ("experiment.results", "report.page.tables", True, True),
    ("experiment.results", "report.page.tables", False, False),
])  # fmt: skip
def test_the_table_is_read_as_it_is_meant(importer: str, target: str, late: bool, fine: bool):
    one = Import("here", importer, f"reformsim.{target}", late, False)
    here, there = room_of(importer), room_of(target)
    assert here and there
    assert allowed(one, here, there) is fine
