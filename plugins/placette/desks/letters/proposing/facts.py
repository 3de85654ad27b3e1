"""What must be known of a site before a letter becomes one of its posts."""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.settings import load_settings
from placette.engine.library.build import Build
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.draft import draft_text
from placette.features.authors.kind import PROFILE
from placette.features.posts.kind import POST
from placette.features.posts.schema import ArticleMatter
from placette.features.replies import RepliesSettings, last_day
from placette.plugin import reader_of

_RECEIPT = "receipt"
"""The key by which a post names the letter that it was."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site's languages, choices, people and addresses, as far as a new post depends on them."""

    lang: str
    languages: tuple[str, ...]
    licence: str
    """The label of the licence that texts have where they say nothing."""
    categories: Mapping[str, str]
    """Names by folded name."""
    communes: CommuneIndex
    people: Mapping[str, str]
    """Names by key."""
    keys: frozenset[str] = frozenset()
    """Every key of a profile that is taken, those of people who have left too."""
    bylines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys of each post's authors by its source, of posts that something blocks too."""
    slugs: frozenset[str] = frozenset()
    """The names of the folders of posts, which no new post may have."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """The source of each page by its address from the site's root."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """By source."""
    site: str = ""
    """``SITEURL``; empty on an editor's own machine."""
    zone: tzinfo | None = None
    replies_until: Mapping[str, date] = field(default_factory=dict)
    """The last day for short replies by post (source path); empty where the site takes none."""
    keeps_receipts: bool = False
    """Whether posts may name their letter, which a site without letterbox doesn't."""

    @property
    def french(self) -> bool:
        """Whether keys are written in French."""
        return self.lang.startswith("fr")

    def page_at(self, address: str) -> str:
        """The source of the page at a whole address (``https://…``); empty for one that isn't the site's."""
        there, own = urlsplit(address), urlsplit(self.site)
        base = f"{own.path.rstrip('/')}/"
        if (own.netloc and there.netloc.casefold() != own.netloc.casefold()) or not there.path.startswith(base):
            return ""
        path = unquote(there.path.removeprefix(base))
        return self.pages.get(path) or self.pages.get(f"{path}/") or ""


def words_of(lang: str) -> gettext.GNUTranslations:
    """The catalogue of a language; English where there is none for it."""
    try:
        return load_catalogue(lang)
    except FileNotFoundError:
        return load_catalogue("en")


def facts_of(settings: Mapping[str, Any], build: Build) -> SiteFacts:
    """What a site's settings and its texts say; raises ``SettingError`` and ``OSError``."""
    options = reader_of(settings).options(settings)
    people = (*build.of(PROFILE), *build.silent(PROFILE), *build.drafts(PROFILE))
    sources = (*build.addresses, *(gone.path for gone in build.gone))
    return SiteFacts(
        lang=options.lang,
        languages=options.languages,
        licence=options.licence.label,
        categories={folded: term.name for folded, term in options.categories.items()},
        communes=options.communes,
        people={person.key: person.name for person in people},
        keys=frozenset(path.stem for path in map(PurePosixPath, sources) if path.parts[0] == "authors"),
        bylines=_bylines(Path(settings["PATH"]), build),
        slugs=frozenset(_folders(sources)),
        pages={address: path for path, address in build.addresses.items() if address},
        titles=dict(_titles(build)),
        site=str(settings.get("SITEURL", "")),
        zone=options.now.tzinfo,
        replies_until=dict(_replies_until(settings, build)),
        keeps_receipts=_RECEIPT in POST.schema.model_fields,
    )


def _replies_until(settings: Mapping[str, Any], build: Build) -> Iterator[tuple[str, date]]:
    own = load_settings(RepliesSettings, "REPLIES", settings)
    for post in build.of(POST) if own.open else ():
        if last := last_day(post, own):
            yield post.path, last


def _bylines(content: Path, build: Build) -> dict[str, tuple[str, ...]]:
    """Who signs each post. A letter's post is often blocked by its own gaps: then its file alone says so."""
    posts = (*build.of(POST), *build.scheduled(POST), *build.drafts(POST))
    known = {post.path: post.authors for post in posts}
    for path in build.addresses:
        if path not in known and POST.is_place(path) and (content / path).is_file():
            matter = draft_text(path, POST, (content / path).read_bytes()).checkable
            known[path] = tuple(matter.authors) if isinstance(matter, ArticleMatter) else ()
    return known


def _folders(sources: tuple[str, ...]) -> Iterator[str]:
    paths = map(PurePosixPath, sources)
    return (path.parent.name for path in paths if path.parts[0] == "articles" and len(path.parts) > 2)


def _titles(build: Build) -> Iterator[tuple[str, str]]:
    for texts in build.texts.values():
        yield from ((text.path, text.title) for text in texts if isinstance(getattr(text, "title", None), str))
