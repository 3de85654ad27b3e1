"""Colours from two hues, letters, one style sheet, one script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from placette.engine.base.files import Store, digest, write_new
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_
from placette.engine.base.versions import code_version, files_mark
from placette.engine.rendering.features import Configured, Feature, Site, Stored
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import once_a_build
from placette.engine.rendering.views import AssetsView, LogoDrawing

__all__ = ["FEATURE", "register"]


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """Two hues, from which every other colour is derived, and the fonts."""

    primary: str = "#1f5c4d"
    """The territory's colour: links, buttons, the deep band."""
    accent: str = "#a8432b"
    """A second colour, for small labels."""
    logo: str = ""
    """A logo of your own, an SVG or PNG file in the site's folder, in place of the icon; if it is wide, of the name."""
    logo_dark: str = ""
    """The same for dark pages."""
    web_fonts: bool = True
    """Whether the site serves its own fonts; otherwise the visitor's system fonts are used."""
    steady_names: bool = False
    """Whether files of the look keep their names when they change: said by ``invoke serve`` alone, never by a file."""

    def logos(self, folder: Path) -> list[tuple[str, Path]]:
        """Return the settings that name a logo, each with its file; ``folder`` is the site's."""
        files = [("IDENTITY_LOGO", self.logo), ("IDENTITY_LOGO_DARK", self.logo_dark)]
        return [(setting, folder / path) for setting, path in files if path]


@dataclass(frozen=True, slots=True)
class LookPlan:
    """The facts of the look that pages and cards need, and the digest of each of its files, by address."""

    assets: AssetsView
    files: dict[str, str]
    colours: dict[str, str]  # the light scheme by role, as ``#rrggbb``
    logo: LogoDrawing | None = None


_PLAN = TypeAdapter(LookPlan)


@once_a_build
def plan_look(site: Site) -> LookPlan:
    """Return the look of a site, as it was planned before or composed now."""
    settings, theme, cache = site.options("IDENTITY", IdentitySettings), *_folders(site)
    sheets = _own_styles(site.settings)
    store, key = Store(cache / "look"), _key(theme, _site_folder(site), settings, site.base, sheets)
    plan = _known_plan(store.get(key))
    if not plan:
        files, assets, colours, logo = _look(site)
        plan = LookPlan(assets, {url: digest(data) for url, data in files.items()}, colours, logo)
    store.put(key, _PLAN.dump_json(plan))
    store.prune()
    return plan


def write_look(site: Site, workshop: Workshop) -> None:
    """Write the look's files that are not in place."""
    ledger = workshop.ledger
    stale = [url for url, mark in plan_look(site).files.items() if ledger.needs(url, mark)]
    files = _look(site)[0] if stale else {}
    for url in stale:
        write_new(workshop.output, url, files[url])
        ledger.note(url, digest(files[url]))


@once_a_build
def _look(site: Site) -> Any:
    """Return the look itself, composed."""
    from placette.features.appearance.style import compose_look, read_own_styles  # noqa: PLC0415 - a plan is kept

    (theme, _), settings = _folders(site), site.options("IDENTITY", IdentitySettings)
    last = read_own_styles(_own_styles(site.settings), site.say)
    return compose_look(theme, _site_folder(site), settings, site.base, site.say, last)


def _folders(site: Site) -> tuple[Path, Path]:
    return Path(site.settings["THEME"]), Path(site.settings["CACHE_PATH"])


def _site_folder(site: Site) -> Path:
    return Path(site.settings["PATH"]).parent


def _known_plan(data: bytes | None) -> LookPlan | None:
    try:
        return _PLAN.validate_json(data) if data else None
    except ValidationError:
        return None


def _own_styles(settings: Mapping[str, Any]) -> list[Path]:
    """Return the site's own style sheet, beside its own templates: never in a proposal, as its texts may be."""
    return [Path(folder).with_name("style.css") for folder in settings.get("THEME_TEMPLATES_OVERRIDES", ())]


def _key(theme: Path, folder: Path, settings: IdentitySettings, base: str, own: list[Path]) -> str:
    """Return a digest of all that the look is made from; the fonts are part of the code."""
    sources = sorted(path for path in (theme / "static").rglob("*") if path.is_file())
    sources += [path for path in (*(file for _, file in settings.logos(folder)), *own) if path.is_file()]
    return digest(code_version().encode(), files_mark(sources).encode(), repr(settings).encode(), base.encode())


def _check(site: Site) -> None:
    """Report unusable colours, logos or fonts before photos are prepared, which may take minutes."""
    plan_look(site)


def _configure(settings: Mapping[str, Any]) -> Configured:
    """Return the files of the site's own look are read."""
    identity = load_settings(IdentitySettings, "IDENTITY", settings)
    logos = identity.logos(Path(settings["PATH"]).parent)
    return Configured(reads=(*(file for _, file in logos), *_own_styles(settings)))


_STORED = (
    Stored("placette-theme", N_("Light or dark, if you choose one at the foot of a page; “Automatic” erases it")),
    Stored("placette-comfort", N_("How letters look, if you choose it above a text; pressing again erases it")),
)
FEATURE = Feature(
    name="appearance",
    order=140,
    settings={"IDENTITY": IdentitySettings},
    configure=_configure,
    offers={
        Ports.ASSETS: lambda site: plan_look(site).assets,
        Ports.COLOURS: lambda site: plan_look(site).colours,
        Ports.LOGO: lambda site: plan_look(site).logo,
    },
    check=_check,
    files=write_look,
    stores=lambda _site: _STORED,
)
register = FEATURE.register
