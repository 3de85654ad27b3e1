"""What every server is told, whatever its language: decided once, written by a module for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from placette.engine.base.settings import SettingError
from placette.engine.base.text import slugify
from placette.engine.library.departures import Departures
from placette.engine.pages.policy import CONTENT_SECURITY_POLICY

_ONLY_BY_HEADER = "frame-ancestors 'none'; upgrade-insecure-requests; require-trusted-types-for 'script'"
"""What a page can't say itself, or what would harm a preview without https."""
CSP = "Content-Security-Policy"
HEADERS = (
    (CSP, f"{CONTENT_SECURITY_POLICY}; {_ONLY_BY_HEADER}"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Strict-Transport-Security", "max-age=31536000"),
)
"""For every file."""
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
PICTURES = ("photos", "drawings")
"""The policy of files that came from strangers or are drawn for them, and their folders: they may do nothing at all."""
HASHED = ("cards", "photos")
"""Folders of files whose names all change with what they hold."""
_THEME = "theme"
"""The folder of which most do; only maintainers write there."""
LASTING = r"[^/]*-[0-9a-f]{8,10}(-[0-9]+)?\.[a-z0-9]+"
"""The name of a file that changes with what it holds, in those folders alone: anywhere else it could be anybody's."""
FOR_EVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
"""How long browsers keep such files, and all others: these they ask for anew each time, which costs little (ETag)."""
NOT_FOUND, GONE = "404.html", "410.html"
"""The pages that servers show, from the site's root."""
_SAFE = re.compile(r"/(?!/)[A-Za-z0-9._~/-]*")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is true of one site. ``base`` is its path on the server; ``lasting`` the theme's files to keep for ever."""

    base: str
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    lasting: tuple[str, ...]
    preview: bool = False

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """For every file: pages of a preview say that they are not to be listed, pictures can't."""
        return (*HEADERS, ("X-Robots-Tag", "noindex")) if self.preview else HEADERS

    @property
    def kept(self) -> str:
        """A regular expression for the paths of all files to keep for ever."""
        return f"^{re.escape(self.base)}({'|'.join((*HASHED, _THEME))})/{LASTING}$"


def make_rules(base: str, departures: Departures, files: Iterable[str], *, preview: bool = False) -> Rules:
    """The rules of a site whose files are ``files``; raises ``ValueError`` for a path that isn't plainly written.

    That of the site itself is a setting: ``SettingError``, with one that would do. No server's quotation is needed for
    what is plainly written; all addresses of a build are.
    """
    if not _SAFE.fullmatch(base):
        plain = "/".join(map(slugify, base.split("/")))
        raise SettingError(f"SITEURL: {base}?  →  {plain}")
    paths = (*departures.gone, *(path for pair in departures.moved for path in pair))
    odd = [path for path in paths if not _SAFE.fullmatch(path)]
    if odd:
        raise ValueError(f"paths that servers can't be told: {', '.join(map(repr, odd))}")
    lasting = re.compile(f"{_THEME}/{LASTING}")
    return Rules(base, departures.moved, departures.gone, tuple(sorted(filter(lasting.fullmatch, files))), preview)
