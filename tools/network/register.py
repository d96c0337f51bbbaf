"""The register of arrangements (Wgr art. 136): bodies, their forms over time, and their members on each 1 January."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from codes import FIRST, LAST, Codes, day

REGISTER_DAY = "2026-05-16"
"""The day on which the register was taken; the last of the record."""
POINTS = (*range(FIRST, LAST + 1), LAST + 1)
"""Days at which members are known: 1 January of each year, and, as the year after the last, the day of the register."""
PANEL = 2018
FORMS = {
    "public_body": "openbaar_lichaam",
    "operations_organisation": "bedrijfsvoeringsorganisatie",
    "joint_organ": "gemeenschappelijk_orgaan",
    "arrangement_only": "light",
}
BASIS = {
    "same": "recorded", "before_first_version": "recorded", "gap": "recorded", "successor": "recorded",
    "parts": "carried_back", "parts_at_merger_date": "carried_back", "statutory": "by_division",
}  # fmt: skip
HOSTS = ("centrumregeling", "centrumgemeente", "centrum regeling")

Form = tuple[str, str, str]
"""A legal form, the first day, and the day after the last ('' while it lasts)."""


def point_day(point: int) -> str:
    """Write the day of a point."""
    return REGISTER_DAY if point > LAST else day(point)


@dataclass
class Body:
    """A body or arrangement of the record.

    Parameters
    ----------
    since, until
        First day and the day after the last, '' where it is not known or goes on.
    members
        Of each point: basis by code.
    joined
        Earliest date of joining by code, where the register has one.
    serves
        Regions of divisions whose statutory body it is: ``veiligheidsregio/VR01``.
    also
        Other names it has or had.
    """

    id: str
    name: str
    forms: list[Form]
    subject: str
    mark: str
    source: str
    since: str = ""
    until: str = ""
    others: int = 0
    members: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    joined: dict[str, str] = field(default_factory=dict)
    serves: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Version:
    """One version of the text of an arrangement, with its list of members and their dates of joining."""

    since: str
    until: str
    form: str
    members: tuple[tuple[str, str], ...]

    def holds(self, on: str) -> bool:
        """Whether it is in force on a day."""
        return self.since <= on and (not self.until or on < self.until)


def versions(regulations: list[dict[str, str]], members: list[dict[str, str]]) -> dict[str, list[Version]]:
    """Give the versions of each lineage by date."""
    lists: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in members:
        if row["member_kind"] == "municipality":
            lists[row["regulation_id"]].append((row["member_code"], row["joined"]))
    found: dict[str, list[Version]] = defaultdict(list)
    for row in sorted(regulations, key=lambda row: (row["in_force"], row["regulation_id"])):
        host = any(word in f"{row['name']} {row['goal']}".lower() for word in HOSTS)
        form = "centrumgemeente" if row["legal_form"] == "arrangement_only" and host else FORMS[row["legal_form"]]
        named = tuple(sorted(lists[row["regulation_id"]]))
        found[row["lineage_id"]].append(Version(row["in_force"], row["out_of_force"], form, named))
    return found


def forms_of(texts: list[Version]) -> list[Form]:
    """Join the times in force of versions of one form that follow on one another; what lies between is a gap."""
    spells: list[Form] = []
    for one in texts:
        if spells and spells[-1][0] == one.form and spells[-1][2] and one.since <= spells[-1][2]:
            last = max(spells[-1][2], one.until) if one.until else ""
            spells[-1] = (one.form, spells[-1][1], last)
        elif not (spells and not spells[-1][2]):
            spells.append((one.form, one.since, one.until))
    return spells


def read_register(raw: dict[str, list[dict[str, str]]], codes: Codes) -> dict[str, Body]:
    """Give the bodies of the register with their members at every point."""
    texts = versions(raw["wgr_register_regulations"], raw["wgr_register_members"])
    others: dict[str, int] = {}
    named_in: dict[str, list[str]] = defaultdict(list)
    for row in raw["wgr_register_regulations"]:
        kinds = ("water_boards", "provinces", "other_members")
        others[row["lineage_id"]] = sum(int(row[kind]) for kind in kinds)
        named_in[row["lineage_id"]] += [name for name in (row["body_name"],) if name]
    bodies = {}
    for row in raw["wgr_lineages"]:
        mine = texts[row["lineage_id"]]
        since = min([d for d in (row["first_version_in_force"], row["earliest_member_joined"]) if d])
        open_ = any(not one.until for one in mine)
        body = bodies[row["lineage_id"]] = Body(
            row["lineage_id"],
            row["body_name"] or row["name"],
            forms_of(mine),
            row["task_guess"],
            "by_hand" if row["task_guess_basis"] == "by_hand" else "keyword",
            "ROO",
            since,
            "" if open_ else max(one.until for one in mine),
            others[row["lineage_id"]],
        )
        body.also += [row["name"], *sorted(set(named_in[row["lineage_id"]]))]
        for one in mine:
            for code, joined in one.members:
                if joined and joined < body.joined.get(code, "9"):
                    body.joined[code] = joined
        for point in range(FIRST, PANEL):
            body.members[point] = _before_the_panel(body, mine, point, codes)
        now = [one for one in mine if one.holds(REGISTER_DAY)]
        named = {new for one in now for code, _ in one.members if codes.known(code) for new in codes.on(code, LAST)}
        body.members[LAST + 1] = dict.fromkeys(sorted(named), "recorded")
    for row in raw["wgr_panel"]:
        body = bodies[row["lineage_id"]]
        body.members[int(row["year"])][row["code"]] = BASIS[row["basis"]]
        if row["joined"] and row["joined"] < body.joined.get(row["code"], "9"):
            body.joined[row["code"]] = row["joined"]
    return bodies


def _before_the_panel(body: Body, texts: Iterable[Version], year: int, codes: Codes) -> dict[str, str]:
    """Trace the members back to a 1 January before 2018 by their dates of joining."""
    on = day(year)
    if on < body.since or (body.until and body.until <= on):
        return {}
    texts = list(texts)
    held = [one for one in texts if one.holds(on)] or [one for one in texts if one.since > on][:1] or texts[-1:]
    found: dict[str, str] = {}
    for one in held:
        for code, joined in one.members:
            if not codes.known(code):
                continue
            formed = codes.born(code) > year
            if joined <= on or (formed and joined == day(codes.born(code))):
                basis = "carried_back" if formed else "recorded"
                for part in codes.on(code, year):
                    if found.get(part) != "recorded":
                        found[part] = basis
    return found
