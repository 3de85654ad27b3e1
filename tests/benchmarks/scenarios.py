"""What is done to the sites before each measured build, and what must have come of it.

Everyone starts from nothing in turns, at first as the corpus is; then, at the rivals', after one change each: a new
post, an edit, a title. Ours goes on from what it made: unchanged, after the same changes, after one of the outermost
template and of a component of every page.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from statistics import median

from placette.engine.base.files import walk_files
from tests.benchmarks import makers
from tests.benchmarks.corpus import CHANGES, Post, added_sentence, make_corpus
from tests.benchmarks.figures import LARGE, Change, Size, cost_of
from tests.benchmarks.makers import OURS, PLAIN, Bench
from tests.benchmarks.measuring import ImplausibleError, Timed, time_command

_COUNTED = re.compile(r"(?m)^\D*(\d+)\D+(\d+)\D+(\d+)\D+\(\d+\.\d\ss\)$")
"""«12 files written, 0 removed, 3 unchanged (1.2 s)», in any language."""
_IN_HEAD = '<meta charset="utf-8">'

Snapshot = Mapping[str, tuple[int, bytes]]
"""Size and digest of every file of an output."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Files that a build put in place, removed, and found right already."""

    put: int
    removed: int
    same: int


@dataclass(frozen=True, slots=True)
class Step:
    """A build of ours after a change, and the files and bytes that are others; none where nobody looked."""

    timed: Timed
    files: int = 0
    bytes: int = 0


def measure_size(folder: Path, posts: int, rounds: int, *, node: bool) -> Size:
    """All figures with so many posts; in each round everyone builds once, in turns."""
    found, bench = makers.makers_at(posts, node=node), Bench(folder, make_corpus(posts))
    for maker in found:
        maker.form.write(bench.site(maker), bench.corpus)
    changes: dict[str, dict[str, Change]] = {maker.name: {} for maker in found}
    timed: dict[str, list[Timed]] = {maker.name: [] for maker in found}
    for change in planned(posts, rounds):
        for maker in found:
            output = bench.site(maker) / maker.output
            before = snapshot(output) if change and maker not in (OURS, PLAIN) else None
            if change and before is not None:
                maker.form.add(bench.site(maker), CHANGES[change](bench.corpus, 0))
            more = "new" in changes[maker.name] or (before is not None and change == "new")
            built = makers.build_cold(bench, maker, more=more)
            timed[maker.name].append(built)
            if change and before is not None:
                changes[maker.name][change] = Change(built.seconds, *changed(before, snapshot(output)))
        makers.rest(bench)
    steps = [measure_steps(bench, run, look=run == 0) for run in range(rounds)]
    changes[OURS.name] = {
        name: Change(median(one[name].timed.seconds for one in steps), step.files, step.bytes)
        for name, step in steps[0].items()
    }
    others = {name: median(one.others for one in taken) for name, taken in timed.items()}
    others |= {f"after: {name}": median(one[name].timed.others for one in steps) for name in steps[0]}
    return Size(
        posts=posts,
        rounds=rounds,
        costs={name: cost_of(taken) for name, taken in timed.items()},
        changes=changes,
        others=others,
    )


def planned(posts: int, rounds: int) -> list[str | None]:
    """What is changed before each round of builds from nothing; where a round is short, each change has one."""
    plan = [None, *CHANGES, *[None] * rounds]
    return plan[: rounds if posts >= LARGE else max(rounds, 1 + len(CHANGES))]


def measure_steps(bench: Bench, run: int, *, look: bool) -> dict[str, Step]:
    """Our builds from what was made before, each after one change; ``run`` counts from 0 and says what is changed.

    ``look`` compares the output before and after each change of a text, which takes longer than the builds.
    """
    output, steps, total = bench.ours / OURS.output, {}, 0
    seen = snapshot(output) if look else {}
    for scenario, prepare in _SCENARIOS.items():
        if scenario == "component":
            makers.rest(bench, replaced=True)
        path = prepare(bench, run)
        timed, counts = _build(bench)
        total = total or counts.put + counts.same
        refuse_implausible(scenario, counts, len(bench.corpus.posts), total)
        found = (0, 0)
        if scenario in CHANGES:
            _refuse_stale(bench, scenario, run)
            after = snapshot(output) if look else {}
            found = changed(seen, after)
            if scenario == "new":
                _take_back(bench, path)
            else:
                seen = after
        steps[scenario] = Step(timed, *found)
    return steps


