"""``invoke new --sheet`` types a paper sheet into a draft, and authors aren't confused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from placette.engine.base.files import walk_files
from tests.fixture_site import invoke

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

TEXT = "Il y avait deux bassins.\n\nLe savon d'abord, disait-elle.\n"
PHOTO = ("--alt", "Deux bassins de pierre.", "--credit", "Marcel", "--people", "none", "--minors", "authorised")


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies beside a sheet: a photo with its position, the text that was typed."""
    folder = tmp_path_factory.mktemp("paper")
    exif = Image.Exif()
    exif[0x010F] = "SECRET maker"
    Image.effect_noise((90, 120), 40).resize((900, 1200)).convert("RGB").save(folder / "IMG_0001.jpg", exif=exif)
    (folder / "texte.txt").write_text(TEXT, encoding="utf-8")
    return folder


def type_in(project: Path, paper: Path, *more: str, code: int | None = None) -> subprocess.CompletedProcess[str]:
    """Type a sheet."""
    number = () if more[-1].startswith("--sheet") else ("--sheet", "F-2026-0012")
    given = [*number, "--text", str(paper / "texte.txt")]
    given += ["--title", "Le lavoir de ma mère", "--day", "2026-11-20", "--commune", "*", "--category", "Patrimoine"]
    return invoke(project, "new", *given, *more, code=code)


def test_a_sheet_becomes_a_draft_with_its_photo_and_a_profile(project: Path, paper: Path) -> None:
    before = {path.name: path.read_bytes() for path in paper.iterdir()}
    made = type_in(
        project, paper, "--name", "Odette B.", "--by", "lea", "--photo", str(paper / "IMG_0001.jpg"), *PHOTO, code=0
    )
    folder = project / "content/articles/2026/le-lavoir-de-ma-mere"
    text = (folder / "index.md").read_text(encoding="utf-8")
    for part in ("[odette-b]", "recueilli_par: [lea]", "brouillon", "authorised:F-2026-0012", "Le savon d'abord"):
        assert part in text
    assert sorted(path.name for path in folder.iterdir()) == ["deux-bassins-de-pierre.jpg", "index.md"]
    assert b"SECRET" not in (folder / "deux-bassins-de-pierre.jpg").read_bytes()
    assert 'nom: "Odette B."' in (project / "content/authors/odette-b.md").read_text(encoding="utf-8")
    assert "F-2026-0012" in made.stdout
    assert {path.name: path.read_bytes() for path in paper.iterdir()} == before
    invoke(project, "check", "--all")


def test_somebody_known_signs_by_their_key(project: Path, paper: Path) -> None:
    type_in(project, paper, "--author", "Léa Montel", "--by", "lea", code=0)
    assert "auteurs: [lea]" in (project / "content/articles/2026/le-lavoir-de-ma-mere/index.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--name", "Léa Montel", "--by", "lea"), "--author lea"),
        (("--name", "Odette"), "--by"),
        (("--name", "Odette", "--by", "lea", "--sheet=12"), "F-2026-0012"),
        (("--name", "Odette", "--by", "lea", "--photo", "{paper}/IMG_0001.jpg", "--people", "some"), "--people"),
        (("--name", "Odette", "--by", "lea", "--photo", "{paper}/IMG_0001.jpg"), "--alt"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(
    project: Path, paper: Path, more: tuple[str, ...], says: str
) -> None:
    before = walk_files(project / "content")
    refused = type_in(project, paper, *(one.format(paper=paper) for one in more), code=2)
    assert says in refused.stderr
    assert walk_files(project / "content") == before


def test_answers_of_a_sheet_need_a_sheet(project: Path) -> None:
    refused = invoke(project, "new", "--title", "Le lavoir", "--name", "Odette", code=2)
    assert "--sheet" in refused.stderr
