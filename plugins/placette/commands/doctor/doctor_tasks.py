"""Task: doctor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache, partial
from gettext import NullTranslations
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

from placette.commands.doctor.checks import CHECKS
from placette.commands.doctor.installation import ExaminedSite, checks_of, examine
from placette.commands.doctor.online import examine_online
from placette.commands.reading_tasks import load_published_settings, load_settings, read_site
from placette.commands.site_tasks import ROOT, put_out
from placette.engine.base.dates import long_date
from placette.engine.base.translation import HERE, N_, Severity, site_language, site_words
from placette.engine.findings.problems import ONLINE, Problem, printable, subject_of
from placette.engine.findings.reports import as_record, render_subjects, terminal_form, to_json
from placette.plugin import listed, site_of

VERSION = 1
_LEVELS = {severity: severity.value for severity in Severity} | {Severity.BLOCKING: "wrong"}
"""The severities of findings, for programs."""
_NUMBERS = N_("To fix: {wrong}. To complete: {missing}. Advice: {advice}. Fine: {fine}.")


def render_page(
    found: Sequence[Problem], words: NullTranslations, lang: str, site: str, now: datetime, form: str = "plain"
) -> str:
    """The findings by subject, the subject with the worst one first; the last line has the numbers."""
    numbers = words.gettext(_NUMBERS).format_map(_count(found))
    return "\n\n".join(
        (printable(f"{site}, {long_date(now, lang)}"), render_subjects(found, words, lang, form), numbers)
    )


def render_json(found: Sequence[Problem], words: NullTranslations, lang: str, now: datetime) -> str:
    """Return the same for a program."""
    findings = [
        {
            **as_record(one, words.gettext, lang=lang),
            "subject": words.gettext(subject_of(one)),
            "level": _LEVELS[one.severity],
        }
        for one in found
    ]
    return to_json({"version": VERSION, "now": now.isoformat(), "count": _count(found), "findings": findings})


def _count(found: Sequence[Problem]) -> dict[str, int]:
    count = Counter(one.severity for one in found)
    return {level: count[severity] for severity, level in _LEVELS.items()}


@task(
    optional=["json"],
    help={
        "online": N_("Look at the published address too: certificate, headers, error pages (needs the network)."),
        "json": N_("As JSON: into this file, or on the screen if none is named."),
    },
)
def doctor(_context: Context, online: bool = False, json: str = "") -> None:
    """Show on one page what the site lacks or has wrong: legal duties, contact, backups, software, texts, feeds."""
    settings: dict[str, Any] = load_published_settings()
    build = read_site(settings)
    examined_site = ExaminedSite(ROOT, settings, load_settings(), build, cache(partial(site_of, settings, build)))
    features = listed(settings)
    found = examine(examined_site, {**CHECKS, **checks_of(features), **({ONLINE: examine_online} if online else {})})
    lang = site_language(ROOT)
    own = (one.words for one in features if one.words and (one.words / f"{lang}.po").is_file())
    words = site_words(ROOT, (HERE, *own))
    if json:
        put_out(render_json(found, words, lang, build.now), json)
    else:
        print(render_page(found, words, lang, str(settings["SITENAME"]), build.now, terminal_form()))
    if any(one.severity is Severity.BLOCKING for one in found):
        raise Exit("", 1)
