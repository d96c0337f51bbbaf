"""Print full-time people per 1,000 inhabitants by task, with the steps from the counts and the accounts.

Usage::

    python tools/staff_by_task.py RAW_FOLDER [YEAR]

With a YEAR from 2017 to 2024 the tasks are those of the catalogue since 2015, by the accounts of that year; without one
those of 2011.

``RAW_FOLDER`` holds population_by_year.csv, money/fte_2014_public_bodies.csv (people counted by organisation, about
2014), money/iv3_summary_2017_2026.csv and money/iv3_taskfields_accounts_2017_2024.csv (accounts by municipality). The
last column goes into ``tasks/catalogue.yaml`` by hand. Sources: FTE 2014 of the ministry of the Interior (BZK), by
way of the Open State Foundation; Iv3 and inhabitants of Statistics Netherlands (CBS), CC BY 4.0.

1. Counted: people of a municipality per 1,000 inhabitants. Rows below :data:`LEAST` are left out: municipalities whose
   staff sits in a joint civil service, and plain errors. The level is the median of the class :data:`CLASS`, in which
   nearly half of all municipalities lie.
2. Counted in the accounts: the part of salaries that is overhead. It is the share of back_office.
3. Assumed: what part of the other spending on a task field is pay of the municipality's own people (:data:`FIELDS`,
   each with a range). The accounts do not tell: they give salaries as one sum. The parts are multiplied by one
   factor, so that they add up to the salaries in the accounts. It comes out at 0.71: part of the work is done by
   joint bodies and by hired people. (Regressing salaries on the spending of 27 groups of fields over 2,782 accounts
   does not identify the parts: waste, civil affairs and governance then get nought.)
   For a YEAR the level is that of the count times the growth of salaries per inhabitant in the accounts since 2017,
   over the rise of pay: that of the fees of councillors, which follow government wages, between the law of 2018 and
   of 2026, in a constant ratio (:data:`RISE`). For all municipalities together it gives 1.059 from 2021 to 2023, where
   the Personeelsmonitor of A&O fonds Gemeenten has 172,500 people and 189,500, at 0.90 full time each: 1.070 per
   inhabitant. :data:`NATIONAL` tasks are carried out by centre municipalities for others: people are counted on the
   spending of all, over all inhabitants.
4. Counted: people of safety regions, environmental services, health services, police, provinces and water boards per
   1,000 inhabitants of the country, added to the task they carry out; :data:`PROVINCE` divides provinces (assumed).
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

import numpy as np
from csvfiles import read

COUNTED, ACCOUNTS = 2014, 2017
LEAST = 3.0
CLASS = (20_000, 50_000)
SMALLEST = 5_000
Groups = dict[str, tuple[tuple[str, ...], tuple[float, float, float]]]
# task: (fields, part of the spending that is pay of own people: low, middle, high); * = no task of the catalogue.
FIELDS: Groups = {
    "social_assistance": (("6.3",), (0.05, 0.10, 0.15)),
    "work_participation": (("6.4", "6.5"), (0.05, 0.10, 0.20)),
    "wmo": (("6.2", "6.6", "6.71", "6.81"), (0.05, 0.12, 0.20)),
    "youth_care": (("6.72", "6.73", "6.74", "6.82"), (0.02, 0.05, 0.10)),
    "culture_sport": (("5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "6.1"), (0.08, 0.15, 0.25)),
    "schools": (("4.1", "4.2", "4.3"), (0.05, 0.10, 0.15)),
    "public_health": (("7.1",), (0.02, 0.05, 0.10)),
    "safety": (("1.1",), (0.02, 0.05, 0.15)),
    "spatial_planning": (("8.1",), (0.40, 0.60, 0.75)),
    "housing_programme": (("8.3",), (0.30, 0.50, 0.70)),
    "environmental_permits": (("7.4",), (0.15, 0.30, 0.50)),
    "regional_economy": (("3.1", "3.3", "3.4"), (0.15, 0.30, 0.50)),
    "regional_transport": (("2.5",), (0.05, 0.10, 0.20)),
    "roads": (("2.1", "2.2", "2.3", "2.4", "5.7"), (0.15, 0.25, 0.35)),
    "sewerage": (("7.2",), (0.08, 0.15, 0.25)),
    "waste": (("7.3",), (0.03, 0.10, 0.25)),
    "taxes": (("0.61", "0.62", "0.64"), (0.30, 0.50, 0.70)),
    "civil_affairs": (("0.2", "7.5"), (0.40, 0.60, 0.75)),
    "*governance": (("0.1",), (0.30, 0.45, 0.60)),
    "*public_order": (("1.2",), (0.30, 0.50, 0.70)),
    "*land": (("3.2", "8.2"), (0.02, 0.05, 0.10)),
    "*other": (("0.3", "0.5", "0.63", "0.7", "0.8", "0.9"), (0.02, 0.05, 0.10)),
}
# The cut of the catalogue since 2015: what was one group is divided, and governance is no task still.
LATER: Groups = {
    **{task: given for task, given in FIELDS.items() if task not in ("*public_order",)},
    "wmo": (("6.6", "6.71"), (0.05, 0.10, 0.15)),
    "sheltered_living": (("6.81",), (0.02, 0.05, 0.10)),
    "local_teams": (("6.2",), (0.20, 0.40, 0.60)),
    "community_reception": (("6.1",), (0.10, 0.20, 0.35)),
    "public_order": (("1.2",), (0.30, 0.50, 0.70)),
    "culture_sport": (("5.1", "5.2", "5.3", "5.4", "5.5", "5.6"), (0.08, 0.15, 0.25)),
    "roads": (("2.1", "2.2", "2.3", "2.4"), (0.15, 0.25, 0.35)),
    "green": (("5.7",), (0.15, 0.25, 0.35)),
    "taxes": (("0.61", "0.62", "0.63", "0.64"), (0.30, 0.50, 0.70)),
    "*other": (("0.3", "0.5", "0.7", "0.8", "0.9"), (0.02, 0.05, 0.10)),
}
NATIONAL = ("sheltered_living",)
RISE = (3200.00 / 2352.29) ** (1 / 8)  # of pay in a year: the highest fee of a councillor in 2026 over that of 2018
WMO = {"wmo_support": 87.4, "awbz_guidance": 207.0}  # the accounts do not split them: by the budgets of the catalogue
# people of provinces over tasks: assumed shares of their staff; the rest is governance, overhead and other tasks.
PROVINCE = {"regional_transport": 0.20, "nature": 0.15, "regional_economy": 0.10, "spatial_planning": 0.10,
            "environmental_permits": 0.10, "water_management": 0.05}  # fmt: skip
NOT_A_SERVICE = ("Ministerie", "LSOP", "Landelijke Politiediensten")


def exponent(inhabitants: list[int], per_thousand: list[float]) -> tuple[float, float]:
    """Give the slope of log people on log inhabitants with its robust (HC0) standard error."""
    x = np.column_stack([np.ones(len(inhabitants)), np.log(inhabitants)])
    y = np.log(per_thousand)
    inner = np.linalg.inv(x.T @ x)
    slopes = inner @ x.T @ y
    left = y - x @ slopes
    spread = inner @ (x.T * left**2) @ x @ inner
    return float(slopes[1]), float(np.sqrt(spread[1, 1]))


def counted(raw: Path) -> tuple[float, dict[str, float]]:
    """Print and give people per 1,000 inhabitants: of a municipality of the class, and of bodies by task."""
    people_of = {
        row["code"]: int(row["population"])
        for row in read(raw / "population_by_year.csv")
        if int(row["year"]) == COUNTED
    }
    country = sum(people_of.values())
    rows = read(raw / "money" / "fte_2014_public_bodies.csv")
    own = [
        (people_of[row["code"]], float(row["fte"]) / people_of[row["code"]] * 1000)
        for row in rows
        if row["kind"] == "municipality"
    ]
    kept = [(people, rate) for people, rate in own if rate >= LEAST]
    inside = [rate for people, rate in kept if CLASS[0] <= people < CLASS[1]]
    print(f"municipalities counted {len(own)}, kept {len(kept)}, of {CLASS[0]:,} to {CLASS[1]:,}: {len(inside)}")
    print(f"median of all {median(rate for _, rate in own):.2f}, of the kept {median(rate for _, rate in kept):.2f},")
    print(f"of the class {median(inside):.2f}; its quarters {np.percentile(inside, [25, 75]).round(2)}")
    for least in (0, SMALLEST):
        used = [(people, rate) for people, rate in kept if people >= least]
        slope, error = exponent([p for p, _ in used], [r for _, r in used])
        print(f"exponent of size, from {least:,} inhabitants ({len(used)}): {slope:.3f} ({error:.3f})")

    def bodies(*guesses: str, words: tuple[str, ...] = ()) -> tuple[int, float]:
        chosen = [
            float(row["fte"])
            for row in rows
            if row["kind"] != "municipality"
            and not any(word in row["organisation"] for word in NOT_A_SERVICE)
            and (row["task_guess"] in guesses or row["kind"] in guesses or any(w in row["organisation"] for w in words))
        ]
        return len(chosen), sum(chosen) / country * 1000

    found = {
        "police": bodies("police_region", words=("Politie", "politie")),
        "safety": bodies("safety_region"),
        "public_health": bodies("public_health"),
        "environmental_permits": bodies("environment_service"),
        "water_management": bodies("water_board"),
        "*province": bodies("province"),
    }
    for task, (number, rate) in found.items():
        print(f"{task}: {number} organisations, {rate:.3f} per 1,000 inhabitants of the country")
    return median(inside), {task: rate for task, (_, rate) in found.items()}


def accounts(raw: Path, year: int, groups: Groups) -> tuple[float, float, dict[str, float]]:
    """Give euro per inhabitant in municipalities of the class: salaries, those in overhead, spending by group."""
    summary = {
        row["code"]: row
        for row in read(raw / "money" / "iv3_summary_2017_2026.csv")
        if row["report"] == "accounts" and int(row["year"]) == year
    }
    total = pay = overhead = 0.0
    spent = dict.fromkeys(groups, 0.0)
    for row in read(raw / "money" / "iv3_taskfields_accounts_2017_2024.csv"):
        about = summary.get(row["code"])
        if int(row["year"]) != year or about is None:
            continue
        people = int(about["population"])
        salaries, inside = float(about["salaries"] or 0), float(about["salaries_in_overhead"] or 0)
        if not CLASS[0] <= people < CLASS[1] or salaries <= 0 or inside <= 0:
            continue
        total, pay, overhead = total + people, pay + salaries, overhead + inside
        for task, (fields, _) in groups.items():
            spent[task] += sum(float(row[f"tf_{field}"] or 0) for field in fields)
    return pay / total * 1000, overhead / total * 1000, {t: euro / total * 1000 for t, euro in spent.items()}


def national(raw: Path, year: int, fields: tuple[str, ...]) -> float:
    """Give euro per inhabitant that all municipalities with accounts spend on some fields."""
    people = {
        row["code"]: int(row["population"])
        for row in read(raw / "money" / "iv3_summary_2017_2026.csv")
        if row["report"] == "accounts" and int(row["year"]) == year
    }
    rows = [row for row in read(raw / "money" / "iv3_taskfields_accounts_2017_2024.csv") if int(row["year"]) == year]
    spent = sum(float(row[f"tf_{field}"] or 0) for row in rows for field in fields)
    return spent / sum(people[row["code"]] for row in rows) * 1000


def main() -> None:
    """Print the steps and the table."""
    raw, year = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None
    level, bodies = counted(raw)
    groups = FIELDS if year is None else LATER
    pay, overhead, spent = accounts(raw, year or ACCOUNTS, groups)
    if year is not None:
        grown = pay / accounts(raw, ACCOUNTS, groups)[0]
        risen = RISE ** max(0, year - ACCOUNTS - 1)
        print(f"salaries per inhabitant since {ACCOUNTS} times {grown:.3f}, pay times {risen:.3f}")
        level *= grown / risen
    weighted = {task: euro * groups[task][1][1] for task, euro in spent.items()}
    factor = (pay - overhead) / sum(weighted.values())
    print(f"salaries {pay:.0f} euro per inhabitant, of which overhead {overhead:.0f} ({overhead / pay:.3f})")
    print(f"so {pay / level:.1f} thousand euro a full-time person; factor on the assumed parts {factor:.2f}")
    own = {task: level * factor * euro / pay for task, euro in weighted.items()}
    own["back_office"] = level * overhead / pay
    for task in set(NATIONAL) & set(own):
        fields, (_, middle, _) = groups[task]
        own[task] = level * factor * middle * national(raw, year or ACCOUNTS, fields) / pay
    parts = {task: share for task, (_, share) in groups.items()}
    if year is None:
        whole = own.pop("wmo")
        for task, budget in WMO.items():
            own[task], parts[task] = whole * budget / sum(WMO.values()), parts["wmo"]
    print(f"{'task':24}{'spent':>7}{'own':>8}{'low':>8}{'high':>8}{'bodies':>8}{'staff':>8}")
    for task in sorted({*own, *bodies, *PROVINCE} - {"*province"}):
        low, middle, high = parts.get(task, (1.0, 1.0, 1.0))
        mine = own.get(task, 0.0)
        theirs = bodies.get(task, 0.0) + bodies["*province"] * PROVINCE.get(task, 0.0)
        print(
            f"{task:24}{spent.get(task, 0):7.0f}{mine:8.3f}{mine * low / middle:8.3f}{mine * high / middle:8.3f}"
            f"{theirs:8.3f}{mine + theirs:8.3f}"
        )
    rest = sum(rate for task, rate in own.items() if task.startswith("*"))
    print(f"own people together {sum(own.values()):.2f}, of whom outside the catalogue {rest:.2f}; counted {level:.2f}")


if __name__ == "__main__":
    main()
