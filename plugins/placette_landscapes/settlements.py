"""Motifs of built places: villages, towns, crafts, the school, the town hall."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from placette_landscapes import buildings, trees
from placette_landscapes.ridges import Skyline, land, level
from placette_landscapes.shapes import (
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


def school(rng: Random, ground: Skyline) -> Staging:
    """Return a village school: its bell, its tall windows, children in the yard under a lime tree."""
    x = rng.uniform(740, 800)
    y = level(ground, x) + 24
    wings = [box(x + dx, y - 84, 150, 100, Tone.FRONT) for dx in (-232, 82)]
    roofs = [
        Patch(outline(f"{left},-84 {left + 26},-122 {left + 148},-122 {left + 174},-84", x, y), Tone.ACCENT)
        for left in (-244, 70)
    ]
    middle = box(x - 84, y - 132, 168, 148, Tone.FRONT)
    pediment = Patch(outline("-98,-128 0,-196 98,-128", x, y), Tone.ACCENT)
    bell = (
        box(x - 20, y - 232, 40, 54, Tone.FRONT),
        Patch(outline("-28,-230 0,-266 28,-230", x, y), Tone.ACCENT),
        Stroke(((x, y - 204),), 20, Tone.LAMP),
    )
    lights = [buildings.window(x + dx, y - 48, 24, 42) for dx in (-196, -152, -108, 118, 162, 206)]
    lights += [buildings.window(x + dx, y - 96, 22, 34) for dx in (-48, 0, 48)]
    door = box(x - 20, y - 58, 40, 74, Tone.ACCENT)
    yard = land(tuple((px, py + 34) for px, py in ground), Tone.PALE)
    crowd = [
        limb
        for place in rng.sample(range(-320, 320, 56), 5)
        for limb in _child(x + place, y + rng.uniform(38, 56), rng.choice((50, 58)), rng.random() < 0.5)
    ]
    lime = trees.broad(rng, x - rng.uniform(330, 360), y + 36, rng.uniform(190, 220), Tone.FRONT)
    return Staging(front=(*wings, *roofs, middle, *bell, pediment, *lights, door, yard, *lime, *crowd))


def _child(x: float, y: float, size: float, satchel: bool) -> Shapes:
    """Return a child, with a satchel or with a ball."""
    thing = (
        Stroke(outline("-0.2,-0.62 -0.2,-0.46", x, y, size), size * 0.24, Tone.ACCENT)
        if satchel
        else Stroke(((x + size * 0.5, y - 4),), 14, Tone.ACCENT)
    )
    return (thing, *buildings.person(x, y, size))


def hall(rng: Random, ground: Skyline) -> Staging:
    """Return a town hall: its clock, its balcony, the square where people talk."""
    x = rng.uniform(740, 800)
    y = level(ground, x) + 34
    body = box(x - 176, y - 150, 352, 166, Tone.FRONT)
    roof = Patch(outline("-192,-148 -150,-214 150,-214 192,-148", x, y), Tone.ACCENT)
    front = (
        Patch(outline("-66,10 -66,-196 0,-236 66,-196 66,10", x, y), Tone.FRONT),
        box(x - 26, y - 286, 52, 74, Tone.FRONT),
        Patch(outline("-34,-284 0,-330 34,-284", x, y), Tone.ACCENT),
        Disc(x, y - 256, 17, Tone.LAMP),
        Stroke(((x, y - 256), (x, y - 266)), 3, Tone.FRONT),
        Stroke(((x, y - 256), (x + 7, y - 252)), 3, Tone.FRONT),
    )
    lights: list[Shape] = [buildings.window(x + dx, y - v, 22, 36) for dx in (-144, -100, 100, 144) for v in (112, 46)]
    lights += [buildings.window(x + dx, y - 120, 20, 44) for dx in (-38, 0, 38)]
    door = Patch(outline("-24,14 -24,-44 0,-66 24,-44 24,14", x, y), Tone.ACCENT)
    balcony = Stroke(((x - 62, y - 86), (x + 62, y - 86)), 9, Tone.NEAR)
    square = land(tuple((px, py + 40) for px, py in ground), Tone.PALE)
    crowd = [
        limb
        for pair in rng.sample(range(-300, 300, 120), 3)
        for dx in (0, 30)
        for limb in buildings.person(x + pair + dx, y + rng.uniform(40, 54), rng.choice((58, 64)))
    ]
    limes = [part for dx in (-290, 290) for part in trees.broad(rng, x + dx, y + 26, rng.uniform(150, 180), Tone.FRONT)]
    return Staging(front=(body, roof, *front, *lights, door, balcony, square, *limes, *crowd))


def shuttle(rng: Random, ground: Skyline) -> Staging:
    """Return a small bus at its stop, and who waits for it."""
    x, y = rng.uniform(700, 760), 552.0
    road = land(tuple((px, 540 + (py - 470) * 0.1) for px, py in ground), Tone.PALE)
    body = outline("-176,-18 -176,-132 -164,-148 132,-148 150,-138 176,-74 178,-18", x, y)
    panes = [box(x + dx, y - 130, 62, 50, Tone.LAMP) for dx in (-162, -90, -18)]
    door = box(x + 58, y - 130, 48, 108, Tone.LAMP)
    screen = Patch(outline("116,-130 136,-130 160,-78 116,-78", x, y), Tone.LAMP)
    stripe = Stroke(((x - 172, y - 54), (x + 48, y - 54)), 8, Tone.PALE)
    wheels: list[Shape] = []
    for dx in (-112, 130):
        wheels += [Disc(x + dx, y - 10, 32, Tone.FRONT), Disc(x + dx, y - 10, 13, Tone.PALE)]
    stop = x + rng.uniform(270, 300)
    sign = (
        Stroke(((stop, y + 16), (stop, y - 170)), 7, Tone.FRONT),
        Disc(stop, y - 180, 30, Tone.ACCENT),
        Stroke(((stop - 14, y - 180), (stop + 14, y - 180)), 8, Tone.PALE),
    )
    bench = (
        Stroke(((stop + 40, y - 24), (stop + 150, y - 24)), 10, Tone.FRONT),
        *(Stroke(((stop + dx, y - 24), (stop + dx, y + 12)), 6, Tone.FRONT) for dx in (54, 136)),
    )
    people = (*buildings.person(stop - 44, y + 18, 92), *buildings.person(stop + 96, y + 12, 84))
    row = trees.wood(rng, ground, (420, 1220), 4, 90, tone=Tone.NEAR, kinds=(trees.broad, trees.poplar))
    return Staging(
        behind=row,
        front=(road, Patch(body, Tone.ACCENT), *panes, door, screen, stripe, *wheels, *sign, *bench, *people),
    )


def spring(rng: Random, ground: Skyline) -> Staging:
    """Return a wash-house: a roof on posts above its basin."""
    x = rng.uniform(740, 820)
    y = level(ground, x) + 62
    roof = Patch(outline("-190,-112 -128,-178 128,-178 190,-112", x, y), Tone.ACCENT)
    beam = box(x - 172, y - 114, 344, 13, Tone.FRONT)
    posts = [Stroke(((x + dx, y), (x + dx, y - 108)), 12, Tone.FRONT) for dx in (-152, -50, 50, 152)]
    wall = box(x + 60, y - 104, 92, 106, Tone.MIDDLE)
    spout = Stroke(outline("86,-66 62,-66", x, y), 9, Tone.FRONT)
    jet = Stroke(outline("60,-64 60,-64 40,-62 36,-22 36,-22", x, y), 7, Tone.PALE, smooth=True)
    basin = (box(x - 166, y - 26, 332, 42, Tone.FRONT), box(x - 152, y - 26, 304, 10, Tone.PALE))
    rings = [Stroke(((x + 36 - r, y - 21), (x + 36 + r, y - 21)), 3, Tone.FARTHEST) for r in (18, 44)]
    crown = trees.broad(rng, x + rng.uniform(250, 290), y + 6, rng.uniform(170, 210), Tone.FRONT)
    reeds = [blade for dx in (-260, -226, 240) for blade in trees.reeds(rng, x + dx, y + 24, Tone.FRONT)]
    return Staging(front=(*crown, wall, *posts, beam, roof, *basin, *rings, spout, jet, *reeds))


def lace(rng: Random, _ground: Skyline) -> Staging:
    """Return a lacemaker's cushion: the piece that grows on it, its pins, the bobbins that hang from it."""
    x, y = rng.uniform(740, 800), 452.0
    cushion = outline("-268,136 -286,96 -266,20 -196,-116 -96,-170 96,-170 196,-116 266,20 286,96 268,136", x, y)
    hem = Stroke(outline("-270,92 -140,106 0,110 140,106 270,92", x, y), 9, Tone.ACCENT, smooth=True)
    work: list[Shape] = [Patch(outline("-64,-186 64,-186 78,6 -78,6", x, y), Tone.STAR)]
    for row in range(4):
        v, half = y - 164 + row * 46, 66 + row * 4
        work += [Stroke(((x + side * half, v),), 36, Tone.STAR) for side in (-1, 1)]
        work += [_flower(x + dx, v + 22 * (not dx), 19) for dx in (-36, 0, 36)]
        work += [Stroke(((x + side * (half + 26), v),), 9, Tone.LAMP) for side in (-1, 1)]
    threads: list[Shape] = []
    bobbins: list[Shape] = []
    for index in range(9):
        start = (x - 70 + index * 17.5, y + 4)
        end = (x - 176 + index * 44, y + 26 + 22 * sin(pi * index / 8) + rng.uniform(-3, 3))
        threads.append(Stroke((start, end), 3, Tone.STAR))
        bobbins += _bobbin(*end, Tone.ACCENT if index % 2 else Tone.LAMP)
    return Staging(front=(Patch(cushion, Tone.FRONT, smooth=True), hem, *work, *threads, *bobbins))


