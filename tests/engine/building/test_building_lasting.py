"""What went wrong once between one build and the next, and must not again."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base import scanning
from placette.engine.building import building
from placette.engine.building.building import Outcome
from placette.engine.building.places import places_of
from placette.plugin import build_site
from tests.fixture_site import EPOCH, ROOT, Site, build, settings_of

PLAIN = {"IMAGES_LANDSCAPES": False, "SHARING_CARDS": False}
FIRST = "articles/2026/bonjour"
_DAY = 86_400


def contents(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


def copy_post(content: Path, path: str, date: str = "2026-05-01") -> None:
    """The site's one post again, at another place and date."""
    shutil.copytree(content / FIRST, content / path)
    post = content / path / "index.md"
    post.write_text(post.read_text(encoding="utf-8").replace("2026-05-01", date), encoding="utf-8")


def build_at(content: Path, folder: Path, epoch: int) -> Outcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        return build_site(settings_of(content, folder, **PLAIN))


def crash(*_arguments: Any) -> None:
    raise OSError("crash")


def test_two_crashes_leave_no_page_that_nobody_owns(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(content, tmp_path, **PLAIN)
    with monkeypatch.context() as patch:
        patch.setattr(building, "keep_state", crash)
        for name in ("un", "deux"):
            copy_post(content, f"articles/2026/{name}")
            with pytest.raises(OSError, match="crash"):
                build(content, tmp_path, **PLAIN)
    shutil.rmtree(content / "articles/2026/un")
    after = build(content, tmp_path, **PLAIN)
    assert contents(after) == contents(build(content, tmp_path / "clean", **PLAIN))


def test_a_preview_of_a_later_day_does_not_last(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_DOUBT", 0)
    copy_post(content, "articles/2026/demain", "2026-07-10")
    time.sleep(0.05)
    page = tmp_path / "output/2026/demain/index.html"
    assert build_at(content, tmp_path, int(EPOCH) + 20 * _DAY).build is not None
    assert page.is_file()
    assert build_at(content, tmp_path, int(EPOCH) + 20 * _DAY).build is None
    assert build_at(content, tmp_path, int(EPOCH)).build is not None
    assert not page.exists()


def test_words_changed_while_a_preview_runs_are_seen(content: Path, tmp_path: Path) -> None:
    theme = Path(shutil.copytree(ROOT / "themes" / "placette", tmp_path / "theme"))
    build(content, tmp_path, THEME=str(theme), **PLAIN)
    words = theme / "locale" / "fr.po"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace('msgstr "Rubriques"', 'msgstr "Zubriques"'), encoding="utf-8")
    after = build(content, tmp_path, THEME=str(theme), **PLAIN)
    assert any(b"Zubriques" in data for data in contents(after).values())
    assert contents(after) == contents(build(content, tmp_path / "clean", THEME=str(theme), **PLAIN))


@pytest.mark.parametrize("obstacle", ["a file where a folder must be", "a folder where a page must be"])
def test_an_obstacle_in_the_output_leaves_no_scrap(content: Path, tmp_path: Path, obstacle: str) -> None:
    site = build(content, tmp_path, **PLAIN)
    if obstacle.startswith("a file"):
        (site.output / "2025").write_text("not ours")
        copy_post(content, "articles/2025/vieux", "2025-07-10")
    else:
        (site.output / "index.html").unlink()
        (site.output / "index.html").mkdir()
    with pytest.raises(OSError, match=r"2025|index\.html"):
        build(content, tmp_path, **PLAIN)
    assert [path for path in site.output.rglob("*") if path.name.endswith(".part")] == []


def test_two_outputs_never_share_a_state(content: Path, tmp_path: Path) -> None:
    settings = settings_of(content, tmp_path, **PLAIN)
    outputs = ("out-put", "out/put", "x" * 90 + "/out", "y" + "x" * 90 + "/out")
    states = {places_of({**settings, "OUTPUT_PATH": str(tmp_path / output)}).state for output in outputs}
    assert len(states) == len(outputs)
