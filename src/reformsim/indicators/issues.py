"""How an issue is decided: time, rounds and clarity of responsibility, by the note's claims on bestuurlijke drukte.

Every claim is a behavioural parameter that may be set to its neutral value; with all of them neutral an issue takes
``decisions.base_weeks`` everywhere, whatever is abolished.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reformsim.tasks import LAYERS

if TYPE_CHECKING:
    from reformsim.indicators.view import View

Floats = NDArray[np.float64]
PROVINCIE = LAYERS.index("provincie")


@dataclass(frozen=True, slots=True)
class Issues:
    """What becomes of issues, mean over subjects, by living municipality: each of shape (m,).

    Attributes
    ----------
    weeks
        Typical (median) decision time.
    in_time
        Share decided within the deadline.
    resolved
        Share on which nobody with a say holds the decision up.
    rounds
        Rounds until a decision.
    at_once
        Share decided in the first round and within the deadline.
    clarity
        How clear it is who answers for a subject, 0-1.
    """

    weeks: Floats
    in_time: Floats
    resolved: Floats
    rounds: Floats
    at_once: Floats
    clarity: Floats


def by_authorities(most: int, usual: float, view: View) -> tuple[Floats, Floats, Floats]:
    """Time (1 at the usual number), chance to get through in one round, and clarity, by number of authorities.

    Parameters
    ----------
    most
        Highest number wanted.
    usual
        Authorities per subject on the first day.
    view
        Gives the parameters ``decisions.drukte_to_delay``, ``.veto_points`` and ``.drukte_to_accountability``.

    Returns
    -------
    three ndarrays of shape (most + 1,)
        Position n is for n authorities; position 0 is as 1, for a subject on which nobody has a formal say.
    """
    b = view.world.behaviour
    number = np.maximum(np.arange(most + 1.0), 1.0)
    time = (number / usual) ** b["decisions.drukte_to_delay"]
    through = (1.0 - b["decisions.veto_points"]) ** (number - 1.0)
    clarity = number ** -b["decisions.drukte_to_accountability"]
    return time, through, clarity


def decide(view: View) -> Issues:
    """Follow issues on every subject in every municipality.

    The time of a round is ``decisions.base_weeks`` times (authorities / those of the first day) to the power of
    ``decisions.drukte_to_delay``, times (college / that of the first day) to the power of
    ``decisions.executive_size_to_speed``, with ``decisions.sub_layer_delay`` more on municipal subjects where there
    are sub-municipal councils, and less by what a penalty on being late does. A round fails if one of the other
    authorities holds it up, or provinces do not agree; then there is another. Decision times are log-logistic: the
    share later than d weeks is 1 / (1 + (d / median)^spread).
    """
    b, rules = view.world.behaviour, view.world.rules
    start = view.start or view.parts
    number = view.authorities.astype(np.intp)
    time, through, clarity = by_authorities(int(number.max(initial=1)), start.authorities, view)
    passed = through.take(number)
    _across_provinces(view, passed)
    college = (view.colleges / start.college) ** b["decisions.executive_size_to_speed"]
    college *= b["decisions.base_weeks"] * (1.0 - b["decisions.penalty_effect"] * rules["principles.late_penalty"])
    one_round = time.take(number) * college[:, None]
    tier = view.sub_municipal_tier.nonzero()[0]
    if len(tier):
        one_round[tier] *= 1.0 + b["decisions.sub_layer_delay"] * view.municipal[tier]
    weeks = one_round / passed
    late = (weeks / float(rules["principles.deadline_weeks"])) ** b["decisions.spread"]
    in_time = 1.0 / (1.0 + late)
    subjects = number.shape[1]
    each = np.full(subjects, 1.0 / subjects)
    return Issues(
        weeks=weeks @ each,
        in_time=in_time @ each,
        resolved=passed @ each,
        rounds=(1.0 / passed) @ each,
        at_once=(in_time * passed) @ each,
        clarity=clarity.take(number) @ each,
    )


def _across_provinces(view: View, passed: Floats) -> None:
    """Lower the chance to get through one round, (m, K), where provinces have a say and the issue may cross a border.

    With a share s of the municipality's border another province must agree too: divided by 1 + cost s, as among the
    boards of an area (``coordination.between_provinces``). What provinces brought into a body crosses nothing.
    """
    cost = view.world.behaviour["coordination.between_provinces"]
    if not cost:
        return
    say = view.state.involved[:, PROVINCIE]
    if view.ceded is not None:
        say = say & ~view.ceded[:, :, PROVINCIE]
    passed /= 1.0 + cost * border_between_provinces(view)[:, None] * say.astype(float)


def border_between_provinces(view: View) -> Floats:
    """Share of a municipality's land border that is with municipalities of another province, shape (m,)."""
    m, (a, b, km) = len(view.live), view.borders
    total = np.bincount(a, weights=km, minlength=m) + np.bincount(b, weights=km, minlength=m)
    province = view.state.province.take(view.live)
    apart = (province.take(a) != province.take(b)).nonzero()[0]
    a, b, km = a.take(apart), b.take(apart), km.take(apart)
    other = np.bincount(a, weights=km, minlength=m) + np.bincount(b, weights=km, minlength=m)
    result: Floats = other / np.maximum(total, 1e-12)
    return result
