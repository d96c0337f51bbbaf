"""The glossary keeps up with the words of the project."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

from reformsim.law import load_law
from reformsim.tasks import FORMS, LAYERS, load_tasks

TEXT = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"`([a-z_*]+)`", TEXT))


def test_every_task_has_its_dutch_term_in_the_glossary():
    assert set(load_tasks().ids) <= WORDS


def test_every_layer_and_every_legal_form_of_public_law_is_explained():
    assert set(LAYERS) <= WORDS
    assert set(FORMS[:5]) <= WORDS


def test_every_law_table_the_glossary_points_to_exists():
    names = load_law().names
    prefixes = ("merger_", "wgr_", "water_board_", "fund_", "fixed_sum", "aldermen_", "council_", "deputies_")
    for word in WORDS:
        if word.startswith(prefixes) and word not in ("water_board_elections",):
            assert any(fnmatch(name, word) for name in names), word
