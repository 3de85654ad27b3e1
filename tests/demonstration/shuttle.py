"""The line of the (invented) summer shuttle of Murol after the decision that the post announces."""

from __future__ import annotations

from tests.demonstration.plate import BRICK, GREEN, INK, PAPER, WIDTH, disc, line, plate, shape, words

STOPS = (
    ("Lac Chambon-plage", 90.0),
    ("Groire", 350.0),
    ("Pré-Long", 600.0),
    ("Château", 1030.0),
    ("Chautignat", 1270.0),
)
TRACK = 520.0


def draw_line() -> str:
    """Five stops on a line, and between the third and the fourth a detour made on request."""
    below = TRACK + 150
    detour = f"M600 {TRACK}C655 {TRACK} 655 {below} 720 {below}H910C975 {below} 975 {TRACK} 1030 {TRACK}"
    return plate(
        WIDTH,
        920,
        line((90, TRACK), (1270, TRACK), GREEN, 22),
        shape(detour, stroke=BRICK, width=12, more='stroke-dasharray="4 26"'),
        *(_stop(name, x, first=name == "Pré-Long") for name, x in STOPS),
        shape(f"M783 {below}a32 32 0 1 1 64 0a32 32 0 1 1 -64 0Z", PAPER, BRICK, 9, 'stroke-dasharray="6 16"'),
        words(815, below + 112, "Place de l’Hôtel-de-Ville", 62, INK, style="serif"),
        words(815, below + 186, "à la demande", 58, BRICK, style="italic"),
        words(106, below + 186, "arrêt principal", 58, GREEN, "start", "italic"),
        disc(70, below + 168, 22, GREEN),
    )


def _stop(name: str, x: float, *, first: bool) -> str:
    """A stop and its slanting name; the main stop is full."""
    mark = disc(x, TRACK, 42, GREEN, PAPER, 8) if first else disc(x, TRACK, 30, PAPER, GREEN, 10)
    return mark + words(x + 8, TRACK - 66, name, 64, INK, "start", "serif", turn=-42)
