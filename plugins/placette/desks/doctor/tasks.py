"""Task: doctor."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

from placette.desks.doctor.checking import Check, checks_of, examine
from placette.desks.doctor.checks import CHECKS
from placette.desks.doctor.online import examine_online
from placette.desks.doctor.patient import Patient
from placette.desks.doctor.report import render_json, render_page
from placette.desks.reading_tasks import load_published_settings, load_settings, read_site
from placette.desks.site_tasks import ROOT, write_text
from placette.engine.base.catalogue import HERE
from placette.engine.base.message import N_
from placette.engine.base.words import site_language, site_words
from placette.engine.problems.findings import ONLINE, Level
from placette.plugin import desk_of, listed

_ONLINE = Check(ONLINE, examine_online)


@task(
    optional=["json"],
    help={
        "online": N_("Look at the published address too: certificate, headers, error pages (needs the network)."),
        "json": N_("As JSON: into this file, or on the screen if none is named."),
    },
)
def doctor(_context: Context, online: bool = False, json: str = "") -> None:
    """Show on one page what the site lacks or has wrong: legal duties, contact, backups, software, texts, feeds."""
    patient = _admit()
    features = listed(patient.settings)
    found = examine(patient, (*CHECKS, *checks_of(features), *((_ONLINE,) if online else ())))
    lang, now = site_language(ROOT), patient.build.now
    own = (one.words for one in features if one.words and (one.words / f"{lang}.po").is_file())
    words = site_words(ROOT, (HERE, *own))
    if json:
        _show(render_json(found, words, lang, now), json)
    else:
        print(render_page(found, words, lang, str(patient.settings["SITENAME"]), now))
    if any(one.level is Level.WRONG for one in found):
        raise Exit("", 1)


def _admit() -> Patient:
    """The site of this folder; ends the task (2) where its settings or its texts can't be read."""
    settings: dict[str, Any] = load_published_settings()
    build = read_site(settings)
    return Patient(ROOT, settings, load_settings(), build, cache(partial(desk_of, settings, build)))


def _show(text: str, target: str | bool) -> None:
    """Write a report into a file, or print it if no file is named (or if it is ``-``)."""
    if target in {True, "-"}:
        print(text)
    else:
        write_text(ROOT / str(target), f"{text}\n")
