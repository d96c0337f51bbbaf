"""Figures gathered from real results: what they show agrees with the numbers, in both languages, in every size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text

import reformsim
from reformsim.dossier.figures.catalogue import DRUKTE, OFFICES, SECTIONS, pictures
from reformsim.dossier.figures.classes import by_size
from reformsim.dossier.figures.closeup import look
from reformsim.dossier.figures.mergers import mergers_by_year, mergers_seen
from reformsim.dossier.figures.region import network, region, regions
from reformsim.dossier.figures.within import network_of
from reformsim.dossier.page import Report
from reformsim.dossier.subject import Subject, subject
from reformsim.errors import UnknownNameError
from reformsim.experiment.compared import Comparison
from reformsim.experiment.results import Run
from reformsim.experiment.runner import compare, run
from reformsim.experiment.store.pieces import Kept
from reformsim.report.page.picture import Absent, Picture
from reformsim.report.words import words
from reformsim.scenario import Scenario
from reformsim.territory import synthetic_territory
from tests.experiment import fake_model

pytestmark = pytest.mark.painted

EN, NL = words("en"), words("nl")


@pytest.fixture(scope="module")
def results() -> Comparison:
    named = [reformsim.load_scenario(name) for name in ("baseline-2011", "note-2011")]
    return compare(named, replicates=2, until=2012)


@pytest.fixture(scope="module")
def about(results: Comparison) -> Subject:
    return subject(results, EN)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_section_of_a_comparison_is_drawn_in_both_languages(results: Comparison, lang: str):
    made = pictures(results, words(lang))
    assert [picture.name for picture in made] == list(SECTIONS)
    for picture in made:
        assert isinstance(picture, Picture)
        assert "baseline-2011" in picture.alt and any(c.isdigit() for c in picture.alt)
        assert "{" not in picture.alt + picture.note + picture.title


def test_a_single_run_of_one_replicate_and_one_year_on_an_own_map_is_drawn_too(tmp_path: Path):
    own = synthetic_territory(12, 3, tmp_path / "own")
    quiet = Scenario(name="quiet", territory=str(tmp_path / "own"), horizon={"start": own.year, "end": own.year})
    made = pictures(run(quiet, replicates=1), NL)
    assert {picture.name for picture in made if isinstance(picture, Absent)} <= {"tasks", "fan"}


def test_results_of_another_version_lack_what_needs_a_look_inside_and_say_why(results: Comparison):
    first = results.runs[0]
    piece = next(iter(first.pieces))
    values = piece.values.copy()
    values[:, 1, 3] += 1e-9
    other = Run(first.scenario, Kept([replace(piece, values=values)]))
    made = {picture.name: picture for picture in pictures(other, EN)}
    assert {name for name, one in made.items() if isinstance(one, Absent)} == {"layers", "network"}
    why = made["layers"].why  # type: ignore[union-attr]
    assert "another version" in why


def test_results_of_few_indicators_give_lines_and_mergers_and_reasons_for_the_rest():
    named = Scenario(name="quiet", horizon={"start": 2011, "end": 2013})
    made = pictures(run(named, replicates=3, simulate=fake_model.simulate), EN)
    assert [one.name for one in made if isinstance(one, Picture)] == ["lines", "fan", "timeline"]
    assert all(one.why for one in made if isinstance(one, Absent))


def test_the_measures_of_drukte_stand_beside_each_other_in_their_own_units(about: Subject, results: Comparison):
    (made,) = pictures(results, EN, ["drukte"])
    assert isinstance(made, Picture)
    drawn = [text.get_text().replace("\n", " ") for text in made.figure.findobj(Text)]
    assert {about.title(name) for name in DRUKTE} <= set(drawn)
    assert {"authorities", "bodies", "layers", "share", "nodes", "positions"} <= set(drawn)
    assert "start = 100" not in drawn and "not added up" in made.note


def test_the_offices_add_up_to_all_administrators(about: Subject):
    total = sum(about.ends(about.runs[1], office) for office in OFFICES)
    assert total == pytest.approx(about.ends(about.runs[1], "administrators_total"))


def test_there_is_one_total_of_administrators_in_a_report_and_it_is_the_median():
    # By replicate; the mean of all is 140, their median 150, and the medians of the offices add up to 120.
    values = {"councillors": [100, 100, 130], "aldermen": [50, 20, 20], "administrators_total": [150, 120, 150]}
    names = (*OFFICES, "administrators_total")

    def simulate(scenario: Scenario, replicate: int) -> object:
        record = fake_model.simulate(scenario, replicate)
        row = [float(values[name][replicate]) if name in values else 0.0 for name in names]
        return replace(record, indicators=names, values=np.array([row] * len(record.years)))

    named = Scenario(name="quiet", horizon={"start": 2011, "end": 2012})
    one = run(named, replicates=3, simulate=simulate)  # type: ignore[arg-type]
    (made,) = pictures(one, EN, ["offices"])
    assert isinstance(made, Picture)
    drawn = [text.get_text() for text in made.figure.findobj(Text)]
    assert [drawn.count(number) for number in ("150", "140", "120")] == [2, 0, 0]
    assert made.alt == "All offices together: quiet from 150 to 150." and "Medians" in made.note
    assert ">150<" in Report(one).html


@pytest.mark.parametrize(("lang", "absent"), [("en", "n/a"), ("nl", "n.v.t.")])
def test_a_task_that_was_not_municipal_before_is_not_worse_from_nought(lang: str, absent: str):
    names = ("thin.youth_care", "thin.waste")

    def simulate(scenario: Scenario, replicate: int) -> object:
        record = fake_model.simulate(scenario, replicate)
        moved = scenario.name == "moved"
        values = np.array(
            [[0.3 if moved and year >= 2012 else np.nan, 0.2 - 0.2 * moved * (year >= 2012)] for year in record.years]
        )
        return replace(record, indicators=names, values=values)

    pair = [Scenario(name=name, horizon={"start": 2011, "end": 2013}) for name in ("plain", "moved")]
    (made,) = pictures(compare(pair, replicates=2, simulate=simulate), words(lang), ["tasks"])  # type: ignore[arg-type]
    assert isinstance(made, Picture)
    start = words(lang)("figures.start")
    assert f"{start} {absent}, plain {absent}, moved 30 %." in made.alt
    assert f"{start} 20 %, plain 20 %, moved 0 %." in made.alt  # municipal, and nowhere thin any more
    assert absent in made.note
    drawn = [text.get_text() for text in made.figure.findobj(Text)]
    assert drawn.count(absent) == 2


def test_classes_of_size_hold_every_municipality_and_weigh_by_inhabitants(about: Subject):
    one = about.runs[0]
    classes = by_size(one)
    assert list(classes) == [2011, 2012]
    assert classes[2012].municipalities.sum(axis=1) == pytest.approx(about.ends(one, "municipalities")[:, 1])
    assert np.all(np.diff(np.nanmedian(classes[2011].thin, axis=0)) <= 0)
    assert np.all(np.diff(np.nanmedian(classes[2011].lost, axis=0)[:4]) < 0), "beyond the optimum it rises again"


def test_a_close_up_agrees_with_the_indicators_of_its_replicate(about: Subject):
    one = about.runs[1]
    seen = look(one, 1)
    assert seen is not None
    piece, at = one.piece_of(1)
    last = dict(zip(one.indicators, piece.values[at, -1], strict=True))
    budget = reformsim.tasks.load_tasks().budget
    assert seen.end.layers @ budget / budget.sum() == pytest.approx(last["layers_per_subject"])
    assert len(set(seen.end.municipalities)) == len(seen.end.names) == last["municipalities"]
    assert len(seen.end.bodies) == last["bodies_total"]
    each = sum(len(body.members) for body in seen.end.bodies) / len(seen.end.names)
    assert each == pytest.approx(last["relations_to_keep_up"])


def test_the_region_with_most_bodies_is_shown_unless_another_is_named(about: Subject):
    assert about.territory is not None
    seen = look(about.runs[0], 0)
    assert seen is not None
    count = {one.name: len(network(one, seen.start, None).forms) for one in regions(about.territory)}
    assert count[region(about.territory, None, seen.start).name] == max(count.values())
    twente = region(about.territory, "twente", seen.start)
    made = network(twente, seen.start, None)
    assert made.municipalities[0] == "Enschede" and len(made.municipalities) == len(twente.units)
    assert np.all(made.member.sum(axis=0) >= 2)
    with pytest.raises(UnknownNameError, match="did you mean 'Twente'"):
        network_of(about, "Twentte")


def test_mergers_are_counted_by_replicate_and_named_with_their_members():
    named = Scenario(name="quiet", horizon={"start": 2011, "end": 2014})
    one = run(named, replicates=12, simulate=fake_model.simulate)
    (seen,) = mergers_seen(one)
    assert seen.members == ("Eerste", "U02") and seen.name == "Eerste-Tweede, Nieuw"
    assert (seen.times, seen.share, seen.first, seen.middle, seen.last) == (12, 1.0, 2012, 2013, 2014)
    assert mergers_by_year(one).sum(axis=0).tolist() == [0.0, 4.0, 4.0, 4.0]
    assert mergers_seen(one, most=0) == []


@pytest.mark.parametrize(
    ("lang", "words_in"), [("en", ("90 % within", "real number")), ("nl", ("90 % binnen", "werkelijk aantal"))]
)
def test_the_fan_shows_three_shades_with_their_names_and_tells_its_numbers(
    results: Comparison, lang: str, words_in: tuple[str, str]
):
    (made,) = pictures(results, words(lang), ["fan"])
    assert isinstance(made, Picture)
    table = reformsim.fan(results.runs[0])
    assert words_in[0] in made.alt and f"{table['low_90'][2012]:.0f}" in made.alt and "41" in made.alt
    axes = made.figure.axes[-1]
    assert len({tuple(shade.get_facecolor()[0]) for shade in axes.collections}) == 3
    legend = axes.get_legend()
    assert legend is not None
    assert len(legend.get_texts()) == 6 and legend.get_texts()[-1].get_text() == words_in[1]
    made.figure.draw_without_rendering()
    assert legend.get_window_extent().x1 <= made.figure.bbox.width
    (bare,) = pictures(results.runs[1], words(lang), ["fan"])
    assert isinstance(bare, Picture) and "note-2011" in bare.title
