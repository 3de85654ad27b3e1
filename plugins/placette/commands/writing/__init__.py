"""``new``, ``new-author``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from placette.engine.base.text import fold, nearest, slugify
from placette.engine.base.translation import N_
from placette.engine.library.build import Build
from placette.engine.library.communes import WHOLE, CommuneIndex
from placette.engine.library.kinds import Term, find_name, names_of
from placette.engine.library.options import ReadingOptions
from placette.engine.texts.front_matter import quoted
from placette.features.authors.profile import PROFILE, AuthorKind, find_kind

__all__ = ["NewAuthor", "Why", "answers_of", "author_source", "spelt"]


Why = tuple[str, Mapping[str, str]]
"""A sentence (msgid) on why an answer can't be used, and its values."""

_CHOICES = N_("Not one of the site's: {value}. Choose among: {choices}")
_AUTHOR = N_("Nobody is called {value} here. Choose among: {choices}")
_COMMUNE = N_("{value} is not a commune of this territory. Did you mean: {choices}?")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """The categories, communes and people of a site."""

    categories: Mapping[str, Term]
    communes: CommuneIndex
    people: Mapping[str, str]
    """Names by key."""

    def category(self, written: str) -> Why | None:
        """Return why this is no category."""
        choices = ", ".join(term.name for term in self.categories.values())
        return None if fold(written) in self.categories else (_CHOICES, {"value": written, "choices": choices})

    def author(self, written: str) -> Why | None:
        """Return why this is no known key or name."""
        names = names_of(self.people.items())
        close = list(dict.fromkeys(names[name] for name in nearest(written, names, _SHOWN))) or sorted(self.people)
        choices = ", ".join(close[:_SHOWN])
        return None if find_name(written, names) else (_AUTHOR, {"value": written, "choices": choices})

    def commune(self, written: str) -> Why | None:
        """Return why this is no commune, or not one alone."""
        found = self.communes.find(written)
        if len(found) == 1 or written == WHOLE:
            return None
        close = [commune for name in nearest(written, self.communes.by_name) for commune in self.communes.find(name)]
        choices = ", ".join(f"{commune.name} ({commune.code})" for commune in (found or close)[:_SHOWN])
        return _COMMUNE, {"value": written, "choices": choices or "…"}


def kind_of_author(written: str) -> Why | None:
    """Return why this is no kind of profile."""
    return None if find_kind(written) else (_CHOICES, {"value": written, "choices": ", ".join(AuthorKind)})


def answers_of(options: ReadingOptions, build: Build) -> KnownAnswers:
    """The possible answers on a site; a new author has no page yet, but is valid."""
    people = (*build.of(PROFILE), *build.unlisted(PROFILE))
    return KnownAnswers(options.categories, options.communes, {one.key: one.name for one in people})


_ORDER = ("title", "date", "authors", "collected_by", "category", "summary", "tags", "commune", "licence", "status")

_FRENCH = {
    "title": "titre",
    "answers": "répond_à",
    "author": "auteur",
    "authors": "auteurs",
    "collected_by": "recueilli_par",
    "category": "rubrique",
    "summary": "résumé",
    "tags": "mots-clés",
    "lang": "langue",
    "status": "statut",
    "image": "photo",
    "image_alt": "photo_description",
    "image_caption": "photo_légende",
    "image_credit": "photo_crédit",
    "minors": "mineurs",
    "receipt": "accusé",
    "name": "nom",
    "kind": "profil",
    "office": "fonction",
    "side": "bord",
    "description": "présentation",
    "account": "compte",
}
"""The keys of posts, profiles and replies as French writers spell them; those that are missing here are the same."""


@dataclass(frozen=True, slots=True)
class NewPost:
    """What is known of a post before it is written; texts may be empty."""

    title: str
    day: date
    author: str = ""
    category: str = ""
    commune: str = ""
    summary: str = ""
    licence: str = ""
    collected_by: str = ""
    """The key of the person who typed or wrote it down; the line is left out where it is empty."""


def post_path(post: NewPost) -> PurePosixPath:
    """Return the path of the post in the content folder; raises ``ValueError`` for a title without letters."""
    slug = slugify(post.title)
    if not any(character.isalpha() for character in slug):
        raise ValueError(post.title)
    return PurePosixPath("articles") / f"{post.day.year}" / slug / "index.md"


def post_source(post: NewPost, body: str, *, french: bool = False) -> str:
    """The file's text: every piece of information an author should think of, and where to write.

    Its keys are French ones or Pelican's own.
    """
    values = {
        "title": quoted(post.title),
        "date": post.day.isoformat(),
        "authors": f"[{post.author}]",
        "collected_by": f"[{post.collected_by}]",
        "category": quoted(post.category),
        "summary": quoted(post.summary),
        "tags": "[]",
        "commune": quoted(post.commune),
        "licence": post.licence,
        "status": "brouillon" if french else "draft",
    }
    shown = (key for key in _ORDER if key != "collected_by" or post.collected_by)
    lines = [f"{spelt(key, french=french)}: {values[key]}".rstrip() for key in shown]
    return "\n".join(("---", *lines, "---", "", body, ""))


def spelt(key: str, *, french: bool) -> str:
    """A key as people write it: in French, or as Pelican calls it."""
    return _FRENCH.get(key, key) if french else key


@dataclass(frozen=True, slots=True)
class NewAuthor:
    """What is known of a person before their profile is written; all but the name may be empty."""

    name: str
    kind: str
    office: str = ""
    side: str = ""
    commune: str = ""
    description: str = ""
    account: str = ""


def author_source(author: NewAuthor, *, french: bool = False) -> str:
    """The profile's text: what was answered; a few words may follow. Its keys are French ones or English ones."""
    values = {
        "name": author.name,
        "kind": author.kind,
        "office": author.office,
        "side": author.side,
        "commune": author.commune,
        "description": author.description,
        "account": author.account,
    }
    lines = [f"{spelt(key, french=french)}: {quoted(value)}" for key, value in values.items() if value]
    return "\n".join(("---", *lines, "---", ""))
