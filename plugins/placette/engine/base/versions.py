"""Marks of what a build is made with: code, libraries, settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from placette.engine.base.extras import version_of
from placette.engine.base.files import digest

_PACKAGE = Path(__file__).parents[2]
_OWN = "plugins"
"""The folder of a site for features of its own; its settings put it where Python looks for modules."""
_LIBRARIES = (
    "jinja2",
    "markupsafe",
    "polib",
    "brotli",
    "feedgenerator",
    "zxing-cpp",
    "pillow",
    "selectolax",
    "nh3",
    "pikepdf",
    "coloraide",
    "regex",
    "resvg-py",
    "rcssmin",
    "rjsmin",
    "markdown-it-py",
    "mdit-py-plugins",
    "pystemmer",
    "typogrify",
    "pydantic",
    "pyyaml",
    "icalendar",
    "python-dateutil",
    "tzdata",
)
"""Libraries whose version, or absence, may change what a build writes."""
_KINDS = (".py", ".po", ".yml", ".json", ".woff2", ".html")
_PLACES = frozenset(
    {
        "PATH",
        "OUTPUT_PATH",
        "CACHE_PATH",
        "THEME",
        "THEME_TEMPLATES_OVERRIDES",
        "ROOT",
        "TERRITORY_FILE",
        "PLACETTE",
        "BUILDING_EXECUTOR",
    }
)
"""Settings that say where things are, not what they are; what lies there has marks of its own."""


@cache
def code_version() -> str:
    """A mark of the code, catalogues, fonts and templates of all features, of the libraries and of Python."""
    own = [entry for entry in dict.fromkeys(sys.path) if Path(entry).name == _OWN]
    folders = own if any(_PACKAGE.is_relative_to(entry) for entry in own) else [str(_PACKAGE), *own]
    files = sorted(
        f"{folder}{os.sep}{name}"
        for root in folders
        for folder, _below, names in os.walk(root)
        for name in names
        if name.endswith(_KINDS)
    )
    libraries = " ".join(f"{name} {version_of(name)}" for name in _LIBRARIES)
    return digest(sys.version.encode(), libraries.encode(), files_mark(files).encode())


def files_mark(paths: Iterable[Path | str]) -> str:
    """A mark of the bytes of some files."""
    return digest(*map(_bytes_of, paths))


def _bytes_of(path: Path | str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a thousand files, each time that something is built
        return file.read()


def settings_mark(settings: Mapping[str, Any]) -> str:
    """A mark of a site's settings, but for where things lie."""
    listed = sorted((name, _plain(value)) for name, value in settings.items() if name.isupper() and name not in _PLACES)
    return digest(repr(listed).encode("utf-8", "replace"))


def _plain(value: Any) -> Any:
    """A value as a text that is the same in every process: no address in memory, no order of a set."""
    if isinstance(value, Mapping):
        return sorted((str(key), _plain(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    return getattr(value, "__name__", type(value).__name__)
