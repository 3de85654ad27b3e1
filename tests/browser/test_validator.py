"""The W3C's validator finds no error in the pages, the style sheet and the drawings; headings keep their order."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.files import walk_files
from placette.features.posts.kind import POST
from tests.browser.conftest import Demonstration, tool
from tests.fixture_site import Site, only

pytestmark = pytest.mark.validator

QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A short run is over before Java has made itself fast."""
_JUDGED = (".html", ".css", ".svg")
_YOUNG = re.compile("anchor|vector-effect")
"""Properties of style sheets that this validator doesn't know yet: CSS Anchor Positioning, SVG 2."""


@pytest.mark.parametrize("site", ["demonstration", "kitchen_sink"])
def test_every_page_style_and_drawing_is_valid(site: str, request: pytest.FixtureRequest, tools: Path) -> None:
    built: Demonstration | Site = request.getfixturevalue(site)
    folder = built.folder if isinstance(built, Demonstration) else built.output
    assert _errors(folder, tools) == []


def test_the_validator_sees_what_is_wrong(tmp_path: Path, demonstration: Demonstration, tools: Path) -> None:
    page = (demonstration.folder / "index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(page.replace("</h1>", "</h1><li>astray</li>", 1), encoding="utf-8")
    (tmp_path / "wrong.css").write_text("a { colour: red }", encoding="utf-8")
    (tmp_path / "wrong.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><bogus/></svg>', encoding="utf-8")
    found = {error.partition(":")[0] for error in _errors(tmp_path, tools)}
    assert found == {"index.html", "wrong.css", "wrong.svg"}


def test_every_page_has_one_title_one_main_part_and_headings_in_order(demonstration: Demonstration) -> None:
    pages = [path for path in walk_files(demonstration.folder) if path.endswith(".html")]
    found = {path: _disorder((demonstration.folder / path).read_text(encoding="utf-8")) for path in pages}
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_page_speaks_the_language_of_the_site_and_its_text_its_own(kitchen_sink: Site) -> None:
    pages = [path for path in kitchen_sink.files() if path.endswith(".html")]
    assert {only(kitchen_sink.page(path), "html").attributes["lang"] for path in pages} == {"fr"}
    languages = {post.url: post.lang for post in kitchen_sink.build.of(POST)}
    told = {url: kitchen_sink.page(url).css("article")[0].attributes.get("lang", "fr") for url in languages}
    assert told == languages
    assert set(told.values()) == {"fr", "en"}


def _errors(folder: Path, tools: Path) -> list[str]:
    """What the validator finds, as «file: line: error», in one run over all the files."""
    files = [path for path in walk_files(folder) if path.endswith(_JUDGED)]
    assert files
    jar = tools / "vnu-jar/build/dist/vnu.jar"
    options = ["--errors-only", "--also-check-css", "--also-check-svg", "--exit-zero-always", "--stdout"]
    command = [tool("PLACETTE_JAVA"), *QUICK, "-Xss8m", "-jar", str(jar), *options, "--format", "json", *files]
    told = subprocess.run(command, cwd=folder, capture_output=True, check=True, encoding="utf-8")
    found = json.loads(told.stdout)["messages"]
    places = [f"{one['url'].partition(f'/{folder.name}/')[2]}: line {one.get('lastLine', 0)}" for one in found]
    errors = [f"{place}: {one['message']} {one.get('extract', '')}" for place, one in zip(places, found, strict=True)]
    return [error for error in errors if not (".css: " in error and _YOUNG.search(error))]


def _disorder(html: str) -> list[str]:
    """What is wrong with the outline of a page."""
    tree = LexborHTMLParser(html)
    levels = [int((node.tag or "h0")[1]) for node in tree.css("h1, h2, h3, h4, h5, h6")]
    faults = [f"h{above} then h{below}" for above, below in pairwise(levels) if below > above + 1]
    faults += [f"{count} <{tag}>" for tag in ("h1", "main", "title") if (count := len(tree.css(f"{tag}"))) != 1]
    return faults + ([] if levels[:1] == [1] else ["does not begin with its title"])
