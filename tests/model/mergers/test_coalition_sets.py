"""Candidate coalitions: every connected set of neighbours, against a plain oracle, and nothing over open water."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.model.mergers.coalitions import (
    first_alike,
    grow_candidates,
    grow_sets,
    pack,
    start_candidates,
)
from reformsim.model.mergers.together import enclosed_share
from reformsim.territory import load_territory
from reformsim.world.neighbours import Graph, mergeable_edges, row_graphs
from reformsim.world.streams import keys_of
from tests.model.worlds import toy


def connected(members: frozenset[int], links: set[frozenset[int]]) -> bool:
    """Whether one can walk through all members along links, never leaving them."""

    def reach(seen: frozenset[int]) -> frozenset[int]:
        further = {m for m in members - seen if any(frozenset((m, s)) in links for s in seen)}
        return reach(seen | further) if further else seen

    return reach(frozenset([min(members)])) == members


def oracle(n: int, links: set[frozenset[int]], largest: int) -> set[frozenset[int]]:
    """All connected sets of 2 to ``largest`` of n places, by trying every subset."""
    sets = (frozenset(c) for size in range(2, largest + 1) for c in combinations(range(n), size))
    return {s for s in sets if connected(s, links)}


def graph_of(n: int, links: set[frozenset[int]]) -> Graph:
    target = [sorted(next(iter(link - {r})) for link in links if r in link) for r in range(n)]
    start = np.concatenate([[0], np.cumsum([len(t) for t in target])]).astype(np.int64)
    flat = np.array([x for t in target for x in t], np.int32)
    return Graph(start, flat, np.ones(len(flat)))


def land_links() -> set[frozenset[int]]:
    keep = mergeable_edges(toy())
    return {frozenset((int(a), int(b))) for a, b in toy().edges[keep]}


def as_sets(members: np.ndarray) -> list[frozenset[int]]:
    return [frozenset(int(r) for r in one if r >= 0) for one in members]


def some_graphs(n: int) -> st.SearchStrategy[tuple[int, set[tuple[int, int]]]]:
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    return st.tuples(st.just(n), st.sets(pairs, max_size=14))


GRAPHS = st.integers(2, 8).flatmap(some_graphs)


@pytest.mark.parametrize("largest", [2, 3, 4, 5, 6])
def test_the_toy_map_has_the_coalitions_that_trying_every_subset_finds(largest):
    found = as_sets(start_candidates(toy(), largest).members)
    assert len(found) == len(set(found)), "none twice"
    assert set(found) == oracle(12, land_links(), largest)


def test_pairs_and_triples_of_the_toy_map_counted_by_hand():
    """16 land borders make 16 pairs.

    A connected triple is a path or a triangle: sum over units of d(d-1)/2 paths by their middle, where a triangle
    is counted three times. Degrees T01 2, T02 3, T03 2, T04 3, T05 4, T06 3, T07 3, T08 4, T09 3, T10 2, T11 3
    (T12 none): 1+3+1+3+6+3+3+6+3+1+3 = 33 paths. One triangle, T08-T09-T11: 33 - 2 = 31 triples.
    """
    size = start_candidates(toy(), 3).size
    assert (size == 2).sum() == 16 and (size == 3).sum() == 31


@settings(max_examples=60)
@given(GRAPHS, st.integers(2, 5))
def test_any_graph_has_the_coalitions_that_trying_every_subset_finds(graph, largest):
    n, pairs = graph
    links = {frozenset(p) for p in pairs if p[0] != p[1]}
    key = keys_of(tuple(f"u{i}" for i in range(n)))
    grown = grow_sets(graph_of(n, links), key, np.arange(n, dtype=np.int32), largest)
    found = [s for block in grown for s in as_sets(block)]
    assert len(found) == len(set(found)) and set(found) == oracle(n, links, largest)


@given(st.sets(st.integers(0, 11), min_size=1, max_size=3))
def test_sets_grown_from_seeds_are_those_that_contain_a_seed(seeds):
    key = keys_of(toy().codes)
    graph = row_graphs(toy(), np.arange(12, dtype=np.int32), 12).mergeable
    grown = grow_sets(graph, key, np.array(sorted(seeds), np.int32), 4)
    found = [s for block in grown for s in as_sets(block)]
    assert len(found) == len(set(found))
    assert set(found) == {s for s in oracle(12, land_links(), 4) if s & seeds}


def test_the_netherlands_of_2011_has_as_many_coalitions_up_to_five_as_counted_before():
    """1,075 pairs (1,064 by land, 7 by dam, 3 by bridge, 1 by tunnel); some 93,000 sets up to five."""
    c = start_candidates(load_territory("netherlands-2011"), 5)
    counts = np.bincount(c.size, minlength=6)
    assert counts[2] == 1_064 + 7 + 3 + 1
    assert 85_000 < len(c) < 100_000
    assert len(np.unique(c.key)) == len(c), "no two coalitions share a key"


def test_the_key_of_a_coalition_is_the_sum_of_its_members_keys():
    c, key = start_candidates(toy(), 4), keys_of(toy().codes)
    with np.errstate(over="ignore"):
        wanted = [key[list(s)].sum(dtype=np.uint64) for s in as_sets(c.members)]
    assert np.array_equal(c.key, np.array(wanted, np.uint64))


def test_neighbours_are_the_same_on_rows_far_down_a_map_of_many_thousands():
    """Pairs of rows are kept as numbers, which from some 46,000 rows on need more than 32 bits."""
    near, far = (row_graphs(toy(), np.arange(12, dtype=np.int32) + at, 12 + at) for at in (0, 99_988))
    for here, there in ((near.mergeable, far.mergeable), (near.all, far.all)):
        assert there.start[-13:].tolist() == here.start.tolist()
        assert (there.target - 99_988).tolist() == here.target.tolist()
        assert there.border_km.tolist() == here.border_km.tolist()


def test_a_ferry_is_no_link_across_which_municipalities_merge():
    graph = row_graphs(toy(), np.arange(12, dtype=np.int32), 12).mergeable
    assert len(graph.neighbours(11)) == 0, "Lange Eiland has a ferry only"
    with_water = row_graphs(toy(), np.arange(12, dtype=np.int32), 12).all
    assert with_water.neighbours(11).tolist() == [10]


@pytest.mark.parametrize(
    ("link", "mergeable"), [("dam", True), ("bridge", True), ("tunnel", True), ("ferry", False), ("water", False)]
)
def test_a_fixed_link_joins_what_open_water_parts(link, mergeable):
    links = tuple(link if kind == "ferry" else kind for kind in toy().edge_link)
    changed = replace(toy(), edge_link=links, hash="")
    graph = row_graphs(changed, np.arange(12, dtype=np.int32), 12).mergeable
    assert (graph.neighbours(11).tolist() == [10]) is mergeable


def test_after_a_merger_the_new_municipality_has_the_neighbours_of_its_members_and_their_borders():
    """T08 and T09 (rows 7, 8) become row 12: neighbours T05, T06, T07 and T11; with T11 two borders of 5 km."""
    owner = np.arange(12, dtype=np.int32)
    owner[[7, 8]] = 12
    graph = row_graphs(toy(), owner, 24).mergeable
    assert graph.neighbours(12).tolist() == [4, 5, 6, 10]
    assert graph.border_km[graph.start[12] : graph.start[13]].tolist() == [5.0, 5.0, 5.0, 10.0]
    assert len(graph.neighbours(7)) == len(graph.neighbours(8)) == 0
    assert 12 in graph.neighbours(4) and 12 in graph.neighbours(10)


def test_expanding_rows_gives_each_with_each_of_its_neighbours():
    graph = row_graphs(toy(), np.arange(12, dtype=np.int32), 12).mergeable
    position, neighbour = graph.expand(np.array([0, 11, 2]))
    assert list(zip(position.tolist(), neighbour.tolist(), strict=True)) == [(0, 1), (0, 3), (2, 1), (2, 5)]


def test_packing_pads_the_smaller_sets():
    c = pack([np.array([[0, 1]], np.int32), np.array([[2, 3, 4]], np.int32)], keys_of(toy().codes), 4)
    assert c.members.tolist() == [[0, 1, -1, -1], [2, 3, 4, -1]] and c.size.tolist() == [2, 3]
    assert c.take(np.array([1])).members.tolist() == [[2, 3, 4, -1]]


@pytest.mark.parametrize("at_once", [1, 5, 100])
def test_the_coalitions_of_the_start_map_are_the_same_in_parts(at_once):
    whole = start_candidates(toy(), 4)
    parts = [start_candidates(toy(), 4, first, first + at_once) for first in range(0, len(toy()), at_once)]
    joined = parts[0].joined(*parts[1:])
    assert sorted(joined.key.tolist()) == sorted(whole.key.tolist())
    assert set(as_sets(joined.members)) == set(as_sets(whole.members))


@given(st.sets(st.integers(0, 11), min_size=1, max_size=3))
def test_the_border_counted_while_sets_grow_is_that_between_their_members(seeds):
    graph = row_graphs(toy(), np.arange(12, dtype=np.int32), 12).mergeable
    c = grow_candidates(graph, keys_of(toy().codes), np.array(sorted(seeds), np.int32), 5)
    counted = enclosed_share(c.members, graph, c.between_km)
    assert counted == pytest.approx(enclosed_share(c.members, graph), rel=1e-12)


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=60))
def test_the_first_place_with_the_same_key_is_found(keys):
    assert first_alike(np.array(keys, np.uint64)).tolist() == [keys.index(key) for key in keys]
