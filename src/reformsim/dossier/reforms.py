"""The reforms of all scenarios in words and by day, and who has which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reformsim.dossier.subject import Subject
    from reformsim.levers.base import Lever
    from reformsim.report.figures.timeline import Reform


def label(lever: Lever, subject: Subject) -> str:
    """Say what a lever does: its title, and of which tasks or under which name where that tells it from others."""
    from reformsim.tasks import load_task_book

    w, book = subject.w, load_task_book()
    title = w.pick(lever.title_en, lever.title_nl)
    task, layer = getattr(lever, "task", None), getattr(lever, "carrier", None)
    if isinstance(task, str) and task in book.ids:
        name = w.pick(*book.names(task))
        return w("figures.task_to", task=name, layer=w(f"figures.layer.{layer}")) if layer else f"{title}: {name}"
    if lever.id == lever.lever:
        return title
    own, tasks = getattr(lever, "name", None), [one for one in getattr(lever, "tasks", None) or () if one in book.ids]
    if isinstance(own, str) and own:
        return own if own.startswith(title) else f"{title}: {own}"
    if tasks:
        return f"{title}: {', '.join(w.pick(*book.names(one)) for one in tasks)}"
    return f"{title} ({lever.id.replace('_', ' ')})"


def reforms(subject: Subject) -> list[Reform]:
    """Give every reform once, with the positions of the scenarios that have it, by family and in order of the files.

    A reform of the same name on the same day that scenarios give other figures is one reform too.
    """
    from reformsim.levers.registry import FAMILIES
    from reformsim.report.figures.timeline import Reform

    found: dict[tuple[int, str, object], tuple[Lever, list[int]]] = {}
    for position, run in enumerate(subject.runs):
        for lever in run.scenario.levers:
            rank = FAMILIES.index(lever.family) if lever.family in FAMILIES else len(FAMILIES)
            _, who = found.setdefault((rank, label(lever, subject), lever.date), (lever, []))
            if position not in who:
                who.append(position)
    ordered = sorted(found.items(), key=lambda item: item[0][0])
    return [
        Reform(subject.w(f"figures.family.{lever.family}"), words, lever.date, tuple(who))
        for (_, words, _), (lever, who) in ordered
    ]
