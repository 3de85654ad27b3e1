"""Reads feeds: RSS, Atom and JSON Feed with all that Placette's own says, and pages that name a feed.

A stranger wrote each: ``read_feed`` runs in a process that can be killed, and gives plain texts, never a body.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from placette import Licence, Limits, Words, Work, characters, digest, replies
from placette_network.gathered import LIMIT, LINE, LONGEST_KEY, MANY, GatheredText, text_from
from placette_network.sources import is_web_address

MOST_BYTES = 2_000_000
"""The largest feed that is read."""
LIMITS = Limits(cpu=6.0, wall=20.0, memory=512 * 1024 * 1024)
UNDATED = date.min
"""The day of a text whose feed names none."""
_MOST_ENTRIES = 200
_TITLE = 80  # Signs of a title made of a text's first words
_READ = 20 * LIMIT  # Signs of a text's HTML that are looked at
_PAGE, _FEED = re.compile(rb"(?i)<!doctype html|<html[\s>]"), re.compile(rb"(?i)<(rss|feed|rdf:rdf|channel)[\s>]")
_UNREAD = "script, style, template, noscript, iframe, object, embed, svg, math, img, picture, video, audio, head, title"
_BLOCKS = "br, p, div, li, blockquote, h1, h2, h3, h4, h5, h6, tr, td, section, article, pre"
_BLANKS = re.compile(r"[ \t\r\n]+")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,2}")
_ADDRESS = re.compile(r"[^\s()<>]*@[^\s()<>]*")
_CODE = re.compile(r"\d[\dAB]\d{3}")
_DEED = re.compile(r"(?i)^https?://(?:www\.)?|/(?:deed|legalcode)(?:\.\w+)?$|/$")
_EARLIEST, _LATEST = 1990, 2200
_ALTERNATES = ("application/feed+json", "application/atom+xml", "application/rss+xml", "application/rdf+xml")
"""Kinds of feeds that a page names, the best first: Placette's JSON feed says most."""


class FeedAnswer(NamedTuple):
    """What a server sent: its bytes, or the file of them, its address, ``Content-Type`` and ``Content-Encoding``."""

    body: bytes | Path
    url: str
    media_type: str = ""
    encoding: str = ""


class Feed(NamedTuple):
    """What an answer holds. ``why`` is empty for a feed, else a key of ``gathering.WHY``.

    ``home`` is the page that the feed belongs to, ``oldest`` the day of its last text (None where days are missing or
    there is no text), ``odd`` how many texts can't be used, ``twice`` how many had the key of an earlier one.
    ``feeds`` are those that a page names, the best first.
    """

    why: str = ""
    name: str = ""
    home: str = ""
    lang: str = ""
    licence: str = ""
    texts: tuple[GatheredText, ...] = ()
    oldest: date | None = None
    odd: int = 0
    twice: int = 0
    feeds: tuple[str, ...] = ()


def read_feed(answer: FeedAnswer, zone: tzinfo | None) -> Feed:
    """Return what a server's answer holds; days are those of a time zone. Raises nothing but ``OSError``."""
    body = answer.body.read_bytes() if isinstance(answer.body, Path) else answer.body
    if answer.encoding.strip().lower() in {"gzip", "x-gzip"}:
        try:
            body = zlib.decompressobj(31).decompress(body, MOST_BYTES + 1)
        except zlib.error:
            return Feed("odd")
    if len(body) > MOST_BYTES:
        return Feed("large")
    head = body[:4000]
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return _from_json(body, answer.url, zone)
    if _PAGE.search(head) and not _FEED.search(head):
        return _from_page(body, answer.url)
    return _from_xml(body, answer, zone)


Work.preload(__name__)


def plain(text: Any, most: int = LINE) -> str:
    """Return a text from elsewhere on one line, harmless and without contacts; empty for anything else."""
    if not isinstance(text, str):
        return ""
    line = replies.without_contacts(_BLANKS.sub(" ", characters.without_tricks(text[:_READ])).strip())
    return Words.shorten(line, most)[:most] if characters.has_visible(line) else ""


def words_of(html: Any, most: int = LINE) -> str:
    """Return the words of some HTML on one line."""
    if not isinstance(html, str):
        return ""
    try:
        tree = LexborHTMLParser(html[:_READ], is_fragment=True)
        for node in tree.css(_UNREAD):
            node.decompose()
        for node in tree.css(_BLOCKS):
            node.insert_before(" ")
            node.insert_after(" ")
        return plain(tree.root.text(), most) if tree.root else ""
    except SelectolaxError:
        return ""


def _feed(entries: Iterable[Mapping[str, Any] | None], **of_feed: Any) -> Feed:
    """Return a feed of entries as ``text_from`` takes them; the first of two with one key counts."""
    texts: dict[str, GatheredText] = {}
    odd = twice = 0
    for entry in entries:
        text = text_from(entry) if entry else None
        if text is None:
            odd += 1
        elif text.key in texts:
            twice += 1
        else:
            texts[text.key] = text
    days = [text.day for text in texts.values()]
    oldest = None if UNDATED in days else min(days, default=None)
    return Feed(texts=tuple(texts.values()), oldest=oldest, odd=odd, twice=twice, **of_feed)


