"""What git would keep for ever of a proposal's earlier commits is known by its bytes: in a real repository."""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from placette.commands.review.history import CutHistoryError, judge_past
from placette.engine.base.git import GitError
from placette.features.documents import documents_of
from tests.engine.photos.fixture_photos import MARK, PLANTED, avif, box, jpeg, png, saved, scene, tiff, webp
from tests.features.documents.fixture_documents import MADE
from tests.features.documents.fixture_written import STAMPED, WAY, make_gpx, make_ics, with_line
from tests.fixture_kinds import KINDS
from tests.fixture_site import commit, git, make_repository, write_file, write_files

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.no_cover,
    pytest.mark.whole,
]
POSITION, PRIVATE, UNREAD = "the place where it was taken", "private data", "data that cannot be read"
PLACE = [(1, "N"), (2, struct.pack("<6I", 45, 1, 46, 1, 47, 1))]
STEPS = "steps:\n  - Ici (45.1, 3.1)\n  - Là (45.11, 3.1)\n"
WALK = f"---\ntitle: Un tour\nsummary: b\ndate: 2026-05-01\nauthors: lea\ntrack: tour.gpx\n{STEPS}---\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A proposal that begins where ``main`` is."""
    write_file(tmp_path / "README.md", "Un site.\n")
    return make_repository(tmp_path, branch="proposal")


def add(repository: Path, files: Mapping[str, str | bytes]) -> None:
    commit(write_files(repository, files), "added", "-A", "--force")


def judged(repository: Path) -> list[tuple[str, str, str]]:
    """The code and the path of each problem, and what it says that the file holds, if it does."""
    found = judge_past(repository, "main", "content/", KINDS, documents_of({}).attachments)
    return sorted((one.code, one.path, dict(one.values).get("reason", "")) for one in found)


def findings(repository: Path) -> list[tuple[str, str]]:
    """The path of each file of an earlier commit, and what it holds."""
    return [(path, reason) for code, path, reason in judged(repository) if code == "proposal-history"]


