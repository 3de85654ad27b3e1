"""What a post and an author's page tell machines, here and in a blog of Material for MkDocs, read by the same parsers.

``python -m tests.benchmarks.metadata FOLDER`` builds both from the demonstration's texts (Material in a virtual
environment of its own below FOLDER) and prints a table in Markdown. Needs a connection the first time; no test runs it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import feedparser

from placette.features.authors.profile import PROFILE
from placette.features.posts.kind import POST
from tests.benchmarks.material import ADDRESS, ARTICLE, AUTHOR, build_material, install
from tests.fixture_reading import PageData, read_page
from tests.fixture_site import ROOT, build

SLUG, AUTHOR_KEY = "monter-au-puy-de-dome", "lea-montel"
_NOW = "1796083200"
"""1 December 2026: every post of the demonstration is out."""
_LONGEST = 300
"""Characters of a value that are printed."""
NOTHING = "–"


@dataclass(frozen=True)
class Seen:
    """A page as it was read, and the folder of its site."""

    data: PageData
    folder: Path

    def file(self, url: str) -> str:
        """The text of a file of the site by its address."""
        path = url.removeprefix(ADDRESS).removeprefix("/")
        return (self.folder / path).read_text(encoding="utf-8")


def compare(folder: Path) -> str:
    """The tables of both pages; builds what they are read from below ``folder``."""
    plain = {"SITEURL": ADDRESS.rstrip("/")}
    ours = build(ROOT / "content", folder / "placette", _NOW, **plain)
    theirs = build_material(install(folder / "venv"), folder / "material", ROOT / "content", ours.build)
    (article,) = [found for found in ours.build.of(POST) if found.slug == SLUG]
    (profile,) = [found for found in ours.build.of(PROFILE) if found.key == AUTHOR_KEY]
    pages = {
        "A post": (article.url, ARTICLE.format(date=article.date, slug=SLUG)),
        "An author’s page": (profile.url, AUTHOR.format(key=AUTHOR_KEY)),
    }
    return "\n".join(
        _table(title, _see(ours.output, mine), _see(theirs, other)) for title, (mine, other) in pages.items()
    )


def _see(folder: Path, path: str) -> Seen:
    return Seen(read_page((folder / path / "index.html").read_text(encoding="utf-8"), ADDRESS + path), folder)


def _table(title: str, ours: Seen, theirs: Seen) -> str:
    rows = [(name, _cell(read(ours)), _cell(read(theirs))) for name, read in ROWS.items()]
    rows = [row for row in rows if row[1:] != (NOTHING, NOTHING)]
    head = f"| {title} | Placette | Material for MkDocs |\n|---|---|---|\n"
    return head + "".join(f"| {name} | {mine} | {other} |\n" for name, mine, other in rows)


def _cell(values: Iterable[str]) -> str:
    text = "; ".join(value for value in values if value).replace("|", "\\|").replace("\n", " ").replace(ADDRESS, "/")
    return (text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…") or NOTHING


def _graph(name: str) -> Callable[[Seen], list[str]]:
    return lambda seen: seen.data.graph.get(name, [])


def _meta(name: str) -> Callable[[Seen], list[str]]:
    return lambda seen: seen.data.names.get(name, [])


def _rel(name: str) -> Callable[[Seen], list[str]]:
    return lambda seen: list(seen.data.rels.get(name, []))


def _types(seen: Seen) -> list[str]:
    return [str(thing["@type"]) for thing in seen.data.things]


def _properties(seen: Seen) -> list[str]:
    """The properties of the page's own thing, or of whom it is about."""
    mains = [t.get("mainEntity", t) for t in seen.data.things if t["@type"] in {"BlogPosting", "ProfilePage"}]
    return [", ".join(sorted(name for name in main if name[0] != "@")) for main in mains]


def _found(*path: str) -> Callable[[Seen], list[str]]:
    """A value inside the page's own thing of JSON-LD."""

    def read(seen: Seen) -> list[str]:
        mains = [t.get("mainEntity", t) for t in seen.data.things if t["@type"] in {"BlogPosting", "ProfilePage"}]
        return [str(value) for main in mains for value in _inside(main, path)]

    return read


def _inside(node: Any, path: tuple[str, ...]) -> list[Any]:
    if isinstance(node, list):
        return [found for one in node for found in _inside(one, path)]
    if not path:
        return [node]
    return _inside(node[path[0]], path[1:]) if isinstance(node, dict) and path[0] in node else []


