"""Whatever stands in a scenario file, it is read or its mistakes are told: nothing ever breaks."""

import copy
import datetime as dt
import re
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reformsim.errors import ScenarioError
from reformsim.scenario import check_files, load_scenario
from reformsim.scenario.shipped import shipped_path
from tests.fuzzing import TOKENS, fuzzed

TEXTS = [shipped_path(name).read_text("utf-8") for name in ("note-2011", "baseline-2011", "merge-track")]
VALUES = [
    None, [], {}, [[]], [{}], {"a": {}}, "", " ", "x", "GM0363", 0, -1, 2011, 10**30, 0.5, -0.0, 1e308,
    float("inf"), float("nan"), True, False, dt.date(2013, 1, 1), dt.date(1, 1, 1), dt.date(9999, 12, 31),
    dt.datetime(2013, 1, 1, 12), "2013-01-01", "../..", "./", "./a\0b", "a\0b.yaml", "a/" * 2500 + "b.yaml",
    "x" * 300, "x" * 5000 + ".yaml", "ë\u2028\x85", b"bytes", ["x", 1], {"id": "x", "drop": True},
]  # fmt: skip
RAW = {f"RAW{at}": token for at, token in enumerate(("2030-02-31", "0x" + "f" * 5000, "9" * 5000, "1:" * 3000 + "1"))}
"""Plain words that YAML takes for a value and that no value in Python is written as."""
KEYS = (
    "extends", "territory", "horizon", "name", "levers", "replicates", "seed", "law", "groups", "principles",
    "behaviour", "uncertainties", "replay_until", "mergers", "id", "drop", "where", "date", "lever", "passage", "no",
)  # fmt: skip


def places(value, at=()):
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*at, key))


TREES = [yaml.safe_load(text) for text in TEXTS]
EDITS = [
    st.tuples(st.sampled_from([place for place in places(tree) if place]), st.sampled_from([*VALUES, *RAW]))
    for tree in TREES
]


def read_or_told(raw: bytes) -> None:
    """Every mistake is told with its place and in few words; a file without any can be loaded, no other can."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzz.yaml"
        path.write_bytes(raw)
        problems = check_files([path])
        if not problems:
            assert load_scenario(path).name
            return
        with pytest.raises(ScenarioError) as caught:
            load_scenario(path)
        assert [str(one) for one in caught.value.problems] == [str(problem) for problem in problems]
        for problem in problems:
            assert problem.message
            assert problem.file
            assert "pydantic" not in problem.message
            # No form is left unfilled; braces of the file itself may come back in what is told of it.
            assert all(one in raw.decode(errors="replace") for one in re.findall(r"\{\w*\}", problem.message))
            assert max(map(len, str(problem).splitlines())) <= 1_000


@fuzzed(100)
@given(data=st.data())
def test_any_value_in_any_place_is_read_or_told(data):
    at = data.draw(st.integers(0, len(TREES) - 1))
    tree = copy.deepcopy(TREES[at])
    for place, value in data.draw(st.lists(EDITS[at], min_size=1, max_size=3)):
        holder = tree
        try:
            for step in place[:-1]:
                holder = holder[step]
            key = data.draw(st.sampled_from((place[-1], *KEYS))) if isinstance(holder, dict) else place[-1]
            holder[key] = value
        except (KeyError, IndexError, TypeError):
            continue
    text = yaml.safe_dump(tree, allow_unicode=True)
    for word, raw in RAW.items():
        text = text.replace(word, raw)
    read_or_told(text.encode())


@fuzzed(60)
@given(data=st.data())
def test_any_cut_or_insertion_in_the_text_is_read_or_told(data):
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + data.draw(st.sampled_from(TOKENS)) + text[start + data.draw(st.integers(0, 12)) :]
    read_or_told(text.encode())


@fuzzed(60)
@given(data=st.data())
def test_any_bytes_are_read_or_told(data):
    raw = data.draw(st.sampled_from(TEXTS)).encode()
    for _ in range(data.draw(st.integers(1, 2))):
        start = data.draw(st.integers(0, len(raw)))
        raw = raw[:start] + data.draw(st.binary(max_size=8)) + raw[start + data.draw(st.integers(0, 40)) :]
    read_or_told(raw)
