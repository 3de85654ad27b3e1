"""Destinations of proposals: a folder, the gate that checks them, a forge of some kind."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlsplit

from placette import (
    N_,
    Problem,
    SettingError,
    executor_of,
    is_good_name,
    one_line,
    read_planned,
    reader_of,
    review,
    shorten,
    using,
    write_atomic,
)
from placette_letters import LettersSettings
from placette_letters.answering.mails import is_loopback
from placette_letters.letter import Gap, LetterProposal
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
        fresh = tuple(path for path in ordered if write_atomic(root / path, proposal.files[path]))
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
"""Characters of the longest description: GitHub takes 65,536, and git 65,516 bytes of an option of a push."""
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
    """Return the destination of the settings. Raises ``ProposingError`` for an unknown forge.

    ``token`` is the value of ``LETTERS_TOKEN``.
    """
    if settings.forge not in set(ForgeKind):
        raise ProposingError(_UNKNOWN_FORGE, value=repr(settings.forge))
    return Destination(ForgeKind(settings.forge), settings.remote, settings.target, token)


def proposal_title(proposal: LetterProposal, lang: str) -> str:
    """Return the proposal's title on one line, with a mark while something is missing."""
    title = shorten(one_line(proposal.title), _TITLE - 20)
    return words_of(lang).gettext(_TO_COMPLETE).format(title=title) if proposal.gaps else title


def proposal_description(proposal: LetterProposal, lang: str) -> str:
    """Return a line for the editor: what is missing, and the words of the letter that aren't in the text."""
    say = words_of(lang).gettext
    codes = {gap.code for gap in proposal.gaps}
    missing = ", ".join(say(words) for code, words in _WORDS.items() if code in codes)
    sentences = [say(_ORIGIN).format(number=proposal.number), say(_MISSING).format(what=missing) if missing else ""]
    return shorten(one_line(" ".join(filter(None, (*sentences, proposal.left_out)))), _DESCRIPTION)


def refspec_of(proposal: LetterProposal, commit: str, destination: Destination) -> str:
    """Return the refspec to push."""
    if destination.kind is ForgeKind.AGIT:
        return f"{commit}:refs/for/{destination.target}"
    return f"{commit}:refs/heads/{proposal.branch}"


def push_options(proposal: LetterProposal, destination: Destination, lang: str, *, force: bool = False) -> list[str]:
    """Return the options of a push: values on one line, since git would refuse a line break.

    Sources: forgejo.org/docs/latest/user/agit-support, docs.gitlab.com/topics/git/commit (push options).
    """
    title, description = proposal_title(proposal, lang), proposal_description(proposal, lang)
    match destination.kind:
        case ForgeKind.AGIT:
            lines = [f"topic={proposal.branch}", f"title={title}", f"description={description}"]
            return [*lines, "force-push=true"] if force else lines
        case ForgeKind.GITLAB:
            values = {"target": destination.target, "title": title, "description": description}
            return ["merge_request.create", *(f"merge_request.{key}={value}" for key, value in values.items())]
        case _:
            return []


def project_of(address: str) -> str:
    """``owner/name`` of a repository's address (``git@host:owner/name.git``, ``https://…``); empty if it has none."""
    match = _PROJECT.fullmatch(address)
    return f"{match['owner']}/{match['name']}" if match else ""


def api_of(address: str) -> str:
    """Return the address of GitHub's API for a repository's address: of github.com, or of a server of one's own."""
    match = _SCP.match(address)
    host = match["host"] if match else urlsplit(address).hostname or ""
    return "https://api.github.com" if host in {"github.com", "ssh.github.com"} else f"https://{host}/api/v3"


_UNREAD = N_("The proposal could not be checked: {what}")


