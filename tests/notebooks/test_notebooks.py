"""The notebooks run from top to bottom, carry no outputs, and are read in the order of their numbers."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


@each
def test_a_notebook_runs_from_top_to_bottom_and_every_cell_shows_something(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    silent = [cell.source for cell in notebook.cells if cell.cell_type == "code" and not cell.outputs]
    assert silent == []


@each
def test_a_committed_notebook_is_valid_and_carries_no_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


@each
def test_a_notebook_begins_with_its_title_and_tells_what_it_does(path):
    first = nbformat.read(path, as_version=4).cells[0]
    title, _, rest = first.source.partition("\n")
    assert first.cell_type == "markdown"
    assert re.fullmatch(r"# \S.*", title)
    assert rest.strip()


@each
def test_no_notebook_names_a_place_on_somebodys_machine(path):
    text = path.read_text("utf-8")
    assert re.findall(r"(?:/home/|/Users/|/tmp/|/work/|[A-Z]:\\\\)\S*", text) == []


def test_the_notebooks_are_numbered_in_the_order_of_reading():
    assert [p.stem for p in NOTEBOOKS] == [
        "01_first_run",
        "02_own_scenario",
        "03_look_inside",
        "04_hindcast",
        "05_own_territory",
        "06_own_measures",
        "07_what_it_hangs_on",
    ]
