"""European directives that decentral authorities must carry out: those waiting, coming and done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Directives:
    """The flow of directives of a year.

    Attributes
    ----------
    arrived, executed, waiting : float
        Directives that came and were carried out this year, and those still waiting at its end.
    work : float
        Work per directive relative to one whose effects nobody looked at before (1).
    started : bool
        Whether the first year has been computed (the stock begins in its steady state).
    first_load : float
        Directives to be worked on in the first year, times the work of each.
    first_done, first_carried, first_staff : float
        Directives carried out in the first year, times the work of each; the share of what the tasks bound by acts of
        the Union ask that decentral authorities carried then; and their full-time people per 1,000 inhabitants.
    """

    arrived: float = 0.0
    executed: float = 0.0
    waiting: float = 0.0
    work: float = 1.0
    started: bool = False
    first_load: float = 0.0
    first_done: float = 0.0
    first_carried: float = 0.0
    first_staff: float = 0.0

    @property
    def load(self) -> float:
        """Work of the year: directives carried out or still waiting, times the work of each."""
        return (self.executed + self.waiting) * self.work

    @property
    def done(self) -> float:
        """Directives carried out in the year, times the work of each."""
        return self.executed * self.work
