"""Task: doctor."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, partial
from gettext import NullTranslations
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

from placette.commands.doctor.checks import CHECKS
from placette.commands.doctor.installation import Check, Patient, checks_of, examine
from placette.commands.doctor.online import examine_online
from placette.commands.reading_tasks import load_published_settings, load_settings, read_site
from placette.commands.site_tasks import ROOT, write_text
from placette.engine.base.dates import long_date
from placette.engine.base.translation import HERE, N_, site_language, site_words
from placette.engine.problems.problems import LEVELS, ONLINE, Level, SiteFinding, explain_finding, printable
from placette.plugin import desk_of, listed

VERSION = 1
_WIDTH = 80
"""Columns of a terminal: hardly any is narrower."""
LABELS = {
    Level.WRONG: N_("to fix"),
    Level.MISSING: N_("to complete"),
    Level.ADVICE: N_("advice"),
    Level.FINE: N_("fine"),
}
"""How serious findings are, in words."""
_NUMBERS = N_("To fix: {wrong}. To complete: {missing}. Advice: {advice}. Fine: {fine}.")


def render_page(found: Sequence[SiteFinding], words: NullTranslations, lang: str, site: str, now: datetime) -> str:
    """The findings by subject, the subject with the worst one first; the last line has the numbers."""
    blocks = [f"{site}, {long_date(now, lang)}"]
    for subject in _subjects(found):
        own = sorted((one for one in found if one.diagnosis.subject == subject), key=_seriousness)
        blocks.append("\n".join([words.gettext(subject), *(line for one in own for line in _entry(one, words, lang))]))
    blocks.append(words.gettext(_NUMBERS).format_map(_count(found)))
    return "\n".join(printable(line) for line in "\n\n".join(blocks).split("\n"))


def render_json(found: Sequence[SiteFinding], words: NullTranslations, lang: str, now: datetime) -> str:
    """The same for a program."""
    listed = [_record(one, words, lang) for one in found]
    record = {"version": VERSION, "now": now.isoformat(), "count": _count(found), "findings": listed}
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode()  # file names needn't be UTF-8; these are JSON's escapes


def _seriousness(one: SiteFinding) -> int:
    return LEVELS.index(one.level)


def _subjects(found: Sequence[SiteFinding]) -> list[str]:
    """Each subject once: by its worst finding, then as they came."""
    worst: dict[str, int] = {}
    for one in found:
        worst[one.diagnosis.subject] = min(_seriousness(one), worst.get(one.diagnosis.subject, len(LEVELS)))
    return sorted(worst, key=lambda subject: worst[subject])


def _count(found: Sequence[SiteFinding]) -> dict[str, int]:
    count = Counter(one.level for one in found)
    return {level.value: count[level] for level in LEVELS}


def _entry(one: SiteFinding, words: NullTranslations, lang: str) -> Iterator[str]:
    """A finding: how serious it is, what is so, what to do."""
    room = max(len(words.gettext(label)) for label in LABELS.values()) + 2
    what, mend = explain_finding(one, words.gettext, lang)
    label = words.gettext(LABELS[one.level])
    yield _wrapped(what, f"  {label:{room}}", " " * (room + 2))
    if mend:
        yield _wrapped(mend, f"{' ' * (room + 2)}→ ", " " * (room + 4))


def _wrapped(line: str, first: str, margin: str) -> str:
    """Lines that fit the width, except where there is no space: a command must stay whole to be copied."""
    return textwrap.fill(
        printable(line),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _record(one: SiteFinding, words: NullTranslations, lang: str) -> dict[str, str]:
    what, mend = explain_finding(one, words.gettext, lang)
    known = {"code": one.diagnosis.code, "subject": words.gettext(one.diagnosis.subject), "level": one.level.value}
    return {**known, "message": what, "mend": mend}


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
