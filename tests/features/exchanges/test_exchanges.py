"""Exchanges of all kinds change with the days, speak the site's language, and leave no trace on a site without any."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from placette.features import calls, decisions, letterbox, questions
from tests.fixture_site import EPOCH, Site, build, copy_site

pytestmark = pytest.mark.whole

PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
DAYS = 11
FEATURES = (calls.FEATURE, decisions.FEATURE, letterbox.FEATURE, questions.FEATURE)
REGISTER, ROAD = "registre/2026/", "contribuer/suivi/"


def words(site: Site, path: str) -> str:
    """Return the words of a page, with plain spaces."""
    return " ".join(" ".join(site.texts_of(path, "main")).split())


def test_after_some_days_everything_is_as_in_a_build_from_nothing(tmp_path: Path) -> None:
    content = copy_site("kitchen-sink", tmp_path)
    call = content / "calls" / "un-dernier-mot.md"
    call.write_text(
        "---\ntitle: Un dernier mot\nsummary: Un mot.\ndeadline: 2026-07-04\nauthors: [lea-montel]\n---\nÉcrivez.\n",
        "utf-8",
    )
    before = build(content, tmp_path, **PLAIN)
    assert "Recours possible jusqu’au 11 juillet" in words(before, REGISTER)
    assert "Un dernier mot" in words(before, "appels/")
    for feature in FEATURES:
        midnight = datetime(2026, 7, 2, tzinfo=before.build.now.tzinfo)
        assert midnight in set(feature.moments(before.build)), feature.name
    later = f"{int(EPOCH) + timedelta(days=DAYS).total_seconds():.0f}"
    after, clean = build(content, tmp_path, later, **PLAIN), build(content, tmp_path / "clean", later, **PLAIN)
    assert "Aucun recours jusqu’au 11 juillet 2026." in words(after, REGISTER)
    assert "Un dernier mot" not in words(after, "appels/")
    assert "État au 12 juillet 2026" in words(after, ROAD).replace("1 er", "1er")
    assert after.files() == clean.files()
    assert [p for p in clean.files() if (after.output / p).read_bytes() != (clean.output / p).read_bytes()] == []


def test_an_english_site_speaks_english(tmp_path: Path) -> None:
    site = build(copy_site("kitchen-sink", tmp_path), tmp_path, **PLAIN, DEFAULT_LANG="en")
    assert "On appeal, on 29 May 2026: the decision is upheld." in words(site, REGISTER)
    assert "2026-0003 A text Received 29 June 2026 (for 2 days)" in words(site, ROAD)
    assert "Without answer for 48 working days" in words(site, "questions/qui-tond/")


def test_a_site_without_any_has_no_trace_of_them(tmp_path: Path) -> None:
    site = build(copy_site("minimal", tmp_path), tmp_path, **PLAIN)
    names = ("registre", "question", "appels")
    assert [path for path in site.files() if any(name in path for name in names)] == []
    pages = [site.text(path) for path in site.files() if path.endswith(".html")]
    assert [page for page in pages if any(f'"/{name}' in page for name in names)] == []
    assert [moment for feature in FEATURES for moment in feature.moments(site.build)] == []
