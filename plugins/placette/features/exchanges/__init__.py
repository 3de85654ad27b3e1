"""What questions, replies, consultations, letters and decisions share: who speaks, until when, and what is public.

Each of these kinds of exchange is a room of its own: a declaration of its texts, and its pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import yaml

from placette.engine.base.occurrences import working_days_between
from placette.engine.base.text import fold
from placette.engine.base.translation import N_, plural
from placette.engine.content.kinds import PERSON, Draft, TextStatus
from placette.engine.content.neighbours import Names, Outline, find_name, names_of
from placette.engine.findings.problems import Problem
from placette.engine.rendering import structured
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.entries import FeedEntry
from placette.engine.rendering.features import Lookup, Request, Site
from placette.engine.rendering.lists import announced, feed_requests
from placette.engine.rendering.views import BreadcrumbsView, FeedView, SocialImageView, SocialView
from placette.engine.texts.others import Names as Sought
from placette.engine.texts.others import names_among
from placette.engine.texts.values import Status
from placette.features.authors import AuthorKind, Signature

__all__ = [
    "FAR",
    "PERSONS",
    "PRIVATE",
    "SPEAKERS",
    "WORDS",
    "Due",
    "ExchangeFeed",
    "Speakers",
    "Why",
    "WorkingDays",
    "by_urgency",
    "check_order",
    "describe_exchange",
    "midnights",
    "speakers_among",
    "status_at",
    "values_by_word",
    "working_days",
]
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

FAR = 9000
"""The year until which a text is held that something keeps back."""

PRIVATE = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST})
"""Kinds of profiles without a public role: whoever else names them has their consent."""
PERSONS = PRIVATE | {AuthorKind.ELECTED}
"""Kinds of profiles that are a person's: a service, an association or a class may be named."""
SPEAKERS = frozenset({AuthorKind.SERVICE, AuthorKind.ELECTED})
"""Kinds of profiles that answer and decide in public: they say in what capacity."""


class Reminder(NamedTuple):
    """What ``invoke status`` says of something that is due: its title, unless a text has one, a note, what to do."""

    title: str = ""
    note: str | tuple[str, str] = ""
    mend: str = ""


_LETTER, _SHOW = N_("Letter {number}"), "invoke letters --show {number}"
_RIGHT, _PUBLISH = N_("Right of reply {number}"), N_("arrived on {day}; by that day, publish it or say why not")
_VERIFY = N_("to be checked: the answer was considered correct until that day")
_OUTCOME = N_("write its outcome in this file (outcome:), and tell the person")


class Why(Enum):
    """What has to be done about an exchange."""

    UNREAD = Reminder(_LETTER, plural("not read for {count} working day", "not read for {count} working days"), _SHOW)
    UNCONFIRMED = Reminder(
        _LETTER,
        plural("receipt written after {count} working day", "receipt written after {count} working days"),
        _SHOW,
    )
    UNPUBLISHED = Reminder(_RIGHT, _PUBLISH, _SHOW)
    UNANSWERED = Reminder(
        note=plural("not answered for {count} working day", "not answered for {count} working days"),
        mend="invoke answer {folder}",
    )
    OUTDATED = Reminder(note=_VERIFY)
    UNDECIDED = Reminder(
        note=plural(
            "ended {count} day ago; fill in decision:, decided: and decided_by:",
            "ended {count} days ago; fill in decision:, decided: and decided_by:",
        )
    )
    APPEAL_ENDS = Reminder(N_("last day for an appeal"))
    APPEALED = Reminder(N_("appeal without an outcome"), mend=_OUTCOME)
    APPEAL_LATE = Reminder(N_("appeal without an outcome for too long"), mend=_OUTCOME)


class Due(NamedTuple):
    """Something to do: the file to look at, since which day, until when if that is known, how many days it has waited.

    ``days`` are working days, but for consultations; ``who`` (keys) should do it, ``number`` is that of a letter.
    """

    why: Why
    path: str
    since: date
    until: date | None = None
    days: int = 0
    title: str = ""
    who: tuple[str, ...] = ()
    number: str = ""


def by_urgency(rows: Iterable[Due]) -> list[Due]:
    """Return what is due, the earliest day first: the last one for it, or else the first."""
    return sorted(rows, key=lambda due: (due.until or due.since, due.path))


WORDS: Mapping[str, Mapping[str, Mapping[str, Any]]] = yaml.load(
    Path(__file__).with_name("words.yml").read_bytes(), yaml.CSafeLoader
)
"""The closed lists of exchanges, by the values of each."""


def values_by_word(name: str, kind: type[E]) -> dict[str, E]:
    """Return the values of a closed list by all words that may be written for one, folded."""
    return {fold(word): kind(value) for value, row in WORDS[name].items() for word in (value, *row["words"])}


WorkingDays = Callable[[date, date], int]
"""Counts the working days after one day, up to and with another."""


