"""What moves in the landscapes: walkers, dancers, cows, paragliders, birds."""

from __future__ import annotations

from placette.features.pictures.shapes import Patch, Shapes, Stroke, Tone, outline


def person(x: float, y: float, size: float, tone: Tone = Tone.FRONT) -> Shapes:
    """Somebody seen from afar, ``size`` units tall."""
    return (
        Stroke(outline("0,-0.9", x, y, size), size * 0.24, tone),
        Stroke(outline("0,-0.66 0,-0.44", x, y, size), size * 0.24, tone),
        Stroke(outline("-0.16,0 0,-0.4 0.16,0", x, y, size), size * 0.12, tone),
    )


def walker(x: float, y: float, size: float) -> Shapes:
    """Somebody with a stick and a rucksack."""
    pack = Stroke(outline("-0.16,-0.68 -0.16,-0.5", x, y, size), size * 0.2, Tone.ACCENT)
    stick = Stroke(outline("0.4,0 0.26,-0.62", x, y, size), size * 0.05, Tone.FRONT)
    return (pack, *person(x, y, size), stick)


def cow(x: float, y: float, size: float, facing: int, tone: Tone) -> Shapes:
    """A grazing cow, ``size`` units long, its head towards ``facing`` (1 right, -1 left)."""
    head = "0.56,-0.5 0.76,-0.24 0.68,-0.12 0.5,-0.28 0.4,-0.24"
    legs = "0.38,0 0.29,0 0.26,-0.22 -0.32,-0.24 -0.36,0 -0.45,0"
    body = outline(f"-0.52,-0.56 0.4,-0.6 {head} {legs} -0.5,-0.3", x, y, facing * size, size)
    horn = outline("0.54,-0.48 0.66,-0.56", x, y, facing * size, size)
    return (Patch(body, tone), Stroke(horn, 3, tone))


def paraglider(x: float, y: float, size: float) -> Shapes:
    """A paraglider: wing, lines, pilot; ``size`` is half the span."""
    wing = outline("-1,0.3 -0.8,-0.3 0.8,-0.3 1,0.3 0.5,-0.04 -0.5,-0.04", x, y, size)
    return (
        Patch(wing, Tone.ACCENT, smooth=True),
        Stroke(outline("-0.7,0 0,1.1 0.7,0", x, y, size), 2, Tone.NEAR),
        Stroke(outline("0,1.05 0,1.3", x, y, size), size * 0.18, Tone.FRONT),
    )


def bird(x: float, y: float) -> Shapes:
    """A bird far away."""
    return (Stroke(outline("-12,-3 -5,-8 0,0 5,-8 12,-3", x, y), 3, Tone.MIDDLE),)
