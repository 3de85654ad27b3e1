"""How long a check takes on a thousand posts: ``python tests/benchmarks/check_speed.py [posts]``.

Prints the seconds of a first reading, of one where nothing changed, and of one where a single post did.
On two cores, aim at ten seconds, then one.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "plugins"))


from placette.commands.review import ADVISER  # noqa: E402
from placette.engine.content.build import Build  # noqa: E402
from placette.engine.content.memory import open_memory  # noqa: E402
from placette.engine.content.reading import read_folder  # noqa: E402
from placette.engine.content.site_options import options_from  # noqa: E402
from placette.engine.findings.reports import render_report  # noqa: E402
from placette.plugin import load_site  # noqa: E402
from tests.fixture_kinds import EXTENSIONS, KINDS  # noqa: E402

PEOPLE = 60
ONE_IN = 40
"""Of so many posts, one each has a photo, a dead link, an unknown author, or is a draft."""
SENTENCES = (
    "Le matin, la route monte entre les noisetiers et l'on n'entend que la fontaine.",
    "Elle a dit : « On ne ferme pas une école comme on ferme un robinet ! »",
    "En 1887, 12 500 mètres cubes de granit sont passés par ici, à dos de mulet.",
    "Nonobstant la pluie, *tout le monde* est resté jusqu'à 18 h 30.",
    "Voir [la mairie](https://mairie.example/horaires) ou [cliquez ici](https://exemple.example).",
    "Le 1er mai, **les deux fanfares** jouent ensemble, puis chacune repart par son versant.",
)
BLOCKS = (
    "## {heading}\n\n{text}\n",
    "{text}\n\n- un panier\n- une veste\n- {word}\n",
    "> {text}\n\n{text}\n",
    "| Jour | Heure |\n|---|---:|\n| lundi | 9 h |\n| {word} | 14 h |\n",
    "{text}[^1]\n\n[^1]: D'après {word}.\n",
    "{text}\n\nVoir aussi [{word}](../{neighbour}/index.md).\n",
)
PHOTO = "![Le bassin.](photo.jpg)\n"
DEAD_LINK = "[Ici](../billet-inconnu/index.md)\n"
WORDS = "lavoir marché viaduc chêne truffade navette dentelle couteau volcan rivière fenil orgue".split()


def write_site(folder: Path, posts: int, categories: list[str]) -> None:
    """Posts of 200 to 1,200 words, by sixty people, that link to each other; the same at every run."""
    dice = random.Random(63)
    for person in range(PEOPLE):
        text = f"---\nname: Personne {person}\nkind: habitant\ncommune: '63113'\n---\nUne ligne.\n"
        _write(folder / "authors" / f"personne-{person}.md", text)
    photo = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 900)).convert("RGB").save(photo, "JPEG")
    for number in range(posts):
        place = folder / "articles" / "2025" / f"billet-{number}"
        _write(place / "index.md", _post(number, posts, categories, dice))
        if number % ONE_IN == 0:
            (place / "photo.jpg").write_bytes(photo.getvalue() + bytes(number))


def _post(number: int, posts: int, categories: list[str], dice: random.Random) -> str:
    day = date(2025, 1, 1) + timedelta(days=number % 365)
    odd = {0: PHOTO, 1: DEAD_LINK}.get(number % ONE_IN, "")
    author = "inconnue" if number % ONE_IN == 2 else f"personne-{dice.randrange(PEOPLE)}"
    status = "draft" if number % ONE_IN == 3 else "published"
    matter = (
        f"title: Billet {number}\ndate: {day}\nauthors: [{author}]\nstatus: {status}\n"
        f"category: {dice.choice(categories)}\ntags: [{', '.join(dice.sample(WORDS, 3))}]\ncommune: '63113'\n"
    )
    blocks = [
        dice.choice(BLOCKS).format(
            heading=f"{dice.choice(WORDS)} {dice.choice(WORDS)}",
            text=" ".join(dice.choices(SENTENCES, k=dice.randint(2, 8))),
            word=dice.choice(WORDS),
            neighbour=f"billet-{dice.randrange(posts)}",
        )
        for _ in range(dice.randint(4, 10))
    ]
    return f"---\n{matter}---\n\n" + "\n".join([*blocks, odd])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def measure(label: str, content: Path, memory: Path) -> Build:
    """Read, report and print the seconds that both took."""
    settings = load_site(ROOT / "pelicanconf.py")
    start = time.perf_counter()
    options = options_from(settings, KINDS, extensions=EXTENSIONS)
    build = read_folder(content, options, open_memory(memory), adviser=ADVISER)
    read = time.perf_counter() - start
    render_report(build.problems, "plain", str, "")
    total = time.perf_counter() - start
    print(
        f"{label:20} {read:6.2f} s, reported {total:6.2f} s ({build.build_summary.texts} texts, "
        f"{len(build.problems)} problems)"
    )
    return build


def main(posts: int) -> None:
    """Measure on a site of that many posts."""
    with tempfile.TemporaryDirectory() as name:
        content, memory = Path(name) / "content", Path(name) / "memory.sqlite"
        categories = list(load_site(ROOT / "pelicanconf.py")["READING_CATEGORIES"])
        write_site(content, posts, categories)
        first = measure("first reading", content, memory)
        again = measure("nothing changed", content, memory)
        assert first.problems == again.problems
        with (content / "articles/2025/billet-0/index.md").open("a", encoding="utf-8") as post:
            post.write("\nEt voilà.\n")
        measure("one post changed", content, memory)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
