"""What a camera wrote into a photo is in no byte of the site, even what the check lets through."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from PIL import ImageCms

from tests.fixture_site import build
from tests.placette_landscapes.painted import photograph, saved

pytestmark = pytest.mark.whole

MARK = b"SECRET-7f3a"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
POST = """---
title: Le lac
summary: Un matin.
date: 2026-05-01
authors: [lea]
category: Nature
licence: CC BY 4.0
image: lac.jpg
image_alt: Le lac.
image_credit: Léa
minors: none
---
Un mot.

![Le lac.](rive.png "— Léa")
"""
PROFILE_TEXT = """---
name: Léa
kind: habitante
portrait: lea.webp
portrait_alt: Léa.
portrait_credit: Marc
---
"""


def marked_profile() -> bytes:
    """A colour profile whose copyright holds the mark; profiles are let through, for they say what colours mean."""
    place = PROFILE.find(b"No copyright")
    wide = place < 0
    place = PROFILE.find("No copyright".encode("utf-16-be")) if wide else place
    mark = MARK.decode().encode("utf-16-be") if wide else MARK
    return PROFILE[:place] + mark + PROFILE[place + len(mark) :]


def test_nothing_of_a_photo_but_its_pixels_is_published(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "articles" / "2026" / "le-lac").mkdir(parents=True)
    (content / "authors").mkdir()
    post = content / "articles" / "2026" / "le-lac"
    profile = marked_profile()
    image = photograph("le-lac", 640, 400)
    (post / "lac.jpg").write_bytes(saved(image, "JPEG", icc_profile=profile))
    (post / "rive.png").write_bytes(saved(image, "PNG", icc_profile=profile))
    (content / "authors" / "lea.webp").write_bytes(saved(image, "WEBP", icc_profile=profile))
    (content / "authors" / "lea.md").write_text(PROFILE_TEXT, encoding="utf-8")
    (post / "index.md").write_text(POST, encoding="utf-8")
    spelt = (MARK, MARK.decode().encode("utf-16-be"))
    assert any(mark in (post / "lac.jpg").read_bytes() for mark in spelt)
    site = build(content, tmp_path, SHARING_CARDS=True)
    pictures = [path for path in site.files() if path.startswith(("photos/", "cards/"))]
    assert {path.rsplit(".", 1)[1] for path in pictures} == {"avif", "jpg"}
    for path in site.files():
        data = (site.output / path).read_bytes()
        data = gzip.decompress(data) if path.endswith(".gz") else data
        assert not any(mark in data for mark in (*spelt, profile[:128])), path