def archive(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(name, "x")
    return target.getvalue()


def heic(form: bytes = b"heic", *boxes: bytes) -> bytes:
    return box(b"ftyp", form + b"\0\0\0\0mif1heic") + b"".join(boxes)


REVEALING = {
    "a photo": ("content/articles/2026/l/a.jpg", PLANTED["exif-gps"][1], [PRIVATE, POSITION]),
    "a photo called otherwise": ("content/articles/2026/l/a.heic", PLANTED["exif-gps"][1], [PRIVATE, POSITION]),
    "a photo called a text": ("content/articles/2026/l/index.md", PLANTED["exif-artist"][1], [PRIVATE]),
    "a photo beside the content": ("photos/a.jpg", PLANTED["exif-artist"][1], [PRIVATE]),
    "a photo that was cut": ("content/articles/2026/l/a.jpg", PLANTED["exif-artist"][1][:400], [PRIVATE]),
    "a photo with nothing but its head": ("content/articles/2026/l/a.webp", b"RIFF\x10\0\0\0WEBPEXIF", [UNREAD]),
    "a TIFF": ("content/articles/2026/l/a.tif", tiff((0x8825, PLACE)), [POSITION]),
    "a TIFF of Motorola's": ("a.tif", b"MM\0*\0\0\0\x08\0\x01\x01\x32\0\x02\0\0\0\x02" + b"1\0\0\0" * 2, [UNREAD]),
    "a TIFF that cannot be read": ("content/articles/2026/l/a.tif", b"II*\0\xff\xff\xff\xff", [UNREAD]),
    "a TIFF without a position": ("content/articles/2026/l/a.tif", saved(scene(), "TIFF"), [UNREAD]),
    "a large TIFF": ("content/articles/2026/l/a.tif", b"II+\0\x08\0\0\0", [UNREAD]),
    "a HEIC that cannot be read": ("content/articles/2026/l/a.jpg", heic(b"heic", b"\0\0\0\x99meta"), [UNREAD]),
    "a film": ("content/articles/2026/l/a.mp4", heic(b"isom", box(b"moov", box(b"udta", MARK))), [UNREAD]),
    "a track with times": ("content/walks/trace.gpx", make_gpx(STAMPED), [PRIVATE]),
    "a track called otherwise": ("trace.txt", make_gpx(STAMPED), [PRIVATE]),
    "a track behind a comment": ("trace.xml", b"\n<!-- a --> <?b ?>" + make_gpx(STAMPED)[21:], [PRIVATE]),
    "a track with its prefix": ("a.xml", make_gpx(STAMPED).replace(b"<gpx", b"<g:gpx"), [UNREAD]),
    "a track in another encoding": ("a.gpx", make_gpx(STAMPED).decode().encode("utf-16"), [UNREAD]),
    "a track that declares": ("a.gpx", make_gpx(STAMPED, before="<!DOCTYPE gpx>"), [UNREAD]),
    "a track that was cut": ("content/walks/trace.gpx", make_gpx(STAMPED)[:150], [UNREAD]),
    "a track of another format": ("a.kml", b'<?xml version="1.0"?><kml><when>2026</when></kml>', [UNREAD]),
    "a calendar": ("a.txt", with_line("ATTENDEE:mailto:lea@carnets.example"), [PRIVATE]),
    "a document": ("content/articles/2026/l/a.pdf", MADE["author"](), [PRIVATE]),
    "a document called otherwise": ("content/articles/2026/l/a.txt", MADE["author"](), [PRIVATE]),
    "a document of another program": ("content/articles/2026/l/a.docx", archive("word/document.xml"), [UNREAD]),
    "what nobody knows": ("content/articles/2026/l/a", b"\x01\x02\0\xff", [UNREAD]),
}
HARMLESS = {
    "a photo": ("content/articles/2026/l/a.jpg", jpeg()),
    "a PNG": ("content/articles/2026/l/a.png", png()),
    "a WebP": ("content/articles/2026/l/a.webp", webp()),
    "an AVIF": ("content/articles/2026/l/a.avif", avif()),
    "a track": ("content/walks/trace.gpx", make_gpx()),
    "a calendar": ("a.ics", make_ics()),
    "a document": ("content/articles/2026/l/a.pdf", MADE["plain"]()),
    "a text": ("content/articles/2026/l/index.md", "---\ntitre: Été\n---\n`<gpx>` n’est pas ici.\n".encode()),
    "a text of Windows": ("content/articles/2026/l/index.md", "Été".encode("cp1252")),
    "a text of the Notepad": ("content/articles/2026/l/index.md", "Été".encode("utf-16")),
    "a text with a control character": ("content/articles/2026/l/index.md", "Été\x0b\x01".encode()),
    "a table of Windows": ("content/articles/2026/l/a.csv", "été;1\n".encode("cp1252")),
    "a page": ("a.html", b"<!DOCTYPE html><html><p>gpx</p></html>"),
    "nothing": ("a.pdf.part", b""),
}


@pytest.mark.parametrize("name", REVEALING)
def test_what_was_removed_is_told_by_what_its_bytes_say(name: str, repository: Path) -> None:
    path, data, reasons = REVEALING[name]
    add(repository, {path: data})
    git(repository, "rm", "-q", path)
    add(repository, {})
    own = path.removeprefix("content/") if path.startswith("content/") else f"../{path}"
    assert sorted(findings(repository)) == sorted((own, reason) for reason in reasons)


def test_what_says_nothing_of_anybody_may_stay_in_the_history(repository: Path) -> None:
    files = {f"{number}/{path}": data for number, (path, data) in enumerate(HARMLESS.values())}
    add(repository, files)
    git(repository, "rm", "-q", *files)
    add(repository, {})
    assert findings(repository) == []


def test_a_heic_of_a_phone_is_told_by_its_position_and_one_without_it_is_not_believed(repository: Path) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    pillow_heif.register_heif_opener()
    exif = b"Exif\0\0" + tiff((0x8825, PLACE))
    files = {"a.heic": saved(scene(), "HEIF", exif=exif), "b.heic": saved(scene(), "HEIF")}
    add(repository, files)
    git(repository, "rm", "-q", *files)
    add(repository, {})
    assert findings(repository) == [("../a.heic", PRIVATE), ("../a.heic", POSITION), ("../b.heic", UNREAD)]


def test_what_a_merge_brought_and_took_away_is_told(repository: Path) -> None:
    git(repository, "switch", "-qc", "other")
    add(repository, {"b.txt": b"b"})
    git(repository, "switch", "-q", "proposal")
    add(repository, {"c.txt": b"c"})
    git(repository, "merge", "-q", "--no-commit", "other")
    add(repository, {"a.jpg": PLANTED["exif-artist"][1]})
    git(repository, "rm", "-q", "a.jpg")
    add(repository, {})
    assert findings(repository) == [("../a.jpg", PRIVATE)]


def test_an_earlier_track_is_judged_with_the_walk_that_names_it_and_alone_without_one(repository: Path) -> None:
    add(repository, {"content/walks/tour.md": WALK.encode(), "content/walks/tour.gpx": make_gpx(STAMPED)})
    add(repository, {"content/walks/tour.gpx": make_gpx()})
    assert findings(repository) == []
    add(repository, {"content/walks/tour.gpx": PLANTED["exif-artist"][1]})
    add(repository, {"content/walks/tour.gpx": make_gpx()})
    assert findings(repository) == [("walks/tour.gpx", PRIVATE)]
    add(repository, {"content/walks/tour.md": WALK.replace("tour.gpx", "autre.gpx").encode()})
    assert findings(repository) == [("walks/tour.gpx", PRIVATE)] * 2


def test_what_is_too_large_to_be_looked_at_is_not_believed(repository: Path) -> None:
    files = {"large.md": bytes(60_000_001), **{f"{number}.md": bytes(30_000_000 + number) for number in range(2)}}
    files |= {"last.gpx": make_gpx(WAY.replace("/>", "><time/></trkpt>"))}
    add(repository, files)
    git(repository, "rm", "-q", *files)
    add(repository, {})
    unread = [(f"../{name}.md", UNREAD) for name in ("0", "1", "large")]
    assert sorted(findings(repository)) == [*unread, ("../last.gpx", PRIVATE)]


def test_a_history_that_was_cut_is_no_pass(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for number in range(3):
        add(repository, {"a.md": f"{number}".encode()})
    room = tmp_path_factory.mktemp("clones")
    for depth in (2, 4):
        clone = room / f"{depth}"
        git(room, "clone", "-q", f"--depth={depth}", "--no-single-branch", repository.as_uri(), str(clone))
        git(clone, "branch", "-q", "main", "origin/main")
    with pytest.raises(CutHistoryError):
        findings(room / "2")
    assert findings(room / "4") == []


def test_git_that_cannot_answer_is_no_pass(repository: Path) -> None:
    add(repository, {"a.jpg": PLANTED["exif-gps"][1]})
    git(repository, "rm", "-q", "a.jpg")
    add(repository, {})
    blob = git(repository, "rev-parse", "HEAD~:a.jpg")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(GitError):
        findings(repository)


def vanished(repository: Path, files: dict[str, bytes]) -> None:
    """Two commits: one that adds files, one that removes them."""
    add(repository, files)
    for path in files:
        (repository / path).unlink()
    add(repository, {})


def test_code_and_workflows_of_any_commit_are_told(repository: Path) -> None:
    vanished(repository, {".github/workflows/x.yml": b"on: push\n", "content/.schema/a.json": b"{}"})
    add(repository, {"README.md": b"Autre.\n", "plugins/a.py": b"a\n"})
    add(repository, {"README.md": b"Un site.\n"})
    outside = [path for code, path, _ in judged(repository) if code == "proposal-history-outside"]
    assert outside == ["../.github/workflows/x.yml", "../README.md", ".schema/a.json"]  # plugins/a.py is told anyway


def test_what_the_base_got_meanwhile_is_nobodys_proposal(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    add(repository, {".github/workflows/x.yml": b"on: push\n", "photo.jpg": PLANTED["exif-gps"][1]})
    git(repository, "switch", "-q", "proposal")
    add(repository, {"content/a.md": b"a\n"})
    git(repository, "merge", "-q", "-m", "Merge main", "main")
    assert judged(repository) == []
    git(repository, "commit", "-q", "--amend", "--no-edit", "--allow-empty")
    add(repository, {".github/workflows/x.yml": b"on: pull_request_target\n"})
    add(repository, {".github/workflows/x.yml": b"on: push\n"})
    assert [path for _, path, _ in judged(repository)] == ["../.github/workflows/x.yml"]


CALL = "Appelez le 04 73 00 00 00 ou lea@carnets.example.\n"
CONTACT = "a telephone number or an e-mail address"


def test_a_number_that_a_text_no_longer_shows_is_told_and_one_that_it_shows_is_not(repository: Path) -> None:
    add(repository, {"content/a.md": f"Un.\n{CALL}Deux.\n".encode()})
    add(repository, {"content/a.md": f"Un !\n{CALL}Trois.\n".encode()})
    assert judged(repository) == []
    add(repository, {"content/a.md": b"Un !\nTrois.\n"})
    assert judged(repository) == [("proposal-history-contact", "a.md", CONTACT)]


def test_a_number_that_the_base_had_is_not_new(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    add(repository, {"content/a.md": CALL.encode()})
    git(repository, "switch", "-qC", "proposal")
    add(repository, {"content/a.md": f"Bonjour. {CALL}".encode()})
    add(repository, {"content/a.md": b"Bonjour.\n"})
    assert judged(repository) == []


def test_a_message_of_a_commit_is_told_and_who_took_part_is_not(repository: Path) -> None:
    by = "Co-authored-by: Ana <ana@carnets.example>"
    git(repository, "commit", "-q", "--allow-empty", "-m", "Le lavoir", "-m", by)
    assert judged(repository) == []
    git(repository, "commit", "-q", "--allow-empty", "-m", f"Le lavoir\n\n{CALL}")
    assert judged(repository) == [("proposal-message", "..", CONTACT)]


WRONG = (
    "photo.jpg",
    "content/articles/2026/l/Photo du jardin.jpg",
    "content/articles/2026/l/index.md",
    "content/a.heic",
)


def test_what_a_photo_of_the_last_commit_says_is_told_whatever_else_is_wrong_with_it(repository: Path) -> None:
    add(repository, dict.fromkeys(WRONG, PLANTED["exif-gps"][1]))
    found = [path for code, path, _ in judged(repository) if code == "photo-position"]
    assert found == ["../photo.jpg", *sorted(path.removeprefix("content/") for path in WRONG[1:])]
