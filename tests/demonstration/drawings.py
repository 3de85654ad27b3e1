"""Draws the pictures of the demonstration's posts: ``python -m tests.demonstration.drawings [FOLDER]``.

Every picture is a drawing, never a photo, even where it looks like one: what a reader sees in the demonstration
claims to show no real moment and no real person. The command writes them beside the posts in
``content/articles`` (or FOLDER) and prints their sizes; run it again after changing a drawing, and look at the result.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.demonstration.barometer import draw_stations, draw_tube
from tests.demonstration.horizon import HOURS, draw_hour
from tests.demonstration.knife import draw_knife
from tests.demonstration.lace import draw_grounds, draw_pillow
from tests.demonstration.oaks import draw_count, draw_leaves
from tests.demonstration.plate import write_picture
from tests.demonstration.plateau import draw_plateau
from tests.demonstration.shuttle import draw_line
from tests.demonstration.viaduct import draw_elevation
from tests.demonstration.warmth import draw_section
from tests.demonstration.washhouses import HOUSES, draw_house

ARTICLES = Path("content/articles")

PLATES: dict[str, Callable[[], str]] = {
    "2025/le-jour-ou-l-air-a-pese/tube.png": draw_tube,
    "2025/le-jour-ou-l-air-a-pese/stations.png": draw_stations,
    "2026/chauffer-une-maison-avec-l-eau-du-par/coupe.png": draw_section,
    "2026/compter-les-chenes/comptage.png": draw_count,
    "2026/compter-les-chenes/feuilles.png": draw_leaves,
    "2026/garabit-cote-riviere/elevation.png": draw_elevation,
    "2026/gergovie-ce-que-dit-le-plateau/plateau.png": draw_plateau,
    "2026/navette-d-ete-vos-arrets/ligne.png": draw_line,
    "2026/reapprendre-le-carreau-et-les-fuseaux/carreau.png": draw_pillow,
    "2026/reapprendre-le-carreau-et-les-fuseaux/points.png": draw_grounds,
    "2026/un-couteau-douze-mains/couteau.png": draw_knife,
    **{f"2026/mes-lavoirs/{name}.jpg": partial(draw_house, name) for name in HOUSES},
    **{
        f"2026/monter-au-puy-de-dome/heure-{index + 1:02}.jpg": partial(draw_hour, index) for index in range(len(HOURS))
    },
}
"""Every picture: its path under the articles, and what draws it."""


def draw_all(articles: Path) -> None:
    """Write every picture beside its post; raises ``ValueError`` when one is too heavy."""
    for path, draw in PLATES.items():
        print(f"{write_picture(articles / path, draw()):7}  {path}")


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
