"""Photos that were made before a build was killed are not made again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from placette.engine.pages import photographs
from tests.fixture_heard import heard
from tests.fixture_site import ROOT, build

_PHOTOS = 3
_POST = """---
title: Le lavoir {n}
summary: Un bassin.
date: 2026-06-01
authors: [lea]
category: Nature
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
    (tmp_path / "content" / "authors").mkdir(parents=True)
    (tmp_path / "content" / "authors" / "lea.md").write_text(
        "---\nname: Léa\nkind: habitant\n---\nElle écrit.\n", encoding="utf-8"
    )
    for n in range(_PHOTOS):
        post = tmp_path / "content" / "articles" / "2026" / f"lavoir-{n}"
        post.mkdir(parents=True)
        (post / "index.md").write_text(_POST.format(n=n), encoding="utf-8")
        Image.radial_gradient("L").resize((700, 500 + 20 * n)).convert("RGB").save(post / "bassin.jpg", quality=90)
    return tmp_path


def test_a_killed_build_keeps_the_photos_already_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "plugins"), str(ROOT)))}
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(folder)], cwd=ROOT, env=environment, check=False)
    assert killed.returncode == 9
    (store,) = folder.rglob("photos")
    kept = {path.name: path.stat().st_mtime_ns for path in store.iterdir()}
    assert kept, "what was made before lies in the store"
    encoded: list[int] = []
    encode = photographs._encode

    def counted(missing: Sequence[photographs.Wanted], *rest: Any) -> Iterator[Any]:
        encoded.append(len(missing))
        return encode(missing, *rest)

    monkeypatch.setattr(photographs, "_encode", counted)
    with heard() as listener:
        build(folder / "content", folder)
    after = {path.name: path.stat().st_mtime_ns for path in store.iterdir()}
    assert {name: after[name] for name in kept} == kept
    assert encoded == [len(after) - len(kept)]
    assert listener.counts("Photos made")[-1] == (encoded[0], encoded[0])
