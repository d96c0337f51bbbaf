"""The guide to measures and levers of one's own does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reformsim
from reformsim import measures
from reformsim.measures import MEASURES, Snapshots
from reformsim.measures.own import TOGETHER
from reformsim.scenario import check_files
from tests.plugins.own_code import alone

GUIDE = (Path(__file__).parents[2] / "docs" / "own-measures.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    alone(monkeypatch)
    code, scenario = (re.findall(f"```{kind}\n(.*?)```", GUIDE, re.S)[0] for kind in ("python", "yaml"))
    (tmp_path / "my_code.py").write_text(code, "utf-8")
    (tmp_path / "quota.yaml").write_text(scenario, "utf-8")
    return tmp_path


def test_the_example_is_in_order_and_its_lever_and_measures_do_what_they_say():
    assert check_files(["quota.yaml"], allow_code=True) == []
    found = reformsim.compare(["baseline-2011", "quota.yaml"], until=2018, replicates=2, allow_code=True)
    without, quota = found.runs
    assert (quota.of("municipalities")[:, -1] > without.of("municipalities")[:, -1]).all()
    assert (quota.of("small_municipalities")[:, 0] == 156).all()
    assert ((quota.of("in_small") > 0) & (quota.of("in_small") < 1)).all()
    assert MEASURES["in_small"].definition.startswith("Share of the country")


def test_a_measure_of_the_example_takes_five_lines():
    code = re.findall(r"@measure\(\"small.*?(?=\n\n)", GUIDE, re.S)[0]
    assert len(("from reformsim.measures import measure", "", *code.splitlines())) == 5


def test_the_guide_names_what_the_decorator_takes_and_what_snapshots_have():
    for word in (*measures.measure.__kwdefaults__, "unit", "title", *TOGETHER):
        assert f"`{word}`" in GUIDE or f"{word}," in GUIDE or f"{word})" in GUIDE
    offered = set(re.findall(r"`s\.(\w+)", GUIDE))
    assert len(offered) > 15
    made = Snapshots.__init__.__code__.co_names  # count and start are set when it is made
    assert [name for name in sorted(offered) if not hasattr(Snapshots, name) and name not in made] == []
