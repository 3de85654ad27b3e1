"""Tasks: check, explain, guide, hook, check-pr."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from posixpath import dirname
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.commands.intake import known_names
from placette.commands.reading_tasks import load_settings, read_site
from placette.commands.review import git_index
from placette.commands.review.advice import ADVISER
from placette.commands.review.fixing import mend_folder
from placette.commands.review.guide import choice_lists, json_schema, key_table, with_choices, with_table
from placette.commands.review.history import CutHistoryError, judge_past
from placette.commands.review.proposal import Verdict, judge_changes, registry_of
from placette.commands.review.proposal_answer import readers_of, write_comment
from placette.commands.review.public_changes import public_changes
from placette.commands.site_tasks import ROOT, WORDS, _, put_out, refuse, what_failed, write_text
from placette.commands.word_tasks import WordsTask, words_after_end
from placette.engine.base.files import real_folder
from placette.engine.base.git import GitError
from placette.engine.base.text import nearest
from placette.engine.base.translation import N_, site_language
from placette.engine.content.addresses import load_addresses, load_moves
from placette.engine.content.build import Build, disappeared
from placette.engine.content.communes import CommuneIndex
from placette.engine.content.kinds import SHOWN, AnyKind, Draft, Kinds, draft_text, find_kind
from placette.engine.findings import reports
from placette.engine.findings.problems import (
    Problem,
    blocks,
    explained_codes,
    manual_chapter,
    paragraph,
    printable,
)
from placette.engine.texts.others import contacts_in, same_contact
from placette.features.posts import POST
from placette.plugin import attachments_of, every_kind, reader_of

_DONE = {
    "document-private": N_("private data taken out of the document"),
    "characters": N_("invisible characters"),
    "encoding": N_("encoding"),
    "front-matter": N_("information block"),
    "links": N_("links"),
    "markup": N_("marks and addresses"),
    "name": N_("name"),
    "photo-heavy": N_("weight of the photo"),
    "photo-large": N_("size of the photo"),
    "photo-position": N_("position taken out of the photo"),
    "photo-private": N_("private data taken out of the photo"),
    "photo-suffix": N_("format of the photo"),
    "spaces": N_("spaces"),
}
_FOR_PEOPLE = frozenset({"colour", "plain"})


@task(
    klass=WordsTask,
    iterable=["path"],
    help={
        "path": N_("Only report problems in this file or folder; several may be named, or written after --."),
        "form": N_("Report format: colour, plain, json, github, gitlab (by itself: colour on a terminal, else plain)."),
        "fix": N_(
            "First fix what can be fixed without asking: spaces, dates, names; what photos and documents reveal."
        ),
        "all": N_("Advise on every text and fix every file, not only those that differ from the main branch."),
        "staged": N_("Look at what git is about to commit, not at the files as they are now."),
        "output": N_("The file to write the report into, instead of the screen."),
    },
)
def check(
    context: Context,
    path: list[str],
    form: str = "",
    fix: bool = False,
    staged: bool = False,
    output: str = "",
    all: bool = False,  # noqa: A002 - the name of the option
) -> None:
    """Look at every text, photo and document, and say what to fix."""
    form = form or reports.terminal_form()
    refuse_unknown_form(form)
    if staged and fix:
        refuse(N_("What is staged cannot be fixed in place: run invoke check --fix, then git add, then this."))
    settings = load_settings()
    content = Path(settings["PATH"])
    chosen = [_inside(name, content) for name in (*path, *words_after_end(context.remainder, sys.argv))]
    with _git_errors_as_exit():
        changed = (
            None if all or chosen else git_index.staged_here(content) if staged else git_index.changed_here(content)
        )
    if fix:
        moved = _mend(settings, chosen, changed, sys.stdout if form in _FOR_PEOPLE else sys.stderr)
        chosen, changed = [*chosen, *(moved if chosen else [])], [*changed, *moved] if changed is not None else None
    with _git_errors_as_exit(), TemporaryDirectory(prefix="placette-") as folder:
        build = read_site(settings, git_index.check_out_index(content, Path(folder)) if staged else None, ADVISER)
    problems = _below(build.problems, chosen, content)
    if form in _FOR_PEOPLE:
        about = None if changed is None else {path.relative_to(content.resolve()).as_posix() for path in changed}
        where = reports.where_explained(site_language(ROOT), _)
        report = reports.report_for_people(problems, about, form, WORDS, where)
        put_out(report + ("\n" if report and not output else ""), output)
    else:
        put_out(reports.render_report(problems, form, _, f"{content.name}/"), output)
    if blocks(problems):
        raise Exit(_("Some texts need fixing before they can be published.") if form in _FOR_PEOPLE else "", 1)
    if form in _FOR_PEOPLE:
        if not (chosen or staged):
            _print_lost(build, settings)
        print(_("All is well: {count} texts read.").format(count=build.build_summary.texts))


@contextmanager
def _git_errors_as_exit() -> Iterator[None]:
    """End the task when git can't list what is about to be committed."""
    try:
        yield
    except GitError as error:
        refuse(N_("Git cannot tell what is staged: {what}"), what=error)


