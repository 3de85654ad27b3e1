"""Writes the texts to copy into each network when a post is out. Sends nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from PIL import Image

from placette.engine.base.networks import NETWORKS, Network, handle_on, length
from placette.engine.base.text import fold, nearest
from placette.engine.base.translation import HERE, N_, load_catalogue
from placette.engine.base.unicode_text import shorten
from placette.engine.content.build import Build
from placette.engine.content.options import Term
from placette.engine.findings.problems import printable, to_mend
from placette.engine.rendering.entries import places_line
from placette.engine.rendering.features import Site
from placette.engine.rendering.ports import Ports
from placette.engine.texts.body import words_of_blocks
from placette.engine.texts.values import Photo
from placette.features.authors import PROFILE
from placette.features.authors.profile import Profile
from placette.features.posts.kind import POST, Article
from placette.features.sharing.cards import cut_picture
from placette.features.sharing.publisher import LOCALE, Publisher, SharingSettings, publisher_of

ANNOUNCED = ".announced.txt"
_HEADING = "# Posts that were announced (invoke announce --done). Commit this file.\n"


def read_statuses(text: str) -> dict[str, tuple[str, ...]]:
    """Return the addresses in the file's text, without comments, each with those of its posts elsewhere."""
    lines = (line.split() for line in text.splitlines())
    return {words[0]: tuple(words[1:]) for words in lines if words and not words[0].startswith("#")}


def render_announced(addresses: Iterable[str], statuses: Mapping[str, Iterable[str]] | None = None) -> str:
    """Return the text of the file."""
    places = statuses or {}
    lines = (" ".join((address, *dict.fromkeys(places.get(address, ())))) for address in sorted(set(addresses)))
    return _HEADING + "".join(f"{line}\n" for line in lines)


def new_posts(published: Iterable[Article], announced: frozenset[str], since: date | None) -> tuple[Article, ...]:
    """Return the posts to announce, oldest first: those not in the file yet, or with ``since`` all from that day on."""
    posts = [a for a in published if (a.date.date() >= since if since else a.url not in announced)]
    return tuple(sorted(posts, key=lambda article: (article.date, article.path)))


_BY = N_("By {names}")


def credits_of(
    article: Article, people: Mapping[str, Profile], network: str, translate: Callable[[str], str]
) -> tuple[str, ...]:
    """Return the authors, then each role: «Par @lea@serveur.example», «Photos : Marc Teyssot».

    Those who have a handle on ``network`` are given by it.
    """

    def called(key: str) -> str:
        handle = handle_on(network, dict(people[key].links).get(network, "")) if key in people else key
        return handle or people[key].name

    parts = [(_BY, article.authors), *((role.credit, keys) for role, keys in article.roles)]
    return tuple(translate(lead).format(names=", ".join(map(called, keys))) for lead, keys in parts if keys)


def hashtags(tags: Iterable[Term], category: Term) -> tuple[str, ...]:
    """Return a post's tags, then its category, as hashtags, each once: «marché de Noël» gives «#MarchéDeNoël».

    Accents stay: every network folds or keeps them, and screen readers pronounce the words correctly. Capitals show
    where words begin, for them too. Digits alone aren't a hashtag (Mastodon, X), so they are left out.
    """
    found: dict[str, str] = {}
    for term in (*tags, category):
        composed = unicodedata.normalize("NFC", term.name)
        words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in composed).split()
        joined = "".join(word[:1].upper() + word[1:] for word in words)
        if any(not character.isdigit() for character in joined):
            found.setdefault(fold(joined), f"#{joined}")
    return tuple(found.values())


MOST_EXTRACT = 300
"""Length limit of an extract in characters: that of a summary."""

_LEAST_PART = 4
"""The fewest letters of a part of a slug that may identify a post."""


class PostState(Enum):
    """The outcome of announcing a post."""

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
    targets: tuple[str, ...] = ()
    """Where visitors may share (``SHARING_TARGETS``)."""
    others: tuple[Any, ...] = ()
    """Texts beside posts that are announced."""


