"""Where the links of a document may lead: the web, a mail, a telephone; never a file of somebody's machine."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

from placette.engine.texts.characters import is_suspect
from placette.engine.texts.sanitizer import SCHEMES

_LONGEST = 2000
"""Characters of a link that is kept."""
_DETOURS = {
    "safelinks.protection.outlook.com": "url",
    "www.google.com": "q",
    "www.google.fr": "q",
    "l.facebook.com": "u",
    "lm.facebook.com": "u",
}
"""Servers that programs put between a reader and a link, and the parameter that says where it leads."""
_UNSAFE = re.compile(r"[\s<>\\\"`{}|^]")


def link_target(href: str) -> str:
    """Where a link leads, without the detours that mail programs add; empty for what can't be a link on a page."""
    written = re.sub(r"[\t\n\r]", "", href.strip())
    if written.lower().startswith("www."):
        written = f"https://{written}"
    target = _direct(written)
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES or len(target) > _LONGEST or is_suspect(target):
        return ""
    if parts.scheme.lower() in {"http", "https"} and (not parts.netloc or "@" in parts.netloc):
        return ""
    return _UNSAFE.sub(lambda found: quote(found[0]), target)


def _direct(target: str) -> str:
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").lower()
    except ValueError:
        return target
    for detour, name in _DETOURS.items():
        if host == detour or (host.endswith(f".{detour}") and detour.startswith("safelinks")):
            return next(
                (v for v in parse_qs(parts.query).get(name, ()) if v.startswith(("http://", "https://"))), target
            )
    return target