def _flower(x: float, y: float, reach: float) -> Patch:
    """Return a four-leaved flower of lace: the ground seen through it."""
    turns = [pi * index / 4 for index in range(8)]
    spokes = [(reach if index % 2 else reach * 0.34) for index in range(8)]
    points = ((x + r * cos(turn), y + r * sin(turn)) for turn, r in zip(turns, spokes, strict=True))
    return Patch(tuple(points), Tone.MIDDLE)


def _bobbin(x: float, y: float, tone: Tone) -> Shapes:
    return (Stroke(((x, y), (x, y + 30)), 6, tone), Stroke(((x, y + 26), (x, y + 42)), 16, tone))


def blade(rng: Random, _ground: Skyline) -> Staging:
    """Return an open folding knife, its sparks, the forge and its chimney behind."""
    x, y = rng.uniform(700, 760), rng.uniform(470, 486)
    forge = (
        *buildings.house(x + 300, 500, 190, 92, Tone.NEAR, wall=Tone.NEAR),
        box(x + 330, 330, 34, 110, Tone.NEAR),
        *(buildings.window(x + dx, 456, 20, 26) for dx in (256, 300, 344)),
    )
    tip = outline("-20,6 -60,-30 -250,-190 -318,-214 -290,-176 -110,-14 -50,34", x, y)
    edge = outline("-20,6 -50,34 -110,-14 -290,-176 -318,-214 -120,-30", x, y)
    handle = outline("-66,24 -30,-10 40,24 150,34 214,26 232,60 196,92 90,92 0,74", x, y)
    rivets = [Stroke(((x + dx, y + dy),), 14, Tone.LAMP) for dx, dy in ((-16, 28), (72, 60), (164, 62))]
    bolster = Patch(outline("-66,24 -30,-10 2,6 -22,56", x, y), Tone.FRONT)
    sparks = [
        Stroke(((x - 318 + dx, y - 214 + dy), (x - 318 + dx * 1.5, y - 214 + dy * 1.5)), 4, Tone.LAMP)
        for dx, dy in ((-26, -14), (-14, -32), (10, -36), (-34, 10), (-8, -58))
    ]
    parts = (Patch(tip, Tone.PALE), Patch(edge, Tone.DISC), Patch(handle, Tone.ACCENT, smooth=True))
    return Staging(behind=forge, front=(*parts, bolster, *rivets, *sparks))


