"""The report as a page: whole by itself, readable by everybody, and nothing from outside runs in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.figure import Figure

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
from reformsim.report.page.picture import Picture
from reformsim.report.words import catalogue, words
from tests.report.html import faults, parsed

EVIL = "<script>alert(1)</script>"


def drawing(name: str, label: str = "A line") -> Drawn:
    figure = Figure(figsize=(3, 2))
    axes = figure.add_subplot()
    axes.plot([0, 1, 2], [3, 1, 2], marker="o", clip_on=True)
    axes.set_title(label)
    return Drawn(Picture(name, label, figure, f"{label} that falls and rises", "A note"))


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
