"""Places by name: a scenario may say names of today, of the past and of later where it could say codes."""

from __future__ import annotations

import re

import numpy as np
import pytest

from reformsim.levers import LEVERS
from reformsim.levers.places import by_code, comes_about, meant
from reformsim.model import simulate
from reformsim.scenario import Scenario, check_files, load_scenario
from reformsim.territory import load_territory
from tests.model.worlds import TOY, toy

COUNTRY = load_territory("netherlands-2011")
HEAD = "extends: baseline-2011\nlevers:\n"
LEVER = "  - {{lever: smaller_councils, date: 2014-01-01, factor: 0.9, source: assumption, where: {where}}}\n"


def written(tmp_path, where):
    path = tmp_path / "named.yaml"
    path.write_text(HEAD + LEVER.format(where=where), encoding="utf-8")
    return path


def where_of(tmp_path, where):
    """What is meant by a place: the scenario keeps the words that were written."""
    return by_code(load_scenario(written(tmp_path, where)).levers[0], COUNTRY)[0].where


def notes_on(tmp_path, where):
    notes = []
    assert check_files([written(tmp_path, where)], notes=notes) == []
    return [(note.line, note.path, note.message) for note in notes]


@pytest.mark.parametrize(
    ("kind", "word", "codes"),
    [
        ("unit", "Amsterdam", ("GM0363",)),
        ("unit", "amsterdam", ("GM0363",)),
        ("unit", "Den Haag", ("GM0518",)),
        ("unit", "Utrecht", ("GM0344",)),
        ("province", "Utrecht", ("PV26",)),
        ("unit", "GM0017", ("GM0017",)),
    ],
)
def test_a_name_stands_for_its_code_whatever_its_capitals(kind, word, codes):
    found = meant(kind, word, COUNTRY)
    assert (found.codes, found.note) == (codes, "")


def test_a_scenario_with_names_is_the_one_with_codes(tmp_path):
    by_name = where_of(
        tmp_path, "{units: [Haren], provinces: [Limburg], regions: {wgr_plus: [Stadsgewest Haaglanden]}}"
    )
    by_code = where_of(tmp_path, "{units: [GM0017], provinces: [PV31], regions: {wgr_plus: [WP03]}}")
    assert by_name == by_code


def test_an_old_name_stands_for_the_successor_and_says_so(tmp_path):
    assert where_of(tmp_path, "{units: [Haren, Sassenheim]}").units == ("GM0017", "GM1525")
    (note,) = notes_on(tmp_path, "{units: [Haren, Sassenheim]}")
    assert note == (3, "levers[0].where.units[1]", "'Sassenheim' is part of 'Teylingen' (GM1525) since 2006")


def test_a_name_of_later_stands_for_what_it_is_formed_of_and_says_so(tmp_path):
    members = ("GM0366", "GM0412", "GM0462", "GM0463")
    for word in ("Hollands Kroon", "GM1911"):
        assert where_of(tmp_path, f"{{units: [{word}]}}").units == members
        (note,) = notes_on(tmp_path, f"{{units: [{word}]}}")
        parts = "Anna Paulowna, Niedorp, Wieringen, Wieringermeer"
        assert note[2] == f"'{word}' is formed in 2012; what it is formed of is meant: {parts}"


def test_an_unknown_name_is_told_at_its_place_with_the_nearest_name(tmp_path):
    path = written(
        tmp_path, "{units: [Hollands Kroon, Bussem], provinces: [Limborg], regions: {wgr_plus: [Stadsgewest]}}"
    )
    told = [(p.path.removeprefix("levers[0].where."), p.message) for p in check_files([path])]
    within = "(territory netherlands-2011)"
    assert told == [
        ("units[1]", f"unknown municipality 'Bussem'; did you mean 'Bussum'? {within}"),
        ("provinces[0]", f"unknown province 'Limborg'; did you mean 'Limburg'? {within}"),
        (
            "regions.wgr_plus[0]",
            f"unknown region of wgr_plus 'Stadsgewest'; did you mean 'Stadsgewest Haaglanden'? {within}",
        ),
    ]


