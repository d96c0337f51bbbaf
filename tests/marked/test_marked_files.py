"""Files read with the place of every value: what is wrong with their form is told, never raised."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.errors import DataError
from reformsim.law.load import load_folder
from reformsim.marked import Marked, byte_spot, dotted, read_marked
from reformsim.tasks.load import read_book
from reformsim.territory import check_territory

NO_DATA = [
    ("", "the file is empty"),
    ("# only a comment\n", "the file is empty"),
    ("---\n", "the file is empty"),
    ("a: [1\n", "2:1: is not YAML: did not find expected ',' or ']'"),
    ("a: 1\n---\nb: 2\n", "2:1: is not YAML: but found another document"),
    ("a: \x07\n", "1:4: a character that YAML forbids (U+0007)"),
    ("a: &x 1\nb: *x\n", "2:4: aliases ('*name') are not allowed here; write the value out"),
    ("a: " + "[" * 100_000, "1:23: is nested too deeply"),
    ("a: " + "{a: " * 100_000, "1:80: is nested too deeply"),
]
WRONG = [
    ("2011-01-01: x", "1:1: a key must be a plain word"),
    ("~: x", "1:1: a key must be a plain word"),
    ("1.5: x", "1:1: a key must be a plain word"),
    ("? [a]\n: x", "1:3: a key must be a plain word"),
    ("<<: {a: 1}", "1:1: a key must be a plain word"),
    ("a: 1\nb: 2\na: 3", "3:1: a: the key stands twice, first on line 1"),
    ("1: a\ntrue: b", "2:1: True: the key stands twice, first on line 1"),
    ("a: {b: !mine x}", "1:5: a.b: the tag '!mine' is not read here; write a plain value"),
    ("a: !!set {b}", "1:1: a: the tag 'set' is not read here; write a plain value"),
    ("a: [1, 2015-02-30]", "1:8: a[1]: '2015-02-30' cannot be read: day is out of range for month"),
    ("a: !!int ''", "1:1: a: '' cannot be read: it is no 'int'"),
    ("a: !!bool maybe", "1:1: a: 'maybe' cannot be read: it is no 'bool'"),
    ("a: !!timestamp soon", "1:1: a: 'soon' cannot be read: it is no 'timestamp'"),
]


def read(folder: Path, text: str) -> Marked:
    path = folder / "f.yaml"
    path.write_text(text, "utf-8")
    return read_marked(path, "f.yaml")


@pytest.mark.parametrize(("text", "message"), NO_DATA)
def test_a_file_without_a_readable_tree_gives_no_data_and_one_reason(tmp_path, text, message):
    found = read(tmp_path, text)
    assert found.data is None
    assert [str(p).removeprefix("f.yaml:").strip() for p in found.problems] == [message]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_mistake_of_form_is_told_at_its_place(tmp_path, text, message):
    assert [str(p) for p in read(tmp_path, text).problems] == [f"f.yaml:{message}"]


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    assert [str(p) for p in read_marked(tmp_path / "no.yaml", "no.yaml").problems] == ["no.yaml: the file is missing"]
    assert [str(p) for p in read_marked(tmp_path, "d").problems] == ["d: cannot be read: is a folder, expected a file"]


def test_each_key_and_each_item_has_the_place_where_it_stands(tmp_path):
    found = read(tmp_path, "a: 1\nb:\n  - x\n  - {3000: y}\n")
    assert found.data == {"a": 1, "b": ["x", {3000: "y"}]}
    assert found.marks == {
        (): (1, 1), ("a",): (1, 1), ("b",): (2, 1), ("b", 0): (3, 5), ("b", 1): (4, 5), ("b", 1, "3000"): (4, 6),
    }  # fmt: skip


def test_what_is_missing_is_told_at_its_nearest_ancestor(tmp_path):
    found = read(tmp_path, "a: 1\nb:\n  - x\n")
    assert str(found.problem(("b", 0, "name"), "is missing")) == "f.yaml:3:5: b[0].name: is missing"


@given(st.lists(st.one_of(st.text(string.ascii_letters, min_size=1), st.integers(0, 99)), max_size=6))
def test_a_path_in_words_names_every_step(path):
    words = dotted(path)
    for step in path:
        assert (f"[{step}]" if isinstance(step, int) else step) in words
    assert not words.startswith(".") and ".[" not in words


@given(st.lists(st.binary(max_size=6).filter(lambda b: b"\n" not in b), min_size=1), st.data())
def test_the_place_of_a_byte_is_its_line_and_its_count_in_the_line(lines, data):
    line = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[line])))
    start = sum(len(each) + 1 for each in lines[:line])
    assert byte_spot(b"\n".join(lines), start + column) == (line + 1, column + 1)


@pytest.mark.parametrize("text", ["# only a comment\n", "2011-01-01: x\n", "a: " + "[" * 100_000, "a: !mine {b: 1}\n"])
def test_no_room_that_reads_such_files_breaks_on_them(tmp_path, text):
    for name in ("territory.yaml", "law.yaml"):
        (tmp_path / name).write_text(text, "utf-8")
    assert check_territory(tmp_path)
    with pytest.raises(DataError):
        load_folder(tmp_path)
    with pytest.raises(DataError):
        read_book(tmp_path / "law.yaml")
