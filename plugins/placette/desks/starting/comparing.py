"""Two builds of a site, one beside the other: what is equal, and of what kind each difference is."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.files import walk_files
from placette.engine.base.message import N_

KINDS = {
    "added": N_("new files"),
    "removed": N_("files that are no longer there"),
    "text": N_("pages whose text has changed"),
    "markup": N_("pages with the same text and other markup"),
    "look": N_("style sheets, scripts, fonts"),
    "pictures": N_("pictures"),
    "data": N_("feeds, maps and files for machines"),
}
"""Kinds of differences, and the words for them."""
_SUFFIXES = {
    **dict.fromkeys((".css", ".js", ".woff2"), "look"),
    **dict.fromkeys((".avif", ".ico", ".jpg", ".png", ".svg", ".webp"), "pictures"),
}


def build_into(root: Path, output: Path) -> str:
    """Build a site with the code that it finds; gives why it can't be built, nothing if it can."""
    command = [sys.executable, "-m", "invoke", "build", "--output", str(output)]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", check=False)
    return f"{done.stdout}{done.stderr}" or "?" if done.returncode else ""


def differences(old: Path, new: Path) -> Mapping[str, list[str]]:
    """The files that differ between two builds, by kind."""
    before, after = set(walk_files(old)), set(walk_files(new))
    found = defaultdict[str, list[str]](list)
    found["added"], found["removed"] = sorted(after - before), sorted(before - after)
    for path in sorted(before & after):
        one, other = (old / path).read_bytes(), (new / path).read_bytes()
        if one != other:
            found[_kind(path, one, other)].append(path)
    return {kind: found[kind] for kind in KINDS if found[kind]}


def _kind(path: str, one: bytes, other: bytes) -> str:
    suffix = PurePosixPath(path).suffix
    if suffix == ".html":
        return "markup" if _words(one) == _words(other) else "text"
    return _SUFFIXES.get(suffix, "data")


def _words(page: bytes) -> list[str]:
    """The words of a page that a visitor sees."""
    body = LexborHTMLParser(page).body
    return (body.text(separator=" ") if body else "").split()
