"""Which program a source comes from, and how it is opened: one row a program."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from placette import N_, Manner, Reply
from placette_import import databases, exports, folders
from placette_import.decoding import SourceError, joined, unpack
from placette_import.values import ImportSource

_SEEN = 8192
"""Bytes at the beginning of a file that tell what it is."""
_HOPS, _LARGEST = 6, 64 << 20
"""The answers of a server that are followed to something, and the bytes that a feed may have."""


class SourceReader(NamedTuple):
    """A program: its name for people, what the beginning of its files matches, or files that its folders have."""

    name: str
    begins: str = ""
    holds: tuple[str, ...] = ()
    opens: Callable[[tuple[Path, ...], Path], ImportSource] | None = None
    """What reads its files; without it, ``folders.py`` does."""


_BLOGGER = r"blogger/20(?:08|18)|<blogger:|blogger\.com,1999:blog"
_FEED = r"<rss[\s>]|<feed[\s>]|<rdf:RDF"
_HUGO = ("hugo.*", "config.toml", "config/_default", "archetypes")
READERS = {
    "wordpress": SourceReader("WordPress", r"wordpress\.org/export/|<wp:wxr_version", opens=exports.open_wordpress),
    "blogger": SourceReader("Blogger", _BLOGGER, opens=exports.open_blogger),
    "ghost": SourceReader("Ghost", r'^\s*\{\s*"(?:db|meta|data)"\s*:', opens=exports.open_ghost),
    "dotclear": SourceReader("Dotclear", r"^///DOTCLEAR\|", opens=databases.open_dotclear),
    "spip": SourceReader("SPIP", r"^SQLite format 3\0", opens=databases.open_spip),
    "jekyll": SourceReader("Jekyll", holds=("_posts", "_config.yml")),
    "hugo": SourceReader("Hugo", holds=_HUGO),
    "pelican": SourceReader("Pelican", holds=("pelicanconf.py",)),
    "feed": SourceReader(N_("a feed"), _FEED, opens=exports.open_feed),
    "markdown": SourceReader(N_("a folder of texts"), holds=("**/*.md", "**/*.markdown")),
}
"""By the word that ``--from`` takes, in the order in which they are tried."""


@contextmanager
def opened(path: Path | str, kind: str = "") -> Iterator[ImportSource]:
    """Open a source: a file, a folder, either in a ZIP file, or a feed. Raises ``SourceError`` and ``OSError``."""
    with tempfile.TemporaryDirectory(prefix="placette-import-") as scratch:
        path = _fetched(path, Path(scratch)) if isinstance(path, str) else path
        place = unpack(path, Path(scratch)) if path.suffix.lower() == ".zip" and path.is_file() else path
        if not place.exists():
            raise SourceError(N_("it is not there"), path.name)
        kind = kind or kind_of(place)
        reader = READERS.get(kind)
        if reader is None:
            raise SourceError(N_("it is no export that is known here"), path.name)
        root = place if place.is_dir() else place.parent
        exported = _exports_in(place) if place.is_dir() and reader.begins else ()
        files = tuple(file for file in exported if re.search(reader.begins, _beginning(file))) or (place,)
        source = reader.opens(files, root) if reader.opens else folders.open_folder(kind, root)
        yield source if joined(source.site, "/") else replace(source, site="")


def _fetched(address: str, folder: Path) -> Path:
    """Return the file of a feed, asked for as ``invoke links`` asks: no private address, bounds, few redirects."""
    manner = Manner("PlacetteImport")
    body = fetched(address, lambda at: manner.exchange(at, "GET", _LARGEST + 1), _LARGEST)
    file = folder / "feed.xml"
    file.write_bytes(body)
    return file


def fetched(address: str, ask: Callable[[str], Reply], most: int) -> bytes:
    """Return what an address gives behind its redirects. Raises ``SourceError``."""
    at = address
    for _hop in range(_HOPS):
        reply = ask(at) if at.startswith(("http://", "https://")) else Reply(0, why="scheme")
        if reply.why:
            raise SourceError(Reply.WHY[reply.why], address)
        if not (reply.location and 300 <= reply.status < 400):
            if reply.status == HTTPStatus.OK and len(reply.body) <= most:
                return reply.body
            raise SourceError(N_("it is too large") if len(reply.body) > most else N_("it is not there"), address)
        at = joined(at, reply.location)
    raise SourceError(Reply.WHY["loop"], address)


def kind_of(place: Path) -> str:
    """Return which program a file or folder is from; empty for none that is known here."""
    if place.is_file():
        begins = _beginning(place)
        return next(
            (kind for kind, reader in READERS.items() if reader.begins and re.search(reader.begins, begins)), ""
        )
    kinds = (
        kind for kind, reader in READERS.items() if any(next(place.glob(pattern), None) for pattern in reader.holds)
    )
    result = next(kinds, "")
    return result if result not in {"", "markdown"} else next(filter(None, map(kind_of, _exports_in(place))), result)


def _exports_in(folder: Path) -> list[Path]:
    suffixes = {".xml", ".json", ".txt", ".sqlite", ".db", ".atom", ".rss"}
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes and path.is_file())


def _beginning(file: Path) -> str:
    with file.open("rb") as opened_file:
        return opened_file.read(_SEEN).decode("utf-8", "replace").lstrip("\ufeff")
