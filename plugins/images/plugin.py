"""Publishes pictures: renditions of photos without their metadata, and the drawn landscapes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.core.build import BUILD, Build
from plugins.core.files import digest, write_atomic
from plugins.core.photos import LIMITS, encode_rendition
from plugins.core.renditions import Rendition
from plugins.core.store import Store
from plugins.core.workers import run_bounded
from plugins.images.artwork import Artwork, drawing_url, landscape_svg, picture_of, wanted_renditions


class PicturesGenerator(Generator):  # type: ignore[misc]
    """Decides each post's picture with the other contents, writes the files with the pages."""

    def generate_context(self) -> None:
        """Put the pictures of the posts, and the way to paint one, into the context."""
        build: Build = self.context[BUILD]
        self.context["PICTURES"] = {a.path: picture_of(a, build.photos, build.base) for a in build.published}
        self.context["ARTWORK"] = Artwork(Path(self.path))

    def generate_output(self, _writer: Any) -> None:
        """Write every landscape and every rendition that is not in the store."""
        build: Build = self.context[BUILD]
        output, store = Path(self.output_path), Store(Path(self.settings["CACHE_PATH"]) / "photos")
        for article in build.published:
            if not article.photo:
                write_atomic(output / drawing_url(article), landscape_svg(article))
        for url, data in _renditions(build, Path(self.path), store):
            write_atomic(output / url, data)


def _renditions(build: Build, content: Path, store: Store) -> list[tuple[str, bytes]]:
    """Address and bytes of every rendition; the missing ones are encoded in workers."""
    bodies = [*(page.body for page in build.pages), *(profile.body for profile in build.profiles)]
    others = [photo.path for body in bodies for photo in body.photos]
    others += [profile.photo.path for profile in build.profiles if profile.photo]
    wanted = [(path, r) for path, r in wanted_renditions(build.published, others, build.photos)]
    kept = {r.url: store.get(_key(r)) for _, r in wanted}
    missing = [(path, r) for path, r in wanted if kept[r.url] is None]
    made = run_bounded(encode_rendition, [((content / path).read_bytes(), r) for path, r in missing], None, LIMITS)
    for (path, rendition), data in zip(missing, made, strict=True):
        if data is None:
            raise OSError(f"{path}: {rendition.url}")
        store.put(_key(rendition), data)
        kept[rendition.url] = data
    store.prune()
    return [(url, data) for url, data in kept.items() if data is not None]


def _key(rendition: Rendition) -> str:
    return digest(rendition.url.encode(), rendition.format.encode())


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return PicturesGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(add_generator)