def _mend(settings: dict[str, Any], chosen: list[Path], changed: list[Path] | None, stream: TextIO) -> list[Path]:
    """Mend the chosen files, or those that were changed here, and report it; those that have new names.

    A file that may not be changed ends the task.
    """
    content = Path(settings["PATH"])
    if changed == [] and not chosen:
        print(_("Nothing was changed here; --all looks at every file."), file=stream)
        return []
    try:
        mended_files = mend_folder(content, every_kind(settings), chosen or changed or (), attachments_of(settings))
    except OSError as error:
        refuse(N_("A file could not be fixed: {what}"), what=what_failed(error))
    for mended in mended_files:
        what = ", ".join(_(_DONE[code]) for code in mended.done)
        print(printable(_("Fixed: {path} ({what})").format(path=mended.path, what=what)), file=stream)
    return [content.resolve() / mended.path for mended in mended_files if "name" in mended.done]


def _print_lost(build: Build, settings: dict[str, Any]) -> None:
    """Print the published addresses that are lost with a text; this blocks no text."""
    place = Path(settings["PATH"]).parent
    lost = disappeared(build, reader_of(settings).options(settings).addresses, load_addresses(place), load_moves(place))
    if lost:
        print(reports.render_plain(lost, _) + "\n")


def refuse_unknown_form(form: str) -> None:
    """End the task for a form of report that there isn't."""
    if form and form not in reports.FORMATS:
        sentence = N_("“{form}” is not a report format. Choose among: {forms}")
        refuse(sentence, form=form, forms=", ".join(reports.FORMATS))


def _inside(written: str, content: Path) -> Path:
    path = Path(written).resolve()
    if not path.exists() or not path.is_relative_to(content.resolve()):
        refuse(N_("{path} is not in the content folder."), path=written)
    return path


def _below(problems: tuple[Problem, ...], chosen: list[Path], content: Path) -> list[Problem]:
    """Return the problems of the chosen files and folders; all of them when none is chosen."""
    if not chosen:
        return list(problems)
    root = content.resolve()
    return [p for p in problems if any((root / p.path).is_relative_to(place) for place in chosen)]


_WIDEST = 100
"""Columns beyond which lines are hard to follow."""


@task(help={"code": N_("The code of a problem, as the check prints it: date-format.")})
def explain(_context: Context, code: str) -> None:
    """Say what the code of a problem means, why the site asks for it, and how to fix it."""
    language = site_language(ROOT)
    codes = explained_codes(language)
    if not codes:
        refuse(N_("The manual of problems is not at hand."))
    if code not in codes:
        sentence = _("The manual knows no code “{code}”. The check prints the code behind each message.")
        if near := "".join(nearest(code, codes, 1)):
            sentence = _("The manual knows no code “{code}”. Did you mean “{near}”?")
        raise Exit(printable(sentence.format(code=code, near=near)), 2)
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    print(f"{code}\n\n{reports.for_terminal(paragraph(code, language), width)}")


