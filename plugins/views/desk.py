"""Everything the pages are composed from: one value, made once a build."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from plugins.core.build import BUILD, Build
from plugins.core.dates import long_date, short_date
from plugins.core.models import Article, Term
from plugins.core.settings import load_settings
from plugins.core.views import (
    AssetsView,
    CardView,
    DateView,
    HeadView,
    LinkView,
    PersonView,
    PictureView,
    PlaceView,
    ShareView,
    SocialView,
    TermView,
)
from plugins.views.related import Kinship, index_kinship
from plugins.views.settings import ViewsSettings


@dataclass(frozen=True, slots=True)
class Urls:
    """Pelican's address settings as functions of a slug; ``origin`` has no slash at its end."""

    base: str
    origin: str
    settings: Mapping[str, Any]

    def of(self, kind: str, slug: str) -> str:
        """The printed address of a category, tag or author."""
        return self.base + str(self.settings[f"{kind}_URL"]).format(slug=slug)

    def absolute(self, path: str) -> str:
        """The absolute address of a path from the site's root."""
        return f"{self.origin}/{path}"


@dataclass(frozen=True, slots=True)
class Desk:
    """The build, and what the other plugins attached to it."""

    build: Build
    urls: Urls
    settings: ViewsSettings
    site_name: str
    baseline: str
    words: gettext.GNUTranslations
    people: Mapping[str, PersonView]
    people_links: Mapping[str, tuple[LinkView, ...]]
    people_kinds: tuple[str, ...]
    pictures: Mapping[str, PictureView]
    shares: Mapping[str, tuple[ShareView, ...]]
    social: Mapping[str, SocialView]
    assets: AssetsView
    positions: Mapping[str, int]
    """Where each published post stands, newest first, by source path."""
    kinship: Kinship

    @property
    def lang(self) -> str:
        """The language of the site's own words."""
        return self.build.lang

    def say(self, text: str) -> str:
        """A sentence in the site's language."""
        return self.words.gettext(text)


def make_desk(context: Mapping[str, Any], words: gettext.GNUTranslations) -> Desk:
    """The desk of a build from Pelican's context, once every plugin has attached its values."""
    build: Build = context[BUILD]
    return Desk(
        build=build,
        urls=Urls(build.base, str(context["SITEURL"]).rstrip("/"), context),
        settings=load_settings(ViewsSettings, "VIEWS", context),
        site_name=context["SITENAME"],
        baseline=context.get("SITESUBTITLE") or "",
        words=words,
        people=context["PEOPLE"],
        people_links=context["PEOPLE_LINKS"],
        people_kinds=context["PEOPLE_KINDS"],
        pictures=context["PICTURES"],
        shares=context["SHARES"],
        social=context["SOCIAL"],
        assets=context["ASSETS"],
        positions={article.path: position for position, article in enumerate(build.published)},
        kinship=index_kinship(build.published),
    )


def card_view(article: Article, desk: Desk) -> CardView:
    """A post as lists show it."""
    return CardView(
        title=article.title,
        url=desk.build.base + article.url,
        summary=article.summary,
        lang=article.lang,
        category=term_view("CATEGORY", article.category, 0, desk),
        places=places_of(article, desk),
        authors=tuple(desk.people[key] for key in article.authors if key in desk.people),
        date=date_view(article, desk),
        reading_minutes=max(1, round(article.body.words / desk.settings.words_per_minute)),
        picture=desk.pictures[article.path],
    )


def date_view(article: Article, desk: Desk) -> DateView:
    """The day of publication."""
    return DateView(article.date.isoformat(), long_date(article.date, desk.lang), short_date(article.date, desk.lang))


def places_of(article: Article, desk: Desk) -> tuple[PlaceView, ...]:
    """The communes a post speaks of."""
    found = (desk.build.communes.by_code[code] for code in article.communes)
    return tuple(PlaceView(c.code, c.name, f"{c.name}, {c.department}") for c in found)


def term_view(kind: str, term: Term, count: int, desk: Desk) -> TermView:
    """A category (``CATEGORY``) or a tag (``TAG``) with its address."""
    return TermView(term.name, desk.urls.of(kind, term.slug), count, term.description)


def head_view(title: str, description: str, path: str, desk: Desk, **more: Any) -> HeadView:
    """The head of a page at ``path`` from the site's root."""
    return HeadView(
        title=title if title == desk.site_name else f"{title} – {desk.site_name}",
        description=description,
        canonical_url=desk.urls.absolute(path),
        lang=more.pop("lang", desk.lang),
        social=desk.social.get(path) or desk.social[""],
        **more,
    )


def absolute_links(html: str, address: str) -> str:
    """The HTML of a body with every address absolute, for readers outside the site (feeds)."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for name in ("href", "src"):
        for node in tree.css(f"[{name}]"):
            node.attrs[name] = urljoin(address, node.attributes[name] or "")
    for node in tree.css("source"):
        node.decompose()
    return tree.html or ""