def _item(kind: str) -> Callable[[Seen], list[str]]:
    """The properties of the first microformat of this type."""

    def read(seen: Seen) -> list[str]:
        found = next((item for item in seen.data.items if kind in item["type"]), None)
        if not found:
            return []
        entries = f", {len(found['children'])} h-entry" if kind == "h-feed" and "children" in found else ""
        return [", ".join(sorted(found["properties"])) + entries]

    return read


def _feeds(seen: Seen) -> list[str]:
    kinds = ("application/atom+xml", "application/rss+xml", "application/feed+json", "application/json")
    return [f"{url.rsplit('/', 1)[-1]} ({kind.split('/')[1]})" for kind in kinds for url in seen.data.alternates(kind)]


def _own_feed(seen: Seen) -> list[str]:
    """Whether a feed is about this page alone: its title."""
    return [feedparser.parse(seen.file(_absolute(url))).feed.title for url in _xml_feeds(seen)[-1:]]


def _entry(seen: Seen) -> list[str]:
    """What the last announced feed that is XML says of its first post."""
    entries = [e for url in _xml_feeds(seen)[-1:] for e in feedparser.parse(seen.file(_absolute(url))).entries[:1]]
    names = ("title", "link", "id", "published", "updated", "authors", "contributors", "tags", "rights", "summary")
    return [
        ", ".join([n for n in names if entry.get(n)] + (["full content"] if _is_full(entry) else []))
        for entry in entries
    ]


def _is_full(entry: Any) -> bool:
    return len(entry.content[0].value if "content" in entry else entry.get("summary", "")) > 1000


def _json_entry(seen: Seen) -> list[str]:
    urls, untold = seen.data.alternates("application/feed+json"), seen.folder / "feed_json_created.json"
    texts = [seen.file(_absolute(url)) for url in urls[-1:]]
    if not texts and untold.is_file():
        texts = [untold.read_text(encoding="utf-8")]
    items = [item for text in texts for item in json.loads(text)["items"][:1]]
    return [", ".join(sorted(item)) + ("" if urls else " (announced on no page)") for item in items]


def _oembed(seen: Seen) -> list[str]:
    urls = seen.data.alternates("application/json+oembed")
    return [", ".join(sorted(json.loads(seen.file(url)))) for url in urls]


def _xml_feeds(seen: Seen) -> list[str]:
    return [*seen.data.alternates("application/atom+xml"), *seen.data.alternates("application/rss+xml")]


def _absolute(url: str) -> str:
    return url.replace("../", "").removeprefix("/")


ROWS: dict[str, Callable[[Seen], Iterable[str]]] = {
    "description": _meta("description"),
    "canonical": _rel("canonical"),
    "author (meta)": _meta("author"),
    "og:type": _graph("og:type"),
    "og:title": _graph("og:title"),
    "og:site_name": _graph("og:site_name"),
    "og:locale": _graph("og:locale"),
    "og:image (its size)": lambda seen: (
        [" × ".join(seen.data.graph.get(f"og:image:{n}", ["?"])[0] for n in ("width", "height"))]
        if "og:image" in seen.data.graph
        else []
    ),
    "og:image:alt": _graph("og:image:alt"),
    "article:published_time": _meta("article:published_time"),
    "article:author": _meta("article:author"),
    "article:tag": _meta("article:tag"),
    "twitter:*": lambda seen: sorted(name for name in seen.data.names if name.startswith("twitter:")),
    "JSON-LD: types": _types,
    "JSON-LD: properties": _properties,
    "authors": _found("author", "name"),
    "roles beside them": _found("contributor", "roleName"),
    "html lang": lambda seen: [seen.data.lang],
    "language of the text": _found("inLanguage"),
    "licence": _found("license", "identifier"),
    "place (INSEE)": lambda seen: [
        *_found("contentLocation", "identifier", "value")(seen),
        *_found("homeLocation", "identifier", "value")(seen),
    ],
    "words": _found("wordCount"),
    "elsewhere (sameAs)": _found("sameAs"),
    "h-entry": _item("h-entry"),
    "h-card": _item("h-card"),
    "h-feed": _item("h-feed"),
    "rel=me": _rel("me"),
    "rel=license": _rel("license"),
    "fediverse:creator": _meta("fediverse:creator"),
    "feeds announced": _feeds,
    "nearest feed": _own_feed,
    "its entries (XML)": _entry,
    "its entries (JSON)": _json_entry,
    "oEmbed": _oembed,
}
"""What is read of both pages; a row that neither fills isn't printed."""


if __name__ == "__main__":
    print(compare(Path(sys.argv[1]).resolve()))
