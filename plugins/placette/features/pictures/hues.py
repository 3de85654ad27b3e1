"""Turns the palettes to a territory's hues: hills lean towards its primary colour, roofs and awnings take its accent.

Skies, suns and lamps stay as they were drawn, because they make the light believable. Lightness and chroma (OKLCH,
where equal lightness looks equally light) stay too, so that near and far remain distinct.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from placette.engine.base.setting_errors import SettingError
from placette.engine.base.settings import load_settings
from placette.features.pictures.palettes import PALETTES
from placette.features.pictures.shapes import Palette, Tone

GROUNDS = (Tone.FARTHEST, Tone.FAR, Tone.MIDDLE, Tone.NEAR, Tone.FRONT)
"""From the horizon to the viewer's feet."""
_PULL = 48.0
"""The most degrees that grounds turn. A hue opposite to the territory's hardly turns: a field of wheat sets off a blue
town as it is, and neither way round leads to a plausible field."""
_FULL = 60.0
"""From this many degrees between the territory's primary hue and the one drawn for, the pull is full."""
_GREY = 0.02
"""Chroma below which a colour looks grey."""
_APART = 0.065
"""Least difference (ΔE of OKLab) between an accent and a ground: just below the least in the hand-drawn palettes."""


@dataclass(frozen=True, slots=True)
class Hues:
    """The territory's two colours (``IDENTITY_*``); the defaults are those that the palettes were drawn for."""

    primary: str = "#1f5c4d"
    accent: str = "#a8432b"


class _Polar(NamedTuple):
    """A colour in OKLCH. The hue is in degrees, NaN for a grey."""

    lightness: float
    chroma: float
    hue: float


@dataclass(frozen=True, slots=True)
class _Turn:
    """By how many degrees to turn a hue, and the share of its chroma to keep."""

    degrees: float = 0.0
    chroma: float = 1.0


DRAWN_FOR = Hues()
_SETTINGS = {"IDENTITY_PRIMARY", "IDENTITY_ACCENT"}
_AS_DRAWN = _Turn()


def load_hues(given: Mapping[str, Any]) -> Hues:
    """The hues in a site's settings; raises ``SettingError`` for a value that isn't text."""
    return load_settings(Hues, "IDENTITY", {name: given[name] for name in sorted(_SETTINGS & given.keys())})


@cache
def palettes_for(hues: Hues) -> tuple[Palette, ...]:
    """All palettes in a territory's hues, computed once. Raises ``SettingError`` for an invalid colour."""
    return PALETTES if hues == DRAWN_FOR else tuple(tuned(palette, hues) for palette in PALETTES)


def tuned(palette: Palette, hues: Hues) -> Palette:
    """A palette in a territory's hues, by day and by night; unchanged for the hues that it was drawn for.

    A grey changes nothing. Raises ``SettingError`` for an invalid colour.
    """
    primary, accent = _read("IDENTITY_PRIMARY", hues.primary), _read("IDENTITY_ACCENT", hues.accent)
    turns = dict.fromkeys(GROUNDS, _ground_turn(palette.day, primary))
    turns[Tone.ACCENT] = _accent_turn(palette.day, primary, accent)
    if not _stands_out(_turned(palette.day, turns)):
        del turns[Tone.ACCENT]
    return Palette(palette.name, _turned(palette.day, turns), _turned(palette.night, turns))


def _ground_turn(day: tuple[str, ...], primary: _Polar | None) -> _Turn:
    """How the grounds turn: all by the same angle, so that the palette keeps the order of its hues.

    The nearer the territory's hue is to the one that the palettes were drawn for, the less they turn.
    """
    if primary is None:
        return _AS_DRAWN
    need = min(1.0, abs(_between(_oklch(DRAWN_FOR.primary).hue, primary.hue)) / _FULL)
    way = _between(_mean_hue([_oklch(_toned(day, tone)) for tone in GROUNDS]), primary.hue)
    return _Turn(_PULL * need * math.sin(math.radians(way)))


def _accent_turn(day: tuple[str, ...], primary: _Polar | None, accent: _Polar | None) -> _Turn:
    """How an accent turns: with that one of the two colours that it was drawn from. It may get paler, never gaudier."""
    here = _oklch(_toned(day, Tone.ACCENT)).hue
    pairs = ((_oklch(DRAWN_FOR.primary), primary), (_oklch(DRAWN_FOR.accent), accent))
    drawn, wanted = min(pairs, key=lambda pair: abs(_between(pair[0].hue, here)))
    if wanted is None:
        return _AS_DRAWN
    return _Turn(_between(drawn.hue, wanted.hue), min(1.0, wanted.chroma / drawn.chroma))


def _stands_out(day: tuple[str, ...]) -> bool:
    """Whether the accent is visible against the grounds: a red roof in a red field is lost."""
    accent = _color(_toned(day, Tone.ACCENT))
    return all(accent.delta_e(_toned(day, tone), method="ok") >= _APART for tone in GROUNDS[2:])


def _turned(row: tuple[str, ...], turns: Mapping[Tone, _Turn]) -> tuple[str, ...]:
    return tuple(_turn(colour, turns.get(tone, _AS_DRAWN)) for tone, colour in zip(Tone, row, strict=True))


def _turn(colour: str, turn: _Turn) -> str:
    """A colour with its hue turned; made paler if a screen couldn't show it."""
    if turn == _AS_DRAWN:
        return colour
    here = _oklch(colour)
    turned = _color("oklch", [here.lightness, here.chroma * turn.chroma, (here.hue + turn.degrees) % 360])
    return str(turned.convert("srgb").fit().to_string(hex=True))


def _toned(row: tuple[str, ...], tone: Tone) -> str:
    return row[list(Tone).index(tone)]


def _between(start: float, end: float) -> float:
    """Degrees from one hue to another, the shorter way: -180 to 180."""
    return (end - start + 180) % 360 - 180


def _mean_hue(colours: list[_Polar]) -> float:
    """The mean hue of several colours, weighted by chroma."""
    across = sum(colour.chroma * math.cos(math.radians(colour.hue)) for colour in colours)
    up = sum(colour.chroma * math.sin(math.radians(colour.hue)) for colour in colours)
    return math.degrees(math.atan2(up, across))


def _read(name: str, written: str) -> _Polar | None:
    """A colour as an editor wrote it; None for a grey, which has no visible hue."""
    try:
        colour = _oklch(written)
    except ValueError as error:
        raise SettingError(f"{name} = {written!r}: {error}") from error
    return colour if math.isfinite(colour.hue) and colour.chroma >= _GREY else None


def _oklch(written: str) -> _Polar:
    return _Polar(*map(float, _color(written).convert("oklch").coords()))


def _color(*written: Any) -> Any:
    """A colour of coloraide, which is slow to import, and not needed for the hues that the palettes were drawn for."""
    from coloraide import Color  # noqa: PLC0415

    return Color(*written)
