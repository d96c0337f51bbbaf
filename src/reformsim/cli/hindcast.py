"""``validate``: history replayed and held against published figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.console import plain_table, show


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Replay history; compare it with published figures.")(validate)


def validate(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Markdown file to write in place of the table on the screen.")
    ] = None,
) -> None:
    """Replay history (recorded mergers, enacted law) and hold it against published figures."""
    from reformsim.errors import OutputError
    from reformsim.hindcast import markdown, summary
    from reformsim.hindcast import validate as replay

    rows = replay()
    if out is not None:
        try:
            out.write_text(markdown(rows), encoding="utf-8")
        except OSError as error:
            raise OutputError(f"cannot write {out}: {(error.strerror or str(error)).lower()}") from error
        print(f"{out}: {summary(rows)}")
        return
    cells = [
        (
            row.title,
            str(row.year),
            f"{row.simulated:,.0f}",
            f"{row.published:,.0f}",
            f"{100 * row.difference:+.2f}",
            "agrees" if row.agrees else "misses",
            row.role,
            row.status,
        )
        for row in rows
    ]
    heads = ("Measure", "Year", "Simulated", "Published", "Diff %", "Verdict", "Role", "Figure")
    show(plain_table(heads, cells, right=(1, 2, 3, 4)))
    print(f"\n{summary(rows)}\nreformsim validate --out FILE: with reasons and sources.")
