"""Buildings: houses, churches, viaducts, trains, stalls, strings of lanterns."""

from __future__ import annotations

from math import cos, pi, sin

from placette_landscapes.shapes import Patch, Point, Shapes, Stroke, Tone, box, outline


def window(x: float, y: float, width: float, height: float) -> Patch:
    """Return a lit window around a point."""
    return box(x - width / 2, y - height / 2, width, height, Tone.LAMP)


def house(x: float, y: float, width: float, height: float, roof: Tone, *, wall: Tone = Tone.FRONT) -> Shapes:
    """Return a house from its long side: wall and hipped roof; ``x`` is its middle, ``y`` its foot."""
    hips = outline("-0.55,0 -0.31,-0.32 0.31,-0.32 0.55,0", x, y - height, width)
    return (box(x - width / 2, y - height, width, height + 14, wall), Patch(hips, roof))


def gable(x: float, y: float, width: float, height: float, roof: Tone, *, wall: Tone = Tone.FRONT) -> Shapes:
    """Return a house from its gable end."""
    eaves = y - height
    front = outline("0.5,0 0,-0.5 -0.5,0", x, eaves, width)
    slopes = outline("-0.6,0.08 0,-0.6 0.6,0.08 0.44,0.08 0,-0.36 -0.44,0.08", x, eaves, width)
    foot = ((x - width / 2, y + 14), (x + width / 2, y + 14))
    return (Patch((*foot, *front), wall), Patch(slopes, roof))


def smoke(x: float, y: float, lean: float, tone: Tone = Tone.PALE) -> Shapes:
    """Return a thread of smoke above a chimney."""
    thread = outline("0,0 0,0 0.1,-24 -0.2,-48 0.7,-74 1,-104 1,-104", x, y, lean, 1)
    return (Stroke(thread, 5, tone, smooth=True),)


def spire(x: float, y: float, width: float, height: float, roof: Tone, *, wall: Tone = Tone.FRONT) -> Shapes:
    """Return a square tower with a pointed roof and one opening."""
    return (
        box(x - width / 2, y - height, width, height + 14, wall),
        Patch(outline("-0.6,0 0,-1.7 0.6,0", x, y - height, width), roof),
        window(x, y - height * 0.78, width * 0.24, width * 0.42),
    )


def comb(x: float, y: float, width: float, height: float, wall: Tone = Tone.FRONT) -> Shapes:
    """Return a bell wall with two openings, as on the churches of the Margeride and the Cantal."""
    top = y - height
    bells = (window(x + width * side, top + width * 0.3, width * 0.22, width * 0.4) for side in (-0.2, 0.2))
    crest = Patch(outline("-0.5,0 0,-0.45 0.5,0", x, top, width), wall)
    return (box(x - width / 2, top, width, height + 14, wall), crest, *bells)


def viaduct(span: tuple[float, float], y: float, foot: float, arches: int, tone: Tone) -> Shapes:
    """Return a stone viaduct: a deck on round arches, seen from the side; ``span`` is its left and right end."""
    left, right = span
    bay = (right - left) / arches
    pier = bay * 0.2
    outline: list[Point] = [(right, y), (left, y)]
    for index in range(arches):
        x = left + index * bay
        outline += [(x, foot), (x + pier, foot), *_vault(x + pier, bay - pier, y + 26)]
    return (Patch((*outline, (right, foot)), tone), box(left, y - 12, right - left, 16, tone))


def _vault(x: float, span: float, top: float) -> list[Point]:
    """Return the lower side of a round arch, from left to right."""
    radius = span / 2
    turns = [pi * index / 8 for index in range(9)]
    return [(x + radius - radius * cos(turn), top + radius - radius * sin(turn)) for turn in turns]


def girder(span: tuple[float, float], y: float, foot: float, arch: tuple[float, float], tone: Tone) -> Shapes:
    """Return an iron bridge: deck, slender piers and one great crescent; ``arch`` is (middle, half span)."""
    (left, right), (middle, half), rise = span, arch, foot - y - 30
    steps = [index / 8 for index in range(-8, 9)]
    upper = [(middle + half * t, foot - rise * (1 - t * t)) for t in steps]
    lower = [(middle + half * 0.96 * t, foot + 4 - (rise - 26) * (1 - t * t)) for t in reversed(steps)]
    piers = [Stroke(((x, y), (x, foot)), 6, tone) for x in _piers(left, right, middle, half)]
    posts = [Stroke(((x, y), (x, v)), 6, tone) for x, v in upper[3:-3:2] if abs(x - middle) > 1]
    return (Patch((*upper, *lower), tone), box(left, y - 8, right - left, 16, tone), *piers, *posts)


