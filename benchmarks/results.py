"""The file of measurements, the table of docs/performance.md, and whether ratios became worse."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

Measured = dict[str, Any]

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: begin (made by make bench) -->", "<!-- table: end -->"
WORSE = 0.15
"""A ratio that grew by more than this is worse."""
LIBRARIES = ("reformsim", "numpy", "scipy", "pandas", "mesa", "agentpy")
RATIO_AIMS = {
    "product / plain Mesa (d/a)": 2.5,
    "note-2011 / plain Mesa": 3.5,
    "every mechanism on / off, note-2011": 1.3,
    "measuring headlines / run": 0.1,
    "measuring headlines / run, note-2011": 0.1,
    "first run with new weights / further run": 1.2,
    "product / straight Mesa (d/c)": 0.05,
    "construction / product": 0.2,
}
ENSEMBLE_ROWS = {
    "paired_variance_median": ("variance of a difference, common chance / independent (median)", "{:.2f}", "0.5"),
    "paired_variance_met": ("headline indicators for which it is at most half", "{:.0%}", ""),
    "runs_per_second": ("runs per second, bare loop", "{:.2f}", ""),
    "runs_per_second_one_worker": ("the same kept on disk, one worker, tables and figures too", "{:.2f}", ""),
    "runs_per_second_two_workers": ("runs per second, two workers", "{:.2f}", ""),
    "overhead": ("time an ensemble adds to a bare loop", "{:.1%}", "5 %"),
    "efficiency_two_workers": ("parallel efficiency at two workers", "{:.2f}", "0.85 or more"),
    "efficiency_further": ("the same of further replicates, without start and figures", "{:.2f}", ""),
}


def machine() -> dict[str, Any]:
    """What the measurements were made on: processor, cores, system, versions; nothing that names the machine."""
    found: dict[str, Any] = {"cpu": _cpu(), "cores": os.cpu_count(), "system": platform.system()}
    found["python"] = platform.python_version()
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = None
    return found


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def load(path: Path) -> Measured:
    """The measurements of a file, by part; empty if there is none."""
    known: Measured = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return known


def save(path: Path, parts: Measured) -> Measured:
    """Put measured parts in the place of those of the file, each with the machine it was made on; returns all.

    What was measured of a part on the same machine before, and not now, stays.
    """
    known = load(path)
    here = machine()
    for name, part in parts.items():
        before = known.get(name, {})
        kept = before if before.get("machine") == here else {}
        known[name] = {**kept, **part, "machine": here}
    path.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    return known


def worse(before: Measured, now: Measured) -> list[str]:
    """The ratios that grew by more than :data:`WORSE`, told one by one; those that only one side has are left out.

    Examples
    --------
    >>> worse({"speed": {"ratios": {"d/a": 0.4}}}, {"speed": {"ratios": {"d/a": 0.5}}})
    ['d/a: 0.500 beside 0.400, 25 % worse']
    """
    found = []
    for part, measured in now.items():
        kept = before.get(part, {}).get("ratios", {})
        for name, ratio in measured.get("ratios", {}).items():
            if name in kept and ratio > kept[name] * (1.0 + WORSE):
                found.append(f"{name}: {ratio:.3f} beside {kept[name]:.3f}, {ratio / kept[name] - 1:.0%} worse")
    return [one.replace("%", " %") for one in found]


def tables(known: Measured) -> str:
    """All measurements as Markdown tables."""
    makers = {
        "speed": _speed,
        "startup": _startup,
        "ensembles": _ensembles,
        "exploration": _exploration,
        "scale": _scale,
    }
    blocks = []
    for name, make in makers.items():
        if name in known:
            at = known[name]["machine"]
            where = f"{at['cpu']}, {at['cores']} cores, {at['system']}, Python {at['python']}, NumPy {at['numpy']}"
            blocks.append("\n".join([*make(known[name]), "", f"Measured on: {where}."]))
    return "\n\n".join(blocks)


def write_page(known: Measured, page: Path = PAGE) -> None:
    """Put the tables between the markers of the page."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{tables(known)}\n\n{END}{after}", encoding="utf-8")


