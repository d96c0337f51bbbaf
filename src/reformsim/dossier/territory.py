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
    from reformsim.report.words import Words
    from reformsim.territory import Territory

_LEFT = ' style="text-align:left"'
_RIGHT = ' style="text-align:right"'


def territory_html(territory: Territory, lang: str = "en") -> str:
    """Write a territory as HTML: its main facts, a map of its inhabitants and a table of its provinces.

    Raises
    ------
    UnknownNameError
        For another language than 'en' and 'nl'.
    """
    from reformsim.country import load_country
    from reformsim.report.words import words

    w, home = words(lang), load_country(territory.country)
    more = escape(home.middles[lang])
    facts = (
        (float(territory.population.sum()), w("maps.inhabitants")),
        (len(territory), w("maps.land.municipalities")),
        (len(territory.province_codes), more),
        (float(territory.area_km2.sum()), "km\N{SUPERSCRIPT TWO}"),
        (len(territory.edges), w("maps.land.neighbours")),
    )
    said = ", ".join(f"{w.number(number)} {what}" for number, what in facts)
    years = f"{territory.population_years[0]}-{territory.population_years[-1]}"
    known = years if len(territory.population_years) > 1 else f"{territory.year}"
    named = w("maps.land.divisions", names=", ".join(territory.divisions))
    divisions = f"<br>{escape(named)}" if territory.divisions else ""
    title = f"<b>{escape(territory.name)}</b>: {escape(w.own(territory, 'title'))}"
    attribution = w.own(territory, "attribution")
    note = f"<p><small>{escape(attribution)}</small></p>" if attribution else ""
    return (
        f"<p>{title}<br>{said}<br>{w('maps.land.known', years=known)}{divisions}</p>"
        f"<div>{_map(territory, w)}</div>"
        f"<details><summary>{more.capitalize()}</summary>{_provinces(territory, home, w)}</details>{note}"
    )


def _map(territory: Territory, w: Words) -> str:
    try:
        topology = territory.boundaries
    except TerritoryError:
        # A notebook goes on; `territory check` tells what is wrong with the file.
        topology = None
    t = territory
    shapes = shapes_of(t.codes, t.x, t.y, t.area_km2, topology)
    label = w("maps.land.map", name=t.name)
    return inline_map(shapes, t.names, t.population, t.province, label=label, lang=w.lang)


def _provinces(territory: Territory, home: Country, w: Words) -> str:
    count = len(territory.province_codes)
    units = np.bincount(territory.province, minlength=count)
    people = np.bincount(territory.province, weights=territory.population, minlength=count)
    rows = list(zip(territory.province_codes, territory.province_names, units, people, strict=True))
    rows.append(("", w("maps.land.all"), units.sum(), people.sum()))
    columns = (w("maps.land.code"), home.middle[w.lang], w("maps.land.municipalities"), w("maps.inhabitants"))
    heads = tuple(word[:1].upper() + word[1:] for word in columns)
    head = "".join(f"<th{_LEFT if i < 2 else _RIGHT}>{escape(word)}</th>" for i, word in enumerate(heads))
    body = "".join(
        f"<tr><td{_LEFT}>{escape(code)}</td><td{_LEFT}>{escape(name)}</td>"
        f"<td{_RIGHT}>{w.number(number)}</td><td{_RIGHT}>{w.number(float(n))}</td></tr>"
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
