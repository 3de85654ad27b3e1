"""Whether anything changed since the last build, found out before what makes pages is loaded."""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache, partial
from importlib.util import module_from_spec, spec_from_file_location
from os.path import normpath
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any, NamedTuple

from placette.engine.base import scanning
from placette.engine.base.dates import build_moment
from placette.engine.base.files import digest, real_folders
from placette.engine.base.git import commit_of
from placette.engine.base.processes import executor_of, using
from placette.engine.base.rows import DamagedError, open_rows
from placette.engine.base.scanning import Scan, SeenFiles, Signature, is_settled, scan_folder
from placette.engine.base.translation import SettingError, setting_errors
from placette.engine.base.versions import code_facts, code_version, settings_mark, written_mark
from placette.engine.content.addresses import FILE, MOVED_FILE
from placette.engine.content.build_summary import BuildSummary
from placette.engine.findings.problems import blocks

if TYPE_CHECKING:
    from placette.engine.content.build import Build
    from placette.engine.rendering.features import Feature

_NOTHING = (0, 0, 0, 0)


def signature_of(path: Path | str) -> Signature:
    """Return the signature of a file; zeros when there is none, or it isn't an ordinary file."""
    try:
        facts = scanning.seen_of(os.lstat(path))
    except OSError:
        return _NOTHING
    return facts.signature if stat.S_ISREG(facts.mode) else _NOTHING


def is_unchanged(place: str, signed: tuple[object, ...], made: str) -> bool:
    """Return whether a file has this signature or, when that has changed, bytes of this digest."""
    signature = signature_of(place)
    if signature == signed and signature[0]:
        return True
    try:
        return signature != _NOTHING and digest(Path(place).read_bytes()) == made
    except OSError:
        return False


FORM = 5
"""Raise it when the tables of ``state.py`` change."""
_PUT = "SELECT path, digest, size, written, changed, number FROM files"
_STARTED = "SELECT path FROM started"
_NAMES = "SELECT path FROM files UNION SELECT path FROM started"
_LEADING_OUT = ("\n/", "\n\n", "\\", ":", "..")
"""Signs in all paths that leave the output, one a line: see ``is_inside``."""


@dataclass(frozen=True, slots=True)
class State:
    """The last build's state at ``path``, read only as far as needed to see that nothing has changed.

    ``started`` are files that are ours and may be half done: those that a build was about to put in place when it
    crashed, or all those of another form. ``believed`` is true where the rest can be read, and rows written.
    """

    path: Path
    note: dict[str, Any] = field(default_factory=dict)
    started: frozenset[str] = frozenset()
    believed: bool = False


def open_state(path: Path) -> State:
    """Return the state at ``path``; an empty one where it can't be trusted."""
    with suppress(DamagedError), reading(path) as base:
        ((form,),) = base.execute("PRAGMA user_version")
        started = (name for (name,) in base.execute(_STARTED)) if form == FORM else _names(base)
        names = frozenset(paths_inside(started))
        note = base.execute("SELECT note FROM fingerprint").fetchone() if form == FORM else None
        return State(path, json.loads(note[0]) if note else {}, names, form == FORM)
    return State(path)


def names_at(path: Path) -> list[str]:
    """Return every file that is known to be ours, in order of name."""
    with suppress(DamagedError), reading(path) as base:
        return sorted(_names(base))
    return []


def lost_files(state: State, output: Path) -> Callable[[], frozenset[str]]:
    """Return a function that looks once for files that changed in ``output``. It raises ``DamagedError``."""
    return cache(partial(_lost_files, state, str(output))) if state.believed else lambda: state.started


def is_inside(name: str) -> bool:
    """Return whether a noted path stays inside the output, on any system."""
    odd = not name or name[0] == "/" or "\\" in name or ":" in name
    return not odd and not (".." in name and ".." in name.split("/"))


