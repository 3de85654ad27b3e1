"""Which members of the team read a proposal, by the communes and the categories of its texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from placette.engine.base.text import fold
from placette.engine.library.build import Build
from placette.features.agenda.event import Event
from placette.features.agenda.kind import EVENT
from placette.features.posts.article import Article
from placette.features.posts.kind import POST


def readers_of(build: Build, changed: Iterable[str], readers: Mapping[str, str]) -> tuple[str, ...]:
    """The readers of the changed texts, each once, with the reason: ``@x (Brioude, Nature)``."""
    paths = frozenset(changed)
    texts = [text for text in _texts(build) if text.path in paths]
    found: dict[str, list[str]] = {}
    for name, reader in readers.items():
        codes = {commune.code for commune in build.communes.find(name)}
        if any(fold(name) in _categories(text) or codes & set(text.communes) for text in texts):
            found.setdefault(reader, []).append(name)
    return tuple(f"{reader} ({', '.join(names)})" for reader, names in found.items())


def _texts(build: Build) -> Iterable[Article | Event]:
    return (*build.of(POST), *build.scheduled(POST), *build.drafts(POST), *build.of(EVENT))


def _categories(text: Article | Event) -> frozenset[str]:
    return frozenset({fold(text.category.name)} if text.category else ())
