"""A territory as a notebook shows it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from reformsim.errors import TerritoryError
from reformsim.report.maps.geometry import shapes_of
from reformsim.report.maps.svgmap import inline_map

if TYPE_CHECKING:
    from reformsim.country import Country
    from reformsim.dossier.notebook import Seen
    from reformsim.territory import Territory

_LEFT = ' style="text-align:left"'
_RIGHT = ' style="text-align:right"'


def territory_html(territory: Territory) -> str:
    """Write a territory as HTML: its main facts, a map of its inhabitants and a table of its provinces."""
    from reformsim.country import load_country

    home = load_country(territory.country)
    more = escape(home.middles["en"])
    facts = (
        (f"{territory.population.sum():,}", "inhabitants"),
        (f"{len(territory):,}", "municipalities"),
        (f"{len(territory.province_codes):,}", more),
        (f"{territory.area_km2.sum():,.0f}", "km\N{SUPERSCRIPT TWO}"),
        (f"{len(territory.edges):,}", "pairs of neighbours"),
    )
    said = ", ".join(f"{number} {what}" for number, what in facts)
    years = f"{territory.population_years[0]}-{territory.population_years[-1]}"
    known = years if len(territory.population_years) > 1 else f"{territory.year}"
    divisions = f"<br>divisions: {escape(', '.join(territory.divisions))}" if territory.divisions else ""
    title = f"<b>{escape(territory.name)}</b>: {escape(territory.title)}"
    note = f"<p><small>{escape(territory.attribution)}</small></p>" if territory.attribution else ""
    return (
        f"<p>{title}<br>{said}<br>figures of inhabitants: {known}{divisions}</p>"
        f"<div>{_map(territory)}</div>"
        f"<details><summary>{more.capitalize()}</summary>{_provinces(territory, home)}</details>{note}"
    )


def _map(territory: Territory) -> str:
    try:
        topology = territory.boundaries
    except TerritoryError:
        # A notebook goes on; `territory check` tells what is wrong with the file.
        topology = None
    t = territory
    shapes = shapes_of(t.codes, t.x, t.y, t.area_km2, topology)
    label = f"Map of {t.name}: inhabitants by municipality"
    return inline_map(shapes, t.names, t.population, t.province, label=label)


def _provinces(territory: Territory, home: Country) -> str:
    count = len(territory.province_codes)
    units = np.bincount(territory.province, minlength=count)
    people = np.bincount(territory.province, weights=territory.population, minlength=count)
    rows = list(zip(territory.province_codes, territory.province_names, units, people, strict=True))
    rows.append(("", "All", units.sum(), people.sum()))
    heads = ("Code", home.middle["en"].capitalize(), "Municipalities", "Inhabitants")
    head = "".join(f"<th{_LEFT if i < 2 else _RIGHT}>{escape(word)}</th>" for i, word in enumerate(heads))
    body = "".join(
        f"<tr><td{_LEFT}>{escape(code)}</td><td{_LEFT}>{escape(name)}</td>"
        f"<td{_RIGHT}>{number:,}</td><td{_RIGHT}>{int(n):,}</td></tr>"
        for code, name, number, n in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def draw_territory(territory: Territory, *, lang: str = "en") -> Seen:
    """Draw the map of a territory, coloured by inhabitants.

    Raises
    ------
    UnknownNameError
        For another language than 'en' and 'nl'.
    """
    from reformsim.dossier.figures.maps import shapes
    from reformsim.dossier.notebook import Seen
    from reformsim.report.figures.lines import source_line
    from reformsim.report.maps.drawing import MapPanel, Measure, map_figure
    from reformsim.report.page.picture import Picture
    from reformsim.report.words import words

    w, count = words(lang), len(territory)
    place = w.own(territory, "title")
    about = w("maps.count", count=w.number(count))
    panel = MapPanel(place, about, np.arange(count), territory.province.astype(np.int64),
                     territory.population.astype(np.float64))  # fmt: skip
    title = w("maps.title", years=territory.year)
    source = source_line(w.own(territory, "attribution") or place, w)
    measure = Measure(w("maps.inhabitants"), orders=True)
    figure = map_figure(shapes(territory), [panel], measure, title=title, subtitle="", source=source, lang=lang)
    return Seen(Picture("map", title, figure, f"{title}. {place}: {about}"))
