"""The viaduct of Garabit from the side, in true proportions: 564.69 m long, arch of 165 m, 122 m over the river.

Lengths of the parts between those three measures are drawn, not documented.
"""

from __future__ import annotations

from itertools import pairwise

from tests.demonstration.plate import (
    BRICK,
    FIXED,
    GREEN,
    GREEN_SOFT,
    INK,
    PAPER,
    SLATE,
    SLATE_SOFT,
    SOFT,
    WIDTH,
    Point,
    box,
    dimension,
    flow,
    line,
    plate,
    run,
    shape,
    words,
)

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


def _place(metres: float, depth: float) -> Point:
    """From metres along and under the deck to pixels."""
    return (LEFT + metres * SCALE, DECK + depth * SCALE)


def draw_elevation() -> str:
    """The elevation with its three measures."""
    ground = flow([_place(*point) for point in GROUND])
    left, right = _place(0, -22), _place(LENGTH, -22)
    feet, feet_level = [_place(CROWN + side * SPAN / 2, 66) for side in (-1, 1)], _place(0, 139)[1]
    return plate(
        WIDTH,
        820,
        box(_place(290, 0)[0], _place(0, 114)[1], 60 * SCALE, 12 * SCALE, SLATE_SOFT),
        shape(f"{ground}V820H0Z", GREEN_SOFT),
        shape(ground, stroke=GREEN, width=6),
        line(_place(292, 121.4), _place(350, 121.4), SLATE, 7),
        *(_pier(metres) for metres in PIERS),
        *(_masonry(start, count) for start, count in ((0.0, 4), (519.0, 3))),
        _arch(),
        _girder(),
        _train(150.0),
        *(line(_place(metres, -4), _place(metres, -28), BRICK, 3) for metres in (0, LENGTH)),
        dimension(left, right, f"564,69{FIXED}m", size=66),
        *(line(foot, (foot[0], feet_level + 20), BRICK, 3, "2 9") for foot in feet),
        dimension((feet[0][0], feet_level), (feet[1][0], feet_level), f"165{FIXED}m", size=66, ground=GREEN_SOFT),
        dimension(_place(CROWN, 0), _place(CROWN, HEIGHT), ""),
        words(_place(CROWN, 0)[0] + 24, _place(0, 93)[1], f"122{FIXED}m", 66, BRICK, "start", "semibold"),
        words(_place(321, 0)[0], 788, "la Truyère", 50, SLATE, style="italic"),
        words(60, 110, "Viaduc de Garabit", 66, INK, "start", "serif"),
        words(1540, 110, "1880–1884", 60, SOFT, "end", "italic"),
    )


def _girder() -> str:
    """The straight girder: two chords and their lattice."""
    top, foot = DECK, DECK + TRUSS * SCALE
    start, end = LEFT + 71 * SCALE, LEFT + 519 * SCALE
    bays = 84
    step = (end - start) / bays
    lattice = "".join(
        run([(start + i * step, top), (start + (i + 1) * step, foot)])
        + run([(start + i * step, foot), (start + (i + 1) * step, top)])
        for i in range(bays)
    )
    return (
        box(start, top, end - start, foot - top, PAPER)
        + shape(lattice, stroke=BRICK, width=1.6)
        + line((LEFT, top), (LEFT + LENGTH * SCALE, top), BRICK, 6)
        + line((start, foot), (end, foot), BRICK, 4)
    )


def _arch() -> str:
    """The crescent: thick at its head, pointed at its heels, with its lattice and the two posts it carries."""

    def upper(t: float) -> Point:
        return _place(CROWN + SPAN / 2 * t, 66 - 58 * (1 - t * t))

    def lower(t: float) -> Point:
        return _place(CROWN + SPAN / 2 * t, 66 - 48 * (1 - t * t))

    steps = [i / 12 for i in range(-12, 13)]
    outline = run([upper(t) for t in steps] + [lower(t) for t in reversed(steps)], closed=True)
    lattice = "".join(run([upper(a), lower(b)]) + run([lower(a), upper(b)]) for a, b in pairwise(steps))
    posts = "".join(line(upper(t), (upper(t)[0], DECK + TRUSS * SCALE), BRICK, 7) for t in (-0.62, 0.62))
    return shape(outline, "#f1ddd3", BRICK, 5) + shape(lattice, stroke=BRICK, width=2) + posts


def _pier(metres: float) -> str:
    """An iron pier that widens downwards, on its masonry base."""
    base = 66.0 if abs(metres - CROWN) < 100 else _ground(metres) - 7
    x, top = _place(metres, TRUSS)
    foot = DECK + base * SCALE
    half = 5 + (foot - top) * 0.05
    legs = run([(x - 5, top), (x - half, foot)]) + run([(x + 5, top), (x + half, foot)])
    rungs, count = "", max(3, int((foot - top) / 26))
    for i in range(count):
        a, b = i / count, (i + 1) / count
        ya, yb, wa, wb = (
            top + a * (foot - top),
            top + b * (foot - top),
            5 + (half - 5) * a,
            5 + (half - 5) * b,
        )
        rungs += run([(x - wa, ya), (x + wb, yb)]) + run([(x + wa, ya), (x - wb, yb)])
    plinth = box(x - half - 7, foot, 2 * half + 14, (_ground(metres) + 8 - base) * SCALE, "#d8d2c4", SOFT)
    return plinth + shape(legs, stroke=BRICK, width=5) + shape(rungs, stroke=BRICK, width=1.8)


def _ground(metres: float) -> float:
    """Depth of the ground under the deck, in metres."""
    for (a, u), (b, v) in pairwise(GROUND):
        if a <= metres <= b:
            return u + (v - u) * (metres - a) / (b - a)
    return GROUND[-1][1]


def _masonry(start: float, arches: int) -> str:
    """The stone arches at one end of the girder."""
    bay = (71.0 if start == 0 else LENGTH - 519) / arches
    parts = box(*_place(start, 0), bay * arches * SCALE, 5 * SCALE, "#d8d2c4", SOFT)
    for i in range(arches + 1):
        metres = start + i * bay
        x, top = _place(metres, 4)
        parts += box(x - 7, top, 14, (_ground(metres) - 1) * SCALE - (top - DECK), "#d8d2c4", SOFT)
    for i in range(arches):
        (x, y), (u, _) = _place(start + i * bay, 5), _place(start + (i + 1) * bay, 5)
        parts += shape(f"M{x + 7} {y + 14}A{(u - x) / 2 - 7} 18 0 0 1 {u - 7} {y + 14}V{y}H{x + 7}Z", "#d8d2c4", SOFT)
    return parts


def _train(metres: float) -> str:
    """A railcar, to give the scale."""
    x, y = _place(metres, -4.6)
    return box(x, y, 26 * SCALE, 4 * SCALE, INK, round_=4) + "".join(
        box(x + 8 + i * 15, y + 3, 8, 4, PAPER) for i in range(4)
    )
