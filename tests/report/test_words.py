"""Every text stands in both languages, and every key that the code asks for is in the catalogue."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import reformsim
from reformsim.behaviour import load_behaviour
from reformsim.errors import UnknownNameError
from reformsim.experiment.summary import Chance
from reformsim.levers.registry import LEVERS
from reformsim.measures import MEASURES
from reformsim.network import load_record
from reformsim.principles import PRINCIPLES
from reformsim.report.words import LANGUAGES, catalogue, words
from reformsim.scenario import load_scenario, shipped_scenarios
from reformsim.territory import load_territory
from tests.report.code_texts import GAP, plain, with_gaps

SOURCE = Path(reformsim.__file__).parent
KEY = re.compile(r"""\bw\(\s*"([a-z_]+\.[a-z0-9_.]+)\"""")


def asked() -> dict[str, set[str]]:
    """Keys that stand as plain text in the code, with the files that ask for them."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for key in KEY.findall(path.read_text("utf-8")):
            found.setdefault(key, set()).add(path.name)
    for path in (SOURCE / "report" / "templates").glob("*.j2"):
        for key in KEY.findall(path.read_text("utf-8")):
            found.setdefault(key, set()).add(path.name)
    return found


HELD_ELSEWHERE = ("units.", "weights.", "levers.", "errors.", "scores.")
"""Files whose keys end in names of the data, or whose texts are looked up whole: they have tests of their own."""


@cache
def in_the_data() -> frozenset[str]:
    """Words of the data that keys end in: what principles count, how members of bodies are known, columns of chance."""
    record, months = load_record("netherlands"), map(str, range(1, 13))
    counted = [word for one in PRINCIPLES.values() for word in (one.counts, getattr(one.threshold, "unit", ""))]
    known = [one.basis for one in record.memberships] + [one.source for one in record.bodies.values()]
    return frozenset((*counted, *known, *months, *(one.name for one in fields(Chance))))


def test_every_text_is_used() -> None:
    known = plain() | in_the_data()
    gaps = (text for text in with_gaps() if re.match(r"[a-z_]+\.", text))
    patterns = [re.escape(text).replace(GAP, "(.+?)") for text in gaps]

    def word(part: str) -> bool:
        """Whether a part of a key stands in the code, or is put together of two that do."""
        return part in known or any(part[:at] in known and part[at:] in known for at in range(1, len(part)))

    def used(key: str) -> bool:
        found = (re.fullmatch(pattern, key) for pattern in patterns)
        return key in known or any(one and all(map(word, one.groups())) for one in found)

    keys = [key for key in catalogue() if not key.startswith(HELD_ELSEWHERE)]
    assert len(keys) > 400
    assert [key for key in keys if not used(key)] == []


def test_every_parameter_of_a_lever_and_every_word_that_may_stand_behind_it_is_told() -> None:
    names, said = set(), {"yes", "no"}

    def look(kind: object) -> None:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, field in kind.model_fields.items():
                names.add(name)
                look(field.annotation)
        elif get_origin(kind) is Literal:
            said.update(one for one in get_args(kind) if isinstance(one, str))
        else:
            for part in get_args(kind):
                look(part)

    for one in LEVERS.values():
        if one.__module__.startswith("reformsim."):  # Not those of plugins, which other tests load.
            look(one)
    # Their texts and places are told in words of their own; numbers of years in quotes stand for themselves.
    untold = {"lever", "id", "date", "source", "source_nl", "where"}
    shown = {word for word in said if not word.isdecimal() and word not in LEVERS}
    assert {f"levers.parameter.{name}" for name in names - untold} <= set(catalogue())
    assert {f"levers.value.{word}" for word in shown} <= set(catalogue())
    kinds = {body.kind for year in (2011, 2026) for body in load_territory("netherlands", year).statutory_bodies}
    groups = {group for name in shipped_scenarios() for group in load_scenario(name).groups}
    assert {f"levers.group.{group}" for group in groups} <= set(catalogue())
    known = names | shown | kinds | groups | {"start", "end", "horizon", "low", "high", "file"}
    assert {key for key in catalogue() if key.startswith("levers.") and key.split(".")[2] not in known} == set()


def test_no_key_stands_twice() -> None:
    keys = [
        line.split(":")[0]
        for path in (SOURCE / "report" / "words").glob("*.yaml")
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"[a-z]", line)
    ]
    assert len(keys) > 500
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_text_stands_in_both_languages_with_the_same_placeholders() -> None:
    assert len(catalogue()) > 150
    for key, texts in catalogue().items():
        assert set(texts) == set(LANGUAGES), key
        assert all(isinstance(text, str) and text.strip() for text in texts.values()), key
        assert placeholders(texts["en"]) == placeholders(texts["nl"]), key


def test_every_key_that_is_asked_for_is_in_the_catalogue() -> None:
    keys = asked()
    assert len(keys) > 60
    assert {key: files for key, files in keys.items() if key not in catalogue()} == {}


def test_a_key_begins_with_the_name_of_its_file() -> None:
    for path in (SOURCE / "report" / "words").glob("*.yaml"):
        keys = re.findall(r"""^["']?([^\s#][^:]*?)["']?:""", path.read_text("utf-8"), re.M)
        assert keys
        assert [key for key in keys if not key.startswith(f"{path.stem}.")] == []


def test_every_unit_of_an_indicator_is_translated() -> None:
    assert [i.unit for i in MEASURES.values() if f"units.{i.unit}" not in catalogue()] == []


def test_every_weight_that_is_drawn_has_a_title_in_both_languages_and_no_title_is_of_nothing() -> None:
    drawn = {f"weights.{name}" for name, one in load_behaviour().parameters.items() if one.kind != "chosen"}
    assert {key for key in catalogue() if key.startswith("weights.")} == drawn
    assert words("nl").weight("merger.extent").endswith(" (merger.extent)") and words("nl").weight("a.b") == "a.b"


def test_every_indicator_has_a_title_in_both_languages() -> None:
    assert [name for name, one in MEASURES.items() if not (one.title_en.strip() and one.title_nl.strip())] == []


CLUMSY = (
    r"\bRecht\b", r"\btot \{last\}", r"hervorming het deed", r"\bvoorzag\b", r"[Pp]aren buren", r"^Het heeft geen",
    r"weegt ze", r"\bwier\b", r"trekt hetzelfde toeval", r"in het model kijken", r"[Nn]iets beweegt", r"klein schrift",
)  # fmt: skip
"""Dutch that was translated word by word; "tot" a year leaves it open whether that year counts."""


@pytest.mark.parametrize("clumsy", CLUMSY)
def test_dutch_is_not_english_word_by_word(clumsy: str) -> None:
    assert [key for key, texts in catalogue().items() if re.search(clumsy, texts["nl"])] == []


def test_a_key_that_does_not_exist_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        words("en")("common.nothing")


def test_another_language_is_told() -> None:
    with pytest.raises(UnknownNameError, match="unknown language 'de'; expected one of en, nl"):
        words("de")


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_dutch_number_is_the_english_one_with_points_and_commas_exchanged(value: float, decimals: int) -> None:
    english, dutch = (words(lang).number(value, decimals) for lang in LANGUAGES)
    assert dutch.replace(",", "?").replace(".", ",").replace("?", ".") == english


def test_numbers_and_ranges_are_written_as_the_language_does() -> None:
    dutch = words("nl")
    assert (dutch.number(16655799), dutch.number(0.5, 1), dutch.share(0.316)) == ("16.655.799", "0,5", "32 %")
    assert dutch.interval(1000, 2000) == "1.000 tot 2.000"
