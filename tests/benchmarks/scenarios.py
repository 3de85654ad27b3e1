"""What is done to the sites before each measured build, and what must have come of it.

In every run, ours goes from nothing (``cold``) through ``unchanged``, ``edit``, ``new``, ``template`` and
``component``; Hugo, stock Pelican and ours with drawings and cards (``pictures``) start from nothing.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from tests.benchmarks import makers
from tests.benchmarks.corpus import Corpus, Post, newest_post
from tests.benchmarks.figures import Peaks, Run, Seconds
from tests.benchmarks.measuring import Timed, time_command
from tests.benchmarks.plausibility import Counts, ImplausibleError, refuse_implausible, refuse_missing
from tests.benchmarks.sites import write_placette, write_placette_post

_COUNTED = re.compile(r"(?m)^\D*(\d+)\D+(\d+)\D+(\d+)\D+\(\d+\.\d\ss\)$")
"""«12 files written, 0 removed, 3 unchanged (1.2 s)», in any language."""
_IN_HEAD = '<meta charset="utf-8">'
_RIVALS = (makers.HUGO, makers.HUGO_FULL, makers.PELICAN)


def write_sites(folder: Path, corpus: Corpus) -> makers.Bench:
    """The corpus, written for all, and twice for us."""
    bench = makers.Bench(folder, corpus)
    for maker in makers.MAKERS:
        maker.write(folder / maker.name, corpus)
    write_placette(bench.pictures, corpus, pictures=True)
    return bench


def measure_run(bench: makers.Bench, run: int) -> Run:
    """One run of everything; ``run`` counts from 0 and says what is changed."""
    posts = len(bench.corpus.posts)
    cold, counts = measure_cold(bench)
    total = counts.put
    timed, sent = {"cold": cold}, {}
    for scenario, prepare in _CHANGES.items():
        if scenario == "component":
            makers.rest(bench)  # every page was replaced just now
        before = output_files(bench) if scenario == "new" else {}
        changed = prepare(bench, run)
        timed[scenario], counts = _build(bench.ours, bench)
        refuse_implausible(scenario, counts, posts, total)
        if scenario == "edit":
            _refuse_stale_page(bench, run)
        if scenario == "new":
            files, size = changed_files(before, output_files(bench))
            _take_back(bench, changed)
            sent = {"files_new": files, "bytes_new": size, "files_title": measure_title(bench, run)}
    makers.rest(bench)
    timed |= {rival.name: makers.build_cold(bench, rival) for rival in _RIVALS}
    makers.rest(bench)
    timed["pictures"] = measure_pictures(bench)
    makers.rest(bench)
    return Run(
        seconds=Seconds(**{name: taken.seconds for name, taken in timed.items()}),
        idle=timed["template"].idle,
        idle_composing=timed["component"].idle,
        pictures_ms=1000 * (timed["pictures"].processor - cold.processor) / posts,
        others={name: taken.others for name, taken in timed.items()},
        sent=sent,
    )


def output_files(bench: makers.Bench) -> dict[str, tuple[int, str]]:
    """Return the size and a digest of each file of our site that is deployed."""
    paths = (path for path in (bench.ours / makers.OURS.output).rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, sha256(path.read_bytes()).hexdigest()) for path in paths}


def changed_files(before: Mapping[str, tuple[int, str]], after: Mapping[str, tuple[int, str]]) -> tuple[int, int]:
    """Return how many files a deployment sends or removes, and the bytes that it sends."""
    sent = [size for path, (size, mark) in after.items() if before.get(path) != (size, mark)]
    return len(sent) + len(before.keys() - after.keys()), sum(sent)


def measure_title(bench: makers.Bench, run: int) -> int:
    """Return how many files another title of a post changes; the post gets its title back."""
    before, post = output_files(bench), _edited(bench, run)
    path = _source_of(bench, post)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(post.title, f"{post.title} (suite)", 1), encoding="utf-8")
    _build(bench.ours, bench)
    files, _ = changed_files(before, output_files(bench))
    path.write_text(text, encoding="utf-8")
    _build(bench.ours, bench)
    if not files or output_files(bench) != before:
        raise ImplausibleError("title: no page changed, or not all did back")
    return files


def measure_cold(bench: makers.Bench) -> tuple[Timed, Counts]:
    """Our build from nothing, and its files."""
    makers.forget(bench.ours, makers.OURS.made)
    timed, counts = _build(bench.ours, bench)
    posts = len(bench.corpus.posts)
    refuse_implausible("cold", counts, posts, counts.put)
    refuse_missing(bench.ours / makers.OURS.output, posts)
    return timed, counts


def measure_edit(bench: makers.Bench, run: int) -> Timed:
    """Our build after an edit of a site that was built."""
    edit_post(bench, run)
    timed, counts = _build(bench.ours, bench)
    refuse_implausible("edit", counts, len(bench.corpus.posts), counts.put + counts.same)
    _refuse_stale_page(bench, run)
    return timed


def measure_pictures(bench: makers.Bench) -> Timed:
    """Our build from nothing with landscapes and cards."""
    makers.forget(bench.pictures, makers.OURS.made)
    timed, counts = _build(bench.pictures, bench)
    refuse_implausible("pictures", counts, len(bench.corpus.posts), counts.put)
    return timed


def measure_peaks(bench: makers.Bench) -> Peaks:
    """The memory of a build from nothing of each."""
    return Peaks(**{maker.name: makers.peak_cold(bench, maker) for maker in makers.MAKERS})


def edit_post(bench: makers.Bench, run: int) -> Path:
    """Add a sentence to a post in the middle of the corpus, another one each run; its file."""
    path = _source_of(bench, _edited(bench, run))
    _append(path, f"\n{added_sentence(run)}\n")
    return path


def added_sentence(run: int) -> str:
    """The sentence that an edit adds."""
    return f"Une phrase de plus pour le passage numéro {run}."


def add_post(bench: makers.Bench, run: int) -> Path:
    """Write a post newer than all others, the same each run; its file."""
    return write_placette_post(bench.ours, newest_post(bench.corpus))


def edit_template(bench: makers.Bench, run: int) -> Path:
    """Add a comment to the template of every page, around its blocks, another one each run; its file."""
    path = bench.ours / "theme" / "templates" / "base.html"
    _append(path, f"<!-- {run} -->\n")
    return path


def edit_component(bench: makers.Bench, run: int) -> Path:
    """Add a comment to the head of every page, another one each run; the file of its component."""
    path = bench.ours / "theme" / "templates" / "components" / "head.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(_IN_HEAD, f"{_IN_HEAD}<!-- {run} -->"), encoding="utf-8")
    return path


def leave(bench: makers.Bench, run: int) -> Path:
    """Change nothing."""
    del run
    return bench.ours


_CHANGES = {
    "unchanged": leave,
    "edit": edit_post,
    "new": add_post,
    "template": edit_template,
    "component": edit_component,
}
"""What is done before each of our builds, in order."""


def read_counts(printed: str) -> Counts:
    """What a build says that it wrote, removed and left; raises ``ImplausibleError`` when it doesn't say."""
    found = _COUNTED.findall(printed)
    if not found:
        raise ImplausibleError(f"a build that doesn't say what it did:\n{printed}")
    return Counts(*map(int, found[-1]))


