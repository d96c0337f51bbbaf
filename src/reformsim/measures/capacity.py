"""Uitvoeringskracht (implementation capacity): what is lost by the scale of tasks, and which rest on too few people.

Both are shares of one basket: all tasks of the catalogue, whoever carries them, by their budgets on the first day. So
a task that moves to another layer goes on to count, at the scale at which it is carried out there, and tasks that
moved do not make those that stayed look better or worse.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.municipalities import padded
from reformsim.measures.view.scale import inhabitants_served
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Bools, Floats
from reformsim.tasks import load_task_book, lost, thin_below

RULE = "model: adequacy 1 / (1 + (s / S)^g) weighted by task budget"
CURVES = "tasks/catalogue.yaml (scale); Niaounakis & Blank 2017, Bikker & Van der Linde 2016 and others: docs/odd.md"
STAFF = "tasks/catalogue.yaml (staff); below two people: note 13/22 (vulnerable tasks), threshold: assumption"


@once
def lost_each(s: Snapshots) -> Floats:
    """Share of a euro that each task loses by its scale, shape (N, K)."""
    t, shares = s.tasks, np.zeros(s.carrier.shape)
    curved = ((t.depth > 0) | (t.rise > 0)).nonzero()[0]  # Few: the evidence finds no loss in most tasks.
    curve = (one[curved] for one in (t.depth, t.half_life, t.optimum, t.rise))
    shares[:, curved] = lost(inhabitants_served(s)[:, curved], *curve)
    return shares


@once
def lost_here(s: Snapshots) -> Floats:
    """Share of a euro lost to scale, mean over the basket, shape (N,)."""
    return s.over_basket(lost_each(s))


@once
def thin_each(s: Snapshots) -> Bools:
    """Tasks that rest on fewer than two full-time people where they are carried out, shape (N, K).

    Staff is that of the catalogue, as far as it is there: officials are cut, or taken by other work.
    """
    there = s.officials_there
    if (there == 1.0).all():
        return inhabitants_served(s) < thin_below(s.tasks.staff)
    with np.errstate(divide="ignore"):  # Where nobody is left, no number of inhabitants is enough.
        return inhabitants_served(s) < thin_below(s.tasks.staff * there).take(s.carrier_place)


@once
def thin_here(s: Snapshots) -> Floats:
    """Share of the basket that is thin, shape (N,)."""
    return s.over_basket(thin_each(s))


def weakest_tenth(s: Snapshots, values: Floats) -> Floats:
    """Mean of a value per municipality, (N,), over the tenth of inhabitants for whom it is highest, shape (S,)."""
    order = np.lexsort((-values, s.snap))  # From the weakest, within each snapshot.
    people = s.people.take(order)
    # People are whole numbers: their running sum over all snapshots is exact.
    before = people.cumsum() - people - s.each(s.inhabitants.cumsum() - s.inhabitants)
    part = np.minimum(np.maximum(s.each(0.1 * s.inhabitants) - before, 0.0), people)
    return s.total(part * values.take(order)) / s.total(part)


@once
def shifted(s: Snapshots) -> tuple[Floats, Floats]:
    """What is lost to scale beside the first day, within tasks and by other tasks, shape (S,) each.

    A shift-share on the basket, an inhabitant and a task at a time: within are the tasks that municipalities carry
    where one lives, on the first day and now; the others were moved, or are not municipal. Both add up to the whole
    difference. Inhabitants are those of the units of the start map, so that merging moves nobody.
    """
    share, basket = s.unit_people / s.inhabitants[:, None], slice(len(s.tasks) - s.tasks.added)
    here = (lost_each(s) * s.basket)[:, basket].take(s.owner, axis=0) * share[:, :, None]
    own = s.municipal[:, basket].take(s.owner, axis=0)
    gained = here - s.then(here)
    within = (gained * (own & s.then(own))).sum(axis=(1, 2))
    return within, gained.sum(axis=(1, 2)) - within


def by_task(
    name: str, title_en: str, title_nl: str, definition: str, source: str, each: Callable[[Snapshots], Floats | Bools]
) -> tuple[Measure, ...]:
    """Measures of every task where municipalities carry it; no value where none does, or the run does not know it."""
    book = load_task_book()

    def measure(task: str) -> Measure:
        def here(s: Snapshots) -> Floats:
            if task not in s.tasks:
                return np.full(len(s.snap), np.nan)
            k = s.tasks.index(task)
            return np.where(s.municipal[:, k], each(s)[:, k], np.nan)

        def mean(s: Snapshots) -> Floats:
            if task not in s.tasks:
                return np.full(len(s.shots), np.nan)
            k = s.tasks.index(task)
            own = s.municipal[:, k]
            people = s.total(own * s.people)
            total = s.total(each(s)[:, k] * own * s.people)
            return np.divide(total, people, out=np.full(len(people), np.nan), where=people > 0)

        name_en, name_nl = book.names(task)
        titles = f"{title_en}: {name_en}", f"{title_nl}: {name_nl}"
        return Measure(f"{name}.{task}", "share", *titles, definition, "lower", source, mean, here, task=task)

    return tuple(measure(task) for task in book.ids)


def provincial(s: Snapshots) -> Floats:
    """Capacity of provinces, mean over inhabitants, shape (S,)."""
    capacity = padded([shot.province_capacity for shot in s.shots], s.provinces)
    return (capacity * s.by_province).sum(axis=1) / s.by_province.sum(axis=1)


MEASURES = (
    Measure(
        "lost_to_scale",
        "share",
        "Lost to scale",
        "Verlies door schaal",
        "Share of a euro that tasks lose by the scale at which they are carried out, against the best scale for each "
        "(a curve per task, nought where the evidence finds no loss); mean over inhabitants and a fixed basket: all "
        "tasks, whoever carries them, by their budgets on the first day.",
        "lower",
        CURVES,
        lambda s: s.by_people(lost_here(s)),
        lost_here,
        headline=True,
        items=(78,),
    ),
    Measure(
        "thin_tasks",
        "share",
        "Thin tasks",
        "Dun bezette taken",
        "Share of the same basket in tasks that rest on fewer than two full-time people where they are carried out, "
        "mean over inhabitants.",
        "lower",
        STAFF,
        lambda s: s.by_people(thin_here(s)),
        thin_here,
        headline=True,
        items=(78,),
    ),
    Measure(
        "lost_to_scale_weakest_tenth",
        "share",
        "Lost to scale, weakest tenth",
        "Verlies door schaal, zwakste tiende",
        "Lost to scale for the tenth of inhabitants in the municipalities that lose most.",
        "lower",
        CURVES,
        lambda s: weakest_tenth(s, lost_here(s)),
    ),
    Measure(
        "thin_tasks_weakest_tenth",
        "share",
        "Thin tasks, weakest tenth",
        "Dun bezette taken, zwakste tiende",
        "Thin tasks for the tenth of inhabitants in the municipalities where most of the basket is thin.",
        "lower",
        STAFF,
        lambda s: weakest_tenth(s, thin_here(s)),
    ),
    Measure(
        "lost_to_scale_within",
        "share",
        "Lost to scale since the start, within tasks",
        "Verlies door schaal sinds het begin, binnen taken",
        "Change since the first day of what is lost to scale, in tasks that municipalities carried then and carry now.",
        "lower",
        CURVES,
        lambda s: shifted(s)[0],
    ),
    Measure(
        "lost_to_scale_other",
        "share",
        "Lost to scale since the start, other tasks",
        "Verlies door schaal sinds het begin, andere taken",
        "Change since the first day of what is lost to scale, in all other tasks: those that moved between layers, and "
        "those that municipalities never carried.",
        "lower",
        CURVES,
        lambda s: shifted(s)[1],
    ),
    *by_task(
        "lost_to_scale",
        "Lost to scale",
        "Verlies door schaal",
        "Share of a euro that the task loses by the scale at which it is carried out, mean over the inhabitants whose "
        "municipality carries it; no value where none does.",
        CURVES,
        lost_each,
    ),
    *by_task(
        "thin",
        "Thin",
        "Dun bezet",
        "Share of the inhabitants whose municipality carries the task for whom it rests on fewer than two full-time "
        "people where it is carried out; no value where no municipality carries it.",
        STAFF,
        thin_each,
    ),
    Measure(
        "capacity_mean",
        "0-1",
        "Adequacy in the rules of cooperation and mergers",
        "Toereikendheid in de regels voor samenwerking en herindeling",
        "Adequacy of municipal tasks by which municipalities choose in the model, weighted by budget; "
        "mean over inhabitants. Tasks that move change the basket: no measure of capacity.",
        "none",
        RULE,
        lambda s: s.by_people(s.along("capacity")),
        lambda s: s.along("capacity"),
    ),
    Measure(
        "provincial_capacity",
        "0-1",
        "Adequacy of provinces",
        "Toereikendheid van provincies",
        "Adequacy of provincial tasks at the scale of the province's inhabitants, weighted by budget; mean over "
        "inhabitants.",
        "higher",
        RULE,
        provincial,
    ),
)
