"""The last look at a build before it is put in place, by a parser that had no part in making it.

It catches what everything before it missed: a link or an anchor that leads nowhere, something active that
the theme did not put there, a file that a browser could take for something else.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.files import walk_files

_SUFFIXES = frozenset({".html", ".xml", ".txt", ".css", ".js", ".svg", ".woff2", ".jpg", ".webp"})
"""What a build may hold, and the one file without suffix."""
_HEADERS = "_headers"
_ACTIVE_TAGS = frozenset(  # a line of words reads better than a column of strings
    "applet base button embed form frame frameset iframe input math noscript object select style template"
    " textarea".split()
)
_THEME_ACTIVE = frozenset({"button"})
"""Active elements that the theme itself uses, outside texts."""
_URL_ATTRIBUTES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href")
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
_FETCHED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest"})
"""Relations of a ``<link>`` that make a browser ask for something."""
_SVG_TAGS = frozenset("clipPath svg g path circle ellipse rect polygon polyline line defs style title".split())


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not be published: the file and a short description for a developer."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class _PageFacts:
    """What other pages may refer to, and what this page refers to."""

    anchors: frozenset[str]
    targets: tuple[str, ...]


def inspect_build(folder: Path, base: str, origin: str) -> tuple[Fault, ...]:
    """Every fault of the build in ``folder``, published at ``origin`` under the path ``base``."""
    paths = walk_files(folder)
    faults = [Fault(path, "unexpected kind of file") for path in paths if not _is_expected(path)]
    pages: dict[str, _PageFacts] = {}
    for path in paths:
        data = (folder / path).read_bytes()
        if path.endswith(".html"):
            pages[path], found = _look_at_page(path, data.decode("utf-8"), origin)
            faults += found
        elif path.endswith((".xml", ".svg")):
            faults += _look_at_xml(path, data)
    faults += _dead_links(pages, frozenset(paths), base, origin)
    return tuple(faults)


def _is_expected(path: str) -> bool:
    return path == _HEADERS or Path(path).suffix in _SUFFIXES


def _look_at_page(path: str, html: str, origin: str) -> tuple[_PageFacts, list[Fault]]:
    tree = LexborHTMLParser(html)
    faults = [Fault(path, what) for node in tree.css("*") for what in _active(node)]
    for script in tree.css("script"):
        faults += [Fault(path, what) for what in _script_faults(script)]
    loaded = _loaded(tree)
    faults += [Fault(path, f"loads from elsewhere: {url[:120]}") for url in loaded if _is_elsewhere(url, origin)]
    targets = [*loaded, *(node.attributes.get("href") or "" for node in tree.css("[href]"))]
    anchors = frozenset(node.attributes.get("id") or "" for node in tree.css("[id]"))
    return _PageFacts(anchors, tuple(targets)), faults


def _loaded(tree: LexborHTMLParser) -> list[str]:
    """The addresses that a browser fetches by itself when it shows the page."""
    urls = [node.attributes.get("src") or "" for node in tree.css("[src]")]
    for node in tree.css("[srcset]"):
        urls += [part.split()[0] for part in (node.attributes.get("srcset") or "").split(",") if part.split()]
    for node in tree.css("link[href]"):
        if _FETCHED & set((node.attributes.get("rel") or "").lower().split()):
            urls.append(node.attributes.get("href") or "")
    return urls


def _is_elsewhere(url: str, origin: str) -> bool:
    return bool(urlsplit(url).netloc) and not url.startswith(f"{origin}/")


def _active(node: LexborNode) -> Iterator[str]:
    """Active content in one element: elements, handlers, styles and schemes that no text may hold."""
    tag = node.tag or ""
    if tag in _ACTIVE_TAGS and not (tag in _THEME_ACTIVE and not _in_text(node)):
        yield f"<{tag}>"
    if tag in {"script", "svg", "link", "meta"} and _in_text(node):
        yield f"<{tag}> in a text"
    for name, value in node.attributes.items():
        if name.startswith("on") or name in {"style", "srcdoc", "ping"}:
            yield f"{name}= on <{tag}>"
        if name in _URL_ATTRIBUTES and _scheme(value or "") not in _SCHEMES:
            yield f"{name}={(value or '')[:40]!r}"


def _in_text(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if {"e-content", "prose"} & set((parent.attributes.get("class") or "").split()):
            return True
        parent = parent.parent
    return False


def _script_faults(script: LexborNode) -> Iterator[str]:
    """A script is a file of ours, or a block of data."""
    if script.attributes.get("type") == "application/ld+json":
        try:
            json.loads(script.text())
        except ValueError:
            yield "JSON-LD that cannot be read"
    elif script.text().strip() or "src" not in script.attributes:
        yield "inline script"


def _scheme(url: str) -> str:
    cleaned = "".join(c for c in url if c > " ")
    head, colon, _ = cleaned.partition(":")
    return head.lower() if colon and "/" not in head and "?" not in head and "#" not in head else ""


def _look_at_xml(path: str, data: bytes) -> list[Fault]:
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return [Fault(path, f"not well-formed XML: {error}")]
    if not path.endswith(".svg"):
        return []
    names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    handlers = [
        name for element in root.iter() for name in element.attrib if name.lower().startswith("on") or "href" in name
    ]
    return [Fault(path, f"<{name}> in a drawing") for name in sorted(names - _SVG_TAGS)] + [
        Fault(path, f"{name}= in a drawing") for name in handlers
    ]


def _dead_links(pages: Mapping[str, _PageFacts], files: frozenset[str], base: str, origin: str) -> Iterator[Fault]:
    for path, facts in sorted(pages.items()):
        here = base + path.removesuffix("index.html")
        for target in sorted(set(facts.targets)):
            problem = _follow(target, here, pages, files, base, origin)
            if problem:
                yield Fault(path, f"{problem}: {target[:120]}")


def _follow(
    target: str, here: str, pages: Mapping[str, _PageFacts], files: frozenset[str], base: str, origin: str
) -> str:
    """What is wrong with a link written on the page at ``here``; empty when nothing is."""
    parts = urlsplit(target)
    if (parts.scheme and not target.startswith(f"{origin}/")) or target.startswith("//"):
        return "" if parts.scheme in _SCHEMES else "scheme"
    path = unquote(parts.path) if parts.path else here
    path = posixpath.join(here, path) if not path.startswith("/") else path
    if not path.startswith(base):
        return "outside the site"
    relative = path.removeprefix(base)
    name = f"{relative}index.html" if relative == "" or relative.endswith("/") else relative
    if name not in files:
        return "leads nowhere"
    if parts.fragment and name in pages and unquote(parts.fragment) not in pages[name].anchors:
        return "no such anchor"
    return ""
