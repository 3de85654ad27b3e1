"""Derives every colour of the site from two hues, in light and dark, and refuses unreadable ones.

Lightness and chroma come from the table below (OKLCH, where equal lightness looks equally light);
only the hues are the territory's. WCAG 2.2 asks for a contrast of 4.5 for text (1.4.3) and 3 for controls (1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coloraide import Color

from placette.engine.base.setting_errors import SettingError
from placette.features.authors import GROUNDS
from placette.features.look.settings import IdentitySettings

_PAPER_HUE = 86.0
"""The hue of paper and ink, a warm grey whatever the territory's hues."""
_NIGHT_HUE = 230.0
_LAMP_HUE = 76.0

_TABLE: dict[str, tuple[str, tuple[float, float], str, tuple[float, float]]] = {
    "paper": ("paper", (0.980, 0.010), "night", (0.207, 0.006)),
    "surface": ("paper", (0.994, 0.006), "night", (0.240, 0.007)),
    "ink": ("paper", (0.248, 0.008), "paper", (0.929, 0.016)),
    "ink-soft": ("paper", (0.473, 0.016), "paper", (0.717, 0.017)),
    "rule": ("paper", (0.880, 0.019), "night", (0.341, 0.008)),
    "primary": ("primary", (0.431, 0.067), "primary", (0.794, 0.080)),
    "primary-soft": ("primary", (0.950, 0.012), "primary", (0.294, 0.022)),
    "accent": ("accent", (0.515, 0.139), "accent", (0.761, 0.108)),
    "band": ("primary", (0.340, 0.047), "primary", (0.238, 0.027)),
    "band-ink": ("paper", (0.959, 0.018), "paper", (0.945, 0.021)),
    "band-soft": ("primary", (0.477, 0.072), "primary", (0.338, 0.045)),
    "focus": ("primary", (0.431, 0.067), "lamp", (0.837, 0.107)),
}
_READ = (
    *(
        (text, ground, 4.5)
        for ground in ("paper", "surface", "primary-soft")
        for text in ("ink", "ink-soft", "primary", "accent")
    ),
    ("band-ink", "band", 4.5),
    ("focus", "paper", 3.0),
    ("band-ink", "band-soft", 4.5),
)
"""Pairs of text and ground, with the least contrast."""
_CALLED = {"ink-soft": "soft", "primary": "link", "primary-soft": "chip"}
"""The theme's names of roles, where they differ."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours in light and in dark, by role, as ``#rrggbb``; the grounds of monograms."""

    light: dict[str, str]
    dark: dict[str, str]
    monograms: tuple[str, ...]


def derive_scheme(settings: IdentitySettings) -> Scheme:
    """All colours; raises ``SettingError`` if a pair has too little contrast."""
    hues = {
        "paper": _PAPER_HUE,
        "night": _NIGHT_HUE,
        "lamp": _LAMP_HUE,
        "primary": _hue("IDENTITY_PRIMARY", settings.primary),
        "accent": _hue("IDENTITY_ACCENT", settings.accent),
    }
    light = {role: _hex(*values, hues[hue]) for role, (hue, values, _, _) in _TABLE.items()}
    dark = {role: _hex(*values, hues[hue]) for role, (_, _, hue, values) in _TABLE.items()}
    for problem in (*_unreadable(light, "light"), *_unreadable(dark, "dark")):
        raise SettingError(problem)
    return Scheme(light, dark, GROUNDS)


def render_tokens(scheme: Scheme) -> str:
    """The style sheet of the palette: each colour once for light and dark, and the monograms' grounds."""
    light, dark = scheme.light, scheme.dark
    tokens = [f"--{_CALLED.get(role, role)}: light-dark({light[role]}, {dark[role]});" for role in light]
    grounds = [f".monogram--{number} {{ --hue: {colour}; }}" for number, colour in enumerate(scheme.monograms)]
    return "\n".join(("@layer tokens {", ":root {", *tokens, "}", *grounds, "}", ""))


def _hue(name: str, written: str) -> float:
    try:
        return float(Color(written).convert("oklch")["hue"])
    except ValueError as error:
        raise SettingError(f"{name} = {written!r}: {error}") from error


def _hex(lightness: float, chroma: float, hue: float) -> str:
    return Color("oklch", [lightness, chroma, hue]).convert("srgb").fit().to_string(hex=True)


def _unreadable(colours: dict[str, str], scheme: str) -> Iterator[str]:
    for text, ground, least in _READ:
        contrast = Color(colours[text]).contrast(colours[ground])
        if contrast < least:
            yield f"IDENTITY_PRIMARY, IDENTITY_ACCENT: {text} / {ground} ({scheme}): {contrast:.2f} < {least}"
