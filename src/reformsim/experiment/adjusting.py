"""A scenario as it is asked for: with other replicates, another seed, another last year or other measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.errors import RunError, UnknownNameError

if TYPE_CHECKING:
    from reformsim.measures import GivenMeasures
    from reformsim.scenario import GivenScenario, GivenYear, Scenario


def adjusted(
    scenario: GivenScenario,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    until: GivenYear | None = None,
    measures: GivenMeasures | None = None,
    assumptions: str | None = None,
    allow_code: bool = False,
) -> Scenario:
    """Give the scenario with other replicates, another seed, another last year, other measures or other draws.

    Raises
    ------
    RunError
        If the last year lies before the first or too far after it, the replicates or seed cannot be, or no measure is
        named.
    UnknownNameError
        If there is no such measure, or way to draw assumptions.
    """
    from reformsim.scenario import MODES, scenario_of, year_of
    from reformsim.scenario.schema import LARGEST_SEED, LONGEST, MOST_REPLICATES

    loaded = scenario_of(scenario, allow_code)
    change: dict[str, object] = {}
    if replicates is not None:
        if not 1 <= replicates <= MOST_REPLICATES:
            raise RunError(f"replicates must be between 1 and {MOST_REPLICATES:,}, got {replicates}")
        change["replicates"] = replicates
    if seed is not None:
        if not 0 <= seed <= LARGEST_SEED:
            raise RunError(f"seed must be between 0 and {LARGEST_SEED}, got {seed}")
        change["seed"] = seed
    if until is not None:
        start, end = loaded.horizon.start, year_of(until)
        if not start <= end <= start + LONGEST:
            raise RunError(
                f"the last year must be between {start} (the start of '{loaded.name}') and {start + LONGEST}, got {end}"
            )
        change["horizon"] = loaded.horizon.model_copy(update={"end": end})
    if assumptions is not None:
        if assumptions not in MODES:
            raise UnknownNameError("way to draw assumptions", assumptions, MODES)
        change["assumptions"] = assumptions
    if measures is not None:
        from reformsim.measures import chosen
        from reformsim.measures.choice import words_of

        words = words_of(measures)
        chosen(words)  # tells a wrong name in a sentence of its own
        if not words:
            raise RunError("no indicator is asked for")
        change["measures"] = words
    return loaded.model_copy(update=change)
