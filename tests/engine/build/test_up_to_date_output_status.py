"""Whether the output is what texts and settings give."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from placette.engine.build.up_to_date import OutputStatus, is_older, output_status, places_of
from placette.plugin import listed
from tests.fixture_site import EPOCH, build, copy_site, settings_of, trust_times

pytestmark = pytest.mark.whole


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Texts that were written a day ago: a file of the last seconds makes no fingerprint."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return copy_site("minimal", tmp_path)


def test_a_site_is_absent_then_current_then_doubtful(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust_times(monkeypatch)
    settings = settings_of(content, tmp_path)
    published = settings_of(content, tmp_path, SITEURL="https://elsewhere.example")
    assert output_status([settings], listed) is OutputStatus.ABSENT
    build(content, tmp_path)
    assert output_status([settings], listed) is OutputStatus.CURRENT
    assert output_status([published], listed) is OutputStatus.DOUBTFUL
    assert output_status([published, settings], listed) is OutputStatus.CURRENT
    before = sorted(Path(settings["CACHE_PATH"]).rglob("*"))
    (tmp_path / "output" / "index.html").write_text("defaced")
    assert output_status([settings], listed) is OutputStatus.DOUBTFUL
    build(content, tmp_path)
    (content / "authors" / "lea.md").write_text("---\nname: Léa\nkind: habitante\n---\nJe reviens.\n", encoding="utf-8")
    assert output_status([settings], listed) is OutputStatus.DOUBTFUL
    assert sorted(Path(settings["CACHE_PATH"]).rglob("*")) == before


def test_a_site_is_older_than_what_was_touched_since_until_it_is_built_again(content: Path, tmp_path: Path) -> None:
    settings = settings_of(content, tmp_path)
    conf = tmp_path / "conf.py"
    assert is_older([settings], listed), "it was never built"
    build(content, tmp_path)
    assert not is_older([settings], listed, [conf])
    profile = content / "authors/lea.md"
    for change in (profile.touch, conf.touch, lambda: profile.rename(content / "authors/leo.md")):
        change()
        assert is_older([settings], listed, [conf])
        build(content, tmp_path, READING_SKIP_INVALID=True)
        assert not is_older([settings], listed, [conf])


def test_a_site_that_is_as_it_was_when_it_was_built_is_not_older(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust_times(monkeypatch)
    build(content, tmp_path)
    (content / "brouillon.txt").touch()
    (content / "brouillon.txt").unlink()
    assert not is_older([settings_of(content, tmp_path)], listed)


def test_a_state_that_is_lost_or_damaged_leaves_a_doubt(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path)
    state = places_of(settings_of(content, tmp_path)).state
    state.write_bytes(os.urandom(5000))
    assert output_status([settings_of(content, tmp_path)], listed) is OutputStatus.DOUBTFUL
    state.unlink()
    assert output_status([settings_of(content, tmp_path)], listed) is OutputStatus.DOUBTFUL
