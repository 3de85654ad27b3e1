"""What a page looks at while it is composed: each part is noted, so that the page is made again when that changes.

A part has a mark, a digest of all that it is made from; ``marks_of`` gives those of a whole build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from placette.engine.base.dates import long_date, short_date
from placette.engine.base.files import digest
from placette.engine.base.message import N_
from placette.engine.library.build import UncleanError
from placette.engine.library.kinds import Text
from placette.engine.library.models import Standing
from placette.engine.pages.desk import Desk
from placette.engine.pages.preview_views import RibbonView
from placette.engine.pages.shown import Shown
from placette.engine.pages.views import (
    BearingsView,
    CardView,
    DateView,
    LinkView,
    PersonView,
    PictureView,
    PlaceView,
    ShareView,
    SocialView,
)
from placette.engine.texts.values import Body
from placette.features.agenda.event import Event
from placette.features.authors.profile import Profile
from placette.features.calls.call import Call
from placette.features.communities.community import Community
from placette.features.pages.page import Page
from placette.features.posts.article import Article, standing_of
from placette.features.series.series import Series
from placette.features.territory.places import place_view, places_pattern
from placette.features.walks.walk import Walk


@dataclass(slots=True)
class Lookup:
    """The desk as one page may use it; ``parts`` are those it has looked at."""

    desk: Desk
    cards: dict[str, CardView]
    """Cards made before, by source path: the same for every page."""
    checked: set[str] = field(default_factory=set)
    """Texts whose body was found clean, by source path: the same for every page."""
    texts: dict[str, str] = field(default_factory=dict)
    """Bodies as feeds hold them, by source path: the same for every feed."""
    parts: set[str] = field(default_factory=set)

    def article(self, path: str) -> Article:
        """A whole post."""
        self.parts.add(f"post {path}")
        return self.desk.articles[path]

    def page(self, path: str) -> Page:
        """A page of the site's own texts."""
        self.parts.add(f"page {path}")
        return self.desk.pages[path]

    def profile(self, key: str) -> Profile:
        """A whole profile."""
        self.parts.add(f"person {key}")
        return self.desk.profiles[key]

    def person(self, key: str) -> PersonView | None:
        """A person as bylines show them; None for a key without profile."""
        self.parts.add(f"person {key}")
        return self.desk.people.get(key)

    def series(self, slug: str) -> Series:
        """A series."""
        self.parts.add(f"series {slug}")
        return self.desk.series[slug]

    def community(self, slug: str) -> Community:
        """A community."""
        self.parts.add(f"community {slug}")
        return self.desk.communities[slug]

    def call(self, slug: str) -> Call:
        """A call for posts."""
        self.parts.add(f"call {slug}")
        return self.desk.calls[slug]

    def walk(self, slug: str) -> Walk:
        """A walk."""
        self.parts.add(f"walk {slug}")
        return self.desk.walks[slug]

    def event(self, path: str) -> Event:
        """An event."""
        self.parts.add(f"event {path}")
        return self.desk.events[path]

    def body(self, text: Text) -> Body:
        """The whole body of a text that was looked up; raises ``UncleanError`` for one that cleaning would change."""
        body = self.desk.build.body_of(text)
        if text.path not in self.checked:
            if not self.desk.is_clean(body.html):
                raise UncleanError(text.path)
            self.checked.add(text.path)
        return body

    def html(self, text: Text) -> str:
        """Its HTML."""
        return self.body(text).html

    def people(self, keys: tuple[str, ...]) -> tuple[PersonView, ...]:
        """Those of ``keys`` who have a profile."""
        found = (self.person(key) for key in keys)
        return tuple(person for person in found if person)

    def links_of(self, key: str) -> tuple[LinkView, ...]:
        """Where a person is elsewhere on the web."""
        self.parts.add(f"person {key}")
        return self.desk.people_links[key]

    def card(self, path: str) -> CardView:
        """A post as lists show it."""
        self.parts.add(f"card {path}")
        card = self.cards.get(path)
        if card is None:
            card = self.cards[path] = card_view(self.desk.articles[path], self.desk)
        return card

    def cards_of(self, paths: tuple[str, ...]) -> tuple[CardView, ...]:
        """Several posts as lists show them."""
        return tuple(self.card(path) for path in paths)

    def drawn_card(self, article: Article) -> PictureView | None:
        """The card that networks show for a post."""
        self.parts.add(f"card {article.path}")
        return self.desk.drawn_cards(article)

    def shares(self, article: Article) -> tuple[ShareView, ...]:
        """Where a post, looked up before, can be shared."""
        return self.desk.shares(article)

    def social(self, subject: Shown, bearings: BearingsView) -> SocialView:
        """What networks are told about a page; a text or a person must have been looked up before."""
        if isinstance(subject, Article):
            people = {*subject.authors, *(key for _, keys in subject.roles for key in keys)}
            self.parts |= {f"person {key}" for key in people}
            self.parts |= {f"series {subject.series}"} if subject.series else set()
            self.parts.add(f"card {subject.path}")  # its photo
        if isinstance(subject, Walk):
            self.parts |= {f"person {key}" for key in subject.authors}
            self.parts |= {f"card {step.post}" for step in subject.steps if step.post in self.desk.articles}
        if isinstance(subject, Event) and subject.happening.organiser:
            self.parts.add(f"person {subject.happening.organiser}")
        return self.desk.social(subject, bearings)


