"""A folder of files becomes letters: mails as they are, texts with their photos, each once."""

from __future__ import annotations

import imaplib
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from placette_letters.answering.mails import connect_parts
from placette_letters.arriving import ALONE, LINK, BrokenOffError, arrivals_in, find_letters, mail_of, open_mailbox
from placette_letters.mail.reading import read_mail
from tests.placette_letters.fixture_mailbox import PASSWORD, mailbox
from tests.placette_letters.fixture_store import LEA, mailed


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())


def bundles(folder: Path) -> dict[str, list[str]]:
    return {name: [path.relative_to(folder).as_posix() for path in files] for name, files in find_letters(folder)[0]}


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
    found, left = find_letters(tmp_path)
    assert [name for name, _files in found] == ["a", "b"]
    assert [(path.name, why) for path, why in left] == [("1.jpg", ALONE)]


def test_a_text_that_cannot_be_read_is_a_letter_too(tmp_path: Path) -> None:
    put(tmp_path, "vieux.doc", "autre.msg")
    assert bundles(tmp_path) == {"autre": ["autre.msg"], "vieux": ["vieux.doc"]}


def test_links_are_never_followed(tmp_path: Path) -> None:
    put(tmp_path, "in/texte.txt", "secret.txt")
    (tmp_path / "in" / "lien.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "dossier").symlink_to(tmp_path)
    put(tmp_path, "in/lettre/a.txt")
    (tmp_path / "in" / "lettre" / "b.txt").symlink_to(tmp_path / "secret.txt")
    found, left = find_letters(tmp_path / "in")
    assert {path.name for _name, files in found for path in files} == {"texte.txt", "a.txt"}
    assert [(path.name, why) for path, why in left] == [("dossier", LINK), ("lien.txt", LINK)]


def test_the_same_files_make_the_same_mail(tmp_path: Path) -> None:
    put(tmp_path, "Le lavoir/texte.docx", "Le lavoir/1.jpg")
    first, again = ([it.data for it in arrivals_in(*find_letters(tmp_path)[0][0])] for _ in range(2))
    assert first == again
    put(tmp_path, "Le lavoir/2.jpg")
    assert [it.data for it in arrivals_in(*find_letters(tmp_path)[0][0])] != first


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
    (letter,) = find_letters(tmp_path)[0]
    first, second = arrivals_in(*letter)
    assert first.data == b"lettre/a.eml"
    assert b"photo.jpg" in second.data


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SINCE = date(2026, 10, 21)


@pytest.mark.server
def test_old_letters_and_broken_ones_hold_no_other_up(short: Path) -> None:
    with mailbox(short / "b") as box:
        days = (0, 400, 1, 90, 2)  # a mailbox that has moved isn't in the order of its days
        with box.opened() as client:
            for number, ago in enumerate(days, 1):
                moment = imaplib.Time2Internaldate(NOON - timedelta(days=ago))
                client.append("INBOX", "", moment, mailed(LEA, f"Lettre {number}", "Bonjour."))
        with open_mailbox(connect_parts(box.address), PASSWORD) as opened:
            assert [it.uid for it in opened.arrivals(0, 10_000_000, SINCE)] == [1, 3, 5]
            assert opened.older(0, SINCE) == [2, 4]
            assert opened.older(2, SINCE) == [4]
            cut = next(opened.arrivals(0, 10, SINCE))
            told = read_mail(cut.data, NOON).written.remarks
            assert [one.code for one in told] == ["mail-too-large"], "its headers alone, which say what it was"
        for path in (short / "b" / "home" / "Maildir").glob("*/*"):
            if b"Lettre 3" in path.read_bytes():
                path.chmod(0)
        with open_mailbox(connect_parts(box.address), PASSWORD) as opened, pytest.raises(BrokenOffError) as raised:
            list(opened.arrivals(0, 10_000_000, SINCE))
        assert raised.value.uid == 3
        with open_mailbox(connect_parts(box.address), PASSWORD, [3]) as opened:
            assert [it.uid for it in opened.arrivals(0, 10_000_000, SINCE)] == [1, 5]
            assert opened.unfetched == [3]
