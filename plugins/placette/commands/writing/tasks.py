"""Task: new."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.commands.reading_tasks import load_settings, read_site
from placette.commands.review import ADVISER, render_report
from placette.commands.site_tasks import ROOT, _, ask, ask_until, write_text
from placette.commands.writing import (
    NewAuthor,
    NewPost,
    answers_of,
    author_source,
    kind_of_author,
    post_path,
    post_source,
)
from placette.commands.writing.scan_tasks import SheetAnswers, begin_from_scan
from placette.engine.base.text import slugify
from placette.engine.base.translation import N_
from placette.engine.library import records
from placette.engine.library.build import Build
from placette.engine.problems.problems import blocks
from placette.engine.texts.fields import is_slug
from placette.features.authors.profile import PROFILE, SPEAKS_FOR_OTHERS, AuthorKind, find_kind, same_to_the_eye
from placette.plugin import reader_of


@task(
    help={
        "name": N_("The name, as the person wishes it; a first name or a pseudonym will do."),
        "kind": N_("habitant, association, service, élu, école, équipe or invité."),
        "office": N_("For an elected official, the office; for a service, the body it belongs to."),
        "commune": N_("Insee code or name of the commune."),
        "description": N_("One line."),
        "account": N_("The person's account on the forge, so that nobody else proposes in their name."),
        "key": N_("The name of the file and the end of the address; need not be the name."),
    }
)
def new_author(
    _context: Context,
    name: str = "",
    kind: str = "",
    office: str = "",
    commune: str = "",
    description: str = "",
    account: str = "",
    key: str = "",
) -> None:
    """Begin a profile: asks a few questions, writes the file, tells what is still missing."""
    settings = load_settings()
    name = name or ask(N_("Name, as the person wishes it"))
    content = Path(settings["PATH"])
    chosen = key or slugify(name)
    build = read_site(settings)
    _refuse_taken(name, chosen, build, content)
    question = _(N_("Kind"))
    kind = ask_until(f"{question} ({', '.join(AuthorKind)})", kind, kind_of_author) or AuthorKind.RESIDENT
    known = answers_of(reader_of(settings).options(settings), build)
    author = NewAuthor(
        name=name,
        kind=kind,
        office=office or (ask(N_("Office, or body of the service")) if find_kind(kind) in SPEAKS_FOR_OTHERS else ""),
        commune=ask_until(N_("Commune"), commune, known.commune),
        description=description or ask(N_("One line about them")),
        account=account or ask(N_("Account on the forge")),
    )
    target = content / "authors" / f"{chosen}.md"
    write_text(target, author_source(author, french=settings["DEFAULT_LANG"].startswith("fr")))
    print(_("Written: {path}").format(path=os.path.relpath(target, ROOT)))
    print(_(N_("You may write a few words about you below the second line ---.")))
    _print_what_is_missing(f"authors/{chosen}.md", read_site(settings, adviser=ADVISER))


def _refuse_taken(name: str, key: str, build: Build, content: Path) -> None:
    """End the task when the name or the key can't be used."""
    if not is_slug(key):
        advice = N_("A key has small letters without accents, digits, hyphens. Example: invoke new-author --key lea-m")
        raise Exit(_(advice), 2)
    if (content / "authors" / f"{key}.md").exists():
        raise Exit(_("The key “{key}” is taken. Choose another one with --key.").format(key=key), 2)
    everybody = (*build.of(PROFILE), *build.silent(PROFILE))
    alike = [profile for profile in everybody if same_to_the_eye(profile.name, name)]
    if alike:
        raise Exit(_("“{name}” reads the same as “{other}”.").format(name=name, other=alike[0].name), 2)


def _print_what_is_missing(path: str, build: Build) -> None:
    problems = [found for found in build.problems if found.path == path]
    if problems:
        print(render_report(problems, "plain", _, "content/"), file=sys.stdout)
    if blocks(problems):
        raise Exit(_("The profile is written; it needs fixing before it can be published."), 1)


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
    write_text(target, post_source(post, _(records.POST), french=settings["DEFAULT_LANG"].startswith("fr")))
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
