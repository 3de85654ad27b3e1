"""Tasks: new-author."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.reading_tasks import load_settings, read_site
from placette.desks.review import ADVISER, render_report
from placette.desks.site_tasks import ROOT, _, ask, ask_until, write_text
from placette.desks.writing.answers import answers_of, kind_of_author
from placette.desks.writing.scaffolding import NewAuthor, author_source
from placette.engine.base.message import N_
from placette.engine.base.text import slugify
from placette.engine.library.build import Build
from placette.engine.problems.problems import blocks
from placette.engine.texts.fields import is_slug
from placette.features.authors.checking import same_to_the_eye
from placette.features.authors.fields import find_kind
from placette.features.authors.kind import PROFILE
from placette.features.authors.profile import SPEAKS_FOR_OTHERS, AuthorKind
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
