"""The letterbox, as visitors see it: ways to write about each post, and the road of each letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from itertools import groupby
from math import ceil
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.extended import added
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.features import Above, Feature, Lookup, PageKind, Request, Single, Site, Slot, Stored
from placette.engine.rendering.lists import head_of
from placette.engine.rendering.ports import Letterbox, Ports
from placette.engine.rendering.site import ViewsSettings, day_view
from placette.engine.rendering.views import DateView, HeadView, LinkView
from placette.engine.texts.values import Status
from placette.features.exchanges import WORDS, midnights, working_days
from placette.features.legal import is_fictitious, telephone_url
from placette.features.letterbox.receipts import (
    FIELD_LABELS,
    LETTERS,
    RECEIPT,
    RECEIPT_FOLDER,
    RECEIPTED,
    RIGHT_OF_REPLY_DUE,
    SUBJECTS,
    CameOf,
    LetterboxSettings,
    LetterKind,
    Receipt,
    Receipted,
    Road,
    Station,
    Stop,
    field_line,
    kind_of_subject,
    lacking,
    medians_of,
    receipt_source,
    roads_of,
)
from placette.features.pages import PAGE, Page
from placette.features.posts import POST, Article
from placette.features.translations import PostNames

__all__ = [
    "FEATURE",
    "FIELD_LABELS",
    "RECEIPT",
    "RECEIPT_FOLDER",
    "REPLY_ANCHOR",
    "RIGHT_OF_REPLY_DUE",
    "SHORT_REPLY",
    "SUBJECTS",
    "LetterKind",
    "LetterboxSettings",
    "Receipt",
    "Receipted",
    "came_of",
    "kind_of_subject",
    "places_of_replies",
    "receipt_source",
    "register",
    "replied_posts",
    "sending_way",
]


SHORT_REPLY = "reply"  # the name of their kind
REPLY_ANCHOR = "reply-"  # the prefix of their anchors


def replies_in(build: Build) -> tuple[Any, ...]:
    """Return the short replies that are out or wait for their day."""
    return (*build.texts.get(SHORT_REPLY, ()), *build.waiting.get(SHORT_REPLY, ()))


def replied_posts(replies: Iterable[Any], build: Build) -> Iterator[tuple[Any, Article]]:
    """Yield each reply with the post that it replies to; none of those whose post isn't out."""
    replies = list(replies)
    posts = PostNames(build.addresses if replies else ())
    published = {post.path: post for post in build.of(POST)}
    for reply in replies:
        paths = posts.meant(reply.post, f"articles/{reply.date.year}/")
        if len(paths) == 1 and (post := published.get(paths[0])):
            yield reply, post


def places_of_replies(build: Build) -> Mapping[str, LinkView]:
    """Return the title of the post and the path (from the root) of each that came with a letter, by source path."""
    receipted = (reply for reply in replies_in(build) if reply.receipt)
    return {
        reply.path: LinkView(post.title, f"{post.url}#{REPLY_ANCHOR}{reply.slug}")
        for reply, post in replied_posts(receipted, build)
    }


class WaysView(NamedTuple):
    """The ways to write about a page, each a ready mail or a form.

    ``address`` is the e-mail address, empty for forms; ``notice_url`` explains how reports are handled, ``road_url``
    leads to the road of letters: both may be empty. ``until`` is the last day of replies, which are over where it is
    not ``open``. ``acts``: to reply is what one does on this page.
    """

    links: tuple[LinkView, ...]
    address: str
    notice_url: str
    road_url: str
    open: bool
    until: DateView | None
    acts: bool = False


class StopView(NamedTuple):
    """A station of a letter's road, with its day."""

    label: str
    day: DateView


class LetterView(NamedTuple):
    """A letter: its number and the id of its element, its purpose, its stops, the last of which is the current one.

    ``state`` is ``received``, ``read``, ``waiting``, ``scheduled``, ``published`` or ``closed``. ``since`` is the time
    that it has been there, where that still counts; ``post`` is the post that it became.
    """

    number: str
    anchor: str
    kind: str
    state: str
    is_open: bool
    stops: tuple[StopView, ...]
    since: str
    post: LinkView | None


class RoadYearView(NamedTuple):
    """The letters of a year, the newest first."""

    label: str
    letters: tuple[LetterView, ...]


class RoadView(NamedTuple):
    """The list of all letters. ``above`` leads to how to send one; ``facts`` are sentences of a ``day`` (None: any)."""

    head: HeadView
    title: str
    introduction: str
    above: LinkView | None
    facts: tuple[str, ...]
    day: DateView | None
    years: tuple[RoadYearView, ...]


