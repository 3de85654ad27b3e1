"""Lets readers share: plain links, cards for networks, data for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.settings import read_settings

from placette.desks.announcing.desk import Desk
from placette.engine.base.catalogue import HERE, load_catalogue
from placette.engine.base.settings import load_settings, told_as_settings
from placette.engine.base.store import Store
from placette.engine.library.build import BUILD, Build, UncleanError
from placette.engine.library.readings import forget_readings
from placette.engine.pages.ledger import ledger_of
from placette.engine.pages.shown import Shown
from placette.engine.pages.views import BearingsView, PictureView, ShareView, SocialView
from placette.features.authors.kind import PROFILE
from placette.features.posts.article import Article
from placette.features.series.kind import SERIES
from placette.features.sharing.card_colours import colours_of
from placette.features.sharing.links import share_links
from placette.features.sharing.publisher import Publisher, all_subjects, card_key, card_path
from placette.features.sharing.settings import LOCALE, SharingSettings
from placette.features.sharing.shapes import SHAPES, Shape
from placette.features.sharing.social import card_picture, social_of
from placette.features.sharing.structured import Site
from placette.features.sharing.subjects import Subject
from placette.features.territory.places import places_pattern

SETTINGS = ("SHARING", SharingSettings)
"""Prefix and declaration of this plugin's settings."""


class SharingGenerator(Generator):  # type: ignore[misc]
    """Offers links and data to the pages, draws the cards beside them."""

    def generate_context(self) -> None:
        """Put the ways to share a post, and what networks are told, into the context."""
        build: Build = self.context[BUILD]
        settings = load_settings(SharingSettings, "SHARING", self.settings)
        self.publisher = cache(partial(_publisher, self.context, settings, build))
        path = self.settings.get("SHARE_URL") if self.settings.get("SHARE_SAVE_AS") else ""
        explained = build.base + path if path else ""
        self.context["SHARES"] = partial(_shares, publisher=self.publisher, settings=settings, explained=explained)
        self.context["CARDS"] = partial(_card_picture, publisher=self.publisher, build=build)
        self.context["SOCIAL"] = partial(_social, publisher=self.publisher, build=build)

    def generate_output(self, _writer: Any) -> None:
        """Make every card that is not in place."""
        publisher, ledger = self.publisher(), ledger_of(self.settings)
        store = Store(Path(self.settings["CACHE_PATH"]) / "cards")
        stale: list[tuple[Subject, tuple[Shape, ...]]] = []
        for subject in all_subjects(self.context[BUILD], publisher):
            keys = {shape: card_key(subject, shape, publisher) for shape in SHAPES}
            for key in keys.values():
                store.keep(key)
            shapes = tuple(s for s in SHAPES if ledger.needs(card_path(subject, s, publisher), keys[s]))
            stale += [(subject, shapes)] if shapes else []
        for path, made in self._draw(stale, publisher, store) if stale else ():
            ledger.note(path, made)
        store.prune()

    def _draw(
        self, stale: list[tuple[Subject, tuple[Shape, ...]]], publisher: Publisher, store: Store
    ) -> Iterator[tuple[str, str]]:
        from placette.features.sharing.studio import Order, Studio, make_cards  # noqa: PLC0415 - most builds draw nothing

        studio = Studio(publisher, self.context["ARTWORK"], Path(self.path), Path(self.output_path), store, {})
        yield from make_cards([Order(subject, shapes) for subject, shapes in stale], studio)


def _publisher(context: Mapping[str, Any], settings: SharingSettings, build: Build) -> Publisher:
    """The site as sharing needs it; asked for once every plugin has put its values into the context."""
    lang, url = context["DEFAULT_LANG"], context["SITEURL"].rstrip("/") + "/"
    territory = tuple(sorted({commune.department for commune in build.communes.by_code.values()}))
    return Publisher(
        site=Site(context["SITENAME"], url, lang, context.get("SITESUBTITLE") or "", territory),
        colours=colours_of(settings, context["COLOURS"]),
        translate=load_catalogue(lang, (LOCALE, HERE)).gettext,
        people={profile.key: profile for profile in build.of(PROFILE)},
        cards=settings.cards,
        series={story.slug: story for story in build.of(SERIES) if context.get("SERIES_SAVE_AS")},
        places=bool(places_pattern(context)),
        agenda=bool(context.get("AGENDA_SAVE_AS")),
        hues=(str(context.get("IDENTITY_PRIMARY", "")), str(context.get("IDENTITY_ACCENT", ""))),
    )


def _shares(
    article: Article, publisher: Callable[[], Publisher], settings: SharingSettings, explained: str
) -> tuple[ShareView, ...]:
    site, say = publisher().site, publisher().translate
    links = share_links(article.title, site.url + article.url, article.summary, settings, explained)
    return tuple(ShareView(link.key, say(link.label), link.url, link.composer, link.server) for link in links)


def _card_picture(article: Article, publisher: Callable[[], Publisher], build: Build) -> PictureView | None:
    return card_picture(article, build, publisher())


def _social(shown: Shown, bearings: BearingsView, publisher: Callable[[], Publisher], build: Build) -> SocialView:
    return social_of(shown, build, publisher(), bearings)


def site_settings(settings_file: Path) -> dict[str, Any]:
    """The settings that the tasks read a site with; raises ``SettingError`` for a file that can't be used.

    Texts that need mending are left out.
    """
    with told_as_settings(settings_file):
        return dict(read_settings(str(settings_file), override={"READING_SKIP_INVALID": True}))


def open_desk(settings: dict[str, Any]) -> Desk:
    """The site as it would be published now, for the tasks; nothing is written. Raises ``SettingError``."""
    try:
        pelican = Pelican(settings)  # the reading reads when Pelican tells that it is ready
    except UncleanError:  # what was remembered was lost: read everything again
        forget_readings(settings)
        pelican = Pelican(settings)
    places = {"path": pelican.path, "theme": pelican.theme, "output_path": pelican.output_path}
    context: dict[str, Any] = dict(settings)
    for _handler, kind in signals.get_generators.send(pelican):
        generator = kind(context=context, settings=settings, **places)
        if hasattr(generator, "generate_context"):  # those that only write have none
            generator.generate_context()
    build: Build = context[BUILD]
    publisher = _publisher(context, load_settings(SharingSettings, "SHARING", settings), build)
    from placette.features.sharing.studio import cut_picture  # noqa: PLC0415 - no build asks for a desk

    content = Path(pelican.path)
    return Desk(build, publisher, partial(cut_picture, content), context["LANDSCAPE"], content.name)


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return SharingGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(add_generator)
