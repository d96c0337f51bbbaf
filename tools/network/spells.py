"""From members at points in time to spells: from when to when a municipality sat in a body, and how that is known."""

from __future__ import annotations

from typing import NamedTuple

from codes import FIRST, LAST, Codes, day
from register import POINTS, REGISTER_DAY, Body, point_day


class Spell(NamedTuple):
    """A membership: body, municipality (code of that time), first day, day after the last ('' if it lasts), basis."""

    body: str
    code: str
    since: str
    until: str
    basis: str


def spells_of(body: Body, codes: Codes) -> list[Spell]:
    """Give the memberships of a body, by municipality and day."""
    found = []
    for code in sorted({code for named in body.members.values() for code in named}):
        runs: list[list[int]] = []
        for point in POINTS:
            basis = body.members[point].get(code)
            if basis is None:
                continue
            if runs and runs[-1][-1] == point - 1 and body.members[point - 1][code] == basis:
                runs[-1].append(point)
            else:
                runs.append([point])
        for run in runs:
            first, last = run[0], run[-1]
            went_on = code in body.members.get(first - 1, {})
            since = day(first) if went_on and first > FIRST else _begin(body, code, first, codes)
            stays = code in body.members.get(last + 1, {})
            until = point_day(last + 1) if stays else _end(body, code, last, codes)
            if not until or since < until:
                found.append(Spell(body.id, code, since, until, body.members[first][code]))
    return found


def _begin(body: Body, code: str, point: int, codes: Codes) -> str:
    """Give the day on which a membership began that is there at a point and not at the one before."""
    this, before = point_day(point), "" if point == FIRST else point_day(point - 1)
    if point > FIRST and point <= LAST and code not in codes.alive[point - 1]:
        return this
    known = [d for d in (body.joined.get(code, ""), body.since) if d and before < d <= this]
    return max(known) if known else this


def _end(body: Body, code: str, point: int, codes: Codes) -> str:
    """Give the day after the last of a membership that is there at a point and not at the next; '' if it goes on."""
    if point > LAST:
        return ""
    after = point_day(point + 1)
    if body.until and point_day(point) < body.until <= after:
        return body.until
    if point < LAST and code not in codes.alive[point + 1]:
        return day(point + 1)
    return REGISTER_DAY if point == LAST else after
