"""What the shipped note's headline effects rest on stands in the documentation as the model gives it."""

import pytest

from tests.golden.outcomes import UPDATE
from tests.golden.sources import PAGE, page


@pytest.fixture(scope="module")
def written() -> str:
    return page()


def test_the_page_is_what_the_model_gives(written: str):
    assert written == PAGE.read_text("utf-8"), (
        f"docs/effects.md is not what the model gives; if that was meant: {UPDATE}"
    )


def test_what_the_note_spends_less_is_put_in_by_its_own_discounts(written: str):
    (line,) = [line for line in written.splitlines() if line.startswith("| Spending per inhabitant")]
    assert line.endswith("| the scenario's own figures |")


def test_that_there_are_fewer_councillors_is_law(written: str):
    (line,) = [line for line in written.splitlines() if line.startswith("| Councillors")]
    assert line.endswith("| law |")
