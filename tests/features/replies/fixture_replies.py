"""Fixtures for answers and replies: posts, replies, a site of few texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.fixture_site import Site, build, write_file

POST_TEXT = """---
title: {title}
summary: Une phrase.
date: {date}
authors: [{author}]
category: Nature
commune: "63113"
{more}---
{body}
"""
OPEN: dict[str, Any] = {
    "REPLIES_OPEN": True,
    "LETTERBOX_ADDRESS": "lettres@carnets.example",
    "SHARING_CARDS": False,
    "PICTURES_ON_PAGES": False,
}
ORIGINAL = "2026/bonjour/"
PROFILE = "---\nname: {name}\nkind: {kind}\n{more}---\nUne phrase.\n"


def write_post(content: Path, name: str, more: str = "", date: str = "2026-06-02", **values: str) -> Path:
    folder = content / "articles" / date[:4] / name
    folder.mkdir(parents=True, exist_ok=True)
    said = {"title": name.capitalize(), "body": "Un premier mot. Un second.", "author": "lea"} | values
    (folder / "index.md").write_text(POST_TEXT.format(more=more, date=date, **said), encoding="utf-8")
    return folder / "index.md"


def write_profile(content: Path, key: str, name: str, kind: str = "habitante", more: str = "") -> None:
    text = PROFILE.format(name=name, kind=kind, more=more)
    (content / "authors" / f"{key}.md").write_text(text, encoding="utf-8")


def write_reply(
    content: Path,
    name: str = "2026-05-20-merci",
    text: str = "Merci pour ce texte, j'y étais.",
    matter: str = "name: Une lectrice\nread_by: equipe\n",
    post: str = "bonjour",
) -> Path:
    folder = content / "replies" / post
    write_file(folder / f"{name}.md", f"---\n{matter}---\n{text}\n")
    return folder / f"{name}.md"


def write_team(content: Path) -> None:
    write_profile(content, "equipe", "L'équipe", "équipe")


def contents(site: Site) -> dict[str, bytes]:
    own = (path for path in site.files() if not path.endswith(("provenance.json", ".gz", ".br")))
    return {path: (site.output / path).read_bytes() for path in own}


def codes(site: Site) -> list[tuple[str, str]]:
    return [(found.path.rpartition("/")[2], found.code) for found in site.build.problems]


def published(content: Path, folder: Path, **settings: Any) -> Site:
    """The site without the texts that have to be mended."""
    return build(content, folder, READING_SKIP_INVALID=True, **OPEN | settings)
