"""The notebooks run from top to bottom, carry no outputs, and are read in the order of their numbers."""

import multiprocessing
import os
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


LOADED = ("IPython", "reformsim.experiment.runner", "reformsim.model.model", "reformsim.report.figures.lines", "sklearn")
"""What a notebook loads; loaded once and not in each process that runs one."""


def silent_cells(path: Path, folder: Path) -> list[str]:
    """Run a notebook in this process, in a folder, and give the cells that show nothing."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    os.chdir(folder)
    shell, silent = InteractiveShell.instance(), []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            with capture_output() as shown:
                done = shell.run_cell(cell.source, store_history=True)
            done.raise_error()
            if not (shown.stdout or shown.outputs):
                silent.append(cell.source)
    return silent


def test_the_first_notebook_runs_in_a_kernel_as_in_jupyter(tmp_path):
    notebook = nbformat.read(NOTEBOOKS[0], as_version=4)
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    assert [cell.source for cell in notebook.cells if cell.cell_type == "code" and not cell.outputs] == []


@pytest.mark.parametrize("path", NOTEBOOKS[1:], ids=lambda p: p.stem)
def test_a_notebook_runs_from_top_to_bottom_and_every_cell_shows_something(path, tmp_path):
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    with ProcessPoolExecutor(1, context) as alone:
        assert alone.submit(silent_cells, path, tmp_path).result(timeout=600) == []


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
