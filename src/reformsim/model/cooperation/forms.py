"""What the rules allow where tasks are newly shared: legal forms, and objects of regionalisation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools
from reformsim.model.world import World
from reformsim.tasks import Task
from reformsim.world.bodies import PRIVATE_FORMS

PUBLIC_FORMS = (
    "openbaar_lichaam",
    "gemeenschappelijk_orgaan",
    "bedrijfsvoeringsorganisatie",
    "centrumgemeente",
    "light",
)
BUSINESS = "bedrijfsvoeringsorganisatie"

_POLICY = {
    "spatial_planning",
    "regional_economy",
    "nature",
    "regional_transport",
    "housing_programme",
    "wadden_fund",
    "main_roads",
}
_ENFORCEMENT = {"environmental_permits", "police", "public_order", "safety"}


def type_of(task: Task) -> str:
    """Object of regionalisation that a task mostly is (`assumption`; note 13/22 names the objects, not the tasks).

    Support is business operations ('bedrijfsvoering'); plans and programmes are policy ('beleid'); permits and safety
    are enforcement and supervision ('handhaving'); all else is execution ('uitvoering').
    """
    if task.domain == "support":
        return "bedrijfsvoering"
    if task.id in _POLICY:
        return "beleid"
    return "handhaving" if task.id in _ENFORCEMENT else "uitvoering"


def may_be_founded(about: Sequence[Task], forms: Sequence[str] | None, types: Sequence[str] | None) -> bool:
    """Whether rules let a new body of public law be about some tasks, by form and by object; ``None`` allows all."""
    if types is not None and not (about and all(type_of(task) in types for task in about)):
        return False
    return any(form in PUBLIC_FORMS for form in _forms_open(about, forms))


def _forms_open(about: Sequence[Task], forms: Sequence[str] | None) -> tuple[str, ...]:
    """Legal forms in which a body about some tasks may be founded: those of the catalogue within those of the rules."""
    of_tasks = [form for task in about for form in task.forms] if about else [*PUBLIC_FORMS]
    return tuple(form for form in dict.fromkeys(of_tasks) if forms is None or form in forms)


def bodies_in_allowed_form(world: World) -> Bools | bool:
    """Bodies whose form may take on further tasks or members, shape (count,); true where the rules allow all."""
    allowed = world.rules["cooperation.forms"]
    if allowed is None:
        return True
    bodies = world.state.bodies
    return np.array([form in allowed for form in bodies.forms[: bodies.count]], bool)


def form_of_new_body(world: World, wanted: str, about: Bools, key: NDArray[np.uint64]) -> str:
    """Legal form of a new body.

    Private law with chance ``cooperation.private_founding`` where it is allowed and not set back by the preference for
    public law. Otherwise that of the recorded founding which it is like, if the rules have not closed it, and there are
    business organisations (since the Wgr of 2015, art. 8(3), 14a); else the first form of public law that is open.

    Parameters
    ----------
    wanted
        Form of the recorded founding.
    about : (K,) bool
        Tasks that the body is about.
    key
        Key of the new body, shape (1,), for the draw.
    """
    allowed = world.rules["cooperation.forms"]
    forms = _forms_open([world.tasks.tasks[k] for k in np.flatnonzero(about)], allowed)
    private = [form for form in forms if form in PRIVATE_FORMS]
    if private and world.rules["cooperation.private_allowed"]:
        weight = world.behaviour["cooperation.private_founding"] * (1.0 - world.rules["cooperation.public_preference"])
        if weight > 0 and world.streams.uniform("cooperation.private", world.state.year, key)[0] < weight:
            return private[0]
    if wanted == BUSINESS and world.law.value("wgr_business_organisation_allowed", world.today) <= 0:
        wanted = "openbaar_lichaam"
    # What municipalities did found is open by law, also where the catalogue does not list it for the task.
    if allowed is None or wanted in allowed:
        return wanted
    return next(form for form in forms if form in PUBLIC_FORMS)
