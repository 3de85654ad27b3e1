"""Task: doctor."""

from __future__ import annotations

from collections.abc import Iterable
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
from placette.engine.base.translation import HERE, N_, Severity, site_language, site_words
from placette.engine.findings.problems import DEADLINES, ONLINE, Problem, subject_of
from placette.engine.findings.reports import seriousness, terminal_form
from placette.engine.findings.rows import FindingSection, FindingsReport, Row
from placette.plugin import listed, site_of

_NUMBERS = N_("To fix: {blocks}. To complete: {missing}. Advice: {advice}. Fine: {fine}.")


def sections_of(problems: Iterable[Problem], words: NullTranslations, lang: str) -> tuple[FindingSection, ...]:
    """Return a site's findings by subject: legal deadlines, then that with the worst first; in each the worst first."""
    by_subject: dict[str, list[Problem]] = {}
    for problem in sorted(problems, key=lambda finding: (subject_of(finding) != DEADLINES, seriousness(finding))):
        by_subject.setdefault(subject_of(problem), []).append(problem)
    rows = {
        subject: [Row.of(finding, words.gettext, lang) for finding in group] for subject, group in by_subject.items()
    }
    return tuple(FindingSection(subject, words.gettext(subject), group) for subject, group in rows.items())


@task(
    optional=["json"],
    help={
        "online": N_("Look at the published address too: certificate, headers, error pages (needs the network)."),
        "json": N_("As JSON: into this file, or on the screen if none is named."),
    },
)
def doctor(_context: Context, online: bool = False, json: str = "") -> None:
    """Show on one page what the site lacks or has wrong: legal duties, contact, backups, software, texts."""
    settings: dict[str, Any] = load_published_settings()
    build = read_site(settings)
    examined_site = ExaminedSite(ROOT, settings, load_settings(), build, cache(partial(site_of, settings, build)))
    features = listed(settings)
    findings = examine(examined_site, {**CHECKS, **checks_of(features), **({ONLINE: examine_online} if online else {})})
    lang = site_language(ROOT)
    folders = (feature.words for feature in features if feature.words and (feature.words / f"{lang}.po").is_file())
    words = site_words(ROOT, (HERE, *folders))
    report = FindingsReport(str(settings["SITENAME"]), build.now, sections_of(findings, words, lang), words, lang)
    if json:
        put_out(report.as_json(), json)
    else:
        print(f"{report.as_text(terminal_form())}\n\n{words.gettext(_NUMBERS).format(**report.count())}")
    if report.count()[Severity.BLOCKING]:
        raise Exit("", 1)
