"""``invoke check --fix`` takes out of photos what the check refuses, keeps the picture, and leaves the others alone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from placette.commands.review.fixing import mend_folder
from placette.engine.photos.photos import MENDABLE, inspect_photo
from tests.engine.library.reading_site import make_photo
from tests.engine.photos.fixture_photos import BLUE, GREEN, MARK, PLANTED, RED, WHITE, bomb, noise, saved, scene
from tests.fixture_kinds import KINDS
from tests.fixture_site import copy_project, run

FOLDER = "articles/2026/le-lavoir"


def write_photo(root: Path, name: str, data: bytes) -> Path:
    path = root / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def problems_of(path: Path) -> set[str]:
    return {found.code for found in inspect_photo((path.name, path.read_bytes())).problems}


@pytest.mark.no_cover
def test_nothing_that_was_planted_anywhere_is_left_in_any_byte(tmp_path: Path) -> None:
    paths = {name: write_photo(tmp_path, f"{name}{suffix}", data) for name, (suffix, data, _) in PLANTED.items()}
    assert all(MARK in path.read_bytes() for path in paths.values())
    mended = {one.path: one.done for one in mend_folder(tmp_path, KINDS)}
    assert len(mended) == len(paths)
    for path in paths.values():
        assert MARK not in path.read_bytes()
        assert problems_of(path) == set()
        with Image.open(path) as image:
            assert not image.getexif()
            pixels = image.convert("RGB")
        for place, colour in (((8, 8), RED), ((56, 8), BLUE), ((8, 40), GREEN), ((56, 40), WHITE)):
            seen = pixels.getpixel(place)
            assert all(abs(a - b) <= 24 for a, b in zip(seen, colour, strict=True))  # type: ignore[arg-type]
    assert mend_folder(tmp_path, KINDS) == []


@pytest.mark.parametrize(
    ("name", "data", "done"),
    [
        ("gps.jpg", make_photo(".jpg", 80, 60, gps=True), {"photo-position", "photo-private"}),
        ("name.webp", make_photo(".webp", 80, 60, artist="Léa"), {"photo-private"}),
        ("turned.jpg", make_photo(".jpg", 80, 60, orientation=6), {"photo-private"}),
        ("large.png", make_photo(".png", 3000, 200), {"photo-large"}),
        ("heavy.jpg", saved(noise(1500, 1200), "JPEG", quality=100), {"photo-heavy"}),
        ("other.jpg", make_photo(".png", 80, 60), {"photo-suffix"}),
        ("other.png", saved(scene(), "MPO", save_all=True, append_images=[scene()]), {"photo-suffix", "photo-private"}),
        ("all.jpg", make_photo(".png", 2700, 600, noise=True, gps=True, artist="Léa"), set(MENDABLE)),
    ],
)
def test_each_of_them_is_mended_and_told(tmp_path: Path, name: str, data: bytes, done: set[str]) -> None:
    path = write_photo(tmp_path, name, data)
    assert problems_of(path) == done
    (mended,) = mend_folder(tmp_path, KINDS)
    assert (mended.path, set(mended.done)) == (f"{FOLDER}/{name}", done)
    assert problems_of(path) == set()


def test_a_photo_that_was_to_be_turned_stands_upright_afterwards(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Somebody"
    path = write_photo(tmp_path, "a.jpg", saved(scene().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif))
    mend_folder(tmp_path, KINDS)
    with Image.open(path) as image:
        assert image.size == (64, 48)
        assert image.getpixel((8, 8))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("fine.jpg", make_photo(".jpg", 80, 60)),
        ("fine.png", make_photo(".png", 2560, 1000)),
        ("broken.jpg", b"<html>"),
        ("strip.png", make_photo(".png", 2100, 100, gps=True)),
        ("cut.jpg", make_photo(".jpg", 400, 300, artist="Léa")[:600]),
        ("bomb.png", bomb(30_000, 30_000)),
        ("film.webp", saved(scene(), "WEBP", save_all=True, append_images=[scene().rotate(90)])),
    ],
)
def test_what_is_fine_or_cannot_be_helped_stays_byte_for_byte(tmp_path: Path, name: str, data: bytes) -> None:
    path = write_photo(tmp_path, name, data)
    assert mend_folder(tmp_path, KINDS) == []
    assert path.read_bytes() == data


@pytest.mark.no_cover
def test_a_photo_that_is_too_heavy_to_be_opened_by_a_build_is_mended_too(tmp_path: Path) -> None:
    path = write_photo(tmp_path, "a.png", saved(noise(2100, 1800)))
    assert path.stat().st_size > 10_000_000
    assert [one.done for one in mend_folder(tmp_path, KINDS)] == [("photo-heavy",)]
    assert problems_of(path) == set()


@pytest.mark.no_cover
def test_what_was_done_is_told_in_words(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    data = make_photo(".png", 80, 60, gps=True, artist="Léa")
    write_photo(project / "content", "a.jpg", data)
    refused = run(project, "invoke", "check", "--path", f"content/{FOLDER}")
    assert refused.returncode == 1
    assert all(
        f"[{code}, à corriger]" in refused.stdout for code in ("photo-position", "photo-private", "photo-suffix")
    )
    done = run(project, "invoke", "check", "--fix", "--path", f"content/{FOLDER}")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        f"{FOLDER}/a.jpg (format de la photo, position supprimée de la photo, données privées supprimées de la photo)"
        in done.stdout
    )
    with Image.open(io.BytesIO((project / "content" / FOLDER / "a.jpg").read_bytes())) as image:
        assert image.format == "JPEG"
