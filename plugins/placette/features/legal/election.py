"""Before an election, posts by elected officials and posts that praise achievements wait until it is over.

Code électoral, articles L. 52-1 and L. 52-8: from the first day of the sixth month before that of the election, nobody
may advertise what a local authority has achieved, nor lend a candidate its means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from placette.engine.base.dates import long_date
from placette.engine.base.settings import load_settings
from placette.engine.base.text import fold
from placette.engine.library.holds import Held, Hold
from placette.engine.pages.desk import Desk
from placette.engine.problems.problems import problem
from placette.features.authors import PROFILE, AuthorKind
from placette.features.legal.messages import BY_ELECTED, PROMOTION
from placette.features.legal.settings import LegalSettings
from placette.features.posts import POST, Article

if TYPE_CHECKING:
    from placette.engine.library.library import Library

_MONTHS_BEFORE = 6


@dataclass(frozen=True, slots=True)
class HoldingRule:
    """What is held back: the month of the election («2032-03»), folded names of terms, folders of posts let through."""

    month: str
    terms: frozenset[str]
    released: frozenset[str]
    lang: str

    def period(self, zone: Any) -> tuple[datetime, datetime]:
        """From when to when (excluded), in the site's zone."""
        year, month = self.month.split("-")
        election = datetime(int(year), int(month), 1, tzinfo=zone)
        return election - relativedelta(months=_MONTHS_BEFORE), election + relativedelta(months=1)


def holds(settings: Mapping[str, Any]) -> Iterator[Hold]:
    """The hold of a site that names an election; none for others."""
    own = load_settings(LegalSettings, "LEGAL", settings)
    if own.election:
        terms = frozenset(map(fold, own.promotion))
        released = frozenset(name.strip("/") for name in own.released)
        yield partial(held_posts, HoldingRule(own.election, terms, released, settings["DEFAULT_LANG"]))


def held_posts(rule: HoldingRule, library: Library, now: datetime) -> Iterator[Held]:
    """The posts dated inside the period that wait for its end; nothing once that has come."""
    start, end = rule.period(now.tzinfo)
    if now >= end:
        return
    elected = {profile.key for profile in library.of(PROFILE) if profile.kind is AuthorKind.ELECTED}
    for post in library.of(POST):
        name = str(PurePosixPath(post.path).parent).removeprefix("articles/")
        why = _reason(post, elected, rule) if start <= post.date < end and name not in rule.released else None
        if why:
            reason, term = why
            until = long_date(end, rule.lang)
            found = problem("election-held", post.path, reason=reason, term=term, until=until, post=name)
            yield Held(post.path, end, found)


def resting(desk: Desk) -> Iterator[str]:
    """The addresses of posts that are held back: those that were published before the setting named an election."""
    return (post.url for post in desk.build.scheduled(POST) if post.path in desk.build.held)


def _reason(post: Article, elected: set[str], rule: HoldingRule) -> tuple[str, str] | None:
    """Why a post of the period waits: a sentence and the term that it names, if any."""
    signing = {*post.authors, *(key for _role, keys in post.roles for key in keys)}
    if signing & elected:
        return BY_ELECTED, ""
    terms = (term.name for term in (post.category, *post.tags) if fold(term.name) in rule.terms)
    return next(((PROMOTION, term) for term in terms), None)
