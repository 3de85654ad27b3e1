"""The command ``placette``: its tasks new and upgrade."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import unified_diff
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, TypeVar

from invoke import Context, Exit, task
from packaging.version import Version

from placette import __version__
from placette.commands.site_tasks import ROOT, _, refuse
from placette.commands.starting import (
    LANGUAGES,
    AnswerError,
    Forge,
    Kind,
    Landscape,
    Mining,
    PublishTarget,
    find_place,
    landscape_of,
    read_choice,
    read_title,
    read_url,
)
from placette.commands.starting.planning import (
    ENVIRONMENT,
    OWN_TEMPLATES,
    RECORD,
    REQUIREMENTS,
    RecordError,
    SiteRecord,
    Wishes,
    plan_recorded,
    plan_site,
    read_record,
    record_of,
    refuse_taken,
    render_record,
    templates_in,
    theme_templates,
    write_site,
)
from placette.commands.starting.upgrading import (
    Fate,
    Renewal,
    all_or_nothing,
    build_into,
    changes_of,
    commit_upgrade,
    covering,
    merge_texts,
    offered,
    read_texts,
    uncommitted,
)
from placette.engine.base.files import write_atomic
from placette.engine.base.git import GitError, begin_history
from placette.engine.base.text import slugify
from placette.engine.base.translation import N_, load_catalogue, reason_of
from placette.engine.findings.problems import printable
from placette.features.territory.national import France, load_france

T = TypeVar("T")
KIND = N_("Who has the site? (village, intercommunalite, departement, region, association)")
PLACE = N_("Name or code of the place; several between commas")
PLACE_OR_NONE = N_("Name or code of the association's place; several between commas, nothing for none")
TITLE = N_("The site's name")
ADDRESS = N_("The address at which it will be read")
PUBLISH = N_("How it is published (gh-pages, ssh, folder, rclone)")
LANDSCAPE = N_(
    "What does it look like? (country, plain, mountain, forest, river, marsh, sea, mediterranean, tropics, volcanoes,"
    " town, city)"
)
FORGE = N_("Where texts are proposed (github, gitlab, forgejo, none)")
MINING = N_(
    "May the texts be used to train artificial intelligence? (allow: yes; licence: as the licence of each says;"
    " reserve: no)"
)


@dataclass(frozen=True, slots=True)
class Interview:
    """The source of answers: options, or a terminal, where a wrong answer is asked for again."""

    words: GNUTranslations
    listens: bool

    def ask(self, question: str, given: str, read: Callable[[str], T], default: str = "") -> T:
        """Return an answer that can be used. Ends the task (2) for a given one that can't, or for none."""
        if given or not self.listens:
            try:
                return read(given or default)
            except AnswerError as error:
                raise Exit(f"{self.words.gettext(question)} : {self.say(error)}", 2) from error
        while True:
            proposal = f" [{default}]" if default else ""
            try:
                typed = input(f"{self.words.gettext(question)}{proposal} : ").strip() or default
                return read(typed)
            except EOFError:
                raise Exit(self.words.gettext(N_("Nothing was written.")), 2) from None
            except AnswerError as error:
                print(self.say(error))

    def say(self, error: AnswerError) -> str:
        """Return why an answer can't be used."""
        return printable(error.render(self.words.gettext))


def reader_of(kind: type[Any]) -> Callable[[str], Any]:
    """Return a function that reads one of these choices."""
    return lambda typed: read_choice(typed, kind)


