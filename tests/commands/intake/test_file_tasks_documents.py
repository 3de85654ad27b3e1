"""``invoke document`` in a terminal: from a private file to a line to paste, and nothing private stays."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from placette.features.documents import inspect_document
from tests.features.documents.fixture_documents import MADE, informed, make_pdf
from tests.fixture_site import copy_project, run, write_file

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

POST = Path("content/articles/2026/bonjour")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project("minimal", tmp_path_factory.mktemp("documents"))
    (project / "Mes fichiers").mkdir()
    bare = make_pdf(informed(Author="Léa Montel"), pages=2, accessible=False)
    files = {"Règlement intérieur.PDF": bare, "actif.pdf": MADE["opening program"](), "texte.docx": b"PK"}
    for name, data in files.items():
        (project / "Mes fichiers" / name).write_bytes(data)
    return project


def document(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(project, "invoke", "document", *words)


def test_a_document_is_put_beside_a_post_without_what_it_reveals(project: Path) -> None:
    made = document(project, "Mes fichiers/Règlement intérieur.PDF", "--for", "bonjour")
    assert (made.returncode, made.stderr) == (0, "")
    said = made.stdout.splitlines()
    assert said[0] == f"Écrit\u00a0: {POST / 'reglement-interieur.pdf'} (PDF, 2\u00a0pages, 1\u00a0ko)"
    assert said[1] == "  Données supprimées\u00a0: qui l’a écrit."
    assert [line[:2] for line in said[2:5]] == ["  "] * 3
    assert said[5] == "Dans un texte\u00a0: [Règlement intérieur](reglement-interieur.pdf)"
    data = (project / POST / "reglement-interieur.pdf").read_bytes()
    assert b"Montel" not in data
    codes = {found.code for found in inspect_document(("a.pdf", data)).problems}
    assert codes == {"document-title", "document-language", "document-untagged"}
    again = document(project, str(POST / "reglement-interieur.pdf"), "--for", "bonjour")
    assert "Dans un texte\u00a0: [reglement-interieur](reglement-interieur.pdf)" in again.stdout
    assert (project / POST / "reglement-interieur.pdf").read_bytes() == data
    with (project / POST / "index.md").open("a", encoding="utf-8") as text:
        text.write("\n[Règlement intérieur](reglement-interieur.pdf)\n")
    assert run(project, "invoke", "check").returncode == 0


@pytest.mark.parametrize(
    ("named", "folder"),
    [
        ("fontaine-du-haut", "questions/fontaine-du-haut"),
        ("content/questions/fontaine-du-haut", "questions/fontaine-du-haut"),
        ("questions/fontaine-du-haut/answer.md", "questions/fontaine-du-haut"),
        ("marche-de-noel", "events"),
    ],
)
def test_a_document_is_put_beside_any_text_that_may_have_one(project: Path, named: str, folder: str) -> None:
    for text in (
        "questions/fontaine-du-haut/index.md",
        "questions/fontaine-du-haut/answer.md",
        "events/marche-de-noel.md",
    ):
        write_file(project / "content" / text, "---\n---\n")
    made = document(project, "Mes fichiers/Règlement intérieur.PDF", "--for", named)
    assert (made.returncode, made.stderr) == (0, "")
    place = project / "content" / folder
    assert [file.name for file in place.glob("*.pdf")] == ["reglement-interieur.pdf"]
    for kind in ("questions", "events"):
        shutil.rmtree(project / "content" / kind)


def test_without_a_post_it_goes_into_a_folder(project: Path) -> None:
    made = document(project, "Mes fichiers/Règlement intérieur.PDF", "--into", "prêts")
    assert (made.returncode, (project / "prêts/reglement-interieur.pdf").is_file()) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("Mes fichiers/actif.pdf", "--for", "bonjour"), 1, "un programme (script ou macro)"),
        (
            ("Mes fichiers/absent.pdf",),
            1,
            "Le fichier absent.pdf est laissé de côté\u00a0: ce fichier n’existe pas.\nRien n’a été écrit.\n",
        ),
        (("Mes fichiers/lourd.mp3",), 1, "exportez-le en mono"),
        (("Mes fichiers/texte.docx", "--for", "bonjour"), 2, "Collez ses mots dans index.md"),
        (("Mes fichiers/actif.pdf", "--for", "absent"), 2, "Il n’y a pas de texte «\u00a0absent\u00a0»."),
        (("Mes fichiers/actif.pdf", "--for", "bonjoure"), 2, "bonjour"),
        (("Mes fichiers/actif.pdf", "--for", "bonjour", "--into", "x"), 2, "--into"),
    ],
)
def test_what_cannot_be_offered_is_said_and_nothing_is_written(
    project: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    with (project / "Mes fichiers/lourd.mp3").open("wb") as sound:
        sound.truncate(10_000_001)
    before = sorted((project / "content").rglob("*"))
    refused = document(project, *words)
    assert (refused.returncode, "Traceback" in refused.stderr, says in refused.stderr) == (code, False, True)
    assert sorted((project / "content").rglob("*")) == before
