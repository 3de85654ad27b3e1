"""Placette in Pelican: settings in, the site out. The only file that knows Pelican."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, TypeVar

from pelican import Pelican, console, signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.log import init as init_logging
from pelican.paginator import Page
from pelican.readers import Readers
from pelican.settings import DEFAULT_CONFIG, get_settings_from_file, read_settings
from pelican.writers import Writer

import placette.features
from placette.engine.base.installed import manifest_in, packages, plugin_names
from placette.engine.base.processes import executor_of, no_collection, preload, using
from placette.engine.base.settings import load_settings, refuse_unknown
from placette.engine.base.translation import N_, SettingError, load_catalogue, setting_errors
from placette.engine.base.versions import written_mark
from placette.engine.build.building import (
    SESSION,
    Moments,
    Outcome,
    Session,
    build_settled,
    compose_site,
    make_site,
    session_of,
)
from placette.engine.build.up_to_date import PREVIEW, PUBLICATION, STEADY, WRITTEN, BuildingSettings
from placette.engine.content.advice import Adviser
from placette.engine.content.build import Build
from placette.engine.content.companions import AttachmentKind
from placette.engine.content.extended import extended_kinds
from placette.engine.content.kinds import Extension, Kinds
from placette.engine.content.options import ReadingSettings
from placette.engine.content.reading import Reader, opened_memory, read_everything, read_publishable
from placette.engine.rendering.addresses import (
    LEFT,
    FeedAddress,
    FileAddress,
    PageAddress,
    passing_patterns,
    passing_shape,
    refuse_addresses,
)
from placette.engine.rendering.features import Feature, Service, Site, in_order
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.lists import with_dead_links
from placette.engine.rendering.site import ViewsSettings

T = TypeVar("T")
_TASKS_ALONE = {PREVIEW: "invoke build --preview", PUBLICATION: "invoke build --production", STEADY: "invoke serve"}
_OWN = {"BUILDING": BuildingSettings, "READING": ReadingSettings, "VIEWS": ViewsSettings}
"""The settings of the engine itself, by prefix."""
_BESIDE = ("placette.commands.publishing",)
"""The commands whose settings a build checks as well."""
_SHIPPED = (*(f"placette.features.{module.name}" for module in iter_modules(placette.features.__path__)), *_BESIDE)
_UNLISTED = N_('{name}: PLUGINS does not list {package}. Write PLUGINS = (*PLUGINS, "{package}"), or remove this line.')
_UNDECLARED = frozenset(
    "ROOT TERRITORY_FILE TIMEZONE SITESUBTITLE FEED_DOMAIN AUTHOR LINKS SOCIAL ARTICLE_LANG_URL"
    " PAGE_LANG_URL DAY_ARCHIVE_URL CATEGORY_FEED_RSS AUTHOR_FEED_RSS".split()
)
"""Names that Pelican reads without giving them a default, and our own that have no prefix."""
_FORMS = ("ATOM", "JSON")
_FILES = "_SAVE_AS"
"""The end of Pelican's settings for the files of pages: none here, for an address says which file it is."""
_LINKED = ("VIEWS_MENU", "VIEWS_FOOTER")
"""Settings that link to pages: entries that lead to those of a feature that is left out are left out too."""


def load_site(settings_file: Path, **overrides: Any) -> dict[str, Any]:
    """Return the settings of a site. Raises ``SettingError`` for a file that can't be used or a misspelt name."""
    with setting_errors(settings_file), no_collection():  # it imports every feature
        values = get_settings_from_file(str(settings_file))
        settings: dict[str, Any] = read_settings(str(settings_file), override=overrides)
        features, absent = listed(settings), tuple(left_out(settings))
    names = set(values)
    settings[WRITTEN] = written_mark({**values, **overrides})
    for name in names & _TASKS_ALONE.keys():
        raise SettingError(f"{name}  →  {_TASKS_ALONE[name]}")
    declared = [address for feature in (*features, *absent) for address in feature.addresses]
    needed = (one.setting for one in declared if isinstance(one, PageAddress) and not one.passing)
    refuse_addresses(settings, address_settings(features), needed)
    _leave_unopened(settings, (*features, *absent))
    known_names = known_settings(settings)
    _refuse_unlisted(names - known_names, settings)
    refuse_unknown(names, known_names)
    for prefix, kind in declared_settings(features):
        load_settings(kind, prefix, settings)
    executor_of(settings)
    settings[LEFT] = passing_patterns((one for feature in absent for one in feature.addresses), _FORMS, settings)
    _close(settings, absent)
    _forget_defaults(settings, features, names | overrides.keys())
    return settings


