"""Where proposals are pushed to, and what each kind of forge is told on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from placette.desks.intake import one_line
from placette.desks.letters.letter import LetterProposal
from placette.desks.letters.proposing.errors import ProposingError
from placette.desks.letters.proposing.facts import words_of
from placette.desks.letters.settings import LettersSettings
from placette.engine.base.message import N_
from placette.engine.base.shortening import shorten

_TITLE = 200
"""Characters of the longest title of a proposal; forges accept 255."""
_DESCRIPTION = 1500
_PROJECT = re.compile(r"(?:.*[:/])?(?P<owner>[A-Za-z0-9._-]+)/(?P<name>[A-Za-z0-9._-]+?)(?:\.git)?/?")
_SCP = re.compile(r"(?:[^@/\s]+@)?(?P<host>[A-Za-z0-9.-]+):(?!//)")
_UNKNOWN_FORGE = N_('LETTERS_FORGE = {value}: write "agit", "gitlab", "github", or nothing for a branch.')
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


class ForgeKind(StrEnum):
    """How a branch becomes a proposal; the value is that of ``LETTERS_FORGE``."""

    BRANCH = ""
    AGIT = "agit"
    GITLAB = "gitlab"
    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class Destination:
    """A forge, the repository there as git calls it, the branch that proposals are for, and the secret to write.

    ``api`` and ``project`` (``owner/name``) are GitHub's; empty, they are read from the repository's address.
    """

    kind: ForgeKind = ForgeKind.BRANCH
    remote: str = "origin"
    target: str = "main"
    token: str = field(default="", repr=False)
    api: str = ""
    project: str = ""


def destination_of(settings: LettersSettings, token: str = "") -> Destination:
    """The destination that the settings name; raises ``ProposingError`` for a forge that there isn't.

    ``token`` is what stands in ``LETTERS_TOKEN``.
    """
    if settings.forge not in set(ForgeKind):
        raise ProposingError(_UNKNOWN_FORGE, value=repr(settings.forge))
    return Destination(ForgeKind(settings.forge), settings.remote, settings.target, token)


def proposal_title(proposal: LetterProposal, lang: str) -> str:
    """The proposal's title on one line, which says whether something is still missing."""
    title = shorten(one_line(proposal.title), _TITLE - 20)
    return words_of(lang).gettext(_TO_COMPLETE).format(title=title) if proposal.gaps else title


def proposal_description(proposal: LetterProposal, lang: str) -> str:
    """What an editor should know first, on one line: nothing that the sender wrote, and no name."""
    say = words_of(lang).gettext
    codes = {gap.code for gap in proposal.gaps}
    missing = ", ".join(say(words) for code, words in _WORDS.items() if code in codes)
    said = [say(_ORIGIN).format(number=proposal.number), say(_MISSING).format(what=missing) if missing else ""]
    return shorten(one_line(" ".join(filter(None, said))), _DESCRIPTION)


def refspec_of(proposal: LetterProposal, commit: str, destination: Destination) -> str:
    """What is pushed where."""
    if destination.kind is ForgeKind.AGIT:
        return f"{commit}:refs/for/{destination.target}"
    return f"{commit}:refs/heads/{proposal.branch}"


def push_options(proposal: LetterProposal, destination: Destination, lang: str, *, force: bool = False) -> list[str]:
    """What goes along with a push: values on one line, since a line break would be refused by git.

    Sources: forgejo.org/docs/latest/user/agit-support, docs.gitlab.com/topics/git/commit (push options).
    """
    title, description = proposal_title(proposal, lang), proposal_description(proposal, lang)
    match destination.kind:
        case ForgeKind.AGIT:
            own = [f"topic={proposal.branch}", f"title={title}", f"description={description}"]
            return [*own, "force-push=true"] if force else own
        case ForgeKind.GITLAB:
            named = {"target": destination.target, "title": title, "description": description}
            return ["merge_request.create", *(f"merge_request.{key}={value}" for key, value in named.items())]
        case _:
            return []


def project_of(address: str) -> str:
    """``owner/name`` of a repository's address (``git@host:owner/name.git``, ``https://…``); empty if it has none."""
    found = _PROJECT.fullmatch(address)
    return f"{found['owner']}/{found['name']}" if found else ""


def api_of(address: str) -> str:
    """The address of GitHub's API for a repository's address: of github.com, or of a server of one's own."""
    found = _SCP.match(address)
    host = found["host"] if found else urlsplit(address).hostname or ""
    return "https://api.github.com" if host in {"github.com", "ssh.github.com"} else f"https://{host}/api/v3"
