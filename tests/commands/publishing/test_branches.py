"""A site published as a branch of a real repository: one commit each time, and yesterday's can come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.commands.publishing.branches import Branch
from placette.commands.publishing.releases import BuiltSite, PublishingError, changes_of
from tests.commands.publishing.fixture_published import FIRST, SECOND, make_site
from tests.fixture_site import GIT, git, make_repository, write_file

pytestmark = pytest.mark.whole


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """An empty repository that serves the site."""
    git(tmp_path, "init", "--quiet", "--bare", "host.git")
    return tmp_path / "host.git"


@pytest.fixture
def first(tmp_path: Path) -> BuiltSite:
    return make_site(tmp_path / "1", FIRST)


@pytest.fixture
def second(tmp_path: Path) -> BuiltSite:
    return make_site(tmp_path / "2", SECOND)


def project(folder: Path, host: Path) -> Branch:
    """A project of one commit, whose site goes to the host."""
    write_file(folder / "README.md", folder.name)
    make_repository(folder)
    git(folder, "remote", "add", "origin", str(host))
    return Branch(folder, "origin", "gh-pages")


@pytest.fixture
def target(tmp_path: Path, host: Path) -> Branch:
    return project(tmp_path / "project", host)


def online(host: Path) -> dict[str, str]:
    """The files of the branch that the host serves, without those for the host."""
    names = git(host, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    return {name: git(host, "show", f"gh-pages:{name}") for name in names if name not in {".nojekyll", "CNAME"}}


def count(host: Path) -> int:
    return int(git(host, "rev-list", "--count", "gh-pages"))


def test_each_publication_is_one_commit_with_exactly_the_site(
    target: Branch, host: Path, first: BuiltSite, second: BuiltSite
) -> None:
    assert not target.look(first).files
    target.send(first)
    assert online(host) == FIRST
    public = target.look(first)
    assert not changes_of(first, public)
    assert public.commit == "1111111"
    changes = changes_of(second, target.look(second))
    assert changes.changed == ("index.html",)
    assert changes.gone == ("2026/lavoir/index.html", "theme/style.0123456789.css")
    target.send(second)
    assert online(host) == SECOND
    assert count(host) == 2


def test_two_people_may_publish_in_turn(
    target: Branch, host: Path, first: BuiltSite, second: BuiltSite, tmp_path: Path
) -> None:
    other = project(tmp_path / "other", host)
    for publisher, site in ((target, first), (other, second), (target, first)):
        publisher.send(site)
    assert online(host) == FIRST
    assert count(host) == 3


def test_the_domain_that_the_host_knows_stays(
    target: Branch, host: Path, first: BuiltSite, second: BuiltSite, tmp_path: Path
) -> None:
    target.send(first)
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(host), "pages")
    (tmp_path / "pages" / "CNAME").write_text("carnets.example\n")
    git(tmp_path / "pages", "add", "CNAME")
    git(tmp_path / "pages", "commit", "--quiet", "-m", "Domain")
    git(tmp_path / "pages", "push", "--quiet")
    assert "CNAME" not in changes_of(second, target.look(second)).gone
    for act in (lambda: target.send(second), target.roll_back, target.roll_back):
        act()
        assert git(host, "show", "gh-pages:CNAME") == "carnets.example"
    assert online(host) == FIRST


def test_the_branches_of_the_person_stay_as_they_are(
    target: Branch, host: Path, first: BuiltSite, second: BuiltSite
) -> None:
    for name in ("gh-pages", "brouillon"):
        git(target.root, "checkout", "--quiet", "-b", name)
        git(target.root, "commit", "--quiet", "--allow-empty", "-m", "Not pushed yet")
    git(target.root, "checkout", "--quiet", "main")
    before = git(target.root, "for-each-ref", "refs/heads")
    for site in (first, second):
        target.send(site)
    Branch(target.root, "origin", "brouillon").send(first)
    target.roll_back()
    assert git(target.root, "for-each-ref", "refs/heads") == before
    assert online(host) == FIRST


def test_a_machine_that_has_no_name_publishes_and_brings_back(
    target: Branch, host: Path, first: BuiltSite, second: BuiltSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in GIT:
        if name.endswith(("NAME", "EMAIL")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("EMAIL", "")
    git(target.root, "config", "user.useConfigOnly", "true")
    for site in (first, second):
        target.send(site)
    target.roll_back()
    assert online(host) == FIRST
    assert set(git(host, "log", "--format=%an %cn", "gh-pages").splitlines()) == {"Publication Publication"}


def test_earlier_sites_come_back_one_after_the_other(
    target: Branch, host: Path, first: BuiltSite, second: BuiltSite, tmp_path: Path
) -> None:
    third = {**FIRST, "index.html": "Accueil, trois"}
    for site in (first, second, make_site(tmp_path / "3", third)):
        target.send(site)
    target.roll_back()
    assert online(host) == SECOND
    target.roll_back()
    assert online(host) == FIRST
    with pytest.raises(PublishingError, match="no earlier release"):
        target.roll_back()
    releases = target.releases()
    assert [release.online for release in releases] == [True, False, False]
    assert target.roll_back(releases[2].name[:10]) == releases[2].name
    assert online(host) == third
    assert count(host) == 6


def test_a_host_that_refuses_keeps_its_site_and_the_next_time_is_right(
    target: Branch, host: Path, first: BuiltSite, second: BuiltSite
) -> None:
    target.send(first)
    hook = host / "hooks" / "pre-receive"
    write_file(hook, "#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(PublishingError, match="could not be sent"):
        target.send(second)
    assert online(host) == FIRST
    hook.unlink()
    target.send(second)
    assert online(host) == SECOND
    assert count(host) == 2


def test_an_address_that_leads_nowhere_is_reported(target: Branch, first: BuiltSite, tmp_path: Path) -> None:
    with pytest.raises(PublishingError, match=r"absent\.git"):
        Branch(target.root, str(tmp_path / "absent.git"), "gh-pages").look(first)


def test_each_publication_says_when_it_was(target: Branch, first: BuiltSite, second: BuiltSite) -> None:
    for site in (first, second):
        target.send(site)
    releases = target.releases()
    assert all(release.moment for release in releases)
    assert releases[-1].line.endswith(releases[-1].name)
