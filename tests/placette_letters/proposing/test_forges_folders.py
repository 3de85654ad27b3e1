"""A proposal written into the content folder: a foreign file is never touched, a cut run can be done again."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from placette.engine.base.files import walk_files
from placette_letters.letter import LetterProposal
from placette_letters.proposing import forges
from placette_letters.proposing.branches import ProposingError, write_branch
from placette_letters.proposing.forges import (
    Destination,
    ForgeKind,
    api_of,
    problems_of,
    project_of,
    push,
    write_folder,
)
from placette_letters.proposing.front_matter import SiteFacts
from tests.placette_letters.proposing.fixture_letters import (
    made_of,
    make_case,
    make_facts,
    make_letter,
    make_settings,
    matter_of,
)
from tests.placette_letters.proposing.fixture_repositories import (
    BRANCH,
    FOLDER,
    MATTER,
    git,
    make_clone,
    make_forge,
    make_proposal,
)

pytestmark = pytest.mark.whole

POST = f"{FOLDER}/index.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "authors").mkdir(parents=True)
    (folder / "authors/lea.md").write_bytes(b"theirs")
    return folder


def with_file(path: str, data: bytes = b"x") -> LetterProposal:
    made = make_proposal()
    return replace(made, files={path: data, **made.files})


def test_twice_is_once(content: Path) -> None:
    made = make_proposal(a_jpg=b"a")
    assert write_folder(made, content) == (f"{FOLDER}/a.jpg", POST)
    assert write_folder(made, content) == ()
    assert walk_files(content) == [f"{FOLDER}/a.jpg", POST, "authors/lea.md"]


def test_an_update_replaces_and_removes_what_is_as_the_last_one_left_it(content: Path) -> None:
    first, second = make_proposal(a_jpg=b"a"), make_proposal(MATTER, b_jpg=b"b")
    write_folder(first, content)
    write_folder(second, content, first)
    assert walk_files(content) == [f"{FOLDER}/b.jpg", POST, "authors/lea.md"]
    assert (content / POST).read_text(encoding="utf-8") == MATTER


@pytest.mark.parametrize("before", [True, False])
def test_what_an_editor_changed_stays_and_nothing_is_written(before: bool, content: Path) -> None:
    first = make_proposal(a_jpg=b"a")
    write_folder(first, content)
    (content / POST).write_text("edited", encoding="utf-8")
    with pytest.raises(ProposingError, match="is there already and says something else"):
        write_folder(make_proposal(MATTER, b_jpg=b"b"), content, first if before else None)
    assert walk_files(content) == [f"{FOLDER}/a.jpg", POST, "authors/lea.md"]
    assert (content / POST).read_text(encoding="utf-8") == "edited"


@pytest.mark.parametrize(
    "path",
    ["authors/lea.md", "../x.md", "/tmp/x.md", "a/../../x.md", ".git/config", "articles/con.md", "a\\b.md", "A.md"],
)
def test_no_other_place_is_written(path: str, content: Path) -> None:
    with pytest.raises(ProposingError, match=r"nothing was written\.$"):
        write_folder(with_file(path), content)
    assert walk_files(content.parent) == ["content/authors/lea.md"]


def test_links_lead_nowhere(content: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (content / "articles").symlink_to(tmp_path / "outside")
    with pytest.raises(ProposingError, match="is no place"):
        write_folder(make_proposal(), content)
    (content / "articles").unlink()
    (content / FOLDER).mkdir(parents=True)
    (content / POST).symlink_to(tmp_path / "outside/index.md")
    with pytest.raises(ProposingError, match="is there already"):
        write_folder(make_proposal(), content)
    assert walk_files(tmp_path / "outside") == []


def test_a_disk_that_refuses_is_a_sentence(content: Path) -> None:
    (content / "articles").write_text("a file", encoding="utf-8")
    with pytest.raises(ProposingError, match="could not be written"):
        write_folder(make_proposal(), content)


def test_what_an_editor_changed_stays_where_the_letter_says_nothing_new_of_it(content: Path) -> None:
    first, second = make_proposal(a_jpg=b"a"), make_proposal(MATTER, a_jpg=b"a")
    write_folder(first, content)
    (content / FOLDER / "a.jpg").write_bytes(b"cut")
    assert write_folder(second, content, first) == (POST,)
    assert (content / FOLDER / "a.jpg").read_bytes() == b"cut"


def test_answers_of_somebody_new_update_what_the_first_run_wrote(tmp_path: Path) -> None:
    """The profile is the site's from then on, and the post, which its gaps block, is still its own."""
    settings = make_settings(tmp_path)
    content, facts = Path(settings["PATH"]), make_facts(settings)
    first = made_of(make_case(make_letter(fields={"name": "Marie"})), facts)
    write_folder(first, content)
    facts = make_facts(settings)
    again = made_of(make_case(make_letter(fields={"name": "Marie"})), facts, first.folder)
    assert again.files == first.files
    answered = made_of(make_case(make_letter(fields={"name": "Marie", "summary": "L’eau."})), facts, first.folder)
    assert write_folder(answered, content, again) == (f"{first.folder}/index.md",)
    other = made_of(make_case(make_letter(fields={"name": "Marie"})), facts)
    assert (matter_of(other)["auteurs"], "authors/marie.md" in other.files) == ([], False)


