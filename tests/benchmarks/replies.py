"""What short replies cost: a site of posts built with ten replies a post and without any, whole and after a change.

``python -m tests.benchmarks.replies FOLDER [--posts 1000]`` prints a table in Markdown: seconds of the wall clock and
of the processor, whole builds and builds after one post has changed; no test runs it.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.benchmarks.corpus import Corpus, Post, make_corpus
from tests.benchmarks.measuring import ROOT, time_command
from tests.benchmarks.sites import write_placette

_A_POST = 10
_SENTENCES = (
    "J'y suis passée la semaine dernière, et l'eau coulait encore.",
    "Mon grand-père racontait la même chose, à quelques pierres près.",
    "Il manque à ce récit le chemin du haut, que presque personne ne prend plus.",
    "Merci pour les dates ; je les cherchais depuis longtemps.",
    "Une autre version de l'histoire se lit [ici](https://exemple.example/histoire).",
)
_OPEN = "\nREPLIES_OPEN = True\nREPLIES_WEEKS = 600\n"


@dataclass(frozen=True)
class Cost:
    """Seconds of the wall clock, and of the processor with all children."""

    wall: float
    processor: float


def write_replies(folder: Path, posts: list[Post], seed: int = 7) -> None:
    """Ten replies to each post, each read by somebody."""
    chance = random.Random(seed)
    for post in posts:
        place = folder / "content" / "replies" / post.slug
        place.mkdir(parents=True)
        for number in range(_A_POST):
            day = post.date + timedelta(days=number + 1)
            said = "\n\n".join(chance.sample(_SENTENCES, 3))
            matter = f"name: Une personne de passage {chance.randrange(3000)}\nread_by: personne-0\n"
            (place / f"{day:%Y-%m-%d}-mot.md").write_text(f"---\n{matter}---\n{said}\n", encoding="utf-8")


def measure(folder: Path) -> Cost:
    """One build in a process of its own."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    script = str(ROOT / "tests" / "benchmarks" / "build_once.py")
    time_command((sys.executable, script, str(folder)), ROOT, own | {"SOURCE_DATE_EPOCH": "1796083200"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - start, spent)


def _whole(folder: Path) -> Cost:
    for made in ("output", "cache"):
        shutil.rmtree(folder / made, ignore_errors=True)
    return measure(folder)


def _changed(folder: Path, number: int) -> Cost:
    path = sorted((folder / "content" / "articles").glob("*/*/index.md"))[number]
    path.write_text(path.read_text(encoding="utf-8") + f"\nUn mot de plus, le {number}.\n", encoding="utf-8")
    return measure(folder)


def _site(folder: Path, corpus: Corpus, *, cards: bool, replies: bool) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    write_placette(folder, corpus)
    conf = folder / "conf.py"
    text = conf.read_text(encoding="utf-8")
    text = text.replace("IMAGES_LANDSCAPES = SHARING_CARDS = False\n", "") if cards else text
    conf.write_text(text + (_OPEN if replies else ""), encoding="utf-8")
    if replies:
        write_replies(folder, list(corpus.posts))
    return folder


def compare(folder: Path, posts: int, runs: int, *, cards: bool) -> str:
    """A row for each kind of build: the best of some runs, taken in turn, and how they compare."""
    corpus = make_corpus(posts)
    without = _site(folder / "without", corpus, cards=cards, replies=False)
    sites = (without, _site(folder / "with", corpus, cards=cards, replies=True))
    wholes = [[_whole(site) for site in sites] for _ in range(runs)]
    changes = [[_changed(site, number) for site in sites] for number in range(runs)]
    title = "with cards and landscapes" if cards else "text alone"
    rows = (_row(f"{title}, {name}", taken) for name, taken in (("whole", wholes), ("one post changed", changes)))
    return "\n".join(rows)


def _row(name: str, taken: list[list[Cost]]) -> str:
    wall = [min(run[at].wall for run in taken) for at in (0, 1)]
    spent = [min(run[at].processor for run in taken) for at in (0, 1)]
    cells = (f"{plain:.2f} | {more:.2f} | {more / plain:.2f}" for plain, more in (wall, spent))
    return f"| {name} | {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cards", action="store_true", help="draw cards and landscapes, as a site does by default")
    own = parser.parse_args(arguments)
    print(f"| {own.posts} posts, {own.posts * _A_POST} replies | s without | s with | × | CPU without | CPU with | × |")
    print("|---|---|---|---|---|---|---|")
    print(compare(own.folder.resolve(), own.posts, own.runs, cards=own.cards))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
