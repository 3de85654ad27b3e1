"""The sites of the network, as a computing service looks after them: version, last text, duties, feeds, certificate.

Three rounds of requests for some sites at a time: their home pages, what these lead to, what these load. What was sent
is read in processes that can be killed, and nothing of it is believed but days, addresses and counts.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from dateutil.relativedelta import relativedelta
from selectolax.lexbor import LexborHTMLParser

from placette import N_, Problem, Reply, fold, preload, problem, run_bounded
from placette_network.feeds import LIMITS, MOST_BYTES, UNDATED, Feed, FeedAnswer, announced_feeds, read_feed
from placette_network.gathering import WHY_NOT
from placette_network.sources import Source, SourceKind

MOST = MOST_BYTES + 1  # Bytes of a page that are read: more is no feed
_BATCH = 16  # Sites whose pages are in memory at once
_LINKS, _LOADS, _FEEDS = 2000, 40, 4  # Of a home page: links that are looked at, what is loaded with it, feeds
_DAYS_LEFT = 21  # Programs renew a certificate of 90 days when it has 30
_YEARS = 3  # A declaration lasts so long (décret n° 2019-768)


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
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,30}")

Seen = tuple[str, Reply]
"""Where an address led in the end, and the reply there."""


class HomePage(NamedTuple):
    """What a home page leads to, and what is loaded with it."""

    legal: dict[str, list[str]]
    feeds: tuple[str, ...]
    loads: tuple[str, ...]


_LOADING = {
    "link[rel~=stylesheet], link[rel~=icon], link[rel=preload], link[rel=modulepreload]": "href",
    "script:not([nomodule]), img:not([loading=lazy]), iframe:not([loading=lazy])": "src",
    "video": "poster",
}
_SEARCH = "[role=search], input[type=search], a[href$='/recherche/'], a[href$='/search/']"


def read_home(seen: Seen, _now: datetime) -> HomePage:
    """Read a home page. A legal page has one address where a link names it."""
    tree = LexborHTMLParser(_unpacked(seen[1]), encoding=True)
    base = tree.css_first("base[href]")
    at = (_address(seen[0], base.attributes["href"]) if base else "") or seen[0]
    legal: dict[str, list[str]] = {}
    for link in tree.css("a[href]")[:_LINKS]:
        words = " ".join(fold(link.text(separator=" ").strip() or link.attributes.get("aria-label") or "").split())[:99]
        kind = next((kind for kind, page in LEGAL.items() if page.words.fullmatch(words)), None)
        url = _address(at, link.attributes["href"])
        if kind and url and url != seen[0] and (kind not in legal or _DECLARED.search(words)):
            legal[kind] = [url]
    if tree.css_first(_SEARCH):  # which is as good as a map: RGAA 12.1
        legal.setdefault("plan", [seen[0]])
    loads = [_address(at, node.attributes.get(name)) for shape, name in _LOADING.items() for node in tree.css(shape)]
    feeds = dict.fromkeys(urldefrag(url).url for url in announced_feeds(tree, seen[0]) if "comment" not in url)
    return HomePage(legal, tuple(feeds), tuple(dict.fromkeys(filter(None, loads)))[: _LOADS + 1])


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


_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
    " january february march april may june july august september october november december"
).split()
_STATED = re.compile(
    r"(?:etablie|actualisee|revisee|ete mise a jour|made|established|prepared|updated|reviewed) (?:le|on) "
    rf"(\d\d?)(?:er)?[ /.](\d\d?|{'|'.join(_MONTHS)})[ /.](\d{{4}})"
)
"""The sentences of the official model of the declaration, and those of Placette, folded."""


def read_statement(seen: Seen, now: datetime) -> date | None:
    """Return the day on which a declaration of accessibility was made, or last renewed; None where it names none."""
    tree, days = LexborHTMLParser(_unpacked(seen[1]), encoding=True), []
    for day, month, year in _STATED.findall(" ".join(fold(tree.text(separator=" ")).split())):
        with suppress(ValueError):
            days.append(date(int(year), _MONTHS.index(month) % 12 + 1 if month in _MONTHS else int(month), int(day)))
    return max((day for day in days if day <= now.date()), default=None)


@dataclass(frozen=True, slots=True)
class NetworkSite:
    """What is known of a site. ``why`` is a key of ``WHY`` where its home page can't be read.

    ``version`` is that of Placette: empty where it is hidden, None for other software. ``broken`` are feeds: address,
    key of ``WHY_NOT``, status. ``weight`` are the bytes of ``requests`` for its home page, not all unless it
    ``is_whole``. ``is_led``: visitors who come without encryption are led to it; None where that isn't known.
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
    statement: date | None = None
    feeds: int = 0
    broken: tuple[tuple[str, str, int], ...] = ()
    certificate: date | None = None
    weight: int = 0
    requests: int = 0
    is_whole: bool = False
    is_led: bool | None = None


def due_of(site: NetworkSite, today: date, months: int) -> Iterator[Problem]:
    """Yield what is due, for one that should publish every few ``months``; nothing where robots.txt bars us."""
    if site.why:
        if site.why != "robots":
            yield problem("site-unreachable", reason=WHY_NOT[site.why], status=site.status)
        return
    if site.certificate and (days := (site.certificate - today).days) < _DAYS_LEFT:
        yield problem("site-certificate", day=site.certificate, count=days)
    if site.missing:
        yield problem("site-pages", kinds="; ".join(LEGAL[kind].name for kind in site.missing))
    if site.statement and site.statement + relativedelta(years=_YEARS) < today:
        yield problem("site-statement", day=site.statement, count=_YEARS)
    for url, why, status in site.broken:
        yield problem("site-feed", url=url, reason=WHY_NOT[why], status=status)
    if site.published and site.published + relativedelta(months=months) < today:
        yield problem("site-silent", day=site.published)


