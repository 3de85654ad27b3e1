"""The pages of the letterbox: how to write, the road of each letter, the links below each text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial
from itertools import groupby
from math import ceil
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

from placette.engine.base.occurrences import working_days_between
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.extended import added
from placette.engine.content.kinds import TextStatus
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.features import NOTICES, REPLYING, Above, Letterbox, Request
from placette.engine.rendering.lists import Single, head_of
from placette.engine.rendering.site import Lookup, Site, ViewsSettings, date_view, day_view
from placette.engine.rendering.views import DateView, HeadView, LinkView
from placette.features.legal import is_fictitious
from placette.features.letterbox.receipts import (
    RECEIPT,
    SUBJECTS,
    CameOf,
    LetterboxSettings,
    LetterKind,
    Medians,
    Receipted,
    Road,
    Station,
    Stop,
    field_line,
    medians_of,
    roads_of,
)
from placette.features.pages import PAGE, Page
from placette.features.posts import POST
from placette.features.translations import index_posts, meant_posts

SHORT_REPLY = "reply"  # the name of their kind
REPLY_ANCHOR = "reply-"  # the prefix of their anchors


class ReplyPlace(NamedTuple):
    """The path of a reply from the site's root; the title of the post that it replies to."""

    url: str
    title: str


def short_replies(build: Build) -> tuple[Any, ...]:
    """Return the replies that are out or wait for their day."""
    return (*build.texts.get(SHORT_REPLY, ()), *build.waiting.get(SHORT_REPLY, ()))


def places_of_replies(build: Build) -> Mapping[str, ReplyPlace]:
    """The place of each that came with a letter, by its source path; none of one whose post isn't out."""
    replies = [reply for reply in short_replies(build) if reply.receipt]
    if not replies:
        return {}
    posts, shown = index_posts(build.addresses), {post.path: post for post in build.of(POST)}
    found = {}
    for reply in replies:
        meant = meant_posts(reply.post, f"articles/{reply.date.year}/", posts)
        if len(meant) == 1 and (post := shown.get(meant[0])):
            found[reply.path] = ReplyPlace(f"{post.url}#{REPLY_ANCHOR}{reply.slug}", post.title)
    return found


class WaysView(NamedTuple):
    """The ways to write about a page, each a ready mail or a form.

    ``address`` is the e-mail address, empty for forms; ``notice_url`` explains how reports are handled, ``road_url``
    leads to the road of letters: both may be empty. ``until`` is the last day of replies, which are over where it is
    not ``open``.
    """

    links: tuple[LinkView, ...]
    address: str
    notice_url: str
    road_url: str
    open: bool
    until: DateView | None


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
_KINDS = {
    LetterKind.POST: N_("A text"),
    LetterKind.QUESTION: N_("A question"),
    LetterKind.RESPONSE: N_("A response"),
    LetterKind.RIGHT_OF_REPLY: N_("A right of reply"),
    LetterKind.CORRECTION: N_("A correction"),
    LetterKind.REPORT: N_("A report"),
}
_STATIONS = {
    Station.RECEIVED: N_("Received"),
    Station.READ: N_("Has been read"),
    Station.WAITING: N_("To be completed"),
    Station.SCHEDULED: N_("Scheduled"),
    Station.PUBLISHED: N_("Published"),
    Station.CLOSED: N_("Closed"),
}


class RoadContent(NamedTuple):
    """The listed letters, the usual delays, and the day of these (None: any)."""

    day: date | None
    roads: tuple[Road, ...]
    medians: Medians


def came_of(build: Build) -> Mapping[str, CameOf]:
    """Return the texts from letters, by number: of several the one that appeared, or appears, first."""
    found: dict[str, CameOf] = {}
    posts = sorted((*build.of(POST), *build.scheduled(POST)), key=lambda post: (post.date, post.path))
    for post in posts:
        status = POST.status_of(post, build.now) if POST.status_of else TextStatus.PUBLISHED
        if added(Receipted, post).receipt and status is not TextStatus.DRAFT:
            _note(post, ReplyPlace(post.url, post.title), build, found)
    places = places_of_replies(build)
    for reply in short_replies(build):
        if place := places.get(reply.path):
            _note(reply, place, build, found)
    return found


