"""What the tests of a package, or of a feature of a site's own, build on: small sites, the check, templates.

``built = build_site(content, tmp_path, "placette_letters")`` builds a content folder with the features of the core and
those that are named. Nothing else of the core is needed there but ``placette`` itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from selectolax.lexbor import LexborHTMLParser

from placette import defaults
from placette.engine.base.files import walk_files
from placette.engine.base.processes import executor_of, using
from placette.engine.base.translation import HERE, load_catalogue
from placette.engine.build.building import Outcome
from placette.engine.content.build import Build
from placette.engine.findings.problems import Problem
from placette.plugin import build_site as build_with
from placette.plugin import load_site, read_planned, reader_of

NOON = "1782907200"
"""1 July 2026, 12:00 UTC: «now» in every site that is built or checked here, so that scheduled texts stay so."""
_SETTINGS = """\
from placette.defaults import *

PLUGINS = (*(name for name in PLUGINS if name.startswith("placette.")), *{features})
"""


@dataclass(frozen=True)
class SmallSite:
    """A site that was built: its folder, and what the build knows of it."""

    output: Path
    outcome: Outcome

    @property
    def build(self) -> Build:
        """What was read."""
        if not self.outcome.build:
            raise LookupError("nothing had changed: there was nothing to build")
        return self.outcome.build

    def files(self) -> list[str]:
        """Return every file, by its path in the output."""
        return walk_files(self.output)

    def text(self, path: str) -> str:
        """Return a file."""
        return (self.output / path).read_text(encoding="utf-8")

    def page(self, path: str) -> LexborHTMLParser:
        """Return a page by its address from the site's root."""
        return LexborHTMLParser(self.text(f"{path}index.html" if not path or path.endswith("/") else path))


def site_settings(content: Path, folder: Path, *features: str, **settings: Any) -> dict[str, Any]:
    """Return the settings of a small site with the core's features and those of the modules that are named.

    Output and cache lie in ``folder``. Raises ``SettingError``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pelicanconf.py"
    file.write_text(_SETTINGS.format(features=features), encoding="utf-8")
    usual = {
        "PATH": str(content),
        "OUTPUT_PATH": str(folder / "output"),
        "CACHE_PATH": str(folder / "cache"),
        "SITENAME": "Carnets",
        "SITEURL": "https://carnets.example",
        "SHARING_CARDS": False,  # drawing them takes longer than all the rest
        "IDENTITY_WEB_FONTS": False,
        "BUILDING_EXECUTOR": "serial",  # starting others takes longer than such a site
    }
    return load_site(file, **{**usual, **settings})


def build_site(content: Path, folder: Path, *features: str, **settings: Any) -> SmallSite:
    """Build a content folder; raises what the build raises. See ``site_settings``."""
    values = site_settings(content, folder, *features, **settings)
    with _at_noon():
        return SmallSite(Path(values["OUTPUT_PATH"]), build_with(values))


def check_site(content: Path, folder: Path, *features: str, **settings: Any) -> tuple[Problem, ...]:
    """Return the check's problems of a content folder. See ``site_settings``."""
    values = site_settings(content, folder, *features, **settings)
    with _at_noon(), using(executor_of(values)):
        return tuple(read_planned(values, reader_of(values)).problems)


def render(template: str, macro: str, *folders: Path, lang: str = "fr", **given: Any) -> str:
    """Return the output of a template's macro. Templates of these ``folders`` come before those of the theme."""
    theme = Path(defaults.THEME)
    options: dict[str, Any] = {**defaults.JINJA_ENVIRONMENT, "autoescape": True, "undefined": StrictUndefined}
    environment = Environment(loader=FileSystemLoader([*folders, theme / "templates"]), **options)  # noqa: S701 - above
    words = load_catalogue(lang, (theme / "locale", HERE))
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return str(getattr(environment.get_template(template).module, macro)(**given))


@contextmanager
def _at_noon() -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = NOON
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        os.environ |= {} if before is None else {"SOURCE_DATE_EPOCH": before}
