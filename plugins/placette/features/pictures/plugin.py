"""Publishes pictures: renditions of photos without their metadata, and the drawn landscapes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from placette.engine.base.files import digest, write_new
from placette.engine.base.forks import spread
from placette.engine.base.settings import load_settings
from placette.engine.base.store import Store
from placette.engine.base.versions import code_version
from placette.engine.library.build import BUILD, Build
from placette.engine.pages.ledger import ledger_of
from placette.engine.photos.encoding import GENTLE
from placette.features.pictures.artwork import drawing_url, landscape_svg, paint_landscape, picture_of
from placette.features.pictures.hues import Hues, load_hues
from placette.features.pictures.photographs import put_renditions
from placette.features.pictures.settings import ImagesSettings
from placette.features.posts.article import Article
from placette.features.posts.kind import POST

SETTINGS = ("IMAGES", ImagesSettings)
"""Prefix and declaration of this plugin's settings."""


class PicturesGenerator(Generator):  # type: ignore[misc]
    """Decides each post's picture with the other contents, writes the files with the pages."""

    def generate_context(self) -> None:
        """Put the way to a post's picture, and the way to paint one, into the context."""
        build: Build = self.context[BUILD]
        self.chosen = load_settings(ImagesSettings, "IMAGES", self.settings)
        self.drawn = self.chosen.landscapes
        self.context["PICTURES"] = partial(picture_of, photos=build.photos, base=build.base, drawn=self.drawn)
        self.hues = load_hues(self.settings)
        self.context["ARTWORK"] = partial(paint_landscape, hues=self.hues)
        self.context["LANDSCAPE"] = partial(landscape_svg, hues=self.hues)

    def generate_output(self, _writer: Any) -> None:
        """Write every landscape and every rendition that is not in place."""
        build: Build = self.context[BUILD]
        output, ledger = Path(self.output_path), ledger_of(self.settings)
        made_with = digest(code_version().encode(), repr(self.hues).encode())
        articles = [article for article in build.of(POST) if self.drawn and not article.photo]
        stale = [a for a in articles if ledger.needs(drawing_url(a), digest(made_with.encode(), a.slug.encode()))]
        for path, made in spread(_put_landscape, stale, (output, self.hues), cost=0.004):
            ledger.note(path, made)
        store = Store(Path(self.settings["CACHE_PATH"]) / "photos")
        put_renditions(build, Path(self.path), output, store, ledger, GENTLE if self.chosen.fine_details else {})


def _put_landscape(article: Article, place: tuple[Path, Hues]) -> tuple[str, str]:
    output, hues = place
    data = landscape_svg(article, hues)
    write_new(output, drawing_url(article), data)
    return drawing_url(article), digest(data)


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return PicturesGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(add_generator)
