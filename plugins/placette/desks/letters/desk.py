"""The site as the letters' desk sees it: who answers people, and which posts were letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from placette.desks.letters.answering import Correspondent
from placette.desks.letters.following import KnownPost
from placette.engine.base.settings import load_settings
from placette.engine.library.build import Build
from placette.engine.library.settings import ReadingSettings
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import CARD
from placette.engine.pages.settings import ViewsSettings
from placette.features.decisions import DecisionsSettings
from placette.features.letterbox import LetterboxSettings, came_of, places_of_replies
from placette.features.posts import POST, Article
from placette.features.replies import REPLY


def correspondent_of(settings: Mapping[str, Any], words: Callable[[str], str], secret: bytes) -> Correspondent:
    """Who answers in the site's name; ``secret`` makes the names of its mails unguessable."""
    own = load_settings(LetterboxSettings, "LETTERBOX", settings)
    usual = Correspondent("", "", "", words)
    return Correspondent(
        site=settings["SITENAME"],
        url=settings["SITEURL"],
        address=own.address,
        words=words,
        language=settings["DEFAULT_LANG"],
        receipt_days=own.receipt_days,
        reading_days=own.reading_days,
        appeal_days=load_settings(DecisionsSettings, "DECISIONS", settings).appeal_days,
        charter=settings.get("PAGE_URL", "{slug}/").format(
            slug=load_settings(ViewsSettings, "VIEWS", settings).charter_page
        ),
        licence=load_settings(ReadingSettings, "READING", settings).licence,
        road=settings.get("LETTER_ROAD_URL") or usual.road,
        secret=secret,
    )


def known_posts(desk: Desk, is_online: Callable[[str], bool]) -> dict[str, KnownPost]:
    """The posts and replies that name a receipt, by number. One counts as published once its address answers."""
    outcomes, site = came_of(desk.build), str(desk.settings["SITEURL"]).rstrip("/")
    found: dict[str, KnownPost] = {}
    for number, author, url, post in _receipted(desk.build):
        became, address = outcomes.get(number), f"{site}/{url}"
        if became is None or became.url != url:
            found.setdefault(number, KnownPost(number, author))
        elif not became.is_out:
            found[number] = KnownPost(number, author, day=became.day)
        elif is_online(address.partition("#")[0]):
            found[number] = KnownPost(number, author, address, card=partial(_card, post, desk) if post else None)
        else:
            found[number] = KnownPost(number, author)
    return found


def _receipted(build: Build) -> Iterator[tuple[str, str, str, Article | None]]:
    """What came with a letter: its number, its first author, its address (none: not shown), the post if it is one."""
    for post in (*build.drafts(POST), *build.scheduled(POST), *build.of(POST)):
        if post.receipt:
            yield post.receipt, post.authors[0] if post.authors else "", post.url, post
    places = places_of_replies(build)
    for reply in (*build.drafts(REPLY), *build.scheduled(REPLY), *build.of(REPLY)):
        if reply.receipt:
            place = places.get(reply.path)
            yield reply.receipt, reply.author, place.url if place else "", None


def _card(post: Article, desk: Desk) -> bytes | None:
    """The card of a post, as the last build drew it; None where there is none."""
    picture = desk.ask(CARD)(post)
    site = str(desk.settings["SITEURL"]).rstrip("/")
    if picture is None or not picture.src.startswith(f"{site}/"):
        return None
    path = Path(desk.settings["OUTPUT_PATH"]) / picture.src.removeprefix(f"{site}/")
    return path.read_bytes() if path.is_file() else None
