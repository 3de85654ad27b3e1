"""Views of the texts: a post, a page of the site, an author's page, the plan, the missing page."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from babel import Locale, UnknownLocaleError

from plugins.core.dates import long_date, short_date
from plugins.core.message import N_
from plugins.core.models import Article, Body, Page, Profile, Role
from plugins.core.page_views import (
    AddressesView,
    AddressView,
    ArticleView,
    AuthorView,
    NotFoundView,
    PageView,
    SiteMapSectionView,
    SiteMapView,
)
from plugins.core.text import fold
from plugins.core.views import CreditView, DateView, HeadingView, LicenceView, LinkView, PaginationView, QrView
from plugins.views.desk import Desk, card_view, head_view, term_view
from plugins.views.lists import category_terms
from plugins.views.related import related_articles

_LEADS = {
    Role.PHOTOGRAPHER: N_("photos by"),
    Role.ILLUSTRATOR: N_("drawings by"),
    Role.TRANSLATOR: N_("translated by"),
    Role.WITNESS: N_("as told by"),
    Role.COLLECTOR: N_("written down by"),
    Role.PROOFREADER: N_("read over by"),
}


def article_view(article: Article, desk: Desk) -> ArticleView:
    """A post with all that surrounds it."""
    position = desk.positions[article.path]
    newer, older = desk.build.published[:position][-1:], desk.build.published[position + 1 :][:1]
    licence = article.licence
    return ArticleView(
        head=head_view(article.title, article.summary, article.url, desk, lang=desk.lang, feeds=_feeds(article, desk)),
        card=card_view(article, desk),
        credits=credits_of(article, desk),
        modified=_modified(article, desk),
        body_html=article.body.html,
        headings=_headings(article.body),
        tags=tuple(term_view("TAG", tag, 0, desk) for tag in article.tags),
        licence=LicenceView(licence.label, licence.url, licence.spdx),
        shares=desk.shares[article.path],
        related=tuple(card_view(a, desk) for a in related_articles(article, desk.kinship)),
        previous=card_view(older[0], desk) if older else None,
        next=card_view(newer[0], desk) if newer else None,
        qr=qr_view(desk.urls.absolute(article.url)),
    )


def credits_of(article: Article, desk: Desk) -> tuple[CreditView, ...]:
    """The byline's parts: the authors, then each role beside them."""
    parts = [("authors", desk.say(N_("Text by")), article.authors)]
    parts += [(role.value, desk.say(_LEADS[role]), keys) for role, keys in article.roles]
    return tuple(
        CreditView(role, lead, tuple(desk.people[key] for key in keys if key in desk.people))
        for role, lead, keys in parts
    )


def page_view(page: Page, desk: Desk) -> PageView:
    """A page of the site's own texts."""
    head = head_view(page.title, page.summary, page.url, desk)
    return PageView(head, page.title, page.summary, page.lang, page.body.html, _headings(page.body))


def author_view(
    profile: Profile, articles: Sequence[Article], page: PaginationView, path: str, desk: Desk
) -> AuthorView:
    """An author's page: one page of their posts, already cut, and where they helped."""
    feed = desk.build.base + desk.urls.settings["AUTHOR_FEED_ATOM"].format(slug=profile.key)
    helped = [a for a in desk.build.published if any(profile.key in keys for _, keys in a.roles)]
    description = profile.description or profile.name
    return AuthorView(
        head=head_view(
            profile.name, description, path, desk, feeds=(LinkView(f"{profile.name} – {desk.site_name}", feed),)
        ),
        person=desk.people[profile.key],
        since=profile.since,
        languages=tuple(language_name(code, desk.lang) for code in profile.languages),
        biography_html=profile.body.html,
        links=desk.people_links[profile.key],
        feed_url=feed,
        cards=tuple(card_view(article, desk) for article in articles),
        contributions=tuple(card_view(article, desk) for article in helped) if page.number == 1 else (),
        pagination=page,
    )


