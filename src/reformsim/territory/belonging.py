"""Which country a territory says it belongs to: a shipped one by its name, or a file in the territory's own folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reformsim.country import check_country, country_problem
from reformsim.country.load import is_file
from reformsim.marked import Marked


def belongs(given: str, folder: Path) -> tuple[str, str]:
    """Give the country as :func:`reformsim.country.load_country` takes it, and the digest of its file if it has one."""
    if not is_file(given):
        return given, ""
    path = (folder / given).resolve()
    return str(path), hashlib.sha256(path.read_bytes()).hexdigest()


def check_belonging(given: str, folder: Path, shown: str, read: Marked) -> None:
    """Add to the problems of ``territory.yaml`` what is wrong with the country that it names."""
    if said := country_problem(given):
        read.problems.append(read.problem(("country",), said))
    elif is_file(given):
        if Path(given).name != given:
            read.problems.append(read.problem(("country",), f"'{given}' is wrong, expected a file in this folder"))
        elif not (folder / given).is_file():
            read.problems.append(read.problem(("country",), f"there is no file '{given}' in this folder"))
        else:
            read.problems.extend(check_country(folder / given, f"{shown}/{given}"))