def problems_of(proposal: LetterProposal, settings: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return the problems of the proposal's own files, advice too, as in ``invoke check``. Raises ``ProposingError``.

    Nothing is written into the content folder.
    """
    content, cache = Path(settings["PATH"]), Path(settings["CACHE_PATH"])
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="letters-", dir=cache) as folder, using(executor_of(settings)):
            copy = Path(folder) / content.name
            _lay(content, copy)
            for path, data in proposal.files.items():
                (copy / path).unlink(missing_ok=True)  # it may be one file with the site's own
                write_atomic(copy / path, data)
            build = read_planned(settings, reader_of(settings, review.ADVISER), copy)
    except (SettingError, OSError) as error:
        raise ProposingError(_UNREAD, what=error) from error
    return tuple(problem for problem in build.problems if problem.path in proposal.files)


def _lay(content: Path, copy: Path) -> None:
    """The regular files of a content folder once more, sharing their bytes where the disk can.

    Links and special files stay behind: the gate refuses them, and none of them is the proposal's.
    """
    copy.mkdir()
    for folder, _folders, names in os.walk(content):
        target = copy / Path(folder).relative_to(content)
        target.mkdir(exist_ok=True)
        for name in names:
            source = Path(folder) / name
            if stat.S_ISREG(source.lstat().st_mode):
                _share(source, target / name)


def _share(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # another disk, or one without hard links
        shutil.copyfile(source, target)


_PATIENCE = 20.0  # Seconds that a server has for each answer
_MOST = 2_000_000  # Bytes of the longest answer that is read; thirty pull requests take a quarter of it
_EXISTS = 422
"""GitHub's answer where there is one already (docs.github.com/rest/pulls/pulls, «Create a pull request»)."""
_NO_TOKEN = N_("GitHub needs a token in the environment variable LETTERS_TOKEN.")
_INSECURE = N_("A token is only sent over https: {address}")
_UNREACHED = N_("The forge at {host} cannot be reached: {what}")
_REFUSED = N_("The forge refuses the proposal ({status}): {what}")
_FORBIDDEN = N_(
    "The forge does not accept the token ({status}). It needs the right to write contents and pull requests."
)


def _pull_request(proposal: LetterProposal, repository: Path, destination: Destination, lang: str) -> str:
    """Return the address of the pull request, which is now open."""
    if not destination.token:
        raise ProposingError(_NO_TOKEN)
    address = _address_of(repository, destination.remote)
    api = replace(destination, api=destination.api or api_of(address))
    project, title = destination.project or project_of(address), proposal_title(proposal, lang)
    path, body = f"/repos/{quote(project)}/pulls", proposal_description(proposal, lang)
    sentences = {"title": title, "head": proposal.branch, "base": destination.target, "body": body}
    status, answer = _asked(api, "POST", path, sentences)
    if status != _EXISTS:
        return _address(_made(status, answer, api))
    head = quote(f"{project.partition('/')[0]}:{proposal.branch}", safe="")
    query = f"?state=open&head={head}&base={quote(destination.target, safe='')}"
    listed = _made(*_asked(api, "GET", path + query), api)
    # A server that ignores ``head=`` lists others too.
    pulls = [pull for pull in listed if _branch_of(pull) == proposal.branch] if isinstance(listed, list) else []
    if not pulls:
        raise ProposingError(_REFUSED, status=_EXISTS, what=_words(answer, api))
    # The title shows whether something is missing; an editor's own title stays.
    other = proposal_title(replace(proposal, gaps=() if proposal.gaps else (Gap("title"),)), lang)
    if pulls[0].get("title") == other and isinstance(pulls[0].get("number"), int):
        _made(*_asked(api, "PATCH", f"{path}/{pulls[0]['number']}", {"title": title}), api)
    return _address(pulls[0])


def _branch_of(listed: Any) -> Any:
    head = listed.get("head") if isinstance(listed, dict) else None
    return head.get("ref") if isinstance(head, dict) else None


def _made(status: int, answer: Any, api: Destination) -> Any:
    if status in {401, 403, 404}:
        raise ProposingError(_FORBIDDEN, status=status)
    if not 200 <= status < 300:
        raise ProposingError(_REFUSED, status=status, what=_words(answer, api))
    return answer


def _asked(api: Destination, method: str, path: str, said: dict[str, str] | None = None) -> tuple[int, Any]:
    """Status and parsed answer. Redirects aren't followed: the token is for this server alone."""
    there = urlsplit(api.api)
    host = there.hostname or ""
    if there.scheme != "https" and not (there.scheme == "http" and is_loopback(host)):
        raise ProposingError(_INSECURE, address=one_line(api.api))
    kind = http.client.HTTPSConnection if there.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, there.port, timeout=_PATIENCE)
    headers = {
        "Authorization": f"Bearer {api.token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        "User-Agent": "placette-letters",
        "Content-Type": "application/json",
    }
    try:
        connection.request(method, there.path.rstrip("/") + path, json.dumps(said) if said else None, headers)
        response = connection.getresponse()
        # The answer's bytes; raises ``TimeoutError`` for a server that sends them one by one, or too many,
        # and ``ValueError`` or ``HTTPException`` for one that breaks off
        end, parts = time.monotonic() + _PATIENCE, bytearray()
        while part := response.read1(65_536):
            parts += part
            if time.monotonic() > end or len(parts) > _MOST:
                raise TimeoutError
        announced = response.getheader("Content-Length")
        if announced and len(parts) != int(announced):
            raise http.client.IncompleteRead(bytes(parts))
        return response.status, _parsed(bytes(parts))
    except (OSError, http.client.HTTPException, ValueError) as error:
        what = one_line(str(error).replace(api.token, "…")) or type(error).__name__
        raise ProposingError(_UNREACHED, host=host, what=what) from error
    finally:
        connection.close()


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _words(answer: Any, api: Destination) -> str:
    """Return the words of a refusal, on one line."""
    said = [answer.get("message")] if isinstance(answer, dict) else []
    errors = answer.get("errors") if isinstance(answer, dict) else None
    said += [part.get("message") for part in errors if isinstance(part, dict)] if isinstance(errors, list) else []
    words = " ".join(word for word in said if isinstance(word, str))
    return shorten(one_line(words.replace(api.token, "…")), 300) or "?"


