"""The task catalogue: facts of 2011, arrays, and broken files."""

from __future__ import annotations

import pickle
from dataclasses import fields

import numpy as np
import pytest

from reformsim.errors import DataError, UnknownNameError
from reformsim.tasks import FORMS, LAYERS, load_tasks
from reformsim.tasks.load import read_book

TASKS = load_tasks()
IDS = (
    "work_participation",
    "social_assistance",
    "wmo_support",
    "awbz_guidance",
    "youth_care",
    "spatial_planning",
    "regional_economy",
    "nature",
    "regional_transport",
    "roads",
    "wadden_fund",
    "housing_programme",
    "police",
    "safety",
    "public_health",
    "environmental_permits",
    "water_management",
    "sewerage",
    "taxes",
    "waste",
    "civil_affairs",
    "back_office",
    "schools",
    "culture_sport",
)


def test_the_catalogue_holds_the_tasks_of_the_note_and_the_plain_ones():
    assert TASKS.ids == IDS


@pytest.mark.parametrize(
    ("task", "carrier"),
    [
        ("youth_care", "provincie"),
        ("regional_transport", "provincie"),
        ("police", "regio"),
        ("awbz_guidance", "rijk"),
        ("nature", "rijk"),
        ("wadden_fund", "rijk"),
        ("water_management", "waterschap"),
        ("safety", "gemeente"),
        ("wmo_support", "gemeente"),
        ("waste", "gemeente"),
    ],
)
def test_a_task_is_carried_in_2011_by_the_layer_the_law_named(task, carrier):
    assert TASKS[task].carrier == carrier
    assert LAYERS[TASKS.carrier_index[TASKS.index(task)]] == carrier


def test_the_carrier_always_has_a_say_and_the_matrix_says_the_same_as_the_tasks():
    for i, task in enumerate(TASKS):
        assert task.carrier in task.involved
        assert {LAYERS[j] for j in np.flatnonzero(TASKS.involved_matrix[i])} == set(task.involved)
    assert TASKS.involved_matrix.shape == (len(TASKS), 5)


def test_some_subjects_break_the_norm_of_at_most_two_layers_in_2011():
    crowded = {t.id for t in TASKS if len(t.involved) > 2}
    assert {"spatial_planning", "nature", "youth_care", "regional_transport"} <= crowded
    assert not {"waste", "taxes", "civil_affairs", "wmo_support"} & crowded


@pytest.mark.parametrize(
    ("task", "billion", "inhabitants"),
    [
        ("work_participation", 2.9, 16.9e6),
        ("awbz_guidance", 3.5, 16.9e6),
        ("youth_care", 3.8, 16.9e6),
        ("regional_transport", 1.80, 16.8e6),
        ("police", 5.3, 16.83e6),
        ("wmo_support", 1.455985635, 16_655_799),
        ("wadden_fund", 0.6776 / 20, 16_655_799),
    ],
)
def test_a_budget_from_a_published_sum_is_that_sum_over_the_inhabitants(task, billion, inhabitants):
    assert TASKS[task].budget == pytest.approx(billion * 1e9 / inhabitants, rel=0.005)
    assert TASKS[task].sources.budget.status == "derived"


def test_no_figure_stands_without_a_source_or_the_reasoning_of_an_assumption():
    for task in TASKS:
        sources = task.sources
        for origin in (getattr(sources, each.name) for each in fields(sources)):
            assert origin.note if origin.status == "assumption" else origin.source
        assert task.forms and set(task.forms) <= set(FORMS)


def test_public_health_and_safety_are_shared_in_a_public_body_only():
    assert TASKS["safety"].forms == TASKS["public_health"].forms == ("openbaar_lichaam",)
    assert TASKS["safety"].division == "veiligheidsregio"


