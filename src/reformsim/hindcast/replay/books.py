"""The books of municipalities against the record: a year ahead, and from the first year of the record to the last.

What the books are told is the nation: what each line of income, all spending and the balance total came to per
inhabitant in each year. So the rival is not last year's figure alone, which is not told it, but that figure times the
same growth of the nation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Bools, Floats, Ints, Ints32
from reformsim.territory import AccountsRecord, Territory, load_territory
from reformsim.territory.accounts import INCOME

if TYPE_CHECKING:
    from reformsim.model import ReformModel

HOME = "netherlands"
CLASSES = (
    (0, "below 20,000"),
    (20_000, "20,000 to 50,000"),
    (50_000, "50,000 to 100,000"),
    (100_000, "100,000 and more"),
)
"""Classes of inhabitants, by their lower bound."""
LINES = ("general_grant", "spending", "local_taxes", "equity", "solvency")
"""What is compared: euro per inhabitant, and of solvency percentage points."""
_TAXES, _GRANT = INCOME.index("local_taxes"), INCOME.index("general_grant")


@dataclass(frozen=True, slots=True)
class Compared:
    """One line in one class of size.

    Attributes
    ----------
    line, size
        Of :data:`LINES` and :data:`CLASSES`; an empty size is all.
    cases
        Municipalities (in all years together).
    model, last, grown
        Mean absolute error: of the books; of the last figure; of the last figure grown as the nation.
    mean
        Of the record.
    """

    line: str
    size: str
    cases: int
    model: float
    last: float
    grown: float
    mean: float


@dataclass(frozen=True, eq=False)
class _Cases:
    """Inhabitants of m municipalities at the end of a span, (m,), and values per inhabitant, (m, lines) each."""

    people: Floats
    model: Floats
    last: Floats
    grown: Floats
    record: Floats


def year_ahead(first: int | None = None, last: int | None = None) -> tuple[Compared, ...]:
    """Give the errors a year ahead, over all pairs of years on record (or from ``first`` to ``last``)."""
    years = _years()
    spans = [(y, y + 1) for y in years[:-1] if (first or y) <= y and y + 1 <= (last or y + 1)]
    return _compared([_span(*span) for span in spans])


def whole_span() -> tuple[Compared, ...]:
    """Give the errors from the first year of the record to its last."""
    return _compared([_span(_years()[0], _years()[-1])])


def _years() -> list[int]:
    return sorted(_record().years)


def _record() -> AccountsRecord:
    record = _land(2017).books
    assert record is not None, "the Netherlands have accounts"
    return record


@lru_cache(maxsize=16)
def _land(year: int) -> Territory:
    return load_territory(HOME, year)


def _compared(spans: Sequence[_Cases]) -> tuple[Compared, ...]:
    people = np.concatenate([one.people for one in spans])
    of = {name: np.concatenate([getattr(one, name) for one in spans]) for name in ("model", "last", "grown", "record")}
    return tuple(_rows(people, of))


def _rows(people: Floats, of: Mapping[str, Floats]) -> Iterator[Compared]:
    bounds = np.array([low for low, _ in CLASSES])
    size = np.searchsorted(bounds, people, side="right") - 1
    for line, name in enumerate(LINES):
        for number, label in [*enumerate(label for _, label in CLASSES), (-1, "")]:
            here = size == number if number >= 0 else np.ones(len(size), bool)
            truth = of["record"][here, line]
            model, last, grown = (float(np.abs(of[w][here, line] - truth).mean()) for w in ("model", "last", "grown"))
            yield Compared(name, label, int(here.sum()), model, last, grown, float(truth.mean()))


def _values(record: AccountsRecord, territory: Territory) -> tuple[Floats, Bools]:
    """Euro of each line by municipality, (n, 5), the balance total in place of solvency; and which are on record."""
    year = record.years[territory.year]
    at = {code: i for i, code in enumerate(year.codes)}
    place = np.array([at.get(code, -1) for code in territory.codes])
    values = np.stack(
        [year.income[:, _GRANT], year.spending.sum(axis=1), year.income[:, _TAXES], year.equity, year.balance_total],
        axis=1,
    )[place]
    return values, (place >= 0) & ~np.isnan(values).any(axis=1)


def national(year: int) -> dict[str, float]:
    """What the nation had in a year, euro per inhabitant: lines of income, all spending, and the balance total."""
    record, land = _record(), _land(year)
    known = record.years[year]
    at = {code: i for i, code in enumerate(land.codes)}
    people = float(land.population[[at[code] for code in known.codes]].sum())
    income = dict(zip(INCOME, (known.income.sum(axis=0) / people).tolist(), strict=True))
    whole = ~np.isnan(known.balance_total)
    with_balance = float(
        land.population[[at[code] for code, there in zip(known.codes, whole, strict=True) if there]].sum()
    )
    balance = float(known.balance_total[whole].sum() / with_balance)
    return income | {"spending": float(known.spending.sum() / people), "balance_total": balance}


def _span(first: int, last: int) -> _Cases:
    """Run the books from one year to another with the mergers of the record, and set them beside it."""
    from reformsim.model import ReformModel
    from reformsim.scenario import Scenario

    scenario = Scenario(
        name="books", territory=HOME, horizon={"start": first, "end": last}, mergers="replay", network="recorded",
        assumptions="fixed", behaviour={"accounts.chance": 0.0}, mechanisms={"accounts": True},
    )  # fmt: skip
    model = ReformModel(scenario)
    books = model.state.accounts
    assert books is not None, "the mechanism is on"
    books.told.update({year: national(year) for year in range(first + 1, last + 1)})
    while model.years_done <= last - first:
        model.step()
    return _beside(model, first, last)


def _beside(model: ReformModel, first: int, last: int) -> _Cases:
    """The municipalities of the last year that were not divided, with own accounts then and of all parts before."""
    state, before_land, now_land = model.state, _land(first), _land(last)
    owner, live = state.owner, state.live
    before, known = _values(_record(), before_land)
    now, known_now = _values(_record(), now_land)
    place = {code: i for i, code in enumerate(now_land.codes)}
    target = np.array([place.get(state.codes[row], -1) for row in live])
    divided = {event.new for event in before_land.events if event.year <= last and event.kind == "split"}
    whole = np.array([state.codes[row] not in divided for row in live])
    good = whole & (target >= 0) & known_now[target] & ~np.isin(live, owner[~known])
    then = _together(np.concatenate([before, before_land.population[:, None]], axis=1), owner, live)[good]
    people, at_last = state.population[live][good].astype(float), now[target][good]
    seen = state.accounts.seen(live[good])  # type: ignore[union-attr]
    model_has = np.stack(
        [seen.income[:, _GRANT], seen.spending, seen.income[:, _TAXES], seen.equity, seen.balance_total], axis=1
    )
    growth = _growth(before[known], before_land.population[known], now[known_now], now_land.population[known_now])
    before_per = _per_inhabitant(then[:, :-1], then[:, -1])
    return _Cases(
        people, _per_inhabitant(model_has, people), before_per, before_per * growth, _per_inhabitant(at_last, people)
    )


def _growth(before: Floats, people_before: Ints, now: Floats, people_now: Ints) -> Floats:
    """How much the nation had per inhabitant in the later year, relative to the earlier, by line."""
    each = [
        _per_inhabitant(values.sum(axis=0)[None, :], np.array([float(people.sum())]))[0]
        for values, people in ((before, people_before), (now, people_now))
    ]
    growth: Floats = each[1] / each[0]
    return growth


def _per_inhabitant(values: Floats, people: Floats) -> Floats:
    """Euro per inhabitant, and solvency in percentage points in place of the balance total, (m, lines)."""
    result = values / people[:, None]
    result[:, -1] = 100.0 * values[:, -2] / values[:, -1]
    return result


def _together(values: Floats, owner: Ints32, live: Ints32) -> Floats:
    """Add up what is by unit of the first year to the municipalities of the last."""
    result = np.zeros((len(live), values.shape[1]))
    np.add.at(result, np.searchsorted(live, owner), np.nan_to_num(values))
    return result
