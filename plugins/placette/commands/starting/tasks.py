"""Task: new."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, TypeVar

from invoke import Context, task
from invoke.exceptions import Exit

from placette.commands.starting.answers import (
    LANGUAGES,
    AnswerError,
    Forge,
    Kind,
    Landscape,
    PublishTarget,
    landscape_of,
    read_choice,
    read_title,
    read_url,
)
from placette.commands.starting.places import find_place
from placette.commands.starting.planning import Wishes, begin_history, plan_recorded, refuse_taken, write_site
from placette.engine.base.startup import source_of_placette
from placette.engine.base.text import slugify
from placette.engine.base.translation import N_, load_catalogue, reason_of
from placette.engine.problems.problems import printable
from placette.features.territory.national import France, load_france

T = TypeVar("T")
KIND = N_("Who has the site? (village, intercommunalite, departement, region, association)")
PLACE = N_("Name or code of the place")
TITLE = N_("The site's name")
ADDRESS = N_("The address at which it will be read")
PUBLISH = N_("How it is published (gh-pages, ssh, folder, rclone)")
FORGE = N_("Where texts are proposed (github, gitlab, forgejo, none)")


@dataclass(frozen=True, slots=True)
class Interview:
    """Whoever answers: by options, or on a terminal, where a wrong answer is asked for again."""

    words: GNUTranslations
    listens: bool

    def ask(self, question: str, given: str, read: Callable[[str], T], default: str = "") -> T:
        """An answer that can be used. Ends the task (2) for a given one that can't, or for none."""
        if given or not self.listens:
            return self._read_given(question, given or default, read)
        while True:
            shown = f" [{default}]" if default else ""
            try:
                typed = input(f"{self.words.gettext(question)}{shown} : ").strip() or default
                return read(typed)
            except EOFError:
                raise Exit(self.words.gettext(N_("Nothing was written.")), 2) from None
            except AnswerError as error:
                print(self.say(error))

    def say(self, error: AnswerError) -> str:
        """Why an answer can't be used."""
        return printable(error.render(self.words.gettext))

    def _read_given(self, question: str, given: str, read: Callable[[str], T]) -> T:
        try:
            return read(given)
        except AnswerError as error:
            raise Exit(f"{self.words.gettext(question)} : {self.say(error)}", 2) from error


def reader_of(kind: type[Any]) -> Callable[[str], Any]:
    """Reads one of these choices."""
    return lambda typed: read_choice(typed, kind)


@task(
    help={
        "folder": N_("The new folder; by default named after the site."),
        "kind": N_("village, intercommunalite, departement, region or association."),
        "place": N_("Its name or code: Insee code, SIREN number, département, région; several between commas."),
        "title": N_("The site's name."),
        "url": N_("The address at which it will be read, such as https://blog.example.org."),
        "publish": N_("gh-pages, ssh, folder or rclone."),
        "forge": N_("github, gitlab, forgejo or none."),
        "lang": N_("The language of the site: fr or en."),
        "landscape": N_("Its colours and drawings: sea, plain, mountain or town; by default as the place is."),
    },
)
def new(
    _context: Context,
    folder: str = "",
    kind: str = "",
    place: str = "",
    title: str = "",
    url: str = "",
    publish: str = "",
    forge: str = "",
    lang: str = "fr",
    landscape: str = "",
) -> None:
    """Begin a site: asks six questions at most, writes a folder that checks and builds."""
    if lang not in LANGUAGES:
        raise Exit(f"--lang : {', '.join(LANGUAGES)}", 2)
    france, interview = load_france(), Interview(load_catalogue(lang), sys.stdin.isatty())
    if folder:
        _refuse_taken(Path(folder), interview)
    wishes = _wishes(interview, france, (kind, place, title, url, publish, forge, landscape), lang)
    target = Path(folder or slugify(wishes.title))
    _refuse_taken(target, interview)
    files, say = plan_recorded(wishes, france), interview.words.gettext
    try:
        write_site(target, files)
    except OSError as error:
        sentence = say(N_("A file cannot be read or written: {what}"))
        raise Exit(printable(sentence.format(what=reason_of(error, say))), 2) from error
    print(say(N_("{count} files written to {folder}.")).format(count=len(files), folder=target))
    if left := begin_history(target, say(N_("Begin the site"))):
        print(say(left))
    steps = first_steps(str(target), source_of_placette() or "placette", windows=os.name == "nt")
    print("\n  ".join((say(N_("To look at it:")), *steps)))


def first_steps(folder: str, package: str, *, windows: bool) -> tuple[str, ...]:
    """The commands that lead from a new site to its pages in the browser, as the manual's first chapter gives them."""
    python, activate = ("py", r".venv\Scripts\Activate.ps1") if windows else ("python3", ". .venv/bin/activate")
    installing = ("pip install -r requirements.txt", f"pip install {_quoted(package, windows=windows)}")
    entering = f"cd {_quoted(folder, windows=windows)}"
    return (entering, f"{python} -m venv .venv", activate, *installing, "invoke serve")


def _quoted(word: str, *, windows: bool) -> str:
    """A word as the shell takes it; Windows' is PowerShell."""
    quoted = shlex.quote(word)
    return "'{}'".format(word.replace("'", "''")) if windows and quoted != word else quoted


def _wishes(interview: Interview, france: France, given: tuple[str, ...], lang: str) -> Wishes:
    """The six answers."""
    kind, place, title, url, publish, forge, landscape = given
    chosen = interview.ask(KIND, kind, reader_of(Kind))
    found = interview.ask(PLACE, place, lambda typed: find_place(typed, chosen, france))
    return Wishes(
        kind=chosen,
        place=found,
        title=interview.ask(TITLE, title, read_title),
        url=interview.ask(ADDRESS, url, read_url, "https://site.example"),
        publish=interview.ask(PUBLISH, publish, reader_of(PublishTarget), PublishTarget.PAGES),
        forge=interview.ask(FORGE, forge, reader_of(Forge), Forge.NONE),
        lang=lang,
        landscape=interview.ask("--landscape", landscape or landscape_of(found.communes, france), reader_of(Landscape)),
    )


def _refuse_taken(folder: Path, interview: Interview) -> None:
    try:
        refuse_taken(folder)
    except AnswerError as error:
        raise Exit(interview.say(error), 2) from error
