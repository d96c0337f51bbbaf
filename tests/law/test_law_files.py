"""Broken files of law: every mistake is told, in its place, in words."""

from __future__ import annotations

import pytest

from reformsim.errors import DataError
from reformsim.law.load import load_folder

GOOD = """\
display:
  title_en: Weeks of display
  title_nl: Weken
  unit: weeks
  kind: value
  entries:
    - since: 1994-01-01
      article: Act art. 1
      source: text
      status: secondary
      value: 8
    - since: 2015-01-01
      article: Act art. 1
      source: text
      status: unverified
      value: 12
"""
SEATS = """\
seats:
  title_en: Seats
  title_nl: Zetels
  unit: seats
  kind: classes
  entries:
    - since: 1994-01-01
      article: Act art. 8
      source: text
      status: secondary
      classes: {3000: 9, 6000: 11, above: 13}
"""


def problems(tmp_path, text, name="law.yaml"):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DataError) as error:
        load_folder(tmp_path)
    return [str(p).replace(f"{tmp_path}/", "") for p in error.value.problems]


def test_a_good_file_gives_its_table_with_each_entry_ending_where_the_next_begins(tmp_path):
    (tmp_path / "law.yaml").write_text(GOOD + SEATS)
    law = load_folder(tmp_path)
    first, second = law.table("display").entries
    assert (first.until, second.until) == (second.since, None)
    assert law.table("seats").entries[0].bounds == (3000, 6000)


def test_amounts_that_were_not_read_rise_every_1_january_from_the_one_known_to_the_next(tmp_path):
    """8 weeks in 2011 and 12 in 2015: 8 x 1.5^(1/2) = 9.80 halfway, to the day."""
    rising = "  kind: value\n  rises: {known: 2011-01-01, since: 2013-01-01}\n"
    (tmp_path / "law.yaml").write_text(GOOD.replace("  kind: value\n", rising))
    law = load_folder(tmp_path)
    assert [(e.since.year, e.value, e.status) for e in law.table("display").entries] == [
        (1994, 8, "secondary"),
        (2013, 9.8, "assumption"),
        (2014, 10.84, "assumption"),
        (2015, 12, "unverified"),
    ]


BROKEN = [
    (
        "unit: weeks",
        "unit: week",
        "law.yaml:4:3: display.unit: unknown unit 'week'; did you mean 'weeks'?",
    ),
    (
        "kind: value",
        "kind: valeu",
        "law.yaml:5:3: display.kind: 'valeu' is not known; did you mean 'value'?",
    ),
    (
        "title_nl: Weken",
        "title_dutch: Weken",
        "law.yaml:3:3: display.title_dutch: unknown key; did you mean 'title_nl'?",
    ),
    (
        "status: unverified",
        "status: unverifed",
        "law.yaml:15:7: display.entries[1].status: 'unverifed' is not known; did you mean 'unverified'?",
    ),
    (
        "value: 12",
        "value: twelve",
        "law.yaml:16:7: display.entries[1].value: expected a number, not 'twelve'",
    ),
    (
        "value: 12",
        "value: -12",
        "law.yaml:16:7: display.entries[1].value: -12 weeks is out of range, expected 0 to 520",
    ),
    (
        "value: 12",
        "values: 12",
        "law.yaml:16:7: display.entries[1].values: unknown key; did you mean 'value'?",
    ),
    (
        "value: 12",
        "text: twelve",
        "law.yaml:12:7: display.entries[1]: a table of kind 'value' needs 'value', found 'text'",
    ),
    (
        "value: 12",
        "value: 12\n      list: [1]",
        "law.yaml:12:7: display.entries[1]: a table of kind 'value' needs 'value', found value and list",
    ),
    (
        "since: 2015-01-01",
        "since: 1994-01-01",
        "law.yaml:12:7: display.entries[1].since: must be later than the entry before (1994-01-01)",
    ),
    (
        "since: 2015-01-01",
        "since: 2015-02-30",
        "law.yaml:12:7: display.entries[1].since: '2015-02-30' cannot be read: day is out of range for month",
    ),
    (
        "since: 2015-01-01",
        "since: soon",
        "law.yaml:12:7: display.entries[1].since: expected a day (YYYY-MM-DD), not 'soon'",
    ),
    (
        "since: 1994-01-01",
        "since: 1994-01-01\n      until: 2016-01-01",
        "law.yaml:13:7: display.entries[1].since: overlaps the entry before, which ends 2016-01-01",
    ),
    (
        "since: 1994-01-01",
        "since: 1994-01-01\n      until: 2014-01-01",
        "law.yaml:13:7: display.entries[1].since: leaves a gap after the entry before, which ends 2014-01-01",
    ),
    (
        "since: 1994-01-01",
        "since: 1994-01-01\n      until: 1993-01-01",
        "law.yaml:8:7: display.entries[0].until: must be later than since (1994-01-01), not 1993-01-01",
    ),
    (
        "status: unverified",
        "status: law",
        "law.yaml:15:7: display.entries[1].status: status 'law' needs the id of the act (bwb) "
        "and the days of the texts read (read)",
    ),
    (
        "status: unverified",
        "status: secondary\n      bwb: BW123",
        r"law.yaml:16:7: display.entries[1].bwb: 'BW123' has not the form ^BWBR\d{7}$",
    ),
    (
        "  kind: value\n",
        "  kind: value\n  kind: list\n",
        "law.yaml:6:3: display.kind: the key stands twice, first on line 5",
    ),
    (
        "  kind: value\n",
        "  kind: value\n  carried_back_to: 2000-01-01\n",
        "law.yaml:6:3: display.carried_back_to: must be earlier than the first entry (1994-01-01)",
    ),
    (
        "  kind: value\n",
        "  kind: value\n  rises: {known: 2010-01-01, since: 2012-06-01}\n",
        "law.yaml:6:3: display.rises: since must be a 1 January after 2010-01-01 and before the entry of 2015-01-01, "
        "not 2012-06-01",
    ),
    (
        "  kind: value\n",
        "  kind: value\n  rises: {known: 2016-01-01, since: 2017-01-01}\n",
        "law.yaml:6:3: display.rises: there are no two entries around 2016-01-01",
    ),
    (
        "  kind: value\n",
        "  kind: value\n  rises: {known: 2010-01-01, from: 2012-01-01}\n",
        "law.yaml:6:30: display.rises.from: unknown key; expected one of known, since",
    ),
    (
        "      source: text\n      status: unverified",
        "      status: unverified",
        "law.yaml:12:7: display.entries[1].source: is missing",
    ),
    (
        "article: Act art. 1\n      source: text\n      status: unverified",
        "article: ''\n      source: text\n      status: unverified",
        "law.yaml:13:7: display.entries[1].article: must not be empty",
    ),
    (
        "display:",
        "Weeks-Display:",
        "law.yaml:1:1: Weeks-Display: a table's name must be lower case words joined by _",
    ),
    (
        "value: 12",
        "value: 12\n      scope: []",
        "law.yaml:16:7: display.entries[1].value: an empty scope holds nowhere, expected at least one code or no scope",
    ),
]


