"""The page of an author: what they wrote, where else they took part, with whom, about where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Collection, Member
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import PEOPLE
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import slot_views
from placette.engine.pages.views import PaginationView, PlaceView
from placette.features.authors.addresses import AUTHOR, AUTHOR_FEED, AUTHORS
from placette.features.authors.kind import PROFILE
from placette.features.authors.lists import by_helper, partners, parts_of, places
from placette.features.authors.people import links_of, profiles
from placette.features.authors.profile import Profile
from placette.features.authors.views import AuthorView, PartView
from placette.features.posts import Role, cards_of, feed_url, language_name, lead_in, published, written


class AuthorContent(NamedTuple):
    """One page of an author's posts, how many there are in all, where else they took part, with whom, about where."""

    author: str
    total: int
    articles: tuple[str, ...]
    parts: tuple[tuple[Role, tuple[str, ...]], ...]
    partners: tuple[str, ...]
    places: tuple[tuple[PlaceView, int], ...]
    pagination: PaginationView


About = tuple[tuple[tuple[Role, tuple[str, ...]], ...], tuple[str, ...], tuple[tuple[PlaceView, int], ...]]
_FIRST_PAGE_ONLY: About = (), (), ()


def _members(desk: Desk) -> Iterator[Member]:
    helped = by_helper(published(desk))
    for profile in desk.build.of(PROFILE):
        posts = written(desk).get(profile.key, [])
        about = (parts_of(helped.get(profile.key, {})), partners(profile.key, posts, desk), places(posts, desk))
        content = partial(_content, profile.key, len(posts), about)
        yield Member(profile.key, profile.name, posts, content, about=profile, shown=desk.ask(PEOPLE)[profile.key].name)


def _content(key: str, total: int, about: About, posts: tuple[str, ...], pagination: PaginationView) -> AuthorContent:
    parts, met, places = about if pagination.number == 1 else _FIRST_PAGE_ONLY
    return AuthorContent(key, total, posts, parts, met, places, pagination)


AUTHOR_PAGES = Collection(AUTHOR, "author", _members, AUTHOR_FEED, N_("Authors"), section_order=100)


def resting(desk: Desk) -> Iterator[str]:
    """The addresses of pages and feeds that come back as soon as there is something to show of somebody."""
    feeds = [desk.addresses.file(AUTHOR_FEED.form(form.end)) for form in desk.feed_forms]
    for profile in desk.build.silent(PROFILE):
        yield profile.url
        yield from (feed.format(slug=profile.key) for feed in feeds if feed)


def compose_author(request: Request, content: AuthorContent, look: Lookup) -> AuthorView:
    """One page of an author."""
    look.note(f"person {content.author}")
    profile, lang = profiles(look.desk)[content.author], look.desk.lang
    return AuthorView(
        head=head_of(request, profile.name, profile.description or profile.name, look, profile),
        person=look.desk.ask(PEOPLE)[content.author],
        heading=_heading(profile.name, content.total, look.desk),
        since=profile.since,
        languages=tuple(language_name(code, lang) for code in profile.languages),
        biography_html=look.html(profile),
        links=links_of(profile, lead_in(look.desk.say(N_("Site of")), profile.name, lang) + profile.name),
        feed_url=feed_url(request),
        cards=cards_of(content.articles, look),
        parts=tuple(PartView(r.value, look.desk.say(r.part), cards_of(paths, look)) for r, paths in content.parts),
        partners=look.people(content.partners),
        places=content.places,
        pagination=content.pagination,
        slots=slot_views(request, profile, look),
    )


def _heading(name: str, total: int, desk: Desk) -> str:
    """«Billet de Léa Montel», «12 billets d’Anne Roy»: the heading of somebody's posts."""
    lead = desk.say(N_("Post by")) if total < 2 else desk.say(N_("{count} posts by")).format(count=total)
    return lead_in(lead, name, desk.lang) + name


def authors_above(desk: Desk, _about: Profile) -> Above | None:
    """The page above that of an author."""
    address = desk.addresses[AUTHORS]
    return Above(desk.say(N_("Authors")), address.url) if address else None
