"""The tasks of any day: who carries what when, what it costs by the accounts of its year, and broken files of it."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from reformsim.errors import DataError, UnknownNameError
from reformsim.tasks import LAYERS, full_time, load_task_book, load_tasks, not_there
from reformsim.tasks.accounts import load_accounts
from reformsim.tasks.load import read_book
from tests.tasks.test_task_catalogue import GOOD, IDS

BOOK = load_task_book()
OF_2011 = load_tasks(date(2011, 1, 1))
OF_2018 = load_tasks(date(2018, 1, 1))
OF_2026 = load_tasks(date(2026, 1, 1))

# Municipal accounts of 2024 by task field (Iv3, CBS), typed: million euro, and euro an inhabitant of all 342.
ACCOUNTS_OF_2024 = {
    "social_assistance": (("6.3",), 10_031, 559),
    "work_participation": (("6.4", "6.5"), 3_688, 206),
    "wmo": (("6.6", "6.71"), 5_023, 280),
    "sheltered_living": (("6.81",), 2_509, 140),
    "youth_care": (("6.72", "6.73", "6.74", "6.82"), 7_174, 400),
    "local_teams": (("6.2",), 2_144, 119),
    "public_health": (("7.1",), 1_283, 72),
    "safety": (("1.1",), 1_577, 88),
    "public_order": (("1.2",), 1_258, 70),
    "schools": (("4.1", "4.2", "4.3"), 3_370, 188),
    "culture_sport": (("5.1", "5.2", "5.3", "5.4", "5.5", "5.6"), 4_520, 252),
    "green": (("5.7",), 2_112, 118),
    "roads": (("2.1", "2.2", "2.3", "2.4"), 4_834, 269),
    "regional_economy": (("3.1", "3.3", "3.4"), 975, 54),
    "spatial_planning": (("8.1",), 986, 55),
    "housing_programme": (("8.3",), 1_892, 105),
    "environmental_permits": (("7.4",), 1_327, 74),
    "sewerage": (("7.2",), 1_667, 93),
    "waste": (("7.3",), 2_423, 135),
    "civil_affairs": (("0.2", "7.5"), 928 + 195, 63),
    "taxes": (("0.61", "0.62", "0.63", "0.64"), 524, 29),
    "back_office": (("0.4",), 9_296, 518),
}
NO_TASK = ("0.1", "0.3", "0.5", "0.7", "0.8", "0.9", "2.5", "3.2", "8.2")
"""Governance, buildings, treasury and other, public transport beside the provinces, and two trading accounts."""

CARRIERS = [
    # task, and the layer that carries it in 2011, 2012, 2013, 2014, 2015, 2018, 2026
    ("youth_care", "provincie provincie provincie provincie gemeente gemeente gemeente"),
    ("nature", "rijk rijk rijk provincie provincie provincie provincie"),
    ("wadden_fund", "rijk provincie provincie provincie provincie provincie provincie"),
    ("police", "regio regio rijk rijk rijk rijk rijk"),
    ("regional_transport", "provincie provincie provincie provincie provincie provincie provincie"),
    ("awbz_guidance", "rijk rijk rijk rijk - - -"),
    ("wmo", "- - - - gemeente gemeente gemeente"),
    ("integration", "- - - - rijk rijk gemeente"),
    ("water_management", "waterschap waterschap waterschap waterschap waterschap waterschap waterschap"),
    ("safety", "gemeente gemeente gemeente gemeente gemeente gemeente gemeente"),
]
YEARS = (2011, 2012, 2013, 2014, 2015, 2018, 2026)


def test_the_tasks_of_2011_and_of_every_year_before_are_those_they_were():
    assert OF_2011.ids == load_tasks(date(2003, 1, 1)).ids == IDS
    assert load_tasks(date(2003, 1, 1)) == OF_2011 == load_tasks()
    assert OF_2011.budget.sum() == pytest.approx(2795.43)


@pytest.mark.parametrize(("task", "layers"), CARRIERS)
def test_a_task_is_carried_by_the_layer_that_the_law_of_the_day_names(task, layers):
    for year, layer in zip(YEARS, layers.split(), strict=True):
        catalogue = load_tasks(date(year, 1, 1))
        assert (catalogue[task].carrier if task in catalogue else "-") == layer, year


def test_tasks_of_the_decentralisations_stand_in_the_catalogue_from_2015_on():
    new = {"wmo", "sheltered_living", "local_teams", "community_reception", "integration", "public_order", "green"}
    assert set(OF_2018.ids) == set(OF_2026.ids) == set(IDS) - {"wmo_support", "awbz_guidance"} | new
    assert not new & set(load_tasks(date(2014, 12, 31)).ids)


@pytest.mark.parametrize("task", ACCOUNTS_OF_2024)
def test_a_municipal_budget_of_2026_is_that_of_the_accounts_of_2024(task):
    """An inhabitant of the 341 municipalities with accounts; those of all 342 are 0.13 % more."""
    fields, million, euro = ACCOUNTS_OF_2024[task]
    spent = load_accounts().of(fields, 2026)
    assert (spent.year, round(spent.euro / 1e6)) == (2024, pytest.approx(million, abs=1))
    assert OF_2026[task].budget == pytest.approx(million * 1e6 / 17_919_092, rel=1e-3)
    assert OF_2026[task].budget == pytest.approx(euro, abs=1.0)
    assert OF_2026[task].sources.budget.source == "Iv3 accounts of municipalities (CBS), 2024"
    assert OF_2026[task].sources.budget.status == "derived"


def test_integration_and_community_work_together_are_their_field_of_the_accounts():
    both = OF_2026["community_reception"], OF_2026["integration"]
    assert sum(task.budget for task in both) == pytest.approx(4_649e6 / 17_919_092, rel=1e-3)
    assert {task.sources.budget.status for task in both} == {"assumption"}
    assert OF_2018["community_reception"].budget == pytest.approx(1_991e6 / 17_126_083, rel=1e-3)


def test_every_field_of_the_accounts_is_in_one_budget_or_said_to_be_no_task():
    used = [field for fields, _, _ in ACCOUNTS_OF_2024.values() for field in fields] + ["6.1", *NO_TASK]
    assert sorted(used) == sorted(load_accounts().fields)
    euro = load_accounts().of(load_accounts().fields, 2024).euro
    assert euro / 1e9 == pytest.approx(80.943, abs=0.001)
    left_out = load_accounts().of(NO_TASK, 2024).euro
    municipal = sum(t.budget for t in OF_2026 if t.carrier == "gemeente") * 17_919_092
    assert municipal + left_out == pytest.approx(euro, rel=1e-9)


@pytest.mark.parametrize(
    ("start", "accounts"), [(2015, 2017), (2016, 2017), (2017, 2017), (2018, 2018), (2023, 2023), (2025, 2024)]
)
def test_a_start_takes_the_accounts_of_its_year_or_of_the_nearest_one_there_is(start, accounts):
    task = load_tasks(date(start, 1, 1))["waste"]
    assert task.sources.budget.source.endswith(f", {accounts}")
    spent = load_accounts().of(["7.3"], accounts)
    assert task.budget == pytest.approx(spent.euro / spent.inhabitants)


def test_the_accounts_cover_every_year_and_nearly_all_inhabitants():
    accounts = load_accounts()
    country = {2017: 17_081_507, 2018: 17_181_084, 2019: 17_282_163, 2020: 17_407_585, 2021: 17_475_415,
               2022: 17_590_672, 2023: 17_811_291, 2024: 17_942_942}  # fmt: skip
    assert list(accounts.inhabitants) == list(country)
    for year, people in country.items():
        assert 0.985 * people < accounts.inhabitants[year] <= people
        assert {field for there, field in accounts.spent if there == year} == set(accounts.fields)


def test_overhead_is_a_tenth_of_spending_in_every_year_of_the_accounts():
    accounts = load_accounts()
    for year, euro in {2017: 373, 2021: 417, 2024: 518}.items():
        spent = accounts.of(["0.4"], year)
        assert spent.euro / spent.inhabitants == pytest.approx(euro, abs=1.0)
        assert 0.110 <= spent.euro / accounts.of(accounts.fields, year).euro <= 0.1155


BODIES = {"safety": 0.638, "public_health": 0.244, "environmental_permits": 0.250, "spatial_planning": 0.052,
          "regional_economy": 0.052, "regional_transport": 0.104}  # fmt: skip
NOT_MUNICIPAL = ("nature", "wadden_fund", "police", "water_management")


@pytest.mark.parametrize(("year", "level", "rest"), [(2018, 6.21, 0.42), (2026, 7.65, 0.47)])
def test_staff_of_municipal_tasks_adds_up_to_the_people_of_municipalities_of_the_time(year, level, rest):
    """6.21 counted about 2014; by 2024 salaries per inhabitant rose 1.55 times and pay 1.26 times: 7.65."""
    tasks = load_tasks(date(year, 1, 1))
    own = sum(t.staff - BODIES.get(t.id, 0.0) for t in tasks if t.id not in NOT_MUNICIPAL)
    assert own + rest == pytest.approx(level, abs=0.13)


def test_new_tasks_have_a_curve_without_loss_staff_and_forms_and_say_what_is_assumed():
    for id in ("wmo", "sheltered_living", "local_teams", "community_reception", "integration", "public_order", "green"):
        task = OF_2026[id]
        assert (task.depth, task.rise) == (0.0, 0.0)
        assert task.sources.staff.low <= task.staff <= task.sources.staff.high
        assert {task.sources.efficient_scale.status, task.sources.complexity.status} == {"assumption"}
        assert task.forms and full_time(30_000, task.staff) > 0


@pytest.mark.parametrize(
    ("day", "police", "permits", "youth"),
    [
        (date(2011, 1, 1), "politieregio", None, "jeugdregio"),
        (date(2018, 1, 1), "politie_eenheid", "omgevingsdienst", "jeugdregio"),
        (date(2026, 1, 1), "politie_eenheid", "omgevingsdienst", "jeugdregio"),
    ],
)
def test_the_division_of_a_task_is_that_of_the_day(day, police, permits, youth):
    tasks = load_tasks(day)
    divisions = [tasks[id].division for id in ("police", "environmental_permits", "youth_care")]
    assert divisions == [police, permits, youth]


def test_only_the_law_as_enacted_has_tasks_that_move_later_and_none_of_2011():
    (step,) = load_tasks(date(2018, 1, 1), enacted=True).coming
    assert (step.day, step.task, step.carrier) == (date(2022, 1, 1), "integration", "gemeente")
    assert OF_2018.coming == load_tasks(date(2011, 1, 1), enacted=True).coming == ()
    assert load_tasks(date(2023, 1, 1), enacted=True).coming == ()


def test_a_catalogue_with_what_comes_survives_the_way_to_another_process():
    tasks = load_tasks(date(2018, 1, 1), enacted=True)
    again = pickle.loads(pickle.dumps(tasks))
    assert again == tasks and again.coming == tasks.coming
    assert tasks != OF_2018


def test_a_task_of_other_days_is_told_with_its_days():
    assert not_there("wmo", date(2011, 1, 1)) == (
        "task 'wmo' is not in the catalogue of 2011-01-01; it is there from 2015-01-01 on"
    )
    assert not_there("awbz_guidance", date(2026, 1, 1)) == (
        "task 'awbz_guidance' is not in the catalogue of 2026-01-01; it is there until 2015-01-01, then in wmo"
    )
    assert not_there("wmo", date(2015, 1, 1)) is None
    assert not_there("wom", date(2015, 1, 1)) is None
    with pytest.raises(UnknownNameError, match=r"unknown task 'local_team'; did you mean 'local_teams'\?"):
        BOOK.task("local_team")


def test_the_arrays_of_a_day_have_the_tasks_of_that_day():
    assert OF_2026.budget.shape == (29,) and OF_2011.budget.shape == (24,)
    k = OF_2026.index("integration")
    assert LAYERS[OF_2026.carrier_index[k]] == "gemeente"
    assert OF_2026.earmarked[k]


LATER = """\
    later:
      - since: 2015-01-01
        carrier: {value: provincie, status: secondary, source: act}
        involved: [provincie, gemeente]
      - since: 2020-01-01
        budget: {fields: ["7.3"], share: 0.5, status: derived, source: accounts}
        note: new
