"""The command: its table, its folder, the scores it keeps, and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
from importlib.resources import files as resources
from math import nan
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reformsim.cli.app import app
from reformsim.errors import DataError
from reformsim.hindcast import chosen_scenario, one_year
from reformsim.hindcast.kept import ONE_YEAR, SPAN, Kept, kept, load_scores, read_scores
from reformsim.hindcast.page import hindcast_part
from reformsim.hindcast.past import calibration
from reformsim.hindcast.tables import facts, report, verdicts
from reformsim.report.told import scored
from reformsim.report.words import words
from reformsim.territory import load_territory
from tests.hindcast.records import recorded

DATA = Path(str(resources("reformsim.territory"))) / "data" / "netherlands" / "2011"
SCENARIO = "name: mine\nterritory: ./region\nhorizon: {start: 2011, end: 2015}\n"
SPAN_OPTIONS = ["hindcast", "--scenario", "mine.yaml", "--from", "2013", "--until", "2015", "-n", "4"]


@pytest.fixture(autouse=True)
def _in_a_folder_with_a_territory_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    recorded(tmp_path)
    Path("mine.yaml").write_text(SCENARIO, encoding="utf-8")


def told(*options: str) -> str:
    result = CliRunner().invoke(app, list(options))
    assert result.exit_code == 0, result.output
    return result.output


def files(folder: str) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in Path(folder).rglob("*") if p.is_file()}


def test_the_table_has_every_score_beside_the_null_models_in_a_hundred_columns():
    said = told(*SPAN_OPTIONS)
    assert "2013 to 2015, mine" in said and "Null models learned from 2012-2013." in said.replace("\n", " ")
    assert said.count("AUC") >= 4 and "Map at the end: adjusted Rand index" in said
    assert max(len(line) for line in said.splitlines()) <= 100


def test_the_folder_is_the_same_for_any_number_of_workers():
    told(*SPAN_OPTIONS, "--out", "one", "-q")
    told(*SPAN_OPTIONS, "--out", "two", "-q", "--workers", "2")
    one, two = files("one"), files("two")
    assert set(one) == {
        "scores.csv", "bands.csv", "municipalities.csv", "pairs.csv", "coalitions.csv", "reliability.csv", "scores.md",
        "scenario.yaml", "manifest.json", "figures/municipalities.png", "figures/municipalities.svg",
        "figures/reliability.png", "figures/reliability.svg", "figures/map.png", "figures/map.svg",
    }  # fmt: skip
    assert {name for name in one if one[name] != two[name]} == {"manifest.json"}
    manifest = json.loads(one["manifest.json"])
    assert manifest["program"] == "reformsim" and len(manifest["files"]) == len(one) - 1
    bands = one["bands.csv"].decode().splitlines()
    assert bands[0] == "forecast,year,real,mean,median,low,high" and bands[1].startswith("reformsim,2013,10,10.0,")


def test_the_scenario_of_the_folder_gives_the_same_run():
    told(*SPAN_OPTIONS, "--out", "one", "-q")
    assert "replay_until: 2013" in Path("one/scenario.yaml").read_text(encoding="utf-8")


def test_one_year_ahead_writes_the_chances_of_every_pair():
    said = told("hindcast", "--scenario", "mine.yaml", "--one-year", "--from", "2014", "--until", "2015", "--out", "x")
    assert "One year ahead, 1 January 2014 to 2015, mine" in said and "logit pair" in said
    pairs = Path("x/pairs.csv").read_text(encoding="utf-8").splitlines()
    assert pairs[0] == "year,code_a,code_b,together,reformsim,logit pair,logit border"
    assert [line.split(",")[:4] for line in pairs if line.split(",")[3] == "1"] == [["2015", "T09", "T20", "1"]]


def test_scores_are_kept_in_place_of_earlier_ones_of_the_same_span():
    for count in ("3", "4"):
        told(*SPAN_OPTIONS[:-1], count, "--scores", "kept.csv", "-q")
    told("hindcast", "--scenario", "mine.yaml", "--one-year", "--from", "2014", "--until", "2015", "--scores",
         "kept.csv", "-q")  # fmt: skip
    found = read_scores(Path("kept.csv"))
    assert [(one.kind, one.first, one.last, one.replicates) for one in found] == [
        (SPAN, 2013, 2015, 4), (ONE_YEAR, 2014, 2015, 0),
    ]  # fmt: skip
    assert found[0].cases == (14, 1) and found[0].learned == "2012-2013"
    assert found[0].command == "reformsim hindcast --scenario mine --from 2013 --until 2015 --replicates 4"
    page = hindcast_part(found)
    assert all(report(one, "###") in page for one in found)


def test_a_span_outside_the_record_is_told_without_a_traceback():
    result = CliRunner().invoke(app, [*SPAN_OPTIONS[:5], "--until", "2019"])
    assert result.exit_code == 2
    said = "--until: expected 2014 to 2015, not 2019; the record of territory 'toy' holds 2011 to 2015"
    assert result.stderr.splitlines() == [said]


@pytest.mark.parametrize("named", [[], ["--scenario", "record-2003"]])
def test_the_record_of_a_folder_of_ones_own_is_foretold_over_all_its_years(named):
    said = told("hindcast", *named, "--territory", "region", "-n", "3", "--out", "one", "--scores", "kept.csv")
    assert "2011 to 2015, record-toy" in said
    assert f"territory: {Path('region').resolve()}" in Path("one/scenario.yaml").read_text(encoding="utf-8")
    (found,) = read_scores(Path("kept.csv"))
    assert found.command == "reformsim hindcast --territory toy --from 2011 --until 2015 --replicates 3"
    assert "One year ahead, 1 January 2012 to 2015, record-toy" in told(
        "hindcast", *named, "-t", "region", "--one-year"
    )


def test_a_scenario_file_of_ones_own_is_foretold_over_all_years_of_its_record():
    assert "2011 to 2015, mine" in told("hindcast", "--scenario", "mine.yaml", "-n", "3")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--scenario", "mine.yaml", "--territory", "region"],
            "--territory: the scenario 'mine.yaml' names its own; expected 'record-2003', or no scenario, beside it",
        ),
        (
            ["--territory", "regoin"],
            "unknown territory 'regoin'; expected one of flanders, netherlands, netherlands-2003, netherlands-2011, "
            "switzerland",
        ),
    ],
)
def test_a_territory_that_cannot_be_taken_is_told_without_a_traceback(options, said):
    result = CliRunner().invoke(app, ["hindcast", *options])
    assert (result.exit_code, result.stderr.splitlines()) == (2, [said])


def test_a_record_that_goes_on_after_the_shipped_one_is_learned_from(tmp_path):
    folder = tmp_path / "longer"
    shutil.copytree(DATA, folder)
    with (folder / "territory.yaml").open("a", encoding="utf-8") as stream:
        stream.write("events_until: 2021\n")
    shipped, own = load_territory("netherlands-2011"), load_territory(folder)
    assert [calibration(shipped, 2018)[0].name, calibration(own, 2018)[0].name] == ["netherlands-2003"] * 2
    source, steps = calibration(own, 2020)
    assert source is own and (steps[0].year, steps[-1].year) == (2012, 2020)


def test_a_file_that_holds_no_scores_is_refused():
    Path("other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"other\.csv:1:1: expected the columns kind, scenario, first"):
        read_scores(Path("other.csv"))
    Path("kept.csv").write_text(
        "kind,scenario,first,last,replicates,learned,cases,forecast,measure,value\nspan,x,2011,2018,5,,9/1,m,a,much\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=r"kept\.csv:2:1: not a row of figures: could not convert string to float"):
        read_scores(Path("kept.csv"))
    with Path("kept.csv").open("a", encoding="utf-8") as stream:
        stream.write("span,x,2011\n")
    with pytest.raises(DataError, match=r"kept\.csv:3:1: the row has 3 cells, expected 10"):
        read_scores(Path("kept.csv"))


def span(crps: float, *, first: int = 2011, band: float = 7.0) -> Kept:
    chances = {"merged_auc": 0.7, "merged_ap": 0.3, "pair_auc": 0.8, "pair_ap": 0.2, "merged_gap": 0.1}
    mine = {"count_in_band": band, "count_crps": crps, **chances}
    other = {**mine, "count_crps": 2.0, "merged_auc": 0.75}
    return Kept(SPAN, "history", first, first + 7, 200, "2004-2011", (9, 1), {"reformsim": mine, "a rate": other})


def test_the_verdict_on_the_count_turns_at_a_quarter_below_the_best_null_model():
    assert verdicts(span(1.5))[0] == (
        "CRPS of the number of municipalities: 1.50, -25 % beside the best null model (a rate, 2.00); "
        "aim -25 %: reached."
    )
    assert verdicts(span(1.51))[0].endswith("not reached.")
    assert verdicts(span(1.5, band=6.0))[1].endswith("aim 6: reached.")
    assert verdicts(span(1.5, band=5.0))[1].endswith("aim 6: not reached.")
    assert "Who merged: AUC: 0.700, best null model (a rate) 0.750: not better." in verdicts(span(1.5))


def test_a_span_that_the_rule_was_estimated_on_says_that_it_is_no_test():
    assert facts(span(1.5, first=2005)).endswith("Not a test: the merger rule was estimated on these years too.")
    assert "Not a test" not in facts(span(1.5))
    said = scored(facts(span(1.5, first=2005)), words("nl"))
    assert said.endswith("Geen toets: de herindelingsregel is ook op deze jaren geschat.")


def test_years_in_which_nobody_merged_have_a_verdict_in_which_nothing_is_divided_by_nought():
    mine = {"count_in_band": 3.0, "count_crps": 0.4, "merged_gap": 0.1, "merged_auc": nan, "pair_auc": nan}
    still = Kept(SPAN, "s", 2022, 2025, 8, "", (9, 0), {"reformsim": mine, "no change": {**mine, "count_crps": 0.0}})
    said = verdicts(still)
    assert said[0] == "CRPS of the number of municipalities: 0.40; the best null model (no change) is exact."
    assert len(said) == 3 and not re.search(r"\bnan\b", " ".join(said) + hindcast_part([still]))
    pairs = {"pair_auc": nan, "pair_ap": nan, "pair_gap": 0.01, "pair_expected": 1.5}
    ahead = Kept(ONE_YEAR, "s", 2024, 2026, 0, "2004-2023", (9, 0), {"reformsim": pairs, "logit pair": pairs})
    first, second = verdicts(ahead)
    assert first == "No pair became one, so that there is neither an AUC nor an average precision."
    assert "expected 1.5, really 0" in second
    assert scored(said[0], words("nl")).endswith("het beste nulmodel (geen verandering) heeft het precies.")
    assert scored(first, words("nl")).startswith("Geen paar werd één")


def test_the_scores_in_docs_hold_the_test_years_and_the_yardstick():
    shipped = {(one.kind, one.first, one.last) for one in load_scores()}
    assert {(SPAN, 2011, 2018), (ONE_YEAR, 2012, 2017)} <= shipped


def test_the_yardstick_in_docs_is_what_the_merger_rule_gives_today():
    """If the rule or its weights have changed, `make validation` makes the scores and the page anew."""
    (shipped,) = (one for one in load_scores() if one.key == (True, -2012, 2017, "history"))
    today = kept(one_year(chosen_scenario(None, 2011), 2012, 2017))
    assert today.scores == {name: pytest.approx(found, abs=2e-6) for name, found in shipped.scores.items()}
