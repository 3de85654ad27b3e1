"""What the pages of posts and of lists of posts show, as plain values: posts and people by path and key."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.library.models import Term
from placette.engine.pages.views import LinkView, PaginationView, TermView


class PostContent(NamedTuple):
    """A post (source path), how many posts each author has, its neighbours in time, the posts to read next."""

    article: str
    counts: tuple[int, ...]
    newer: str
    older: str
    related: tuple[str, ...]


class EmbedContent(NamedTuple):
    """A post (source path) as oEmbed."""

    article: str


class HomeContent(NamedTuple):
    """The post that leads, whether the team chose it, the newest others, whether there are older ones.

    Then categories, faces (keys), lists to take part in.
    """

    articles: tuple[str, ...]
    is_chosen: bool
    more: bool
    categories: tuple[TermView, ...]
    people: tuple[str, ...]
    invites: tuple[LinkView, ...]


class ListContent(NamedTuple):
    """One page of a list: its words, its posts, where it stands, its months if it is a year, the category it is of."""

    overline: str
    title: str
    introduction: str
    description: str
    articles: tuple[str, ...]
    pagination: PaginationView
    periods: tuple[TermView, ...] = ()
    subject: Term | None = None
    """What the list is about, if that has a card of its own."""


class ArchivesContent(NamedTuple):
    """Years, newest first: the year, its months, its newest posts."""

    years: tuple[tuple[TermView, tuple[TermView, ...], tuple[str, ...]], ...]


class LatestContent(NamedTuple):
    """Some of the newest posts."""

    articles: tuple[str, ...]
