"""Lets readers share: plain links, cards for networks, data for machines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.settings import read_settings

from plugins.core.build import BUILD, Build
from plugins.core.catalogue import load_catalogue
from plugins.core.files import digest, write_new
from plugins.core.forks import spread
from plugins.core.ledger import ledger_of
from plugins.core.models import Article, Profile
from plugins.core.settings import SettingError, load_settings
from plugins.core.store import Store
from plugins.core.views import BearingsView, ShareView, SocialView
from plugins.sharing.card_layout import HEIGHT, WIDTH
from plugins.sharing.cards import Card, colours_of, draw_card
from plugins.sharing.desk import Desk
from plugins.sharing.links import share_links
from plugins.sharing.settings import LOCALE, SharingSettings
from plugins.sharing.social import (
    Publisher,
    article_social,
    card_address,
    card_key,
    card_picture,
    card_url,
    names_of,
    page_social,
    places_of,
    profile_social,
)
from plugins.sharing.structured import Site

SETTINGS = ("SHARING", SharingSettings)
"""Prefix and declaration of this plugin's settings."""


class SharingGenerator(Generator):  # type: ignore[misc]
    """Offers links and data to the pages, draws the cards beside them."""

    def generate_context(self) -> None:
        """Put the ways to share a post, and what networks are told, into the context."""
        build: Build = self.context[BUILD]
        settings = load_settings(SharingSettings, "SHARING", self.settings)
        self.publisher = publisher = _publisher(self.settings, settings, build)
        path = self.settings.get("SHARE_URL") if self.settings.get("SHARE_SAVE_AS") else ""
        explained = build.base + path if path else ""
        self.context["SHARES"] = partial(_shares, publisher=publisher, settings=settings, explained=explained)
        self.context["CARDS"] = partial(card_picture, build=build, publisher=publisher)
        self.context["SOCIAL"] = partial(_social, publisher=publisher, build=build)

    def generate_output(self, _writer: Any) -> None:
        """Draw every card that is neither in place nor in the store."""
        build, publisher, ledger = self.context[BUILD], self.publisher, ledger_of(self.settings)
        store = Store(Path(self.settings["CACHE_PATH"]) / "cards")
        drawing = Drawing(build, publisher, self.context["ARTWORK"], store, Path(self.output_path))
        keys = {article.path: card_key(article, build, publisher) for article in build.published if publisher.cards}
        for key in keys.values():
            store.keep(key)
        wanted = [a for a in build.published if publisher.cards]
        stale = [a for a in wanted if ledger.needs(card_url(a, build, publisher), keys[a.path])]
        for path, made in spread(_put_card, stale, drawing, cost=0.05):
            ledger.note(path, made)
        store.prune()


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that drawing cards needs."""

    build: Build
    publisher: Publisher
    artwork: Callable[[Article, int, int], Any]
    store: Store
    output: Path


def _put_card(article: Article, drawing: Drawing) -> tuple[str, str]:
    """Draw a post's card, or take it from the store, and write it: its path and the digest of its bytes."""
    build, publisher, store = drawing.build, drawing.publisher, drawing.store
    key, path = card_key(article, build, publisher), card_url(article, build, publisher)
    data = store.get(key)
    if data is None:
        picture = drawing.artwork(article, WIDTH, HEIGHT)
        names, place = names_of(article, publisher.people), places_of(article, build)
        data = draw_card(Card(article.title, names, place, publisher.site.name, picture, publisher.colours))
        store.put(key, data)
    write_new(drawing.output, path, data)
    return path, digest(data)


def _publisher(s: Any, settings: SharingSettings, build: Build) -> Publisher:
    territory = tuple(sorted({commune.department for commune in build.communes.by_code.values()}))
    site = Site(
        s["SITENAME"], s["SITEURL"].rstrip("/") + "/", s["DEFAULT_LANG"], s.get("SITESUBTITLE") or "", territory
    )
    words = load_catalogue(s["DEFAULT_LANG"], (LOCALE,))
    people = {profile.key: profile for profile in build.profiles}
    series = {story.slug: story for story in build.series}
    return Publisher(site, colours_of(settings), words.gettext, people, settings.cards, series)


def _shares(article: Article, publisher: Publisher, settings: SharingSettings, explained: str) -> tuple[ShareView, ...]:
    links = share_links(article.title, publisher.site.url + article.url, article.summary, settings, explained)
    say = publisher.translate
    return tuple(ShareView(link.key, say(link.label), link.url, link.composer, link.server) for link in links)


def _social(
    subject: Article | Profile | None,
    illustration: Article | None,
    bearings: BearingsView,
    publisher: Publisher,
    build: Build,
) -> SocialView:
    """What networks are told about a post, a person or another page."""
    if isinstance(subject, Article):
        return article_social(subject, build, publisher, bearings)
    image = card_address(illustration, build, publisher)
    if subject:
        return profile_social(subject, build, publisher, image, bearings)
    return page_social(publisher, image, bearings)


def site_settings(settings_file: Path) -> dict[str, Any]:
    """The settings that the tasks read a site with; raises ``SettingError`` for a file that can't be used.

    Texts that need mending are left out.
    """
    try:
        return dict(read_settings(str(settings_file), override={"READING_SKIP_INVALID": True}))
    except SettingError:
        raise
    except Exception as error:
        raise SettingError(f"{settings_file.name}: {error}") from error


def open_desk(settings: dict[str, Any]) -> Desk:
    """The site as it would be published now, for the tasks; nothing is written. Raises ``SettingError``."""
    pelican = Pelican(settings)  # the reading reads when Pelican tells that it is ready
    places = {"path": pelican.path, "theme": pelican.theme, "output_path": pelican.output_path}
    context: dict[str, Any] = dict(settings)
    for _handler, kind in signals.get_generators.send(pelican):
        generator = kind(context=context, settings=settings, **places)
        if hasattr(generator, "generate_context"):  # those that only write have none
            generator.generate_context()
    build: Build = context[BUILD]
    publisher = _publisher(settings, load_settings(SharingSettings, "SHARING", settings), build)
    return Desk(build, publisher, context["ARTWORK"], context["LANDSCAPE"], Path(pelican.path).name)


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return SharingGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(add_generator)
