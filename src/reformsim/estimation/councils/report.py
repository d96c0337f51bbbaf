"""The estimates on councils as a file, as tables and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from reformsim.behaviour import Behaviour
from reformsim.estimation.councils.effect import PRIOR, Effect
from reformsim.estimation.councils.joining import OnJoining, on_joining
from reformsim.estimation.councils.mergers import OnMergers, on_mergers
from reformsim.estimation.councils.persistence import Persistence, persistence
from reformsim.estimation.protocol import HOME
from reformsim.model.councils.parties import USUAL_LOCAL

COMMAND = "reformsim estimate-councils"
EFFECT_HEADS = ("Decision", "Effect of local share", "Std error", "80 % interval", "Events", "Cases")
SCORE_HEADS = ("Decision", "AUC before", "after", "Average precision before", "after", "Log score added")
LASTING_HEADS = ("Elections", "Councils", "Mean local share before", "after", "Correlation", "Lasting", "Spread")
_HEAD = """\
## What local parties do, estimated

Written by `{command} --page FILE`. The local share of the seats of the councils that decided, less the usual one
({usual}; of a merger the mean over its members), is put beside the rule as it was trained on the years to 2018, with a
level of its own and a normal prior about nought (standard deviation {prior:g} logits a share). \
Mergers: those that took effect
from 2020 to 2027, which councils elected in March 2018 or later decided on; the one of 2027 is announced. The councils
that decided on the twelve mergers of 2019 sat since 2014, and their members held no election in March 2018, so that
nothing is known of their parties. Coalitions with a council whose parties are not known are left out. Joining: the
steps of the register from 2019 to 2026.
"""
_SCORED = """\
Scores: each year with level and effect from all other years, without the effect (before) and with it (after); log
score added is in nats over all years together, and below nought where the effect makes it worse. Local share of
those that came about, and of all by their chance: mergers {0[0]:.3f} and {0[1]:.3f}, joining {1[0]:.3f} and {1[1]:.3f}.
"""
_VERDICT = """\
A weight is as estimated where the log score of left-out years grows, else nought; its range is the middle 80 %.
"""
_LASTS = """\
The local share of a council from one regular election to the next, in log odds (half a seat added on either side),
regressed on that of four years before: what of it lasts, and the standard deviation of what is new. From 2018 to 2022
the mean rose, from 2022 to 2026 it did not; after the record councils go towards the mean of 2026.
"""
_YAML_HEAD = """\
# Written by `{command} --out FILE`; tests hold the weights of behaviour/parameters.yaml to it. Values: the mode of the
# posterior; errors: its standard deviation there; logits a share of local seats.
"""


@dataclass(frozen=True, slots=True)
class OnCouncils:
    """All that is estimated of councils."""

    mergers: OnMergers
    joining: OnJoining
    lasting: list[Persistence]

    @property
    def named(self) -> tuple[tuple[str, OnMergers | OnJoining], ...]:
        """The two decisions by name."""
        return ("merging", self.mergers), ("joining a body", self.joining)


def estimate_councils(behaviour: Behaviour) -> OnCouncils:
    """Estimate all; about a minute."""
    return OnCouncils(on_mergers(behaviour), on_joining(), persistence(HOME))


def effect_rows(found: OnCouncils) -> list[tuple[str, ...]]:
    """A row per decision: the effect with its error and interval, and what it rests on."""
    rows: list[tuple[str, ...]] = []
    for name, one in found.named:
        e = one.effect
        numbers = f"{e.value:.2f}", f"{e.error:.2f}", f"[{e.low:.2f}, {e.high:.2f}]"
        rows.append((name, *numbers, str(e.events), f"{e.cases:,}"))
    return rows


def score_rows(found: OnCouncils) -> list[tuple[str, ...]]:
    """A row per decision: scores without the effect and with it, of years left out."""
    rows: list[tuple[str, ...]] = []
    for name, one in found.named:
        (area, precision), (area_after, precision_after) = one.scores["before"], one.scores["after"]
        pairs = f"{area:.3f}", f"{area_after:.3f}", f"{precision:.4f}", f"{precision_after:.4f}"
        rows.append((name, *pairs, f"{one.left.gain:.2f}"))
    return rows


def lasting_rows(found: Sequence[Persistence]) -> list[tuple[str, ...]]:
    """A row per span of elections."""
    return [
        (
            one.span, str(one.pairs), f"{one.mean[0]:.3f}", f"{one.mean[1]:.3f}", f"{one.correlation:.2f}",
            f"{one.lasting:.2f} ({one.lasting_error:.2f})", f"{one.spread:.2f}",
        )
        for one in found
    ]  # fmt: skip


def yaml_text(found: OnCouncils) -> str:
    """The file of an estimate, which the package keeps beside the weights that rest on it."""

    def part(name: str, e: Effect, gain: float) -> str:
        return (
            f"{name}: {{value: {e.value:.4f}, error: {e.error:.4f}, events: {e.events}, log_score_added: {gain:.4f}}}"
        )

    every, last = found.lasting[0], found.lasting[-1]
    lines = [
        f"command: {COMMAND}\nterritory: {HOME}",
        part("councils.local_merger", found.mergers.effect, found.mergers.left.gain),
        part("councils.local_joining", found.joining.effect, found.joining.left.gain),
        f"councils.lasting: {{value: {every.lasting:.4f}, error: {every.lasting_error:.4f}, pairs: {every.pairs}}}",
        f"councils.spread: {{value: {every.spread:.4f}, pairs: {every.pairs}}}",
        f"councils.middle: {{value: {last.mean_odds[1]:.4f}, first: {found.lasting[1].mean_odds[0]:.4f}, "
        f"rise_ends_at: {every.middle:.4f}}}",
    ]
    return _YAML_HEAD.format(command=COMMAND) + "\n".join(lines) + "\n"


def markdown(found: OnCouncils) -> str:
    """The section of the page of validation."""
    from reformsim.estimation.report import pipe_table

    return "\n".join([
        _HEAD.format(command=COMMAND, usual=USUAL_LOCAL, prior=PRIOR),
        pipe_table(EFFECT_HEADS, effect_rows(found)),
        _VERDICT,
        pipe_table(SCORE_HEADS, score_rows(found)),
        _SCORED.format(found.mergers.expected, found.joining.expected),
        pipe_table(LASTING_HEADS, lasting_rows(found.lasting)),
        _LASTS,
    ])  # fmt: skip


def kept_page() -> str:
    """The section as it was last written (``--page``), for ``docs/validation.md``."""
    return (files("reformsim.estimation.councils") / "estimated.md").read_text("utf-8")
