"""The real server: letters over sockets, and what hostile senders try there."""

from __future__ import annotations

import logging
import os
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from placette_letters.form.deployment import form_server
from tests.placette_letters.form.fixture_form import JPEG, encoded, mails_in, rules_in
from tests.placette_letters.form.fixture_served import Served, served

SMUGGLED = yaml.safe_load(Path(__file__).with_name("smuggled.yml").read_text(encoding="utf-8"))


def test_a_letter_with_photos_and_a_document_becomes_a_mail(server: Served) -> None:
    before = set(server.letters())
    large = JPEG + os.urandom(300_000)
    files = (("photos", "IMG_1.jpg", JPEG), ("photos", "été.jpg", large), ("document", "Lavoir.odt", b"PK\x03\x04"))
    answer, _ = server.write(
        files,
        text="Il était vide.\r\n\r\nPuis non.",
        title="Le lavoir",
        name="Léa Montel",
        commune="Vic-sur-Cère",
        email="lea@mail.example",
    )
    assert answer.status == 303
    [path] = set(server.letters()) - before
    [mail] = [mail for mail in mails_in(server.folder) if mail["X-Placette-Field-commune"] == "Vic-sur-Cère"]
    assert mail["From"] == "Léa Montel <lea@mail.example>"
    assert (mail["Subject"], mail["X-Placette-Form"], mail["X-Placette-Proof"]) == ("Le lavoir", "1", "altcha")
    found = [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()]
    assert found == [("01-IMG_1.jpg", JPEG), ("02-été.jpg", large), ("03-Lavoir.odt", b"PK\x03\x04")]
    assert b"203.0.113.77" not in path.read_bytes(), "where it came from is nobody's business"


def test_a_letter_without_proof_says_so(server: Served) -> None:
    answer, _ = server.write(text="Sans script", proven=False, title="sans preuve")
    assert answer.status == 303
    [mail] = [mail for mail in mails_in(server.folder) if mail["Subject"] == "sans preuve"]
    assert mail["X-Placette-Proof"] == "none"


def test_no_line_of_a_sender_becomes_a_header(server: Served) -> None:
    evil = "x\r\nBcc: all@evil.example\r\n\r\n<script>"
    page = server.get("/")[1].decode()
    stamp = page.partition('name="stamp" value="')[2].partition('"')[0]
    names = ("title", "name", "commune", "credit")
    values = dict.fromkeys(names, evil) | {"stamp": stamp, "text": "Injection", "email": "lea@mail.example"}
    kind, body = encoded(values, (("photos", "a%0D%0ABcc: b@evil.example.jpg", JPEG),))
    head = f"POST / HTTP/1.0\r\nHost: a\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    assert server.raw(head.encode() + body).startswith(b"HTTP/1.0 303 ")
    [mail] = [mail for mail in mails_in(server.folder) if "evil" in str(mail["X-Placette-Field-title"])]
    assert mail["Bcc"] is None
    assert [name for part in mail.walk() for name in part if "bcc" in name.lower()] == []
    assert mail["X-Placette-Field-title"] == "x Bcc: all@evil.example <script>"


@pytest.mark.parametrize("case", [case for case in SMUGGLED if not case.get("front")], ids=lambda case: case["name"])
def test_no_second_letter_hides_in_a_request(server: Served, case: dict[str, str]) -> None:
    before = server.letters()
    stamp = server.get("/")[1].decode().partition('name="stamp" value="')[2].partition('"')[0]
    kind, body = encoded({"stamp": stamp, "text": "Caché"})
    letter = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body.decode()}"
    answer = server.raw(case["sent"].replace("{letter}", letter).encode())
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400", b"HTTP/1.1 415", b"HTTP/1.1 501", b"HTTP/1.0 501"))
    assert b" 303 " not in answer
    assert server.letters() == before


@pytest.mark.parametrize(("size", "sent"), [(50_000_001, 50_000_001), (50_065_537, 0), (10**12, 0)])
def test_what_is_too_large_is_refused_and_kept_nowhere(server: Served, size: int, sent: int) -> None:
    before = server.letters()
    kind = "Content-Type: multipart/form-data; boundary=x"
    head = f"POST / HTTP/1.0\r\nHost: a\r\n{kind}\r\nContent-Length: {size}\r\n\r\n"
    answer = server.raw(head.encode() + bytes(sent))
    assert answer.split(b"\r\n")[0].split(b" ")[1] == b"413"
    assert ("C’est trop pour une seule lettre".encode() in answer) == bool(sent), "said by the form where it can be"
    assert server.letters() == before


def test_headers_without_end_are_refused(server: Served) -> None:
    begin = b"GET / HTTP/1.1\r\nHost: a\r\nX: "
    answer = server.raw(begin + b"y" * (16_384 - len(begin)))
    assert answer.split(b"\r\n")[0].split(b" ")[1] == b"431"


def test_those_who_speak_slowly_keep_nobody_waiting(server: Served) -> None:
    with ExitStack() as opened:
        for sent in (b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nabc") * 40:
            line = opened.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
            line.sendall(sent)
        answer, _ = server.get("/")
        assert answer.status == 200


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc says what a process takes")
def test_a_large_letter_takes_disk_and_not_memory(tmp_path: Path) -> None:
    with served(tmp_path) as running:
        running.write(text="D’abord une petite", files=(("photos", "a.jpg", JPEG),))
        before = running.most_memory()
        files = tuple(("photos", f"{number}.jpg", JPEG + bytes(3_900_000)) for number in range(12))
        answer, _ = running.write(files, text="Douze photos")
        assert answer.status == 303
        assert running.letters()[-1].stat().st_size + running.letters()[0].stat().st_size > 60_000_000
        assert running.most_memory() - before < 8_000_000


def test_nobody_is_written_down(tmp_path: Path) -> None:
    with served(tmp_path, "en") as running:
        running.write(text="Secret words", email="lea@mail.example", name="Léa")
        running.raw(b"GET /lea@mail.example HTTP/1.1\r\nX-Forwarded-For: 203.0.113.77, nonsense\r\nHost: \0\r\n\r\n")
        running.folder.rename(running.folder.with_name("gone"))
        answer, body = running.write(text="Secret words", email="lea@mail.example", name="Léa")
        said = running.said.read_text(encoding="utf-8")
    assert answer.status == 503
    assert "Your letter was not kept" in body.decode()
    assert "Server" not in dict(answer.getheaders())
    assert said.strip() == "FileNotFoundError 2"


def test_each_visitor_behind_the_server_in_front_is_counted_alone(tmp_path: Path) -> None:
    with served(tmp_path, letters=1) as running:
        senders = ("203.0.113.1", "203.0.113.1", "203.0.113.2", "2001:db8::1", "2001:db8::2")
        statuses = [running.write(text="Bonjour", sender=sender)[0].status for sender in senders]
    assert statuses == [303, 429, 303, 303, 429]


def test_a_fault_is_written_down_without_anybodys_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    form_server(rules_in(tmp_path), port=0).close()
    try:
        raise ValueError("lea@mail.example")
    except ValueError:
        logging.getLogger("waitress").exception("Exception while serving %s", "/lea@mail.example")
    assert "ValueError (" in caplog.text
    assert "test_serving.py:" in caplog.text
    assert "lea@" not in caplog.text