def _build(site: Path, bench: makers.Bench) -> tuple[Timed, Counts]:
    done = time_command(makers.BUILD, site, bench.environment)
    return done, read_counts(done.printed)


def _take_back(bench: makers.Bench, path: Path | None) -> None:
    """Remove the post that ``add_post`` wrote, with its page; not measured."""
    if path is None or not _page_of(bench, newest_post(bench.corpus).slug).is_file():
        raise ImplausibleError("new: the post has no page")
    shutil.rmtree(path.parent)
    _timed, counts = _build(bench.ours, bench)
    if counts.removed < 1:
        raise ImplausibleError("new: the page of the post was not removed with it")


def _edited(bench: makers.Bench, run: int) -> Post:
    posts = bench.corpus.posts
    return posts[(len(posts) // 2 + run) % len(posts)]


def _source_of(bench: makers.Bench, post: Post) -> Path:
    return bench.ours / "content" / "articles" / f"{post.date:%Y}" / post.slug / "index.md"


def _refuse_stale_page(bench: makers.Bench, run: int) -> None:
    post = _edited(bench, run)
    if added_sentence(run) not in _page_of(bench, post.slug).read_text(encoding="utf-8"):
        raise ImplausibleError(f"edit: the page of {post.slug} does not say what was added")


def _page_of(bench: makers.Bench, slug: str) -> Path:
    """The page of a post; one that can't exist when there is none."""
    return next(bench.ours.glob(f"output/*/{slug}/index.html"), bench.ours / "absent")


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
