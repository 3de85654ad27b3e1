"""Tasks: status, links."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

from placette.commands.reading_tasks import load_published_settings, read_site, settings_can_be_used
from placette.commands.reading_tasks import load_settings as load_site_settings
from placette.commands.review import ADVISER
from placette.commands.site_tasks import ROOT, WORDS, _, put_out, write_text
from placette.commands.status import StatusSettings
from placette.commands.status.asking import CutOffError, Manner, Pace, ask_all, is_cut_off, servers_of
from placette.commands.status.links import (
    Link,
    LinkOutcome,
    dead_of,
    due,
    known_links,
    links_of,
    read_answers,
    renewed,
    write_answers,
)
from placette.commands.status.reports import (
    links_json,
    render_count,
    render_links,
    render_page,
    render_status,
    render_text,
)
from placette.commands.status.site_status import read_history, status_of
from placette.engine.base.processes import collect_again
from placette.engine.base.progress import progress_shown
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_, site_language
from placette.engine.content.build import Build
from placette.engine.findings.problems import printable
from placette.engine.rendering.features import SIGHTINGS, lacking_of
from placette.engine.rendering.printing import hidden_entries
from placette.features.decisions import DecisionsSettings
from placette.features.letterbox import REMINDERS, LetterboxSettings
from placette.features.questions import AskingSettings
from placette.plugin import listed, offered, site_of

_PAGE = "status.html"
"""A file below ``CACHE_PATH``, which is not served."""


@dataclass(frozen=True, slots=True)
class OpenedSite:
    """A site that was read: its settings, its public address, its thresholds, its texts."""

    settings: dict[str, Any]
    address: str
    rules: StatusSettings
    build: Build

    @property
    def content(self) -> Path:
        """The folder of its texts."""
        return Path(self.settings["PATH"])

    @property
    def cache(self) -> Path:
        """The folder of stored answers."""
        return Path(self.settings["CACHE_PATH"])

    @property
    def links(self) -> tuple[Link, ...]:
        """The outside links of the site, with files and lines."""
        return links_of(self.build, self.address, self.content)


def open_site() -> OpenedSite:
    """The site of this folder, read as ``invoke check`` reads it; ends the task if that fails."""
    settings = load_site_settings()
    address = str(load_published_settings()["SITEURL"]).rstrip("/")
    with settings_can_be_used():
        rules = load_settings(StatusSettings, "STATUS", settings)
    return OpenedSite(settings, address, rules, read_site(settings, adviser=ADVISER))


@task(
    optional=["json"],
    help={
        "page": N_("Make a page for the editors, beside the site and never in it, and say where it is."),
        "json": N_("As JSON: into this file, or on the screen if none is named."),
    },
)
def status(_context: Context, page: bool = False, json: str = "") -> None:
    """Show the state of the site: what is waiting or coming, what is wrong, dead links, where it has gone quiet."""
    site = open_site()
    settings, lang, name = site.settings, site_language(ROOT), str(site.settings["SITENAME"])
    known = known_links(site.links, read_answers(site.cache))
    history = read_history(site.content, site.build.now.tzinfo)
    with settings_can_be_used():
        letterbox = load_settings(LetterboxSettings, "LETTERBOX", settings)
        register = load_settings(DecisionsSettings, "DECISIONS", settings)
        asking = load_settings(AskingSettings, "ASKING", settings)
        lacking = lacking_of(listed(settings), site.build, settings)
        hidden = hidden_entries(site_of(settings, site.build))
    reminders = tuple(filter(None, (remind(site.build.now.date()) for remind in offered(REMINDERS, settings))))
    found = status_of(site.build, history, known, site.rules, lacking, letterbox, register, asking, reminders)
    watch = tuple(one for look in offered(SIGHTINGS, settings) for one in look(site.build))
    found = replace(found, hidden=hidden, watch=watch)
    if json:
        put_out(render_status(found, WORDS), json)
    if page:
        write_text(site.cache / _PAGE, render_page(found, WORDS, lang, name).decode())
        print(_("The editors’ page: {path}").format(path=site.cache / _PAGE), file=sys.stderr if json else sys.stdout)
    if not (json or page):
        print(render_text(found, WORDS, lang, name))


TOKEN = "placette-links"  # noqa: S105 - a name
"""Our name in a server's robots.txt."""
_NAMED = 5
"""Servers that are named where none can be reached."""
_OFFLINE = N_(
    "No connection to the internet, it seems: none of the servers asked could be reached ({servers}). A proxy is not"
    " used. Nothing was changed."
)


@task(
    optional=["json"],
    help={
        "again": N_("Check them all, even those that answered in the last few days."),
        "json": N_("As JSON: into this file, or on the screen if none is named."),
    },
)
def links(_context: Context, again: bool = False, json: str = "") -> None:
    """Check whether the pages of other sites that texts link to still exist (needs the network); blocks nothing."""
    collect_again()  # this may go on for hours
    site = open_site()
    found, today = site.links, site.build.now.date()
    before = read_answers(site.cache)
    wanted = due(found, before, today, 0 if again else site.rules.link_days)
    if not json:
        begun = _("Checking {count} addresses on {servers} servers, without haste …")
        print(begun.format(count=len(wanted), servers=len(servers_of(wanted))), flush=True)
    outcomes = _outcomes(wanted, Manner(f"{TOKEN} (+{site.address}/)"), dead_of(before))
    answers = renewed(found, before, outcomes, today)
    write_answers(site.cache, answers)
    known = known_links(found, answers)
    if json:
        put_out(links_json(known, len(outcomes)), json)
        return
    report = render_links(known, WORDS, site_language(ROOT))
    print("\n\n".join(filter(None, (report, render_count(known, len(outcomes), WORDS)))))


def _outcomes(wanted: list[str], manner: Manner, dead: frozenset[str]) -> dict[str, LinkOutcome]:
    """Return the outcomes of the addresses; ends the task, with nothing noted, where there seems to be no network."""
    try:
        with progress_shown(WORDS):
            outcomes = ask_all(wanted, manner, Pace(), TOKEN, dead)
        if is_cut_off(outcomes, dead):
            raise CutOffError(sorted(servers_of(outcomes)))
    except CutOffError as error:
        some = ", ".join(error.servers[:_NAMED]) + (", …" if len(error.servers) > _NAMED else "")
        raise Exit(printable(_(_OFFLINE).format(servers=some)), 2) from error
    return outcomes