def listed(settings: Mapping[str, Any]) -> tuple[Feature, ...]:
    """Return the features that ``PLUGINS`` lists, in the order in which they are called.

    Raises ``SettingError`` where this module isn't listed with them, for then Pelican would write nothing.
    """
    if __name__ not in plugin_names(settings["PLUGINS"]):
        raise SettingError("PLUGINS  →  from placette.defaults import *")
    return in_order(module.FEATURE for module in _feature_modules(settings))


def _feature_modules(settings: Mapping[str, Any]) -> list[Any]:
    """Return the modules of the features that ``PLUGINS`` lists."""
    modules = map(import_module, plugin_names(settings["PLUGINS"]))
    return [module for module in modules if hasattr(module, "FEATURE")]


def left_out(settings: Mapping[str, Any]) -> Iterator[Feature]:
    """Yield the features that come with Placette and that ``PLUGINS`` doesn't list: of the core, and packages."""
    yield from _unlisted((*_SHIPPED, *packages()), settings).values()


def _unlisted(modules: Iterable[str], settings: Mapping[str, Any]) -> dict[str, Feature]:
    """Return the features of these modules that ``PLUGINS`` doesn't list, each by its module."""
    names = {feature.name for feature in listed(settings)}
    features = {module: getattr(import_module(module), "FEATURE", None) for module in modules}
    return {module: feature for module, feature in features.items() if feature and feature.name not in names}


def _refuse_unlisted(unknown: Iterable[str], settings: Mapping[str, Any]) -> None:
    """Raise ``SettingError`` for a setting of a package that is left out: it would change nothing."""
    names = {*plugin_names(settings["PLUGINS"])}
    for package in packages().keys() - names:
        beginnings = tuple(f"{prefix}_" for prefix in manifest_in(packages()[package]).settings)
        for name in sorted(name for name in unknown if name.startswith(beginnings)):
            say = load_catalogue(settings["DEFAULT_LANG"]).gettext
            raise SettingError(say(_UNLISTED).format(name=name, package=package))


def known_settings(settings: Mapping[str, Any]) -> set[str]:
    """Return every name that Pelican, the engine or a feature understands; addresses say which file they are."""
    features = documented_features(settings)
    options = {
        f"{prefix}_{field.name.upper()}" for prefix, kind in declared_settings(features) for field in fields(kind)
    }
    addresses = address_settings((*features, *_unlisted(packages(), settings).values()))  # sites get those of all
    understood = {*DEFAULT_CONFIG, *_UNDECLARED, *options, *addresses}
    return {name for name in understood if not name.endswith(_FILES)}


def documented_features(settings: Mapping[str, Any]) -> tuple[Feature, ...]:
    """Return the features whose settings a site may write: listed ones, and those of the core, but no other package."""
    absent = {feature.name for feature in _unlisted(packages(), settings).values()}
    return (*listed(settings), *(feature for feature in left_out(settings) if feature.name not in absent))


def declared_settings(features: Iterable[Feature]) -> list[tuple[str, type]]:
    """Return the declarations of the engine's settings and of those of features, each with its prefix."""
    return [*_OWN.items(), *(declared for feature in features for declared in feature.settings.items())]


def address_settings(features: Iterable[Feature]) -> Iterator[str]:
    """Yield the names of the settings with the addresses of these features' pages and files."""
    for address in (address for feature in features for address in feature.addresses):
        match address:
            case PageAddress():
                yield address.setting
            case FileAddress():
                yield address.name
            case FeedAddress():
                yield from (address.form(form).name for form in _FORMS)


def _leave_unopened(settings: dict[str, Any], features: Iterable[Feature]) -> None:
    """Leave to pages of the site the addresses that a setting has yet to open."""
    for address in (address for feature in features for address in feature.addresses):
        if isinstance(address, PageAddress) and address.opened_by and not settings.get(address.opened_by):
            settings[address.setting] = ""


