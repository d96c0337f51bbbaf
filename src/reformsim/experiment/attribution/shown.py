"""An attribution in tables: the headline indicators beside one another, or one in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.experiment.attribution.players import HORIZON, TOGETHER, WHOLE

if TYPE_CHECKING:
    from reformsim.experiment.attribution.attribution import Attribution
    from reformsim.report.page.parts import Column
    from reformsim.report.words import Words


def caption(result: Attribution, year: int | str, w: Words) -> str:
    """Say of what, when and how the parts are."""
    span = {"first": result.years[0], "last": result.years[-1]}
    when = w("terminal.parts.mean", **span) if year == HORIZON else str(year)
    drawn = w("terminal.parts.permutations", count=result.permutations) if result.permutations else ""
    method, replicates = w(f"terminal.parts.method.{result.method}"), w.replicates(result.replicates)
    about = {"when": when, "method": method, "drawn": drawn, "replicates": replicates}
    return w("terminal.parts.caption", name=result.scenario.name, **about)


def part_titles(result: Attribution, w: Words) -> dict[str, str]:
    """Say what each part is, by its name; a group has only the name that its file gives it."""
    from reformsim.report.words import catalogue

    titles = {part.name: part.title for part in result.parts}
    if w.lang == "en":
        return {**titles, WHOLE: w("terminal.parts.whole")}
    levers = {lever.id: lever for lever in result.scenario.levers}
    for name in titles:
        key = f"page.sources.part.{name}"
        if name in levers:
            own = w.pick(levers[name].title_en, levers[name].title_nl)
            titles[name] = own if name == levers[name].lever else f"{own}: {name}"
        elif f"levers.group.{name}" in catalogue():
            words = w(f"levers.group.{name}")
            titles[name] = words[:1].upper() + words[1:]
        elif name == TOGETHER or key in catalogue():
            titles[name] = w("page.attribution.together" if name == TOGETHER else key)
    return {**titles, WHOLE: w("terminal.parts.whole")}


def headline_columns(result: Attribution, year: int | str, w: Words) -> list[Column]:
    """Give the headline indicators with their levels and parts."""
    from reformsim.measures import MEASURES
    from reformsim.report.page.parts import Column

    found = []
    for name in result.indicators:
        about = MEASURES[name]
        if about.headline:
            rows = result.of(name, year)
            effects = tuple(float(effect) for effect in rows.loc[rows["part"] != WHOLE, "effect"])
            title = w.pick(about.title_en, about.title_nl)
            found.append(Column(title, w.unit(about.unit), *result.levels(name, year), effects))
    return found


def headline_words(result: Attribution, w: Words) -> dict[str, tuple[str, str]]:
    """Give title and unit (as the registry has it) of each headline indicator that was measured."""
    from reformsim.measures import MEASURES

    about = {name: MEASURES[name] for name in result.indicators}
    return {name: (w.pick(one.title_en, one.title_nl), one.unit) for name, one in about.items() if one.headline}


def attribution_html(result: Attribution) -> str:
    """The headline indicators in the last year, for a notebook."""
    from reformsim.report.page.parts import parts_html
    from reformsim.report.words import Words

    w, year = Words("en"), result.years[-1]
    titles = [part.title for part in result.parts]
    return parts_html(caption(result, year, w), titles, headline_columns(result, year, w))
