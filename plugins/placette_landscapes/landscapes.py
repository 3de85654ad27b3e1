"""A landscape for every post without a photo: the same seed always draws the same picture."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from random import Random

from placette import fields
from placette_landscapes import country, ridges, settlements, trees
from placette_landscapes.buildings import bird
from placette_landscapes.drawings import VOLCANOES, Family
from placette_landscapes.ridges import Skyline, land, lens
from placette_landscapes.shapes import (
    HEIGHT,
    PALETTES,
    WIDTH,
    Disc,
    Patch,
    Scene,
    Shapes,
    Staging,
    Stroke,
    Tone,
    box,
    suitable_palettes,
)

STAGED: dict[fields.Motif, Callable[[Random, Skyline], Staging]] = {
    motif: getattr(country, motif.name.lower(), None) or getattr(settlements, motif.name.lower())
    for motif in fields.Motif
}
"""The drawer of each motif on the near hill: the function of its name, of the country or of settlements."""
TREES: tuple[tuple[trees.Tree, ...], ...] = (
    (trees.fir,),
    (trees.fir, trees.broad),
    (trees.broad, trees.fir),
    (trees.broad, trees.poplar),
)
Span = tuple[float, float]


def draw_landscape(seed: str, motif: fields.Motif, family: Family = VOLCANOES, palette: str = "") -> Scene:
    """Return the scene for a seed (a post's slug), always the same.

    ``palette`` is the name of the one to take; without it, the seed chooses one that suits.
    """
    rng = Random(int.from_bytes(sha256(f"{motif}/{seed}".encode()).digest()))
    chosen = rng.choice(suitable_palettes(motif))
    near = ridges.rolling(rng, rng.uniform(462, 486), 22)
    staging = STAGED[motif](rng, near)
    sun = _sun(rng)
    stars = [_star(rng) for _ in range(18)]
    clouds = [_bank(rng, (60, 250), (220, 520), (22, 44), Tone.PALE) for _ in range(rng.randint(0, 3))]
    shapes = (
        *(box(0, 0, WIDTH, HEIGHT, Tone.SKY), *sun[:-1], *stars, sun[-1], *clouds, *_birds(rng)),
        *_distance(rng, motif, family),
        *staging.behind,
        land(near, Tone.NEAR),
        *staging.front,
        *_foreground(rng, motif, family),
    )
    return Scene(WIDTH, HEIGHT, PALETTES[palette or chosen], shapes)


def _sun(rng: Random) -> Shapes:
    """Return the sun or moon, most often in its glow, which comes first."""
    x, y, radius = rng.uniform(180, 1020), rng.uniform(110, 230), rng.uniform(46, 74)
    disc = Disc(x, y, radius, Tone.DISC)
    if rng.random() < 0.3:
        return (disc,)
    return (Disc(x, y, radius * 4.6, Tone.HALO), Disc(x, y, radius * 2.5, Tone.GLOW), disc)


def _star(rng: Random) -> Stroke:
    return Stroke(((rng.uniform(10, WIDTH), rng.uniform(10, 290)),), rng.choice((3, 5)), Tone.STAR)


def _bank(rng: Random, heights: Span, widths: Span, depths: Span, tone: Tone) -> Patch:
    return lens(rng.uniform(100, 1100), rng.uniform(*heights), rng.uniform(*widths), rng.uniform(*depths), tone)


def _birds(rng: Random) -> Shapes:
    """Return a few birds far away, or none."""
    if rng.random() < 0.6:
        return ()
    x, y = rng.uniform(200, 1000), rng.uniform(90, 240)
    spots = [(x + rng.uniform(-90, 90), y + rng.uniform(-34, 34)) for _ in range(rng.randint(3, 5))]
    return tuple(line for spot in spots for line in bird(*spot))


def _distance(rng: Random, motif: fields.Motif, family: Family) -> Shapes:
    """Draw three ridges, paler with distance, with mist between them."""
    build = ridges.puys if motif is fields.Motif.PUYS else rng.choice(family.ridges)
    middle = ridges.rolling(rng, rng.uniform(412, 430), 34)
    mist = [_bank(rng, (388, 410), (600, 1000), (30, 48), Tone.FARTHEST) for _ in range(rng.randint(0, 1))]
    far = build(rng, rng.uniform(380, 400), rng.uniform(130, 190))
    farthest = ridges.rolling(rng, rng.uniform(284, 316), 44)
    return (
        land(ridges.lowered(farthest, family.lowered), Tone.FARTHEST),
        land(ridges.lowered(far, family.lowered), Tone.FAR, smooth=build is not ridges.crests),
        *mist,
        land(middle, Tone.MIDDLE),
        *trees.wood(rng, middle, (0, WIDTH), rng.randint(5, 9), 19, tone=Tone.MIDDLE, kinds=(family.trees or TREES)[0]),
    )


def _foreground(rng: Random, motif: fields.Motif, family: Family) -> Shapes:
    """Return the dark ground at our feet, small trees, and tall ones that frame one side."""
    ground = ridges.rolling(rng, rng.uniform(560, 572), 16)
    kinds = (trees.fir,) if motif is fields.Motif.WINTER else rng.choice(family.trees or TREES)
    side = rng.choice(((-10, 190), (-10, 190), (1070, 1210)))
    return (
        land(ground, Tone.FRONT),
        *trees.wood(rng, ground, (0, WIDTH * 0.45), rng.randint(2, 5), 40, tone=Tone.FRONT, kinds=kinds),
        *trees.wood(rng, ground, side, rng.randint(2, 3), 190, tone=Tone.FRONT, kinds=kinds[-1:]),
    )