COMPLETE = make_letter(
    fields={
        "summary": "L'eau est de retour.",
        "commune": "Ambert",
        "category": "Patrimoine",
        "name": "Marie",
        "licence": "CC BY 4.0",
    }
)


def test_a_complete_letter_has_no_blocking_problem_and_the_site_stays_as_it_is(
    facts: SiteFacts, settings: dict[str, Any]
) -> None:
    content = Path(settings["PATH"])
    before = {path: (content / path).read_bytes() for path in walk_files(content)}
    proposal = made_of(make_case(COMPLETE), facts)
    assert [found for found in problems_of(proposal, settings) if found.severity == "blocks"] == []
    assert {path: (content / path).read_bytes() for path in walk_files(content)} == before
    assert not list(Path(settings["CACHE_PATH"]).glob("letters-*"))


def test_gaps_and_what_a_stranger_wrote_are_for_the_gate_to_say(facts: SiteFacts, settings: dict[str, Any]) -> None:
    text = "Texte.\n\n![](https://evil.example/pixel.gif)\n\n[x](javascript:alert(1))\n\nRien\u202e.\n"
    proposal = made_of(make_case(make_letter(text)), facts)
    codes = {found.code for found in problems_of(proposal, settings)}
    assert {"invisible-character"} <= codes
    proposal = made_of(make_case(make_letter(text.replace("\u202e", ""))), facts)
    codes = {found.code for found in problems_of(proposal, settings)}
    assert {"photo-remote", "link-scheme"} <= codes
    assert all(found.path in proposal.files for found in problems_of(proposal, settings))


def test_problems_of_other_texts_are_not_the_proposals(facts: SiteFacts, tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    broken = Path(settings["PATH"]) / "articles/2026/casse/index.md"
    broken.parent.mkdir()
    broken.write_text("---\ntitle: x\n---\n\n![](absent.jpg)\n", encoding="utf-8")
    (broken.parent / "link.md").symlink_to("/etc/passwd")
    assert [
        found for found in problems_of(made_of(make_case(COMPLETE), facts), settings) if found.severity == "blocks"
    ] == []


def test_a_proposal_may_change_a_file_of_the_site_in_the_copy_alone(facts: SiteFacts, settings: dict[str, Any]) -> None:
    proposal = made_of(make_case(COMPLETE), facts)
    own = Path(settings["PATH"]) / "authors/lea.md"
    before = own.read_bytes()
    over = replace(proposal, files={**proposal.files, "authors/lea.md": b"---\nname: x\nkind: nobody\n---\n"})
    assert "choice-unknown" in {found.code for found in problems_of(over, settings)}
    assert own.read_bytes() == before


def test_a_site_that_cannot_be_read_is_a_sentence(facts: SiteFacts, tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    shutil.rmtree(settings["PATH"])
    Path(settings["CACHE_PATH"]).write_text("no folder", encoding="utf-8")
    with pytest.raises(ProposingError, match="could not be checked"):
        problems_of(made_of(make_case(), facts), settings)


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
    assert push(make_proposal(), clone, first.commit, there(hub)) == address
    assert push(make_proposal(), clone, first.commit, there(hub)) == address
    assert [one["title"] for one in hub.pulls] == ["[à compléter] Le lavoir"]
    done = make_proposal(MATTER + "\nAutre.\n", gaps=())
    second = write_branch(done, clone, "main")
    assert push(done, clone, second.commit, there(hub)) == address
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
    assert push(make_proposal(), clone, first.commit, there(hub)) == ""


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
    monkeypatch.setattr(forges, "_PATIENCE", 0.3)
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