def language_name(code: str, lang: str) -> str:
    """«occitan» for ``oc``; the code itself when CLDR doesn't know it."""
    try:
        return str(Locale.parse(lang).languages.get(code, code))
    except UnknownLocaleError:
        return code


def plan_view(path: str, desk: Desk) -> SiteMapView:
    """Every published page, for people."""
    base, title = desk.build.base, desk.say(N_("Site map"))
    pages = sorted(desk.build.pages, key=lambda page: fold(page.title))
    people = sorted(desk.people.values(), key=lambda person: fold(person.name))
    sections = (
        (desk.say(N_("Posts")), [LinkView(a.title, base + a.url) for a in desk.build.published]),
        (desk.say(N_("Categories")), [LinkView(term.name, term.url) for term in category_terms(desk)]),
        (desk.say(N_("Authors")), [LinkView(person.name, person.url) for person in people]),
        (desk.say(N_("About this site")), [LinkView(page.title, base + page.url) for page in pages]),
        (desk.say(N_("Lists")), _lists(desk)),
    )
    head = head_view(title, desk.say(N_("Every page of the site.")), path, desk)
    return SiteMapView(head, title, tuple(SiteMapSectionView(name, tuple(links)) for name, links in sections if links))


def _lists(desk: Desk) -> list[LinkView]:
    names = {
        "ARCHIVES": N_("All posts"),
        "AUTHORS": N_("Authors"),
        "CATEGORIES": N_("Categories"),
        "TAGS": N_("Key words"),
    }
    links = [
        LinkView(desk.say(name), desk.build.base + desk.urls.settings[f"{key}_URL"]) for key, name in names.items()
    ]
    return [*links, LinkView(desk.say(N_("Feed")), desk.build.base + desk.urls.settings["FEED_ALL_ATOM"])]


def not_found_view(desk: Desk) -> NotFoundView:
    """The page for an address that leads nowhere."""
    title = desk.say(N_("This page does not exist"))
    head = head_view(title, title, "404.html", desk, robots="noindex")
    return NotFoundView(head, title, tuple(card_view(article, desk) for article in desk.build.published[:3]))


def addresses_view(desk: Desk) -> AddressesView:
    """Every page, for robots."""
    build, settings, absolute = desk.build, desk.urls.settings, desk.urls.absolute
    dated = [AddressView(absolute(a.url), (a.modified or a.date).isoformat()) for a in build.published]
    lists = [settings[f"{key}_URL"] for key in ("ARCHIVES", "AUTHORS", "CATEGORIES", "TAGS", "PLAN")]
    others = [*(page.url for page in build.pages), *(profile.url for profile in build.profiles), *lists]
    terms = [term.url.removeprefix(build.base) for term in category_terms(desk)]
    plain = [AddressView(absolute(path), "") for path in ("", *others, *terms)]
    return AddressesView((*plain, *dated), absolute("sitemap.xml"))


def qr_view(address: str) -> QrView:
    """A QR code as one SVG path of unit squares, without its quiet zone (the template leaves room)."""
    rows = list(segno.make(address, error="m", micro=False).matrix)
    runs = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return QrView(len(rows), "".join(runs))


def _modified(article: Article, desk: Desk) -> DateView | None:
    day = article.modified
    return DateView(day.isoformat(), long_date(day, desk.lang), short_date(day, desk.lang)) if day else None


def _headings(body: Body) -> tuple[HeadingView, ...]:
    return tuple(HeadingView(heading.id, heading.text, heading.level) for heading in body.headings)


def _feeds(article: Article, desk: Desk) -> tuple[LinkView, ...]:
    settings = desk.urls.settings
    category = settings["CATEGORY_FEED_ATOM"].format(slug=article.category.slug)
    return (
        LinkView(desk.site_name, desk.build.base + settings["FEED_ALL_ATOM"]),
        LinkView(f"{article.category.name} – {desk.site_name}", desk.build.base + category),
    )
