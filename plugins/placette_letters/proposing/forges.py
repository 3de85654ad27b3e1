"""Destinations of proposals: a folder, the gate that checks them, a forge of some kind."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from placette import N_, Files, Problem, Project, Words, intake, is_good_name
from placette_letters import LettersSettings
from placette_letters.answering.mails import is_loopback
from placette_letters.letter import LetterProposal
from placette_letters.proposing.branches import (
    PATIENCE,
    ProposingError,
    refuse_odd_remote,
    run_git_bounded,
    without_secrets,
)
from placette_letters.proposing.front_matter import words_of

_TAKEN = N_("{path} is there already and says something else: nothing was written.")
_BAD_PLACE = N_("{path} is no place for a file of a proposal: nothing was written.")
_UNWRITTEN = N_("The proposal could not be written: {what}")


def write_folder(proposal: LetterProposal, content: Path, before: LetterProposal | None = None) -> tuple[str, ...]:
    """Write the files into the content folder; the paths of those that are new or changed. Raises ``ProposingError``.

    A foreign file is never touched. ``before`` is the proposal that was written earlier: its files may be
    replaced or removed where they are unchanged. An editor's changes stay: where the letter has
    nothing new for that file the rest is written, else nothing is.
    The post comes last, so that an interrupted run has shown nothing and can be repeated.
    """
    old = before.files if before else {}
    root = content.resolve()
    stale = [path for path in old if path not in proposal.files]
    new = [path for path, data in proposal.files.items() if old.get(path) != data or not (root / path).exists()]
    ordered = sorted(new, key=lambda path: (path == proposal.text, path))
    try:
        for path in (*ordered, *stale):
            _refuse_place(root, path)
            _refuse_taken(root / path, path, {proposal.files.get(path), old.get(path)})
        fresh = tuple(path for path in ordered if Files.write_atomic(root / path, proposal.files[path]))
        for path in stale:
            (root / path).unlink(missing_ok=True)
    except OSError as error:
        raise ProposingError(_UNWRITTEN, what=error) from error
    return fresh


def _refuse_place(root: Path, path: str) -> None:
    """Raise for a path with an odd name, or that leads through a link out of the folder."""
    parts = PurePosixPath(path).parts
    folder = root.joinpath(*parts[:-1])
    if not all(map(is_good_name, parts)) or folder.resolve() != folder:
        raise ProposingError(_BAD_PLACE, path=path)


def _refuse_taken(target: Path, path: str, ours: set[bytes | None]) -> None:
    """Raise for a file that is neither as it will be nor as we left it."""
    if target.is_symlink() or (target.exists() and (not target.is_file() or target.read_bytes() not in ours)):
        raise ProposingError(_TAKEN, path=path)


_TITLE = 200  # Characters of the longest title of a proposal; forges accept 255
_DESCRIPTION = 15_000
"""Characters of the longest description: git takes 65,516 bytes of an option of a push."""
_TO_COMPLETE = N_("[to complete] {title}")
_ORIGIN = N_("Letter {number}, proposed by the letterbox.")
_MISSING = N_("Still missing: {what}.")
_WORDS = {
    "title": N_("a title"),
    "summary": N_("a summary"),
    "commune": N_("the commune"),
    "category": N_("the category"),
    "alt": N_("what pictures show"),
    "credit": N_("who took the photos"),
    "licence": N_("the agreement to a licence"),
    "people": N_("the agreement of people who can be recognised"),
    "minors": N_("the agreement of parents"),
    "signature": N_("the signature"),
}
"""Gaps in the words of a description, in the order in which they are named."""


class PushForm(NamedTuple):
    """How a kind of forge takes a proposal: the reference to push to, options of the push, the name with a token.

    Sources: forgejo.org/docs/latest/user/agit-support, docs.gitlab.com/topics/git/commit (push options).
    """

    reference: str
    options: tuple[str, ...]
    user: str


FORGES = {
    "agit": PushForm("refs/for/{target}", ("topic={branch}", "title={title}", "description={description}"), "placette"),
    "gitlab": PushForm(
        "refs/heads/{branch}",
        (
            "merge_request.create",
            *(f"merge_request.{key}={{{key}}}" for key in ("target", "title", "description")),
        ),
        "oauth2",
    ),
    "github": PushForm("refs/heads/{branch}", (), "x-access-token"),
}
"""By the value of ``LETTERS_FORGE``. GitHub's answer to a push is the address at which the proposal is opened."""


def proposal_title(proposal: LetterProposal, lang: str) -> str:
    """Return the proposal's title on one line, with a mark while something is missing."""
    title = Words.shorten(intake.one_line(proposal.title), _TITLE - 20)
    return words_of(lang).gettext(_TO_COMPLETE).format(title=title) if proposal.gaps else title


def proposal_description(proposal: LetterProposal, lang: str) -> str:
    """Return a line for the editor: what is missing, and the words of the letter that aren't in the text."""
    say = words_of(lang).gettext
    codes = {gap.code for gap in proposal.gaps}
    missing = ", ".join(say(words) for code, words in _WORDS.items() if code in codes)
    sentences = [say(_ORIGIN).format(number=proposal.number), say(_MISSING).format(what=missing) if missing else ""]
    return Words.shorten(intake.one_line(" ".join(filter(None, (*sentences, proposal.left_out)))), _DESCRIPTION)