class ContributingView(NamedTuple):
    """How to send a text.

    ``title`` is the page's, by sentence; ``hint`` explains the button; ``telephone_url`` begins with ``tel:``;
    ``road_url`` leads to the road of letters, or is empty.
    """

    lang: str
    title: tuple[str, ...]
    summary: str
    send_url: str
    hint: str
    address: str
    telephone: str
    telephone_url: str
    counter: str
    road_url: str


ROAD = PageAddress("LETTER_ROAD")  # not of the prefix of the feature's settings: addresses aren't among them
ANCHOR = "n-"  # the prefix of a letter's anchor: ``#n-2026-0042``
_TITLE = N_("Follow a letter")
_INTRODUCTION = N_("Each letter has a number, which our first answer gives. Here is where each one is.")


RoadContent = tuple[tuple[Road, ...], date | None]
"""The listed letters, and the day of this: None where it doesn't matter, for nobody waits."""


def came_of(build: Build) -> Mapping[str, CameOf]:
    """Return the texts from letters, by number: of several the one that appeared, or appears, first."""
    texts: dict[str, CameOf] = {}
    posts = sorted((*build.of(POST), *build.scheduled(POST)), key=lambda post: (post.date, post.path))
    places = places_of_replies(build)
    receipted = [(post, added(Receipted, post).receipt, LinkView(post.title, post.url)) for post in posts]
    receipted += [(reply, reply.receipt, places[reply.path]) for reply in replies_in(build) if reply.path in places]
    for text, number, place in receipted:
        if number and getattr(text, "status", None) is not Status.DRAFT:
            until = build.embargoed.get(text.path)
            is_out = text.date <= build.now and until is None
            if number not in texts or (is_out and not texts[number].is_out):
                texts[number] = CameOf((until or text.date).date(), is_out, place.url, place.label)
    return texts


def road_moments(build: Build) -> Iterator[datetime]:
    """Yield when the page changes by itself: at midnight while a letter waits, and with the year, as old ones leave.

    The moment before now counts too: the clock may be turned back.
    """
    year, receipts = build.now.year, build.of(RECEIPT)
    if receipts:
        yield from (datetime(number, 1, 1, tzinfo=build.now.tzinfo) for number in (year, year + 1))
    if any(road.is_open for road in _listed(build)) or any(receipt.received > build.now.date() for receipt in receipts):
        yield from midnights(build.now)


def _listed(build: Build) -> list[Road]:
    return roads_of(build.of(RECEIPT), came_of(build), build.now.date())


def _content(site: Site) -> RoadContent | None:
    """Return the page's content; nothing for a site without receipts that takes no letters."""
    build = site.build
    if not (letterbox_of(site) or build.of(RECEIPT)):
        return None
    roads = tuple(_listed(build))
    return roads, build.now.date() if any(road.is_open for road in roads) else None


ROAD_PAGE = Single(ROAD, "road", _content, _TITLE, 150, 160, fed=False, finds=_INTRODUCTION)


def road_url(site: Site) -> str:
    """Return the printed address of the page; empty where there is none."""
    return site.index_url(ROAD) if site.once(_content) is not None else ""


def road_above(site: Site, _about: object) -> Above | None:
    """Return the page on how to send a text, where the site has it, by what one does there: its title may be long."""
    slug, name = site.options("VIEWS", ViewsSettings).write_page, site.say(N_("Write"))
    return next((Above(name, page.url) for page in site.build.of(PAGE) if page.slug == slug), None)


def compose_road(request: Request, content: RoadContent, look: Lookup) -> RoadView:
    """Return the view of the page."""
    (roads, day), site = content, look.site
    title, introduction, above = site.say(_TITLE), site.say(_INTRODUCTION), road_above(site, None)
    return RoadView(
        head=head_of(request, title, introduction, look),
        title=title,
        introduction=introduction,
        above=LinkView(above.label, site.base + above.path) if above else None,
        facts=tuple(_facts(roads, site)),
        day=day_view(day, site.lang) if day else None,
        years=tuple(
            RoadYearView(str(year), tuple(_letter(road, day, site) for road in group))
            for year, group in groupby(roads, key=lambda road: road.stops[0].day.year)
        ),
    )


