"""Whatever stands in the files of a territory, it is told; and what is in order can be run."""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from reformsim.model import simulate
from reformsim.scenario import check_files, load_scenario
from reformsim.tasks import load_tasks
from reformsim.territory import check_territory
from tests.fuzzing import TOKENS, fuzzed

TOY = Path(__file__).parent.parent / "toy"
TABLES = sorted(path.name for path in TOY.glob("*.csv"))
FILES = [*TABLES, "territory.yaml", "boundaries.json", "events.csv"]
START = yaml.safe_load((TOY / "territory.yaml").read_text("utf-8"))

# The toy province has neither; these are in order, and so worth spoiling.
EVENTS = "year,old_code,new_code,new_name,share,kind\n2012,T01,T02,Beekzicht,1,absorb\n2013,T03,T20,New,1,rename\n"
SQUARE = '{"origin": [0, 0], "step": 1, "arcs": [[0, 0, 9, 0, 0, 9, -9, 0, 0, -9]], "units": {"T01": [[[0]]]}, "provinces": {}}'  # noqa: E501


def told_or_run(edit: Callable[[Path], None]) -> None:
    """Spoil a copy of the toy province; its mistakes are told, by both commands, or it can be simulated."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "region"
        shutil.copytree(TOY, folder)
        (folder / "events.csv").write_text(EVENTS)
        (folder / "boundaries.json").write_text(SQUARE)
        edit(folder)
        scenario = Path(name) / "s.yaml"
        scenario.write_text("territory: ./region\nhorizon: {start: 2011, end: 2013}\n")
        told = check_territory(folder, tasks=load_tasks().ids)
        for problem in told:
            assert problem.message
            assert problem.file.startswith(str(folder))
            assert max(map(len, str(problem).splitlines())) <= 1_000
        # Borders are read when a map is drawn, so a run does not ask for them.
        needed = [problem for problem in told if not problem.file.endswith("boundaries.json")]
        found = check_files([scenario])
        assert bool(found) >= bool(needed)
        if not found:
            assert simulate(load_scenario(scenario), 0) is not None


def spoilt(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / name
        path.write_bytes(change(path.read_bytes()))

    return edit


def test_the_province_that_is_spoilt_is_in_order_but_for_its_borders() -> None:
    def look(folder: Path) -> None:
        told = check_territory(folder, tasks=load_tasks().ids)
        assert {Path(problem.file).name for problem in told} == {"boundaries.json"}

    told_or_run(look)


@fuzzed(50)
@given(
    file=st.sampled_from(FILES),
    where=st.floats(0, 1, exclude_max=True),
    cut=st.integers(0, 12),
    put=st.binary(max_size=6),
)
def test_any_bytes_in_a_file_are_told_or_can_be_run(file: str, where: float, cut: int, put: bytes) -> None:
    def change(raw: bytes) -> bytes:
        place = int(where * len(raw))
        return raw[:place] + put + raw[place + cut :]

    told_or_run(spoilt(file, change))


@fuzzed(100)
@given(file=st.sampled_from([*FILES, "territory.yaml", "units.csv"]), where=st.integers(0), put=st.sampled_from(TOKENS))
def test_any_word_in_the_place_of_another_is_told_or_can_be_run(file: str, where: int, put: str) -> None:
    def change(raw: bytes) -> bytes:
        words = list(re.finditer(rb"[^\s,:{}\[\]\"]+", raw))
        begin, end = words[where % len(words)].span()
        return raw[:begin] + put.encode() + raw[end:]

    told_or_run(spoilt(file, change))


@fuzzed(40)
@given(data=st.data())
def test_rows_and_columns_left_out_doubled_or_changed_round_are_told_or_can_be_run(data: st.DataObject) -> None:
    def change(raw: bytes) -> bytes:
        rows = [line.split(b",") for line in raw.splitlines()]
        if data.draw(st.booleans()):
            rows = [list(column) for column in zip(*rows, strict=True)]
            turned = True
        else:
            turned = False
        one, other = (data.draw(st.integers(0, len(rows) - 1)) for _ in range(2))
        kind = data.draw(st.sampled_from(("out", "double", "change", "cut")))
        if kind == "out":
            del rows[one]
        elif kind == "double":
            rows.insert(other, rows[one])
        elif kind == "change":
            rows[one], rows[other] = rows[other], rows[one]
        else:
            rows = rows[: one + 1]
        if turned:
            rows = [list(row) for row in zip(*rows, strict=True)]
        return b"\n".join(b",".join(row) for row in rows) + b"\n"

    told_or_run(spoilt(data.draw(st.sampled_from(TABLES)), change))


VALUES = [None, [], {}, "", "x", "=x", 0, -1, 10**11, 10**30, 0.5, 1e200, True, False, [[]], [{}], ["x"], {"a": 1}]


@fuzzed(50)
@given(data=st.data())
def test_any_value_in_any_place_of_the_institutions_is_told_or_can_be_run(data: st.DataObject) -> None:
    tree = yaml.safe_load(yaml.safe_dump(START))
    holder, key = tree, data.draw(st.sampled_from(sorted(tree)))
    while isinstance(holder[key], dict | list) and holder[key] and data.draw(st.booleans()):
        holder = holder[key]
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[key] = data.draw(st.sampled_from(VALUES))
    told_or_run(spoilt("territory.yaml", lambda _: yaml.safe_dump(tree).encode()))
