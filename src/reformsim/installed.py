"""What packages that are installed beside reformsim add to it, by their entry points."""

from __future__ import annotations

import warnings
from importlib.metadata import entry_points


def load_installed(group: str) -> None:
    """Import what packages say they add; one that fails is told as a warning and costs no other.

    Parameters
    ----------
    group
        ``reformsim.measures`` or ``reformsim.levers``: each entry names a module that adds to it when it is imported.
    """
    for entry in sorted(entry_points(group=group), key=lambda one: (one.name, one.value)):
        try:
            entry.load()
        except Exception as error:  # code of others: whatever is wrong with it must not end our work
            what = f"entry point '{entry.name}' of {group} ({entry.value})"
            warnings.warn(f"{what} is left out: {type(error).__name__}: {error}", stacklevel=2)
