"""Motifs of open country: volcanoes, mountains, coasts, rivers, farmed land."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from placette_landscapes import trees
from placette_landscapes.buildings import cow, gable, house, paraglider, person, smoke, walker, window
from placette_landscapes.ridges import Skyline, land, lens, level
from placette_landscapes.shapes import HEIGHT, WIDTH, Patch, Shape, Shapes, Staging, Stroke, Tone, box, outline


def puys(rng: Random, _ground: Skyline) -> Staging:
    """Return paragliders above the volcanoes."""
    wings: list[Shape] = []
    for index in range(rng.randint(2, 3)):
        wings += paraglider(620 + index * 150 + rng.uniform(-50, 50), rng.uniform(120, 250), rng.uniform(22, 44))
    return Staging(front=tuple(wings))


def forest(rng: Random, ground: Skyline) -> Staging:
    """Return two depths of wood, firs or broad crowns."""
    kinds = rng.choice(((trees.fir,), (trees.fir, trees.fir, trees.broad), (trees.broad, trees.fir)))
    edge = tuple((x, y + 4) for x, y in ground)
    slope = tuple((x, y + 84) for x, y in ground)
    return Staging(
        behind=trees.wood(rng, edge, (-20, WIDTH + 20), 20, 58, tone=Tone.NEAR, kinds=kinds),
        front=trees.wood(rng, slope, (480, WIDTH + 20), 7, 190, tone=Tone.FRONT, kinds=kinds),
    )


def water(rng: Random, _ground: Skyline) -> Staging:
    """Return a lake with its glitter, a sailing boat, reeds on the shore."""
    shore = rng.uniform(430, 450)
    lake = box(-10, shore, WIDTH + 20, HEIGHT - shore, Tone.PALE)
    mirror = lens(rng.uniform(300, 800), shore + 4, 1100, 44, Tone.FARTHEST)
    glitter = [
        Stroke(((x, y), (x + rng.uniform(30, 60 + (y - shore)), y)), 3, Tone.FARTHEST)
        for y in range(int(shore) + 26, 566, 9)
        for x in (rng.uniform(0, WIDTH),)
    ]
    reeds = [
        blade
        for index in range(3)
        for blade in trees.reeds(rng, rng.uniform(900, 1150) - 860 * (index == 2), 572, Tone.FRONT)
    ]
    return Staging(front=(lake, mirror, *glitter, *_boat(rng.uniform(690, 860), shore + 50), *reeds))


def _boat(x: float, y: float) -> Shapes:
    """Return a small boat under sail."""
    return (
        Stroke(((x - 3, y - 112), (x - 3, y - 10)), 4, Tone.FRONT),
        Patch(outline("2,-108 54,-24 2,-20", x, y), Tone.ACCENT),
        Patch(outline("-8,-92 -42,-22 -8,-20", x, y), Tone.DISC),
        Patch(outline("-50,-12 58,-12 38,10 -36,10", x, y), Tone.FRONT),
    )


def path(rng: Random, _ground: Skyline) -> Staging:
    """Return a path that climbs to the pass, two walkers, a cairn."""
    x, y = rng.uniform(800, 900), rng.uniform(366, 384)
    hill = ((-60, 500), (260, 496), (520, 462), *outline("-150,22 0,0 120,-16 260,12", x, y), (1320, 430))
    left = "0,0 0,0 -60,22 30,40 40,56 -150,76 -230,112 -210,146 -420,270"
    right = "-120,270 -70,150 -120,116 -50,88 130,64 140,40 -10,20 8,0 8,0"
    way = Patch(outline(f"{left} {right}", x, y), Tone.PALE, smooth=True)
    people = (*walker(x - 190, y + 164, 92), *walker(x - 104, y + 142, 84))
    return Staging(front=(land(hill, Tone.NEAR), way, *_cairn(x + 110, y - 20), *people))


def _cairn(x: float, y: float) -> Shapes:
    """Return a heap of four flat stones."""
    stones = ("-24,0 24,0", "-17,-15 17,-15", "-10,-30 10,-30", "-3,-45 3,-45")
    return tuple(Stroke(outline(offsets, x, y), 15, Tone.FRONT) for offsets in stones)


def pasture(rng: Random, ground: Skyline) -> Staging:
    """Return a stone hut of the high pastures and its herd."""
    x = rng.uniform(720, 820)
    y = level(ground, x) + 14
    chimney = box(x + 44, y - 118, 22, 40, Tone.FRONT)
    thread = smoke(x + 55, y - 124, rng.choice((-44, 44)))
    herd: list[Shape] = []
    for meadow in (360, 470, 580, 960, 1070):
        spot, facing, size = meadow + rng.uniform(-40, 40), rng.choice((-1, 1)), rng.uniform(58, 76)
        hide = rng.choice((Tone.ACCENT, Tone.ACCENT, Tone.FRONT))
        herd += cow(spot, level(ground, spot) + rng.uniform(42, 78), size, facing, hide)
    hut = (*house(x, y, 170, 44, Tone.ACCENT), chimney, window(x - 30, y - 20, 15, 18))
    return Staging(front=(*hut, *thread, *herd))


def winter(rng: Random, ground: Skyline) -> Staging:
    """Return a house in the snow with lit windows, bare trees, flakes."""
    x = rng.uniform(720, 840)
    y = level(ground, x) + 44
    snow = land(tuple((px, py + 4) for px, py in ground), Tone.PALE)
    thread = smoke(x + 46, y - 154, rng.choice((-46, 46)), Tone.FARTHEST)
    wood = [
        branch
        for spot in (x - 250, x - 170, x + 190)
        for branch in trees.bare(rng, spot, level(ground, spot) + 44, rng.uniform(130, 190), Tone.FRONT)
    ]
    flakes = (Stroke(((rng.uniform(0, WIDTH), rng.uniform(20, 450)),), 6, Tone.PALE) for _ in range(24))
    return Staging(front=(snow, *wood, *_snowed_house(x, y), *thread, *flakes))


def _snowed_house(x: float, y: float) -> Shapes:
    """Return a house with snow on its roof."""
    load = outline("-82,-68 -50,-120 50,-120 82,-68 40,-78 -40,-74", x, y)
    lights = (window(x + dx, y - 30, 18, 24) for dx in (-40, 0, 40))
    chimney = box(x + 36, y - 150, 20, 40, Tone.FRONT)
    return (*house(x, y, 150, 66, Tone.FRONT), chimney, Patch(load, Tone.GLOW), *lights)


def peaks(rng: Random, ground: Skyline) -> Staging:
    """Return peaks under snow above the firs."""
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
    """Return a peak with its shaded side and its snow."""
    foot, lean = 540.0, rng.uniform(-0.2, 0.2) * half
    snow = outline("0,0 0.26,0.3 0.14,0.26 0.06,0.4 -0.04,0.24 -0.12,0.36 -0.24,0.28", x, y, half, half)
    shade = ((x, y), (x + half, foot), (x + lean, foot))
    return (
        Patch(((x, y), (x + half, foot), (x - half, foot)), Tone.FAR),
        Patch(shade, Tone.MIDDLE),
        Patch(snow, Tone.PALE),
    )


def chalets(rng: Random, ground: Skyline) -> Staging:
    """Return chalets on the slope, wide roofs, lit windows, wood smoke."""
    x = rng.uniform(640, 720)
    homes: list[Shape] = []
    for place, (dx, size) in enumerate(((330, 0.7), (190, 0.82), (0, 1.1))):
        at, y = x + dx + rng.uniform(-16, 16), level(ground, x + dx) + 8 + 26 * place
        homes += _chalet(at, y, size * rng.uniform(0.95, 1.08))
        homes += smoke(at + 40 * size, y - 150 * size, rng.choice((-40, 40))) if place == 2 else ()
    firs = trees.wood(rng, ground, (420, 1220), 9, 120, tone=Tone.NEAR, kinds=(trees.fir,))
    return Staging(behind=firs, front=tuple(homes))


def _chalet(x: float, y: float, size: float) -> Shapes:
    """Return a chalet from its gable end: stone below, wood above, a balcony."""
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
    """Return a torrent between stones, a footbridge, firs on both banks."""
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


def lighthouse(rng: Random, _ground: Skyline) -> Staging:
    """Return a lighthouse on its rock, a sail far out."""
    x, y = rng.uniform(720, 880), rng.uniform(396, 424)
    rock = ((x - 330, 640), (x - 230, 560), (x - 120, y + 60), (x - 70, y), (x + 80, y - 4), (x + 170, y + 70))
    cliff = Patch((*rock, (x + 300, 570), (x + 420, 640)), Tone.NEAR, smooth=True)
    keeper = (*house(x + 76, y + 12, 74, 34, Tone.ACCENT), window(x + 66, y - 4, 10, 13))
    sail = boat(x - rng.uniform(330, 480), y + 30, rng.uniform(0.4, 0.6))
    return Staging(front=(*_sea(rng, y - 26), *sail, cliff, *keeper, *_tower(x, y + 8, rng.uniform(190, 240))))


def _tower(x: float, y: float, height: float) -> Shapes:
    """Return a tower with two bands, its gallery and its lamp."""
    body = outline("-0.14,0 -0.085,-1 0.085,-1 0.14,0", x, y, height)
    bands = (
        Patch(outline(f"-{w},-{low} -{v},-{high} {v},-{high} {w},-{low}", x, y, height), Tone.ACCENT)
        for low, high, w, v in ((0.28, 0.46, 0.124, 0.114), (0.66, 0.84, 0.103, 0.094))
    )
    top = y - height
    return (
        Patch(body, Tone.FRONT),
        *bands,
        Stroke(((x - 26, top), (x + 26, top)), 8, Tone.FRONT),
        box(x - 14, top - 30, 28, 28, Tone.LAMP),
        Patch(outline("-22,-30 0,-54 22,-30", x, top), Tone.ACCENT),
    )


def sails(rng: Random, _ground: Skyline) -> Staging:
    """Return the open sea and its boats, from far to near."""
    shore = rng.uniform(390, 410)
    fleet: list[Shape] = []
    for step, place in enumerate(rng.sample(range(400, 1100, 140), rng.randint(3, 5))):
        fleet += boat(place + rng.uniform(-30, 30), shore + 16 + step * 28, 0.4 + step * 0.24)
    return Staging(front=(*_sea(rng, shore), *fleet))


def harbour(rng: Random, _ground: Skyline) -> Staging:
    """Return houses along the quay, boats at anchor below it."""
    quay = rng.uniform(446, 462)
    row: list[Shape] = []
    for place in range(520, 1240, 88):
        tall = rng.uniform(64, 118)
        roof = rng.choice((Tone.ACCENT, Tone.MIDDLE, Tone.FRONT))
        row += rng.choice((gable, house))(place, quay, 80, tall, roof, wall=Tone.NEAR)
        row += [window(place + dx, quay - tall * 0.6, 10, 15) for dx in (-16, 16) if rng.random() < 0.7]
    wall = box(470, quay, WIDTH, 38, Tone.FRONT)
    boats: list[Shape] = []
    for berth in (rng.uniform(430, 520), rng.uniform(650, 760), rng.uniform(880, 1000)):
        boats += boat(berth, quay + rng.uniform(66, 92), rng.uniform(0.7, 0.95))
    return Staging(front=(*_sea(rng, quay - 20), *row, wall, *boats))


def shore(rng: Random, _ground: Skyline) -> Staging:
    """Return a beach between dunes, striped cabins, high grass."""
    line, x = rng.uniform(408, 424), rng.uniform(640, 720)
    dune = ((-60, 560), (200, 548), (470, 520), (620, 470), (820, 446), (1060, 458), (1300, 440))
    cabins: list[Shape] = []
    for place in range(rng.randint(3, 4)):
        left, tone = x + place * 96, rng.choice((Tone.ACCENT, Tone.FRONT))
        cabins += gable(left, 484, 62, 58, Tone.FRONT, wall=tone)
        cabins += [Stroke(((left + dx, 492), (left + dx, 434)), 6, Tone.PALE) for dx in (-16, 0, 16)]
    grass = [blade for _ in range(5) for blade in trees.reeds(rng, rng.uniform(380, 1180), 566, Tone.FRONT)]
    sail = boat(rng.uniform(360, 560), line + 20, rng.uniform(0.3, 0.45))
    return Staging(front=(*_sea(rng, line), *sail, land(dune, Tone.NEAR), *cabins, *grass))


def lagoon(rng: Random, _ground: Skyline) -> Staging:
    """Return a lagoon and its beach, coconut palms, a dugout drawn up."""
    line, x = rng.uniform(412, 428), rng.uniform(560, 640)
    sand = ((-60, 590), (240, 560), (520, 530), (740, 484), (980, 462), (1300, 440))
    bank = ((-60, 620), (300, 600), (640, 560), (860, 510), (1080, 492), (1300, 470))
    grove = [
        part
        for dx, dy, tall in ((270, -6, 220), (360, -16, 170), (470, -28, 240))
        for part in trees.palm(rng, x + dx + rng.uniform(-16, 16), 520 + dy, tall * rng.uniform(0.9, 1.1), Tone.FRONT)
    ]
    hull = Patch(outline("-60,-16 -40,0 44,0 70,-20 46,10 -44,10", x + 70, 552), Tone.ACCENT)
    sail = boat(rng.uniform(330, 470), line + 34, rng.uniform(0.3, 0.4))
    return Staging(front=(*_sea(rng, line), *sail, land(sand, Tone.GLOW), land(bank, Tone.NEAR), hull, *grove))


def olives(rng: Random, ground: Skyline) -> Staging:
    """Return olive trees on terraces, their dry-stone walls, a stone house between cypresses."""
    x = rng.uniform(820, 900)
    y = level(ground, x) + 6
    home = (
        *house(x, y, 110, 50, Tone.ACCENT, wall=Tone.MIDDLE),
        window(x - 20, y - 26, 11, 15),
        window(x + 22, y - 26, 11, 15),
    )
    rows = [
        part for dx in (-84, 80, 104) for part in trees.poplar(rng, x + dx, y + 10, rng.uniform(110, 150), Tone.FRONT)
    ]
    for step, (foot, tall) in enumerate(((486, 46), (522, 60), (562, 78))):
        wall = tuple((px, foot + 10 * sin(px / 130 + step * 2)) for px in range(330 - 80 * step, 1320, 110))
        rows += [land(wall, Tone.NEAR if step % 2 else Tone.MIDDLE), Stroke(wall, 7, Tone.PALE, smooth=True)]
        for px in range(440 - 40 * step, 1230, 130 + 36 * step):
            rows += trees.broad(rng, px + rng.uniform(-12, 12), level(wall, px), tall, Tone.FRONT)
    return Staging(front=(*home, *rows))


def vines(rng: Random, ground: Skyline) -> Staging:
    """Return rows of vines that run to the hill, the house of the grower, stone pines."""
    x, top = rng.uniform(700, 860), rng.uniform(446, 456)
    slope = tuple((px, top + (py - top) * 0.3) for px, py in ground)
    home = (*house(x + 60, top + 8, 120, 46, Tone.ACCENT), *(window(x + dx, top - 16, 11, 14) for dx in (30, 60, 90)))
    pines = [part for dx in (-90, 170) for part in trees.pine(rng, x + dx, top + 12, rng.uniform(100, 140), Tone.FRONT)]
    rows = [((x + k * 28, top + 18), (x + k * 190, 640)) for k in range(-5, 6)]
    wires = (Stroke(row, 3, Tone.PALE) for row in rows)
    leaves = (
        Stroke(((near[0] + (far[0] - near[0]) * step, near[1] + (far[1] - near[1]) * step),), size, Tone.FRONT)
        for step, size in ((0.08, 10), (0.18, 14), (0.3, 20), (0.45, 26), (0.62, 34))
        for near, far in rows
    )
    return Staging(front=(land(slope, Tone.MIDDLE), *pines, *home, *wires, *leaves))


def marsh(rng: Random, ground: Skyline) -> Staging:
    """Return a marsh and its channels, reeds, a heron, a flat boat at its pole."""
    x, top = rng.uniform(680, 780), rng.randint(440, 450)
    bank = tuple((px, top + (py - top) * 0.15) for px, py in ground)
    water = box(-10, top + 14, WIDTH + 20, HEIGHT, Tone.PALE)
    isles = [
        lens(rng.uniform(*across), down, wide, deep, Tone.NEAR)
        for across, down, wide, deep in (
            ((380, 460), 478, 420, 26),
            ((900, 1000), 494, 520, 34),
            ((560, 700), 548, 480, 40),
        )
    ]
    willows = trees.wood(rng, bank, (380, 1220), 7, 60, tone=Tone.NEAR, kinds=(trees.broad, trees.poplar))
    tufts = [
        blade
        for px in (430, 600, 910, 970, 1080)
        for blade in trees.reeds(rng, px + rng.uniform(-20, 20), 552, Tone.FRONT)
    ]
    hull = Patch(outline("-74,-10 -58,4 62,4 84,-12 72,14 -60,14", x, 520), Tone.ACCENT)
    rower = (*person(x + 34, 516, 66), Stroke(((x + 46, 420), (x + 60, 530)), 4, Tone.FRONT))
    heron = rng.uniform(470, 540)
    wader = (
        Stroke(outline("-4,0 -2,-40 6,-40 4,0", heron, 500), 3, Tone.FRONT),
        Patch(outline("-34,-38 2,-66 22,-58 12,-40", heron, 500), Tone.FRONT),
        Stroke(outline("14,-54 14,-54 30,-70 10,-92 24,-104 56,-98 56,-98", heron, 500), 5, Tone.FRONT, smooth=True),
    )
    return Staging(behind=willows, front=(land(bank, Tone.NEAR), water, *isles, *wader, hull, *rower, *tufts))


def _sea(rng: Random, horizon: float) -> Shapes:
    """Return the sea from the horizon on, with its glitter."""
    glitter = [
        Stroke(((x, y), (x + rng.uniform(30, 90 + (y - horizon)), y)), 3, Tone.FARTHEST)
        for y in range(int(horizon) + 24, 560, 12)
        for x in (rng.uniform(0, WIDTH),)
    ]
    mirror = lens(rng.uniform(300, 800), horizon + 4, 1100, 36, Tone.FARTHEST)
    return (box(-10, horizon, WIDTH + 20, HEIGHT - horizon, Tone.PALE), mirror, *glitter)


def boat(x: float, y: float, size: float) -> Shapes:
    """Return a boat under sail; at size 1 its mast is 150 units high."""
    return (
        Stroke(outline("-3,-150 -3,-10", x, y, size), 5 * size, Tone.FRONT),
        Patch(outline("3,-146 66,-30 3,-24", x, y, size), Tone.ACCENT),
        Patch(outline("-9,-124 -54,-28 -9,-24", x, y, size), Tone.DISC),
        Patch(outline("-62,-16 70,-16 46,12 -44,12", x, y, size), Tone.FRONT),
    )


def river(rng: Random, ground: Skyline) -> Staging:
    """Return a river in its bends, poplars, a flat boat, a person who fishes."""
    x = rng.uniform(700, 780)
    top = level(ground, x) - 6
    bank = land(tuple((px, py - 4) for px, py in ground), Tone.NEAR)
    way = (
        "-6,0 -6,0 60,10 150,24 60,44 -160,62 -250,92 -60,124 330,150 520,230 520,230"
        " -420,230 -420,230 -330,170 -420,130 -520,96 -330,58 -20,44 40,26 -40,14 6,0 6,0"
    )
    stream = Patch(outline(way, x, top, 1, 0.6), Tone.PALE, smooth=True)
    rows = [
        part
        for dx, dy, tall in ((-150, 16, 70), (-96, 14, 80), (224, 20, 92), (266, 26, 112), (314, 32, 134))
        for part in trees.poplar(rng, x + dx, top + dy, tall * rng.uniform(0.9, 1.1), Tone.FRONT)
    ]
    home = (*house(x + 150, top + 14, 74, 34, Tone.ACCENT), window(x + 140, top - 4, 10, 13))
    hull = Patch(outline("-74,-10 -60,2 64,2 84,-16 74,14 -62,14", x - 190, top + 60), Tone.ACCENT)
    angler = (
        *person(x + 180, top + 80, 64),
        Stroke(outline("184,46 184,46 100,4 60,-14 20,30 14,66 14,66", x, top), 4, Tone.FRONT, smooth=True),
    )
    reeds = [blade for dx in (250, 290) for blade in trees.reeds(rng, x + dx, top + 96, Tone.FRONT)]
    return Staging(front=(bank, *home, stream, *rows, hull, *angler, *reeds))


def clearing(rng: Random, ground: Skyline) -> Staging:
    """Return a clearing at the edge of the wood: a deer, a pile of logs."""
    x = rng.uniform(690, 760)
    y = level(ground, x) + 66
    edge = tuple((px, py + 6) for px, py in ground)
    kinds = rng.choice(((trees.fir,), (trees.broad, trees.fir), (trees.broad,)))
    back = trees.wood(rng, edge, (-20, 1220), 13, 96, tone=Tone.NEAR, kinds=kinds)
    sides = [
        part
        for dx in (-330, 390)
        for part in kinds[0](rng, x + dx, y + rng.uniform(0, 30), rng.uniform(190, 240), Tone.FRONT)
    ]
    glade = Patch(outline("-300,30 -240,-20 0,-34 260,-24 400,20 300,66 0,80 -260,70", x, y), Tone.MIDDLE, smooth=True)
    logs: list[Shape] = []
    for row, count in enumerate((3, 2)):
        for place in range(count):
            spot = (x + 190 + row * 19 + place * 38, y + 26 - row * 32)
            logs += [Stroke((spot,), 38, Tone.FRONT), Stroke((spot,), 24, Tone.ACCENT)]
    return Staging(behind=back, front=(glade, *sides, *_deer(x - 40, y + 26, rng.choice((-1, 1)) * 104.0), *logs))


def _deer(x: float, y: float, size: float) -> Shapes:
    """Return a stag, its head up; ``size`` units long, towards the left if it is negative."""
    tall = abs(size)
    body = "-0.5,-0.62 0.3,-0.66 0.42,-1.0 0.5,-1.12 0.74,-1.02 0.72,-0.94 0.58,-0.92 0.5,-0.5 0.42,-0.4"
    legs = "0.4,0 0.32,0 0.3,-0.36 -0.3,-0.38 -0.38,0 -0.46,0 -0.48,-0.4 -0.56,-0.54"
    horns = (
        "0.48,-1.1 0.36,-1.3 0.42,-1.52",
        "0.4,-1.34 0.26,-1.42",
        "0.52,-1.1 0.62,-1.3 0.58,-1.52",
        "0.61,-1.32 0.74,-1.42",
    )
    return (
        Patch(outline(f"{body} {legs}", x, y, size, tall), Tone.ACCENT),
        *(Stroke(outline(offsets, x, y, size, tall), 5, Tone.ACCENT) for offsets in horns),
    )


def fields(rng: Random, ground: Skyline) -> Staging:
    """Return strips of fields that run to the hedge, and bales left on them."""
    x, top = rng.uniform(620, 900), rng.uniform(440, 452)
    slope = tuple((px, top + (py - top) * 0.3) for px, py in ground)
    tones = (Tone.MIDDLE, Tone.FAR) if rng.random() < 0.5 else (Tone.FAR, Tone.DISC)
    strips = [
        Patch(((x + k * 26, top + 10), (x + k * 26 + 22, top + 10), (x + k * 190 + 130, 640), (x + k * 190, 640)), tone)
        for k, tone in zip(range(-7, 8, 2), tones * 4, strict=True)
    ]
    bales: list[Shape] = []
    for _ in range(rng.randint(4, 6)):
        near = rng.uniform(0.15, 1)
        spot = (rng.uniform(460, 1140), 486 + near * 60)
        bales += [
            Stroke((spot,), 8 * round(2 + 4 * near), Tone.FRONT),
            Stroke((spot,), 4 * round(1 + 4 * near), Tone.LAMP),
        ]
    hedge = trees.wood(rng, slope, (-20, 1220), 16, 46, tone=Tone.FRONT, kinds=(trees.broad,))
    return Staging(front=(land(slope, Tone.NEAR), *strips, *hedge, *bales))


def orchard(rng: Random, ground: Skyline) -> Staging:
    """Return rows of round trees with their fruit, larger as they come near, and a ladder."""
    rows: list[Shape] = []
    for row, (y, gap, tall) in enumerate(((486, 138, 80), (532, 192, 122))):
        for place in range(440 + 30 * row, 1230, gap):
            x = place + rng.uniform(-14, 14)
            rows += trees.broad(rng, x, y, tall * rng.uniform(0.92, 1.08), Tone.FRONT)
            spots = ((-0.2, 0.55), (0.18, 0.72), (0.1, 0.42))
            rows += [Stroke(((x + dx * tall, y - dy * tall),), 6 + 3 * row, Tone.ACCENT) for dx, dy in spots]
    x = rng.uniform(600, 900)
    rungs = [
        Stroke(((x - 11 + k * 2, 560 - k * 22), (x + 13 + k * 2, 560 - k * 22)), 4, Tone.PALE) for k in range(1, 5)
    ]
    rails = [Stroke(((x + dx, 566), (x + dx + 11, 446)), 4, Tone.PALE) for dx in (-14, 14)]
    back = trees.wood(rng, ground, (0, 1200), 3, 44, tone=Tone.NEAR, kinds=(trees.broad,))
    return Staging(behind=back, front=(*rows, *rails, *rungs))


def farm(rng: Random, ground: Skyline) -> Staging:
    """Return a farmhouse, its barn, a tall tree, a fence down to the road."""
    x = rng.uniform(720, 840)
    y = level(ground, x) + 26
    home = (*house(x, y, 150, 58, Tone.ACCENT), *(window(x + dx, y - 30, 13, 18) for dx in (-44, 0, 44)))
    barn = (*gable(x + 168, y + 4, 128, 70, Tone.MIDDLE), box(x + 148, y - 40, 40, 56, Tone.NEAR))
    tree = trees.broad(rng, x - rng.uniform(130, 170), y + 6, rng.uniform(150, 190), Tone.FRONT)
    road = Patch(outline("-16,10 16,10 90,120 240,240 40,240 -40,120", x - 50, y, rng.choice((-1, 1)), 1), Tone.PALE)
    posts = [Stroke(((px, 520 + k * 3), (px, 552 + k * 3)), 5, Tone.FRONT) for k, px in enumerate(range(420, 640, 44))]
    rail = Stroke(((404, 528), (620, 546)), 4, Tone.FRONT)
    return Staging(front=(road, *barn, *home, *tree, *posts, rail))


def windmill(rng: Random, ground: Skyline) -> Staging:
    """Return a windmill on its mound, above the corn."""
    x = rng.uniform(720, 860)
    y = level(ground, x) - 6
    mound = ((-60, 520), (x - 420, 516), (x - 180, y + 16), (x, y - 8), (x + 180, y + 14), (x + 460, 512), (1340, 520))
    tower = Patch(outline("-44,20 -28,-128 28,-128 44,20", x, y), Tone.FRONT)
    cap = Patch(outline("-34,-124 0,-172 34,-124", x, y), Tone.ACCENT)
    ears = [
        Stroke(((px, 560), (px + rng.uniform(-6, 6), 560 - rng.uniform(26, 48))), 4, Tone.DISC)
        for px in range(400, 1200, 26)
    ]
    lights = (window(x, y - 76, 12, 18), window(x, y - 24, 16, 30))
    turning = _wings(x, y - 130, rng.uniform(104, 122), rng.uniform(0.2, 1.3))
    return Staging(front=(land(mound, Tone.NEAR), tower, cap, *lights, *turning, *ears))


def _wings(x: float, y: float, reach: float, turn: float) -> Shapes:
    """Return four wings, each an arm and its sailcloth."""
    shapes: list[Shape] = []
    for quarter in range(4):
        c, s = cos(turn + quarter * pi / 2), sin(turn + quarter * pi / 2)
        tip = (x + reach * c, y + reach * s)
        root = (x + reach * 0.25 * c, y + reach * 0.25 * s)
        cloth = (root, tip, (tip[0] - 20 * s, tip[1] + 20 * c), (root[0] - 20 * s, root[1] + 20 * c))
        shapes += [Patch(cloth, Tone.PALE), Stroke(((x, y), tip), 6, Tone.FRONT)]
    return tuple(shapes)


def canal(rng: Random, ground: Skyline) -> Staging:
    """Return a canal between rows of poplars, a steeple at its end, a barge."""
    x, top = rng.uniform(700, 800), rng.uniform(452, 462)
    bank = tuple((px, top + (py - top) * 0.2) for px, py in ground)
    water = Patch(((x - 8, top + 4), (x + 8, top + 4), (x + 260, 640), (x - 220, 640)), Tone.PALE)
    rows: list[Shape] = []
    for step in (0.1, 0.16, 0.25, 0.4, 0.62, 0.95):
        for side in (-1, 1):
            spot = (x + side * (26 + 330 * step), top + 110 * step)
            rows += trees.poplar(rng, *spot, 70 + 330 * step * rng.uniform(0.8, 1), Tone.FRONT)
    steeple = Patch(outline("-9,4 -9,-40 0,-74 9,-40 9,4", x + rng.uniform(-60, 60), top), Tone.FRONT)
    barge = Patch(outline("-46,-16 52,-16 40,8 -38,8", x + rng.uniform(-10, 30), 540), Tone.ACCENT)
    cabin = box(x - 24, 506, 34, 20, Tone.FRONT)
    return Staging(front=(land(bank, Tone.NEAR), steeple, water, *rows, barge, cabin))