def _entry(key: Any, link: Any, title: str, summary: str, base: str, **more: Any) -> dict[str, Any]:
    """Return an entry with what all forms have in common."""
    address = _joined(base, link)
    identifier = str(key).strip() if isinstance(key, str | int) else ""
    label = _BLANKS.sub(" ", characters.without_tricks(identifier or address)).strip()
    short = label if len(label) <= LONGEST_KEY else f"sha256:{digest(label.encode())}"
    fields = {
        "key": short,
        "link": address,
        "title": title or Words.shorten(summary, _TITLE)[:LINE],
        "summary": summary,
    }
    return {**fields, **more, "lang": next((lang for lang in more["lang"] if _is_lang(lang)), "")}


def _joined(base: str, written: Any) -> str:
    try:
        return urljoin(base, written.strip()) if isinstance(written, str) and written.strip() else ""
    except ValueError:
        return ""


def _is_lang(value: Any) -> bool:
    return isinstance(value, str) and bool(_LANG.fullmatch(value))


def _day(moment: datetime | None, zone: tzinfo | None) -> str:
    """Return the day of a moment as it is written; that of ``UNDATED`` for none, and for an impossible one."""
    with suppress(OverflowError, ValueError):
        local = moment.astimezone(zone) if moment and moment.tzinfo else moment
        if local and _EARLIEST <= local.year <= _LATEST:
            return local.date().isoformat()
    return UNDATED.isoformat()


def _moment(written: Any) -> datetime | None:
    with suppress(ValueError, TypeError):
        return datetime.fromisoformat(written.strip() if isinstance(written, str) else written)
    return None


def _people(base: str, people: Iterable[tuple[Any, Any, Any]]) -> list[dict[str, str]]:
    """Return people with a name that leads to nobody."""
    named_people = [{"name": plain(name), "url": _joined(base, url), "role": plain(role)} for name, url, role in people]
    return [person for person in named_people if person["name"] and "…" not in person["name"]][:MANY]