def tube(rng: Random, ground: Skyline) -> Staging:
    """Return a tube of mercury in its bowl, its scale, and the summit where the air weighs less."""
    x, y = rng.uniform(700, 800), 526.0
    tall = rng.uniform(330, 360)
    high = y - 40 - tall * rng.uniform(0.62, 0.8)
    glass = Stroke(((x, y - 30), (x, y - 40 - tall)), 36, Tone.PALE)
    column = Stroke(((x, y - 30), (x, high)), 20, Tone.ACCENT)
    board = box(x + 34, y - 50 - tall, 62, tall - 4, Tone.FRONT)
    marks = [
        Stroke(((x + 44, v), (x + (70 if index % 5 else 84), v)), 4, Tone.LAMP)
        for index, v in enumerate(range(int(y - 30 - tall), int(y - 60), 20))
    ]
    pointer = Patch(outline("96,0 128,-16 128,16", x, high), Tone.ACCENT)
    bowl = outline("-96,-62 96,-62 80,-6 40,8 -40,8 -80,-6", x, y)
    rim = Stroke(((x - 92, y - 56), (x + 92, y - 56)), 12, Tone.ACCENT)
    table = (Stroke(((x - 220, y + 14), (x + 250, y + 14)), 22, Tone.FRONT),)
    legs = [Stroke(((x + dx, y + 20), (x + dx * 1.06, 620)), 14, Tone.FRONT) for dx in (-190, 220)]
    flask = (
        Disc(x - 150, y - 32, 36, Tone.PALE),
        box(x - 160, y - 100, 20, 50, Tone.PALE),
        Patch(outline("-34,-24 34,-24 22,-2 -22,-2", x - 150, y), Tone.FARTHEST),
    )
    tower = buildings.spire(x + 330, level(ground, x + 330) + 10, 40, 110, Tone.ACCENT, wall=Tone.NEAR)
    return Staging(
        behind=tower, front=(*table, *legs, *flask, board, *marks, pointer, glass, column, Patch(bowl, Tone.FRONT), rim)
    )


