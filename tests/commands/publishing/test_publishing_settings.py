"""Which place the settings mean, and what git knows of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.commands.publishing import PublishingSettings, target_of
from placette.commands.publishing.branches import Branch
from placette.commands.publishing.releases import PublishingError, comes_before, uncommitted
from placette.commands.publishing.servers import Folder, Remote
from tests.commands.publishing.fixture_published import FIRST, make_site
from tests.fixture_site import commit, git


@pytest.mark.whole
def test_without_git_a_folder_can_be_published_to_and_a_branch_says_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (uncommitted(tmp_path), comes_before(tmp_path, "abc")) == ((), False)
    assert target_of(PublishingSettings("folder", "www"), tmp_path) == Folder(tmp_path / "www", 5)
    with pytest.raises(PublishingError, match="needs git"):
        target_of(PublishingSettings(), tmp_path)


def test_the_persons_own_folder_is_not_looked_for_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "léa"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "léa"))
    assert target_of(PublishingSettings("folder", "~/www"), tmp_path) == Folder(tmp_path / "léa" / "www", 5)


@pytest.mark.parametrize("remote", ["content", ".", "www/../content", "lien"])
def test_a_folder_of_the_project_is_no_place_for_releases(tmp_path: Path, remote: str) -> None:
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "lien").symlink_to("content", target_is_directory=True)
    (tmp_path / "www").mkdir()
    with pytest.raises(PublishingError, match="of its own, outside the project"):
        target_of(PublishingSettings("folder", remote), tmp_path)


def test_a_folder_in_the_project_that_holds_releases_alone_serves_again(tmp_path: Path) -> None:
    (tmp_path / "www" / "releases").mkdir(parents=True)
    assert target_of(PublishingSettings("folder", "www"), tmp_path) == Folder(tmp_path / "www", 5)
    (tmp_path / "www" / "current").symlink_to("releases/1/site", target_is_directory=True)
    (tmp_path / "www" / ".htaccess").touch()  # the server's: what is online there goes on
    assert target_of(PublishingSettings("folder", "www"), tmp_path) == Folder(tmp_path / "www", 5)


@pytest.mark.whole
def test_a_new_file_is_not_committed_whatever_the_person_likes_to_see(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "status.showUntrackedFiles", "no")
    (tmp_path / "à moi.md").write_text("")
    assert uncommitted(tmp_path) == ("à moi.md",)


@pytest.mark.whole
def test_what_somebody_else_published_is_newer_even_before_it_is_taken_over(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", "ours")
    ours, theirs, shallow = (tmp_path / name for name in ("ours", "theirs", "shallow"))
    commits = [commit(ours) for _ in range(2)]
    git(tmp_path, "clone", "--quiet", str(ours), "theirs")
    git(tmp_path, "clone", "--quiet", "--depth", "1", ours.as_uri(), "shallow")
    new = commit(theirs)
    assert comes_before(ours, new)
    git(ours, "fetch", "--quiet", str(theirs), "main")
    assert comes_before(ours, new)
    assert not any(comes_before(ours, old) for old in commits)
    assert not comes_before(shallow, commits[0])
    assert not comes_before(tmp_path, new)


@pytest.mark.whole
@pytest.mark.parametrize(
    "option", ["--upload-pack=touch {ran};", "-c core.sshCommand=touch {ran}/", "ext::touch {ran} /"]
)
def test_no_remote_is_an_option_or_a_program_of_gits(tmp_path: Path, option: str) -> None:
    site = make_site(tmp_path, FIRST)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "config", "protocol.ext.allow", "always")
    remote = option.format(ran=tmp_path / "ran")
    with pytest.raises(PublishingError):
        target_of(PublishingSettings(remote=remote), tmp_path).look(site)
    if remote.startswith("-"):
        with pytest.raises(PublishingError):
            Branch(tmp_path, remote, "gh-pages").look(site)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "address",
    ["--config=/tmp/x:site", "-vv:", ':sftp,ssh="touch x":site', "host,ssh=x:site", ":local:/tmp", "/var/www", "a\n:b"],
)
def test_no_place_of_rclones_brings_options_along(tmp_path: Path, address: str) -> None:
    with pytest.raises(PublishingError, match="name:folder"):
        target_of(PublishingSettings("rclone", address), tmp_path)


@pytest.mark.parametrize("address", ["host:", "Mon hôte 2:www/site", "s3.fr:commune:site"])
def test_a_place_of_rclones_is_a_name_and_a_folder(tmp_path: Path, address: str) -> None:
    assert target_of(PublishingSettings("rclone", address), tmp_path) == Remote(address)


@pytest.mark.parametrize("address", ["-oProxyCommand=touch x:www", "a@-oProxyCommand=x:www", "host:-x", "host -x:www"])
def test_no_host_is_an_option_of_sshs(tmp_path: Path, address: str) -> None:
    with pytest.raises(PublishingError):
        target_of(PublishingSettings("ssh", address), tmp_path)
