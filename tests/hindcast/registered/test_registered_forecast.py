"""A registered forecast: what is written down, that it can be read and scored by anyone, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from typer.testing import CliRunner

from reformsim.cli.app import app
from reformsim.errors import DataError, RunError
from reformsim.hindcast.fan import load_errors
from reformsim.hindcast.registered import (
    Registered,
    foretell,
    read_forecast,
    read_outcome,
    score,
    write_forecast,
)
from reformsim.hindcast.registered.form import FAN, QUANTILES, interval
from reformsim.hindcast.registered.page import _example
from reformsim.hindcast.registered.scored import means
from reformsim.hindcast.span import MODEL

pytestmark = pytest.mark.painted

SHIPPED = Path(__file__).parents[3] / "docs" / "forecast-2027-2031"
HEADER = "year,old_code,new_code,new_name,share,kind\n"
FILES = {
    "README.md", "municipalities.svg", "numbers.csv", "distribution.csv", "pairs.csv", "pairs_nulls.csv",
    "municipalities.csv", "manifest.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def small() -> Registered:
    return foretell(until=2028, replicates=3, commit="abc123")


@pytest.fixture(scope="module")
def folder(small: Registered, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_forecast(small, tmp_path_factory.mktemp("forecast") / "forecast-2027-2028")


# By hand: A, B, C and D in a row, of which A and B are announced.
BY_HAND = Registered(
    facts={"commit": "none"},
    first=2026,
    years=(2027, 2028),
    codes=("A", "B", "C", "D"),
    names=("Aa", "Bee", "Cee", "Dee"),
    people=np.array([1, 2, 3, 4]),
    pairs=np.array([[0, 1], [1, 2], [2, 3]]),
    announced=np.array([True, False, False]),
    together={MODEL: np.array([[0.9, 0.2, 0.0], [0.9, 0.4, 0.1]]), "no change": np.array([[1.0, 0.0, 0.0]] * 2)},
    merged=np.zeros((2, 4)),
    counts={MODEL: np.array([[3, 2], [4, 3]]), "no change": np.array([[3, 3]])},
    fan=np.array([[1.0, 2.0, 3.0, 3.5, 4.0, 4.0, 4.0]] * 2),
)


def outcome(folder: Path, rows: str, until: int | None = None):
    path = folder / "mergers.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return read_outcome(path, BY_HAND, until)


def test_the_scores_by_hand(tmp_path: Path):
    first, second = score(BY_HAND, outcome(tmp_path, "2027,A,B,Bee,1,absorb\n2028,C,B,Bee,1,absorb\n"))
    assert (first.year, first.real, first.pairs, first.happened) == (2027, 3, 2, 0)
    assert (second.year, second.real, second.pairs, second.happened) == (2028, 2, 2, 1)
    model, fan = second.scores[MODEL], second.scores[FAN]
    assert model["pair_log"] == pytest.approx(-(log(0.4) + log(1 - BY_HAND.least)) / 2)  # 0.1 counts as the least, 1/6
    assert BY_HAND.least == pytest.approx(1 / 6)
    assert model["pair_brier"] == pytest.approx((0.6**2 + 0.1**2) / 2)
    assert (model["pair_auc"], model["pair_ap"]) == (1.0, 1.0) and model["pair_expected"] == pytest.approx(0.5)
    assert model["count_crps"] == pytest.approx(0.5 - 0.25)
    assert (fan["in_30"], fan["in_60"], fan["in_90"]) == (0.0, 1.0, 1.0) and "pair_log" not in fan
    below = sum(q * max(2 - x, 0) + (1 - q) * max(x - 2, 0) for q, x in zip(QUANTILES, BY_HAND.fan[1], strict=True))
    assert fan["count_quantiles"] == pytest.approx(2 * below / 7)
    assert means([first, second])["no change"]["count_crps"] == pytest.approx((0 + 1) / 2)


def test_what_is_announced_is_scored_as_a_number_and_not_as_a_pair(tmp_path: Path):
    came = score(BY_HAND, outcome(tmp_path, "2027,A,B,Bee,1,absorb\n"))[0]
    failed = score(BY_HAND, outcome(tmp_path, "", 2027))[0]
    assert (came.real, failed.real) == (3, 4)
    assert came.scores[MODEL]["pair_log"] == failed.scores[MODEL]["pair_log"]


@pytest.mark.parametrize(("rows", "real", "happened"), [
    ("2027,B,X,Ix,1,merge\n2027,C,X,Ix,1,merge\n2027,D,X,Ix,1,merge\n", 2, 2),  # three: two pairs of neighbours
    ("2027,B,D,Dee,1,absorb\n", 3, 0),  # no common border
    ("2027,B,C,Cee,0.3,border\n", 4, 0),
    ("2027,B,X,Ix,1,rename\n", 4, 0),
    ("2027,C,B,Bee,0.4,split\n2027,C,D,Dee,0.6,split\n", 3, 1),  # whole, to its largest part
])  # fmt: skip
def test_what_counts_as_a_merger(tmp_path: Path, rows: str, real: int, happened: int):
    (one,) = score(BY_HAND, outcome(tmp_path, rows))
    assert (one.real, one.happened) == (real, happened)


def test_a_code_that_is_new_goes_on_in_later_years(tmp_path: Path):
    rows = "2027,B,X,Ix,1,merge\n2027,C,X,Ix,1,merge\n2028,D,X,Ix,1,absorb\n"
    assert [(one.real, one.happened) for one in score(BY_HAND, outcome(tmp_path, rows))] == [(3, 1), (2, 2)]


def test_years_in_which_nothing_happened_are_years_too(tmp_path: Path):
    assert [one.real for one in score(BY_HAND, outcome(tmp_path, "", 2028))] == [4, 4]


@pytest.mark.parametrize(("rows", "until", "said"), [
    ("2027,A,E,Ee,1,absorb\n2027,Q,B,Bee,1,absorb\n", None,
     ["mergers.csv:2:8: new_code: 'E' is no municipality that goes on in 2027, expected one for 'absorb'",
      "mergers.csv:3:6: old_code: 'Q' is no municipality in 2026"]),
    ("2027,A,B,Bee,1,absorbed\n", None, ["mergers.csv:2:16: kind: 'absorbed' is wrong; did you mean 'absorb'?"]),
    ("2026,A,B,Bee,1,absorb\n", None, ["mergers.csv:2:1: year: '2026' is wrong, expected a year from 2027 on"]),
    ("", None, ["it has no merger and does not say of which years; expected --until"]),
    ("2027,A,B,Bee,1,absorb\n", 2029, ["--until: expected 2027 to 2028, not 2029"]),
    ("2030,A,B,Bee,1,absorb\n", None, ["the last year: expected 2027 to 2028, not 2030"]),
    ("2028,A,B,Bee,1,absorb\n", 2027, ["a merger of 2028 in it; expected --until 2028 or later, not 2027"]),
])  # fmt: skip
def test_a_wrong_record_is_told_with_every_mistake(tmp_path: Path, rows: str, until: int | None, said: list[str]):
    with pytest.raises(DataError) as caught:
        outcome(tmp_path, rows, until)
    assert all(line in str(caught.value) for line in said), str(caught.value)


def test_the_interval_of_a_share_of_replicates_is_that_of_jeffreys():
    low, high = interval(np.array([0.0, 0.3, 0.7, 1.0]), 10)
    assert (low[0], high[-1]) == (0.0, 1.0)
    assert low[1:] == pytest.approx(1.0 - high[2::-1])  # what did not happen has the same interval turned round

    def mass(start: float, end: float) -> float:
        return float(quad(lambda p: p**2.5 * (1.0 - p) ** 6.5, start, end)[0])  # 3 of 10 with Jeffreys' prior

    assert mass(0.0, low[1]) / mass(0.0, 1.0) == pytest.approx(0.025)
    assert mass(high[1], 1.0) / mass(0.0, 1.0) == pytest.approx(0.025)


def test_the_example_of_a_record_names_the_municipality_that_goes_on():
    known = {"members": ["B", "A"], "names": ["Bee", "Aa"]}
    assert _example(replace(BY_HAND, facts={"announced": [known]})) == "2027,B,A,Aa,1,absorb"


# The forecast from the real map.


def test_what_is_announced_is_told_apart_and_sure_in_every_null_model(small: Registered):
    (pair,) = small.pairs[small.announced]
    assert {small.names[at] for at in pair} == {"Hilversum", "Wijdemeren"}
    for name, chance in small.together.items():
        assert chance.shape == (2, 859)
        if name != MODEL:
            assert (chance[:, small.announced] == 1.0).all() and (small.counts[name] <= 341).all()
    assert (small.counts["no change"] == 341).all() and small.together["no change"].sum() == 2


def test_the_forecast_has_the_null_models_and_the_fan_of_the_record(small: Registered):
    assert [*small.counts] == [MODEL, "no change", "random rate", "logit size", "logit pair", "recent rate"]
    assert small.facts["learned"] == [2004, 2026] and small.facts["recent"] == [2017, 2026]
    assert (np.diff(small.fan, axis=1) >= 0).all() and (small.fan[:, -1] <= 342).all()
    reach = float(np.exp(load_errors().rule().reach(np.array([2]), 0.9))[0])
    assert small.fan[1, 0] == pytest.approx(min(small.fan[1, 3] / reach, small.counts[MODEL][:, 1].min()), abs=1.0)


def test_the_same_command_gives_the_same_bytes(folder: Path, tmp_path: Path):
    again = write_forecast(foretell(until=2028, replicates=3, commit="abc123"), tmp_path / "again")
    assert {path.name for path in folder.iterdir()} == FILES
    assert {name for name in FILES if (folder / name).read_bytes() != (again / name).read_bytes()} == set()


def test_a_forecast_is_read_as_it_was_written(small: Registered, folder: Path):
    read = read_forecast(folder)
    for field in ("first", "years", "codes", "names"):
        assert getattr(read, field) == getattr(small, field)
    for field in ("people", "pairs", "announced"):
        assert np.array_equal(getattr(read, field), getattr(small, field))
    assert np.allclose(read.merged, small.merged, atol=1e-6) and np.allclose(read.fan, small.fan, atol=1e-3)
    for name, chance in small.together.items():
        assert np.allclose(read.together[name], chance, atol=1e-6)
        assert np.array_equal(read.counts[name], small.counts[name])
    assert (read.facts["commit"], read.facts["replicates"], len(read.facts["code_and_data"])) == ("abc123", 3, 64)


def test_the_page_says_the_numbers_that_are_registered(folder: Path):
    assert_page_says_its_numbers(folder)


def assert_page_says_its_numbers(folder: Path) -> None:
    read, said = read_forecast(folder), (folder / "README.md").read_text("utf-8")
    for at, year in enumerate(read.years):
        own, fan = read.quantiles(MODEL)[at], read.quantiles(FAN)[at]
        row = next(line for line in said.splitlines() if line.startswith(f"| {year} | "))
        cells = row.strip("| ").split(" | ")
        assert cells[1] == f"{own[3]:.0f}" and cells[4].split(" to ")[0] == f"{own[0]:.0f}"
        assert cells[-1].split(" to ")[0] == f"{fan[0]:.0f}"
    likeliest = np.argmax(np.where(read.announced, -1.0, read.together[MODEL][-1]))
    a, b = (read.names[at] for at in read.pairs[likeliest])
    assert f"| 1 | {a} - {b} |" in said and read.facts["commit"] in said and read.facts["code_and_data"] in said
    assert "{" not in said


def test_a_file_that_was_changed_since_is_told(small: Registered, tmp_path: Path):
    place = write_forecast(small, tmp_path / "forecast")
    text = (place / "pairs.csv").read_text("utf-8")
    (place / "pairs.csv").write_text(text.replace(",0.0,", ",0.1,", 1), encoding="utf-8")
    (place / "distribution.csv").unlink()
    with pytest.raises(DataError) as caught:
        read_forecast(place)
    assert "pairs.csv: not as it was registered: another checksum than in manifest.json" in str(caught.value)
    assert "distribution.csv: the file is missing" in str(caught.value)
    manifest = (place / "manifest.json").read_text("utf-8")
    (place / "manifest.json").write_text(manifest.replace("abc123", "abc124"), encoding="utf-8")
    with pytest.raises(DataError, match=r"manifest\.json: not as it was registered: its own checksum is another one"):
        read_forecast(place)
    with pytest.raises(DataError, match="no registered forecast: expected a manifest"):
        read_forecast(tmp_path)


def test_what_cannot_be_foretold_is_told():
    with pytest.raises(
        RunError, match="--until: expected a year after 2026, the year of the map that is known, not 2026"
    ):
        foretell(until=2026)
    with pytest.raises(RunError, match="--commit: expected a word of letters, digits"):
        foretell(commit="a | b")
    with pytest.raises(RunError, match="no fan for 'history': its mergers are replayed"):
        foretell("history", until=2018)


# The forecast that is registered.


def test_the_registered_forecast_is_as_it_was_written_and_can_be_scored(tmp_path: Path):
    read = read_forecast(SHIPPED)
    assert read.years == (2027, 2028, 2029, 2030, 2031) and read.replicates >= 256
    assert_page_says_its_numbers(SHIPPED)
    chance = read.together[MODEL]
    assert np.sqrt(chance * (1 - chance) / read.replicates).max() <= 0.03
    path = tmp_path / "mergers.csv"
    path.write_text(HEADER + "2027,GM1696,GM0402,Hilversum,1,absorb\n", encoding="utf-8")
    found = score(read, read_outcome(path, read, 2031))
    assert [one.real for one in found] == [341] * 5 and {one.pairs for one in found} == {858}


def test_the_command_writes_a_forecast(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: Registered):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("reformsim.hindcast.registered.foretell", lambda *given, **named: replace(small))
    said = told("forecast", "--until", "2028")
    assert "the forecast in results/forecast-2027-2028" in said and "2028  fan" in said
    assert Path("results/forecast-2027-2028/README.md").exists()


def test_the_command_scores_a_forecast_year_by_year(folder: Path, tmp_path: Path):
    path = tmp_path / "mergers.csv"
    path.write_text(HEADER + "2027,GM1696,GM0402,Hilversum,1,absorb\n2028,GM0415,GM0431,Oostzaan,1,absorb\n", "utf-8")
    said = told("forecast", "--score", str(folder), "--record", str(path))
    assert "commit abc123" in said and max(map(len, said.splitlines())) <= 100
    assert "1 January 2027: really 341 municipalities; 0 of 858 pairs" in said
    assert "1 January 2028: really 340 municipalities; 1 of 858 pairs" in said and "Mean over 2 years" in said


def test_the_command_refuses_what_does_not_go_together():
    for words, said in (
        (["--score", "x"], "expected beside --score"),
        (["--record", "x"], "expected beside --record"),
        (["--score", "x", "--record", "y", "-n", "4"], "not with --score, which makes no forecast"),
    ):
        result = CliRunner().invoke(app, ["forecast", *words])
        assert result.exit_code == 2 and said in result.output


def told(*words: str) -> str:
    result = CliRunner().invoke(app, [*words])
    assert result.exit_code == 0, result.output
    return result.output
