"""Compressed copies hold what they are copies of, follow it, and are made once for each content."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from placette.engine.building import compressing
from tests.fixture_site import Site, build

POST = "articles/2026/bonjour/index.md"
ON = {"BUILDING_PRECOMPRESS": True, "SHARING_CARDS": False, "IMAGES_LANDSCAPES": False}
MAKERS = dict(compressing.COPIES)
READ = {".br": brotli.decompress, ".gz": gzip.decompress}


def copies(site: Site) -> list[str]:
    return [path for path in site.files() if path.endswith((".br", ".gz"))]


def check(site: Site) -> None:
    """Every text has both copies, and nothing else has any."""
    texts = [path for path in site.files() if path.endswith((".html", ".xml", ".json", ".css", ".js", ".txt"))]
    assert {f"{path}{end}" for path in texts for end in READ} <= set(copies(site))
    for path in copies(site):
        assert READ[path[-3:]]((site.output / path).read_bytes()) == (site.output / path[:-3]).read_bytes(), path


def test_copies_follow_what_they_are_copies_of(content: Path, tmp_path: Path) -> None:
    first = build(content, tmp_path, **ON)
    check(first)
    assert build(content, tmp_path, **ON).outcome.settlement.put == ()
    text = (content / POST).read_text(encoding="utf-8")
    (content / POST).write_text(text.replace("L'eau est revenue", "L'eau n'est pas revenue"), encoding="utf-8")
    second = build(content, tmp_path, **ON)
    check(second)
    put = second.outcome.settlement.put
    assert {f"{path}{end}" for path in put for end in READ if path[-3:] not in READ} == set(put) & set(copies(second))
    assert copies(build(content, tmp_path, **ON | {"BUILDING_PRECOMPRESS": False})) == []


def test_a_copy_that_was_tampered_with_or_lost_is_made_again(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, **ON)
    (site.output / "index.html.gz").write_bytes(gzip.compress(b"other"))
    (site.output / "index.html.br").unlink()
    again = build(content, tmp_path, **ON)
    assert again.outcome.settlement.put == ("index.html.br", "index.html.gz")
    check(again)


def test_what_was_compressed_once_is_remembered_unless_it_was_damaged(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(content, tmp_path, **ON)
    before = {path: (first.output / path).read_bytes() for path in copies(first)}
    made: list[int] = []

    def watched(end: str) -> Callable[[bytes], bytes]:
        def make(data: bytes) -> bytes:
            made.append(len(data))
            return MAKERS[end](data)

        return make

    monkeypatch.setattr(compressing, "COPIES", {end: watched(end) for end in READ})
    monkeypatch.setattr(
        compressing, "spread_out", lambda work, items, shared, cost: [work(item, shared) for item in items]
    )
    shutil.rmtree(first.output)
    second = build(content, tmp_path, **ON)
    assert made == []
    assert {path: (second.output / path).read_bytes() for path in copies(second)} == before
    kept = sorted((tmp_path / "cache/compressed").iterdir())
    kept[0].write_bytes(kept[0].read_bytes()[:-1] + b"?")
    shutil.rmtree(second.output)
    check(build(content, tmp_path, **ON))
    assert len(made) == 1
