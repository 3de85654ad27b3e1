"""Composes the look of a site: subset fonts, derived colours, joined style sheets and scripts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.files import digest
from placette.engine.base.processes import spread
from placette.engine.base.store import Store
from placette.engine.pages.assets import AssetsView
from placette.features.look.bundle import join_list_styles, join_scripts, join_styles
from placette.features.look.colours import derive_scheme, render_tokens
from placette.features.look.fonts import FACES, PRELOADED, FontFace, cut_face, face_key, render_faces
from placette.features.look.settings import IdentitySettings


@dataclass(frozen=True, slots=True)
class SiteLook:
    """The files to write, by address; what pages need to know of them; the light colours by role."""

    files: dict[str, bytes]
    assets: AssetsView
    colours: dict[str, str]


def compose_look(theme: Path, settings: IdentitySettings, store: Store, base: str) -> SiteLook:
    """The look of a site, from its theme's folder. Raises ``SettingError`` for unreadable colours."""
    scheme = derive_scheme(settings)
    fonts = _cut_faces(store) if settings.web_fonts else {}
    urls = {url.removeprefix("theme/").rsplit("-", 1)[0]: base + url for url in fonts}
    static = theme / "static"
    styles = join_styles(static / "css", render_tokens(scheme), render_faces(urls))
    made = [("placette.css", styles), ("lists.css", join_list_styles(static / "css"))]
    made += [("placette.js", join_scripts(static / "js"))]
    files = {_named(name, data): data for name, data in made} | {"theme/icon.svg": (static / "icon.svg").read_bytes()}
    preloaded = tuple(urls[stem] for stem in PRELOADED if stem in urls)
    sheet, list_sheet, script, icon = (base + url for url in files)
    assets = AssetsView(sheet, list_sheet, script, preloaded, icon, scheme.light["paper"], scheme.dark["paper"])
    return SiteLook({**fonts, **files}, assets, scheme.light)


def _named(name: str, data: bytes) -> str:
    """The address of a file, which changes with its content."""
    stem, suffix = name.split(".")
    return f"theme/{stem}-{digest(data)[:10]}.{suffix}"


def _cut_faces(store: Store) -> dict[str, bytes]:
    """The font files by address; those missing from the store are made in parallel."""
    keys = {face: face_key(face) for face in FACES}
    known = {face: store.get(key) for face, key in keys.items()}
    missing = [face for face in FACES if known[face] is None]
    for face, data in zip(missing, spread(_cut, missing, None, cost=0.4), strict=True):
        store.put(keys[face], data)
        known[face] = data
    return {f"theme/{face.stem}-{keys[face][:8]}.woff2": data for face, data in known.items() if data is not None}


def _cut(face: FontFace, _shared: None) -> bytes:
    return cut_face(face)
