"""Links of a text, resolved against what exists: an address of the site, a known scheme, or a problem."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.engine.base.text import slugify
from placette.engine.base.translation import N_
from placette.engine.findings.messages import PAGELESS
from placette.engine.texts.sanitizer import SCHEMES, anchor
from placette.engine.texts.values import PhotoFacts, Place, plan_renditions


@dataclass(frozen=True, slots=True)
class Labels:
    """Words that the conversion adds to a text, in the site's language."""

    table: str = "Table"
    """What a screen reader calls a table that scrolls, when it has no caption."""
    note_back: str = "Back to the text"
    """The label of the link from a note back to the text."""
    enlarge: str = "Enlarge: %(what)s"
    """The label of the link from a picture of a gallery to its large file."""
    alerts: Mapping[str, str] = field(default_factory=dict)
    """The titles of GFM's alerts, by their names in lower case."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file beside a text that its links may offer: its address from the site's root, and the note behind them."""

    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The site around a text. Paths are relative to the content folder, addresses to the site's root."""

    lang: str = "fr"
    base: str = "/"
    """Path under which the site is published, with slashes at both ends."""
    origin: str = ""
    """Scheme and host of the site, without a slash at the end."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """By path; empty for a text without a page of its own."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """By address, the text whose page it is."""
    photos: Mapping[str, PhotoFacts] = field(default_factory=dict)
    unshown: frozenset[str] = frozenset()
    """Files that are there, and refused: each one's problem is reported at the file."""
    withheld: frozenset[str] = frozenset()
    """Texts that exist but are not published: drafts, scheduled posts, refused and withdrawn ones."""
    gone: frozenset[str] = frozenset()
    """Those of them that were withdrawn."""
    previewed: frozenset[str] = frozenset()
    """Those of them that are shown all the same, for this is a preview."""
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """The places of posts, in degrees, where given."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """The digests of other files that texts may name, by path."""
    offered: Mapping[str, Offered] = field(default_factory=dict)
    """The files that links of the texts beside them may offer, by path."""
    labels: Labels = field(default_factory=Labels)
    own: frozenset[str] = frozenset()
    """Addresses of pages of the site itself, from its root."""
    lists: str = "(?!)"
    """A regular expression for those of lists that come and go; the build knows which there are."""
    pages_only: bool = False
    """Whether this is a preview, which has neither feeds nor other files for machines: links to them are undone."""


def resolve(origin: str, target: str) -> str:
    """Return the path that ``target`` means when written in the file ``origin``; may climb out (starts with ``..``)."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))


Finding = tuple[str, str, dict[str, str]]
"""A problem's code, the text to find its line by, and its values."""