_SCHEMA = ".schema/article.json"


def _posts(settings: Mapping[str, Any]) -> AnyKind:
    """Return the kind of posts, with the keys that features add."""
    return next(kind for kind in every_kind(settings) if kind.name == POST.name)


@task
def guide(_context: Context) -> None:
    """Renew the keys, categories and licences in CONTRIBUTING.md and the schema that editors use to complete them."""
    settings = load_settings()
    target = ROOT / "CONTRIBUTING.md"
    try:
        text = with_table(target.read_text(encoding="utf-8"), key_table(_posts(settings).schema, _))
        text = with_choices(text, choice_lists(settings["READING_CATEGORIES"], _))
    except (OSError, ValueError) as error:
        refuse(N_("{name} cannot be read: {what}"), name=target.name, what=what_failed(error, named=False))
    write_text(target, text)
    schema = json_schema(
        _posts(settings), _, tuple(settings["READING_CATEGORIES"]), tuple(settings["READING_LANGUAGES"])
    )
    text_of_schema = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    write_text(Path(settings["PATH"]) / _SCHEMA, text_of_schema)
    print(_("The guide and the schema say what the check knows."))


@task(help={"force": N_("Replace a hook that somebody else wrote."), "remove": N_("Remove the hook.")})
def hook(_context: Context, force: bool = False, remove: bool = False) -> None:
    """Have git check the texts and photos before each commit, so that nothing private enters its history."""
    try:
        path = git_index.hook_path(ROOT)
        place = os.path.relpath(path, ROOT) if path.resolve().is_relative_to(ROOT) else str(path)
        if remove:
            is_removed = git_index.remove_hook(path)
            print(_("Removed: {path}").format(path=place) if is_removed else _("There was no hook."))
            return
        about = _("Checks the texts and photos before each commit; to remove it: invoke hook --remove")
        absent = _("The Python that checks texts and photos is gone. Run invoke hook again.")
        script = git_index.hook_script(Path(sys.executable), git_index.folder_in_repository(ROOT), about, absent)
        git_index.write_hook(path, script, force=force)
        print(_("Written: {path}\nGit now checks texts and photos before each commit.").format(path=place))
    except GitError as error:
        refuse(N_("Git cannot tell where its hooks are: {what}"), what=error)
    except git_index.ForeignHookError as error:
        sentence = N_(
            "{path} was written by somebody else. Add this line to it: invoke check --staged"
            " (or replace it: invoke hook --force)."
        )
        refuse(sentence, 1, path=error)
    except OSError as error:
        refuse(N_("The hook could not be changed: {what}"), what=what_failed(error))


@task(
    help={
        "base": N_("The branch that the proposal is made to (origin/main)."),
        "submitter": N_("The forge account that proposes; without it, nobody's texts are protected."),
        "proposal": N_("The folder where the proposal is checked out; this one if left out."),
        "output": N_("The file to write the comment into, instead of the screen."),
        "form": N_("Also report each problem with its place: github (and Forgejo), gitlab, json."),
        "report": N_("The file to write the report of --form into, instead of the screen."),
    }
)
def check_pr(
    _context: Context,
    base: str,
    submitter: str = "",
    proposal: str = "",
    output: str = "",
    form: str = "",
    report: str = "",
) -> None:
    """Review a proposal by what it changes, and write the answer to its author."""
    refuse_unknown_form(form)
    settings = load_settings()
    repository = Path(proposal or ROOT).resolve()
    folder = f"{Path(settings['PATH']).relative_to(ROOT).as_posix()}/"
    try:
        verdict = judge_proposal(repository, base, submitter, folder, settings)
        past = judge_past(repository, base, folder, every_kind(settings), attachments_of(settings))
        problems_of_commit, readers = _read_commit(settings, repository, folder, verdict)
    except CutHistoryError:
        refuse(N_("Not every commit of the proposal is here: fetch its whole history (fetch-depth: 0)."))
    except GitError as error:
        refuse(N_("Git cannot compare with “{base}”: {what}"), base=base, what=error)
    # those of the changed files, and blocking ones that the changes cause elsewhere
    blocked = {(fault.path, fault.line) for fault in verdict.problems if fault.code == "proposal-contact"}
    visible = [
        fault
        for fault in problems_of_commit
        if (fault.path in verdict.changed and not (fault.code == SHOWN and (fault.path, fault.line) in blocked))
        or blocks((fault,))
    ]
    places = {(fault.path, fault.code) for fault in visible}
    problems = [*visible, *(fault for fault in past if (fault.path, fault.code) not in places)]
    page = manual_chapter(site_language(ROOT))  # in the repository: readers of the answer see no other files
    manual = reports.shown_from(page, ROOT) if page and page.is_relative_to(ROOT) else ""
    put_out(write_comment(verdict, problems, _, readers, manual).rstrip(), output)
    if form:
        put_out(reports.render_report((*problems, *verdict.problems, *verdict.public), form, _, folder), report)
    if blocks((*problems, *verdict.problems)):
        raise Exit("", 1)


