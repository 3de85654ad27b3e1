"""All that is looked at, in the order in which it is printed where nothing is worse."""

from __future__ import annotations

from placette.desks.doctor.address import examine_address
from placette.desks.doctor.backups import examine_backups
from placette.desks.doctor.built import examine_built
from placette.desks.doctor.checking import Check
from placette.desks.doctor.contact import examine_contact
from placette.desks.doctor.feeds import examine_feeds
from placette.desks.doctor.legal import examine_legal
from placette.desks.doctor.software import examine_software
from placette.desks.doctor.writings import examine_links, examine_texts
from placette.engine.problems.findings import (
    ADDRESS,
    BACKUPS,
    BUILT,
    CONTACT,
    FEEDS,
    LEGAL,
    LINKS,
    SOFTWARE,
    TEXTS,
)

CHECKS = (
    Check(ADDRESS, examine_address),
    Check(LEGAL, examine_legal),
    Check(CONTACT, examine_contact),
    Check(BACKUPS, examine_backups),
    Check(SOFTWARE, examine_software),
    Check(TEXTS, examine_texts),
    Check(LINKS, examine_links),
    Check(BUILT, examine_built),
    Check(FEEDS, examine_feeds),
)
