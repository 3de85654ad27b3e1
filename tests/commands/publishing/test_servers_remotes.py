"""A site published by rclone on a real FTP server: in a harmless order, and right again after a failure."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

from placette.commands.publishing.releases import BuiltSite, Changes, PublishingError, changes_of
from placette.commands.publishing.servers import Remote, steps
from tests.commands.publishing.fixture_published import FIRST, SECOND, make_site, read_tree

pytestmark = pytest.mark.server

MANIFEST = ".publication.sha256"


class Watched(FTPHandler):
    """Notes what is put and taken away; with ``patience``, refuses all that follows so many files."""

    journal: list[str]
    patience: int

    def ftp_STOR(self, file: str, mode: str = "w") -> Any:  # noqa: N802 - the library's own name
        """Take a file, while there is patience."""
        if file.endswith(MANIFEST) or self._may(f"put {Path(file).name}"):
            return super().ftp_STOR(file, mode)
        self.respond("452 The disk is full.")
        return None

    def ftp_DELE(self, path: str) -> Any:  # noqa: N802
        """Take a file away, while there is patience."""
        if self._may(f"drop {Path(path).name}"):
            return super().ftp_DELE(path)
        self.respond("452 Not now.")
        return None

    def respond(self, resp: str, *args: object, **kwargs: object) -> None:
        """Say it as FTP servers do: rclone takes only 550 for a folder that isn't there yet."""
        super().respond(resp.replace("501 No such", "550 No such"), *args, **kwargs)

    @classmethod
    def _may(cls, what: str) -> bool:
        if len(cls.journal) >= cls.patience:
            return False
        cls.journal.append(what)
        return True


@pytest.fixture
def www(tmp_path: Path) -> Path:
    folder = tmp_path / "www"
    folder.mkdir()
    return folder


@pytest.fixture
def handler(www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Watched]]:
    """A real FTP server on this computer, known to rclone as «host»."""
    if not (program := os.environ.get("PLACETTE_RCLONE", "")):
        pytest.fail("PLACETTE_RCLONE names no program: run «invoke test», which finds or installs it.", pytrace=False)
    authorizer = DummyAuthorizer()
    authorizer.add_user("site", "secret", str(www), perm="elradfmwMT")
    kind = type("Handler", (Watched,), {"authorizer": authorizer, "journal": [], "patience": 1000})
    server, ended = FTPServer(("127.0.0.1", 0), kind), Event()
    serving = Thread(target=_serve, args=(server, ended))
    serving.start()
    hidden = subprocess.run([program, "obscure", "secret"], check=True, capture_output=True, text=True).stdout.strip()
    host = {"TYPE": "ftp", "HOST": "127.0.0.1", "PORT": str(server.address[1]), "USER": "site", "PASS": hidden}
    for name, value in host.items():
        monkeypatch.setenv(f"RCLONE_CONFIG_HOST_{name}", value)
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "none.conf"))
    monkeypatch.setenv("RCLONE_RETRIES", "1")
    monkeypatch.setenv("RCLONE_LOW_LEVEL_RETRIES", "1")
    yield kind
    ended.set()
    serving.join()


def _serve(server: FTPServer, ended: Event) -> None:
    while not ended.is_set():
        server.serve_forever(timeout=0.05, blocking=False, handle_exit=False)
    server.close_all()


@pytest.fixture
def first(tmp_path: Path) -> BuiltSite:
    return make_site(tmp_path / "1", FIRST)


@pytest.fixture
def second(tmp_path: Path) -> BuiltSite:
    return make_site(tmp_path / "2", SECOND)


def online(www: Path) -> dict[str, str]:
    found = read_tree(www)
    found.pop(MANIFEST)
    return found


def test_what_is_new_comes_first_and_what_is_gone_goes_last(
    handler: type[Watched], www: Path, first: BuiltSite, second: BuiltSite
) -> None:
    target = Remote("host:")
    (www / "notes.txt").write_text("à moi")
    assert not target.look(first).files
    target.send(first)
    assert online(www) == {**FIRST, "notes.txt": "à moi"}
    assert not changes_of(first, target.look(first))
    assert target.look(first).commit == "1111111"
    handler.journal.clear()
    target.send(second)
    assert online(www) == {**SECOND, "notes.txt": "à moi"}
    assert len(handler.journal) == 5, "what did not change is not sent again"
    assert sorted(handler.journal[:2]) == ["put index.html", "put style.abcdef.css"]
    assert handler.journal[2] == "put index.html"
    assert sorted(handler.journal[3:]) == ["drop index.html", "drop style.0123456789.css"]


def test_a_site_that_no_publication_put_there_is_not_replaced(
    handler: type[Watched], www: Path, first: BuiltSite
) -> None:
    target = Remote("host:")
    (www / "index.html").write_text("le site d’avant", encoding="utf-8")
    for ask in (target.look, target.send):
        with pytest.raises(PublishingError, match=r"the site has too: index\.html\."):
            ask(first)
    assert read_tree(www) == {"index.html": "le site d’avant"}
    assert handler.journal == []
    (www / "index.html").unlink()
    target.send(first)
    assert online(www) == FIRST


@pytest.mark.parametrize("done", [0, 2, 3])
def test_interrupted_anywhere_no_page_lacks_what_it_needs_and_the_next_time_is_right(
    handler: type[Watched], www: Path, first: BuiltSite, second: BuiltSite, done: int
) -> None:
    target = Remote("host:")
    target.send(first)
    handler.journal.clear()
    handler.patience = done
    with pytest.raises(PublishingError, match="rclone failed"):
        target.send(second)
    found = online(www)
    old_home = found["index.html"] == FIRST["index.html"]
    assert ("2026/lavoir/index.html" in found) or not old_home
    assert ("2026/pont/index.html" in found) or old_home
    handler.patience = 1000
    target.send(first if done == 3 else second)  # even back to what was there: it isn't known how far it went
    assert online(www) == (FIRST if done == 3 else SECOND)


def test_a_first_time_that_was_interrupted_is_looked_at_and_ended(
    handler: type[Watched], www: Path, first: BuiltSite, second: BuiltSite
) -> None:
    target = Remote("host:")
    handler.patience = 0
    with pytest.raises(PublishingError, match="rclone failed"):
        target.send(first)
    handler.patience = 1000
    assert not target.look(second).same
    target.send(second)
    assert online(www) == SECOND


def test_home_and_feeds_come_after_what_they_announce() -> None:
    changes = Changes(("a/index.html", "photo.avif"), ("b/index.html", "feeds/all.atom.xml", "index.html"))
    assert steps(changes) == (
        ("a/index.html", "photo.avif"),
        ("b/index.html",),
        ("feeds/all.atom.xml", "index.html"),
    )


def test_such_a_place_says_that_it_keeps_one_site(first: BuiltSite) -> None:
    with pytest.raises(PublishingError, match="keeps no earlier release"):
        Remote("host:").roll_back()


def test_a_place_that_rclone_does_not_know_is_reported(handler: type[Watched], first: BuiltSite) -> None:
    with pytest.raises(PublishingError, match="nowhere") as refused:
        Remote("nowhere:site").look(first)
    assert "Publish again" not in str(refused.value)
