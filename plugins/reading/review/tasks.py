"""Task: check-pr."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.core.files import write_atomic
from plugins.core.git import GitError
from plugins.core.message import N_
from plugins.core.problems import Problem, blocks
from plugins.core.words import site_root, site_words
from plugins.reading.draft import Draft, draft_text
from plugins.reading.review.changes import base_texts, list_changes, proposed_texts
from plugins.reading.review.comment import write_comment
from plugins.reading.review.proposal import Verdict, judge_changes, registry_of
from plugins.reading.tasks import load, read
from plugins.reading.tree import is_text, kind_of

ROOT = site_root()
_ = site_words(ROOT).gettext


@task(
    help={
        "base": N_("The branch that the proposal is made to (origin/main)."),
        "submitter": N_("The forge account that proposes; without it, nobody's texts are protected."),
        "proposal": N_("The folder where the proposal is checked out; this one if left out."),
        "output": N_("The file to write the comment into, instead of the screen."),
    }
)
def check_pr(_context: Context, base: str, submitter: str = "", proposal: str = "", output: str = "") -> None:
    """Judge a proposal by what it changes, and write the answer to its author."""
    settings = load()
    repository = Path(proposal or ROOT).resolve()
    folder = f"{Path(settings['PATH']).relative_to(ROOT).as_posix()}/"
    try:
        verdict = judge_proposal(repository, base, submitter, folder)
    except GitError as error:
        raise Exit(_("Git cannot compare with “{base}”: {what}").format(base=base, what=error), 2) from error
    problems = _of_the_proposal(_read_proposal(settings, repository, folder), verdict)
    comment = write_comment(verdict, problems, _)
    if output:
        write_atomic(ROOT / output, comment.encode())
    else:
        print(comment)
    if blocks((*problems, *verdict.problems)):
        raise Exit("", 1)


def _read_proposal(settings: dict[str, Any], repository: Path, folder: str) -> tuple[Problem, ...]:
    """What is wrong in the proposal's content; nothing is read where a link stands in its place, or nothing at all.

    Then the list of changes says enough.
    """
    content = repository / folder
    return read(settings, content).problems if content.is_dir() and content.resolve() == content else ()


def judge_proposal(repository: Path, base: str, submitter: str, folder: str) -> Verdict:
    """The verdict on the changes between ``base`` and the commit that ``repository`` has checked out."""
    changes = list_changes(repository, base)
    known = registry_of(_drafts(base_texts(repository, base, folder), folder))
    drafts = {draft.path: draft for draft in _drafts(proposed_texts(repository, changes), folder)}
    return judge_changes(changes, known, drafts, submitter, folder)


def _drafts(files: dict[str, bytes], folder: str) -> list[Draft]:
    found = []
    for path, data in sorted(files.items()):
        own = path.removeprefix(folder)
        kind = kind_of(own)
        if kind and is_text(kind):
            found.append(draft_text(own, kind, data))
    return found


def _of_the_proposal(problems: tuple[Problem, ...], verdict: Verdict) -> list[Problem]:
    """Problems of the changed files, and blocking ones that the changes cause elsewhere."""
    return [found for found in problems if found.path in verdict.changed or blocks((found,))]
