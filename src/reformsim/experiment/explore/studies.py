"""Studies that would tell more of what is drawn: which parameters each is about (``studies.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import as_file, files
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from reformsim.errors import DataError
from reformsim.experiment.explore.unknowns import PUT_IN
from reformsim.marked import read_marked
from reformsim.validation import StrictPart, Words, named_parts


class _InBoth(StrictPart):
    en: Words
    nl: Words


class Study(StrictPart):
    """A study that could be commissioned.

    Attributes
    ----------
    title, what
        In English (``en``) and Dutch (``nl``): what it is about, and what would be done.
    weights
        Names of weights, or patterns of them.
    levers
        Whether it is about figures of levers.
    """

    title: _InBoth
    what: _InBoth
    weights: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    levers: bool = False

    def about(self, name: str, source: str) -> bool:
        """Whether it would tell more of a parameter, given its name and what it rests on."""
        if source == PUT_IN:
            return self.levers
        return any(fnmatchcase(name, pattern) for pattern in self.weights)


@lru_cache(maxsize=1)
def load_studies() -> Mapping[str, Study]:
    """Give all studies by name, in the order of their file; raises :class:`DataError` with all mistakes."""
    with as_file(files("reformsim.experiment.explore") / "studies.yaml") as path:
        read = read_marked(path)
    parts, problems = named_parts(read, "studies", Study, lambda where: (_InBoth if where[1:] else Study).model_fields)
    if problems:
        raise DataError(problems)
    return MappingProxyType(dict(parts))


def studied(names: Sequence[str], sources: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """Give the positions of the parameters that each study is about; a study about none is left out."""
    found: dict[str, list[int]] = {}
    for at, (name, source) in enumerate(zip(names, sources, strict=True)):
        study = next((key for key, one in load_studies().items() if one.about(name, source)), None)
        if study is not None:
            found.setdefault(study, []).append(at)
    return {key: tuple(found[key]) for key in load_studies() if key in found}
