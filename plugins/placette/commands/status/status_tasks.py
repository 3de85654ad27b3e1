"""Tasks: status, links."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

from placette.commands.reading_tasks import load_published_settings, read_site, settings_can_be_used
from placette.commands.reading_tasks import load_settings as load_site_settings
from placette.commands.review import ADVISER
from placette.commands.site_tasks import ROOT, WORDS, _, put_out, write_text
from placette.commands.status.asking import CutOffError, Manner, Pace, ask_all, servers_of
from placette.commands.status.git_history import read_history
from placette.commands.status.links import (
    Answer,
    Link,
    LinkOutcome,
    count_links,
    dead_of,
    due,
    known_links,
    link_sections,
    links_of,
    read_answers,
    renewed,
    write_answers,
)
from placette.commands.status.site_status import SiteStatus
from placette.engine.base.processes import collect_again
from placette.engine.base.progress import progress_shown
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_, site_language
from placette.engine.content.build import Build
from placette.engine.findings.problems import printable
from placette.engine.findings.rows import FindingsReport
from placette.engine.rendering.features import lacking_of
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.printing import hidden_entries
from placette.features.decisions.counts import DecisionsSettings
from placette.features.letterbox import LetterboxSettings
from placette.features.questions.kinds import AskingSettings
from placette.features.status import StatusSettings
from placette.plugin import listed, offered, site_of

_PAGE = "status.html"
"""A file below ``CACHE_PATH``, which is not served."""
_ROWS = 10
"""The most rows of a section on a terminal; the page has them all."""


def _open_site() -> tuple[dict[str, Any], Build, tuple[Link, ...], dict[str, Answer]]:
    """Return the site's settings and texts, read as ``invoke check`` reads them, its links, and what is known of them.

    Ends the task if that fails.
    """
    settings = load_site_settings()
    build = read_site(settings, adviser=ADVISER)
    links = links_of(build, _address(), Path(settings["PATH"]))
    return settings, build, links, read_answers(Path(settings["CACHE_PATH"]))


def _address() -> str:
    return str(load_published_settings()["SITEURL"]).rstrip("/")


@task(
    optional=["json"],
    help={
        "page": N_("Make a page for the editors, beside the site and never in it, and say where it is."),
        "json": N_("As JSON: into this file, or on the screen if none is named."),
    },
)
def status(_context: Context, page: bool = False, json: str = "") -> None:
    """Show the state of the site: what is waiting or coming, what is wrong, dead links, where it has gone quiet."""
    settings, build, links, answers = _open_site()
    lang = site_language(ROOT)
    with settings_can_be_used():
        state = SiteStatus(
            build,
            read_history(Path(settings["PATH"]), build.now.tzinfo),
            known_links(links, answers),
            WORDS,
            lang,
            load_settings(StatusSettings, "STATUS", settings),
            load_settings(LetterboxSettings, "LETTERBOX", settings),
            load_settings(DecisionsSettings, "DECISIONS", settings),
            load_settings(AskingSettings, "ASKING", settings),
        )
        lacking = lacking_of(listed(settings), build, settings)
        hidden = hidden_entries(site_of(settings, build))
    more = [rows_of(build) for rows_of in offered(Ports.STATUS_ROWS, settings)]
    sections = tuple(state.sections(lacking=lacking, hidden=hidden, more=more))
    report = FindingsReport(str(settings["SITENAME"]), build.now, sections, WORDS, lang)
    file = Path(settings["CACHE_PATH"]) / _PAGE
    if json:
        put_out(report.as_json(), json)
    if page:
        write_text(file, report.as_page(_("State of the site")).decode())
        print(_("The editors’ page: {path}").format(path=file), file=sys.stderr if json else sys.stdout)
    if not (json or page):
        print(report.as_text(most=_ROWS))


TOKEN = "placette-links"  # noqa: S105 - a name
"""Our name in a server's robots.txt."""
_NAMED = 5
"""Servers that are named where none can be reached."""
_OFFLINE = N_(
    "No connection to the internet, it seems: none of the servers asked could be reached ({servers}). A proxy is not"
    " used. Nothing was changed."
)


@task(help={"again": N_("Check them all, even those that answered in the last few days.")})
def links(_context: Context, again: bool = False) -> None:
    """Check whether the pages of other sites that texts link to still exist (needs the network); blocks nothing."""
    collect_again()  # this may go on for hours
    settings, build, outside, before = _open_site()
    with settings_can_be_used():
        days = 0 if again else load_settings(StatusSettings, "STATUS", settings).link_days
    today = build.now.date()
    addresses = due(outside, before, today, days)
    sentence = _("Checking {count} addresses on {servers} servers, without haste …")
    print(sentence.format(count=len(addresses), servers=len(servers_of(addresses))), flush=True)
    outcomes = _outcomes(addresses, Manner(f"{TOKEN} (+{_address()}/)"), dead_of(before))
    answers = renewed(outside, before, outcomes, today)
    write_answers(Path(settings["CACHE_PATH"]), answers)
    known = known_links(outside, answers)
    lang = site_language(ROOT)
    report = FindingsReport(str(settings["SITENAME"]), build.now, tuple(link_sections(known, WORDS, lang)), WORDS, lang)
    print("\n\n".join((*report.blocks(), count_links(known, len(outcomes), WORDS))))


def _outcomes(wanted: list[str], manner: Manner, dead: frozenset[str]) -> dict[str, LinkOutcome]:
    """Return the outcomes of the addresses; ends the task, with nothing noted, where there seems to be no network."""
    try:
        with progress_shown(WORDS):
            return ask_all(wanted, manner, Pace(), TOKEN, dead)
    except CutOffError as error:
        some = ", ".join(error.args[:_NAMED]) + (", …" if len(error.args) > _NAMED else "")
        raise Exit(printable(_(_OFFLINE).format(servers=some)), 2) from error
