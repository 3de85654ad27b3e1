"""Motifs of built places: village, bridge, market, book, feast, workshop, abbey, castle."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from placette.features.pictures import trees
from placette.features.pictures.buildings import (
    comb,
    gable,
    girder,
    house,
    lantern_string,
    railcar,
    smoke,
    spire,
    stall,
    viaduct,
    window,
)
from placette.features.pictures.figures import person
from placette.features.pictures.ridges import Skyline, land, level
from placette.features.pictures.shapes import (
    HEIGHT,
    WIDTH,
    Disc,
    Patch,
    Shape,
    Shapes,
    Staging,
    Stroke,
    Tone,
    box,
    outline,
)


def village(rng: Random, ground: Skyline) -> Staging:
    """Houses huddled around a church, with some windows lit."""
    middle = rng.uniform(700, 820)
    houses: list[Shape] = []
    for offset in (-250, 262, -190, 200, -128, 142, -70, 84):
        x = middle + offset + rng.uniform(-12, 12)
        if rng.random() < 0.9:
            houses += _lit_house(rng, x, level(ground, x) + rng.uniform(4, 24))
    return Staging(front=(*_church(rng, middle, level(ground, middle) + 4), *houses))


def _church(rng: Random, x: float, y: float) -> Shapes:
    """A nave and its bell tower, pointed or a comb."""
    roof = rng.choice((Tone.ACCENT, Tone.MIDDLE))
    tower = comb(x, y, 46, 146) if rng.random() < 0.4 else spire(x, y, 44, 124, roof)
    lights = (window(x + dx, y - 30, 9, 24) for dx in (42, 68))
    return (*house(x + 46, y, 104, 60, roof), *lights, *tower)


def _lit_house(rng: Random, x: float, y: float) -> Shapes:
    """A small house of the village, seen from the long side or the gable end."""
    width, height = rng.uniform(50, 68), rng.uniform(32, 48)
    roof = rng.choice((Tone.ACCENT, Tone.ACCENT, Tone.MIDDLE))
    build = gable if rng.random() < 0.45 else house
    lights = [window(x + dx, y - height * 0.5, 9, 12) for dx in (-11, 11) if rng.random() < 0.6]
    return (*build(x, y, width, height, roof), *lights)


def bridge(rng: Random, _ground: Skyline) -> Staging:
    """A viaduct across the valley, in iron or in stone, and its railcar."""
    y = rng.uniform(316, 344)
    train = railcar(rng.uniform(640, 900), y - 12)
    if rng.random() < 0.6:
        arch = (rng.uniform(600, 760), rng.uniform(220, 260))
        return Staging(behind=(*train, *girder((-20, WIDTH + 20), y, 548, arch, Tone.FRONT)))
    return Staging(behind=(*train, *viaduct((-30, WIDTH + 30), y, HEIGHT, rng.randint(8, 10), Tone.FRONT)))


def market(rng: Random, _ground: Skyline) -> Staging:
    """Stalls with striped awnings in front of the town's roofs."""
    steeple = spire(rng.choice((680, 860)), 470, 46, 190, Tone.NEAR, wall=Tone.NEAR)
    town = [
        *_row(rng, range(571, 1000, 164), Tone.MIDDLE),
        *steeple,
        *_row(rng, range(530, 1100, 164), Tone.NEAR),
    ]
    stalls: list[Shape] = []
    for index in range(4):
        tones = rng.choice(((Tone.ACCENT, Tone.PALE), (Tone.PALE, Tone.ACCENT), (Tone.DISC, Tone.PALE)))
        stalls += stall(560 + index * 150 + rng.uniform(-8, 8), 556, 126, *tones)
    people = [
        limb
        for index in range(3)
        for limb in person(560 + index * 150 + rng.uniform(62, 88), 570, rng.choice((66, 74)))
    ]
    return Staging(behind=tuple(town), front=(*stalls, *people))


def _row(rng: Random, places: range, tone: Tone) -> Shapes:
    """A row of tall town houses."""
    shapes: list[Shape] = []
    for x in places:
        tall = rng.uniform(62, 128)
        shapes += rng.choice((gable, house))(x + rng.uniform(-10, 10), 480, rng.uniform(84, 98), tall, tone, wall=tone)
        shapes += [window(x + dx, 500 - tall, 9, 14) for dx in (-18, 18) if rng.random() < 0.6]
    return tuple(shapes)