def published_site(site: Site) -> PublishedSite:
    """Return the site as announcements and posters need it."""
    content = Path(site.settings["PATH"])
    photo, targets = partial(cut_picture, content), site.options("SHARING", SharingSettings).targets
    draw, others = site.ask(Ports.DRAWN), site.ask(Ports.ANNOUNCEABLE)
    return PublishedSite(site.build, publisher_of(site), photo, draw, content.name, targets, others)


def find_posts(written: str, build: Build, content: str = "content") -> tuple[FoundPost, ...]:
    """Return the posts named by ``written``: a slug, a file, a folder or an address. Only the best match counts.

    ``content`` is the name of the content folder: a path may begin with it.
    """
    path = written.strip().replace("\\", "/").split("://", 1)
    inside = path[-1].split("/", 1)[-1] if len(path) > 1 else path[0]
    wanted = inside.removeprefix("./").removeprefix(f"{content}/").strip("/")
    posts = _posts(build)
    exact = [post for post in posts if wanted in _names(post)]
    return tuple(exact or (post for post in posts if fold(_slug(post)) == fold(PurePosixPath(wanted).name)))


def near_posts(written: str, build: Build) -> list[str]:
    """Up to three slugs that resemble what was written, the best first."""
    name = PurePosixPath(written.replace("\\", "/").removesuffix("/index.md").rstrip("/")).name
    slugs = {_slug(post) for post in _posts(build) if post.state is not PostState.REFUSED}
    holding = [slug for slug in sorted(slugs) if len(name) >= _LEAST_PART and fold(name) in slug]
    return (nearest(name, slugs) or holding)[:3]


def places_of(article: Article, build: Build) -> str:
    """Return where a post is about: «Orcines, Puy-de-Dôme», or the names of several communes."""
    return places_line(build.communes.by_code[code] for code in article.communes)


def first_words(article: Article, limit: int = MOST_EXTRACT) -> str:
    """Return the beginning of a post's text on one line, in at most ``limit`` characters; may be empty."""
    for kind in ("p", "li"):  # list items if there are no paragraphs
        words = " ".join(islice(words_of_blocks(article.body.html, kind), limit))
        if words:
            return shorten(words, limit)
    return ""


def extract_of(article: Article) -> str:
    """Return a post in a few words: its summary, else its first words."""
    return shorten(article.summary, MOST_EXTRACT) or first_words(article)


def _posts(build: Build) -> list[FoundPost]:
    states: Iterable[tuple[PostState, tuple[Article, ...]]] = (
        (PostState.PUBLISHED, build.of(POST)),
        (PostState.SCHEDULED, build.scheduled(POST)),
        (PostState.DRAFT, build.drafts(POST)),
    )
    posts = [FoundPost(article.path, state, article) for state, articles in states for article in articles]
    paths = {post.path for post in posts}
    broken = {problem.path for problem in to_mend(build.problems) if problem.path.startswith("articles/")}
    rest = (path for path in sorted(broken - paths) if path.endswith(".md"))
    return [*posts, *(FoundPost(path, PostState.REFUSED, None) for path in rest)]


def _slug(post: FoundPost) -> str:
    return post.article.slug if post.article else PurePosixPath(post.path).parent.name


def _names(post: FoundPost) -> set[str]:
    """Return all names of a post: its file, its folder, its slug, its address on the site."""
    names = {post.path, str(PurePosixPath(post.path).parent), _slug(post)}
    return names | {post.article.url.rstrip("/")} if post.article else names


_LEAST_SUMMARY = 20
"""A summary shorter than this many characters is not informative; it is left out."""


NETWORKED = tuple(network for network in NETWORKS.values() if network.limit)
"""The networks that a text can be written for."""


