"""The form's real server in a process of its own: ``python -m tests.placette_letters.form.fixture_served FOLDER``."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from placette_letters.form.deployment import form_server
from tests.fixture_site import ROOT
from tests.placette_letters.form.fixture_form import QUICK, Files, encoded, rules_in, solved


@dataclass(frozen=True)
class Served:
    """A server that runs: its port, its process, the folder that it drops letters into, its output."""

    port: int
    process: subprocess.Popen[str]
    folder: Path
    said: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path)
        answer = connection.getresponse()
        return answer, answer.read()

    def write(
        self, files: Files = (), *, proven: bool = True, sender: str = "203.0.113.77", **values: str
    ) -> tuple[HTTPResponse, bytes]:
        """A letter on a new page, sent as a browser sends it."""
        page = self.get("/")[1].decode()
        stamp = page.partition('name="stamp" value="')[2].partition('"')[0]
        proof = solved(self.get("/challenge")[1].decode()) if proven else ""
        kind, body = encoded({"stamp": stamp, "proof": proof} | values, files)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/", body, {"Content-Type": kind, "X-Forwarded-For": sender})
        answer = connection.getresponse()
        return answer, answer.read()

    def raw(self, sent: bytes) -> bytes:
        """Return all bytes that come back until the server closes or waits for more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(sent)
            with suppress(OSError):  # the server has closed already
                line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65_536), b""))

    def letters(self) -> list[Path]:
        return sorted(self.folder.glob("*.eml"))

    def most_memory(self) -> int:
        """The most bytes that the process has ever had in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@contextmanager
def served(folder: Path, lang: str = "fr", letters: int = 1000) -> Iterator[Served]:
    """Serve a form that drops letters below ``folder``, so many from one address; ends the process."""
    words = folder / "said.txt"
    with words.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.placette_letters.form.fixture_served", str(folder), lang, str(letters)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'plugins'}{os.pathsep}{ROOT}"},
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="ascii",
        )
    try:
        assert process.stdout
        yield Served(int(process.stdout.readline()), process, folder / "form" / "drop", words)
    finally:
        process.kill()
        process.wait()


def _serve(folder: Path, lang: str, letters: int) -> None:
    server = form_server(rules_in(folder, replace(QUICK, letters=letters), DEFAULT_LANG=lang), port=0)
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
