"""What the code says of mistakes is known in Dutch, and nothing is in the catalogue that the code does not say."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import yaml

from reformsim.estimation import report as estimates
from reformsim.estimation.cooperation import report as cooperation
from reformsim.estimation.councils import report as councils
from reformsim.hindcast import tables
from reformsim.hindcast.fan import coverage, load_errors
from reformsim.hindcast.fan import page as fan
from reformsim.hindcast.kept import load_scores
from reformsim.report.told import scored, told
from reformsim.report.words import catalogue, words
from tests.report.code_texts import GAP, nodes, plain, texts_of, with_gaps

SCENARIOS = Path(__file__).parents[1] / "scenario"

OURS = ("behaviour", "hindcast", "network", "note", "principles", "tasks")
"""Rooms whose messages are about data files of the package itself, which no user writes."""

SAID_BY = {
    *("RunError", "OutputError", "DayError", "AmbiguousNameError", "NotThereError", "Problem", "Complaint"),
    *("PydanticCustomError", "problem", "mistake", "forbidden", "extends_problem"),
}
"""What carries a message to a user."""


def said() -> frozenset[str]:
    """Messages in the code that a user may meet; what is all but wholly put in is told by what is put in."""
    calls = [node for room, node in nodes() if room not in OURS and isinstance(node, ast.Call)]
    carrying = (node for node in calls if getattr(node.func, "id", getattr(node.func, "attr", "")) in SAID_BY)
    values = (value for node in carrying for value in (*node.args, *(one.value for one in node.keywords)))
    found = {text for value in values for text in texts_of(value)}
    return frozenset(text for text in found if len(re.findall(r"(?<![.\w])[a-z]+", text)) > 1 and " " in text)


def test_every_message_that_a_user_may_meet_is_known_in_dutch() -> None:
    dutch, messages = words("nl"), said()
    assert len(messages) > 250
    shown = {text.replace(GAP, "7") for text in messages}
    assert {text for text in shown if told(text, dutch) == text} == set()


def test_every_message_that_is_known_is_said_somewhere() -> None:
    """But for what the system and libraries say, and how texts are put together."""
    code, lost = "\n".join((*plain(), *with_gaps())), dict[str, list[str]]()
    for key, text in catalogue().items():
        if key.startswith("errors.") and key.split(".")[1] not in ("kind", "usage", "last", "outside"):
            pieces = (piece.strip(" ';:(),.") for piece in re.split(r"\{\w+\}", text["en"]))
            lost[key] = [piece for piece in pieces if len(piece) > 6 and piece not in code]
    assert {key: pieces for key, pieces in lost.items() if pieces} == {}


ENGLISH = re.compile(
    r"\b(the|and|with|which|that|from|not|are|by|of them|unknown|expected|already|missing|more than|did you mean)\b"
)


def test_what_broken_scenarios_are_told_of_has_no_english_in_dutch() -> None:
    """The messages that tests/scenario holds the check to, each after its place."""
    cases = yaml.safe_load((SCENARIOS / "broken_scenarios.yaml").read_text("utf-8"))
    dutch, left = words("nl"), []
    for line in (line for case in cases for line in case["told"]):
        message = re.sub(r"^[\w./+-]+(:\d+)*: ", "", line.replace("{threshold}", "0 to 1"))
        plain = re.sub(r"'[^']*'|`[^`]*`", "", told(message, dutch))
        left += [plain] if ENGLISH.search(plain) else []
    assert left == []


def test_what_is_printed_of_hindcasts_fans_and_estimates_has_no_english_in_dutch() -> None:
    dutch, said = words("nl"), []
    for one in load_scores():
        said += [tables.heading(one), tables.facts(one), *tables.verdicts(one), *tables.heads(one)]
        said += [cell for row in tables.cells(one) for cell in row]
    found = coverage(load_errors())
    said += [fan.rule_told(load_errors()), fan.verdict(found), *fan.heads(), *(row[0] for row in fan.cells(found))]
    years = [SimpleNamespace(expected=2.5, real=2)]
    fit = SimpleNamespace(first=2004, last=2011, merging=50, pairs=6185, auc=0.85, average_precision=0.04, years=years)
    said += [estimates.score_line(fit, what) for what in ("used for the estimate", "not used", "partly used")]  # type: ignore[arg-type]
    one = SimpleNamespace(first=2004, last=2026, events=83, controls=9154, log_likelihood=-320.5)
    beside = SimpleNamespace(fits=(one, one))
    result = SimpleNamespace(fit=one, together=beside, beside=("Flanders",), territory="netherlands", level=0.5)
    said += estimates.basis_lines(result)  # type: ignore[arg-type]
    said += [*estimates.COEFFICIENT_HEADS, *estimates.YEAR_HEADS, *cooperation.SCORE_HEADS, *cooperation.PART_HEADS]
    said += [*councils.EFFECT_HEADS, *councils.SCORE_HEADS, *councils.LASTING_HEADS, "merging", "joining a body", "all"]
    assert len(said) > 150
    known = {scored(text, dutch) for text in said}
    assert [
        text for text in known if ENGLISH.search(text) or re.search(r"pairs|years|mergers|\d\.\d(?!\d\d)", text)
    ] == []
    assert "1.064 paren buurgemeenten, waarvan er 50 één gemeente werden." in " ".join(known)


def test_names_stay_as_they_are_and_what_is_meant_is_told() -> None:
    dutch = words("nl")
    assert told("unknown key 'a list'; did you mean 'task'?", dutch) == "onbekende sleutel 'a list'; bedoeld: 'task'?"
    assert (
        told("unknown language 'de'; expected one of en, nl", dutch) == "taal 'de' is onbekend; verwacht een van en, nl"
    )
    assert told("horizon.start: no map; whatever", dutch) == "horizon.start: no map; whatever"
    assert told("expected a list, not nothing", words("en")) == "expected a list, not nothing"
