"""Every rendition looks like the photo, and weighs little."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from PIL import AvifImagePlugin, Image, ImageFilter

from placette.engine.photos import encoding
from placette.engine.texts.values import Rendition
from tests.placette_landscapes.painted import opened, photograph, saved

PHOTO = photograph("le-lac", 960, 640)
FORMS = ("AVIF", "JPEG")


def rendition(form: str, width: int, height: int) -> Rendition:
    return Rendition(f"photos/a-{width}.{form}", width, height, form)


def slow_ssim(one: Image.Image, other: Image.Image) -> float:
    """SSIM as its authors write it down, tile by tile."""
    values = []
    for left, top in product(range(0, one.width - 6, 7), range(0, one.height - 6, 7)):
        x, y = (list(image.crop((left, top, left + 7, top + 7)).tobytes()) for image in (one, other))
        mx, my = sum(x) / 49, sum(y) / 49
        vx, vy = sum((a - mx) ** 2 for a in x) / 48, sum((b - my) ** 2 for b in y) / 48
        both = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / 48
        c, d = 2.55**2, 7.65**2
        values.append((2 * mx * my + c) * (2 * both + d) / ((mx**2 + my**2 + c) * (vx + vy + d)))
    return sum(values) / len(values)


@pytest.mark.parametrize("blur", [0.5, 1, 3])
def test_likeness_is_ssim(blur: float) -> None:
    picture = PHOTO.convert("L").crop((0, 0, 140, 98))
    other = picture.filter(ImageFilter.GaussianBlur(blur))
    assert encoding.similarity(picture, other) == pytest.approx(slow_ssim(picture, other), abs=0.001)
    assert encoding.similarity(picture, picture) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("seed", ["le-lac", "bonjour"])
def test_every_file_of_a_photo_looks_like_it_and_none_weighs_much_more_than_that_needs(seed: str) -> None:
    photo = photograph(seed, 1600, 1066)
    renditions = tuple(rendition(form, width, width * 2 // 3) for form in FORMS for width in (320, 800, 1600))
    for planned, data in zip(renditions, encoding.encode_renditions((saved(photo, "PNG"), renditions)), strict=True):
        original = photo.resize((planned.width, planned.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        assert opened(data).size == original.size
        assert 0.94 < encoding.similarity(original, opened(data)) < 0.99


@pytest.mark.parametrize("form", FORMS)
def test_a_flat_sky_does_not_break_into_bands(form: str) -> None:
    sky = Image.linear_gradient("L").resize((400, 400)).convert("RGB")
    (made,) = encoding.encode_renditions((saved(sky, "PNG"), (rendition(form, 400, 400),)))
    column = [opened(made).convert("L").getpixel((200, y)) for y in range(0, 400, 10)]
    steps = [abs(a - b) for a, b in pairwise(column)]  # type: ignore[operator]
    assert max(steps) <= 14, "6.4 is what the sky itself has"


def test_what_is_transparent_stays_so_in_every_format_that_can() -> None:
    image = PHOTO.resize((300, 200))
    image.putalpha(Image.linear_gradient("L").resize((300, 200)))
    for form in ("AVIF", "PNG"):
        (made,) = encoding.encode_renditions((saved(image, "PNG"), (rendition(form, 150, 100),)))
        alpha = opened(made).convert("RGBA").getchannel("A")
        assert alpha.getextrema()[0] < 20  # type: ignore[operator]
    (jpeg,) = encoding.encode_renditions((saved(image, "PNG"), (rendition("JPEG", 150, 100),)))
    assert opened(jpeg).mode == "RGB"
    assert encoding.is_transparent(image)
    assert not encoding.is_transparent(PHOTO)


def test_the_same_photo_gives_the_same_bytes_on_a_machine_of_any_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    job = (saved(PHOTO, "JPEG", quality=95), (rendition("AVIF", 480, 320),))
    made = set()
    for cores in (1, 4):
        monkeypatch.setattr(AvifImagePlugin, "DEFAULT_MAX_THREADS", cores)
        made.add(encoding.encode_renditions(job))
    assert len(made) == 1


def test_a_width_looks_the_same_made_alone_or_of_a_wider_one() -> None:
    (alone,) = encoding.encode_renditions((saved(PHOTO, "PNG"), (rendition("JPEG", 200, 133),)))
    wider = (rendition("JPEG", 800, 533), rendition("JPEG", 400, 267))
    among = encoding.encode_renditions((saved(PHOTO, "PNG"), (*wider, rendition("JPEG", 200, 133))))[-1]
    assert encoding.similarity(opened(alone), opened(among)) > 0.95


def test_the_main_colour_is_that_of_most_of_a_picture() -> None:
    image = Image.new("RGB", (90, 60), (200, 30, 40))
    image.paste((10, 20, 250), (0, 0, 30, 60))
    assert encoding.main_colour(image) == "#c81e28"
    assert encoding.main_colour(Image.new("L", (3, 2), 119)) == "#777777"


def test_a_photo_that_cannot_be_decoded_says_so() -> None:
    data = saved(PHOTO, "JPEG")[:5000]
    with pytest.raises(OSError, match="truncated"):
        encoding.encode_renditions((data, (rendition("AVIF", 480, 320),)))
    with pytest.raises(OSError, match="cannot identify"):
        encoding.encode_renditions((b"no picture", (rendition("AVIF", 480, 320),)))
