"""Whatever mailer a resident uses, their words come out, and none of the mail that they answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from placette_letters.letter import Letter
from placette_letters.mail import read_mail
from tests.placette_letters.mail.fixture_mails import (
    MAILERS,
    answer_of,
    file_part,
    mail,
    multipart,
    page_of,
    picture,
    plain_of,
    texts,
)

NOW = datetime(2026, 11, 3, 18, 41, tzinfo=UTC)
ANSWER = ["La photo montre le bassin vu de la route.", "Oui, d’accord pour la licence.", "Bonne soirée, Émile"]
LETTER = ["Bonjour,", "Voici le lavoir où ma grand-mère allait chaque lundi.", "Il gèle encore en mars.", "Émile"]


def read(data: bytes) -> Letter:
    return read_mail(data, NOW, own="lettres@carnets.example")


def codes(letter: Letter) -> list[str]:
    return [remark.code for remark in letter.written.remarks]


@pytest.mark.parametrize("mailer", MAILERS)
@pytest.mark.parametrize("forms", ["both", "plain", "html"])
def test_an_answer_is_what_stands_above_the_quotation(mailer: str, forms: str) -> None:
    letter = read(answer_of(mailer, ANSWER, "RE: [2026-0042] Votre texte est bien arrivé", forms))
    assert letter.written.markdown == "\n\n".join(ANSWER)
    assert "mail-quoted" in codes(letter)
    assert (letter.number, letter.automatic) == ("2026-0042", "")
    assert letter.references == ("2026-0042.receipt@carnets.example",)


@pytest.mark.parametrize("mailer", MAILERS)
@pytest.mark.parametrize("forms", ["both", "plain", "html"])
def test_a_letter_in_an_old_conversation_is_only_what_is_new(mailer: str, forms: str) -> None:
    letter = read(answer_of(mailer, LETTER, "Re: Bonjour", forms))
    assert letter.written.markdown == "\n\n".join(LETTER)
    assert (letter.number, letter.subject, letter.written.pictures) == ("", "Bonjour", ())


@pytest.mark.parametrize("mailer", MAILERS)
def test_a_letter_keeps_its_picture_where_it_stood(mailer: str) -> None:
    paragraphs = [LETTER[1], '<img src="cid:lavoir@local" alt="Le lavoir">', LETTER[2]]
    words = texts(plain_of(mailer, LETTER[1:3], quoting=False), page_of(mailer, paragraphs, quoting=False))
    inline = file_part({"name": "lavoir.jpg", "cid": "lavoir@local", "inline": True, "colour": "green"})
    beside = file_part({"name": "IMG_2041.JPG", "colour": "blue"})
    content = multipart("mixed", [multipart("related", [words, inline], "r"), beside], "m")
    letter = read(mail(content, MAILERS[mailer]["headers"]))
    assert letter.written.markdown == f"{LETTER[1]}\n\n![Le lavoir](lavoir.jpg)\n\n{LETTER[2]}"
    assert [one.name for one in letter.written.pictures] == ["lavoir.jpg", "img-2041.jpg"]
    assert [one.data for one in letter.written.pictures] == [picture("green"), picture("blue")]
    assert codes(letter) == []
