"""A toy province with accounts, invented so that they can be checked by hand: see :func:`folder`."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from reformsim.model.accounts.books import open_books
from reformsim.model.world import World
from reformsim.territory import Territory, load_territory
from tests.model.worlds import TOY, toy, world_of

HEAD = (
    "code,year,general_grant,specific_grants,local_taxes,fees,other_income,equity,balance_total,"
    "social_assistance,sewerage,back_office,governance,other_spending"
)


@lru_cache(maxsize=1)
def folder() -> Path:
    """The toy with accounts of 2011, thousands of euro.

    Each inhabitant brings 1,000 euro of general grant, 300 of specific grants, 200 of taxes, 100 of fees and 400 of
    other
    income; 300 go to social assistance (a grant pays it), 100 to sewerage (fees pay it), 200 to overhead, 100 to
    governance and
    1,300 to other things: nothing is left. Equity is 1,000 of a balance total of 4,000; of T01 it is 400 (10 %).
    """
    made = Path(tempfile.mkdtemp(prefix="reformsim-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    shutil.copytree(TOY, made / "toy")
    write_accounts(made / "toy")
    return made / "toy"


def write_accounts(there: Path, *, unlike: bool = False) -> None:
    """Write these accounts into a folder with the toy; taxes may be unlike: 100 and 300 in turn, other income what
    is left."""
    rows = [HEAD]
    for code, people in zip(toy().codes, (toy().population / 1000).tolist(), strict=True):
        equity = 400 if code == "T01" else 1000
        taxes = 200 if not unlike else 100 if int(code[1:]) % 2 else 300
        each = (1000, 300, taxes, 100, 600 - taxes, equity, 4000, 300, 100, 200, 100, 1300)
        rows.append(",".join([code, "2011", *(f"{people * one:g}" for one in each)]))
    (there / "accounts.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


@lru_cache(maxsize=1)
def toy_with_accounts() -> Territory:
    """The toy with accounts."""
    return load_territory(folder())


def world_with_books(**changed: float) -> World:
    """A world on its first day that keeps books; nothing happens by chance unless it is asked for."""
    world = world_of(toy_with_accounts(), **{"accounts__chance": 0.0, "accounts__rebuild": 0.0, **changed})
    world.state.accounts = open_books(world)
    return world
