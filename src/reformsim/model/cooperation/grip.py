"""The councils' grip on what cooperation bodies do with their budget."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from reformsim.law import Law

_RIGHTS = {"view": 0.0, "consent": 0.5, "veto": 1.0}
"""How far a right over a body's budget goes; by law councils give a view (Wgr art. 35)."""
_USUAL_WEEKS = 6.0
"""Weeks the Wgr of 2011 gave councils for their view."""


def council_grip(behaviour: Mapping[str, float], rules: Mapping[str, Any], law: Law, day: date) -> float:
    """Share of the autonomy over a shared task that stays with the councils, 0-1.

    Grows with the councils' right over a body's budget (rule ``cooperation.budget_consent``), with the weeks
    they have to give their view (law table ``wgr_draft_budget_weeks``), with the framework they are sent before the
    draft (``wgr_framework_obligatory``) and with views on other decisions (``wgr_views_on_decisions``); all weights
    are assumptions.
    """
    weeks = law.value("wgr_draft_budget_weeks", day) - _USUAL_WEEKS
    grip = behaviour["cooperation.grip"] * _RIGHTS[rules["cooperation.budget_consent"]]
    grip += behaviour["cooperation.grip_per_week"] * max(weeks, 0.0)
    grip += behaviour["cooperation.grip_framework"] * law.value("wgr_framework_obligatory", day)
    grip += behaviour["cooperation.grip_views"] * law.value("wgr_views_on_decisions", day)
    return min(grip, 1.0)
