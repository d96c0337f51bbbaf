"""An estimate says what it rests on itself: its own territory, years and command, and what its record cannot tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reformsim.cli.app import app
from reformsim.estimation import Fit, Result, yaml_text
from reformsim.estimation.fit import Coefficient
from reformsim.estimation.provenance import head, held_reasons
from reformsim.estimation.report import kept_page
from tests.hindcast.records import recorded


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The toy province with its record, named as a user names it."""
    recorded(tmp_path)
    monkeypatch.chdir(tmp_path)
    return "./region"


def of(territory: str, first: int, last: int) -> Result:
    constant = {"merger.constant": Coefficient(-7.0, 0.5, -8.0, 3.0)}
    return Result(territory, Fit(first, last, constant, 7, 1234, -12.3, np.eye(1)), 0.5)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def drop(folder: Path, division: str) -> None:
    """Leave a division out of a territory."""
    for path in (folder / "regions.csv", folder / "divisions.csv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if division not in line), encoding="utf-8")


def test_the_shipped_estimate_says_what_the_page_in_docs_says():
    assert kept_page().startswith(head(of("netherlands-2003", 2004, 2011), [(2012, 2017), (2011, 2018)]))
    for weight, reason in held_reasons("netherlands-2003").items():
        assert f"\n{weight} is held: {reason}.\n" in kept_page()


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
    assert "chosen\non the mergers of 2004-2011 of netherlands-2003, and not anew on these." in page
    assert "One assumption" not in page and "carried back" not in page and "leaving" not in page
    assert "- 2014-2015 (not used): " in page


def test_the_shipped_territory_over_other_years_is_not_the_shipped_estimate():
    said = head(of("netherlands-2003", 2004, 2018), [])
    assert "Written by `reformsim estimate --from 2004 --until 2018 --stability --page FILE`." in said
    assert "and not anew on these. One assumption was made" in said


def test_the_file_of_an_estimate_says_that_it_is_compared_only_if_it_is(own):
    shipped, other = (yaml_text(of(*some)) for some in (("netherlands-2003", 2004, 2011), (own, 2012, 2015)))
    assert shipped.startswith("# Written by `reformsim estimate --out FILE`; a test runs the command again")
    assert other.startswith(
        "# Written by `reformsim estimate --territory ./region --from 2012 --until 2015 --out FILE`."
    )


def test_a_territory_without_regions_or_bodies_has_nothing_carried_back(own):
    folder = Path(own)
    drop(folder, "corop")
    territory = folder / "territory.yaml"
    kept = [line for line in territory.read_text(encoding="utf-8").splitlines() if "kind:" not in line]
    text = "\n".join(line for line in kept if not line.startswith(("statutory_bodies", "inventory")))
    territory.write_text(text + "\n", encoding="utf-8")
    assert held_reasons(own) == {
        "merger.corop_border": "the territory has no division 'corop'",
        "merger.burden": "the territory has no bodies at the start",
        "merger.contagion": "procedures under way are not in the record",
    }


@pytest.mark.parametrize(
    ("regions", "reason"),
    [
        (("2011,invented", "2011,invented"),
         "it is in no estimate, so that those of several territories can be compared"),
        (("2011,invented", "2016,invented"), "the labels of regions were those of 2016, so mergers never cross one"),
        (("2011,invented", "2016,by successor"),
         "the labels of regions were carried back by successor, so mergers never cross one"),
    ],
    ids=["of the first year", "of a later year", "carried back"],
)  # fmt: skip
def test_what_is_said_of_regions_follows_from_their_year_and_basis(regions, reason, own):
    change(Path(own) / "regions.csv", *regions)
    assert held_reasons(own)["merger.corop_border"] == reason
