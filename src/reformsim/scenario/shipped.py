"""Where the scenarios that come with reformsim are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent / "shipped"
_CHECKOUT = Path(__file__).resolve().parents[3] / "scenarios"


def shipped_folder() -> Path:
    """Give the folder: inside the package in a wheel, beside ``src`` in a checkout."""
    return _PACKAGE if _PACKAGE.is_dir() else _CHECKOUT


def shipped_scenarios() -> tuple[str, ...]:
    """Give the names of the scenarios that come with reformsim, in alphabetical order."""
    return tuple(sorted(path.stem for path in shipped_folder().glob("*.yaml")))


def shipped_path(name: str) -> Path:
    """Give the file of a shipped scenario."""
    return shipped_folder() / f"{name}.yaml"
