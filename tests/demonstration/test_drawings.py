"""The drawn pictures of the demonstration lie beside their posts and stay light."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.demonstration.drawings import PLATES
from tests.demonstration.plate import LARGEST

ARTICLES = Path(__file__).parents[2] / "content" / "articles"
WIDEST = 2000  # pixels


@pytest.mark.parametrize("path", PLATES)
def test_a_picture_is_light_bare_and_shown_by_its_post(path: str) -> None:
    picture = ARTICLES / path
    assert picture.name in (picture.parent / "index.md").read_text(encoding="utf-8")
    assert picture.stat().st_size <= LARGEST
    with Image.open(picture) as image:
        assert image.width <= WIDEST
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