def test_the_arrays_cannot_be_written():
    for array in (
        TASKS.budget,
        TASKS.efficient_scale,
        TASKS.complexity,
        TASKS.depth,
        TASKS.half_life,
        TASKS.optimum,
        TASKS.rise,
        TASKS.staff,
        TASKS.carrier_index,
        TASKS.involved_matrix,
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_catalogue_survives_the_way_to_another_process():
    again = pickle.loads(pickle.dumps(TASKS))
    assert again == TASKS
    assert again.budget.tolist() == TASKS.budget.tolist()
    assert not again.budget.flags.writeable


def test_an_unknown_task_is_answered_with_the_nearest_id():
    with pytest.raises(UnknownNameError, match=r"unknown task 'youthcare'; did you mean 'youth_care'\?"):
        TASKS.index("youthcare")


GOOD = """\
tasks:
  - id: waste
    name_en: Waste
    name_nl: Afval
    domain: physical
    carrier: {value: gemeente, status: secondary, source: act}
    involved: [gemeente]
    budget: {value: 105, status: assumption, note: about}
    efficient_scale: {value: 50000, status: secondary, source: study}
    complexity: {value: 0.2, status: assumption, note: routine}
    scale:
      depth: {value: 0.1, low: 0, high: 0.2, status: assumption, note: small}
      half_life: {value: 20000, low: 10000, high: 30000, status: assumption, note: so}
      optimum: {value: null, status: assumption, note: none found}
      rise: {value: 0, low: 0, high: 0.1, status: assumption, note: none found}
    staff: {value: 0.09, low: 0.05, high: 0.2, status: assumption, note: a tenth}
    division: null
    forms: [company]
"""
BROKEN = [
    (
        "domain: physical",
        "domain: fysical",
        "5:5: tasks[0].domain: unknown domain 'fysical'; did you mean 'physical'?",
    ),
    (
        "carrier: {value: gemeente",
        "carrier: {value: gemeenten",
        "6:15: tasks[0].carrier.value: unknown layer 'gemeenten'; did you mean 'gemeente'?",
    ),
    (
        "carrier: {value: gemeente",
        "carrier: {value: rijk",
        "7:5: tasks[0].involved: the carrier 'rijk' must be among the layers with a say",
    ),
    (
        "involved: [gemeente]",
        "involved: [gemeente, provincies]",
        "7:26: tasks[0].involved[1]: unknown layer 'provincies'; did you mean 'provincie'?",
    ),
    (
        "involved: [gemeente]",
        "involved: [gemeente, gemeente]",
        "7:5: tasks[0].involved: the same word stands twice",
    ),
    ("value: 105", "value: -105", "8:14: tasks[0].budget.value: -105 is out of range, expected 0 to 10000"),
    ("value: 105", "value: much", "8:14: tasks[0].budget.value: expected a number, not 'much'"),
    (
        "value: 105",
        "amount: 105",
        "8:14: tasks[0].budget.amount: unknown key; expected one of fields, note, share, source, status, value",
    ),
    (
        ", note: about",
        "",
        "8:5: tasks[0].budget: an assumption needs a note that defends its order of magnitude",
    ),
    (", source: study", "", "9:5: tasks[0].efficient_scale: status 'secondary' needs a source"),
    ("value: 0.2", "value: 2", "10:18: tasks[0].complexity.value: 2 is out of range, expected 0 to 1"),
    (
        "status: secondary, source: study",
        "status: second, source: study",
        "9:37: tasks[0].efficient_scale.status: 'second' is not known; did you mean 'secondary'?",
    ),
    (
        "forms: [company]",
        "forms: [compagny]",
        "18:13: tasks[0].forms[0]: unknown legal form 'compagny'; did you mean 'company'?",
    ),
    (
        "depth: {value: 0.1",
        "depth: {value: 1",
        "12:15: tasks[0].scale.depth.value: 1 is out of range, expected 0 to 0.99",
    ),
    ("{value: 0.1, low", "{value: 0.3, low", "12:7: tasks[0].scale.depth: the value lies outside its range"),
    (
        "{value: null,",
        "{value: null, low: 1000,",
        "14:7: tasks[0].scale.optimum: value, low and high go together: all three, or none where no optimum was found",
    ),
    (
        "      rise: {value: 0, low: 0, high: 0.1, status: assumption, note: none found}\n",
        "",
        "11:5: tasks[0].scale.rise: is missing",
    ),
    (
        "      optimum:",
        "      best:",
        "14:7: tasks[0].scale.best: unknown key; expected one of depth, half_life, optimum, rise",
    ),
    ("staff: {value: 0.09, low: 0.05,", "staff: {value: 0.09,", "16:5: tasks[0].staff.low: is missing"),
    ("note: a tenth", "nota: a tenth", "16:68: tasks[0].staff.nota: unknown key; did you mean 'note'?"),
    ("    name_nl: Afval\n", "", "2:5: tasks[0].name_nl: is missing"),
    (
        "    name_nl: Afval\n",
        "    name_ml: Afval\n",
        "4:5: tasks[0].name_ml: unknown key; did you mean 'name_nl'?",
    ),
    ("id: waste", "id: Waste", "2:5: tasks[0].id: 'Waste' has not the form ^[a-z][a-z0-9_]*$"),
    ("tasks:", "task:", "1:1: expected the key 'tasks' with a list of tasks"),
    ("tasks:", "note: x\ntasks:", "1:1: note: unknown key; expected only 'tasks'"),
]


@pytest.mark.parametrize(("good", "bad", "message"), BROKEN)
def test_a_mistake_in_the_catalogue_is_told_with_its_place_and_the_right_word(tmp_path, good, bad, message):
    assert good in GOOD
    path = tmp_path / "tasks.yaml"
    path.write_text(GOOD.replace(good, bad, 1))
    with pytest.raises(DataError) as error:
        read_book(path)
    assert f"{path}:{message}" in [str(p) for p in error.value.problems]


def test_a_task_that_stands_twice_is_told(tmp_path):
    path = tmp_path / "tasks.yaml"
    path.write_text(GOOD + GOOD.removeprefix("tasks:\n"))
    with pytest.raises(DataError, match="the task 'waste' stands twice"):
        read_book(path)


def test_all_mistakes_of_the_catalogue_are_told_at_once(tmp_path):
    path = tmp_path / "tasks.yaml"
    path.write_text(
        GOOD.replace("physical", "fysical").replace("company", "compagny").replace("value: 0.2", "value: 2")
    )
    with pytest.raises(DataError) as error:
        read_book(path)
    assert [p.line for p in error.value.problems] == [5, 10, 18]
