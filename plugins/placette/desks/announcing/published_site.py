"""The site as the announcing tasks see it: what would be published now, read but not built."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.shortening import shorten
from placette.engine.base.text import fold, nearest
from placette.engine.library.build import Build, UncleanError
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import DRAWN
from placette.engine.problems.problems import blocks
from placette.engine.texts.values import Photo
from placette.features.posts.article import Article
from placette.features.posts.kind import POST
from placette.features.sharing.publisher import Publisher, publisher_of
from placette.features.sharing.studio import cut_picture

MOST_EXTRACT = 300
"""Length limit of an extract in characters: that of a summary."""

_LEAST_PART = 4
"""The fewest letters of a part of a slug that may identify a post."""
_TEXTS = ("p", "li")
"""The elements that a text’s first words are taken from: paragraphs, or list items if there are none."""


class PostState(Enum):
    """How far a post has got."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post found by name. ``article`` is None if it needs mending: nothing in it can be trusted."""

    path: str
    state: PostState
    article: Article | None


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What was read, the publisher, functions for a photo and a post's landscape, the content folder's name."""

    build: Build
    publisher: Publisher
    photo: Callable[[Photo, int, int], Image.Image | None]
    landscape: Callable[[Article], bytes] | None
    """None where no landscapes are drawn."""
    content: str = "content"


def published_site(desk: Desk) -> PublishedSite:
    """The site as announcements and posters need it."""
    content = Path(desk.settings["PATH"])
    return PublishedSite(desk.build, publisher_of(desk), partial(cut_picture, content), desk.ask(DRAWN), content.name)


def find_posts(written: str, build: Build, content: str = "content") -> tuple[FoundPost, ...]:
    """The posts named by ``written``: a slug, a file, a folder or an address. Only the best kind of match counts.

    ``content`` is the name of the content folder: a path may begin with it.
    """
    wanted = _path(written, content)
    posts = _posts(build)
    exact = [post for post in posts if wanted in _names(post)]
    return tuple(exact or (post for post in posts if fold(_slug(post)) == fold(PurePosixPath(wanted).name)))


def near_posts(written: str, build: Build) -> list[str]:
    """Up to three slugs that resemble what was written, the best first."""
    name = PurePosixPath(written.replace("\\", "/").removesuffix("/index.md").rstrip("/")).name
    slugs = {_slug(post) for post in _posts(build) if post.state is not PostState.REFUSED}
    holding = [slug for slug in sorted(slugs) if len(name) >= _LEAST_PART and fold(name) in slug]
    return (nearest(name, slugs) or holding)[:3]


def first_words(article: Article, build: Build, limit: int = MOST_EXTRACT) -> str:
    """The beginning of a post's text on one line, in at most ``limit`` characters; may be empty."""
    try:
        tree = LexborHTMLParser(build.body_of(article).html)
    except UncleanError:  # the next build will read it again
        return ""
    for kind in _TEXTS:
        taken = " ".join(islice((text for node in tree.css(kind) if (text := node.text().strip())), limit))
        if taken:
            return shorten(taken, limit)
    return ""


def extract_of(article: Article, build: Build) -> str:
    """A post in a few words: its summary, else its first words."""
    return shorten(article.summary, MOST_EXTRACT) or first_words(article, build)


def _posts(build: Build) -> list[FoundPost]:
    states: Iterable[tuple[PostState, tuple[Article, ...]]] = (
        (PostState.PUBLISHED, build.of(POST)),
        (PostState.SCHEDULED, build.scheduled(POST)),
        (PostState.DRAFT, build.drafts(POST)),
    )
    known = [FoundPost(article.path, state, article) for state, articles in states for article in articles]
    read = {post.path for post in known}
    broken = {found.path for found in build.problems if blocks((found,)) and found.path.startswith("articles/")}
    return [
        *known,
        *(FoundPost(path, PostState.REFUSED, None) for path in sorted(broken - read) if path.endswith(".md")),
    ]


def _slug(post: FoundPost) -> str:
    return post.article.slug if post.article else PurePosixPath(post.path).parent.name


def _names(post: FoundPost) -> set[str]:
    """All names of a post: its file, its folder, its slug, its address on the site."""
    names = {post.path, str(PurePosixPath(post.path).parent), _slug(post)}
    return names | {post.article.url.rstrip("/")} if post.article else names


def _path(written: str, content: str) -> str:
    """``written`` as a path below the content folder, with forward slashes on any system."""
    path = written.strip().replace("\\", "/").split("://", 1)
    inside = path[-1].split("/", 1)[-1] if len(path) > 1 else path[0]
    return inside.removeprefix("./").removeprefix(f"{content}/").strip("/")
