"""The report says what its effects rest on: from the comparison itself, or from an attribution by source."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim import attribute, compare
from reformsim.dossier.page import Report, beside
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


@pytest.mark.parametrize(("lang", "said"), [("en", "put in by the scenario"), ("nl", "ingevoerd in het scenario")])
def test_an_effect_that_is_typed_in_is_called_put_in(lang: str, said: str) -> None:
    html = Report(compare(pair(), sources=2), lang).html
    assert faults(html) == []
    assert said in section(html, "headline").all("table")[0].text
    assert said in section(html, "attribution").text


def test_an_attribution_by_source_beside_the_results_is_read(tmp_path: Path) -> None:
    bare, full = pair()
    results = compare([bare, full], out=tmp_path / "pair")
    attribute(full, by="source", out=tmp_path / "cut-sources")
    html = Report(results, attributions=beside(tmp_path / "pair", results.runs)).html
    assert "put in by the scenario" in section(html, "headline").all("table")[0].text


def test_without_either_no_column_promises_it() -> None:
    html = Report(compare(pair())).html
    assert "Rests mostly on" not in section(html, "headline").all("table")[0].text
