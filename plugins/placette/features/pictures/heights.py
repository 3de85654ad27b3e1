"""Motifs of the mountains: peaks under snow, chalets, a torrent."""

from __future__ import annotations

from random import Random

from placette.features.pictures import trees
from placette.features.pictures.buildings import house, smoke, window
from placette.features.pictures.ridges import Skyline, level
from placette.features.pictures.shapes import Patch, Shape, Shapes, Staging, Stroke, Tone, box, outline


def peaks(rng: Random, ground: Skyline) -> Staging:
    """Peaks under snow above the firs."""
    tops: list[Shape] = []
    for place in (520, 1010, 760):
        tops += _peak(
            rng, place + rng.uniform(-50, 50), rng.uniform(130, 220) - 40 * (place == 760), rng.uniform(220, 290)
        )
    edge = tuple((x, y + 4) for x, y in ground)
    slope = tuple((x, y + 80) for x, y in ground)
    return Staging(
        behind=(*tops, *trees.wood(rng, edge, (-20, 1220), 18, 56, tone=Tone.NEAR, kinds=(trees.fir,))),
        front=trees.wood(rng, slope, (700, 1220), 4, 150, tone=Tone.FRONT, kinds=(trees.fir,)),
    )


def _peak(rng: Random, x: float, y: float, half: float) -> Shapes:
    """A peak with its shaded side and its snow."""
    foot, lean = 540.0, rng.uniform(-0.2, 0.2) * half
    snow = outline("0,0 0.26,0.3 0.14,0.26 0.06,0.4 -0.04,0.24 -0.12,0.36 -0.24,0.28", x, y, half, half)
    shade = ((x, y), (x + half, foot), (x + lean, foot))
    return (
        Patch(((x, y), (x + half, foot), (x - half, foot)), Tone.FAR),
        Patch(shade, Tone.MIDDLE),
        Patch(snow, Tone.PALE),
    )


def chalets(rng: Random, ground: Skyline) -> Staging:
    """Chalets on the slope, wide roofs, lit windows, wood smoke."""
    x = rng.uniform(640, 720)
    homes: list[Shape] = []
    for place, (dx, size) in enumerate(((330, 0.7), (190, 0.82), (0, 1.1))):
        at, y = x + dx + rng.uniform(-16, 16), level(ground, x + dx) + 8 + 26 * place
        homes += _chalet(at, y, size * rng.uniform(0.95, 1.08))
        homes += smoke(at + 40 * size, y - 150 * size, rng.choice((-40, 40))) if place == 2 else ()
    firs = trees.wood(rng, ground, (420, 1220), 9, 120, tone=Tone.NEAR, kinds=(trees.fir,))
    return Staging(behind=firs, front=tuple(homes))


def _chalet(x: float, y: float, size: float) -> Shapes:
    """A chalet from its gable end: stone below, wood above, a balcony."""
    roof = outline("-104,-84 0,-146 104,-84 104,-72 0,-130 -104,-72", x, y, size)
    wood = outline("-76,-40 -76,-84 0,-132 76,-84 76,-40", x, y, size)
    lights = (
        window(x + dx * size, y + dy * size, 17 * size, 20 * size)
        for dx, dy in ((-38, -66), (0, -66), (38, -66), (-30, -18))
    )
    return (
        box(x - 72 * size, y - 40 * size, 144 * size, 40 * size + 14, Tone.MIDDLE),
        Patch(wood, Tone.FRONT),
        Patch(roof, Tone.ACCENT),
        Stroke(outline("-84,-42 84,-42", x, y, size), 7 * size, Tone.FRONT),
        *lights,
    )


def torrent(rng: Random, ground: Skyline) -> Staging:
    """A torrent between stones, a footbridge, firs on both banks."""
    x = rng.uniform(740, 840)
    way = "-14,-26 -14,-26 30,6 -30,40 60,90 250,200 -190,200 -70,90 -60,40 -10,6 14,-26 14,-26"
    stream = Patch(outline(way, x, level(ground, x) + 20), Tone.PALE, smooth=True)
    stones = [
        Stroke(((x + rng.uniform(-90, 90), rng.uniform(510, 560)),), rng.choice((16, 22, 28)), Tone.FRONT)
        for _ in range(6)
    ]
    banks = [
        part
        for dx in (-310, -240, -180, 170, 240, 310)
        for part in trees.fir(rng, x + dx, level(ground, x + dx) + 44, rng.uniform(120, 210), Tone.FRONT)
    ]
    posts = [Stroke(((x + dx, 506), (x + dx, 478)), 5, Tone.FRONT) for dx in (-100, -50, 0, 50, 100)]
    bridge = (
        Stroke(((x - 124, 508), (x + 124, 508)), 10, Tone.FRONT),
        Stroke(((x - 112, 482), (x + 112, 482)), 5, Tone.ACCENT),
    )
    hut = (
        *house(x + 210, level(ground, x + 210) + 6, 84, 36, Tone.ACCENT),
        window(x + 200, level(ground, x + 210) - 10, 11, 13),
    )
    return Staging(front=(*hut, stream, *banks, *stones, *posts, *bridge))
