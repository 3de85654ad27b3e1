"""Publishes the look: fonts, style sheets, script, icon, most of them named by their content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pydantic import TypeAdapter, ValidationError

from placette.engine.base.files import digest, write_new
from placette.engine.base.settings import load_settings
from placette.engine.base.store import Store
from placette.engine.base.versions import code_version, files_mark
from placette.engine.library.build import BUILD
from placette.engine.pages.assets import AssetsView
from placette.engine.pages.ledger import ledger_of
from placette.features.look.settings import IdentitySettings

SETTINGS = ("IDENTITY", IdentitySettings)
"""Prefix and declaration of this plugin's settings."""


@dataclass(frozen=True, slots=True)
class LookPlan:
    """What pages and cards need to know of the look, and the digest of each of its files, by address."""

    assets: AssetsView
    files: dict[str, str]
    colours: dict[str, str]
    """The light scheme by role, as ``#rrggbb``."""


_PLAN = TypeAdapter(LookPlan)


class LookGenerator(Generator):  # type: ignore[misc]
    """Composes the look before the pages, which link to its files, and writes it with them."""

    def generate_context(self) -> None:
        """Put the addresses of the look's files, and its colours, into the context."""
        settings = load_settings(IdentitySettings, "IDENTITY", self.settings)
        base, theme = self.context[BUILD].base, Path(self.theme)
        store = Store(Path(self.settings["CACHE_PATH"]) / "look")
        key = _key(theme, settings, base)
        self.compose = partial(_compose, theme, settings, Path(self.settings["CACHE_PATH"]) / "fonts", base)
        self.plan = _known_plan(store.get(key)) or _plan_of(self.compose())
        store.put(key, _PLAN.dump_json(self.plan))
        store.prune()
        self.context["ASSETS"] = self.plan.assets
        self.context["COLOURS"] = self.plan.colours

    def generate_output(self, _writer: Any) -> None:
        """Write the look's files that are not in place."""
        ledger = ledger_of(self.settings)
        stale = [url for url, made in self.plan.files.items() if ledger.needs(url, made)]
        files = self.compose().files if stale else {}
        for url in stale:
            write_new(Path(self.output_path), url, files[url])
            ledger.note(url, digest(files[url]))


def _compose(theme: Path, settings: IdentitySettings, fonts: Path, base: str) -> Any:
    """The look itself. Its code is imported here because it is slow to import and seldom needed."""
    from placette.features.look.site_look import compose_look  # noqa: PLC0415

    store = Store(fonts)
    look = compose_look(theme, settings, store, base)
    store.prune()
    return look


def _plan_of(look: Any) -> LookPlan:
    return LookPlan(look.assets, {url: digest(data) for url, data in look.files.items()}, look.colours)


def _known_plan(data: bytes | None) -> LookPlan | None:
    try:
        return _PLAN.validate_json(data) if data else None
    except ValidationError:
        return None


def _key(theme: Path, settings: IdentitySettings, base: str) -> str:
    """A digest of everything that the look is made from; font packages are pinned, and named in the code."""
    sources = sorted(path for path in (theme / "static").rglob("*") if path.is_file())
    return digest(code_version().encode(), files_mark(sources).encode(), repr(settings).encode(), base.encode())


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return LookGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(add_generator)
