"""The first example of the README does what its title says, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import reformsim
from reformsim.dossier.figures.catalogue import OFFICES

README = Path(__file__).parents[2] / "README.md"


def test_the_first_example_changes_councillors_only_as_its_title_says(tmp_path: Path) -> None:
    written = re.search(r"cat > smaller\.yaml <<'EOF'\n(.*?)EOF\n", README.read_text("utf-8"), re.DOTALL)
    assert written
    file = tmp_path / "smaller.yaml"
    file.write_text(written[1], "utf-8")
    example = reformsim.load_scenario(file)
    found = reformsim.compare([reformsim.load_scenario("baseline-2011"), example], replicates=2, until=2015)
    last = found.differences((2015,)).set_index("indicator").loc[list(OFFICES)]
    changed = last[(last["low"] != 0) | (last["high"] != 0)]
    assert example.title == "Only fewer councillors"
    assert changed["difference"].to_dict() == {"councillors": changed["difference"].max()}
    assert changed["difference"].max() < -900
