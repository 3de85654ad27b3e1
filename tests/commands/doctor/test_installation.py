"""The address at which a site is published."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette.commands.doctor.installation import (
    ExaminedSite,
    checks_of,
    diagnose,
    examine,
    examine_address,
    examine_backups,
    examine_built,
)
from placette.engine.base.translation import Severity
from placette.engine.findings.problems import BACKUPS, CONTACT, Problem, problem
from placette.engine.rendering.features import Feature, Site
from tests.commands.doctor.fixture_patient import codes, patient_of, shown, write_pages
from tests.commands.status.test_git_history import change
from tests.fixture_site import git

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def examined_site(tmp_path_factory: pytest.TempPathFactory) -> ExaminedSite:
    return patient_of(tmp_path_factory.mktemp("address"))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://carnets-auvergne.fr", "address-good"),
        ("https://carnets.example", "address-example"),
        ("http://localhost:8000", "address-here"),
        ("https://192.168.1.2", "address-here"),
        ("http://carnets-auvergne.fr", "address-plain"),
        ("", "address-none"),
        ("ftp://carnets-auvergne.fr", "address-none"),
        ("https://[", "address-none"),
    ],
)
def test_an_address_is_real_and_encrypted(examined_site: ExaminedSite, url: str, code: str) -> None:
    (found,) = examine_address(replace(examined_site, settings={**examined_site.settings, "SITEURL": url}))
    assert found.code == code


PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A repository with one text that its forge, another folder, has too."""
    forge, own = tmp_path / "forge.git", tmp_path / "own"
    own.mkdir()
    git(tmp_path, "init", "-q", "--bare", str(forge))
    git(own, "init", "-q", "-b", "main", ".")
    change(own, "content/a.md", "un", "2026-03-01")
    git(own, "remote", "add", "origin", str(forge))
    git(own, "push", "-q", "origin", "main")
    return own


def read(own: Path, content: str = "content") -> list[Problem]:
    return list(diagnose(own / content, "content/", PARIS))


def test_what_is_pushed_is_safe_and_what_is_only_here_is_counted(own: Path) -> None:
    assert codes(read(own)) == ["backup-near", "backup-safe"]
    for day in ("2026-04-01", "2026-05-01"):
        change(own, "content/b.md", day, day)
    (own / "content" / "c.md").write_text("trois")
    (own / "content" / "a.md").write_text("deux")
    (own / "beside.md").write_text("not content")
    _near, unpushed, uncommitted = read(own)
    assert shown(unpushed, "en") == "Commits that are only on this computer: 2, the oldest from 2 April 2026. git push"
    assert "dont le plus ancien date du 2 avril 2026. git push" in shown(unpushed, "fr")
    assert dict(uncommitted.values)["count"] == "2"


@pytest.mark.parametrize(
    ("url", "is_near"),
    [
        ("https://user:secret@forge.example/carnets.git", False),
        ("git@forge.example:carnets.git", False),
        ("/media/key/carnets", True),
        ("C:\\carnets", True),
        ("file:///media/key/carnets", True),
    ],
)
def test_a_forge_is_told_from_a_folder(own: Path, url: str, is_near: bool) -> None:
    git(own, "remote", "set-url", "origin", url)
    found = read(own)
    assert ("backup-near" in codes(found)) is is_near
    assert "secret" not in repr(found)
    git(own, "remote", "add", "forge", "https://forge.example/carnets.git")
    assert codes(read(own)) == ["backup-safe"], "one elsewhere is enough"


def test_a_folder_that_git_keeps_nothing_of_is_missing(own: Path, tmp_path: Path) -> None:
    (own / "texts").mkdir()
    (own / ".gitignore").write_text("/texts/\n")
    assert codes(read(own, "texts")) == ["backup-untracked"]
    place = tmp_path / "zip"
    (place / "content").mkdir(parents=True)
    assert codes(read(place)) == ["backup-no-repository"]
    (place / ".git").mkdir()
    (unknown,) = read(place)
    assert "git" in dict(unknown.values)["what"]
    (place / ".git").rmdir()
    git(place, "init", "-q", ".")
    change(place, "content/a.md", "un", "2026-03-01")
    assert codes(read(place)) == ["backup-nowhere"]


def test_a_shallow_clone_is_known(own: Path, tmp_path: Path) -> None:
    change(own, "content/b.md", "deux", "2026-04-01")
    git(tmp_path, "clone", "-q", "--depth=1", own.as_uri(), str(tmp_path / "shallow"))
    assert codes(read(tmp_path / "shallow")) == ["backup-near", "backup-safe", "backup-shallow"]


def test_nothing_is_written_and_nothing_that_a_repository_holds_is_run(own: Path, tmp_path: Path) -> None:
    os.utime(own / "content" / "a.md", (1, 1))  # git would note that it is the same nevertheless
    before = (own / ".git" / "index").read_bytes()
    assert "backup-uncommitted" not in codes(read(own))
    assert (own / ".git" / "index").read_bytes() == before
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "log.showSignature", "gpg.program"):
        git(own, "config", name, "true" if name == "log.showSignature" else str(program))
    change(own, "content/b.md", "deux", "2026-04-01")
    ran.unlink(missing_ok=True)  # the test's own git may run it
    assert "backup-unpushed" in codes(read(own))
    assert not ran.exists()


def test_the_repository_of_the_texts_is_asked(tmp_path: Path) -> None:
    examined_site = patient_of(tmp_path)
    git(tmp_path, "init", "-q", ".")
    (found,) = examine_backups(examined_site)
    assert "Git keeps none of the texts in content/." in shown(found, "en")


def test_a_site_that_was_never_built_is_missing(tmp_path: Path) -> None:
    (found,) = examine_built(patient_of(tmp_path))
    assert shown(found, "fr").startswith("Il n’y a pas de site dans output/ : ")


def test_a_preview_in_the_place_of_the_site_is_wrong(tmp_path: Path) -> None:
    examined_site = patient_of(tmp_path)
    write_pages(examined_site, {"": "x"})
    home = examined_site.output / "index.html"
    assert codes(examine_built(examined_site)) == ["built-doubtful", "site-weight"]
    home.write_text('<head><meta name="robots" content="noindex"></head>', encoding="utf-8")
    assert codes(examine_built(examined_site)) == ["built-doubtful", "built-closed", "site-weight"]


GOOD = problem("address-good", "first", url="x")


def breaks_down(_patient: ExaminedSite) -> Iterator[Problem]:
    yield GOOD
    raise ZeroDivisionError("on purpose")


def test_a_check_that_fails_says_so_and_the_others_go_on(tmp_path: Path) -> None:
    checks = {BACKUPS: breaks_down, CONTACT: lambda _patient: [GOOD]}
    found = examine(patient_of(tmp_path), checks)
    assert codes(found) == ["address-good", "check-failed", "address-good"]
    assert found[1].severity is Severity.BLOCKING
    assert "“Backups” could not be examined completely: ZeroDivisionError: on purpose" in shown(found[1], "en")
    assert "« Sauvegardes » n’a pas pu être examiné en entier : ZeroDivisionError" in shown(found[1], "fr")


def test_a_feature_says_what_the_site_lacks_of_it(tmp_path: Path) -> None:
    def names_the_site(site: Site) -> Iterable[Problem]:
        return [problem("address-none", url=site.site_name)]

    features = (Feature("silent", 1), Feature("legal", 2, examined=names_the_site))
    (found,) = examine(patient_of(tmp_path, SITENAME="Carnets"), checks_of(features))
    assert shown(found, "en").startswith("SITEURL is not an address on the web: “Carnets”.")
