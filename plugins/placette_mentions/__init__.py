"""Mentions of posts elsewhere: answers on Mastodon and Bluesky, webmentions; shown once an editor accepts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from placette import (
    N_,
    Article,
    Body,
    BodyForm,
    Build,
    Draft,
    Feature,
    Lookup,
    Making,
    Matter,
    Neighbours,
    Outline,
    Ports,
    PostNames,
    Problem,
    ReadingOptions,
    Relations,
    SettingError,
    Site,
    Slot,
    TextKind,
    TextStatus,
    Words,
    articles,
    date_view,
    key,
    rel_outside,
    replies,
    views,
)
from placette import fields as f

__all__ = ["FEATURE", "register"]

FOLDER = "mentions"
"""The folder of mentions, from the content folder: ``mentions/le-lavoir/2026-05-04-mastodon-3f2a9c81d0e4.md``."""
LIMIT = 1000  # Signs of the longest text that is kept of one
LONGEST_ADDRESS = 500
_ANSWERS = {**dict.fromkeys(("yes", "oui", "true"), True), **dict.fromkeys(("no", "non", "false"), False)}
_WEB = re.compile(r"https?://")
_ADDRESS = re.compile(r"https?://[^\s/?#@\"'<>\\]+(?:[/?][^\s\"'<>\\]*)?")
_UNDATED = datetime(1990, 1, 1)
Paths = tuple[str, ...]


class MentionSource(StrEnum):
    """The sources of mentions."""

    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    WEB = "web"  # A page that a service for webmentions lists
    KEPT = "kept"  # A page that an editor kept, which need not link here


_SOURCES = {source.value: source for source in MentionSource}


@dataclass(frozen=True, slots=True)
class OutsideMention:
    """A mention elsewhere. ``post`` names the post that it is about, ``link`` is its own address.

    ``slug`` is unique among the mentions of that post.
    """

    path: str
    slug: str
    post: str
    date: datetime
    author: str
    link: str
    source: MentionSource
    accepted: bool
    lang: str
    url: str = ""  # Always empty: it is on the page of the post
    body: Body = field(default_factory=Body)
    mark: str = ""  # A digest of all of the above


def status_of(mention: OutsideMention, now: datetime) -> TextStatus:
    """Return the status of a mention at ``now``: one that no editor has accepted is a draft."""
    if not mention.accepted:
        return TextStatus.DRAFT
    return TextStatus.SCHEDULED if mention.date > now else TextStatus.PUBLISHED


def _as_source(value: Any) -> MentionSource:
    return f.choice(value, _SOURCES, tuple(MentionSource))


def _as_address(value: Any) -> str:
    text = f.as_text(value)
    if len(text) > LONGEST_ADDRESS:
        raise f.fail("value-long", length=len(text), limit=LONGEST_ADDRESS)
    return text


Address = Annotated[str, BeforeValidator(_as_address), f.Bound(LONGEST_ADDRESS)]


class MentionMatter(Matter):
    """The front matter of a mention; its day is in the name of its file."""

    author: f.ShortText = key(
        "Who said it, as they call themselves there.", "auteur", "autrice", example="Léa M.", default=""
    )
    url: Address = key("Where it was said.", "adresse", example="https://mastodon.example/@lea/1", contact="any")
    source: Annotated[MentionSource, BeforeValidator(lambda value: f.choice(value, _SOURCES, tuple(MentionSource)))] = (
        key("What kind of place that is: mastodon, bluesky, web, or kept by an editor.", "origine", example="mastodon")
    )
    accepted: Annotated[bool, BeforeValidator(lambda value: f.choice(value, _ANSWERS, ("true", "false")))] = key(
        "Whether the page of the post shows it: an editor decides.",
        "accepté",
        "acceptée",
        example="false",
        default=False,
    )
    answers: f.ShortText = key(
        "The post that it is about, with its year.", "répond_à", example="2026/le-lavoir", default=""
    )
    at: Address = key(
        "Where the next run looks whether it is still there.",
        "vu_à",
        example="https://mastodon.example/…",
        contact="any",
        default="",
    )
    fetched: f.ShortText = key(
        "A digest of what was fetched; what an editor changes no longer has it.", "empreinte", contact="any", default=""
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")


def day_of(path: str) -> datetime | None:
    """Return the day that the name of a mention's file begins with; None without a valid day."""
    try:
        return datetime.fromisoformat(path.rpartition("/")[2][:10])
    except ValueError:
        return None


def check_mention(
    draft: Draft, matter: MentionMatter, _neighbours: Neighbours, _options: ReadingOptions
) -> Iterator[Problem]:
    """Yield the problems of a mention that an editor has accepted."""
    if not matter.accepted:
        return
    if day_of(draft.path) is None:
        yield Problem.of("mention-date", draft.path)
    if not (_WEB.match(matter.url) and rel_outside(matter.url)):
        yield draft.problem("mention-url", "url", value=matter.url[:120])
    if word := Words.odd_word(matter.author):
        yield draft.problem("name-script", "author", value=word)
    yield from draft.contact_problems()
    text, first = draft.source.body, draft.source.body_line
    if (signs := replies.length(text)) > LIMIT:
        yield Problem.of("mention-long", draft.path, first, length=signs, limit=LIMIT)


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    matter = draft.matter
    accepted = isinstance(matter, MentionMatter) and matter.accepted
    return replace(outline, date=day_of(draft.path), draft=not accepted)


def _in_order(mentions: Iterable[OutsideMention]) -> list[OutsideMention]:
    return sorted(mentions, key=attrgetter("date", "path"))


