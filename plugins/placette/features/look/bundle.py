"""Joins the theme's files into a style sheet for all pages, others for some, and one script, without comments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

_IN_ONE_LAYER = re.compile(r"@layer (\w+)\{((?:(?!@layer).)*)\}", re.DOTALL)
"""A small style sheet that is wrapped in its layer; the joined sheet names each layer only once."""
_NESTED = re.compile(r"(?<=[{};])& (?=[^&{}]*\{)")
"""A ``&`` that nested selectors don't need in any browser with ``light-dark()``, which all colours need anyway."""
_SPACED = re.compile(r'("[^"]*")| ([/<~]) |(?<=@media) (?=\()')
"""A string, which stays as it is, or a sign between spaces that aren't needed, or a space that isn't."""


def join_styles(folder: Path, *generated: str) -> bytes:
    """Join ``main.css`` (which orders the layers), the generated sheets, then the other files by layer and name."""
    first = [(folder / "main.css").read_text(encoding="utf-8"), *generated]
    others = (path for path in folder.glob("*.css") if path.name != "main.css")
    return (_minified("\n".join(first)) + _layered(others)).encode()


def join_further_styles(folder: Path) -> bytes:
    """Join the styles that only some pages need (lists …); link the result after ``join_styles``' sheet."""
    return _layered(folder.glob("*.css")).encode()


def _layered(paths: Iterable[Path]) -> str:
    """The files' rules in order of name, grouped by layer."""
    layers: dict[str, str] = {}
    for path in sorted(paths):
        layer, rules = _unwrapped(_minified(path.read_text(encoding="utf-8")))
        layers[layer] = layers.get(layer, "") + rules
    return "".join(f"@layer {layer}{{{rules}}}" if layer else rules for layer, rules in layers.items())


def _minified(sheet: str) -> str:
    bare = _NESTED.sub("", str(cssmin(sheet)))
    return _SPACED.sub(lambda found: found[1] or found[2] or "", bare)


def _unwrapped(sheet: str) -> tuple[str, str]:
    """The layer that wraps a whole file, and its rules; an empty layer if the file has another form."""
    found = _IN_ONE_LAYER.fullmatch(sheet)
    return (found[1], found[2]) if found else ("", sheet)


def join_scripts(folder: Path) -> bytes:
    """Join all modules by name, each in a block of its own so that their variables can't clash."""
    parts = [f"{{\n{path.read_text(encoding='utf-8')}\n}}" for path in sorted(folder.glob("*.js"))]
    return str(jsmin("\n".join(parts))).encode()
