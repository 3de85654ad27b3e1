"""How cases become proposals on this site, and where these go: a folder, a branch, a forge."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from placette.desks.letters.letter import Case, LetterProposal, Remark
from placette.desks.letters.proposing import (
    SiteFacts,
    destination_of,
    facts_of,
    prepare_enclosures,
    prepare_pictures,
    problems_of,
    propose,
    push,
    write_branch,
    write_folder,
)
from placette.desks.letters.settings import LettersSettings
from placette.engine.base.git import GitError, run_git
from placette.engine.base.message import N_
from placette.engine.library.build import Build
from placette.engine.problems.problems import Problem
from placette.plugin import attachments_of

NO_REPOSITORY = N_("There is no git repository here: use --to folder, which puts the texts into the content folder.")


class Way(StrEnum):
    """Where proposals go; the value is that of ``--to``."""

    FOLDER = "folder"
    BRANCH = "branch"
    FORGE = "forge"


class WayError(Exception):
    """A way that can't be taken here; the message is a msgid."""


@dataclass(frozen=True, slots=True)
class PutProposal:
    """Where a proposal is now (a folder, a branch or an address) and what the editor should know."""

    where: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Reserved:
    """Names of posts' folders, and keys of profiles, that other cases propose: no new one may have them."""

    folders: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ProposalDesk:
    """What ``handling`` needs of the site.

    ``propose`` is given a case, the folder of its post, or nothing, and what other cases have been given.
    """

    propose: Callable[[Case, str, Reserved], LetterProposal | None]
    check: Callable[[LetterProposal], tuple[Problem, ...]]
    put: Callable[[LetterProposal, LetterProposal | None], PutProposal]
    """Writes a proposal, given what was proposed of the same case before."""


def proposal_desk(
    settings: Mapping[str, Any], build: Build, way: Way, own: LettersSettings, root: Path
) -> ProposalDesk:
    """The desk of a site that was read, with its way out. Raises ``WayError`` or ``ProposingError``."""
    facts = facts_of(settings, build)

    def proposed(case: Case, folder: str, reserved: Reserved) -> LetterProposal | None:
        known = replace(facts, slugs=facts.slugs | reserved.folders, keys=facts.keys | reserved.keys)
        return _propose(case, known, settings, folder)

    return ProposalDesk(proposed, lambda proposal: problems_of(proposal, settings), _way_out(settings, way, own, root))


def _propose(case: Case, facts: SiteFacts, settings: Mapping[str, Any], folder: str) -> LetterProposal | None:
    photos = prepare_pictures(case.pictures)
    documents = prepare_enclosures(case.written.enclosures, attachments_of(settings), facts.lang)
    return propose(case, facts, photos, documents, PurePosixPath(folder) if folder else None)


def _way_out(
    settings: Mapping[str, Any], way: Way, own: LettersSettings, root: Path
) -> Callable[[LetterProposal, LetterProposal | None], PutProposal]:
    content = Path(settings["PATH"])
    if way is Way.FOLDER:
        return lambda proposal, before: _into_folder(proposal, before, content)
    top = _repository(root)
    inside = content.resolve().relative_to(top).as_posix()
    if way is Way.BRANCH:
        return lambda proposal, _before: _onto_branch(proposal, top, own, inside)
    destination = destination_of(own, os.environ.get("LETTERS_TOKEN", ""))

    def to_forge(proposal: LetterProposal, _before: LetterProposal | None) -> PutProposal:
        written = write_branch(proposal, top, own.target, inside, own.remote)
        there = push(proposal, top, written.commit, destination, settings["DEFAULT_LANG"])
        return PutProposal(there.address or proposal.branch, written.remarks)

    return to_forge


def _into_folder(proposal: LetterProposal, before: LetterProposal | None, content: Path) -> PutProposal:
    write_folder(proposal, content, before)
    return PutProposal(f"{content.name}/{proposal.folder}")


def _onto_branch(proposal: LetterProposal, top: Path, own: LettersSettings, inside: str) -> PutProposal:
    written = write_branch(proposal, top, own.target, inside)
    return PutProposal(proposal.branch, written.remarks)


def _repository(root: Path) -> Path:
    try:
        return Path(run_git(root, "rev-parse", "--show-toplevel").decode().strip()).resolve()
    except GitError as error:
        raise WayError(NO_REPOSITORY) from error
