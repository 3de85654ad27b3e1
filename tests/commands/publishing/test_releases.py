"""Names of releases, which of them stay, and which one comes back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from placette.commands.publishing import publish_tasks
from placette.commands.publishing.releases import (
    UNKNOWN,
    BuiltSite,
    OnlineSite,
    PublishingError,
    Release,
    changes_of,
    commit_in,
    doubts,
    online_site_of,
    read_manifest,
    release_name,
    release_names,
    render_manifest,
    take_site,
    to_bring_back,
    to_drop,
)
from tests.commands.publishing.fixture_published import FIRST, SECOND, make_site

PAGES = {f"2026/texte-{number}/index.html": str(number) for number in range(20)}


def summary(site: BuiltSite, online: OnlineSite) -> list[str]:
    """What the task says that changes."""
    return publish_tasks._summary(site, online, changes_of(site, online)).replace("\u00a0", " ").splitlines()[1:]


@pytest.mark.whole
def test_pages_added_changed_and_gone_are_told_by_their_addresses(tmp_path: Path) -> None:
    first, second = make_site(tmp_path / "1", FIRST), make_site(tmp_path / "2", SECOND)
    assert summary(second, online_site_of(first.files, second)) == [
        "+ 1 page : /2026/pont/",
        "~ 1 page : /",
        "− 1 page : /2026/lavoir/",
    ]
    assert not changes_of(first, online_site_of(first.files, first))


@pytest.mark.parametrize(("gone", "refused"), [(0, False), (4, False), (5, True), (20, True)])
def test_more_than_a_fifth_of_the_pages_does_not_vanish_by_mistake(tmp_path: Path, gone: int, refused: bool) -> None:
    before = make_site(tmp_path / "1", {**PAGES, **{f"photo-{number}.avif": "" for number in range(200)}})
    site = make_site(tmp_path / "2", dict(list(PAGES.items())[gone:]))
    online = online_site_of(before.files, site)
    found = doubts(changes_of(site, online), online)
    assert [doubt.values.get("gone") for doubt in found] == [gone] * refused


def test_what_is_no_site_is_not_taken_away_by_mistake(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"index.html": "Accueil"})
    online = OnlineSite(frozenset({"src/main.c", "README.md"}))
    (found,) = doubts(changes_of(site, online), online)
    assert "README.md, src/main.c" in str(found)
    assert not doubts(changes_of(site, OnlineSite()), OnlineSite())


def test_a_manifest_is_read_back_and_nothing_in_it_leads_outside() -> None:
    files = {"a b/é.html": "a" * 64, "index.html": UNKNOWN}
    assert read_manifest(render_manifest(files)) == files
    hostile = "".join(f"{'a' * 64}  {path}\n" for path in ("../x", "/etc/passwd", "a/../../b", "a\\b", "a//b", "./a"))
    assert read_manifest(hostile + "not a line\n") == {}


def test_what_no_build_asked_for_is_not_published(tmp_path: Path) -> None:
    make_site(tmp_path, FIRST)
    (tmp_path / "site" / "secret.env").write_text("KEY=1")
    site = take_site(tmp_path / "site", FIRST)
    assert "secret.env" not in site.files
    assert not (tmp_path / "site" / "secret.env").exists()


@pytest.mark.parametrize("provenance", [b"", b"[]", b"{", b"\xff", b'{"other": 1}'])
def test_a_site_that_does_not_say_its_commit_has_none(provenance: bytes) -> None:
    assert commit_in(provenance) == ""


NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
NAMES = [f"2026050{day}T120000Z-abc{day}" for day in range(1, 8)]


def test_names_follow_each_other_even_when_the_clock_does_not() -> None:
    first = release_name(NOON, "abc")
    same = release_name(NOON, "def", [first])
    back = release_name(NOON.replace(year=2025), "123", [first, same])
    assert first == "20260501T120000Z-abc"
    assert first < same < back
    assert release_names([back, "lost+found", ".incoming", first, "2026-notes"]) == [first, back]


@pytest.mark.parametrize(
    ("before", "keep", "dropped"),
    [
        (NAMES[6], 5, NAMES[:3]),
        (NAMES[6], 1, NAMES[:6]),  # the one before stays whatever is asked
        (NAMES[4], 5, NAMES[:1] + NAMES[5:]),  # two were rolled back
        (NAMES[6], 20, []),
        ("", 5, NAMES[:3]),
    ],
)
def test_the_oldest_go_and_those_that_were_rolled_back(before: str, keep: int, dropped: list[str]) -> None:
    assert list(to_drop(NAMES, before, keep)) == dropped


def test_the_release_before_comes_back_or_the_one_asked_for() -> None:
    releases = [Release(name, name == NAMES[2]) for name in NAMES[:4]]
    assert to_bring_back(releases) == NAMES[1]
    assert to_bring_back(releases, NAMES[3]) == NAMES[3]
    with pytest.raises(PublishingError, match=NAMES[0]):
        to_bring_back(releases, "20200101T000000Z-abc")
    for nothing_before in ([], [Release(NAMES[0], online=True)]):
        with pytest.raises(PublishingError, match="no earlier release"):
            to_bring_back(nothing_before)
