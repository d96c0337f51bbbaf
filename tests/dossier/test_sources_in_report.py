"""The report says what its effects rest on: from the comparison itself, or from an attribution by source."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim import Comparison, attribute, compare
from reformsim.dossier.opening import beside
from reformsim.dossier.page import Report
from reformsim.scenario import Scenario
from tests.report.html import Element, faults, parsed

TOY = str(Path(__file__).parents[1] / "toy")
CUT = {"lever": "budget_cut", "date": "2012-01-01", "layer": "gemeente", "share": 0.1, "source": "assumption"}


def section(html: str, name: str) -> Element:
    return next(one for one in parsed(html).all("section") if one.attributes["id"] == name)


def pair() -> list[Scenario]:
    full = Scenario(
        name="cut",
        territory=TOY,
        horizon={"start": 2011, "end": 2013},
        replicates=2,
        levers=(CUT,),
        measures="headline",
    )
    return [full.only(()).model_copy(update={"name": "bare"}), full]


@pytest.fixture(scope="module")
def resting() -> Comparison:
    """The pair with what its differences rest on."""
    return compare(pair(), sources=2)


@pytest.fixture(scope="module")
def reports(resting: Comparison) -> dict[str, str]:
    return {lang: Report(resting, lang).html for lang in ("en", "nl")}


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "the scenario's own figures"), ("nl", "eigen cijfers van het scenario")]
)
def test_an_effect_that_is_typed_in_is_said_to_rest_on_own_figures(
    reports: dict[str, str], lang: str, said: str
) -> None:
    html = reports[lang]
    assert faults(html) == []
    assert said in section(html, "headline").all("table")[0].text
    assert said in section(html, "attribution").text


def test_every_headline_has_a_row_with_its_sources_side_by_side_that_add_up(reports: dict[str, str]) -> None:
    table = section(reports["en"], "attribution").all("table")[0]
    head, *rows = table.all("tr")
    assert [one.text for one in head.all("th")] == [
        "Effect on", "Law", "Own figures", "Estimated behaviour", "Assumptions", "Whole", "Rests mostly on",
    ]  # fmt: skip
    shown = {row.all("th")[0].text: [one.text for one in row.all("td")] for row in rows}
    assert "Municipalities" in shown and "Distance to the town hall km" in shown
    *parts, whole, verdict = shown["Spending per inhabitant EUR a year"]
    numbers = [float(one.replace("\N{MINUS SIGN}", "-").replace(",", "")) for one in (*parts, whole)]
    assert numbers[1] == numbers[-1] < 0 and sum(numbers[:-1]) == pytest.approx(numbers[-1])
    assert verdict == "the scenario's own figures"


def test_an_attribution_by_source_beside_the_results_is_read_and_without_one_no_column_promises_it(
    tmp_path: Path,
) -> None:
    bare, full = pair()
    results = compare([bare, full], out=tmp_path / "pair")
    html = Report(results).html
    assert "Rests mostly on" not in section(html, "headline").all("table")[0].text
    attribute(full, by="source", out=tmp_path / "cut-sources")
    html = Report(results, attributions=beside(tmp_path / "pair", results.runs)).html
    assert "the scenario's own figures" in section(html, "headline").all("table")[0].text
