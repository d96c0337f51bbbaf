"""An estimate says what it rests on itself: its own territory, years and command, and what its record cannot tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reformsim.cli.app import app
from reformsim.estimation import Fit, Result, yaml_text
from reformsim.estimation.fit import Coefficient
from reformsim.estimation.provenance import head
from reformsim.estimation.report import kept_page
from tests.hindcast.records import recorded


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The toy province with its record, named as a user names it."""
    recorded(tmp_path)
    monkeypatch.chdir(tmp_path)
    return "./region"


def of(territory: str, first: int, last: int, beside: tuple[str, ...] = ()) -> Result:
    constant = {"merger.constant": Coefficient(-7.0, 0.5, -8.0, 3.0)}
    return Result(territory, Fit(first, last, constant, 7, 1234, -12.3, np.eye(1), {}), 0.5, beside)


def test_the_shipped_estimate_says_what_the_page_in_docs_says():
    shipped = of("netherlands", 2004, 2026, ("switzerland", "flanders"))
    assert kept_page().startswith(head(shipped, [(2012, 2018), (2019, 2026)]))


def test_the_page_of_an_own_record_names_its_own_territory_years_and_mergers(own, monkeypatch):
    # Simulating the level is another matter, and on twelve municipalities no constant is exact.
    monkeypatch.setattr("reformsim.estimation.command.find_level", lambda lost, target: 0.25)
    years = ["--from", "2012", "--until", "2013", "--score", "2014-2015"]
    done = CliRunner().invoke(app, ["estimate", "-t", own, *years, "--page", "page.md"])
    assert done.exit_code == 0, done.output
    page = Path("page.md").read_text(encoding="utf-8")
    command = (
        "reformsim estimate --territory ./region --from 2012 --until 2013 --stability --score 2014-2015 --page FILE"
    )
    assert f"Written by `{command}`." in page
    assert "2 mergers of 2012-2013 and" in page and "(./region)" in page
    assert "chosen\non the mergers of 2004-2018 of netherlands, and not anew on these." in page
    assert "Beside them" not in page and "leaving" not in page
    assert "- 2014-2015 (not used): " in page


def test_the_shipped_territory_over_other_years_names_its_years_and_that_it_stands_alone():
    said = head(of("netherlands", 2004, 2018), [])
    assert "Written by `reformsim estimate --beside none --from 2004 --until 2018 --stability --page FILE`." in said


def test_the_file_of_an_estimate_says_that_it_is_compared_only_if_it_is(own):
    beside = ("switzerland", "flanders")
    shipped, other = (yaml_text(of(*some)) for some in (("netherlands", 2004, 2026, beside), (own, 2012, 2015)))
    assert shipped.startswith("# Written by `reformsim estimate --out FILE`; a test runs the command again")
    assert other.startswith(
        "# Written by `reformsim estimate --territory ./region --from 2012 --until 2015 --out FILE`."
    )
