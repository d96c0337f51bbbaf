"""What results say of a place, on the screen and as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reformsim.cli.console import plain_table, say, show
from reformsim.cli.language import spoken

if TYPE_CHECKING:
    from reformsim.report.page.html import Cell, Row, Table
    from reformsim.report.page.lookup import Sheet


def show_sheet(name: str, folder: Path, csv: Path | None, *, allow_code: bool) -> None:
    """Show the sheet of what goes by a name in a folder of results; with ``csv`` write the values of every year too."""
    from reformsim.dossier.placed import place_in
    from reformsim.experiment import load_results

    seen = place_in(load_results(folder, allow_code=allow_code), name, lang=spoken().lang)
    for note in seen.notes:
        say(note)
    code = f" ({seen.code})" if seen.entry.kind != "body" else ""
    print(", ".join(filter(None, (f"{seen.name}{code}", seen.sheet.small))))
    _show(seen.sheet)
    if csv is not None:
        print()
        print(spoken()("place.written", file=seen.write(csv)))


def _show(sheet: Sheet) -> None:
    from reformsim.report.page.html import Facts, Table

    for what, told in sheet.said.rows:
        say(f"{what}: {told}", 2)
    for block in sheet.blocks:
        print()
        if isinstance(block, Table):
            say(block.caption)
            show(plain_table(block.heads, map(_cells, _rows(block)), right=sorted(block.numeric)))
            if block.note:
                say(block.note, 2, 0)
        elif isinstance(block, Facts):
            for what, told in block.rows:
                say(f"{what}: {told}", 2)
        else:
            say(block.text)


def _rows(table: Table) -> list[Row]:
    return [row for group in table.groups for row in group.rows]


def _cells(row: Row) -> tuple[str, ...]:
    head = f"{row.head} ({row.small})" if row.small else row.head
    return head, *map(_text, row.cells)


def _text(cell: Cell) -> str:
    return f"{cell.text} [{'; '.join(cell.small)}]" if cell.small else cell.text
