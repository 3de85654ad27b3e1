"""Posts by what they share: an author, a category, a tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from placette.engine.base.text import fold
from placette.engine.library.models import Commune, Term
from placette.features.agenda.event import Event
from placette.features.authors.profile import Profile
from placette.features.posts.article import Article

Groups = dict[str, tuple[Term, list[str]]]
"""By slug: the term as first written, and the source paths of its posts, newest first."""


def by_author(articles: Iterable[Article]) -> dict[str, list[str]]:
    """The posts of each author."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        for key in article.authors:
            found[key].append(article.path)
    return dict(found)


def by_series(articles: Iterable[Article]) -> dict[str, list[str]]:
    """The posts of each series, in the order of their numbers."""
    found: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        if article.series:
            found[article.series].append(article)
    return {slug: [a.path for a in sorted(group, key=_episode)] for slug, group in found.items()}


def _episode(article: Article) -> tuple[int, str]:
    return article.episode, article.path


def by_community(articles: Iterable[Article]) -> dict[str, list[str]]:
    """The posts of each community, by slug."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        for slug in article.communities:
            found[slug].append(article.path)
    return dict(found)


def by_call(articles: Iterable[Article]) -> dict[str, list[str]]:
    """The posts that answer each call, by slug."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        if article.call:
            found[article.call].append(article.path)
    return dict(found)


def by_category(articles: Iterable[Article]) -> Groups:
    """The posts of each category."""
    return _group((article.category, article) for article in articles)


def by_tag(articles: Iterable[Article]) -> Groups:
    """The posts of each tag."""
    return _group((tag, article) for article in articles for tag in article.tags)


def by_commune(articles: Iterable[Article]) -> dict[str, list[str]]:
    """The posts about each commune, by code."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        for code in article.communes:
            found[code].append(article.path)
    return dict(found)


def by_post(events: Iterable[Event]) -> dict[str, tuple[str, ...]]:
    """For each post, the event that it announces and those that name it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for event in events:
        for post in (event.path, *event.posts):
            found[post].append(event.path)
    return {post: tuple(paths) for post, paths in found.items()}


def by_area(articles: Iterable[Article], communes: Mapping[str, Commune]) -> dict[str, list[str]]:
    """The posts about communes of each département and intercommunalité, by code: no code is of both kinds."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for article in articles:
        for commune in map(communes.__getitem__, article.communes):
            found[commune.department_code][article.path] = None
            if commune.epci:
                found[commune.epci][article.path] = None
    return {code: list(paths) for code, paths in found.items()}


def by_home(profiles: Iterable[Profile]) -> dict[str, list[str]]:
    """The authors (keys) of each commune, by name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for profile in sorted(profiles, key=lambda profile: (fold(profile.name), profile.key)):
        for code in profile.communes:
            found[code].append(profile.key)
    return dict(found)


def _group(pairs: Iterable[tuple[Term, Article]]) -> Groups:
    groups: Groups = {}
    for term, article in pairs:
        groups.setdefault(term.slug, (term, []))[1].append(article.path)
    return groups
