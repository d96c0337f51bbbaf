"""A scenario as it is shown and written is the same scenario."""

import re
import tempfile
from importlib import util
from pathlib import Path

import pytest
from hypothesis import given, settings

from reformsim.errors import ScenarioError
from reformsim.levers import LEVERS
from reformsim.principles import PRINCIPLES
from reformsim.scenario import check_files, dump, json_schema, load_scenario, shipped_scenarios, show

_spec = util.spec_from_file_location("random_scenarios", Path(__file__).with_name("random_scenarios.py"))
random_scenarios = util.module_from_spec(_spec)
_spec.loader.exec_module(random_scenarios)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_what_is_shown_loads_to_the_same_scenario(name, tmp_path):
    shown = tmp_path / "shown.yaml"
    shown.write_text(show(name), encoding="utf-8")
    assert check_files([shown]) == []
    assert load_scenario(shown) == load_scenario(name)


@settings(max_examples=25)
@given(scenario=random_scenarios.scenarios())
def test_any_scenario_survives_being_written_and_read(scenario):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.yaml"
        path.write_text(dump(scenario), encoding="utf-8")
        assert check_files([path]) == []
        twin = load_scenario(path)
    assert twin == scenario
    assert twin.hash == scenario.hash


def test_the_random_scenarios_try_every_lever():
    shipped = {name for name, lever in LEVERS.items() if lever.__module__.startswith("reformsim.")}
    assert set(random_scenarios.PARAMETERS) == shipped


def test_each_value_is_shown_with_the_file_and_line_it_comes_from(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text("horizon: {start: 2011, end: 2030}\nseed: 5\n", encoding="utf-8")
    Path("child.yaml").write_text(
        "extends: base.yaml\n"
        "horizon: {end: 2020}\n"
        "levers:\n"
        "  - lever: province_push\n"
        "    date: 2012-01-01\n"
        "    strength: 0.1\n"
        "    source: 'a: source, with # signs'\n",
        encoding="utf-8",
    )
    assert show("child.yaml") == (
        "name: child  # name of the file\n"
        "title: ''  # default\n"
        "title_nl: ''  # default\n"
        "description: ''  # default\n"
        "description_nl: ''  # default\n"
        "question: ''  # default\n"
        "question_nl: ''  # default\n"
        "author: ''  # default\n"
        "territory: netherlands-2011  # default\n"
        "horizon:\n"
        "  start: 2011  # base.yaml:1\n"
        "  end: 2020  # child.yaml:2\n"
        "replicates: 20  # default\n"
        "seed: 5  # base.yaml:2\n"
        "law: at_start  # default\n"
        "mergers: simulated  # default\n"
        "procedures: recorded  # default\n"
        "levers:\n"
        "  - lever: province_push  # child.yaml:4\n"
        "    id: province_push  # default\n"
        "    date: 2012-01-01  # child.yaml:5\n"
        "    source: 'a: source, with # signs'  # child.yaml:7\n"
        "    strength: 0.1  # child.yaml:6\n"
        "reforms: whole  # default\n"
        "groups: {}  # default\n"
        "behaviour: {}  # default\n"
        "mechanisms: {}  # default\n"
        "uncertainties: {}  # default\n"
        "assumptions: all  # default\n"
        "principles: {}  # default\n"
        "measures: [report]  # default\n"
        "plugins: []  # default\n"
    )


def test_a_text_of_several_lines_is_shown_in_one():
    scenario = load_scenario("baseline-2011").model_copy(update={"description": "two\nlines"})
    assert 'description: "two\\nlines"\n' in dump(scenario)


def test_a_broken_scenario_is_not_shown(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("seed: -1\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        show(path)
    assert len(caught.value.problems) == 2


def test_the_schema_for_editors_knows_every_key_lever_and_parameter():
    from reformsim.behaviour import load_behaviour
    from reformsim.scenario import Scenario

    schema = json_schema()
    assert set(schema["properties"]) == {*Scenario.model_fields, "extends"}
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]["behaviour"]["properties"]) == set(load_behaviour().names)
    principles = schema["properties"]["principles"]["properties"]
    assert set(principles) == set(PRINCIPLES)
    assert principles["two_layers"]["anyOf"][1] == {"type": "integer", "minimum": 1, "maximum": 6, "default": 2}
    assert principles["single_owner"]["anyOf"] == [{"type": "boolean"}]
    references = {choice["$ref"] for choice in schema["properties"]["levers"]["items"]["anyOf"]}
    assert references == {f"#/$defs/{name}" for name in [*LEVERS, "drop"]}


def test_every_reference_of_the_schema_leads_somewhere_and_every_key_is_described():
    schema = json_schema()

    def walk(part):
        if isinstance(part, dict):
            if "$ref" in part:
                assert part["$ref"].removeprefix("#/$defs/") in schema["$defs"]
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(schema)
    for name in LEVERS:
        for key, field in schema["$defs"][name]["properties"].items():
            assert field.get("description"), f"{name}.{key}"


def test_a_notebook_shows_a_scenario_with_its_reforms_in_the_order_of_their_dates():
    shown = load_scenario("note-2011")._repr_html_()
    assert "The note of 2011 as written" in shown
    days = re.findall(r">(\d{4}-\d\d-\d\d)<", shown)
    assert len(days) == 32 and days == sorted(days)
    assert "no reforms" in load_scenario("baseline-2011")._repr_html_()


def test_an_editor_accepts_that_only_one_end_of_the_horizon_is_given():
    assert "required" not in json_schema()["$defs"]["Horizon"]
