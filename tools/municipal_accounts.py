"""Write the accounts of every municipality and year: income, spending by task of the catalogue, equity, balance total.

Usage::

    python tools/municipal_accounts.py RAW_FOLDER [OUT_FILE]

``RAW_FOLDER`` holds money/iv3_taskfields_accounts_2017_2024.csv and money/iv3_summary_2017_2026.csv (Iv3 accounts by
municipality, Statistics Netherlands, CC BY 4.0). Task fields are added up to tasks as the catalogue has them from 2015
on; what is no task of it is governance (0.1) or other spending. Thousands of euro. The same input gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from csvfiles import read, write

from reformsim.tasks import load_task_book

OUT = (
    Path(__file__).resolve().parent.parent / "src" / "reformsim" / "territory" / "data" / "netherlands" / "accounts.csv"
)
INCOME = ("general_grant", "specific_grants", "local_taxes", "fees")
NOT_APART = {"integration"}
"""Tasks whose fields another task has too: the accounts do not tell them apart."""


def fields_of_tasks() -> dict[str, tuple[str, ...]]:
    """Give the task fields of every task of the catalogue that the accounts tell apart."""
    found: dict[str, tuple[str, ...]] = {}
    for task in load_task_book().tasks:
        for _, given in task.editions:
            if given.budget.fields and task.id not in NOT_APART:
                found[task.id] = tuple(given.budget.fields)
    return found


def main() -> None:
    """Write the table."""
    raw = Path(sys.argv[1]) / "money"
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else OUT
    fields = fields_of_tasks()
    spent = {(row["year"], row["code"]): row for row in read(raw / "iv3_taskfields_accounts_2017_2024.csv")}
    rows = []
    for row in read(raw / "iv3_summary_2017_2026.csv"):
        key = row["year"], row["code"]
        if row["report"] != "accounts" or key not in spent:
            continue
        mine = [sum(int(spent[key][f"tf_{field}"] or 0) for field in each) for each in fields.values()]
        income = [int(row[name] or 0) for name in INCOME]
        governance, total = int(row["governance_0_1"] or 0), int(row["expenditure"])
        other = int(row["revenue"]) - sum(income)
        stock = (row["equity"] and int(row["equity"]), row["balance_total"] and int(row["balance_total"]))
        rows.append(
            (row["code"], int(row["year"]), *income, other, *stock, *mine, governance, total - governance - sum(mine))
        )
    names = (
        "code",
        "year",
        *INCOME,
        "other_income",
        "equity",
        "balance_total",
        *fields,
        "governance",
        "other_spending",
    )
    write(out, ",".join(names), rows)


if __name__ == "__main__":
    main()