def _address(answer: Any) -> str:
    address = answer.get("html_url") if isinstance(answer, dict) else None
    return address if isinstance(address, str) and address.startswith(("https://", "http://")) else ""


_CUT_OFF = (-13, 141)
"""Exit codes of git or its shell after SIGPIPE: it writes push options even where there is nothing to push, or nothing
allowed, to a receiver that may be gone by then. Its messages are lost."""
_TARGET = re.compile(r"(?![-./])(?!.*(?:\.\.|//|@\{|\.lock$))[\w./+-]{1,200}(?<![./])")
"""Names of branches, a little stricter than git-check-ref-format(1)."""
_ADDRESS = re.compile(r"https?://[^\s<>\"']+/(?:pulls?|merge_requests)/\d+")
_HELPER = '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$LETTERS_USER" "$LETTERS_TOKEN"; }; f'
"""The helper that git asks for a password: it reads the environment, so that no list of processes shows the token."""
_USERS = {ForgeKind.GITLAB: "oauth2", ForgeKind.GITHUB: "x-access-token"}
"""The name that goes with a token; Forgejo and Gitea accept any."""
_BAD_TARGET = N_("“{name}” cannot be the name of a branch.")
_DIVERGED = N_(
    "The proposal was changed on the forge since ({branch}). Nothing was pushed: write the branch again first."
)
_NOT_ACCEPTED = N_("The repository “{remote}” did not accept the proposal: {what}")


def push(
    proposal: LetterProposal,
    repository: Path,
    commit: str,
    destination: Destination,
    lang: str = "fr",
    *,
    force: bool = False,
) -> str:
    """Push a commit of ``write_branch``, and have the forge propose it. Raises ``ProposingError``.

    Returns its address there; empty where the forge didn't name one. Without ``force``, changes
    there are never replaced. ``force`` is for AGit alone, where a proposal has no branch that could be fetched.
    """
    if destination.kind is ForgeKind.BRANCH:
        return ""
    refuse_odd_remote(destination.remote)
    if not _TARGET.fullmatch(destination.target):
        raise ProposingError(_BAD_TARGET, name=destination.target)
    reply = _push(proposal, repository, commit, destination, push_options(proposal, destination, lang, force=force))
    if destination.kind is not ForgeKind.GITHUB:
        match = _ADDRESS.search(reply)
        return match[0] if match else ""
    return _pull_request(proposal, repository, destination, lang)


def _push(proposal: LetterProposal, repository: Path, commit: str, destination: Destination, options: list[str]) -> str:
    """Return the forge's answer. An unchanged branch is no error."""
    along = [word for option in options for word in ("-o", option)]
    process = run_git_bounded(
        repository,
        *("push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no"),
        *(*along, "--end-of-options", destination.remote, refspec_of(proposal, commit, destination)),
        extra=_credentials(repository, destination),
        seconds=PATIENCE,
    )
    out, err = (part.decode("utf-8", "replace") for part in (process.stdout, process.stderr))
    there = _remote_commit(proposal, repository, destination) if process.returncode in _CUT_OFF else ""
    if not process.returncode or there == commit:
        return err
    words = without_secrets(f"{err}\n{out}", destination.token)
    if there or re.search(r"\(fetch first\)|\(non-fast-forward\)|force-push", words):
        raise ProposingError(_DIVERGED, branch=proposal.branch)
    raise ProposingError(_NOT_ACCEPTED, remote=without_secrets(destination.remote), what=words)


def _remote_commit(proposal: LetterProposal, repository: Path, destination: Destination) -> str:
    """Return the commit of the forge's branch; empty without such a branch."""
    name = refspec_of(proposal, "HEAD", destination).rpartition(":")[2]
    process = run_git_bounded(
        repository,
        *("ls-remote", "--end-of-options", destination.remote, name),
        extra=_credentials(repository, destination),
        seconds=PATIENCE,
    )
    commit, _, ref = process.stdout.decode("utf-8", "replace").strip().partition("\t")
    return commit if ref == name else ""


def _credentials(repository: Path, destination: Destination) -> dict[str, str]:
    """Return the variables by which git finds the token, for that server alone and only where the way there is safe."""
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
    process = run_git_bounded(repository, "remote", "get-url", "--push", "--", remote)
    return remote if process.returncode else process.stdout.decode("utf-8", "replace").strip()
