"""The heights of a walk from the side: its line, its steps, how much it climbs."""

from __future__ import annotations

from placette.engine.base.cldr import spoken_number
from placette.features.walks.views import HeightView, ProfileView
from placette.features.walks.walk import Profiled, Walk, reached, spoken_length

_WIDTH, _HEIGHT = 360, 96
"""Units of the drawing; as wide as that of the way."""
_LEFT, _TOP, _FOOT = 54.0, 14.0, 18.0
"""Room for the heights at the left, the numbers of steps above, the distance below."""
_LEAST = 40.0
"""Metres that the drawing shows at the least from bottom to top: a plain isn't a mountain."""
_NOISE = 4.0
"""Metres of a rise or a fall that count: less is the device's error."""


def draw_profile(walk: Walk, names: list[str], lang: str) -> ProfileView | None:
    """The profile of a walk; None where nobody recorded its heights. ``names`` are those of its steps."""
    if not walk.profile:
        return None
    heights = [height for _, height in walk.profile]
    low, high, far = min(heights), max(heights), walk.profile[-1][0]
    foot = (low + high - max(high - low, _LEAST)) / 2
    scale = (_HEIGHT - _TOP - _FOOT) / max(high - low, _LEAST)
    right = _WIDTH - 8

    def place(metres: float, height: float) -> tuple[float, float]:
        across = _LEFT + metres / far * (right - _LEFT)
        return round(across, 1), round(_HEIGHT - _FOOT - (height - foot) * scale, 1)

    line = "L".join(f"{x} {y}" for x, y in (place(*point) for point in walk.profile))
    base = _HEIGHT - _FOOT
    at = [part * far for part in reached(walk)]
    up, down = _climbs(heights)
    return ProfileView(
        width=_WIDTH,
        height=_HEIGHT,
        line=f"M{line}",
        ground=f"M{line}L{right} {base}H{_LEFT}z",
        low=_metres(low, lang),
        high=_metres(high, lang),
        low_y=place(0, low)[1],
        high_y=place(0, high)[1],
        far=spoken_length(far, lang),
        up=_metres(up, lang),
        down=_metres(down, lang),
        steps=tuple(
            HeightView(
                number,
                name,
                *place(metres, _height(walk.profile, metres)),
                spoken_length(metres, lang),
                _metres(_height(walk.profile, metres), lang),
            )
            for number, (name, metres) in enumerate(zip(names, at, strict=True), 1)
        ),
    )


def _height(profile: tuple[Profiled, ...], metres: float) -> float:
    """The height of the profile nearest to a place along it."""
    return min(profile, key=lambda point: abs(point[0] - metres))[1]


def _climbs(heights: list[float]) -> tuple[float, float]:
    """Metres up and down in all; what may be the error of the device doesn't count."""
    up = down = 0.0
    last = heights[0]
    for height in heights:
        if abs(height - last) >= _NOISE:
            up, down, last = up + max(0.0, height - last), down + max(0.0, last - height), height
    return up, down


def _metres(height: float, lang: str) -> str:
    return f"{spoken_number(round(height), lang)}\u00a0m"
