"""Knowing at a glance that nothing changed: a seal over all that a build reads, as the file system shows it.

For each file its size, its times of change and its number: a change alters one of them, and the time of a change can't
be set back. A file changed so lately that a further change might bear the same time makes no seal at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from placette.engine.base.files import digest
from placette.engine.base.scanning import Scan, is_settled
from placette.engine.base.versions import code_sight, code_version, settings_mark
from placette.engine.building.glancing import Note, look_beside, note_of
from placette.engine.building.settings import PREVIEW
from placette.engine.library.addresses import FILE, MOVED_FILE
from placette.engine.library.build import Build
from placette.engine.pages.features import Feature, files_read
from placette.engine.problems.problems import blocks


class Seal(NamedTuple):
    """A ``mark`` of all that a build reads, empty where it can't be known; what lets later ones see it at a glance."""

    mark: str = ""
    glance: Note = {}  # noqa: RUF012


def seal_of(settings: dict[str, Any], features: Iterable[Feature], content: Scan, now: int) -> Seal:
    """The seal of what a build reads, ``content`` and files of ``features`` included.

    None for a preview: whoever asks for one wants to know what is wrong, which only the reading finds out. ``now`` is
    the present in nanoseconds. Raises ``OSError``.
    """
    if settings.get(PREVIEW):
        return Seal()
    territory, folder = settings.get("TERRITORY_FILE") or "", Path(settings["PATH"])
    paths = (territory, folder.parent / FILE, folder.parent / MOVED_FILE, *files_read(features, settings))
    themes, files = [settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]], [str(path) for path in paths if path]
    code, beside = code_sight(), look_beside(themes, files, folder)
    if not is_settled(max(content.latest, code.latest, beside.latest), now):
        return Seal()
    marks = (code_version(), settings_mark(settings), content.mark, beside.mark)
    parts = (*marks, settings["PATH"], settings["THEME"], territory)
    glance = note_of(settings, code.mark, content.mark, beside.mark, (themes, files))
    return Seal(digest(*(part.encode("utf-8", "surrogateescape") for part in parts)), glance)


def make_note(seal: Seal, build: Build, features: Iterable[Feature]) -> Note:
    """What to keep with a seal; nothing for a build that another day, or an editor, could see otherwise."""
    if not seal.mark or build.tally.refused or blocks(build.problems):
        return {}
    moments = [*build.held.values(), *(moment for feature in features for moment in feature.moments(build))]
    due = min((moment for moment in moments if moment > build.now), default=None)
    since = max((moment for moment in moments if moment <= build.now), default=None)
    bounds = {"due": due.isoformat() if due else "", "since": since.isoformat() if since else ""}
    return {"seal": seal.mark, **bounds, "tally": asdict(build.tally), "glance": seal.glance}
