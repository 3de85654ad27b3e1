"""Opens a pull request on GitHub, or finds the one that is open: once, however often it is asked for."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from placette.desks.intake import one_line
from placette.desks.letters.answering import is_loopback
from placette.desks.letters.proposing.errors import ProposingError
from placette.engine.base.message import N_
from placette.engine.base.shortening import shorten

_PATIENCE = 20.0
"""Seconds that a server has for each answer."""
_MOST = 2_000_000
"""Bytes of the longest answer that is read; thirty pull requests take a quarter of it."""
_EXISTS = 422
"""What GitHub answers where there is one already (docs.github.com/rest/pulls/pulls, «Create a pull request»)."""
_NO_TOKEN = N_("GitHub needs a token in the environment variable LETTERS_TOKEN.")
_INSECURE = N_("A token is only sent over https: {address}")
_UNREACHED = N_("The forge at {host} cannot be reached: {what}")
_REFUSED = N_("The forge refuses the proposal ({status}): {what}")
_FORBIDDEN = N_(
    "The forge does not accept the token ({status}). It needs the right to write contents and pull requests."
)


@dataclass(frozen=True, slots=True)
class PullRequest:
    """What a pull request says: from which branch of ``project`` (``owner/name``) to which, and its words.

    ``other_title`` is the title that it had, or will have, with or without gaps; an editor's own title stays.
    """

    project: str
    head: str
    base: str
    title: str
    body: str
    other_title: str = ""


@dataclass(frozen=True, slots=True)
class GitHubApi:
    """The address of an API and the token for it, which no message shows."""

    address: str
    token: str = field(repr=False)


def open_pull_request(api: GitHubApi, wanted: PullRequest) -> str:
    """The address of the pull request, which is now open; raises ``ProposingError``."""
    if not api.token:
        raise ProposingError(_NO_TOKEN)
    path = f"/repos/{quote(wanted.project)}/pulls"
    said = {"title": wanted.title, "head": wanted.head, "base": wanted.base, "body": wanted.body}
    status, answer = _asked(api, "POST", path, said)
    if status == _EXISTS:
        return _found(api, path, wanted, answer)
    return _address(_made(status, answer, api))


def _found(api: GitHubApi, path: str, wanted: PullRequest, refusal: Any) -> str:
    """The open pull request of the branch, whose title says now whether something is missing."""
    owner = wanted.project.partition("/")[0]
    query = f"?state=open&head={quote(f'{owner}:{wanted.head}', safe='')}&base={quote(wanted.base, safe='')}"
    listed = _made(*_asked(api, "GET", path + query), api)
    known = [one for one in listed if _is_of(one, wanted)] if isinstance(listed, list) else []
    if not known:
        raise ProposingError(_REFUSED, status=_EXISTS, what=_words(refusal, api))
    if wanted.other_title and known[0].get("title") == wanted.other_title and isinstance(known[0].get("number"), int):
        _made(*_asked(api, "PATCH", f"{path}/{known[0]['number']}", {"title": wanted.title}), api)
    return _address(known[0])


def _is_of(one: Any, wanted: PullRequest) -> bool:
    """Whether a listed pull request is of the branch: a server that ignores ``head=`` lists others too."""
    head = one.get("head") if isinstance(one, dict) else None
    return isinstance(head, dict) and head.get("ref") == wanted.head


def _made(status: int, answer: Any, api: GitHubApi) -> Any:
    if status in {401, 403, 404}:
        raise ProposingError(_FORBIDDEN, status=status)
    if not 200 <= status < 300:
        raise ProposingError(_REFUSED, status=status, what=_words(answer, api))
    return answer


def _asked(api: GitHubApi, method: str, path: str, said: dict[str, str] | None = None) -> tuple[int, Any]:
    """Status and parsed answer. Redirects aren't followed: the token is for this server alone."""
    there = urlsplit(api.address)
    host = there.hostname or ""
    if there.scheme != "https" and not (there.scheme == "http" and is_loopback(host)):
        raise ProposingError(_INSECURE, address=one_line(api.address))
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
        return response.status, _parsed(_read(response))
    except (OSError, http.client.HTTPException, ValueError) as error:
        what = one_line(str(error).replace(api.token, "…")) or type(error).__name__
        raise ProposingError(_UNREACHED, host=host, what=what) from error
    finally:
        connection.close()


def _read(response: http.client.HTTPResponse) -> bytes:
    """The answer's bytes; raises ``TimeoutError`` for a server that sends them one by one, or too many,
    and ``ValueError`` or ``HTTPException`` for one that breaks off."""
    end, parts = time.monotonic() + _PATIENCE, bytearray()
    while part := response.read1(65_536):
        parts += part
        if time.monotonic() > end or len(parts) > _MOST:
            raise TimeoutError
    announced = response.getheader("Content-Length")
    if announced and len(parts) != int(announced):
        raise http.client.IncompleteRead(bytes(parts))
    return bytes(parts)


def _parsed(data: bytes) -> Any:
    """What the answer says; None for one that is no JSON, such as a proxy's page."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _words(answer: Any, api: GitHubApi) -> str:
    """What a refusal says, on one line."""
    said = [answer.get("message")] if isinstance(answer, dict) else []
    errors = answer.get("errors") if isinstance(answer, dict) else None
    said += [one.get("message") for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    words = " ".join(word for word in said if isinstance(word, str))
    return shorten(one_line(words.replace(api.token, "…")), 300) or "?"


def _address(answer: Any) -> str:
    address = answer.get("html_url") if isinstance(answer, dict) else None
    return address if isinstance(address, str) and address.startswith(("https://", "http://")) else ""
