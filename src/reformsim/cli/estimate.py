"""``estimate``, ``estimate-cooperation``, ``-provinces`` and ``-councils``: rules of behaviour estimated on records."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.console import of_scores, score_table, show, write_text


def estimate(
    first: Annotated[int, typer.Option("--from", help="First year in which mergers took effect.")] = 2004,
    last: Annotated[int, typer.Option("--until", help="Last such year; nothing later is used.")] = 2026,
    territory: Annotated[
        str, typer.Option("--territory", "-t", help="Name or folder of a territory with recorded events.")
    ] = "netherlands",
    beside: Annotated[
        str | None,
        typer.Option(
            "--beside",
            help="Other countries in it, with commas, or none [Switzerland, Flanders; none beside an own record].",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File for the estimates (YAML).")] = None,
    stability: Annotated[
        bool, typer.Option("--stability", help="Also estimate on halves of the years and other variants.")
    ] = False,
    score: Annotated[
        list[str] | None, typer.Option("--score", help="Years to score, such as 2012-2017 [those after --until].")
    ] = None,
    protocol: Annotated[
        Path | None,
        typer.Option("--protocol", help="File for the scores of the protocol (Markdown), and nothing else."),
    ] = None,
    page: Annotated[Path | None, typer.Option("--page", help="File for the whole report (Markdown).")] = None,
) -> None:
    """Estimate the merger rule on the coalitions that were possible and those that came about."""
    from reformsim.behaviour import load_behaviour
    from reformsim.estimation import report, run_estimate, variants, yaml_text

    behaviour = load_behaviour()
    if protocol is not None:
        from reformsim.estimation.protocol import page as scored

        write_text(protocol, scored(behaviour))
        return
    spans = _spans(score, territory, last)
    others = None if beside is None else () if beside == "none" else tuple(beside.split(","))
    result = run_estimate(behaviour, territory, first, last, others)
    if out is not None:
        write_text(out, yaml_text(result))
    scores = [
        (report.whether_used(result, *years), result.one_year_ahead(behaviour, *years))
        for years in ((first, last), *spans)
    ]
    found = variants(behaviour, result) if stability or page else []
    show(score_table(report.COEFFICIENT_HEADS, report.coefficient_rows(result), right=(1, 2, 3, 4, 5)))
    print("\n" + "\n".join(map(of_scores, report.basis_lines(result))))
    print("\n" + "\n".join(of_scores(report.score_line(fit, what)) for what, fit in scores) + "\n")
    for _, fit in scores:
        show(score_table(report.YEAR_HEADS, report.year_rows(fit), right=(0, 1, 2, 3, 4)))
    if stability:
        print()
        show(
            score_table(
                report.stability_heads(found), report.stability_rows(found), right=tuple(range(1, 1 + len(found)))
            )
        )
    if page is not None:
        write_text(page, report.markdown(result, scores, found))


def estimate_cooperation(
    last: Annotated[int, typer.Option("--until", help="Last 1 January that is used; later ones are scored.")] = 2022,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File for the estimates (YAML).")] = None,
    parts: Annotated[
        Path | None, typer.Option("--parts", help="File for the parts of tasks that go to bodies (CSV).")
    ] = None,
    page: Annotated[Path | None, typer.Option("--page", help="File for the whole report (Markdown).")] = None,
    votes: Annotated[
        Path | None,
        typer.Option("--votes", help="File for what votes of members add (Markdown), and nothing else."),
    ] = None,
) -> None:
    """Estimate who founds, joins, leaves and ends bodies on the register, and score that on later years."""
    from reformsim.errors import RunError
    from reformsim.estimation.cooperation import report
    from reformsim.estimation.cooperation.estimate import FIRST, SCORED, all_cases, fit
    from reformsim.estimation.cooperation.parts import fit_parts, parts_text, payments
    from reformsim.estimation.cooperation.scoring import scores
    from reformsim.estimation.cooperation.steps import LISTS_SINCE

    if votes is not None:
        _votes(votes)
        return
    if not LISTS_SINCE <= last < SCORED:
        raise RunError(f"--until: expected a year from {LISTS_SINCE} to {SCORED - 1}, not {last}")
    data = all_cases(FIRST, SCORED)
    found = fit(data.until(last), FIRST, last)
    scored = scores(data.until(last), data.since(last + 1))
    show(score_table(report.WEIGHT_HEADS, report.weight_rows(found), right=(1, 2)))
    print()
    show(score_table(report.SCORE_HEADS, report.score_rows(scored), right=tuple(range(1, 8))))
    paid = payments()
    known, later = paid.take(paid.year <= last), paid.take(paid.year > last)
    part = fit_parts(known)
    told = report.part_line(part, known, later)
    print(f"\n{of_scores(told)}\n")
    show(score_table(report.PART_HEADS, report.part_rows(part), right=(1, 2)))
    text = report.markdown(found, scored, (last + 1, SCORED), (told, report.part_rows(part)))
    texts = ((out, report.yaml_text(found)), (parts, parts_text(part)), (page, text))
    for path, text in texts:
        if path is not None:
            write_text(path, text)


def _votes(out: Path) -> None:
    """Fit and score what members vote by, and write the section on it with the levels on and off."""
    from reformsim.estimation.cooperation import votes_page
    from reformsim.estimation.cooperation.votes import fit_and_score, recorded, simulated

    found, scored, by = fit_and_score()
    show(score_table(votes_page.SCORE_HEADS, votes_page.score_rows(scored), right=tuple(range(1, 7))))
    runs = {name: simulated(switches) for name, switches in votes_page.switched().items()}
    write_text(out, votes_page.markdown(found, scored, by, recorded(), runs))


def estimate_provinces(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File for the estimates (YAML).")] = None,
    page: Annotated[Path | None, typer.Option("--page", help="File for the whole report (Markdown).")] = None,
) -> None:
    """Estimate how provinces differ in the level of mergers, and score on later years whether that lasts."""
    from reformsim.behaviour import load_behaviour
    from reformsim.estimation.command import FIRST, LAST
    from reformsim.estimation.provinces import report
    from reformsim.estimation.provinces.counts import count
    from reformsim.estimation.provinces.scoring import SPANS, hold

    behaviour = load_behaviour()
    found = report.result_of(count(behaviour, FIRST, LAST, behaviour))
    for spreads in (found.spreads, found.spreads_without):
        show(score_table(report.SPREAD_HEADS, report.spread_rows(spreads), right=(1, 2, 3, 4)))
        print()
    show(score_table(report.PROVINCE_HEADS, report.province_rows(found), right=(1, 2, 3, 4)))
    helds = [hold(*span, behaviour) for span in SPANS]
    for held in helds:
        print(f"\n{of_scores(report.held_line(held))}\n")
        show(score_table(report.HELD_HEADS, report.held_rows(held), right=(1, 2, 3, 4)))
        show(score_table(report.LATER_HEADS, report.later_rows(held), right=(1, 2, 3)))
    for path, text in ((out, report.yaml_text(found)), (page, report.page(found, helds))):
        if path is not None:
            write_text(path, text)


def estimate_councils(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File for the estimates (YAML).")] = None,
    page: Annotated[Path | None, typer.Option("--page", help="File for the whole report (Markdown).")] = None,
) -> None:
    """Estimate what local parties do to mergers and to joining bodies, and how their seats last."""
    from reformsim.behaviour import load_behaviour
    from reformsim.estimation.councils import report

    found = report.estimate_councils(load_behaviour())
    show(score_table(report.EFFECT_HEADS, report.effect_rows(found), right=(1, 2, 3, 4, 5)))
    print()
    show(score_table(report.SCORE_HEADS, report.score_rows(found), right=(1, 2, 3, 4, 5)))
    print()
    show(score_table(report.LASTING_HEADS, report.lasting_rows(found.lasting), right=(1, 2, 3, 4, 5, 6)))
    for path, text in ((out, report.yaml_text(found)), (page, report.markdown(found))):
        if path is not None:
            write_text(path, text)


def _spans(asked: list[str] | None, territory: str, last: int) -> list[tuple[int, int]]:
    """The years to score: those asked for, or the years of the record after the last that is used."""
    from reformsim.errors import RunError
    from reformsim.estimation.command import record_of
    from reformsim.estimation.record import check_years

    land = record_of(territory, 0)
    if asked is None:
        end = land.events_until or last
        return [(last + 1, end)] if end > last else []
    spans = []
    for text in asked:
        first, dash, end_text = text.partition("-")
        if not (dash and first.isdigit() and end_text.isdigit()):
            raise RunError(f"--score: expected years such as 2012-2017, not '{text}'")
        check_years(land, int(first), int(end_text))
        spans.append((int(first), int(end_text)))
    return spans