def write_change(change: str, bench: Bench, run: int) -> Path:
    """Change a text of our site; its file."""
    return OURS.form.add(bench.ours, CHANGES[change](bench.corpus, run))


def edit_template(bench: Bench, run: int) -> Path:
    """Add a comment to the template of every page, around its blocks, another one each run; its file."""
    path = bench.ours / "theme" / "templates" / "base.html"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"<!-- {run} -->\n")
    return path


def edit_component(bench: Bench, run: int) -> Path:
    """Add a comment to the head of every page, another one each run; the file of its component."""
    path = bench.ours / "theme" / "templates" / "components" / "head.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(_IN_HEAD, f"{_IN_HEAD}<!-- {run} -->"), encoding="utf-8")
    return path


def leave(bench: Bench, run: int) -> Path:
    """Change nothing."""
    del run
    return bench.ours


_SCENARIOS: dict[str, Callable[[Bench, int], Path]] = {
    "unchanged": leave,
    **{name: partial(write_change, name) for name in CHANGES},
    "template": edit_template,
    "component": edit_component,
}
"""What is done before each of our builds, in order."""


def snapshot(output: Path) -> Snapshot:
    """What every file of an output holds."""
    found = {}
    for path in walk_files(output):
        data = (output / path).read_bytes()
        found[str(path)] = (len(data), blake2b(data, digest_size=16).digest())
    return found


def changed(before: Snapshot, after: Snapshot) -> tuple[int, int]:
    """How many files were added, removed or are others, and the bytes of those to upload."""
    put = [path for path, held in after.items() if before.get(path) != held]
    return len(put) + len(before.keys() - after.keys()), sum(after[path][0] for path in put)


def read_counts(printed: str) -> Counts:
    """What a build says that it wrote, removed and left; raises ``ImplausibleError`` when it doesn't say."""
    found = _COUNTED.findall(printed)
    if not found:
        raise ImplausibleError(f"a build that doesn't say what it did:\n{printed}")
    return Counts(*map(int, found[-1]))


def refuse_implausible(scenario: str, counts: Counts, posts: int, total: int) -> None:
    """Raise ``ImplausibleError`` unless a build of ``total`` files may have put and removed so many."""
    some = (1, posts // 2 + 20)  # its page, what quotes or dates it, parts of the index; not the site
    least, most = {
        "unchanged": (0, 0),
        "edit": some,
        "title": (2, total - 1),  # a list at least says it too
        "new": (2, total - 1),  # its page and the home page at least; not every other page
        "template": (posts, total),
        "component": (posts, total),
    }[scenario]
    if total < 2 * posts:
        raise ImplausibleError(f"{scenario}: {total} files for {posts} posts, which have a page and a drawing each")
    may_go = 20 if scenario == "title" else 0  # cards are named by what they show
    if not least <= counts.put <= most or counts.removed > may_go:
        raise ImplausibleError(
            f"{scenario}: {counts.put} files written, {counts.removed} removed, {counts.same} unchanged; "
            f"expected {least} to {most} written and at most {may_go} removed"
        )


def _build(bench: Bench) -> tuple[Timed, Counts]:
    done = time_command(makers.BUILD, bench.ours, bench.environment)
    return done, read_counts(done.printed)


def _take_back(bench: Bench, path: Path) -> None:
    """Remove the post that is new, with its page and replies; not measured."""
    shutil.rmtree(path.parent)
    shutil.rmtree(bench.ours / "content" / "replies" / path.parent.name, ignore_errors=True)
    _timed, counts = _build(bench)
    if counts.removed < 1:
        raise ImplausibleError("new: the page of the post was not removed with it")


def _refuse_stale(bench: Bench, change: str, run: int) -> None:
    post: Post = CHANGES[change](bench.corpus, run)
    page = next(islice(bench.ours.glob(f"output/*/{post.slug}/index.html"), 1), None)
    said = {"edit": added_sentence(run), "title": f"une {run + 2}e fois"}.get(change, "")
    if page is None or (said and _plain(said) not in _plain(page.read_text(encoding="utf-8"))):
        raise ImplausibleError(f"{change}: the page of {post.slug} does not say what was added")


def _plain(text: str) -> str:
    """The words without marks: typography may raise or join what was written."""
    return re.sub(r"<[^>]*>|&nbsp;|\W", "", text)
