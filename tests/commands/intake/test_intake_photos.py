"""``invoke photo`` in a terminal: from a phone's files to a post that passes the check, and nothing private stays."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageDraw

from placette.commands.intake import write_photos
from placette.engine.base.files import walk_files
from tests.fixture_site import EPOCH, copy_project, run

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

POST = Path("content/articles/2026/bonjour/index.md")
_CODE = ("plugins/", "themes/", ".placette/")
SAID = ("--credit", "photo de Léa, CC BY 4.0", "--minors", "aucun")


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the files of a phone: a JPEG and a HEIC with their position, a screenshot, a false JPEG."""
    folder = tmp_path_factory.mktemp("phone") / "Mes photos"
    folder.mkdir()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = 6, "SECRET maker", "SECRET artist"
    exif.get_ifd(0x8825)[2] = (45.0, 46.0, 47.0)
    hills = Image.effect_noise((90, 120), 40).resize((900, 1200)).convert("RGB")
    hills.save(folder / "IMG_20260501_101112.jpg", exif=exif, comment=b"SECRET", quality=90)
    pillow_heif.from_pillow(hills).save(folder / "lavoir.heic", exif=exif.tobytes(), quality=80)
    screen = Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(screen).rectangle((50, 50, 300, 200), fill="navy")
    screen.save(folder / "Plan du village.png")
    (folder / "dessin.jpg").write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path, originals: Path) -> Path:
    project = copy_project("minimal", tmp_path)
    shutil.copytree(originals, project / originals.name)
    return project


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory, originals: Path) -> Path:
    """A project in which nothing is ever written."""
    project = copy_project("minimal", tmp_path_factory.mktemp("untouched"))
    shutil.copytree(originals, project / originals.name)
    return project


def photo(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(project, "invoke", "photo", *words)


def contents(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in walk_files(folder) if not path.startswith(_CODE)}


def test_photos_of_a_phone_are_put_into_a_post_that_passes_the_check(project: Path) -> None:
    before = contents(project / "Mes photos")
    made = photo(
        project,
        *("Mes photos/IMG_20260501_101112.jpg", "Mes photos/lavoir.heic", "Mes photos/Plan du village.png"),
        *("--for", "bonjour", "--alt", "Le bassin vu de la route", "--alt", "Le lavoir", "--alt", "-"),
        *("--caption", "Après les travaux", "--caption", "L'eau", *SAID),
    )
    assert (made.returncode, made.stderr) == (0, "")
    said = made.stdout
    assert "le-bassin-vu-de-la-route.jpg\u00a0: 1200\u00a0×\u00a0900\u00a0px, " in said
    assert "(l’original, IMG_20260501_101112.jpg\u00a0: " in said
    assert said.count("Données supprimées\u00a0: ") == 2
    assert "la position" in said
    assert f"Mises dans {POST}. Ensuite\u00a0: invoke check" in said
    text = (project / POST).read_text(encoding="utf-8")
    assert text.endswith(
        "L'eau est revenue au lavoir.\n\n"
        '![Le bassin vu de la route](le-bassin-vu-de-la-route.jpg "Après les travaux — photo de Léa, CC BY 4.0")\n'
        '![Le lavoir](lavoir.jpg "L’eau — photo de Léa, CC BY 4.0")\n'
        '![](plan-du-village.png "décorative — photo de Léa, CC BY 4.0")\n'
    )
    assert "minors: aucun\n---\n" in text
    checked = run(project, "invoke", "check")
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout
    assert "photo" not in checked.stdout
    assert contents(project / "Mes photos") == before
    assert [path for path, data in contents(project / "content").items() if b"SECRET" in data] == []


def test_with_nobody_to_ask_what_is_missing_is_told_and_nothing_is_written(untouched: Path) -> None:
    before = contents(untouched)
    made = photo(
        untouched, "Mes photos/lavoir.heic", "Mes photos/Plan du village.png", "--for", "bonjour", "--alt", "Un seul"
    )
    assert made.returncode == 2
    assert (
        "Rien n’a été écrit\u00a0: il manque --alt, --credit, --licence, --minors (--alt une fois par photo)."
        in made.stderr
    )
    assert contents(untouched) == before


REFUSED: list[tuple[tuple[str, ...], str]] = [
    ((), "Quelles photos\u202f? Exemple\u00a0: invoke photo ma-photo.jpg --for le-lavoir"),
    (("a.jpg", "--for", "bonjur"), "Il n’y a pas de billet «\u00a0bonjur\u00a0». Vouliez-vous écrire bonjour"),
    (("a.jpg", "--for", "/etc/passwd"), "Il n’y a pas de billet"),
    (("a.jpg", "--lead"), "--lead et --at demandent un billet (--for)"),
    (("a.jpg", "--for", "bonjour", "--into", "."), "--into sert aux photos sans billet"),
    (("a.jpg", "--for", "bonjour", "--at", "dix"), "--at attend le numéro d’une ligne"),
    (("a.jpg", "--for", "bonjour", "--licence", "MIT"), "«\u00a0MIT\u00a0» n’est pas dans la liste des licences"),
    (("a.jpg", "--for", "bonjour", "--minors", "oui"), "--minors vaut aucun, ou autorisation:"),
    (("a.jpg", "--for", "bonjour", "--alt", "A", "--alt", "B"), "il y a plus de descriptions ou de légendes"),
    (("a.jpg", "--for", "bonjour", "--alt", "A" * 301), "300 caractères au plus pour --alt"),
    (("a.jpg", "--for", "bonjour", "--credit", "A" * 141), "140 caractères au plus pour --credit"),
    (
        ("Mes photos/lavoir.heic", "--for", "bonjour", "--alt", "A", "--at", "99", *SAID),
        "il n’a pas cette ligne sous son bloc d’informations",
    ),
]
"""What is wrong with a command, and the words that say so."""
SEVERAL = """
import contextlib, io, json, sys
from invoke import Program
answers = []
for words in json.load(sys.stdin):
    sys.argv = ["invoke", "photo", *words]
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            Program().run(exit=True)
        except SystemExit as ended:
            answers.append([ended.code, said.getvalue()])
print(json.dumps(answers))
"""
"""Runs one command after another, because starting Python for each takes longer than all of them."""


def test_a_command_that_cannot_be_carried_out_says_why_in_french(untouched: Path) -> None:
    before = contents(untouched)
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL],
        cwd=untouched,
        input=json.dumps([words for words, _ in REFUSED]),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    answers = json.loads(done.stdout)
    for (_, says), (code, said) in zip(REFUSED, answers, strict=True):
        assert (code, "Traceback" in said) == (2, False)
        assert says in said
    assert contents(untouched) == before


