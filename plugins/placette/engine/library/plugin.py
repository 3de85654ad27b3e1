"""Reads the content folder once, before anything is generated; Pelican's own readers are off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.readers import Readers
from pelican.settings import read_settings

from placette.engine.base.scanning import SCAN
from placette.engine.base.settings import load_settings, told_as_settings
from placette.engine.library.build import BUILD, CHECKING, IS_CLEAN, Build
from placette.engine.library.folder import options_from, read_folder
from placette.engine.library.memory import open_memory
from placette.engine.library.readings import memory_path
from placette.engine.library.refusal import ContentRefusedError
from placette.engine.library.settings import ReadingSettings
from placette.engine.problems.problems import blocks
from placette.engine.texts.sanitizer import is_clean
from placette.kinds import ADVISER, EXTENSIONS, KINDS

SETTINGS = ("READING", ReadingSettings)
"""Prefix and declaration of this plugin's settings."""


READINGS = "READINGS"
"""The key, in Pelican's settings, of the memory that was opened before anything is read."""


def site_settings(path: Path) -> dict[str, Any]:
    """Pelican's settings of a site, for the tasks; raises ``SettingError`` for a file that can't be used."""
    with told_as_settings(path):
        return dict(read_settings(str(path)))


def read_content(pelican: Pelican) -> None:
    """Read the content folder once, before anything is generated; stop when something blocks."""
    if BUILD not in pelican.settings:
        read = read_everything if pelican.settings.get(CHECKING) else read_publishable
        pelican.settings[BUILD] = read(pelican.settings)
        pelican.settings[IS_CLEAN] = is_clean


def prepare(settings: dict[str, Any]) -> None:
    """What a build can do before it knows what has changed: open the memory of readings."""
    preview = load_settings(ReadingSettings, "READING", settings).preview
    settings[READINGS] = open_memory(memory_path(settings, _purpose(preview)))


def read_publishable(settings: Any) -> Build:
    """What a build may publish; raises ``ContentRefusedError`` unless texts to be mended are to be skipped.

    A preview is for those who edit: it knows the advice too.
    """
    skip = load_settings(ReadingSettings, "READING", settings).skip_invalid
    options = options_from(settings, KINDS, EXTENSIONS)
    build = read_folder(
        Path(settings["PATH"]),
        options,
        settings.pop(READINGS, None) or open_memory(memory_path(settings, _purpose(options.preview))),
        skip_invalid=skip,
        adviser=ADVISER if options.preview else None,
        light=True,
        entries=settings.pop(SCAN, None),  # nobody else asks, and it is large
    )
    if blocks(build.problems) and not skip:
        raise ContentRefusedError(build.problems, build.lang)
    return build


def read_everything(settings: Any, content: Path | None = None) -> Build:
    """What ``invoke check`` sees: every text that nothing blocks, and all that is to say of any, advice too."""
    folder = content or Path(settings["PATH"])
    options = options_from(settings, KINDS, EXTENSIONS)
    return read_folder(folder, options, open_memory(memory_path(settings, "check")), adviser=ADVISER)


def _purpose(preview: bool) -> str:
    return "preview" if preview else "build"


def replace_readers(readers: Readers) -> None:
    """Turn off every reader of Pelican's: what is to be published was read before."""
    readers.reader_classes = {}


def register() -> None:
    """Connect the handlers."""
    signals.initialized.connect(read_content)
    signals.readers_init.connect(replace_readers)
