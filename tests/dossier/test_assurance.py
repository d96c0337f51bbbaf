"""What may be built on results: ratings never better than their evidence, answers that follow from scores, checks."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import reformsim
from reformsim.cli.app import app
from reformsim.dossier.assurance.evidence import Facts
from reformsim.dossier.assurance.files import assurance_files, assure, name_beside, write_assurance
from reformsim.dossier.assurance.rating import ASSUMED_TO, HIGH, LEVELS, LOW, MEDIUM, VERY_HIGH, Rating, rate
from reformsim.dossier.assurance.reliance import Use, uses
from reformsim.dossier.opening import Opened
from reformsim.dossier.sections.limits import points
from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment import Comparison, compare, run
from reformsim.experiment.explore import explore
from reformsim.experiment.store.folder import comparison_files, write_pieces
from reformsim.experiment.verdict import VERDICTS
from reformsim.hindcast.kept import ONE_YEAR, SPAN, Kept
from reformsim.report.page.html import Cell, Group, Page, Paragraph, Row, Section, Table
from reformsim.report.page.markdown import as_markdown
from reformsim.report.words import words
from reformsim.scenario import Scenario
from tests.dossier.given import english, scenario
from tests.experiment import fake_model
from tests.report.html import faults, parsed

OFFICES = ("municipalities", "administrators_total", "councillors", "inhabitants_per_councillor", "decision_time")
LAW = {"statutes": 1.0, "figures": 0.0, "estimated": 0.0, "assumed": 0.0}


def model(one: Scenario, replicate: int) -> fake_model.FakeRecord:
    """Three municipalities or four on a map that says so, 10 and 8 councillors with reforms, 100 inhabitants each."""
    record = fake_model.simulate(one, replicate)
    seats = 8.0 if one.levers else 10.0
    there = np.array([len(set(row)) for row in record.owner.tolist()], float)
    columns = [there, 2 * np.full_like(there, seats), np.full_like(there, seats), np.full_like(there, 1000.0 / seats)]
    time = 20.0 + np.random.default_rng((5, replicate, len(one.levers))).normal(size=len(there))
    return replace(record, indicators=OFFICES, values=np.column_stack([*columns, time]))


def paid(one: Scenario, replicate: int) -> fake_model.FakeRecord:
    """What administrators cost alone: 10, and 8 with reforms."""
    record = model(one, replicate)
    return replace(record, indicators=("municipalities", "administrators_cost"), values=record.values[:, [0, 2]])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("assured") / "pair"
    made = compare([scenario("none"), scenario("note", 2)], replicates=12, simulate=model)
    # Without figures, which take longer than all else here.
    return write_pieces(made.runs, out, lambda: comparison_files(made, figures=False), "reformsim compare x")


@pytest.fixture(scope="module")
def pair(folder: Path) -> Comparison:
    found = reformsim.load_results(folder)
    assert isinstance(found, Comparison)
    return found


def facts(results: object, lang: str = "en", **known: object) -> Facts:
    """Facts of results, some of them other than they are."""
    made = Facts(Opened.of(results).matter(lang))  # type: ignore[arg-type]
    made.__dict__.update(known)
    return made


def section(page: Page, name: str) -> Section:
    return next(one for one in page.sections if one.id == name)


def rows(page: Page, name: str) -> dict[str, list[str]]:
    (table,) = (block for block in section(page, name).blocks if isinstance(block, Table))
    return {row.head: [cell.text for cell in row.cells] for group in table.groups for row in group.rows}


# The rating.


@pytest.mark.parametrize(
    ("shares", "miss", "verdict", "level"),
    [
        (LAW, 0.002, "robust", LOW),
        (LAW, 0.03, "robust", MEDIUM),
        (LAW, 0.12, "robust", HIGH),
        (LAW, 0.47, "robust", VERY_HIGH),
        (LAW, None, "robust", HIGH),
        (LAW, 0.002, "put_in", MEDIUM),
        (LAW, 0.002, "depends", HIGH),
        (LAW, 0.002, "none", HIGH),
        (LAW, 0.002, "", HIGH),
        (None, 0.002, "robust", HIGH),
        ({**LAW, "statutes": 0.8, "assumed": 0.2}, 0.002, "robust", MEDIUM),
        ({**LAW, "statutes": 0.3, "assumed": 0.7}, 0.002, "robust", VERY_HIGH),
        ({**LAW, "statutes": 0.4, "figures": 0.6}, 0.002, "robust", MEDIUM),
        ({**LAW, "statutes": 0.8, "estimated": 0.2}, 0.002, "robust", MEDIUM),
        ({**LAW, "statutes": 0.5, "estimated": 0.5}, 0.002, "robust", HIGH),
    ],
)
def test_a_rating_follows_the_rule_that_is_written_down(
    shares: dict[str, float] | None, miss: float | None, verdict: str, level: str
) -> None:
    assert rate(shares, miss, verdict, foretold=False).level == level


def test_estimated_behaviour_that_foretold_better_than_its_null_is_medium_and_no_better() -> None:
    half = {**LAW, "statutes": 0.5, "estimated": 0.5}
    assert rate(half, 0.002, "robust", foretold=True).level == MEDIUM


@st.composite
def shares(draw: st.DrawFn) -> dict[str, float]:
    parts = [draw(st.floats(0.0, 1.0)) + 1e-6 for _ in LAW]
    return {name: part / sum(parts) for name, part in zip(LAW, parts, strict=True)}


@given(shares(), st.none() | st.floats(0.0, 5.0), st.sampled_from(["", *VERDICTS]), st.booleans())
def test_a_rating_is_the_worst_grade_and_never_better_than_any_evidence(
    parts: dict[str, float], miss: float | None, verdict: str, foretold: bool
) -> None:
    rating = rate(parts, miss, verdict, foretold=foretold)
    ranks = [LEVELS.index(grade) for grade in rating.grades.values()]
    assert LEVELS.index(rating.level) == max(ranks)
    assert rating.because == tuple(kind for kind, grade in rating.grades.items() if grade == rating.level)
    # Evidence that is taken away leaves it no better than high.
    for less in (rate(None, miss, verdict, foretold=foretold), rate(parts, None, verdict, foretold=foretold)):
        assert LEVELS.index(less.level) >= LEVELS.index(HIGH)


@given(shares(), st.sampled_from(VERDICTS))
def test_more_assumptions_never_make_an_effect_surer(parts: dict[str, float], verdict: str) -> None:
    more = {**{name: share / 2 for name, share in parts.items()}, "assumed": parts["assumed"] / 2 + 0.5}
    before, after = (rate(one, 0.0, verdict, foretold=True).grades["rests"] for one in (parts, more))
    if parts["estimated"] < ASSUMED_TO[0] and parts["figures"] < 0.5:
        assert LEVELS.index(after) >= LEVELS.index(before)


# What it says of results.


def test_the_page_tells_question_versions_seed_and_identity(folder: Path) -> None:
    page = assure(folder)
    said = dict(section(page, "question").blocks[0].rows)  # type: ignore[union-attr]
    assert said["Scenarios"] == "Scenario none (none); Scenario note (note)"
    assert said["Program"] == f"reformsim {reformsim.__version__}" and "numpy" in said["Libraries"]
    assert said["Command"] == "reformsim compare x" and said["Seed"] == "2011"
    manifest = (folder / "manifest.json").read_text("utf-8")
    digests = re.findall(r"(?:data|note|none|netherlands-2011) ([0-9a-f]{12})", said["Identity (first digits)"])
    assert len(digests) == 4 and all(digest in manifest for digest in digests)
    assert re.fullmatch(r"\d+ \w+ 20\d\d", said["Made on"])


def test_files_are_held_against_their_checksums_and_a_damaged_folder_gets_no_page(folder: Path, tmp_path: Path) -> None:
    assert rows(assure(folder), "checked")["Files as they were written"][0] == "✓ holds"
    other = tmp_path / "pair"
    for path in (path for path in folder.rglob("*") if path.is_file()):
        (other / path.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
        (other / path.relative_to(folder)).write_bytes(path.read_bytes())
    with (other / "levels.csv").open("a") as stream:
        stream.write("x\n")
    with pytest.raises(OutputError, match=r"levels\.csv is missing or damaged"):
        assure(other)


def test_results_in_memory_say_that_no_checksum_was_read(pair: Comparison) -> None:
    run_ = run(scenario("a"), replicates=2, simulate=model)
    assert rows(assure(run_), "checked")["Files as they were written"][0] == "○ not checked"


def test_units_and_inhabitants_are_conserved_and_a_lost_one_is_found(pair: Comparison) -> None:
    found = {check.name: (check.cases, check.violated) for check in facts(pair).checks}
    assert found == {"map": (2 * 12 * 4, 0), "inhabitants": (12 * 4, 0)}

    def leaky(one: Scenario, replicate: int) -> fake_model.FakeRecord:
        record = model(one, replicate)
        values = record.values.copy()
        values[2, OFFICES.index("inhabitants_per_councillor")] += bool(one.levers)
        values[3, OFFICES.index("municipalities")] += 1.0
        return replace(record, values=values)

    lossy = compare([scenario("none"), scenario("note", 2)], replicates=2, simulate=leaky)
    found = {check.name: (check.cases, check.violated) for check in facts(lossy).checks}
    assert found == {"map": (16, 4), "inhabitants": (8, 2)}
    assert rows(assure(lossy), "checked")["Every area in one municipality"] == [
        "✗ fails",
        "4 of 16 years of replicates violate it",
    ]


def test_a_robust_effect_of_unknown_origin_is_rated_high_and_says_why(pair: Comparison) -> None:
    found = rows(assure(pair), "uncertainty")
    assert found["Councillors"] == ["-", "-", "-", "-", "0.2 %", "● robust", "▮▮▮▯ high"]
    one = facts(pair).of(1, "councillors")
    assert one is not None and one.rating is not None and one.rating.because == ("rests",)


def test_with_known_sources_the_same_effect_is_low_and_one_never_held_against_history_is_not(pair: Comparison) -> None:
    import pandas as pd

    columns = {"scenario": "note", "year": 2014, "figures": 0.0, "estimated": 0.0, "error": 0.0, "origin": "statutes"}
    table = pd.DataFrame(
        [
            {**columns, "indicator": name, "statutes": -9.0, "assumed": 0.5, "whole": -8.5}
            for name in ("councillors", "decision_time")
        ]
    )
    found = facts(replace(pair, sources=table))
    levels = {one.found.name: one.rating and one.rating.level for one in found.evidence(1)}
    assert levels["councillors"] == LOW and levels["decision_time"] in (HIGH, VERY_HIGH)


def test_what_moves_in_no_replicate_has_no_rating(pair: Comparison) -> None:
    assert rows(assure(pair), "uncertainty")["Municipalities"][-1] == "does not move"


# Who may rely on it.


def kept(**scores: float) -> Kept:
    base = {"count_crps": 5.0, "fewer_crps": 3.0, "pair_auc": 0.80, "count_in_band": 3.0, "coalition_hits": 0.1}
    null = {**base, "pair_auc": 0.79}
    return Kept(
        SPAN, "record-2011", 2018, 2025, 8, "2004-2018", (9, 3), {"reformsim": {**base, **scores}, "null": null}
    )


def answers(results: Comparison, **known: object) -> dict[str, str]:
    return {use.name: use.answer for use in uses(facts(results, **known))}


def test_answers_follow_from_scores_and_verdicts(pair: Comparison) -> None:
    found = answers(pair, span=kept(), one_year=replace(kept(), kind=ONE_YEAR))
    assert found == {
        "offices": "yes",  # 0.2 % off in history
        "order": "yes",  # administrators alone are measured, and robust
        "size": "no",  # nothing is known of what effects rest on
        "number": "no",  # in 3 of 7 years in the band, no better than the null model
        "year": "no",
        "ranking": "care",
        "who": "no",
    }


def test_amounts_of_several_scenarios_are_rated_each_by_its_name() -> None:
    three = [scenario("none"), scenario("dear", 2), scenario("cheap", 2)]
    found = facts(compare(three, replicates=12, simulate=paid))
    for at, level in ((1, LOW), (2, VERY_HIGH)):
        cost = found.of(at, "administrators_cost")
        assert cost is not None
        found._found[at] = (replace(cost, rating=Rating(level, {})),)
    said = {one.name: (one.answer, one.why) for one in uses(found)}
    assert said["money"] == ("care", "dear: Cost of administrators: low. cheap: Cost of administrators: very high")
    assert said["size"] == ("care", "uncertainty is low or medium for 1 of 2: dear: Cost of administrators")


@pytest.mark.parametrize(
    ("score", "value", "use", "answer"),
    [
        ("count_in_band", 4.0, "number", "care"),
        ("count_crps", 4.0, "number", "care"),
        ("fewer_crps", 0.4, "year", "yes"),
        ("coalition_hits", 0.6, "who", "yes"),
        ("pair_auc", 0.60, "ranking", "no"),
        ("pair_auc", 0.90, "ranking", "yes"),
    ],
)
def test_a_better_score_gives_a_better_answer_and_no_other_fact_does(
    pair: Comparison, score: str, value: float, use: str, answer: str
) -> None:
    one = kept(**{score: value})
    assert answers(pair, span=one, one_year=replace(one, kind=ONE_YEAR))[use] == answer


def test_the_number_may_be_relied_on_only_where_it_beats_its_null_and_holds_its_band(pair: Comparison) -> None:
    assert answers(pair, span=kept(count_crps=4.0, count_in_band=6.0))["number"] == "yes"
    assert answers(pair, span=kept(count_crps=9.0, count_in_band=6.0))["number"] == "care"


def test_recorded_mergers_are_not_asked_to_be_forecasts() -> None:
    replayed = [scenario("a", mergers="replay"), scenario("b", 2, mergers="replay")]
    found = compare(replayed, replicates=2, simulate=model)
    assert {"number", "year", "ranking", "who"}.isdisjoint(answers(found))


def test_two_replicates_are_good_for_a_first_look_and_call_nothing_robust() -> None:
    found = compare([scenario("none"), scenario("note", 2)], replicates=2, simulate=model)
    page = assure(found)
    assert "a first look" in dict(section(page, "question").blocks[0].rows)["Enough for"]  # type: ignore[union-attr]
    (order,) = (use for use in uses(facts(found)) if use.name == "order")
    assert order == Use("order", "no", "fewer administrators: too few pairs")


# The page in its forms.


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_page_is_sound_html_in_both_languages(folder: Path, tmp_path: Path, lang: str) -> None:
    path = write_assurance(folder, tmp_path / "one.html", lang)
    html = path.read_text("utf-8")
    assert faults(html) == []
    root = parsed(html)
    assert [one.attributes["id"] for one in root.all("section")] == [
        "question", "use", "uncertainty", "checked", "data", "limits", "sign",
    ]  # fmt: skip
    if lang == "nl":
        texts = [one.text for kind in ("p", "li", "td", "th", "h1", "h2", "dd") for one in root.all(kind)]
        assert english(text for text in texts if "reformsim compare" not in text) == []


def test_lines_to_sign_are_left_blank(folder: Path) -> None:
    assert rows(assure(folder), "sign") == {"Analyst": ["", "", ""], "Reviewer": ["", "", ""]}


def test_the_same_results_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    ends = [write_assurance(folder, tmp_path / f"{at}.html").read_bytes() for at in range(2)]
    assert ends[0] == ends[1]


def test_a_run_alone_tells_levels_and_no_effect() -> None:
    page = assure(run(scenario("a"), replicates=3, simulate=model), "nl")
    assert rows(page, "uncertainty")["Raadsleden"] == ["0,2 %", "▮▮▮▯ hoog"]
    assert "Welke kant beloften op gaan" not in rows(page, "use")


def test_an_exploration_has_the_page_too_and_draws_that_are_not_alike_likely_have_not() -> None:
    given = {"draws": 12, "parameters": ("merger.extent", "merger.size"), "simulate": model}
    found = explore([scenario("none"), scenario("note", 2)], **given)  # type: ignore[arg-type]
    assert "Councillors" in rows(assure(found), "uncertainty")
    morris = explore([scenario("none"), scenario("note", 2)], design="morris", **{**given, "draws": 2})  # type: ignore[arg-type]
    with pytest.raises(RunError, match="as likely as the assumptions say"):
        assure(morris)


def test_markdown_has_tables_and_no_text_that_is_read_as_markup() -> None:
    table = Table("Two_words", ("a", "b"), (Group((Row("x|y", (Cell("1", ("<b>",)),)),)),), frozenset((1,)))
    page = Page("T", "s", (Section("q", "Q", (table, Paragraph("text", "Head."))),), "foot")
    assert as_markdown(page).splitlines() == [
        "# T", "", "s", "", "## Q", "", "*Two\\_words*", "", "| a | b |", "|---|---:|", "| x\\|y | 1 (\\<b\\>) |", "",
        "**Head.** text", "", "foot",
    ]  # fmt: skip


def test_the_page_lies_beside_the_report_under_its_name(pair: Comparison, tmp_path: Path) -> None:
    assert name_beside("note") == "note-assurance.html"
    matter = Opened.of(pair).matter("en")
    ((name, write),) = assurance_files(matter, "sub", None, "note").items()
    write(tmp_path / name)
    (link,) = (one for one in parsed((tmp_path / name).read_text("utf-8")).all("a") if one.text == "The report")
    assert link.attributes["href"] == "note.html"


def test_the_command_writes_tells_and_refuses(folder: Path, tmp_path: Path) -> None:
    def typed(*given: str) -> tuple[int, str]:
        told = CliRunner(env={"COLUMNS": "100"}).invoke(app, ["assurance", str(folder), *given])
        return told.exit_code, told.stdout + told.stderr

    code, said = typed("--lang", "nl")
    assert code == 0 and "● ja  Aantallen raadsleden volgens de wet" in said and "Bekende beperkingen" in said
    assert typed("--out", str(tmp_path / "one.md"))[0] == 0
    assert (tmp_path / "one.md").read_text("utf-8").startswith("# What may be built on this answer")
    code, said = typed("--out", str(tmp_path / "one.doc"))
    assert code == 2 and "doc" in said and "html" in said
    # A model of a few lines made these: that the real one does not stand behind them is found out.
    code, said = typed("--again", "1")
    assert code == 2 and "does not come out as these results have it" in said


def test_an_unknown_language_is_refused(pair: Comparison) -> None:
    with pytest.raises(UnknownNameError, match="unknown language 'de'"):
        assure(pair, "de")


def test_the_guide_shows_every_limit_that_is_printed() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "assurance.md").read_text("utf-8")
    told = points(Opened.of(run(scenario("a"), replicates=2, simulate=model)).matter("en"))
    assert len(told) > 6
    for one in told:
        assert one.strong in guide
    for name in ("counterfactual", "ranges", "known", "assumed", "contested", "places", "values"):
        assert words("en")(f"limits.{name}") in " ".join(guide.split())
