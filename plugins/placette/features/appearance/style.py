"""Joins the theme's files into a style sheet for all pages, others for some, and one script, without comments."""

from __future__ import annotations

import io
import json
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from PIL import Image
from rcssmin import cssmin
from rjsmin import jsmin

from placette.engine.base.files import digest, keep_beside, kept_beside, kept_while, media_type
from placette.engine.base.installed import command_for, version_of
from placette.engine.base.processes import spread
from placette.engine.base.translation import N_, SettingError
from placette.engine.base.versions import code_version, files_mark
from placette.engine.rendering.views import AssetsView, LogoDrawing
from placette.features.appearance import IdentitySettings
from placette.features.appearance.fonts import FACES, PRELOADED, FontFace, render_faces
from placette.features.authors import GROUNDS

_IN_ONE_LAYER = re.compile(r"@layer (\w+)\{((?:(?!@layer).)*)\}", re.DOTALL)
"""A small style sheet that is wrapped in its layer; the joined sheet names each layer only once."""
_NESTED = re.compile(r"(?<=[{};,])& (?=[^&{},]*[,{])")
"""A ``&`` that nested selectors don't need in any browser with ``light-dark()``, which all colours need anyway."""
_DESCENDANT = re.compile(r"(?<=[\w)\]]) (?=:(?:is|where|not|has)\()")
"""A space that rcssmin takes away, though it tells a descendant from its ancestor; it keeps that before a ``*``."""
_SPACED = re.compile(r'("[^"]*")| ([/<~]) | ?(\+) ?(?=[^;{}()]*\{)|(?<=@media) (?=\()|(var\(--[\w-]+\)) (?=[\w#."])')
"""A string, which stays as it is, or a sign between spaces that aren't needed, or a space that isn't."""


def join_styles(folder: Path, *generated: str) -> bytes:
    """Join ``main.css`` (which orders the layers), the generated sheets, then the other files by layer and name."""
    first = [(folder / "main.css").read_text(encoding="utf-8"), *generated]
    others = (path for path in folder.glob("*.css") if path.name != "main.css")
    return (_minified("\n".join(first)) + _layered(others)).encode()


def join_further_styles(folder: Path) -> bytes:
    """Join the styles that only some pages need (lists …); link the result after ``join_styles``' sheet."""
    return _layered(folder.glob("*.css")).encode()


_ASKING = re.compile(r"""@import|(?:url|src|image|image-set)\((?!\s*["']?(?:#|/(?!/)))[^)]*""", re.IGNORECASE)
"""How a style asks for a file that may be another site's: for one that isn't named from this site's root."""


def read_own_styles(files: Iterable[Path], say: Callable[[str], str]) -> bytes:
    """Return the site's own rules, for the end of the sheet of every page: outside the layers, they win over others.

    Raises ``SettingError``, in the language of ``say``, for a file that isn't UTF-8 or asks for other files.
    """
    sheets = []
    for file in filter(Path.is_file, files):
        try:
            sheets.append(_minified(file.read_text(encoding="utf-8-sig")))
        except ValueError:
            raise SettingError(say(N_("{file} is not in UTF-8: save it so.")).format(file=file)) from None
        if asking := _ASKING.search(sheets[-1]):
            sentence = N_("{file} asks for another file, as pages never do: {what}. Take this out.")
            raise SettingError(say(sentence).format(file=file, what=asking[0]))
    return "".join(sheets).encode()


def _layered(paths: Iterable[Path]) -> str:
    """Return the files' rules in order of name, grouped by layer."""
    layers: dict[str, str] = {}
    for path in sorted(paths):
        sheet = _minified(path.read_text(encoding="utf-8"))
        match = _IN_ONE_LAYER.fullmatch(sheet)
        layer, rules = (match[1], match[2]) if match else ("", sheet)
        layers[layer] = layers.get(layer, "") + rules
    return "".join(f"@layer {layer}{{{rules}}}" if layer else rules for layer, rules in layers.items())


