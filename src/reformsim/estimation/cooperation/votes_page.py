"""Bodies that decide, as tables and as a section of ``docs/validation.md``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reformsim.estimation.cooperation.estimate import LAST, SCORED
from reformsim.estimation.cooperation.steps import LISTS_SINCE
from reformsim.estimation.cooperation.votes import MECHANISMS, REPLICATES, Score, VoteScore
from reformsim.estimation.cooperation.voting import VotesFit

COMMAND = "reformsim estimate-cooperation --votes FILE"
SCORE_HEADS = (
    "Rule", "Events", "Expected before", "with votes", "AUC before", "with votes", "Log score an event better",
)  # fmt: skip

_HEAD = """\
## Bodies that decide: what votes of members add

Written by `{command}`. Weights of the mechanisms `bodies_*` are fitted on the
steps to {last} beside the rules above, whose weights stay as they are; which terms stand was chosen on these years
left out one at a time (docs/odd.md, *Bodies that decide*). Asking to join is {raised:.2f} times as frequent as joining,
so that as many join on the steps to {last} as without votes.
"""
_SCORED = """\
Scored once on the steps {first} to {end}, which no choice has seen. *Before* is the rule without votes; of bodies that
go up in another it is the same chance for every pair. Intervals are the middle 80 % of resamples. A log score below 0
is worse with votes.
"""
_LEVELS = """\
Events a year in {since}-{end}, and what is there at the end, with the recorded network and mergers from {start} on
({replicates} replicates). The register counts who joined and left apart from changes of the map; the chances of the
rules are those of the steps to {last}.
"""
_PAID = """\
By their accounts municipalities paid joint bodies 10.7 % of their spending in 2017, 11.8 in 2020 and 11.0 in 2024
(Iv3, category 4.3.3), a flat share. Here bodies get more of the budget, as the list of misses above tells.
"""


def score_rows(found: Sequence[VoteScore]) -> list[tuple[str, ...]]:
    """A row for each rule."""

    def span(one: Score) -> str:
        return f"{one[0]:.2f} [{one[1]:.2f}, {one[2]:.2f}]"

    return [
        (one.rule, f"{one.events:.0f}", f"{one.before:.1f}", f"{one.after:.1f}",
         span(one.auc_before), span(one.auc_after), span(one.gain))
        for one in found
    ]  # fmt: skip


def weight_rows(found: VotesFit) -> list[tuple[str, ...]]:
    """A row for each weight: value and standard error."""
    return [(name, f"{value:.4g}", f"{found.errors[name]:.2g}") for name, value in found.values.items()]


def level_rows(register: Mapping[str, float], runs: Mapping[str, Mapping[str, float]]) -> list[tuple[str, ...]]:
    """A row for each kind of event a year, and for what is there at the end; a column for the register and each run."""
    every = [register, *runs.values()]
    return [(what, *(f"{one[what]:.2f}" if what in one else "" for one in every)) for what in next(iter(runs.values()))]


def switched() -> dict[str, dict[str, bool]]:
    """Runs of the table of levels: none of the mechanisms, each alone, all."""
    nothing = dict.fromkeys(MECHANISMS, False)
    each = {name: {**nothing, name: True} for name in MECHANISMS}
    return {"off": nothing, **each, "all": dict.fromkeys(MECHANISMS, True)}


def markdown(
    found: VotesFit,
    scored: Sequence[VoteScore],
    by: float,
    register: Mapping[str, float],
    runs: Mapping[str, Mapping[str, float]],
) -> str:
    """The section."""
    from reformsim.estimation.report import pipe_table

    return "\n".join([
        _HEAD.format(command=COMMAND, last=LAST, raised=by),
        pipe_table(("Weight", "Value", "Std error"), weight_rows(found)),
        _SCORED.format(first=LAST + 1, end=SCORED),
        pipe_table(SCORE_HEADS, score_rows(scored)),
        _LEVELS.format(since=LISTS_SINCE, end=SCORED, start=LISTS_SINCE - 1, replicates=REPLICATES, last=LAST),
        pipe_table(("A year", "register", *runs), level_rows(register, runs)),
        _PAID,
    ])  # fmt: skip
