"""Gives Pelican the texts that passed the reading, and nothing else: its own readers are off."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from pelican import Pelican, signals
from pelican.contents import Author, Category, Tag
from pelican.generators import ArticlesGenerator
from pelican.readers import BaseReader, Readers
from pelican.settings import read_settings

from plugins.core.build import BUILD, Build
from plugins.core.models import Article, Page
from plugins.core.problems import blocks
from plugins.core.settings import SettingError, load_settings
from plugins.reading.folder import options_from, read_folder
from plugins.reading.memory import open_memory
from plugins.reading.refusal import ContentRefusedError
from plugins.reading.settings import ReadingSettings

SETTINGS = ("READING", ReadingSettings)
"""Prefix and declaration of this plugin's settings."""


class LibraryReader(BaseReader):  # type: ignore[misc]
    """Hands over what was read before the generators started."""

    enabled = True
    file_extensions: ClassVar[list[str]] = ["md"]

    def read(self, path: str) -> tuple[str, dict[str, Any]]:
        """Sanitised HTML and allow-listed metadata; ``status: skip`` for what is not to be published."""
        relative = Path(path).relative_to(self.settings["PATH"]).as_posix()
        text = published_texts(self.settings[BUILD]).get(relative)
        if text is None:
            return "", {"status": "skip", "title": relative}
        return text.body.html, _metadata(text, self.settings)


def site_settings(path: Path) -> dict[str, Any]:
    """Pelican's settings of a site, for the tasks; raises ``SettingError`` for a file that can't be used."""
    try:
        return dict(read_settings(str(path)))
    except SettingError:
        raise
    except Exception as error:
        raise SettingError(f"{path.name}: {error}") from error


def published_texts(build: Build) -> dict[str, Article | Page]:
    """The articles and pages of this build, by source path."""
    texts: tuple[Article | Page, ...] = (*build.published, *build.pages)
    return {text.path: text for text in texts}


def _metadata(text: Article | Page, settings: Any) -> dict[str, Any]:
    """What Pelican needs to list a text; addresses come from our slug, never from its title."""
    shared = {"title": text.title, "slug": text.slug, "summary": text.summary, "lang": text.lang}
    if isinstance(text, Page):
        return {**shared, "status": "published"}
    tags = [_named(Tag(tag.name, settings), tag.slug) for tag in text.tags]
    return {
        **shared,
        "status": "published",
        "date": text.date,
        **({"modified": text.modified} if text.modified else {}),
        "category": _named(Category(text.category.name, settings), text.category.slug),
        "tags": tags,
        "authors": [_named(Author(key, settings), key) for key in text.authors],
    }


def _named(wrapper: Any, slug: str) -> Any:
    wrapper.slug = slug
    return wrapper


def read_content(pelican: Pelican) -> None:
    """Read the content folder once, before anything is generated; stop when something blocks."""
    if BUILD not in pelican.settings:
        pelican.settings[BUILD] = read_publishable(pelican.settings)


def read_publishable(settings: Any) -> Build:
    """What a build may publish; raises ``ContentRefusedError`` unless texts to be mended are to be skipped."""
    skip = load_settings(ReadingSettings, "READING", settings).skip_invalid
    memory = open_memory(memory_path(settings, "build"))
    build = read_folder(Path(settings["PATH"]), options_from(settings), memory, skip_invalid=skip)
    if blocks(build.problems) and not skip:
        raise ContentRefusedError(build.problems, build.lang)
    return build


def memory_path(settings: Any, purpose: str) -> Path:
    """Where a site keeps what was read before.

    A reading forgets what it did not use, and a check uses more than a build, so each has a memory of its own.
    """
    return Path(settings["CACHE_PATH"]) / f"readings-{purpose}.sqlite"


def replace_readers(readers: Readers) -> None:
    """Turn off every reader of Pelican's; ours is the one door."""
    readers.reader_classes = {"md": LibraryReader}


def list_every_author(generator: ArticlesGenerator) -> None:
    """Give authors who have not written yet a page of their own too."""
    for profile in generator.settings[BUILD].profiles:
        author = _named(Author(profile.key, generator.settings), profile.key)
        generator.authors.setdefault(author, [])


def register() -> None:
    """Connect the handlers."""
    signals.initialized.connect(read_content)
    signals.readers_init.connect(replace_readers)
    signals.article_generator_pretaxonomy.connect(list_every_author)
