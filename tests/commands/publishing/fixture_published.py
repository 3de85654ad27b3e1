"""Small sites to publish, and what is online, for the tests of places to publish to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from placette.commands.publishing.releases import BuiltSite, take_site
from placette.engine.base.files import walk_files
from tests.fixture_site import write_files

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
    write_files(site, files)
    return take_site(site, files)


def read_tree(folder: Path) -> dict[str, str]:
    """Every file below a folder, links followed only at its top."""
    root = folder.resolve()
    return {path: (root / path).read_text(encoding="utf-8") for path in walk_files(root)}