def _piers(left: float, right: float, middle: float, half: float) -> list[float]:
    """Return the places of the straight piers: at both feet of the arch, then evenly outwards."""
    gap = half * 0.72
    out = [middle - half - gap * i for i in range(12)] + [middle + half + gap * i for i in range(12)]
    return [x for x in out if left <= x <= right]


def stall(x: float, y: float, width: float, cloth: Tone, stripe: Tone) -> Shapes:
    """Return a market stall: a striped awning, two posts, a counter."""
    fold = y - width * 0.4
    posts = (Stroke(((x + dx, y), (x + dx, fold)), 5, Tone.FRONT) for dx in (8 - width / 2, width / 2 - 8))
    awning = outline("-0.39,-0.26 0.39,-0.26 0.5,0 -0.5,0", x, fold, width)
    stripes = (
        "-0.234,-0.26 -0.078,-0.26 -0.1,0 -0.2,0.07 -0.3,0",
        "0.078,-0.26 0.234,-0.26 0.3,0 0.2,0.07 0.1,0",
    )
    return (
        *posts,
        box(x - width * 0.45, y - width * 0.24, width * 0.9, width * 0.3, Tone.FRONT),
        Patch(awning, cloth),
        *(Patch(outline(offsets, x, fold, width), stripe) for offsets in stripes),
    )


def railcar(x: float, y: float) -> Shapes:
    """Return a railcar of three coaches with lit windows."""
    lefts = [x + index * 78 for index in range(3)]
    bodies = (box(left, y - 30, 74, 28, Tone.ACCENT) for left in lefts)
    lights = (Stroke(((left + 12, y - 19), (left + 62, y - 19)), 8, Tone.LAMP) for left in lefts)
    return (*bodies, *lights)


def lantern_string(left: Point, right: Point, sag: float) -> Shapes:
    """Return a string of paper lanterns between two poles."""
    (x, y), (u, v) = left, right
    steps = [index / 6 for index in range(7)]
    rope = tuple((x + (u - x) * t, y + (v - y) * t + sag * 4 * t * (1 - t)) for t in steps)
    lamps = (
        Stroke(((px, py + 12),), 24, Tone.ACCENT if index % 2 else Tone.LAMP)
        for index, (px, py) in enumerate(rope[1:-1])
    )
    return (Stroke(rope, 2, Tone.FRONT), *lamps)


def person(x: float, y: float, size: float, tone: Tone = Tone.FRONT) -> Shapes:
    """Return a person seen from afar, ``size`` units tall."""
    return (
        Stroke(outline("0,-0.9", x, y, size), size * 0.24, tone),
        Stroke(outline("0,-0.66 0,-0.44", x, y, size), size * 0.24, tone),
        Stroke(outline("-0.16,0 0,-0.4 0.16,0", x, y, size), size * 0.12, tone),
    )


def walker(x: float, y: float, size: float) -> Shapes:
    """Return a person with a stick and a rucksack."""
    pack = Stroke(outline("-0.16,-0.68 -0.16,-0.5", x, y, size), size * 0.2, Tone.ACCENT)
    stick = Stroke(outline("0.4,0 0.26,-0.62", x, y, size), size * 0.05, Tone.FRONT)
    return (pack, *person(x, y, size), stick)


def cow(x: float, y: float, size: float, facing: int, tone: Tone) -> Shapes:
    """Return a grazing cow, ``size`` units long, its head towards ``facing`` (1 right, -1 left)."""
    head = "0.56,-0.5 0.76,-0.24 0.68,-0.12 0.5,-0.28 0.4,-0.24"
    legs = "0.38,0 0.29,0 0.26,-0.22 -0.32,-0.24 -0.36,0 -0.45,0"
    body = outline(f"-0.52,-0.56 0.4,-0.6 {head} {legs} -0.5,-0.3", x, y, facing * size, size)
    horn = outline("0.54,-0.48 0.66,-0.56", x, y, facing * size, size)
    return (Patch(body, tone), Stroke(horn, 3, tone))


def paraglider(x: float, y: float, size: float) -> Shapes:
    """Return a paraglider: wing, lines, pilot; ``size`` is half the span."""
    wing = outline("-1,0.3 -0.8,-0.3 0.8,-0.3 1,0.3 0.5,-0.04 -0.5,-0.04", x, y, size)
    return (
        Patch(wing, Tone.ACCENT, smooth=True),
        Stroke(outline("-0.7,0 0,1.1 0.7,0", x, y, size), 2, Tone.NEAR),
        Stroke(outline("0,1.05 0,1.3", x, y, size), size * 0.18, Tone.FRONT),
    )


def bird(x: float, y: float) -> Shapes:
    """Return a bird far away."""
    return (Stroke(outline("-12,-3 -5,-8 0,0 5,-8 12,-3", x, y), 3, Tone.MIDDLE),)
