"""The files for a server, checked by the programs that will read it."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from placette_letters.form.deployment import deployment, form_server
from placette_letters.form.server import Doorkeeper
from tests.fixture_site import ROOT
from tests.placette_letters.fixture_mailbox import free_port, wait_for
from tests.placette_letters.form.fixture_form import JPEG, encoded, mails_in, rules_in
from tests.placette_letters.form.fixture_served import Served, served

pytestmark = pytest.mark.whole

_COMMAND = ("/srv/site/.venv/bin/invoke", "letters", "--serve")
_KEYS = ROOT / "tests/commands/doctor/certificates/valid.pem"
_CONF = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/form.conf;
}}
"""
FILES = deployment(rules_in(Path("/var/spool/placette")), _COMMAND, Path("/srv/site"))


def test_a_server_gets_four_files() -> None:
    names = [f"placette-form.{end}" for end in ("nginx.conf", "service", "sysusers.conf", "tmpfiles.conf")]
    assert sorted(FILES) == names
    unit = FILES["placette-form.service"]
    assert "ExecStart=/srv/site/.venv/bin/invoke letters --serve\n" in unit
    assert "ReadWritePaths=/var/spool/placette/form\n" in unit
    assert (
        "d /var/spool/placette/form/drop 2770 placette-form placette-letters -\n"
        in FILES["placette-form.tmpfiles.conf"]
    )
    assert "server_name ecrire.carnets.example;" in FILES["placette-form.nginx.conf"]


def test_a_command_is_said_as_it_is() -> None:
    unit = deployment(rules_in(Path("/a")), ("/b/my python", "100%", "$HOME", 'say "x"', ""), Path("/s"))
    told = unit["placette-form.service"].partition("ExecStart=")[2].partition("\n")[0]
    assert told == r'"/b/my python" "100%%" "$$HOME" "say \"x\"" ""'


@pytest.mark.parametrize("path", ["/a b", "relative", "/a;b", "/a%b", "/a\nExecStart=/bin/sh", '/a"b', "/a#b", "/${x}"])
def test_a_path_that_the_files_cannot_say_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        deployment(rules_in(Path("/a")), _COMMAND, Path(path))
    with pytest.raises(ValueError, match=r"\S"):
        deployment(rules_in(Path(path)), _COMMAND, Path("/s"))


def test_a_form_without_a_host_has_no_server() -> None:
    with pytest.raises(ValueError, match="LETTERBOX_FORM"):
        deployment(rules_in(Path("/a"), LETTERBOX_FORM=""), _COMMAND, Path("/s"))


@pytest.mark.server
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="a system without systemd")
def test_systemd_understands_the_unit_and_finds_it_safe(tmp_path: Path) -> None:
    unit = deployment(rules_in(tmp_path), ("/bin/true",), tmp_path)["placette-form.service"]
    path = tmp_path / "placette-form.service"
    # Not below /dev, where a machine may keep the folders of its tests: there systemd runs nothing.
    path.write_text(unit.replace(str(tmp_path), "/srv/carnets"), encoding="utf-8")
    verified = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True, check=False)
    told = [line for line in (verified.stdout + verified.stderr).splitlines() if "placette-form" in line]
    assert (verified.returncode, told) == (0, [])
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout[-300:]


@pytest.fixture
def front(tmp_path: Path, server: Served) -> Iterator[tuple[int, Path]]:
    """nginx in front of the form, with the file that it is given but for its ports; its port and its folder."""
    plain, secure = free_port(), free_port()
    for name in ("fullchain.pem", "privkey.pem"):
        shutil.copy(_KEYS, tmp_path / name)
    rules = replace(rules_in(tmp_path), port=server.port)
    conf = deployment(rules, _COMMAND, tmp_path, tmp_path)["placette-form.nginx.conf"]
    conf = conf.replace("    listen [::]:80;\n", "").replace("    listen [::]:443 ssl;\n", "")
    conf = conf.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace(
        "listen 443 ", f"listen 127.0.0.1:{secure} "
    )
    (tmp_path / "form.conf").write_text(conf, encoding="utf-8")
    (tmp_path / "nginx.conf").write_text(_CONF.format(folder=tmp_path), encoding="utf-8")
    process = subprocess.Popen(["nginx", "-e", tmp_path / "error.log", "-c", tmp_path / "nginx.conf"])
    try:
        wait_for(secure)
        yield secure, tmp_path
    finally:
        process.terminate()
        process.wait()


