"""How long cards take to draw, and what they weigh: ``python -m tests.benchmarks.cards [titles]``.

Draws every card of the demonstration site, then as many of generated titles, on one core, landscape and portraits
included; and the same with a rival: the least that Pillow alone can do, the same words on the
same painted landscape, without faces, saved as an optimised PNG. Prints processor milliseconds and kilobytes.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import mean

from PIL import Image, ImageDraw

from placette.engine.base.files import Store
from placette.engine.rendering.entries import Shot, Sitter, Subject
from placette.features.authors.profile import GROUNDS
from placette.features.sharing.cards import Studio, draw_subject
from placette.features.sharing.fonts import Face, load_font
from placette.features.sharing.layout import MARGIN, PORTRAIT
from placette.features.sharing.publisher import HEIGHT, WIDTH, Publisher, all_subjects, publisher_of
from placette.plugin import load_site, open_site
from placette_landscapes.drawings import paint_landscape

ROOT = Path(__file__).resolve().parents[2]
WORDS = (
    "le la un une des en de par sur avec lavoir marché viaduc chêne truffade navette dentelle couteau volcan rivière "
    "fenil orgue concertation habitants aménagement Saint-Flour Chaudes-Aigues l’Hôtel-de-Ville anticonstitutionnel"
).split()
MOTIFS = (
    "path-dawn bridge-meadow castle-night pasture-wheat market-slate feast-dusk workshop-heather forest-mist abbey-dawn"
    " hall-meadow book-wheat"
).split()
LEA = Shot("authors/lea.jpg", "portrait")
Draw = Callable[[Subject], bytes]


@dataclass(frozen=True, slots=True)
class Measure:
    """What drawing a subject took and gave: milliseconds of processor, bytes."""

    milliseconds: float
    weight: int


def main(arguments: list[str]) -> None:
    """Measure and print."""
    count = int(arguments[0]) if arguments else 200
    site = open_site(load_site(ROOT / "pelicanconf.py"))
    studio = _studio(publisher_of(site))
    sets = {"demonstration site": list(all_subjects(site)), f"{count} generated titles": _generated(count)}
    print(f"{'what':<24}{'by':<14}{'files':>6}{'mean ms':>9}{'worst ms':>10}{'mean kB':>9}{'worst kB':>10}")
    for name, subjects in sets.items():
        _print_row(name, "Placette", _measure(subjects, lambda subject: draw_subject(subject, studio)))
        _print_row(name, "Pillow, PNG", _measure(subjects, _draw_plainly))


def _studio(publisher: Publisher) -> Studio:
    """All that drawing needs; nothing is written."""
    portrait = Image.radial_gradient("L").resize((PORTRAIT, PORTRAIT)).convert("RGB").tobytes()
    return Studio(publisher, paint_landscape, ROOT, ROOT, Store(ROOT / ".placette" / "cards"), {LEA: portrait})


def _generated(count: int) -> list[Subject]:
    """Titles of 10 to 140 characters, one to five authors, every third with a portrait; the same at every run."""
    dice = random.Random(63)
    return [_invented(number, dice) for number in range(count)]


def _invented(number: int, dice: random.Random) -> Subject:
    length, title = dice.randint(10, 140), ""
    while len(title) < length:
        title += dice.choice(WORDS) + dice.choice(("", "", "", "\u00a0:", ",")) + " "
    names = tuple(f"Prénom{n} Nom" for n in range(dice.randint(1, 5)))
    faces = tuple(Sitter("PN", dice.choice(GROUNDS), LEA if n % 3 == 0 else None) for n in range(len(names)))
    place, motif = "Ruynes-en-Margeride, Cantal", dice.choice(MOTIFS)
    return Subject(f"s{number}", title[:length].strip(), place, ", ".join(names), names, faces, motif, work=True)


def _draw_plainly(subject: Subject) -> bytes:
    """The rival: the words over the landscape, wherever they fall, as PNG."""
    picture = paint_landscape(subject.slug, subject.drawing, WIDTH, HEIGHT)
    draw, top = ImageDraw.Draw(picture), MARGIN
    for text, size in ((subject.place, 27), (subject.title, 60), (subject.note, 29)):
        draw.text((MARGIN, top), text, "#23211d", load_font(Face.TITLE, size))
        top += 2 * size
    target = BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def _measure(subjects: list[Subject], draw: Draw) -> list[Measure]:
    draw(subjects[0])  # the fonts are read once
    return [_timed(subject, draw) for subject in subjects]


def _timed(subject: Subject, draw: Draw) -> Measure:
    started = time.process_time()
    file = draw(subject)
    return Measure(1000 * (time.process_time() - started), len(file))


def _print_row(name: str, by: str, measures: list[Measure]) -> None:
    times = [measure.milliseconds for measure in measures]
    weights = [measure.weight / 1000 for measure in measures]
    print(
        f"{name:<24}{by:<14}{len(weights):>6}{mean(times):>9.1f}{max(times):>10.1f}"
        f"{mean(weights):>9.1f}{max(weights):>10.1f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
