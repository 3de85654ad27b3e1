"""What a server is told to do, by the programs that will read it."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from placette_letters.form.deployment import deployment
from tests.fixture_site import ROOT
from tests.placette_letters.form.fixture_form import encoded, rules_in
from tests.placette_letters.form.fixture_served import Served
from tests.placette_letters.form.test_deployment_serving import SMUGGLED

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
    assert sorted(name.removeprefix("placette-form.") for name in FILES) == [
        "nginx.conf",
        "service",
        "sysusers.conf",
        "tmpfiles.conf",
    ]
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
    with socket.socket() as first, socket.socket() as second:
        for one in (first, second):
            one.bind(("127.0.0.1", 0))
        plain, secure = first.getsockname()[1], second.getsockname()[1]
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
        _wait_for(secure)
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
    """What nginx says to these bytes until it closes, or waits for more."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=1) as plain, _trusting().wrap_socket(plain) as line:
        line.sendall(sent)
        with suppress(TimeoutError):
            while some := line.recv(65_536):
                got += some
    return got


def _wait_for(port: int) -> None:
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return
    pytest.fail("nginx did not start")
