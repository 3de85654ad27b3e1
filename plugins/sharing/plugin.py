"""Lets readers share: plain links, cards for networks, data for machines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.core.build import BUILD, Build
from plugins.core.catalogue import load_catalogue
from plugins.core.files import write_atomic
from plugins.core.models import Article
from plugins.core.settings import load_settings
from plugins.core.store import Store
from plugins.core.views import ShareView
from plugins.sharing.card_layout import HEIGHT, WIDTH
from plugins.sharing.cards import Card, colours_of, draw_card
from plugins.sharing.links import share_links
from plugins.sharing.settings import SharingSettings
from plugins.sharing.social import (
    Publisher,
    article_social,
    card_key,
    card_url,
    names_of,
    places_of,
    profile_social,
    site_social,
)
from plugins.sharing.structured import Site

LOCALE = Path(__file__).parent / "locale"


SETTINGS = ("SHARING", SharingSettings)
"""Prefix and declaration of this plugin's settings."""


class SharingGenerator(Generator):  # type: ignore[misc]
    """Decides links and data with the other contents, draws the cards with the pages."""

    def generate_context(self) -> None:
        """Put share links and social data, by address, into the context."""
        build: Build = self.context[BUILD]
        settings = load_settings(SharingSettings, "SHARING", self.settings)
        self.publisher = publisher = self._publisher(settings, build)
        self.context["SHARES"] = {a.path: _shares(a, publisher, settings) for a in build.published}
        image = publisher.site.url + (card_url(build.published[0], build, publisher) if build.published else "")
        social = {"": site_social(publisher, image)}
        social |= {a.url: article_social(a, build, publisher) for a in build.published}
        social |= {p.url: profile_social(p, build, publisher, image) for p in build.profiles}
        self.context["SOCIAL"] = social

    def generate_output(self, _writer: Any) -> None:
        """Draw every card that is not in the store."""
        build, publisher = self.context[BUILD], self.publisher
        store = Store(Path(self.settings["CACHE_PATH"]) / "cards")
        for article in build.published:
            key = card_key(article, build, publisher)
            data = store.get(key)
            if data is None:
                data = self._draw(article, build, publisher)
                store.put(key, data)
            write_atomic(Path(self.output_path) / card_url(article, build, publisher), data)
        store.prune()

    def _draw(self, article: Article, build: Build, publisher: Publisher) -> bytes:
        picture = self.context["ARTWORK"](article, WIDTH, HEIGHT)
        names, place = names_of(article, publisher.people), places_of(article, build)
        return draw_card(Card(article.title, names, place, publisher.site.name, picture, publisher.colours))

    def _publisher(self, settings: SharingSettings, build: Build) -> Publisher:
        s = self.settings
        site = Site(s["SITENAME"], s["SITEURL"].rstrip("/") + "/", s["DEFAULT_LANG"], s.get("SITESUBTITLE") or "")
        words = load_catalogue(s["DEFAULT_LANG"], (LOCALE,))
        people = {profile.key: profile for profile in build.profiles}
        return Publisher(site, colours_of(settings), words.gettext, people)


def _shares(article: Article, publisher: Publisher, settings: SharingSettings) -> tuple[ShareView, ...]:
    links = share_links(article.title, publisher.site.url + article.url, article.summary, settings)
    return tuple(ShareView(link.key, publisher.translate(link.label), link.url) for link in links)


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return SharingGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(add_generator)