def _mention(making: Making[MentionMatter]) -> OutsideMention:
    matter, draft = making.matter, making.draft
    return OutsideMention(
        path=draft.path,
        slug=Draft.own_name(draft.path),
        post=matter.answers or draft.path.split("/")[1],
        date=making.moment(day_of(draft.path) or _UNDATED),
        author=matter.author,
        link=matter.url,
        source=matter.source,
        accepted=matter.accepted,
        lang=making.lang,
        body=making.body,
    )


MENTION = TextKind(
    name="mention",
    place=rf"{FOLDER}/[^/]+/\d{{4}}-\d{{2}}-\d{{2}}(?:-[^/]+)?\.md",
    schema=MentionMatter,
    value=OutsideMention,
    address="",
    changed=N_("the mention {what} changed"),
    check=check_mention,
    make=_mention,
    relations=Relations(_outline),
    order=_in_order,
    status_of=status_of,
    contacts="mention-contact",
    body=BodyForm(plain=True, optional=True),
)


@dataclass(frozen=True, slots=True)
class MentionsSettings:
    """Settings of what is said elsewhere about posts. Nobody is asked before somebody types ``invoke mentions``."""

    endpoint: str = ""
    """Where other sites say that they mention a page: the address that pages name (https://…). Empty: none."""
    jf2: str = ""
    """The address at which that service lists them (https://webmention.io/api/mentions.jf2); empty: it isn't asked."""
    bluesky: str = "https://public.api.bsky.app"
    """The server that gives what was answered on Bluesky; empty: Bluesky isn't asked."""
    weeks: int = 26
    """For how many weeks after its publication a post's answers are looked for elsewhere."""
    most: int = 50
    """How many mentions of a post are kept; later ones are left out, and counted."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for values that can't be meant."""
        for name, example in (
            ("endpoint", "https://mentions.mairie.example/"),
            ("jf2", "https://webmention.io/api/mentions.jf2"),
            ("bluesky", "https://public.api.bsky.app"),
        ):
            if getattr(self, name) and not _ADDRESS.fullmatch(getattr(self, name)):
                raise SettingError(f"MENTIONS_{name.upper()} = {getattr(self, name)!r}  →  {example!r}")
        for name, usual in (("weeks", 26), ("most", 50)):
            if getattr(self, name) < 1:
                raise SettingError(f"MENTIONS_{name.upper()} = {getattr(self, name)}  →  {usual}")


class MentionView(NamedTuple):
    """A mention. ``place`` is its server; ``body_html``, whose language is ``lang``, may be empty."""

    anchor: str
    name: str
    url: str
    place: str
    lang: str
    date: views.DateView
    body_html: str


def mentions_of(site: Site) -> Mapping[str, list[OutsideMention]]:
    """Return the accepted mentions of each post that is shown, by its source path, the oldest first."""
    mentions = site.build.of(MENTION)
    if not mentions:
        return {}
    posts, by_path = PostNames(site.build.addresses), articles(site)
    by_post: defaultdict[str, list[OutsideMention]] = defaultdict(list)
    for mention in mentions:
        candidates = posts.meant(mention.post, f"articles/{mention.date.year}/")
        if len(candidates) == 1 and candidates[0] in by_path:
            by_post[candidates[0]].append(mention)
    return by_post


def _by_path(site: Site) -> Mapping[str, OutsideMention]:
    return {mention.path: mention for mentions in site.once(mentions_of).values() for mention in mentions}


def plan_mentions(article: Article, site: Site) -> Paths | None:
    """Return the mentions below a post (source paths), the oldest first."""
    most = site.options("MENTIONS", MentionsSettings).most
    return tuple(mention.path for mention in site.once(mentions_of).get(article.path, ())[:most]) or None


def mention_views(_article: Article, paths: Paths, look: Lookup) -> tuple[MentionView, ...]:
    """Return the views of mentions."""
    by_path = look.site.once(_by_path)
    return tuple(
        MentionView(
            anchor=f"mention-{mention.slug}",
            name=mention.author or look.site.say(N_("Somebody")),
            url=mention.link,
            place=urlsplit(mention.link).hostname or "",
            lang=mention.lang,
            date=date_view(mention.date, look.site.lang),
            body_html=look.html(mention),
        )
        for mention in (look.text(MENTION, by_path[path]) for path in paths if path in by_path)
    )


def endpoint_of(site: Site) -> Callable[[Any], str]:
    """Return the endpoint for webmentions, which the pages of posts name."""
    endpoint = site.options("MENTIONS", MentionsSettings).endpoint
    return lambda about: endpoint if isinstance(about, Article) else ""


def examine_mentions(site: Site) -> Iterator[Problem]:
    """Report the waiting mentions."""
    if waiting := len(site.build.drafts(MENTION)):
        yield Problem.of("mentions-waiting", count=waiting)


def _moments(build: Build) -> Iterator[datetime]:
    """Yield when mentions appear that are dated later."""
    return (mention.date for mention in build.scheduled(MENTION))


FEATURE = Feature(
    name="mentions",
    order=13,  # after the replies that were written for the site itself
    kinds=(MENTION,),
    settings={"MENTIONS": MentionsSettings},
    slots=(Slot("article", "after", "mentions", "mentions", plan_mentions, mention_views, styled=True),),
    offers={Ports.WEBMENTION: endpoint_of},
    moments=_moments,
    examined=examine_mentions,
    templates=Path(__file__).parent / "templates",
)
register = FEATURE.register
