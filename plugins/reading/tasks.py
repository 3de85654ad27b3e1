"""Tasks: check, new."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from invoke import Context, task
from invoke.exceptions import Exit

from plugins.core.build import Build
from plugins.core.messages import N_
from plugins.core.problems import Problem, blocks
from plugins.core.reports import render_plain
from plugins.core.settings import SettingError
from plugins.core.words import site_root, site_words
from plugins.reading.folder import options_from, read_folder
from plugins.reading.plugin import site_settings
from plugins.reading.scaffolding import NewPost, post_path, post_source

ROOT = site_root()
WORDS = site_words(ROOT)
_ = WORDS.gettext


@task(positional=["path"], iterable=["path"], help={"path": N_("Only tell of problems in this file or folder.")})
def check(_context: Context, path: list[str]) -> None:
    """Look at every text and photo, and tell what to mend."""
    content, build = _read()
    problems = _below(build.problems, path, content)
    if problems:
        print(render_plain(problems, _) + "\n")
    if blocks(problems):
        raise Exit(_("Some texts need mending before they can be published."), 1)
    print(_("All is well: {count} texts read.").format(count=build.texts))


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
    post = NewPost(
        title=title or _ask(N_("Title")),
        day=_day(day),
        author=author or _ask(N_("Author (key)")),
        category=category or _ask(N_("Category")),
        commune=commune or _ask(N_("Commune")),
        summary=summary or _ask(N_("Summary")),
        licence=_settings()["READING_LICENCE"],
    )
    try:
        target = Path(_settings()["PATH"]) / post_path(post)
    except ValueError as error:
        raise Exit(_("A post needs a title with letters. Example: invoke new --title \"The wash-house\""), 2) from error
    if target.exists():
        raise Exit(_("{path} exists already. Choose another title.").format(path=target.relative_to(ROOT)), 2)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(post_source(post, _("Write here. Photos go into the same folder.")), encoding="utf-8")
    told = _("Written: {path}\nIt is a draft: set status: published when it is ready.")
    print(told.format(path=target.relative_to(ROOT)))


def _ask(question: str) -> str:
    """An answer from the keyboard; empty when nobody is there to answer."""
    return input(f"{_(question)} : ").strip() if sys.stdin.isatty() else ""


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written) if written else date.today()
    except ValueError as error:
        raise Exit(_("“{value}” is not a day. Write it as 2026-05-01.").format(value=written), 2) from error


def _settings() -> dict[str, str]:
    try:
        return site_settings(ROOT / "pelicanconf.py")
    except SettingError as error:
        raise Exit(_("A setting cannot be used: {what}").format(what=error), 2) from error


def _read() -> tuple[Path, Build]:
    settings = _settings()
    try:
        content = Path(settings["PATH"])
        return content, read_folder(content, replace(options_from(settings), review=True))
    except (SettingError, OSError) as error:
        raise Exit(_("The check could not run: {what}").format(what=error), 2) from error


def _below(problems: tuple[Problem, ...], paths: list[str], content: Path) -> list[Problem]:
    """The problems of the given files and folders; all of them when none is given."""
    if not paths:
        return list(problems)
    chosen = []
    for written in paths:
        wanted = Path(written).resolve()
        if not wanted.exists() or not wanted.is_relative_to(content.resolve()):
            raise Exit(_("{path} is not in the content folder.").format(path=written), 2)
        chosen.append(wanted)
    return [p for p in problems if any((content / p.path).resolve().is_relative_to(wanted) for wanted in chosen)]
