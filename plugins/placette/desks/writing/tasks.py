"""Task: new."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.site_tasks import ROOT, _, ask, ask_until, load_settings, read_site, write_text
from placette.desks.writing.answers import answers_of
from placette.desks.writing.scaffolding import NewPost, post_path, post_source
from placette.engine.base.message import N_
from placette.engine.library import scaffolds
from placette.plugin import reader_of

_LISTED = 15
"""The most choices that a question lists."""


@task(
    help={
        "title": N_("The title of the post."),
        "author": N_("The key of its author (file name in content/authors/)."),
        "category": N_("One of the site's categories."),
        "commune": N_("INSEE code or name of the commune."),
        "summary": N_("One or two sentences."),
        "day": N_("Day of publication (2026-05-01); today if left out."),
    }
)
def new(
    _context: Context,
    title: str = "",
    author: str = "",
    category: str = "",
    commune: str = "",
    summary: str = "",
    day: str = "",
) -> None:
    """Begin a post: asks a few questions, makes the folder and the file."""
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
