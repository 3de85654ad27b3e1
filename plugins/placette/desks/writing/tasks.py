"""Task: new."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.site_tasks import ROOT, _, ask, load_settings
from placette.desks.writing.scaffolding import NewPost, post_path, post_source
from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_


@task(
    help={
        "title": N_("The title of the post."),
        "author": N_("The key of its author (file name in content/authors/)."),
        "category": N_("One of the site's categories."),
        "commune": N_("Insee code or name of the commune."),
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
    post = NewPost(
        title=title or ask(N_("Title")),
        day=_day(day),
        author=author or ask(N_("Author (key)")),
        category=category or ask(N_("Category")),
        commune=commune or ask(N_("Commune")),
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
    write_atomic(target, post_source(post, _("Write here. Photos go into the same folder.")).encode())
    print(_("Written: {path}\nIt is a draft: set status: published when it is ready.").format(path=shown))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written) if written else date.today()
    except ValueError as error:
        raise Exit(_("“{value}” is not a day. Write it as 2026-05-01.").format(value=written), 2) from error
