"""What a card may be about: a post, a page, an author, a category, a commune, the whole site. Values only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from placette.engine.library.build import Build
from placette.engine.library.models import Commune, Term
from placette.engine.texts.renditions import PhotoFacts
from placette.engine.texts.values import Photo
from placette.features.agenda.event import Event
from placette.features.agenda.words import STATUSES, when
from placette.features.authors.kind import PROFILE
from placette.features.authors.monograms import GROUNDS, hue_of, monogram
from placette.features.authors.profile import Profile
from placette.features.pages.kind import PAGE
from placette.features.pages.page import Page
from placette.features.posts.article import Article
from placette.features.posts.kind import POST
from placette.features.sharing.structured import Site

_SHORT_NAME = 30
"""Characters of the longest name that stays on one line."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of a contributor's: its path in the content folder, a digest of its bytes, what must stay in sight."""

    path: str
    digest: str
    focus: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person whose face a card shows: the portrait, or else the letters on their ground, as on the pages."""

    letters: str
    ground: str
    portrait: Shot | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a card shows beside what is the same on every card; plain texts, typography done.

    ``place`` stands above the title, ``note`` below it. Without ``photo``, a landscape is drawn for ``slug`` and
    ``category`` (slugs). ``work`` tells a text, signed by ``authors``, from whatever has a name.
    """

    slug: str
    title: str
    place: str = ""
    note: str = ""
    authors: tuple[str, ...] = ()
    sitters: tuple[Sitter, ...] = ()
    category: str = ""
    photo: Shot | None = None
    work: bool = False


def article_subject(article: Article, build: Build, people: Mapping[str, Profile]) -> Subject:
    """A post: who wrote it, with their faces, and where it takes place."""
    authors = [people[key] for key in article.authors if key in people]
    names = tuple(author.name for author in authors)
    return Subject(
        slug=article.slug,
        title=article.title,
        place=places_of([build.communes.by_code[code] for code in article.communes]),
        note=", ".join(name.replace(" ", "\u00a0") if len(name) <= _SHORT_NAME else name for name in names),
        authors=names,
        sitters=tuple(_sitter(author, build.photos) for author in authors),
        category=article.category.slug,
        photo=_shot(article.photo, build.photos) if article.photo else None,
        work=True,
    )


def event_subject(event: Event, build: Build, say: Callable[[str], str]) -> Subject:
    """An event: where, its title, and when; whether it still holds stands first."""
    happening = event.happening
    status = STATUSES[happening.outlook]
    towns = places_of([build.communes.by_code[code] for code in event.communes])
    return Subject(
        slug=event.slug,
        title=event.title,
        place=" · ".join(filter(None, (say(status) if status else "", happening.venue, towns))),
        note=when(happening, happening.starts[0], say, build.lang),
        category=event.category.slug if event.category else "",
        work=True,
    )


def page_subject(page: Page) -> Subject:
    """A page of the site's own texts."""
    return Subject(page.slug, page.title, note=page.summary, work=True)


def author_subject(profile: Profile, build: Build) -> Subject:
    """A person or an association: their face, what they are, where they live."""
    communes = [build.communes.by_code[code] for code in profile.communes if code in build.communes.by_code]
    kind = profile.kind_label[:1].upper() + profile.kind_label[1:]
    return Subject(
        slug=profile.key,
        title=profile.name,
        place=" · ".join(filter(None, (kind, places_of(communes)))),
        note=profile.description,
        sitters=(_sitter(profile, build.photos),),
    )


def category_subject(category: Term, overline: str) -> Subject:
    """A category; ``overline`` says that it is one, in the site's language."""
    return Subject(category.slug, category.name, overline, category.description, category=category.slug)


def commune_subject(commune: Commune, note: str = "") -> Subject:
    """A commune: its name, its département, and a sentence about it where there is one."""
    return Subject(commune.code, commune.name, commune.department, note)


def site_subject(site: Site) -> Subject:
    """The whole site: its name and its baseline."""
    return Subject("site", site.name, note=site.description)


def subjects_of(build: Build, people: Mapping[str, Profile], site: Site, overline: str) -> list[Subject]:
    """Everything of a build that has a card of its own."""
    categories = {article.category.slug: article.category for article in reversed(build.of(POST))}
    return [
        site_subject(site),
        *(article_subject(article, build, people) for article in build.of(POST)),
        *(page_subject(page) for page in build.of(PAGE)),
        *(author_subject(profile, build) for profile in build.of(PROFILE)),
        *(category_subject(categories[slug], overline) for slug in sorted(categories)),
    ]


def places_of(communes: Iterable[Commune]) -> str:
    """«Orcines, Puy-de-Dôme», or the names of several communes."""
    found = list(communes)
    if len(found) == 1:
        return f"{found[0].name}, {found[0].department}"
    return ", ".join(commune.name for commune in found)


def _sitter(profile: Profile, photos: Mapping[str, PhotoFacts]) -> Sitter:
    portrait = _shot(profile.photo, photos) if profile.photo else None
    return Sitter(monogram(profile.name), GROUNDS[hue_of(profile.key)], portrait)


def _shot(photo: Photo, photos: Mapping[str, PhotoFacts]) -> Shot:
    return Shot(photo.path, photos[photo.path].digest, photo.focus)
