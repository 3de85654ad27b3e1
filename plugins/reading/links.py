"""Links of a text, resolved against what exists: an address of the site, a known scheme, or a problem."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.messages import NEAR, NOTHING_NEAR
from plugins.core.renditions import plan_renditions
from plugins.core.text import nearest
from plugins.reading.sanitizer import ID_PREFIX, SCHEMES
from plugins.reading.surroundings import Surroundings, resolve

Finding = tuple[str, str, dict[str, str]]
"""A problem's code, the text to find its line by, and its values."""

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20]")
EXTERNAL_REL = "nofollow ugc noopener"


def resolve_links(
    tree: LexborHTMLParser, path: str, around: Surroundings
) -> tuple[tuple[tuple[str, str], ...], list[Finding]]:
    """Rewrite every link of ``tree``; give the anchors used in other texts and what is wrong."""
    anchors: list[tuple[str, str]] = []
    problems: list[Finding] = []
    for node in tree.css("a"):
        target = node.attributes.get("href")
        if target is None:
            continue
        outcome = _resolve(target, path, around)
        if isinstance(outcome, _Problem):
            problems.append((outcome.code, target, outcome.values))
            del node.attrs["href"]
        else:
            _rewrite(node, *outcome[:2])
            anchors += outcome[2]
    return tuple(anchors), problems


class _Problem:
    """A link that leads nowhere: the code and values of its message."""

    def __init__(self, code: str, **values: str) -> None:
        self.code, self.values = code, values


def _rewrite(node: LexborNode, href: str, rel: str) -> None:
    node.attrs["href"] = href
    if "rel" in node.attributes:
        del node.attrs["rel"]
    if rel:
        node.attrs["rel"] = rel


def _resolve(target: str, path: str, around: Surroundings) -> tuple[str, str, list[tuple[str, str]]] | _Problem:
    shown = target[:120]
    if target.startswith("#"):
        return f"#{ID_PREFIX}{target[1:]}", "", []
    if target.startswith(("{", "|")):
        return _Problem("link-pelican", value=shown)
    scheme = _SCHEME.match(_IGNORED_BY_BROWSERS.sub("", target))
    if scheme:
        return _external(target, scheme[1].lower()) or _Problem("link-scheme", value=shown)
    if target.startswith("//") or "\\" in target or not target.strip():
        return _Problem("link-scheme", value=shown)
    return _internal(target, path, around)


def _external(target: str, scheme: str) -> tuple[str, str, list[tuple[str, str]]] | None:
    if scheme not in SCHEMES or _IGNORED_BY_BROWSERS.search(target):
        return None
    if scheme in {"mailto", "tel"}:
        return target, "", []
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    honest = parts.hostname and "@" not in parts.netloc and "\\" not in target
    return (target, EXTERNAL_REL, []) if honest else None


def _internal(target: str, path: str, around: Surroundings) -> tuple[str, str, list[tuple[str, str]]] | _Problem:
    address, _, anchor = target.partition("#")
    wanted = resolve(path, unquote(address))
    if wanted in around.photos:
        return around.base + plan_renditions(around.photos[wanted])[-1].url, "", []
    url = around.addresses.get(wanted)
    if url is None:
        close = nearest(wanted, around.addresses, 1)
        proposal = (NEAR, close[0]) if close else (NOTHING_NEAR, "")
        return _Problem("link-missing", value=target[:120], proposal=proposal[0], names=proposal[1])
    fragment = f"#{ID_PREFIX}{anchor}" if anchor else ""
    return around.base + url + fragment, "", [(wanted, anchor)] if anchor else []
