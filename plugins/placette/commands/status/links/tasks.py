"""Task: links."""

from __future__ import annotations

from invoke import Context, task
from invoke.exceptions import Exit

from placette.commands.site_tasks import ROOT, WORDS, _
from placette.commands.status.links.asking import CutOffError, Manner, Pace, ask_all, is_cut_off, servers_of
from placette.commands.status.links.memory import (
    dead_of,
    due,
    known_links,
    read_answers,
    render_count,
    render_json,
    render_links,
    renewed,
    write_answers,
)
from placette.commands.status.links.outcomes import LinkOutcome
from placette.commands.status.tasks import links_of, open_site, show
from placette.engine.base.processes import collect_again
from placette.engine.base.progress import progress_shown
from placette.engine.base.translation import N_, site_language
from placette.engine.problems.problems import printable

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
    found, today = links_of(site), site.build.now.date()
    before = read_answers(site.cache)
    wanted = due(found, before, today, 0 if again else site.rules.link_days)
    if not json:
        print(_asking(wanted), flush=True)
    outcomes = _outcomes(wanted, Manner(f"{TOKEN} (+{site.address}/)"), dead_of(before))
    answers = renewed(found, before, outcomes, today)
    write_answers(site.cache, answers)
    known = known_links(found, answers)
    if json:
        show(render_json(known, len(outcomes)), json)
        return
    report = render_links(known, WORDS, site_language(ROOT))
    print("\n\n".join(filter(None, (report, render_count(known, len(outcomes), WORDS)))))


def _outcomes(wanted: list[str], manner: Manner, dead: frozenset[str]) -> dict[str, LinkOutcome]:
    """What became of the addresses; ends the task, with nothing noted, where there seems to be no network."""
    try:
        with progress_shown(WORDS):
            outcomes = ask_all(wanted, manner, Pace(), TOKEN, dead)
        if is_cut_off(outcomes, dead):
            raise CutOffError(sorted(servers_of(outcomes)))
    except CutOffError as error:
        some = ", ".join(error.servers[:_NAMED]) + (", …" if len(error.servers) > _NAMED else "")
        raise Exit(printable(_(_OFFLINE).format(servers=some)), 2) from error
    return outcomes


def _asking(wanted: list[str]) -> str:
    return _("Checking {count} addresses on {servers} servers, without haste …").format(
        count=len(wanted), servers=len(servers_of(wanted))
    )
