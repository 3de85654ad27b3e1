"""Task: status."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from invoke import Context, task
from invoke.exceptions import Exit

from placette.commands import status as remembered
from placette.commands.site_tasks import ROOT, WORDS, _, what_failed, write_text
from placette.commands.status.links.memory import known_links, read_answers
from placette.commands.status.links.outcomes import Link
from placette.commands.status.reports import render_page, render_status, render_text
from placette.commands.status.site_status import StatusSettings, public_address, read_history, read_site, status_of
from placette.engine.base.files import write_atomic
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_, SettingError, site_language
from placette.engine.library.build import Build
from placette.engine.pages.features import lacking_of
from placette.engine.problems.problems import Problem
from placette.features.decisions import DecisionsSettings
from placette.features.letterbox import LetterboxSettings
from placette.features.questions import AskingSettings
from placette.plugin import listed, load_site

_PAGE = "status.html"
"""Below ``CACHE_PATH``, which nobody serves."""


@dataclass(frozen=True, slots=True)
class OpenedSite:
    """A site that was read: its name, its public address, folders, texts, thresholds, what it lacks and promises."""

    name: str
    address: str
    content: Path
    cache: Path
    build: Build
    rules: StatusSettings
    lacking: tuple[Problem, ...]
    letterbox: LetterboxSettings
    register: DecisionsSettings
    asking: AskingSettings


@task(
    optional=["json"],
    help={
        "page": N_("Make a page for the editors, beside the site and never in it, and say where it is."),
        "json": N_("As JSON: into this file, or on the screen if none is named."),
    },
)
def status(_context: Context, page: bool = False, json: str = "") -> None:
    """Show how the site stands: what waits, what comes, what is wrong, which links died, where it has gone quiet."""
    site = open_site()
    known = known_links(links_of(site), read_answers(site.cache))
    history = read_history(site.content, site.build.now.tzinfo)
    found = status_of(site.build, history, known, site.rules, site.lacking, site.letterbox, site.register, site.asking)
    if json:
        show(render_status(found, WORDS), json)
    if page:
        write_text(site.cache / _PAGE, render_page(found, WORDS, site_language(ROOT), site.name).decode())
        print(_("The editors’ page: {path}").format(path=site.cache / _PAGE), file=sys.stderr if json else sys.stdout)
    if not (json or page):
        print(render_text(found, WORDS, site_language(ROOT), site.name))


def open_site() -> OpenedSite:
    """The site of this folder, read as ``invoke check`` reads it; ends the task if that fails."""
    try:
        settings = load_site(ROOT / "pelicanconf.py")
        rules = load_settings(StatusSettings, "STATUS", settings)
        letterbox = load_settings(LetterboxSettings, "LETTERBOX", settings)
        register = load_settings(DecisionsSettings, "DECISIONS", settings)
        asking = load_settings(AskingSettings, "ASKING", settings)
        address = public_address(ROOT, settings)
        places = Path(settings["PATH"]), Path(settings["CACHE_PATH"])
        build = read_site(settings)
        lacking = lacking_of(listed(settings), build, settings)
        return OpenedSite(
            str(settings["SITENAME"]), address, *places, build, rules, lacking, letterbox, register, asking
        )
    except SettingError as error:
        raise Exit(_("A setting cannot be used: {what}").format(what=error), 2) from error
    except OSError as error:
        raise Exit(_("The check could not run: {what}").format(what=what_failed(error)), 2) from error


def links_of(site: OpenedSite) -> tuple[Link, ...]:
    """The outside links of the site, with files and lines."""
    return remembered.links_of(site.build, site.address, site.content)


def show(text: str, target: str | bool) -> None:
    """Write a report into a file, or print it if no file is named (or if it is ``-``)."""
    if target in {True, "-"}:
        print(text)
    else:
        path = ROOT / str(target)
        try:
            write_atomic(path, f"{text}\n".encode())
        except OSError as error:
            raise Exit(
                _("{path} could not be written: {what}").format(path=target, what=what_failed(error, named=False)), 2
            ) from error
