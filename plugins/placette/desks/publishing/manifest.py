"""The manifest: each file of a site with its digest. A publication learns from it what changes; anybody can verify it.

It has the format of ``sha256sum``, which can check a release on its server.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.files import walk_files

NAME = "SHA256SUMS"
UNKNOWN = "0" * 64
"""Stands for the digest of a file that a publication was about to write or remove: nobody knows how far it got."""
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_DIGITS = 12
"""How many digits name a site's content: enough that two releases on a server never share a name."""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A built site: its folder, and the SHA-256 of each of its files by path."""

    folder: Path
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        """A name for its content: twelve hexadecimal digits, the same for the same files."""
        return hashlib.sha256(render_manifest(self.files).encode()).hexdigest()[:_DIGITS]


def take_site(folder: Path, paths: Iterable[str]) -> BuiltSite:
    """The site made of these files. Any other file in ``folder``, which is ours alone, is removed."""
    wanted = sorted(paths)
    for path in set(walk_files(folder)) - set(wanted):
        (folder / path).unlink()
    return BuiltSite(folder, {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in wanted})


def render_manifest(files: Mapping[str, str]) -> str:
    """The manifest's text: one line per file, sorted."""
    return "".join(f"{files[path]}  {path}\n" for path in sorted(files))


def read_manifest(text: str) -> dict[str, str]:
    """The digests of a manifest, by path. Lines that are malformed or lead outside the site are left out."""
    found = (_LINE.fullmatch(line) for line in text.split("\n"))
    return {line[2]: line[1] for line in found if line and _stays_inside(line[2])}


def _stays_inside(path: str) -> bool:
    return not path.startswith("/") and "\\" not in path and not {"", ".", ".."} & set(path.split("/"))
