"""No way of making a scenario in Python lets through what a file may not say."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from reformsim.behaviour import load_behaviour
from reformsim.errors import UnknownNameError
from reformsim.levers.registry import LEVERS
from reformsim.levers.sealed import Sealed
from reformsim.scenario import Scenario, load_scenario

NOTE = load_scenario("note-2011")
HIGH = load_behaviour().high("merger.extent")

WAYS: dict[str, Callable[[dict[str, Any]], Scenario]] = {
    "the class": lambda update: Scenario(**{**dict(NOTE), **update}),
    "model_validate": lambda update: Scenario.model_validate({**dict(NOTE), **update}),
    "model_copy": lambda update: NOTE.model_copy(update=update),
    "model_construct": lambda update: Scenario.model_construct(**{**dict(NOTE), **update}),
    "construct": lambda update: Scenario.construct(**{**dict(NOTE), **update}),
    "copy": lambda update: NOTE.copy(update=update),
    "JSON": lambda update: Scenario.model_validate_json(
        json.dumps({**NOTE.model_dump(mode="json"), **update}, default=str)
    ),
}
DATED = {"lever": "smaller_councils", "factor": 0.9, "source": "assumption"}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a weight out of range": ({"behaviour": {"merger.extent": 99.0}}, "range of this parameter, not 99"),
    "a weight nobody knows": ({"behaviour": {"merger.extend": 0.1}}, "did you mean 'merger.extent'"),
    "an uncertainty out of range": ({"uncertainties": {"merger.extent": {"low": 0.1, "high": 9.0}}}, "not 9"),
    "a principle nobody knows": ({"principles": {"two_layer": True}}, "did you mean 'two_layers'"),
    "a threshold out of range": ({"principles": {"own_responsibility": 30}}, r"expected 0 to 1 .* not 30"),
    "a lever nobody knows": ({"levers": [{**DATED, "lever": "smaller_councel", "date": "2012-01-01"}]}, "did you mean"),
    "a lever without a name": ({"levers": [{"date": "2012-01-01", "source": "none"}]}, "expected the key lever"),
    "a date that is none": ({"levers": [{**DATED, "date": "2012-13-01"}]}, "expected a date such as 2013-01-01"),
    "a date before the start": ({"levers": [{**DATED, "date": "2010-12-31"}]}, "2010-12-31 is not in 2011-2111"),
    "a date no horizon holds": ({"levers": [{**DATED, "date": "2112-01-01"}]}, "2112-01-01 is not in 2011-2111"),
    "a seed below nought": ({"seed": -1}, "greater than or equal to 0"),
    "a key nobody knows": ({"seeds": 1}, "seeds"),
}


@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(("update", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_gets_into_no_scenario(
    way: Callable[[dict[str, Any]], Scenario], update: dict[str, Any], message: str
) -> None:
    with pytest.raises((ValidationError, UnknownNameError), match=message):
        way(update)


@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_right_value_gets_in_and_the_rest_stays(way: Callable[[dict[str, Any]], Scenario]) -> None:
    made = way({"behaviour": {"merger.extent": HIGH}})
    assert dict(made.behaviour) == {"merger.extent": HIGH}
    assert made.behaviour_values()["merger.extent"] == HIGH
    assert made.model_copy(update={"behaviour": NOTE.behaviour}).hash == NOTE.hash


def test_all_weights_that_are_wrong_are_told_at_once_each_at_its_place() -> None:
    with pytest.raises(ValidationError) as caught:
        NOTE.model_copy(update={"behaviour": {"merger.extent": 99.0, "merger.extend": 1.0}, "seed": -1})
    assert {one["loc"] for one in caught.value.errors()} == {
        ("behaviour", "merger.extent"), ("behaviour", "merger.extend"), ("seed",),
    }  # fmt: skip


@pytest.mark.parametrize("make", [
    lambda lever: lever.model_copy(update={"date": "tomorrow"}),
    lambda lever: lever.model_copy(update={"date": dt.datetime(2012, 1, 1)}),
    lambda lever: type(lever).model_construct(**{**dict(lever), "source": ""}),
    lambda lever: lever.model_copy(update={"where": {"provincs": ["PV27"]}}),
    lambda lever: lever.model_copy(update={"passage": {"chance": 3.0}}),
    lambda lever: NOTE.horizon.model_copy(update={"end": 1990}),
], ids=["date", "moment", "source", "where", "passage", "horizon"])  # fmt: skip
def test_a_part_of_a_scenario_cannot_be_made_wrong_either(make: Callable[[Any], Any]) -> None:
    with pytest.raises(ValidationError):
        make(NOTE.levers[0])


def _models(kind: Any, seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        yield kind
        for field in kind.model_fields.values():
            yield from _models(field.annotation, seen)
    for part in get_args(kind):
        yield from _models(part, seen)


def test_every_model_within_a_scenario_is_sealed() -> None:
    seen: set[type[BaseModel]] = set()
    models = [one for kind in (Scenario, *LEVERS.values()) for one in _models(kind, seen)]
    assert len(models) > len(LEVERS) + 5
    assert [one.__name__ for one in models if not issubclass(one, Sealed)] == []


def test_what_is_pickled_comes_back_the_same_and_stays_sealed() -> None:
    weighed = NOTE.model_copy(update={"behaviour": {"merger.extent": HIGH}, "groups": {"b": ["youth"], "a": []}})
    back = pickle.loads(pickle.dumps(weighed))
    assert (back, back.hash, list(back.groups)) == (weighed, weighed.hash, ["b", "a"])
    assert copy.copy(weighed) == weighed
    with pytest.raises(TypeError, match="does not support item assignment"):
        back.behaviour["merger.extent"] = 99.0
    with pytest.raises(ValidationError, match="frozen"):
        back.seed = 5


def test_a_scenario_that_is_unpickled_is_not_validated_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = pickle.dumps(NOTE)
    monkeypatch.setattr(Scenario, "model_validate", lambda *_: pytest.fail("validated again"))
    assert pickle.loads(text).name == NOTE.name