"""


def book(tmp_path, text):
    path = tmp_path / "tasks.yaml"
    path.write_text(text)
    return read_book(path)


def test_an_edition_says_what_is_new_and_keeps_the_rest(tmp_path):
    read = book(tmp_path, GOOD + LATER)
    first, second, third = (read.on(date(year, 6, 1))["waste"] for year in (2014, 2015, 2021))
    assert (first.carrier, second.carrier, third.carrier) == ("gemeente", "provincie", "provincie")
    assert (first.budget, second.budget, third.note) == (105, 105, "new")
    spent = load_accounts().of(["7.3"], 2021)
    assert third.budget == pytest.approx(spent.euro / spent.inhabitants / 2)
    assert third.sources.budget.note.startswith("50% of 2,096 million euro on 7.3 over 17,475,415 inhabitants")


def test_a_task_is_there_from_its_first_day_to_the_day_before_its_end(tmp_path):
    text = GOOD.replace("    name_en", "    since: 2012-01-01\n    until: 2016-01-01\n    name_en", 1)
    read = book(tmp_path, text)
    assert [len(read.on(date(*day))) for day in ((2011, 12, 31), (2012, 1, 1), (2015, 12, 31), (2016, 1, 1))] == [
        0, 1, 1, 0,
    ]  # fmt: skip


BROKEN = [
    (
        "value: provincie",
        "value: provinces",
        "21:19: tasks[0].later[0].carrier.value: unknown layer 'provinces'; did you mean 'provincie'?",
    ),
    (
        "involved: [provincie, gemeente]",
        "involved: [gemeente]",
        "22:9: tasks[0].later[0].involved: the carrier 'provincie' must be among the layers with a say",
    ),
    (
        "        involved: [provincie, gemeente]\n",
        "",
        "20:9: tasks[0].later[0].involved: the carrier 'provincie' must be among the layers with a say",
    ),
    ("since: 2020-01-01", "since: 2015-01-01", "23:9: tasks[0].later[1].since: must be later than the edition before "
                                               "(2015-01-01)"),
    ("since: 2020-01-01", "since: soon", "23:9: tasks[0].later[1].since: expected a day (YYYY-MM-DD), not 'soon'"),
    ("      - since: 2020-01-01\n        budget", "      - budget", "23:9: tasks[0].later[1].since: is missing"),
    ("note: new", "nota: new", "25:9: tasks[0].later[1].nota: unknown key; did you mean 'note'?"),
    ("note: new", "id: waste", "25:9: tasks[0].later[1].id: an edition cannot change 'id'"),
    (
        'fields: ["7.3"]',
        'fields: ["7.33"]',
        "24:27: tasks[0].later[1].budget.fields[0]: unknown field of the accounts '7.33'; did you mean '7.3'?",
    ),
    ("share: 0.5", "share: 1.5", "24:35: tasks[0].later[1].budget.share: 1.5 is out of range, expected above 0 to 1"),
    (
        'fields: ["7.3"], share',
        'value: 5, fields: ["7.3"], share',
        "24:9: tasks[0].later[1].budget: expected either a value or fields of the accounts",
    ),
    (
        "    later:\n",
        "    enacted: true\n    later:\n",
        "19:5: tasks[0].enacted: only an edition of 'later' is enacted",
    ),
    (
        "    later:\n",
        "    until: 2030-01-01\n    into: [wast]\n    later:\n",
        "20:12: tasks[0].into[0]: unknown task 'wast'; did you mean 'waste'?",
    ),
    (
        "    later:\n",
        "    since: 2012-01-01\n    until: 2011-01-01\n    later:\n",
        "20:5: tasks[0].until: must be later than since (2012-01-01), not 2011-01-01",
    ),
    ("    later:\n      - since: 2015-01-01\n", "    later: [2]\n    x:\n      - since: 2015-01-01\n",
     "19:13: tasks[0].later[0]: expected a mapping, not 2"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "message"), BROKEN)
def test_a_mistake_in_an_edition_is_told_with_its_place_and_the_right_word(tmp_path, good, bad, message):
    text = GOOD + LATER
    assert good in text
    with pytest.raises(DataError) as error:
        book(tmp_path, text.replace(good, bad, 1))
    told = [str(p).replace(f"{tmp_path}/tasks.yaml:", "") for p in error.value.problems]
    assert message in told
