"""An estimate of the rules of cooperation as a file, as tables and as a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib.resources import files

from reformsim.estimation.cooperation.estimate import CooperationFit
from reformsim.estimation.cooperation.parts import PRIOR, SPREAD, Parts, Payments
from reformsim.estimation.cooperation.scoring import Score
from reformsim.estimation.cooperation.steps import TERRITORY

COMMAND = "reformsim estimate-cooperation"
WEIGHT_HEADS = ("Weight", "Value", "Std error")
PART_HEADS = ("Subject", "Part", "Std error")
SCORE_HEADS = (
    "Rule", "Events", "Expected", "80 % band", "Log score an event over rate", "over nearest", "AUC or share named",
    "of nearest",
)  # fmt: skip

_SECTION = """\
## The rules of cooperation, estimated

Written by `{command} --page FILE`, by the protocol above, on the steps {found.first} to
{found.last}: {found.events} events of bodies and {found.controls:,} cases without one.
"""
_SCORED = """\
Scored on the steps {first} to {last}, which nothing above has seen. Intervals are the middle 80 % of 1,000 resamples.
For who founds the last two columns are the share of founders among the likeliest; for the others the chance that
what happened ranks above what did not.
"""
_HEAD = """\
# Written by `{command} --out FILE`; tests fit some of it again. Values: the mode of the posterior; errors: its
# standard deviation by the curvature at the mode (of the choice of partners: over foundings). See
# estimation/cooperation/protocol.md.
"""


def yaml_text(found: CooperationFit) -> str:
    """The file of an estimate, which the package reads as part of its default behaviour."""
    lines = [f"of: events of bodies\ncommand: {COMMAND}\nterritory: {TERRITORY}"]
    lines += [f"first: {found.first}\nlast: {found.last}\nevents: {found.events}\ncontrols: {found.controls}"]
    lines.append("level: 0.0\nparameters:")
    for name, value in found.values.items():
        lines.append(f"  {name}: {{value: {value:.6f}, error: {found.errors[name]:.6f}}}")
    lines += ["# Of each weight with those before it, in the joint posterior.", "correlations:"]
    for at, name in enumerate(found.values):
        row = ", ".join(f"{one:.4f}" for one in found.correlations[at, :at])
        lines.append(f"  {name}: [{row}]")
    return _HEAD.format(command=COMMAND) + "\n".join(lines) + "\n"


def weight_rows(found: CooperationFit) -> list[tuple[str, ...]]:
    """A row per weight: value and standard error."""
    return [(name, f"{value:.4g}", f"{found.errors[name]:.2g}") for name, value in found.values.items()]


def score_rows(found: Sequence[Score]) -> list[tuple[str, ...]]:
    """A row per rule: how many events there were and were expected, and how much better than the null models."""

    def span(three: tuple[float, float, float]) -> str:
        return f"{three[0]:.2f} [{three[1]:.2f}, {three[2]:.2f}]"

    rows: list[tuple[str, ...]] = []
    for one in found:
        band = "-" if math.isnan(one.low) else f"{one.low:.0f}-{one.high:.0f}"
        counts = ("", "") if one.rule == "who founds" else (f"{one.expected:.0f}", band)
        gains = (span(one.gain_rate), span(one.gain_near), span(one.auc), span(one.auc_near))
        rows.append((one.rule, f"{one.events:.0f}", *counts, *gains))
    return rows


def part_rows(found: Parts) -> list[tuple[str, ...]]:
    """A row per subject: the part of the budget of its tasks that goes to bodies, and its standard error."""
    return [(word, f"{value:.2f}", f"{found.error[word]:.2f}") for word, value in found.value.items()]


def part_line(found: Parts, known: Payments, later: Payments) -> str:
    """One sentence on how much of what municipalities pay to joint bodies the parts explain."""
    seen, unseen = found.explained(known), found.explained(later)
    return (
        "Of what differs between municipalities in payments to joint bodies the parts explain "
        f"{seen[0]:.2f} ({known.year.min()}-{known.year.max()}) and {unseen[0]:.2f} ({later.year.min()}-"
        f"{later.year.max()}, not used; the mean explains 0), and {seen[1]:.3f} and {unseen[1]:.3f} of the sum."
    )


def kept_page() -> str:
    """The protocol and the sections as they were last written (``--page``, ``--votes``), for ``docs/validation.md``."""
    folder = files("reformsim.estimation.cooperation")
    parts = ("protocol.md", "estimated.md", "votes.md")
    return "\n".join((folder / name).read_text("utf-8") for name in parts)


def markdown(
    found: CooperationFit,
    scored: Sequence[Score],
    years: tuple[int, int],
    parts: tuple[str, Sequence[tuple[str, ...]]],
) -> str:
    """The section on an estimate; ``parts`` are the sentence and the rows on the parts of tasks that go to bodies."""
    from reformsim.estimation.report import pipe_table

    parts_of_page = [
        _SECTION.format(command=COMMAND, found=found),
        pipe_table(WEIGHT_HEADS, weight_rows(found)),
        _SCORED.format(first=years[0], last=years[1]),
        pipe_table(SCORE_HEADS, score_rows(scored)),
        f"{parts[0]} The parts (priors {PRIOR}, standard deviation {SPREAD}):\n",
        pipe_table(PART_HEADS, parts[1]),
    ]
    return "\n".join(parts_of_page)
