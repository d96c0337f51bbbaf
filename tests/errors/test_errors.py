"""Errors say where and what, and come back whole from worker processes."""

from __future__ import annotations

import pickle
import re

import pytest

from reformsim import errors
from reformsim.errors import InputError, Problem, ReformsimError, UnknownNameError, suggest

TOLD = (
    Problem("a.yaml", "is missing", 3, 5, "levers[0].date"),
    Problem("b.csv", "there are no rows", 2),
    Problem("c", "x"),
)
INPUT = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, InputError)]


@pytest.mark.parametrize("kind", INPUT, ids=lambda kind: kind.__name__)
def test_an_error_of_input_keeps_all_its_problems_between_processes(kind: type[InputError]) -> None:
    again = pickle.loads(pickle.dumps(kind(TOLD)))
    assert type(again) is kind
    assert again.problems == TOLD
    assert str(again).splitlines() == [
        "a.yaml:3:5: levers[0].date: is missing", "b.csv:2: there are no rows", "c: x",
    ]  # fmt: skip


def test_an_unknown_name_keeps_its_suggestion_between_processes() -> None:
    again = pickle.loads(pickle.dumps(UnknownNameError("lever", "merge", ["merges", "other"])))
    assert str(again) == "unknown lever 'merge'; did you mean 'merges'?"
    assert (again.kind, again.name, again.known) == ("lever", "merge", ("merges", "other"))


def test_every_error_a_user_can_cause_has_one_base() -> None:
    kinds = {k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, Exception)}
    assert all(issubclass(kind, ReformsimError) for kind in kinds)


def test_known_names_are_listed_only_where_they_are_few_and_none_is_near() -> None:
    assert suggest("x", ["bb", "aa"]) == "; expected one of aa, bb"
    assert suggest("x", map(str, range(100, 120))) == ""
    assert suggest("x", []) == ""


def test_a_line_of_a_message_is_never_longer_than_anybody_reads() -> None:
    long = "x" * 5_000
    for message in (
        str(Problem(long, "is missing", 3)),
        str(InputError([Problem("a.yaml", f"unknown key '{long}'; did you mean 'y'?", 3)])),
        str(UnknownNameError("lever", long, ["merge"])),
    ):
        assert len(message) <= 1_000
        assert re.search(r"x \[\.\.\. 4,\d\d\d characters more \.\.\.\] x", message)
    assert str(UnknownNameError("lever", long, ["merge"])).endswith("x'; expected one of merge")
    assert str(ReformsimError(f"a\n{'y' * 1_000}\nb")) == f"a\n{'y' * 1_000}\nb"
