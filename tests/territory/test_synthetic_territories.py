"""Synthetic territories have what every territory must have, whatever their size and seed."""

from __future__ import annotations

import filecmp
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from reformsim.errors import OutputError, RunError
from reformsim.territory import Territory, check_territory, load_territory, synthetic_territory
from reformsim.territory.synthetic import _neighbours


def components(territory: Territory, kept: np.ndarray) -> int:
    """Give the number of separate pieces of some of the units."""
    inside = kept[territory.edges].all(axis=1)
    a, b = territory.edges[inside].T
    n = len(territory)
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(n, n))
    return int(connected_components(graph, directed=False)[0]) - int((~kept).sum())


def crossings(territory: Territory) -> int:
    """Count the pairs of straight lines between neighbours that cross each other."""
    where = np.column_stack((territory.x, territory.y))
    a, b = where[territory.edges[:, 0]], where[territory.edges[:, 1]]

    def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
        u, v = q - p, r - p
        return np.asarray(np.sign(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]))

    first, second = a[:, None], b[:, None]
    apart = side(first, second, a[None]) * side(first, second, b[None]) < 0
    return int((apart & apart.T).sum()) // 2


@settings(max_examples=25)
@given(n=st.integers(2, 150), seed=st.integers(0, 2**32))
def test_a_synthetic_territory_is_planar_connected_and_in_order(n: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "made"
        territory = synthetic_territory(n, seed, out)
        assert check_territory(out) == []
    assert len(territory) == n
    assert components(territory, np.ones(n, dtype=bool)) == 1
    assert crossings(territory) == 0
    assert (territory.edges[:, 0] < territory.edges[:, 1]).all()
    assert len(np.unique(territory.edges, axis=0)) == len(territory.edges)
    assert (territory.population > 0).all()
    assert (territory.border_km > 0).all()


@settings(max_examples=10)
@given(n=st.integers(36, 200), seed=st.integers(0, 2**32))
def test_synthetic_provinces_and_regions_hang_together(n: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        territory = synthetic_territory(n, seed, Path(folder) / "made")
    for province in range(len(territory.province_codes)):
        assert components(territory, territory.province == province) == 1
    for division in territory.divisions.values():
        for region in range(len(division.region_codes)):
            assert components(territory, division.label == region) == 1


def test_a_synthetic_territory_of_418_is_like_the_netherlands(tmp_path: Path) -> None:
    made, real = synthetic_territory(418, 1, tmp_path / "made"), load_territory("netherlands-2011")
    assert len(made.edges) == len(real.edges)
    assert len(made.province_codes) == 12
    for name in ("veiligheidsregio", "arbeidsmarktregio", "jeugdregio", "waterschap", "corop"):
        assert len(made.divisions[name].region_codes) == len(real.divisions[name].region_codes)
    share = float((made.divisions["wgr_plus"].label >= 0).mean())
    assert 0.22 <= share <= 0.27
    assert abs(np.log(made.population).mean() - np.log(real.population).mean()) < 0.15
    assert abs(np.log(made.population).std() - np.log(real.population).std()) < 0.1
    assert {body.kind for body in made.statutory_bodies} == {body.kind for body in real.statutory_bodies}
    assert made.inventory is not None and (made.inventory.public, made.inventory.private) == (698, 1022)
    assert len(made.sub_municipal) == 2


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_map(tmp_path: Path) -> None:
    one, two, other = (synthetic_territory(60, seed, tmp_path / name) for seed, name in ((5, "a"), (5, "b"), (6, "c")))
    assert one == two != other
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert filecmp.cmpfiles(tmp_path / "a", tmp_path / "b", names, shallow=False)[0] == names


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(OutputError, match="is not an empty folder"):
        synthetic_territory(10, 1, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(("n", "seed"), [(1, 1), (200_001, 1), (10, -1)])
def test_an_impossible_synthetic_territory_is_refused(n: int, seed: int, tmp_path: Path) -> None:
    with pytest.raises(RunError):
        synthetic_territory(n, seed, tmp_path / "made")


def test_dropping_long_edges_never_splits_the_map() -> None:
    # Two clusters far apart: the one edge that must stay is among the longest.
    rng = np.random.default_rng(1)
    cluster = rng.uniform(0, 1000, (40, 2))
    points = np.vstack((cluster, cluster + np.array([50_000, 0])))
    pairs, _ = _neighbours(points, 100.0, target=90)
    graph = coo_array((np.ones(len(pairs)), pairs.T), shape=(80, 80))
    assert connected_components(graph, directed=False)[0] == 1
    assert len(pairs) == 90
