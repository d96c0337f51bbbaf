"""All levers by name: every class in this package that calls itself one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

import reformsim.levers.families as package
from reformsim.errors import UnknownNameError
from reformsim.installed import load_installed
from reformsim.levers.base import REGISTER, Lever

FAMILIES = (
    "offices",
    "structure",
    "decentralisation",
    "mergers",
    "cooperation",
    "provinces",
    "water boards",
    "Randstad",
    "money",
    "Europe",
    "by name",
)


class _Levers(Mapping[str, type[Lever]]):
    """The register, read-only, by family and then by name; the modules are imported at the first look."""

    _complete = False

    def _register(self) -> dict[str, type[Lever]]:
        if not self._complete:
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                importlib.import_module(module.name)
            self._complete = True
            load_installed("reformsim.levers")
        return REGISTER

    def __getitem__(self, name: str) -> type[Lever]:
        return self._register()[name]

    def __iter__(self) -> Iterator[str]:
        rank = {family: i for i, family in enumerate(FAMILIES)}
        register = self._register()
        return iter(sorted(register, key=lambda n: (rank.get(register[n].family, len(rank)), n)))

    def __len__(self) -> int:
        return len(self._register())

    def __repr__(self) -> str:
        return f"LEVERS({', '.join(self)})"


LEVERS: Mapping[str, type[Lever]] = _Levers()


def lever_class(name: str) -> type[Lever]:
    """Give the lever of that name.

    Raises
    ------
    UnknownNameError
        No lever has that name; the error suggests the nearest.
    """
    try:
        return LEVERS[name]
    except KeyError:
        raise UnknownNameError("lever", name, LEVERS) from None
