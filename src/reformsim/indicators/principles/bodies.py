"""Principles on cooperation bodies and on what municipalities leave to them."""

from __future__ import annotations

import numpy as np

from reformsim.indicators.legitimacy import outside_council
from reformsim.indicators.principles.kind import Check, Found, bodies_where, municipalities_where
from reformsim.indicators.view import View
from reformsim.tasks import FORMS

TRANSPORT = "regional_transport"
_JUDGED = frozenset(FORMS)
"""Forms that the task catalogue knows; others rest on a statute of their own."""


def sober_bodies(view: View, most: float) -> Found:
    """Bodies with a say in more than ``most`` tasks."""
    bodies = view.state.bodies
    say = bodies.say[: bodies.count]

    def words(body: int) -> str:
        ids = [view.world.tasks.ids[k] for k in np.flatnonzero(say[body])]
        return f"{len(ids)} tasks: {', '.join(ids)}"

    return bodies_where(view, view.body_alive & (say.sum(axis=1) > most), words)


def own_responsibility(view: View, share: float) -> Found:
    """Municipalities with more than ``share`` of the budget of their tasks in bodies."""
    outside = outside_council(view)
    return municipalities_where(view, outside > share, lambda i: f"{outside[i]:.1%} of the budget in bodies")


def fitting_form(view: View, _: float) -> Found:
    """Bodies that carry out a task in a form in which it may not be shared."""
    bodies, tasks = view.state.bodies, view.world.tasks.tasks
    working = np.flatnonzero(view.body_alive & bodies.tasks[: bodies.count].any(axis=1))
    which, task = np.nonzero(bodies.tasks[working])
    forms = [bodies.forms[b] for b in working.tolist()]
    refused = [_JUDGED.difference(t.forms) for t in tasks]
    wrong: dict[int, list[str]] = {}
    for i, k in zip(which.tolist(), task.tolist(), strict=True):
        if forms[i] in refused[k]:
            wrong.setdefault(int(working[i]), []).append(tasks[k].id)
    return bodies_where(view, list(wrong), lambda b: f"{', '.join(wrong[b])} by {bodies.forms[b]}")


def free_choice(view: View, _: float) -> Found:
    """Bodies in which membership is imposed by law."""
    bodies = view.state.bodies
    return bodies_where(view, view.body_alive & bodies.obliged[: bodies.count], lambda b: "obliged by law")


def equal_footing(view: View, _: float) -> Found:
    """Bodies that carry regional transport in their own right without a province among their members."""
    bodies = view.state.bodies
    k, n = view.world.tasks.index(TRANSPORT), bodies.count
    carriers = np.flatnonzero(view.body_alive & bodies.carries[:n] & bodies.tasks[:n, k])
    alone = [int(b) for b in carriers if not view.state.arrangements.with_body(int(b))]
    return bodies_where(view, alone, lambda b: "no province is a member")


CHECKS: dict[str, Check] = {
    "sober_bodies": sober_bodies,
    "own_responsibility": own_responsibility,
    "fitting_form": fitting_form,
    "free_choice": free_choice,
    "equal_footing": equal_footing,
}
