"""The viaduct of Garabit from the side, in true proportions: 564.69 m long, arch of 165 m, 122 m over the river.

Lengths of the parts between those three measures are drawn, not documented.
"""

from __future__ import annotations

from itertools import pairwise

from tests.demonstration import plate as p

LENGTH, HEIGHT, SPAN = 564.69, 122.0, 165.0  # metres
SCALE = 1500 / LENGTH  # pixels per metre
LEFT, DECK = 50.0, 330.0
CROWN = 320.0  # metres from the left end
TRUSS = 5.2  # metres, depth of the girder
GROUND = (
    (-19.0, 6.0),
    (0.0, 12.0),
    (36.0, 22.0),
    (71.0, 34.0),
    (123.0, 58.0),
    (178.0, 78.0),
    (226.0, 92.0),
    (262.0, 104.0),
    (296.0, 122.0),
    (346.0, 122.0),
    (376.0, 106.0),
    (412.0, 92.0),
    (463.0, 62.0),
    (519.0, 32.0),
    (545.0, 18.0),
    (564.69, 10.0),
    (584.0, 4.0),
)
PIERS = (123.0, 178.0, 232.0, 408.0, 463.0)


def _place(metres: float, depth: float) -> p.Point:
    """From metres along and under the deck to pixels."""
    return (LEFT + metres * SCALE, DECK + depth * SCALE)


def draw_elevation() -> str:
    """The elevation with its three measures."""
    ground = p.flow([_place(*point) for point in GROUND])
    left, right = _place(0, -22), _place(LENGTH, -22)
    feet, feet_level = [_place(CROWN + side * SPAN / 2, 66) for side in (-1, 1)], _place(0, 139)[1]
    return p.plate(
        p.WIDTH,
        820,
        p.box(_place(290, 0)[0], _place(0, 114)[1], 60 * SCALE, 12 * SCALE, p.SLATE_SOFT),
        p.shape(f"{ground}V820H0Z", p.GREEN_SOFT),
        p.shape(ground, stroke=p.GREEN, width=6),
        p.line(_place(292, 121.4), _place(350, 121.4), p.SLATE, 7),
        *(_pier(metres) for metres in PIERS),
        *(_masonry(start, count) for start, count in ((0.0, 4), (519.0, 3))),
        _arch(),
        _girder(),
        _train(150.0),
        *(p.line(_place(metres, -4), _place(metres, -28), p.BRICK, 3) for metres in (0, LENGTH)),
        p.dimension(left, right, f"564,69{p.FIXED}m", size=66),
        *(p.line(foot, (foot[0], feet_level + 20), p.BRICK, 3, "2 9") for foot in feet),
        p.dimension((feet[0][0], feet_level), (feet[1][0], feet_level), f"165{p.FIXED}m", size=66, ground=p.GREEN_SOFT),
        p.dimension(_place(CROWN, 0), _place(CROWN, HEIGHT), ""),
        p.words(_place(CROWN, 0)[0] + 24, _place(0, 93)[1], f"122{p.FIXED}m", 66, p.BRICK, "start", "semibold"),
        p.words(_place(321, 0)[0], 788, "la Truyère", 50, p.SLATE, style="italic"),
        p.words(60, 110, "Viaduc de Garabit", 66, p.INK, "start", "serif"),
        p.words(1540, 110, "1880–1884", 60, p.SOFT, "end", "italic"),
    )


def _girder() -> str:
    """The straight girder: two chords and their lattice."""
    top, foot = DECK, DECK + TRUSS * SCALE
    start, end = LEFT + 71 * SCALE, LEFT + 519 * SCALE
    bays = 84
    step = (end - start) / bays
    lattice = "".join(
        p.run([(start + i * step, top), (start + (i + 1) * step, foot)])
        + p.run([(start + i * step, foot), (start + (i + 1) * step, top)])
        for i in range(bays)
    )
    return (
        p.box(start, top, end - start, foot - top, p.PAPER)
        + p.shape(lattice, stroke=p.BRICK, width=1.6)
        + p.line((LEFT, top), (LEFT + LENGTH * SCALE, top), p.BRICK, 6)
        + p.line((start, foot), (end, foot), p.BRICK, 4)
    )


