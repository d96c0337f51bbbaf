"""Which measures a country allows: one made of what is not known there is absent, not Dutch and not nought."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from types import MappingProxyType

import numpy as np

from reformsim.country import Country, load_country
from reformsim.law import Law, load_law
from reformsim.marked import read_marked
from reformsim.measures.view.stack import Bools, Stack
from reformsim.territory import Territory

INSTITUTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "tasks": ("the tasks of government", "de taken van de overheid"),
        "bodies": ("cooperation bodies", "samenwerkingsverbanden"),
        "water_boards": ("water boards", "waterschappen"),
        "euro": ("amounts in euro", "bedragen in euro"),
        "agencies": ("national agencies", "zelfstandige bestuursorganen"),
        "accounts": (
            "accounts of municipalities, or a run that keeps them",
            "gemeenterekeningen, of een run die ze bijhoudt",
        ),
        "parties": (
            "parties in councils, or a run in which councils vote",
            "partijen in gemeenteraden, of een run waarin raden stemmen",
        ),
        "sub_municipal": ("councils of parts of municipalities", "raden van delen van gemeenten"),
    }
)
"""What measures are made of beside tables of law, in English and Dutch."""

_OF_MECHANISM = {"accounts": "accounts", "parties": "councils"}
"""What there is only where a mechanism works."""

_INSTEAD = {"aldermen_share": "aldermen_by_class", "deputies_in_office": "deputies_by_class"}
"""Tables that are not missed where another one is known."""


@lru_cache(maxsize=1)
def needs() -> Mapping[str, tuple[str, ...]]:
    """Give by measure the tables of law and the institutions that it is made of (``needs.yaml``)."""
    with as_file(files("reformsim.measures") / "needs.yaml") as path:
        read = read_marked(path)
    return MappingProxyType({str(name): tuple(words) for name, words in read.data.items()})


def unknown(territory: Territory, law: Law | None = None) -> frozenset[str]:
    """Give the tables and institutions of which nothing is known on a territory.

    Parameters
    ----------
    law
        The law of a moment, to which a scenario may have added; that of the country unless given.
    """
    country = load_country(territory.country)
    return frozenset() if country.dutch else _unknown(territory, country, law or country.law)


@lru_cache(maxsize=64)
def _unknown(territory: Territory, country: Country, law: Law) -> frozenset[str]:
    tables = {name for name in law.unknown if _INSTEAD.get(name, name) in law.unknown}
    there = {
        "tasks": country.has_tasks,
        "euro": country.currency == "EUR",
        "agencies": country.has_tasks,
        "bodies": bool(territory.inventory or territory.statutory_bodies or territory.network),
        "water_boards": territory.water_boards is not None,
        "accounts": territory.has_accounts,
        "parties": False,  # those of the Netherlands alone are known
        "sub_municipal": bool(territory.sub_municipal),
    }
    if "water_boards" in country.none:
        tables.discard("water_board_chairs")
    return frozenset(tables | {name for name, known in there.items() if not (known or name in country.none)})


def absent(s: Stack, name: str) -> Bools:
    """Say in which snapshots a measure is absent, shape (S,)."""
    asked = frozenset(needs().get(name, ()))
    return np.array([not asked.isdisjoint(unknown(s.territory, shot.law)) for shot in s.shots])


def lacking(
    territory: Territory, measures: Iterable[str], *, acting: Collection[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Give the measures that are absent on the first day, each with what is not known of what it is made of.

    Parameters
    ----------
    acting
        Mechanisms that work in some run: without them there are no books or votes. All unless given.
    """
    idle = {thing for thing, mechanism in _OF_MECHANISM.items() if acting is not None and mechanism not in acting}
    missed = unknown(territory) | idle
    found = {name: tuple(one for one in needs().get(name, ()) if one in missed) for name in measures}
    return {name: those for name, those in found.items() if those}


PAY = ("what offices are paid", "de beloning van ambten")
_OF_PAY = ("_pay", "_fee", "_expenses", "_costs", "alderman_pay_floor", "water_board_executive_total")


def in_words(thing: str, lang: str) -> str:
    """Give the words for an institution or a table of law; those of pay have the same."""
    if thing.endswith(_OF_PAY):
        return PAY[lang == "nl"]
    if thing in INSTITUTIONS:
        return INSTITUTIONS[thing][lang == "nl"]
    table = load_law().table(thing)
    title = table.title_nl if lang == "nl" else table.title_en
    return title[:1].lower() + title[1:]
