"""The same horizon of volcanoes every twenty minutes, from 5 h 00 to 8 h 40, seen towards the east.

Sunrise is at 7 h 48, between the ninth picture and the tenth. The moon is at its last quarter (lit on the
left, where the sun will come up), with Mars and Jupiter between it and the horizon, as the text says.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from random import Random

from tests.demonstration.plate import Point, disc, flow, line, plate, run, shape

WIDTH, HEIGHT = 1600, 900
SUNRISE = (520.0, 560.0)


@dataclass(frozen=True, slots=True)
class Hour:
    """One picture: colours of the sky from top to bottom, of the rows of land from far to near, and lights."""

    sky: tuple[str, str, str]
    land: tuple[str, str, str, str, str]
    stars: float = 0
    moon: float = 0
    glow: float = 0
    mist: float = 0
    lit: float = 0
    sun: float = 0
    """Height of the sun's middle above the far hills, in pixels; 0 when it is not up."""


def _hour(sky: str, land: str, **lights: float) -> Hour:
    """An hour from rows of colours."""
    top, middle, low = sky.split()
    far, rear, chain, wood, near = land.split()
    return Hour((top, middle, low), (far, rear, chain, wood, near), **lights)


HOURS = (
    _hour("#0a0e1c #0d1323 #11192c", "#0e1525 #0c1220 #0a0f1b #080c15 #05080f", stars=1, moon=1),
    _hour("#0b1020 #0f1629 #141d33", "#101829 #0d1424 #0b111f #090d18 #060910", stars=1, moon=1),
    _hour("#0d1325 #121a30 #18233c", "#121b2f #0f1728 #0c1322 #0a0f1a #070a12", stars=1, moon=1),
    _hour("#10182d #162039 #1f2c48", "#151f36 #111a2e #0e1526 #0b111e #080c15", stars=0.95, moon=1),
    _hour("#141f3a #1d2b4b #2c3d60", "#1b2742 #152037 #111a2d #0d1423 #090e18", stars=0.85, moon=1, glow=0.1),
    _hour("#1b2b4c #2c4069 #56628a", "#2a3656 #1f2b48 #18233b #121b2e #0c121f", stars=0.6, moon=1, glow=0.3),
    _hour("#2a4068 #5a6a94 #cf9c8c", "#4b5071 #35405f #28324e #1c2539 #121928", stars=0.28, moon=0.95, glow=0.65),
    _hour(
        "#456491 #9a99b4 #eeb592",
        "#7d7690 #5b5f7e #424b68 #2d384e #1d2737",
        stars=0.08,
        moon=0.85,
        glow=0.85,
        mist=0.2,
    ),
    _hour("#6a90bc #cfb3bd #f9cd95", "#a48f99 #7b7b8d #596277 #3d4a59 #283441", moon=0.7, glow=1, mist=0.35),
    _hour(
        "#84abd3 #e6c9c4 #fcdca4",
        "#c0a99d #93958f #6c7f78 #4a6258 #2f443d",
        moon=0.5,
        glow=1,
        mist=0.45,
        lit=0.55,
        sun=34,
    ),
    _hour(
        "#97c1de #d3e2e2 #f7ead0",
        "#b7bfb7 #8fae9d #669079 #437158 #2b503f",
        moon=0.32,
        glow=0.6,
        mist=0.22,
        lit=0.42,
        sun=104,
    ),
    _hour(
        "#a0cde8 #cbe5ee #eaf3ea",
        "#b0cbcb #8cb7a4 #5f9c78 #3d7b59 #285a43",
        moon=0.22,
        glow=0.3,
        lit=0.28,
        sun=178,
    ),
)

VOLCANOES = (
    (90, 92, 170, "crater"),
    (330, 128, 210, "dome"),
    (560, 74, 130, "crater"),
    (790, 112, 180, "crater"),
    (1090, 226, 300, "dome"),
    (1350, 104, 170, "flat"),
    (1560, 140, 200, "crater"),
)
BEHIND = (
    (200, 60, 180, "dome"),
    (470, 86, 170, "crater"),
    (720, 58, 150, "dome"),
    (930, 74, 170, "flat"),
    (1240, 70, 160, "crater"),
    (1460, 64, 190, "dome"),
)


