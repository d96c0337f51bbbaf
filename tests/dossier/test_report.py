"""The report of results: every section in both languages, whatever the results, and written whole or not at all."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import reformsim
from reformsim.cli.app import app
from reformsim.dossier.opening import beside
from reformsim.dossier.page import SECTIONS, Report, report_files, write_report
from reformsim.dossier.sections.shared import chosen_years
from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment import Comparison, Run, compare, run
from reformsim.experiment.attribution import attribute
from reformsim.principles import PRINCIPLES
from reformsim.report.page import pdf
from reformsim.report.words import catalogue
from reformsim.scenario import Scenario, load_scenario
from tests.dossier.given import english, scenario
from tests.experiment import fake_model
from tests.report.html import Element, faults, parsed

EVIL = "<script>alert(1)</script>"
ALL = [*SECTIONS, "made"]
PLAIN = [name for name in ALL if name not in ("attribution", "country", "hangs", "places")]
"""Sections of Dutch results beside which no attribution and no page of places lies, of few replicates."""


def fake(*scenarios: Scenario, replicates: int = 3, **given: object) -> Comparison:
    model = given.pop("simulate", fake_model.simulate)
    return compare(scenarios, replicates=replicates, simulate=model, **given)  # type: ignore[arg-type]


def section(html: str, name: str) -> Element:
    return next(one for one in parsed(html).all("section") if one.attributes["id"] == name)


@pytest.fixture(scope="module")
def reports(real: Path) -> dict[str, str]:
    found = reformsim.load_results(real)
    return {lang: Report(found, lang).html for lang in ("en", "nl")}


@pytest.mark.painted
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_report_of_the_real_model_has_every_section_and_no_fault(reports: dict[str, str], lang: str) -> None:
    assert faults(reports[lang]) == []
    root = parsed(reports[lang])
    assert [one.attributes["id"] for one in root.all("section")] == PLAIN
    assert [one.attributes["href"] for one in root.all("nav")[0].all("a")] == [f"#{name}" for name in PLAIN]
    assert root.all("html")[0].attributes["lang"] == lang


@pytest.mark.parametrize("name", ["lines", "maps", "chance", "timeline", "drukte", "layers", "network", "offices"])
def test_every_figure_is_there_with_its_words(reports: dict[str, str], name: str) -> None:
    (figure,) = section(reports["en"], name).all("figure")
    assert len(figure.all("figcaption")[0].text) > 30
    assert section(reports["en"], name).all("p")[0].attributes.get("class") != "notice"


def test_numbers_are_dutch_in_a_dutch_report(reports: dict[str, str]) -> None:
    dutch, english = (section(reports[lang], "headline").text for lang in ("nl", "en"))
    assert "9.218" in dutch and "9,218" not in dutch and "3,37" in dutch
    assert "9,218" in english and "9.218" not in english and "3.37" in english


def test_no_english_sentence_stands_in_a_dutch_report(reports: dict[str, str]) -> None:
    """Names of files, levers, weights and licences stay as they are: what is looked for is what binds a sentence."""
    root = parsed(reports["nl"])
    texts = [
        one.text for kind in ("p", "li", "td", "th", "h1", "h2", "h3", "figcaption", "dd") for one in root.all(kind)
    ]
    texts += [one.attributes[key] for one in root.all("svg") for key in ("aria-label",) if key in one.attributes]
    assert len(texts) > 400
    assert english(texts) == []


def test_dates_and_parameters_are_dutch_in_a_dutch_report(reports: dict[str, str]) -> None:
    table = section(reports["nl"], "scenarios").all("table")[0].text
    assert "1 januari 2014" in table and "boven 40.000 inwoners \N{MINUS SIGN}4" in table and "korting: 0,13" in table
    assert "le40k" not in table and not re.search(r"\d{4}-\d\d-\d\d", table)


def test_the_answer_names_the_largest_effects_with_range_and_how_sure(reports: dict[str, str]) -> None:
    found = section(reports["en"], "effects")
    items = [item.text for item in found.all("li")]
    assert 1 <= len(items) <= 4
    assert all("%" in item or "every replicate" in item for item in items)


def test_the_first_screen_asks_the_question_and_shows_three_promises_with_their_price(reports: dict[str, str]) -> None:
    root, found = parsed(reports["en"]), section(reports["en"], "answer")
    assert root.all("h1")[0].text == load_scenario("note-2011").question  # the scenario's own goes before
    assert found.all("p")[0].text.startswith("What changes by 2014 if “Scenario note” is carried out instead of")
    cards = [one for one in found.all("li") if "promise" in one.attributes.get("class", "")]
    assert [card.all("h3")[0].text for card in cards] == [
        "Fewer administrators",
        "Less administrative congestion",
        "Stronger implementation",
    ]
    assert "persons in office" in cards[0].text and "authorities with a say" in cards[1].text
    assert "of 100 euro lost to scale" in cards[2].text
    assert "Of 100 euro decided outside the council" in found.all("dl")[0].text
    assert "There are only 2 replicates" in found.text
    assert not [one for one in found.all("div") if one.attributes.get("class") == "quote"]


def test_levers_are_told_with_date_parameters_and_source(reports: dict[str, str]) -> None:
    table = section(reports["en"], "scenarios").all("table")[0]
    rows = {row.all("th")[0].text + row.all("td")[0].text: row.text for row in table.all("tr")[1:]}
    councils = next(text for text in rows.values() if "smaller_councils" in text)
    assert "1 January 2014" in councils and "bill 33 084" in councils
    assert "more or fewer than by law: up to 40,000 inhabitants \N{MINUS SIGN}2, above 40,000 inhabitants" in councils
    assert "Wadden fund" in table.text


def test_hindcast_scores_stand_beside_those_of_null_models(reports: dict[str, str]) -> None:
    table = section(reports["nl"], "limits").all("table")[0]
    assert "logit op buurparen" in table.text and "2011 tot en met 2018" in table.text and "✓" in table.text


def test_principles_are_counted_in_every_scenario_with_their_thresholds(reports: dict[str, str]) -> None:
    table = section(reports["en"], "principles").all("table")[0]
    heads = [one.text for one in table.all("thead")[0].all("th")]
    assert heads == ["Principle", "Threshold", "none 2011", "none 2014", "note 2011", "note 2014"]
    rows = {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in table.all("tr")[1:]}
    layers = next(cells for title, cells in rows.items() if title.startswith("At most two layers per subject"))
    assert layers[0] == "layers: 2" and int(layers[4]) < int(layers[2])
    assert next(cells for title, cells in rows.items() if title.startswith("One owner"))[0] == "none"


def test_a_scenario_without_principles_is_counted_too_and_medians_are_whole() -> None:
    names = ("violations.own_responsibility", "violations.two_layers")

    def simulate(one: Scenario, replicate: int) -> object:
        record = fake_model.simulate(one, replicate)
        values = np.tile([86.0 + replicate + 182.0 * (one.name == "b"), 3.0], (len(record.years), 1))
        return replace(record, indicators=names, values=values)

    plain = scenario("a", principles={})
    checked = scenario("b", principles={"own_responsibility": 0.4, "two_layers": False})
    results = fake(plain, checked, replicates=2, simulate=simulate)
    for lang, below in (("en", "share of the budget"), ("nl", "deel van het budget")):
        table = section(Report(results, lang).html, "principles").all("table")[0]
        (row,) = (
            [" ".join(cell.text.replace("\N{NO-BREAK SPACE}", " ").split()) for cell in one.all("td")]
            for one in table.all("tr")[1:]
        )
        assert row[0].replace("%b", "% b") == f"a: {below}: 30 % b: {below}: 40 %"
        assert row[1:] == ["87", "87", "269", "269"]


def test_every_unit_of_a_threshold_is_in_both_languages() -> None:
    units = {one.threshold.unit for one in PRINCIPLES.values() if one.threshold is not None}
    assert {f"page.principles.unit.{unit}" for unit in units} <= set(catalogue())


def test_the_page_says_how_to_make_the_results_again(reports: dict[str, str], real: Path) -> None:
    text = section(reports["en"], "made").text
    command = "reformsim compare scenarios/none.yaml scenarios/note.yaml --replicates 2 --seed 2011"
    assert f"{command} --assumptions all --until 2014" in text
    manifest = json.loads((real / "manifest.json").read_text())
    assert manifest["identity"]["code_and_data"] in text
    assert "Statistics Netherlands" in text


def test_the_same_results_give_the_same_report() -> None:
    first, second = (Report(fake(scenario("a"), scenario("b", 2))).html for _ in range(2))
    assert first == second


def test_markup_in_a_scenario_shows_as_text() -> None:
    lever = load_scenario("note-2011").levers[0].model_copy(update={"source": f"see {EVIL}"})
    evil = scenario("evil", title=EVIL, description=EVIL, question=f"What of {EVIL}?", author=EVIL, levers=(lever,))
    for results in (fake(scenario("none"), evil), run(evil, replicates=1, simulate=fake_model.simulate)):
        html = Report(results).html
        assert EVIL not in html and faults(html) == []
        assert EVIL in parsed(html).all("h1")[0].text
        assert f"see {EVIL}" in section(html, "scenarios").text


@pytest.mark.parametrize("others", [0, 1, 5])
def test_one_to_six_scenarios_have_a_report(others: int) -> None:
    named = [scenario(f"s{at}", at) for at in range(others + 1)]
    results = fake(*named) if others else run(named[0], replicates=2, simulate=fake_model.simulate)
    for lang in ("en", "nl"):
        html = Report(results, lang).html
        assert faults(html) == []
        shown = [one.attributes["id"] for one in parsed(html).all("section")]
        assert shown == [name for name in PLAIN if name in shown]
        assert {"answer", "headline", "scenarios", "mergers", "principles", "limits", "made"} <= set(shown)


def test_no_section_is_empty_and_what_is_not_there_is_told_at_the_end() -> None:
    # The stand-in for the model has no places, layers or offices, no mergers, and nothing is checked.
    def simulate(one: Scenario, replicate: int) -> object:
        return replace(fake_model.simulate(one, replicate), events=())

    bare = [scenario(name, principles={}) for name in ("a", "b")]
    root = parsed(Report(fake(*bare, simulate=simulate)).html)
    shown = {one.attributes["id"]: one for one in root.all("section")}
    assert not {"attribution", "principles", "mergers", "offices", "drukte"} & set(shown)
    assert [one.attributes["href"] for one in root.all("nav")[0].all("a")] == [f"#{name}" for name in shown]
    for name, one in shown.items():
        said = [p for p in one.all("p") if p.attributes.get("class") != "notice"]
        assert said or one.all("figure") or one.all("table"), name
    told = [item.text for item in shown["made"].all("li")]
    for title, why in (
        ("Mergers most often seen:", "No municipality merges"),
        ("Administrators by office:", "do not hold"),
    ):
        assert any(title in line and why in line for line in told)
    assert not any("attribut" in line or "Principles" in line for line in told)


def test_effects_are_told_neutrally_where_nothing_changes() -> None:
    html = Report(fake(scenario("a"), scenario("b"))).html
    found = section(html, "effects").text
    assert "No main indicator moves in the same direction" in found
    assert "Not changed at all: Municipalities" in found


@pytest.mark.parametrize("change", [0.0, -0.0004])
def test_a_difference_of_nought_has_no_sign_in_the_report(change: float) -> None:
    def simulate(one: Scenario, replicate: int) -> object:
        record = fake_model.simulate(one, replicate)
        return replace(record, values=np.full_like(record.values, 0.5) + (change if one.name == "b" else 0.0))

    html = Report(fake(scenario("a"), scenario("b"), simulate=simulate)).html
    last = [row.all("td")[-1].text for row in section(html, "headline").all("tr") if row.all("td")]
    assert last == ["", "no effect shown"] * 3
    assert "No main indicator moves in the same direction" in section(html, "effects").text


def test_a_single_year_has_a_report() -> None:
    short = scenario("short", horizon=load_scenario("note-2011").horizon.model_copy(update={"end": 2011}))
    html = Report(run(short, replicates=1, simulate=fake_model.simulate)).html
    assert faults(html) == []
    assert section(html, "answer").all("p")[0].text == "How does “Scenario short” stand in 2011?"


def test_failed_replicates_are_told_with_what_was_wrong() -> None:
    html = Report(fake(scenario("a"), scenario("b"), simulate=fake_model.fail_in_third)).html
    found = section(html, "made").text
    assert "2 replicates failed and are left out" in found
    assert "b, replicate 2: " in found and "inhabitants were lost in 2014" in found
    assert "2 pairs in all" in found


def test_a_territory_of_ones_own_without_borders_has_a_schematic_map(tmp_path: Path) -> None:
    toy = Path(__file__).parents[1] / "toy"
    own = Scenario(name="own", territory=str(toy), horizon={"start": 2011, "end": 2012}, replicates=1)
    html = Report(run(own)).html
    assert faults(html) == []
    assert "no borders on file" in section(html, "maps").text


def test_results_of_another_version_keep_what_needs_no_model(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = json.loads((real / "manifest.json").read_text())
    manifest["identity"] |= {"reformsim": "0.0.1", "code_and_data": "other"}
    html = Report(reformsim.load_results(real), manifest=manifest).html
    assert faults(html) == []
    assert "made with reformsim 0.0.1" in section(html, "made").text


def test_an_attribution_beside_the_results_is_shown(tmp_path: Path) -> None:
    note = scenario("note", 3)
    fake(scenario("none"), note, out=tmp_path / "pair")
    attribute(note, replicates=3, out=tmp_path / "note-attribution", simulate=fake_model.simulate)
    results = reformsim.load_results(tmp_path / "pair")
    assert isinstance(results, Comparison)
    found = beside(tmp_path / "pair", results.runs)
    html = Report(results, attributions=found).html
    assert faults(html) == []
    parts = section(html, "attribution")
    assert parts.all("figure") and "Level with all of them" in parts.all("table")[0].text
    assert "\N{MINUS SIGN}1" in parts.all("table")[0].text


def test_an_attribution_of_other_reforms_is_left_out_and_told(tmp_path: Path) -> None:
    attribute(scenario("note", 2), replicates=2, out=tmp_path / "other", simulate=fake_model.simulate)
    html = Report(fake(scenario("none"), scenario("note", 3)), attributions=[tmp_path / "other"]).html
    assert "of other reforms, years or another seed" in section(html, "made").text


def test_the_report_stands_beside_its_results_with_all_figures(tmp_path: Path) -> None:
    folder = tmp_path / "pair"
    fake(scenario("none"), scenario("note", 2), out=folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    path = write_report(folder)
    assert path == tmp_path / "pair-report" / "report.html"
    drawn = {f"{one.attributes['id'].removeprefix('figure-')}" for one in parsed(path.read_text()).all("figure")}
    files = {one.name for one in (path.parent / "figures").iterdir()}
    assert drawn and files == {f"{name}.{ending}" for name in drawn for ending in ("png", "svg")}
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert write_report(folder) == path  # in place of the earlier one


def test_a_report_never_replaces_what_is_not_ours(tmp_path: Path) -> None:
    folder = tmp_path / "pair"
    fake(scenario("none"), scenario("note", 2), out=folder)
    with pytest.raises(OutputError, match="holds the results themselves"):
        write_report(folder, folder)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(OutputError, match="was not written by reformsim"):
        write_report(folder, tmp_path / "mine")


def test_a_file_is_written_with_the_places_beside_it_and_leads_to_them(tmp_path: Path) -> None:
    results = fake(scenario("none"), scenario("note", 2))
    assert write_report(results, tmp_path / "new" / "one.html", "nl") == tmp_path / "new" / "one.html"
    written = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert written == ["one-assurance.html", "one-places.csv", "one-places.html", "one.html"]
    report, page = ((tmp_path / "new" / name).read_text("utf-8") for name in ("one.html", "one-places.html"))
    assert [one.attributes["href"] for one in section(report, "places").all("a")] == ["one-places.html"]
    assert [one.attributes["href"] for one in parsed(page).all("nav")[0].all("a")] == ["one.html", "one-places.csv"]
    with pytest.raises(OutputError, match="in no folder"):
        write_report(results)


def test_files_for_a_folder_of_results_are_the_page_and_every_figure_twice() -> None:
    names = list(report_files(fake(scenario("none"), scenario("note", 2))))
    assert names[:4] == ["report.html", "places.html", "places.csv", "assurance.html"]
    assert "figures/lines.png" in names and "figures/lines.svg" in names


def test_unknown_languages_and_forms_are_refused() -> None:
    results = run(scenario("a"), replicates=1, simulate=fake_model.simulate)
    assert isinstance(results, Run)
    with pytest.raises(UnknownNameError, match="unknown language 'de'"):
        Report(results, "de")
    with pytest.raises(UnknownNameError, match="unknown format 'doc'"):
        report_files(results, form="doc")


def test_a_pdf_without_anything_that_makes_one_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    with pytest.raises(RunError, match=r"reformsim\[pdf\].*libpango"):
        pdf.pdf_bytes("<p>text</p>")


def test_the_command_prints_the_path_and_tells_mistakes_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "pair"
    fake(scenario("none"), scenario("note", 2), out=folder)
    shell = CliRunner()
    done = shell.invoke(app, ["report", str(folder), "--lang", "nl"])
    assert done.exit_code == 0 and done.output.strip() == str(tmp_path / "pair-report" / "report.html")
    for wrong in (["--lang", "de"], ["--format", "doc"], ["--attribution", str(tmp_path)]):
        assert shell.invoke(app, ["report", str(folder), *wrong]).exit_code == 2
    assert shell.invoke(app, ["report", str(tmp_path / "none")]).exit_code == 2


def test_tables_show_the_start_two_years_between_and_the_end() -> None:
    assert chosen_years(2011, 2030) == (2011, 2017, 2024, 2030)
    assert chosen_years(2011, 2013) == (2011, 2012, 2013)
    assert chosen_years(2011, 2011) == (2011,)