MISSING = "link-missing"
WANTED = "wanted"
"""The value of such a problem that names the missing path, from the content folder."""
NOTE = "document-note"
"""The class of the note behind a link to a file."""
BARE = "bare"
"""The class of a link whose words are its address: on paper it isn't printed twice."""
EXTERNAL_REL = "nofollow ugc noopener"

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_NEEDLESS = re.compile(r"^https?://(?:www\.)?")
_UNBEGUN = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "mailto:"),
    (re.compile(r"www\.[\w-]+\.[^\s]+"), "https://"),
)
"""Addresses that lack their beginning, and what that is."""
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20]")


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link leads; ``href`` is empty for a text that is not published yet."""

    href: str
    rel: str = ""
    anchor: tuple[str, str, str] | None = None
    """Of which text, its name, as it is written."""
    photo: str = ""
    file: str = ""
    note: str = ""
    problem: Finding | None = None
    asked: str = ""
    """What decided anything by its place in the site: a path, or an address, which begins with a slash."""
    listed: tuple[str, Finding] | None = None
    """The address of another page, with the problem if the build has no such page."""


def resolve_links(tree: LexborHTMLParser, path: str, lang: str, around: Surroundings) -> list[LinkTarget]:
    """Rewrite every link of ``tree``, a text in the language ``lang`` written in the file ``path``."""
    targets: list[LinkTarget] = []
    for node in tree.css("a"):
        if "download" in node.attributes:
            del node.attrs["download"]
        href = node.attributes.get("href")
        if href is not None:
            targets.append(_resolve(href, path, around))
            _rewrite(node, targets[-1], "" if lang == around.lang else around.lang)
    return targets


def files_of(targets: Iterable[LinkTarget]) -> tuple[str, ...]:
    """Return the files that links offer, each once."""
    return tuple(dict.fromkeys(target.file for target in targets if target.file))


def rel_outside(written: str) -> str:
    """Return the ``rel`` of an address that leads to another site just as it is written; empty in other cases."""
    scheme = _SCHEME.match(written)
    target = _external(written, scheme[1].lower()) if scheme else None
    return target.rel if target else ""


def _rewrite(node: LexborNode, target: LinkTarget, lang: str) -> None:
    """Have a link lead to its target; ``lang`` is that of our own words where it isn't the text's."""
    if "rel" in node.attributes:
        del node.attrs["rel"]
    if not target.href:
        del node.attrs["href"]
        return
    node.attrs["href"] = target.href
    if target.rel:
        node.attrs["rel"] = target.rel
        if _bared(node.text()) == _bared(target.href):
            node.attrs["class"] = f"{node.attributes.get('class') or ''} {BARE}".lstrip()
    if target.file:
        node.attrs["download"] = ""
    if target.note:
        language = f' lang="{escape(lang)}"' if lang else ""
        html = f'<small class="{NOTE}"{language}>({escape(target.note)})</small>'
        if small := LexborHTMLParser(html, is_fragment=True).css_first("small"):
            node.insert_after(small)
            node.insert_after(" ")


def _bared(address: str) -> str:
    """Return an address without the parts that need no typing."""
    return unquote(_NEEDLESS.sub("", address.strip())).rstrip("/")


def _resolve(written: str, path: str, around: Surroundings) -> LinkTarget:
    if written.startswith("#"):
        name = unquote(written[1:])
        return LinkTarget(f"#{anchor(name)}", anchor=(path, name, written))
    if written.startswith(("{", "|")):
        return _wrong("link-pelican", written)
    scheme = _SCHEME.match(_IGNORED_BY_BROWSERS.sub("", written))
    if scheme:
        is_own = f"{written}/".startswith(f"{around.origin}{around.base}")
        return _rooted(written, around) if is_own else _external(written, scheme[1].lower())
    if written.startswith("//") or "\\" in written or not written.strip():
        return _wrong("link-scheme", written or "]()")
    if beginning := next((start for pattern, start in _UNBEGUN if pattern.fullmatch(written)), ""):
        return _wrong("link-beginning", written, better=f"{beginning}{written[:120]}")
    return _rooted(written, around) if written.startswith("/") else _internal(written, path, around)


def _internal(written: str, path: str, around: Surroundings) -> LinkTarget:
    address, _, name = written.partition("#")
    target_path = resolve(path, unquote(address))
    offered = target_path in around.offered
    target = _offer(target_path, path, written, around) if offered else _lead(target_path, name, written, around)
    return replace(target, asked=target_path)


def _wrong(code: str, written: str, **values: str) -> LinkTarget:
    return LinkTarget("", problem=(code, written, {"value": written[:120], **values}))


def _external(written: str, scheme: str) -> LinkTarget:
    if scheme not in SCHEMES or _IGNORED_BY_BROWSERS.search(written):
        return _wrong("link-scheme", written)
    if scheme in {"mailto", "tel"}:
        return LinkTarget(written)
    try:
        parts = urlsplit(written)
    except ValueError:
        return _wrong("link-scheme", written)
    honest = parts.hostname and "@" not in parts.netloc and "\\" not in written
    return LinkTarget(written, EXTERNAL_REL) if honest else _wrong("link-scheme", written)


def _rooted(written: str, around: Surroundings) -> LinkTarget:
    """Resolve an address from the site's root (``/rubriques/nature/``), with or without the site's own path.

    Only the build knows the pages that are no text's, and none of their anchors: such a link leads to the page's top.
    """
    whole, _, name = written.removeprefix(around.origin).partition("#")
    address, question, query = whole.partition("?")
    address = unquote(f"{address}/" if f"{address}/" == around.base else address)
    address = address.removeprefix(around.base.rstrip("/")).lstrip("/")
    address = address if not address or address.endswith("/") or "." in address else f"{address}/"
    if address and address in around.paths:
        path = around.paths[address]
        return replace(_lead(path, name, written, around), asked=path)
    missing = _wrong(MISSING, written, **{WANTED: address.rstrip("/")})
    place = f"/{address}"
    if address and address not in around.own and not re.fullmatch(around.lists, address):
        return replace(missing, asked=place)
    if around.pages_only and address and not address.endswith("/"):
        return LinkTarget("", asked=place)
    listed = (address, missing.problem) if address and missing.problem else None
    return LinkTarget(around.base + address + question + query, asked=place, listed=listed)


def _offer(wanted: str, path: str, written: str, around: Surroundings) -> LinkTarget:
    """Resolve a link to a file, which the texts of its own folder offer: it is published with them."""
    if posixpath.dirname(wanted) != posixpath.dirname(path):
        return _wrong("link-elsewhere", written)
    offered = around.offered[wanted]
    return LinkTarget(around.base + offered.url, file=wanted, note=offered.note)


def _lead(wanted: str, name: str, written: str, around: Surroundings) -> LinkTarget:
    """Resolve the path ``wanted``, at its anchor ``name`` if there is one."""
    if wanted in around.photos:
        return LinkTarget(around.base + plan_renditions(around.photos[wanted], Place.FIGURE)[-1].url, photo=wanted)
    url = around.addresses.get(wanted)
    if wanted in around.withheld:
        target = _wrong("link-gone" if wanted in around.gone else "link-waiting", written)
        return replace(target, href=f"{around.base}{url}") if wanted in around.previewed else target
    if url is None and wanted in around.unshown:
        return _wrong("photo-refused", written, file=wanted)
    if url is None:
        return _wrong(MISSING, written, **{WANTED: wanted})
    if not url:
        return _wrong(MISSING, written, proposal=PAGELESS)
    name = unquote(name)
    fragment = f"#{anchor(name)}" if name else ""
    return LinkTarget(around.base + url + fragment, anchor=(wanted, name, written) if name else None)


_LINK = re.compile(r"(?:!?\[[^\[\]\n]{0,200})?(?<!\\)\]\((?P<inside>(?:[^()\n]|\([^()\n]{0,200}\)){1,500}+)\)")
_TITLE = re.compile(r"""[ \t]+(?:"[^"]*"|'[^']*')[ \t]*$""")
_FILES = (
    "md html? jpe?g png webp avif gif heic tiff? bmp svg pdf od[tsp] docx? xlsx? pptx? csv txt rtf gpx ics mp3 mp4 zip"
)
_FILE = re.compile(rf"\.(?:{'|'.join(_FILES.split())})(?:#\S*)?$", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:https?|mailto|tel):|www\.|/", re.IGNORECASE)
"""The beginning of an address that names no file beside the text."""
_SPACE = re.compile(r"[ \t]")
_CODE = "code, pre, kbd, samp, script, style"
_SHOWN = 120

