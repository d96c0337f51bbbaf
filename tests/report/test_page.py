"""The report as a page: whole by itself, readable by everybody, and nothing from outside runs in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.figure import Figure

from reformsim.report import style
from reformsim.report.figures.membership import FORMS
from reformsim.report.page import drawn as inlining
from reformsim.report.page.drawn import Drawn, own_svg
from reformsim.report.page.html import (
    Cell,
    Code,
    Facts,
    Group,
    Heading,
    Listing,
    Notice,
    Page,
    Paragraph,
    Row,
    Section,
    Shown,
    Table,
    render,
)
from reformsim.report.page.picture import Part, Picture
from reformsim.report.words import catalogue, words
from tests.report.html import faults, parsed

EVIL = "<script>alert(1)</script>"


def drawing(name: str, label: str = "A line") -> Drawn:
    return Drawn(picture(name, label))


def picture(name: str, label: str = "A line") -> Picture:
    figure = Figure(figsize=(3, 2))
    axes = figure.add_subplot()
    axes.plot([0, 1, 2], [3, 1, 2], marker="o", clip_on=True)
    axes.set_title(label)
    return Picture(name, label, figure, f"{label} that falls and rises", "A note")


def page(text: str = "Text") -> Page:
    rows = (Row(text, (Cell(text, (text,)), Cell(text, code=True)), text, "#0072B2"),)
    table = Table(text, (text, "a", "b"), (Group(rows, text, text),), frozenset((1,)), text)
    blocks = (
        Paragraph(text, text, link="two"),
        Heading(text, text, "#555555"),
        Listing((Paragraph(text, text),)),
        Facts(((text, text),)),
        Code(text),
        table,
        Notice(text),
    )
    sections = (Section("one", text, blocks), Section("two", text, (Shown(drawing("first")), Shown(drawing("second")))))
    return Page(text, text, sections, text, ((text, text, "#555555"),))


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_page_has_no_fault_that_keeps_anybody_from_reading_it(lang: str) -> None:
    assert faults(render(page(), words(lang))) == []


def test_whatever_comes_from_a_file_shows_as_text_wherever_it_stands() -> None:
    html = render(page(EVIL), words("en"))
    assert faults(html) == []
    assert EVIL not in html
    root = parsed(html)
    assert root.all("h1")[0].text == EVIL
    assert all(root.all(tag)[0].text.startswith(EVIL) for tag in ("caption", "dd", "pre", "li", "h3"))


def test_markup_in_the_words_of_a_figure_shows_as_text() -> None:
    figure = Shown(drawing("evil", f'{EVIL}" onload="alert(1)'))
    html = render(replace(page(), sections=(Section("one", "One", (figure,)),)), words("en"))
    assert faults(html) == []
    (shown,) = parsed(html).all("svg")
    assert shown.attributes["aria-label"].startswith(EVIL)
    assert "onload" not in shown.attributes


def test_names_inside_two_figures_never_meet() -> None:
    root = parsed(render(page(), words("en")))
    first, second = root.all("svg")
    used = [one.attributes for one in first.all("use")]
    assert used and all(attributes["href"].startswith("#first-") for attributes in used)
    assert not {one.attributes.get("id") for one in first.all("path", "g")} & {
        one.attributes.get("id") for one in second.all("path", "g")
    } - {None}


def test_the_style_of_a_figure_does_not_reach_the_page() -> None:
    assert "<style" in drawing("one").svg
    assert "<style" not in own_svg(drawing("one").svg, "one", "words")


def test_a_figure_turns_with_the_screen_and_is_light_on_paper() -> None:
    screen, paper = (render(page(), words("en"), printed=printed) for printed in (False, True))
    assert "fill: var(--c-FFFFFF,#ffffff)" in screen and "fill: #ffffff" not in screen
    assert "fill: #ffffff" in paper and "fill: var(" not in paper
    dark = screen.partition("@media screen and (prefers-color-scheme: dark)")[2]
    assert "--c-FFFFFF: #14171B;" in dark and "background:var(--c-555555,#555555)" in dark
    assert "var(--c-" not in drawing("one").inlined()


def test_colours_on_a_dark_screen_stand_out_from_its_paper_as_words_must() -> None:
    def light(colour: str) -> float:
        shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return sum(part * (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4)
                   for part, v in zip((0.2126, 0.7152, 0.0722), shares, strict=True))  # fmt: skip

    paper = light(style.DARK[style.PAPER])
    words_and_lines = (style.INK, style.FAINT, *style.COLOURS, *FORMS.values())
    assert min((light(style.DARK[one]) + 0.05) / (paper + 0.05) for one in words_and_lines) > 4.5


def test_a_narrow_page_shows_the_parts_of_a_figure_with_their_words() -> None:
    figure = Shown(Drawn(replace(picture("map"), parts=(Part(0.0, 0.5, 1.5, 1.0, "2011", "418 municipalities"),))))
    root = parsed(render(replace(page(), sections=(Section("one", "One", (figure,)),)), words("en")))
    whole, part = root.all("svg")
    assert part.attributes["viewbox"] == "0.0 36.0 108.0 72.0"
    assert part.all("use")[0].attributes["href"] == "#map-figure_1"
    assert "418 municipalities" in root.all("figure")[0].text and whole.attributes["role"] == "img"


def test_what_a_figure_shows_is_told_to_who_listens_and_its_caption_says_how_to_read_it() -> None:
    figure = parsed(render(page(), words("en"))).all("figure")[0]
    assert figure.all("svg")[0].attributes["aria-label"] == "A line that falls and rises"
    assert figure.all("figcaption")[0].text == "A note"


def test_a_row_of_a_wide_table_names_its_columns_for_a_narrow_page() -> None:
    table = parsed(render(page("Text"), words("en"))).all("table")[0]
    assert table.attributes["class"].strip() == "stack"
    assert [one.attributes["data-head"] for one in table.all("td")] == ["a", "b"]


def test_a_large_figure_is_put_in_as_png_with_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inlining, "LARGEST_SVG", 100)
    html = render(page(), words("en"))
    images = parsed(html).all("img")
    assert [one.attributes["src"][:27] for one in images] == ["data:image/png;base64,iVBOR"] * 2
    assert [one.attributes["alt"] for one in images] == ["A line that falls and rises"] * 2
    assert faults(html) == []


def test_two_figures_of_one_name_are_a_mistake() -> None:
    twice = (Section("one", "One", (Shown(drawing("same")), Shown(drawing("same")))),)
    with pytest.raises(ValueError, match="two figures have the name 'same'"):
        render(replace(page(), sections=twice), words("en"))


def test_a_word_that_the_catalogue_lacks_fails_rather_than_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = {key: texts for key, texts in catalogue().items() if key != "page.skip"}
    monkeypatch.setattr("reformsim.report.words.catalogue", lambda: lacking)
    with pytest.raises(KeyError, match=r"page\.skip"):
        render(page(), words("en"))


def test_the_same_blocks_give_the_same_page() -> None:
    assert render(page(), words("nl")) == render(page(), words("nl"))


def test_a_page_forbids_the_browser_to_load_anything() -> None:
    (policy,) = (
        one.attributes["content"]
        for one in parsed(render(page(), words("en"))).all("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
