"""Marks of what a build is made with: code, libraries, settings."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any

from placette.engine.base.files import digest, keep_beside, kept_beside
from placette.engine.base.installed import folders_of_code, version_of
from placette.engine.base.scanning import SeenFiles, file_facts, is_settled

_PACKAGE = Path(__file__).parents[2]
_OWN = "plugins"
"""The folder of a site for features of its own; its settings put it where Python looks for modules."""
_LIBRARIES = (
    "jinja2 markupsafe polib brotli feedgenerator zxing-cpp pillow selectolax nh3 pikepdf coloraide regex resvg-py"
    " rcssmin rjsmin markdown-it-py mdit-py-plugins pystemmer typogrify pydantic pyyaml icalendar python-dateutil"
    " tzdata"
).split()
"""Libraries whose version, or absence, may change what a build writes."""
_KEPT = "code-version.bin"
_INSTALLED = (".dist-info", ".egg-info")
_KINDS = (".py", ".po", ".yml", ".json", ".woff2", ".html")
_PLACES = frozenset(
    "PATH OUTPUT_PATH CACHE_PATH THEME THEME_TEMPLATES_OVERRIDES ROOT TERRITORY_FILE PLACETTE BUILDING_EXECUTOR".split()
)
"""Settings that only give places; the files there have marks of their own."""


@cache
def code_version() -> str:
    """Return a mark of all features' code and files, the libraries and Python; kept while no file looks changed."""
    facts = code_facts()
    mark, cache_file = facts.mark.encode(), kept_beside(__file__, _KEPT)
    if cache_file and cache_file.startswith(mark):
        return cache_file.removeprefix(mark).decode()
    libraries = " ".join(f"{name} {version_of(name)}" for name in _LIBRARIES)
    version = digest(sys.version.encode(), libraries.encode(), files_mark(_files()).encode())
    if is_settled(facts.latest, time.time_ns()):
        keep_beside(__file__, _KEPT, mark + version.encode())
    return version


@cache
def code_facts() -> SeenFiles:
    """Return the same facts from the disk, without opening a file; of libraries, the folders they are installed in.

    Each library brings a folder of its own there, named after its version. Raises ``OSError`` where a file goes
    meanwhile.
    """
    folders = sorted({Path(entry).resolve() for entry in sys.path if Path(entry).is_dir()})
    installed = (str(folder) for folder in folders if any(found.suffix in _INSTALLED for found in folder.iterdir()))
    return file_facts((*_files(), *installed), sys.version)


def _files() -> list[str]:
    roots = [entry for entry in dict.fromkeys(sys.path) if Path(entry).name == _OWN]
    folders = (
        roots if any(_PACKAGE.is_relative_to(entry) for entry in roots) else [*map(str, folders_of_code()), *roots]
    )
    return sorted(
        f"{folder}{os.sep}{name}"
        for root in folders
        for folder, _below, names in os.walk(root)
        for name in names
        if name.endswith(_KINDS)
    )


def files_mark(paths: Iterable[Path | str]) -> str:
    """Return a mark of the bytes of some files."""
    return digest(*map(_bytes_of, paths))


def _bytes_of(path: Path | str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a thousand files, each time that something is built
        return file.read()


def settings_mark(settings: Mapping[str, Any]) -> str:
    """Return a mark of a site's settings, but for where things lie."""
    return _marked({name: value for name, value in settings.items() if name.isupper() and name not in _PLACES})


def written_mark(written: Mapping[str, Any]) -> str:
    """Return a mark of a settings file's values, and of the places that it names."""
    return digest(settings_mark(written).encode(), _marked({name: written.get(name) for name in _PLACES}).encode())


def _marked(values: Mapping[str, Any]) -> str:
    return digest(repr(_plain(values)).encode("utf-8", "replace"))


def _plain(value: Any) -> Any:
    """Return a value as a text that is the same in every process: no address in memory, no order of a set."""
    if isinstance(value, ModuleType):
        return value.__name__
    if isinstance(value, Mapping):
        return sorted((str(key), _plain(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    name = getattr(value, "__name__", type(value).__name__)
    return str(value) if isinstance(value, (PurePath, date)) else name