def rooftops(rng: Random, _ground: Skyline) -> Staging:
    """Return roofs one behind the other, a steeple and its clock."""
    x = rng.choice((700, 790, 880))
    steeple = (*buildings.spire(x, 470, 58, 250, Tone.ACCENT), Disc(x, 300, 15, Tone.PALE))
    rows = (
        *_street(rng, range(340, 1260, 140), 470, Tone.MIDDLE),
        *steeple,
        *_street(rng, range(400, 1270, 160), 530, Tone.NEAR),
    )
    return Staging(behind=rows, front=_street(rng, range(420, 1270, 184), 610, Tone.FRONT))


def _street(rng: Random, places: range, foot: float, tone: Tone) -> Shapes:
    """Return a row of houses of uneven height, chimneys, some windows lit."""
    shapes: list[Shape] = []
    for x in places:
        tall, wide = rng.uniform(54, 128), places.step * 0.94
        roof = Tone.ACCENT if tone is not Tone.MIDDLE and rng.random() < 0.4 else tone
        shapes += rng.choice((buildings.gable, buildings.house, buildings.house))(x, foot, wide, tall, roof, wall=tone)
        if rng.random() < 0.3:
            shapes.append(buildings.window(x + rng.choice((-1, 1)) * wide * 0.2, foot - tall * 0.7, 10, 14))
    return tuple(shapes)


def towers(rng: Random, _ground: Skyline) -> Staging:
    """Return tall buildings one behind the other, some windows lit, a crane."""
    shapes: list[Shape] = []
    for tone, foot, step in ((Tone.FAR, 480, 90), (Tone.MIDDLE, 520, 116), (Tone.NEAR, 570, 144)):
        for x in range(360, 1260, step):
            tall, wide = rng.uniform(80, 240), step * rng.uniform(0.6, 0.9)
            shapes.append(box(x, foot - tall, wide, tall + 60, tone))
            rows = range(int(tall / 36)) if tone is not Tone.FAR else ()
            lit = ((side, row) for row in rows for side in (0.3, 0.7) if rng.random() < 0.35)
            shapes += [buildings.window(x + wide * side, foot - tall + 22 + 30 * row, 9, 13) for side, row in lit]
    mast, top = rng.uniform(560, 700), rng.uniform(190, 230)
    jib = Stroke(((mast - 60, top), (mast + 190, top), (mast, top - 24), (mast - 60, top)), 4, Tone.ACCENT)
    return Staging(behind=(Stroke(((mast, 560), (mast, top - 24)), 7, Tone.ACCENT), jib), front=tuple(shapes))