def book(rng: Random, _ground: Skyline) -> Staging:
    """An open book from which trees, a house and a church stand up."""
    x, y = rng.uniform(680, 760), 552
    cover = Patch(outline("-300,-52 0,-26 300,-52 320,16 0,44 -320,16", x, y), Tone.FRONT)
    ribbon = Patch(outline("12,-42 28,-50 44,66 32,52 20,64", x, y), Tone.ACCENT)
    firs = [
        part
        for dx, tall in ((-214, 84), (-168, 128), (-124, 80), (184, 112), (228, 72))
        for part in trees.fir(rng, x + dx + rng.uniform(-8, 8), y - 84, tall * rng.uniform(0.85, 1.15), Tone.FRONT)
    ]
    home = (
        *house(x + 104, y - 92, 82, 44, Tone.ACCENT),
        *(window(x + dx, y - 112, 11, 15) for dx in (90, 118)),
    )
    tower = spire(x - 52, y - 76, 40, 108, Tone.ACCENT)
    return Staging(front=(cover, *_page(x, y, -1), *_page(x, y, 1), ribbon, *firs, *home, *tower))


def _page(x: float, y: float, side: int) -> Shapes:
    """One page of a book open at ``x``, with its lines of writing."""
    upper = "0,-32 0,-32 80,-92 200,-88 292,-66 292,-66"
    lower = "308,-2 308,-2 190,-20 80,-20 0,28 0,28"
    writing = ("104,-66 256,-60", "109,-52 261,-46", "114,-38 266,-32")
    return (
        Patch(outline(f"{upper} {lower}", x, y, side, 1), Tone.PALE, smooth=True),
        *(Stroke(outline(offsets, x, y, side, 1), 3, Tone.FARTHEST) for offsets in writing),
    )


def feast(rng: Random, _ground: Skyline) -> Staging:
    """A bandstand, strings of lanterns, dancers, fireworks."""
    x, y = rng.uniform(690, 780), 552
    left, right = (x - 350, y - 176), (x + 320, y - 176)
    poles = tuple(Stroke(((px, 590), (px, py)), 5, Tone.FRONT) for px, py in (left, right))
    strings = (*lantern_string(left, (x - 110, y - 136), 50), *lantern_string((x + 110, y - 136), right, 44))
    dancers = [
        limb
        for index in range(6)
        for limb in person(x - 290 + index * 112 + rng.uniform(-24, 24), 590, rng.choice((68, 76)))
    ]
    rockets = [
        ray for px in (x - 210, x + 170) for ray in _rocket(rng, px + rng.uniform(-70, 70), rng.uniform(110, 200))
    ]
    return Staging(behind=tuple(rockets), front=(*strings, *poles, *_bandstand(x, y), *dancers))


def _bandstand(x: float, y: float) -> Shapes:
    """A bandstand: floor, posts, roof."""
    posts = (Stroke(((x + dx, y - 20), (x + dx, y - 134)), 7, Tone.FRONT) for dx in (-88, -32, 32, 88))
    roof = Patch(outline("-122,-130 -48,-186 48,-186 122,-130", x, y), Tone.ACCENT)
    mast = Stroke(((x, y - 186), (x, y - 218)), 5, Tone.FRONT)
    return (box(x - 104, y - 28, 208, 60, Tone.FRONT), *posts, roof, mast)


def _rocket(rng: Random, x: float, y: float) -> Shapes:
    """A firework at its widest."""
    reach, tone = rng.uniform(48, 80), rng.choice((Tone.ACCENT, Tone.DISC))
    turns = [(cos(2 * pi * i / 10), sin(2 * pi * i / 10)) for i in range(10)]
    return tuple(
        Stroke(((x + reach * 0.45 * c, y + reach * 0.45 * s), (x + reach * c, y + reach * s)), 4, tone)
        for c, s in turns
    )