def _minified(sheet: str) -> str:
    bare = _NESTED.sub("", str(cssmin(_DESCENDANT.sub(" *", sheet))))
    return _SPACED.sub(lambda found: "".join(filter(None, found.groups())), bare)


def join_scripts(folder: Path) -> bytes:
    """Join all modules by name, each in a block of its own so that their variables can't clash."""
    parts = [f"{{\n{path.read_text(encoding='utf-8')}\n}}" for path in sorted(folder.glob("*.js"))]
    return str(jsmin("\n".join(parts))).encode()


_PAPER_HUE = 86.0  # the hue of paper and ink, a warm grey for any hues of the territory
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
)  # pairs of text and ground, with the least contrast
_CALLED = {"ink-soft": "soft", "primary": "link", "primary-soft": "chip"}
"""The theme's names of roles, where they differ."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours in light and in dark, by role, as ``#rrggbb``."""

    light: dict[str, str]
    dark: dict[str, str]


def derive_scheme(settings: IdentitySettings) -> Scheme:
    """Return all colours. Raises ``SettingError`` if a pair has too little contrast."""
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
    return Scheme(light, dark)


def render_tokens(scheme: Scheme) -> str:
    """Return the style sheet of the palette: each colour once for light and dark, and the monograms' grounds."""
    light, dark = scheme.light, scheme.dark
    tokens = [f"--{_CALLED.get(role, role)}: light-dark({light[role]}, {dark[role]});" for role in light]
    grounds = [f".monogram--{number} {{ --hue: {colour}; }}" for number, colour in enumerate(GROUNDS)]
    return "\n".join(("@layer tokens {", ":root {", *tokens, "}", *grounds, "}", ""))


def _hue(name: str, written: str) -> float:
    try:
        return float(_color(written).convert("oklch")["hue"])
    except ValueError as error:
        raise SettingError(f"{name} = {written!r}: {error}") from error


def _hex(lightness: float, chroma: float, hue: float) -> str:
    return str(_color("oklch", [lightness, chroma, hue]).convert("srgb").fit().to_string(hex=True))


def _color(*written: Any) -> Any:
    """Return a colour of coloraide, whose import takes longer than a small site to print: see ``_coloured``."""
    from coloraide import Color  # noqa: PLC0415

    return Color(*written)


def _unreadable(colours: dict[str, str], scheme: str) -> Iterator[str]:
    for text, ground, least in _READ:
        contrast = _color(colours[text]).contrast(colours[ground])
        if contrast < least:
            yield f"IDENTITY_PRIMARY, IDENTITY_ACCENT: {text} / {ground} ({scheme}): {contrast:.2f} < {least}"


_DRAWN_FOR = IdentitySettings()
_NEAR_ACCENT = "#f3b489"
"""The sun of the picture, which follows the accent; its hills follow the primary hue, its paper nothing."""
_PAPER = "#f7f1e4"
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_SIDE = 48  # pixels of a side of the favicon: 16 and 32 are shown from them too, and search engines ask for 48 at least
_ICO_HEAD = struct.Struct("<3H4B2H2I")
"""A directory of one picture: reserved, kind, count; width, height, colours, reserved, planes, depth, length, place."""


def render_icon(svg: str, settings: IdentitySettings) -> bytes:
    """Return the icon, its colours turned as far as the site's two are from those it was drawn for; grey with greys."""
    return _COLOUR.sub(lambda found: _turned(found[0], settings), svg).encode()