def problems_of(proposal: LetterProposal, settings: dict[str, Any], room: Path) -> tuple[Problem, ...]:
    """Return the problems of the proposal's own files, as ``invoke check`` finds them.

    Nothing is written into the site; ``room`` is a folder for temporary files. Ends the task (2) where the site can't
    be read.
    """
    build = Project.read_with(settings, proposal.files, room=room)
    return tuple(problem for problem in build.problems if problem.path in proposal.files)


_CUT_OFF = (-13, 141)
"""Exit codes of git or its shell after SIGPIPE: it writes push options even where there is nothing to push, or nothing
allowed, to a receiver that may be gone by then. Its messages are lost."""
_TARGET = re.compile(r"(?![-./])(?!.*(?:\.\.|//|@\{|\.lock$))[\w./+-]{1,200}(?<![./])")
"""Names of branches, a little stricter than git-check-ref-format(1)."""
_ADDRESS = re.compile(r"https?://[^\s<>\"']+/(?:pulls?|merge_requests)/(?:\d+|new/[\w./-]+)")
_HELPER = '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$LETTERS_USER" "$LETTERS_TOKEN"; }; f'
"""The helper that git asks for a password: it reads the environment, so that no list of processes shows the token."""
_UNKNOWN_FORGE = N_('LETTERS_FORGE = {value}: write "agit", "gitlab", "github", or nothing for a branch.')
_BAD_TARGET = N_("“{name}” cannot be the name of a branch.")
_DIVERGED = N_(
    "The proposal was changed on the forge since ({branch}). Nothing was pushed: write the branch again first."
)
_NOT_ACCEPTED = N_("The repository “{remote}” did not accept the proposal: {what}")


def push(
    proposal: LetterProposal, repository: Path, commit: str, own: LettersSettings, token: str, lang: str = "fr"
) -> str:
    """Push a commit of ``write_branch``, and have the forge propose it. Raises ``ProposingError``.

    Returns its address there; empty where the forge didn't name one. Changes there are never replaced. An unchanged
    branch is no error. ``token`` is the value of ``LETTERS_TOKEN``.
    """
    forge = forge_of(own)
    refuse_odd_remote(own.remote)
    if not _TARGET.fullmatch(own.target):
        raise ProposingError(_BAD_TARGET, name=own.target)
    values = {"branch": proposal.branch, "target": own.target, "title": proposal_title(proposal, lang)}
    values["description"] = proposal_description(proposal, lang)
    reference = forge.reference.format(**values)
    process = run_git_bounded(
        repository,
        *("push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no"),
        *(word for option in forge.options for word in ("-o", option.format(**values))),
        *("--end-of-options", own.remote, f"{commit}:{reference}"),
        extra=_credentials(repository, own, token),
        seconds=PATIENCE,
    )
    out, err = (part.decode("utf-8", "replace") for part in (process.stdout, process.stderr))
    there = _remote_commit(repository, own, token, reference) if process.returncode in _CUT_OFF else ""
    if process.returncode and there != commit:
        words = without_secrets(f"{err}\n{out}", token)
        if there or re.search(r"\(fetch first\)|\(non-fast-forward\)|force-push", words):
            raise ProposingError(_DIVERGED, branch=proposal.branch)
        raise ProposingError(_NOT_ACCEPTED, remote=without_secrets(own.remote), what=words)
    match = _ADDRESS.search(err)
    return match[0] if match else ""


def forge_of(own: LettersSettings) -> PushForm:
    """Return the kind of forge that the settings name. Raises ``ProposingError`` for an unknown one."""
    if own.forge not in FORGES:
        raise ProposingError(_UNKNOWN_FORGE, value=repr(own.forge))
    return FORGES[own.forge]


def _remote_commit(repository: Path, own: LettersSettings, token: str, reference: str) -> str:
    """Return the commit of the forge's branch; empty without such a branch."""
    process = run_git_bounded(
        repository,
        *("ls-remote", "--end-of-options", own.remote, reference),
        extra=_credentials(repository, own, token),
        seconds=PATIENCE,
    )
    commit, _, ref = process.stdout.decode("utf-8", "replace").strip().partition("\t")
    return commit if ref == reference else ""


def _credentials(repository: Path, own: LettersSettings, token: str) -> dict[str, str]:
    """Return the variables by which git finds the token, for that server alone and only where the way there is safe."""
    process = run_git_bounded(repository, "remote", "get-url", "--push", "--", own.remote)
    there = urlsplit(own.remote if process.returncode else process.stdout.decode("utf-8", "replace").strip())
    is_safe = there.scheme == "https" or (there.scheme == "http" and is_loopback(there.hostname or ""))
    if not (token and is_safe):
        return {}
    number = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    place = there.netloc.rpartition("@")[2]
    return {
        "LETTERS_TOKEN": token,
        "LETTERS_USER": forge_of(own).user,
        f"GIT_CONFIG_KEY_{number}": f"credential.{there.scheme}://{place}.helper",
        f"GIT_CONFIG_VALUE_{number}": _HELPER,
        "GIT_CONFIG_COUNT": str(number + 1),
    }
