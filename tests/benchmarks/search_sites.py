"""The sites that are searched in, as our own build makes them, and what their pages of posts say."""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from selectolax.lexbor import LexborHTMLParser

from tests.benchmarks.corpus import AUVERGNE
from tests.benchmarks.measuring import ROOT, Timed, environment_for, time_command
from tests.benchmarks.search_texts import make_texts
from tests.benchmarks.sites import Placette

DEMONSTRATION = sum(1 for _ in (ROOT / "content" / "articles").rglob("index.md"))
"""The posts of ``content/``: a site of so many is the demonstration."""
_NOW = datetime(2026, 12, 1, tzinfo=UTC)
_COMMAND = [sys.executable, str(ROOT / "tests" / "benchmarks" / "build_once.py")]
_COMMUNE = re.compile(r"(?m)^commune: .*$")
_DEMONSTRATION_CONF = """\
import sys
sys.path.insert(0, {root!r})
from pelicanconf import *

SITEURL = "https://banc.example"
PATH, OUTPUT_PATH, CACHE_PATH = {folder!r} + "/content", {folder!r} + "/output", {folder!r} + "/cache"
PICTURES_ON_PAGES = SHARING_CARDS = False
"""
_COMMUNES = """\
COMMUNE_URL, COMMUNES_URL = "communes/{slug}/", "communes/"
"""
_WITHOUT = """\
PLUGINS = tuple(plugin for plugin in PLUGINS if not plugin.endswith(".search"))
"""
_DRAWN = "PICTURES_ON_PAGES = SHARING_CARDS = True\n"
_SAID_AGAIN = "\n\nUne phrase de plus, et le mot quadricolore.\n"


@dataclass(frozen=True, slots=True)
class Document:
    """What a post's page says: the same words for every rival. ``url`` is relative to the site's root."""

    url: str
    title: str
    summary: str
    headings: str
    text: str
    about: str
    """Who wrote it, where it takes place, its category."""


def write_site(folder: Path, posts: int, *, search: bool = True, drawn: bool = False) -> Path:
    """Write a site of so many posts, each in two communes so that every commune has a page; gives ``folder``.

    ``drawn`` is with the drawings and cards that sites have unless their settings say otherwise.
    """
    if posts == DEMONSTRATION:
        shutil.copytree(ROOT / "content", folder / "content")
        conf = _DEMONSTRATION_CONF.format(root=str(ROOT), folder=str(folder))
        (folder / "conf.py").write_text(conf, encoding="utf-8")
    else:
        Placette().write(folder, make_texts(posts))
        _place_posts(folder)
    with (folder / "conf.py").open("a", encoding="utf-8") as conf_file:
        parts = {_COMMUNES: posts != DEMONSTRATION, _WITHOUT: not search, _DRAWN: drawn}
        conf_file.write("".join(part for part, wanted in parts.items() if wanted))
    return folder


def build(folder: Path) -> Timed:
    """Build a site in a process of its own; raises ``FailedError``."""
    return time_command([*_COMMAND, str(folder)], folder, environment_for(_NOW))


def edit(folder: Path) -> None:
    """Add a sentence to the body of one post."""
    path = sorted((folder / "content" / "articles").rglob("*.md"))[-1]
    path.write_text(path.read_text(encoding="utf-8") + _SAID_AGAIN, encoding="utf-8")


def read_documents(output: Path) -> list[Document]:
    """What the pages of the posts say, oldest address first."""
    pages = (path for path in sorted(output.glob("[0-9]*/*/index.html")))
    return [document for path in pages if (document := _document(path, output))]


def write_documents(documents: list[Document], file: Path) -> None:
    """Write what the pages say, for programs in other languages."""
    file.write_text(json.dumps([asdict(document) for document in documents], ensure_ascii=False), encoding="utf-8")


def _place_posts(folder: Path) -> None:
    codes = [commune[0] for commune in json.loads((ROOT / AUVERGNE).read_text(encoding="utf-8"))["communes"]]
    for number, path in enumerate(sorted((folder / "content" / "articles").rglob("*.md"))):
        pair = [codes[(2 * number + step) % len(codes)] for step in (0, 1)]
        text = path.read_text(encoding="utf-8")
        path.write_text(_COMMUNE.sub(f"commune: {json.dumps(pair)}", text, count=1), encoding="utf-8")


def _document(path: Path, output: Path) -> Document | None:
    page = LexborHTMLParser(path.read_bytes())
    heading = page.css_first("article.article h1")
    if heading is None:
        return None

    def text_of(selector: str) -> str:
        return " ".join(" ".join(node.text(separator=" ").split()) for node in page.css(f"article.article {selector}"))

    return Document(
        url=f"{path.parent.relative_to(output).as_posix()}/",
        title=" ".join(heading.text().split()),
        summary=text_of(".standfirst"),
        headings=text_of(".prose :is(h2, h3)"),
        text=text_of(".prose"),
        about=" ".join(map(text_of, (".article__head .overline", ".byline__name", ".article__foot .p-category"))),
    )


# What the index costs: the same site with search and without, in turns, from nothing and after an edit. Drawings and
# cards are left out, which would hide it; a build that makes them, as sites do, is measured beside.

_EDITS = 21


@dataclass(frozen=True, slots=True)
class Builds:
    """Medians of what builds take, with search and without; ``drawn`` is a cold one with search, drawings and cards."""

    cold: Timed
    cold_without: Timed
    drawn: Timed
    edited: Timed
    edited_without: Timed

    @property
    def share(self) -> float:
        """The index as a part of a cold build's processor time: other programs on the machine change it least."""
        return self._index / self.cold.processor

    @property
    def share_drawn(self) -> float:
        """The same as a part of a cold build as sites have it: with drawings and cards."""
        return self._index / self.drawn.processor

    @property
    def _index(self) -> float:
        return self.cold.processor - self.cold_without.processor

    @property
    def extra(self) -> float:
        """Seconds by the wall clock that search adds to a build after an edit."""
        return self.edited.seconds - self.edited_without.seconds


def measure_builds(folder: Path, posts: int, runs: int) -> Builds:
    """Build both sites in turns; raises ``FailedError``."""
    sites = {search: write_site(folder / f"builds-{search}", posts, search=search) for search in (True, False)}
    cold: dict[bool, list[Timed]] = {True: [], False: []}
    edited: dict[bool, list[Timed]] = {True: [], False: []}
    for run in range(runs):
        for search in (True, False) if run % 2 else (False, True):
            for part in ("output", "cache"):
                shutil.rmtree(sites[search] / part, ignore_errors=True)
            cold[search].append(build(sites[search]))
    for run in range(_EDITS):
        for search in (True, False) if run % 2 else (False, True):
            edit(sites[search])
            edited[search].append(build(sites[search]))
    for site in sites.values():
        shutil.rmtree(site)
    drawn = build(write_site(folder / "builds-drawn", posts, drawn=True))
    shutil.rmtree(folder / "builds-drawn")
    return Builds(_median(cold[True]), _median(cold[False]), drawn, _median(edited[True]), _median(edited[False]))


def _median(timed: list[Timed]) -> Timed:
    return Timed(median(one.seconds for one in timed), "", median(one.processor for one in timed))