def quay(rng: Random, _ground: Skyline) -> Staging:
    """Return the river, a stone bridge, the houses on the other bank."""
    y = rng.uniform(440, 456)
    river = box(-10, y + 22, WIDTH + 20, HEIGHT, Tone.PALE)
    bank = box(-10, y, WIDTH + 20, 24, Tone.FRONT)
    town = _street(rng, range(460, 1260, 96), y + 4, Tone.NEAR)
    bridge = buildings.viaduct((-30, WIDTH + 30), y + 6, HEIGHT, rng.randint(6, 8), Tone.FRONT)
    gleams = [
        Stroke(((x, v), (x + rng.uniform(20, 60), v)), 4, Tone.LAMP if rng.random() < 0.4 else Tone.FARTHEST)
        for v in range(int(y) + 44, 566, 12)
        for x in (rng.uniform(560, 1140),)
    ]
    lamps = [part for x in range(660, 1180, 160) for part in _lamp(x, y + 6, 66)]
    return Staging(front=(*town, bank, river, *gleams, *lamps, *bridge))


def _lamp(x: float, y: float, height: float) -> Shapes:
    return (Stroke(((x, y), (x, y - height)), 5, Tone.FRONT), Stroke(((x, y - height - 6),), 18, Tone.LAMP))


def square(rng: Random, _ground: Skyline) -> Staging:
    """Return a square with its fountain, plane trees, people who have time."""
    x = rng.uniform(740, 820)
    town = _street(rng, range(440, 1260, 108), 500, Tone.NEAR)
    ground = box(-10, 500, WIDTH + 20, HEIGHT - 500, Tone.PALE)
    crowns = [part for dx in (-250, 230) for part in trees.broad(rng, x + dx, 552, rng.uniform(170, 200), Tone.FRONT)]
    jet = outline("0,-60 0,-60 -40,-78 -52,-30 -52,-30", x, 552)
    other = outline("0,-60 0,-60 40,-78 52,-30 52,-30", x, 552)
    fountain = (
        Stroke(((x, 548), (x, 488)), 9, Tone.FRONT),
        Stroke(jet, 4, Tone.FARTHEST, smooth=True),
        Stroke(other, 4, Tone.FARTHEST, smooth=True),
        Patch(outline("-86,-30 86,-30 70,4 -70,4", x, 552), Tone.ACCENT),
    )
    crowd = [
        limb
        for _ in range(4)
        for limb in buildings.person(x + rng.choice((-1, 1)) * rng.uniform(110, 190), 566, rng.choice((62, 70)))
    ]
    return Staging(front=(*town, ground, *crowns, *fountain, *crowd))


def avenue(rng: Random, _ground: Skyline) -> Staging:
    """Return an avenue between tall houses, its trees, a tram on its way."""
    x, top = rng.uniform(760, 840), 440.0
    sides: list[Shape] = []
    for step in (0.18, 0.34, 0.58, 0.95):
        for side in (-1, 1):
            at, foot, tall = x + side * (60 + 420 * step), top + 120 * step, 90 + 240 * step
            wall = Tone.NEAR if step < 0.5 else Tone.FRONT
            sides += buildings.house(
                at + side * 46 * step, foot, 60 + 150 * step, tall * rng.uniform(0.8, 1), Tone.ACCENT, wall=wall
            )
            panes = ((dx, up) for dx in (16, 76) for up in (0.32, 0.56))
            sides += [
                buildings.window(at + side * dx * step, foot - tall * up, 8 + 10 * step, 12 + 14 * step)
                for dx, up in panes
            ]
    road = Patch(((x - 12, top), (x + 12, top), (x + 330, 640), (x - 330, 640)), Tone.PALE)
    size = rng.uniform(0.85, 1.15)
    wheels = [Stroke(((x + dx * size, 534),), 8, Tone.PALE) for dx in (-20, 20)]
    tram: Shapes = (
        Patch(outline("-34,0 -30,-76 30,-76 34,0", x, 540, size), Tone.ACCENT),
        Patch(outline("-24,-34 -22,-66 22,-66 24,-34", x, 540, size), Tone.LAMP),
        *wheels,
    )
    rails = [Stroke(((x + dx, 470), (x + dx * 7, 600)), 4, Tone.FARTHEST) for dx in (-6, 6)]
    return Staging(front=(*sides, road, *rails, *tram))