def _point(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    with suppress(ValueError, TypeError, OverflowError):
        point = round(float(latitude), 5), round(float(longitude), 5)
        return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None
    return None


_BY_DEED = {_DEED.sub("", one.url).lower(): one.label for one in Licence.ALL if one.url}


def licence_from(name: Any, url: Any = "") -> str:
    """Return a licence by its name or address: the label of one that the site knows, else what was given."""
    label, address = plain(name), plain(url)
    if licence := Licence.find(label):
        return licence.label
    for notice in (address, label):
        if deed := _BY_DEED.get(_DEED.sub("", _DEED.sub("", notice)).lower()):
            return deed
    return address if is_web_address(address) else label


def _from_json(body: bytes, url: str, zone: tzinfo | None) -> Feed:
    """Return a JSON Feed (jsonfeed.org), with what Placette says in ``_placette``."""
    try:
        value = json.loads(body.decode("utf-8-sig", "replace"))
        version, items = str(value["version"]), value["items"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return Feed("no-feed")
    if "jsonfeed.org/version/" not in version or not isinstance(items, list):
        return Feed("no-feed")
    lang, people = value.get("language"), _authors(value)
    entries = (_json_entry(item, url, lang, people, zone) for item in items[:_MOST_ENTRIES])
    home = _joined(url, value.get("home_page_url"))
    return _feed(entries, name=plain(value.get("title")), home=home, lang=lang if _is_lang(lang) else "")


def _json_entry(item: Any, base: str, lang: Any, people: list[Any], zone: tzinfo | None) -> dict[str, Any] | None:
    if not isinstance(item, dict):
        return None
    extension = _mapping(item.get("_placette"))
    places = [_mapping(place) for place in _list(extension.get("places"))]
    codes = [code for place in places if isinstance(code := place.get("insee"), str) and _CODE.fullmatch(code)]
    unknown = (place.get("name") for place in places if place.get("insee") not in codes)
    spot, licence = (_mapping(extension.get(name)) for name in ("spot", "license"))
    helped = (
        (person.get("name"), person.get("url"), person.get("role"))
        for person in map(_mapping, _list(extension.get("contributors")))
    )
    return _entry(
        item.get("id"),
        item.get("url") or item.get("external_url"),
        plain(item.get("title")),
        plain(item.get("summary") or item.get("content_text"), LIMIT) or words_of(item.get("content_html"), LIMIT),
        base,
        day=_day(_moment(item.get("date_published")) or _moment(item.get("date_modified")), zone),
        people=_people(base, [*(_authors(item) or people), *helped]),
        communes=list(dict.fromkeys(codes))[:MANY],
        spot=plain(spot.get("name")) or next(filter(None, map(plain, unknown)), ""),
        point=_point(spot.get("latitude"), spot.get("longitude")),
        categories=_names(_list(item.get("tags"))),
        lang=(item.get("language"), lang),
        licence=licence_from(licence.get("name"), licence.get("url")),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value[: 3 * MANY] if isinstance(value, list) else []


def _authors(value: Mapping[str, Any]) -> list[Any]:
    """Return the authors of an item or of a feed; version 1.0 had one."""
    people = map(_mapping, [*_list(value.get("authors")), value.get("author")])
    return [(person.get("name"), person.get("url"), "") for person in people if person.get("name")]


def _names(values: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(plain, values))))[:MANY]


def _from_xml(body: bytes, answer: FeedAnswer, zone: tzinfo | None) -> Feed:
    """Read RSS 0.9 to 2.0, RDF and Atom; also what is not well-formed."""
    import feedparser  # noqa: PLC0415 - the extra “network”

    headers = {"content-type": answer.media_type, "content-location": answer.url}
    try:  # a stream: a text could name a file of ours, or an address
        parsed = feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:  # noqa: BLE001 - a fault of the library's at a stranger's bytes is a fault of the feed
        return Feed("no-feed")
    if not parsed.get("version") and not parsed.entries:
        return Feed("no-feed")
    lang = parsed.feed.get("language")
    for values in (parsed.feed, *parsed.entries) if not str(parsed.get("version")).startswith("atom") else ():
        for name in ("title", "summary", "rights"):  # outside Atom, all may be HTML
            values.get(f"{name}_detail", {}).pop("type", None)
    entries = (_xml_entry(entry, parsed.feed, answer.url, zone) for entry in parsed.entries[:_MOST_ENTRIES])
    return _feed(
        entries,
        name=_said(parsed.feed, "title"),
        home=_joined(answer.url, parsed.feed.get("link")),
        lang=lang if _is_lang(lang) else "",
        licence=_xml_licence(parsed.feed),
    )


def _xml_entry(entry: Any, feed: Any, base: str, zone: tzinfo | None) -> dict[str, Any]:
    days = (dict.get(entry, f"{name}_parsed") for name in ("published", "updated", "created"))
    moment = None
    with suppress(ValueError, TypeError, StopIteration):
        moment = datetime(*next(filter(None, days))[:6]).replace(tzinfo=UTC)
    place = _mapping(entry.get("where"))
    lon, lat = [*place.get("coordinates", ()), None, None][:2] if place.get("type") == "Point" else (None, None)
    content: Mapping[str, Any] = next(iter(entry.get("content") or ()), {})
    of = entry if any(entry.get("authors") or ()) else feed
    people = [
        (_named(person, of.get("author")), person.get("href"), "") for person in of.get("authors") or () if person
    ]
    return _entry(
        entry.get("id"),
        entry.get("link"),
        _said(entry, "title"),
        _said(entry, "summary", LIMIT) or words_of(content.get("value"), LIMIT),
        base,
        day=_day(moment, zone),
        people=_people(base, people),
        point=_point(lat, lon) or _point(entry.get("geo_lat"), entry.get("geo_long")),
        categories=_names(tag.get("term") for tag in entry.get("tags") or ()),
        lang=(_mapping(entry.get("title_detail")).get("language"), entry.get("language"), feed.get("language")),
        licence=_xml_licence(entry) or _xml_licence(feed),
    )


def _named(author: Any, written: Any) -> Any:
    """Return an author's name; feedparser leaves the end of a mail address in it where that has a long last part."""
    if isinstance(written, str) and author.get("email") and author["email"] in written:
        return _ADDRESS.sub(" ", written).strip(" ()<>")
    return author.get("name")


def _said(values: Any, name: str, most: int = LINE) -> str:
    """Return a value that may be HTML or plain text."""
    detail = _mapping(values.get(f"{name}_detail"))
    return (plain if detail.get("type") == "text/plain" else words_of)(values.get(name), most)


def _xml_licence(values: Any) -> str:
    links = (link.get("href") for link in values.get("links") or () if link.get("rel") == "license")
    return licence_from(_said(values, "rights"), values.get("license") or next(links, ""))


def _from_page(body: bytes, url: str) -> Feed:
    """Return a page: the feeds that it names."""
    try:
        tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    except SelectolaxError:
        return Feed("no-feed")
    return Feed("no-feed", feeds=tuple(dict.fromkeys(announced_feeds(tree, url)))[:MANY])


def announced_feeds(tree: LexborHTMLParser, url: str) -> Iterator[str]:
    """Yield the feeds that the page at an address names, the best first."""
    bases = tree.css("base[href]")
    base = (_joined(url, bases[0].attributes.get("href")) if bases else "") or url
    links = [(link.attributes.get("type") or "", link) for link in tree.css("link[rel][type][href]")]
    for kind in _ALTERNATES:
        for order, link in links:
            rels = (link.attributes.get("rel") or "").lower().split()
            address = _joined(base, link.attributes.get("href"))
            if order.lower().strip() == kind and "alternate" in rels and urlsplit(address).scheme in {"http", "https"}:
                yield address
