"""``docs/your-own-country.md``: what it has the reader write is in order, and gives what it says."""

from __future__ import annotations

import math
import re
import shutil
from pathlib import Path

import pytest

from reformsim.country import load_country
from reformsim.measures import measured
from reformsim.measures.known import lacking, unknown
from reformsim.model import simulate
from reformsim.scenario import check_files, load_scenario
from reformsim.territory import check_territory, load_territory

PAGE = Path(__file__).resolve().parents[2] / "docs" / "your-own-country.md"
WRITTEN = re.compile(r"^cat > (\S+) <<'EOF'\n(.*?)^EOF$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The files of the page, written."""
    here = tmp_path_factory.mktemp("afternoon")
    (here / "freedonia").mkdir()
    for name, text in WRITTEN.findall(PAGE.read_text("utf-8")):
        (here / name).write_text(text, "utf-8")
    return here


def test_every_file_of_the_page_is_in_order(folder: Path):
    assert check_territory(folder / "freedonia") == []
    assert check_files([folder / "now.yaml", folder / "merged.yaml"]) == []


def test_its_country_knows_what_it_says_and_nothing_dutch(folder: Path):
    land = load_territory(folder / "freedonia")
    law = load_country(land.country).law
    assert set(law.names) - law.unknown == {"council_seats", "council_elections"}
    assert {"tasks", "bodies"} <= unknown(land) and not {"water_boards", "sub_municipal", "euro"} & unknown(land)


def test_where_there_are_no_bodies_and_tasks_are_not_known_all_else_is_measured(folder: Path, tmp_path: Path):
    shutil.copytree(folder, tmp_path / "copy")
    file = tmp_path / "copy" / "freedonia" / "country.yaml"
    file.write_text(file.read_text("utf-8").replace("sub_municipal]", "sub_municipal, bodies]"), "utf-8")
    record = measured(simulate(load_scenario(tmp_path / "copy" / "now.yaml"), 0))
    absent = lacking(load_territory(tmp_path / "copy" / "freedonia"), record.indicators)
    of = dict(zip(record.indicators, record.values[-1].tolist(), strict=True))
    assert of["bodies_total"] == of["violations.equal_footing"] == 0.0
    assert "thin_tasks" in absent and all(math.isnan(of[name]) for name in absent)


def test_a_change_of_the_country_file_is_another_territory(folder: Path, tmp_path: Path):
    shutil.copytree(folder / "freedonia", tmp_path / "freedonia")
    file = tmp_path / "freedonia" / "country.yaml"
    before = load_territory(tmp_path / "freedonia").hash
    assert before == load_territory(folder / "freedonia").hash
    file.write_text(file.read_text("utf-8").replace("5000: 11", "5000: 13"), "utf-8")
    assert load_territory(tmp_path / "freedonia").hash != before


def test_a_scenario_with_a_task_says_that_the_tasks_are_not_known(folder: Path):
    wrong = folder / "task.yaml"
    wrong.write_text(
        "extends: now.yaml\nname: task\nlevers:\n  - {lever: decentralise_task, date: 2024-01-01, task: youth_care, "
        "carrier: gemeente, involved: [gemeente], source: invented}\n"
    )
    (problem,) = check_files([wrong])
    assert "unknown task 'youth_care': the tasks of Freedonia are not known" in str(problem)


def test_the_scenarios_run_on_the_folder_beside_them(folder: Path):
    assert load_scenario(folder / "merged.yaml").land().country.endswith("country.yaml")
