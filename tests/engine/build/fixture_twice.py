"""Builds one site twice, into a long-lived output and into fresh folders, and compares what comes out."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import pytest

from placette.engine.base.files import digest, walk_files
from placette.engine.base.translation import SettingError
from placette.engine.build.building import GateError
from placette.engine.build.up_to_date import SCANS, take_snapshot
from placette.engine.content import library as converting
from placette.engine.content import reading as folder
from placette.engine.content.reading import ContentRefusedError
from placette.engine.rendering import printing as photographs
from placette.plugin import build_site
from tests.engine.build.fixture_changes import Village, lay_out, new_village
from tests.fixture_site import SETTINGS_FILE, given_of, settings_of, trust_times

PLAIN: dict[str, Any] = {"PICTURES_ON_PAGES": False, "SHARING_CARDS": False}
"""Nothing is drawn: a build takes a third of the time."""
_TICK = 0.02
"""Seconds after which the file system surely notes another time."""


@dataclass(frozen=True)
class Result:
    """What a build left and told: digests of the files by path, the summary and the problems, or the refusal."""

    files: dict[str, str]
    report: tuple[Any, Any]

    @property
    def refused(self) -> bool:
        """Whether nothing was put in place."""
        return isinstance(self.report[0], str)

    @property
    def short(self) -> bool:
        """Whether nothing was read, for nothing had changed at all."""
        return self.report[1] is None


@dataclass
class Bench:
    """A village on disk with its long-lived output. ``clean`` remembers fresh builds: the same input, the same site.

    ``quick`` trusts the times of files at once, so that the short cuts of the build are taken.
    """

    root: Path
    clean: dict[str, Result]
    overrides: dict[str, Any]
    quick: bool = False
    village: Village = field(default_factory=new_village)
    foreign: dict[str, str] = field(default_factory=dict)
    patch: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)

    def __post_init__(self) -> None:
        if self.quick:
            trust_times(self.patch)
        lay_out(self.village, self.root / "content", self.root / "theme")

    @property
    def output(self) -> Path:
        """The long-lived output."""
        return self.root / "output"

    @property
    def cache(self) -> Path:
        """What lies beside it."""
        return self.root / "cache"

    def become(self, village: Village) -> None:
        """Edit the files."""
        time.sleep(_TICK if self.quick else 0)
        self.village = village
        lay_out(village, self.root / "content", self.root / "theme")

    def check(self, **overrides: Any) -> Result:
        """Build again, and from nothing; both must give the same, and a refusal leaves the site as it was."""
        before = digests(self.output)
        built, wanted = self.build(self.root, **overrides), self.fresh(**overrides)
        report = (wanted.report[0], None if built.short else wanted.report[1])
        assert built.report == report, f"{built.report} instead of {report}"
        found = differences(built.files, before if wanted.refused else wanted.files | self.foreign)
        assert not found, f"{found} against a clean build"
        assert not list(self.cache.glob("*.staging"))
        assert wanted.refused or empty_folders(self.output) == []
        return built

    def fresh(self, **overrides: Any) -> Result:
        """The clean build of the same input."""
        key = digest(self.village.mark().encode(), repr(sorted(overrides.items())).encode())
        if key not in self.clean:
            place = Path(tempfile.mkdtemp(prefix="clean-", dir=self.root.parent))
            self.clean[key] = self.build(place, **overrides)
            shutil.rmtree(place)
        return self.clean[key]

    def build(self, place: Path, **overrides: Any) -> Result:
        """Build into ``place``; a refusal is a result."""
        own = {"THEME": str(self.root / "theme")} | self.overrides | dict(self.village.settings) | overrides
        settings = settings_of(self.root / "content", place, **own)
        self.patch.setenv("SOURCE_DATE_EPOCH", self.village.epoch)
        given = given_of(self.root / "content", place, **own)
        snapshot = take_snapshot(SETTINGS_FILE, given)
        report: tuple[Any, Any]
        try:
            outcome = build_site({**settings, SCANS: snapshot.scans})
        except ContentRefusedError as refusal:
            report = ("content", refusal.problems)
        except GateError as refusal:
            report = ("gate", refusal.faults)
        except SettingError as refusal:
            report = ("settings", str(refusal))
        else:
            report = (outcome.build_summary, outcome.build and outcome.build.problems)
            files = tuple(outcome.settlement.files)
            assert not snapshot.build_summary or (snapshot.build_summary, snapshot.files, None) == (
                outcome.build_summary,
                files,
                outcome.build,
            )
            assert outcome.build or take_snapshot(SETTINGS_FILE, given).build_summary == outcome.build_summary, (
                "what was seen is noted"
            )
        return Result(digests(place / "output"), report)


def digests(folder: Path) -> dict[str, str]:
    """A digest of each file below a folder, by path."""
    return {path: digest((folder / path).read_bytes()) for path in walk_files(folder)}


def differences(found: dict[str, str], wanted: dict[str, str]) -> list[str]:
    """What differs, as a list that reads well in a failure."""
    paths = sorted(found.keys() | wanted.keys())
    kinds = ((path, path in wanted, path in found) for path in paths if found.get(path) != wanted.get(path))
    return [f"{path}: {'changed' if a and b else 'missing' if a else 'too much'}" for path, a, b in kinds]


def empty_folders(root: Path) -> list[Path]:
    """The folders below ``root`` that hold nothing."""
    return [path for path in root.rglob("*") if path.is_dir() and not any(path.iterdir())]


def hasten(patch: pytest.MonkeyPatch) -> None:
    """Spare what costs most and is the same each time: the start of workers, the compiling of the same templates."""
    for module in (folder, converting, photographs):
        patch.setattr(module, "bounded_out", _here)
    compile_, parse = jinja2.Environment.compile, jinja2.Environment.parse
    patch.setattr(jinja2.Environment, "compile", _remembered(compile_))
    patch.setattr(jinja2.Environment, "parse", _remembered(parse))


def _here(
    function: Callable[[Any, Any], Any], items: Sequence[Any], shared: Any, *_limits: Any, **_at: Any
) -> list[Any]:
    return [function(item, shared) for item in items]


def _remembered(real: Callable[..., Any]) -> Callable[..., Any]:
    """What a source compiles to, by all that decides it; the environments of a test have the same options."""
    known: dict[tuple[Any, ...], Any] = {}

    def remember(environment: Any, source: str, *names: Any) -> Any:
        key = (source, names[:1], *environment.extensions, _words(getattr(environment, "words", None)))
        if key not in known:
            known[key] = real(environment, source, *names)
        return known[key]

    return remember


@cache
def _words(words: Any) -> str:
    return digest(repr(sorted(words._catalog.items(), key=repr)).encode()) if words else ""
