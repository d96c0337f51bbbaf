"""What an organisation looks at before it takes the project over: licence, sources, citation, catalogue, guides."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import reformsim

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DATA = ROOT / "src" / "reformsim"

EUPL = "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"
"""Digest of the English text of the EUPL 1.2, as SPDX has it."""

GUIDES = ("CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")

SOURCES = (
    "Statistics Netherlands",
    "Kadaster",
    "GeoNames",
    "Kiesraad",
    "Register van Overheidsorganisaties",
    "Open State Foundation",
    "regioatlas",
    "Dutch legislation",
    "Statbel",
    "VVSG",
    "Swiss Federal Statistical Office",
)


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_licence_is_the_whole_text_of_the_eupl() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == EUPL
    assert PROJECT["license"] == "EUPL-1.2"


def test_the_notice_names_each_source_with_its_licence() -> None:
    notice = _text("NOTICE")
    assert [name for name in SOURCES if name not in notice] == []
    for licence in ("CC BY 4.0", "CC0", "ODC-PDDL", "Auteurswet art. 11", "source stated"):
        assert licence in notice


def test_whom_the_data_thank_the_notice_names() -> None:
    thanked = [yaml.safe_load(file.read_text("utf-8"))["attribution"] for file in DATA.glob("**/territory.yaml")]
    for guide in DATA.glob("**/README.md"):
        thanked += re.findall(r"^Attribution: (.*?)\n\n", guide.read_text("utf-8"), re.M | re.S)
    owner = r"(?<!`)\b(?:[A-Z]{3,4}|[A-Z][a-z]+[A-Z]\w+|Kiesraad|Kadaster|Statbel)\b"
    owners = set(re.findall(owner, " ".join(thanked)))
    assert len(owners) >= 8
    assert [owner for owner in owners if owner not in _text("NOTICE")] == []


def test_folders_that_the_notice_names_are_there() -> None:
    named = re.findall(r"^    ([a-z]+(?:/[a-z_.]+)*(?:, [a-z]+(?:/[a-z_.]+)*)*)$", _text("NOTICE"), re.M)
    paths = {path for line in named for path in line.split(", ")}
    assert len(paths) >= 8
    assert [path for path in paths if not (DATA / path).exists() and not (ROOT / path).exists()] == []


def test_the_citation_is_valid_by_the_schema_of_its_format() -> None:
    schema = json.loads(
        files("check_jsonschema.builtin_schemas").joinpath("vendor", "citation-file-format.json").read_text("utf-8")
    )
    citation = yaml.safe_load(_text("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0" and "1.2.0" in schema["$id"]
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(citation)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**citation, "authors": []}, schema)


def test_version_date_licence_and_authors_are_the_same_wherever_they_stand() -> None:
    citation, public = yaml.safe_load(_text("CITATION.cff")), yaml.safe_load(_text("publiccode.yml"))
    assert citation["version"] == public["softwareVersion"] == reformsim.__version__
    assert citation["date-released"] == public["releaseDate"]
    assert f"## {reformsim.__version__} ({public['releaseDate']})" in _text("CHANGELOG.md")
    assert citation["license"] == public["legal"]["license"] == PROJECT["license"]
    authors = {citation["authors"][0]["name"], public["legal"]["mainCopyrightOwner"], PROJECT["authors"][0]["name"]}
    assert authors == {_text("AUTHORS").splitlines()[0]}


# The core of the publiccode.yml standard, 0.4: what is mandatory, and what words a key may have.
MANDATORY = (
    *("publiccodeYmlVersion", "name", "url", "releaseDate", "platforms", "categories", "developmentStatus"),
    *("softwareType", "description", "legal.license", "maintenance.type"),
    *("localisation.localisationReady", "localisation.availableLanguages"),
)
FORMS = ("standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend")
WORDS = {
    "publiccodeYmlVersion": {"0.4"},
    "platforms": {"web", "windows", "mac", "linux", "ios", "android"},
    "developmentStatus": {"concept", "development", "beta", "stable", "obsolete"},
    "softwareType": {*FORMS, "standalone/other", "addon", "library", "configurationFiles"},
    "maintenance.type": {"internal", "contract", "community", "none"},
    # Of its lists of categories and scopes, those that fit a simulator of government.
    "categories": {"business-intelligence", "data-analytics", "data-visualization", "predictive-analysis"},
    "intendedAudience.scope": {"government", "local-authorities", "research", "science-and-technology", "society"},
}


def _at(tree: Any, key: str) -> Any:
    for part in key.split("."):
        tree = tree.get(part) if isinstance(tree, dict) else None
    return tree


def public_mistakes(public: dict[str, Any]) -> list[str]:
    """What the standard refuses in a publiccode.yml; the key, and what is wrong with it."""
    found = [f"{key}: mandatory" for key in MANDATORY if _at(public, key) in (None, "", [], {})]
    for key, words in WORDS.items():
        given = _at(public, key)
        listed = given if isinstance(given, list) else [given]
        found += [f"{key}: not {one}" for one in listed if one is not None and one not in words]
    if url := public.get("url"):
        found += [] if re.fullmatch(r"https?://[^\s/]+\.[^\s/]+/\S+", url) else [f"url: not {url}"]
    try:
        dt.date.fromisoformat(public.get("releaseDate", ""))
    except ValueError:
        found.append("releaseDate: not a day")
    for lang, told in public.get("description", {}).items():
        found += [
            f"{lang}.{key}: mandatory"
            for key in ("shortDescription", "longDescription", "features")
            if not told.get(key)
        ]
        found += [f"{lang}.shortDescription: too long"] if len(told.get("shortDescription", "")) > 150 else []
        found += [] if 150 <= len(told.get("longDescription", "")) <= 10_000 else [f"{lang}.longDescription: length"]
        found += [f"{lang}.features: too long" for one in told.get("features", ()) if len(one) > 100]
        found += [f"{lang}.screenshots: no {one}" for one in told.get("screenshots", ()) if not (ROOT / one).is_file()]
    upkeep = public.get("maintenance", {})
    needs = {"internal": "contacts", "community": "contacts", "contract": "contractors"}.get(upkeep.get("type"))
    found += (
        [f"maintenance.{needs}: mandatory"]
        if needs and not all(p.get("name") for p in upkeep.get(needs) or [{}])
        else []
    )
    return found


def test_the_catalogue_entry_lacks_by_the_standard_nothing_but_the_address_of_its_publisher() -> None:
    public = yaml.safe_load(_text("publiccode.yml"))
    assert public_mistakes(public) == ([] if public.get("url") else ["url: mandatory"])
    assert (ROOT / public["legal"]["authorsFile"]).is_file()


def test_the_check_of_the_catalogue_entry_sees_what_a_publisher_may_forget() -> None:
    public = yaml.safe_load(_text("publiccode.yml"))
    filled = {**public, "url": "https://example.org/reformsim.git"}
    assert public_mistakes(filled) == []
    assert public_mistakes({**filled, "url": "reformsim.git"}) == ["url: not reformsim.git"]
    assert public_mistakes({**filled, "maintenance": {"type": "community"}}) == ["maintenance.contacts: mandatory"]
    assert public_mistakes({**filled, "maintenance": {"type": "internal", "contacts": [{"name": "A. Person"}]}}) == []
    assert public_mistakes({**filled, "softwareType": "website"}) == ["softwareType: not website"]


def test_nothing_an_adopter_must_fill_in_was_invented() -> None:
    for name in (
        "CITATION.cff",
        "publiccode.yml",
        "CODE_OF_CONDUCT.md",
        "SECURITY.md",
        "AUTHORS",
        "NOTICE",
        "CONTRIBUTING.md",
    ):
        assert re.findall(r"https?://\S+|\S+@\S+\.\S+|10\.\d{4,}/\S+", _text(name)) == [], name
    assert "urls" not in PROJECT


def test_guides_link_to_files_that_are_there() -> None:
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CODE_OF_CONDUCT.md",
        "docs/install.md",
        "docs/migration.md",
    ):
        for link in re.findall(r"\]\(([^)#]+)", _text(name)):
            assert ((ROOT / name).parent / link).exists(), (name, link)


def test_every_extra_is_explained_and_every_target_of_make_is_told_in_plain_commands() -> None:
    page = _text("docs/install.md")
    assert [extra for extra in PROJECT["optional-dependencies"] if f"| `{extra}` |" not in page] == []
    targets = re.findall(r"^([a-z][a-z-]*):.*## ", _text("Makefile"), re.M)
    assert [target for target in targets if target != "help" and f"`make {target}`" not in page] == []


def test_the_pythons_of_the_classifiers_are_those_that_the_project_says_it_needs() -> None:
    named = {c.rsplit(" ", 1)[1] for c in PROJECT["classifiers"] if re.search(r"Python :: 3\.\d+$", c)}
    assert named == {"3.11", "3.12", "3.13"} and PROJECT["requires-python"] == ">=3.11"
    assert all(version in _text("docs/install.md") for version in named)
