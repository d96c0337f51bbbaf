"""Measurements are kept by part, and a ratio that became worse is told."""

from __future__ import annotations

import platform

from benchmarks import results
from benchmarks.scale import slope
from benchmarks.speed import _spread

SPEED = {
    "times": 20,
    "straight_times": 3,
    "valued_times": 1,
    "medians": {"plain_mesa": 0.04, "product": 0.02, "straight_mesa": 5.0},
    "ratios": {"product / plain Mesa (d/a)": 0.5, "product / straight Mesa (d/c)": 0.004},
}
STARTUP = {
    "times": 20,
    "medians": {"interpreter": 0.02, "reformsim --help": 0.12},
    "beyond": {"reformsim --help": 0.1},
    "ratios": {"reformsim --help / interpreter": 6.0},
}


def test_a_ratio_that_grew_by_more_than_15_per_cent_is_told_and_no_other():
    before = {"speed": {"ratios": {"d/a": 0.40, "d/b": 0.40, "d/c": 0.02}}}
    now = {"speed": {"ratios": {"d/a": 0.45, "d/b": 0.47, "d/c": 0.01, "new": 9.0}}}
    assert results.worse(before, now) == ["d/b: 0.470 beside 0.400, 17 % worse"]


def test_parts_that_are_measured_anew_leave_the_others_as_they_were(tmp_path):
    file = tmp_path / "results.json"
    results.save(file, {"speed": SPEED, "startup": STARTUP})
    results.save(file, {"speed": {**SPEED, "times": 5}})
    known = results.load(file)
    assert known["speed"]["times"] == 5 and known["startup"]["beyond"] == STARTUP["beyond"]


def test_what_is_written_names_processor_and_versions_but_neither_host_nor_folder(tmp_path):
    file = tmp_path / "results.json"
    results.save(file, {"speed": SPEED})
    text = file.read_text("utf-8")
    assert platform.python_version() in text and '"numpy"' in text and '"cpu"' in text
    known = {"cpu", "cores", "system", "python", *results.LIBRARIES}
    assert set(results.load(file)["speed"]["machine"]) == known and str(results.ROOT) not in text


def test_the_table_goes_between_the_markers_of_the_page_and_replaces_the_old_one(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(f"# Performance\n\n{results.BEGIN}\nold\n{results.END}\n\nThe rest.\n", "utf-8")
    known = results.save(tmp_path / "results.json", {"speed": SPEED, "startup": STARTUP})
    results.write_page(known, page)
    results.write_page(known, page)
    text = page.read_text("utf-8")
    assert text.count("| product / plain Mesa (d/a) | 0.500 | 2.5 |") == 1 and "old" not in text
    assert text.count("| `reformsim --help` | 0.12 s | 0.10 s | 0.3 s |") == 1
    assert text.startswith("# Performance\n") and text.endswith("The rest.\n")


def test_time_in_proportion_to_size_has_slope_one_and_in_proportion_to_its_square_two():
    found = {str(n): {"straight": 3.0 * n, "square": 0.1 * n * n} for n in (418, 2_000, 10_000)}
    assert abs(slope(found, "straight") - 1.0) < 1e-9 and abs(slope(found, "square") - 2.0) < 1e-9


def test_slow_runs_are_spread_over_the_turns_of_the_others():
    assert _spread(3, 20) == {0, 6, 13} and _spread(0, 20) == set() and _spread(30, 3) == {0, 1, 2}


def test_explorations_have_a_table_with_their_aims(tmp_path):
    from benchmarks.exploration import explored

    measured = {"draws": 256.0, "trajectories": 10.0, "telling_seconds": 2.5, "peak_mb_64": 250.0}
    measured |= {f"{kind}_{what}": 100.0 for kind in ("lhs", "morris") for what in ("seconds", "runs", "peak_mb")}
    text = results.tables(results.save(tmp_path / "results.json", {"exploration": measured}))
    assert "| 256 draws: 100 runs, with all tables | 100 s | 180 s |" in text and explored.__defaults__[:2] == (256, 10)
    assert "| screening of all weights, 10 trajectories: 100 runs, with all tables | 100 s | 600 s |" in text
