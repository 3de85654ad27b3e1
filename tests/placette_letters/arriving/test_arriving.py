"""A folder of files becomes letters: mails as they are, texts with their photos, each once."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from placette_letters.arriving import ALONE, LINK, arrivals_in, find_bundles, mail_of


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())


def bundles(folder: Path) -> dict[str, list[str]]:
    return {
        bundle.name: [path.relative_to(folder).as_posix() for path in bundle.files]
        for bundle in find_bundles(folder)[0]
    }


def test_a_folder_is_a_letter_with_its_texts_and_photos(tmp_path: Path) -> None:
    put(
        tmp_path,
        "Le lavoir/texte.docx",
        "Le lavoir/photos/IMG_1.jpg",
        "Le lavoir/.DS_Store",
        "Le lavoir/__MACOSX/x.jpg",
    )
    assert bundles(tmp_path) == {"Le lavoir": ["Le lavoir/photos/IMG_1.jpg", "Le lavoir/texte.docx"]}


def test_loose_photos_belong_to_the_one_text_beside_them(tmp_path: Path) -> None:
    put(tmp_path, "marché.odt", "1.jpg", "2.HEIC", "mail.eml")
    assert bundles(tmp_path) == {"marché": ["marché.odt", "1.jpg", "2.HEIC"], "mail": ["mail.eml"]}


def test_loose_photos_beside_two_texts_are_left_and_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.md", "1.jpg")
    found, left = find_bundles(tmp_path)
    assert [bundle.name for bundle in found] == ["a", "b"]
    assert [(it.path.name, it.why) for it in left] == [("1.jpg", ALONE)]


def test_a_text_that_cannot_be_read_is_a_letter_too(tmp_path: Path) -> None:
    put(tmp_path, "vieux.doc", "autre.msg")
    assert bundles(tmp_path) == {"autre": ["autre.msg"], "vieux": ["vieux.doc"]}


def test_links_are_never_followed(tmp_path: Path) -> None:
    put(tmp_path, "in/texte.txt", "secret.txt")
    (tmp_path / "in" / "lien.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "dossier").symlink_to(tmp_path)
    put(tmp_path, "in/lettre/a.txt")
    (tmp_path / "in" / "lettre" / "b.txt").symlink_to(tmp_path / "secret.txt")
    found, left = find_bundles(tmp_path / "in")
    assert {path.name for bundle in found for path in bundle.files} == {"texte.txt", "a.txt"}
    assert [(it.path.name, it.why) for it in left] == [("dossier", LINK), ("lien.txt", LINK)]


def test_the_same_files_make_the_same_mail(tmp_path: Path) -> None:
    put(tmp_path, "Le lavoir/texte.docx", "Le lavoir/1.jpg")
    first, again = ([it.data for it in arrivals_in(find_bundles(tmp_path)[0][0])] for _ in range(2))
    assert first == again
    put(tmp_path, "Le lavoir/2.jpg")
    assert [it.data for it in arrivals_in(find_bundles(tmp_path)[0][0])] != first


@pytest.mark.parametrize(
    "name", ["été à Ambert.jpg", "a\r\nBcc: x@y.example.jpg", "x" * 300 + ".docx", '"..%2f.jpg', "noël\udce9.txt"]
)
def test_any_name_of_a_file_is_carried(name: str) -> None:
    data = mail_of("Un\nnom\r\nBcc: x@y.example", [(name, b"\0\1\2")])
    message = message_from_bytes(data, policy=default)
    assert message["Bcc"] is None
    (part,) = message.iter_attachments()
    assert part.get_payload(decode=True) == b"\0\1\2"
    assert part.get_filename()


def test_mails_in_a_folder_stay_themselves(tmp_path: Path) -> None:
    put(tmp_path, "lettre/a.eml", "lettre/photo.jpg")
    (bundle,) = find_bundles(tmp_path)[0]
    first, second = arrivals_in(bundle)
    assert first.data == b"lettre/a.eml"
    assert b"photo.jpg" in second.data