@pytest.mark.server
def test_nginx_brings_letters_to_the_form_and_writes_nothing_down(front: tuple[int, Path], server: Served) -> None:
    port, folder = front
    before = server.letters()
    stamp = server.get("/")[1].decode().partition('name="stamp" value="')[2].partition('"')[0]
    kind, body = encoded({"stamp": stamp, "text": "Par nginx"})
    answer, _ = _ask(port, "POST", "/", body, Content_Type=kind)
    assert answer.status == 303
    assert str(answer.headers["Location"]).startswith("/thanks?reference=")
    assert str(answer.headers["Strict-Transport-Security"]).startswith("max-age=")
    assert len(server.letters()) == len(before) + 1
    refused, said = _ask(port, "POST", "/", Content_Length="50000001")
    assert refused.status == 413
    assert "C’est trop pour une seule lettre" in said.decode()
    letter = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    for case in SMUGGLED:
        sent = case["sent"].replace("{letter}", letter + body.decode())
        assert b" 303 " not in _exchange(port, sent.encode()), case["name"]
    assert len(server.letters()) == len(before) + 1
    assert any(_ask(port, "GET", "/robots.txt")[0].status == 429 for _ in range(1000)), "there is an end to asking"
    kept = {path.name for path in folder.rglob("*.log") if path.stat().st_size}
    assert kept == set(), "neither an access nor an error with an address"


def _trusting() -> ssl.SSLContext:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return trusting


def _ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[HTTPResponse, bytes]:
    line = HTTPSConnection("127.0.0.1", port, timeout=20, context=_trusting())
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    line.request(method, path, body, {"Host": "ecrire.carnets.example", **named})
    answer = line.getresponse()
    return answer, answer.read()


def _exchange(port: int, sent: bytes) -> bytes:
    """Return nginx's answer to these bytes until it closes, or waits for more."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=1) as plain, _trusting().wrap_socket(plain) as line:
        line.sendall(sent)
        with suppress(TimeoutError):
            while some := line.recv(65_536):
                got += some
    return got


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
    items = [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()]
    assert items == [("01-IMG_1.jpg", JPEG), ("02-été.jpg", large), ("03-Lavoir.odt", b"PK\x03\x04")]
    assert b"203.0.113.77" not in path.read_bytes(), "where it came from is nobody's business"


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


def test_more_slow_ones_than_there_are_places_keep_nobody_waiting(server: Served) -> None:
    with ExitStack() as opened:
        for number in range(250):
            line = opened.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
            line.sendall((b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nabc")[number % 2])
        answer, _ = server.get("/")
        assert answer.status == 200


class Channel:
    """What a doorkeeper sees of a connection."""

    def __init__(self, *, headers: bool = False, working: bool = False) -> None:
        self.request, self.requests, self.will_close = SimpleNamespace(headers_finished=headers), [1] * working, False

    def writable(self) -> bool:
        return self.will_close


def test_a_request_must_come_whole_in_time_however_often_it_says_something() -> None:
    now = 0.0
    channels = [Channel(), Channel(headers=True), Channel(working=True)]
    keeper = Doorkeeper(SimpleNamespace(active_channels=dict(enumerate(channels))), lambda: True, 100, 600, lambda: now)
    closed = []
    for now in (0.0, 60.0, 61.0, 600.0, 601.0):  # noqa: B007 - the clock reads it
        assert keeper.readable()
        closed.append([channel.will_close for channel in channels])
    assert closed == [[False] * 3, [False] * 3, [True, False, False], [True, False, False], [True, True, False]]


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
    assert "test_deployment.py:" in caplog.text
    assert "lea@" not in caplog.text
