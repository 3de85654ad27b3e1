"""Links of a text, resolved against what exists: an address of the site, a known scheme, or a problem."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.engine.problems.messages import PAGELESS
from placette.engine.texts.renditions import Place, plan_renditions
from placette.engine.texts.sanitizer import SCHEMES, anchor
from placette.engine.texts.surroundings import Surroundings, resolve

Finding = tuple[str, str, dict[str, str]]
"""A problem's code, the text to find its line by, and its values."""

MISSING = "link-missing"
WANTED = "wanted"
"""The value of such a problem that names the path, from the content folder, that was looked for."""
NOTE = "document-note"
"""The class of what stands behind a link to a file."""
BARE = "bare"
"""The class of a link whose words are its address: on paper it isn't said twice."""
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
class Links:
    """What a text's links lead to: anchors (of which text, name, as written), photos, files, and what is wrong."""

    anchors: tuple[tuple[str, str, str], ...]
    photos: tuple[str, ...]
    files: tuple[str, ...]
    problems: tuple[Finding, ...]
    asked: frozenset[str]
    """What decided anything by its place in the site: paths, and addresses, which begin with a slash."""
    listed: tuple[tuple[str, Finding], ...] = ()
    """Addresses of pages that are no text's, each with what is wrong if the build has no such page."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a link leads; ``href`` is empty for a text that is not published yet."""

    href: str
    rel: str = ""
    anchor: tuple[str, str, str] | None = None
    photo: str = ""
    file: str = ""
    note: str = ""
    problem: Finding | None = None
    asked: str = ""
    listed: tuple[str, Finding] | None = None


def resolve_links(tree: LexborHTMLParser, path: str, lang: str, around: Surroundings) -> Links:
    """Rewrite every link of ``tree``, a text in the language ``lang`` written in the file ``path``."""
    found: list[_Target] = []
    for node in tree.css("a"):
        if "download" in node.attributes:
            del node.attrs["download"]
        written = node.attributes.get("href")
        if written is not None:
            target = _resolve(written, path, around)
            _rewrite(node, target)
            if target.note:
                _annotate(node, target.note, "" if lang == around.lang else around.lang)
            found.append(target)
    return Links(
        anchors=tuple(target.anchor for target in found if target.anchor),
        photos=tuple(target.photo for target in found if target.photo),
        files=tuple(dict.fromkeys(target.file for target in found if target.file)),
        problems=tuple(target.problem for target in found if target.problem),
        asked=frozenset(target.asked for target in found if target.asked),
        listed=tuple(target.listed for target in found if target.listed),
    )


def rel_outside(written: str) -> str:
    """The ``rel`` of an address that leads to another site just as it is written; empty where there is more to say."""
    scheme = _SCHEME.match(written)
    target = _external(written, scheme[1].lower()) if scheme else None
    return target.rel if target else ""


def says_where(words: str, address: str) -> bool:
    """Whether the words of a link say its address, but for what nobody needs to type."""
    return _typed(words) == _typed(address)


def _typed(address: str) -> str:
    return unquote(_NEEDLESS.sub("", address.strip())).rstrip("/")


def is_own(written: str, around: Surroundings) -> bool:
    """Whether a whole address is one of the site itself."""
    return f"{written}/".startswith(f"{around.origin}{around.base}")


def _rewrite(node: LexborNode, target: _Target) -> None:
    if "rel" in node.attributes:
        del node.attrs["rel"]
    if not target.href:
        del node.attrs["href"]
        return
    node.attrs["href"] = target.href
    if target.rel:
        node.attrs["rel"] = target.rel
        if says_where(node.text(), target.href):
            node.attrs["class"] = f"{node.attributes.get('class') or ''} {BARE}".lstrip()
    if target.file:
        node.attrs["download"] = ""


