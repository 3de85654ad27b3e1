"""A form on this machine: its rules, letters as browsers send them, and the mails that it drops."""

from __future__ import annotations

import email
import io
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from altcha import Challenge, Payload, solve_challenge

from placette_letters.form.application import application
from placette_letters.form.submission import FormLimits, FormRules, rules_of

SITE = "https://carnets.example/blog/"
SETTINGS = {
    "SITENAME": "Carnets d’Auvergne",
    "SITEURL": SITE.rstrip("/"),
    "DEFAULT_LANG": "fr",
    "LETTERBOX_ADDRESS": "lettres@carnets.example",
    "LETTERBOX_FORM": "https://ecrire.carnets.example",
}
QUICK = FormLimits(delay=0, delay_without_proof=0, letters=1000, letters_without_proof=1000, attempts=5000, cost=10)
"""No waiting and no limits of pace, for tests of something else."""
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
EPOCH = 4_000_000_000.0
"""In the year 2096: ALTCHA asks the real clock whether a challenge has expired."""
Files = tuple[tuple[str, str, bytes], ...]
"""The field, the name and the bytes of each file."""


def rules_in(folder: Path, limits: FormLimits = QUICK, **settings: Any) -> FormRules:
    """The rules of a form that drops letters below ``folder``."""
    return replace(rules_of(SETTINGS | settings, folder / "form" / "drop"), limits=limits)


def encoded(values: Mapping[str, str], files: Files = ()) -> tuple[str, bytes]:
    """The content type and the body of a form as browsers send it."""
    boundary = f"----{secrets.token_hex(8)}"
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in values.items()]
    for name, called, data in files:
        head = f'name="{name}"; filename="{called}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts.append(head.encode() + data)
    begin = f"--{boundary}\r\nContent-Disposition: form-data; ".encode()
    body = b"".join(begin + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body


def solved(challenge: str) -> str:
    """The proof for a challenge, as the library itself solves it."""
    known = Challenge.from_dict(json.loads(challenge))
    solution = solve_challenge(known)
    assert solution
    return Payload(known, solution).to_base64()


def mails_in(folder: Path) -> list[EmailMessage]:
    """The mails of a folder, in the order in which they came."""
    paths = sorted(folder.glob("*.eml"))
    items = [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]
    assert all(isinstance(mail, EmailMessage) for mail in items)
    return items  # type: ignore[return-value]


@dataclass(frozen=True)
class Given:
    """An answer of the application."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Asked:
    """The application without a server, at a moment that the test chooses."""

    rules: FormRules
    now: float = EPOCH
    serve: Callable[..., Any] = field(init=False)

    def __post_init__(self) -> None:
        self.serve = application(self.rules, lambda: self.now)

    def get(self, path: str, query: str = "", method: str = "GET") -> Given:
        return self._ask({"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query})

    def page(self) -> dict[str, str]:
        """The hidden fields of a new page."""
        page = self.get("/").text
        return {"stamp": page.partition('name="stamp" value="')[2].partition('"')[0], "kind": "post"}

    def send(self, values: Mapping[str, str], files: Files = (), sender: str = "192.0.2.1", **headers: str) -> Given:
        kind, body = encoded(values, files)
        environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
        return self._ask(environ | {"wsgi.input": io.BytesIO(body), "REMOTE_ADDR": sender} | headers)

    def write(self, files: Files = (), sender: str = "192.0.2.1", **values: str) -> Given:
        """A letter on a new page."""
        return self.send({**self.page(), "text": "Le lavoir est vide.", **values}, files, sender)

    @property
    def mails(self) -> list[EmailMessage]:
        return mails_in(self.rules.folder)

    def _ask(self, environ: dict[str, Any]) -> Given:
        got: list[Any] = []
        body = b"".join(self.serve(environ, lambda status, headers: got.extend((status, headers))))
        return Given(int(got[0][:3]), dict(got[1]), body)


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """A form without waiting, asked without a server."""
    return Asked(rules_in(tmp_path))
