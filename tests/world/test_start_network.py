"""The cooperation network of the first day: known bodies from data, the rest drawn and said to be so."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from reformsim.law import load_law
from reformsim.tasks import load_tasks
from reformsim.territory import Territory, load_territory
from reformsim.world.bodies import LEGAL, ORIGINS, Bodies
from reformsim.world.start import start_state
from tests.model.worlds import TOY, statutory, toy

DRAWN = ORIGINS.index("drawn")
CSV = ("units.csv", "provinces.csv", "adjacency.csv", "divisions.csv", "regions.csv", "population.csv")


def network_of(territory: Territory) -> Bodies:
    return start_state(territory, load_law(), load_tasks()).bodies


def by_key(territory: Territory) -> dict[int, set[str]]:
    """Codes of the members of each drawn body, by the body's key."""
    bodies = network_of(territory)
    return {
        int(bodies.key[b]): {territory.codes[r] for r in bodies.members(b)}
        for b in range(bodies.count)
        if bodies.origin[b] == DRAWN
    }


def test_the_inventory_is_met_to_the_body():
    bodies = network_of(toy())
    legal = bodies.legal[: bodies.count]
    # 4 statutory bodies of public law (health region, plusregio, 2 safety regions) and 8 drawn make 12.
    assert (legal == LEGAL.index("public")).sum() == 12
    assert (legal == LEGAL.index("private")).sum() == 10
    # 2 police regions by their own statute and 3 labour-market agreements stand outside the inventory.
    assert (legal == LEGAL.index("statutory")).sum() == 2 and (legal == LEGAL.index("light")).sum() == 3


def test_what_is_drawn_says_so_in_its_name_and_what_is_known_does_not():
    bodies = network_of(toy())
    for b in range(bodies.count):
        assert (bodies.origin[b] == DRAWN) == ("drawn" in bodies.names[b])
    assert (bodies.origin[: bodies.count] == DRAWN).sum() == 8 + 10
    assert not (network_of(statutory()).origin == DRAWN).any()


@pytest.mark.parametrize("name", ["toy", "netherlands-2011", "netherlands-2003"])
def test_every_body_has_at_least_two_members_and_none_twice(name):
    bodies = network_of(toy() if name == "toy" else load_territory(name))
    assert bodies.sizes().min() >= 2
    pairs = np.column_stack([bodies.edge_body, bodies.edge_row])
    assert len(np.unique(pairs, axis=0)) == len(pairs)


def test_the_network_is_drawn_once_and_is_the_same_in_every_run():
    one, other = network_of(toy()), network_of(load_territory(TOY))
    assert one.names == other.names and np.array_equal(one.edge_row, other.edge_row)
    assert np.array_equal(one.key[: one.count], other.key[: other.count])


def test_shuffled_rows_of_the_files_give_the_same_network(tmp_path: Path):
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    for name in CSV:
        head, *rows = (folder / name).read_text("utf-8").splitlines()
        random.Random(name).shuffle(rows)
        (folder / name).write_text("\n".join([head, *rows]) + "\n", "utf-8")
    start_state.__globals__["_start"].cache_clear()
    shuffled, plain = network_of(load_territory(folder)), network_of(toy())
    assert shuffled.names == plain.names and np.array_equal(shuffled.edge_row, plain.edge_row)
    assert np.array_equal(shuffled.edge_body, plain.edge_body)


def test_one_more_municipality_leaves_the_bodies_of_those_far_from_it_as_they_are(tmp_path: Path):
    """A body is known by its seed and slot. A newcomer 200 km away is nobody's nearest neighbour in small bodies.

    The inventory still counts 22, so the newcomer's own bodies push out a few; what remains is unchanged.
    """
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    head = (folder / "units.csv").read_text("utf-8").splitlines()[0].split(",")
    facts = {"code": "T99", "name": "Nieuwland", "province": "PB", "population": "5000", "population_basis": "invented",
             "area_km2": "50", "x": "230000", "y": "0", "council_reference_year": "2009"}  # fmt: skip
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.write(",".join(facts.get(column, "") for column in head) + "\n")
    with (folder / "population.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"T99,{year},5000,invented\n" for year in (2009, 2010, 2012, 2013))
    with (folder / "adjacency.csv").open("a", encoding="utf-8") as file:
        file.write("T12,T99,0,water,ferry,Verre veer,199\n")
    before, after = by_key(toy()), by_key(load_territory(folder))
    kept = [k for k in before if k in after and "T99" not in after[k]]
    assert len(kept) >= 12
    assert all(before[k] == after[k] for k in kept)


def test_members_lie_near_the_seed():
    territory = load_territory("netherlands-2011")
    bodies = network_of(territory)
    apart = []
    for b in np.flatnonzero(bodies.origin[: bodies.count] == DRAWN):
        x, y = (axis[bodies.members(b)] for axis in (territory.x, territory.y))
        apart.append(np.hypot(x - x.mean(), y - y.mean()).mean())
    # The country measures some 300 km; a body of nine neighbours some 20.
    assert np.mean(apart) < 25_000


def test_only_municipal_tasks_that_the_law_lets_share_are_the_subject_of_drawn_bodies():
    bodies, tasks = network_of(load_territory("netherlands-2011")), load_tasks()
    for b in np.flatnonzero(bodies.origin[: bodies.count] == DRAWN):
        (k,) = np.flatnonzero(bodies.say[b])
        assert tasks.tasks[k].carrier == "gemeente" and tasks.tasks[k].forms


def test_a_drawn_body_carries_a_task_out_only_in_a_form_the_catalogue_allows():
    bodies, tasks = network_of(load_territory("netherlands-2011")), load_tasks()
    for b in np.flatnonzero(bodies.origin[: bodies.count] == DRAWN):
        for k in np.flatnonzero(bodies.tasks[b]):
            assert bodies.forms[b] in tasks.tasks[k].forms


def test_the_drawn_network_has_about_the_memberships_that_were_counted():
    """Some 16 public bodies (Boogers et al. 2016) and 27 of all kinds (the broader count of 2017) per municipality."""
    bodies = network_of(load_territory("netherlands-2011"))
    public = (bodies.legal[bodies.edge_body] == LEGAL.index("public")).sum() / 418
    assert public == pytest.approx(16, abs=1.5)
    assert len(bodies.edge_body) / 418 == pytest.approx(28, abs=2)
