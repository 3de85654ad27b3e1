"""Task: check-pr."""

from __future__ import annotations

from pathlib import Path
from posixpath import dirname
from tempfile import TemporaryDirectory
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.reading_tasks import load_settings, read_site
from placette.desks.review.advice import ADVISER
from placette.desks.review.changes import base_texts, list_changes, proposed_texts
from placette.desks.review.check_tasks import refuse_unknown_form
from placette.desks.review.comment import write_comment
from placette.desks.review.explaining import shown_from
from placette.desks.review.formats import render_report
from placette.desks.review.git_index import check_out_commit, is_changed
from placette.desks.review.past_files import CutHistoryError, past_privacy
from placette.desks.review.proposal import Verdict, judge_changes, registry_of
from placette.desks.review.readers import readers_of
from placette.desks.site_tasks import ROOT, _, put_out
from placette.engine.base.files import real_folder
from placette.engine.base.git import GitError
from placette.engine.base.message import N_
from placette.engine.base.words import site_language
from placette.engine.library.draft import Draft, draft_text
from placette.engine.library.kinds import Kinds, find_kind
from placette.engine.library.naming import PERSON
from placette.engine.problems.manual import manual_chapter
from placette.engine.problems.problems import Problem, blocks
from placette.engine.problems.reports import printable
from placette.plugin import attachments_of, every_kind, reader_of


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
