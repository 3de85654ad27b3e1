"""A whole series on one page: to be read at one go, or printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import list_url
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.texts import licence_view, qr_view
from placette.features.posts import article_of, articles, card_of, credits_of
from placette.features.series.episodes import SERIES_INDEX, SERIES_WHOLE, all_series, numbered_episodes, series_of
from placette.features.series.views import WholeEpisodeView, WholeSeriesView

WHOLE = "whole_series"
_HEADING = re.compile(r"<(/?)h([2-5])(?=[\s>])")


class WholeContent(NamedTuple):
    """A series (slug) and its posts: each with its number, and whether something stands directly below it."""

    series: str
    episodes: tuple[tuple[int, str, bool], ...]


def whole_requests(desk: Desk) -> Iterator[Request]:
    """The page of each series that has several episodes, and few enough for one page."""
    address = desk.addresses[SERIES_WHOLE]
    for slug in all_series(desk) if address else ():
        if episodes := numbered_episodes(slug, desk):
            planned = tuple((number, path, _has_more(path, desk)) for number, path in episodes)
            yield Request(WHOLE, address.file(slug), address.path(slug), WholeContent(slug, planned))


def _has_more(path: str, desk: Desk) -> bool:
    """Whether features put anything below a post: an answer, a right of reply, a correction."""
    article = articles(desk)[path]
    return any(slot.place == "after" and slot.plan(article, desk) for slot in desk.slots_of("article"))


def compose_whole(request: Request, content: WholeContent, look: Lookup) -> WholeSeriesView:
    """The view of a whole series; robots keep to the pages of its episodes."""
    series, desk = series_of(content.series, look), look.desk
    title = desk.say(N_("The whole series: {series}")).format(series=series.title)
    return WholeSeriesView(
        head=head_of(request, title, series.summary, look, robots="noindex"),
        title=series.title,
        url=desk.base + series.url,
        lang=series.lang,
        summary=series.summary,
        index_url=list_url(SERIES_INDEX, desk),
        address=desk.absolute(series.url),
        episodes=tuple(_episode(*planned, look) for planned in content.episodes),
        qr=qr_view(desk.absolute(series.url)),
    )


def _episode(number: int, path: str, more: bool, look: Lookup) -> WholeEpisodeView:
    article = article_of(path, look)
    return WholeEpisodeView(
        number=number,
        card=card_of(path, look),
        credits=credits_of(article, look),
        body_html=below(look.html(article), f"e{number}-"),
        licence=licence_view(article.licence),
        more=more,
    )


def below(html: str, prefix: str) -> str:
    """The HTML of a body among others of its page: its anchors are its own, its headings stand below its title."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for node in tree.css("[id]"):
        node.attrs["id"] = f"{prefix}{node.attributes['id']}"
    for node in tree.css("a[href^='#']"):
        node.attrs["href"] = f"#{prefix}{(node.attributes['href'] or '')[1:]}"
    return _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", tree.html or "")