def _note(text: Any, place: ReplyPlace, build: Build, found: dict[str, CameOf]) -> None:
    until = build.embargoed.get(text.path)
    day, is_out = (until or text.date).date(), text.date <= build.now and until is None
    known = found.setdefault(text.receipt, CameOf(day, is_out, place.url, place.title))
    if is_out and not known.is_out:
        found[text.receipt] = CameOf(day, is_out, place.url, place.title)


def road_moments(build: Build) -> Iterator[datetime]:
    """Yield when the page changes by itself: at midnight while a letter waits, and with the year, as old ones leave.

    The moment before now counts too: the clock may be turned back.
    """
    today = build.now.date()
    days = [date(today.year, 1, 1), date(today.year + 1, 1, 1)] if build.of(RECEIPT) else []
    if any(road.is_open for road in _listed(build)) or any(one.received > today for one in build.of(RECEIPT)):
        days += [today, today + timedelta(days=1)]
    return (datetime.combine(day, time(), build.now.tzinfo) for day in days)


def _listed(build: Build) -> list[Road]:
    return roads_of(build.of(RECEIPT), came_of(build), build.now.date())


def _content(site: Site) -> RoadContent | None:
    """Return the page's content; nothing for a site without receipts that takes no letters."""
    build, own = site.build, site.options("LETTERBOX", LetterboxSettings)
    if not (own.is_open or build.of(RECEIPT)):
        return None
    roads = tuple(_listed(build))
    day = build.now.date() if any(road.is_open for road in roads) else None
    return RoadContent(day, roads, medians_of(roads, partial(working_days_between, place=own.holidays)))


ROAD_PAGE = Single(ROAD, "road", _content, _TITLE, 150, 160, fed=False, finds=_INTRODUCTION)


def road_url(site: Site) -> str:
    """The printed address of the page; empty where there is none."""
    return site.index_url(ROAD) if site.once(_content) is not None else ""


def letter_path(settings: Mapping[str, Any], number: str) -> str:
    """Return a letter's path from the site's root: ``contribuer/suivi/#n-2026-0042``; empty without a page."""
    url = settings.get(ROAD.setting)
    return f"{url}#{ANCHOR}{number}" if url else ""


def road_above(site: Site, _about: object) -> Above | None:
    """Return the page on how to send a text, where the site has it, by what one does there: its title may be long."""
    wanted, name = site.options("VIEWS", ViewsSettings).write_page, site.say(N_("Write"))
    return next((Above(name, page.url) for page in site.build.of(PAGE) if page.slug == wanted), None)


def compose_road(request: Request, content: RoadContent, look: Lookup) -> RoadView:
    """The view of the page."""
    site = look.site
    title, introduction, above = site.say(_TITLE), site.say(_INTRODUCTION), road_above(site, None)
    return RoadView(
        head=head_of(request, title, introduction, look),
        title=title,
        introduction=introduction,
        above=LinkView(above.label, site.base + above.path) if above else None,
        facts=tuple(_facts(content, site)),
        day=_date(content.day, site) if content.day else None,
        years=tuple(
            RoadYearView(str(year), tuple(_letter(road, content, site) for road in roads))
            for year, roads in groupby(content.roads, key=lambda road: road.stops[0].day.year)
        ),
    )


def _facts(content: RoadContent, site: Site) -> Iterator[str]:
    """Yield sentences: the promised delays, how many letters wait, how long it usually takes."""
    own, ngettext = site.options("LETTERBOX", LetterboxSettings), site.words.ngettext
    if own.is_open:
        pattern = site.say(
            N_("We promise: a receipt within {receipt} working days, a first answer within {reading} working days.")
        )
        yield pattern.format(receipt=own.receipt_days, reading=own.reading_days)
    asked = sum(road.here.station is Station.WAITING for road in content.roads)
    waiting = sum(road.is_open for road in content.roads) - asked
    if content.roads:
        yield ngettext("{count} letter waits for us.", "{count} letters wait for us.", waiting).format(count=waiting)
    if asked:
        pattern = ngettext("{count} letter waits for its writer.", "{count} letters wait for their writers.", asked)
        yield pattern.format(count=asked)
    yield from medians_said(content.medians, site)


