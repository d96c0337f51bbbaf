"""What ``run --profile`` shows: where the time of one replicate goes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reformsim.cli.console import plain_table, show

if TYPE_CHECKING:
    from reformsim.scenario import Scenario


def show_profile(scenario: Scenario) -> None:
    """Simulate replicate 0 once more in this process and print the time of its first day and of each phase."""
    from reformsim.model import ReformModel

    ReformModel(scenario)  # So that what is read and drawn once for all replicates is left out.
    began = time.perf_counter()
    model = ReformModel(scenario)
    first_day = time.perf_counter() - began
    model.run()
    years = model.years_done
    spent = {"first day": first_day, **model.phase_seconds}
    total = sum(spent.values())
    rows = [
        (name, f"{1000 * seconds:.1f}", "" if name == "first day" else f"{1000 * seconds / years:.2f}", f"{share:.0%}")
        for name, seconds in spent.items()
        for share in [seconds / total]
    ]
    rows.append(("all", f"{1000 * total:.1f}", "", "100%"))
    show(plain_table(("Phase of replicate 0", "ms", "ms a year", "share"), rows))