def workshop(rng: Random, _ground: Skyline) -> Staging:
    """A mill with its wheel and its stream."""
    x, y = rng.uniform(700, 800), 536
    stream = outline("-560,-16 -280,-6 -90,8 40,30 40,94 -200,94 -320,30 -560,10", x, y)
    mill = (
        box(x + 46, y - 196, 24, 60, Tone.FRONT),
        *house(x, y, 190, 112, Tone.ACCENT),
        *house(x + 152, y + 6, 124, 62, Tone.MIDDLE),
    )
    lights = tuple(
        window(x + dx, y - dy, 16, 22) for dx, dy in ((-42, 78), (6, 78), (54, 78), (6, 30), (134, 36), (174, 36))
    )
    thread = smoke(x + 58, y - 200, rng.choice((-60, 60)))
    brook = Patch(stream, Tone.PALE, smooth=True)
    return Staging(front=(*thread, *mill, *lights, brook, *_wheel(x - 128, y - 42, 68)))


def _wheel(x: float, y: float, radius: float) -> Shapes:
    """A water wheel."""
    turns = [(radius * cos(pi * i / 6 + 0.2), radius * sin(pi * i / 6 + 0.2)) for i in range(12)]
    spokes = (Stroke(((x - u, y - v), (x + u, y + v)), 6, Tone.FRONT) for u, v in turns[:6])
    rim = tuple((x + u, y + v) for u, v in (*turns, turns[0]))
    return (Stroke(rim, 8, Tone.FRONT), *spokes)


def abbey(rng: Random, ground: Skyline) -> Staging:
    """An abbey church: nave, buttresses, two towers, tall windows."""
    x = rng.uniform(680, 770)
    y = level(ground, x) + 34
    roof = Patch(outline("-80,-118 -56,-182 206,-182 232,-118", x, y), Tone.ACCENT)
    bays = [part for index in range(5) for part in _bay(x + 4 + index * 45, y)]
    towers = [part for dx in (-118, -52) for part in spire(x + dx, y, 56, 196, Tone.ACCENT)]
    apse = (
        box(x + 224, y - 80, 54, 110, Tone.FRONT),
        Patch(outline("218,-80 224,-124 286,-80", x, y), Tone.ACCENT),
    )
    front = (box(x - 104, y - 134, 42, 160, Tone.FRONT), Disc(x - 85, y - 96, 17, Tone.LAMP))
    nave = box(x - 76, y - 118, 304, 150, Tone.FRONT)
    return Staging(front=(*apse, nave, roof, *bays, *towers, *front))


def _bay(x: float, y: float) -> Shapes:
    """A tall window and the buttress beside it."""
    buttress = Patch(outline("17,24 18,-112 28,-92 32,24", x, y), Tone.NEAR)
    return (Stroke(((x, y - 36), (x, y - 82)), 12, Tone.LAMP), buttress)


def castle(rng: Random, _ground: Skyline) -> Staging:
    """A keep on its rock, above the valley."""
    x, y = rng.uniform(720, 810), rng.uniform(326, 344)
    top = outline("-140,36 -122,0 -122,0 132,4 132,4 156,40", x, y)
    rock = ((x - 400, 570), (x - 230, 500), *top, (x + 250, 500), (x + 430, 570))
    slope = tuple((px, py + 8) for px, py in rock)
    growth = trees.wood(rng, slope, (x - 300, x + 320), 9, 44, tone=Tone.FRONT, kinds=(trees.fir, trees.broad))
    return Staging(behind=(land(rock, Tone.NEAR), *growth, *_keep(x, y)))


def _keep(x: float, y: float) -> Shapes:
    """A ruined keep, its wall, and a turret that still has its roof."""
    teeth = (box(x - 76 + index * 26, y - 170, 14, 16, Tone.FRONT) for index in range(4))
    breach = Patch(outline("16,-120 42,-92 56,-60 16,-50", x, y), Tone.FRONT)
    lights = (window(x + dx, y - dy, 10, 18) for dx, dy in ((-50, 116), (-8, 80), (-88, 26), (44, 28)))
    walls = (box(x - 118, y - 58, 244, 84, Tone.FRONT), box(x - 76, y - 156, 94, 180, Tone.FRONT))
    return (*walls, *teeth, breach, *spire(x + 104, y + 8, 46, 116, Tone.ACCENT), *lights)
