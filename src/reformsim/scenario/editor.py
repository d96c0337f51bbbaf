"""The JSON schema of a scenario file, so that an editor completes and checks while one types."""

from __future__ import annotations

from typing import Any

from reformsim.behaviour import load_behaviour, load_mechanisms
from reformsim.levers.base import Lever
from reformsim.levers.registry import LEVERS
from reformsim.principles import PRINCIPLES
from reformsim.scenario.schema import Scenario

_REF = "#/$defs/{model}"
_DROP = {
    "title": "drop",
    "description": "Removes an inherited lever.",
    "type": "object",
    "properties": {
        "id": {"type": "string", "description": "Id of the inherited lever."},
        "drop": {"const": True, "description": "Always true."},
    },
    "required": ["id", "drop"],
    "additionalProperties": False,
}


def json_schema() -> dict[str, Any]:
    """Give the JSON schema (draft 2020-12) of a scenario file, with every lever and behavioural parameter."""
    schema = Scenario.model_json_schema(ref_template=_REF, mode="validation")
    definitions = schema.setdefault("$defs", {})
    definitions.pop("Lever", None)
    choices = []
    for name, kind in LEVERS.items():
        own = _lever_schema(name, kind)
        definitions.update(own.pop("$defs", {}))
        definitions[name] = own
        choices.append({"$ref": _REF.format(model=name)})
    definitions["drop"] = _DROP
    properties = schema["properties"]
    properties["extends"] = {
        "type": "string",
        "description": "Shipped scenario, or file relative to this one, from which all else is inherited.",
    }
    properties["levers"]["items"] = {"anyOf": [*choices, {"$ref": _REF.format(model="drop")}]}
    properties["measures"] = {"anyOf": [{"type": "string"}, properties["measures"]]}
    properties["plugins"]["items"] = {"anyOf": [{"type": "string"}, properties["plugins"]["items"]]}
    properties["behaviour"] = _behaviour(properties["behaviour"])
    properties["mechanisms"] = _mechanisms(properties["mechanisms"])
    drawn = [name for name, one in load_behaviour().parameters.items() if one.kind != "chosen"]
    figures = {"pattern": r"^[A-Za-z0-9].*\..+", "not": {"enum": list(load_behaviour().names)}}
    properties["uncertainties"]["propertyNames"] = {"anyOf": [{"enum": drawn}, figures]}
    properties["principles"] = _principles(properties["principles"])
    schema["required"] = []  # a file may inherit anything, and has its own name from the file's
    definitions["Horizon"].pop("required", None)  # each end of it may be inherited
    schema["title"] = "reformsim scenario"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _lever_schema(name: str, kind: type[Lever]) -> dict[str, Any]:
    own = kind.model_json_schema(ref_template=_REF, mode="validation")
    own["title"] = f"{name}: {kind.title_en}"
    own["description"] = f"{(kind.__doc__ or '').strip().splitlines()[0]} ({kind.title_nl})"
    own["required"] = ["lever", *(key for key in own.get("required", []) if key != "lever")]
    own["properties"]["lever"] = {"const": name, "description": "Name of the lever."}
    return own


def _principles(base: dict[str, Any]) -> dict[str, Any]:
    properties = {}
    for name, p in PRINCIPLES.items():
        choices: list[dict[str, Any]] = [{"type": "boolean"}]
        if (t := p.threshold) is not None:
            kind = "integer" if t.whole else "number"
            choices.append({"type": kind, "minimum": t.low, "maximum": t.high, "default": t.value})
        unit = "" if p.threshold is None else f" [{p.threshold.unit}]"
        properties[name] = {"anyOf": choices, "description": f"{p.title_en}. {p.meaning}{unit}"}
    return _with(base, properties)


def _mechanisms(base: dict[str, Any]) -> dict[str, Any]:
    properties = {
        name: {"type": "boolean", "default": one.default, "description": f"{one.title}. {one.meaning}"}
        for name, one in load_mechanisms().items()
    }
    return _with(base, properties)


def _behaviour(base: dict[str, Any]) -> dict[str, Any]:
    properties = {
        name: {
            "type": "number",
            "minimum": p.low,
            "maximum": p.high,
            "default": p.value,
            "description": f"{p.meaning} [{p.unit}]",
        }
        for name, p in load_behaviour().parameters.items()
    }
    return _with(base, properties)


def _with(base: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """Give the schema of a mapping with keys of its own, and no others."""
    kept: dict[str, Any] = {key: base[key] for key in ("description", "default", "title") if key in base}
    return {**kept, "type": "object", "properties": properties, "additionalProperties": False}
