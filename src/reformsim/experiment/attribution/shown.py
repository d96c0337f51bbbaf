"""An attribution in tables: the headline indicators beside one another, or one in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.experiment.attribution.players import HORIZON, METHOD_WORDS, WHOLE

if TYPE_CHECKING:
    from reformsim.experiment.attribution.attribution import Attribution
    from reformsim.report.page.parts import Column


def caption(result: Attribution, year: int | str) -> str:
    """Say of what, when and how the parts are."""
    when = f"mean of {result.years[0]}-{result.years[-1]}" if year == HORIZON else str(year)
    drawn = f" ({result.permutations} permutations)" if result.permutations else ""
    noun = "replicate" if result.replicates == 1 else "replicates"
    words = f"{METHOD_WORDS[result.method]}{drawn}, mean of {result.replicates} {noun}"
    return f"Effect of {result.scenario.name} by part, {when}: {words}"


def headline_columns(result: Attribution, year: int | str) -> list[Column]:
    """Give the headline indicators with their levels and parts."""
    from reformsim.measures import MEASURES
    from reformsim.report.page.parts import Column

    found = []
    for name in result.indicators:
        about = MEASURES[name]
        if about.headline:
            rows = result.of(name, year)
            effects = tuple(float(effect) for effect in rows.loc[rows["part"] != WHOLE, "effect"])
            found.append(Column(about.title_en, about.unit, *result.levels(name, year), effects))
    return found


def headline_words(result: Attribution) -> dict[str, tuple[str, str]]:
    """Give title and unit of each headline indicator that was measured."""
    from reformsim.measures import MEASURES

    about = {name: MEASURES[name] for name in result.indicators}
    return {name: (one.title_en, one.unit) for name, one in about.items() if one.headline}


def attribution_html(result: Attribution) -> str:
    """The headline indicators in the last year, for a notebook."""
    from reformsim.report.page.parts import parts_html

    year = result.years[-1]
    return parts_html(caption(result, year), [part.title for part in result.parts], headline_columns(result, year))