def card_view(article: Article, desk: Desk) -> CardView:
    """A post as lists show it."""
    return CardView(
        title=article.title,
        url=desk.build.base + article.url,
        summary=article.summary,
        lang=article.lang,
        category=desk.term("CATEGORY", article.category),
        places=places_of(article.communes, desk),
        authors=tuple(desk.people[key] for key in article.authors if key in desk.people),
        date=date_view(article.date, desk.lang),
        reading_minutes=max(1, round(article.body.words / desk.settings.words_per_minute)),
        picture=desk.pictures(article),
        ribbon=ribbon_view(article, desk),
    )


def ribbon_view(article: Article, desk: Desk) -> RibbonView | None:
    """What a preview says of a post that isn't published; nothing of any other."""
    match standing_of(article, desk.build.now):
        case Standing.DRAFT:
            return RibbonView("draft", desk.say(N_("Draft")), desk.say(N_("Draft")))
        case Standing.SCHEDULED:
            label = desk.say(N_("Scheduled for {day}")).format(day=long_date(article.date, desk.lang))
            return RibbonView("scheduled", desk.say(N_("Scheduled")), label)
    return None


def date_view(moment: datetime, lang: str) -> DateView:
    """A day for machines and for people."""
    return DateView(moment.isoformat(), long_date(moment, lang), short_date(moment, lang))


def places_of(codes: tuple[str, ...], desk: Desk) -> tuple[PlaceView, ...]:
    """Communes by code, as readers know them."""
    known, base, pattern = desk.build.communes.by_code, desk.build.base, places_pattern(desk.urls.settings)
    return tuple(place_view(known[code], base, pattern) for code in codes)


def marks_of(desk: Desk) -> dict[str, str]:
    """The mark of every part that a page may look at."""
    people = {
        key: _mark((profile.mark, desk.people[key], desk.people_links[key])) for key, profile in desk.profiles.items()
    }
    posts = {f"post {path}": article.mark for path, article in desk.articles.items()}
    cards = {f"card {path}": _card_mark(article, people, desk) for path, article in desk.articles.items()}
    pages = {f"page {path}": page.mark for path, page in desk.pages.items()}
    series = {f"series {slug}": story.mark for slug, story in desk.series.items()}
    together = {f"community {slug}": community.mark for slug, community in desk.communities.items()}
    together |= {f"call {slug}": call.mark for slug, call in desk.calls.items()}
    together |= {f"walk {slug}": walk.mark for slug, walk in desk.walks.items()}
    events = {f"event {path}": event.mark for path, event in desk.events.items()}
    together |= events
    return {**posts, **cards, **pages, **series, **together, **{f"person {key}": mark for key, mark in people.items()}}


def _card_mark(article: Article, people: Mapping[str, str], desk: Desk) -> str:
    """A mark of all that a card is made from, beside what is the same on every page."""
    photo = desk.build.photos[article.photo.path].digest if article.photo else ""
    standing = standing_of(article, desk.build.now) if desk.build.preview else Standing.PUBLISHED
    return " ".join((article.mark, photo, standing, *(people.get(key, "") for key in article.authors)))


def _mark(value: object) -> str:
    return digest(repr(value).encode("utf-8", "replace"))[:12]
