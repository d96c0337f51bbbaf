"""Procedures known to be under way on the first day take the place of the drawn ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reformsim.law import load_law
from reformsim.model import ReformModel, simulate
from reformsim.model.mergers.procedures import Procedure, stage_months, stages_due
from reformsim.scenario import Scenario
from reformsim.territory import check_territory
from tests.model.mergers.test_merger_procedures import DAY
from tests.model.recorded import HEADER
from tests.model.worlds import TOY, beyond_ranges

EAGER = {"merger.constant": 1.0}
"""So many mergers are wanted that procedures are drawn in every replicate."""
CERTAIN = {"merger.constant": -30.0, **{f"merger.break_off_{stage}": 0.0 for stage in ("design", "advice", "act")}}
"""Nobody starts one, and none breaks off."""


def region(folder: Path, *rows: str, name: str = "region", more: str = "") -> str:
    """The toy province with procedures on record."""
    copy = folder / name
    shutil.copytree(TOY, copy)
    text = f"members,route,stage,started{more}\n" + "".join(f"{row}\n" for row in rows)
    (copy / "procedures.csv").write_text(text, encoding="utf-8")
    return str(copy)


def scenario(territory: str, end: int = 2016, **keys: object) -> Scenario:
    keys = {"behaviour": {}} | keys
    return beyond_ranges(name="toy", territory=territory, horizon={"start": 2011, "end": end}, **keys)


def under_way(model: ReformModel) -> list[tuple[str, tuple[str, ...], str]]:
    return [(e.subject, e.members, e.detail) for e in model.world.events if e.kind == "procedure_under_way"]


def mergers(territory: str, **keys: object) -> list[tuple[int, tuple[str, ...]]]:
    record = simulate(scenario(territory, **keys), 0)
    return [(event.year, event.members) for event in record.events if event.kind == "merger"]


def test_what_is_on_record_is_all_that_is_under_way_and_told_as_recorded(tmp_path):
    land = region(tmp_path, "T02;T01,below,advice,2010", "Gaastwolde;T08,above,design,2010-06-01")
    for replicate in range(4):
        model = ReformModel(scenario(land, behaviour=EAGER), replicate)
        assert under_way(model) == [
            ("from below", ("T01", "T02"), "started 2010; recorded, stage advice"),
            ("from above", ("T07", "T08"), "started 2010; recorded, stage design"),
        ]
        assert [(p.started, p.month, p.passed) for p in model.mergers.procedures] == [(2010, 1, 1), (2010, 6, 0)]


def test_where_none_is_on_record_none_is_under_way_though_some_would_be_drawn(tmp_path):
    none, unknown = region(tmp_path), str(TOY)
    for replicate in range(4):
        assert under_way(ReformModel(scenario(none, behaviour=EAGER), replicate)) == []
        drawn = under_way(ReformModel(scenario(unknown, behaviour=EAGER), replicate))
        assert drawn and all(detail.endswith("drawn, not known") for _, _, detail in drawn)


def test_a_recorded_procedure_goes_on_from_its_stage_and_takes_effect(tmp_path):
    """Begun in January 2010 it passes the advice in 2011 (13.8 months) and the Act in 2012 (25.3): 1 January 2013."""
    assert mergers(region(tmp_path, "T01;T02,below,advice,2010"), behaviour=CERTAIN) == [(2013, ("T01", "T02"))]


def test_a_light_merger_on_record_lets_the_member_go_on_that_takes_the_others_in(tmp_path):
    land = region(tmp_path, "T01;T02,below,advice,2010,T02", more=",into")
    record = simulate(scenario(land, behaviour=CERTAIN), 0)
    assert [(e.year, e.subject) for e in record.events if e.kind == "merger"] == [(2013, "T02")]


def test_a_member_that_takes_others_in_is_one_of_them(tmp_path):
    land = region(tmp_path, "T01;T02,below,advice,2010,T05", more=",into")
    (told,) = [(problem.path, problem.message) for problem in check_territory(land)]
    assert told == ("into", "'T05' is none of the members T01, T02")


REFUSED = {"lever": "refuse_merger", "date": "2012-06-30", "members": ["T01", "T02"], "source": "assumption"}


def test_a_merger_that_parliament_refuses_breaks_off_when_the_act_is_due(tmp_path):
    land = region(tmp_path, "T01;T02,below,advice,2010", "T07;T08,below,advice,2010")
    record = simulate(scenario(land, behaviour=CERTAIN, levers=[REFUSED]), 0)
    assert [(e.year, e.members) for e in record.events if e.kind == "procedure_broken_off"] == [(2012, ("T01", "T02"))]
    assert [e.members for e in record.events if e.kind == "merger"] == [("T07", "T08")]


def test_an_act_that_merges_what_its_procedure_merges_on_that_day_does_nothing_more(tmp_path):
    land = region(tmp_path, "T01;T02,below,advice,2010,T02", more=",into")
    by_act = {"lever": "merge_municipalities", "members": ["T01", "T02"], "into": "T02", "source": "assumption"}
    of_that_day, early, late = (
        simulate(scenario(land, behaviour=CERTAIN, levers=[{"date": f"{year}-01-01", **by_act}]), 0)
        for year in (2013, 2012, 2014)
    )
    assert [e.kind for e in of_that_day.events if e.kind in ("merger", "reform_impossible")] == ["merger"]
    assert [e.year for e in early.events if e.kind == "merger"] == [2012]
    assert [e.kind for e in late.events if e.kind in ("merger", "reform_impossible")] == ["merger", "reform_impossible"]


def test_a_procedure_begun_late_in_a_year_takes_effect_a_year_later(tmp_path):
    """From December 2010 the Act takes until January 2013 (25.3 months)."""
    land = region(tmp_path, "T01;T02,below,advice,2010-12-01")
    assert mergers(land, behaviour=CERTAIN) == [(2014, ("T01", "T02"))]


def test_what_should_have_ended_before_the_first_day_ends_in_the_first_year(tmp_path):
    land = region(tmp_path, "T01;T02,below,design,2005")
    assert mergers(land, behaviour=CERTAIN) == [(2012, ("T01", "T02"))]


def test_a_recorded_procedure_may_break_off(tmp_path):
    land = region(tmp_path, "T01;T02,below,advice,2010")
    broken = CERTAIN | {"merger.break_off_advice": 1.0}
    record = simulate(scenario(land, behaviour=broken), 0)
    assert [(e.year, e.members, e.detail) for e in record.events if e.kind == "procedure_broken_off"] == [
        (2011, ("T01", "T02"), "advice")
    ]
    assert not [e for e in record.events if e.kind == "merger"]


def test_members_of_a_recorded_procedure_start_no_other(tmp_path):
    model = ReformModel(scenario(region(tmp_path, "T05;T06,below,design,2010"), behaviour={"merger.constant": 10.0}))
    model.step()
    started = [set(e.members) for e in model.world.events if e.kind == "procedure_started"]
    assert started and not any({"T05", "T06"} & members for members in started)


def test_a_replay_needs_no_procedures_and_one_to_a_later_year_draws_them(tmp_path):
    land = region(tmp_path, "T05;T06,below,act,2010")
    (Path(land) / "events.csv").write_text(HEADER + "2013,T01,T02,Beekzicht,1,absorb\n", encoding="utf-8")
    assert mergers(land, end=2013, mergers="replay", behaviour=CERTAIN) == [(2013, ("T01", "T02"))]
    details = set()
    for replicate in range(8):
        model = ReformModel(scenario(land, replay_until=2013, behaviour=EAGER), replicate)
        for _ in range(3):
            model.step()
        details |= {detail.rpartition("; ")[2] for _, _, detail in under_way(model)}
    assert details == {"drawn, not known"}


def test_a_replay_to_the_first_day_takes_up_what_is_on_record_then(tmp_path):
    land = region(tmp_path, "T05;T06,below,advice,2010")
    (Path(land) / "events.csv").write_text(HEADER + "2013,T01,T02,Beekzicht,1,absorb\n", encoding="utf-8")
    assert mergers(land, replay_until=2011, behaviour=CERTAIN) == [(2013, ("T05", "T06"))]


def test_recorded_procedures_are_no_part_of_the_chance_of_other_draws(tmp_path):
    """Who starts one elsewhere is the same with none on record as with one that keeps two from starting theirs."""
    behaviour = EAGER | {"merger.break_off_act": 1.0}
    runs = [
        simulate(scenario(region(tmp_path, *rows, name=name), end=2011, behaviour=behaviour), 0)
        for name, rows in (("none", ()), ("one", ("T09;T11,below,act,2008",)))
    ]
    none, one = ([e.members for e in run.events if e.kind == "procedure_started"] for run in runs)
    assert ("T09", "T11") in none and len(none) > 1
    assert one == [members for members in none if members != ("T09", "T11")]


@pytest.mark.parametrize(("month", "due"), [(1, [1]), (11, [1]), (12, [])])
def test_months_are_counted_from_the_month_of_the_start(month, due):
    """The advice ends 13.8 months after the start: of one begun in November 2010 in 2011, in December 2010 in 2012."""
    months = stage_months(load_law(), DAY, "below")
    assert stages_due(Procedure((0, 1), 0, 2010, "below", 1, month), months, 2011) == due