def _facts(roads: tuple[Road, ...], site: Site) -> Iterator[str]:
    """Yield sentences: the promised delays, how many letters wait, how long it usually takes."""
    settings, ngettext = site.options("LETTERBOX", LetterboxSettings), site.words.ngettext
    if settings.is_open:
        pattern = site.say(
            N_("We promise: a receipt within {receipt} working days, a first answer within {reading} working days.")
        )
        yield pattern.format(receipt=settings.receipt_days, reading=settings.reading_days)
    incomplete = sum(road.here.station is Station.WAITING for road in roads)
    waiting = sum(road.is_open for road in roads) - incomplete
    if roads:
        yield ngettext("{count} letter waits for us.", "{count} letters wait for us.", waiting).format(count=waiting)
    if incomplete:
        pattern = ngettext(
            "{count} letter waits for its writer.", "{count} letters wait for their writers.", incomplete
        )
        yield pattern.format(count=incomplete)
    yield from median_sentences(*medians_of(roads, working_days(settings.holidays)), site)


def median_sentences(read: float | None, published: float | None, site: Site) -> Iterator[str]:
    """Yield how long it usually takes; half a day counts as a day, and so does the very day."""
    ngettext = site.words.ngettext
    if read is not None:
        pattern = ngettext(
            "Half of the letters were read within {count} working day.",
            "Half of the letters were read within {count} working days.",
            days := max(1, ceil(read)),
        )
        yield pattern.format(count=days)
    if published is not None:
        pattern = ngettext(
            "Half of the published texts appeared within {count} working day.",
            "Half of the published texts appeared within {count} working days.",
            days := max(1, ceil(published)),
        )
        yield pattern.format(count=days)


def _letter(road: Road, today: date | None, site: Site) -> LetterView:
    labels = WORDS["stations"]
    stops = (StopView(site.say(labels[stop.station]["label"]), day_view(stop.day, site.lang)) for stop in road.stops)
    post = road.post if road.here.station is Station.PUBLISHED else None
    return LetterView(
        number=road.number,
        anchor=f"{ANCHOR}{road.number}",
        kind=site.say(LETTERS[road.kind]["name"]),
        state=road.here.station.value,
        is_open=road.is_open,
        stops=tuple(stops),
        since=_since(road.here, today, site) if today and road.is_open else "",
        post=LinkView(post.title, site.base + post.url) if post else None,
    )


def _since(here: Stop, today: date, site: Site) -> str:
    """Return «depuis 12 jours»; nothing on the day itself."""
    days = (today - here.day).days
    return site.words.ngettext("for {count} day", "for {count} days", days).format(count=days) if days else ""


_HELLO = N_("Hello,")
_GOOD_FAITH = N_("I believe in good faith that what I say here is accurate and complete.")
_LINE_END = "\r\n"  # RFC 6068 (section 5): line breaks in the body of a ``mailto:`` are written ``%0D%0A``
_MAIL = N_("A mail opens, ready to be filled in: write your text and attach your photos.")
_MAIL_ASKS = N_("A mail opens, with three lines to fill in if you like; no account is needed.")
_FORM = N_("A form opens: no account, no password.")
_INVENTED = N_("This is a demonstration: the address is invented, and nothing arrives.")
_SENTENCE_END = re.compile(r"(?<=[.!?…]) ")


