"""Publishes pictures: renditions of photos without their metadata, and the drawn landscapes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.core.build import BUILD, Build
from plugins.core.encoding import encode_rendition
from plugins.core.files import digest, write_new
from plugins.core.forks import spread
from plugins.core.ledger import Ledger, ledger_of
from plugins.core.models import Article
from plugins.core.photos import LIMITS
from plugins.core.renditions import Rendition
from plugins.core.settings import load_settings
from plugins.core.store import Store
from plugins.core.versions import code_version
from plugins.core.workers import run_bounded
from plugins.images.artwork import drawing_url, landscape_svg, paint_landscape, picture_of, wanted_renditions
from plugins.images.settings import ImagesSettings

SETTINGS = ("IMAGES", ImagesSettings)
"""Prefix and declaration of this plugin's settings."""


class PicturesGenerator(Generator):  # type: ignore[misc]
    """Decides each post's picture with the other contents, writes the files with the pages."""

    def generate_context(self) -> None:
        """Put the way to a post's picture, and the way to paint one, into the context."""
        build: Build = self.context[BUILD]
        self.drawn = load_settings(ImagesSettings, "IMAGES", self.settings).landscapes
        self.context["PICTURES"] = partial(picture_of, photos=build.photos, base=build.base, drawn=self.drawn)
        self.context["ARTWORK"], self.context["LANDSCAPE"] = paint_landscape, landscape_svg

    def generate_output(self, _writer: Any) -> None:
        """Write every landscape and every rendition that is not in place."""
        build: Build = self.context[BUILD]
        output, ledger = Path(self.output_path), ledger_of(self.settings)
        version = code_version()
        articles = [article for article in build.published if self.drawn and not article.photo]
        stale = [a for a in articles if ledger.needs(drawing_url(a), digest(version.encode(), a.slug.encode()))]
        for path, made in spread(_put_landscape, stale, output, cost=0.004):
            ledger.note(path, made)
        _put_renditions(build, Path(self.path), output, Store(Path(self.settings["CACHE_PATH"]) / "photos"), ledger)


def _put_landscape(article: Article, output: Path) -> tuple[str, str]:
    data = landscape_svg(article)
    write_new(output, drawing_url(article), data)
    return drawing_url(article), digest(data)


def _put_renditions(build: Build, content: Path, output: Path, store: Store, ledger: Ledger) -> None:
    """Write the renditions that are not in place; those that are not in the store either are encoded in workers."""
    wanted = _wanted(build)
    for _, rendition in wanted:
        store.keep(_key(rendition))
    stale = [(path, r) for path, r in wanted if ledger.needs(r.url, _key(r))]
    kept = {r.url: data for _, r in stale if (data := store.get(_key(r))) is not None}
    missing = [(path, r) for path, r in stale if r.url not in kept]
    made = run_bounded(encode_rendition, [((content / path).read_bytes(), r) for path, r in missing], None, LIMITS)
    for (path, rendition), data in zip(missing, made, strict=True):
        if data is None:
            raise OSError(f"{path}: {rendition.url}")
        store.put(_key(rendition), data)
        kept[rendition.url] = data
    store.prune()
    for url, data in kept.items():
        write_new(output, url, data)
        ledger.note(url, digest(data))


def _wanted(build: Build) -> list[tuple[str, Rendition]]:
    """Every rendition that the published texts and people show, with its photo's path."""
    bodies = [*(page.body for page in build.pages), *(profile.body for profile in build.profiles)]
    others = [photo.path for body in bodies for photo in body.photos]
    others += [profile.photo.path for profile in build.profiles if profile.photo]
    return wanted_renditions(build.published, others, build.photos)


def _key(rendition: Rendition) -> str:
    return digest(rendition.url.encode(), rendition.format.encode())


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return PicturesGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(add_generator)
