"""What may be said of an effect, in one word."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reformsim.experiment import Comparison, compare
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.verdict import verdict, verdicts
from reformsim.report.page.tables import comparison_tables, hanging
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model

NAMES = ("municipalities", "councillors", "relations_to_keep_up")
DRIVER = "cooperation.regrouping"


@pytest.mark.parametrize(
    ("median", "same_sign", "hangs_on", "put_in", "word"),
    [
        (-2.0, 0.9, "", False, "robust"),
        (-2.0, 0.89, "", False, "none"),  # a toss, and nothing is seen that it hangs on
        (-2.0, 0.89, DRIVER, False, "depends"),
        (-2.0, 1.0, "", True, "put_in"),
        (-2.0, 0.6, DRIVER, True, "depends"),  # the draws tell the sign, the sources its origin alone
        (-2.0, 0.6, "", True, "none"),
        (-0.04, 1.0, "", False, "none"),  # what reads nought is no effect
        (0.0, math.nan, "", True, "none"),
        (math.nan, math.nan, "", False, ""),
    ],
)
def test_a_verdict_says_whether_the_sign_holds_and_whose_it_is(
    median: float, same_sign: float, hangs_on: str, put_in: bool, word: str
) -> None:
    ends = (median, median - 5.0, median + 5.0)
    assert verdict(ends, 1, same_sign, 128, hangs_on, put_in=put_in) == word


@pytest.mark.parametrize(("ends", "word"), [((-2.0, -3.0, -1.0), ""), ((0.0, 0.0, 0.0), "none")])
def test_of_nine_pairs_nothing_is_said_unless_nothing_moves(ends: tuple[float, float, float], word: str) -> None:
    assert verdict(ends, 0, 1.0, 9, "", put_in=True) == word


def told(replicates: int, assumptions: str | None = None) -> Comparison:
    """A comparison of three effects: one sure, one whose sign is that of an assumption, one a toss."""

    def simulate(scenario: Scenario, replicate: int) -> object:
        record = fake_model.simulate(scenario, replicate)
        chance = np.random.default_rng([replicate, 5])
        regrouped = scenario.behaviour_values()[DRIVER]
        noise = chance.standard_normal(3)
        change = np.array([-40.0 + noise[0], 20.0 * np.sign(regrouped - 0.2) + noise[1], 10.0 * noise[2]])
        base = np.full((3, 3), 400.0)
        return replace(record, indicators=NAMES, values=base + (change if scenario.levers else 0.0))

    pair = [
        adjusted(load_scenario(name), replicates=replicates, until=2013, assumptions=assumptions)
        for name in ("baseline-2011", "note-2011")
    ]
    return compare(pair, simulate=simulate)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def drawn() -> Comparison:
    return told(64)


def test_a_sign_that_holds_is_robust_and_one_that_turns_names_the_assumption_it_hangs_on(drawn: Comparison) -> None:
    found = verdicts(drawn).set_index("indicator")
    assert found["verdict"].to_dict() == dict(zip(NAMES, ("robust", "depends", "none"), strict=True))
    assert found["hangs_on"].to_dict() == dict(zip(NAMES, ("", DRIVER, ""), strict=True))


def test_the_part_of_chance_is_what_the_draws_leave_of_the_variance(drawn: Comparison) -> None:
    found = verdicts(drawn).set_index("indicator")
    assert found.loc["municipalities", "chance_share"] > 0.6
    assert found.loc["councillors", "chance_share"] == pytest.approx(1 / 401, abs=0.004)


def test_sources_tell_what_is_put_in_and_never_the_sign(drawn: Comparison) -> None:
    rows = [("note-2011", 2013, name, "figures") for name in NAMES]
    sources = pd.DataFrame(rows, columns=["scenario", "year", "indicator", "origin"])
    found = verdicts(drawn, sources=sources)
    assert found["verdict"].tolist() == ["put_in", "depends", "none"]
    assert found["origin"].tolist() == ["figures"] * 3
    assert verdicts(drawn)["verdict"].tolist() == ["robust", "depends", "none"]


def test_with_assumptions_fixed_all_is_chance_and_nothing_depends() -> None:
    found = verdicts(told(40, "fixed")).set_index("indicator")
    assert found["chance_share"].dropna().eq(1.0).all()
    assert set(found["verdict"]) <= {"robust", "none"} and (found["hangs_on"] == "").all()


def test_the_tables_say_the_verdict_and_a_sentence_on_what_a_sign_hangs(drawn: Comparison) -> None:
    said = verdicts(drawn)
    (table,) = comparison_tables(drawn.summary(), said)
    cells = [str(cell).partition("\n")[0] for cell in list(table.columns)[-1].cells]
    assert cells == ["robust", "depends", "none"]
    assert hanging(said) == [
        "Signs of the effects of note-2011 that depend on an assumption hang most: "
        "Councillors on yearly chance that a body is re-formed along the regional division (cooperation.regrouping)."
    ]
