"""``invoke new --from-scan`` types a sheet into a draft: the scan stays outside, and authors aren't confused."""

from __future__ import annotations

import io
import struct
import subprocess
import zlib
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from placette.commands.intake import ABSENT, FOLDER
from placette.commands.writing.new_tasks import NO_SCAN, numbers_of, read_numbers
from placette.engine.base.files import walk_files
from placette_gazette.poster_tasks import PaperSheet, print_sheets
from tests.fixture_site import copy_project, run

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

TEXT = "Il y avait deux bassins.\n\nLe savon d'abord, disait-elle.\n"
PHOTO = ("--alt", "Deux bassins de pierre.", "--credit", "Marcel", "--people", "none", "--minors", "authorised")


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies on the scanner and beside it: two sheets, a photo with its position, the text that was typed."""
    folder = tmp_path_factory.mktemp("paper")
    for number in ("F-2026-0012", "F-2026-0013"):
        sheet = PaperSheet("Carnets", f"https://carnets.example/contribuer/#{number}", number)
        pdf = print_sheets([sheet], str, "Ten lines", "en", "#1f5c4d", date(2026, 11, 20))
        pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("L").save(folder / f"{number}.jpg")
    exif = Image.Exif()
    exif[0x010F] = "SECRET maker"
    Image.effect_noise((90, 120), 40).resize((900, 1200)).convert("RGB").save(folder / "IMG_0001.jpg", exif=exif)
    (folder / "texte.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project("minimal", tmp_path)


def type_in(project: Path, paper: Path, *more: str, scan: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Type the first sheet of ``paper``."""
    given = ["--from-scan", str(scan or paper / "F-2026-0012.jpg"), "--text", str(paper / "texte.txt")]
    given += ["--title", "Le lavoir de ma mère", "--day", "2026-11-20", "--commune", "*", "--category", "Patrimoine"]
    return run(project, "invoke", "new", *given, *more)


def test_a_sheet_becomes_a_draft_with_its_photo_and_a_profile(project: Path, paper: Path) -> None:
    before = {path.name: path.read_bytes() for path in paper.iterdir()}
    made = type_in(project, paper, "--name", "Odette B.", "--by", "lea", "--photo", str(paper / "IMG_0001.jpg"), *PHOTO)
    assert made.returncode == 0, made.stdout + made.stderr
    folder = project / "content/articles/2026/le-lavoir-de-ma-mere"
    text = (folder / "index.md").read_text(encoding="utf-8")
    for part in ("[odette-b]", "recueilli_par: [lea]", "brouillon", "authorised:F-2026-0012", "Le savon d'abord"):
        assert part in text
    assert sorted(path.name for path in folder.iterdir()) == ["deux-bassins-de-pierre.jpg", "index.md"]
    assert b"SECRET" not in (folder / "deux-bassins-de-pierre.jpg").read_bytes()
    assert 'nom: "Odette B."' in (project / "content/authors/odette-b.md").read_text(encoding="utf-8")
    assert "F-2026-0012" in made.stdout
    assert {path.name: path.read_bytes() for path in paper.iterdir()} == before
    checked = run(project, "invoke", "check", "--all")
    assert checked.returncode == 0, checked.stdout


def test_somebody_known_signs_by_their_key(project: Path, paper: Path) -> None:
    made = type_in(project, paper, "--author", "Léa Montel", "--by", "lea")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "auteurs: [lea]" in (project / "content/articles/2026/le-lavoir-de-ma-mere/index.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--name", "Léa Montel", "--by", "lea"), "--author lea"),
        (("--name", "Odette"), "--by"),
        (("--name", "Odette", "--by", "lea", "--from-scan", "{paper}/F-2026-0013.jpg"), "F-2026-0013"),
        (("--name", "Odette", "--by", "lea", "--from-scan", "{project}/content/pages/scan.jpg"), "git"),
        (("--name", "Odette", "--by", "lea", "--photo", "{paper}/IMG_0001.jpg", "--people", "some"), "--people"),
        (("--name", "Odette", "--by", "lea", "--photo", "{paper}/IMG_0001.jpg"), "--alt"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(
    project: Path, paper: Path, more: tuple[str, ...], says: str
) -> None:
    before = walk_files(project / "content")
    refused = type_in(project, paper, *(one.format(paper=paper, project=project) for one in more))
    assert refused.returncode == 2, refused.stdout + refused.stderr
    assert says in refused.stderr
    assert walk_files(project / "content") == before


def test_answers_of_a_sheet_need_a_scan(project: Path) -> None:
    refused = run(project, "invoke", "new", "--title", "Le lavoir", "--name", "Odette")
    assert refused.returncode == 2
    assert "--from-scan" in refused.stderr


NUMBER = "F-2026-0012"


@cache
def sheet(number: str = NUMBER, dots: int = 150) -> Image.Image:
    """A sheet as a scanner sees it, with so many dots per inch."""
    link = f"https://carnets.example/contribuer/{f'#{number}' if number else ''}"
    pdf = print_sheets([PaperSheet("Carnets", link, number)], str, "Ten lines", "en", "#1f5c4d", date(2026, 11, 20))
    image: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=dots / 72).to_pil()
    return image.convert("RGB")


def saved(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


SCANS = {
    "colour": lambda: saved(sheet()),
    "grey": lambda: saved(sheet().convert("L")),
    "black and white": lambda: saved(sheet().convert("1"), "TIFF", compression="group4"),
    "300 dpi": lambda: saved(sheet(dots=300), quality=60),
    "100 dpi": lambda: saved(sheet(dots=100)),
    "upside down": lambda: saved(sheet().rotate(180)),
    "on its side": lambda: saved(sheet().rotate(90, expand=True), "PNG"),
    "askew": lambda: saved(sheet().rotate(4, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)),
    "askew the other way, on a black lid": lambda: saved(sheet().rotate(-7, expand=True, fillcolor="black")),
    "blurred and pale": lambda: saved(sheet().filter(ImageFilter.GaussianBlur(1)).point(lambda v: 110 + v // 2)),
    "two pages": lambda: saved(
        Image.new("L", (900, 1200), 255), "TIFF", save_all=True, append_images=[sheet().convert("L")]
    ),
    "a PDF": lambda: saved(sheet(), "PDF", resolution=150),
}


@pytest.mark.parametrize("scan", SCANS)
def test_a_number_is_read_from_a_scan(scan: str) -> None:
    assert numbers_of(SCANS[scan]()) == frozenset({NUMBER})


def test_a_sheet_without_a_number_and_a_blank_page_say_none() -> None:
    assert numbers_of(saved(sheet(""))) == frozenset()
    assert numbers_of(saved(Image.new("L", (800, 1100), 255))) == frozenset()


def bomb() -> bytes:
    """A PNG of a few bytes that claims four thousand million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(65_001))) + chunk(b"IEND", b"")
    )


def hollow() -> bytes:
    """A PDF whose page shows nothing."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 nothing", b"<svg onload='alert(1)'/>", saved(sheet())[:9000], bomb(), b"PK\x03\x04"]
)
def test_what_is_no_scan_is_told(data: bytes) -> None:
    assert numbers_of(data) == NO_SCAN


def test_an_empty_pdf_says_no_number() -> None:
    assert numbers_of(hollow()) == frozenset()


def test_scans_are_read_in_order_in_workers(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(saved(sheet()))
    (tmp_path / "b.jpg").write_bytes(b"no picture")
    paths = [tmp_path / "a.jpg", tmp_path / "gone.jpg", tmp_path / "b.jpg", tmp_path]
    assert read_numbers(paths) == [{NUMBER}, ABSENT, NO_SCAN, FOLDER]
