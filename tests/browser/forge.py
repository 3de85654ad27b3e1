"""A forge on this computer that speaks as much of Gitea's API as the editor needs; it keeps what is saved."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from placette.engine.base.files import walk_files
from tests.fixture_web import running

TOKEN = "a-token-of-this-test"
REPOSITORY = "commune/blog"
_USER = {"id": 1, "login": "redaction", "full_name": "Rédaction", "email": "redaction@forge.example", "avatar_url": ""}


@dataclass
class Forge:
    """The files of a repository by path, and every commit: its message and what it changed."""

    files: dict[str, bytes]
    commits: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def head(self) -> str:
        """The name of the newest commit."""
        return hashlib.sha1(f"{len(self.commits)}".encode()).hexdigest()

    def tree(self) -> list[dict[str, Any]]:
        """Every file, as git trees list them."""
        return [
            {"path": path, "type": "blob", "mode": "100644", "size": len(data), "sha": blob_name(data)}
            for path, data in sorted(self.files.items())
        ]

    def commit(self, body: dict[str, Any]) -> dict[str, Any]:
        """Apply what ``POST /contents`` asks for."""
        self.commits.append(body)
        for change in body["files"]:
            if change["operation"] == "delete":
                del self.files[change["path"]]
                continue
            if change["operation"] == "update" and change.get("sha"):
                known = self.files[change.get("from_path") or change["path"]]
                assert blob_name(known) == change["sha"], "somebody else changed it"
            self.files[change["path"]] = base64.b64decode(change["content"])
        made = [{"path": one["path"], "sha": blob_name(self.files.get(one["path"], b""))} for one in body["files"]]
        return {"commit": {"sha": self.head, "created": "2026-12-01T00:00:00Z"}, "files": made}


def blob_name(data: bytes) -> str:
    """What git calls a file of these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, forge: Forge, *args: Any) -> None:
        self.forge = forge
        super().__init__(*args)

    def do_OPTIONS(self) -> None:
        self._send(204, b"")

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix("/api/v1")
        self.forge.asked.append(f"{self.command} {path}")
        if path != "/version" and self.headers["Authorization"] != f"token {TOKEN}":
            self._send(401, b"{}")
            return
        found = _answers(self.forge, path, body)
        if found is None:
            self._send(404, b"{}")
        else:
            self._send(200, found if isinstance(found, bytes) else json.dumps(found).encode())

    def _send(self, code: int, body: bytes) -> None:
        self.send_response(code)
        for name, value in (
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Headers", "authorization, content-type, accept"),
            ("Access-Control-Allow-Methods", "GET, POST, OPTIONS"),
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """The tests' output is for failures."""


def _answers(forge: Forge, path: str, body: Any) -> Any:
    """What the forge says; None for what it doesn't know."""
    here = f"/repos/{REPOSITORY}"
    if media := re.fullmatch(f"{here}/(?:media/main|raw)/(.+)", path):
        return forge.files.get(media[1])
    if re.fullmatch(f"{here}/collaborators/.+", path):
        return b""
    known: dict[str, Any] = {
        "/version": {"version": "1.24.0"},
        "/user": _USER,
        "/settings/api": {"default_paging_num": 30, "max_response_items": 50, "default_max_blob_size": 10_485_760},
        here: {"default_branch": "main", "permissions": {"pull": True, "push": True}},
        f"{here}/branches/main": {"name": "main", "commit": {"id": forge.head, "message": "…"}},
        f"{here}/git/trees/{forge.head}": {"tree": forge.tree(), "truncated": False},
        f"{here}/git/trees/main": {"tree": forge.tree(), "truncated": False},
        f"{here}/commits": [],
    }
    if body is not None and path == f"{here}/file-contents":
        return [_content(forge, one) for one in body["files"]]
    if body is not None and path == f"{here}/contents":
        return forge.commit(body)
    return known.get(path)


def _content(forge: Forge, path: str) -> dict[str, Any]:
    data = forge.files[path]
    text = base64.b64encode(data).decode()
    return {"path": path, "sha": blob_name(data), "size": len(data), "encoding": "base64", "content": text}


def content_files(content: Path) -> dict[str, bytes]:
    """The files of a content folder, as a repository holds them."""
    return {f"content/{path}": (content / path).read_bytes() for path in walk_files(content)}


@contextmanager
def forge_of(content: Path) -> Iterator[Forge]:
    """A forge whose repository holds a content folder."""
    forge = Forge(content_files(content))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, forge))
    with running(server) as forge.address:
        yield forge
