"""The look of a site: its letters cut, its colours derived, its style sheets and scripts joined."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.core.files import digest
from plugins.core.forks import spread
from plugins.core.store import Store
from plugins.core.views import AssetsView
from plugins.identity.bundle import join_scripts, join_styles
from plugins.identity.colours import Scheme, derive_scheme, render_tokens
from plugins.identity.fonts import FACES, PRELOADED, Face, cut_face, face_key, render_faces
from plugins.identity.settings import IdentitySettings


@dataclass(frozen=True, slots=True)
class Look:
    """Files to write, by address, what pages need to know of them, and the light colours by role."""

    files: dict[str, bytes]
    assets: AssetsView
    colours: dict[str, str]


def compose_look(theme: Path, settings: IdentitySettings, store: Store, base: str) -> Look:
    """The look of a site from its theme's folder; raises ``SettingError`` for colours that can't be read."""
    scheme = derive_scheme(settings)
    fonts = _cut_faces(store) if settings.web_fonts else {}
    urls = {url.removeprefix("theme/").rsplit("-", 1)[0]: base + url for url in fonts}
    styles = join_styles(theme / "static" / "css", render_tokens(scheme), render_faces(urls))
    script, icon = join_scripts(theme / "static" / "js"), (theme / "static" / "icon.svg").read_bytes()
    sheet_url, script_url = f"theme/{_named('placette', styles)}.css", f"theme/{_named('placette', script)}.js"
    files = {**fonts, sheet_url: styles, script_url: script, "theme/icon.svg": icon}
    preloaded = tuple(urls[stem] for stem in PRELOADED if stem in urls)
    return Look(files, _assets(base, sheet_url, script_url, preloaded, scheme), scheme.light)


def _assets(base: str, sheet: str, script: str, fonts: tuple[str, ...], scheme: Scheme) -> AssetsView:
    icon = base + "theme/icon.svg"
    return AssetsView(base + sheet, base + script, fonts, icon, scheme.light["paper"], scheme.dark["paper"])


def _named(stem: str, data: bytes) -> str:
    return f"{stem}-{digest(data)[:10]}"


def _cut_faces(store: Store) -> dict[str, bytes]:
    """The font files by address; those that are not in the store are cut side by side."""
    keys = {face: face_key(face) for face in FACES}
    known = {face: store.get(key) for face, key in keys.items()}
    missing = [face for face in FACES if known[face] is None]
    for face, data in zip(missing, spread(_cut, missing, None, cost=0.4), strict=True):
        store.put(keys[face], data)
        known[face] = data
    return {f"theme/{face.stem}-{keys[face][:8]}.woff2": data for face, data in known.items() if data is not None}


def _cut(face: Face, _shared: None) -> bytes:
    return cut_face(face)
