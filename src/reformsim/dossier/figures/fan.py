"""The number of municipalities with the errors of earlier forecasts, of the first scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reformsim.report.page.picture import Absent, Picture

if TYPE_CHECKING:
    from reformsim.dossier.subject import Subject


def fan(about: Subject) -> Picture | Absent:
    """Draw the fan of the first scenario; absent where no errors of such forecasts are known."""
    from reformsim.hindcast.fan import coverage, load_errors, why_none
    from reformsim.hindcast.fan import fan as widened
    from reformsim.hindcast.fan.record import real_counts
    from reformsim.report.figures.fan import Fan, fan_figure

    w, run = about.w, about.runs[0]
    title = w("figures.fan.title", scenario=run.name)
    if why_none(run.scenario, run.indicators):
        return Absent("fan", w("page.section.fan"), w("figures.fan.none"))
    table = widened(run)
    own = np.quantile(run.of("municipalities"), (0.1, 0.9), axis=0)
    real = {year: float(count) for year, count in real_counts().items() if year in run.years}
    later = [int(year) for year in table.index[table["beyond"]]]
    beyond = later[0] if later else None
    edges = table.drop(columns=["median", "beyond"]).to_numpy()
    one = Fan(run.years, edges, table["median"].to_numpy(), own[0], own[1], real, beyond)
    figure = fan_figure(title, about.unit("municipalities"), one, source=about.source, w=w)
    last = table.iloc[-1]
    numbers = {name: w.number(round(float(last[name]))) for name in table.columns if name != "beyond"}
    alt = w("figures.fan.alt", scenario=run.name, first=run.years[0], last=run.years[-1], **numbers)
    record = load_errors()
    rule = record.rule()
    note = w(
        "figures.fan.note",
        forecasts=w.number(len(record.origin)),
        first=int(record.origin.min()),
        last=int(record.year.max()),
        spans=rule.spans,
        held=", ".join(w.share(share) for share in coverage(record)[0].shares),
    )
    if len(real) > 1:
        note += " " + w("figures.fan.note_real")
    if beyond is not None:
        note += " " + w("figures.fan.note_beyond", year=beyond, longest=rule.longest)
    return Picture("fan", title, figure, alt, note)
