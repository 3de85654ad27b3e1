"""Marks of what a build is made with: code, libraries, settings."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from placette.engine.base.files import digest

_PACKAGE = Path(__file__).parents[2]
_OWN = "plugins"
"""The folder of a site for features of its own; its settings put it where Python looks for modules."""
_LIBRARIES = (
    "jinja2",
    "markupsafe",
    "babel",
    "brotli",
    "feedgenerator",
    "zxing-cpp",
    "pillow",
    "selectolax",
    "nh3",
    "pikepdf",
    "coloraide",
    "fonttools",
    "regex",
    "rcssmin",
    "rjsmin",
    "markdown-it-py",
    "mdit-py-plugins",
    "typogrify",
    "pydantic",
    "pyyaml",
    "icalendar",
    "python-dateutil",
    "tzdata",
)
"""Libraries whose version may change what a build writes."""
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
    """A mark of the code, catalogues and templates of all features, of the libraries and of Python."""
    folders = (_PACKAGE, *(Path(entry) for entry in sys.path if Path(entry).name == _OWN))
    kinds = ("*.py", "*.po", "*.yml", "*.ttf", "*.html")
    files = sorted({path.resolve() for folder in folders for kind in kinds for path in folder.rglob(kind)})
    libraries = " ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return digest(sys.version.encode(), libraries.encode(), files_mark(files).encode())


def files_mark(paths: Iterable[Path]) -> str:
    """A mark of the bytes of some files."""
    return digest(*(path.read_bytes() for path in paths))


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
