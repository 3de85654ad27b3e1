"""A post that is read aloud offers its recording on its page, in its feeds and to machines."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest

from placette.engine.content.reading import ContentRefusedError
from tests.features.documents.fixture_recordings import RECORDINGS, make_mp3
from tests.fixture_site import build, only, write_file

pytestmark = pytest.mark.whole

POST = """---
title: Le lavoir
summary: On y lavait.
date: 2026-01-05
authors: [lea]
category: Nature
{line}
---
Un mot.
"""
URL = "2026/lavoir/"


def write_post(content: Path, line: str, **files: bytes) -> None:
    folder = content / "articles/2026/lavoir"
    write_file(folder / "index.md", POST.format(line=line))
    for name, data in files.items():
        (folder / f"{name}.mp3").write_bytes(data)


def refused(content: Path, folder: Path, **settings: object) -> list[str]:
    with pytest.raises(ContentRefusedError) as caught:
        build(content, folder, **settings)
    return [found.code for found in caught.value.problems]


def test_it_is_heard_below_the_title_and_offered_to_programs(content: Path, tmp_path: Path) -> None:
    write_post(content, "écouter: lecture.mp3", lecture=make_mp3(370))
    site = build(content, tmp_path)
    player = only(site.page(URL), "audio")
    assert (player.attributes["src"], player.attributes["preload"]) == (f"/{URL}lecture.mp3", "none")
    assert "6\u00a0min" in only(site.page(URL), ".recording figcaption").text()
    assert (site.output / URL / "lecture.mp3").read_bytes() == make_mp3(370)
    posting = json.loads(only(site.page(URL), "script[type='application/ld+json']").text())["@graph"][0]
    assert posting["audio"]["contentUrl"].endswith(f"/{URL}lecture.mp3")
    (entry,) = (e for e in feedparser.parse(site.text("feeds/all.atom.xml")).entries if e.title == "Le lavoir")
    (enclosure,) = entry.enclosures
    assert (enclosure.type, int(enclosure.length)) == ("audio/mpeg", len(make_mp3(370)))
    items = json.loads(site.text("feeds/all.json"))["items"]
    assert [item["attachments"][0]["mime_type"] for item in items if "attachments" in item] == ["audio/mpeg"]


@pytest.mark.parametrize("way", ["../brouillon/", "/articles/2026/brouillon/"])
def test_what_lies_beside_another_text_stays_as_hidden_as_that_text(way: str, content: Path, tmp_path: Path) -> None:
    write_post(content, f"audio: {way}lecture.mp3")
    draft = content / "articles/2026/brouillon"
    draft.mkdir()
    text = POST.format(line="status: draft\naudio: lecture.mp3")
    (draft / "index.md").write_text(text, encoding="utf-8")
    (draft / "lecture.mp3").write_bytes(make_mp3())
    assert refused(content, tmp_path) == ["audio-missing"]
    write_post(content, "")
    assert not [path for path in build(content, tmp_path).files() if path.endswith(".mp3")]


@pytest.mark.parametrize(
    ("line", "files", "codes"),
    [
        ("audio: lecture.mp3", {}, ["audio-missing"]),
        ("audio: ../autre/lecture.mp3", {}, ["audio-missing"]),
        ("audio: lecture.m4a", {}, ["audio-format"]),
        ("audio: lecture.mp3", {"lecture": RECORDINGS["labelled voice"]()}, ["document-private"]),
        ("audio: lecture.mp3", {"lecture": RECORDINGS["film named as a voice"]()}, ["document-broken"]),
    ],
)
def test_what_can_not_be_heard_is_refused_once(
    content: Path, tmp_path: Path, line: str, files: dict[str, bytes], codes: list[str]
) -> None:
    write_post(content, line, **files)
    assert refused(content, tmp_path) == codes


def test_one_that_is_too_heavy_is_refused(content: Path, tmp_path: Path) -> None:
    write_post(content, "audio: lecture.mp3", lecture=make_mp3())
    with pytest.raises(ContentRefusedError) as caught:
        build(content, tmp_path, DOCUMENTS_RECORDING_LIMIT=10_000)
    assert [found.code for found in caught.value.problems] == ["file-size"]
