"""The number of municipalities that is registered, drawn as the report draws a fan."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reformsim.hindcast.fan import SHARES
from reformsim.hindcast.registered.form import FAN, Registered
from reformsim.hindcast.span import MODEL


def draw_fan(one: Registered, path: Path, *, source: str) -> None:
    """Draw the fan and the model's own range from the known number on; as SVG or PNG by the name of the file."""
    from reformsim.report.figures.fan import Fan, fan_figure
    from reformsim.report.page.saving import save
    from reformsim.report.words import words

    w, known = words("en"), float(len(one.codes))
    middle = len(SHARES)

    def since(values: np.ndarray) -> np.ndarray:
        return np.concatenate([np.full_like(values[:1], known), values])

    cut = one.quantiles(FAN)
    own = np.quantile(one.counts[MODEL], (0.1, 0.9), axis=0)
    fan = Fan(
        (one.first, *one.years),
        since(np.delete(cut, middle, axis=1)),
        since(cut[:, middle]),
        since(own[0]),
        since(own[1]),
        {one.first: known},
    )
    title = w("figures.fan.title", scenario=one.facts["scenarios"][0]["name"])
    save(fan_figure(title, "municipalities", fan, source=source, w=w), path)
