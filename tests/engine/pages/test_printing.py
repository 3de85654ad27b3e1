"""A page that can't be made says which file it is and which text it shows, whatever went wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from placette.engine.base.files import write_new
from placette.engine.pages import printing
from tests.fixture_site import ROOT, build

PLAIN = {"IMAGES_LANDSCAPES": False, "SHARING_CARDS": False}


@pytest.mark.parametrize("executor", ["serial", "processes"])
def test_what_fails_in_the_writing_of_a_page_names_the_text(
    executor: str, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path, path: str, data: bytes) -> None:
        if path == "2026/bonjour/index.html":
            raise ValueError("surrogates not allowed")
        write(folder, path, data)

    write = write_new
    monkeypatch.setattr(printing, "write_new", fail)
    with pytest.raises(ValueError, match="surrogates") as failed:
        build(content, tmp_path, BUILDING_EXECUTOR=executor, **PLAIN)
    (note,) = failed.value.__notes__
    assert note.startswith("2026/bonjour/index.html ← ")
    assert "articles/2026/bonjour/index.md" in note


def test_what_a_template_prints_beside_its_blocks_stays_when_its_shell_changes(content: Path, tmp_path: Path) -> None:
    theme, pages = tmp_path / "theme", {}
    shutil.copytree(ROOT / "themes" / "placette", theme)
    (page, base) = (theme / "templates" / name for name in ("article.html", "base.html"))
    page.write_text(f"<!-- beside -->\n{page.read_text(encoding='utf-8')}", encoding="utf-8")
    build(content, tmp_path / "one", THEME=str(theme), **PLAIN)
    base.write_text(base.read_text(encoding="utf-8").replace("</body>", "<p>new</p>\n</body>"), encoding="utf-8")
    for folder in ("one", "other"):  # built before, and from nothing
        site = build(content, tmp_path / folder, THEME=str(theme), **PLAIN)
        pages[folder] = {path: (site.output / path).read_bytes() for path in site.files() if path.endswith(".html")}
    assert pages["one"] == pages["other"]
    assert pages["one"]["2026/bonjour/index.html"].startswith(b"<!-- beside -->")
    assert all(b"<p>new</p>" in text for text in pages["one"].values())
