"""Principles on cooperation bodies and on what municipalities leave to them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.areas import marks
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

    def words(body: int) -> str:
        ids = [view.world.tasks.ids[k] for k in np.flatnonzero(bodies.say[body])]
        return f"{len(ids)} tasks: {', '.join(ids)}"

    return bodies_where(view, (view.body_alive & (view.body_subjects > most)).nonzero()[0], words)


def own_responsibility(view: View, share: float) -> Found:
    """Municipalities with more than ``share`` of the budget of their tasks in bodies."""
    outside = outside_council(view)
    return municipalities_where(view, outside > share, lambda i: f"{float(outside[i]):.1%} of the budget in bodies")


def fitting_form(view: View, _: float) -> Found:
    """Bodies that carry out a task in a form in which it may not be shared."""
    bodies, tasks = view.state.bodies, view.world.tasks
    refused = _refused(tuple(task.forms for task in tasks), tuple(bodies.form_names))
    wrong = refused.take(bodies.form[: bodies.count], axis=0)
    wrong &= bodies.tasks[: bodies.count]
    found = marks(wrong.ravel().nonzero()[0] // wrong.shape[1], bodies.count) & view.body_alive

    def words(body: int) -> str:
        return f"{', '.join(tasks.ids[k] for k in np.flatnonzero(wrong[body]))} by {bodies.forms[body]}"

    return bodies_where(view, found.nonzero()[0], words)


@lru_cache(maxsize=64)
def _refused(allowed: tuple[tuple[str, ...], ...], forms: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether each form is one that the catalogue knows and does not allow for a task, shape (forms, K)."""
    refused = [[form in _JUDGED.difference(those) for those in allowed] for form in forms]
    return np.array(refused, bool).reshape(len(forms), len(allowed))


def free_choice(view: View, _: float) -> Found:
    """Bodies in which membership is imposed by law."""
    bodies = view.state.bodies
    obliged = (view.body_alive & bodies.obliged[: bodies.count]).nonzero()[0]
    return bodies_where(view, obliged, lambda b: "obliged by law")


def equal_footing(view: View, _: float) -> Found:
    """Bodies that carry regional transport in their own right without a province among their members."""
    bodies = view.state.bodies
    k, own = view.world.tasks.index(TRANSPORT), (view.body_alive & bodies.carries[: bodies.count]).nonzero()[0]
    carriers = own.compress(bodies.tasks[own, k])
    alone = [b for b in carriers.tolist() if not view.state.arrangements.with_body(b)]
    return bodies_where(view, np.array(alone, np.int64), lambda b: "no province is a member")


CHECKS: dict[str, Check] = {
    "sober_bodies": sober_bodies,
    "own_responsibility": own_responsibility,
    "fitting_form": fitting_form,
    "free_choice": free_choice,
    "equal_footing": equal_footing,
}