@pytest.mark.parametrize(("good", "bad", "message"), BROKEN)
def test_a_mistake_in_a_table_is_told_with_its_place_and_the_right_word(tmp_path, good, bad, message):
    assert good in GOOD
    found = problems(tmp_path, GOOD.replace(good, bad, 1))
    assert message in found


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        ("{3000: 9, 6000: 11}", "classes are upper bounds (whole numbers) in rising order and then 'above'"),
        ("{6000: 9, 3000: 11, above: 13}", "bounds must rise from class to class"),
        (
            "{3000: 9, many: 11, above: 13}",
            "classes are upper bounds (whole numbers) in rising order and then 'above'",
        ),
        ("{3000: 9.5, above: 13}", "9.5 seats is not a whole number"),
    ],
)
def test_a_mistake_in_classes_is_told_at_the_classes(tmp_path, classes, message):
    found = problems(tmp_path, SEATS.replace("{3000: 9, 6000: 11, above: 13}", classes))
    assert f"law.yaml:11:7: seats.entries[0].classes: {message}" in found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "law.yaml: the file is empty"),
        ("- a\n", "law.yaml:1:1: expected a mapping of table names to tables"),
        ("a: [1,\nb: 2\n", "law.yaml:3:1: is not YAML: did not find expected ',' or ']'"),
        (b"a: 1\nb: \xff\n", "law.yaml:2:4: byte 0xff is not UTF-8; save the file in UTF-8"),
        ("a: 5\n", "law.yaml:1:1: a: expected a mapping, not 5"),
        ("a: &x {b: 1}\nc: *x\n", "law.yaml:2:4: aliases ('*name') are not allowed here; write the value out"),
        ("a: &x\n  b: *x\n", "law.yaml:2:6: aliases ('*name') are not allowed here; write the value out"),
    ],
)
def test_a_file_that_is_no_law_is_told_without_a_traceback(tmp_path, text, message):
    assert message in problems(tmp_path, text)


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD.replace("unit: weeks", "unit: week"))
    found = problems(
        tmp_path, SEATS.replace("status: secondary", "status: known").replace("Act art. 8", "''"), "b.yaml"
    )
    assert [line.split(":")[0] for line in found] == ["a.yaml", "b.yaml", "b.yaml"]


def test_a_table_in_two_files_is_told_in_the_second(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD)
    assert problems(tmp_path, GOOD, "b.yaml") == ["b.yaml:1:1: display: the table stands in another file as well"]


def test_a_folder_without_tables_is_told(tmp_path):
    with pytest.raises(DataError, match=r"there are no tables of law \(\*\.yaml\) here"):
        load_folder(tmp_path)
