"""The record of errors and the coverage of the fan, as tables on the screen and in ``docs/validation.md``."""

from __future__ import annotations

import numpy as np

from reformsim.hindcast.fan.leaving_out import Coverage, coverage, held_out
from reformsim.hindcast.fan.record import Errors
from reformsim.hindcast.fan.rule import SHARES

_NAMES = {
    "all": "all",
    "unseen": "no year used in the estimate",
    "seen": "some year used in the estimate",
}

_HEAD = """\
## The fan: the forecast with its own errors

`reformsim fan --errors src/reformsim/hindcast/errors.csv` starts the model on the map of each 1 January that a record
of mergers holds, lets it say who merges, and holds the number of municipalities of every later year against the real
one (`counts.csv`, CBS), also where no record of who merged goes that far. Law, reforms and inhabitants of later years
are those that came, as far as they are known here: what a forecaster of the day could not know of them is not in the
errors. Years used in the estimate of the merger rule are no test, and stand apart.

The rule. An error is the log of the real number over the median. Its size (root mean square about nought: a lean to
one side is error too) grows as a power of the years ahead, fitted on the record between 0.5 (errors of single years
add up by chance) and 1 (a rate that is wrong for good). The fan is the median times and over the exponent of that
size, with the bounds of Student's t at 30, 60 and 90 %; its degrees of freedom are the independent spans of the record:
as many of the mean length as lie side by side in its years. It is never narrower than the range of the replicates,
and errors do not take it above the number of the last known map, for in the record it never rose. Beyond the longest
forecast of the record the growth is carried on, and the figure says from where. The bounds of the growth and the
distribution are assumptions. One was made when the coverage to 2026 had been seen, and widens the fan: degrees
of freedom by independent spans. With as many as there are years, the fan of 90 % held 55 % then.

The years to come are foretold before they come, with this fan: [forecast-2027-2031](forecast-2027-2031/README.md).
"""

_COVERAGE = """\
Coverage: each forecast with a fan from the forecasts that have no year in common with it (its origin and all that
overlap are left out, and with them what happened in its years). Forecasts overlap, so that many rows are worth few.
"""


def heads() -> tuple[str, ...]:
    """Heads of the table of coverage."""
    fans = tuple(f"in {100 * share:.0f} % fan" for share in SHARES)
    return ("Forecasts", "scored", "origins", "independent", *fans, "in model's 80 %")


def cells(found: list[Coverage]) -> list[tuple[str, ...]]:
    """Rows of the table of coverage."""
    return [
        (
            _NAMES.get(one.group, f"{one.group} years ahead"),
            f"{one.forecasts}",
            f"{one.origins}",
            f"{one.spans}",
            *(f"{100 * share:.0f} %" for share in (*one.shares, one.band)),
        )
        for one in found
    ]


def rule_told(errors: Errors) -> str:
    """Say what the record is and which rule follows from it."""
    rule, scored = errors.rule(), held_out(errors)[0]
    left = int((~scored).sum())
    origins = np.unique(errors.origin)
    said = (
        f"{len(errors.origin)} forecasts from {len(origins)} origins, 1 January {origins[0]} to {origins[-1]}, to "
        f"{errors.year.max()}; independent spans: {rule.spans}. Size of an error: {100 * rule.scale:.2f} % one year "
        f"ahead, growing as the years ahead to the power {rule.growth:.2f}; {100 * rule.scale * 10**rule.growth:.1f} % "
        f"ten years ahead. Longest forecast: {rule.longest} years."
    )
    return f"{said} Not scored, for no other forecast is without their years: {left}." if left else said


def verdict(found: list[Coverage]) -> str:
    """Hold the coverage against what it should be, in a sentence."""
    said = []
    for one in found[:2]:
        misses = [
            f"{100 * s:.0f} % in the fan of {100 * aim:.0f} %"
            for aim, s in zip(SHARES, one.shares, strict=True)
            if s < aim
        ]
        said.append(f"{_NAMES[one.group]}: " + ("; ".join(misses) if misses else "none"))
    return f"Shares not reached ({' | '.join(said)})."


def horizon_table(errors: Errors) -> str:
    """Markdown of errors by years ahead: how many, their mean and size, and the size that the rule gives."""
    rule = errors.rule()
    lines = ["| years ahead | forecasts | mean error | size of error | by the rule |", "|---:|---:|---:|---:|---:|"]
    for h in sorted({1, 2, 3, 5, 7, 10, 15, 20, rule.longest}):
        mine = errors.error[errors.ahead == h]
        if len(mine):
            numbers = (float(mine.mean()), float(np.sqrt(np.mean(mine**2))), rule.scale * h**rule.growth)
            mean, size, given = (f"{100 * number:.1f} %" for number in numbers)
            lines.append(f"| {h} | {len(mine)} | {mean} | {size} | {given} |")
    return "\n".join(lines) + "\n"


def fan_part(errors: Errors) -> str:
    """Give the part of ``docs/validation.md`` on the fan."""
    found = coverage(errors)
    top = heads()
    lines = [f"| {' | '.join(top)} |", "|---|" + "---:|" * (len(top) - 1)]
    lines += [f"| {' | '.join(row)} |" for row in cells(found)]
    table = "\n".join(lines) + "\n"
    return "\n".join((_HEAD, rule_told(errors) + "\n", horizon_table(errors), _COVERAGE, table, verdict(found) + "\n"))
