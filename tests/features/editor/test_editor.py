"""A site has no trace of the editor until it names a forge, and gets advice on what to fetch before."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.defaults import without
from placette.engine.base.translation import SettingError
from placette.features.editor import package_path
from tests.fixture_site import Site, build, copy_site, write_file

pytestmark = pytest.mark.whole

GITHUB = {"EDITOR_BACKEND": "github", "EDITOR_REPOSITORY": "commune/blog"}


def test_a_site_without_a_forge_has_nothing_of_it(kitchen_sink: Site) -> None:
    assert [path for path in kitchen_sink.files() if path.startswith("ecrire")] == []
    assert "ecrire" not in kitchen_sink.text("robots.txt")
    assert "ecrire" not in kitchen_sink.text("_headers")


def test_a_program_that_was_not_fetched_stops_the_build(content: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="→  invoke editor"):
        build(content, tmp_path, **GITHUB)


def test_another_program_stops_the_build(content: Path, tmp_path: Path) -> None:
    write_file(package_path(tmp_path / "cache"), b"something else")
    with pytest.raises(SettingError, match=r"sha512-.*→  invoke editor"):
        build(content, tmp_path, **GITHUB)


def test_a_preview_has_no_editor(tmp_path: Path) -> None:
    site = build(copy_site("minimal", tmp_path), tmp_path, READING_PREVIEW=True, **GITHUB)
    assert [path for path in site.files() if path.startswith("ecrire")] == []


def test_a_forge_without_a_repository_stops_the_build(content: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="EDITOR_REPOSITORY"):
        build(content, tmp_path, EDITOR_BACKEND="github")


@pytest.mark.parametrize("own", [{}, {"PLUGINS": without("editor")}], ids=["closed", "left out"])
def test_a_site_without_editor_may_have_a_page_at_its_address(
    own: dict[str, object], content: Path, tmp_path: Path
) -> None:
    write_file(content / "pages" / "ecrire.md", "---\ntitle: Écrire\n---\nBonjour.\n")
    site = build(content, tmp_path, VIEWS_MENU=(("Écrire", "ecrire/"),), **own)
    assert "Bonjour" in site.text("ecrire/index.html")
    assert 'href="/ecrire/"' in site.text("index.html")