def ready_mail(kind: LetterKind, to: str, title: str, url: str, lang: str, say: Callable[[str], str]) -> str:
    """Return a ``mailto:`` address (RFC 6068) in the language of the site, with where to write and our questions.

    ``title`` and ``url`` are those of the page that it is about; of a text or a question those of the site. Everything
    in it is percent-encoded.
    """
    values = {"page": url, "good_faith": say(_GOOD_FAITH)}
    row = LETTERS[kind]
    fields = [field_line(name, lang, values.get(name, "")) for name in row["fields"]]
    if "about" in row:
        subject, fields = say(row["about"]).format(site=title), [say(row["below"]), "", *fields]
    else:
        subject, fields = f"[{row['subject'][lang != 'fr']}] {_in_one_line(title)}", [*fields, ""]
    body = _LINE_END.join([say(_HELLO), "", say(row["beginning"]), *[""] * row["lines"], *fields])
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def _in_one_line(title: str) -> str:
    """Return a title with plain spaces: no-break ones look odd in lists of mails, and a line break ends a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())


def writing_url(kind: LetterKind, site: Site, title: str = "", url: str = "") -> str:
    """Return the address of the form, or of a ready mail, about the page at ``url``; empty without both.

    The form's own parameters stay.
    """
    settings = site.options("LETTERBOX", LetterboxSettings)
    if not settings.form:
        return ready_mail(kind, settings.address, title, url, site.lang, site.say) if settings.address else ""
    parts, about = urlsplit(settings.form), {"about": url} if url else {}
    query = urlencode({"kind": kind.value, **about}, quote_via=quote, safe="")
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, query)))))


def letterbox_of(site: Site) -> Letterbox | None:
    """Return the letterbox of a site; None for one that takes no letters."""
    settings = site.options("LETTERBOX", LetterboxSettings)
    return Letterbox(settings.keep_days) if settings.is_open else None


def sending_way(kind: LetterKind, site: Site) -> tuple[str, str]:
    """Return the address of the form, or of a ready mail, about no page yet, and what it opens (msgid); or empty."""
    url = writing_url(kind, site, site.site_name if "about" in LETTERS[kind] else "")
    if not url:
        return "", ""
    if is_fictitious(unquote(url).partition("?")[0]):
        return url, _INVENTED
    mail = _MAIL_ASKS if kind is LetterKind.QUESTION else _MAIL
    return url, mail if url.startswith("mailto:") else _FORM


def plan_contributing(page: Page, site: Site) -> ContributingView | None:
    """Return how to send a text, for the page that ``VIEWS_WRITE_PAGE`` names; nothing for the others."""
    if page.slug != site.options("VIEWS", ViewsSettings).write_page:
        return None
    settings = site.options("LETTERBOX", LetterboxSettings)
    send_url, hint = sending_way(LetterKind.POST, site)
    return ContributingView(
        lang=page.lang,
        title=tuple(_SENTENCE_END.split(page.title)),
        summary=page.summary,
        send_url=send_url,
        hint=site.say(hint or _FORM),
        address=settings.address,
        telephone=settings.telephone,
        telephone_url=telephone_url(settings.telephone),
        counter=settings.counter,
        road_url=road_url(site),
    )


def plan_ways(about: Any, site: Site) -> tuple[bool, date | None] | None:
    """Return whether and until when a text may be replied to; nothing where the site takes no letters."""
    return site.ask(Ports.REPLYING)(about) if letterbox_of(site) else None


def reporting(site: Site) -> Callable[[str, str], str]:
    """Return what makes the address of a report: a ready mail or the form, else the page that explains it."""
    notices = site.ask(Ports.NOTICES)
    return lambda title, url: writing_url(LetterKind.REPORT, site, title, url) or notices


def ways_view(about: Any, content: tuple[bool, date | None], look: Lookup, *, page: str) -> WaysView:
    """Return the ready mails about a page (with a title and an address), or the links to the form.

    A call has an act of its own by which it is answered.
    """
    (can_reply, until), site = content, look.site
    can_reply = can_reply and page != "call"
    settings, url = site.options("LETTERBOX", LetterboxSettings), site.absolute(about.url)

    labels = {kind: row["label"] for kind, row in LETTERS.items() if "label" in row}
    kinds = [kind for kind in labels if can_reply or kind is not LetterKind.RESPONSE]
    return WaysView(
        links=tuple(
            LinkView(site.say(labels[kind]), writing_url(kind, site, about.title, url), "nofollow") for kind in kinds
        ),
        address="" if settings.form else settings.address,
        notice_url=site.ask(Ports.NOTICES),
        road_url=road_url(site),
        open=can_reply,
        until=day_view(until, site.lang) if until else None,
        acts=page == "article",
    )


_WRITTEN_ABOUT = ("article", "event", "walk", "question", "call")
"""The kinds of pages below which visitors read how to write about them."""
_STORED = Stored("letter:*", N_("The words that you are writing in the form, until you send or erase them"))
FEATURE = Feature(
    name="letterbox",
    order=118,
    settings={"LETTERBOX": LetterboxSettings},
    kinds=(RECEIPT,),
    extensions=(RECEIPTED,),
    addresses=(ROAD,),
    pages=(PageKind("road", compose_road, "WebPage", above=road_above),),
    singles=(ROAD_PAGE,),
    slots=(
        Slot("page", "opening", "contributing", "contributing", plan_contributing, styled=True),
        *(Slot(page, "foot", "letters", "ways", plan_ways, partial(ways_view, page=page)) for page in _WRITTEN_ABOUT),
    ),
    offers={Ports.LETTERBOX: letterbox_of, Ports.REPORTING: reporting},
    moments=road_moments,
    lacking=lacking,
    stores=lambda site: [_STORED] if site.options("LETTERBOX", LetterboxSettings).form else [],
)
register = FEATURE.register
