"""The page of a post: planned beside its neighbours, composed with its byline."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from html import unescape
from itertools import chain
from math import log
from pathlib import Path
from typing import TypeVar

from placette.engine.base.dates import language_of
from placette.engine.base.files import Store, digest
from placette.engine.base.processes import spread
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.base.versions import code_version
from placette.engine.rendering.entries import headings_of, licence_view, qr_view
from placette.engine.rendering.features import PEOPLE, Above, Lookup, Request, Site
from placette.engine.rendering.lists import every_feed, head_of, index_link
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import ViewsSettings, date_view, once_a_build, plan_slots, slot_views
from placette.engine.rendering.views import CreditView, LinkView
from placette.features.posts import lists
from placette.features.posts.kind import Article
from placette.features.posts.lists import inviting
from placette.features.posts.videos import policy_of, video_view

_ELIDED = re.compile(r"[aeiou]|y(?![aeiou])|h(?:elene|enri|erve|onore|ubert|ortense|ippolyte|yacinthe)", re.IGNORECASE)
"""Beginnings (without accents) before which French elides «de»: Yves, not Yann; with most h both are used."""
_ARTICLE = re.compile(r"les? ", re.IGNORECASE)
_FRENCH_OF, _FRENCH_BY = " de", " par"


def lead_in(lead: str, name: str, lang: str) -> str:
    """Return the words before a name in a byline, with the last space: «Texte de Léa», «Texte par Les Amis»."""
    if lang != "fr" or not lead.endswith(_FRENCH_OF):
        return f"{lead} "
    if _ARTICLE.match(name):  # «des Amis» would take away a part of the name
        return f"{lead.removesuffix(_FRENCH_OF)}{_FRENCH_BY} "
    return f"{lead[:-1]}’" if _ELIDED.match(fold(name)) else f"{lead} "


def language_name(code: str, lang: str) -> str:
    """Return «occitan» for ``oc``; the code itself when CLDR doesn't know it."""
    return language_of(lang).languages.get(code, code)


def credits_of(article: Article, look: Lookup) -> tuple[CreditView, ...]:
    """Return the byline's parts: the authors, then each role beside them."""
    parts = [("authors", look.site.say(N_("Text by")), article.authors)]
    parts += [(role.value, look.site.say(role.lead), keys) for role, keys in article.roles]
    rows = ((role, lead, look.people(keys)) for role, lead, keys in parts)
    lang = look.site.lang
    return tuple(CreditView(role, lead_in(lead, people[0].name, lang), people) for role, lead, people in rows if people)


OEMBED = "oembed"  # the kind of these requests
_CACHE_AGE = 86_400  # seconds for which an answer may be kept: a day, for titles are mended now and then


def write_oembed(_request: Request, content: tuple[str], look: Lookup) -> str:
    """Return a post as a «link»: title, authors, site, card; never as HTML, which would run in another's page."""
    site, article = look.site, lists.article_of(content[0], look)
    people, card = look.people(article.authors), site.ask(Ports.CARD)(article)
    look.note(f"card {article.path}")
    answer: dict[str, object] = {
        "version": "1.0",
        "type": "link",
        "title": article.title,
        "author_name": ", ".join(person.name for person in people),
        "author_url": site.absolute(people[0].url.removeprefix(site.base)) if people else "",
        "provider_name": site.site_name,
        "provider_url": site.absolute(""),
        "cache_age": _CACHE_AGE,
    }
    if card:
        answer |= {"thumbnail_url": card.src, "thumbnail_width": card.width, "thumbnail_height": card.height}
    return json.dumps({name: value for name, value in answer.items() if value}, ensure_ascii=False)


def file_of(pattern: str, site: Site) -> Callable[[Article], str]:
    """Return a function from a post to the path that a pattern gives it, from the site's root.

    A path that begins with the post's own address is not formatted again: dates cost most of it.
    """
    own = site.addresses[lists.ARTICLE].url
    rest = pattern.removeprefix(own)
    if pattern.startswith(own) and "{" not in rest:
        return lambda article: article.url + rest
    return lambda article: pattern.format(date=article.date, slug=article.slug)


_WEIGHTS = {"tag": 1.0, "commune": 1.2, "author": 0.6, "category": 0.4}
_COMMON = 100  # older posts of a mark that are compared, the newest: a common mark means little and costs much
_RARE = 128  # a mark of fewer posts than one in so many is as rare as can be
SHOWN = 2  # posts to read next that a page shows
_COUNT = 6  # related posts to find: some may be on the page already
_COST = 0.0001  # seconds to find the posts related to one


@dataclass(frozen=True, slots=True)
class Kinship:
    """The marks of each post, newest first; for each mark its weight, and the posts that bear it, newest first."""

    marks: tuple[tuple[str, ...], ...]
    weights: dict[str, float]
    bearers: dict[str, list[int]]


