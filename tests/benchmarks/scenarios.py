"""What is done to the three sites before each measured build, and what must have come of it.

In every run, ours goes from nothing (``cold``) through ``unchanged``, ``edit``, ``new`` and ``template``; Hugo and
stock Pelican start from nothing.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.corpus import Corpus, Post, newest_post
from tests.benchmarks.figures import Counts, ImplausibleError, Peaks, Seconds, refuse_implausible
from tests.benchmarks.measuring import environment_for, hugo_program, peak_memory, time_command
from tests.benchmarks.sites import write_hugo, write_pelican, write_placette, write_placette_post

_BUILD = (sys.executable, str(Path(__file__).with_name("build_once.py")))
_PELICAN = (sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py")

_MANY, _REST = 1000, 40
"""Posts from which on a disk needs rest after a build that replaces every page, and seconds of it."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Three sites of the same posts in ``folder``: ``placette``, ``hugo``, ``pelican``."""

    folder: Path
    corpus: Corpus

    @property
    def ours(self) -> Path:
        """Our site."""
        return self.folder / "placette"

    @property
    def environment(self) -> dict[str, str]:
        """The variables of every build."""
        return environment_for(newest_post(self.corpus).date)


def write_sites(folder: Path, corpus: Corpus) -> Bench:
    """The corpus, written for all three."""
    write_placette(folder / "placette", corpus)
    write_hugo(folder / "hugo", corpus)
    write_pelican(folder / "pelican", corpus)
    return Bench(folder, corpus)


def measure_run(bench: Bench, run: int) -> Seconds:
    """One run of everything; ``run`` counts from 0 and says what is changed."""
    posts = len(bench.corpus.posts)
    cold, counts = measure_cold(bench)
    total = counts.put
    timed: dict[str, float] = {}
    for scenario, prepare in (("unchanged", None), ("edit", edit_post), ("new", add_post), ("template", edit_template)):
        changed = prepare(bench, run) if prepare else None
        timed[scenario], counts = _build(bench)
        refuse_implausible(scenario, counts, posts, total)
        if scenario == "edit":
            _refuse_stale_page(bench, run)
        if scenario == "new":
            _take_back(bench, changed)
    _rest(posts)
    return Seconds(cold=cold, **timed, hugo=measure_hugo(bench), pelican=measure_pelican(bench))


def _rest(posts: int) -> None:
    """Wait until files that replaced others are made as fast as before (see ``_forget``)."""
    time.sleep(_REST if posts >= _MANY else 0)


def measure_cold(bench: Bench) -> tuple[float, Counts]:
    """The seconds of our build from nothing, and its files."""
    _forget(bench.ours, "output", "cache")
    seconds, counts = _build(bench)
    posts = len(bench.corpus.posts)
    refuse_implausible("cold", counts, posts, counts.put)
    _refuse_missing(bench.ours / "output", posts)
    return seconds, counts


def measure_hugo(bench: Bench) -> float:
    """The seconds of Hugo's build from nothing."""
    site = bench.folder / "hugo"
    _forget(site, "public", "resources")
    seconds = time_command([hugo_program(), "--quiet"], site, bench.environment).seconds
    _refuse_missing(site / "public", len(bench.corpus.posts))
    return seconds


def measure_pelican(bench: Bench) -> float:
    """The seconds of stock Pelican's build from nothing."""
    site = bench.folder / "pelican"
    _forget(site, "output", "cache")
    seconds = time_command(_PELICAN, site, bench.environment).seconds
    _refuse_missing(site / "output", len(bench.corpus.posts))
    return seconds


def measure_peaks(bench: Bench) -> Peaks:
    """The memory of a cold build of ours and of Hugo's, in processes that nobody times."""
    hugo = bench.folder / "hugo"
    _forget(bench.ours, "output", "cache")
    _forget(hugo, "public", "resources")
    return Peaks(
        peak_memory([*_BUILD, str(bench.ours)], bench.ours, bench.environment),
        peak_memory([hugo_program(), "--quiet"], hugo, bench.environment),
    )


def edit_post(bench: Bench, run: int) -> Path:
    """Add a sentence to a post in the middle of the corpus, another one each run; its file."""
    post = _edited(bench, run)
    path = bench.ours / "content" / "articles" / f"{post.date:%Y}" / post.slug / "index.md"
    _append(path, f"\n{added_sentence(run)}\n")
    return path


def added_sentence(run: int) -> str:
    """The sentence that an edit adds."""
    return f"Une phrase de plus pour le passage numéro {run}."


def add_post(bench: Bench, run: int) -> Path:
    """Write a post newer than all others, the same each run; its file."""
    return write_placette_post(bench.ours, newest_post(bench.corpus))


def edit_template(bench: Bench, run: int) -> Path:
    """Add a comment to the template of every page, another one each run; its file."""
    path = bench.ours / "theme" / "templates" / "base.html"
    _append(path, f"<!-- {run} -->\n")
    return path


def _build(bench: Bench) -> tuple[float, Counts]:
    done = time_command([*_BUILD, str(bench.ours)], bench.ours, bench.environment)
    return done.seconds, Counts(**json.loads(done.printed.splitlines()[-1]))


def _take_back(bench: Bench, path: Path | None) -> None:
    """Remove the post that ``add_post`` wrote, with its page; not measured."""
    if path is None or not _page_of(bench, newest_post(bench.corpus).slug).is_file():
        raise ImplausibleError("new: the post has no page")
    shutil.rmtree(path.parent)
    _seconds, counts = _build(bench)
    if counts.removed < 1:
        raise ImplausibleError("new: the page of the post was not removed with it")


def _edited(bench: Bench, run: int) -> Post:
    posts = bench.corpus.posts
    return posts[(len(posts) // 2 + run) % len(posts)]


def _refuse_stale_page(bench: Bench, run: int) -> None:
    post = _edited(bench, run)
    if added_sentence(run) not in _page_of(bench, post.slug).read_text(encoding="utf-8"):
        raise ImplausibleError(f"edit: the page of {post.slug} does not say what was added")


def _refuse_missing(output: Path, posts: int) -> None:
    """Every post has a page, in all three sites at the same address."""
    made = sum(1 for _page in output.glob("*/billet-*/index.html"))
    if made != posts:
        raise ImplausibleError(f"cold: {posts} posts, but {made} pages of posts in {output.parent.name}")


def _page_of(bench: Bench, slug: str) -> Path:
    """The page of a post; one that can't exist when there is none."""
    return next(bench.ours.glob(f"output/*/{slug}/index.html"), bench.ours / "absent")


def _forget(site: Path, *folders: str) -> None:
    """Move what a build made out of the way: ext4 makes files slowly for half a minute after many were removed."""
    for folder in folders:
        if (site / folder).exists():
            (site / folder).rename(tempfile.mkdtemp(prefix=f"aside-{folder}-", dir=site.parent))


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
