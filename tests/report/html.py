"""What a test asks of a page: its elements, read by the parser of the standard library."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset(("meta", "link", "img", "br", "hr", "input"))


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join([*self.texts, *(" " + child.text for child in self.children)]).split())

    def all(self, *tags: str) -> list[Element]:
        found = [self] if self.tag in tags else []
        return [*found, *(one for child in self.children for one in child.all(*tags))]

    def inside(self, tag: str) -> bool:
        return self.tag == tag or (self.parent is not None and self.parent.inside(tag))


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("root", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {key: value or "" for key, value in attrs}, self.here)
        self.here.children.append(made)
        if tag not in VOID:
            self.here = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Element(tag, {key: value or "" for key, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.texts.append(data)


def parsed(html: str) -> Element:
    """Give the root of a page; fails where an element is not closed."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is not closed"
    return reader.root


def faults(html: str) -> list[str]:
    """Give what keeps a page from being read by everybody, or without a network."""
    root, found = parsed(html), []
    if not root.all("html")[0].attributes.get("lang"):
        found.append("no language")
    levels = [int(one.tag[1]) for one in root.all("h1", "h2", "h3", "h4")]
    if levels.count(1) != 1 or levels[0] != 1 or any(b - a > 1 for a, b in pairwise(levels)):
        found.append(f"headings {levels}")
    for landmark in ("header", "nav", "main", "footer"):
        if len(root.all(landmark)) != 1:
            found.append(f"not one {landmark}")
    found += ["image without words" for one in root.all("img") if not one.attributes.get("alt")]
    # Parts of a figure again, for a narrow screen, are hidden from who hears the page.
    for drawing in (one for one in root.all("svg") if one.attributes.get("aria-hidden") != "true"):
        if drawing.attributes.get("role") != "img" or not drawing.attributes.get("aria-label"):
            found.append("drawing without words")
    for table in root.all("table"):
        if not (table.all("caption") and table.all("caption")[0].text):
            found.append("table without caption")
        found += [f"th without scope: {one.text}" for one in table.all("th") if "scope" not in one.attributes]
    everything = [one for one in root.all(*{e.tag for e in _every(root)})]
    ids = [one.attributes["id"] for one in everything if "id" in one.attributes]
    found += [f"id twice: {name}" for name in sorted({name for name in ids if ids.count(name) > 1})]
    for one in everything:
        for key in ("aria-labelledby", "href", "xlink:href"):
            target = one.attributes.get(key, "")
            if key == "aria-labelledby" and target and target not in ids:
                found.append(f"labelled by nothing: {target}")
            elif target.startswith("#") and target[1:] not in ids:
                found.append(f"link to nothing: {target}")
        for key in ("src", "srcset", "data", "poster"):
            if not one.attributes.get(key, "data:").startswith("data:"):
                found.append(f"loads {one.attributes[key]}")
        if one.tag in ("script", "iframe", "object", "embed") or any(key.startswith("on") for key in one.attributes):
            found.append(f"code: {one.tag}")
        if one.tag == "link" and not one.attributes["href"].startswith("data:"):
            found.append(f"loads {one.attributes['href']}")
    found += [f"style loads {text}" for text in ("@import", "url(http", "url(//") if text in html]
    return found


def _every(root: Element) -> list[Element]:
    return [root, *(one for child in root.children for one in _every(child))]