def _annotate(link: LexborNode, note: str, lang: str) -> None:
    """Put what a file is behind the link to it; ``lang`` is that of the words where it isn't the text's."""
    own = f' lang="{escape(lang)}"' if lang else ""
    html = f'<small class="{NOTE}"{own}>({escape(note)})</small>'
    if small := LexborHTMLParser(html, is_fragment=True).css_first("small"):
        link.insert_after(small)
        link.insert_after(" ")


def _resolve(written: str, path: str, around: Surroundings) -> _Target:
    if written.startswith("#"):
        return _Target(f"#{anchor(written[1:])}", anchor=(path, written[1:], written))
    if written.startswith(("{", "|")):
        return _wrong("link-pelican", written)
    scheme = _SCHEME.match(_IGNORED_BY_BROWSERS.sub("", written))
    if scheme:
        return _rooted(written, around) if is_own(written, around) else _external(written, scheme[1].lower())
    if written.startswith("//") or "\\" in written or not written.strip():
        return _wrong("link-scheme", written or "]()")
    if beginning := next((start for pattern, start in _UNBEGUN if pattern.fullmatch(written)), ""):
        return _wrong("link-beginning", written, better=f"{beginning}{written[:120]}")
    return _internal(written, path, around)


def _wrong(code: str, written: str, **values: str) -> _Target:
    return _Target("", problem=(code, written, {"value": written[:120], **values}))


def _external(written: str, scheme: str) -> _Target:
    if scheme not in SCHEMES or _IGNORED_BY_BROWSERS.search(written):
        return _wrong("link-scheme", written)
    if scheme in {"mailto", "tel"}:
        return _Target(written)
    try:
        parts = urlsplit(written)
    except ValueError:
        return _wrong("link-scheme", written)
    honest = parts.hostname and "@" not in parts.netloc and "\\" not in written
    return _Target(written, EXTERNAL_REL) if honest else _wrong("link-scheme", written)


def _rooted(written: str, around: Surroundings) -> _Target:
    """Where an address from the site's root leads (``/rubriques/nature/``), with or without the site's own path.

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
    asked = f"/{address}"
    if address and address not in around.own and not re.fullmatch(around.lists, address):
        return replace(missing, asked=asked)
    listed = (address, missing.problem) if address.endswith("/") and missing.problem else None
    return _Target(around.base + address + question + query, asked=asked, listed=listed)


def _internal(written: str, path: str, around: Surroundings) -> _Target:
    if written.startswith("/"):
        return _rooted(written, around)
    address, _, name = written.partition("#")
    wanted = resolve(path, unquote(address))
    offered = wanted in around.offered
    target = _offer(wanted, path, written, around) if offered else _lead(wanted, name, written, around)
    return replace(target, asked=wanted)


def _offer(wanted: str, path: str, written: str, around: Surroundings) -> _Target:
    """A link to a file, which is offered by the texts of its own folder: with them it comes and goes."""
    if posixpath.dirname(wanted) != posixpath.dirname(path):
        return _wrong("link-elsewhere", written)
    offered = around.offered[wanted]
    return _Target(around.base + offered.url, file=wanted, note=offered.note)


def _lead(wanted: str, name: str, written: str, around: Surroundings) -> _Target:
    """Where the path ``wanted`` leads, at its anchor ``name`` if there is one."""
    if wanted in around.photos:
        return _Target(around.base + plan_renditions(around.photos[wanted], Place.FIGURE)[-1].url, photo=wanted)
    url = around.addresses.get(wanted)
    if wanted in around.withheld:
        target = _wrong("link-gone" if wanted in around.gone else "link-waiting", written)
        return replace(target, href=f"{around.base}{url}") if wanted in around.previewed else target
    if url is None and wanted in around.unshown:
        return _wrong("photo-refused", written)
    if url is None:
        return _wrong(MISSING, written, **{WANTED: wanted})
    if not url:
        return _wrong(MISSING, written, proposal=PAGELESS)
    fragment = f"#{anchor(name)}" if name else ""
    return _Target(around.base + url + fragment, anchor=(wanted, name, written) if name else None)
