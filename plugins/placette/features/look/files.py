"""The files of the look, planned without composing it: what makes it is slow to import, and seldom needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from placette.engine.base.files import digest, write_new
from placette.engine.base.store import Store
from placette.engine.base.versions import code_version, files_mark
from placette.engine.pages.assets import AssetsView, LogoDrawing
from placette.engine.pages.desk import Desk
from placette.engine.pages.workshop import Workshop
from placette.features.look.settings import IdentitySettings


@dataclass(frozen=True, slots=True)
class LookPlan:
    """What pages and cards need to know of the look, and the digest of each of its files, by address."""

    assets: AssetsView
    files: dict[str, str]
    colours: dict[str, str]
    """The light scheme by role, as ``#rrggbb``."""
    logo: LogoDrawing | None = None


_PLAN = TypeAdapter(LookPlan)


def plan_look(desk: Desk) -> LookPlan:
    """The look of a site, as it was planned before or composed now."""
    return desk.once(_plan)


def _plan(desk: Desk) -> LookPlan:
    settings, theme, cache = desk.options("IDENTITY", IdentitySettings), *_folders(desk)
    store, key = Store(cache / "look"), _key(theme, _site_folder(desk), settings, desk.base)
    plan = _known_plan(store.get(key)) or _plan_of(_composer(desk)())
    store.put(key, _PLAN.dump_json(plan))
    store.prune()
    return plan


def write_look(desk: Desk, workshop: Workshop) -> None:
    """Write the look's files that are not in place."""
    ledger = workshop.ledger
    stale = [url for url, made in plan_look(desk).files.items() if ledger.needs(url, made)]
    files = _composer(desk)().files if stale else {}
    for url in stale:
        write_new(workshop.output, url, files[url])
        ledger.note(url, digest(files[url]))


def _composer(desk: Desk) -> Callable[[], Any]:
    theme, cache = _folders(desk)
    return partial(
        _compose,
        theme,
        _site_folder(desk),
        desk.options("IDENTITY", IdentitySettings),
        Store(cache / "fonts"),
        desk.base,
        desk.say,
    )


def _folders(desk: Desk) -> tuple[Path, Path]:
    return Path(desk.settings["THEME"]), Path(desk.settings["CACHE_PATH"])


def _site_folder(desk: Desk) -> Path:
    """The folder that the site's settings and texts lie in."""
    return Path(desk.settings["PATH"]).parent


def _compose(
    theme: Path, folder: Path, settings: IdentitySettings, fonts: Store, base: str, say: Callable[[str], str]
) -> Any:
    """The look itself."""
    from placette.features.look.site_look import compose_look  # noqa: PLC0415

    return compose_look(theme, folder, settings, fonts, base, say)


def _plan_of(look: Any) -> LookPlan:
    return LookPlan(look.assets, {url: digest(data) for url, data in look.files.items()}, look.colours, look.logo)


def _known_plan(data: bytes | None) -> LookPlan | None:
    try:
        return _PLAN.validate_json(data) if data else None
    except ValidationError:
        return None


def _key(theme: Path, folder: Path, settings: IdentitySettings, base: str) -> str:
    """A digest of all that the look is made from; the fonts are part of the code."""
    sources = sorted(path for path in (theme / "static").rglob("*") if path.is_file())
    sources += [path for _, path in settings.logos(folder) if path.is_file()]
    return digest(code_version().encode(), files_mark(sources).encode(), repr(settings).encode(), base.encode())