def village(rng: Random, ground: Skyline) -> Staging:
    """Return houses huddled around a church, with some windows lit."""
    middle = rng.uniform(700, 820)
    houses: list[Shape] = []
    for offset in (-250, 262, -190, 200, -128, 142, -70, 84):
        x = middle + offset + rng.uniform(-12, 12)
        if rng.random() < 0.9:
            houses += _lit_house(rng, x, level(ground, x) + rng.uniform(4, 24))
    y = level(ground, middle) + 4
    roof = rng.choice((Tone.ACCENT, Tone.MIDDLE))
    tower = buildings.comb(middle, y, 46, 146) if rng.random() < 0.4 else buildings.spire(middle, y, 44, 124, roof)
    lights = (buildings.window(middle + dx, y - 30, 9, 24) for dx in (42, 68))
    return Staging(front=(*buildings.house(middle + 46, y, 104, 60, roof), *lights, *tower, *houses))


def _lit_house(rng: Random, x: float, y: float) -> Shapes:
    """Return a small house of the village, seen from the long side or the gable end."""
    width, height = rng.uniform(50, 68), rng.uniform(32, 48)
    roof = rng.choice((Tone.ACCENT, Tone.ACCENT, Tone.MIDDLE))
    build = buildings.gable if rng.random() < 0.45 else buildings.house
    lights = [buildings.window(x + dx, y - height * 0.5, 9, 12) for dx in (-11, 11) if rng.random() < 0.6]
    return (*build(x, y, width, height, roof), *lights)


def bridge(rng: Random, _ground: Skyline) -> Staging:
    """Return a viaduct across the valley, in iron or in stone, and its railcar."""
    y = rng.uniform(316, 344)
    train = buildings.railcar(rng.uniform(640, 900), y - 12)
    if rng.random() < 0.6:
        arch = (rng.uniform(600, 760), rng.uniform(220, 260))
        return Staging(behind=(*train, *buildings.girder((-20, WIDTH + 20), y, 548, arch, Tone.FRONT)))
    return Staging(behind=(*train, *buildings.viaduct((-30, WIDTH + 30), y, HEIGHT, rng.randint(8, 10), Tone.FRONT)))


def market(rng: Random, _ground: Skyline) -> Staging:
    """Return stalls with striped awnings in front of the town's roofs."""
    steeple = buildings.spire(rng.choice((680, 860)), 470, 46, 190, Tone.NEAR, wall=Tone.NEAR)
    town = [
        *_row(rng, range(571, 1000, 164), Tone.MIDDLE),
        *steeple,
        *_row(rng, range(530, 1100, 164), Tone.NEAR),
    ]
    stalls: list[Shape] = []
    for index in range(4):
        tones = rng.choice(((Tone.ACCENT, Tone.PALE), (Tone.PALE, Tone.ACCENT), (Tone.DISC, Tone.PALE)))
        stalls += buildings.stall(560 + index * 150 + rng.uniform(-8, 8), 556, 126, *tones)
    people = [
        limb
        for index in range(3)
        for limb in buildings.person(560 + index * 150 + rng.uniform(62, 88), 570, rng.choice((66, 74)))
    ]
    return Staging(behind=tuple(town), front=(*stalls, *people))


def _row(rng: Random, places: range, tone: Tone) -> Shapes:
    """Return a row of tall town houses."""
    shapes: list[Shape] = []
    for x in places:
        tall = rng.uniform(62, 128)
        shapes += rng.choice((buildings.gable, buildings.house))(
            x + rng.uniform(-10, 10), 480, rng.uniform(84, 98), tall, tone, wall=tone
        )
        shapes += [buildings.window(x + dx, 500 - tall, 9, 14) for dx in (-18, 18) if rng.random() < 0.6]
    return tuple(shapes)


