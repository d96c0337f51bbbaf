"""What the shipped note's headline effects rest on stands in the documentation as the model gives it."""

import json

from tests.golden.outcomes import UPDATE, differences
from tests.golden.sources import KEPT, PAGE, checked, digest

WRITTEN = PAGE.read_text("utf-8")


def test_the_page_is_of_the_model_as_it_is():
    """The page and what a replicate gave were written together: the page is true as long as that comes out again."""
    kept = json.loads(KEPT.read_text("utf-8"))
    assert digest(WRITTEN) == kept["page"], f"docs/effects.md was changed by hand; it is written by: {UPDATE}"
    told = differences(kept["parts"], checked())
    assert not told, "\n".join([f"docs/effects.md is not what the model gives; if that was meant: {UPDATE}", *told])


def test_what_the_note_spends_less_is_put_in_by_its_own_discounts():
    (line,) = [line for line in WRITTEN.splitlines() if line.startswith("| Spending per inhabitant")]
    assert line.endswith("| the scenario's own figures |")


def test_that_there_are_fewer_councillors_is_law():
    (line,) = [line for line in WRITTEN.splitlines() if line.startswith("| Councillors")]
    assert line.endswith("| law |")
