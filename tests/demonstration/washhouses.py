"""Three wash houses as somebody with a telephone would have photographed them: drawn, like everything here.

A soft background, light from one side, a little grain and dark corners stand for the lens. The places are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.demonstration import plate as p

WIDTH, HEIGHT = 1200, 900
EAVES, SILL, RIM = 330.0, 560.0, 640.0
"""The foot of the roof, the top of the low wall behind, the far rim of the basin: pixels from the top."""
STONES = ("#8f887c", "#a39b8c", "#7d776d", "#b1a896", "#968d80")
TILES = ("#8d4f3a", "#9c5a41", "#7f4534", "#a5664a")


@dataclass(frozen=True, slots=True)
class House:
    """How a wash house stands: the sky and the trees behind it, the basin, and whether its roof is whole."""

    seed: int
    sky: tuple[str, str]
    trees: tuple[str, str]
    basin: tuple[str, str]
    roof: bool = True
    ivy: bool = False
    flowers: bool = False


HOUSES = {
    "eau": House(3, ("#bcd6ea", "#eef3ee"), ("#5f8257", "#44663f"), ("#5b7f86", "#2b4a52")),
    "lierre": House(11, ("#c9ced2", "#e4e3dc"), ("#6f7d5a", "#4b5b3d"), ("#6d6353", "#4a4236"), roof=False, ivy=True),
    "geraniums": House(29, ("#a9cdf0", "#f5eddc"), ("#779a5a", "#587b43"), ("#6f8f92", "#3f5f63"), flowers=True),
}


def draw_house(name: str) -> str:
    """The picture of one wash house, without any word in it."""
    house = HOUSES[name]
    rng = Random(house.seed)
    return p.plate(
        WIDTH,
        HEIGHT,
        _definitions(house),
        p.shape(f"M0 0H{WIDTH}V{HEIGHT}H0Z", "url(#sky)"),
        f'<g filter="url(#far)">{_trees(house, rng)}</g>',
        '<g filter="url(#near)">',
        _wall(rng),
        _roof(house, rng),
        _basin(house, rng),
        _growth(house, rng),
        "</g>",
        p.shape(f"M0 0H{WIDTH}V{HEIGHT}H0Z", "url(#light)"),
        p.shape(f"M0 0H{WIDTH}V{HEIGHT}H0Z", "url(#corners)"),
        f'<rect width="{WIDTH}" height="{HEIGHT}" filter="url(#grain)" opacity="0.1"/>',
    )


def _definitions(house: House) -> str:
    """The gradients and the filters that stand for a lens."""
    top, low = house.sky
    return (
        f'<defs><linearGradient id="sky" x2="0" y2="0.7"><stop offset="0" stop-color="{top}"/>'
        f'<stop offset="1" stop-color="{low}"/></linearGradient>'
        f'<linearGradient id="basin" x2="0" y2="1"><stop offset="0" stop-color="{house.basin[0]}"/>'
        f'<stop offset="1" stop-color="{house.basin[1]}"/></linearGradient>'
        '<linearGradient id="light" x2="1" y2="0.5"><stop offset="0" stop-color="#fff1cf" stop-opacity="0.34"/>'
        '<stop offset="0.6" stop-color="#fff1cf" stop-opacity="0"/></linearGradient>'
        '<radialGradient id="corners" cx="0.5" cy="0.48" r="0.75"><stop offset="0.6" stop-opacity="0"/>'
        '<stop offset="1" stop-opacity="0.42"/></radialGradient>'
        '<filter id="far"><feGaussianBlur stdDeviation="9"/></filter>'
        '<filter id="near"><feGaussianBlur stdDeviation="1.1"/></filter>'
        '<filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.7" numOctaves="2" seed="4"/>'
        '<feColorMatrix type="saturate" values="0"/></filter></defs>'
    )


def _trees(house: House, rng: Random) -> str:
    """Round crowns, blurred, in two rows."""
    crowns = []
    for row, (level, size) in enumerate(((360, 120), (470, 90))):
        for x in range(-40, WIDTH + 80, 46):
            radius = rng.uniform(0.6, 1.0) * size
            crowns.append(p.disc(x + rng.uniform(-20, 20), level + rng.uniform(-50, 50), radius, house.trees[row]))
    return "".join(crowns) + p.box(0, 480, WIDTH, 200, house.trees[1])


def _wall(rng: Random) -> str:
    """The wall at the back: courses of stones that don't quite meet."""
    parts = [p.box(170, EAVES, 860, SILL - EAVES + 90, "#5f594f")]
    for row in range(8):
        y, x = EAVES + 8 + row * 38, 174.0 - rng.uniform(0, 40)
        while x < 1020:
            width = rng.uniform(46, 108)
            left, right = max(x, 174.0), min(x + width - 5, 1026.0)
            if right > left:
                parts.append(p.box(left, y, right - left, 33, rng.choice(STONES), round_=7))
            x += width
    return "".join(parts) + p.box(170, EAVES, 860, 70, "#00000055")


