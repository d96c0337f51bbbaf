"""A page from whatever lies in a folder: a run, a comparison, an exploration, combinations."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from reformsim.cli.app import app
from reformsim.errors import OutputError, RunError
from reformsim.experiment import compare, run
from reformsim.experiment.combinations import combine
from reformsim.experiment.explore import explore
from reformsim.interactive.gather import gather
from reformsim.interactive.packing import unpacked
from reformsim.interactive.writing import write_page
from tests.interactive.given import LEVERS, MEASURES, added, driven, scenario


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a few draws, of each kind."""
    place, pair = tmp_path_factory.mktemp("results"), [scenario("base"), scenario("fewer")]
    run(pair[1], replicates=3, simulate=driven, out=place / "run")
    compare(pair, replicates=3, simulate=driven, out=place / "compare", command="reformsim compare base fewer")
    package = scenario("package", levers=LEVERS[:2])
    typed = "reformsim explore package --combinations"
    combine(package, replicates=2, simulate=added, out=place / "parts", measures=MEASURES, command=typed)
    asked = {"measures": MEASURES, "parameters": ["cooperation"], "simulate": driven}
    explore(pair, design="lhs", draws=64, out=place / "explore", **asked)
    explore([pair[0], package], design="lhs", draws=64, out=place / "deep", **{**asked, "simulate": added})
    explore(pair, design="morris", draws=2, out=place / "morris", **asked)
    return place


def test_a_comparison_says_the_command_that_was_typed(folders: Path) -> None:
    found = gather(folders / "compare")
    assert found["meta"]["command"] == "reformsim compare base fewer"
    assert [one["name"] for one in found["packages"]["worlds"]] == ["base", "fewer"]


def test_combinations_are_read_with_their_players(folders: Path) -> None:
    found = gather(folders / "parts")
    assert [one["id"] for one in found["packages"]["players"]] == ["one", "two"]
    assert found["meta"]["command"] == "reformsim explore package --combinations" and found["meta"]["few"]
    change = unpacked(found["effects"]["numbers"]["administrators_total"])[0]
    assert change.tolist() == pytest.approx([0.0, -100.0, -20.0, -120.0], abs=1e-2)


def test_the_call_that_makes_combinations_again_takes_the_same_levers_out_of_their_group(folders: Path) -> None:
    grouped = scenario("package", levers=LEVERS, groups={"all": ("one", "two", "three")})
    asked = {"replicates": 2, "simulate": added, "measures": MEASURES}
    found = gather(combine(grouped, apart=["two"], **asked))
    settings = found["meta"]["again"]["settings"]
    assert [one["id"] for one in found["packages"]["players"]] == ["all", "two"] and settings["apart"] == ["two"]
    again = combine(grouped, **{**settings, "simulate": added, "measures": MEASURES})
    assert [one.name for one in again.players] == ["all", "two"]


def test_an_exploration_of_the_whole_package_tells_what_combinations_are_too_few_to_tell(folders: Path) -> None:
    found = gather(folders / "parts", folders / "deep")
    assert found["studied"] == [3] and len(found["rules"]) == len(found["tornado"]) == 1
    assert found["beside"] == {"en": "The base", "nl": "De base"} and "64 draws" in found["rests"]["en"]
    assert found["meta"]["replicates"] == 2 and "hangs_none" not in found


def test_an_exploration_of_another_package_does_not_go_with_combinations(folders: Path, tmp_path: Path) -> None:
    for parts, explored, said in (
        ("parts", "explore", "is of base to 2014, fewer to 2014; it must be of another scenario and the whole package"),
        ("parts", "compare", "compare is no exploration"),
        ("compare", "deep", "goes with combinations"),
    ):
        with pytest.raises(RunError, match=said):
            write_page(folders / parts, tmp_path / "page.html", explored=folders / explored)
    assert not (tmp_path / "page.html").exists()


def test_an_exploration_answers_by_its_own_draws(folders: Path) -> None:
    found = gather(folders / "explore")
    assert found["meta"]["draws"] == 64 and "emulator" in found
    settings = found["meta"]["again"]["settings"]
    assert found["meta"]["again"]["call"] == "explore" and found["meta"]["command"] == ""
    assert (settings["design"], settings["draws"]) == ("lhs", 64) and "cooperation.grip" in settings["parameters"]
    assert found["emulator"]["worlds"][0]["administrators_total"]["skill"] > 0.9
    assert {one["name"].partition(".")[0] for one in found["emulator"]["parameters"]} == {"cooperation"}


def test_a_screening_has_no_ranges_to_show(folders: Path) -> None:
    with pytest.raises(RunError, match="explore with --design lhs"):
        gather(folders / "morris")


def test_a_run_alone_has_one_world_and_nothing_to_compare(folders: Path) -> None:
    found = gather(folders / "run")
    assert len(found["packages"]["worlds"]) == 1 and "rules" not in found and "hangs_none" not in found


def test_the_page_lies_beside_the_results_and_never_in_them(folders: Path, tmp_path: Path) -> None:
    made = write_page(folders / "compare")
    assert made == folders / "compare-page.html" and made.stat().st_size < 200_000
    with pytest.raises(OutputError, match="cannot write the page"):
        write_page(folders / "compare", folders / "compare" / "mine.html")
    with pytest.raises(OutputError, match="no folder"):
        write_page(compare([scenario("base"), scenario("fewer")], replicates=2, simulate=driven))
    assert write_page(folders / "run", tmp_path / "new" / "one.html", "nl").read_text("utf-8").startswith("<!doctype")


def test_the_command_writes_the_page_in_the_language_asked_for_and_tells_where(folders: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    told = CliRunner().invoke(app, ["page", str(folders / "compare"), "--out", str(out), "--lang", "nl"])
    assert (told.exit_code, told.output.strip()) == (0, str(out))
    assert '<html lang="nl"' in out.read_text("utf-8")
    wrong = CliRunner().invoke(app, ["page", str(tmp_path / "nothing")])
    assert wrong.exit_code == 2 and "Traceback" not in wrong.output
