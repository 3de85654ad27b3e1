"""A style sheet for every page, one for lists, one script: the theme's files joined, without what only authors read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

_IN_ONE_LAYER = re.compile(r"@layer (\w+)\{((?:(?!@layer).)*)\}", re.DOTALL)
"""A small style sheet that wraps itself in its layer, which is named once for all of them."""
_NESTED = re.compile(r"(?<=[{};])& (?=[^&{}]*\{)")
"""What a nested selector may do without in every browser that knows ``light-dark()``, which all colours need."""
_SPACED = re.compile(r'("[^"]*")| ([/<]) ')
"""A text, which stays as it is, or a sign between spaces that it doesn't need."""


def join_styles(folder: Path, *generated: str) -> bytes:
    """``main.css`` (which orders the layers), the generated sheets, then every other file, layer by layer, by name."""
    first = [(folder / "main.css").read_text(encoding="utf-8"), *generated]
    others = (path for path in folder.glob("*.css") if path.name != "main.css")
    return (_minified("\n".join(first)) + _layered(others)).encode()


def join_list_styles(folder: Path) -> bytes:
    """What only pages that list things need (home, agenda, places …), to be linked after ``join_styles``' sheet."""
    return _layered((folder / "lists").glob("*.css")).encode()


def _layered(paths: Iterable[Path]) -> str:
    """The files' rules by name, those of one layer together."""
    layers: dict[str, str] = {}
    for path in sorted(paths):
        layer, rules = _unwrapped(_minified(path.read_text(encoding="utf-8")))
        layers[layer] = layers.get(layer, "") + rules
    return "".join(f"@layer {layer}{{{rules}}}" if layer else rules for layer, rules in layers.items())


def _minified(sheet: str) -> str:
    bare = _NESTED.sub("", str(cssmin(sheet)))
    return _SPACED.sub(lambda found: found[1] or found[2], bare)


def _unwrapped(sheet: str) -> tuple[str, str]:
    """The layer that a whole file stands in, and its rules; no layer for a file of another form."""
    found = _IN_ONE_LAYER.fullmatch(sheet)
    return (found[1], found[2]) if found else ("", sheet)


def join_scripts(folder: Path) -> bytes:
    """Every module by name, each in a block of its own, so that their names cannot meet."""
    parts = [f"{{\n{path.read_text(encoding='utf-8')}\n}}" for path in sorted(folder.glob("*.js"))]
    return str(jsmin("\n".join(parts))).encode()
