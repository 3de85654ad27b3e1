"""Our receiver accepts plausible notifications at once, fetches nothing, and doesn't fill the disk."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pytest

from placette_mentions import fetching
from placette_mentions.receiver import ReceiverRules, receiver, receiver_server
from tests.placette_mentions.fixture_elsewhere import SITE, TARGET

SOURCE = "https://ailleurs.example/billet"


class Served:
    """A receiver that runs."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.folder = port, folder

    def send(self, body: str, kind: str = "application/x-www-form-urlencoded", method: str = "POST") -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, "/", body, {"Content-Type": kind, "X-Forwarded-For": "203.0.113.7"})
        answer = connection.getresponse()
        assert answer.getheader("Content-Security-Policy", "").startswith("default-src 'none'")
        return answer.status, answer.read().decode()

    def notify(self, source: str = SOURCE, target: str = TARGET) -> int:
        return self.send(urlencode({"source": source, "target": target}))[0]

    def waiting(self) -> list[dict[str, str]]:
        return [json.loads(file.read_bytes()) for file in sorted(self.folder.glob("*"))]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = receiver_server(ReceiverRules(SITE, tmp_path / "inbox", each=20), port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Served(server.effective_port, tmp_path / "inbox")
    server.close()


def test_what_may_be_true_is_accepted_and_kept_once(served: Served) -> None:
    assert [served.notify(), served.notify()] == [202, 202]
    assert served.waiting() == [{"source": SOURCE, "target": TARGET}]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (TARGET, TARGET),
        (f"{TARGET}#a", TARGET),
        (SOURCE, "https://autre.example/"),
        (SOURCE, "https://carnets.example.attacker.example/"),
        (SOURCE, "https://carnets.example@attacker.example/"),
        ("ftp://ailleurs.example/", TARGET),
        ("javascript:alert(1)", TARGET),
        ("/billet", TARGET),
        ("https://ailleurs.example/a b", TARGET),
        ("https://ailleurs.example/\u202e", TARGET),
        ("https://[::1", TARGET),
        ("https://ailleurs.example/" + "x" * 500, TARGET),
        ("", TARGET),
    ],
)
def test_what_cannot_be_true_is_refused(served: Served, source: str, target: str) -> None:
    assert served.notify(source, target) == 400
    assert served.waiting() == []


def test_only_one_source_and_one_target_as_a_form(served: Served) -> None:
    twice = f"source={SOURCE}&source={SOURCE}&target={TARGET}"
    bodies = (twice, "source=x", "", "x", "&".join("a=b" for _ in range(50)), "source=%FF&target=%FF")
    assert {served.send(body)[0] for body in bodies} == {400}
    assert served.send(json.dumps({"source": SOURCE}), "application/json")[0] == 415
    assert served.send("source=" + "x" * 5000)[0] == 413
    assert [served.send("", method=method)[0] for method in ("GET", "PUT")] == [200, 405]
    assert served.waiting() == []


def test_one_address_may_send_so_many_an_hour(served: Served) -> None:
    assert [served.notify(f"{SOURCE}/{number}") for number in range(22)] == [202] * 20 + [429] * 2
    assert len(served.waiting()) == 20


def test_a_full_inbox_takes_no_more(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_WAITING", 3)
    assert [served.notify(f"{SOURCE}/{number}") for number in range(5)] == [202] * 3 + [503] * 2
    assert len(served.waiting()) == 3


def test_a_file_of_others_in_the_inbox_is_no_mention(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.json").write_text("[1]", encoding="utf-8")
    (tmp_path / "c.json").write_bytes(b"x" * 10_000)
    (tmp_path / ".d.part").write_text("{}", encoding="utf-8")
    assert [(file.name, told) for file, told in fetching.waiting_notifications(tmp_path)] == [
        (name, None) for name in ("a.json", "b.json", "c.json")
    ]


def test_one_server_and_one_day_bring_so_many_and_no_more(tmp_path: Path) -> None:
    now = [0.0]
    serve = receiver(ReceiverRules(SITE, tmp_path, each=100, daily=5, from_one=3), lambda: now[0])

    def tell(source: str) -> int:
        body = urlencode({"source": source, "target": TARGET}).encode()
        given = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded", "REMOTE_ADDR": "::1"}
        told: list[str] = []
        serve({**given, "wsgi.input": BytesIO(body)}, lambda status, _headers: told.append(status))
        return int(told[0][:3])

    assert [tell(f"https://a.example/{number}") for number in range(4)] == [202, 202, 202, 429]
    assert [tell(f"https://A.example./{number}") for number in range(2)] == [429, 429]
    assert [tell(f"https://{name}.example/") for name in "bcd"] == [202, 202, 429]
    now[0] = 86_401.0
    assert tell("https://a.example/9") == 202
