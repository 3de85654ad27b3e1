"""Task: new."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.reading_tasks import load_settings, read_site
from placette.desks.site_tasks import ROOT, _, ask, ask_until, write_text
from placette.desks.writing.answers import answers_of
from placette.desks.writing.scaffolding import NewPost, post_path, post_source
from placette.desks.writing.scan_tasks import SheetAnswers, begin_from_scan
from placette.engine.base.message import N_
from placette.engine.library import scaffolds
from placette.plugin import reader_of

_OF_SHEETS = ("name", "text", "photo", "alt", "credit", "licence", "people", "minors", "by")
_LISTED = 15
"""The most choices that a question lists."""


@task(
    iterable=["from_scan"],
    help={
        "title": N_("The title of the post."),
        "author": N_("The key of its author (file name in content/authors/)."),
        "category": N_("One of the site's categories."),
        "commune": N_("Insee code or name of the commune."),
        "summary": N_("One or two sentences."),
        "day": N_("Day of publication (2026-05-01); today if left out."),
        "from_scan": N_("The scan of a paper sheet, outside the site’s folder; once for each page."),
        "name": N_("From a sheet: the name that stands below the text, of somebody new here."),
        "text": N_("From a sheet: a file with its text, instead of the keyboard."),
        "photo": N_("From a sheet: its photo, wherever it is."),
        "alt": N_("From a sheet: what the photo shows."),
        "credit": N_("From a sheet: who took the photo."),
        "licence": N_("From a sheet: the licence that was ticked."),
        "people": N_("From a sheet: none or agreed, of those who can be recognised."),
        "minors": N_("From a sheet: none or authorised."),
        "by": N_("From a sheet: the key of whoever types it."),
    },
)
def new(
    _context: Context,
    from_scan: list[str],
    title: str = "",
    author: str = "",
    category: str = "",
    commune: str = "",
    summary: str = "",
    day: str = "",
    name: str = "",
    text: str = "",
    photo: str = "",
    alt: str = "",
    credit: str = "",
    licence: str = "",
    people: str = "",
    minors: str = "",
    by: str = "",
) -> None:
    """Begin a post: asks a few questions, makes the folder and the file."""
    sheet = SheetAnswers(
        title, author, name, commune, category, summary, text, photo, alt, credit, licence, people, minors, by
    )
    if from_scan:
        begin_from_scan(from_scan, _day(day), sheet)
        return
    if given := [f"--{field}" for field in _OF_SHEETS if getattr(sheet, field)]:
        raise Exit(_("{options}: only with --from-scan.").format(options=", ".join(given)), 2)
    settings = load_settings()
    known = answers_of(reader_of(settings).options(settings), read_site(settings))
    post = NewPost(
        title=title or ask(N_("Title")),
        day=_day(day),
        author=ask_until(_choices(N_("Author (key)"), known.people), author, known.author),
        category=ask_until(
            _choices(N_("Category"), (t.name for t in known.categories.values())), category, known.category
        ),
        commune=ask_until(N_("Commune"), commune, known.commune),
        summary=summary or ask(N_("Summary")),
        licence=settings["READING_LICENCE"],
    )
    _write_draft(post, settings)


def _write_draft(post: NewPost, settings: Mapping[str, Any]) -> None:
    try:
        target = Path(settings["PATH"]) / post_path(post)
    except ValueError as error:
        raise Exit(_('A post needs a title with letters. Example: invoke new --title "The wash-house"'), 2) from error
    shown = os.path.relpath(target, ROOT)
    if target.exists():
        raise Exit(_("{path} exists already. Choose another title.").format(path=shown), 2)
    write_text(target, post_source(post, _(scaffolds.POST), french=settings["DEFAULT_LANG"].startswith("fr")))
    print(_("Written: {path}\nIt is a draft: set status: published when it is ready.").format(path=shown))


def _choices(question: str, choices: Iterable[str]) -> str:
    """The question with what may be answered, unless that is too much."""
    listed = list(choices)
    return f"{_(question)} ({', '.join(listed)})" if len(listed) <= _LISTED else question


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written) if written else date.today()
    except ValueError as error:
        raise Exit(_("“{value}” is not a day. Write it as 2026-05-01.").format(value=written), 2) from error
