"""The sites of the network, as a computing service looks after them: version, last text, duties, feeds, certificate.

Two rounds of requests for some sites at a time: their home pages, then what these lead to. What was sent is read in
processes that can be killed, and nothing of it is believed but days, addresses and counts.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from dateutil.relativedelta import relativedelta
from selectolax.lexbor import LexborHTMLParser

from placette import N_, Problem, Reply, Words, Work
from placette_network.feeds import LIMITS, MOST_BYTES, UNDATED, Feed, FeedAnswer, announced_feeds, read_feed
from placette_network.gathering import WHY_NOT
from placette_network.sources import Source, SourceKind

MOST = MOST_BYTES + 1  # Bytes of a page that are read: more is no feed
_BATCH = 16  # Sites whose pages are in memory at once
_LINKS, _FEEDS = 2000, 4  # Of a home page: links that are looked at, feeds
_DAYS_LEFT = 21  # Programs renew a certificate of 90 days when it has 30
_MONTHS = 6  # After which a site without a new text is silent


class LegalPage(NamedTuple):
    """A page that a public site has: its name, the words of links to it (folded), where Placette puts it."""

    name: str
    words: re.Pattern[str]
    usual: tuple[str, ...]


LEGAL = {
    "notice": LegalPage(
        N_("legal notice"),
        re.compile(r"(?:mentions?|informations?) legales?\b.*|legal (?:notice|information|mentions?)"),
        ("mentions-legales/", "legal/"),
    ),
    "plan": LegalPage(N_("site map or search"), re.compile(r"plan (?:du|de ce) site|site ?map"), ("plan-du-site/",)),
    "accessibility": LegalPage(
        N_("accessibility"),
        re.compile(
            r"(?:declaration (?:d.|de l.))?accessibilite(?: numerique| du site)?(?:\s*[:(–-].*)?"
            r"|(?:digital |web )?accessibility(?: statement)?(?:\s*[:(–-].*)?"
        ),
        ("accessibilite/", "accessibility/"),
    ),
}
_DECLARED = re.compile(r"conforme|declaration|statement|compliant")
_PROVENANCE = "provenance.json"
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,30}")

Seen = tuple[str, Reply]
"""Where an address led in the end, and the reply there."""


class HomePage(NamedTuple):
    """What a home page leads to."""

    legal: dict[str, list[str]]
    feeds: tuple[str, ...]


_SEARCH = "[role=search], input[type=search], a[href$='/recherche/'], a[href$='/search/']"


def read_home(seen: Seen, _now: datetime) -> HomePage:
    """Read a home page. A legal page has one address where a link names it."""
    tree = LexborHTMLParser(_unpacked(seen[1]), encoding=True)
    base = tree.css_first("base[href]")
    at = (_address(seen[0], base.attributes["href"]) if base else "") or seen[0]
    legal: dict[str, list[str]] = {}
    for link in tree.css("a[href]")[:_LINKS]:
        words = " ".join(
            Words.fold(link.text(separator=" ").strip() or link.attributes.get("aria-label") or "").split()
        )[:99]
        kind = next((kind for kind, page in LEGAL.items() if page.words.fullmatch(words)), None)
        url = _address(at, link.attributes["href"])
        if kind and url and url != seen[0] and (kind not in legal or _DECLARED.search(words)):
            legal[kind] = [url]
    if tree.css_first(_SEARCH):  # which is as good as a map: RGAA 12.1
        legal.setdefault("plan", [seen[0]])
    feeds = dict.fromkeys(urldefrag(url).url for url in announced_feeds(tree, seen[0]) if "comment" not in url)
    return HomePage(legal, tuple(feeds))


def _address(base: str, written: str | None) -> str:
    """Return the whole address that a page names, without fragment; empty for what is not the web's."""
    with suppress(ValueError):
        address = urldefrag(urljoin(base, written.strip())).url if written else ""
        return address if urlsplit(address).scheme in {"http", "https"} and urlsplit(address).hostname else ""
    return ""


def _unpacked(reply: Reply) -> bytes:
    """Return the bytes of a page. Raises ``ValueError`` and ``zlib.error`` where they can't be had."""
    packing = reply.headers.get("content-encoding", "").lower()
    if packing not in {"", "identity", "gzip"}:
        raise ValueError(packing)
    return zlib.decompressobj(31).decompress(reply.body, MOST) if packing == "gzip" else reply.body


@dataclass(frozen=True, slots=True)
class NetworkSite:
    """What is known of a site. ``why`` is a key of ``WHY`` where its home page can't be read.

    ``version`` is that of Placette: empty where it is hidden, None for other software. ``broken`` are feeds: address,
    key of ``WHY_NOT``, status.
    """

    name: str
    kind: SourceKind
    url: str
    why: str = ""
    status: int = 0
    version: str | None = None
    published: date | None = None
    legal: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    feeds: int = 0
    broken: tuple[tuple[str, str, int], ...] = ()
    certificate: date | None = None


def due_of(site: NetworkSite, today: date) -> Iterator[Problem]:
    """Yield what is due at a site; nothing where robots.txt bars us."""
    if site.why:
        if site.why != "robots":
            yield Problem.of("site-unreachable", reason=WHY_NOT[site.why], status=site.status)
        return
    if site.certificate and (days := (site.certificate - today).days) < _DAYS_LEFT:
        yield Problem.of("site-certificate", day=site.certificate, count=days)
    if site.missing:
        yield Problem.of("site-pages", kinds="; ".join(LEGAL[kind].name for kind in site.missing))
    for url, why, status in site.broken:
        yield Problem.of("site-feed", url=url, reason=WHY_NOT[why], status=status)
    if site.published and site.published + relativedelta(months=_MONTHS) < today:
        yield Problem.of("site-silent", day=site.published)


