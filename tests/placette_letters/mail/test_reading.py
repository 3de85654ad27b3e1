"""Mails as residents and strangers send them, and the letters that they become."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import yaml
from docx import Document

from placette.engine.base.processes import Limits
from placette_letters.letter import REMARKS, Letter, Remark, blocks
from placette_letters.mail import message_id_of, read_mail, read_mails
from placette_letters.mail.parts import PARTS_LIMIT
from tests.placette_letters.mail.fixture_mails import HERE, file_part, mail, multipart, part, picture, texts, with_files

CASES = yaml.safe_load((HERE / "letters.yml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 3, 18, 41, tzinfo=UTC)
MAIN = "word/document.xml"
OWN = "lettres@carnets.example"


def made(described: dict[str, Any]) -> bytes:
    """The mail of a case."""
    if "file" in described:
        return Path(HERE, "files", described["file"]).read_bytes()
    if "raw" in described or "hex" in described:
        body = described["raw"].encode() if "raw" in described else bytes.fromhex(described["hex"])
        return mail(b"\n" + body, described["headers"])
    words = texts(described.get("plain"), described.get("html"), described.get("charset", "utf-8"))
    content = with_files(words, described.get("files", ()))
    if "inner" in described:
        content = multipart("mixed", [content, b"Content-Type: message/rfc822\n\n" + made(described["inner"])], "i")
    return mail(content, described.get("headers"))


def read(data: bytes) -> Letter:
    return read_mail(data, NOW, own=OWN)


def long_document() -> bytes:
    """A Word document that takes seconds to read."""
    made, whole = BytesIO(), Document()
    body = b"<w:p><w:r><w:t>Le moulin tourne encore.</w:t></w:r></w:p>" * 15_000
    whole.save(made)
    with ZipFile(made) as read, ZipFile(again := BytesIO(), "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            data = read.read(name)
            written.writestr(name, data.replace(b"<w:sectPr", body + b"<w:sectPr", 1) if name == MAIN else data)
    return again.getvalue()


def codes(letter: Letter) -> list[str]:
    return [remark.code for remark in letter.written.remarks]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_mail_becomes_the_letter_that_its_writer_meant(case: dict[str, Any]) -> None:
    letter, expected = read(made(case["mail"])), dict(case["letter"])
    found = {
        "references": list(letter.references),
        "text": letter.written.markdown,
        "pictures": [one.name for one in letter.written.pictures],
        "enclosures": [one.name for one in letter.written.enclosures],
        "remarks": codes(letter),
        "note": next((dict(one.values)["text"] for one in letter.written.remarks if one.code == "mail-note"), ""),
        "kind": letter.kind.value,
        "fields": dict(letter.fields),
    }
    assert expected.pop("contains", "") in letter.written.markdown
    assert {key: found[key] if key in found else getattr(letter, key) for key in expected} == expected
    assert all(code in REMARKS for code in codes(letter))


def test_a_redelivered_mail_is_the_same_letter_and_a_stolen_message_id_another() -> None:
    first = made({"plain": "Le pré.", "headers": {"Received": "from a.example by b.example; 1"}})
    again = made({"plain": "Le pré.", "headers": {"Received": "from c.example by d.example; 2"}})
    stolen = made({"plain": "Autre chose."})
    forged = made({"plain": "Le pré.", "headers": {"From": "pirate@courrier.example"}})
    assert read(first).identity == read(again.replace(b"\r\n", b"\n") + b"\n").identity
    assert len({read(one).identity for one in (first, stolen, forged)}) == 3
    assert {message_id_of(read(one).identity) for one in (first, stolen, forged)} == {"a1b2c3@courrier.example"}


def test_a_mail_without_a_message_id_is_known_by_its_content() -> None:
    one, two = (made({"plain": text, "headers": {"Message-ID": None}}) for text in ("Un.", "Deux."))
    assert read(one).identity.startswith("sha256:")
    assert read(one).identity != read(two).identity
    assert read(b"\xff").identity != read(b"\xfe").identity
    assert message_id_of(read(one).identity) == ""


def test_a_mail_that_is_too_large_still_says_who_can_be_told() -> None:
    letter = read_mail(made({"plain": "a" * 3_000_000}), NOW, largest=1_000_000)
    assert (letter.sender, letter.subject, letter.written.markdown) == ("emile@courrier.example", "Le lavoir", "")
    (remark,) = letter.written.remarks
    assert blocks(remark.code)
    assert dict(remark.values) == {"size": "4", "limit": "1"}


def test_more_files_than_are_read_are_left_out_with_a_remark() -> None:
    files = [part(f'image/jpeg; name="{number}.jpg"', picture("red")) for number in range(PARTS_LIMIT + 50)]
    letter = read(mail(multipart("mixed", [texts("Beaucoup.", None), *files], "m")))
    assert len(letter.written.pictures) == PARTS_LIMIT - 1
    assert codes(letter) == ["mail-too-many"]


def test_a_thousand_nested_parts_are_no_letter_but_have_a_sender() -> None:
    nested = b"\n".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d' % (n, n) for n in range(1_000))
    letter = read(mail(nested + b"\n\nfin"))
    assert letter.sender == "emile@courrier.example"
    assert letter.written.markdown == ""
    assert all(blocks(code) for code in codes(letter))
    assert codes(letter)


def test_sixty_nested_parts_are_cut_where_no_honest_mail_reaches() -> None:
    nested = b"\n".join(b'Content-Type: multipart/mixed; boundary="b%d."\n\n--b%d.' % (n, n) for n in range(60))
    letter = read(mail(nested + b"\nContent-Type: text/plain\n\nfin\n"))
    assert codes(letter) == ["mail-too-deep"]


def test_mails_are_read_in_order_and_one_that_takes_too_much_stops_no_other() -> None:
    heavy = mail(b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 300_000)
    good = made({"plain": "Le pré."})
    strict = Limits(cpu=0.5, wall=20.0, memory=400_000_000)
    document = file_part({"name": "long.docx", "media": "application/octet-stream", "bytes": long_document().hex()})
    noted = mail(multipart("mixed", [texts("Voici un long texte.", None), document], "m"))
    letters = read_mails([(good, NOW), (heavy, NOW), (noted, NOW)], own=OWN, limits=strict)
    assert [letter.written.markdown for letter in letters][::2] == ["Le pré.", "Voici un long texte."]
    assert codes(letters[2]) == ["mail-document-limits"]
    assert letters[1].sender == "emile@courrier.example"
    assert letters[1].identity == read_mail(heavy, NOW, largest=10).identity
    assert codes(letters[1])


def test_a_page_of_nested_elements_is_left_out_at_once() -> None:
    letter = read(mail(texts("Le pré.", "<div>" * 400_000 + "x")))
    assert letter.written.markdown == "Le pré."
    assert codes(letter) == ["mail-too-deep"]


def test_a_word_file_with_a_note_is_the_text_and_its_photo_comes_once() -> None:
    saved, document = BytesIO(), Document()
    document.add_heading("Le moulin", 0)
    document.add_paragraph("Le moulin tourne encore, et sa roue est de fer.")
    document.add_picture(BytesIO(picture("red")))
    document.save(saved)
    files = [{"name": "Mon texte.docx", "media": "application/octet-stream", "bytes": saved.getvalue().hex()}]
    files += [{"name": "moulin.jpg", "colour": "red"}, {"name": "bief.jpg", "colour": "blue"}]
    letter = read(made({"plain": "Bonjour, voici mon texte en PJ.", "files": files}))
    assert letter.written.title == "Le moulin"
    assert letter.written.markdown.startswith("Le moulin tourne encore, et sa roue est de fer.")
    assert [one.data for one in letter.written.pictures] == [picture("red"), picture("blue")]
    assert codes(letter) == ["mail-note"]


def test_every_remark_is_a_sentence_with_what_to_send_instead() -> None:
    own = {code: message for code, message in REMARKS.items() if code.startswith("mail-")}
    assert len(own) > 20
    assert [code for code in own if blocks(code) and not own[code].mend] == []


def test_a_mail_of_the_standard_library_is_read() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Émile <emile@courrier.example>", "L’été"
    message.set_content("Le pré est vert.\n")
    message.add_attachment(picture("red"), maintype="image", subtype="jpeg", filename="L’été à Ambert.jpg")
    letter = read(message.as_bytes())
    assert (letter.written.markdown, letter.subject) == ("Le pré est vert.", "L’été")
    assert [one.name for one in letter.written.pictures] == ["l-ete-a-ambert.jpg"]


def test_whoever_sends_a_text_that_is_not_read_is_told() -> None:
    """The receipt tells a writer what blocks, and the editor all."""
    assert [code for code in ("mail-text-in-pdf", "mail-document-beside", "mail-quoted") if blocks(code)] == [
        "mail-text-in-pdf",
        "mail-document-beside",
    ]


@pytest.mark.parametrize(
    ("size", "remarks"),
    [
        (62_000_000, (Remark("mail-too-large", (("size", "62"), ("limit", "50"))),)),
        (0, (Remark("mail-unreadable"),)),
    ],
)
def test_a_mail_that_was_not_fetched_says_why_and_not_that_it_is_empty(size: int, remarks: tuple[Remark, ...]) -> None:
    head = f"X-Letter-Cut-Short: {size} 50000000\r\nFrom: lea@courrier.example\r\nSubject: Le lavoir\r\n\r\n"
    letter = read(head.encode())
    assert (letter.sender, letter.subject, letter.written.remarks) == ("lea@courrier.example", "Le lavoir", remarks)
    assert read(head.encode() + b"Le lavoir est plein.").written.markdown == "Le lavoir est plein.", (
        "no stranger's word"
    )
