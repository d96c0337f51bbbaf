"""This municipality is taken apart, this border moves: by hand on the toy province, and what holds whatever is cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.levers.changes_by_name import MergeMunicipalities, MoveBorder, Part, SplitMunicipality
from reformsim.measures import MEASURES, measured
from reformsim.model import ReformModel
from reformsim.model.government.demography import grow
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from reformsim.scenario import Scenario, check_files
from reformsim.territory.divided import Cut, cut, origins, start_map
from reformsim.world.commuting import flows
from reformsim.world.neighbours import row_graphs
from tests.model.worlds import TOY, bare, found, row, statutory, toy, world_of

TOGETHER = MergeMunicipalities(("T01", "T02", "T04"), "Drieslag")
STILL = {
    "merger.constant": -20.0,
    "cooperation.founding": 0.0,
    "cooperation.joining": 0.0,
    "cooperation.leaving": 0.0,
    "cooperation.ending": 0.0,
}


def after(*changes: object, world: World | None = None) -> World:
    """The world on 1 January of 2012, on which everything grows by 1 %, and the changes follow one another."""
    world = world_of(statutory()) if world is None else world
    world.state.year = 2012
    grow(world.state, world.path[2012])
    for change in changes:
        carry_out(world, change, "a test")  # type: ignore[arg-type]
    return world


def people(world: World) -> dict[str, int]:
    state = world.state
    return {state.codes[r]: int(state.population[r]) for r in state.live}


def impossible(world: World) -> list[str]:
    return [e.detail for e in world.events if e.kind == "reform_impossible"]


def split(municipality: str, *parts: Part, **how: object) -> SplitMunicipality:
    return SplitMunicipality(municipality, parts, **how)  # type: ignore[arg-type]


def test_a_share_becomes_a_municipality_and_the_rest_goes_on():
    world = after(split("Eemstad", Part("Zuidkant", share=0.25)))
    state, new = world.state, row(world, "T05-1")
    assert (people(world)["T05"], people(world)["T05-1"]) == (90_900, 30_300)  # of 121,200
    assert state.names[new] == "Zuidkant" and len(state.live) == 13
    assert (state.area[4], state.area[new]) == (75.0, 25.0)
    # 30,000 on 1-1-2011: 21 seats up to 30,000 (Gemeentewet art. 8); a quarter has gone, so the rest votes too: 37.
    assert (state.seats[new], state.seats[4]) == (21, 37) and state.council_year[[4, new]].tolist() == [2011, 2011]
    assert world.events[-1] == (2012, "municipality_split", "T05", ("T05", "T05-1"), "a test")


def test_a_number_of_inhabitants_is_that_number_on_the_day_and_its_share_afterwards():
    world = after(split("T05", Part("Zuidkant", inhabitants=1_212)))
    assert people(world)["T05-1"] == 1_212
    grow(world.state, world.path[2020])
    whole = int(after().path[2020][4])
    assert people(world)["T05-1"] == round(whole * 1_212 / 121_200)
    assert people(world)["T05"] + people(world)["T05-1"] == whole
    assert world.state.council_year[4] == 2009  # a hundredth has gone: the council of the rest sits on


def test_parts_take_whole_units_from_the_edge_inwards_before_one_is_cut():
    world = after(TOGETHER, split("Drieslag", Part("Rand", inhabitants=10_000)))
    # Beekzicht lies farthest from the hall in Dorperhout: its 9,090 go whole, and 910 of the 4,040 of Aarle.
    assert people(world)["T04-1"] == 10_000 and people(world)["T04+3"] == 25_250 - 10_000
    assert origins(world.territory)[world.state.owner == row(world, "T04-1")].tolist() == [1, 0]


@pytest.mark.parametrize("word", ["Beekzicht", "beekzicht", "T02"])
def test_a_former_municipality_comes_back_under_its_code_and_name(word):
    world = after(TOGETHER, split("Drieslag", Part(former=(word,))))
    assert people(world)["T02"] == 9_090 and people(world)["T04+3"] == 16_160
    assert world.state.names[row(world, "T02")] == "Beekzicht" and row(world, "T02") > 12
    assert world.territory is world.start_map, "nothing had to be cut"


def test_two_former_municipalities_may_make_one_part():
    world = after(TOGETHER, split("Drieslag", Part("Tweeling", former=("T01", "T02"))))
    assert people(world)["T04+3"] == 12_120 and people(world)["T04-1"] == 13_130
    nameless = after(TOGETHER, split("Drieslag", Part(former=("T01", "T02"))))
    assert nameless.state.names[row(nameless, "T04-1")] == "Aarle", "a name, not the code by which it was meant"


def test_a_municipality_that_goes_on_is_no_part_that_leaves_it_however_it_is_written():
    light = MergeMunicipalities(("T01", "T02", "T04"), into="T04")
    for word in ("Dorperhout", "dorperhout", "T04"):
        world = after(light, split("Dorperhout", Part(former=(word,))))
        assert impossible(world) == ["'Dorperhout' goes on as what is left; expected only parts that leave it"]


def test_what_merged_goes_back_whole_and_the_row_of_the_whole_ends():
    world = after(TOGETHER, split("Drieslag", back=True))
    assert people(world) == people(after())
    assert sorted(world.state.names[r] for r in world.state.live) == sorted(toy().names)
    light = MergeMunicipalities(("T01", "T02", "T04"), into="T04")
    world = after(light, split("Dorperhout", back=True))
    assert people(world) == people(after())


def test_the_mergers_of_a_year_are_undone_together():
    world = after(TOGETHER, MergeMunicipalities(("T07", "T08"), into="T08"))
    world.state.year = 2013
    carry_out(world, MergeMunicipalities(("T10", "T11")), "a test")
    carry_out(world, SplitMunicipality(merged_in=2012), "a test")
    assert set(people(world)) == set(toy().codes) - {"T10", "T11"} | {"T11+2"}
    carry_out(world, SplitMunicipality(merged_in=2012), "a test")
    assert impossible(world) == ["no municipality that exists in 2013 was formed by a merger in 2012"]


def test_a_part_sits_where_the_whole_sat_and_has_its_tasks_done_as_before():
    world = world_of(bare())
    body = found(world, "T05 T06", "waste")
    world = after(split("T05", Part("Zuidkant", share=0.25)), world=world)
    new, k = row(world, "T05-1"), world.tasks.index("waste")
    assert world.state.bodies.members(body).tolist() == [4, 5, new]
    assert world.state.executor[[4, new], k].tolist() == [body, body]
    assert world.state.memberships[new] == 1 and world.state.authorities[new, k] == 1


def test_a_strip_passes_to_the_neighbour_and_borders_stay_as_they_were():
    before = after()
    world = after(MoveBorder("T05", "T06", inhabitants=1_200))
    state = world.state
    assert (people(world)["T05"], people(world)["T06"]) == (120_000, 46_650)  # 121,200 and 45,450
    assert state.area[4] == pytest.approx(100 * (1 - 1_200 / 121_200)) and state.area[[4, 5]].sum() == 150
    assert state.council_year[[4, 5]].tolist() == [2009, 2009], "less than a tenth: a border correction"
    old, new = before.neighbours.all, world.neighbours.all
    assert np.array_equal(old.target, new.target)
    assert old.border_km.tolist() == pytest.approx(new.border_km.tolist())
    assert (state.key[[4, 5]] == before.state.key[[4, 5]]).all()


def test_a_tenth_of_the_people_brings_an_election():
    world = after(MoveBorder("T05", "T06", share=0.1))  # 12,120 of 121,200, and more than a quarter of 45,450
    assert world.state.council_year[[4, 5]].tolist() == [2011, 2011]
    world = after(MoveBorder("T05", "T06", inhabitants=6_000))
    assert world.state.council_year[[4, 5]].tolist() == [2009, 2011]


def test_a_part_borders_on_what_the_whole_did_in_proportion():
    t = toy()
    pieces = cut(t, Cut(t.index("T05"), 0.25))
    owner = np.append(np.arange(12, dtype=np.int32), np.int32(12))
    graph, whole = row_graphs(pieces, owner, 24).all, row_graphs(t, owner[:12], 24).all
    around = whole.neighbours(4).tolist()
    assert graph.neighbours(12).tolist() == sorted([*around, 4]) and 12 in graph.neighbours(4)
    at = graph.start[12] + graph.neighbours(12).tolist().index(1)
    assert graph.border_km[at] == pytest.approx(0.25 * 5)
    # Of one municipality with the rest of its unit it changes nothing.
    owner[12] = 4
    same = row_graphs(pieces, owner, 24).all
    assert np.array_equal(same.target, whole.target) and same.border_km.tolist() == pytest.approx(
        whole.border_km.tolist()
    )


def test_pieces_commute_as_their_unit_does():
    t = toy()
    pieces = cut(cut(t, Cut(4, 0.25)), Cut(12, 0.5))
    whole, parts = flows(t, 15.0), flows(pieces, 15.0)
    work = origins(pieces)[parts.work]
    assert np.bincount(parts.home, weights=parts.share).tolist() == pytest.approx([1.0] * 14)
    here = parts.home == 13
    to = np.bincount(work[here], weights=parts.share[here], minlength=12)
    expected = np.bincount(whole.work[whole.home == 4], weights=whole.share[whole.home == 4], minlength=12)
    assert to.tolist() == pytest.approx(expected.tolist())


def test_a_divided_map_can_be_sent_to_another_process():
    import pickle

    pieces = cut(toy(), Cut(4, 0.25))
    twin = pickle.loads(pickle.dumps(pieces))
    assert twin == pieces and start_map(twin) == toy() and twin.codes == pieces.codes
    assert pieces != toy() and pieces.codes[-1] == "~T05.1" and pieces.index("T05") == 4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            split("T05", Part("x", inhabitants=121_200)),
            "'Eemstad' has 121,200 inhabitants to divide in 2012, and 121,200 were to go",
        ),
        (split("T12", Part("x", share=0.0001)), "a part of 'Lange Eiland' would have no inhabitants in 2012"),
        (split("T05", Part(former=("T01",))), "'T01' is no part of 'Eemstad' in 2012"),
        (
            split("Drieslag", Part(former=("T01",)), Part("y", former=("T02", "T01"))),
            "two parts of 'Drieslag' have a unit in common",
        ),
        (split("T05", back=True), "'Eemstad' was not formed by a merger in this run"),
        (SplitMunicipality(merged_in=2011), "no municipality that exists in 2012 was formed by a merger in 2011"),
        (MoveBorder("T01", "T03", 0.5), "'T01' is part of 'Drieslag'"),
        (MoveBorder("T05", "T12", 0.5), "'Eemstad' and 'Lange Eiland' are no neighbours in 2012"),
        (
            MoveBorder("T03", "T06", inhabitants=20_200),
            "'Capelveen' has 20,200 inhabitants in 2012, and 20,200 were to go",
        ),
        (MoveBorder("T05", "Eemstad", 0.5), "'Eemstad' cannot give to itself"),
        (MoveBorder("T12", "T11", 0.0001), "nobody of 'Lange Eiland' would go in 2012"),
    ],
)
def test_what_cannot_be_done_on_the_day_is_told_and_changes_nothing(change, message):
    world = after(TOGETHER)
    before = people(world)
    carry_out(world, change, "a test")
    (said,) = impossible(world)
    assert said.replace("Aarle", "T01").startswith(message)
    assert people(world) == before and world.territory is world.start_map


CODES = [*toy().codes, "T04+3", "T05-1", "Drieslag"]
STEP = st.one_of(
    st.builds(lambda m, s: split(m, Part("Deel", share=s)), st.sampled_from(CODES), st.floats(0.01, 0.9)),
    st.builds(lambda m, n: split(m, Part("Stuk", inhabitants=n)), st.sampled_from(CODES), st.integers(1, 20_000)),
    st.builds(lambda m, f: split(m, Part(former=(f,))), st.sampled_from(CODES), st.sampled_from(CODES)),
    st.builds(lambda m: split(m, back=True), st.sampled_from(CODES)),
    st.builds(MoveBorder, st.sampled_from(CODES), st.sampled_from(CODES), st.floats(0.01, 0.9)),
    st.builds(MergeMunicipalities, st.lists(st.sampled_from(CODES), min_size=2, max_size=3, unique=True).map(tuple)),
    st.just(SplitMunicipality(merged_in=2012)),
)


@settings(max_examples=25)
@given(st.lists(STEP, max_size=8))
def test_however_the_map_is_cut_nobody_is_lost_and_everything_is_governed_once(steps):
    world = after(TOGETHER)
    state, bodies = world.state, world.state.bodies
    total = int(state.unit_population.sum())
    for step in steps:
        carry_out(world, step, "a test")
    live = state.live
    assert len(state.owner) == len(state.unit_population) == len(world.territory) == len(state.unit_province)
    assert state.unit_population.sum() == total and (state.unit_population >= 0).all()
    assert np.bincount(origins(world.territory), weights=state.unit_population).tolist() == [
        float(x) for x in after().state.unit_population
    ], "the people of a unit stay its people"
    assert set(state.owner.tolist()) == set(live.tolist()) and (state.population[live] > 0).all()
    assert state.population[live].tolist() == np.bincount(state.owner, weights=state.unit_population)[live].tolist()
    assert state.area[live].sum() == pytest.approx(620)
    codes = world.codes_of(live)
    assert len(set(codes)) == len(codes), "no two living municipalities have one code"
    pairs = np.stack([bodies.edge_body, bodies.edge_row])
    assert len(np.unique(pairs, axis=1).T) == len(pairs.T), "no municipality is twice in a body"
    assert (bodies.sizes()[bodies.alive[: bodies.count]] >= 2).all() and state.alive[bodies.edge_row].all()
    grow(state, world.path[2025])
    assert state.population[live].sum() == after().path[2025].sum()


def run_of(*levers, until=2016, **more) -> ReformModel:
    given = [{"source": "assumption", **one} for one in levers]
    made = Scenario(
        name="x", territory=str(TOY), horizon={"start": 2011, "end": until}, levers=given, behaviour=STILL, **more
    )
    model = ReformModel(made)
    model.run()
    return model


SPLIT = {"lever": "split_municipality", "date": "2013-01-01", "municipality": "Eemstad",
         "parts": [{"name": "Zuidkant", "share": 0.25}]}  # fmt: skip


def test_every_measure_takes_a_municipality_without_a_unit_of_its_own():
    model = run_of(
        SPLIT, {"lever": "move_border", "date": "2014-01-01", "giver": "Zuidkant", "receiver": "T06", "share": 0.2}
    )
    without = run_of()
    given, base = (measured(m.history(), list(MEASURES)) for m in (model, without))
    at = {name: i for i, name in enumerate(given.indicators)}
    assert given.values[:, at["municipalities"]].tolist() == [12, 12, 13, 13, 13, 13]
    assert np.array_equal(given.values[:2], base.values[:2], equal_nan=True), (
        "before its date nothing moves, to the bit"
    )
    assert given.values[-1, at["mayors"]] == 13
    lost = np.isnan(given.values) & ~np.isnan(base.values)
    assert [name for name, i in at.items() if lost[:, i].any()] == []
    assert given.owner.shape == base.owner.shape == (6, 12)


def test_results_show_a_divided_unit_under_the_municipality_of_most_of_its_people():
    few, most = run_of(SPLIT), run_of({**SPLIT, "parts": [{"name": "Zuidkant", "share": 0.75}]})
    codes = [
        model.state.codes[model.history().years[-1].row[model.history().years[-1].owner[4]]] for model in (few, most)
    ]
    assert codes == ["T05", "T05-1"]
    for model in (few, most):
        last = model.history().years[-1]
        assert last.unit_people.sum() == last.people.sum() and len(last.unit_people) == 12


def test_parts_take_part_in_mergers_from_then_on():
    model = run_of(SPLIT)
    new = row(model.world, "T05-1")
    blocks = model.mergers._blocks  # type: ignore[union-attr]
    assert any((block.candidates.members == new).any() for block in blocks)
    assert not any((model.mergers._blocks[0].candidates.members == 4).any() for _ in "x")  # type: ignore[union-attr]


def told(tmp_path, *levers):
    path = tmp_path / "x.yaml"
    lines = [
        ", ".join(f"{k}: {v}" for k, v in {"date": "2014-01-01", "source": "assumption", **x}.items()) for x in levers
    ]
    path.write_text("extends: baseline-2011\nlevers:\n" + "".join(f"  - {{{x}}}\n" for x in lines), encoding="utf-8")
    return [(p.path, p.message) for p in check_files([path])]


GO = {"lever": "split_municipality", "municipality": "Utrecht"}
WAYS, BY = "expected exactly one of parts, back, merged_in", "expected exactly one of share, inhabitants"
ON = "expected a 1 January, on which the municipal map changes (Wet arhi art. 1(1)h)"
PASS = {"lever": "move_border", "giver": "Haren", "receiver": "Groningen"}


@pytest.mark.parametrize(
    ("lever", "path", "message"),
    [
        (GO, "levers[0]", f"{WAYS}, not none"),
        ({**GO, "back": "true", "merged_in": 2013}, "levers[0].merged_in", f"{WAYS}, not back, merged_in"),
        ({**GO, "merged_in": 2013}, "levers[0].municipality", "expected no municipality beside merged_in"),
        ({"lever": "split_municipality", "back": "true"}, "levers[0]", "expected the municipality that is taken apart"),
        ({"lever": "split_municipality", "merged_in": 2015}, "levers[0].merged_in", "expected 2014 or earlier"),
        ({**GO, "parts": "[{name: x}]"}, "levers[0].parts[0]", f"{BY}, former, not none"),
        ({**GO, "parts": "[{share: 0.5}]"}, "levers[0].parts[0]", "expected name, the name of the part"),
        (
            {**GO, "parts": "[{name: x, share: 0.5}, {name: y, share: 0.5}]"},
            "levers[0].parts",
            "expected shares that add up to less than 1: the rest goes on",
        ),
        (
            {**GO, "municipality": "Teylingen", "parts": "[{former: [Sassenheim]}]"},
            "levers[0].parts[0].former[0]",
            "that is the municipality itself; give its share or inhabitants where the start map does not have it",
        ),
        ({**GO, "date": "2014-06-01", "back": "true"}, "levers[0].date", f"{ON}, not 2014-06-01"),
        (PASS, "levers[0]", f"{BY}, not none"),
        ({**PASS, "share": 0.1, "inhabitants": 9}, "levers[0].inhabitants", f"{BY}, not both"),
        (
            {**PASS, "receiver": "GM0017", "share": 0.1},
            "levers[0].receiver",
            "expected another municipality than the giver",
        ),
        (
            {**PASS, "giver": "Harne", "share": 0.1},
            "levers[0].giver",
            "unknown municipality 'Harne'; did you mean 'Haren'? (territory netherlands-2011)",
        ),
    ],
)
def test_what_is_written_wrongly_is_told_at_its_place(tmp_path, lever, path, message):
    assert told(tmp_path, lever) == [(path, message)]


def test_a_part_may_be_named_by_a_later_lever_and_what_came_back_may_merge_again(tmp_path):
    parts = {**GO, "parts": "[{name: Leidsche Rijn, share: 0.1}]"}
    into = {"lever": "merge_municipalities", "id": "m", "date": "2016-01-01", "members": "[Leidsche Rijn, Woerden]"}
    assert told(tmp_path, parts, into) == []
    one = {"lever": "merge_municipalities", "members": "[Haren, Groningen]", "into": "Groningen"}
    back = {
        "lever": "split_municipality",
        "date": "2015-01-01",
        "municipality": "Groningen",
        "parts": "[{former: [Haren]}]",
    }
    again = {"lever": "merge_municipalities", "id": "m", "date": "2016-01-01", "members": "[Haren, Tynaarlo]"}
    assert told(tmp_path, one, back, again) == []