def read_source(seen: Seen, now: datetime) -> Feed:
    """Read a feed, as it is read when it is gathered."""
    at, reply = seen
    headers = (reply.headers.get(name, "") for name in ("content-type", "content-encoding"))
    return read_feed(FeedAnswer(reply.body, at, *headers), now.tzinfo)


Sent = Mapping[str, Seen]
Fetch = Callable[[Iterable[str]], Sent]
"""Asks for addresses."""
_Reader = Callable[[Seen, datetime], Any]
Work.preload(__name__)


def examine_sites(sources: Sequence[Source], fetch: Fetch, now: datetime) -> Iterator[NetworkSite]:
    """Yield the facts of each site; days are those of the zone of ``now``."""
    for begin in range(0, len(sources), _BATCH):
        batch = sources[begin : begin + _BATCH]
        addresses = list(dict.fromkeys(source.site for source in batch))
        first = fetch(addresses)
        homes = _read(read_home, addresses, first, now)
        leads = [_leads_of(source, first[source.site][0], homes.get(source.site)) for source in batch]
        feeds = list(dict.fromkeys(chain.from_iterable(feeds for _, feeds in leads)))
        second = fetch(dict.fromkeys((*chain.from_iterable(chain(*pages.values()) for pages, _ in leads), *feeds)))
        texts = _read(read_source, feeds, second, now)
        for source, (pages, own_feeds) in zip(batch, leads, strict=True):
            home = homes.get(source.site)
            facts = _facts(source, first[source.site], home, pages, second) if home else _failed(source, first)
            yield replace(facts, **_of_feeds(own_feeds, second, texts, now.date())) if home else facts


def _read(reader: _Reader, addresses: Iterable[str], sent: Sent, now: datetime) -> dict[str, Any]:
    """Return what pages that answered say, by their address; None where that can't be read."""
    urls = [url for url in addresses if sent[url][1].status == 200 and not sent[url][1].why]
    return dict(zip(urls, Work.bounded(_attempt, [(reader, sent[url]) for url in urls], now, LIMITS), strict=True))


def _attempt(item: tuple[_Reader, Seen], now: datetime) -> Any:
    with suppress(Exception):  # whatever a stranger's page does to a library
        return item[0](item[1], now)
    return None


def _leads_of(source: Source, at: str, home: HomePage | None) -> tuple[dict[str, list[str]], list[str]]:
    """Return the pages of a site to ask for, by kind, and its feeds; nothing where its home page can't be read."""
    if not home:
        return {}, []
    kinds = LEGAL if source.kind is SourceKind.SITE else ("notice",)
    pages = {kind: home.legal.get(kind) or [urljoin(at, path) for path in LEGAL[kind].usual] for kind in kinds}
    feeds = [*dict.fromkeys(filter(None, (source.feed, *home.feeds)))][:_FEEDS]
    return {**pages, _PROVENANCE: [urljoin(at, _PROVENANCE)]}, feeds


def _failed(source: Source, sent: Sent) -> NetworkSite:
    """Return a site whose home page can't be read."""
    reply = sent[source.site][1]
    why = reply.why or ("odd" if reply.status == 200 else "status")
    return NetworkSite(source.name, source.kind, source.site, why, reply.status)


def _facts(source: Source, first: Seen, home: HomePage, pages: Mapping[str, Sequence[str]], sent: Sent) -> NetworkSite:
    """Return the facts of a site, but for its feeds."""
    at, reply = first
    version, legal = _version(sent[pages[_PROVENANCE][0]][1]), []
    kinds = [kind for kind in pages if kind != _PROVENANCE]
    for kind in kinds:
        passing = {"robots"} if kind in home.legal else set()
        there = any(sent[url][1].status == 200 or sent[url][1].why in passing for url in pages[kind])
        if there and (kind in home.legal or version is not None):  # others may answer anything
            legal.append(kind)
    return NetworkSite(
        *(source.name, source.kind, at),
        version=version,
        legal=tuple(legal),
        missing=tuple(kind for kind in kinds if kind not in legal),
        certificate=datetime.fromtimestamp(reply.certificate[1], UTC).date() if reply.certificate else None,
    )


def _of_feeds(urls: Sequence[str], sent: Sent, texts: Mapping[str, Feed | None], today: date) -> dict[str, Any]:
    """Return how many feeds there are, which are broken, and the day of their newest text."""
    feeds = {url: texts.get(url) or _unread(sent[url][1]) for url in urls}
    days = (text.day for feed in feeds.values() for text in feed.texts if UNDATED < text.day <= today)
    broken = ((url, feed.why, sent[url][1].status) for url, feed in feeds.items() if feed.why not in {"", "robots"})
    return {"feeds": len(feeds), "broken": tuple(broken), "published": max(days, default=None)}


def _unread(reply: Reply) -> Feed:
    return Feed(reply.why or ("slow" if reply.status == 200 else "status"))


def _version(reply: Reply) -> str | None:
    """Return the version of Placette that a site names; empty where it names none; None for other software."""
    with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError, zlib.error):
        provenance = json.loads(_unpacked(reply))
        if reply.status == 200 and provenance["software"] == "Placette":
            version = str(provenance.get("version", ""))
            return version if _VERSION.fullmatch(version) else ""
    return None
