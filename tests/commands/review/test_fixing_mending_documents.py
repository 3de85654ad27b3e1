"""``invoke check --fix`` takes out of documents what they reveal, gives them good names, and leaves others alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.commands.review.fixing import Mended, mend_folder
from placette.features.documents import inspect_document
from tests.features.documents.fixture_documents import MADE
from tests.fixture_kinds import ATTACHMENTS, KINDS
from tests.fixture_site import copy_project, run

FOLDER = "articles/2026/le-lavoir"
POST = "---\ntitle: Le lavoir\n---\n[Le règlement](<Règlement intérieur.PDF>)\n"


def write(root: Path, name: str, data: bytes) -> Path:
    path = root / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_document_is_freed_of_what_it_reveals_and_its_link_follows_its_name(tmp_path: Path) -> None:
    write(tmp_path, "index.md", POST.encode())
    write(tmp_path, "Règlement intérieur.PDF", MADE["author"]())
    write(tmp_path, "lettre.odt", MADE["creator"]())
    write(tmp_path, "tour.gpx", MADE["timed way"]())
    write(tmp_path, "permanences.ics", MADE["ringing alarm"]())
    mended = {one.path: one.done for one in mend_folder(tmp_path, KINDS, attachments=ATTACHMENTS)}
    assert mended == {
        f"{FOLDER}/reglement-interieur.pdf": ("document-private",),
        f"{FOLDER}/lettre.odt": ("document-private",),
        f"{FOLDER}/tour.gpx": ("document-private",),
        f"{FOLDER}/permanences.ics": ("document-acts",),
        f"{FOLDER}/index.md": ("links",),
    }
    assert "](<reglement-interieur.pdf>)" in (tmp_path / FOLDER / "index.md").read_text(encoding="utf-8")
    for name in ("reglement-interieur.pdf", "lettre.odt", "tour.gpx", "permanences.ics"):
        assert inspect_document((name, (tmp_path / FOLDER / name).read_bytes())).problems == ()
    assert mend_folder(tmp_path, KINDS, attachments=ATTACHMENTS) == []


@pytest.mark.parametrize("name", ["plain", "bare", "opening program", "encrypted", "cut", "signed"])
def test_a_document_that_needs_nothing_or_cannot_be_mended_stays_as_it_was(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "reglement.pdf", MADE[name]())
    before = path.read_bytes()
    assert mend_folder(tmp_path, KINDS, attachments=ATTACHMENTS) == []
    assert path.read_bytes() == before


def test_the_track_of_a_walk_stays_as_it_was_and_one_of_no_walk_is_mended(tmp_path: Path) -> None:
    track, alone = tmp_path / "walks" / "le-tour.gpx", tmp_path / "walks" / "tour.gpx"
    track.parent.mkdir()
    track.with_suffix(".md").write_text("---\ntrack: le-tour.gpx\n---\n", encoding="utf-8")
    for path in (track, alone):
        path.write_bytes(MADE["timed way"]())
    assert mend_folder(tmp_path, KINDS, attachments=ATTACHMENTS) == [Mended("walks/tour.gpx", ("document-private",))]
    assert track.read_bytes() == MADE["timed way"]()
    assert inspect_document(("tour.gpx", alone.read_bytes())).problems == ()


def test_only_documents_beside_texts_and_below_what_was_named_are_touched(tmp_path: Path) -> None:
    path = write(tmp_path, "reglement.pdf", MADE["author"]())
    (tmp_path / "reglement.pdf").write_bytes(MADE["author"]())
    other = tmp_path / "articles/2026/le-four"
    other.mkdir()
    assert mend_folder(tmp_path, KINDS, [other], ATTACHMENTS) == []
    assert [one.path for one in mend_folder(tmp_path, KINDS, [path], ATTACHMENTS)] == [f"{FOLDER}/reglement.pdf"]
    assert (tmp_path / "reglement.pdf").read_bytes() == MADE["author"]()


@pytest.mark.no_cover
def test_whoever_types_the_command_is_told(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    (project / "content/articles/2026/bonjour/reglement.pdf").write_bytes(MADE["author"]())
    assert "[document-private, à corriger]" in run(project, "invoke", "check").stdout
    fixed = run(project, "invoke", "check", "--fix")
    assert (fixed.returncode, fixed.stderr) == (0, "")
    assert "reglement.pdf (données privées retirées du document)" in fixed.stdout