def index_kinship(marks: Sequence[tuple[str, ...]]) -> Kinship:
    """Return the index of all published posts, newest first, from the marks of each."""
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for position, keys in enumerate(marks):
        for mark in keys:
            bearers[mark].append(position)
    size = _rounded(len(marks))
    rare = {mark: log(1 + size / _rounded(max(len(positions), size // _RARE))) for mark, positions in bearers.items()}
    weights = {mark: _WEIGHTS[mark.split(" ", 1)[0]] * value for mark, value in rare.items()}
    return Kinship(tuple(marks), weights, dict(bearers))


def _rounded(number: int) -> int:
    """Return the next power of two: one more post hardly ever weighs a mark otherwise, and reorders old posts."""
    return 1 << max(number - 1, 0).bit_length()


def marks_of(article: Article) -> tuple[str, ...]:
    """Return the values that a post can share with others, as marks: a kind and a name each."""
    names_of = ([tag.slug for tag in article.tags], article.communes, article.authors, (article.category.slug,))
    return tuple(
        f"{kind} {name}" for kind, names in zip(_WEIGHTS, names_of, strict=True) for name in dict.fromkeys(names)
    )


def related_posts(position: int, kinship: Kinship) -> tuple[int, ...]:
    """Up to six older posts that share most with the one at ``position``, best first, newest first when equal.

    None is newer, as with Hugo (``includeNewer``): a new post would change all those that share something.
    """
    scores = defaultdict[int, float](float)
    for mark in kinship.marks[position]:
        weight, bearers = kinship.weights[mark], kinship.bearers[mark]
        after = bisect_right(bearers, position)
        for other in bearers[after : after + _COMMON]:
            scores[other] += weight
    return tuple(other for _, other in nsmallest(_COUNT, ((-score, other) for other, score in scores.items())))


def related_paths(articles: Sequence[Article], store: Store) -> list[tuple[str, ...]]:
    """Return for each published post the source paths to read next; kept while no post's marks change."""
    paths, marks = [article.path for article in articles], [marks_of(article) for article in articles]
    key = digest(code_version().encode(), repr((paths, marks)).encode("utf-8", "replace"))
    cached = store.get(key)
    if cached is None:
        cached = json.dumps(spread(related_posts, range(len(paths)), index_kinship(marks), cost=_COST)).encode()
        store.put(key, cached)
    store.prune()
    return [tuple(map(paths.__getitem__, positions)) for positions in json.loads(cached)]


_CAPITAL = re.compile(r"<p>([^\W\d_](?!['’])(?:(?!</p>).)*+)</p>\s*+(?!<[uo]l\b)", re.DOTALL)
"""A beginning that may carry a large first letter: a paragraph that introduces no list. Of «J’ai», the letter alone
would be cut from its apostrophe."""
_TAG = re.compile(r"<[^>]*>")
_BESIDE = 160  # characters, about three lines, that are beside a large letter at least


def begins_with_capital(html: str) -> bool:
    """Return whether the first letter of a body may be a large one."""
    match = _CAPITAL.match(html)
    return match is not None and len(match[1]) > _BESIDE and len(unescape(_TAG.sub("", match[1]))) > _BESIDE


def post_requests(site: Site) -> Iterator[Request]:
    """Yield the page of each post, and its file for sites that embed it.

    Those to read next are related to it, or else its neighbours in time; none is shown beside it by a feature already.
    """
    page = file_of(site.addresses[lists.ARTICLE].save_as, site)
    embedded = file_of(site.addresses.file(lists.OEMBED_FILE), site)
    shown, feeds = lists.published(site), lists.category_feeds(site)
    related = related_paths(shown, Store(Path(site.settings["CACHE_PATH"]) / "related"))
    additions = [feature.beside for feature in site.features if feature.beside]
    paths = ["", *(article.path for article in shown), ""]
    for number, article in enumerate(shown):
        others = {"", *chain.from_iterable(shown_beside(article, site) for shown_beside in additions)}
        following = [path for path in (*related[number], paths[number + 2], paths[number]) if path not in others]
        content = article.path, _each_once(following, article, site)[:SHOWN]
        slots = plan_slots("article", article, site)
        yield Request("article", page(article), article.url, content, feeds[article.category.slug], slots)
        file = embedded(article)
        yield Request(OEMBED, file, file, (article.path,))


def _each_once(paths: list[str], article: Article, site: Site) -> tuple[str, ...]:
    """Return each text once: of one in several languages, the version in that of the post if there is one."""
    chosen: dict[str, str] = {}
    texts, posts = _texts(site), lists.articles(site)
    for path in paths:
        if texts[path] not in chosen or posts[path].lang == article.lang:
            chosen[texts[path]] = path
    return tuple(chosen.values())


@once_a_build
def _texts(site: Site) -> Mapping[str, str]:
    """Return what all versions of a text have in common, by the path of each post: the first one's address, or it."""
    versions, posts = site.ask(Ports.ALTERNATES), lists.articles(site)
    return {path: next((one.url for one in versions(post, site)), path) for path, post in posts.items()}


PostContent = tuple[str, tuple[str, ...]]
"""A post (source path), the posts to read next."""


def compose_article(request: Request, content: PostContent, look: Lookup) -> lists.ArticleView:
    """Return the view of a post's page."""
    (path, related), site = content, look.site
    article = lists.article_of(path, look)
    body, file = look.body(article), file_of(site.addresses.file(lists.OEMBED_FILE), site)(article)
    head = head_of(request, article.title, article.summary, look, article, embedded=file)
    parts = defaultdict[str, list[str]](list)
    for role, keys in article.roles:
        for key in keys if role.is_shown else ():
            parts[key].append(look.site.say(role.part))
    return lists.ArticleView(
        head=head._replace(policy=policy_of(article.video)),
        card=lists.card_of(article.path, look),
        authors=look.people(article.authors),
        contributors=tuple(
            lists.ContributorView(person, ", ".join(labels))
            for key, labels in parts.items()
            if key not in article.authors and (person := look.person(key))
        ),
        credits=credits_of(article, look),
        modified=date_view(article.modified, site.lang) if article.modified else None,
        body_html=body.html,
        capital=begins_with_capital(body.html),
        headings=headings_of(body),
        tags=tuple(lists.tag_term(tag, site) for tag in article.tags),
        recording=LinkView(spoken.note, site.base + spoken.url) if (spoken := article.recording) else None,
        video=video_view(article.video) if article.video else None,
        licence=licence_view(article.licence),
        related=lists.cards_of(related, look),
        qr=qr_view(site.absolute(article.url)),
        slots=slot_views(request, article, look),
    )


def category_above(site: Site, about: Article) -> Above:
    """Return the page above a post: that of its category."""
    return Above(about.category.name, site.addresses[lists.CATEGORY].path(about.category.slug))


T = TypeVar("T")
_LATEST = 7
_MOST_CATEGORIES = 7  # categories that the home page names, those with most posts: they share one line
_NOT_FOUND_POSTS = 3  # posts that the page for lost visitors shows


def home_request(site: Site) -> Request:
    """Return the home page."""
    address, people = site.addresses[lists.INDEX], site.ask(PEOPLE)
    shown, lead = lists.published(site), lists.leading(site)
    signed = dict.fromkeys(key for article in shown for key in article.authors if key in people)
    present = (key for key in signed if not people[key].past)
    writers = sorted(present, key=lambda key: (people[key].kind == "service", people[key].kind != "habitant"))
    terms = lists.category_terms(site)
    largest = sorted(terms, key=lambda term: -term.count)[:_MOST_CATEGORIES]
    content = lists.HomeContent(
        articles=(lead.path, *[one.path for one in shown[: _LATEST + 1] if one is not lead][:_LATEST]) if lead else (),
        is_chosen=lead is not None and lists.is_featured(lead, site),
        more=len(shown) > _LATEST + 1,
        categories=_several(tuple(term for term in terms if term in largest)),
        people=_several(tuple(writers[: site.options("VIEWS", ViewsSettings).faces])),
        invites=tuple(link for one in inviting(site) if (link := index_link(one, site))),
    )
    return Request("index", address.save_as, address.url, content, every_feed(site), plan_slots("index", None, site))


def _several(found: tuple[T, ...]) -> tuple[T, ...]:
    """Return a section's content; nothing where there is only one, which the posts above name already."""
    return found if len(found) > 1 else ()


def compose_home(request: Request, content: lists.HomeContent, look: Lookup) -> lists.HomeView:
    """Return the home page."""
    cards = lists.cards_of(content.articles, look)
    return lists.HomeView(
        head=head_of(request, look.site.site_name, look.site.baseline, look),
        lead=cards[0] if cards else None,
        is_chosen=content.is_chosen,
        latest=cards[1:],
        more=content.more,
        categories=content.categories,
        people=look.people(content.people),
        invites=content.invites,
        slots=slot_views(request, None, look),
    )


def latest_content(site: Site) -> tuple[str, ...]:
    """Return the content of the page for lost visitors."""
    return tuple(article.path for article in lists.published(site)[:_NOT_FOUND_POSTS])


def compose_not_found(request: Request, content: tuple[str, ...], look: Lookup) -> lists.NotFoundView:
    """Return the page for an address that leads nowhere."""
    title = look.site.say(N_("This page does not exist"))
    head = head_of(request, title, title, look, robots="noindex")
    return lists.NotFoundView(head, title, lists.cards_of(content, look))
