"""What a dialogue costs: posts built with a thousand questions and ten replies a post, and without any.

``python -m tests.benchmarks.dialogue FOLDER [--posts N] [--questions N] [--replies N] [--repeat N] [--plain]`` prints a
table in Markdown: seconds of the wall clock and of the processor, of a whole build, one without changes, one after a
post changed; ``--plain`` leaves out the cards and landscapes that sites have by default. No test runs it.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.corpus import CATEGORIES, Post, make_corpus
from tests.benchmarks.measuring import ROOT, Timed, time_command
from tests.benchmarks.sites import Placette

_SERVICES = 40
_LAST_DAY = date(2026, 11, 27)
_DAYS = 1500
"""Questions spread over four years."""
_ASKED = (
    "Pourquoi l'eau de la fontaine est-elle coupée depuis le printemps ?",
    "Le chemin du haut sera-t-il dégagé avant l'hiver ?",
    "Où peut-on lire le compte rendu de la dernière réunion ?",
    "Qui répare le banc près du lavoir ?",
)
_ANSWERED = (
    "La source a baissé d'un tiers ; nous la mesurons chaque semaine.",
    "Le travail est prévu en mars, **sauf gel**. Voir [le plan](https://exemple.example/plan).",
    "Les comptes rendus sont affichés huit jours, puis déposés à la mairie.",
)

_SENTENCES = (
    "J'y suis passée la semaine dernière, et l'eau coulait encore.",
    "Mon grand-père racontait la même chose, à quelques pierres près.",
    "Il manque à ce récit le chemin du haut, que presque personne ne prend plus.",
    "Merci pour les dates ; je les cherchais depuis longtemps.",
    "Une autre version de l'histoire se lit [ici](https://exemple.example/histoire).",
)
_OPEN = "REPLIES_OPEN, REPLIES_WEEKS = True, 600\n"


def write_questions(folder: Path, number: int, seed: int = 11) -> None:
    """Questions to forty services: seven in ten are answered, one in five of these is asked further."""
    chance = random.Random(seed)
    for service in range(_SERVICES):
        matter = f"name: Service numéro {service}\nkind: service\noffice: mairie\n"
        _write(folder / "content" / "authors" / f"service-{service}.md", f"---\n{matter}---\nUn service inventé.\n")
    for one in range(number):
        place = folder / "content" / "questions" / f"question-{one}"
        asked = _LAST_DAY - timedelta(days=chance.randrange(_DAYS))
        to = f"service-{chance.randrange(_SERVICES)}"
        matter = f"title: Question numéro {one} ?\ncategory: {chance.choice(CATEGORIES)}\nto: {to}\n"
        _write(place / "index.md", _asked(asked, matter, chance))
        if chance.random() < 0.7:
            answered = min(asked + timedelta(days=chance.randrange(60)), _LAST_DAY)
            _write(place / "answer.md", _answer(answered, to, chance))
            if chance.random() < 0.2:
                _write(place / "follow-up-1.md", _asked(answered, "", chance))
                _write(place / "answer-1.md", _answer(answered, to, chance))


def _asked(day: date, matter: str, chance: random.Random) -> str:
    said = "\n\n".join(chance.sample(_ASKED, 2))
    return f"---\n{matter}asked: {day}\nconsent: mail\n---\n{said}\n"


def _answer(day: date, signed: str, chance: random.Random) -> str:
    said = "\n\n".join(chance.sample(_ANSWERED, 2))
    source = "sources:\n  Le plan: https://exemple.example/plan\n"
    return f"---\nauthors: [{signed}]\ndate: {day}\n{source}---\n{said}\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_replies(folder: Path, posts: list[Post], number: int, seed: int = 7) -> None:
    """Write so many replies to each post, each with a reader."""
    chance = random.Random(seed)
    for post in posts:
        place = folder / "content" / "replies" / post.slug
        place.mkdir(parents=True)
        for one in range(number):
            day = post.date + timedelta(days=one + 1)
            said = "\n\n".join(chance.sample(_SENTENCES, 3))
            matter = f"name: Une personne de passage {chance.randrange(3000)}\nread_by: personne-0\n"
            (place / f"{day:%Y-%m-%d}-mot.md").write_text(f"---\n{matter}---\n{said}\n", encoding="utf-8")


def measure(folder: Path) -> Timed:
    """One build in a process of its own."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    script = str(ROOT / "tests" / "benchmarks" / "build_once.py")
    return time_command((sys.executable, script, str(folder)), ROOT, own | {"SOURCE_DATE_EPOCH": "1796083200"})


def _whole(folder: Path) -> Timed:
    for made in ("output", "cache"):
        shutil.rmtree(folder / made, ignore_errors=True)
    return measure(folder)


def _changed(folder: Path, number: int) -> Timed:
    path = sorted((folder / "content" / "articles").glob("*/*/index.md"))[number]
    path.write_text(path.read_text(encoding="utf-8") + f"\nUn mot de plus, le {number}.\n", encoding="utf-8")
    return measure(folder)


def _site(folder: Path, own: argparse.Namespace, *, dialogue: bool) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    corpus = make_corpus(own.posts)
    Placette(pictures=not own.plain).write(folder, corpus)
    shutil.rmtree(folder / "content" / "replies")
    conf = folder / "conf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(text if dialogue else text.replace(_OPEN, ""), encoding="utf-8")
    if dialogue and own.questions:
        write_questions(folder, own.questions)
    if dialogue and own.replies:
        write_replies(folder, list(corpus.posts), own.replies)
    return folder


def compare(folder: Path, own: argparse.Namespace) -> str:
    """A row for each kind of build: the best of some runs, taken in turn, and how they compare."""
    sites = [_site(folder / name, own, dialogue=name == "with") for name in ("without", "with")]
    runs = range(own.repeat)
    measured = {
        "whole": [[_whole(site) for site in sites] for _ in runs],
        "unchanged": [[measure(site) for site in sites] for _ in runs],
        "one post changed": [[_changed(site, number) for site in sites] for number in runs],
    }
    return "\n".join(_row(name, taken) for name, taken in measured.items())


def _row(name: str, taken: list[list[Timed]]) -> str:
    wall = [min(run[at].seconds for run in taken) for at in (0, 1)]
    spent = [min(run[at].processor for run in taken) for at in (0, 1)]
    cells = (f"{plain:.2f} | {more:.2f} | {more / plain:.2f}" for plain, more in (wall, spent))
    return f"| {name} | {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--replies", type=int, default=10, help="to each post")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--plain", action="store_true", help="draw no cards and landscapes")
    own = parser.parse_args(arguments)
    what = f"{own.posts} posts, {own.questions} questions, {own.posts * own.replies} replies"
    print(f"| {what} | s without | s with | × | CPU without | CPU with | × |")
    print("|---|---|---|---|---|---|---|")
    print(compare(own.folder.resolve(), own))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
