"""The site as the tasks of sharing see it: what would be published now, read and not built."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import PurePosixPath

from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.shortening import shorten
from placette.engine.base.text import fold, nearest
from placette.engine.library.build import Build, UncleanError
from placette.engine.library.models import Article, Photo
from placette.engine.problems.problems import blocks
from placette.features.sharing.publisher import Publisher

MOST_EXTRACT = 300
"""Characters of the longest extract; a summary has no more."""

_LEAST_PART = 4
"""Letters of a part of a name by which a post may be recognised."""
_TEXTS = ("p", "li")
"""What a text’s first words are taken from: its paragraphs, or its lists where there are none."""


class Fate(Enum):
    """Where a post that somebody names stands."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Found:
    """A post by its name. ``article`` is None for one that needs mending: nothing of it can be trusted."""

    path: str
    fate: Fate
    article: Article | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A site: what was read, who publishes it, the ways to a photo and a post's drawing, its folder."""

    build: Build
    publisher: Publisher
    photo: Callable[[Photo, int, int], Image.Image | None]
    landscape: Callable[[Article], bytes]
    content: str = "content"


def find_posts(written: str, build: Build, content: str = "content") -> tuple[Found, ...]:
    """The posts that ``written`` names: a slug, a file, its folder, or an address; the best kind of match alone.

    ``content`` is the name of the content folder, with which a path may begin.
    """
    wanted = _path(written, content)
    posts = _posts(build)
    exact = [post for post in posts if wanted in _names(post)]
    return tuple(exact or (post for post in posts if fold(_slug(post)) == fold(PurePosixPath(wanted).name)))


def near_posts(written: str, build: Build) -> list[str]:
    """Up to three slugs of posts that look like what was written, best first."""
    name = PurePosixPath(written.replace("\\", "/").removesuffix("/index.md").rstrip("/")).name
    slugs = {_slug(post) for post in _posts(build) if post.fate is not Fate.REFUSED}
    holding = [slug for slug in sorted(slugs) if len(name) >= _LEAST_PART and fold(name) in slug]
    return (nearest(name, slugs) or holding)[:3]


def first_words(article: Article, build: Build, limit: int = MOST_EXTRACT) -> str:
    """The beginning of a post's text on one line, in at most ``limit`` characters; may be empty."""
    try:
        tree = LexborHTMLParser(build.body_of(article).html)
    except UncleanError:  # the next build reads it again
        return ""
    for kind in _TEXTS:
        taken = " ".join(islice((text for node in tree.css(kind) if (text := node.text().strip())), limit))
        if taken:
            return shorten(taken, limit)
    return ""


def extract_of(article: Article, build: Build) -> str:
    """What a post says in a few words: its summary, else its first words."""
    return shorten(article.summary, MOST_EXTRACT) or first_words(article, build)


def _posts(build: Build) -> list[Found]:
    fates: Iterable[tuple[Fate, tuple[Article, ...]]] = (
        (Fate.PUBLISHED, build.published),
        (Fate.SCHEDULED, build.scheduled),
        (Fate.DRAFT, build.drafts),
    )
    known = [Found(article.path, fate, article) for fate, articles in fates for article in articles]
    read = {post.path for post in known}
    broken = {found.path for found in build.problems if blocks((found,)) and found.path.startswith("articles/")}
    return [*known, *(Found(path, Fate.REFUSED, None) for path in sorted(broken - read) if path.endswith(".md"))]


def _slug(post: Found) -> str:
    return post.article.slug if post.article else PurePosixPath(post.path).parent.name


def _names(post: Found) -> set[str]:
    """All that may be written for a post: its file, its folder, its slug, its address on the site."""
    names = {post.path, str(PurePosixPath(post.path).parent), _slug(post)}
    return names | {post.article.url.rstrip("/")} if post.article else names


def _path(written: str, content: str) -> str:
    """``written`` as a path below the content folder, whatever the system's slashes."""
    path = written.strip().replace("\\", "/").split("://", 1)
    inside = path[-1].split("/", 1)[-1] if len(path) > 1 else path[0]
    return inside.removeprefix("./").removeprefix(f"{content}/").strip("/")
