"""A site published by ssh on a real server (sshd on this computer, an account folder of its own) with rsync."""

from __future__ import annotations

import getpass
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from placette.desks.publishing.changes import changes_of
from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.manifest import BuiltSite
from placette.desks.publishing.servers import Server, server_at
from tests.desks.publishing.fixture_published import FIRST, SECOND, git, make_site, read_tree
from tests.fixture_site import ROOT, copy_project, run

pytestmark = pytest.mark.server

CONF = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/key.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
StrictModes no
UsePAM no
MaxStartups 100
"""
CLIENT = (
    *("ssh", "-F", "none", "-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes"),
    *("-o", "ConnectTimeout=10", "-o", "LogLevel=ERROR"),
)
SEND = """
import sys
from pathlib import Path
from placette.desks.publishing.servers import server_at
from placette.desks.publishing.manifest import take_site
from placette.engine.base.files import walk_files
folder, address, *ssh = sys.argv[1:]
server_at(address, 3, tuple(ssh)).send(take_site(Path(folder), walk_files(Path(folder))))
"""
KILLED = 6


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """The command that reaches a real sshd, which lives as long as this file's tests."""
    program = os.environ.get("PLACETTE_SSHD", "")
    if not Path(program).is_file():
        pytest.fail("PLACETTE_SSHD names no program: run «invoke test», which finds or installs it.", pytrace=False)
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host_key", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "sshd_config").write_text(CONF.format(folder=folder, port=port))
    host = (folder / "host_key.pub").read_text()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host}")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd's own room, which Debian makes when it starts the service
    with subprocess.Popen([program, "-D", "-e", "-f", folder / "sshd_config"], stderr=subprocess.PIPE) as process:
        try:
            _wait(port, process)
            yield (*CLIENT, "-o", f"UserKnownHostsFile={folder}/known_hosts", "-i", f"{folder}/key", "-p", str(port))
        finally:
            process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "sshd refuses its configuration"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("sshd does not answer")


def address(folder: Path) -> str:
    return f"{getpass.getuser()}@127.0.0.1:{folder}"


@pytest.fixture
def www(tmp_path: Path) -> Path:
    """The folder on the server; a shell would stumble over its name."""
    return tmp_path / "l’été & 'www'"


@pytest.fixture
def server(ssh: tuple[str, ...], www: Path) -> Server:
    return server_at(address(www), 3, ssh)


def test_a_site_is_sent_replaced_and_brought_back(server: Server, www: Path, tmp_path: Path) -> None:
    first, second = make_site(tmp_path / "1", FIRST), make_site(tmp_path / "2", SECOND)
    assert not server.look(first).files
    assert not www.exists()
    server.send(first)
    assert read_tree(www / "current") == FIRST
    inode = (www / "current/a-propos/index.html").stat().st_ino
    public = server.look(second)
    assert public.commit == "1111111"
    assert changes_of(second, public).gone == ("2026/lavoir/index.html", "theme/style.0123456789.css")
    server.send(second)
    assert read_tree(www / "current") == SECOND
    assert (www / "current/a-propos/index.html").stat().st_ino == inode, "what did not change is stored once"
    assert (www / "current/index.html").stat().st_mode & 0o777 == 0o644
    assert server.roll_back() == server.releases()[0].name
    assert read_tree(www / "current") == FIRST


def test_a_web_server_may_open_the_folders_whatever_the_umask_of_the_account(tmp_path: Path) -> None:
    script, www = (ROOT / "plugins/placette/desks/publishing/release.sh").read_bytes(), tmp_path / "www" / "site"
    subprocess.run(["sh", "-s", "--", "begin", str(www)], input=script, umask=0o077, check=True)
    assert {path.stat().st_mode & 0o777 for path in (www.parent, www, www / "releases")} == {0o755}


def test_old_releases_go_and_the_folder_of_somebody_else_stays(server: Server, www: Path, tmp_path: Path) -> None:
    (www / "releases" / "ancien").mkdir(parents=True)
    for number in range(4):
        server.send(make_site(tmp_path / str(number), {"index.html": str(number)}))
    assert [release.online for release in server.releases()] == [False, False, True]
    assert (www / "releases" / "ancien").is_dir()
    shutil.rmtree(www / "releases" / server.releases()[1].name / "site")
    with pytest.raises(PublishingError, match="no longer on"):
        server.roll_back()
    for make in (lambda place: place.symlink_to("releases/ancien"), Path.mkdir):
        (www / "current").unlink()
        make(www / "current")
        with pytest.raises(PublishingError, match="not a link of ours"):
            server.send(make_site(tmp_path / "9", {"index.html": "9"}))


