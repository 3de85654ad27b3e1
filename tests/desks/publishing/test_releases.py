"""Names of releases, which of them stay, and which one comes back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.releases import Release, release_name, release_names, to_bring_back, to_drop

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
