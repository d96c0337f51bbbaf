"""A territory as a notebook shows it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reformsim.territory.frozen import Territory

_LEFT = ' style="text-align:left"'
_RIGHT = ' style="text-align:right"'


def territory_html(territory: Territory) -> str:
    """Write a territory as HTML: its provinces with their municipalities and inhabitants, and the sum."""
    count = len(territory.province_codes)
    units = np.bincount(territory.province, minlength=count)
    people = np.bincount(territory.province, weights=territory.population, minlength=count)
    rows = list(zip(territory.province_codes, territory.province_names, units, people, strict=True))
    rows.append(("", "All", units.sum(), people.sum()))
    heads = ("Code", "Province", "Municipalities", "Inhabitants")
    head = "".join(f"<th{_LEFT if i < 2 else _RIGHT}>{word}</th>" for i, word in enumerate(heads))
    body = "".join(
        f"<tr><td{_LEFT}>{escape(code)}</td><td{_LEFT}>{escape(name)}</td>"
        f"<td{_RIGHT}>{number:,}</td><td{_RIGHT}>{int(n):,}</td></tr>"
        for code, name, number, n in rows
    )
    title = f"<b>{escape(territory.name)}</b>: {escape(territory.title)}"
    note = f"<p><small>{escape(territory.attribution)}</small></p>" if territory.attribution else ""
    return f"<p>{title}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"