def paths_inside(paths: Iterable[str]) -> list[str]:
    """Return the paths; raises ``ValueError`` if one leaves the output."""
    names = list(paths)
    lines = "\n".join(["", *names, ""])  # thousands at once: most builds have no sign that could lead out
    if any(sign in lines for sign in _LEADING_OUT) and not all(map(is_inside, names)):
        raise ValueError("a path that leaves the output")
    return names


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """Open the state to read it; raises ``DamagedError`` if it isn't there, and for all that foreign rows can cause."""
    try:
        if not path.is_file():
            raise FileNotFoundError(path)
        with open_rows(path) as base:
            yield base
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedError(path, error) from error


def _names(base: Connection) -> set[str]:
    """Return every file that is known to be ours, in any form of the tables."""
    return {*paths_inside(name for (name,) in base.execute(_NAMES))}


def _lost_files(state: State, output: str) -> frozenset[str]:
    with reading(state.path) as base:
        rows = [(row[0], row[1], row[2:]) for row in base.execute(_PUT)]
        known = paths_inside(row[0] for row in rows)
    is_real = real_folders(output)
    lost = (
        name
        for name, made, signed in rows
        if not (is_real(name.rpartition("/")[0]) and is_unchanged(f"{output}{os.sep}{name}", signed, made))
    )
    return state.started.difference(known).union(lost)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a build."""

    output: Path
    staging: Path
    state: Path
    lock: Path


def places_of(settings: Mapping[str, Any]) -> Places:
    """Return the places of a build; each output folder has its own."""
    output, cache = Path(settings["OUTPUT_PATH"]), Path(settings["CACHE_PATH"])
    end = "".join(c if c.isalnum() else "-" for c in str(output))[-60:].strip("-")
    name = f"{end}-{digest(str(output.absolute()).encode('utf-8', 'surrogateescape'))[:8]}"
    return Places(output, *(cache / f"{name}.{what}" for what in ("staging", "state", "lock")))


Note = dict[str, Any]
"""What the state keeps of a build, as JSON."""
WRITTEN = "placette_written"
"""The key in Pelican's settings of a mark of the settings file's values; see ``written_mark``."""
SCANS = "placette_scans"
"""The key of a snapshot's ``scans``."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was seen before a build.

    ``build_summary`` is the last build's, None where something may have changed. ``scans`` has the content as it was
    scanned, and when that began (nanoseconds): a build takes it out, since it is large.
    """

    build_summary: BuildSummary | None = None
    files: tuple[str, ...] = ()
    """Every file of the site, in order of name, where nothing has changed."""
    scans: list[tuple[int, Scan]] = field(default_factory=list)


def take_snapshot(settings_file: Path, given: Mapping[str, Any]) -> Snapshot:
    """Compare a site with its last build, by settings and what is ``given`` beside them; writes and reports nothing."""
    with suppress(SettingError, OSError, LookupError, TypeError, ValueError):
        settings = {**run_settings(settings_file), **given}
        with using(executor_of(settings)):
            names = ("OUTPUT_PATH", "CACHE_PATH")  # as Pelican reads a settings file
            return _snapshot(
                settings, places_of({name: normpath(settings_file.parent / settings[name]) for name in names})
            )
    return Snapshot()


def run_settings(file: Path) -> dict[str, Any]:
    """Return the values of a settings file, Raises ``SettingError`` for any error."""
    spec = spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise SettingError(file.name)
    module = module_from_spec(spec)
    before = sys.modules.get(file.stem)
    sys.modules[file.stem] = module  # as when Pelican runs it
    try:
        with setting_errors(file):
            spec.loader.exec_module(module)
    finally:
        sys.modules.pop(file.stem, None)
        sys.modules |= {file.stem: before} if before else {}
    return {name: value for name, value in vars(module).items() if name.isupper()}


def content_seen(settings: Mapping[str, Any]) -> tuple[int, Scan]:
    """Return when the content began to be looked at (nanoseconds), by a snapshot or now, and what was seen."""
    scans: list[tuple[int, Scan]] = settings.get(SCANS) or [(time.time_ns(), scan_folder(settings["PATH"]))]
    return scans.pop()


def look_beside(themes: Iterable[str], files: Iterable[str], content: Path) -> SeenFiles:
    """Scan folders of themes, some files, those in folders too, and git's commit. Raises ``OSError``."""
    folders = [scan_folder(theme) for theme in themes]
    facts = scanning.file_facts(map(str, _files_at(map(Path, files))), commit_of(content))
    mark = digest(facts.mark.encode(), *(folder.mark.encode() for folder in folders))
    return SeenFiles(mark, max(facts.latest, *(folder.latest for folder in folders)))