def _arch() -> str:
    """The crescent: thick at its head, pointed at its heels, with its lattice and the two posts it carries."""

    def upper(t: float) -> p.Point:
        return _place(CROWN + SPAN / 2 * t, 66 - 58 * (1 - t * t))

    def lower(t: float) -> p.Point:
        return _place(CROWN + SPAN / 2 * t, 66 - 48 * (1 - t * t))

    steps = [i / 12 for i in range(-12, 13)]
    outline = p.run([upper(t) for t in steps] + [lower(t) for t in reversed(steps)], closed=True)
    lattice = "".join(p.run([upper(a), lower(b)]) + p.run([lower(a), upper(b)]) for a, b in pairwise(steps))
    posts = "".join(p.line(upper(t), (upper(t)[0], DECK + TRUSS * SCALE), p.BRICK, 7) for t in (-0.62, 0.62))
    return p.shape(outline, "#f1ddd3", p.BRICK, 5) + p.shape(lattice, stroke=p.BRICK, width=2) + posts


def _pier(metres: float) -> str:
    """An iron pier that widens downwards, on its masonry base."""
    base = 66.0 if abs(metres - CROWN) < 100 else _ground(metres) - 7
    x, top = _place(metres, TRUSS)
    foot = DECK + base * SCALE
    half = 5 + (foot - top) * 0.05
    legs = p.run([(x - 5, top), (x - half, foot)]) + p.run([(x + 5, top), (x + half, foot)])
    rungs, count = "", max(3, int((foot - top) / 26))
    for i in range(count):
        a, b = i / count, (i + 1) / count
        ya, yb, wa, wb = (
            top + a * (foot - top),
            top + b * (foot - top),
            5 + (half - 5) * a,
            5 + (half - 5) * b,
        )
        rungs += p.run([(x - wa, ya), (x + wb, yb)]) + p.run([(x + wa, ya), (x - wb, yb)])
    plinth = p.box(x - half - 7, foot, 2 * half + 14, (_ground(metres) + 8 - base) * SCALE, "#d8d2c4", p.SOFT)
    return plinth + p.shape(legs, stroke=p.BRICK, width=5) + p.shape(rungs, stroke=p.BRICK, width=1.8)


def _ground(metres: float) -> float:
    """Depth of the ground under the deck, in metres."""
    for (a, u), (b, v) in pairwise(GROUND):
        if a <= metres <= b:
            return u + (v - u) * (metres - a) / (b - a)
    return GROUND[-1][1]


def _masonry(start: float, arches: int) -> str:
    """The stone arches at one end of the girder."""
    bay = (71.0 if start == 0 else LENGTH - 519) / arches
    parts = p.box(*_place(start, 0), bay * arches * SCALE, 5 * SCALE, "#d8d2c4", p.SOFT)
    for i in range(arches + 1):
        metres = start + i * bay
        x, top = _place(metres, 4)
        parts += p.box(x - 7, top, 14, (_ground(metres) - 1) * SCALE - (top - DECK), "#d8d2c4", p.SOFT)
    for i in range(arches):
        (x, y), (u, _) = _place(start + i * bay, 5), _place(start + (i + 1) * bay, 5)
        parts += p.shape(
            f"M{x + 7} {y + 14}A{(u - x) / 2 - 7} 18 0 0 1 {u - 7} {y + 14}V{y}H{x + 7}Z", "#d8d2c4", p.SOFT
        )
    return parts


def _train(metres: float) -> str:
    """A railcar, to give the scale."""
    x, y = _place(metres, -4.6)
    return p.box(x, y, 26 * SCALE, 4 * SCALE, p.INK, round_=4) + "".join(
        p.box(x + 8 + i * 15, y + 3, 8, 4, p.PAPER) for i in range(4)
    )
