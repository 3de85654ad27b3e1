"""The benchmark of photos measures with photos that are the same at every run, and its figures are what they say."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.benchmarks import images as command
from tests.benchmarks.images import in_turn
from tests.benchmarks.images_figures import Figures, as_json, render
from tests.benchmarks.images_photos import draw_photo, photo_files
from tests.benchmarks.images_scores import Score, Try, least_try
from tests.benchmarks.images_set import FORMATS, OURS, THEIRS, WIDTHS, file_name

SMALL = (400, 300)
SCORES = [
    Score(OURS, "drawn-00", 480, "AVIF", 110_000, 0.952, 74.0, 100_000),
    Score(OURS, "drawn-00", 480, "JPEG", 300_000, 0.951, None, 100_000),
    Score(THEIRS, "drawn-00", 480, "AVIF", 50_000, 0.910, 58.0),
    Score(THEIRS, "drawn-00", 480, "JPEG", 200_000, 0.960, 78.0),
]
FIGURES = Figures(
    1,
    2,
    seconds={OURS: [10.0, 12.0], THEIRS: [20.0, 24.0]},
    processor={OURS: [2.0, 2.2], THEIRS: [9.0, 8.0]},
    peaks={OURS: 500 << 20, THEIRS: 300 << 20},
    scores=SCORES,
)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_a_drawn_photo_is_always_the_same_and_never_another() -> None:
    assert draw_photo(1, SMALL) == draw_photo(1, SMALL)
    first, second = (opened(draw_photo(number, SMALL)) for number in (1, 2))
    assert first.size == SMALL
    assert min(ImageStat.Stat(ImageChops.difference(first, second)).mean) > 10


def test_a_drawn_photo_is_as_hard_to_make_small_as_photographs_are() -> None:
    """Eight bits in ten pixels is a landscape at noon, two bits a pixel the sea (photographs at JPEG quality 75)."""
    target = io.BytesIO()
    opened(draw_photo(3, (1200, 900))).save(target, "JPEG", quality=75)
    assert 0.3 < 8 * target.tell() / (1200 * 900) < 2.5


def test_photographs_of_ones_own_are_cut_to_the_same_size(tmp_path: Path) -> None:
    for name, size in (("b.JPG", (90, 40)), ("a.jpeg", (500, 900)), ("c.jpg", (30, 30))):
        Image.linear_gradient("L").resize(size).save(tmp_path / name, "JPEG")
    (tmp_path / "readme.txt").write_text("no photo")
    files = dict(photo_files(2, tmp_path, SMALL))
    assert list(files) == ["photo-00", "photo-01"]
    assert {opened(data).size for data in files.values()} == {SMALL}


def test_who_comes_first_alternates() -> None:
    assert [in_turn(run) for run in range(3)] == [(OURS, THEIRS), (THEIRS, OURS), (OURS, THEIRS)]


def test_the_least_file_is_found_where_size_and_likeness_stumble() -> None:
    """At 61 it is alike enough, but larger than at 62."""
    sizes = {quality: 1000 * quality for quality in range(1, 101)} | {61: 63_000}
    found = least_try(lambda quality: Try(quality, sizes[quality], 0.95 if quality >= 61 else 0.94))
    assert found == Try(62, 62_000, 0.95)


def test_where_no_quality_is_enough_there_is_no_least_file() -> None:
    assert least_try(lambda quality: Try(quality, quality, 0.9)) is None


@pytest.mark.parametrize("least", [1, 2, 37, 99, 100])
def test_the_least_quality_is_found_in_few_tries(least: int) -> None:
    tried = []

    def attempt(quality: int) -> Try:
        tried.append(quality)
        return Try(quality, quality, 0.96 if quality >= least else 0.9)

    assert least_try(attempt) == Try(least, least, 0.96)
    assert len(tried) == len(set(tried)) <= 12


def test_the_table_tells_times_weights_and_likeness() -> None:
    lines = render(FIGURES).splitlines()
    assert "1 photos of 12 Mpx, 480, 800, 1200, 1600, 2400 pixels wide, AVIF, JPEG, on 2 cores" in lines
    assert "ours / theirs     0.500     ✓ ≤ 1" in lines
    assert "Placette           2.00 s of processor a photo ✓ ≤ 2.5, 500 MiB ✗ ≤ 400" in lines
    assert "eleventy-img       8.00 s of processor a photo , 300 MiB" in lines
    rows = [line.split() for line in lines]
    assert ["AVIF", OURS, "1", "0.11", "110.0", "0.9520", "0.9520", "74.0", "74.0"] in rows
    assert ["JPEG", OURS, "1", "0.30", "300.0", "0.9510", "0.9510"] in rows
    assert ["all", THEIRS, "2", "0.25", "125.0", "0.9100", "0.9350", "58.0", "68.0"] in rows


def test_the_table_tells_what_is_larger_than_need_be() -> None:
    lines = render(FIGURES).splitlines()
    assert "AVIF   worst 10.0 %, median 10.0 % ✓ ≤ 15 %" in lines
    assert "JPEG   worst 200.0 %, median 200.0 % ✗ ≤ 15 %" in lines
    assert "below SSIM 0.95: 0 of 2; alike at no quality: 0" in lines


def test_the_json_has_what_programs_look_for() -> None:
    found = json.loads(json.dumps(as_json(FIGURES)))
    assert (found["ratio"], found["weights"][THEIRS]["JPEG"], len(found["scores"])) == (0.5, 200_000, 4)


def test_both_makers_give_the_same_names() -> None:
    assert file_name("drawn-00", 480, "JPEG") == "drawn-00-480.jpeg"
    assert len({file_name("drawn-00", width, form) for width in WIDTHS for form in FORMATS}) == 10


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _name: None)
    assert command.main([]) == 2
    assert "scikit-image" in capsys.readouterr().err