@pytest.mark.parametrize(("lever", "message"), [
    ("lever: merge_provinces, date: 2016-01-01, members: [Utrecht, Flevoland, PV26], name: Midden, code: PV32",
     "province 'PV26' cannot be merged with itself"),
    ("lever: merge_water_boards, date: 2016-01-01, members: [WS07, Velt en Vecht, WS05], "
     "name: Oost, code: WS26", "water board 'WS05' cannot be merged with itself"),
    ("lever: delta_cooperation, date: 2016-01-01, members: [zeeland, limburg, Zeeland], name: Delta",
     "province 'PV29' is named twice"),
])  # fmt: skip
def test_a_place_in_two_words_is_told_as_one_that_is_named_twice(tmp_path, lever, message):
    path = tmp_path / "named.yaml"
    path.write_text(f"{HEAD}  - {{{lever}, source: assumption}}\n", encoding="utf-8")
    assert message in [p.message for p in check_files([path]) if p.path.startswith("levers[0].members[")]


def test_the_command_tells_an_old_name_and_goes_on(tmp_path):
    from typer.testing import CliRunner

    from reformsim.cli.app import app

    said = CliRunner().invoke(app, ["check", str(written(tmp_path, "{units: [Sassenheim]}"))])
    assert said.exit_code == 0 and "in order" in said.output
    assert re.search(r"note: .*: 'Sassenheim' is part of 'Teylingen' \(GM1525\) since 2006", said.output)


def test_a_scenario_made_in_python_may_name_places_too():
    def councils(unit):
        lever = {"lever": "smaller_councils", "date": "2012-01-01", "factor": 0.5, "source": "assumption"}
        lever["where"] = {"units": [unit]}
        made = Scenario(name="x", territory=str(TOY), horizon={"start": 2011, "end": 2014}, levers=(lever,))
        return simulate(made, 0).years[-1].seats

    assert np.array_equal(councils("Eemstad"), councils("T05"))
    assert not np.array_equal(councils("Eemstad"), councils("T04"))


def test_a_lever_without_names_is_left_as_it_is():
    lever = LEVERS["smaller_councils"].model_validate(
        {"date": "2014-01-01", "factor": 0.5, "source": "assumption", "where": {"units": ["T05"]}}
    )
    same, notes = by_code(lever, toy())
    assert same is lever and notes == ()


def test_what_councils_may_form_can_be_named_before_it_is_there():
    assert comes_about("GM0363+3", COUNTRY) and comes_about("Amsterdam c.a.", COUNTRY)
    assert comes_about("Hollands Kroon", COUNTRY) and not comes_about("Hollands Krone", COUNTRY)


@pytest.mark.parametrize(
    ("year", "word", "code", "since"),
    [(2026, "Haren", "GM0014", 2019), (2026, "Sassenheim", "GM1525", 2006), (2018, "Muiden", "GM1942", 2016)],
)
def test_on_a_map_of_later_old_names_stand_for_what_took_their_place(year, word, code, since):
    land = load_territory("netherlands", year)
    found = meant("unit", word, land)
    name = land.names[land.index(code)]
    assert (found.codes, found.note) == ((code,), f"'{word}' is part of '{name}' ({code}) since {since}")


def test_haren_can_be_taken_out_of_groningen_on_the_map_of_2026_by_its_number(tmp_path):
    path = tmp_path / "haren.yaml"
    lever = "lever: split_municipality, date: 2028-01-01, municipality: Groningen, source: assumption"
    path.write_text(
        f"extends: baseline-2026\nhorizon: {{end: 2029}}\nreplicates: 1\nlevers:\n"
        f"  - {{{lever}, parts: [{{name: Haren, inhabitants: 20000}}]}}\n"
    )
    last = simulate(load_scenario(path), 0)
    events = [event for event in last.events if event.kind == "municipality_split"]
    assert [event.members for event in events] == [("GM0014", "GM0014-1")]
    assert last.names[last.codes.index("GM0014-1")] == "Haren"
