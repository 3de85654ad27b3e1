"""What questions cost: posts built with a thousand questions and without any, whole, unchanged, after a change.

``python -m tests.benchmarks.questions FOLDER [--posts 1000] [--questions 1000]`` prints a table in Markdown: seconds of
the wall clock and of the processor; no test runs it.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.corpus import CATEGORIES, Corpus, make_corpus
from tests.benchmarks.replies import Cost, measure
from tests.benchmarks.sites import write_placette

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


def _whole(folder: Path) -> Cost:
    for made in ("output", "cache"):
        shutil.rmtree(folder / made, ignore_errors=True)
    return measure(folder)


def _changed(folder: Path, number: int) -> Cost:
    path = sorted((folder / "content" / "articles").glob("*/*/index.md"))[number]
    path.write_text(path.read_text(encoding="utf-8") + f"\nUn mot de plus, le {number}.\n", encoding="utf-8")
    return measure(folder)


def _site(folder: Path, corpus: Corpus, *, cards: bool, questions: int) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    write_placette(folder, corpus)
    conf = folder / "conf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(text.replace("IMAGES_LANDSCAPES = SHARING_CARDS = False\n", "") if cards else text)
    if questions:
        write_questions(folder, questions)
    return folder


def compare(folder: Path, posts: int, questions: int, runs: int, *, cards: bool) -> str:
    """A row for each kind of build: the best of some runs, taken in turn, and how they compare."""
    corpus = make_corpus(posts)
    without = _site(folder / "without", corpus, cards=cards, questions=0)
    sites = (without, _site(folder / "with", corpus, cards=cards, questions=questions))
    title = "with cards and landscapes" if cards else "text alone"
    measured = {
        "whole": [[_whole(site) for site in sites] for _ in range(runs)],
        "unchanged": [[measure(site) for site in sites] for _ in range(runs)],
        "one post changed": [[_changed(site, number) for site in sites] for number in range(runs)],
    }
    return "\n".join(_row(f"{title}, {name}", taken) for name, taken in measured.items())


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
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cards", action="store_true", help="draw cards and landscapes, as a site does by default")
    own = parser.parse_args(arguments)
    print(f"| {own.posts} posts, {own.questions} questions | s without | s with | × | CPU without | CPU with | × |")
    print("|---|---|---|---|---|---|---|")
    print(compare(own.folder.resolve(), own.posts, own.questions, own.runs, cards=own.cards))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