def test_what_somebody_else_published_meanwhile_stays(
    server: Server, www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_site(tmp_path / "1", FIRST), make_site(tmp_path / "2", SECOND)
    copy = Server._copy

    def overtaken(self: Server, folder: Path, manifest: Path, name: str, names: list[str]) -> None:
        copy(self, folder, manifest, name, names)
        monkeypatch.undo()
        server.send(second)

    monkeypatch.setattr(Server, "_copy", overtaken)
    with pytest.raises(PublishingError, match="Somebody else is publishing"):
        server.send(first)
    assert read_tree(www / "current") == SECOND
    server.send(first)
    assert read_tree(www / "current") == FIRST


def test_killed_while_sending_the_site_is_the_old_one_or_the_new_one(
    server: Server, www: Path, ssh: tuple[str, ...], tmp_path: Path
) -> None:
    sites = [make_site(tmp_path / name, {**FIRST, "grand/index.html": name * 100_000}) for name in ("a", "b")]
    started = time.perf_counter()
    server.send(sites[0])
    whole, chance = time.perf_counter() - started, random.Random(8)
    for number in range(KILLED):
        site = sites[(number + 1) % 2]
        command = [sys.executable, "-c", SEND, str(site.folder), address(www), *ssh]
        with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as sending:
            time.sleep(chance.uniform(0.1, whole + 0.5))
            os.killpg(sending.pid, signal.SIGKILL)
        assert read_tree(www / "current") in [_texts(one) for one in sites]
    server.send(sites[1])
    assert read_tree(www / "current") == _texts(sites[1])


def _texts(site: BuiltSite) -> dict[str, str]:
    return {path: (site.folder / path).read_text(encoding="utf-8") for path in site.files}


def test_a_server_that_cannot_be_reached_is_reported(www: Path, tmp_path: Path) -> None:
    nobody = server_at(f"127.0.0.1:{www}", 3, ("ssh", "-F", "none", "-p", "1"))
    with pytest.raises(PublishingError, match=r"with the server 127\.0\.0\.1 failed"):
        nobody.look(make_site(tmp_path / "1", FIRST))


@pytest.mark.parametrize(
    "odd", ["host", "-oProxyCommand=x:/a", "a@-host:/x", "https://host/x", "host:", "host:/", "host:-x", "host:~a/x"]
)
def test_an_address_of_another_form_is_refused(odd: str) -> None:
    with pytest.raises(PublishingError, match="is not the address"):
        server_at(odd, 3, ("ssh",))


def test_the_folder_of_an_account_is_where_a_shell_would_look_for_it() -> None:
    assert server_at("host:~/www/", 3, ("ssh",)) == server_at("host:www", 3, ())


def test_a_server_whose_shell_greets_is_reported(tmp_path: Path) -> None:
    greeting = tmp_path / "ssh"
    greeting.write_text("#!/bin/sh\necho Welcome\n")
    greeting.chmod(0o755)
    with pytest.raises(PublishingError, match="Welcome"):
        server_at("host:www", 3, (str(greeting),)).look(make_site(tmp_path / "1", {"index.html": "1"}))


def test_the_tasks_know_the_server_from_the_settings(ssh: tuple[str, ...], tmp_path: Path) -> None:
    project, www = copy_project("minimal", tmp_path), tmp_path / "www"
    (project / ".gitignore").write_text("/.placette/\n__pycache__/\n")
    with (project / "publishconf.py").open("a") as settings:
        settings.write(f'\nPUBLISHING_TO, PUBLISHING_REMOTE, PUBLISHING_SSH = "ssh", {address(www)!r}, {ssh!r}\n')
    git(project, "init", "--quiet")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "-m", "Begin")
    done = run(project, "invoke", "publish")
    assert done.returncode == 0, done.stderr
    assert "/2026/bonjour/" in done.stdout
    shown = run(project, "invoke", "rollback", "--show").stdout.splitlines()
    assert len(shown) == 1
    assert shown[0].endswith("en ligne")
    refused = run(project, "invoke", "rollback")
    assert (refused.returncode, "version précédente" in refused.stderr) == (2, True)
    assert (www / "current/2026/bonjour/index.html").is_file()
