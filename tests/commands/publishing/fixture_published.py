"""Small sites to publish, and what is online, for the tests of places to publish to."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from placette.commands.publishing.releases import BuiltSite, take_site
from placette.engine.base.files import walk_files

FIRST = {
    "index.html": "Accueil",
    "2026/bonjour/index.html": "Bonjour",
    "2026/lavoir/index.html": "Le lavoir",
    "a-propos/index.html": "À propos",
    "auteurs/index.html": "Auteurs",
    "auteurs/léa/index.html": "Léa",
    "2019/été 1, (a+b)@c/index.html": "Déménagé",
    "feeds/all.atom.xml": "<feed/>",
    "theme/style.0123456789.css": "p { }",
    "provenance.json": '{"commit": "1111111"}',
}
SECOND = {**FIRST, "index.html": "Accueil, deux", "2026/pont/index.html": "Le pont", "theme/style.abcdef.css": "a { }"}
del SECOND["2026/lavoir/index.html"], SECOND["theme/style.0123456789.css"]


def make_site(folder: Path, files: Mapping[str, str]) -> BuiltSite:
    """A built site with these files, in ``folder/site``, as the task would take it."""
    site = folder / "site"
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    return take_site(site, files)


def read_tree(folder: Path) -> dict[str, str]:
    """Every file below a folder, links followed only at its top."""
    root = folder.resolve()
    return {path: (root / path).read_text(encoding="utf-8") for path in walk_files(root)}


def git(folder: Path, *arguments: str) -> str:
    """What git answers; raises when it fails."""
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@a.example", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout.strip()
