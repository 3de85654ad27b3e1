"""Who makes a site of the same texts: ours, as ``invoke build`` does it, and each rival from nothing."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.corpus import Corpus, newest_post
from tests.benchmarks.measuring import ROOT, Timed, environment_for, hugo_program, time_command
from tests.benchmarks.memory import peak_memory
from tests.benchmarks.plausibility import refuse_missing
from tests.benchmarks.rival_sites import write_hugo, write_hugo_full, write_pelican
from tests.benchmarks.sites import write_placette

BUILD = (sys.executable, "-m", "invoke", "--search-root", str(ROOT), "build")
"""What a user types, without the shell."""
_PELICAN = (sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py")
_MANY, _REST = 1000, 40
"""Posts from which on a disk needs rest after a build that replaces every page, and seconds of it."""
_ASIDE = "aside-"


@dataclass(frozen=True, slots=True)
class Maker:
    """One that makes a site: how it is written, the command that builds it, where its pages are."""

    name: str
    label: str
    write: Callable[[Path, Corpus], None]
    command: Callable[[], Sequence[str]]
    output: str
    made: tuple[str, ...]
    """Folders that a build leaves."""


def _hugo() -> Sequence[str]:
    return (hugo_program(), "--quiet")


OURS = Maker("placette", "Placette", write_placette, lambda: BUILD, "output", ("output", "cache"))
HUGO = Maker("hugo", "Hugo, a small site", write_hugo, _hugo, "public", ("public", "resources"))
HUGO_FULL = Maker("hugo_full", "Hugo, the same work", write_hugo_full, _hugo, "public", ("public", "resources"))
PELICAN = Maker("pelican", "stock Pelican", write_pelican, lambda: _PELICAN, "output", ("output", "cache"))
MAKERS = (OURS, HUGO, HUGO_FULL, PELICAN)


@dataclass(frozen=True, slots=True)
class Bench:
    """Sites of the same posts in ``folder``, each in a folder of its maker's name."""

    folder: Path
    corpus: Corpus

    @property
    def ours(self) -> Path:
        """Our site."""
        return self.folder / OURS.name

    @property
    def pictures(self) -> Path:
        """Our site once more, with landscapes and cards."""
        return self.folder / "pictures"

    @property
    def environment(self) -> dict[str, str]:
        """The variables of every build."""
        return environment_for(newest_post(self.corpus).date)


def build_cold(bench: Bench, maker: Maker) -> Timed:
    """A build from nothing; raises ``ImplausibleError`` where a post has no page."""
    site = bench.folder / maker.name
    forget(site, maker.made)
    timed = time_command(maker.command(), site, bench.environment)
    refuse_missing(site / maker.output, len(bench.corpus.posts))
    return timed


def peak_cold(bench: Bench, maker: Maker) -> int:
    """Return the most memory of a build from nothing, in processes that aren't timed."""
    site = bench.folder / maker.name
    forget(site, maker.made)
    return peak_memory(maker.command(), site, bench.environment)


def forget(site: Path, folders: Sequence[str]) -> None:
    """Move what a build made out of the way: ext4 makes files slowly for half a minute after many were removed."""
    for folder in folders:
        if (site / folder).exists():
            (site / folder).rename(tempfile.mkdtemp(prefix=f"{_ASIDE}{folder}-", dir=site.parent))


def rest(bench: Bench) -> None:
    """Remove what was moved away, then wait until files are made as fast as before (see ``forget``)."""
    for folder in bench.folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(folder, ignore_errors=True)
    time.sleep(_REST if len(bench.corpus.posts) >= _MANY else 0)