def read_source(seen: Seen, now: datetime) -> Feed:
    """Read a feed, as it is read when it is gathered."""
    at, reply = seen
    headers = (reply.headers.get(name, "") for name in ("content-type", "content-encoding"))
    return read_feed(FeedAnswer(reply.body, at, *headers), now.tzinfo)


Sent = Mapping[str, Seen]
Fetch = Callable[[Iterable[str], bool], Sent]
"""Asks for addresses; of a reply that is only to be weighed, nothing but the length of its body is kept."""
_Reader = Callable[[Seen, datetime], Any]
_Asked = Mapping[str, _Reader | None]
"""Addresses to ask, and what reads the page there."""
_Steps = Generator[_Asked, tuple[Sent, Mapping[tuple[_Reader, str], Any]], NetworkSite]
preload(__name__)


def examine_sites(sources: Sequence[Source], fetch: Fetch, now: datetime) -> Iterator[NetworkSite]:
    """Yield the facts of each site; days are those of the zone of ``now``."""
    for begin in range(0, len(sources), _BATCH):
        visits = [_visit(one, now.date()) for one in sources[begin : begin + _BATCH]]
        steps, sites = {visit: next(visit) for visit in visits}, dict[_Steps, NetworkSite]()
        for is_weighed in (False, False, True):
            replies = fetch(dict.fromkeys(chain(*steps.values())), is_weighed)
            read = _read(
                [(reader, url) for own in steps.values() for url, reader in own.items() if reader], replies, now
            )
            for visit in list(steps):
                try:
                    steps[visit] = visit.send((replies, read))
                except StopIteration as end:
                    sites[visit] = end.value
                    del steps[visit]
        yield from (sites[visit] for visit in visits)


def _read(wanted: Iterable[tuple[_Reader, str]], sent: Sent, now: datetime) -> dict[tuple[_Reader, str], Any]:
    """Return what pages that answered say, by what reads them and their address; None where that can't be read."""
    there = [(reader, url) for reader, url in wanted if sent[url][1].status == 200 and not sent[url][1].why]
    items = [(reader, sent[url]) for reader, url in there]
    return dict(zip(there, run_bounded(_attempt, items, now, LIMITS), strict=True))


def _attempt(item: tuple[_Reader, Seen], now: datetime) -> Any:
    with suppress(Exception):  # whatever a stranger's page does to a library
        return item[0](item[1], now)
    return None


def _visit(source: Source, today: date) -> _Steps:
    """Yield what to ask, three times, and take what was sent and read; returns the facts."""
    sent, read = yield {source.site: read_home}
    (at, reply), home = sent[source.site], read.get((read_home, source.site))
    if not home:
        why = reply.why or ("odd" if reply.status == 200 else "status")
        return NetworkSite(source.name, source.kind, source.site, why, reply.status)
    parts, provenance = urlsplit(at), urljoin(at, "provenance.json")
    plain = f"http://{parts.netloc}{parts.path}" if parts.scheme == "https" and not parts.port else ""
    feeds = [*dict.fromkeys(filter(None, (source.feed, *home.feeds)))][:_FEEDS]
    kinds = LEGAL if source.kind is SourceKind.SITE else ("notice",)
    pages = {kind: home.legal.get(kind) or [urljoin(at, path) for path in LEGAL[kind].usual] for kind in kinds}
    wishes: _Asked = dict.fromkeys(filter(None, (provenance, plain, *chain(*pages.values()))))
    sent, read = yield {
        **wishes,
        **dict.fromkeys(pages.get("accessibility", ()), read_statement),
        **dict.fromkeys(feeds, read_source),
    }
    version = _version(sent[provenance][1])
    legal = {}
    for kind, urls in pages.items():
        passing = {"robots"} if kind in home.legal else set()
        there = [url for url in urls if sent[url][1].status == 200 or sent[url][1].why in passing]
        if there and (kind in home.legal or version is not None):  # others may answer anything
            legal[kind] = there[0]
    texts = {url: read.get((read_source, url)) or _unread(sent[url][1]) for url in feeds}
    days = (text.day for feed in texts.values() for text in feed.texts if UNDATED < text.day <= today)
    loads, _none = yield dict.fromkeys(home.loads[:_LOADS])
    weights = [loads[url][1] for url in home.loads[:_LOADS]]
    return NetworkSite(
        *(source.name, source.kind, at),
        version=version,
        published=max(days, default=None),
        legal=tuple(legal),
        missing=tuple(kind for kind in pages if kind not in legal),
        statement=read.get((read_statement, legal.get("accessibility", ""))),
        feeds=len(feeds),
        broken=tuple(
            (url, one.why, sent[url][1].status) for url, one in texts.items() if one.why not in {"", "robots"}
        ),
        certificate=datetime.fromtimestamp(reply.certificate[1], UTC).date() if reply.certificate else None,
        weight=len(reply.body) + sum(int(one.headers["content-length"]) for one in weights if one.status == 200),
        requests=1 + len(weights),
        is_whole=len(weights) == len(home.loads) and not any(one.why for one in weights),
        is_led=sent[plain][0].startswith("https:") if plain else None if reply.certificate else False,
    )


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
