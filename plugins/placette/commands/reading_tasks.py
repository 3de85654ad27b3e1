"""Reading the present site for tasks: its settings, and its texts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from invoke import Exit

from placette.commands.site_tasks import ROOT, WORDS, _, what_failed
from placette.engine.base.files import copy_sharing, locked, write_atomic
from placette.engine.base.processes import executor_of, using
from placette.engine.base.progress import progress_shown
from placette.engine.base.translation import SettingError
from placette.engine.content.advice import Adviser
from placette.engine.content.build import Build
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


def read_with(settings: dict[str, Any], files: Mapping[str, bytes], adviser: Adviser | None = None) -> Build:
    """Return the site as it would be with further files; nothing is written into the content folder.

    One process reads at a time, and removes the copy that a killed one left: its words may never be public. Ends the
    task (2) where the site can't be read.
    """
    content, cache = Path(settings["PATH"]), Path(settings["CACHE_PATH"])
    cache.mkdir(parents=True, exist_ok=True)
    with locked(cache / "reading.lock", inf), TemporaryDirectory(prefix="reading-", dir=cache) as folder:
        for stray in set(cache.glob("reading-*")) - {Path(folder)}:
            shutil.rmtree(stray)
        copy = copy_sharing(content, Path(folder) / content.name)
        for path, data in files.items():
            write_atomic(copy / path, data, durable=False)
        return read_site(settings, copy, adviser)
