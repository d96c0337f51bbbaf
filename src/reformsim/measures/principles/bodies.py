"""Principles on cooperation bodies and on what municipalities leave to them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from reformsim.measures.legitimacy import outside_council
from reformsim.measures.principles.kind import Check, Found, bodies_where, municipalities_where
from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Bools, Floats
from reformsim.tasks import FORMS

TRANSPORT = "regional_transport"
_JUDGED = frozenset(FORMS)
"""Forms that the task catalogue knows; others rest on a statute of their own."""


def sober_bodies(s: Snapshots, most: Floats) -> Found:
    """Bodies with a say in more than ``most`` tasks."""

    def words(at: int, body: int) -> str:
        ids = [s.tasks.ids[k] for k in np.flatnonzero(s.shots[at].network.say[body])]
        return f"{len(ids)} tasks: {', '.join(ids)}"

    return bodies_where(s, s.body_alive & (s.body_subjects > most[s.body_snap]), words)


def own_responsibility(s: Snapshots, share: Floats) -> Found:
    """Municipalities with more than ``share`` of the budget of their tasks in bodies."""
    outside = outside_council(s)
    wrong = outside > s.each(share)
    return municipalities_where(s, wrong, lambda i: f"{float(outside[i]):.1%} of the budget in bodies")


def fitting_form(s: Snapshots, _: Floats) -> Found:
    """Bodies that carry out a task in a form in which it may not be shared."""
    refused = _refused(tuple(task.forms for task in s.tasks), s.form_names)
    wrong = refused.take(s.form, axis=0) & s.of_bodies("tasks").astype(bool)

    def words(at: int, body: int) -> str:
        tasks = np.flatnonzero(wrong[s.body_start[at] + body])
        return f"{', '.join(s.tasks.ids[k] for k in tasks)} by {s.runs[s.run[at]].bodies.forms[body]}"

    return bodies_where(s, wrong.any(axis=1) & s.body_alive, words)


@lru_cache(maxsize=64)
def _refused(allowed: tuple[tuple[str, ...], ...], forms: tuple[str, ...]) -> Bools:
    """Whether each form is one that the catalogue knows and does not allow for a task, shape (forms, K)."""
    refused = [[form in _JUDGED.difference(those) for those in allowed] for form in forms]
    return np.array(refused, bool).reshape(len(forms), len(allowed))


def free_choice(s: Snapshots, _: Floats) -> Found:
    """Bodies in which membership is imposed by law."""
    obliged = s.body_alive & s.of_bodies("obliged").astype(bool)
    return bodies_where(s, obliged, lambda at, body: "obliged by law")


def equal_footing(s: Snapshots, _: Floats) -> Found:
    """Bodies that carry regional transport in their own right without a province among their members."""
    alone = s.body_alive & s.of_bodies("carries").astype(bool)
    transport = [k for k, task in enumerate(s.tasks.ids) if task == TRANSPORT]  # None where tasks are not known.
    alone &= s.of_bodies("tasks")[:, transport].any(axis=1)
    with_province = [
        int(s.body_start[at]) + one.body
        for at, shot in enumerate(s.shots)
        for one in shot.arrangements
        if one.body >= 0 and one.provinces
    ]
    alone[with_province] = False
    return bodies_where(s, alone, lambda at, body: "no province is a member")


CHECKS: dict[str, Check] = {
    "sober_bodies": sober_bodies,
    "own_responsibility": own_responsibility,
    "fitting_form": fitting_form,
    "free_choice": free_choice,
    "equal_footing": equal_footing,
}