def test_without_a_post_photos_are_written_here_and_nothing_is_replaced(project: Path) -> None:
    (project / "lavoir.jpg").write_bytes(b"already here")
    made = photo(project, "Mes photos/*.heic", "Mes photos/absente.jpg", "Mes photos", "--", "Mes photos/dessin.jpg")
    assert made.returncode == 1
    assert "lavoir-2.jpg\u00a0: 1200\u00a0×\u00a0900\u00a0px" in made.stdout
    assert "absente.jpg est laissée de côté\u00a0: ce fichier n’existe pas." in made.stderr
    assert "Mes photos est laissée de côté\u00a0: c’est un dossier" in made.stderr
    assert "dessin.jpg est laissée de côté\u00a0: c’est un dessin SVG, qui peut contenir des programmes" in made.stderr
    assert "Photos qui n’ont pas pu être préparées\u00a0: 3 sur 4." in made.stderr
    assert (project / "lavoir.jpg").read_bytes() == b"already here"
    assert b"SECRET" not in (project / "lavoir-2.jpg").read_bytes()


@pytest.mark.parametrize("make", ["read-only", "link", "withdrawn"])
def test_a_text_that_may_not_be_changed_is_left_alone(project: Path, make: str) -> None:
    text = project / POST
    if make == "read-only":
        text.chmod(0o444)
    elif make == "link":
        text.rename(project / "elsewhere.md")
        text.symlink_to(project / "elsewhere.md")
    else:
        text.write_text("---\nstatut: retiré\ndate: 2026-05-01\n---\n", encoding="utf-8")
    before = contents(project)
    made = photo(project, "Mes photos/lavoir.heic", "--for", "bonjour", "--alt", "Le lavoir", *SAID)
    assert made.returncode == 2
    assert "Traceback" not in made.stderr
    assert contents(project) == before


def test_when_the_text_cannot_be_written_no_photo_stays(tmp_path: Path) -> None:
    (tmp_path / "index.md").mkdir()
    with pytest.raises(OSError, match=r"index\.md"):
        write_photos(tmp_path, {"a.jpg": b"a", "b.jpg": b"b"}, tmp_path / "index.md", b"text")
    assert [path.name for path in tmp_path.iterdir()] == ["index.md"]


def test_who_sits_at_the_keyboard_is_asked_what_is_missing(project: Path) -> None:
    answers = ("", "Le lavoir", "", "photo de Léa", "MIT", "cc by 4.0", "peut-être", "aucun")
    shown, code = typed_into(project, ("Mes photos/lavoir.heic", "--for", "bonjour"), answers)
    assert code == 0, shown
    assert "lavoir.heic (1200\u00a0×\u00a0900\u00a0px)\u00a0: ce que l’on y voit, pour qui ne la voit pas" in shown
    assert shown.count("Licence des photos (CC BY 4.0, CC BY-SA 4.0") == 2
    assert "Reconnaît-on un enfant\u202f?" in shown
    text = (project / POST).read_text(encoding="utf-8")
    assert '![Le lavoir](lavoir.jpg "— photo de Léa, CC BY 4.0")' in text
    assert run(project, "invoke", "check").returncode == 0


def test_who_doesnt_answer_gets_nothing_written(project: Path) -> None:
    before = contents(project / "content")
    shown, code = typed_into(project, ("Mes photos/lavoir.heic", "--for", "bonjour"), ("", "Le lavoir", "", "\x04"))
    assert code == 2
    assert "Rien n’a été écrit." in shown
    assert contents(project / "content") == before


def typed_into(project: Path, words: tuple[str, ...], answers: tuple[str, ...]) -> tuple[str, int]:
    """What the task shows on a terminal where ``answers`` are typed, and its exit code."""
    pty = pytest.importorskip("pty")
    keyboard, terminal = pty.openpty()
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "invoke", "photo", *words]
    with subprocess.Popen(
        command, cwd=project, env=environment, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as task:
        os.close(terminal)
        os.write(keyboard, "".join(answer if answer == "\x04" else f"{answer}\n" for answer in answers).encode())
        assert task.stdout is not None
        shown = io.TextIOWrapper(task.stdout, encoding="utf-8").read()
    os.close(keyboard)
    return shown, task.returncode
