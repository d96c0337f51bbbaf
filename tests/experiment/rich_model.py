"""The model of a few lines with all that a replicate can leave behind: missing values, places and violations too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reformsim.history import Places, Spell
from reformsim.measures import LOCAL
from tests.experiment import fake_model


def simulate(scenario: object, replicate: int) -> fake_model.FakeRecord:
    """As the model of a few lines; the third indicator has no value in the second year of each third replicate."""
    record = fake_model.simulate(scenario, replicate)
    first, last = record.years[0], record.years[-1]
    values = record.values.copy()
    if replicate % 3 == 0:
        values[1, 2] = np.nan
    places = tuple(
        Places(year, "municipality", ("U01", "U03"), np.full((2, len(LOCAL)), year / 3 + replicate))
        for year in (first, last)
    )
    spells = ((),) if replicate < 10 else (("U01", "U02"), ())
    return replace(
        record,
        values=values,
        places=places,
        violations=tuple(
            Spell("two_layers", f"task {at}, shared", first, last, members, "") for at, members in enumerate(spells)
        ),
    )


def fail_in_twelfth(scenario: object, replicate: int) -> fake_model.FakeRecord:
    """Break the twelfth replicate where there are reforms."""
    if replicate == 11 and scenario.levers:  # type: ignore[attr-defined]
        raise ValueError("no twelfth")
    return simulate(scenario, replicate)
