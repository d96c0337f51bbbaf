"""How the results were made: versions, chance, commands, checksums, data, and what failed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

import reformsim
from reformsim.dossier.sections.shared import Matter
from reformsim.experiment.tabled import DRAW_COLUMNS
from reformsim.report.numbers import MISSING
from reformsim.report.page.html import Block, Code, Facts, Heading, Listing, Notice, Paragraph

MOST_FAILURES = 10
"""Failed replicates that are told one by one."""


def made(matter: Matter, command: str | None) -> Iterator[Block]:
    """Tell all that is needed to make the results again."""
    w = matter.w
    ours, theirs = reformsim.__version__, str(matter.identity.get("reformsim", reformsim.__version__))
    if ours != theirs:
        yield Notice(w("page.made.other", ours=ours, theirs=theirs))
    elif not same_model(matter):
        yield Notice(w("page.made.changed"))
    yield Facts(tuple(facts(matter, command)))
    if matter.others:
        yield Paragraph(w("page.made.paired", count=w.number(len(matter.pairs))))
    yield from _failures(matter)
    yield Heading(w("page.made.again"))
    yield Code(again(matter))
    yield Paragraph(w("page.made.again.text"))
    yield Facts(tuple(_checksums(matter)), code=True)


def left_out(matter: Matter, absent: Sequence[tuple[str, Sequence[Notice]]]) -> Iterator[Block]:
    """Tell why sections are not in the report.

    Parameters
    ----------
    absent
        The title of each and its notices; one without any had nothing to tell.
    """
    lines = tuple(Paragraph(notice.text, f"{title}:") for title, notices in absent for notice in notices)
    if lines:
        yield Heading(matter.w("page.made.without"))
        yield Listing(lines)


def same_model(matter: Matter) -> bool:
    """Say whether the results came of this very version of the model and its data."""
    from reformsim.experiment.store.fingerprint import fingerprint

    return matter.identity.get("code_and_data") == fingerprint()


def again(matter: Matter) -> str:
    """Give the command that makes the results again; it follows from the results alone."""
    files = [shlex.quote(f"scenarios/{run.name}.yaml") for run in matter.runs]
    verb = "compare" if matter.others else "run"
    chance = f"--replicates {matter.planned} --seed {matter.base.scenario.seed}"
    drawn = f"--assumptions {matter.base.scenario.assumptions}"
    return f"reformsim {verb} {' '.join(files)} {chance} {drawn} --until {matter.last}"


def versions(matter: Matter, command: str | None) -> Iterator[tuple[str, str]]:
    """Give versions, replicates, chance and command, a name and a text each."""
    w, identity = matter.w, matter.identity
    yield w("page.made.version"), f"reformsim {identity.get('reformsim', reformsim.__version__)}"
    libraries = {"Python": identity.get("python"), **identity.get("libraries", {})}
    known = [f"{name} {version}" for name, version in libraries.items() if version]
    if known:
        yield w("page.made.libraries"), ", ".join(known)
    done = ", ".join(dict.fromkeys(w.number(run.replicates) for run in matter.runs))
    yield w("page.made.replicates"), w("page.made.replicates.of", done=done, planned=w.number(matter.planned))
    yield w("page.made.assumptions"), _drawn(matter)
    yield w("page.made.seed"), str(matter.base.scenario.seed)
    if command:
        yield w("page.made.command"), command


def facts(matter: Matter, command: str | None) -> Iterator[tuple[str, str]]:
    """Give versions, replicates, chance, command and data, a name and a text each."""
    yield from versions(matter, command)
    w, land = matter.w, matter.territory
    yield w("page.made.territory"), f"{matter.place} ({land.name})" if land else matter.place
    if land and land.attribution:
        yield w("page.made.data"), matter.attribution
    home = matter.country
    yield w("page.made.law"), w("page.made.law.text", country=home.title[w.lang] if home else MISSING)
    yield w("page.made.model"), w("page.made.model.text")


def _drawn(matter: Matter) -> str:
    """Say which assumptions were drawn, and how often."""
    w, drawn = matter.w, matter.base.assumptions
    count, draws = len(drawn.columns) - len(DRAW_COLUMNS), len(set(matter.base.drawn))
    if not count:
        return w("page.made.assumptions.fixed")
    mode = w(f"page.made.assumptions.{matter.base.scenario.assumptions}")
    return w("page.made.assumptions.drawn", draws=w.number(draws), count=w.number(count), mode=mode)


def _checksums(matter: Matter) -> Iterator[tuple[str, str]]:
    w, identity = matter.w, matter.identity
    if "code_and_data" in identity:
        yield w("page.made.code"), str(identity["code_and_data"])
    land = matter.territory
    territory = identity.get("territory") or (land and {"name": land.name, "hash": land.hash})
    if territory:
        yield w("page.made.hash.territory", name=territory["name"]), str(territory["hash"])
    named = identity.get("scenarios") or [{"name": run.name, "hash": run.scenario.hash} for run in matter.runs]
    for one in named:
        yield w("page.made.hash.scenario", name=one["name"]), str(one["hash"])


def _failures(matter: Matter) -> Iterator[Block]:
    w = matter.w
    failed = [failure for run in matter.runs for failure in run.failures]
    if not failed:
        return
    count = len(failed)
    yield Paragraph(w("page.made.failed.one") if count == 1 else w("page.made.failed", count=w.number(count)))
    lines = [
        Paragraph(one.error, w("page.made.failed.line", scenario=one.scenario, replicate=one.replicate))
        for one in failed[:MOST_FAILURES]
    ]
    if count > MOST_FAILURES:
        lines.append(Paragraph(w("page.made.failed.more", count=w.number(count - MOST_FAILURES))))
    yield Listing(tuple(lines))
