"""Where the agenda's pages and calendar files lie."""

from __future__ import annotations

from placette.engine.pages.addresses import FileAddress, PageAddress

AGENDA = PageAddress("AGENDA")
AGENDA_MONTH = PageAddress("AGENDA_MONTH", passing=True)
AGENDA_WEEKEND = PageAddress("AGENDA_WEEKEND", passing=True)
AGENDA_COMMUNE = PageAddress("AGENDA_COMMUNE", passing=True)
AGENDA_CATEGORY = PageAddress("AGENDA_CATEGORY", passing=True)
EVENT_PAGE = PageAddress("EVENT")
AGENDA_CALENDAR = FileAddress("AGENDA_FEED_ICS")
COMMUNE_CALENDAR = FileAddress("COMMUNE_FEED_ICS", passing=True)
CATEGORY_CALENDAR = FileAddress("CATEGORY_FEED_ICS", passing=True)