def medians_said(medians: Medians, site: Site) -> Iterator[str]:
    """Yield how long it usually takes; half a day counts as a day, and so does the very day."""
    ngettext = site.words.ngettext
    if medians.read is not None:
        pattern = ngettext(
            "Half of the letters were read within {count} working day.",
            "Half of the letters were read within {count} working days.",
            days := max(1, ceil(medians.read)),
        )
        yield pattern.format(count=days)
    if medians.published is not None:
        pattern = ngettext(
            "Half of the published texts appeared within {count} working day.",
            "Half of the published texts appeared within {count} working days.",
            days := max(1, ceil(medians.published)),
        )
        yield pattern.format(count=days)


def _letter(road: Road, content: RoadContent, site: Site) -> LetterView:
    post = road.post if road.here.station is Station.PUBLISHED else None
    return LetterView(
        number=road.number,
        anchor=f"{ANCHOR}{road.number}",
        kind=site.say(_KINDS[road.kind]),
        state=road.here.station.value,
        is_open=road.is_open,
        stops=tuple(StopView(site.say(_STATIONS[stop.station]), _date(stop.day, site)) for stop in road.stops),
        since=_since(road.here, content.day, site) if content.day and road.is_open else "",
        post=LinkView(post.title, site.base + post.url) if post else None,
    )


def _since(here: Stop, today: date, site: Site) -> str:
    """«depuis 12 jours»; nothing on the day itself."""
    days = (today - here.day).days
    return site.words.ngettext("for {count} day", "for {count} days", days).format(count=days) if days else ""


def _date(day: date, site: Site) -> DateView:
    """A day for machines, without an hour, and for people."""
    moment = datetime.combine(day, time())
    shown = date_view(moment, site.lang)
    return DateView(day.isoformat(), shown.long, shown.short)


_HELLO = N_("Hello,")
_READY = {
    LetterKind.POST: (
        N_("A text for {site}"),
        N_("Here is my text, written below or attached, with my photos:"),
        N_("If you like, fill in these lines; we will ask for what is missing."),
        ("title", "signature", "commune", "people", "minors"),
    ),
    LetterKind.QUESTION: (
        N_("[Question] A question for {site}"),
        N_("Here is my question:"),
        N_("If you like, fill in these lines. Without a signature, your name does not appear."),
        ("to", "commune", "signature"),
    ),
}
"""Of ready mails about no page: the subject, the words above and below the text, the fields, known at once."""
_MAIL = N_("A mail opens, ready to be filled in: write your text and attach your photos.")
_MAIL_ASKS = N_("A mail opens, with three lines to fill in if you like; no account is needed.")
_FORM = N_("A form opens: no account, no password.")
_INVENTED = N_("This is a demonstration: the address is invented, and nothing arrives.")
_SENTENCE_END = re.compile(r"(?<=[.!?…]) ")
_ROOM = 4  # empty lines for the text: enough to see where it goes, on a telephone too


class ContributingContent(NamedTuple):
    """The page's content: the printed address of the button, and other ways to reach people; texts may be empty."""

    send_url: str
    address: str
    telephone: str
    counter: str
    road_url: str


def plan_contributing(page: Page, site: Site) -> ContributingContent | None:
    """Return how to send a text, for the page that ``VIEWS_WRITE_PAGE`` names; nothing for the others."""
    if page.slug != site.options("VIEWS", ViewsSettings).write_page:
        return None
    own = site.options("LETTERBOX", LetterboxSettings)
    send_url = sending_way(LetterKind.POST, site)[0]
    return ContributingContent(send_url, own.address, own.telephone, own.counter, road_url(site))


