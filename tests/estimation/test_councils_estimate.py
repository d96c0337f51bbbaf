"""What is estimated of councils: hand-checked cases, and the weights held to the committed estimate."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
import yaml

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.mechanisms import mechanism
from reformsim.estimation.councils.effect import TENTH, Cases, fit_effect, left_out
from reformsim.estimation.councils.persistence import persistence
from reformsim.estimation.councils.report import kept_page, lasting_rows
from reformsim.model.mergers.search import chance

KEPT = yaml.safe_load((files("reformsim.estimation.councils") / "estimated.yaml").read_text("utf-8"))
EFFECTS = ("councils.local_merger", "councils.local_joining")


def cases(effect: float, number: int = 20_000, known: float = -3.0) -> Cases:
    """Made-up cases of eight years in which the local share acts as said."""
    random = np.random.default_rng(7)
    share = random.normal(0.0, 0.15, number)
    logit = np.full(number, known) + random.normal(0.0, 1.0, number)
    happened = random.random(number) < chance(logit + 0.3 + effect * share)
    return Cases(np.arange(number) % 8 + 2019, logit, share, happened)


@pytest.mark.parametrize("effect", [-4.0, 0.0, 2.0])
def test_an_effect_that_is_put_in_is_found_again(effect):
    found = fit_effect(cases(effect))
    assert found.value == pytest.approx(effect, abs=3 * found.error)
    assert found.level == pytest.approx(0.3, abs=0.15)
    assert found.low < found.value < found.high


def test_where_nothing_is_known_of_the_effect_it_has_the_prior():
    data = cases(0.0, 400)
    found = fit_effect(Cases(data.year, data.known, np.zeros(400), data.happened))
    assert (found.value, found.error) == (pytest.approx(0.0), pytest.approx(5.0))


def test_an_effect_that_is_there_makes_left_out_years_likelier_and_one_that_is_not_does_not():
    assert left_out(cases(4.0)).gain > 5.0
    assert left_out(cases(0.0)).gain < 2.0


@pytest.mark.parametrize("name", EFFECTS)
def test_an_effect_is_as_estimated_where_left_out_years_say_so_and_else_nought(name):
    kept, one = KEPT[name], load_behaviour().parameters[name]
    wanted = kept["value"] if kept["log_score_added"] > 0 else 0.0
    assert one.value == pytest.approx(wanted, abs=0.01)
    assert one.drawn == pytest.approx(
        [kept["value"] - TENTH * kept["error"], kept["value"] + TENTH * kept["error"]], abs=0.05
    )
    assert one.drawn[0] < 0.0 < one.drawn[1], "nought is in the range"


def test_how_the_local_share_lasts_is_what_the_elections_show():
    """644 councils of two elections four years apart: 0.79 of the distance lasts, and 0.45 is new."""
    found = persistence("netherlands")
    assert [one.pairs for one in found] == [644, 313, 331]
    behaviour = load_behaviour()
    assert behaviour["councils.lasting"] == pytest.approx(found[0].lasting, abs=0.006)
    assert behaviour["councils.spread"] == pytest.approx(found[0].spread, abs=0.006)
    assert behaviour["councils.middle"] == pytest.approx(found[-1].mean_odds[1], abs=0.006)
    assert KEPT["councils.lasting"]["value"] == pytest.approx(found[0].lasting, abs=1e-4)
    for row in lasting_rows(found):
        assert f"| {' | '.join(row)} |" in kept_page()


def test_what_the_mechanism_adds_is_said_with_the_figures_of_the_page():
    said, page = mechanism("councils").adds, kept_page()
    for figure in ("0.869", "0.861", "0.0132", "0.0123", "-0.88", "0.730", "0.733", "0.0076", "0.0078", "0.20"):
        assert figure in said and figure in page