def draw_hour(index: int) -> str:
    """The picture of one hour, 0 (5 h 00) to 11 (8 h 40), without any word in it."""
    hour = HOURS[index]
    far, rear, chain, wood, near = hour.land
    return plate(
        WIDTH,
        HEIGHT,
        _definitions(hour),
        shape(f"M0 0H{WIDTH}V{HEIGHT}H0Z", "url(#sky)"),
        shape(f"M0 0H{WIDTH}V{HEIGHT}H0Z", "url(#glow)"),
        _stars(hour, index),
        _moon(hour, index),
        _sun(hour),
        shape(_forez(), far),
        _chain(BEHIND, 640, rear, hour.lit * 0.5),
        _mist(660, 46, hour.mist * 0.8),
        _chain(VOLCANOES, 690, chain, hour.lit),
        _mist(716, 60, hour.mist),
        shape(_slope(742, 26, 0.6), wood),
        _trees(wood, 742, 26, 0.6, 120, 16, 5),
        shape(_slope(822, 30, 2.4), near),
        _trees(near, 822, 30, 2.4, 22, 54, 9),
        _fence(hour),
    )


def _definitions(hour: Hour) -> str:
    """The gradients of the sky and of the dawn."""
    top, middle, low = hour.sky
    return (
        '<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="0.74">'
        f'<stop offset="0" stop-color="{top}"/><stop offset="0.58" stop-color="{middle}"/>'
        f'<stop offset="1" stop-color="{low}"/></linearGradient>'
        f'<radialGradient id="glow" gradientUnits="userSpaceOnUse" cx="{SUNRISE[0]}" cy="{SUNRISE[1] + 30}" r="760" '
        f'gradientTransform="translate(0 {SUNRISE[1] * 0.5}) scale(1 0.5)">'
        f'<stop offset="0" stop-color="#ffd9a0" stop-opacity="{0.75 * hour.glow:.2f}"/>'
        f'<stop offset="0.4" stop-color="#f5a97f" stop-opacity="{0.38 * hour.glow:.2f}"/>'
        '<stop offset="1" stop-color="#f0a080" stop-opacity="0"/></radialGradient></defs>'
    )


def _stars(hour: Hour, index: int) -> str:
    """Stars and the two planets, which climb to the right as the sky turns."""
    if not hour.stars:
        return ""
    rng = Random(1648)
    parts = []
    for _ in range(210):
        x, y, size = rng.uniform(-220, WIDTH), rng.uniform(-20, 640), rng.choice((1.1, 1.1, 1.4, 1.9))
        parts.append(disc(x + 17 * index, y - 13 * index, size, "#f2eee2"))
    planets = disc(846 + 17 * index, 352 - 13 * index, 4.6, "#fff1cf") + disc(
        1000 + 17 * index, 268 - 13 * index, 3.4, "#f3b088"
    )
    return f'<g opacity="{hour.stars:g}">{"".join(parts)}</g><g opacity="{min(1.0, hour.stars * 1.8):g}">{planets}</g>'


def _moon(hour: Hour, index: int) -> str:
    """The last quarter: the left half lit, the other half a shade above the sky."""
    if not hour.moon:
        return ""
    x, y, r = 1176 + 17 * index, 196 - 10 * index, 26
    dark = f'<circle cx="{x}" cy="{y}" r="{r}" fill="#ffffff" opacity="0.05"/>'
    lit = shape(f"M{x} {y - r}A{r} {r} 0 0 0 {x} {y + r}Q{x + 5} {y} {x} {y - r}Z", "#f6ecd2")
    return f'<g opacity="{hour.moon:g}">{dark}{lit}</g>'


def _sun(hour: Hour) -> str:
    """The sun once it is up, moving right as it climbs."""
    if not hour.sun:
        return ""
    x, y = SUNRISE[0] + hour.sun * 0.8, SUNRISE[1] + 30 - hour.sun
    halo = f'<circle cx="{x}" cy="{y}" r="86" fill="#fff3d0" opacity="0.28"/>'
    return halo + disc(x, y, 42, "#fff6dd")


def _forez() -> str:
    """The long mountains on the far side of the plain."""
    heights = (588, 580, 584, 570, 576, 566, 572, 560, 556, 562, 550, 556, 560, 552, 566, 560, 574)
    return flow([(index * 100.0, float(y)) for index, y in enumerate(heights)]) + f"V{HEIGHT}H0Z"