def book(rng: Random, _ground: Skyline) -> Staging:
    """Return an open book from which trees, a house and a church rise."""
    x, y = rng.uniform(680, 760), 552
    cover = Patch(outline("-300,-52 0,-26 300,-52 320,16 0,44 -320,16", x, y), Tone.FRONT)
    ribbon = Patch(outline("12,-42 28,-50 44,66 32,52 20,64", x, y), Tone.ACCENT)
    firs = [
        part
        for dx, tall in ((-214, 84), (-168, 128), (-124, 80), (184, 112), (228, 72))
        for part in trees.fir(rng, x + dx + rng.uniform(-8, 8), y - 84, tall * rng.uniform(0.85, 1.15), Tone.FRONT)
    ]
    home = (
        *buildings.house(x + 104, y - 92, 82, 44, Tone.ACCENT),
        *(buildings.window(x + dx, y - 112, 11, 15) for dx in (90, 118)),
    )
    tower = buildings.spire(x - 52, y - 76, 40, 108, Tone.ACCENT)
    return Staging(front=(cover, *_page(x, y, -1), *_page(x, y, 1), ribbon, *firs, *home, *tower))


def _page(x: float, y: float, side: int) -> Shapes:
    """Return one page of a book open at ``x``, with its lines of writing."""
    upper = "0,-32 0,-32 80,-92 200,-88 292,-66 292,-66"
    lower = "308,-2 308,-2 190,-20 80,-20 0,28 0,28"
    writing = ("104,-66 256,-60", "109,-52 261,-46", "114,-38 266,-32")
    return (
        Patch(outline(f"{upper} {lower}", x, y, side, 1), Tone.PALE, smooth=True),
        *(Stroke(outline(offsets, x, y, side, 1), 3, Tone.FARTHEST) for offsets in writing),
    )


def feast(rng: Random, _ground: Skyline) -> Staging:
    """Return a bandstand, strings of lanterns, dancers, fireworks."""
    x, y = rng.uniform(690, 780), 552
    left, right = (x - 350, y - 176), (x + 320, y - 176)
    poles = tuple(Stroke(((px, 590), (px, py)), 5, Tone.FRONT) for px, py in (left, right))
    strings = (
        *buildings.lantern_string(left, (x - 110, y - 136), 50),
        *buildings.lantern_string((x + 110, y - 136), right, 44),
    )
    dancers = [
        limb
        for index in range(6)
        for limb in buildings.person(x - 290 + index * 112 + rng.uniform(-24, 24), 590, rng.choice((68, 76)))
    ]
    rockets = [
        ray for px in (x - 210, x + 170) for ray in _rocket(rng, px + rng.uniform(-70, 70), rng.uniform(110, 200))
    ]
    return Staging(behind=tuple(rockets), front=(*strings, *poles, *_bandstand(x, y), *dancers))


def _bandstand(x: float, y: float) -> Shapes:
    """Return a bandstand: floor, posts, roof."""
    posts = (Stroke(((x + dx, y - 20), (x + dx, y - 134)), 7, Tone.FRONT) for dx in (-88, -32, 32, 88))
    roof = Patch(outline("-122,-130 -48,-186 48,-186 122,-130", x, y), Tone.ACCENT)
    mast = Stroke(((x, y - 186), (x, y - 218)), 5, Tone.FRONT)
    return (box(x - 104, y - 28, 208, 60, Tone.FRONT), *posts, roof, mast)


def _rocket(rng: Random, x: float, y: float) -> Shapes:
    """Return a firework at its widest."""
    reach, tone = rng.uniform(48, 80), rng.choice((Tone.ACCENT, Tone.DISC))
    turns = [(cos(2 * pi * i / 10), sin(2 * pi * i / 10)) for i in range(10)]
    return tuple(
        Stroke(((x + reach * 0.45 * c, y + reach * 0.45 * s), (x + reach * c, y + reach * s)), 4, tone)
        for c, s in turns
    )


