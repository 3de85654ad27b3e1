"""Everything the pages are composed from: one value, made once a build."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from placette.engine.base.settings import load_settings
from placette.engine.library.build import BUILD, IS_CLEAN, Build
from placette.engine.library.models import Term
from placette.engine.pages.assets import AssetsView
from placette.engine.pages.groups import (
    Groups,
    by_area,
    by_author,
    by_call,
    by_category,
    by_commune,
    by_community,
    by_home,
    by_post,
    by_series,
    by_tag,
)
from placette.engine.pages.settings import ViewsSettings
from placette.engine.pages.shown import Shown
from placette.engine.pages.views import (
    BearingsView,
    LinkView,
    PersonView,
    PictureView,
    ShareView,
    SocialView,
    TermView,
)
from placette.features.agenda.event import Event
from placette.features.agenda.happening_events import all_events
from placette.features.authors.kind import PROFILE
from placette.features.authors.profile import Profile
from placette.features.calls.call import Call
from placette.features.calls.kind import CALL
from placette.features.communities.community import Community
from placette.features.communities.kind import COMMUNITY
from placette.features.pages.kind import PAGE
from placette.features.pages.page import Page
from placette.features.posts.article import Article
from placette.features.posts.kind import POST
from placette.features.series.kind import SERIES
from placette.features.series.series import Series
from placette.features.territory.atlas import Atlas, make_atlas
from placette.features.walks.kind import WALK
from placette.features.walks.walk import Walk

_FOR_MACHINES = re.compile(r"_FEED_|^FEED_|^(SITEMAP|POSTS_GEOJSON|ARTICLE_OEMBED)_SAVE_AS$")
"""Names of settings: feeds, calendars to subscribe to, lists of everything."""


@dataclass(frozen=True, slots=True)
class Urls:
    """Pelican's address settings as functions of a slug; ``origin`` has no slash at its end."""

    base: str
    origin: str
    settings: Mapping[str, Any]

    def of(self, kind: str, slug: str) -> str:
        """The printed address of a category, tag or author."""
        return self.base + str(self.settings[f"{kind}_URL"]).format(slug=slug)

    def of_posts(self, name: str) -> Callable[[Article], str]:
        """From a post to the path that the setting ``name`` gives it, from the site's root; empty where it is.

        A path that begins with the post's own address is not formatted again: dates cost most of it.
        """
        pattern, own = str(self.settings.get(name) or ""), str(self.settings["ARTICLE_URL"])
        rest = pattern.removeprefix(own)
        if pattern.startswith(own) and "{" not in rest:
            return lambda article: article.url + rest
        return lambda article: pattern.format(date=article.date, slug=article.slug)

    def of_index(self, kind: str) -> str:
        """The printed address of a list of which there is one; empty where the settings leave it out."""
        return self.base + str(self.settings[f"{kind}_URL"]) if self.settings.get(f"{kind}_SAVE_AS") else ""

    def absolute(self, path: str) -> str:
        """The absolute address of a path from the site's root."""
        return f"{self.origin}/{path}"


