"""The rules for every server, decided once; a module for each server writes them in its language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from placette.engine.base.media_types import DOWNLOADS
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.text import slugify
from placette.engine.library.departures import Asked, Departures
from placette.engine.library.old_addresses import IN_PATHS, IN_QUERIES
from placette.engine.pages.policy import CONTENT_SECURITY_POLICY
from placette.engine.pages.ports import FolderApart

_ONLY_BY_HEADER = "frame-ancestors 'none'; upgrade-insecure-requests; require-trusted-types-for 'script'"
"""What a page can't state itself, or what would break a preview without https."""
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
"""The headers of every file."""
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
PICTURES = ("photos", "drawings")
"""The policy of files that came from strangers, are drawn for them or are a site's logo (they may do nothing), and
their folders.
"""
ATTACHED = ("Content-Disposition", "attachment")
"""What has browsers save a document that came from a stranger; none is shown, whatever it holds."""
HASHED = ("cards", "photos")
"""Folders in which every file's name changes with its content."""
_THEME = "theme"
"""The folder in which most names do; only maintainers write there."""
LASTING = r"[^/]*-[0-9a-f]{8,10}(-[0-9]+)?\.[a-z0-9]+"
"""A file name that changes with its content, in those folders only: elsewhere anybody could choose such a name."""
FOR_EVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
"""How long browsers keep such files, and all others: those they revalidate each time, which costs little (ETag)."""
NOT_FOUND, GONE = "404.html", "410.html"
"""The error pages, from the site's root."""
_SAFE = re.compile(r"/(?!/)[A-Za-z0-9._~/-]*")
_OLD, _QUERY = re.compile(rf"/(?!/)[{IN_PATHS}/]*"), re.compile(rf"[{IN_QUERIES}]+")
"""What an address of this site is written with; and those of a former system, which no server's quoting may alter."""


@dataclass(frozen=True, slots=True)
class ServerRules:
    """The rules of one site. ``base`` is its path on the server; ``lasting`` are the theme's files to keep for ever.

    ``moved`` and ``gone`` hold for a path whatever its query, but for those that are ``asked``. ``documents`` are the
    files that are offered as they are. ``apart`` are the folders with headers of their own, and ``beside`` is all that
    lies beside them at the root of the site, where there are any.
    """

    base: str
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    lasting: tuple[str, ...]
    asked: tuple[Asked, ...] = ()
    preview: bool = False
    documents: tuple[str, ...] = ()
    apart: tuple[FolderApart, ...] = ()
    beside: tuple[str, ...] = ()

    def headers_of(self, apart: FolderApart) -> tuple[tuple[str, str], ...]:
        """The headers of a folder apart: its own, and those of every file that it doesn't replace."""
        return tuple({**dict(self.headers), **dict(apart.headers)}.items())

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers of every file. In a preview they include ``noindex``, which pictures can't state themselves."""
        return (*HEADERS, ("X-Robots-Tag", "noindex")) if self.preview else HEADERS

    @property
    def has_gone(self) -> bool:
        """Whether anything is gone, so that there is a page that says so."""
        return bool(self.gone) or any(each.new is None for each in self.asked)

    @property
    def kept(self) -> str:
        """A regular expression for the paths of all files to keep for ever."""
        return f"^{re.escape(self.base)}({'|'.join((*HASHED, _THEME))})/{LASTING}$"

    @property
    def attached(self) -> str:
        """A regular expression for the paths of documents of which the site makes none itself."""
        return rf"^{re.escape(self.base)}.*\.({'|'.join(end.lstrip('.') for end in DOWNLOADS)})$"

    @property
    def named(self) -> tuple[str, ...]:
        """The paths of all other documents: the site has calendars and GPX files of its own, which programs open."""
        return tuple(f"{self.base}{path}" for path in self.documents if not path.endswith(DOWNLOADS))


def make_rules(
    base: str, departures: Departures, files: Iterable[str], offered: frozenset[str] = frozenset(), *,
    preview: bool = False, apart: tuple[FolderApart, ...] = (),
) -> ServerRules:  # fmt: skip
    """The rules of a site whose files are ``files``; those ``offered`` are as strangers sent them.

    All addresses of a build are plain, those of a former system nearly so: none can end a server's quotes. The site's
    own path is a setting: for that one it raises ``SettingError``, with a path that would do.
    """
    if not _SAFE.fullmatch(base):
        plain = "/".join(map(slugify, base.split("/")))
        raise SettingError(f"SITEURL: {base}?  →  {plain}")
    asked = departures.asked
    targets = (*(new for _, new in departures.moved), *(each.new for each in asked if each.new))
    old = (*departures.gone, *(path for path, _ in departures.moved), *(each.path for each in asked))
    odd = [path for path in targets if not _SAFE.fullmatch(path)] + [path for path in old if not _OLD.fullmatch(path)]
    if odd := [*odd, *(each.query for each in asked if not _QUERY.fullmatch(each.query))]:
        raise ValueError(f"paths that can't be written for servers: {', '.join(map(repr, odd))}")
    names, lasting = list(files), re.compile(f"{_THEME}/{LASTING}")
    documents = tuple(sorted(path for path in names if path.endswith(DOWNLOADS) or path in offered))
    kept = tuple(sorted(filter(lasting.fullmatch, names)))
    beside = _beside(names, apart) if apart else ()
    return ServerRules(base, departures.moved, departures.gone, kept, asked, preview, documents, apart, beside)


def _beside(names: Iterable[str], apart: tuple[FolderApart, ...]) -> tuple[str, ...]:
    """What lies at the root of the site beside the folders apart: folders (``2026/``), files, the home page (empty)."""
    tops = {f"{head}/" if slash else head for head, slash, _ in (name.partition("/") for name in names)}
    hidden = {top for top in tops if top.startswith(("_", "."))}
    return ("", *sorted(tops - hidden - {one.folder for one in apart}))
