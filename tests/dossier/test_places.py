"""What results say of a place: its sheet, wherever it is shown, and every year as CSV."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import reformsim
from reformsim.dossier.opening import Opened
from reformsim.dossier.places.files import lookup
from reformsim.dossier.places.first import Body
from reformsim.dossier.places.happened import Happened, Move
from reformsim.dossier.places.names import find
from reformsim.dossier.places.shared import Places
from reformsim.dossier.places.sheets import sheet
from reformsim.dossier.places.table import write_all, write_one
from reformsim.errors import AmbiguousNameError, OutputError, RunError, UnknownNameError
from reformsim.experiment import Comparison, compare
from reformsim.experiment.store.pieces import single
from reformsim.report.page.html import Facts, Table
from reformsim.report.page.lookup import Sheet, Shelf, render_lookup
from reformsim.report.words import words
from tests.dossier.given import english, scenario
from tests.experiment import fake_model
from tests.report.html import Element, faults, parsed

EVIL = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def found(real: Path) -> Comparison:
    results = reformsim.load_results(real)
    assert isinstance(results, Comparison)
    return results


@pytest.fixture(scope="module")
def places(found: Comparison) -> Places:
    return Places(found.runs, words("en"))


@pytest.fixture(scope="module")
def pages(found: Comparison, places: Places) -> dict[str, tuple[str, Element]]:
    """The page of all places in both languages, as text and read."""
    made = {}
    for lang in ("en", "nl"):
        matter = Opened(found).matter(lang)
        held = places if lang == "en" else Places(found.runs, matter.w)
        html = render_lookup(lookup(held, matter, "2011-2014"), matter.w)
        made[lang] = html, parsed(html)
    return made


def shown(places: Places, name: str) -> Sheet:
    return sheet(places, find(name, places.entries)[0])


def table(one: Sheet, begins: str) -> dict[str, list[str]]:
    """Cells by the head of their row, of the table whose caption begins so."""
    (held,) = (b for b in one.blocks if isinstance(b, Table) and b.caption.startswith(begins))
    return {row.head: [cell.text for cell in row.cells] for group in held.groups for row in group.rows}


def test_a_municipality_is_told_with_its_chance_its_councillors_its_tasks_and_its_bodies(places: Places) -> None:
    one, found = shown(places, "Oude IJsselstreek"), places.base.local("councillors", 2011, place="GM1509")
    facts = dict(one.said.rows)
    assert facts["Inhabitants"] == "39,885 on 1 January 2011" and "Montferland" in facts["Borders on"]
    assert facts["Water board"] == "Rijn en IJssel" and facts["Formerly also"] == "Gendringen (2005), Wisch (2005)"
    assert facts["none"].startswith("merged by 2014 in ")
    assert table(one, "Before and after")["Councillors"][0] == str(int(found["median"].iloc[0]))
    tasks = table(one, "Tasks")
    first = places.first
    assert first is not None
    region = next(b for b in first.known if b.kind == "safety_region" and places.units["GM1509"] in b.members)
    people = int(first.territory.population[list(region.members)].sum())
    assert tasks["Fire service and disaster control"][:2] == [
        "Noord- en Oost-Gelderland (safety region)",
        f"{people:,}",
    ]
    assert tasks["Waste"][:2] == ["itself", "39,885"] and tasks["Youth care"][0] == "the province"
    assert table(one, "Cooperation bodies")["GGD Noord- en Oost-Gelderland"][:2] == ["Public health", "22"]


def test_a_municipality_that_merges_has_the_chances_and_partners_that_the_maps_have(places: Places) -> None:
    for at, run in enumerate(places.runs):
        last = np.array([run.map_of(2014, number).to_numpy() for number in run.numbers])
        first = np.array([run.map_of(2011, number).to_numpy() for number in run.numbers])
        unit = int(places.merging(at).share[-1].argmax())
        beside = (last == last[:, [unit]]) & (first != first[:, [unit]])
        assert places.merging(at).share[-1, unit] == beside.any(axis=1).mean() > 0
        expected = {int(other): share for other, share in enumerate(beside.mean(axis=0)) if share}
        assert dict(places.merging(at).partners(unit, 99)) == expected


def test_a_task_is_told_by_who_carries_it_where(places: Places) -> None:
    one = shown(places, "Jeugdzorg")
    facts = dict(one.said.rows)
    assert one.name == "Youth care" and facts["Carried by"].startswith("provinces")
    assert facts["On 1 January 2011"] == (
        "for 40 municipalities a cooperation body does it, for 378 municipalities another layer does it"
    )
    by_province = table(one, "Who carries it where")
    assert by_province["Noord-Holland"][:3] == ["0", "16", "42"] and len(by_province) == 12
    assert "Purmerend" in table(one, "Who carries it out for whom")["Stadsregio Amsterdam"][1]


def test_a_province_is_told_with_its_municipalities(places: Places) -> None:
    one = shown(places, "PV25")
    listed = table(one, "Its municipalities")
    assert one.name == "Gelderland" and len(listed) == 56 and "Oude IJsselstreek" in listed
    assert list(listed)[:2] == ["Aalten", "Apeldoorn"]
    level = places.base.local("councillors", 2011, place="PV25")["median"].iloc[0]
    assert table(one, "Before and after")["Councillors"][0] == f"{int(level):,}"


def test_a_water_board_and_a_body_are_told_with_their_municipalities(places: Places) -> None:
    for name, count in (("Rijn en IJssel", 18), ("GGD Drenthe", 12)):
        one = shown(places, name)
        assert len(table(one, "Municipalities on")) == count
        assert dict(one.said.rows)["none"] == "still there in 2014 in 100 % of the replicates"


@pytest.mark.parametrize(
    ("wanted", "name", "note"),
    [
        ("Gendringen", "Oude IJsselstreek", "Gendringen is part of Oude IJsselstreek since 2005."),
        ("den haag", "'s-Gravenhage", ""),
        ("sudwest fryslan", "Súdwest-Fryslân", ""),
        ("Krimpenerwaard", "Bergambacht", "Krimpenerwaard is formed in 2015 on record; in these results there is what"),
        ("Flevoland", "Flevoland", "also called so: cooperation body Flevoland"),
        ("Drenthe", "Drenthe", "also called so: "),
    ],
)
def test_names_of_before_and_of_later_and_common_ones_are_found(
    places: Places, wanted: str, name: str, note: str
) -> None:
    from reformsim.dossier.placed import PlaceSeen

    entry, also = find(wanted, places.entries)
    assert entry.name == name
    assert " ".join(PlaceSeen(places.base, entry, places, wanted, also).notes).startswith(note)


def test_a_name_of_several_and_of_nothing_is_told(places: Places) -> None:
    with pytest.raises(AmbiguousNameError, match=r"Bergen \(L.\) \(GM0893, Limburg\)"):
        find("Bergen", places.entries)
    with pytest.raises(AmbiguousNameError, match=r"Haaglanden \(\d+, safety region\)"):
        find("Haaglanden", places.entries)
    with pytest.raises(UnknownNameError, match="unknown place 'Gendringer'; did you mean 'Gendringen'"):
        find("Gendringer", places.entries)


def test_what_became_of_bodies_and_tasks_is_read_from_the_events() -> None:
    def event(replicate: int, kind: str, subject: str, detail: str = "", members: str = "") -> tuple[object, ...]:
        return replicate, 2013, kind, subject, members, detail

    bodies = [
        Body(number, name, kind, False, (), (), ())
        for number, (name, kind) in enumerate(
            [
                ("Noord", "safety_region"),
                ("Noord", "police_region"),
                ("GGD", "health_region"),
                ("GGD Oost", "health_region"),
                ("Zuid", "plusregio"),
                ("Zuid", "safety_region"),
            ]
        )
    ]
    rows = (
        event(0, "body_dissolved", "Noord", "police region, nothing left to do (police)"),
        event(1, "bodies_merged", "GGD en meer", "GGD, Andere (fuse)"),
        event(1, "bodies_abolished", "Zuid", "a reform"),
        event(0, "water_boards_merged", "W3", "lever", "W1;W2"),
        event(0, "task_moved", "youth_care", "to gemeente (youth)"),
        event(1, "task_moved", "youth_care", "to gemeente (youth)"),
        event(1, "task_moved", "youth_care", "to gemeente (youth, with less money)"),
    )
    record = fake_model.simulate(scenario("a"), 0)
    piece = single(record)  # type: ignore[arg-type]
    pieces = [type(piece)(**{**piece.__dict__, "numbers": (0, 1), "events": rows})]
    found = Happened.of(pieces, bodies)
    # Of two bodies of one name the event tells one by its kind; where it does not, nothing is said of either.
    assert found.body_there == {0: 1.0, 1: 0.5, 2: 0.5, 3: 1.0}
    assert found.board_there == {"W1": 0.5, "W2": 0.5}
    assert found.moves["youth_care"] == [Move(2013, "gemeente", 1.0)]


def data(root: Element) -> dict[str, object]:
    (block,) = (one for one in root.all("script") if one.attributes.get("type") == "application/json")
    return json.loads("".join(block.texts))


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_page_of_all_places_is_whole_and_runs_nothing_but_its_own_script(
    pages: dict[str, tuple[str, Element]], lang: str
) -> None:
    html, root = pages[lang]
    assert [fault for fault in faults(html) if fault != "code: script"] == []
    run, *_ = (one for one in root.all("script") if "type" not in one.attributes)
    digest = base64.b64encode(hashlib.sha256("".join(run.texts).encode()).digest()).decode()
    policy = next(one.attributes["content"] for one in root.all("meta") if "http-equiv" in one.attributes)
    assert policy.endswith(f"script-src 'sha256-{digest}'") and "default-src 'none'" in policy
    sheets = {one.attributes["id"] for one in root.all("details") if one.attributes["class"] == "sheet"}
    assert len(sheets) > 590 and set(data(root)["sheets"]) == sheets  # type: ignore[call-overload]
    led = set(re.findall(r'"((?:municipality|province|task|body)-[^"]+)"', html))
    assert led <= sheets
    assert len(html.encode()) < 3_000_000


def test_no_english_sentence_stands_on_the_dutch_page(pages: dict[str, tuple[str, Element]]) -> None:
    html, root = pages["nl"]
    texts = [one.text for kind in ("p", "dt", "dd", "h1", "h2", "label", "a", "summary") for one in root.all(kind)]
    texts += data(root)["texts"]  # type: ignore[arg-type]
    assert len(texts) > 3000 and english(dict.fromkeys(texts)) == []
    assert "39.885" in html and "Raadsleden" in html


def test_what_matters_most_can_be_read_without_a_script(pages: dict[str, tuple[str, Element]]) -> None:
    (one,) = (e for e in pages["en"][1].all("details") if e.attributes["id"] == "municipality-GM1509")
    assert "merged by 2014 in" in one.text and one.attributes["data-others"] == "GM1509|Gendringen|Wisch"


def test_markup_in_a_scenario_shows_as_text_on_the_page() -> None:
    both = [scenario(name, title=EVIL, question=f"What of {EVIL}?") for name in ("a", "b")]
    results = compare(both, replicates=2, simulate=fake_model.simulate)
    matter = Opened(results).matter("en")
    page = lookup(Places(results.runs, matter.w), matter, "2011")
    held = [Sheet("x", EVIL, EVIL, (EVIL,), EVIL, Facts(((EVIL, EVIL),)), (Facts(((EVIL, EVIL),)),))]
    shelf = Shelf("more", EVIL, tuple(held))
    html = render_lookup(replace(page, shelves=(shelf,)), matter.w)
    root = parsed(html)
    assert EVIL not in html and EVIL in data(root)["texts"]  # type: ignore[operator]
    assert len(root.all("script")) == 2


def test_results_whose_territory_cannot_be_read_tell_mergers_alone() -> None:
    results = compare([scenario("a"), scenario("b", 2)], replicates=3, simulate=fake_model.simulate)
    seen, told = results.place("Eerste", lang="nl"), "in 2014 heringedeeld in 100 % van de herhalingen"
    assert seen.sheet.said.rows[0] == ("a", f"{told}, het vaakst met U02 (100 %)")
    assert "Het gebied van deze resultaten kan niet meer worden gelezen" in seen._repr_html_()
    assert seen.table.empty


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_year_of_a_place_is_written_as_the_results_have_it(places: Places, tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    write_one(places, find("GM1509", places.entries)[0], file)
    held = {(r["scenario"], int(r["year"]), r["indicator"]): r for r in rows(file.read_text("utf-8"))}
    for row in places.runs[1].local(place="GM1509").to_dict("records"):
        if row["indicator"].startswith("thin."):
            continue
        one = held["note", row["year"], row["indicator"]]
        assert one["statistic"] == "median"
        assert [float(one[k]) for k in ("value", "low", "high")] == pytest.approx(
            [row[k] for k in ("median", "low", "high")], rel=1e-5
        )
    assert {key[1] for key in held} == {2011, 2012, 2013, 2014}
    assert held["none", 2014, "merged"]["statistic"] == held["none", 2014, "thin.waste"]["statistic"] == "share"


def test_every_year_of_a_task_is_written_for_the_country_and_by_place(places: Places, tmp_path: Path) -> None:
    file = tmp_path / "task.csv"
    write_one(places, find("waste", places.entries)[0], file)
    levels = {row["level"] for row in rows(file.read_text("utf-8"))}
    assert levels == {"country", "province", "municipality"}


def test_of_a_water_board_there_is_nothing_by_year(found: Comparison, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no values by year of Rijn en IJssel"):
        found.place("Rijn en IJssel").write(tmp_path / "board.csv")
    with pytest.raises(OutputError, match="it is a folder"):
        found.place("Aalten").write(tmp_path)


def test_all_places_are_written_with_a_row_for_each_year(places: Places, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    write_all(places, file)
    held = rows(file.read_text("utf-8"))
    count = {(r["scenario"], r["level"]): 0 for r in held}
    for row in held:
        count[row["scenario"], row["level"]] += 1
    assert count["none", "municipality"] == 418 * 4 and count["none", "province"] == 12 * 4
    one = next(r for r in held if (r["scenario"], r["year"], r["place"]) == ("note", "2014", "GM1509"))
    expected = places.runs[1].local("councillors", 2014, place="GM1509").iloc[0]
    assert float(one["councillors_high"]) == pytest.approx(expected["high"])
