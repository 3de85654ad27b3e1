"""The outside pages that texts link to: the meaning of their replies, and what is stored about them.

The answers are in a file beside the build's caches, which is never published.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from gettext import NullTranslations
from pathlib import Path
from typing import ClassVar
from urllib.parse import urldefrag, urljoin, urlsplit

from pydantic import TypeAdapter, ValidationError
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.dates import long_date
from placette.engine.base.files import write_atomic
from placette.engine.base.networks import profile_url
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.findings.problems import Problem, locate, problem
from placette.engine.findings.rows import FindingSection, Row
from placette.features.authors.profile import PROFILE
from placette.features.questions.kinds import ANSWER


@dataclass(frozen=True, slots=True)
class Link:
    """An outside address, without fragment, its places (file, line from 1, or 0), and what is known about it."""

    url: str
    places: tuple[tuple[str, int], ...]
    answer: Answer | None = None


def links_of(build: Build, address: str, content: Path) -> tuple[Link, ...]:
    """Return the outside links of the site published at ``address``, with files and lines. Raises ``OSError``."""
    return outside_links(build, address, lambda path: (content / path).read_text(encoding="utf-8", errors="replace"))


def outside_links(build: Build, own: str, read: Callable[[str], str]) -> tuple[Link, ...]:
    """Return every address outside the site (at ``own``) that texts link to, sorted; ``read`` gives a file's text."""
    places_of = defaultdict[str, set[tuple[str, int]]](set)
    for path, hrefs in _linking(build):
        source = read(path) if hrefs else ""
        for url, spots in hrefs.items():
            if url != own and not url.startswith(f"{own}/"):
                places_of[urldefrag(url).url].add((path, locate(source, spots)[0]))
    return tuple(Link(url, tuple(sorted(places))) for url, places in sorted(places_of.items()))


def is_web(url: str) -> bool:
    """Return whether a browser would fetch this address from a server."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _linking(build: Build) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each text's path with the addresses it links to, and how it writes them."""
    listed = {profile.path: [(profile_url(*link), link[1]) for link in profile.links] for profile in build.of(PROFILE)}
    for answer in build.of(ANSWER):
        listed[answer.path] = [(url, url) for _, url in answer.sources if is_web(url)]
    fates = (build.texts, build.waiting, build.unfinished)
    for text in (text for fate in fates for texts in fate.values() for text in texts):
        addresses = {url: place for url, place in listed.get(text.path, ()) if url}
        html = text.body.html
        links = LexborHTMLParser(html).css("a[href]") if "<a " in html else []
        hrefs = (node.attributes.get("href") or "" for node in links)
        yield text.path, {**addresses, **{href: href for href in hrefs if is_web(href)}}


class LinkFate(StrEnum):
    """What is known about an address. Those in ``DEAD`` are reported as dead."""

    ALIVE = "alive"
    GONE = "gone"
    FAILING = "failing"
    CLOSED = "closed"
    """Its server answers, but not to programs (a login page, a shield against robots)."""
    BARRED = "barred"
    """Its robots.txt asks us to stay away, so it wasn't requested."""
    FORBIDDEN = "forbidden"
    """We don't request it: it leads into a private network, or isn't a web page."""


DEAD = frozenset({LinkFate.GONE, LinkFate.FAILING})

WHY = {
    "status": N_("it answers {status}"),
    "no-host": N_("there is no such server"),
    "timeout": N_("no answer in time"),
    "connection": N_("the connection was refused or broken"),
    "certificate": N_("its certificate is not accepted"),
    "odd": N_("its answer cannot be understood"),
    "large": N_("its answer is too large"),
    "loop": N_("it redirects without end"),
    "robots": N_("its robots.txt asks robots to stay away"),
    "private": N_("it leads into a private network"),
    "port": N_("it leads to a port that is not the web’s"),
    "scheme": N_("it redirects to something that is not a web page"),
}
"""Why an address isn't simply alive, in words."""

