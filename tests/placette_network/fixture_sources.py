"""Sources and what was gathered from them, on a small site: blogs that nobody has."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from placette_network.gathered import FOLDER, GatheredText, written

HOST = "https://blog.thiers.example"


def write_source(content: Path, slug: str = "thiers", body: str = "", **matter: str) -> Path:
    """A source of which all texts are shown."""
    given = {"name": slug.capitalize(), "site": f"https://blog.{slug}.example/", "kind": "site", "accept": "all"}
    given |= {"since": "2026-01-01", "agreed": "La rédaction", **matter}
    file = content / "sources" / f"{slug}.md"
    file.parent.mkdir(exist_ok=True)
    lines = "".join(f"{key}: {value}\n" for key, value in given.items())
    file.write_text(f"---\n{lines}---\n{body}\n", encoding="utf-8")
    return file


def text(name: str, day: str = "2026-06-01", host: str = HOST, **values: Any) -> GatheredText:
    """A text by its name: its address and its title."""
    title = values.pop("title", name.replace("-", " ").capitalize())
    given = {"summary": f"Ce que dit {name}.", "communes": ("63113",), **values}
    return GatheredText(key=name, link=f"{host}/{name}/", title=title, day=date.fromisoformat(day), **given)


def write_gathered(content: Path, slug: str, *texts: GatheredText) -> Path:
    """The file of what was gathered from a source."""
    file = content.parent / FOLDER / f"{slug}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(written(texts), encoding="utf-8")
    return file