def _close(settings: dict[str, Any], absent: tuple[Feature, ...]) -> None:
    """Take the addresses of features that are left out from the settings, and menu entries that lead to them."""
    listed_names = set(address_settings(listed(settings)))
    names = set(address_settings(absent)) - listed_names
    urls = {settings[name] for name in names if name.endswith("_URL") and settings.get(name)}
    for name in _LINKED:
        settings[name] = tuple(entry for entry in settings.get(name, ()) if entry[1] not in urls)
    settings.update(dict.fromkeys(names & settings.keys(), ""))


def _forget_defaults(settings: dict[str, Any], features: Iterable[Feature], written: Set[str]) -> None:
    """Leave out the lists whose address is not set, where Pelican would have one of its own (``tag/…``)."""
    for address in (address for feature in features for address in feature.addresses if address.passing):
        if isinstance(address, PageAddress) and address.setting not in written:
            settings[address.setting] = ""


def reader_of(settings: Mapping[str, Any], adviser: Adviser | None = None) -> Reader:
    """Return how the texts of a site are read, by the features that it lists."""
    features, absent = listed(settings), tuple(left_out(settings))
    declared_kinds = (kind for feature in features for kind in feature.kinds)
    kinds = extended_kinds(declared_kinds, _extensions((*features, *absent)))
    places = (kind.place for feature in absent for kind in feature.kinds)
    companions = (one.place for feature in absent for kind in feature.kinds for one in kind.companions)
    extensions = tuple(extension for feature in features for extension in feature.extensions)
    lists = passing_shape((address for feature in features for address in feature.addresses), _FORMS, settings)
    embargoes = tuple(embargo for feature in features for embargo in feature.configure(settings).embargoes)
    charter, attachments = load_settings(ViewsSettings, "VIEWS", settings).charter_page, attachments_of(settings)
    return Reader(kinds, extensions, (*places, *companions), adviser, attachments, lists.pattern, embargoes, charter)


def attachments_of(settings: Mapping[str, Any]) -> tuple[AttachmentKind, ...]:
    """Return the files that may lie beside any text of a site."""
    return tuple(kind for feature in listed(settings) for kind in feature.configure(settings).attachments)


def offered(service: Service[T], settings: Mapping[str, Any]) -> list[T]:
    """Return the services that the features of a site offer to tasks, under one name."""
    services = (feature.configure(settings).services for feature in listed(settings))
    return [service_of[service](settings) for service_of in services if service in service_of]


def every_kind(settings: Mapping[str, Any]) -> Kinds:
    """Return the kinds of all texts that may lie in a site's folder, those of features that it leaves out too.

    A site that leaves walks out doesn't read them, but they still have authors, who may leave.
    """
    features = (*listed(settings), *left_out(settings))
    return extended_kinds((kind for feature in features for kind in feature.kinds), _extensions(features))


def shipped_kinds() -> Kinds:
    """Return the kinds of the features that come with Placette."""
    features = in_order(module.FEATURE for module in _feature_modules({"PLUGINS": (*_SHIPPED, *packages())}))
    return extended_kinds((kind for feature in features for kind in feature.kinds), _extensions(features))


def _extensions(features: Iterable[Feature]) -> list[Extension[Any]]:
    """Return what features read in others' texts, in their order: a key stays known while its feature is left out."""
    return [extension for feature in in_order(features) for extension in feature.extensions]


def build_site(settings: dict[str, Any], moments: Moments | None = None, adviser: Adviser | None = None) -> Outcome:
    """Build a site: make stale files, inspect them, put in place those that differ. See ``build_settled`` for errors.

    A preview has the advice of ``adviser`` too.
    """
    return build_settled(settings, partial(_prepare, adviser), _run, moments)


def _prepare(adviser: Adviser | None, settings: dict[str, Any]) -> Session:
    """Do what can be done before it is known what has changed."""
    preload(*(module.__name__ for module in _feature_modules(settings)))  # texts are read by what these declare
    return Session(listed(settings), reader_of(settings, adviser), memory=opened_memory(settings))


