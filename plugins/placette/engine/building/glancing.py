"""Knowing at a glance that nothing changed, before what makes pages is loaded: that takes longer than looking.

With its seal (``sealing.py``) a build leaves where it looked, and marks of what it saw. The settings file is run again,
for it is Python and may say anything, but features are only named by it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import module_from_spec, spec_from_file_location
from os.path import normpath
from pathlib import Path
from typing import Any

from placette.engine.base.dates import build_moment
from placette.engine.base.files import digest
from placette.engine.base.lazily import lazily
from placette.engine.base.processes import executor_of, using
from placette.engine.base.provenance import commit_of
from placette.engine.base.scanning import Scan, SeenFiles, begin_scan, scan_folder, sight_of
from placette.engine.base.setting_errors import SettingError, setting_errors
from placette.engine.base.versions import code_sight, written_mark
from placette.engine.building.first_look import begin_look, files_known, names_at, open_state
from placette.engine.building.places import Places, places_of
from placette.engine.library.tally import Tally

Note = dict[str, Any]
"""What the state keeps of a build, as JSON."""
WRITTEN = "placette_written"
"""The key in Pelican's settings of a mark of what the settings file says; see ``written_mark``."""
SCANS = "placette_scans"
"""The key of a glance's ``scans``."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What was seen before a build.

    ``tally`` is the last build's, None where something may have changed since. ``scans`` holds the content as it was
    seen then, and when that began (nanoseconds): for a build to take away, since it is large.
    """

    tally: Tally | None = None
    files: tuple[str, ...] = ()
    """Every file of the site, in order of name, where nothing has changed."""
    scans: list[tuple[int, Scan]] = field(default_factory=list)


def glance_at(settings_file: Path, given: Mapping[str, Any]) -> Glance:
    """What can be seen of a site that was built with these settings and what is ``given`` beside; writes nothing.

    What is wrong is nothing that was seen: whoever builds says it.
    """
    with suppress(SettingError, OSError, LookupError, TypeError, ValueError):
        written = {**run_settings(settings_file), **given}
        with using(executor_of(written)):
            return _glance(written, _places(settings_file, written))
    return Glance()


def run_settings(file: Path) -> dict[str, Any]:
    """What a settings file says; features are not loaded for that. Raises ``SettingError`` for whatever goes wrong."""
    spec = spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise SettingError(file.name)
    module = module_from_spec(spec)
    before = sys.modules.get(file.stem)
    sys.modules[file.stem] = module  # as when Pelican runs it
    try:
        with setting_errors(file), lazily("placette"):
            spec.loader.exec_module(module)
    finally:
        sys.modules.pop(file.stem, None)
        sys.modules |= {file.stem: before} if before else {}
    return {name: value for name, value in vars(module).items() if name.isupper()}


def begin_content(settings: Mapping[str, Any], state: Path) -> tuple[int, Callable[[], Scan]]:
    """When the content began to be looked at (nanoseconds), by a glance or now, and what waits for what was seen."""
    if settings.get(SCANS):
        begun, scan = settings[SCANS].pop()
        return begun, lambda: scan
    return time.time_ns(), begin_scan(settings["PATH"], files_known(state))


def look_beside(themes: Iterable[str], files: Iterable[str], content: Path) -> SeenFiles:
    """What lies in folders of themes, how files lie, what git has checked out. Raises ``OSError``."""
    folders = [scan_folder(theme) for theme in themes]
    seen = sight_of((file for file in files if Path(file).is_file()), commit_of(content))
    mark = digest(seen.mark.encode(), *(folder.mark.encode() for folder in folders))
    return SeenFiles(mark, max(seen.latest, *(folder.latest for folder in folders)))


def note_of(settings: Mapping[str, Any], code: str, texts: str, beside: str, where: tuple[Sequence[str], ...]) -> Note:
    """What a build keeps for later glances: the marks of what it saw, and ``where``: folders of themes, and files.

    Nothing for settings that come from no file.
    """
    if WRITTEN not in settings:
        return {}
    marks = {"settings": settings[WRITTEN], "code": code, "texts": texts, "beside": beside}
    return {**marks, "content": settings["PATH"], "zone": settings["TIMEZONE"], "where": where}


def unbroken(note: Note, seal: str, timezone: str) -> Tally | None:
    """The last build's tally, if nothing has changed since, no post is due, no call or event has come to its end."""
    try:
        now = build_moment(timezone)
        due = note["due"] and datetime.fromisoformat(note["due"]) <= now
        early = note["since"] and datetime.fromisoformat(note["since"]) > now  # a preview of a later day came before
        return Tally(**note["tally"]) if seal and note["seal"] == seal and not (due or early) else None
    except (KeyError, TypeError, ValueError):
        return None


def _glance(written: Mapping[str, Any], places: Places) -> Glance:
    state = open_state(places.state)
    known = state.seal["glance"]
    tally = unbroken(state.seal, state.seal["seal"], known["zone"])
    content = Path(known["content"])
    if tally is None or known["settings"] != written_mark(written) or known["code"] != code_sight().mark:
        return Glance()
    themes, files = known["where"]
    if known["beside"] != look_beside(themes, files, content).mark:
        return Glance()
    lost = begin_look(state, places.output)
    begun, scan = time.time_ns(), scan_folder(str(content))
    if known["texts"] == scan.mark and not lost():
        return Glance(tally, tuple(names_at(places.state)))
    return Glance(scans=[(begun, scan)])


def _places(settings_file: Path, written: Mapping[str, Any]) -> Places:
    """Where a build works, as Pelican understands what a settings file says. Raises ``KeyError``."""
    names = ("OUTPUT_PATH", "CACHE_PATH")
    return places_of({name: normpath(settings_file.parent / written[name]) for name in names})
