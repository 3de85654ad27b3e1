"""A small site to import into, and an import as the task makes it, without pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from placette.engine.content.options import ReadingOptions
from placette.plugin import load_site, reader_of
from placette_import.bodies import convert
from placette_import.pages import Conversion
from placette_import.plan import FILE, ImportPlan, Planned, plan_import
from placette_import.sources import opened
from placette_import.values import ConvertedBody, ImportSource, SourceEntry, Used
from placette_import.writing import ImportResult, remember_texts, write_import
from tests.fixture_site import ROOT, SITES, edit_file, given_of


@dataclass(frozen=True)
class Imported:
    """What an import planned, and what it did."""

    plan: ImportPlan
    written: ImportResult | None


@dataclass(frozen=True)
class Into:
    """A site to import into."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    def bring(self, path: Path, kind: str = "", *, show: bool = False, drafts: bool = False) -> Imported:
        """Import a source, or plan it alone."""
        given = given_of(self.content, self.root, TERRITORY_FILE=str(ROOT / "territory.json"))
        settings = load_site(self.root / "pelicanconf.py", **given)
        options = reader_of(settings).options(settings)
        with opened(path, kind) as found:
            source, plan = plan_import(found, self.content, settings, options, with_drafts=drafts)
            return Imported(plan, None if show else self.write(source, plan, options))

    def write(self, source: ImportSource, plan: ImportPlan, options: ReadingOptions) -> ImportResult:
        shared = Conversion(source)

        def brings(
            entry: SourceEntry, _planned: Planned, link: Callable[[str], str]
        ) -> tuple[ConvertedBody, Used | None]:
            return convert(entry, shared, link), None

        result = write_import(source, plan, self.content, options, brings, str)
        remember_texts(plan, self.root, str)
        return result

    def text(self, path: str) -> str:
        return (self.content / path).read_text(encoding="utf-8")

    def files(self) -> dict[str, str]:
        """Every text of the site, by its path."""
        found = sorted(self.content.rglob("*.md"))
        return {path.relative_to(self.content).as_posix(): path.read_text(encoding="utf-8") for path in found}

    def choose(self, old: str, new: str) -> None:
        """Change a line of ``import.yml``, as an editor does."""
        edit_file(self.root / FILE, old, new)


@contextmanager
def entries_of(path: Path, kind: str = "") -> Iterator[tuple[ImportSource, dict[str, SourceEntry]]]:
    """Open a source and read all its texts, by key."""
    with opened(path, kind) as source:
        yield source, {entry.key: entry for entry in source.entries()}


@pytest.fixture
def into(tmp_path: Path) -> Into:
    shutil.copytree(SITES / "minimal" / "content", tmp_path / "site" / "content")
    shutil.copyfile(ROOT / "pelicanconf.py", tmp_path / "site" / "pelicanconf.py")
    return Into(tmp_path / "site")
