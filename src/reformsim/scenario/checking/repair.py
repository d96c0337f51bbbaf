"""A lever with mistakes made whole, so that what else is wrong with it can be told at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError

from reformsim.levers.base import Lever

_COMMON = ("date", "where")
"""Keys that mean the same in every lever."""


@cache
def _example(kind: type[Lever]) -> Mapping[str, Any]:
    return MappingProxyType(yaml.safe_load(kind.example))


def repaired(
    kind: type[Lever], values: Mapping[str, Any], error: ValidationError
) -> tuple[Lever | None, frozenset[str]]:
    """Put the values of the lever's own example in the place of the mistaken ones.

    Returns
    -------
    lever, keys
        A valid lever and the keys whose values were not the user's; ``None`` if nothing helps.
    """
    wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
    example = _example(kind)
    kept = {key: value for key, value in values.items() if key not in wrong}
    lent = {key: value for key, value in example.items() if key in wrong}
    attempts = (
        (lent, kept),
        (dict(example), kept),  # a rule asks for a value that is not there
        (dict(example), {key: kept[key] for key in _COMMON if key in kept}),  # values that do not go together
    )
    for stand_ins, own in attempts:
        try:
            return kind.model_validate(stand_ins | own), frozenset(kind.model_fields) - frozenset(own)
        except ValidationError:
            continue
    return None, frozenset()
