"""The model of a few lines with all that a replicate can leave behind: missing and local values, violations too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reformsim.history import Local, Spell
from reformsim.measures import LOCAL
from tests.experiment import fake_model

NAMES = LOCAL[:3]


def simulate(scenario: object, replicate: int) -> fake_model.FakeRecord:
    """As the model of a few lines; the third indicator has no value in the second year of each third replicate."""
    record = fake_model.simulate(scenario, replicate)
    first, last = record.years[0], record.years[-1]
    values = record.values.copy()
    if replicate % 3 == 0:
        values[1, 2] = np.nan
    local = local_values(record)
    spells = ((),) if replicate < 10 else (("U01", "U02"), ())
    return replace(
        record,
        values=values,
        local=local,
        violations=tuple(
            Spell("two_layers", f"task {at}, shared", first, last, members, "") for at, members in enumerate(spells)
        ),
    )


def local_values(record: fake_model.FakeRecord) -> Local:
    """Some indicators by municipality, drawn from the replicate, and by province, of which one ends in some replicates.

    The first stays as it is, the second has no value in a year, and a municipality has its own in all of its units.
    """
    years = len(record.years)
    chance = np.random.default_rng((7, record.replicate))
    by_code = chance.normal(size=(years, len(record.municipalities), len(NAMES)))
    by_code[:, :, 0] = np.arange(len(record.municipalities))
    by_code[1, :, 1] = np.nan
    by_unit = np.take_along_axis(by_code, record.owner[:, :, None], axis=1)
    provinces = ("P", "Q") if record.replicate % 2 else ("Q", "P", "P+Q")
    by_province = chance.normal(size=(years, len(provinces), len(NAMES)))
    by_province[-1, len(provinces) - 2] = np.nan
    return Local(NAMES, provinces, by_unit.astype(np.float32), by_province.astype(np.float32))


def fail_in_twelfth(scenario: object, replicate: int) -> fake_model.FakeRecord:
    """Break the twelfth replicate where there are reforms."""
    if replicate == 11 and scenario.levers:  # type: ignore[attr-defined]
        raise ValueError("no twelfth")
    return simulate(scenario, replicate)
