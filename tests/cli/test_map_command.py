"""The command ``map``: a picture beside the folder of results, or what was asked wrongly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from reformsim import load_results
from reformsim.cli.app import app
from reformsim.dossier.figures.mapped import chance_of_merging, inhabitants, territory_of, typical, values_of, year_map
from reformsim.experiment import run
from reformsim.experiment.adjusting import adjusted
from reformsim.measures import LOCAL
from reformsim.scenario import load_scenario

pytestmark = pytest.mark.painted

TOY = Path(__file__).parent.parent / "toy"


def _type(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, list(words))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maps")
    file = folder / "toy.yaml"
    file.write_text(f"name: toy\ntitle: T\nterritory: {TOY}\nhorizon: {{start: 2011, end: 2016}}\n")
    run(adjusted(load_scenario(file), replicates=3), measures="all", out=folder / "toy")
    return folder / "toy"


def test_a_map_is_written_beside_the_results_and_its_path_printed(kept: Path) -> None:
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    told = _type("map", str(kept), "--year", "2013")
    assert (told.exit_code, told.stdout.strip()) == (0, str(kept.parent / "toy-map-2013.png")), told.stderr
    assert (kept.parent / "toy-map-2013.png").read_bytes()[:4] == b"\x89PNG"
    assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == before


def test_the_same_command_gives_the_same_bytes(kept: Path, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.svg", "b.svg")]
    for path in paths:
        assert _type("map", str(kept), "-i", "lost_to_scale", "--lang", "nl", "-o", str(path)).exit_code == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()
    text = paths[0].read_text(encoding="utf-8")
    assert "Verlies door schaal" in text and "Schematische kaart" in text and "invented for" in text


def test_the_chance_to_merge_is_a_map_too(kept: Path) -> None:
    told = _type("map", str(kept), "-i", "merger_chance")
    assert told.stdout.strip().endswith("toy-map-2016-merger_chance.png"), told.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-y", "2031"), "year 2031 is not in the run; it has 2011 to 2016"),
        (("-i", "autnomy"), "unknown indicator of municipalities 'autnomy'; did you mean 'autonomy'?"),
        (("-s", "tay"), "unknown scenario in these results 'tay'; did you mean 'toy'?"),
        (("-l", "fr"), "unknown language 'fr'; expected one of en, nl"),
        (("-o", "map.pdf"), "cannot write map.pdf: expected a name that ends in .png or .svg"),
    ],
)
def test_a_mistake_is_told_with_exit_code_two(kept: Path, words: tuple[str, ...], message: str) -> None:
    told = _type("map", str(kept), *words)
    assert told.exit_code == 2 and told.stderr.startswith(message), told.stderr


def test_nothing_is_written_into_the_results(kept: Path) -> None:
    told = _type("map", str(kept), "-o", str(kept / "map.png"))
    assert told.exit_code == 2 and "which reformsim wrote; name another place" in told.stderr
    assert not (kept / "map.png").exists()


def test_inhabitants_on_the_map_are_those_the_model_counted(kept: Path) -> None:
    found = load_results(kept)
    territory = territory_of(found)
    for year in (2011, 2016):
        one = typical(found).replicate
        people = values_of(found, territory, year, one, "inhabitants")
        table = found.places.query(f"year == {year} and level == 'municipality' and replicate == {one}")
        counted = table.set_index("place")["councillors"] * table.set_index("place")["inhabitants_per_councillor"]
        drawn = year_map(found, territory, year, one)
        assert people == pytest.approx(counted[list(drawn.codes)].to_numpy())
        assert inhabitants(found, territory, year, one).sum() == pytest.approx(counted.sum())
    assert "councillors" in LOCAL


def test_the_chance_is_the_share_of_replicates_in_which_the_units_municipality_grew(kept: Path) -> None:
    found = load_results(kept)
    expected = np.zeros(12)
    for owner in found.owner:
        sizes = {code: (owner[-1] == code).sum() for code in owner[-1]}
        expected += np.array([sizes[code] > 1 for code in owner[-1]])
    assert chance_of_merging(found).tolist() == (expected / 3).tolist()
    assert chance_of_merging(found, 2011).tolist() == [0.0] * 12


def test_the_typical_replicate_is_the_first_nearest_the_median(kept: Path) -> None:
    found = load_results(kept)
    counts = [len(set(owner[-1])) for owner in found.owner]
    away = [abs(count - np.median(counts)) for count in counts]
    assert typical(found).replicate == found.numbers[away.index(min(away))]
    assert typical(found).municipalities == counts[away.index(min(away))]
