"""One style sheet and one script: the theme's files joined, without what only authors read."""

from __future__ import annotations

from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin


def join_styles(folder: Path, *generated: str) -> bytes:
    """``main.css`` (which orders the layers), the generated sheets, then every other file by name."""
    others = sorted(path for path in folder.glob("*.css") if path.name != "main.css")
    parts = [(folder / "main.css").read_text(encoding="utf-8"), *generated]
    parts += [path.read_text(encoding="utf-8") for path in others]
    return str(cssmin("\n".join(parts))).encode()


def join_scripts(folder: Path) -> bytes:
    """Every module by name, each in a block of its own, so that their names cannot meet."""
    parts = [f"{{\n{path.read_text(encoding='utf-8')}\n}}" for path in sorted(folder.glob("*.js"))]
    return str(jsmin("\n".join(parts))).encode()
