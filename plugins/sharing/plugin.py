"""Lets readers share: plain links, cards for networks, data for machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.core.build import BUILD, Build
from plugins.core.catalogue import load_catalogue
from plugins.core.ledger import ledger_of
from plugins.core.models import Article
from plugins.core.settings import load_settings
from plugins.core.store import Store
from plugins.core.views import ShareView, SocialView
from plugins.sharing.cards import colours_of
from plugins.sharing.links import share_links
from plugins.sharing.publisher import Publisher, Shown, all_subjects, card_key, card_path
from plugins.sharing.settings import SharingSettings
from plugins.sharing.shapes import SHAPES
from plugins.sharing.social import social_of
from plugins.sharing.structured import Site
from plugins.sharing.studio import Order, Studio, make_cards

LOCALE = Path(__file__).parent / "locale"


SETTINGS = ("SHARING", SharingSettings)
"""Prefix and declaration of this plugin's settings."""


class SharingGenerator(Generator):  # type: ignore[misc]
    """Offers links and data to the pages, draws the cards beside them."""

    def generate_context(self) -> None:
        """Put the ways to share a post, and what networks are told, into the context."""
        build: Build = self.context[BUILD]
        settings = load_settings(SharingSettings, "SHARING", self.settings)
        self.publisher = cache(partial(_publisher, self.context, settings, build))
        self.context["SHARES"] = partial(_shares, publisher=self.publisher, settings=settings)
        self.context["SOCIAL"] = partial(_social, publisher=self.publisher, build=build)

    def generate_output(self, _writer: Any) -> None:
        """Make every card that is not in place."""
        publisher, ledger = self.publisher(), ledger_of(self.settings)
        store = Store(Path(self.settings["CACHE_PATH"]) / "cards")
        orders = []
        for subject in all_subjects(self.context[BUILD], publisher):
            keys = {shape: card_key(subject, shape, publisher) for shape in SHAPES}
            for key in keys.values():
                store.keep(key)
            stale = tuple(s for s in SHAPES if ledger.needs(card_path(subject, s, publisher), keys[s]))
            orders += [Order(subject, stale)] if stale else []
        studio = Studio(publisher, self.context["ARTWORK"], Path(self.path), Path(self.output_path), store, {})
        for path, made in make_cards(orders, studio):
            ledger.note(path, made)
        store.prune()


def _publisher(context: Mapping[str, Any], settings: SharingSettings, build: Build) -> Publisher:
    """The site as sharing needs it; asked for once every plugin has put its values into the context."""
    lang, url = context["DEFAULT_LANG"], context["SITEURL"].rstrip("/") + "/"
    site = Site(context["SITENAME"], url, lang, context.get("SITESUBTITLE") or "")
    words = load_catalogue(lang, (LOCALE,))
    people = {profile.key: profile for profile in build.profiles}
    return Publisher(site, colours_of(settings, context["COLOURS"]), words.gettext, people, settings.cards)


def _shares(article: Article, publisher: Callable[[], Publisher], settings: SharingSettings) -> tuple[ShareView, ...]:
    site, translate = publisher().site, publisher().translate
    links = share_links(article.title, site.url + article.url, article.summary, settings)
    return tuple(ShareView(link.key, translate(link.label), link.url) for link in links)


def _social(shown: Shown, publisher: Callable[[], Publisher], build: Build) -> SocialView:
    return social_of(shown, build, publisher())


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return SharingGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(add_generator)
