"""GitHub's API as a real server on this machine speaks it: one pull request, and the token goes nowhere else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from placette.desks.letters.proposing import Destination, ForgeKind, ProposingError, pull_requests, push, write_branch
from placette.desks.letters.proposing.forges import api_of, project_of
from tests.desks.letters.proposing.fixture_repositories import (
    BRANCH,
    MATTER,
    git,
    make_clone,
    make_forge,
    make_proposal,
)

TOKEN = "SECRET-token"


@dataclass
class Hub:
    """A small GitHub: its pull requests, what it was asked, and what it does instead of answering properly."""

    address: str = ""
    pulls: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    raw: bytes = b""
    """Sent in the place of every answer."""

    def answer(self, method: str, path: str, said: Any) -> tuple[int, Any]:
        if method == "POST":
            if any(one["head"]["ref"] == said["head"] and one["state"] == "open" for one in self.pulls):
                return 422, {"message": "Validation Failed", "errors": [{"message": "A pull request already exists"}]}
            number = len(self.pulls) + 1
            known = {"number": number, "state": "open", "title": said["title"], "head": {"ref": said["head"]}}
            self.pulls.append({**known, "html_url": f"https://github.example/mairie/carnets/pull/{number}"})
            return 201, self.pulls[-1]
        if method == "PATCH":
            self.pulls[int(path.rpartition("/")[2]) - 1].update(said)
            return 200, {}
        (head,) = parse_qs(urlsplit(path).query)["head"]
        return 200, [one for one in self.pulls if f"mairie:{one['head']['ref']}" == head and one["state"] == "open"]


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            given = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = json.loads(given) if given else None
            made.asked.append((self.command, self.path, said))
            made.tokens.add(self.headers["Authorization"])
            if made.raw:
                self.wfile.write(made.raw)
                self.close_connection = True
                return
            status, answer = made.answer(self.command, self.path, said)
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = handle_any  # noqa: N815 - the server's own names

        def log_message(self, *words: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}/api"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return make_clone(tmp_path, make_forge(tmp_path))


def there(hub: Hub, **values: Any) -> Destination:
    known: dict[str, Any] = {"token": TOKEN, "api": hub.address, "project": "mairie/carnets"}
    return Destination(ForgeKind.GITHUB, **{**known, **values})


def test_a_pull_request_is_opened_once_and_its_title_follows_the_gaps(hub: Hub, clone: Path, tmp_path: Path) -> None:
    first = write_branch(make_proposal(), clone, "main")
    address = "https://github.example/mairie/carnets/pull/1"
    assert push(make_proposal(), clone, first.commit, there(hub)).address == address
    assert push(make_proposal(), clone, first.commit, there(hub)).address == address
    assert [one["title"] for one in hub.pulls] == ["[à compléter] Le lavoir"]
    done = make_proposal(MATTER + "\nAutre.\n", gaps=())
    second = write_branch(done, clone, "main")
    assert push(done, clone, second.commit, there(hub)).address == address
    assert [one["title"] for one in hub.pulls] == ["Le lavoir"]
    assert git(tmp_path / "forge.git", "rev-parse", BRANCH) == second.commit
    assert hub.tokens == {f"Bearer {TOKEN}"}
    assert [method for method, _path, _said in hub.asked] == ["POST", "POST", "GET", "POST", "GET", "PATCH"]
    assert hub.asked[0][1] == "/api/repos/mairie/carnets/pulls"


def test_a_title_that_an_editor_wrote_stays(hub: Hub, clone: Path) -> None:
    first = write_branch(make_proposal(), clone, "main")
    push(make_proposal(), clone, first.commit, there(hub))
    hub.pulls[0]["title"] = "Le lavoir, à relire par Édith"
    push(make_proposal(gaps=()), clone, first.commit, there(hub))
    assert hub.pulls[0]["title"] == "Le lavoir, à relire par Édith"


def test_after_a_kill_between_push_and_request_it_is_opened(hub: Hub, clone: Path) -> None:
    first = write_branch(make_proposal(), clone, "main")
    git(clone, "-c", "core.hooksPath=/dev/null", "push", "--quiet", "origin", BRANCH)
    push(make_proposal(), clone, first.commit, there(hub))
    assert len(hub.pulls) == 1


def _http(status: str, body: bytes, *headers: str) -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers))
    return f"{head}\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (_http("401 No", b'{"message": "Bad credentials"}'), "does not accept the token"),
        (_http("404 No", b"{}"), "does not accept the token"),
        (_http("500 No", b"<html>SECRET-token"), r"refuses the proposal \(500\): \?"),
        (_http("400 No", b'{"message": "no SECRET-token\\n\\u001b[31m"}'), r"\(400\): no … \[31m$"),
        (_http("302 Found", b"", "Location: https://evil.example/"), r"refuses the proposal \(302\)"),
        (_http("422 No", b'{"message": "No commits", "errors": [1, "x"]}'), "refuses the proposal"),
        (b"no http at all\r\n\r\n", "cannot be reached"),
        (_http("200 OK", b"x" * 3_000_000), "cannot be reached"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "cannot be reached"),
    ],
    ids=range(9),
)
def test_whatever_a_server_answers_becomes_a_sentence(raw: bytes, says: str, hub: Hub, clone: Path) -> None:
    first = write_branch(make_proposal(), clone, "main")
    hub.raw = raw
    with pytest.raises(ProposingError, match=says) as caught:
        push(make_proposal(), clone, first.commit, there(hub))
    assert "SECRET" not in str(caught.value)


def test_an_answer_that_says_nothing_leads_nowhere(hub: Hub, clone: Path) -> None:
    first = write_branch(make_proposal(), clone, "main")
    hub.raw = _http("201 Created", b'{"html_url": "javascript:alert(1)"}')
    assert push(make_proposal(), clone, first.commit, there(hub)).address == ""


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"token": ""}, "needs a token"),
        ({"api": "http://github.example/api"}, "only sent over https"),
        ({"api": "http://127.0.0.1:1/api"}, "cannot be reached"),
    ],
)
def test_a_token_is_needed_and_only_sent_where_it_is_safe(
    values: dict[str, str], says: str, hub: Hub, clone: Path
) -> None:
    first = write_branch(make_proposal(), clone, "main")
    with pytest.raises(ProposingError, match=says):
        push(make_proposal(), clone, first.commit, there(hub, **values))
    assert hub.asked == []


def test_a_server_that_never_answers_is_given_up(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    first = write_branch(make_proposal(), clone, "main")
    monkeypatch.setattr(pull_requests, "_PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        silent = Hub(f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(ProposingError, match="cannot be reached"):
            push(make_proposal(), clone, first.commit, there(silent))


@pytest.mark.parametrize(
    ("address", "project", "api"),
    [
        ("git@github.com:mairie/carnets.git", "mairie/carnets", "https://api.github.com"),
        ("https://github.com/mairie/carnets", "mairie/carnets", "https://api.github.com"),
        ("https://x:y@github.com/mairie/carnets.git/", "mairie/carnets", "https://api.github.com"),
        ("ssh://git@ssh.github.com:443/mairie/carnets.git", "mairie/carnets", "https://api.github.com"),
        ("https://git.mairie.example/a/b.git", "a/b", "https://git.mairie.example/api/v3"),
    ],
)
def test_project_and_api_are_read_from_the_repositorys_address(address: str, project: str, api: str) -> None:
    assert (project_of(address), api_of(address)) == (project, api)
