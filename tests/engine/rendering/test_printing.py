"""A page that can't be made says which file it is and which text it shows, whatever went wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from placette.engine.base.files import write_new
from placette.engine.rendering import printing
from tests.fixture_heard import heard
from tests.fixture_site import ROOT, build, write_file

pytestmark = pytest.mark.whole

PLAIN = {"PICTURES_ON_PAGES": False, "SHARING_CARDS": False}


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


def test_what_a_template_prints_beside_its_blocks_stays_when_its_frame_changes(content: Path, tmp_path: Path) -> None:
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


_PHOTOS = 3
_POST = """---
title: Le lavoir {n}
summary: Un bassin.
date: 2026-06-01
authors: [lea]
category: Nature
minors: none
---
![Le bassin.](bassin.jpg "Après les travaux -- Léa, CC BY 4.0")

Le bassin est plein.
"""
_KILLED = """
import os, sys
from pathlib import Path
from typing import Any
from tests.fixture_heard import Listener
from tests.fixture_site import build
from placette.engine.base.progress import reporting

def die():
    if listener.reports[-1].what == "Photos made" and listener.reports[-1].done:
        os._exit(9)

listener = Listener()
listener.then = die
with reporting(listener):
    build(Path(sys.argv[1]) / "content", Path(sys.argv[1]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of a few posts with a photo each."""
    write_file(tmp_path / "content" / "authors" / "lea.md", "---\nname: Léa\nkind: habitant\n---\nElle écrit.\n")
    for n in range(_PHOTOS):
        post = tmp_path / "content" / "articles" / "2026" / f"lavoir-{n}"
        write_file(post / "index.md", _POST.format(n=n))
        Image.radial_gradient("L").resize((700, 500 + 20 * n)).convert("RGB").save(post / "bassin.jpg", quality=90)
    return tmp_path


def test_a_killed_build_keeps_the_photos_already_made(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "plugins"), str(ROOT)))}
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(folder)], cwd=ROOT, env=environment, check=False)
    assert killed.returncode == 9
    (store,) = folder.rglob("photos")
    kept = {path.name: path.stat().st_mtime_ns for path in store.iterdir()}
    assert kept, "what was made before lies in the store"
    with heard() as listener:
        build(folder / "content", folder)
    after = {path.name: path.stat().st_mtime_ns for path in store.iterdir()}
    assert {name: after[name] for name in kept} == kept
    assert listener.counts("Photos made")[-1] == (len(after) - len(kept),) * 2