@dataclass(frozen=True, slots=True)
class Desk:
    """The build, and what the other plugins attached to it. Texts and people are found by path or key."""

    build: Build
    urls: Urls
    settings: ViewsSettings
    site_name: str
    baseline: str
    words: gettext.GNUTranslations
    articles: Mapping[str, Article]
    pages: Mapping[str, Page]
    profiles: Mapping[str, Profile]
    categories: Groups
    tags: Groups
    written: Mapping[str, list[str]]
    """The posts of each author, by source path, newest first."""
    told: Mapping[str, list[str]]
    """The posts about each commune, by code, newest first."""
    told_areas: Mapping[str, list[str]]
    """The same of each département and intercommunalité."""
    lived: Mapping[str, list[str]]
    """The authors (keys) of each commune, by name."""
    series: Mapping[str, Series]
    """By slug."""
    episodes: Mapping[str, list[str]]
    """The published posts of each series (slug), by source path, in order."""
    places_in_series: Mapping[str, int]
    """The position of each of these posts there, from 0."""
    communities: Mapping[str, Community]
    calls: Mapping[str, Call]
    """By slug, open and closed."""
    walks: Mapping[str, Walk]
    """By slug."""
    joined: Mapping[str, list[str]]
    """The posts of each community (slug), by source path, newest first."""
    answered: Mapping[str, list[str]]
    """The posts that answer each call (slug), by source path, newest first."""
    events: Mapping[str, Event]
    """By source path, in order of their first dates; none on a site without agenda."""
    events_about: Mapping[str, tuple[str, ...]]
    """For each post, what it announces and the events that name it, by source path."""
    people: Mapping[str, PersonView]
    people_links: Mapping[str, tuple[LinkView, ...]]
    people_kinds: tuple[str, ...]
    pictures: Callable[[Article], PictureView | None]
    drawn_cards: Callable[[Article], PictureView | None]
    """The card that networks show for a post, at its absolute address."""
    shares: Callable[[Article], tuple[ShareView, ...]]
    social: Callable[[Shown, BearingsView], SocialView]
    """What networks are told about a page, from what it is about and where it stands."""
    assets: AssetsView
    is_clean: Callable[[str], bool]
    """Whether a body's HTML is what the sanitiser gives."""
    atlas: Atlas | None
    """The territory's drawings; None where its shape isn't known."""

    @property
    def lang(self) -> str:
        """The language of the site's own words."""
        return self.build.lang

    def say(self, text: str) -> str:
        """A sentence in the site's language."""
        return self.words.gettext(text)

    def term(self, kind: str, term: Term, count: int = 0) -> TermView:
        """A category (``CATEGORY``) or a tag (``TAG``) with its address."""
        return TermView(term.name, self.urls.of(kind, term.slug), count, term.description)


def _address_settings(context: Mapping[str, Any], preview: bool) -> Mapping[str, Any]:
    """The settings that tell addresses; in a preview those of files for machines are empty, so that there are none.

    In a feed, a calendar or a sitemap nothing would say that a draft is one, and what has been fetched can't be taken
    back. An event's own calendar file and a walk's track stay: they say no more than their page does.
    """
    return {**context, **{name: "" for name in context if _FOR_MACHINES.search(name)}} if preview else context


def make_desk(context: Mapping[str, Any], words: gettext.GNUTranslations) -> Desk:
    """The desk of a build from Pelican's context, once every plugin has attached its values."""
    build: Build = context[BUILD]
    stories = build.of(SERIES) if context.get("SERIES_SAVE_AS") else ()  # left out: no pages of series
    episodes = by_series(build.of(POST)) if stories else {}
    events = all_events(build) if context.get("AGENDA_SAVE_AS") else ()  # left out: no events anywhere
    return Desk(
        build=build,
        urls=Urls(build.base, str(context["SITEURL"]).rstrip("/"), _address_settings(context, build.preview)),
        settings=load_settings(ViewsSettings, "VIEWS", context),
        site_name=context["SITENAME"],
        baseline=context.get("SITESUBTITLE") or "",
        words=words,
        articles={article.path: article for article in build.of(POST)},
        pages={page.path: page for page in build.of(PAGE)},
        profiles={profile.key: profile for profile in build.of(PROFILE)},
        categories=by_category(build.of(POST)),
        tags=by_tag(build.of(POST)),
        written=by_author(build.of(POST)),
        told=by_commune(build.of(POST)),
        told_areas=by_area(build.of(POST), build.communes.by_code),
        lived=by_home(build.of(PROFILE)),
        series={series.slug: series for series in stories},
        episodes=episodes,
        places_in_series={path: place for paths in episodes.values() for place, path in enumerate(paths)},
        communities={c.slug: c for c in build.of(COMMUNITY) if context.get("COMMUNITY_SAVE_AS")},
        calls={call.slug: call for call in build.of(CALL) if context.get("CALL_SAVE_AS")},
        walks={walk.slug: walk for walk in build.of(WALK) if context.get("WALK_SAVE_AS")},
        joined=by_community(build.of(POST)),
        answered=by_call(build.of(POST)),
        events={event.path: event for event in events},
        events_about=by_post(events),
        people=context["PEOPLE"],
        people_links=context["PEOPLE_LINKS"],
        people_kinds=context["PEOPLE_KINDS"],
        pictures=context["PICTURES"],
        drawn_cards=context["CARDS"],
        shares=context["SHARES"],
        social=context["SOCIAL"],
        assets=context["ASSETS"],
        is_clean=context[IS_CLEAN],
        atlas=make_atlas(build.communes, build.of(POST)),
    )
