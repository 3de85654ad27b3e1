"""Reading the present site for tasks: its settings, and its texts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from invoke import Exit

from placette.commands.site_tasks import ROOT, WORDS, _, what_failed
from placette.engine.base.files import copy_sharing, scratch, write_atomic
from placette.engine.base.processes import executor_of, using
from placette.engine.base.progress import progress_shown
from placette.engine.base.translation import SettingError
from placette.engine.content.advice import Adviser
from placette.engine.content.build import Build
from placette.engine.content.memory import memory_path
from placette.plugin import load_site, read_planned, reader_of


def load_settings(name: str = "pelicanconf.py", /, **overrides: Any) -> dict[str, Any]:
    """Return the settings of a file of the site; ends the task with exit code 2 when they can't be used."""
    with settings_can_be_used():
        return load_site(ROOT / name, **overrides)


def load_published_settings(**overrides: Any) -> dict[str, Any]:
    """Return the settings that the site is published with: ``publishconf.py``, or else the everyday ones."""
    name = "publishconf.py"
    return load_settings(name if (ROOT / name).is_file() else "pelicanconf.py", **overrides)


@contextmanager
def settings_can_be_used() -> Iterator[None]:
    """End the task with exit code 2 for a setting that can't be used."""
    try:
        yield
    except SettingError as error:
        raise Exit(_("A setting cannot be used: {what}").format(what=error), 2) from error


def read_site(settings: dict[str, Any], content: Path | None = None, adviser: Adviser | None = None) -> Build:
    """Return everything in a content folder, with the advice of ``adviser``; ends the task (2) if it can't be read."""
    try:
        with using(executor_of(settings)), progress_shown(WORDS):
            return read_planned(settings, reader_of(settings, adviser), content)
    except (SettingError, OSError) as error:
        raise Exit(_("The check could not run: {what}").format(what=what_failed(error)), 2) from error


@contextmanager
def site_copy(settings: dict[str, Any], room: Path | None = None) -> Iterator[tuple[dict[str, Any], Path]]:
    """Yield a copy of the content folder and the settings to read it with, which leave nothing behind.

    It lies in ``room``, or else in the site's cache, and remembers what reading the site did.
    """
    content, cache = Path(settings["PATH"]), Path(settings["CACHE_PATH"])
    with scratch((room or cache) / "reading") as folder:
        settings = settings | {"CACHE_PATH": str(folder / "cache")}
        (folder / "cache").mkdir()
        if (memory := memory_path({"CACHE_PATH": cache}, "check")).is_file():
            shutil.copyfile(memory, memory_path(settings, "check"))
        yield settings, copy_sharing(content, folder / content.name)


def read_with(
    settings: dict[str, Any], files: Mapping[str, bytes], adviser: Adviser | None = None, room: Path | None = None
) -> Build:
    """Return the site as it would be with further files; nothing is written into the content folder.

    ``room`` is a folder for its temporary files, if these are words that the site's own cache may not have. Ends the
    task (2) where the site can't be read.
    """
    with site_copy(settings, room) as (copy_settings, copy):
        for path, data in files.items():
            write_atomic(copy / path, data, durable=False)
        return read_site(copy_settings, copy, adviser)