RENAMED = N_(
    "File names have no spaces here: rename the file, and write {better} in this link. If the file lies beside this"
    " text, invoke check --fix does both."
)
ENCODED = N_("Write %20 in place of each space: {better}.")
"""The proposals for such a link: to a file, and to anything else."""


def spaced_links(text: str, html: str) -> Iterator[Finding]:
    """Yield each link of the Markdown ``text`` that its ``html`` shows as signs because of a space."""
    links = [(link, address) for link in _LINK.finditer(text) if (address := _spaced_address(link["inside"]))]
    if not links:
        return
    tree = LexborHTMLParser(html, is_fragment=True)
    for code in tree.css(_CODE):
        code.decompose()
    visible = tree.text()
    for link, address in links:
        if f"]({address}" in visible:
            yield "link-space", link[0], {"value": address[:_SHOWN], **_proposal(address)}


def _spaced_address(inside: str) -> str:
    """Return the address between the brackets of a link, if it has a space; empty for words that are no address."""
    address = _TITLE.sub("", inside).strip(" \t")
    is_address = _FILE.search(address) or _ELSEWHERE.match(address)
    return address if is_address and _SPACE.search(address) and not address.startswith("<") else ""


def _proposal(address: str) -> dict[str, str]:
    if _ELSEWHERE.match(address):
        return {"proposal": ENCODED, "better": _SPACE.sub("%20", address)[:_SHOWN]}
    path, mark, anchor = address.partition("#")
    better = "/".join(_better_part(part) for part in path.split("/"))
    return {"proposal": RENAMED, "better": f"{better}{mark}{anchor}"[:_SHOWN]}


def _better_part(name: str) -> str:
    """Return a file's or folder's name as the site wants it; dots and names without spaces stay."""
    if not _SPACE.search(name):
        return name
    stem, dot, suffix = name.rpartition(".")
    return f"{slugify(stem)}{dot}{suffix.lower()}" if stem else slugify(name)
