"""What the page shows is what the report says, of every world."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.dossier.page import Report
from reformsim.dossier.sections.saying import sentence
from reformsim.dossier.sections.screen import cards, priced, weighed
from reformsim.dossier.sections.weighed import PRICE
from reformsim.experiment import compare
from reformsim.experiment.explore.fitted.emulator import emulator
from reformsim.experiment.explore.fitted.surrogate import legendre
from reformsim.experiment.verdict import explored
from reformsim.interactive.gather import gather
from reformsim.interactive.packing import unpacked
from tests.explore import known_models as known
from tests.interactive.given import MEASURES, combined_data, compared, compared_data, driven, record, scenario


@pytest.fixture(scope="module")
def data() -> dict:
    return compared_data()


@pytest.fixture(scope="module")
def parts() -> dict:
    return combined_data()


def texts(data: dict, at: int, lang: str = "en") -> str:
    return unpacked(data["texts"])[at][("en", "nl").index(lang)]


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_cards_price_and_sentence_are_those_of_the_report(data: dict, lang: str) -> None:
    matter, said = Report(compared(), lang).matter, unpacked(data["said"])
    for at in (1, 2):
        for card, told in zip(cards(matter, at), said[at]["cards"], strict=True):
            wanted = [card.promise, card.effect, card.unit, card.spread, card.verdict, card.reason]
            assert [texts(data, one, lang) for one in told["texts"]] == wanted
            assert (told["mark"], told["kind"]) == (card.mark, card.kind)
        rows = [priced(matter, one) for one in weighed(matter, at, PRICE)]
        assert [tuple(texts(data, one, lang) for one in row) for row in said[at]["price"]] == rows
        assert texts(data, said[at]["sentence"], lang) == sentence(matter, at)


def test_of_the_first_world_the_page_says_how_its_levels_move(data: dict) -> None:
    first = unpacked(data["said"])[0]
    assert first["price"] == []
    assert texts(data, first["cards"][0]["texts"][0]) == "Administrators"
    assert texts(data, first["sentence"]).startswith("Under “The base”, from 2011 to 2014")


def test_curves_are_the_statistics_of_the_runs(data: dict) -> None:
    for name in MEASURES:
        found = unpacked(data["bands"][name])
        for at, run in enumerate(compared().runs):
            i = run.indicators.index(name)
            for row, statistic in zip(found[:, at], data["course"], strict=True):
                wanted = getattr(run.level, statistic)[:, i]
                assert np.allclose(row, wanted, rtol=0.0, atol=1e-3 * max(1.0, abs(wanted[0])) ** 0.5)


def test_effects_and_verdicts_are_those_of_the_report(data: dict) -> None:
    matter = Report(compared()).matter
    effects = data["effects"]
    for i, one in enumerate(matter.headlines):
        codes = unpacked(effects["verdicts"][one.name])
        for at, run in enumerate(matter.runs):
            told = matter.told(run.name, one.name)
            assert (effects["words"][codes[at] - 1] if codes[at] else "") == told.verdict
            on, _ = (texts(data, text) for text in effects["why"][one.name][at])
            assert on == (matter.w.assumption(told.hangs_on) if told.hangs_on else "")
        numbers = unpacked(effects["numbers"][one.name])
        assert numbers[0, 2] == pytest.approx(matter.change(2, 2014).difference[i], abs=1e-3)


def test_shares_are_told_of_a_hundred(data: dict) -> None:
    share = next(one for one in data["measures"] if one["name"] == "lost_to_scale")
    assert share["times"] == 100 and share["unit"] == {"en": "of 100", "nl": "van de 100"}
    assert share["promise"] == "capacity" and not share["price"]


def test_worlds_are_scenarios_by_name_with_their_titles_in_both_languages(data: dict) -> None:
    assert data["packages"]["kind"] == "scenarios"
    assert [one["name"] for one in data["packages"]["worlds"]] == ["base", "more", "fewer"]
    assert data["packages"]["worlds"][2]["title"] == {"en": "The fewer", "nl": "De fewer"}
    assert data["packages"]["given"] == [f"scenarios/{name}.yaml" for name in ("base", "more", "fewer")]


def test_bit_i_of_a_world_says_whether_part_i_is_carried_out(parts: dict) -> None:
    assert [one["id"] for one in parts["packages"]["players"]] == ["one", "two", "three"]
    change = unpacked(parts["effects"]["numbers"]["administrators_total"])[0]
    assert change.tolist() == pytest.approx([0.0, -100.0, -20.0, -120.0, 7.0, -93.0, -13.0, -1113.0], abs=1e-2)
    assert [one["name"] for one in parts["packages"]["worlds"]][:4] == ["none", "one", "two", "one+two"]


def test_a_combination_is_named_by_its_parts_and_the_whole_by_its_scenario(parts: dict) -> None:
    titles = [one["title"]["en"] for one in parts["packages"]["worlds"]]
    assert titles[0] == "None of the parts" and titles[7] == "The package"
    assert titles[3].count(" + ") == 1 and "one" in titles[3] and "two" in titles[3]
    assert "combinations" in parts["meta"]["question"]["en"]
    assert "hangs_none" in parts and "emulator" not in parts


def test_the_page_says_of_how_many_draws_it_is(data: dict, parts: dict) -> None:
    assert (data["meta"]["replicates"], data["meta"]["draws"], data["meta"]["few"]) == (96, 72, False)
    assert (parts["meta"]["replicates"], parts["meta"]["draws"]) == (12, 12)


def test_of_few_draws_there_are_numbers_and_no_verdict() -> None:
    found = gather(compare([scenario("base"), scenario("fewer")], replicates=4, simulate=driven))
    assert found["meta"]["few"] and "hangs_none" in found
    assert set(unpacked(found["effects"]["verdicts"]["administrators_total"]).tolist()) == {0}
    assert texts(found, unpacked(found["said"])[1]["cards"][0]["texts"][4]) == ""


def test_that_another_version_drew_the_assumptions_is_told_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    known.drawn_by_another_version(monkeypatch)
    found = gather(compare([scenario("base"), scenario("fewer")], replicates=88, simulate=driven))["hangs_none"]
    assert "were drawn by another version" in found["en"] and "zijn door een andere versie getrokken" in found["nl"]


def test_rules_and_tornados_name_the_weight_that_makes_the_effect(data: dict) -> None:
    rules = [texts(data, one) for point in data["rules"][1] for one in point]
    assert any("Better when" in text for text in rules)
    told = {one["measure"]: one for one in data["tornado"][1]}
    first = told["administrators_total"]["bars"][0]
    assert "veto" in texts(data, first["label"]) and first["seen"]
    # Along 80 % of the weight the effect goes from -2320 to -1680.
    assert first["low"][0] == pytest.approx(-2320.0, abs=30.0) and first["high"][0] == pytest.approx(-1680.0, abs=30.0)
    assert data["tornado"][0] == [] and data["worth"]


def test_the_polynomial_gives_what_the_model_would(data: dict) -> None:
    sliders = data["emulator"]
    found, at = sliders["worlds"][1]["administrators_total"], parameter(data, known.X[0])
    assert found["skill"] > 0.99 and found["answers"]
    assert not sliders["worlds"][1]["lost_to_scale"]["answers"]
    for share in (0.1, 0.5, 0.9):
        terms = [
            coefficient * np.prod([legendre(np.array(share), degree) for _, degree in product])
            for coefficient, product in found["terms"]
            if all(one == at for one, _ in product)
        ]
        assert found["constant"] + sum(terms) == pytest.approx(-2000.0 + 800.0 * (share - 0.5), abs=15.0)


def parameter(data: dict, name: str) -> int:
    """Position of a weight among those that have a slider."""
    return [one["name"] for one in data["emulator"]["parameters"]].index(name)


def test_the_polynomials_are_those_of_the_exploration(data: dict) -> None:
    exploration = explored(compared())
    assert exploration is not None
    for one in emulator(exploration).answers:
        if one.scenario == "fewer" and one.indicator in data["emulator"]["worlds"][1]:
            told = data["emulator"]["worlds"][1][one.indicator]
            assert (told["constant"], told["skill"]) == (pytest.approx(one.constant), pytest.approx(one.skill))
            assert [tuple(map(tuple, product)) for _, product in told["terms"]] == list(one.terms)


def test_a_slider_knows_the_values_of_its_weight_and_where_the_evidence_has_it(data: dict) -> None:
    one = data["emulator"]["parameters"][parameter(data, known.X[0])]
    assert one["values"] == sorted(one["values"]) and len(one["values"]) == len(data["emulator"]["shares"])
    assert one["range"][0] < one["default"] < one["range"][1]


def test_where_nothing_is_drawn_nothing_is_told_of_what_it_hangs_on() -> None:
    pair = [scenario(name, assumptions="fixed") for name in ("base", "fewer")]
    found = gather(compare(pair, replicates=12, simulate=lambda drawn, replicate: record(drawn, replicate, {})))
    assert "not drawn" in found["hangs_none"]["en"] and "rules" not in found
