"""Two oaks with different stalks, and the count that a class made of them."""

from __future__ import annotations

from math import sin
from random import Random

from tests.demonstration import plate as p

COUNT = (
    ("Gros", "chênes", 15, p.GREEN),
    ("Chênes", "moyens", 21, p.OCHRE),
    ("Petits", "chênes", 12, p.SLATE),
    ("Autres", "arbres", 7, p.PLUM),
)
LEAF, LEAF_PALE = "#6f9a5e", "#dfe9d0"


def draw_leaves() -> str:
    """Sessile oak at the left, pedunculate at the right: leaf, acorns, and the two stalks that differ."""
    return p.plate(
        p.WIDTH,
        1130,
        p.line((800, 120), (800, 1080), "#ddd7ca", 4),
        p.words(400, 110, "Chêne sessile", 72, p.INK, style="serif"),
        p.words(1200, 110, "Chêne pédonculé", 72, p.INK, style="serif"),
        _leaf(290, 800, 600, stalk=130, ears=False),
        _leaf(1040, 880, 660, stalk=18, ears=True),
        _twig(560, 560),
        _acorn(585, 640, 1.0),
        _acorn(520, 668, 0.9),
        _twig(1400, 400),
        p.shape(p.flow([(1400, 452), (1416, 540), (1392, 640), (1404, 690)]), stroke=p.WOOD_DARK, width=9),
        _acorn(1404, 740, 1.0),
        _hint(290, 1000, (290, 945), "une queue", p.GREEN),
        _hint(1040, 1000, (1040, 914), "deux oreilles", p.GREEN),
        _hint(560, 850, (560, 780), "gland assis", p.BRICK),
        _hint(1404, 1000, (1404, 890), "gland pendu", p.BRICK),
    )


def _hint(x: float, y: float, end: p.Point, text: str, colour: str) -> str:
    """What to look at, under its place."""
    return p.line((x, y - 8), end, colour, 4) + p.words(x, y + 48, text, 58, colour, style="semibold")


def _leaf(x: float, base: float, length: float, *, stalk: float, ears: bool) -> str:
    """A lobed leaf standing on its stalk, widest above its middle."""
    right: list[p.Point] = [(0.0, 0.0)]
    if ears:
        right += [(0.05, -0.03), (0.1, -0.005), (0.1, 0.035), (0.045, 0.06)]
    lobes = ((0.14, 0.13, 0.09), (0.3, 0.21, 0.12), (0.47, 0.27, 0.16), (0.64, 0.28, 0.17), (0.8, 0.22, 0.13))
    for along, out, hollow in lobes:
        right += [
            (out * 0.92, along - 0.045),
            (out, along + 0.01),
            (out * 0.86, along + 0.055),
            (hollow, along + 0.085),
        ]
    right += [(0.1, 0.95), (0.03, 1.0)]
    outline = [(x + u * length, base - v * length) for u, v in right] + [
        (x - u * length, base - v * length) for u, v in reversed(right[1:])
    ]
    veins = "".join(
        p.shape(
            p.run(
                [
                    (x, base - (along - 0.1) * length),
                    (x + side * out * 0.86 * length, base - (along + 0.01) * length),
                ]
            ),
            stroke=LEAF_PALE,
            width=5,
        )
        for along, out, _ in lobes
        for side in (-1, 1)
    )
    return (
        p.line((x, base + stalk), (x, base - 4), "#55793f", 13)
        + p.shape(p.flow(outline, closed=True), LEAF, p.INK, 5)
        + veins
        + p.line((x, base), (x, base - 0.94 * length), LEAF_PALE, 8)
    )


def _twig(x: float, y: float) -> str:
    """A piece of twig with its bud."""
    return p.shape(
        p.flow([(x - 150, y - 120), (x - 70, y - 30), (x, y + 40), (x + 80, y + 66), (x + 170, y + 60)]),
        stroke=p.WOOD_DARK,
        width=22,
    )


def _acorn(x: float, y: float, size: float) -> str:
    """An acorn hanging from its cup."""

    def at(u: float, v: float) -> str:
        return f"{x + u * size:.0f} {y + v * size:.0f}"

    nut = f"M{at(-44, 0)}C{at(-50, 80)} {at(-20, 118)} {at(0, 134)}C{at(20, 118)} {at(50, 80)} {at(44, 0)}Z"
    rise = f"M{at(-54, 6)}C{at(-54, -46)} {at(-20, -56)} {at(0, -56)}"
    cup = f"{rise}C{at(20, -56)} {at(54, -46)} {at(54, 6)}Q{at(0, 24)} {at(-54, 6)}Z"
    shells = "".join(
        f"M{at(-40 + 20 * i, -6)}q{6 * size:.0f} {-14 * size:.0f} {14 * size:.0f} {-22 * size:.0f}" for i in range(5)
    )
    return (
        p.shape(nut, "#c8a04e", p.INK, 5)
        + p.shape(f"M{at(-18, 24)}Q{at(-20, 70)} {at(-6, 98)}", stroke="#ecd79f", width=8)
        + p.shape(cup, "#8a6b3d", p.INK, 5)
        + p.shape(shells, stroke="#5f4726", width=4)
    )


def draw_count() -> str:
    """The verified count as bars, coloured in with pencils."""
    foot, unit = 900.0, 34.0
    guides = "".join(
        p.line((150, foot - n * unit), (1540, foot - n * unit), "#ddd7ca", 3)
        + p.words(130, foot - n * unit + 16, str(n), 48, p.SOFT, "end")
        for n in (0, 5, 10, 15, 20)
    )
    bars = "".join(_bar(index, foot, unit) for index in range(len(COUNT)))
    return p.plate(p.WIDTH, 1060, guides, bars, p.line((150, foot), (1540, foot), p.INK, 6))


def _bar(index: int, foot: float, unit: float) -> str:
    """One bar with its number above and its name below."""
    first, second, count, colour = COUNT[index]
    x, top, width = 210 + index * 340, foot - count * unit, 230
    rng = Random(index + 5)
    corners = [
        (x + rng.uniform(-3, 3), foot),
        (x + rng.uniform(-4, 4), top),
        (x + width + rng.uniform(-4, 4), top + rng.uniform(-3, 3)),
        (x + width, foot),
    ]
    middle = x + width / 2
    return (
        _scribble(rng, (x + 6, top + 8, x + width - 6, foot - 6), colour)
        + p.shape(p.run(corners), stroke=colour, width=8)
        + p.words(middle, top - 28, str(count), 84, colour, style="semibold")
        + p.words(middle, foot + 70, first, 60, p.INK, style="serif")
        + p.words(middle, foot + 134, second, 60, p.INK, style="serif")
    )


def _scribble(rng: Random, frame: tuple[float, float, float, float], colour: str) -> str:
    """Pencil strokes to and fro, not quite parallel, that fill a bar."""
    left, top, right, foot = frame
    points: list[p.Point] = []
    y, side = top, 0
    while y < foot - 6:
        x = (left if side == 0 else right) + rng.uniform(-1, 9) * (1 if side == 0 else -1)
        points.append((x, min(foot, y + 5 * sin(y / 30))))
        y, side = y + rng.uniform(7, 12), 1 - side
    return p.shape(p.run(points), stroke=colour, width=8, more='opacity="0.55"')
