"""The site at hand, as tasks of packages read and build it."""

from __future__ import annotations

from placette.commands.building import build_published
from placette.commands.reading_tasks import (
    load_published_settings,
    load_settings,
    read_site,
    read_with,
    settings_can_be_used,
)
from placette.plugin import attachments_of, listed, open_site, reader_of


class Project:
    """The settings of the site, its features, its texts and its pages: ``Project.read(Project.settings())``."""

    settings = staticmethod(load_settings)
    published_settings = staticmethod(load_published_settings)
    usable_settings = staticmethod(settings_can_be_used)
    features = staticmethod(listed)
    attachments = staticmethod(attachments_of)
    reader = staticmethod(reader_of)
    read = staticmethod(read_site)
    read_with = staticmethod(read_with)
    open = staticmethod(open_site)
    build_published = staticmethod(build_published)
