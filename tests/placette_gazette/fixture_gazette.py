"""A small site with an issue of the gazette."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from placette_gazette import files
from placette_gazette.contents import Edition
from tests.fixture_site import Site, build

PLAIN: dict[str, Any] = {"PICTURES_ON_PAGES": False, "GAZETTE_FILES": False}
"""Without drawings, and without files: to print one takes seconds."""
LONG = "Un paragraphe assez long pour compter. " * 12


def write_post(content: Path, name: str, body: str = "Du texte.", **matter: str) -> Path:
    """A post of the first of May by Léa."""
    given = {"title": name.replace("-", " ").capitalize(), "date": "2026-05-01", "authors": "[lea]"}
    given |= {"category": "Nature", "summary": "Une phrase.", **matter}
    file = content / "articles" / "2026" / name / "index.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{key}: {value}\n" for key, value in given.items())
    file.write_text(f"---\n{lines}---\n{body}\n", encoding="utf-8")
    return file


def write_issue(content: Path, *posts: str, name: str = "2026-05", body: str = "", **matter: str) -> Path:
    """An issue of the last of May with these posts."""
    given = {"title": "Carnets de mai", "number": "3", "date": "2026-05-31", "period": "2026-05", **matter}
    file = content / "issues" / f"{name}.md"
    file.parent.mkdir(exist_ok=True)
    lines = [f"{key}: {value}\n" for key, value in given.items()] + ["posts:\n", *(f"- {post}\n" for post in posts)]
    file.write_text(f"---\n{''.join(lines)}---\n{body}\n", encoding="utf-8")
    return file


def made(content: Path, folder: Path, now: str = "1782907200", **settings: Any) -> Site:
    """The site, without drawings, and without files unless they are asked for."""
    return build(content, folder, now, **PLAIN | settings)


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[Edition]:
    """A printer that notes what it is given, in place of the one that takes seconds."""
    printed: list[Edition] = []

    def lay_out(edition: Edition, _site: object) -> tuple[files.Laid, list[str]]:
        printed.append(edition)
        data = "".join(f"{story.title}{story.byline}{story.html}" for story in edition.stories).encode()
        found = {"paper": (b"%PDF-1.7 " + data, 12), "book": (b"PK\x03\x04" + data, 0)}
        return found, ["articles/2026/a/index.md:9: a table"]

    monkeypatch.setattr(files, "lay_out", lay_out)
    monkeypatch.setattr(files, "is_installed", lambda: True)
    return printed
