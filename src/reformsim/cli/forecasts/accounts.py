"""``accounts``: the books of municipalities held against the record."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.console import of_scores, score_table, show, write_text


def accounts(
    page: Annotated[
        Path | None, typer.Option("--page", help="File for the tables (Markdown), with the years not used apart.")
    ] = None,
    choices: Annotated[
        bool, typer.Option("--choices", help="Show instead what they add to the choice to merge and to cooperate.")
    ] = False,
) -> None:
    """Keep the books of municipalities from the accounts of 2017 on, and hold them against later accounts."""
    if choices:
        _beside_the_rules()
        return
    from reformsim.hindcast.replay import books, books_page

    ahead, span = books.year_ahead(), books.whole_span()
    if page is not None:
        write_text(page, books_page.page(ahead, books.year_ahead(2018), span))
        return
    for title, rows in (("A year ahead, 2018 to 2024", ahead), ("From 2017 to 2024", span)):
        print(of_scores(f"{title}: mean absolute error, euro per inhabitant"))
        show(score_table(books_page.HEADS, books_page.cells(rows), right=(2, 3, 4, 5, 6)))
        print()
    print(of_scores("The books are told what the nation had; so is the last figure grown as the nation."))


def _beside_the_rules() -> None:
    """Show what wealth and weak finance add to the rules of merging, founding and joining."""
    from reformsim.behaviour import load_behaviour
    from reformsim.estimation import finances

    found = finances.looked_at(finances.known_until_2018(), load_behaviour())
    show(score_table(finances.WEIGHT_HEADS, finances.weight_rows(found), right=(2, 3, 4)))
    print()
    show(score_table(finances.SCORE_HEADS, finances.score_rows(found), right=(1, 2, 3, 4)))
    print()
    show(score_table(finances.BODY_HEADS, finances.body_rows(finances.cooperating()), right=(1, 2, 3, 4)))
