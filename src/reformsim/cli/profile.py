"""What ``run --profile`` shows: where the time of one replicate goes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reformsim.cli.console import plain_table, show
from reformsim.cli.language import spoken

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
    w = spoken()
    start = w("terminal.profile.first")
    spent = {start: first_day, **model.phase_seconds}
    total = sum(spent.values())
    rows = [
        (
            name,
            w.number(1000 * seconds, 1),
            "" if name == start else w.number(1000 * seconds / years, 2),
            f"{share:.0%}",
        )
        for name, seconds in spent.items()
        for share in [seconds / total]
    ]
    rows.append((w("terminal.profile.all"), w.number(1000 * total, 1), "", "100%"))
    show(plain_table([w(f"terminal.profile.{head}") for head in ("phase", "ms", "yearly", "share")], rows))