@task(
    help={
        "folder": N_("The new folder; by default named after the site."),
        "kind": N_("village, intercommunalite, departement, region or association."),
        "place": N_("Its name or code (Insee, SIREN, département, région); several between commas."),
        "title": N_("The site's name."),
        "url": N_("The address at which it will be read, such as https://blog.example.org."),
        "publish": N_("gh-pages, ssh, folder or rclone."),
        "forge": N_("github, gitlab, forgejo or none."),
        "lang": N_("The language of the site: fr or en."),
        "gather": N_("Have other sites read every night (invoke gather), where the forge runs jobs."),
        "landscape": N_("Its colours and drawings, as one of its preview's landscapes; by default as the place is."),
        "mining": N_("Whether texts may be used to train artificial intelligence: allow, licence or reserve."),
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
    gather: bool = False,
    mining: str = "",
) -> None:
    """Begin a site: asks a few questions, writes a folder that checks and builds."""
    if lang not in LANGUAGES:
        raise Exit(f"--lang : {', '.join(LANGUAGES)}", 2)
    france, interview = load_france(), Interview(load_catalogue(lang), sys.stdin.isatty())
    if folder:
        _refuse_taken(Path(folder), interview)
    wishes = _wishes(interview, france, (kind, place, title, url, publish, forge, landscape, mining), lang)
    wishes = replace(wishes, gather="yes" if gather else "")
    target = Path(folder or slugify(wishes.title))
    _refuse_taken(target, interview)
    files, say = plan_recorded(wishes, france), interview.words.gettext
    try:
        write_site(target, files)
    except OSError as error:
        sentence = say(N_("A file cannot be read or written: {what}"))
        raise Exit(printable(sentence.format(what=reason_of(error, say))), 2) from error
    print(say(N_("{count} files written to {folder}.")).format(count=len(files), folder=target.resolve().name))
    if rest := begin_history(target.resolve(), say(N_("Begin the site"))):
        print(say(rest))
    entering = entering_of(target, Path(sys.prefix), shutil.which("invoke"), windows=os.name == "nt")
    print("\n  ".join((say(N_("What comes next:")), *entering, *next_steps(wishes, say))))


_STEPS = (
    N_("Write: invoke new"),
    N_("Look: invoke serve"),
    N_("Publish: fill in legalconf.py, then {publish}"),
    N_("Invite: have CONTRIBUTING.md read, then invoke new-author"),
    N_("Get help: invoke doctor says what is missing; invoke manual makes the manual, to read in the browser"),
)


def next_steps(wishes: Wishes, say: Callable[[str], str]) -> Iterator[str]:
    """Yield the steps after the first, numbered, as the manual's first chapter gives them."""
    pushed = wishes.publish is PublishTarget.PAGES and wishes.forge is Forge.GITLAB
    for number, step in enumerate(_STEPS, 1):
        yield f"{number}. {say(step).format(publish='git push' if pushed else 'invoke publish')}"


def entering_of(folder: Path, environment: Path, invoke: str | None, *, windows: bool) -> Iterator[str]:
    """Yield the commands that lead into a site and, where ``invoke`` is another's, into the virtual environment."""
    programs = environment / ("Scripts" if windows else "bin")
    if folder.resolve() != Path.cwd():
        yield f"cd {_quoted(str(folder), windows=windows)}"
    if (environment / "pyvenv.cfg").is_file() and (not invoke or Path(invoke).parent != programs):
        inside = environment == folder.resolve() / ENVIRONMENT
        script = Path(ENVIRONMENT, programs.name) / "activate" if inside else programs / "activate"
        yield ("& " if windows else ". ") + _quoted(f"{script}{'.ps1' if windows else ''}", windows=windows)


def _quoted(word: str, *, windows: bool) -> str:
    """Return a word as the shell takes it; Windows' is PowerShell."""
    quoted = shlex.quote(word)
    return "'{}'".format(word.replace("'", "''")) if windows and quoted != word else quoted


def _wishes(interview: Interview, france: France, given: tuple[str, ...], lang: str) -> Wishes:
    """Return the eight answers."""
    kind, place, title, url, publish, forge, landscape, mining = given
    chosen = interview.ask(KIND, kind, reader_of(Kind))
    where = PLACE_OR_NONE if chosen is Kind.ASSOCIATION else PLACE
    site_place = interview.ask(where, place, lambda typed: find_place(typed, chosen, france, lang))
    if interview.listens and site_place.communes:
        say = interview.words.ngettext(
            "{place}: {number} commune", "{place}: {number} communes", len(site_place.communes)
        )
        print(say.format(place=site_place.name, number=len(site_place.communes)))
    return Wishes(
        kind=chosen,
        place=site_place,
        title=interview.ask(TITLE, title, read_title),
        url=interview.ask(ADDRESS, url, read_url, "https://site.example"),
        publish=interview.ask(PUBLISH, publish, reader_of(PublishTarget), PublishTarget.PAGES),
        forge=interview.ask(FORGE, forge, reader_of(Forge), Forge.NONE),
        lang=lang,
        landscape=interview.ask(LANDSCAPE, landscape, reader_of(Landscape), landscape_of(site_place.communes, france)),
        mining=interview.ask(MINING, mining, reader_of(Mining), Mining.LICENCE),
    )


def _refuse_taken(folder: Path, interview: Interview) -> None:
    try:
        refuse_taken(folder)
    except AnswerError as error:
        raise Exit(interview.say(error), 2) from error


_ROOM = ".placette/upgrade"
_LINES = 80
"""Lines of a difference that are shown."""
_WORDS = {
    Fate.ADDED: N_("new"),
    Fate.RENEWED: N_("renewed"),
    Fate.MERGED: N_("merged with your changes"),
    Fate.REMOVED: N_("no longer needed"),
    Fate.KEPT: N_("kept as you have it"),
    Fate.CONFLICT: N_("kept as you have it; the new one is in {folder}"),
    Fate.OFFERED: N_("a new text, if you want it; it is in {folder}"),
}


@task(
    help={
        "show": N_("Show what would change, and change nothing."),
        "pages": N_("Take the new texts of pages (charter, legal pages …) as well, merged with yours."),
    }
)
def upgrade(_context: Context, show: bool = False, pages: bool = False) -> None:
    """Bring the site's own files up to date with the installed version, as one commit."""
    try:
        _upgrade(show=show, pages=pages)
    except GitError as error:
        refuse(N_("Git could not do this: {what}"), what=error)


def _upgrade(*, show: bool, pages: bool) -> None:
    record = _record()
    if Version(record.version) > Version(__version__):
        sentence = N_(
            "Placette {old} wrote this site's files, and the older {new} is installed. Install that one: pip install"
            " --upgrade -r {requirements}"
        )
        refuse(sentence, old=record.version, new=__version__, requirements=REQUIREMENTS)
    files = _as_new(record)
    new = record_of(__version__, record.begun, record.answers, files)
    now = read_texts(ROOT, {*record.files, *new.files})
    renewals = changes_of(record, {path: files[path] for path in new.files}, now, merge_texts)
    changes = [*(renewals if pages else offered(renewals))]
    offered_again = {
        change.path: record.files.get(change.path, "") for change in changes if change.fate is Fate.OFFERED
    }
    new = replace(new, files={**new.files, **offered_again})  # offered again, until they are taken
    texts = {change.path: change.text for change in changes if not change.is_left}
    _show(record, new, changes, now)
    if not texts and record == new:
        print(_("The site is up to date."))
    elif not show:
        _apply(new, changes, texts)


def _apply(new: SiteRecord, changes: Iterable[Renewal], texts: Mapping[str, str | None]) -> None:
    if changed := uncommitted(ROOT):
        refuse(N_("Commit your changes first: {paths}"), paths=", ".join(changed))
    conflicts = [change for change in changes if change.is_left and change.fate is not Fate.KEPT]
    for change in conflicts:
        write_atomic(ROOT / _ROOM / change.path, (change.text or "").encode())
    with all_or_nothing(ROOT, {**texts, RECORD: render_record(new)}):
        if why := build_into(ROOT, ROOT / _ROOM / "output"):
            print(why)
            refuse(N_("The site cannot be built with the new version: nothing was changed."), 1)
        subject = _("Bring the site up to date with Placette {version}").format(version=new.version)
        commit_upgrade(ROOT, [*texts, RECORD], subject)
    print(_("Done, as one commit. To take it back: git revert HEAD"))
    if any(change.fate is Fate.CONFLICT for change in conflicts):
        refuse(N_("Some files are as you have them: look at the new ones and take from them what you need."), 1)


def _record() -> SiteRecord:
    try:
        return read_record(ROOT)
    except RecordError as error:
        raise Exit(printable(error.render(_)), 2) from error


def _as_new(record: SiteRecord) -> dict[str, str]:
    """Return the site's files as a new site of this version would have them."""
    france = load_france()
    try:
        wishes = _wishes_of(record.answers, france)
    except AnswerError as error:
        sentence = N_("An answer in {name} no longer holds: {what} Correct it there, then: placette upgrade")
        refuse(sentence, name=RECORD, what=error.render(_))
    return plan_site(wishes, france, record.begun)


def _wishes_of(given: Mapping[str, str], france: France) -> Wishes:
    """Return recorded answers, read with today's data. Raises ``AnswerError``: a commune may be merged since."""
    kind = read_choice(given["kind"], Kind)
    return Wishes(
        kind=kind,
        place=find_place(given["place"], kind, france, given["lang"]),
        title=given["title"],
        url=given["url"],
        publish=read_choice(given["publish"], PublishTarget),
        forge=read_choice(given["forge"], Forge),
        lang=given["lang"],
        landscape=read_choice(given["landscape"], Landscape),
        gather=given["gather"],
        mining=read_choice(given["mining"], Mining),
    )


def _show(record: SiteRecord, new: SiteRecord, changes: Iterable[Renewal], now: Mapping[str, str]) -> None:
    """Print the changes between the versions, then file by file; what stays as the site has it, as a difference."""
    print(_("From {old} to {new}").format(old=record.version, new=new.version))
    for change in changes:
        print(f"  {change.path} : {_(_WORDS[change.fate]).format(folder=_ROOM)}")
        if change.is_left and change.fate is not Fate.KEPT:
            _print_difference(change.path, now[change.path], change.text or "")
    if any(change.fate is Fate.OFFERED for change in changes):
        print(_("To take the new texts of pages: placette upgrade --pages"))
    theme, own_templates = theme_templates(), templates_in(ROOT / OWN_TEMPLATES)
    for name in covering(own_templates, record.templates, new.templates):
        sentence_gone = N_("{own} takes the place of a template that the theme no longer has: is it still needed?")
        changed = N_("{own} takes the place of a template of the theme that has changed: compare it with {theme}")
        path = os.path.relpath(own_templates[name], ROOT)
        print(f"  {_(changed if name in theme else sentence_gone).format(own=path, theme=theme.get(name))}")


def _print_difference(path: str, now: str, new: str) -> None:
    lines = [*unified_diff(now.splitlines(), new.splitlines(), path, f"{_ROOM}/{path}", lineterm="")]
    print("\n".join(f"    {printable(line)}" for line in lines[:_LINES]))
    if len(lines) > _LINES:
        print(f"    … (+{len(lines) - _LINES})")
