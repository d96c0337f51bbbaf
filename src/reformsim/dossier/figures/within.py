"""Figures of what only a look inside the model shows: layers per subject, and the network of a region."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reformsim.dossier.figures.closeup import Closeup, Moment, look
from reformsim.dossier.figures.mapped import typical
from reformsim.dossier.figures.region import Region, network, region
from reformsim.dossier.subject import Subject
from reformsim.report.page.picture import Absent, Picture

if TYPE_CHECKING:
    from reformsim.report.figures.membership import Network
    from reformsim.tasks.catalogue import Task


def layers(about: Subject) -> Picture | Absent:
    """Draw the number of layers with a say on each task, at the start and at the end of each scenario."""
    from reformsim.report.figures.heat import heat_figure
    from reformsim.tasks import load_tasks

    w, title = about.w, about.w("figures.layers.title")
    if "layers_per_subject" in about.absent:
        return Absent("layers", title, w("figures.absent.country"))
    seen = _looks(about)
    if seen is None:
        return Absent("layers", title, w("figures.absent.version"))
    catalogue = load_tasks(date(about.years[0], 1, 1))
    found = [catalogue[task] for task in seen[0].tasks if task in catalogue]
    # Tasks that a scenario adds stand behind those of the catalogue; not all scenarios have them.
    values = np.column_stack([shot.layers[: len(found)] for shot in (seen[0].start, *(one.end for one in seen))])
    order = sorted(range(len(found)), key=lambda at: (-round(values[at, 0], 6), -values[at].sum(), found[at].id))
    columns = [w("figures.start_year", year=about.years[0]), *about.names]
    labels = [_name(about, found[at]) for at in order]
    below = w("figures.layers.below", first=about.years[0], last=about.years[-1])
    figure = heat_figure(title, below, columns, labels, values[order], source=about.source, w=w)
    over = [int((column > 2.005).sum()) for column in values.T]
    each = "; ".join(f"{name} {count}" for name, count in zip(about.names, over[1:], strict=True))
    alt = w("figures.layers.alt", count=len(found), start=over[0], last=about.years[-1], each=each)
    return Picture("layers", title, figure, alt, f"{w('figures.layers.note')} {_shown(about, seen)}".strip())


def network_of(about: Subject, wanted: str | None = None) -> Picture | Absent:
    """Draw which municipalities of a region sit together in which bodies.

    Parameters
    ----------
    about
        The results.
    wanted
        Code or name of a region; that with most bodies unless given.

    Raises
    ------
    UnknownNameError
        If there is no such region.
    """
    from reformsim.report.figures.membership import membership_figure

    w = about.w
    title = w("figures.network.title_any")
    if about.territory is None:
        return Absent("network", title, w("figures.absent.territory"))
    if "bodies_total" in about.absent:
        return Absent("network", title, w("figures.absent.country"))
    seen = _looks(about)
    if seen is None:
        return Absent("network", title, w("figures.absent.version"))
    where = region(about.territory, wanted, seen[0].start)
    networks = [_network(about, where, seen[0].start, w("figures.start_year", year=about.years[0]), None)]
    for at, (name, one) in enumerate(zip(about.names, seen, strict=True)):
        networks.append(_network(about, where, one.end, f"{name}, {one.end.year}", at))
    title = w("figures.network.title", region=where.name)
    figure = membership_figure(
        title, w("figures.network.below"), networks, scenarios=len(about.runs), source=about.source, w=w
    )
    alt = w("figures.network.alt", region=where.name, each="; ".join(one.title for one in networks))
    return Picture("network", title, figure, alt, f"{w('figures.network.note')} {_shown(about, seen)}".strip())


def _network(about: Subject, where: Region, moment: Moment, head: str, scenario: int | None) -> Network:
    made = network(where, moment, scenario)
    count = {"municipalities": len(made.municipalities), "bodies": len(made.forms), "seats": int(made.member.sum())}
    return replace(made, title=about.w("figures.network.head", head=head, **count))


def _looks(about: Subject) -> list[Closeup] | None:
    found = [look(run, typical(run).replicate) for run in about.runs]
    return None if any(one is None for one in found) else [one for one in found if one is not None]


def _shown(about: Subject, seen: list[Closeup]) -> str:
    """Say which replicate is shown, where there are several."""
    if all(run.replicates == 1 for run in about.runs):
        return ""
    numbers = ", ".join(f"{name}: {one.replicate}" for name, one in zip(about.names, seen, strict=True))
    return about.w("figures.replicate", numbers=numbers)


def _name(about: Subject, task: Task) -> str:
    return about.w.pick(task.name_en, task.name_nl)
