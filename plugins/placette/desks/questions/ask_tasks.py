"""Task: ask."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.tasks import task

from placette.desks.questions.scaffolding import NewQuestion, question_path, question_source
from placette.desks.questions.text_tasks import (
    UNLISTED,
    day_of,
    further_asked,
    keep_from_betraying,
    receipt_of,
    refuse,
    speaking,
    text_of,
    written,
)
from placette.desks.reading_tasks import load_settings, read_site
from placette.desks.site_tasks import ROOT, ask_until
from placette.desks.site_tasks import ask as ask_for
from placette.desks.writing import Why, answers_of
from placette.engine.base.message import N_
from placette.engine.base.settings import load_settings as load_options
from placette.engine.base.text import fold
from placette.engine.library.build import Build
from placette.features.questions import QUESTION, AskingSettings, PublishingConsent, consent_named
from placette.plugin import reader_of


@task(
    help={
        "title": N_("The question in a line."),
        "to": N_("Who is asked: the key of a service or of an elected official."),
        "text": N_("The file that holds the question whole; left out: it is typed."),
        "consent": N_("How whoever asked agreed to be published: form, mail, paper or spoken."),
        "day": N_("The day on which it was asked (2026-05-01); today if left out."),
        "author": N_("Who asks, only if they wish to be named: a key."),
        "receipt": N_("The number of the letter it came with."),
        "category": N_("One of the site's categories."),
        "commune": N_("Insee code or name of the commune."),
        "further": N_("Ask further: the name of the question's folder."),
    }
)
def ask(
    _context: Context,
    title: str = "",
    to: str = "",
    text: str = "",
    consent: str = "",
    day: str = "",
    author: str = "",
    receipt: str = "",
    category: str = "",
    commune: str = "",
    further: str = "",
) -> None:
    """Take in a question, or what is asked further; not with a number, an address or a name that is known here."""
    settings = load_settings()
    build, content = read_site(settings), Path(settings["PATH"])
    known = answers_of(reader_of(settings).options(settings), build)
    if further:
        target = _further(further, build, content, settings)
    else:
        unable = speaking(build)
        title = title or ask_for(N_("The question in a line"))
        target = _target(title, content)
        to = ask_until(N_("Asked to (key of a service or an elected official)"), to, unable)
        if not to:
            refuse(N_("Who is asked? Example: --to service-eau"))
    question = NewQuestion(
        title="" if further else title,
        asked=day_of(day),
        to=to,
        consent=_consent(ask_until(N_("Agreement: form, mail, paper or spoken"), consent, _no_consent)),
        text=text_of(text),
        author=ask_until("", author, known.author) if author else "",
        receipt=receipt_of(receipt, build),
        category="" if further else ask_until(N_("Category"), category, known.category),
        commune="" if further or not commune else ask_until("", commune, known.commune),
    )
    keep_from_betraying(f"{title}\n{question.text}", target.parent.name, build, (to, author), settings)
    written(target, question_source(question, french=settings["DEFAULT_LANG"].startswith("fr")), content, settings)


def _target(title: str, content: Path) -> Path:
    try:
        target = content / question_path(title)
    except ValueError:
        refuse(N_('A question needs a title with letters. Example: invoke ask --title "Why is the water cloudy?"'))
    if target.parent.exists():
        refuse(N_("{path} exists already. Choose another title."), path=os.path.relpath(target.parent, ROOT))
    return target


def _further(slug: str, build: Build, content: Path, settings: dict[str, Any]) -> Path:
    """The file of the next follow-up; ends the task where nothing more may be asked."""
    question = next((one for one in (*build.of(QUESTION), *build.drafts(QUESTION)) if one.slug == slug), None)
    if question is None:
        refuse(N_("There is no question “{value}” in content/questions/."), value=slug)
    if question.closed and question.closed.date() <= date.today():
        refuse(N_("The question was closed on {day}: open a new one."), day=f"{question.closed:%Y-%m-%d}")
    number = further_asked(slug, content) + 1
    limit = load_options(AskingSettings, "ASKING", settings).follow_ups
    if number > limit:
        refuse(N_("No more is asked further here than {limit}: open a new question."), limit=limit)
    return content / "questions" / slug / f"follow-up-{number}.md"


def _no_consent(given: str) -> Why | None:
    return None if consent_named(fold(given)) else (UNLISTED, {"value": given, "choices": ", ".join(PublishingConsent)})


def _consent(given: str) -> PublishingConsent:
    found = consent_named(fold(given))
    return found or refuse(N_("Without agreement nothing is published. Example: --consent mail"))
