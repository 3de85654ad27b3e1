"""A site published by ssh on a real server (sshd on this computer, an account folder of its own) with rsync."""

from __future__ import annotations

import getpass
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from placette.commands.publishing.releases import BuiltSite, PublishingError, changes_of
from placette.commands.publishing.servers import Folder, Server, server_at
from tests.commands.publishing.fixture_published import FIRST, SECOND, make_site, read_tree
from tests.fixture_heard import heard
from tests.fixture_site import BUILT, ROOT, copy_project, invoke, make_repository, run, write_file
from tests.fixture_small_disk import run_on_small_disk

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
from placette.commands.publishing.servers import server_at
from placette.commands.publishing.releases import take_site
from placette.engine.base.files import walk_files
folder, address, *ssh = sys.argv[1:]
server_at(address, 3, tuple(ssh)).send(take_site(Path(folder), walk_files(Path(folder))))
"""
KILLED = [2, pytest.param(6, marks=pytest.mark.night)]


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
    script, www = (ROOT / "plugins/placette/commands/publishing/release.sh").read_bytes(), tmp_path / "www" / "site"
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


def test_what_somebody_else_published_meanwhile_stays(server: Server, www: Path, tmp_path: Path) -> None:
    first, second = make_site(tmp_path / "1", FIRST), make_site(tmp_path / "2", SECOND)

    def overtake() -> None:
        if listener.reports[-1].what.startswith("Sending"):
            listener.then = lambda: None
            server.send(second)

    with heard() as listener:
        listener.then = overtake
        with pytest.raises(PublishingError, match="Somebody else is publishing"):
            server.send(first)
    assert read_tree(www / "current") == SECOND
    server.send(first)
    assert read_tree(www / "current") == FIRST


@pytest.mark.parametrize("rounds", KILLED)
def test_killed_while_sending_the_site_is_the_old_one_or_the_new_one(
    rounds: int, server: Server, www: Path, ssh: tuple[str, ...], tmp_path: Path
) -> None:
    sites = [make_site(tmp_path / name, {**FIRST, "grand/index.html": name * 100_000}) for name in ("a", "b")]
    started = time.perf_counter()
    server.send(sites[0])
    whole, chance = time.perf_counter() - started, random.Random(8)
    for number in range(rounds):
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
    with (project / "publishconf.py").open("a") as settings:
        settings.write(f'\nPUBLISHING_TO, PUBLISHING_REMOTE, PUBLISHING_SSH = "ssh", {address(www)!r}, {ssh!r}\n')
    make_repository(project, BUILT)
    done = invoke(project, "publish")
    assert "/2026/bonjour/" in done.stdout
    shown = run(project, "invoke", "rollback", "--show").stdout.splitlines()
    assert len(shown) == 1
    assert shown[0].endswith("en ligne")
    refused = run(project, "invoke", "rollback")
    assert (refused.returncode, "version précédente" in refused.stderr) == (2, True)
    assert (www / "current/2026/bonjour/index.html").is_file()


ROUNDS = [15, pytest.param(60, marks=pytest.mark.night)]


@pytest.fixture
def first(tmp_path: Path) -> BuiltSite:
    return make_site(tmp_path / "1", FIRST)


@pytest.fixture
def second(tmp_path: Path) -> BuiltSite:
    return make_site(tmp_path / "2", SECOND)


@pytest.fixture
def target(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "www", keep=3)


def online(target: Folder) -> dict[str, str]:
    return read_tree(target.path / "current")


def test_a_site_replaces_another_at_once(target: Folder, first: BuiltSite, second: BuiltSite) -> None:
    assert not target.look(first).files
    target.send(first)
    assert online(target) == FIRST
    assert not changes_of(first, target.look(first))
    assert target.look(second).commit == "1111111"
    target.send(second)
    assert online(target) == SECOND
    assert (target.path / "current").readlink().parts[0] == "releases"


def test_a_web_server_may_open_every_folder_whatever_the_umask(target: Folder, first: BuiltSite) -> None:
    before = os.umask(0o077)
    try:
        target.send(first)
    finally:
        os.umask(before)
    folders = [path for path in (target.path, *target.path.rglob("*")) if path.is_dir()]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o755}


def test_the_release_before_comes_back_and_what_was_wrong_is_forgotten_then(
    target: Folder, first: BuiltSite, second: BuiltSite, tmp_path: Path
) -> None:
    for site in (first, second):
        target.send(site)
    assert target.roll_back() == target.releases()[0].name
    assert online(target) == FIRST
    with pytest.raises(PublishingError, match="no earlier release"):
        target.roll_back()
    target.roll_back(target.releases()[1].name)
    assert online(target) == SECOND
    target.roll_back()
    third = make_site(tmp_path / "3", {**FIRST, "index.html": "Accueil, trois"})
    target.send(third)
    assert [release.online for release in target.releases()] == [False, True]
    target.roll_back()
    assert online(target) == FIRST


def test_old_releases_go_and_what_is_not_ours_stays(target: Folder, tmp_path: Path) -> None:
    write_file(target.path / "notes.txt", "à moi")
    (target.path / "releases" / "ancien").mkdir(parents=True)
    for number in range(5):
        target.send(make_site(tmp_path / str(number), {"index.html": str(number)}))
    assert [release.online for release in target.releases()] == [False, False, True]
    assert (target.path / "notes.txt").is_file()
    assert (target.path / "releases" / "ancien").is_dir()


def test_a_folder_in_the_place_of_the_link_is_not_touched(target: Folder, first: BuiltSite) -> None:
    (target.path / "current").mkdir(parents=True)
    for act in (target.look, target.send):
        with pytest.raises(PublishingError, match="not a link of ours"):
            act(first)
    assert [entry.name for entry in (target.path / "current").iterdir()] == []


def test_a_link_of_somebody_else_is_not_replaced(target: Folder, first: BuiltSite, tmp_path: Path) -> None:
    target.path.mkdir()
    (tmp_path / "ancien").mkdir()
    (target.path / "current").symlink_to(tmp_path / "ancien")
    for act in (lambda: target.look(first), lambda: target.send(first), target.roll_back):
        with pytest.raises(PublishingError, match="not a link of ours"):
            act()
    assert (target.path / "current").resolve() == tmp_path / "ancien"


def test_where_nothing_was_published_nothing_is_made_to_bring_it_back(target: Folder) -> None:
    with pytest.raises(PublishingError, match="no earlier release"):
        target.roll_back()
    assert not target.path.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a disk of one's own to anybody")
def test_a_full_disk_leaves_what_was_online(tmp_path: Path) -> None:
    tries = [
        line.split() for line in run_on_small_disk("tests.commands.publishing.fixture_full", tmp_path / "disk", 1000)
    ]
    assert {(how, online) for _room, how, online, *_after in tries} == {("28", "old"), ("done", "new")}  # 28: ENOSPC
    assert {tuple(after) for _room, _how, _online, *after in tries} == {("right", "0")}


def test_two_at_once_give_one_of_both(target: Folder, first: BuiltSite, second: BuiltSite) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(target.send, [first, second] * 8))
    assert online(target) in (FIRST, SECOND)
    assert len(target.releases()) == 3


@pytest.mark.parametrize("rounds", ROUNDS)
def test_killed_at_any_moment_the_site_is_the_old_one_or_the_new_one(rounds: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.commands.publishing.fixture_killed", str(tmp_path), str(rounds), "8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    *results, last = done.stdout.splitlines()
    assert len(results) == rounds
    assert set(results) == {"old", "new"}
    assert last == "new 3 ['.lock', 'current', 'releases']"


def test_each_release_says_when_it_was_published(target: Folder, first: BuiltSite, second: BuiltSite) -> None:
    for site in (first, second):
        target.send(site)
    lines = [release.line for release in target.releases()]
    assert len(lines) == 2
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d  \d{8}T.*", line) for line in lines), lines


def test_a_release_is_written_and_linked_behind_no_link(
    target: Folder, first: BuiltSite, second: BuiltSite, tmp_path: Path
) -> None:
    target.send(first)
    away, last = tmp_path / "away", target.path / (target.path / "current").readlink()
    (last / "auteurs").rename(away)
    (away / "secret.txt").write_text("secret", encoding="utf-8")
    (away / "index.html").write_text("Pas les auteurs", encoding="utf-8")
    (last / "auteurs").symlink_to(away, target_is_directory=True)
    (target.path / "releases/.incoming").symlink_to(away, target_is_directory=True)
    there = read_tree(away)
    target.send(second)
    assert online(target) == SECOND
    assert not (target.path / "current/auteurs").is_symlink()
    assert read_tree(away) == there


def test_releases_that_lie_behind_a_link_are_not_ours(target: Folder, first: BuiltSite, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    target.path.mkdir()
    (target.path / "releases").symlink_to(away, target_is_directory=True)
    with pytest.raises(PublishingError, match="not a link of ours"):
        target.send(first)
    assert not any(away.iterdir())