def working_days(holidays: str) -> WorkingDays:
    """Return how working days are counted; there is one list of ``holidays`` for a site."""
    return partial(working_days_between, place=holidays)


def midnights(now: datetime) -> Iterator[datetime]:
    """Yield when pages change that count days; the midnight before counts, since a clock may be turned back."""
    today = now.date()
    return (datetime.combine(day, time(), now.tzinfo) for day in (today, today + timedelta(days=1)))


def status_at(day: str, text: Any, now: datetime) -> TextStatus:
    """Return the status of a text at ``now``: one whose ``day`` (the name of a field) is later waits."""
    if text.status is Status.DRAFT:
        return TextStatus.DRAFT
    return TextStatus.SCHEDULED if getattr(text, day) > now else TextStatus.PUBLISHED


def check_order(
    draft: Draft, code: str, days: Iterable[tuple[str, datetime | None]], earliest: datetime
) -> Iterator[Problem]:
    """Yield the days (each with its key) that come before the ``earliest`` one that is possible."""
    for key, day in days:
        if day and day < earliest:
            yield draft.problem(code, key, value=f"{day:%Y-%m-%d}", day=f"{earliest:%Y-%m-%d}")


class Speakers(NamedTuple):
    """The profiles of a site, for texts that are checked beside them: the spellings of names, the kind of each slug."""

    titles: tuple[tuple[str, str], ...]
    """The slug and the name of each."""
    kinds: Mapping[str, AuthorKind]
    spellings: Names

    def find(self, *names: str) -> frozenset[str]:
        """Return the slugs of those who are named."""
        return frozenset(find_name(name, self.spellings) for name in names if name) - {""}

    def lacks_capacity(self, name: str) -> bool:
        """Return whether a profile is named that can neither answer nor decide in public."""
        kind = self.kinds.get(find_name(name, self.spellings))
        return kind is not None and kind not in SPEAKERS

    def sought(self, kinds: frozenset[AuthorKind]) -> Sought:
        """Return the names of some kinds of profiles, to look for them in texts."""
        return names_among(title for title in self.titles if self.kinds.get(title[0]) in kinds)


def speakers_among(outlines: Iterable[Outline[Any]]) -> Speakers:
    """Return the profiles among all texts of a site."""
    profiles = [outline for outline in outlines if outline.kind == PERSON and not outline.gone]
    titles = tuple((profile.slug, profile.title) for profile in profiles)
    kinds = {profile.slug: profile.extra.kind for profile in profiles if isinstance(profile.extra, Signature)}
    return Speakers(titles, kinds, names_of(titles))


@dataclass(frozen=True, slots=True)
class ExchangeFeed(Generic[T]):
    """The feed of a kind of exchange, without files as long as there is no text.

    ``title`` is to be translated; ``texts`` returns the texts by source path, the newest first; ``page`` lists them.
    """

    address: FeedAddress
    title: str
    texts: Callable[[Site], Mapping[str, T]]
    entry: Callable[[T, Lookup], FeedEntry]
    page: PageAddress | None = None

    def requests(self, site: Site) -> Iterator[Request]:
        """Yield a request for each form of the feed."""
        if texts := self.texts(site):
            page = site.addresses[self.page].url if self.page else ""
            yield from feed_requests(self.address, "", site.say(self.title), list(texts), site, page)

    def find_entry(self, path: str, look: Lookup) -> FeedEntry | None:
        """Return the entry of a text; None for an unknown ``path``."""
        text = self.texts(look.site).get(path)
        return None if text is None else self.entry(text, look)

    def announced(self, site: Site, label: str = "") -> tuple[FeedView, ...]:
        """Return the feed in each of its forms, for the head of a page; ``label`` is the site's name if left out."""
        title = f"{site.say(self.title)} – {label or site.site_name}"
        return announced(self.address, "", title, site) if self.texts(site) else ()

    def announced_everywhere(self, about: object, label: str, site: Site) -> Iterator[FeedView]:
        """Yield it beside the feeds of the whole site."""
        yield from self.announced(site, label) if about is None else ()

    def url(self, site: Site) -> str:
        """Return the printed address of its first form; empty without one."""
        return next((feed.url for feed in self.announced(site)), "")


def describe_exchange(
    properties: structured.JsonLd,
    lang: str,
    people: Iterable[str],
    crumbs: BreadcrumbsView,
    images: tuple[SocialImageView, ...],
    look: Lookup,
) -> SocialView:
    """Return Open Graph and JSON-LD of a page, with ``properties`` of its own, which name some people (keys)."""
    for key in people:
        look.note(f"person {key}")
    page = structured.page_json_ld(crumbs, structured.website_of(look.site))
    page["@graph"][0] |= structured.filled(properties)
    return SocialView("website", images, structured.open_graph_locale(lang), page)
