"""Write what municipalities spent by task field and year from their accounts, added up over the country.

Usage::

    python tools/task_accounts.py RAW_FOLDER [OUT_FILE]

``RAW_FOLDER`` holds money/iv3_taskfields_accounts_2017_2024.csv, money/iv3_taskfield_titles.csv and
money/iv3_summary_2017_2026.csv (Iv3 accounts by municipality, Statistics Netherlands, CC BY 4.0). Inhabitants are
those of the municipalities whose accounts are there, so that euro over inhabitants is a mean of these. The same input
gives the same bytes.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from csvfiles import read

OUT = Path(__file__).resolve().parent.parent / "src" / "reformsim" / "tasks" / "accounts.csv"


def main() -> None:
    """Write the table."""
    raw = Path(sys.argv[1]) / "money"
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else OUT
    titles = {row["code"]: row["title_nl"] for row in read(raw / "iv3_taskfield_titles.csv")}
    people = {
        (row["year"], row["code"]): int(row["population"])
        for row in read(raw / "iv3_summary_2017_2026.csv")
        if row["report"] == "accounts"
    }
    spent: dict[tuple[str, str], float] = defaultdict(float)
    inhabitants: dict[str, int] = defaultdict(int)
    for row in read(raw / "iv3_taskfields_accounts_2017_2024.csv"):
        inhabitants[row["year"]] += people[row["year"], row["code"]]
        for key, value in row.items():
            if key.startswith("tf_"):
                spent[row["year"], key[3:]] += float(value or 0)
    with out.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(("year", "field", "title_nl", "thousand_euro", "inhabitants"))
        for (year, field), euro in sorted(spent.items(), key=lambda item: (item[0][0], _order(item[0][1]))):
            table.writerow((year, field, titles[field], round(euro), inhabitants[year]))


def _order(field: str) -> tuple[int, str]:
    chapter, _, part = field.partition(".")
    return int(chapter), part


if __name__ == "__main__":
    main()
