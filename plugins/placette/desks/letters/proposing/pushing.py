"""A proposal's branch, pushed to a forge: what editors see there is one proposal, however often it is pushed."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from placette.desks.letters.answering import is_loopback
from placette.desks.letters.letter import Gap, LetterProposal
from placette.desks.letters.proposing.errors import ProposingError
from placette.desks.letters.proposing.fetching import PATIENCE, refuse_odd_remote, without_secrets
from placette.desks.letters.proposing.forges import (
    Destination,
    ForgeKind,
    api_of,
    project_of,
    proposal_description,
    proposal_title,
    push_options,
    refspec_of,
)
from placette.desks.letters.proposing.plumbing import run_git_bounded
from placette.desks.letters.proposing.pull_requests import GitHubApi, PullRequest, open_pull_request
from placette.engine.base.message import N_

_CUT_OFF = (-13, 141)
"""How git or its shell ends by SIGPIPE: it writes push options even where there is nothing to push, or nothing that may
be, to a receiver that may be gone by then. Nothing of what it had to say is heard."""
_TARGET = re.compile(r"(?![-./])(?!.*(?:\.\.|//|@\{|\.lock$))[\w./+-]{1,200}(?<![./])")
"""Names of branches, a little stricter than git-check-ref-format(1)."""
_ADDRESS = re.compile(r"https?://[^\s<>\"']+/(?:pulls?|merge_requests)/\d+")
_HELPER = '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$LETTERS_USER" "$LETTERS_TOKEN"; }; f'
"""What git asks for a password: it reads the environment, so that no list of processes shows the token."""
_USERS = {ForgeKind.GITLAB: "oauth2", ForgeKind.GITHUB: "x-access-token"}
"""The name that goes with a token; Forgejo and Gitea accept any."""
_BAD_TARGET = N_("“{name}” cannot be the name of a branch.")
_DIVERGED = N_(
    "The proposal was changed on the forge since ({branch}). Nothing was pushed: write the branch again first."
)
_REFUSED = N_("The repository “{remote}” did not accept the proposal: {what}")


@dataclass(frozen=True, slots=True)
class PushedProposal:
    """The address of the proposal on the forge; empty where the forge didn't say, or there is none."""

    address: str = ""


def push(
    proposal: LetterProposal,
    repository: Path,
    commit: str,
    destination: Destination,
    lang: str = "fr",
    *,
    force: bool = False,
) -> PushedProposal:
    """Push a commit of ``write_branch``, and have the forge propose it. Raises ``ProposingError``.

    Without ``force``, what was changed on the forge since is never replaced. ``force`` is for AGit alone, where a
    proposal has no branch that could be fetched.
    """
    if destination.kind is ForgeKind.BRANCH:
        return PushedProposal()
    refuse_odd_remote(destination.remote)
    if not _TARGET.fullmatch(destination.target):
        raise ProposingError(_BAD_TARGET, name=destination.target)
    said = _push(proposal, repository, commit, destination, push_options(proposal, destination, lang, force=force))
    if destination.kind is not ForgeKind.GITHUB:
        found = _ADDRESS.search(said)
        return PushedProposal(found[0] if found else "")
    return PushedProposal(_pull_request(proposal, repository, destination, lang))


def _push(proposal: LetterProposal, repository: Path, commit: str, destination: Destination, options: list[str]) -> str:
    """What the forge said. An unchanged branch is no error."""
    along = [word for option in options for word in ("-o", option)]
    done = run_git_bounded(
        repository,
        *("push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no"),
        *(*along, "--end-of-options", destination.remote, refspec_of(proposal, commit, destination)),
        extra=_credentials(repository, destination),
        seconds=PATIENCE,
    )
    out, err = (part.decode("utf-8", "replace") for part in (done.stdout, done.stderr))
    there = _what_is_there(proposal, repository, destination) if done.returncode in _CUT_OFF else ""
    if not done.returncode or there == commit:
        return err
    said = without_secrets(f"{err}\n{out}", destination.token)
    if there or re.search(r"\(fetch first\)|\(non-fast-forward\)|force-push", said):
        raise ProposingError(_DIVERGED, branch=proposal.branch)
    raise ProposingError(_REFUSED, remote=without_secrets(destination.remote), what=said)


def _what_is_there(proposal: LetterProposal, repository: Path, destination: Destination) -> str:
    """The commit that the forge's branch is at; empty where there is no such branch."""
    name = refspec_of(proposal, "HEAD", destination).rpartition(":")[2]
    asked = run_git_bounded(
        repository,
        *("ls-remote", "--end-of-options", destination.remote, name),
        extra=_credentials(repository, destination),
        seconds=PATIENCE,
    )
    commit, _, found = asked.stdout.decode("utf-8", "replace").strip().partition("\t")
    return commit if found == name else ""


def _credentials(repository: Path, destination: Destination) -> dict[str, str]:
    """The variables by which git finds the token, for that server alone and only where the way there is safe."""
    there = urlsplit(_address_of(repository, destination.remote))
    safe = there.scheme == "https" or (there.scheme == "http" and is_loopback(there.hostname or ""))
    if not (destination.token and safe):
        return {}
    number = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    place = there.netloc.rpartition("@")[2]
    return {
        "LETTERS_TOKEN": destination.token,
        "LETTERS_USER": _USERS.get(destination.kind, "placette"),
        f"GIT_CONFIG_KEY_{number}": f"credential.{there.scheme}://{place}.helper",
        f"GIT_CONFIG_VALUE_{number}": _HELPER,
        "GIT_CONFIG_COUNT": str(number + 1),
    }


def _address_of(repository: Path, remote: str) -> str:
    """The address that git pushes to."""
    done = run_git_bounded(repository, "remote", "get-url", "--push", "--", remote)
    return remote if done.returncode else done.stdout.decode("utf-8", "replace").strip()


def _pull_request(proposal: LetterProposal, repository: Path, destination: Destination, lang: str) -> str:
    address = _address_of(repository, destination.remote)
    title, body = proposal_title(proposal, lang), proposal_description(proposal, lang)
    other = replace(proposal, gaps=() if proposal.gaps else (Gap("title"),))
    return open_pull_request(
        GitHubApi(destination.api or api_of(address), destination.token),
        PullRequest(
            destination.project or project_of(address),
            proposal.branch,
            destination.target,
            title,
            body,
            proposal_title(other, lang),
        ),
    )
