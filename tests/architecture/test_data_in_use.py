"""Nothing in the data files is dead: each parameter, rule and table is read, or said to be shown only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reformsim.behaviour import load_behaviour
from reformsim.law import load_law
from reformsim.model.rules import rule_table
from tests.architecture.source import PACKAGE, ROOT, looked_up, texts

READERS = ("model", "world", "measures", "law.formulas")
DATA = sorted(p for p in PACKAGE.rglob("*") if p.suffix in {".yaml", ".csv"})


def shown_only() -> set[str]:
    """Tables that docs/law.md lists as only shown."""
    text = (ROOT / "docs" / "law.md").read_text("utf-8").partition("## Tables that are only shown")[2]
    rows = re.findall(r"^\| `\w+\.yaml` \|(.*)\|$", text.partition("\n## ")[0], re.M)
    return set(re.findall(r"`(\w+)`", " ".join(rows)))


def test_every_behavioural_parameter_is_read_by_the_model_or_an_indicator():
    names, rooms = set(load_behaviour().names), ("model", "world", "measures")
    assert sorted(names - looked_up(names, rooms) - texts(rooms)) == []


def test_every_rule_is_read_by_a_phase_or_an_indicator():
    names = set(rule_table())
    assert sorted(names - looked_up(names, ("model", "measures"))) == []


def test_every_table_of_law_is_read_or_said_to_be_only_shown():
    assert sorted(set(load_law().names) - texts(READERS) - shown_only()) == []


def test_no_table_said_to_be_only_shown_is_read_or_unknown():
    assert len(shown_only()) > 10
    assert sorted(shown_only() - set(load_law().names)) == []
    assert sorted(shown_only() & texts(READERS)) == []


@pytest.mark.parametrize("path", DATA, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_data_file_says_what_it_is(path: Path):
    """YAML in its first line; CSV, which has no comments, by name in the README of its folder or the one above."""
    if path.suffix == ".yaml":
        assert path.read_text("utf-8").startswith("# ")
    else:
        guides = [folder / "README.md" for folder in (path.parent, path.parent.parent)]
        assert any(path.name in guide.read_text("utf-8") for guide in guides if guide.exists())
