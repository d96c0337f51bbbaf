"""What the register does not hold: bodies reported in 2015/16, regions of divisions, joint civil services."""

from __future__ import annotations

from collections import defaultdict

from codes import FIRST, LAST, Codes, day
from register import PANEL, Body

Rows = list[dict[str, str]]
REPORTED = 2016
"""OpenGR was put together in 2015 and 2016; it is taken as of 1 January 2016."""
PLUS_ENDS = "2015-01-01"
SAFETY_SINCE = 2011
"""First 1 January under the Wet veiligheidsregio's (in force on 1 October 2010)."""
COVERING = ("veiligheidsregio", "ggd_regio")
"""Divisions of which the law has every municipality in the body of its region."""
LAYERS = {"intergemeentelijkesocialediensten": "social_services", "socialewerkvoorziening": "social_work_employment"}
NEAR = 0.5
"""Likeness of member sets (Jaccard) from which a region of social services is taken for a body known already."""


def _exists(body: Body, on: str) -> bool:
    return body.since <= on and (not body.until or on < body.until)


def add_reported(bodies: dict[str, Body], raw: dict[str, Rows], judged: Rows, codes: Codes) -> None:
    """Add what the provinces reported to OpenGR: bodies that the register does not have, and members that left."""
    names = {row["body_id"]: row["name"] for row in raw["opengr2015_bodies"]}
    say = {row["body_id"]: row for row in judged}
    members: dict[str, set[str]] = defaultdict(set)
    for row in raw["opengr2015_members"]:
        if row["member_kind"] == "municipality" and row["body_id"] in say and codes.known(row["member_code"]):
            members[row["body_id"]].update(codes.on(row["member_code"], REPORTED))
    for number, row in say.items():
        target = say[row["same_as"]]["same_as"] or row["same_as"] if row["same_as"] in say else row["same_as"]
        if target:
            body = bodies[target]
            body.also.append(names[number])
            if row["older"] or body.since >= day(REPORTED + 1):
                body.since = ""
        else:
            until = row["until"] or day(PANEL)  # Not in the register of 2018, which was complete by then.
            forms = [(row["form"], row["since"], until)]
            body = Body(number, names[number], forms, row["subject"], "by_hand", "OSF", row["since"], until)
            bodies[number] = body
        for point in range(FIRST, PANEL):
            if _exists(body, day(point)):
                basis = "recorded" if point == REPORTED else "carried_back" if point < REPORTED else "carried_forward"
                for code in members[number]:
                    for one in codes.on(code, point):
                        if body.joined.get(one, "") <= day(point):
                            body.members[point].setdefault(one, basis)


def region_of(code: str, year: int, codes: Codes, old: dict[str, str], new: dict[str, str]) -> str | None:
    """Give the region of a municipality of a year, from those of 2011 and those of 2026."""
    if year >= PANEL:
        return new.get(codes.forward_from(code, year, LAST))
    if year <= 2011:
        return old.get(codes.forward_from(code, year, 2011))
    parts = codes.on(code, 2011)
    found = sorted(region for part in parts if (region := old.get(part)))
    return max(found, key=found.count) if found else None


def complete_regions(bodies: dict[str, Body], serving: dict[str, dict], raw: dict[str, Rows], codes: Codes) -> None:
    """Put municipalities that no body of their kind names into that of their region, since the law has all in one."""
    divisions: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for table, year in (("regions_2011", 2011), ("regions_2026", LAST)):
        for row in raw[table]:
            divisions[row["region_type"], year][row["code"]] = row["region_code"]
    for division, regions in serving.items():
        for region, numbers in regions.items():
            for number in numbers:
                if number:
                    bodies[number].serves.append(f"{division}/{region}")
        if division == "wgr_plus":
            _plusregios(bodies, regions, raw, codes)
        elif division in COVERING:
            first = SAFETY_SINCE if division == "veiligheidsregio" else FIRST
            for year in range(first, LAST + 1):
                _complete(bodies, regions, year, codes, divisions[division, 2011], divisions[division, LAST])


def _complete(bodies: dict, regions: dict, year: int, codes: Codes, old: dict, new: dict) -> None:
    named = {code for numbers in regions.values() for n in numbers for code in bodies[n].members[year]}
    for code in sorted(codes.alive[year] - named):
        region = region_of(code, year, codes, old, new)
        if region is not None:
            there = [bodies[n] for n in regions[region] if bodies[n].members[year]] or [bodies[regions[region][0]]]
            there[0].members[year][code] = "by_division"


def _plusregios(bodies: dict[str, Body], regions: dict, raw: dict[str, Rows], codes: Codes) -> None:
    """Let the plusregio's have the members that the law names until 2015."""
    rows = [row for row in raw["regions_2011"] if row["region_type"] == "wgr_plus"]
    for region, (number,) in regions.items():
        mine = [row for row in rows if row["region_code"] == region]
        if number is None:
            body = Body(region, mine[0]["region_name"], [], "regional_government", "by_division", "LAW", "", PLUS_ENDS)
            body.serves.append(f"wgr_plus/{region}")
            bodies[region] = body
        else:
            body = bodies[number]
            body.forms = [form for form in body.forms if form[0] != "plusregio"]
        body.forms.insert(0, ("plusregio", "", PLUS_ENDS))
        for year in range(FIRST, 2015):
            named = {part for row in mine for part in codes.on(row["code"], year)}
            body.members[year] = dict.fromkeys(sorted(named), "by_division")
        if number is not None and body.since > day(FIRST):
            body.since = ""


def add_divisions(bodies: dict[str, Body], layers: Rows, again: list[str], codes: Codes) -> None:
    """Add the regions of social services and social employment of 2016 that no body known already stands for.

    Parameters
    ----------
    again
        Names of regions that are known bodies under another name.
    """
    regions: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in layers:
        if row["layer"] in LAYERS:
            regions[row["layer"], row["region"]].update(codes.on(row["code"], REPORTED))
    subjects = set(LAYERS.values())
    known = [set(b.members[REPORTED]) for b in bodies.values() if b.subject in subjects and b.members[REPORTED]]
    for (layer, region), members in sorted(regions.items()):
        if region in again or len(members) < 2 or any(len(members & one) / len(members | one) >= NEAR for one in known):
            continue
        number = f"D{'I' if LAYERS[layer] == 'social_services' else 'W'}{sorted(members)[0][2:]}"
        body = Body(number, region, [("light", "", day(PANEL))], LAYERS[layer], "by_division", "OSF", until=day(PANEL))
        for point in range(FIRST, PANEL):
            body.members[point] = {one: "by_division" for code in members for one in codes.on(code, point)}
        bodies[number] = body


def add_civil_services(bodies: dict[str, Body], rows: Rows, codes: Codes) -> None:
    """Give joint civil services their form, and add those that the register does not have."""
    for row in rows:
        if row["lineage_id"]:
            if row["sure"] == "yes":
                body = bodies[row["lineage_id"]]
                body.forms.append(("ambtelijke_fusie", row["from"], row["to"]))
                body.also.append(row["name"])
            continue
        form = "ambtelijke_fusie" if row["sure"] == "yes" else "centrumgemeente"
        members = row["members"].split()
        number = f"A{members[0][2:]}{members[1][2:]}"
        spell = [(form, row["from"], row["to"])]
        body = Body(number, row["name"], spell, "shared_administration", "by_hand", "AF", row["from"], row["to"])
        for point in range(FIRST, LAST + 1):
            if row["from"] <= day(point) < row["to"]:
                body.members[point] = dict.fromkeys(members, "recorded")
                body.joined.update(dict.fromkeys(members, row["from"]))
        bodies[number] = body