def _roof(house: House, rng: Random) -> str:
    """Tiles on two posts; without a roof, beams that have come down."""
    posts = "".join(p.box(x, EAVES - 10, 30, RIM - EAVES + 40, "#6b5038") for x in (190, 980))
    if not house.roof:
        beams = (((190, 350), (640, 610)), ((1000, 330), (700, 620)), ((420, 330), (560, 640)))
        return posts + "".join(p.line(start, end, "#5a4431", 24) for start, end in beams)
    rows: list[str] = []
    for row in range(9):
        y, inset = 150 + row * 22, (9 - row) * 15
        columns = range(100 + inset, 1090 - inset, 44)
        rows.extend(p.box(x, y, 47, 30, rng.choice(TILES), round_=13) for x in columns)
    return p.box(110, 330, 980, 16, "#4a3526") + posts + "".join(rows)


def _basin(house: House, rng: Random) -> str:
    """The basin in front, its slanting stones, and what it reflects."""
    ground = p.shape(f"M0 {RIM}H{WIDTH}V{HEIGHT}H0Z", "#9a8f78")
    rim = p.run([(210, RIM), (990, RIM), (1150, 860), (50, 860)], closed=True)
    inner = p.run([(260, RIM + 26), (940, RIM + 26), (1050, 824), (150, 824)], closed=True)
    parts = [ground, p.shape(rim, "#b9b09c", "#7c7464", 4), p.shape(inner, "url(#basin)", "#5b5548", 5)]
    if house.ivy:
        for _ in range(160):
            x, y = rng.uniform(190, 1010), rng.uniform(RIM + 40, 818)
            parts.append(p.disc(x, y, rng.uniform(4, 11), rng.choice(("#8a6d3c", "#a3834a", "#6b5a3a"))))
    else:
        for _ in range(46):
            x, y = rng.uniform(240, 820), rng.uniform(RIM + 50, 806)
            reach = rng.uniform(30, 130)
            parts.append(p.shape(f"M{x:.0f} {y:.0f}q{reach / 2:.0f} -5 {reach:.0f} 0", stroke="#ffffff44", width=4))
    return "".join(parts)


def _growth(house: House, rng: Random) -> str:
    """Ivy over the wall and the rim, or pots of geraniums on the edge."""
    parts = []
    if house.ivy:
        for _ in range(420):
            x = rng.choice((rng.gauss(250, 70), rng.gauss(930, 90)))
            y = rng.uniform(EAVES - 40, RIM + 60)
            parts.append(p.disc(x, y, rng.uniform(7, 17), rng.choice(("#33512b", "#42663a", "#557a44", "#2b4526"))))
    if house.flowers:
        for x in (250, 440, 640, 830):
            parts.append(p.shape(f"M{x} {RIM - 44}h110l-16 74h-78z", "#a4553a"))
            for _ in range(60):
                dx, dy = rng.gauss(55, 32), rng.gauss(-64, 24)
                colour = rng.choice(("#4f7a3c", "#63914a", "#c8342f", "#d94a3d", "#b3232a"))
                parts.append(p.disc(x + dx, RIM + dy, rng.uniform(7, 14), colour))
    return "".join(parts)
