"""Sheaves in the state of a build, a row for each: rows of thousands of files would be read every time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from sqlite3 import Connection

from placette.engine.base.rows import checksum
from placette.engine.base.scanning import Signature
from placette.engine.building.lying import signature_of
from placette.engine.pages.ledger import Ledger, Sheaf

SHEAVES = """
CREATE TABLE IF NOT EXISTS sheaves (name TEXT PRIMARY KEY, mark TEXT, paths TEXT, keys TEXT, digests TEXT, signed TEXT,
    sum INTEGER) WITHOUT ROWID;
"""
"""The table. Columns hold a line for each file, ``signed`` a JSON list; ``sum`` is a checksum of the row."""


def read_sheaves(base: Connection) -> dict[str, Sheaf]:
    """The sheaves of a state; raises ``ValueError`` if they aren't what was written."""
    found = {}
    for name, *texts, total in base.execute("SELECT * FROM sheaves"):
        mark, paths, keys, digests, signed = texts
        found[name] = Sheaf(mark, paths.split("\n"), keys.split("\n"), digests.split("\n"), signed)
        if checksum(name, *texts) != total or len({*map(len, found[name][1:4])}) != 1:
            raise ValueError("sheaves that are not what was written")
    return found


def paths_in(base: Connection) -> list[str]:
    """Every path of the sheaves of a state, of any form that has such a table."""
    if not base.execute("SELECT 1 FROM sqlite_master WHERE name = 'sheaves'").fetchone():
        return []
    return [path for (paths,) in base.execute("SELECT paths FROM sheaves") for path in paths.split("\n")]


def signed_files(sheaves: Iterable[Sheaf]) -> Iterator[tuple[str, str, tuple[object, ...]]]:
    """Of each file its path, its digest and its signature when it was put in place."""
    for sheaf in sheaves:
        yield from zip(sheaf.paths, sheaf.digests, map(tuple, json.loads(sheaf.signed)), strict=True)


def bound_paths(ledger: Ledger) -> frozenset[str]:
    """The files of all sheaves that a build makes."""
    return frozenset(chain.from_iterable(paths for _, paths in ledger.bound.values()))


def unbound_paths(ledger: Ledger) -> set[str]:
    """The files that leave a sheaf and are wanted one by one now."""
    loosened = ledger.sheaves.keys() - ledger.kept.keys()
    before = {path for name in loosened for path in ledger.sheaves[name].paths}
    return before.difference(bound_paths(ledger)) & ledger.wanted.keys()


def newly_bound(ledger: Ledger) -> set[str]:
    """Those of them that were not in the same sheaf before."""
    return {path for name, (_, paths) in ledger.bound.items() for path in {*paths}.difference(_before(name, ledger))}


def write_sheaves(base: Connection, ledger: Ledger, output: Path) -> None:
    """Write the sheaves that were made, and forget those that are not kept; files lie in ``output``."""
    base.executemany("DELETE FROM sheaves WHERE name = ?", ((name,) for name in ledger.sheaves.keys() - ledger.kept))
    for name in sorted(ledger.bound):
        mark, paths = ledger.bound[name]
        if not paths:
            continue
        written = [ledger.wanted[path] for path in paths]
        signed = _signatures(paths, _known(name, ledger), ledger, output)
        columns = (paths, [own.key for own in written], [own.digest for own in written])
        row = (name, mark, *map("\n".join, columns), json.dumps(signed))
        base.execute("REPLACE INTO sheaves VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, checksum(*row)))


def _before(name: str, ledger: Ledger) -> Sequence[str]:
    return ledger.sheaves[name].paths if name in ledger.sheaves else ()


def _known(name: str, ledger: Ledger) -> Mapping[str, Signature]:
    before = _before(name, ledger)
    return dict(zip(before, json.loads(ledger.sheaves[name].signed), strict=True)) if before else {}


def _signatures(paths: Iterable[str], known: Mapping[str, Signature], ledger: Ledger, output: Path) -> list[Signature]:
    """How each file lies there: what wasn't made was looked at when the build began."""
    same = known.keys() - ledger.stale.keys()
    return [known[path] if path in same else signature_of(output / path) for path in paths]
