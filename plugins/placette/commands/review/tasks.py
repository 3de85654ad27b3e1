"""Task: check-pr."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from posixpath import dirname
from tempfile import TemporaryDirectory
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.commands.reading_tasks import load_settings, read_site
from placette.commands.review.advice import ADVISER
from placette.commands.review.check_tasks import refuse_unknown_form
from placette.commands.review.formats import for_terminal, render_report, shown_from
from placette.commands.review.git_index import (
    ForeignHookError,
    check_out_commit,
    folder_in_repository,
    hook_path,
    hook_script,
    is_changed,
    remove_hook,
    write_hook,
)
from placette.commands.review.guide import choice_lists, json_schema, key_table, with_choices, with_table
from placette.commands.review.past_files import CutHistoryError, past_privacy
from placette.commands.review.proposal import (
    Verdict,
    base_texts,
    judge_changes,
    list_changes,
    proposed_texts,
    readers_of,
    registry_of,
    write_comment,
)
from placette.commands.site_tasks import ROOT, _, put_out, what_failed, write_text
from placette.engine.base.files import real_folder
from placette.engine.base.git import GitError
from placette.engine.base.text import nearest
from placette.engine.base.translation import N_, site_language
from placette.engine.library.kinds import PERSON, AnyKind, Draft, Kinds, draft_text, find_kind
from placette.engine.problems.problems import (
    Problem,
    blocks,
    explained_codes,
    manual_chapter,
    manual_page,
    paragraph,
    printable,
)
from placette.features.posts import POST
from placette.plugin import attachments_of, every_kind, reader_of

_WIDEST = 100
"""Columns beyond which lines are hard to follow."""


@task(help={"code": N_("The code of a problem, as the check prints it: date-format.")})
def explain(_context: Context, code: str) -> None:
    """Say what the code of a problem means, why the site asks for it, and how to fix it."""
    language = site_language(ROOT)
    known = explained_codes(language)
    if code not in known:
        raise Exit(printable(_unknown(code, known)), 2)
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    page = shown_from(Path(manual_page(code, language)), ROOT)
    print(f"{code}\n\n{for_terminal(paragraph(code, language), width)}\n\n{page}")


def _unknown(code: str, known: Sequence[str]) -> str:
    """What to answer to a code that there isn't."""
    if not known:
        return _("The manual of problems is not at hand.")
    if near := nearest(code, known, 1):
        return _("The manual knows no code “{code}”. Did you mean “{near}”?").format(code=code, near=near[0])
    return _("The manual knows no code “{code}”. The check prints the code behind each message.").format(code=code)


_SCHEMA = ".schema/article.json"


def _posts(settings: Mapping[str, Any]) -> AnyKind:
    """The kind of posts, with the keys that features add."""
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
        raise Exit(
            _("{name} cannot be read: {what}").format(name=target.name, what=what_failed(error, named=False)), 2
        ) from error
    write_text(target, text)
    schema = json_schema(
        _posts(settings), _, tuple(settings["READING_CATEGORIES"]), tuple(settings["READING_LANGUAGES"])
    )
    written = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    write_text(Path(settings["PATH"]) / _SCHEMA, written)
    print(_("The guide and the schema say what the check knows."))


@task(
    help={
        "force": N_("Replace a hook that somebody else wrote."),
        "remove": N_("Remove the hook."),
    }
)
def hook(_context: Context, force: bool = False, remove: bool = False) -> None:
    """Have git check the texts and photos before each commit, so that nothing private enters its history."""
    try:
        path = hook_path(ROOT)
        print(_take_away(path) if remove else _put_in_place(path, force=force))
    except GitError as error:
        raise Exit(_("Git cannot tell where its hooks are: {what}").format(what=error), 2) from error
    except ForeignHookError as error:
        raise Exit(
            _(
                "{path} was written by somebody else. Add this line to it: invoke check --staged"
                " (or replace it: invoke hook --force)."
            ).format(path=error),
            1,
        ) from error
    except OSError as error:
        raise Exit(_("The hook could not be changed: {what}").format(what=what_failed(error)), 2) from error


def _put_in_place(path: Path, *, force: bool) -> str:
    about = _("Checks the texts and photos before each commit; to remove it: invoke hook --remove")
    absent = _("The Python that checks texts and photos is gone. Run invoke hook again.")
    write_hook(path, hook_script(Path(sys.executable), folder_in_repository(ROOT), about, absent), force=force)
    return _("Written: {path}\nGit now checks texts and photos before each commit.").format(path=_shown(path))


