"""From a reading to every file of a site, in one order: what features write, then pages, then what needs all files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placette.engine.base.catalogue import HERE, load_catalogue
from placette.engine.base.files import digest
from placette.engine.base.store import Store
from placette.engine.base.versions import code_version, files_mark, settings_mark
from placette.engine.building.settings import BuildingSettings
from placette.engine.library.build import Build
from placette.engine.pages.addresses import Addresses
from placette.engine.pages.dead_links import planned_addresses, refuse_dead_links
from placette.engine.pages.desk import Desk, Paginate, declared_pages
from placette.engine.pages.features import Feature, lacking_of
from placette.engine.pages.lists import short_lists
from placette.engine.pages.photographs import put_renditions
from placette.engine.pages.planning import plan_site
from placette.engine.pages.printing import Press, print_site
from placette.engine.pages.site import refuse_broken_entries, site_view
from placette.engine.pages.slots import slot_templates
from placette.engine.pages.templates import Theme, make_environment, template_folders
from placette.engine.pages.workshop import Workshop
from placette.engine.photos.encoding import GENTLE
from placette.engine.photos.settings import ImagesSettings
from placette.engine.problems.problems import Problem
from placette.engine.texts.sanitizer import is_clean


class UnreadyError(Exception):
    """The site lacks what it must have to be published; nothing was made."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)}")


def make_desk(settings: Mapping[str, Any], features: tuple[Feature, ...], build: Build, paginate: Paginate) -> Desk:
    """The desk of a build."""
    folders = (Path(settings["THEME"]) / "locale", HERE, *(feature.words for feature in features if feature.words))
    words = load_catalogue(settings["DEFAULT_LANG"], folders)
    addresses = Addresses(settings, declared_pages(features), preview=build.preview)
    return Desk(build, addresses, settings, features, words, paginate, is_clean)


def _refuse_unready(desk: Desk) -> None:
    if lacking := lacking_of(desk.features, desk.build, desk.settings):
        raise UnreadyError(lacking)


def make_site(desk: Desk, workshop: Workshop) -> None:
    """Write every file of a site that is not in place; raises ``UnreadyError`` for one that is to be published."""
    if desk.options("BUILDING", BuildingSettings).publication:
        _refuse_unready(desk)
    for feature in desk.features:
        if feature.check:
            feature.check(desk)
    least = GENTLE if desk.options("IMAGES", ImagesSettings).fine_details else {}
    put_renditions(desk, workshop, least)
    for feature in desk.features:
        if feature.files:
            feature.files(desk, workshop)
    made = planned_addresses(desk)
    refuse_broken_entries(desk, made)
    refuse_dead_links(desk, made, workshop.ledger.names())
    press = Press(desk, _environment(desk, workshop), workshop.output, workshop.ledger)
    print_site(plan_site(desk), press, _frame(desk, workshop.theme))
    for feature in desk.features:
        if feature.closing:
            feature.closing(desk, workshop)


def _environment(desk: Desk, workshop: Workshop) -> Theme:
    own = [feature.templates for feature in desk.features if feature.templates]
    folders, slots = [*template_folders(desk.settings), *own], slot_templates(desk.features)
    store = Store(workshop.cache / "theme")
    return make_environment(folders, slots, desk.settings["JINJA_ENVIRONMENT"], desk.words, store)


def _frame(desk: Desk, theme: Path) -> str:
    """A mark of all that is the same on every page, but for its templates."""
    catalogues = files_mark(sorted((theme / "locale").glob("*.po")))
    territory = desk.build.communes.mark
    shown = repr((site_view(desk, ""), sorted(short_lists(desk))))
    parts = (code_version(), settings_mark(desk.settings), catalogues, territory, shown)
    return digest(*(part.encode("utf-8", "replace") for part in parts))
