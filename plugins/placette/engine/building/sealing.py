"""Knowing at a glance that nothing changed: a seal over all that a build reads, as the file system shows it.

For each file its size, its times of change and its number: a change alters one of them, and the time of a change can't
be set back. A file changed so lately that a further change might bear the same time makes no seal at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from placette.engine.base.dates import build_moment
from placette.engine.base.files import digest
from placette.engine.base.provenance import commit_of
from placette.engine.base.scanning import Scan, is_settled, scan_tree, seen_of
from placette.engine.base.versions import code_version, settings_mark
from placette.engine.library.addresses import FILE, MOVED_FILE
from placette.engine.library.build import Build
from placette.engine.library.tally import Tally
from placette.engine.pages.features import Feature, files_read
from placette.engine.problems.problems import blocks


def seal_of(settings: dict[str, Any], features: Iterable[Feature], content: Scan, now: int) -> str:
    """The seal of what a build reads, ``content`` and files of ``features`` included; empty when it can't be known.

    ``now`` is the present in nanoseconds.
    """
    territory, beside = settings.get("TERRITORY_FILE") or "", Path(settings["PATH"]).parent
    files = (Path(territory), beside / FILE, beside / MOVED_FILE, *files_read(features, settings))
    themes = (folder for folder in (settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]) if Path(folder).is_dir())
    others = [
        *(entry for folder in themes for entry in scan_tree(folder)),
        *((str(path), seen_of(path.stat())) for path in files if path.is_file()),
    ]
    if not is_settled(max(content.latest, *(seen.latest for _, seen in others), 0), now):
        return ""
    seen_files = [(path, *seen) for path, seen in others]
    marks = (code_version(), settings_mark(settings), commit_of(Path(settings["PATH"])))
    parts = (*marks, settings["PATH"], settings["THEME"], territory, content.mark, repr(seen_files))
    return digest(*(part.encode("utf-8", "surrogateescape") for part in parts))


def make_note(seal: str, build: Build, features: Iterable[Feature]) -> dict[str, Any]:
    """What to keep with a seal; nothing for a build that another day, or an editor, could see otherwise.

    Nothing for a preview: whoever asks for one wants to know what is wrong, which only the reading finds out.
    """
    if not seal or build.preview or build.tally.refused or blocks(build.problems):
        return {}
    moments = [*build.held.values(), *(moment for feature in features for moment in feature.moments(build))]
    due = min((moment for moment in moments if moment > build.now), default=None)
    since = max((moment for moment in moments if moment <= build.now), default=None)
    bounds = {"due": due.isoformat() if due else "", "since": since.isoformat() if since else ""}
    return {"seal": seal, **bounds, "tally": asdict(build.tally)}


def unbroken(note: dict[str, Any], seal: str, timezone: str) -> Tally | None:
    """The last build's tally, if nothing has changed since, no post is due, no call or event has come to its end."""
    try:
        now = build_moment(timezone)
        due = note["due"] and datetime.fromisoformat(note["due"]) <= now
        early = note["since"] and datetime.fromisoformat(note["since"]) > now  # a preview of a later day came before
        return Tally(**note["tally"]) if seal and note["seal"] == seal and not (due or early) else None
    except (KeyError, TypeError, ValueError):
        return None
