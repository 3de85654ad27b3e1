"""One post in several languages: each leads to the others, for readers and for machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature, InPost, Slot
from placette.engine.pages.ports import ALTERNATES
from placette.engine.pages.structured import JsonLd
from placette.engine.pages.views import AlternateView
from placette.features.posts import Article, articles
from placette.features.translations.claiming import CLAIMS
from placette.features.translations.naming import Posts, dated_name, index_posts, meant_posts, near_names
from placette.features.translations.versions import Version, other_versions, version_views, versions_of

__all__ = ["FEATURE", "Posts", "dated_name", "index_posts", "meant_posts", "near_names", "register"]


def _alternates(about: Any, desk: Desk) -> tuple[AlternateView, ...]:
    """A post in all its languages; whoever reads none of them is sent to the original."""
    versions = versions_of(about, desk) if isinstance(about, Article) else ()
    found = [AlternateView(one.lang, desk.absolute(one.url)) for one in versions]
    return (*found, *(AlternateView("x-default", one.url) for one in found[:1]))


def _offer(_desk: Desk) -> Callable[[Any, Desk], tuple[AlternateView, ...]]:
    return _alternates


def _beside(article: Article, desk: Desk) -> frozenset[str]:
    return frozenset(version.path for version in other_versions(article, desk))


def _in_post(article: Article, desk: Desk) -> InPost:
    others = other_versions(article, desk)
    if not others:
        return InPost()
    works = [_work(other, desk) for other in others]
    original = versions_of(article, desk)[0].path == article.path
    properties = {"workTranslation": works} if original else {"translationOfWork": works[0]}
    return InPost(properties=properties, parts=tuple(f"card {other.path}" for other in others))


def _work(version: Version, desk: Desk) -> JsonLd:
    """A post in another language, in the words of schema.org."""
    url, title = desk.absolute(version.url), articles(desk)[version.path].title
    return {"@type": "BlogPosting", "@id": f"{url}#article", "url": url, "headline": title, "inLanguage": version.lang}


FEATURE = Feature(
    name="translations",
    order=65,
    extensions=(CLAIMS,),
    slots=(Slot("article", "overline", "translations", "other_languages", versions_of, version_views),),
    offers={ALTERNATES: _offer},
    beside=_beside,
    in_post=_in_post,
)
register = FEATURE.register
