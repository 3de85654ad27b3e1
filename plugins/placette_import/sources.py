"""Which program a source comes from, and how it is opened: one row a program."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from placette import N_, WHY, Manner, exchange
from placette_import import databases, exports, folders
from placette_import.decoding import SourceError, joined, unpack
from placette_import.values import ImportSource

_SEEN = 8192
"""Bytes at the beginning of a file that tell what it is."""
_HOPS, _LARGEST = 5, 64 << 20
"""The redirects of a feed that are followed, and the bytes that it may have."""


class SourceReader(NamedTuple):
    """A program: its name for people, what the beginning of its files matches, or files that its folders have."""

    name: str
    opens: Callable[[tuple[Path, ...], Path], ImportSource]
    begins: str = ""
    holds: tuple[str, ...] = ()


READERS = {
    "wordpress": SourceReader("WordPress", exports.open_wordpress, r"wordpress\.org/export/|<wp:wxr_version"),
    "blogger": SourceReader("Blogger", exports.open_blogger, r"blogger/20(?:08|18)|<blogger:|blogger\.com,1999:blog"),
    "ghost": SourceReader("Ghost", exports.open_ghost, r'^\s*\{\s*"(?:db|meta|data)"\s*:'),
    "dotclear": SourceReader("Dotclear", databases.open_dotclear, r"^///DOTCLEAR\|"),
    "spip": SourceReader(
        "SPIP",
        databases.open_spip,
        r"^SQLite format 3\0|^-- (?:MySQL|MariaDB|phpMyAdmin)|(?:CREATE TABLE|INSERT INTO)[^;]{0,80}spip_",
    ),
    "jekyll": SourceReader("Jekyll", folders.open_jekyll, holds=("_posts", "_config.yml")),
    "hugo": SourceReader("Hugo", folders.open_hugo, holds=("hugo.*", "config.toml", "config/_default", "archetypes")),
    "pelican": SourceReader("Pelican", folders.open_pelican, holds=("pelicanconf.py",)),
    "mkdocs": SourceReader("MkDocs", folders.open_markdown, holds=("mkdocs.y*ml",)),
    "feed": SourceReader(N_("a feed"), exports.open_feed, r"jsonfeed\.org/version|<rss[\s>]|<feed[\s>]|<rdf:RDF"),
    "markdown": SourceReader(
        N_("a folder of texts"), folders.open_markdown, holds=("**/*.md", "**/*.markdown", "**/*.docx")
    ),
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
        files = (place,) if place.is_file() else _files_of(place, reader)
        source = reader.opens(files, place if place.is_dir() else place.parent)
        yield source if joined(source.site, "/") else replace(source, site="")


def _fetched(address: str, folder: Path) -> Path:
    """Return the file of a feed, asked for as ``invoke links`` asks: no private address, bounds, few redirects."""
    at, manner = address, Manner("PlacetteImport")
    for _hop in range(_HOPS):
        reply = exchange(at, "GET", manner, _LARGEST + 1)
        if not (reply.location and 300 <= reply.status < 400):
            break
        at = joined(at, reply.location)
    if reply.status != 200 or len(reply.body) > _LARGEST:
        raise SourceError(WHY.get(reply.why) or N_("it is not there"), address)
    file = folder / ("feed.json" if reply.body.lstrip().startswith(b"{") else "feed.xml")
    file.write_bytes(reply.body)
    return file


def kind_of(place: Path) -> str:
    """Return which program a file or folder is from; empty for none that is known here."""
    if place.is_file():
        begins = _beginning(place)
        return next((kind for kind, one in READERS.items() if one.begins and re.search(one.begins, begins)), "")
    held = (kind for kind, one in READERS.items() if any(next(place.glob(pattern), None) for pattern in one.holds))
    found = next(held, "")
    return found if found not in {"", "markdown"} else next(filter(None, map(kind_of, _exports_in(place))), found)


def _exports_in(folder: Path) -> list[Path]:
    """Return the files of a folder that may be exports, by name."""
    suffixes = {".xml", ".json", ".txt", ".sql", ".sqlite", ".db", ".atom", ".rss"}
    return sorted(one for one in folder.iterdir() if one.suffix.lower() in suffixes and one.is_file())


def _files_of(folder: Path, reader: SourceReader) -> tuple[Path, ...]:
    found = (one for one in _exports_in(folder) if reader.begins and re.search(reader.begins, _beginning(one)))
    return (*found,) or (folder,)


def _beginning(file: Path) -> str:
    with file.open("rb") as opened_file:
        return opened_file.read(_SEEN).decode("utf-8", "replace").lstrip("\ufeff")
