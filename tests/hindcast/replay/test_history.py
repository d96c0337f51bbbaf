"""What really happened, replayed: the map, the offices, and the page that says how well."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from reformsim.errors import DataError
from reformsim.hindcast import Row, load_published, markdown, summary, validate
from reformsim.hindcast.replay.published import read_published
from reformsim.hindcast.replay.replayed import held, load_replayed
from reformsim.measures import measured
from reformsim.model import ReformModel
from reformsim.scenario import load_scenario
from reformsim.territory import load_territory, successions

ROOT = Path(__file__).resolve().parents[3]
MUNICIPALITIES = {2011: 418, 2012: 415, 2013: 408, 2014: 403, 2015: 393, 2016: 390, 2017: 388, 2018: 380}
BEFORE = {2004: 483, 2005: 467, 2006: 458, 2007: 443, 2009: 441, 2010: 431}


@lru_cache(maxsize=1)
def replayed() -> ReformModel:
    model = ReformModel(load_scenario("history"))
    model.run()
    return model


@lru_cache(maxsize=1)
def rows() -> tuple[Row, ...]:
    return tuple(validate())


def simulated(measure: str, year: int, replay: str = "after") -> float:
    return next(r.simulated for r in rows() if (r.replay, r.measure, r.year) == (replay, measure, year))


def test_history_has_the_real_number_of_municipalities_in_every_year():
    record = measured(replayed().history())
    counts = {year: len(set(record.owner[at].tolist())) for at, year in enumerate(record.years)}
    assert counts == MUNICIPALITIES


def test_the_municipalities_of_2018_have_their_real_codes_and_names():
    state = replayed().state
    names = {state.codes[r]: state.names[r] for r in state.live}
    assert {names[code] for code in ("GM1911", "GM1940", "GM1945", "GM1952")} == {
        "Hollands Kroon", "De Fryske Marren", "Berg en Dal", "Midden-Groningen",
    }  # fmt: skip
    assert "GM1921" not in names  # De Friese Meren, renamed on 1 January 2016


def test_the_record_since_2003_gives_the_published_counts_before_2011():
    territory = load_territory("netherlands-2003")
    count, counts = len(territory), {}
    for year, changes in successions(territory.events, territory.codes).items():
        count -= sum(len(change.members) - 1 for change in changes)
        counts[year] = count
    assert {year: counts[year] for year in BEFORE} == BEFORE
    assert {year: counts[year] for year in range(2011, 2019)} == MUNICIPALITIES


@pytest.mark.parametrize("year", [2012, 2014, 2018])
def test_councillors_by_law_are_within_three_in_a_thousand_of_the_published_maximum(year):
    published = {2012: 9175, 2014: 9077, 2018: 8863}[year]
    assert simulated("councillors", year) == pytest.approx(published, rel=0.003)


def test_councillors_of_2010_are_within_three_in_a_thousand_though_inhabitants_are_estimated():
    assert simulated("councillors", 2010, "before") == pytest.approx(9375, rel=0.003)


def test_provincial_councils_have_their_real_seats():
    assert simulated("provincial_councillors", 2008, "before") == 564
    assert [simulated("provincial_councillors", year) for year in (2012, 2016)] == [566, 570]


def test_five_hundred_and_fifty_three_offices_go_with_the_deelgemeenten_and_lighter_commissions_return():
    model = replayed()
    record = measured(model.history())
    at = record.indicators.index("sub_municipal_office_holders")
    by_year = dict(zip(record.years, record.values[:, at], strict=True))
    assert (by_year[2011], by_year[2013]) == (553, 553)
    # Commission members for 0.4 of Amsterdam's 203 councillors and 0.5 of Rotterdam's 272: assumptions of the scenario.
    assert by_year[2014] == round(0.4 * 203) + 0.5 * 272 == 217


def test_two_transport_regions_stay_and_the_other_plusregios_give_transport_to_the_provinces():
    state = replayed().state
    names = set(state.bodies.names)
    assert {"Vervoerregio Amsterdam", "Metropoolregio Rotterdam Den Haag"} <= names
    assert not state.bodies.of_kind("plusregio")
    transport = replayed().world.tasks.index("regional_transport")
    amsterdam, utrecht = (replayed().municipality(code).row for code in ("GM0363", "GM0344"))
    assert state.carrier[amsterdam, transport] != state.carrier[utrecht, transport]


def test_the_page_in_docs_is_what_the_replay_gives_today():
    """Make it again with `reformsim validate --out docs/validation.md`."""
    assert (ROOT / "docs" / "validation.md").read_text("utf-8") == markdown(rows())


def test_the_figures_kept_for_pages_of_assurance_are_what_the_replay_gives_today():
    """Make them again with `reformsim validate --figures src/reformsim/hindcast/replay/replayed.csv`."""
    assert load_replayed() == held(rows())


def test_aldermen_are_held_against_what_is_believed_of_2011_and_2014_and_counted_in_2022_and_miss():
    mine = [row for row in rows() if row.measure == "aldermen"]
    assert [(row.year, row.published, row.role, row.status) for row in mine] == [
        (2011, 1475, "outcome", "unverified"),
        (2014, 1475, "outcome", "unverified"),
        (2022, 1410, "input", "secondary"),
    ]
    assert [row.simulated for row in mine] == [1578, 1547, 1434]
    page = (ROOT / "docs" / "validation.md").read_text("utf-8")
    assert "| Aldermen | 2011 | 1,578 | 1,475 | +6.98 % | misses | outcome | unverified |" in page


def test_deputies_are_those_counted_in_2015_and_the_count_of_2016_that_contradicts_it_misses():
    assert [(r.year, r.simulated, r.published, r.agrees) for r in rows() if r.measure == "deputies"] == [
        (2015, 62, 62, True),
        (2016, 62, 60, False),
        (2019, 69, 69, True),
        (2023, 67, 67, True),
    ]


def test_every_miss_on_the_page_has_a_reason():
    assert [(r.measure, r.year) for r in rows() if not r.agrees and not r.why] == []


def test_every_published_figure_says_where_it_comes_from():
    assert len(rows()) == sum(len(series.values) for series in load_published().series) > 40


def one_row(simulated: float, published: float) -> Row:
    return Row(
        "after", "councillors", 2012, "Councillors", simulated, published, "outcome", "a source", "secondary", ""
    )


def test_the_verdict_turns_at_three_in_a_thousand():
    assert one_row(1003, 1000).agrees and not one_row(1004, 1000).agrees
    assert one_row(0, 0).agrees and not one_row(1, 0).agrees


def test_the_page_tells_a_miss_without_a_known_reason():
    assert "- Councillors, 2012 (+10.00 %). Not explained." in markdown([one_row(1100, 1000)])
    assert summary([one_row(1100, 1000), one_row(1000, 1000)]).startswith("1 of 2 outcomes agree within 0.3 %")


GOOD = """\
# figures
replays:
  - {name: after, scenario: history, start: 2011, end: 2018, title: after}
series:
  - {measure: municipalities, replay: after, role: input, source: a list, status: secondary, values: {2012: 415}}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("replay: after, role", "replay: later, role",
         "figures.yaml:5:31: series[0].replay: there is no replay 'later'"),
        ("{2012: 415}", "{2019: 355}",
         "figures.yaml:5:94: series[0].values: 2019 lies outside the replay 'after', 2011-2018"),
        ("role: input", "role: sure",
         "figures.yaml:5:46: series[0].role: 'sure' is not known; expected one of input, outcome"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_published_figures_is_told_with_its_place(old, new, expected, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("figures.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_published(Path("figures.yaml"))
    assert expected in str(caught.value)