def _outline(x: float, height: float, half: float, kind: str, foot: float) -> list[Point]:
    """One volcano from its left foot to its right foot."""
    if kind == "dome":
        steps = [(t / 10, max(0.0, 1 - (t / 10) ** 2) ** 1.35) for t in range(-10, 11)]
    else:
        rim = 0.2 if kind == "crater" else 0.26
        left = [(-rim - (1 - rim) * t / 7, (1 - t / 7) ** 1.75) for t in range(7, -1, -1)]
        hollow = [(-rim * 0.45, 0.9), (0.0, 0.86), (rim * 0.45, 0.9)] if kind == "crater" else [(0.0, 1.0)]
        steps = [*left, *hollow, *[(-u, v * 0.97) for u, v in reversed(left)]]
    return [(x + u * half, foot - v * height) for u, v in steps]


def _chain(cones: tuple[tuple[float, float, float, str], ...], foot: float, colour: str, lit: float) -> str:
    """A row of volcanoes on one plinth; the light falls on their left flanks."""
    parts = [shape(f"M0 {foot - 6}H{WIDTH}V{HEIGHT}H0Z", colour)]
    for x, height, half, kind in cones:
        outline = _outline(x, height, half, kind, foot)
        parts.append(
            shape(run([(x - half * 1.3, foot + 4), *outline, (x + half * 1.3, foot + 4)], closed=True), colour)
        )
        if lit:
            parts.append(_sunlit(outline, x, height, half, foot, lit))
    return "".join(parts)


def _sunlit(outline: list[Point], x: float, height: float, half: float, foot: float, lit: float) -> str:
    """The left flank of a volcano in the sun, with the ragged edge that gullies give it."""
    flank = [point for point in outline if point[0] <= x]
    top = flank[-1]
    edge = [
        (x - half * 0.02, foot - height * 0.72),
        (x - half * 0.16, foot - height * 0.5),
        (x - half * 0.06, foot - height * 0.36),
        (x - half * 0.3, foot - height * 0.14),
        (x - half * 0.22, foot),
    ]
    return shape(run([*flank, top, *edge], closed=True), "#ffe2b0", more=f'opacity="{lit * 0.6:.2f}"')


def _mist(y: float, depth: float, strength: float) -> str:
    """Mist lying in the hollows."""
    if not strength:
        return ""
    banks = ((180, 420), (640, 360), (980, 300), (1420, 460))
    return "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{depth * scale:.1f}" '
        f'fill="#fdf3e6" opacity="{strength * opacity:.2f}"/>'
        for x, rx in banks
        for scale, opacity in ((0.5, 0.3), (0.32, 0.35), (0.16, 0.4))
    )


def _ground(x: float, y: float, relief: float, phase: float) -> float:
    """Height of a near slope: one hill that swells and falls."""
    u = (x / WIDTH - 0.3 - phase * 0.12) * 3
    return y - relief * (1.6 * exp(-u * u) - 0.5) + relief * 0.35 * (x / WIDTH)


def _slope(y: float, relief: float, phase: float) -> str:
    """A near slope as path data."""
    return run([(float(x), _ground(x, y, relief, phase)) for x in range(0, WIDTH + 1, 20)]) + f"V{HEIGHT}H0Z"


def _trees(colour: str, y: float, relief: float, phase: float, count: int, tall: float, seed: int) -> str:
    """A dark edge of firs and round crowns on a slope, in loose groups."""
    rng = Random(seed)
    groups = [rng.uniform(0, WIDTH) for _ in range(max(4, count // 7))]
    parts = []
    for _ in range(count):
        x = rng.gauss(rng.choice(groups), 46)
        height = tall * rng.uniform(0.6, 1.25)
        foot = _ground(x, y, relief, phase) + 5
        if rng.random() < 0.62:
            half = height * 0.24
            parts.append(run(((x, foot - height), (x + half, foot), (x - half, foot)), closed=True))
        else:
            r = height * 0.4
            arc = f"a{r:.1f} {r * 1.1:.1f} 0 1 1"
            parts.append(f"M{x - r:.1f} {foot - r:.1f}{arc} {2 * r:.1f} 0{arc} {-2 * r:.1f} 0Z")
    return shape("".join(parts), colour)


def _fence(hour: Hour) -> str:
    """The fence in the foreground, seen from 8 h 20 on."""
    if hour.lit == 0 or hour.sun < 60:
        return ""
    posts = [(float(x), _ground(x, 822, 30, 2.4) + 20) for x in range(640, 1100, 46)]
    wood = "".join(line((x, y + 14), (x + 2, y - 18), "#1c3b30", 5) for x, y in posts)
    wires = "".join(shape(run([(x, y - lift) for x, y in posts]), stroke="#1c3b30", width=2) for lift in (12, 2))
    return wood + wires