_Read = tuple[tuple[Problem, ...], tuple[str, ...]]


def _read_commit(settings: dict[str, Any], repository: Path, folder: str, verdict: Verdict) -> _Read:
    """Return the problems of the content as it was committed, and its readers. Raises ``GitError``.

    Empty if the content folder is missing or a link: then the list of changes is enough.
    """
    content = real_folder(repository, folder)
    if content is None:
        return (), ()
    if not git_index.is_changed(repository, folder):
        return _read(settings, content, verdict)
    with TemporaryDirectory(prefix="placette-") as into:
        return _read(settings, git_index.check_out_commit(repository, folder, Path(into)), verdict)


def _read(settings: dict[str, Any], content: Path, verdict: Verdict) -> _Read:
    build = read_site(settings, content, ADVISER)
    return build.problems, readers_of(build, verdict.changed, settings.get("READING_READERS", {}))


def judge_proposal(repository: Path, base: str, submitter: str, folder: str, settings: dict[str, Any]) -> Verdict:
    """Return the verdict on the changes between ``base`` and the commit checked out in ``repository``."""
    kinds, options = every_kind(settings), reader_of(settings).options(settings)
    changes = git_index.list_changes(repository, base)
    folders = {dirname(change.path.removeprefix(folder)) for change in changes if not change.path.endswith(".md")}
    registry = registry_of(
        _drafts(git_index.base_texts(repository, base, folder), folder, kinds),
        kinds,
        folders,
        reads=options.readers_of,
        listed=settings.get("READING_READERS", {}).values(),
        known_names=known_names(settings, options.communes),
        published=published_contacts(settings, options.communes),
    )
    drafts = {draft.path: draft for draft in _drafts(git_index.proposed_texts(repository, changes), folder, kinds)}
    verdict = judge_changes(changes, registry, drafts, submitter, folder)
    return replace(verdict, public=public_changes(verdict.changed, registry, drafts))


def published_contacts(settings: Mapping[str, Any], communes: CommuneIndex) -> frozenset[str]:
    """Return what a site's settings and the town halls that it shows say of how to reach them, as it is compared."""
    values = (value for value in settings.values() if isinstance(value, str | list | tuple | dict))
    plain = (json.dumps(value, ensure_ascii=False, skipkeys=True, default=str) for value in values)
    texts = (*plain, *chain.from_iterable(communes.halls.values()))
    return frozenset(same_contact(trace.value) for text in texts for trace in contacts_in(text))


def _drafts(files: dict[str, bytes], folder: str, kinds: Kinds) -> list[Draft]:
    drafts = []
    for path, data in sorted(files.items()):
        path_inside = path.removeprefix(folder)
        if kind := find_kind(path_inside, kinds):
            drafts.append(draft_text(path_inside, kind, data))
    return drafts
