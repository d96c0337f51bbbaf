"""Mistakes in what territory.yaml says about the institutions of the first day."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reformsim.tasks import load_tasks
from reformsim.territory import check_territory

TOY = Path(__file__).parent.parent / "toy"
COUNCIL = "  - {unit: T05, bodies: 3, councillors: 30, executives: 6, source: invented}\n"

BROKEN = [
    ("seats: 20", "seats: 0", "20:38: water_boards.seats: 0 is wrong, expected 1 or more"),
    ("seats: 20", "seats: 101", "20:38: water_boards.seats: 101 is wrong, expected 100 or less"),
    ("seats: 20", "seats: true", "water_boards.seats: true is wrong, expected a whole number"),
    ("seats: 20", "seats: null", "20:38: water_boards.seats: is empty, expected a whole number"),
    ("seats: 20", "seats: [20]", "water_boards.seats: a list is wrong, expected a whole number"),
    ("seats: 20", "seats: {a: 1}", "water_boards.seats: a mapping is wrong, expected a whole number"),
    ("title: The toy province", "title: ''", "3:1: title: is empty, expected text"),
    ("name: toy", "name: Toy", "2:1: name: 'Toy' is wrong, expected small letters, digits and hyphens only"),
    (COUNCIL, COUNCIL * 2, "sub_municipal_councils[1].unit: the unit 'T05' stands twice"),
    (
        "say: [regional_economy]",
        "say: [regional_transport]",
        "statutory_bodies[2].say[0]: the task 'regional_transport' stands under 'tasks' as well",
    ),
    (
        "tasks: [safety]",
        "tasks: [safety], only: {police: [VR1]}",
        "statutory_bodies[0].only.police: 'police' is not among the body's tasks; expected one of safety",
    ),
    (
        "tasks: [safety]",
        "tasks: [safety], only: {safety: [nowhere]}",
        "statutory_bodies[0].only.safety[0]: unknown region of 'veiligheidsregio' 'nowhere'",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_a_mistake_in_the_institutions_is_told_at_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    path = folder / "territory.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    (problem,) = check_territory(folder, tasks=load_tasks().ids)
    assert message in str(problem)
    assert problem.line is not None


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words\n", "5\n"])
def test_a_territory_file_that_is_no_mapping_is_told(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    (folder / "territory.yaml").write_text(content, "utf-8")
    (problem,) = check_territory(folder)
    assert str(problem).endswith("territory.yaml:1:1: expected keys with values")
