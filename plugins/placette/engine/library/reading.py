"""A site's content read once, for a build or for a check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from placette.engine.base.scanning import Entries
from placette.engine.base.settings import load_settings
from placette.engine.library.advising import Adviser
from placette.engine.library.attachments import AttachmentKind
from placette.engine.library.build import Build
from placette.engine.library.folder import read_folder
from placette.engine.library.holds import Hold
from placette.engine.library.kinds import Extension, Kinds
from placette.engine.library.memory import Memory, open_memory
from placette.engine.library.options import ReadingOptions
from placette.engine.library.readings import memory_path
from placette.engine.library.refusal import ContentRefusedError
from placette.engine.library.settings import ReadingSettings
from placette.engine.library.site_options import options_from
from placette.engine.problems.problems import Problem, blocks


@dataclass(frozen=True, slots=True)
class Reader:
    """How a site's texts are read: their kinds, what features read in them, the places of kinds that are left out.

    ``adviser`` is the kind reviewer, for readings that give advice; ``attachments`` are what may lie beside any text.
    """

    kinds: Kinds
    extensions: tuple[Extension[Any], ...] = ()
    passed_over: tuple[str, ...] = ()
    adviser: Adviser | None = None
    attachments: tuple[AttachmentKind, ...] = ()
    lists: str = "(?!)"
    """A regular expression for the addresses of lists that come and go."""
    holds: tuple[Hold, ...] = ()
    """What may hold texts back that are ready."""
    charter: str = ""
    """The page that says what is published (its slug)."""

    def options(self, settings: Mapping[str, Any]) -> ReadingOptions:
        """The reading's options; raises ``SettingError``."""
        known = options_from(
            settings, self.kinds, self.extensions, self.passed_over, self.attachments, lists=self.lists
        )
        return replace(known, holds=self.holds, charter=self.charter)


def opened_memory(settings: Mapping[str, Any]) -> Memory:
    """The memory of a build's readings, which can be opened before it is known what has changed."""
    return open_memory(memory_path(settings, _purpose(load_settings(ReadingSettings, "READING", settings).preview)))


def read_publishable(
    settings: Mapping[str, Any],
    reader: Reader,
    memory: Memory | None = None,
    entries: Entries | None = None,
    faulty: tuple[Problem, ...] = (),
) -> Build:
    """What a build may publish; raises ``ContentRefusedError`` unless texts to be mended are to be skipped.

    A preview is for those who edit: it knows the advice too. ``faulty`` is what else is known to block texts.
    """
    skip, options = load_settings(ReadingSettings, "READING", settings).skip_invalid, reader.options(settings)
    options = replace(options, faulty=faulty)
    build = read_folder(
        Path(settings["PATH"]),
        options,
        memory or opened_memory(settings),
        skip_invalid=skip,
        adviser=reader.adviser if options.preview else None,
        light=True,
        entries=entries,
    )
    if blocks(build.problems) and not skip:
        raise ContentRefusedError(build.problems, build.lang)
    return build


def read_everything(settings: Mapping[str, Any], reader: Reader, content: Path | None = None) -> Build:
    """What ``invoke check`` sees: every text that nothing blocks, and all that is to say of any, advice too."""
    folder, memory = content or Path(settings["PATH"]), open_memory(memory_path(settings, "check"))
    return read_folder(folder, reader.options(settings), memory, adviser=reader.adviser)


def _purpose(preview: bool) -> str:
    return "preview" if preview else "build"
