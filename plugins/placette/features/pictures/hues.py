"""The palettes in a territory's own hues: hills lean towards its primary colour, roofs and awnings take its accent.

Skies, suns and lamps stay as they were drawn, because they are what makes light believable. Lightness and chroma
(OKLCH, where equal lightness looks equally light) stay too, so that near and far remain as far apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from placette.engine.base.settings import SettingError, load_settings
from placette.features.pictures.palettes import PALETTES
from placette.features.pictures.shapes import Palette, Tone

GROUNDS = (Tone.FARTHEST, Tone.FAR, Tone.MIDDLE, Tone.NEAR, Tone.FRONT)
"""From the horizon to our feet."""
_PULL = 48.0
"""Degrees that grounds turn at most. What lies across the circle of hues from the territory's hardly turns: a field of
wheat sets off a blue town as it is, and neither way round would lead to a field."""
_FULL = 60.0
"""Degrees between a territory's primary hue and the one that the palettes were drawn for that make the pull full."""
_GREY = 0.02
"""Chroma below which a colour looks grey."""
_APART = 0.065
"""Least difference (ΔE of OKLab) between an accent and a ground: hardly less than the least of those drawn by hand."""


@dataclass(frozen=True, slots=True)
class Hues:
    """The territory's two colours (``IDENTITY_*``, as the look reads them); those that the palettes were drawn for."""

    primary: str = "#1f5c4d"
    accent: str = "#a8432b"


class _Polar(NamedTuple):
    """A colour in OKLCH; the hue is in degrees, not a number for a grey."""

    lightness: float
    chroma: float
    hue: float


@dataclass(frozen=True, slots=True)
class _Turn:
    """Degrees to turn a hue by, and the share of its chroma that stays."""

    degrees: float = 0.0
    chroma: float = 1.0


DRAWN_FOR = Hues()
_SETTINGS = {"IDENTITY_PRIMARY", "IDENTITY_ACCENT"}
_AS_DRAWN = _Turn()


def load_hues(given: Mapping[str, Any]) -> Hues:
    """The hues that a site's settings name; raises ``SettingError`` for a value that is no text."""
    return load_settings(Hues, "IDENTITY", {name: given[name] for name in sorted(_SETTINGS & given.keys())})


@cache
def palettes_for(hues: Hues) -> tuple[Palette, ...]:
    """All palettes in a territory's hues, reckoned once; raises ``SettingError`` for what is no colour."""
    return PALETTES if hues == DRAWN_FOR else tuple(tuned(palette, hues) for palette in PALETTES)


def tuned(palette: Palette, hues: Hues) -> Palette:
    """A palette in a territory's hues, by day and by night; the same colours for the hues that it was drawn for.

    A grey changes nothing. Raises ``SettingError`` for what is no colour.
    """
    primary, accent = _read("IDENTITY_PRIMARY", hues.primary), _read("IDENTITY_ACCENT", hues.accent)
    turns = dict.fromkeys(GROUNDS, _ground_turn(palette.day, primary))
    turns[Tone.ACCENT] = _accent_turn(palette.day, primary, accent)
    if not _stands_out(_turned(palette.day, turns)):
        del turns[Tone.ACCENT]
    return Palette(palette.name, _turned(palette.day, turns), _turned(palette.night, turns))


def _ground_turn(day: tuple[str, ...], primary: _Polar | None) -> _Turn:
    """How all grounds turn, together, so that the palette keeps the order of its own hues.

    The nearer a territory's hue is to the one that the palettes were drawn for, the less is to be done.
    """
    if primary is None:
        return _AS_DRAWN
    need = min(1.0, abs(_between(_oklch(DRAWN_FOR.primary).hue, primary.hue)) / _FULL)
    way = _between(_mean_hue([_oklch(_toned(day, tone)) for tone in GROUNDS]), primary.hue)
    return _Turn(_PULL * need * math.sin(math.radians(way)))


def _accent_turn(day: tuple[str, ...], primary: _Polar | None, accent: _Polar | None) -> _Turn:
    """How an accent turns: with the colour, of the two, that it was drawn from. It gets paler, never gaudier."""
    here = _oklch(_toned(day, Tone.ACCENT)).hue
    pairs = ((_oklch(DRAWN_FOR.primary), primary), (_oklch(DRAWN_FOR.accent), accent))
    drawn, wanted = min(pairs, key=lambda pair: abs(_between(pair[0].hue, here)))
    if wanted is None:
        return _AS_DRAWN
    return _Turn(_between(drawn.hue, wanted.hue), min(1.0, wanted.chroma / drawn.chroma))


def _stands_out(day: tuple[str, ...]) -> bool:
    """Whether one sees the accent before the grounds that it stands on: a red roof in a red field is lost."""
    accent = _color(_toned(day, Tone.ACCENT))
    return all(accent.delta_e(_toned(day, tone), method="ok") >= _APART for tone in GROUNDS[2:])


def _turned(row: tuple[str, ...], turns: Mapping[Tone, _Turn]) -> tuple[str, ...]:
    return tuple(_turn(colour, turns.get(tone, _AS_DRAWN)) for tone, colour in zip(Tone, row, strict=True))


def _turn(colour: str, turn: _Turn) -> str:
    """A colour of another hue; what a screen can't show is shown paler."""
    if turn == _AS_DRAWN:
        return colour
    here = _oklch(colour)
    turned = _color("oklch", [here.lightness, here.chroma * turn.chroma, (here.hue + turn.degrees) % 360])
    return str(turned.convert("srgb").fit().to_string(hex=True))


def _toned(row: tuple[str, ...], tone: Tone) -> str:
    return row[list(Tone).index(tone)]


def _between(start: float, end: float) -> float:
    """Degrees from one hue to another the shorter way, -180 to 180."""
    return (end - start + 180) % 360 - 180


def _mean_hue(colours: list[_Polar]) -> float:
    """The hue of all colours together; the more colourful one is, the more it counts."""
    across = sum(colour.chroma * math.cos(math.radians(colour.hue)) for colour in colours)
    up = sum(colour.chroma * math.sin(math.radians(colour.hue)) for colour in colours)
    return math.degrees(math.atan2(up, across))


def _read(name: str, written: str) -> _Polar | None:
    """A colour as an editor wrote it; None for a grey, whose hue nobody sees."""
    try:
        colour = _oklch(written)
    except ValueError as error:
        raise SettingError(f"{name} = {written!r}: {error}") from error
    return colour if math.isfinite(colour.hue) and colour.chroma >= _GREY else None


def _oklch(written: str) -> _Polar:
    return _Polar(*map(float, _color(written).convert("oklch").coords()))


def _color(*written: Any) -> Any:
    """A colour of coloraide's, which is slow to import, and not needed where the hues are those drawn for."""
    from coloraide import Color  # noqa: PLC0415

    return Color(*written)
