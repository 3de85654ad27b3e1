"""Copies for servers that send what is compressed already (nginx's ``gzip_static``, Caddy's ``precompressed``).

Compressing as hard as can be takes long, so what it gave is kept by content.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import brotli

from placette.engine.base.files import digest, write_new
from placette.engine.base.message import N_
from placette.engine.base.processes import spread_out
from placette.engine.base.progress import follow
from placette.engine.base.store import Store
from placette.engine.pages.ledger import Ledger

_SHRINKS = frozenset(".css .geojson .gpx .html .ics .js .json .svg .txt .xml".split())
"""Pictures and fonts are compressed by their own formats."""
COPIES: Mapping[str, Callable[[bytes], bytes]] = {
    ".br": lambda data: bytes(brotli.compress(data, quality=11)),
    ".gz": lambda data: gzip.compress(data, compresslevel=9, mtime=0),
}
"""Each kind of copy by the end of its name, and what makes it."""
_COMPRESSING = N_("Compressed copies made")


@dataclass(frozen=True, slots=True)
class _Press:
    """Where the files of a build lie, new ones and others, and what was kept."""

    staging: Path
    output: Path
    store: Store
    stale: frozenset[str]


def compress_files(ledger: Ledger, staging: Path, output: Path, store: Store) -> None:
    """Want the copies of every file that shrinks, and make those that are not current."""
    sources = [path for path in sorted(ledger.wanted) if PurePosixPath(path).suffix in _SHRINKS]
    copies = {f"{path}{end}": _key(ledger.wanted[path].digest, end) for path in sources for end in COPIES}
    press = _Press(staging, output, store, frozenset(ledger.stale))
    stale = [(copy, key) for copy, key in copies.items() if ledger.needs(copy, key)]
    copied = follow(_COMPRESSING, spread_out(_make_copy, stale, press, cost=0.02), len(stale))
    for (copy, _), made in zip(stale, copied, strict=True):
        ledger.note(copy, made)
    for key in copies.values():
        store.keep(key)
    store.prune()


def _make_copy(wanted: tuple[str, str], press: _Press) -> str:
    """Write a copy, kept from before or made from its source; its digest."""
    copy, key = wanted
    made = press.store.get(key)
    if made is None:
        path, dot, end = copy.rpartition(".")
        made = COPIES[dot + end](((press.staging if path in press.stale else press.output) / path).read_bytes())
        press.store.put(key, made)
    write_new(press.staging, copy, made)
    return digest(made)


def _key(source: str, end: str) -> str:
    return digest(source.encode(), f"{end} {brotli.__version__}".encode())
