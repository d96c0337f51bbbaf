"""``reformsim place`` as a user types it."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from reformsim.cli.app import app


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
