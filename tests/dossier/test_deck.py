"""Results as ten slides, opened again."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pptx import Presentation
from pptx.util import Emu

import reformsim
from reformsim.dossier.export.deck.outcome import LEGITIMACY
from reformsim.dossier.opening import Opened
from reformsim.dossier.sections.weighed import PROMISES, weigh
from reformsim.errors import RunError
from reformsim.experiment import Comparison, compare
from reformsim.experiment.adjusting import adjusted
from reformsim.report.slides.deck import Box, Text, shrunk
from reformsim.scenario import Scenario, load_scenario
from tests.dossier.given import scenario
from tests.experiment import fake_model, rich_model

TOY = Path(__file__).parents[1] / "toy"

LEVER = {
    "lever": "smaller_councils",
    "date": "2012-01-01",
    "delta": {"le40k": -2, "gt40k": -4},
    "source": "assumption",
}


@pytest.fixture(scope="module")
def toy() -> Comparison:
    """The toy province with and without smaller councils, in ten replicates."""
    common = {"territory": str(TOY), "horizon": {"start": 2011, "end": 2014}, "replicates": 10, "seed": 1}
    plain = Scenario.model_validate({"name": "now", "title": "As now", **common})
    fewer = Scenario.model_validate({"name": "fewer", "title": "Fewer seats", "levers": [LEVER], **common})
    return compare([plain, fewer])


@pytest.fixture(scope="module")
def decks(toy: Comparison, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("decks")
    return {lang: reformsim.export(toy, folder / f"{lang}.pptx", lang=lang)[0] for lang in ("en", "nl")}


def slides(path: Path) -> list[Any]:
    return list(Presentation(str(path)).slides)


def titles(path: Path) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in slides(path)]


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_there_are_ten_slides_with_a_message_each(decks: dict[str, Path], lang: str) -> None:
    found = titles(decks[lang])
    assert len(found) == len(set(found)) == 10
    assert all(len(one) > 15 and "{" not in one for one in found)


def test_the_first_slide_asks_and_the_second_answers_with_a_card_for_each_promise(
    toy: Comparison, decks: dict[str, Path]
) -> None:
    matter = Opened.of(toy).matter("en")
    first, second, *_ = titles(decks["en"])
    assert first == "What changes by 2014 if “Fewer seats” is carried out instead of “As now” from 2011 on?"
    found = {promise: weigh(matter, 1, names[0]) for promise, names in PROMISES.items()}
    administrators = found["administrators"]
    assert administrators is not None and administrators.verdict == "robust" and administrators.change < 0
    assert "fewer administrators" in second
    told = words(slides(decks["en"])[1])
    assert administrators.number(administrators.change, signed=True) in told
    assert all(promise in told for promise in ("Fewer administrators", "Less administrative congestion", "Stronger"))


def test_charts_and_tables_are_native_and_hold_the_numbers(toy: Comparison, decks: dict[str, Path]) -> None:
    charts = [shape.chart for shape in slides(decks["en"])[3].shapes if shape.has_chart]
    assert len(charts) == 4
    assert list(charts[0].plots[0].categories) == ["2011", "2012", "2013", "2014"]
    medians = {series.name: list(series.values) for series in charts[0].plots[0].series}
    at = toy.runs[1].indicators.index("administrators_total")
    assert medians["fewer"] == pytest.approx(toy.runs[1].level.median[:, at].tolist())
    (prices,) = (shape.table for shape in slides(decks["nl"])[2].shapes if shape.has_table)
    assert [cell.text for cell in prices.rows[0].cells][:2] == ["Wat", "now"]


def test_the_map_is_a_picture_with_words_for_who_cannot_see_it(decks: dict[str, Path]) -> None:
    (picture,) = (shape for shape in slides(decks["en"])[5].shapes if shape.shape_type == 13)
    assert "municipalities of 2014" in picture._element._nvXxPr.cNvPr.get("descr")


def test_everything_stands_within_its_slide(decks: dict[str, Path]) -> None:
    for path in decks.values():
        made = Presentation(str(path))
        for slide in made.slides:
            for shape in slide.shapes:
                assert min(shape.left, shape.top) >= 0
                assert shape.left + shape.width <= made.slide_width + Emu(9)
                assert shape.top + shape.height <= made.slide_height + Emu(9)


def test_the_same_results_give_the_same_bytes(toy: Comparison, decks: dict[str, Path], tmp_path: Path) -> None:
    (again,) = reformsim.export(toy, tmp_path / "again.pptx")
    assert again.read_bytes() == decks["en"].read_bytes()


def test_what_few_replicates_without_places_or_map_cannot_tell_a_slide_says(tmp_path: Path) -> None:
    pair = [adjusted(load_scenario(name), replicates=2, until=2012) for name in ("baseline-2011", "note-2011")]
    (path,) = reformsim.export(compare(pair, simulate=rich_model.simulate), tmp_path / "few.pptx")
    found = titles(path)
    assert found[1] == "With 2 replicates it cannot be said which promises come about"
    assert found[4] == "What the answer hangs on is not known from these results"
    assert found[5] == "There is no map of these results"
    assert found[6] == "No place stands out"


def test_a_run_alone_and_several_scenarios_have_ten_slides_too(toy: Comparison, tmp_path: Path) -> None:
    (alone,) = reformsim.export(toy.runs[1], tmp_path / "one.pptx")
    assert titles(alone)[0].startswith("What happens under “Fewer seats”") and len(titles(alone)) == 10
    third = toy.runs[1].scenario.model_copy(update={"name": "third", "title": "Third"})
    other = Comparison((*toy.runs, type(toy.runs[1])(third, toy.runs[1].pieces, toy.runs[1].timing)))
    (several,) = reformsim.export(other, tmp_path / "three.pptx")
    assert titles(several)[1] == "What 2 scenarios do to the three promises, beside “As now”"
    (table,) = (shape.table for shape in slides(several)[1].shapes if shape.has_table)
    assert [cell.text for cell in table.rows[0].cells] == ["What", "now", "fewer", "Verdict", "third", "Verdict"]


def test_a_measure_that_one_scenario_lacks_has_no_chart_and_a_dash_in_the_table(tmp_path: Path) -> None:
    def simulate(one: Scenario, replicate: int) -> fake_model.FakeRecord:
        record = fake_model.simulate(one, replicate)
        turnout = np.nan if one.name == "without" else 0.5
        values = np.tile((0.25, 2000.0 + replicate, turnout), (len(record.values), 1))
        return replace(record, indicators=LEGITIMACY, values=values)

    three = [scenario(name, measures=list(LEGITIMACY)) for name in ("now", "with", "without")]
    (path,) = reformsim.export(compare(three, replicates=2, simulate=simulate), tmp_path / "three.pptx")
    shapes = slides(path)[7].shapes
    assert sum(shape.has_chart for shape in shapes) == 2
    (table,) = (shape.table for shape in shapes if shape.has_table)
    assert [cell.text for cell in table.rows[3].cells][-2:] == ["-", "-"]


def test_texts_shrink_until_they_fit() -> None:
    box, long = Box(0, 0, 4, 1), [Text("word " * 60, size=24)]
    assert shrunk([Text("word", size=24)], box, 8) == 1.0
    assert 0.3 <= shrunk(long, box, 8) < 1.0


def test_slides_without_their_library_are_told_with_the_command_that_installs_it(
    toy: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pptx", None)
    with pytest.raises(RunError, match=r"^slides need python-pptx: pip install 'reformsim\[slides\]'$"):
        reformsim.export(toy, tmp_path / "a.pptx")
    assert list(tmp_path.iterdir()) == []


def test_a_chart_carries_a_workbook_of_its_numbers(decks: dict[str, Path]) -> None:
    import openpyxl

    chart = next(shape.chart for shape in slides(decks["en"])[3].shapes if shape.has_chart)
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert next(book.active.values)[1:3] == ("now", "now, low")
