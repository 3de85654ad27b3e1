"""Copies for servers that send what is compressed already (nginx's ``gzip_static``, Caddy's ``precompressed``).

Compressing as hard as can be takes long, so what it gave is kept by content.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.extras import command_for, version_of
from placette.engine.base.files import digest, write_new
from placette.engine.base.message import N_
from placette.engine.base.processes import spread_out
from placette.engine.base.progress import follow
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.store import Store
from placette.engine.pages.ledger import Ledger

_SHRINKS = frozenset(".css .geojson .gpx .html .ics .js .json .svg .txt .xml".split())
"""Pictures and fonts are compressed by their own formats."""


def _brotli(data: bytes) -> bytes:
    import brotli  # noqa: PLC0415 - an extra

    return bytes(brotli.compress(data, quality=11))


COPIES: Mapping[str, Callable[[bytes], bytes]] = {
    ".br": _brotli,
    ".gz": lambda data: gzip.compress(data, compresslevel=9, mtime=0),
}
"""Each kind of copy by the end of its name, and what makes it."""
_COMPRESSING = N_("Compressed copies made")
_ABSENT = N_("BUILDING_PRECOMPRESS = True needs one more library. Install it: {command}")


@dataclass(frozen=True, slots=True)
class _Press:
    """Where the files of a build lie, new ones and others, and what was kept."""

    staging: Path
    output: Path
    store: Store
    stale: frozenset[str]


def wants_copies(settings: Mapping[str, Any]) -> bool:
    """Whether a site's settings ask for copies. Raises ``SettingError``, in its language, if none can be made."""
    wanted = bool(settings.get("BUILDING_PRECOMPRESS"))
    if wanted and not version_of("brotli"):
        sentence = load_catalogue(settings["DEFAULT_LANG"]).gettext(_ABSENT)
        raise SettingError(sentence.format(command=command_for("brotli")))
    return wanted


def compress_files(ledger: Ledger, staging: Path, output: Path, store: Store) -> None:
    """Want the copies of every file that shrinks, and make those that are not current."""
    sources = [own for own in sorted(ledger.digests().items()) if PurePosixPath(own[0]).suffix in _SHRINKS]
    made_by = version_of("brotli")
    copies = {f"{path}{end}": _key(made, end, made_by) for path, made in sources for end in COPIES}
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


def _key(source: str, end: str, made_by: str) -> str:
    return digest(source.encode(), f"{end} {made_by}".encode())