def sending_way(kind: LetterKind, site: Site) -> tuple[str, str]:
    """Return the address of the form, or of a ready mail, about no page yet, and what it opens (msgid); or empty."""
    own = site.options("LETTERBOX", LetterboxSettings)
    if own.form:
        url = f"{own.form}{'&' if '?' in own.form else '?'}kind={kind}"
    elif own.address and kind in _READY:
        url = ready_mail(kind, own.address, site.site_name, site.lang, site.say)
    else:
        url = own.address and blank_mail(own.address, kind, site.lang, site.say).about(WrittenAbout("", ""))
    hint = _hint(url) if url else ""
    return url, _MAIL_ASKS if hint == _MAIL and kind is LetterKind.QUESTION else hint


def contributing_view(page: Page, content: ContributingContent, look: Lookup) -> ContributingView:
    """Return its view, with the page's title and first sentence above."""
    digits = "".join(character for character in content.telephone if character in "+0123456789")
    return ContributingView(
        lang=page.lang,
        title=tuple(_SENTENCE_END.split(page.title)),
        summary=page.summary,
        send_url=content.send_url,
        hint=look.site.say(_hint(content.send_url)),
        address=content.address,
        telephone=content.telephone,
        telephone_url=f"tel:{digits}" if len(digits) > 2 and not is_fictitious(content.telephone) else "",
        counter=content.counter,
        road_url=content.road_url,
    )


def ready_mail(kind: LetterKind, address: str, site: str, lang: str, say: Callable[[str], str]) -> str:
    """Return a ``mailto:`` address (RFC 6068) for a mail about no page: where to write, and our questions."""
    about, above, below, asked = _READY[kind]
    lines = [field_line(name, lang) for name in asked]
    body = [say(_HELLO), "", say(above), *[""] * _ROOM, say(below), "", *lines]
    subject, text = quote(say(about).format(site=site), safe=""), quote("\r\n".join(body), safe="")
    return f"mailto:{quote(address, safe='@')}?subject={subject}&body={text}"


def _hint(send_url: str) -> str:
    """Return the sentence on what the button opens (msgid)."""
    if is_fictitious(unquote(send_url).partition("?")[0]):
        return _INVENTED
    return _MAIL if send_url.startswith("mailto:") else _FORM


Say = Callable[[str], str]
_LINE_END = "\r\n"  # RFC 6068 (section 5): line breaks in the body of a ``mailto:`` are written ``%0D%0A``
_BEGINNINGS = {
    LetterKind.RESPONSE: N_("Here is my response, to be published:"),
    LetterKind.RIGHT_OF_REPLY: N_("I exercise my right of reply. Here is the text to be published:"),
    LetterKind.CORRECTION: N_("Here is what should be corrected:"),
    LetterKind.REPORT: N_("I report what this page says:"),
}
_READY_MAILS_ASKED = {
    LetterKind.RESPONSE: ("name", "commune"),
    LetterKind.RIGHT_OF_REPLY: ("passage", "name"),  # the page too: décret n° 2007-1527, article 2
    LetterKind.CORRECTION: ("passage", "instead", "name"),
    LetterKind.REPORT: ("passage", "reasons", "name", "email"),
}  # the fields to fill in. Those of a report with its page and good faith are required by law for a notice.
_PAGE = "\0"  # placeholder for the address of the page
_GOOD_FAITH = N_("I believe in good faith that what I say here is accurate and complete.")


class WrittenAbout(NamedTuple):
    """The page that a letter is about: its title and its absolute address."""

    title: str
    url: str


class BlankMail(NamedTuple):
    """A ``mailto:`` link in three encoded parts: up to the page's title, from there to its address, and the rest."""

    subject: str
    body: str
    rest: str

    def about(self, page: WrittenAbout) -> str:
        """The link of a page; everything in it is percent-encoded (RFC 6068)."""
        return f"{self.subject}{_encoded(_in_one_line(page.title))}{self.body}{_encoded(page.url)}{self.rest}"


