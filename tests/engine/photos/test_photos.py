"""A photo is distrusted: all its problems are reported at once, plainly, and nothing crashes."""

from __future__ import annotations

import gzip
import io
from itertools import groupby

import pytest
from PIL import Image, ImageCms

from placette.engine.base.translation import load_catalogue
from placette.engine.findings.messages import PHOTO_ANIMATED, PHOTO_BOMB, PHOTO_DAMAGED, PHOTO_NARROW, PHOTO_UNKNOWN
from placette.engine.findings.problems import explain
from placette.engine.photos.encoding import encode_renditions
from placette.engine.photos.photos import Inspection, inspect_photo
from placette.engine.texts.values import Place, plan_renditions
from tests.engine.photos.fixture_photos import (
    BLUE,
    MARK,
    PLANTED,
    SIZE,
    SRGB,
    bomb,
    noise,
    saved,
    scene,
)
from tests.fixture_kinds import GATE

FRENCH = load_catalogue("fr").gettext


def codes(seen: Inspection) -> list[str]:
    return [found.code for found in seen.problems]


ACCEPTED = {
    "a JPEG": (".jpg", saved(scene(), "JPEG")),
    "a PNG": (".png", saved(scene())),
    "an AVIF": (".avif", saved(scene(), "AVIF")),
    "CMYK": (".jpg", saved(scene().convert("CMYK"), "JPEG")),
    "a palette": (".png", saved(scene().quantize(4))),
    "the largest": (".png", saved(Image.new("L", (2560, 2560)))),
    "a panorama": (".png", saved(Image.new("L", (2000, 100)))),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_honest_photo_has_no_problem(name: str) -> None:
    suffix, data = ACCEPTED[name]
    seen = inspect_photo((f"pages/a{suffix}", data))
    assert (codes(seen), seen.facts is not None) == ([], True)


@pytest.mark.parametrize(
    ("image", "tint", "alpha"),
    [
        (Image.new("RGB", SIZE, (200, 30, 40)), "#c81e28", False),
        (Image.new("RGBA", SIZE, (200, 30, 40, 255)), "#c81e28", False),
        (Image.new("RGBA", SIZE, (200, 30, 40, 100)), "", True),
    ],
)
def test_the_colour_that_stands_in_its_place_is_known(image: Image.Image, tint: str, alpha: bool) -> None:
    facts = inspect_photo(("pages/a.png", saved(image))).facts
    assert facts
    assert (facts.tint, facts.alpha) == (tint, alpha)


DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
DISGUISES = {
    "plain": DRAWING,
    "in UTF-16": DRAWING.decode().encode("utf-16"),
    "compressed": gzip.compress(DRAWING),
    "behind the beginning of a PNG": b"\x89PNG\r\n\x1a\n" + DRAWING,
}


@pytest.mark.parametrize("suffix", [".jpg", ".avif"])
@pytest.mark.parametrize("name", DISGUISES)
def test_a_drawing_is_no_photo_under_any_disguise(name: str, suffix: str) -> None:
    seen = inspect_photo((f"pages/a{suffix}", DISGUISES[name]))
    assert (codes(seen)[-1], seen.facts) == ("photo-broken", None)
    assert GATE.kind_of(f"pages/a{suffix}.svg") is GATE.kind_of(f"pages/a{suffix}.svgz") is None


BROKEN = {
    "nothing": (b"", PHOTO_UNKNOWN),
    "a GIF": (saved(scene(), "GIF"), PHOTO_UNKNOWN),
    "a PNG cut short": (saved(scene())[:90], PHOTO_DAMAGED),
    "a JPEG cut short": (saved(scene().resize((400, 400)), "JPEG")[:1500], PHOTO_DAMAGED),
    "a lesser bomb": (bomb(11_000, 11_000), PHOTO_BOMB),
    "more pixels than data": (bomb(1_000, 1_000), PHOTO_DAMAGED),
    "a strip": (saved(Image.new("L", (2101, 100))), PHOTO_NARROW),
    "an animated PNG": (saved(scene(), save_all=True, append_images=[scene().rotate(90)]), PHOTO_ANIMATED),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_honest_photo_is_refused_in_plain_words(name: str) -> None:
    data, reason = BROKEN[name]
    seen = inspect_photo(("pages/a.jpg", data))
    (found,) = [found for found in seen.problems if found.code == "photo-broken"]
    assert (dict(found.values)["reason"], seen.facts) == (reason, None)
    assert FRENCH(reason) in explain(found, FRENCH)[0]


@pytest.mark.parametrize(
    ("size", "is_decoded"),
    [((2561, 1000), True), ((1000, 2561), True), ((6_400, 6_400), False), ((12_001, 700), False)],
)
def test_a_photo_with_too_many_pixels_is_refused(size: tuple[int, int], is_decoded: bool) -> None:
    seen = inspect_photo(("pages/a.png", saved(Image.new("1", size))))
    assert (codes(seen), seen.facts is not None) == (["photo-large"], is_decoded)


@pytest.mark.parametrize(
    ("suffix", "form", "is_right"),
    [
        (".jpg", "JPEG", True),
        (".jpg", "MPO", True),
        (".jpg", "PNG", False),
        (".jpeg", "WEBP", False),
        (".png", "JPEG", False),
        (".webp", "AVIF", False),
        (".avif", "WEBP", False),
    ],
)
def test_a_name_that_says_another_format_is_told(suffix: str, form: str, is_right: bool) -> None:
    options = {"save_all": True, "append_images": [scene()]} if form == "MPO" else {}
    assert ("photo-suffix" not in codes(inspect_photo((f"a{suffix}", saved(scene(), form, **options))))) == is_right


def test_everything_that_is_wrong_is_told_at_once() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Somebody"
    exif.get_ifd(0x8825)[2] = (45.0, 46.0, 47.0)
    data = saved(noise(2700, 400), exif=exif)
    seen = inspect_photo(("pages/a.jpg", data))
    assert codes(seen) == ["photo-heavy", "photo-suffix", "photo-large", "photo-position", "photo-private"]
    assert seen.facts
    broken = inspect_photo(("pages/a.jpg", data[: len(data) // 2]))
    assert codes(broken) == [*codes(seen), "photo-broken"]


def test_damage_anywhere_in_a_photo_is_a_problem_or_a_photo_never_a_crash() -> None:
    for form, suffix in (("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif")):
        whole = saved(scene(), form)
        for position in range(0, len(whole), max(1, len(whole) // 60)):
            data = whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :]
            seen = inspect_photo((f"pages/a{suffix}", data))
            assert seen.problems or seen.facts
            if seen.facts and not seen.problems:
                Image.open(io.BytesIO(data)).load()


def published(data: bytes) -> dict[str, list[Image.Image]]:
    """Every rendition of a photo by format, opened again, without asking whether the gate would refuse it."""
    return {form: [Image.open(io.BytesIO(made)) for made in files] for form, files in made_of(data).items()}


def made_of(data: bytes) -> dict[str, tuple[bytes, ...]]:
    facts = inspect_photo(("pages/a.jpg", data)).facts
    assert facts
    planned = groupby(plan_renditions(facts, Place.FIGURE), key=lambda rendition: rendition.format)
    return {form: encode_renditions((data, tuple(renditions))) for form, renditions in planned}


def is_near(image: Image.Image, place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    seen = image.convert("RGB").getpixel(place)
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= 24 for a, b in zip(seen, colour, strict=True))


@pytest.mark.parametrize("name", [name for name, (_, data, _) in PLANTED.items() if inspect_photo(("", data)).facts])
def test_nothing_but_pixels_is_published(name: str) -> None:
    for file in [file for files in made_of(PLANTED[name][1]).values() for file in files]:
        assert MARK not in file
        image = Image.open(io.BytesIO(file))
        assert not image.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment"} & image.info.keys()


def test_a_palette_with_a_transparent_colour_stays_transparent() -> None:
    image = scene().quantize(4)
    made = published(saved(image, "PNG", transparency=image.getpixel((8, 8))))
    assert "JPEG" not in made
    for form in ("AVIF", "PNG"):
        assert made[form][-1].convert("RGBA").getpixel((8, 8))[3] < 8  # type: ignore[index]
        assert is_near(made[form][-1], (56, 8), BLUE)


@pytest.mark.parametrize(
    "profile", [SRGB, b"nonsense" * 20, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
@pytest.mark.parametrize(("mode", "form"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("CMYK", "JPEG")])
def test_a_colour_profile_is_used_or_left_aside_never_a_reason_to_stop(profile: bytes, mode: str, form: str) -> None:
    for image in [
        one for made in published(saved(scene().convert(mode), form, icc_profile=profile)).values() for one in made
    ]:
        assert image.size == SIZE
        assert "icc_profile" not in image.info
