"""Which files a site has and what is in each: so a publication knows what it changes, and anybody can verify it.

The form is that of ``sha256sum``, which can check a release on its server.
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
"""The digest of a file that a publication was about to put or remove: nobody knows how far it went."""
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_DIGITS = 12
"""Of the name of what is in a site: enough that two releases of a server never share it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: its folder, and the SHA-256 of each of its files by path."""

    folder: Path
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        """What is in it, in twelve hexadecimal digits: the same for the same files."""
        return hashlib.sha256(render_manifest(self.files).encode()).hexdigest()[:_DIGITS]


def take_site(folder: Path, paths: Iterable[str]) -> Site:
    """The site of these files. Whatever else lies in ``folder``, which is ours alone, is removed."""
    wanted = sorted(paths)
    for path in set(walk_files(folder)) - set(wanted):
        (folder / path).unlink()
    return Site(folder, {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in wanted})


def render_manifest(files: Mapping[str, str]) -> str:
    """The manifest's text, a line a file, sorted."""
    return "".join(f"{files[path]}  {path}\n" for path in sorted(files))


def read_manifest(text: str) -> dict[str, str]:
    """The digests of a manifest by path; a line that isn't one, or that leads outside, is left out."""
    found = (_LINE.fullmatch(line) for line in text.split("\n"))
    return {line[2]: line[1] for line in found if line and _stays_inside(line[2])}


def _stays_inside(path: str) -> bool:
    return not path.startswith("/") and "\\" not in path and not {"", ".", ".."} & set(path.split("/"))
