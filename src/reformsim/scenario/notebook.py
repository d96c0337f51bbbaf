"""A scenario as a notebook shows it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reformsim.levers.base import Lever
    from reformsim.scenario.schema import Scenario

_PAD = "padding:.15em .8em .15em 0;vertical-align:top"
_LEFT = f' style="text-align:left;{_PAD}"'


def scenario_html(scenario: Scenario) -> str:
    """Write a scenario as HTML: what it is about, and its reforms in the order of their dates."""
    title = f"<b>{escape(scenario.name)}</b>" + (f": {escape(scenario.title)}" if scenario.title else "")
    if scenario.question:
        title += f"<br><i>{escape(scenario.question)}</i>"
    about = (
        f"{escape(scenario.territory)}, {scenario.horizon.start}-{scenario.horizon.end}, "
        f"{scenario.replicates} replicates, seed {scenario.seed}, law: {scenario.law}"
    )
    own = "".join(f"<br>{escape(name)} = {value:g}" for name, value in scenario.behaviour.items())
    own += "".join(f"<br>{escape(name)}: {'on' if on else 'off'}" for name, on in scenario.mechanisms.items())
    if checked := scenario.thresholds():
        own += f"<br>principles checked: {escape(', '.join(checked))}"
    levers = sorted(scenario.levers, key=lambda lever: lever.date)
    if not levers:
        return f"<p>{title}<br>{about}{own}<br>no reforms</p>"
    head = "".join(f"<th{_LEFT}>{word}</th>" for word in ("Date", "Reform", "Id", "Source"))
    body = "".join(_row(lever) for lever in levers)
    return f"<p>{title}<br>{about}{own}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(lever: Lever) -> str:
    # A date is never broken at its hyphens.
    day = f'<td style="white-space:nowrap;{_PAD}">{lever.date.isoformat()}</td>'
    cells = (lever.title_en, lever.id, lever.source)
    return f"<tr>{day}" + "".join(f"<td{_LEFT}>{escape(cell)}</td>" for cell in cells) + "</tr>"