def _files_at(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield those of some files that are there, and the files in those that are folders."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.is_file())
        elif path.is_file():
            yield path


def unbroken(note: Note, input_fingerprint: str, timezone: str) -> BuildSummary | None:
    """Return the last build's summary, if nothing has changed, no post is due, and no call or event has ended since."""
    try:
        now = build_moment(timezone)
        due = note["due"] and datetime.fromisoformat(note["due"]) <= now
        early = note["since"] and datetime.fromisoformat(note["since"]) > now  # a preview of a later day came before
        return (
            BuildSummary(**note["summary"])
            if input_fingerprint and note["fingerprint"] == input_fingerprint and not (due or early)
            else None
        )
    except (KeyError, TypeError, ValueError):
        return None


def _snapshot(written: Mapping[str, Any], places: Places) -> Snapshot:
    state = open_state(places.state)
    known = state.note["snapshot"]
    build_summary = unbroken(state.note, state.note["fingerprint"], known["zone"])
    content = Path(known["content"])
    if build_summary is None or known["settings"] != written_mark(written) or known["code"] != code_facts().mark:
        return Snapshot()
    themes, files = known["where"]
    if known["beside"] != look_beside(themes, files, content).mark:
        return Snapshot()
    lost = lost_files(state, places.output)
    begun, scan = time.time_ns(), scan_folder(str(content))
    if known["texts"] == scan.mark and not lost():
        return Snapshot(build_summary, tuple(names_at(places.state)))
    return Snapshot(scans=[(begun, scan)])


PREVIEW = "READING_PREVIEW"
"""The setting of a preview. Only tasks may set it: a file could make drafts public."""
PUBLICATION = "BUILDING_PUBLICATION"
"""The setting of a build to be published. Only tasks may set it: a file could deny it."""
STEADY = "IDENTITY_STEADY_NAMES"
"""Lets a change of a style sheet leave all pages as they are. Elsewhere visitors would go on seeing the old."""


@dataclass(frozen=True, slots=True)
class BuildingSettings:
    """The settings of the build itself."""

    executor: str = "processes"
    """Who reads texts and prepares photos: "processes", "serial" (to find a fault) or "dask://HOST:PORT"."""
    precompress: bool = False
    """Whether the output has a gzip and a brotli copy of each text beside it, for servers that send those."""
    publication: bool = False
    """Whether the site is built to be published: said by tasks alone, never by a file."""
    hold_addresses: bool = False
    """Whether a build stops when an address that was published would be lost; otherwise it is only reported."""


class InputFingerprint(NamedTuple):
    """A ``mark`` of all that a build reads, empty where it can't be known; what a later one compares."""

    mark: str = ""
    snapshot: Note = {}  # noqa: RUF012


def input_fingerprint_of(
    settings: dict[str, Any], features: Iterable[Feature], content: Scan, now: int
) -> InputFingerprint:
    """Return a digest of all that a build reads, ``content`` and files of ``features`` included.

    None for a preview: it must report the problems, which only the reading finds. ``now`` is the present in
    nanoseconds. Raises ``OSError``.
    """
    from placette.engine.rendering.features import files_read  # noqa: PLC0415 - a build that finds nothing changed needs none

    if settings.get(PREVIEW):
        return InputFingerprint()
    territory, folder = settings.get("TERRITORY_FILE") or "", Path(settings["PATH"])
    paths = (territory, folder.parent / FILE, folder.parent / MOVED_FILE, *files_read(features, settings))
    themes, files = [settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]], [str(path) for path in paths if path]
    code, beside = code_facts(), look_beside(themes, files, folder)
    if not is_settled(max(content.latest, code.latest, beside.latest), now):
        return InputFingerprint()
    marks = (code_version(), settings_mark(settings), content.mark, beside.mark)
    parts = (*marks, settings["PATH"], settings["THEME"], territory)
    snapshot: Note = {}
    if WRITTEN in settings:  # or they come from no file
        snapshot = {"settings": settings[WRITTEN], "code": code.mark, "texts": content.mark, "beside": beside.mark}
        snapshot |= {"content": settings["PATH"], "zone": settings["TIMEZONE"], "where": (themes, files)}
    return InputFingerprint(digest(*(part.encode("utf-8", "surrogateescape") for part in parts)), snapshot)


