"""The estimate on real history: it comes out again, knows no later year, and finds a rule that is known."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.estimates import load_estimates
from reformsim.cli.app import app
from reformsim.errors import RunError
from reformsim.estimation import Fit, choices, estimate, run_estimate, variants, yaml_text
from reformsim.estimation.choices import Choices
from reformsim.estimation.fit import HELD, NAMES, Rule
from reformsim.estimation.level import municipalities_lost
from reformsim.model.mergers.search import chance
from reformsim.territory import load_territory

LAND = "netherlands-2003"
DATA = Path(str(files("reformsim.territory"))) / "data" / LAND.replace("-", "/")
COMMITTED = Path(str(files("reformsim.behaviour"))) / "estimated.yaml"


@lru_cache(maxsize=1)
def history() -> Choices:
    return choices(LAND, 2004, 2011, load_behaviour())


@lru_cache(maxsize=1)
def fit() -> Fit:
    return estimate(history(), load_behaviour(), 2004, 2011)


def with_events(folder: Path, change) -> Path:
    """The territory with other recorded events."""
    shutil.copytree(DATA, folder)
    path = folder / "events.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if change(row)]
    assert len(kept) < len(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return folder


def test_every_merger_of_2004_to_2011_is_a_possible_coalition():
    """3, 11, 4, 9, 0, 2, 5 and 8 mergers; none of more than five municipalities, none of municipalities apart."""
    years = np.bincount(history().year[history().event], minlength=2012)[2004:]
    assert years.tolist() == [3, 11, 4, 9, 0, 2, 5, 8]
    assert set(history().size[history().event]) <= {2, 3, 4, 5}


def test_the_command_gives_the_committed_estimates_again():
    again, committed = run_estimate(load_behaviour(), data=history()), load_estimates(COMMITTED)
    assert (committed.first, committed.last, committed.territory) == (2004, 2011, LAND)
    assert set(committed.parameters) == set(NAMES)
    for name, one in committed.parameters.items():
        assert again.values[name] == pytest.approx(one.value, abs=1e-6), name
        assert again.fit.coefficients[name].error == pytest.approx(one.error, abs=1e-6), name
    assert again.level == pytest.approx(committed.level, abs=1e-6)
    spread = np.array([one.error for one in committed.parameters.values()])
    assert committed.covariance / np.outer(spread, spread) == pytest.approx(again.fit.correlations, abs=1e-4)
    assert yaml_text(again).splitlines()[:8] == COMMITTED.read_text("utf-8").splitlines()[:8]


def test_the_estimates_are_the_default_behaviour_and_say_what_they_rest_on():
    behaviour, committed = load_behaviour(), load_estimates(COMMITTED)
    for name, one in committed.parameters.items():
        assert behaviour[name] == one.value
        source = behaviour.parameters[name].source
        assert source.startswith("estimated on the 42 mergers of 2004-2011") and "standard error" in source
    for name in HELD:
        assert "assumption" in behaviour.parameters[name].source, "what the record cannot tell stays an assumption"


def test_no_merger_after_the_last_year_changes_a_coefficient(tmp_path):
    folder = with_events(tmp_path / "cut", lambda row: not (row["year"] == "2013" and row["kind"] == "merge"))
    other = choices(str(folder), 2004, 2011, load_behaviour())
    for name in Choices.__slots__:
        assert np.array_equal(getattr(other, name), getattr(history(), name)), name
    assert estimate(other, load_behaviour(), 2004, 2011).coefficients == fit().coefficients
    assert municipalities_lost(str(folder), 2011) == municipalities_lost(LAND, 2011) == 489 - 418


def test_a_merger_within_the_years_does_change_the_coefficients(tmp_path):
    # Bodegraven and Reeuwijk, which became Bodegraven-Reeuwijk.
    folder = with_events(tmp_path / "cut", lambda row: row["new_code"] != "GM1901")
    other = estimate(choices(str(folder), 2004, 2011, load_behaviour()), load_behaviour(), 2004, 2011)
    assert other.events == 41
    assert other.values["merger.constant"] != pytest.approx(fit().values["merger.constant"], abs=1e-3)


TRUE = {
    "merger.constant": -3.0,
    "merger.size": 0.8,
    "merger.need": 4.0,
    "merger.small": 1.5,
    "merger.enclosed": 3.0,
    "merger.unequal": -1.0,
    "merger.extent": 0.2,
    "merger.large": 1.5,
    "merger.province_border": 2.0,
    "merger.finance": 0.4,
    "merger.recent": 1.0,
    "merger.capacity": 5.0,
    "merger.voice": 0.8,
}


def drawn(share: float) -> Choices:
    """The real choices, with events drawn from the rule with the weights ``TRUE``; of the others a share is kept."""
    random = np.random.default_rng(7)
    world = replace(history(), kept=np.ones(len(history())))
    value, _ = Rule(world, load_behaviour()).value(np.array([TRUE[name] for name in NAMES]))
    event = random.random(len(world)) < chance(value)
    stay = event | (random.random(len(world)) < share)
    return replace(world, event=event, split=event & False, kept=np.full(len(event), share)).take(stay)


@pytest.mark.parametrize("share", [1.0, 0.2])
def test_the_coefficients_of_a_known_rule_are_found_again_also_from_a_sample(share):
    found = estimate(drawn(share), load_behaviour(), 2004, 2011)
    assert found.events > 1000
    for name, true in TRUE.items():
        one = found.coefficients[name]
        assert abs(one.value - true) < 3.0 * one.error + 0.1, (name, one, true)
    sharp = [name for name in NAMES if found.coefficients[name].learned > 0.9]
    assert len(sharp) >= 9, "with so many events the data outweigh the priors"


def test_a_wrong_correction_for_sampling_would_be_seen():
    data = drawn(0.2)
    wrong = estimate(replace(data, kept=np.ones(len(data))), load_behaviour(), 2004, 2011)
    one = wrong.coefficients["merger.constant"]
    assert one.value - TRUE["merger.constant"] > 3.0 * one.error


def test_the_rule_estimated_is_the_rule_simulated():
    """Without a route from above the logit is the value a run gives, but for the smooth minimum over members."""
    from reformsim.estimation.choices import features_of, moments

    behaviour = load_behaviour().override({"merger.province_constant": -10.0, "merger.contagion": 0.0})
    moment = next(moments(LAND, 2004, 2004, behaviour))
    some = np.arange(0, len(moment.candidates), 50)
    data = features_of(moment, some, np.ones(len(moment.candidates)))
    rule = Rule(data, behaviour)
    value, _ = rule.value(np.array([behaviour[name] for name in NAMES]))
    common, consent = moment.mergers.common_and_consent(moment.candidates.take(some))
    apart = common + consent - (value - rule.offset)
    assert apart.min() > -0.01 and apart.max() < 0.1 * np.log(5) + 1e-9
    assert np.median(np.abs(apart)) < 0.1 * np.log(3), "two or three members, about as eager"


def test_the_variants_stand_side_by_side():
    found = {one.title: one.fit for one in variants(load_behaviour(), LAND, 2004, 2011)}
    assert list(found) == ["2004-2011", "2004-2007", "2008-2011", "no divided", "no scale"]
    assert found["2004-2011"].values == pytest.approx(fit().values)
    assert [one.events for one in found.values()] == [42, 27, 15, 30, 42]
    flat = found["no scale"].coefficients["merger.capacity"]
    assert flat.error == pytest.approx(flat.prior_sd), "without scale nothing is gained, so the data say nothing of it"


def test_years_outside_the_record_are_refused():
    said = r"expected years within 2004-2018, the record of territory 'netherlands-2003', not 1999-2011"
    with pytest.raises(RunError, match=said):
        choices(LAND, 1999, 2011, load_behaviour())


def test_a_territory_without_a_record_is_refused():
    toy = str(Path(__file__).parents[1] / "toy")
    name = load_territory(toy).name
    result = CliRunner().invoke(app, ["estimate", "--territory", toy])
    assert result.exit_code == 2
    said = f"territory '{name}' has no recorded events (events.csv), so nothing can be estimated"
    assert said in result.output


def test_years_without_a_merger_are_refused():
    with pytest.raises(RunError, match="no merger of two to five neighbours took effect in 2008-2008"):
        estimate(history(), load_behaviour(), 2008, 2008)