def _run(settings: dict[str, Any]) -> None:
    """Have Pelican build the site that ``settings`` describe; raises what it or a feature raises."""
    init_logging(level=logging.WARNING, fatal="errors", name="pelican")
    console.quiet = True
    _Placette(settings).run()


class _Placette(Pelican):  # type: ignore[misc]
    """Pelican with the plugins that a site lists: its own imports every one that is installed, to look for names."""

    def init_plugins(self) -> None:
        """Register them; raises what one of them raises."""
        self.plugins = [import_module(name) for name in plugin_names(self.settings["PLUGINS"])]
        for plugin in self.plugins:
            plugin.register()


def open_site(settings: dict[str, Any]) -> Site:
    """Return the site as it would be published now, for tasks; nothing is written. Raises what reading it raises."""
    with using(executor_of(settings)):
        build = read_publishable(settings, reader_of(settings))
    return site_of(settings, build)


def read_planned(settings: Mapping[str, Any], reader: Reader, content: Path | None = None) -> Build:
    """Return ``read_everything``'s build with what only a plan of the pages shows: links to lists that aren’t there."""
    build = read_everything(settings, reader, content)
    return with_dead_links(build, partial(site_of, dict(settings), build))


def site_of(settings: dict[str, Any], build: Build) -> Site:
    """Return the site that was read, as its features see it."""
    return compose_site(settings, listed(settings), build, partial(_paginate, settings))


def _paginate(settings: Mapping[str, Any], name: str, url: str, number: int) -> tuple[str, str]:
    """Return the file and address of a further page of a list, as Pelican paginates; it may have the number 1."""
    further = [rule._replace(min_page=1) for rule in settings["PAGINATION_PATTERNS"] if rule.min_page > 1]
    page = Page(name, url, (), number, None, {"PAGINATION_PATTERNS": further})
    return page.save_as, page.url


def read_content(pelican: Pelican) -> None:
    """Read the content folder once, before anything is generated; stop when something blocks."""
    settings = pelican.settings
    if SESSION not in settings:  # Pelican was started without our tasks
        settings[SESSION] = Session(listed(settings), reader_of(settings))
    session = session_of(settings)
    session.build = session.build or read_publishable(
        settings, session.reader, session.memory, session.entries, session.faulty
    )
    session.memory = session.entries = None  # not needed any more, and they are large


def replace_readers(readers: Readers) -> None:
    """Turn off every reader of Pelican's: the texts to publish were read before."""
    readers.reader_classes = {}


class SiteGenerator(Generator):  # type: ignore[misc]
    """Writes the whole site; Pelican's own generators find nothing."""

    def generate_output(self, _writer: Any) -> None:
        """Compose the features and make stale files."""
        session, settings = session_of(self.settings), self.settings
        build = session.build or read_publishable(settings, session.reader)
        session.site = compose_site(settings, session.features, build, partial(_paginate, settings))
        folders = (Path(self.path), Path(self.output_path), Path(settings["CACHE_PATH"]), Path(self.theme))
        make_site(session.site, Workshop(*folders, session.ledger))


class SilentWriter(Writer):  # type: ignore[misc]
    """Pelican's own generators have nothing to write: they would list nothing at our addresses."""

    def write_file(self, *_args: Any, **_kwargs: Any) -> None:
        """Write no page."""

    def write_feed(self, *_args: Any, **_kwargs: Any) -> None:
        """Write no feed."""


def silence_articles(generator: ArticlesGenerator) -> None:
    """Spare Pelican's own generator the templates that it would compile to print nothing."""
    generator.generate_output = lambda _writer: None


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return SiteGenerator


def choose_writer(_pelican: Any) -> type[Writer]:
    """Have Pelican's own generators write nothing."""
    return SilentWriter


def register() -> None:
    """Connect the handlers, not by weak references: their end would be reported when Python itself is half gone."""
    signals.initialized.connect(read_content, weak=False)
    signals.readers_init.connect(replace_readers, weak=False)
    signals.article_generator_init.connect(silence_articles, weak=False)
    signals.get_generators.connect(add_generator, weak=False)
    signals.get_writer.connect(choose_writer, weak=False)
