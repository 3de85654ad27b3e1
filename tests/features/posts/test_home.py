"""What leads the home page: the newest post, or the one that the team chose until a day of its choice."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette.features.posts import FEATURE
from tests.fixture_site import Site, build, copy_site

ZONE = ZoneInfo("Europe/Paris")
CHOSEN = "Choisi par l’équipe"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Posts of 1 to 4 May; the first is featured until 20 July, the second until 10 July, the third was until June."""
    content = copy_site("minimal", tmp_path)
    original = content / "articles/2026/bonjour"
    for number, until in ((1, "2026-07-20"), (2, "2026-07-10"), (3, "2026-06-01"), (4, "")):
        post = original.with_name(f"billet-{number}")
        shutil.copytree(original, post)
        source = (post / "index.md").read_text(encoding="utf-8")
        source = source.replace("Bonjour", f"Billet {number}").replace("2026-05-01", f"2026-05-0{number}")
        source = source.replace("date:", f"featured: {until}\ndate:", 1) if until else source
        (post / "index.md").write_text(source, encoding="utf-8")
    shutil.rmtree(original)
    return content


def at(month: int, day: int, hour: int) -> str:
    return str(int(datetime(2026, month, day, hour, 30, tzinfo=ZONE).timestamp()))


def shown(site: Site) -> list[str]:
    return site.texts_of("", ".h-entry .p-name")


def test_the_newest_of_the_chosen_leads_until_the_end_of_its_last_day(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, at(7, 10, 23))
    assert shown(site) == ["Billet 2", "Billet 4", "Billet 3", "Billet 1"]
    assert site.texts_of("", ".lead .overline strong") == [CHOSEN]
    moments = set(FEATURE.moments(site.build))
    assert datetime(2026, 7, 11, tzinfo=ZONE) in moments, "a build is due when it ceases to lead"
    site = build(content, tmp_path, at(7, 11, 0))
    assert shown(site) == ["Billet 1", "Billet 4", "Billet 3", "Billet 2"]
    site = build(content, tmp_path, at(7, 21, 0))
    assert shown(site) == ["Billet 4", "Billet 3", "Billet 2", "Billet 1"]
    assert site.texts_of("", ".lead .overline strong") == []


def test_a_chosen_post_that_is_older_than_all_others_on_the_page_takes_the_place_of_none(
    content: Path, tmp_path: Path
) -> None:
    original = content / "articles/2026/billet-4"
    for day in range(5, 15):
        post = original.with_name(f"billet-{day}")
        shutil.copytree(original, post)
        source = (post / "index.md").read_text(encoding="utf-8")
        (post / "index.md").write_text(source.replace("2026-05-04", f"2026-05-{day:02}"), encoding="utf-8")
    site = build(content, tmp_path, at(7, 15, 12))
    assert shown(site)[0] == "Billet 1"
    assert len(shown(site)) == 8
    assert site.page("").css("#latest ~ .section-heading__link")
