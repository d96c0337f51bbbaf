"""Whatever stands in a scenario file, it is read or its mistakes are told: nothing ever breaks."""

import copy
import datetime as dt
import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.scenario import check_files
from reformsim.scenario.shipped import shipped_path

NOTE = shipped_path("note-2011").read_text("utf-8")
VALUES = st.sampled_from(
    [
        None, [], {}, [[]], [{}], {"a": {}}, "", " ", "x", "GM0363", 0, -1, 2011, 10**30, 0.5, -0.0, 1e308,
        float("inf"), float("nan"), True, False, dt.date(2013, 1, 1), dt.date(1, 1, 1), dt.date(9999, 12, 31),
        dt.datetime(2013, 1, 1, 12), "2013-01-01", "../..", "./", "ë\u2028\x85",
        b"bytes", ["x", 1], {"id": "x", "drop": True},
    ]
)  # fmt: skip


def places(value, at=()):
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*at, key))


TREE = yaml.safe_load(NOTE)
PLACES = [place for place in places(TREE) if place]


def checked(text: str) -> list:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzz.yaml"
        path.write_text(text, encoding="utf-8")
        return check_files([path])


@settings(max_examples=250, deadline=None)
@given(edits=st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=3))
def test_any_value_in_any_place_is_read_or_told(edits):
    tree = copy.deepcopy(TREE)
    for place, value in edits:
        holder = tree
        try:
            for step in place[:-1]:
                holder = holder[step]
            holder[place[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    for problem in checked(yaml.safe_dump(tree, allow_unicode=True)):
        assert problem.message
        assert "{" not in problem.message.replace("{le40k", "")
        assert len(str(problem)) < 600


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_cut_or_insertion_in_the_text_is_read_or_told(data):
    text = NOTE
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        piece = data.draw(st.sampled_from(["", "-", ":", " ", "\t", "\n", "[", "}", "&a ", "*a", "!x ", "'", '"', "#", "? ", "|", "%"]))  # fmt: skip  # noqa: E501
        text = text[:start] + piece + text[start + length :]
    for problem in checked(text):
        assert problem.message
