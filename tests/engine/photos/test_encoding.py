"""Every rendition is as small as it can be while it looks like the photo."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import pytest
from PIL import AvifImagePlugin, Image, ImageFilter

from placette.engine.photos import encoding
from placette.engine.texts.values import Rendition
from tests.placette_landscapes.painted import opened, photograph, saved

PHOTO = photograph("le-lac", 960, 640)
OPTIONS: dict[str, dict[str, Any]] = {
    "AVIF": {"speed": 8, "max_threads": 1},
    "JPEG": {"optimize": True, "progressive": True},
}


def rendition(form: str, width: int, height: int) -> Rendition:
    return Rendition(f"photos/a-{width}.{form}", width, height, form)


def likeness(one: Image.Image, other: Image.Image) -> float:
    return encoding.similarity(encoding.luma_of(one), encoding.luma_of(other))


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
    assert likeness(picture, other) == pytest.approx(slow_ssim(picture, other), abs=0.001)
    assert likeness(picture, picture) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("form", OPTIONS)
def test_a_rendition_looks_like_the_photo_and_is_hardly_larger_than_the_smallest_that_does(form: str) -> None:
    size = (480, 320)
    (made,) = encoding.encode_renditions((saved(PHOTO, "PNG"), (rendition(form, *size),)))
    wanted = PHOTO.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    assert opened(made).size == size
    assert likeness(wanted, opened(made)) >= 0.95
    tried = (saved(wanted, form, quality=quality, **OPTIONS[form]) for quality in range(30, 96))
    smallest = min(len(data) for data in tried if likeness(wanted, opened(data)) >= 0.95)
    assert len(made) <= 1.15 * smallest


@pytest.mark.parametrize("form", OPTIONS)
def test_where_fine_details_are_spared_a_flat_sky_does_not_break_into_bands(form: str) -> None:
    sky = Image.linear_gradient("L").resize((400, 400)).convert("RGB")
    (made,) = encoding.encode_renditions((saved(sky, "PNG"), (rendition(form, 400, 400),)), encoding.GENTLE)
    column = [opened(made).convert("L").getpixel((200, y)) for y in range(0, 400, 10)]
    steps = [abs(a - b) for a, b in pairwise(column)]  # type: ignore[operator]
    assert max(steps) <= 14, "6.4 is what the sky itself has"


@pytest.mark.parametrize("form", OPTIONS)
def test_a_smooth_picture_is_as_small_as_its_likeness_allows_unless_fine_details_are_spared(form: str) -> None:
    night = Image.linear_gradient("L").resize((400, 400)).convert("RGB")
    night.putpixel((100, 100), (255, 255, 255))
    job = (saved(night, "PNG"), (rendition(form, 400, 400),))
    (small,), (fine,) = encoding.encode_renditions(job), encoding.encode_renditions(job, encoding.GENTLE)
    assert len(small) < len(fine)
    assert likeness(night, opened(small)) >= 0.95


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


@pytest.mark.parametrize("first", [40, 60])
@pytest.mark.parametrize("threshold", range(40, 91))
def test_the_search_finds_the_lowest_quality_in_few_tries(threshold: int, first: int) -> None:
    tries = []

    def attempt(quality: int) -> encoding.Attempt:
        tries.append(quality)
        return encoding.Attempt(quality, encoding.LIKENESS + 0.0012 * (quality - threshold) + 1e-6, b"x")

    found = encoding.find_quality(attempt, 40, 90, first, 0.0013)
    assert threshold <= found.quality <= threshold + 2
    assert len(tries) <= 6
    assert len(set(tries)) == len(tries)


@pytest.mark.parametrize(("likeness", "quality"), [(0.5, 90), (0.999, 40)])
def test_a_photo_that_no_quality_satisfies_gets_the_best_and_one_that_all_do_the_least(
    likeness: float, quality: int
) -> None:
    found = encoding.find_quality(lambda tried: encoding.Attempt(tried, likeness, b"x"), 40, 90, 60, 0.0013)
    assert found.quality == quality


def test_the_widest_file_of_a_photo_is_hardly_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """JPEG, which takes no time, tells its quality, even where that changes from width to width."""
    tried, saving = [], encoding.saved

    def counted(pixels: Image.Image, form: str, options: dict[str, int | bool]) -> bytes:
        tried.extend([pixels.width] * (form == "AVIF"))
        return saving(pixels, form, options)

    monkeypatch.setattr(encoding, "saved", counted)
    planned = tuple(rendition("AVIF", width, width * 3 // 4) for width in (480, 800, 1200, 1600))
    encoding.encode_renditions((saved(photograph("le-lac", 2000, 1500), "JPEG", quality=92), planned), encoding.GENTLE)
    assert tried.count(1600) <= 2
    assert len(tried) <= 2 * len(planned)


def test_a_jpeg_is_packed_once_when_its_quality_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    packed, saving = [], encoding.saved

    def watched(pixels: Image.Image, form: str, options: dict[str, int | bool]) -> bytes:
        packed.append("progressive" in options)
        return saving(pixels, form, options)

    monkeypatch.setattr(encoding, "saved", watched)
    (made,) = encoding.encode_renditions((saved(PHOTO, "PNG"), (rendition("JPEG", 480, 320),)))
    assert opened(made).info["progressive"]
    assert packed == [*[False] * (len(packed) - 1), True]


def test_the_formats_of_a_photo_are_made_together() -> None:
    small, large, other = rendition("AVIF", 480, 320), rendition("AVIF", 800, 533), rendition("JPEG", 800, 533)
    together = encoding.encode_renditions((saved(PHOTO, "PNG"), (small, large, other)), encoding.GENTLE)
    assert [opened(data).format for data in together] == ["AVIF", "AVIF", "JPEG"]
    assert together[:2] == encoding.encode_renditions((saved(PHOTO, "PNG"), (small, large)), encoding.GENTLE)
    assert together[2:] == encoding.encode_renditions((saved(PHOTO, "PNG"), (other,)), encoding.GENTLE)


def test_the_same_photo_gives_the_same_bytes() -> None:
    job = (saved(PHOTO, "JPEG", quality=95), (rendition("AVIF", 480, 320), rendition("AVIF", 800, 533)))
    assert encoding.encode_renditions(job) == encoding.encode_renditions(job)


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
    assert likeness(opened(alone), opened(among)) > 0.95


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
