"""Mails as residents and strangers send them, and the letters that they become."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.engine.base.processes import Limits
from placette.engine.content.tree import is_good_name
from placette.engine.texts.characters import CONTROLS, INVISIBLE
from placette.features.letterbox import LetterKind
from placette_letters.letter import Letter, Remark
from placette_letters.mail.parts import PARTS_LIMIT
from placette_letters.mail.reading import read_mail, read_mails
from placette_letters.remarks import REMARKS, blocks
from tests.placette_letters.mail.fixture_mails import (
    HERE,
    MAILERS,
    answer_of,
    file_part,
    mail,
    multipart,
    page_of,
    part,
    picture,
    plain_of,
    texts,
    with_files,
)

CASES = yaml.safe_load((HERE / "letters.yml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 3, 18, 41, tzinfo=UTC)
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


def test_a_mail_without_a_message_id_is_known_by_its_content() -> None:
    one, two = (made({"plain": text, "headers": {"Message-ID": None}}) for text in ("Un.", "Deux."))
    assert read(one).identity.startswith("sha256:")
    assert read(one).identity != read(two).identity
    assert read(b"\xff").identity != read(b"\xfe").identity


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


@pytest.mark.whole
def test_mails_are_read_in_order_and_one_that_takes_too_much_stops_no_other() -> None:
    heavy = mail(b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 300_000)
    good = made({"plain": "Le pré."})
    strict = Limits(cpu=0.3, wall=20.0, memory=400_000_000)
    letters = read_mails([(good, NOW), (heavy, NOW), (good, NOW)], own=OWN, limits=strict)
    assert [letter.written.markdown for letter in letters][::2] == ["Le pré."] * 2
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
    assert [code for code in own if blocks(code) and not own[code].mend] == []


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


ODD = yaml.safe_load((HERE / "odd.yml").read_text(encoding="utf-8"))
NAMES, PIECES, LINES = (st.sampled_from(ODD[name]) for name in ("names", "pieces", "lines"))
HEADERS = st.lists(st.tuples(NAMES, st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=8).map("".join)))
SHAPED = st.tuples(HEADERS, st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=20))


def sound(letter: Letter) -> None:
    assert Remark("mail-unreadable") not in letter.written.remarks  # nothing was raised inside either
    assert letter.identity
    assert len(letter.identity) < 600
    assert len(letter.sender) <= 254
    assert len(letter.subject) <= 200
    lines = [letter.sender, letter.sender_name, letter.subject, letter.about, *letter.fields.values()]
    assert not any(CONTROLS.search(line) or INVISIBLE.search(line) or "\n" in line for line in lines)
    assert not CONTROLS.search(letter.written.markdown.replace("\n", ""))
    names = [one.name for one in letter.written.pictures] + [one.name for one in letter.written.enclosures]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(is_good_name(name) for name in names)
    assert all(remark.code in REMARKS for remark in letter.written.remarks)


def test_a_sender_pushes_no_verdict_out_of_sight() -> None:
    """Whoever signs a mail a hundred times makes the server say a hundred things before what counts."""
    signed = "".join(f"\n dkim=pass header.d=pirate{n}.example header.s=s;" for n in range(300))
    said = (
        f"Authentication-Results: mx.carnets.example;{signed} dmarc=fail\nReceived: from x by mx.carnets.example; 1\n"
    )
    for told in (said, said.replace("=fail", "=pass")):
        assert read_mail(f"{told}From: a@b.example\n\nBonjour.".encode(), NOW).forged
    assert not read_mail(said.replace(signed, "").replace("=fail", "=pass").encode() + b"\nBonjour.", NOW).forged


@given(st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_become_a_letter(data: bytes) -> None:
    sound(read_mail(data, NOW))


@given(SHAPED)
@settings(max_examples=80, deadline=None)
def test_odd_headers_and_bodies_become_letters(shaped: tuple[list[tuple[str, str]], list[str]]) -> None:
    headers, lines = shaped
    head = "".join(f"{name}: {value}\n" for name, value in headers)
    data = f"{head}\n{chr(10).join(lines)}".encode("utf-8", "surrogatepass")
    letter = read_mail(data, NOW, own="lettres@carnets.example")
    sound(letter)
    assert read_mail(data, NOW, own="lettres@carnets.example") == letter


ANSWER = ["La photo montre le bassin vu de la route.", "Oui, d’accord pour la licence.", "Bonne soirée, Émile"]
LETTER = ["Bonjour,", "Voici le lavoir où ma grand-mère allait chaque lundi.", "Il gèle encore en mars.", "Émile"]


def read_stored(data: bytes) -> Letter:
    return read_mail(data, NOW, own="lettres@carnets.example")


@pytest.mark.parametrize("mailer", MAILERS)
@pytest.mark.parametrize("forms", ["both", "plain", "html"])
def test_an_answer_is_what_stands_above_the_quotation(mailer: str, forms: str) -> None:
    letter = read_stored(answer_of(mailer, ANSWER, "RE: [2026-0042] Votre texte est bien arrivé", forms))
    assert letter.written.markdown == "\n\n".join(ANSWER[:-1])
    assert "mail-quoted" in codes(letter)
    assert (letter.number, letter.automatic) == ("2026-0042", False)
    assert letter.references == ("2026-0042.receipt@carnets.example",)


@pytest.mark.parametrize("mailer", MAILERS)
@pytest.mark.parametrize("forms", ["both", "plain", "html"])
def test_a_letter_in_an_old_conversation_is_only_what_is_new(mailer: str, forms: str) -> None:
    letter = read_stored(answer_of(mailer, LETTER, "Re: Bonjour", forms))
    assert letter.written.markdown == "\n\n".join(LETTER[1:])
    assert (letter.number, letter.subject, letter.written.pictures) == ("", "Bonjour", ())


@pytest.mark.parametrize("mailer", MAILERS)
def test_a_letter_keeps_its_picture_where_it_stood(mailer: str) -> None:
    paragraphs = [LETTER[1], '<img src="cid:lavoir@local" alt="Le lavoir">', LETTER[2]]
    words = texts(plain_of(mailer, LETTER[1:3], quoting=False), page_of(mailer, paragraphs, quoting=False))
    inline = file_part({"name": "lavoir.jpg", "cid": "lavoir@local", "inline": True, "colour": "green"})
    beside = file_part({"name": "IMG_2041.JPG", "colour": "blue"})
    content = multipart("mixed", [multipart("related", [words, inline], "r"), beside], "m")
    letter = read_stored(mail(content, MAILERS[mailer]["headers"]))
    assert letter.written.markdown == f"{LETTER[1]}\n\n![Le lavoir](lavoir.jpg)\n\n{LETTER[2]}"
    assert [one.name for one in letter.written.pictures] == ["lavoir.jpg", "img-2041.jpg"]
    assert [one.data for one in letter.written.pictures] == [picture("green"), picture("blue")]
    assert codes(letter) == []


@pytest.mark.parametrize(("kind", "text"), [("plain", "a\n" * 9_000), ("html", "<p>a" * 4_000)], ids=["plain", "html"])
def test_the_texts_of_a_mail_are_counted_together(kind: str, text: str) -> None:
    parts = f"--b\nContent-Type: text/{kind}\n\n{text}\n".encode() * 100
    letter = read(mail(b'Content-Type: multipart/mixed; boundary="b"\n\n' + parts + b"--b--\n"))
    assert len(letter.written.markdown) < 250_000
    assert "mail-long" in codes(letter)


RIGHTS = yaml.safe_load((HERE / "rights_of_reply.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("does", RIGHTS)
def test_a_right_of_reply_is_recognised_and_what_only_speaks_of_one_is_not(does: str) -> None:
    """By its subject, its text, or the name of a file, however it is worded."""
    items = {}
    for subject, text, *names in RIGHTS[does]:
        files = [{"name": name, "type": "application/pdf", "data": "%PDF-1.4"} for name in names]
        data = made({"plain": text, "headers": {"Subject": subject}, "files": files})
        items[subject, text] = read(data).kind is LetterKind.RIGHT_OF_REPLY
    assert [said for said, is_one in items.items() if is_one is not (does == "asks")] == []
