"""The versions of a post: the original first, then its translations by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from placette.engine.base.cldr import own_name
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.features.posts import Article, articles, card_of, language_name, published
from placette.features.translations.naming import index_posts, meant_posts
from placette.features.translations.views import VersionView


class Version(NamedTuple):
    """A post in one language: its source path, its language, its address from the site's root."""

    path: str
    lang: str
    url: str


Versions = tuple[Version, ...]


def versions_of(article: Article, desk: Desk) -> Versions:
    """Every version of a post, itself too; empty for a post in one language."""
    return desk.once(_by_path).get(article.path, ())


def other_versions(article: Article, desk: Desk) -> Versions:
    """Those in other languages than the post's own."""
    return tuple(version for version in versions_of(article, desk) if version.path != article.path)


def _by_path(desk: Desk) -> Mapping[str, Versions]:
    groups = [(original, *translations) for original, translations in _translated(desk).items()]
    shown = articles(desk)
    versions = [tuple(Version(path, shown[path].lang, shown[path].url) for path in group) for group in groups]
    return {version.path: group for group in versions for version in group}


def _translated(desk: Desk) -> Mapping[str, list[str]]:
    """The published posts that have translations, each with these; names mean what they meant to the check."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    claiming = [article for article in published(desk) if article.translation_of]
    posts = index_posts(desk.build.addresses) if claiming else {}
    for article in sorted(claiming, key=lambda article: article.lang):
        for original in meant_posts(article.translation_of, article.path, posts):
            if original in articles(desk):
                found[original].append(article.path)
    return found


def version_views(article: Article, versions: Versions, look: Lookup) -> tuple[VersionView, ...]:
    """The other versions, as a post's page leads to them."""
    return tuple(
        _view(version, look, original=version == versions[0]) for version in versions if version.path != article.path
    )


def _view(version: Version, look: Lookup, *, original: bool) -> VersionView:
    card = card_of(version.path, look)
    return VersionView(card.title, card.url, version.lang, *_named(version.lang, look.desk.lang), original, card.ribbon)


def _named(lang: str, site: str) -> tuple[str, str]:
    """The name of a language in itself, for those who read it; where CLDR has none, in that of the site. And which."""
    own = own_name(lang)
    return (own, lang) if own else (language_name(lang, site), site)