def _speed(part: Measured) -> list[str]:
    names = {
        "plain_mesa": f"(a) plain Mesa, 25 years, median of {part['times']}",
        "plain_agentpy": f"(b) AgentPy, the same rule, median of {part['times']}",
        "straight_mesa": f"(c) straight Mesa, the model's rules, median of {part['straight_times']}",
        "straight_construction": "of which construction",
        "straight_valued": f"(c) with every coalition valued every year, median of {part['valued_times']}",
        "product": f"(d) product, baseline-2011 to 2030, all phases and indicators, median of {part['times']}",
        "product_note": "the same, note-2011",
        "product_acting": "the same with every mechanism on",
        "construction": "of (d): construction of the model",
        "run": "the run alone, baseline-2011",
        "run_note": "the run alone, note-2011",
        "headlines": "measuring the headlines of baseline-2011",
        "headlines_note": "measuring the headlines of note-2011",
        "all_measures": "measuring all indicators of baseline-2011",
        "all_measures_note": "measuring all indicators of note-2011",
        "new_weights": "the run alone, baseline-2011, the first with new weights",
    }
    rows = ["| one run | time |", "|---|---|"]
    rows += [f"| {title} | {1000 * part['medians'][n]:,.0f} ms |" for n, title in names.items() if n in part["medians"]]
    rows += ["", "| ratio | measured | aim |", "|---|---|---|"]
    for name, ratio in part["ratios"].items():
        aim = f"{RATIO_AIMS[name]:g}" if name in RATIO_AIMS else ""
        rows.append(f"| {name} | {ratio:.3f} | {aim} |")
    return rows


def _startup(part: Measured) -> list[str]:
    rows = ["| command | time | beyond the interpreter's own start | aim |", "|---|---|---|---|"]
    medians, beyond = part["medians"], part["beyond"]
    rows += [f"| `{name}` | {medians[name]:.2f} s | {beyond[name]:.2f} s | 0.3 s |" for name in beyond]
    return rows


def _ensembles(part: Measured) -> list[str]:
    rows = ["| ensembles | measured | aim |", "|---|---|---|"]
    for name, (title, form, aim) in ENSEMBLE_ROWS.items():
        if name in part:
            rows.append(f"| {title} | {form.format(part[name]).replace('%', ' %')} | {aim} |")
    for name, peak in part.items():
        if name.startswith("peak_mb_"):
            rows.append(f"| peak memory, {int(name.removeprefix('peak_mb_')):,} replicates | {peak:,.0f} MB | |")
    if "note_seconds" in part:
        runs = f"{part['total_replicates']:,.0f} replicates of"
        beside = f"{part['note_seconds']:,.0f} s, {part['note_to_plain_mesa']:.1f} times (a) for as many years"
        rows.append(f"| {runs} note-2011, two workers | {beside} | |")
        rows.append(f"| {runs} baseline-2011 and of note-2011, two workers | {part['pair_seconds']:,.0f} s | |")
    return rows


def _exploration(part: Measured) -> list[str]:
    rows = ["| explorations of note-2011 beside baseline-2011 to 2030, two workers | measured | aim |", "|---|---|---|"]
    asked = {
        "lhs": (f"{part['draws']:,.0f} draws", 180),
        "morris": (f"screening of all weights, {part['trajectories']:,.0f} trajectories", 600),
    }
    for name, (title, aim) in asked.items():
        what = f"{title}: {part[f'{name}_runs']:,.0f} runs, with all tables"
        rows.append(f"| {what} | {part[f'{name}_seconds']:,.0f} s | {aim} s |")
        rows.append(f"| peak memory of it | {part[f'{name}_peak_mb']:,.0f} MB | |")
    rows.append(f"| the draws read back and told in words | {part['telling_seconds']:,.1f} s | |")
    for name, peak in part.items():
        if name.startswith("peak_mb_"):
            rows.append(
                f"| peak memory, {int(name.removeprefix('peak_mb_')):,} draws of given records | {peak:,.0f} MB | |"
            )
    return rows


def _scale(part: Measured) -> list[str]:
    years = part["years"]
    rows = [
        f"| municipalities, {years} years | first run | further runs | peak memory | first run, further runs, memory "
        "per municipality-year |",
        "|---|---|---|---|---|",
    ]
    for size, one in sorted(part["sizes"].items(), key=lambda item: int(item[0])):
        cold, warm = (1e6 * one[f"{what}_seconds_per_municipality_year"] for what in ("cold", "warm"))
        memory = 1024 * one["peak_mb_per_municipality_year"]
        rows.append(
            f"| {int(size):,} | {one['cold_seconds']:,.1f} s | {one['warm_seconds']:,.1f} s | {one['peak_mb']:,.0f} MB "
            f"| {cold:,.0f} µs, {warm:,.0f} µs, {memory:,.1f} kB |"
        )
    if part["slopes"]:
        slopes = [part["slopes"][what] for what in ("cold_seconds", "warm_seconds", "peak_mb")]
        cold, warm, memory = (f"{one:.2f}" for one in slopes)
        rows.append(f"| log-log slope (aim 1.15) | {cold} | {warm} | {memory} (aim at 35,000: 4,096 MB) | |")
    return rows