def make_note(input_fingerprint: InputFingerprint, build: Build, features: Iterable[Feature]) -> Note:
    """Return the note to keep; empty for a build that another day or an editor would change."""
    if not input_fingerprint.mark or build.build_summary.refused or blocks(build.problems):
        return {}
    moments = [*build.embargoed.values(), *(moment for feature in features for moment in feature.moments(build))]
    due = min((moment for moment in moments if moment > build.now), default=None)
    since = max((moment for moment in moments if moment <= build.now), default=None)
    bounds = {"due": due.isoformat() if due else "", "since": since.isoformat() if since else ""}
    return {
        "fingerprint": input_fingerprint.mark,
        **bounds,
        "summary": asdict(build.build_summary),
        "snapshot": input_fingerprint.snapshot,
    }


class OutputStatus(StrEnum):
    """Whether the output is missing, doubtful or current, compared with texts and settings."""

    ABSENT = "absent"
    DOUBTFUL = "doubtful"
    """Something has changed since it was built, or something was left to settle then."""
    CURRENT = "current"


def output_status(
    ways: Iterable[dict[str, Any]], features_of: Callable[[dict[str, Any]], Iterable[Feature]]
) -> OutputStatus:
    """Return whether the output is missing, doubtful or current for one of these settings. Raises ``OSError``."""
    every = list(ways)
    places = places_of(every[0])
    if not (places.output / "index.html").is_file():
        return OutputStatus.ABSENT
    state, current = open_state(places.state), False
    if state.note:
        scans = ((way, features_of(way), scan_folder(way["PATH"])) for way in every)
        marks = (input_fingerprint_of(*scan, time.time_ns()).mark for scan in scans)
        current = any(unbroken(state.note, mark, every[0]["TIMEZONE"]) for mark in marks)
    with suppress(DamagedError):
        if current and not lost_files(state, places.output)():
            return OutputStatus.CURRENT
    return OutputStatus.DOUBTFUL


def is_older(
    ways: Iterable[dict[str, Any]],
    features_of: Callable[[dict[str, Any]], Iterable[Feature]],
    settings_files: Iterable[Path] = (),
) -> bool:
    """Return whether texts or settings were changed after the output was made; ``ways`` as for ``output_status``.

    Less strict than that: what was left to settle then, such as addresses, may be settled now. Raises ``OSError``.
    """
    from placette.engine.rendering.features import files_read  # noqa: PLC0415 - a build that finds nothing changed needs none

    every = list(ways)
    state, content = places_of(every[0]).state, Path(every[0]["PATH"])
    if not state.is_file():
        return True
    others = [Path(way["TERRITORY_FILE"]) for way in every if way.get("TERRITORY_FILE")]
    others += [path for way in every for path in files_read(features_of(way), way)]
    files = [*settings_files, *others]
    looks = [
        *(seen for _, seen in scanning.scan_tree(str(content))),
        *(scanning.seen_of(path.stat()) for path in (content, *_files_at(files))),
    ]
    made = state.stat().st_mtime_ns
    touched = any(max(seen.written, seen.changed) >= made for seen in looks)  # clocks of file systems are coarse
    return touched and output_status(every, features_of) is not OutputStatus.CURRENT  # back as it was
