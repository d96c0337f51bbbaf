"""``reformsim place`` as a user types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reformsim.cli.app import app
from reformsim.experiment import run
from reformsim.experiment.adjusting import adjusted
from reformsim.scenario import load_scenario


def _type(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(app, list(words))


def test_a_place_is_shown_with_the_bodies_it_sits_in_and_where_that_is_known_from():
    shown = _type("place", "GM0358", "--on", "2020-01-01")
    assert shown.exit_code == 0
    head, *lines = shown.output.splitlines()
    assert head == "Aalsmeer (GM0358), Noord-Holland, on 1 January 2020"
    assert lines[0] == "  31,859 inhabitants on 1 January 2020, 23 council seats"
    joined = " ".join(" ".join(lines).split())
    assert "joint civil service 2013-01-01 2 ROO A Centrumregeling ambtelijke samenwerking" in joined
    assert "10 bodies recorded" in joined and "drawn: with `network: both`" in joined
    assert "ROO: register of arrangements (Wgr art. 136), BZK/KOOP, May 2026" in joined
    assert "a guess from their names and goals" in joined


def test_members_are_named_when_asked_for():
    plain, named = (_type("place", "Aalsmeer", "--on", "2020-01-01", *more) for more in ((), ("--members",)))
    assert "Diemen" not in plain.output and "Diemen" in named.output


def test_what_is_not_recorded_says_how_it_is_known():
    assert "OSF C, carried back" in " ".join(_type("place", "Súdwest-Fryslân", "--on", "2012-05-01").output.split())


def test_a_mistake_ends_with_exit_code_2_and_one_line():
    wrong = _type("place", "Aalsmer")
    assert wrong.exit_code == 2 and wrong.stderr == "unknown municipality 'Aalsmer'; did you mean 'Aalsmeer'?\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of one replicate of a single year of the real model."""
    made = tmp_path_factory.mktemp("results") / "year"
    run(adjusted(load_scenario("baseline-2011"), until=2011), replicates=1, out=made)
    return made


def test_results_tell_what_becomes_of_a_place_under_an_old_name_too(folder: Path, tmp_path: Path):
    shown = _type("place", "Gendringen", str(folder), "--csv", str(tmp_path / "one.csv"))
    assert shown.exit_code == 0, shown.stderr
    joined = " ".join(shown.output.split())
    assert "Gendringen is part of Oude IJsselstreek since 2005." in joined
    assert "Oude IJsselstreek (GM1509), Gelderland" in joined and "39,885 on 1 January 2011" in joined
    assert "baseline-2011: merged by 2011 in 0 % of the replicates" in joined
    assert "Councillors (persons) 25 25" in joined and "There are no accounts of single municipalities." in joined
    head, first, *_ = (tmp_path / "one.csv").read_text("utf-8").splitlines()
    assert head == "scenario,year,level,place,name,indicator,statistic,value,low,high"
    assert first == "baseline-2011,2011,municipality,GM1509,Oude IJsselstreek,merged,share,0,,"


def test_results_tell_in_dutch_who_carries_a_task_where(folder: Path):
    shown = _type("place", "youth_care", str(folder), "--lang", "nl")
    joined = " ".join(shown.output.split())
    assert shown.exit_code == 0 and joined.startswith("Jeugdzorg (youth_care) Ligt bij: provincies")
    assert "voor 40 gemeenten doet een samenwerkingsverband het" in joined and "Who" not in joined


def test_what_is_for_results_and_what_for_a_day_are_not_mixed(folder: Path):
    for words, said in (
        (["Aalsmeer", "--csv", "x.csv"], "name their folder too"),
        (["Aalsmeer", str(folder), "--on", "2020-01-01"], "are for a place without results"),
        (["Gendringer", str(folder)], "unknown place 'Gendringer'; did you mean 'Gendringen'?"),
    ):
        wrong = _type("place", *words)
        assert wrong.exit_code == 2 and said in wrong.stderr and wrong.stderr.count("\n") == 1