def blank_mail(to: str, kind: LetterKind, lang: str, say: Say) -> BlankMail:
    """The mails to ``to`` about any page, in the language of the site."""
    subject = _encoded(f"[{SUBJECTS[kind][lang != 'fr']}] ")
    before, after = map(_encoded, _LINE_END.join(_body(kind, _PAGE, lang, say)).split(_PAGE))
    return BlankMail(f"mailto:{quote(to, safe='@')}?subject={subject}", f"&body={before}", after)


def form_link(form: str, kind: LetterKind, about: WrittenAbout) -> str:
    """Return the form's address with its subject; the site's own parameters stay."""
    parts = urlsplit(form)
    asked = urlencode({"kind": kind.value, "about": about.url}, quote_via=quote, safe="")
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, asked)))))


def _body(kind: LetterKind, url: str, lang: str, say: Say) -> list[str]:
    """The lines of a mail: there is room to write before the fields."""
    room = ["", "", ""] if kind in {LetterKind.RESPONSE, LetterKind.RIGHT_OF_REPLY} else [""]
    fields = [field_line(name, lang) for name in _READY_MAILS_ASKED[kind]]
    last = [field_line("good_faith", lang, say(_GOOD_FAITH))] if kind is LetterKind.REPORT else []
    return [say(N_("Hello,")), "", say(_BEGINNINGS[kind]), *room, field_line("page", lang, url), *fields, *last, ""]


@lru_cache(4)
def _encoded(text: str) -> str:
    """A text, encoded; all mails about a page have its title and its address."""
    return quote(text, safe="")


@lru_cache(1)
def _in_one_line(title: str) -> str:
    """A title with plain spaces alone: no-break ones look odd in lists of mails, and a line break ends a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())


_LABELS = {
    LetterKind.RESPONSE: N_("Respond"),
    LetterKind.RIGHT_OF_REPLY: N_("Right of reply"),
    LetterKind.CORRECTION: N_("Ask for a correction"),
    LetterKind.REPORT: N_("Report"),
}


class _Titled(Protocol):
    """A text that people can write about."""

    @property
    def title(self) -> str: ...

    @property
    def url(self) -> str: ...


class WaysContent(NamedTuple):
    """The printed addresses of the pages on reports and on the road of letters, empty without; whether and until when
    the text may be replied to."""

    notice_url: str
    road_url: str
    open: bool
    until: date | None


def letterbox_of(site: Site) -> Letterbox | None:
    """The letterbox of a site; None for one that takes no letters."""
    own = site.options("LETTERBOX", LetterboxSettings)
    return Letterbox(own.keep_days) if own.is_open else None


def plan_ways(about: _Titled, site: Site) -> WaysContent | None:
    """Return the values of a page's foot beside its text; nothing where the site takes no letters."""
    urls = site.once(_urls_of_ways)
    return WaysContent(*urls, *site.ask(REPLYING)(about)) if urls else None


def _urls_of_ways(site: Site) -> tuple[str, str] | None:
    return (site.ask(NOTICES), road_url(site)) if letterbox_of(site) else None


def ways_view(about: _Titled, content: WaysContent, look: Lookup) -> WaysView:
    """The ready mails about a page, or the links to the form."""
    site = look.site
    own, page = site.options("LETTERBOX", LetterboxSettings), WrittenAbout(about.title, site.absolute(about.url))

    def link(kind: LetterKind) -> str:
        if own.form:
            return form_link(own.form, kind, page)
        blank = look.kept(("blank mail", kind), lambda: blank_mail(own.address, kind, site.lang, site.say))
        return blank.about(page)

    shown = (one for one in _LABELS.items() if content.open or one[0] is not LetterKind.RESPONSE)
    links = tuple(LinkView(site.say(label), link(kind), "nofollow") for kind, label in shown)
    until = day_view(content.until, site.lang) if content.until else None
    return WaysView(links, "" if own.form else own.address, content.notice_url, content.road_url, content.open, until)
