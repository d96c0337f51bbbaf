"""Made-up territories of any size, alike to the Netherlands where that matters for a run.

A planar graph of neighbours with about 5.3 neighbours each, lognormal populations with the mean and spread
of the Netherlands, contiguous provinces of about 35 units, regional divisions and institutions in proportion.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay

from reformsim.arrays import Floats, Ints
from reformsim.errors import RunError
from reformsim.territory.frozen import Division, Territory
from reformsim.territory.load import load_territory
from reformsim.territory.synthetic_files import SyntheticMap, check_empty, write_folder

REAL = "netherlands-2011"
WHOLE = ("arbeidsmarktregio", "corop", "jeugdregio", "veiligheidsregio", "waterschap")
"""Divisions that leave no unit out."""
MOST_UNITS = 200_000


def synthetic_territory(n: int, seed: int, out: str | Path, *, year: int = 2011) -> Territory:
    """Write a made-up territory to a folder and load it.

    Parameters
    ----------
    n
        Number of units, from 2 to 200,000.
    seed
        The same seed gives the same bytes.
    out
        A new or empty folder.
    year
        Year of the start.

    Returns
    -------
    Territory
        What was written, loaded (and so checked) again.

    Raises
    ------
    RunError
        If ``n`` or ``seed`` is out of bounds.
    OutputError
        If the folder is not empty or cannot be written.
    """
    check_empty(Path(out))
    if not 2 <= n <= MOST_UNITS:
        raise RunError(f"a synthetic territory has 2 to {MOST_UNITS:,} units, not {n:,}")
    if seed < 0:
        raise RunError(f"the seed is {seed}, expected 0 or more")
    real = load_territory(REAL)
    rng = np.random.Generator(np.random.Philox(seed))
    spacing = math.sqrt(float(real.area_km2.mean())) * 1000
    points = _points(n, spacing, rng)
    edges, border = _neighbours(points, spacing, target=round(n * len(real.edges) / len(real)))
    logs = np.log(real.population)
    population = np.maximum(np.rint(rng.lognormal(logs.mean(), logs.std(), n)), 100).astype(np.int64)
    share = rng.lognormal(0.0, float(np.log(real.area_km2).std()), n)
    area = np.maximum(share / share.sum() * n * float(real.area_km2.mean()), 0.5)
    graph = _graph(points, edges)
    made = SyntheticMap(
        seed=seed,
        year=year,
        points=points,
        edges=edges,
        border_km=border,
        population=population,
        area_km2=area,
        province=_groups(points, graph, round(n / (len(real) / len(real.province_codes)))),
        divisions=_divisions(points, graph, population, real),
    )
    write_folder(made, real, Path(out))
    return load_territory(Path(out))


def _divisions(points: Floats, graph: coo_array, population: Ints, real: Territory) -> dict[str, Ints]:
    """Give the region (n,) of each unit by division, -1 for none: regions have as many units each as the real ones."""

    def grouped(division: Division) -> Ints:
        each = int((division.label >= 0).sum()) / len(division.region_codes)
        return _groups(points, graph, round(len(points) / each))

    found = {name: grouped(real.divisions[name]) for name in WHOLE}
    found["ggd_regio"] = found["politieregio"] = found["veiligheidsregio"]
    plus = real.divisions["wgr_plus"]
    found["wgr_plus"] = _plusregions(grouped(plus), population, float((plus.label >= 0).mean()))
    return found


def _points(n: int, spacing: float, rng: np.random.Generator) -> Floats:
    """Scatter n points (n, 2), one in a cell of a square grid, so that none lie on top of each other."""
    side = math.ceil(math.sqrt(n))
    cells = np.sort(rng.permutation(side * side)[:n])
    where = np.column_stack((cells % side, cells // side)) + rng.uniform(0.05, 0.95, (n, 2))
    return np.asarray(np.rint(where * spacing), dtype=np.float64)


def _neighbours(points: Floats, spacing: float, target: int) -> tuple[Ints, Floats]:
    """Give pairs of neighbours (m, 2) and their border in km (m,).

    Of the Delaunay triangulation the longest pairs are left out until ``target`` are left, but never one of
    the minimum spanning tree, so that the map stays in one piece. A part of a planar graph is planar.
    """
    n = len(points)
    if n < 4:
        pairs = np.array([(a, b) for a in range(n) for b in range(a + 1, n)], dtype=np.int64)
        return pairs, np.full(len(pairs), spacing / 2000)
    mesh = Delaunay(points)
    corners = mesh.simplices.astype(np.int64)
    sides = np.sort(np.vstack((corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]])), axis=1)
    pairs, inverse = np.unique(sides, axis=0, return_inverse=True)
    border = _borders(points, corners, inverse.reshape(-1), len(pairs), spacing)
    length = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    weights = coo_array((length, (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    tree = minimum_spanning_tree(weights.tocsr()).tocoo()
    spine = np.isin(pairs[:, 0] * n + pairs[:, 1], np.sort(np.stack(tree.coords).T, axis=1) @ np.array([n, 1]))
    order = np.lexsort((pairs[:, 1], pairs[:, 0], length, ~spine))
    kept = np.sort(order[: max(target, n - 1)])
    return pairs[kept], border[kept]


def _borders(points: Floats, corners: Ints, side: Ints, pairs: int, spacing: float) -> Floats:
    """Give the length in km of the Voronoi border of each pair: between the centres of its two triangles."""
    a, b, c = (points[corners[:, k]] for k in range(3))
    ab, ac = b - a, c - a
    twice = 2 * (ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0])
    ab2, ac2 = (ab**2).sum(axis=1), (ac**2).sum(axis=1)
    offset = np.column_stack((ac[:, 1] * ab2 - ab[:, 1] * ac2, ab[:, 0] * ac2 - ac[:, 0] * ab2))
    centre = a + offset / twice[:, None]
    owner = np.tile(np.arange(len(corners)), 3)
    order = np.argsort(side, kind="stable")
    first = np.searchsorted(side[order], np.arange(pairs))
    count = np.bincount(side, minlength=pairs)
    inner = count == 2
    border = np.full(pairs, spacing / 2)
    start, end = owner[order][first[inner]], owner[order][first[inner] + 1]
    border[inner] = np.linalg.norm(centre[start] - centre[end], axis=1)
    return np.asarray(np.clip(border, 100, 2 * spacing) / 1000)


def _graph(points: Floats, edges: Ints) -> coo_array:
    length = np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1)
    return coo_array((length, (edges[:, 0], edges[:, 1])), shape=(len(points), len(points)))


def _groups(points: Floats, graph: coo_array, count: int) -> Ints:
    """Divide the units into compact groups of neighbours; give the group (n,) of each.

    Every unit goes with the nearest of ``count`` seeds along the graph: such groups hang together.
    """
    count = min(max(count, 1), len(points))
    cells = [np.arange(len(points))]
    while len(cells) < count:
        # Halve the largest cell across its longer side.
        largest = max(range(len(cells)), key=lambda k: (len(cells[k]), -k))
        cell = cells.pop(largest)
        axis = int(np.argmax(np.ptp(points[cell], axis=0)))
        ordered = cell[np.lexsort((cell, points[cell, axis]))]
        cells += [ordered[: len(ordered) // 2], ordered[len(ordered) // 2 :]]
    seeds = np.sort([_middle(points, cell) for cell in cells])
    _, _, source = dijkstra(graph.tocsr(), directed=False, indices=seeds, min_only=True, return_predecessors=True)
    return np.asarray(np.searchsorted(seeds, source), dtype=np.int64)


def _middle(points: Floats, cell: Ints) -> int:
    distance = np.linalg.norm(points[cell] - points[cell].mean(axis=0), axis=1)
    return int(cell[np.argmin(distance)])


def _plusregions(groups: Ints, population: Ints, share: float) -> Ints:
    """Keep the most populous groups up to a share of the units; -1 for all others."""
    people = np.bincount(groups, weights=population.astype(np.float64))
    size = np.bincount(groups)
    chosen: list[int] = []
    taken = 0
    for group in np.argsort(-people, kind="stable"):
        if taken and taken + size[group] > share * len(groups):
            continue
        chosen.append(int(group))
        taken += int(size[group])
    kept = np.full(len(people), -1, dtype=np.int64)
    kept[chosen] = np.arange(len(chosen))
    return np.asarray(kept[groups])
