"""Write the record of cooperation bodies from the raw data files.

Usage::

    python tools/make_network.py RAW_FOLDER [OUT_FOLDER]

``RAW_FOLDER`` holds population_by_year.csv, mergers.csv, regions_2011.csv, present/regions_2026.csv and the folder
register/, whose make-up is described in the README beside the results. What was judged by hand is in
``tools/network``: opengr.csv (which reported bodies are which of the register, and what the others are about) and
regions.yaml. The same input gives the same bytes. At the end it prints the sums that can be held against other counts.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "network"))

from codes import LAST, Codes  # noqa: E402
from csvfiles import read, write  # noqa: E402
from other_sources import add_civil_services, add_divisions, add_reported, complete_regions  # noqa: E402
from register import POINTS, REGISTER_DAY, Body, point_day, read_register  # noqa: E402
from spells import Spell, spells_of  # noqa: E402

OUT = HERE.parent / "src" / "reformsim" / "network" / "data" / "netherlands"
PREFIX = re.compile(
    r"^(gemeenschappelijken? regeling|regeling|verordening)\b[ \u2013-]*"
    r"(van het |van de |voor het |voor de |van |voor |de )?",
    re.IGNORECASE,
)


def bodies_of(raw: Path, codes: Codes) -> dict[str, Body]:
    """Put all sources together."""
    tables = {path.stem: read(path) for path in (raw / "register").glob("*.csv")}
    tables |= {"regions_2011": read(raw / "regions_2011.csv"), "regions_2026": read(raw / "present/regions_2026.csv")}
    judged = yaml.safe_load((HERE / "network" / "regions.yaml").read_text("utf-8"))
    again = judged.pop("not_again")
    bodies = read_register(tables, codes)
    add_reported(bodies, tables, read(HERE / "network" / "opengr.csv"), codes)
    complete_regions(bodies, judged, tables, codes)
    add_divisions(bodies, tables["regioatlas2016_layers"], again, codes)
    add_civil_services(bodies, tables["ambtelijke_fusies"], codes)
    return bodies


def title(text: str) -> str:
    """Give a name without the words that every name begins with."""
    short = PREFIX.sub("", text).strip()
    return short[:1].upper() + short[1:] if short else text


def quality(body: Body) -> str:
    """Give how far a body can be trusted: A in force in the register's last list, B once in it, C from elsewhere."""
    if body.source != "ROO":
        return "C"
    return "B" if body.until and body.until <= REGISTER_DAY else "A"


def others(body: Body) -> str:
    """Give the other names of a body, those alike in letters left out."""
    seen, found = {re.sub(r"\W", "", title(body.name).lower())}, []
    for name in body.also:
        plain = re.sub(r"\W", "", title(name).lower())
        if plain not in seen:
            seen.add(plain)
            found.append(title(name))
    return " | ".join(found)


def main(raw: Path, out: Path) -> None:
    """Make the record and print the checks."""
    codes = Codes.parse(read(raw / "population_by_year.csv"), read(raw / "mergers.csv"))
    bodies = bodies_of(raw, codes)
    out.mkdir(parents=True, exist_ok=True)
    header = "id,name,also,subject,subject_mark,serves,since,until,other_members,source,quality"
    facts = [
        (b.id, title(b.name), others(b), b.subject, b.mark, " ".join(b.serves), b.since, b.until, b.others, b.source,
         quality(b))
        for b in bodies.values()
    ]  # fmt: skip
    write(out / "bodies.csv", header, facts)
    forms = [(b.id, form, since, until) for b in bodies.values() for form, since, until in b.forms]
    write(out / "forms.csv", "id,form,since,until", forms)
    spells = [spell for b in bodies.values() for spell in spells_of(b, codes)]
    write(out / "members.csv", "id,code,since,until,basis", spells)
    check(bodies, spells, codes)


def check(bodies: dict[str, Body], spells: list[Spell], codes: Codes) -> None:
    """Print bodies with two members or more, memberships by basis, and their mean, at every point."""
    for point in POINTS:
        on = point_day(point)
        now = [s for s in spells if s.since <= on and (not s.until or on < s.until)]
        basis, size = Counter(s.basis for s in now), Counter(s.body for s in now)
        assert {(s.body, s.code) for s in now} == {(b.id, c) for b in bodies.values() for c in b.members[point]}, point
        mean = len(now) / len(codes.alive[min(point, LAST)])
        print(on, sum(n > 1 for n in size.values()), len(now), f"{mean:.2f}", dict(basis))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