def workshop(rng: Random, _ground: Skyline) -> Staging:
    """Return a mill with its wheel and its stream."""
    x, y = rng.uniform(700, 800), 536
    stream = outline("-560,-16 -280,-6 -90,8 40,30 40,94 -200,94 -320,30 -560,10", x, y)
    mill = (
        box(x + 46, y - 196, 24, 60, Tone.FRONT),
        *buildings.house(x, y, 190, 112, Tone.ACCENT),
        *buildings.house(x + 152, y + 6, 124, 62, Tone.MIDDLE),
    )
    lights = tuple(
        buildings.window(x + dx, y - dy, 16, 22)
        for dx, dy in ((-42, 78), (6, 78), (54, 78), (6, 30), (134, 36), (174, 36))
    )
    thread = buildings.smoke(x + 58, y - 200, rng.choice((-60, 60)))
    brook = Patch(stream, Tone.PALE, smooth=True)
    return Staging(front=(*thread, *mill, *lights, brook, *_wheel(x - 128, y - 42, 68)))


def _wheel(x: float, y: float, radius: float) -> Shapes:
    """Return a water wheel."""
    turns = [(radius * cos(pi * i / 6 + 0.2), radius * sin(pi * i / 6 + 0.2)) for i in range(12)]
    spokes = (Stroke(((x - u, y - v), (x + u, y + v)), 6, Tone.FRONT) for u, v in turns[:6])
    rim = tuple((x + u, y + v) for u, v in (*turns, turns[0]))
    return (Stroke(rim, 8, Tone.FRONT), *spokes)


def abbey(rng: Random, ground: Skyline) -> Staging:
    """Return an abbey church: nave, buttresses, two towers, tall windows."""
    x = rng.uniform(680, 770)
    y = level(ground, x) + 34
    roof = Patch(outline("-80,-118 -56,-182 206,-182 232,-118", x, y), Tone.ACCENT)
    bays = [part for index in range(5) for part in _bay(x + 4 + index * 45, y)]
    towers = [part for dx in (-118, -52) for part in buildings.spire(x + dx, y, 56, 196, Tone.ACCENT)]
    apse = (
        box(x + 224, y - 80, 54, 110, Tone.FRONT),
        Patch(outline("218,-80 224,-124 286,-80", x, y), Tone.ACCENT),
    )
    front = (box(x - 104, y - 134, 42, 160, Tone.FRONT), Disc(x - 85, y - 96, 17, Tone.LAMP))
    nave = box(x - 76, y - 118, 304, 150, Tone.FRONT)
    return Staging(front=(*apse, nave, roof, *bays, *towers, *front))


def _bay(x: float, y: float) -> Shapes:
    """Return a tall window and the buttress beside it."""
    buttress = Patch(outline("17,24 18,-112 28,-92 32,24", x, y), Tone.NEAR)
    return (Stroke(((x, y - 36), (x, y - 82)), 12, Tone.LAMP), buttress)


def castle(rng: Random, _ground: Skyline) -> Staging:
    """Return a keep on its rock, above the valley."""
    x, y = rng.uniform(720, 810), rng.uniform(326, 344)
    top = outline("-140,36 -122,0 -122,0 132,4 132,4 156,40", x, y)
    rock = ((x - 400, 570), (x - 230, 500), *top, (x + 250, 500), (x + 430, 570))
    slope = tuple((px, py + 8) for px, py in rock)
    growth = trees.wood(rng, slope, (x - 300, x + 320), 9, 44, tone=Tone.FRONT, kinds=(trees.fir, trees.broad))
    return Staging(behind=(land(rock, Tone.NEAR), *growth, *_keep(x, y)))


def _keep(x: float, y: float) -> Shapes:
    """Return a ruined keep, its wall, and a turret that still has its roof."""
    teeth = (box(x - 76 + index * 26, y - 170, 14, 16, Tone.FRONT) for index in range(4))
    breach = Patch(outline("16,-120 42,-92 56,-60 16,-50", x, y), Tone.FRONT)
    lights = (buildings.window(x + dx, y - dy, 10, 18) for dx, dy in ((-50, 116), (-8, 80), (-88, 26), (44, 28)))
    walls = (box(x - 118, y - 58, 244, 84, Tone.FRONT), box(x - 76, y - 156, 94, 180, Tone.FRONT))
    return (*walls, *teeth, breach, *buildings.spire(x + 104, y + 8, 46, 116, Tone.ACCENT), *lights)
