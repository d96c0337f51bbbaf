"""The report says what its effects hang on, from the draws that a comparison has anyway."""

from __future__ import annotations

import pytest

from reformsim import compare
from reformsim.dossier.hanging import FEWEST
from reformsim.dossier.page import Report
from reformsim.experiment.results import Run
from tests.experiment.fake_model import FakeRecord
from tests.explore import known_models as known
from tests.report.html import Element, faults, parsed

REPLICATES = 96
"""Of which 72 have assumptions of their own."""


def driven(drawn: object, replicate: int) -> FakeRecord:
    """Of 'other' administrators change with the gain of cooperation alone, up and down; municipalities with chance."""
    gain = known.unit(drawn)[0]  # type: ignore[arg-type]
    other = drawn.name != "base"  # type: ignore[attr-defined]
    lower = 100.0 + other * (10.0 * (gain - 0.5) + 0.2 * known.normal(1, replicate))
    return known.record(
        drawn, replicate, **{known.LOWER: lower, known.NEITHER: 400.0 + other * known.normal(2, replicate)}
    )  # type: ignore[arg-type]


def comparison(replicates: int = REPLICATES, **also: object):
    measures = (known.LOWER, known.NEITHER)
    pair = [known.scenario(name, measures=measures, **also) for name in ("base", "other")]
    return compare(pair, replicates=replicates, simulate=driven)


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    found = comparison()
    return {lang: Report(found, lang) for lang in ("en", "nl")}


def section(report: Report, name: str) -> Element:
    return next(one for one in parsed(report.html).all("section") if one.attributes["id"] == name)


def part(cell: str) -> int:
    """Percentage of the variance that a cell tells; nought where it has none."""
    return int(cell.partition(" %")[0]) if " %" in cell else 0


def sections(report: Report) -> list[str]:
    return [one.attributes["id"] for one in parsed(report.html).all("section")]


each_language = pytest.mark.parametrize(
    ("lang", "title", "weight", "rule"),
    [
        ("en", "What it hangs on", "autonomy that a veto over the budget keeps", "Better when autonomy that a veto"),
        (
            "nl",
            "Waar het van afhangt",
            "autonomie die een veto op de begroting behoudt",
            "Beter als autonomie die een veto",
        ),
    ],
)


@each_language
def test_the_assumption_that_makes_the_effect_is_named_in_plain_words(reports, lang, title, weight, rule):
    assert faults(reports[lang].html) == []
    told = section(reports[lang], "hangs")
    assert told.all("h2")[0].text == title
    (caption,) = [one for one in reports[lang].figures if one.name.startswith("hangs-")]
    assert caption.name == "hangs-1-administrators-total"
    assert weight in caption.alt.lower() and known.X[0] not in told.text
    assert rule in told.text


def test_the_words_of_a_tornado_tell_both_ends(reports):
    """Along 80 % of the weight the effect goes from -4 to 4."""
    (figure,) = [one for one in reports["en"].figures if one.name.startswith("hangs-")]
    said = figure.alt.partition("keeps: ")[2]
    low, high = (float(said.split(", ")[at].split()[0].replace("\N{MINUS SIGN}", "-")) for at in (0, 1))
    assert low == pytest.approx(-4.0, abs=0.3) and high == pytest.approx(4.0, abs=0.3)


def test_a_rule_is_told_with_how_often_it_is_right_and_how_much_it_covers(reports):
    text = section(reports["en"], "hangs").text
    assert "right in 100 % of the draws in which that is so, which are 100 % of all in which it is better" in text


def test_what_hangs_on_chance_alone_has_no_driver(reports):
    text = section(reports["en"], "hangs").text
    assert "no influence of a single assumption is told from luck: Municipalities." in text


def test_ranges_are_told_by_what_makes_them(reports):
    table = section(reports["en"], "hangs").all("table")[0]
    heads = [one.text for one in table.all("tr")[0].all("th")]
    assert heads == ["Effect on", "All together", "Chance", "Estimated weights", "Assumptions"]
    rows = {row.all("th")[0].text: [one.text for one in row.all("td")] for row in table.all("tr")[1:] if row.all("td")}
    made = next(cells for head, cells in rows.items() if head.startswith("Administrators"))
    chance, _, assumed = (part(cell) for cell in made[1:])
    assert chance <= 3 and assumed > 90


def test_the_study_that_would_tell_most_comes_first(reports):
    assert (
        "What cooperation asks of councils and staff."
        in section(reports["en"], "hangs").text.partition("worth finding out")[2]
    )


@pytest.mark.parametrize(("lang", "warns"), [("en", "Ranges are chance"), ("nl", "De spreiding is toeval")])
def test_the_limits_no_longer_warn_of_what_is_told(reports, lang, warns):
    assert warns not in section(reports[lang], "limits").text


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", f"told from {FEWEST} draws of the assumptions on (some 85 replicates); here there are 6."),
        ("nl", f"verteld vanaf {FEWEST} trekkingen van de aannames (zo'n 85 herhalingen); hier zijn het er 6."),
    ],
)
def test_with_few_draws_a_sentence_says_so(lang, said):
    report = Report(comparison(8), lang)
    assert "hangs" not in sections(report) and said in section(report, "made").text


def test_with_fixed_assumptions_a_sentence_says_so():
    report = Report(comparison(2, assumptions="fixed"))
    assert "hangs" not in sections(report)
    assert "the assumptions were not drawn." in section(report, "made").text


def test_that_another_version_drew_the_assumptions_is_told_in_the_language_of_the_report(monkeypatch):
    known.drawn_by_another_version(monkeypatch)
    report = Report(comparison(), "nl")
    assert "hangs" not in sections(report)
    assert "zijn door een andere versie getrokken" in section(report, "made").text


def test_a_run_alone_has_no_effects_that_hang_on_anything(reports):
    (alone, _) = reports["en"].matter.runs
    assert isinstance(alone, Run) and "hangs" not in sections(Report(alone))


def test_no_extra_is_needed(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    assert "hangs" in sections(Report(comparison()))