_GONE = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
"""Redirects after which a link should be changed (RFC 9110, 15.4)."""
_BY_WHY = {
    "no-host": LinkFate.GONE,
    "robots": LinkFate.BARRED,
    **dict.fromkeys(("private", "port", "scheme"), LinkFate.FORBIDDEN),
}
_LONGEST = 2000
"""Length limit of an address that is followed, in characters."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: an HTTP status with the headers that matter, or a key of ``WHY`` if there was none.

    ``wait`` is how many seconds the server asks us to wait. ``headers`` are by name in small letters. ``certificate``
    is when the server's certificate began and ends, in seconds since 1970; ``flaw`` is OpenSSL's number for why it
    isn't accepted.
    """

    status: int = 0
    why: str = ""
    location: str = ""
    wait: float | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    certificate: tuple[int, int] | None = None
    flaw: int = 0
    WHY: ClassVar[Mapping[str, str]] = WHY


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What is known about an address. ``moved`` is the target of permanent redirects, if the page there is alive."""

    fate: LinkFate
    why: str = ""
    status: int = 0
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """An address being followed: where it has got to, and how far all redirects were permanent."""

    url: str
    at: str
    seen: tuple[str, ...] = ()
    moved: str = ""
    steady: bool = True


def judge(visit: Visit, reply: Reply) -> LinkOutcome | Visit:
    """Return the meaning of a reply for a visit: its outcome, or where it goes on."""
    if reply.why:
        return LinkOutcome(_BY_WHY.get(reply.why, LinkFate.FAILING), reply.why)
    if reply.status in _REDIRECTS and reply.location:
        return _go_on(visit, reply)
    if 200 <= reply.status < 300 or reply.status == 304:
        return LinkOutcome(LinkFate.ALIVE, "", reply.status, visit.moved)
    if reply.status in _GONE:
        return LinkOutcome(LinkFate.GONE, "status", reply.status)
    refused = 400 <= reply.status < 500 or reply.status == 999  # 999 is what some large sites answer to programs
    return LinkOutcome(LinkFate.CLOSED if refused else LinkFate.FAILING, "status", reply.status)


def _go_on(visit: Visit, reply: Reply) -> LinkOutcome | Visit:
    try:
        target = urldefrag(urljoin(visit.at, reply.location)).url
    except ValueError:
        return LinkOutcome(LinkFate.FAILING, "odd")
    if not is_web(target):
        return LinkOutcome(LinkFate.FORBIDDEN, "scheme")
    if len(target) > _LONGEST:
        return LinkOutcome(LinkFate.FAILING, "odd")
    if target in {visit.at, *visit.seen}:
        return LinkOutcome(LinkFate.FAILING, "loop")
    steady = visit.steady and reply.status in _PERMANENT
    visited = (*visit.seen, visit.at)
    return replace(visit, at=target, seen=visited, steady=steady, moved=target if steady else visit.moved)


def seconds_to_wait(written: str, now: datetime | None = None) -> float | None:
    """Return the seconds that a ``Retry-After`` asks for, a number or a date (RFC 9110, 10.2.3); else None."""
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        until = parsedate_to_datetime(written)
    except (ValueError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())


FILE = "links.json"
"""Below ``CACHE_PATH``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome for an address on the day it was last ``asked``; ``since`` is the day it died, if it did."""

    outcome: LinkOutcome
    asked: date
    since: date | None = None


_ANSWERS = TypeAdapter(dict[str, Answer])


def read_answers(cache: Path) -> dict[str, Answer]:
    """Return the remembered answers, by address; none if the file is damaged."""
    try:
        return _ANSWERS.validate_json((cache / FILE).read_bytes())
    except (OSError, ValidationError):
        return {}


def write_answers(cache: Path, answers: Mapping[str, Answer]) -> None:
    """Write the answers to the file."""
    write_atomic(cache / FILE, _ANSWERS.dump_json(dict(sorted(answers.items())), indent=1), durable=False)


def due(links: Iterable[Link], answers: Mapping[str, Answer], today: date, days: int) -> list[str]:
    """Return the addresses to request: new ones, those whose answer is older than ``days``, and last the dead ones.

    So if time runs out, those that were dead before have to wait.
    """
    dead, since = dead_of(answers), today - timedelta(days=days)
    fresh = {url for url, answer in answers.items() if since < answer.asked <= today} - dead
    return sorted((link.url for link in links if link.url not in fresh), key=lambda url: url in dead)


def dead_of(answers: Mapping[str, Answer]) -> frozenset[str]:
    """Return the addresses that were dead at the last request."""
    return frozenset(url for url, answer in answers.items() if answer.outcome.fate in DEAD)


def renewed(
    links: Iterable[Link], answers: Mapping[str, Answer], outcomes: Mapping[str, LinkOutcome], today: date
) -> dict[str, Answer]:
    """Return the answers after a run; addresses that no text links to any more are forgotten."""
    merged = {url: _answer(outcome, answers.get(url), today) for url, outcome in outcomes.items()}
    latest = {**answers, **merged}
    return {link.url: latest[link.url] for link in links if link.url in latest}


def known_links(links: Iterable[Link], answers: Mapping[str, Answer]) -> tuple[Link, ...]:
    """Return each link with what is known about it."""
    return tuple(replace(link, answer=answers.get(link.url)) for link in links)


def _answer(outcome: LinkOutcome, before: Answer | None, today: date) -> Answer:
    """Return an outcome with its day, and the first day of an unbroken series of failures."""
    if outcome.fate not in DEAD:
        return Answer(outcome, today)
    return Answer(outcome, today, before.since if before and before.since else today)


_STALE = timedelta(days=31)
"""After how long links should be asked again."""


def link_findings(links: Sequence[Link], today: date) -> Iterator[Problem]:
    """Yield findings on the links, as ``invoke links`` stored them."""
    answers = [link.answer for link in links if link.answer]
    dead = sum(answer.outcome.fate in DEAD for answer in answers)
    moved = sum(bool(answer.outcome.moved) for answer in answers)
    if len(links) > len(answers):
        yield problem("links-unasked", count=len(links) - len(answers))
    if not answers:
        return
    last = max(answer.asked for answer in answers)
    if dead:
        yield problem("links-dead", count=dead, all=len(links), day=last)
    if moved:
        yield problem("links-moved", count=moved)
    if today - last > _STALE:
        yield problem("links-stale", day=last)
    elif not (dead or moved) and len(links) == len(answers):
        yield problem("links-good", count=len(links), day=last)


def link_row(link: Link, words: NullTranslations, lang: str) -> Row:
    """Return a link that needs attention: why, since when, or where its page is now."""
    moved = link.answer.outcome.moved if link.answer else ""
    places = [f"{path}:{line}" if line else path for path, line in link.places]
    note = why_and_since(link, words, lang) or (f"→ {moved}" if moved else "")
    return Row(link.url, note, places, url=link.url)


_SECTIONS = {
    LinkFate.GONE: N_("Gone"),
    LinkFate.FAILING: N_("Failing for now"),
    LinkFate.FORBIDDEN: N_("Not checked: look at them yourself"),
    LinkFate.BARRED: N_("Not checked, as their servers wish"),
}
_MOVED = N_("Moved for good: the new address is a proposal")


def link_sections(links: Sequence[Link], words: NullTranslations, lang: str) -> Iterator[FindingSection]:
    """Yield every link that needs attention, grouped by what is wrong with it."""
    answered = [(link, link.answer.outcome) for link in links if link.answer]
    groups = [(heading, [link for link, to in answered if to.fate is fate]) for fate, heading in _SECTIONS.items()]
    groups.append((_MOVED, [link for link, to in answered if to.moved]))
    for heading, group in groups:
        if group:
            yield FindingSection(heading, words.gettext(heading), [link_row(link, words, lang) for link in group])


def count_links(links: Sequence[Link], checked: int, words: NullTranslations) -> str:
    """Return the outcome for all links, in a sentence or two."""
    fates = Counter(link.answer.outcome.fate if link.answer else None for link in links)
    sentence = words.gettext(
        "Outside links: {links}. Answering: {alive}; gone: {gone}; failing for now: {failing}; closed"
        " to programs: {closed}; not checked: {left}. Checked now: {asked}."
    )
    numbers = {str(fate): fates[fate] for fate in (LinkFate.ALIVE, LinkFate.GONE, LinkFate.FAILING, LinkFate.CLOSED)}
    others = fates[LinkFate.BARRED] + fates[LinkFate.FORBIDDEN] + fates[None]
    return sentence.format(links=len(links), left=others, asked=checked, **numbers)


def why_and_since(link: Link, words: NullTranslations, lang: str) -> str:
    """Return why an address isn't simply alive, and since when; empty if it is."""
    if link.answer is None or not link.answer.outcome.why:
        return ""
    why = words.gettext(WHY.get(link.answer.outcome.why, "")).format(status=link.answer.outcome.status)
    if link.answer.since is None:
        return why
    since = words.gettext("since {day}").format(day=day_of(link.answer.since, lang))
    return f"{why}, {since}"


def day_of(day: date, lang: str) -> str:
    """Return «1er mai 2026»."""
    return long_date(datetime(day.year, day.month, day.day), lang)
