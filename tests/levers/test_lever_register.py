"""The register of levers: every one is documented, runs its own example, and needs no other edit to exist."""

from typing import ClassVar, Literal, get_args

import pytest
import yaml

from reformsim.errors import UnknownNameError
from reformsim.levers import LEVERS, lever_class
from reformsim.levers.base import REGISTER, Lever
from reformsim.levers.fields import LegalForm
from reformsim.levers.registry import FAMILIES
from reformsim.scenario import Scenario, check_files
from reformsim.tasks import FORMS
from reformsim.territory import load_territory

LAST_ITEM = 137
"""Items of the inventory of the note."""


@pytest.mark.parametrize("name", list(LEVERS))
def test_the_example_of_a_lever_is_a_valid_scenario(name, tmp_path):
    example = LEVERS[name].example
    lines = example.strip().splitlines()
    text = "horizon: {start: 2011, end: 2030}\nlevers:\n  - " + "\n    ".join(lines) + "\n"
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_files([path]) == []
    assert yaml.safe_load(example)["lever"] == name


@pytest.mark.parametrize("name", list(LEVERS))
def test_the_example_of_a_lever_changes_something(name):
    lever = LEVERS[name].model_validate(yaml.safe_load(LEVERS[name].example))
    assert lever.changes(load_territory("netherlands-2011"))


@pytest.mark.parametrize("name", list(LEVERS))
def test_a_lever_says_what_it_is(name):
    kind = LEVERS[name]
    assert kind.family in FAMILIES
    assert kind.title_en and kind.title_nl and kind.title_en != kind.title_nl
    # What is reformed by name is no item of the note.
    assert bool(kind.items) != (kind.family == "by name")
    assert all(1 <= item <= LAST_ITEM for item in kind.items)
    assert (kind.__doc__ or "").strip()
    for key, field in kind.model_fields.items():
        assert key == "lever" or field.description, key


def test_levers_know_the_legal_forms_of_the_catalogue():
    assert get_args(LegalForm) == FORMS


def test_levers_are_listed_by_family_and_name():
    order = [(FAMILIES.index(kind.family), name) for name, kind in LEVERS.items()]
    assert order == sorted(order)


def test_an_unknown_lever_is_told_with_the_nearest_one():
    with pytest.raises(UnknownNameError, match="did you mean 'merge_provinces'"):
        lever_class("merge_province")


def test_a_new_lever_is_one_class_and_no_other_edit(tmp_path):
    class Nothing(Lever):
        """Does nothing."""

        family: ClassVar[str] = "Europe"
        title_en: ClassVar[str] = "Nothing"
        title_nl: ClassVar[str] = "Niets"
        items: ClassVar[tuple[int, ...]] = (1,)
        example: ClassVar[str] = "lever: nothing_at_all\n"
        lever: Literal["nothing_at_all"] = "nothing_at_all"

        def stated_changes(self, territory):
            return ()

    try:
        path = tmp_path / "s.yaml"
        path.write_text(
            "horizon: {start: 2011, end: 2030}\n"
            "levers: [{lever: nothing_at_all, date: 2012-01-01, source: assumption}]\n",
            encoding="utf-8",
        )
        assert check_files([path]) == []
    finally:
        del REGISTER["nothing_at_all"]


def test_a_lever_without_a_title_is_refused_when_it_is_written():
    with pytest.raises(TypeError, match="lacks family, title_en"):

        class Unfinished(Lever):
            lever: Literal["unfinished"] = "unfinished"


def test_two_levers_cannot_have_one_name():
    with pytest.raises(TypeError, match="two lever classes have the name 'province_push'"):

        class Impostor(Lever):
            family: ClassVar[str] = "Europe"
            title_en: ClassVar[str] = "a"
            title_nl: ClassVar[str] = "b"
            items: ClassVar[tuple[int, ...]] = (1,)
            example: ClassVar[str] = ""
            lever: Literal["province_push"] = "province_push"


def test_a_lever_after_the_horizon_may_stand_in_a_scenario_built_in_python():
    scenario = Scenario(
        name="late",
        horizon={"start": 2011, "end": 2012},
        levers=({"lever": "province_push", "date": "2040-01-01", "strength": 1, "source": "assumption"},),
    )
    assert scenario.levers[0].date.year == 2040


def test_an_unknown_lever_in_python_is_told_too():
    with pytest.raises(UnknownNameError):
        Scenario(name="x", horizon={"start": 2011, "end": 2012}, levers=({"lever": "provinc_push"},))
