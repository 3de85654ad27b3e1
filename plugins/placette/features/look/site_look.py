"""Composes the look of a site: fonts, derived colours, joined style sheets and scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.beside_code import keep_beside, kept_beside
from placette.engine.base.extras import command_for, version_of
from placette.engine.base.files import digest
from placette.engine.base.media_types import media_type
from placette.engine.base.processes import spread
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.store import Store
from placette.engine.base.versions import files_mark
from placette.engine.pages.assets import AssetsView, LogoDrawing
from placette.features.look.bundle import join_further_styles, join_scripts, join_styles
from placette.features.look.colours import derive_scheme, render_tokens
from placette.features.look.fonts import FACES, PRELOADED, FontFace, render_faces
from placette.features.look.icon import render_favicon, render_icon
from placette.features.look.logo import read_logo
from placette.features.look.settings import IdentitySettings

_HERE = Path(__file__).parent
_ICON, _FAVICON = "theme/icon.svg", "favicon.ico"
"""What pages name, and what is asked for unnamed: by browsers beside a feed or a picture, by feed readers."""
_LOGOS = "photos"
"""The folder of a site's own logo: servers let nothing in it act (``features/hosting/rules.py``)."""
_CUTTERS = ("fonttools", "brotli", "font-source-sans-pro", "font-source-serif-pro")
"""The libraries that fonts are cut by and from."""


@dataclass(frozen=True, slots=True)
class SiteLook:
    """The files to write, by address; what pages need to know of them; the light colours by role; its own logo."""

    files: dict[str, bytes]
    assets: AssetsView
    colours: dict[str, str]
    logo: LogoDrawing | None


def compose_look(
    theme: Path, folder: Path, settings: IdentitySettings, store: Store, base: str, say: Callable[[str], str]
) -> SiteLook:
    """The look of a site, from its theme's folder and its own.

    Raises ``SettingError`` for unreadable colours and, in the language of ``say``, for a logo that can't be shown.
    """
    scheme = derive_scheme(settings)
    faces = _read_faces(store) if settings.web_fonts else {}
    name_of = _steady if settings.steady_names else _named
    named = {stem: name_of(f"{stem}.woff2", data) for stem, data in faces.items()}
    urls = {stem: base + url for stem, url in named.items()}
    static = theme / "static"
    css, js = static / "css", static / "js"
    logo = read_logo(settings, folder, say)
    logos = {name_of(name, data, _LOGOS): data for name, data in logo.files.items()} if logo else {}
    rules = [(static / "two-logos.css").read_text("utf-8")] if len(logos) > 1 else []
    made = {"placette.css": join_styles(css, render_tokens(scheme), render_faces(urls), *rules)}
    made |= {f"{sheet.name}.css": join_further_styles(sheet) for sheet in sorted(css.iterdir()) if sheet.is_dir()}
    made |= {"early.js": join_scripts(js / "early"), "placette.js": join_scripts(js)}
    drawn = {_ICON: render_icon((static / "icon.svg").read_text("utf-8"), settings)}
    icon = logos if logo and logo.square else drawn
    icon_path = next(iter(icon))
    found = {name: name_of(name, data) for name, data in made.items()}
    files = {found[name]: data for name, data in made.items()} | logos | icon
    plain = logo.drawings[0] if logo and logo.square else drawn[_ICON].decode()
    files[_FAVICON] = render_favicon(plain)
    sheets = {name.removesuffix(".css"): base + url for name, url in found.items() if name.endswith(".css")}
    assets = AssetsView(
        stylesheet_url=sheets.pop("placette"),
        sheets=sheets,
        early_script_url=base + found["early.js"],
        script_url=base + found["placette.js"],
        font_urls=tuple(urls[stem] for stem in PRELOADED if stem in urls),
        icon_url=base + icon_path,
        icon_type=media_type(icon_path),
        logo=logo.view([base + url for url in logos]) if logo else None,
        theme_color_light=scheme.light["paper"],
        theme_color_dark=scheme.dark["paper"],
    )
    files |= {named[stem]: data for stem, data in faces.items()}
    return SiteLook(files, assets, scheme.light, logo.drawing if logo else None)


def _read_faces(store: Store) -> dict[str, bytes]:
    """The font files by stem: those that the package brings; in a checkout they are cut once, and kept in ``store``,
    and beside our code for its other sites.

    Raises ``SettingError`` where neither can be had.
    """
    if all(face.file.is_file() for face in FACES):
        return {face.stem: face.file.read_bytes() for face in FACES}
    made_of = digest(files_mark(sorted(_HERE.glob("*.py"))).encode(), *(version_of(name).encode() for name in _CUTTERS))
    keys = {face: f"face {made_of} {face.stem}" for face in FACES}
    known = {face: store.get(key) for face, key in keys.items()}
    missing = [face for face in FACES if known[face] is None]
    known |= {face: _kept(face, made_of) for face in missing}
    uncut = [face for face in missing if known[face] is None]
    if uncut and not all(map(version_of, _CUTTERS)):
        raise SettingError(f"IDENTITY_WEB_FONTS = True  →  {command_for('poster')}")
    for face, data in zip(uncut, spread(_cut, uncut, None, cost=0.4), strict=True):
        keep_beside(__file__, _name_beside(face), made_of.encode() + data)
        known[face] = data
    found = {face: data for face, data in known.items() if data}
    for face in missing:
        store.put(keys[face], found[face])
    return {face.stem: data for face, data in found.items()}


def _kept(face: FontFace, made_of: str) -> bytes | None:
    """A face that was cut for another site, of the same files and by the same libraries."""
    kept = kept_beside(__file__, _name_beside(face))
    return kept.removeprefix(made_of.encode()) if kept and kept.startswith(made_of.encode()) else None


def _name_beside(face: FontFace) -> str:
    return f"face-{face.stem}.bin"


def _cut(face: FontFace, _shared: None) -> bytes:
    from placette.features.look.cutting import cut_face  # noqa: PLC0415 - an extra

    return cut_face(face)


def _named(name: str, data: bytes, folder: str = "theme") -> str:
    """The address of a file, which changes with its content."""
    stem, suffix = name.split(".")
    return f"{folder}/{stem}-{digest(data)[:10]}.{suffix}"


def _steady(name: str, _data: bytes, folder: str = "theme") -> str:
    """The address of a file that is asked for each time: no page changes with it."""
    return f"{folder}/{name}"