def networks_offered(targets: Collection[str]) -> tuple[Network, ...]:
    """Return the networks that texts are written for: where visitors share, groups, and the mailing list."""
    groups = not {"whatsapp", "telegram"}.isdisjoint(targets)
    return tuple(
        network for network in NETWORKED if network.key in {*targets, "email"} or (groups and network.key == "groups")
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an announcement. Each of ``credits`` and ``tags`` is one text."""

    title: str
    summary: str
    credits: tuple[str, ...]
    link: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkText:
    """The text for one network, with its length as the network counts. A person must shorten one that doesn't fit."""

    network: Network
    subject: str
    body: str
    length: int

    @property
    def fits(self) -> bool:
        """Whether the network will accept it."""
        return self.length <= self.network.limit


def announce(article: Article, published_site: PublishedSite) -> tuple[NetworkText, ...]:
    """Return the texts about a post for each network on offer, in its language if there is a catalogue for it."""
    link = published_site.publisher.site.url + article.url
    try:
        translate = load_catalogue(article.lang, (LOCALE, HERE)).gettext
    except FileNotFoundError:
        translate = load_catalogue(published_site.publisher.site.lang, (LOCALE, HERE)).gettext
    parts = Parts(
        title=shorten(article.title, len(article.title)) or published_site.publisher.site.name,
        summary=extract_of(article),
        credits=(),
        link=link,
        tags=hashtags(article.tags, article.category),
    )
    people = {profile.key: profile for profile in published_site.build.of(PROFILE)}
    networks = networks_offered(published_site.targets)
    credited = ((replace(parts, credits=credits_of(article, people, n.key, translate)), n) for n in networks)
    return tuple(write_text(credit, network) for credit, network in credited)


def write_text(parts: Parts, network: Network) -> NetworkText:
    """Return the text for a network. To fit, it loses hashtags from the end, then words of the summary, then credits.

    The title and the link always stay whole.
    """
    fitting = parts if network.tagged else replace(parts, tags=())
    while fitting.tags and not _fits(fitting, network):
        fitting = replace(fitting, tags=fitting.tags[:-1])
    if not _fits(fitting, network):
        fitting = replace(fitting, summary=_shortened(fitting, network))
    while fitting.credits and not _fits(fitting, network):
        fitting = replace(fitting, credits=fitting.credits[:-1])
    body = compose(fitting, network)
    return NetworkText(network, parts.title if network.letter else "", body, network.measure(body))


def compose(parts: Parts, network: Network) -> str:
    """Return the parts, one below another; in a letter the title is the subject instead."""
    title = "" if network.letter else parts.title
    paragraphs = (title, parts.summary, " · ".join(parts.credits), parts.link, " ".join(parts.tags))
    return "\n\n".join(filter(None, paragraphs))


def _fits(parts: Parts, network: Network) -> bool:
    return network.measure(compose(parts, network)) <= network.limit


def _shortened(parts: Parts, network: Network) -> str:
    """Return as much of the summary as fits; nothing if that would be too short."""
    room = length(parts.summary) - 1
    while room >= _LEAST_SUMMARY:
        candidate = replace(parts, summary=shorten(parts.summary, room))
        over = network.measure(compose(candidate, network)) - network.limit
        if over <= 0:
            return candidate.summary
        room -= max(1, over // 2)  # no network counts a character more than twice
    return ""


_WIDTH = 78


def harmless(text: str) -> str:
    """Return ``text`` with control characters, which a terminal would obey, escaped in each line; emoji stay whole."""
    parts = re.split("([\u200c\u200d\n])", text)  # joiners shape emoji and Persian: harmless to a terminal
    return "".join(part if part in {"\n", "\u200c", "\u200d"} else printable(part) for part in parts)


def render_blocks(
    announcements: Iterable[tuple[Article, Iterable[NetworkText]]], translate: Callable[[str], str]
) -> str:
    """Return every text under the name of its network, with its length, post by post."""
    rule, blocks = "═" * _WIDTH, []
    for article, texts in announcements:
        heading = harmless(f"{article.date.date().isoformat()}  {article.title}")
        blocks += [f"{rule}\n{heading}\n{rule}", *(_text(text, translate) for text in texts)]
    return "\n\n".join(blocks)


def _text(text: NetworkText, translate: Callable[[str], str]) -> str:
    label = translate(text.network.label)
    counted = f" {text.length}/{text.network.limit}" if not text.network.letter else ""
    lines = [f"── {label}{counted} ".ljust(_WIDTH, "─")]
    if not text.fits:
        too_long = translate("! Too long by {count}: shorten it before you send it.")
        lines.append(too_long.format(count=text.length - text.network.limit))
    if text.subject:
        lines.append(translate("Subject: {subject}").format(subject=harmless(text.subject)) + "\n")
    return "\n".join((*lines, harmless(text.body)))