def _take_away(path: Path) -> str:
    removed = remove_hook(path)
    return _("Removed: {path}").format(path=_shown(path)) if removed else _("There was no hook.")


def _shown(path: Path) -> str:
    return os.path.relpath(path, ROOT) if path.resolve().is_relative_to(ROOT) else str(path)


@task(
    help={
        "base": N_("The branch that the proposal is made to (origin/main)."),
        "submitter": N_("The forge account that proposes; without it, nobody's texts are protected."),
        "proposal": N_("The folder where the proposal is checked out; this one if left out."),
        "output": N_("The file to write the comment into, instead of the screen."),
        "form": N_("Also report each problem with its place: github (and Forgejo), gitlab, sarif, json."),
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
        past = past_privacy(repository, base, folder, every_kind(settings), attachments_of(settings))
        found, readers = _read_commit(settings, repository, folder, verdict)
    except CutHistoryError as error:
        raise Exit(
            _("Not every commit of the proposal is here: fetch its whole history (fetch-depth: 0)."), 2
        ) from error
    except GitError as error:
        what = printable(str(error))
        raise Exit(_("Git cannot compare with “{base}”: {what}").format(base=base, what=what), 2) from error
    problems = [*_of_the_proposal(found, verdict), *past]
    put_out(write_comment(verdict, problems, _, readers, _manual()).rstrip(), output)
    if form:
        put_out(render_report((*problems, *verdict.problems), form, _, folder), report)
    if blocks((*problems, *verdict.problems)):
        raise Exit("", 1)


def _manual() -> str:
    """The page that explains the codes, if the repository has one: whoever reads the answer sees no other files."""
    page = manual_chapter(site_language(ROOT))
    return shown_from(page, ROOT) if page and page.is_relative_to(ROOT) else ""


_Read = tuple[tuple[Problem, ...], tuple[str, ...]]


def _read_commit(settings: dict[str, Any], repository: Path, folder: str, verdict: Verdict) -> _Read:
    """The problems of the content as it was committed, and its readers. Raises ``GitError``.

    Empty if the content folder is missing or a link: then the list of changes says enough.
    """
    content = real_folder(repository, folder)
    if content is None:
        return (), ()
    if not is_changed(repository, folder):
        return _read(settings, content, verdict)
    with TemporaryDirectory(prefix="placette-") as into:
        return _read(settings, check_out_commit(repository, folder, Path(into)), verdict)


def _read(settings: dict[str, Any], content: Path, verdict: Verdict) -> _Read:
    build = read_site(settings, content, ADVISER)
    return build.problems, readers_of(build, verdict.changed, settings.get("READING_READERS", {}))


def judge_proposal(repository: Path, base: str, submitter: str, folder: str, settings: dict[str, Any]) -> Verdict:
    """The verdict on the changes between ``base`` and the commit checked out in ``repository``."""
    kinds, readers = every_kind(settings), reader_of(settings).options(settings).readers_of

    def named(draft: Draft) -> list[str]:
        readable = readers(draft.kind) if draft.matter and not draft.is_withdrawn else ()
        return [name for reader in readable for kind, name in reader.names(draft, draft.matter) if kind == PERSON]

    changes = list_changes(repository, base)
    beside = {dirname(change.path.removeprefix(folder)) for change in changes if not change.path.endswith(".md")}
    known = registry_of(_drafts(base_texts(repository, base, folder), folder, kinds), kinds, beside)
    drafts = {draft.path: draft for draft in _drafts(proposed_texts(repository, changes), folder, kinds)}
    return judge_changes(changes, known, drafts, submitter, folder, named)


def _drafts(files: dict[str, bytes], folder: str, kinds: Kinds) -> list[Draft]:
    found = []
    for path, data in sorted(files.items()):
        own = path.removeprefix(folder)
        if kind := find_kind(own, kinds):
            found.append(draft_text(own, kind, data))
    return found


def _of_the_proposal(problems: tuple[Problem, ...], verdict: Verdict) -> list[Problem]:
    """Problems of the changed files, and blocking problems that the changes cause elsewhere."""
    return [found for found in problems if found.path in verdict.changed or blocks((found,))]
