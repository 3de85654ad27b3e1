"""Posts by what they share: an author, a category, a tag, a commune. Each grouping is made once a build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from placette.engine.library.models import Commune, Term
from placette.engine.pages.desk import Desk
from placette.features.posts.article import Article
from placette.features.posts.kind import POST

Groups = Mapping[str, tuple[Term, list[str]]]
"""By slug: the term as first written, and the source paths of its posts, newest first."""
Paths = Mapping[str, list[str]]
"""By key: source paths of posts, newest first."""


def published(desk: Desk) -> tuple[Article, ...]:
    """The posts that are shown, newest first."""
    return desk.build.of(POST)


def leading(desk: Desk) -> Article | None:
    """The post that leads the home page: the newest of those that the team chose and whose days last, or the newest."""
    shown = published(desk)
    return next((article for article in shown if is_featured(article, desk)), shown[0] if shown else None)


def is_featured(article: Article, desk: Desk) -> bool:
    """Whether the team chose a post to lead the home page today."""
    return article.featured is not None and article.featured > desk.build.now


def articles(desk: Desk) -> Mapping[str, Article]:
    """The same by source path."""
    return desk.once(_by_path)


def categories(desk: Desk) -> Groups:
    """The posts of each category."""
    return desk.once(_by_category)


def tags(desk: Desk) -> Groups:
    """The posts of each tag."""
    return desk.once(_by_tag)


def written(desk: Desk) -> Paths:
    """The posts of each author, by key."""
    return desk.once(_by_author)


def of_communes(desk: Desk) -> Paths:
    """The posts about each commune, by code."""
    return desk.once(_by_commune)


def of_areas(desk: Desk) -> Paths:
    """The posts about communes of each département and intercommunalité, by code: no code is of both kinds."""
    return desk.once(_by_area)


def _by_path(desk: Desk) -> dict[str, Article]:
    return {article.path: article for article in published(desk)}


def _by_author(desk: Desk) -> dict[str, list[str]]:
    return by_key((key, article.path) for article in published(desk) for key in article.authors)


def _by_commune(desk: Desk) -> dict[str, list[str]]:
    return by_key((code, article.path) for article in published(desk) for code in article.communes)


def by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs of a key and a value, as lists by key."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def _by_area(desk: Desk) -> dict[str, list[str]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    communes: Mapping[str, Commune] = desk.build.communes.by_code
    for article in published(desk):
        for commune in map(communes.__getitem__, article.communes):
            found[commune.department_code][article.path] = None
            if commune.epci:
                found[commune.epci][article.path] = None
    return {code: list(paths) for code, paths in found.items()}


def _by_category(desk: Desk) -> Groups:
    return _group((article.category, article) for article in published(desk))


def _by_tag(desk: Desk) -> Groups:
    return _group((tag, article) for article in published(desk) for tag in article.tags)


def _group(pairs: Iterable[tuple[Term, Article]]) -> Groups:
    groups: dict[str, tuple[Term, list[str]]] = {}
    for term, article in pairs:
        groups.setdefault(term.slug, (term, []))[1].append(article.path)
    return groups