def render_favicon(svg: str) -> bytes:
    """Return ``favicon.ico``: one PNG picture of an icon, in its middle if it isn't square, and nothing else."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - seldom needed

    drawing = svg_to_bytes(svg_string=svg, width=_SIDE, height=_SIDE, skip_system_fonts=True)
    fitted, target = Image.new("RGBA", (_SIDE, _SIDE)), io.BytesIO()
    with Image.open(io.BytesIO(drawing), formats=("PNG",)) as picture:
        fitted.paste(picture, ((_SIDE - picture.width) // 2, (_SIDE - picture.height) // 2))
    fitted.save(target, "PNG", optimize=True)
    pixels = target.getvalue()
    return _ICO_HEAD.pack(0, 1, 1, _SIDE, _SIDE, 0, 0, 1, 32, len(pixels), _ICO_HEAD.size) + pixels


def _turned(colour: str, settings: IdentitySettings) -> str:
    if colour == _PAPER:
        return colour
    pair = (settings.accent, _DRAWN_FOR.accent) if colour == _NEAR_ACCENT else (settings.primary, _DRAWN_FOR.primary)
    if pair[0] == pair[1]:
        return colour
    target, original, here = (_color(item).convert("oklch") for item in (*pair, colour))
    if not isfinite(target["hue"]) or target["chroma"] < 0.02:
        return str(here.set("chroma", 0).convert("srgb").fit().to_string(hex=True))
    turned = here.set("hue", (here["hue"] + target["hue"] - original["hue"]) % 360)
    return str(turned.convert("srgb").fit().to_string(hex=True))


_HERE = Path(__file__).parent
_ICON, _FAVICON = "theme/icon.svg", "favicon.ico"
_WAYS = "ways.svg"  # the drawings that the style sheet for contributors names
"""Files that pages name, and those that browsers and feed readers ask for by themselves."""
_LOGOS = "photos"  # the folder of a site's own logo: servers let nothing in it act (``features/hosting/rules.py``)
_CUTTERS = ("fonttools", "brotli", "font-source-sans-pro", "font-source-serif-pro")
"""The libraries that fonts are cut by and from."""


SiteLook = tuple[dict[str, bytes], AssetsView, dict[str, str], LogoDrawing | None]
"""The files to write, by address; the facts for pages; the light colours by role; its own logo."""


def compose_look(
    theme: Path,
    folder: Path,
    settings: IdentitySettings,
    base: str,
    say: Callable[[str], str],
    last: bytes,
) -> SiteLook:
    """Return the look of a site, from its theme's folder and its own; ``last`` are its own rules.

    Raises ``SettingError`` for unreadable colours and, in the language of ``say``, for an unusable logo.
    """
    static = theme / "static"
    scheme, icon_drawn = _coloured((static / "icon.svg").read_text("utf-8"), settings)
    faces = _read_faces() if settings.web_fonts else {}
    name_of = _steady if settings.steady_names else _named
    fonts = {stem: name_of(f"{stem}.woff2", data) for stem, data in faces.items()}
    urls = {stem: base + url for stem, url in fonts.items()}
    css, js = static / "css", static / "js"
    logo = None
    if settings.logos(folder):
        from placette.features.appearance.logo import read_logo  # noqa: PLC0415 - for sites with a logo of their own

        logo = read_logo(settings, folder, say)
    logos = {name_of(name, data, _LOGOS): data for name, data in logo.files.items()} if logo else {}
    rules = [(static / "two-logos.css").read_text("utf-8")] if len(logos) > 1 else []
    table = {"placette.css": join_styles(css, render_tokens(scheme), render_faces(urls), *rules) + last}
    table |= {f"{sheet.name}.css": join_further_styles(sheet) for sheet in sorted(css.iterdir()) if sheet.is_dir()}
    table |= {f"{name}.js": join_scripts(js / name) for name in ("acts", "track", "pictures")}
    later = b'addEventListener("DOMContentLoaded",()=>{%b})' % join_scripts(js)  # once the page is read
    table |= {"placette.js": b'"use strict";' + join_scripts(js / "early") + later}
    drawings = {name_of(_WAYS, path.read_bytes()): path.read_bytes() for path in static.glob(_WAYS)}
    for url in drawings:
        table["contributing.css"] = table["contributing.css"].replace(_WAYS.encode(), url.rpartition("/")[2].encode())
    icon_files = {_ICON: icon_drawn}
    icon = logos if logo and logo.square else icon_files
    icon_path = next(iter(icon))
    addresses = {name: name_of(name, data) for name, data in table.items()}
    files = {addresses[name]: data for name, data in table.items()} | logos | icon | drawings
    plain = logo.drawing.light if logo and logo.square else icon_files[_ICON].decode()
    kept_favicon = f"favicon-{digest(plain.encode())}.bin"
    files[_FAVICON] = kept_while(__file__, kept_favicon, code_version(), lambda: render_favicon(plain))
    sheets = {name.removesuffix(".css"): base + url for name, url in addresses.items() if name.endswith(".css")}
    sheets["track"] = base + addresses["track.js"]
    assets = AssetsView(
        stylesheet_url=sheets.pop("placette"),
        sheets=sheets,
        script_url=base + addresses["placette.js"],
        acts_script_url=base + addresses["acts.js"],
        pictures_script_url=base + addresses["pictures.js"],
        font_urls=tuple(urls[stem] for stem in PRELOADED if stem in urls),
        icon_url=base + icon_path,
        icon_type=media_type(icon_path),
        logo=logo.view([base + url for url in logos]) if logo else None,
        theme_color_light=scheme.light["paper"],
        theme_color_dark=scheme.dark["paper"],
    )
    files |= {fonts[stem]: data for stem, data in faces.items()}
    return files, assets, scheme.light, logo.drawing if logo else None


def _coloured(svg: str, settings: IdentitySettings) -> tuple[Scheme, bytes]:
    """Return the colours and the icon; kept beside our code, so that most builds import no library of colours."""
    name = f"colours-{digest(settings.primary.encode(), settings.accent.encode())}.bin"

    def made() -> bytes:
        scheme = derive_scheme(settings)
        return json.dumps([scheme.light, scheme.dark, render_icon(svg, settings).decode()]).encode()

    light, dark, icon = json.loads(kept_while(__file__, name, digest(code_version().encode(), svg.encode()), made))
    return Scheme(light, dark), icon.encode()


def _read_faces() -> dict[str, bytes]:
    """Return the font files by stem: those that the package brings; in a checkout they are cut once, beside our code.

    Raises ``SettingError`` where neither can be had.
    """
    if all(face.file.is_file() for face in FACES):
        return {face.stem: face.file.read_bytes() for face in FACES}
    mark = digest(files_mark(sorted(_HERE.glob("*.py"))).encode(), *(version_of(name).encode() for name in _CUTTERS))
    cached = {face: kept_beside(__file__, f"face-{face.stem}.bin") or b"" for face in FACES}
    uncut = [face for face, data in cached.items() if not data.startswith(mark.encode())]
    if uncut and not all(map(version_of, _CUTTERS)):
        raise SettingError(f"IDENTITY_WEB_FONTS = True  →  {command_for('fonts')}")
    for face, data in zip(uncut, spread(_cut, uncut, None, cost=0.4), strict=True):
        cached[face] = mark.encode() + data
        keep_beside(__file__, f"face-{face.stem}.bin", cached[face])
    return {face.stem: data.removeprefix(mark.encode()) for face, data in cached.items()}


def fonts_elsewhere() -> tuple[dict[str, bytes], str]:
    """Return the font files by name, and the rules that name them, for pages on a host of their own."""
    files = {_named(f"{stem}.woff2", data, ""): data for stem, data in _read_faces().items()}
    return files, render_faces({url[1:].rpartition("-")[0]: url for url in files})


def _cut(face: FontFace, _shared: None) -> bytes:
    from placette.features.appearance.cutting import cut_face  # noqa: PLC0415 - an extra

    return cut_face(face)


def _named(name: str, data: bytes, folder: str = "theme") -> str:
    """Return the address of a file, which changes with its content."""
    stem, suffix = name.split(".")
    return f"{folder}/{stem}-{digest(data)[:10]}.{suffix}"


def _steady(name: str, _data: bytes, folder: str = "theme") -> str:
    """Return the address of a file that is asked for each time: no page changes with it."""
    return f"{folder}/{name}"
